"""Asking organisations for what they state of Global Privacy Control, one file of each."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from .. import gpc
from ..catalog.model import Organisation
from ..gpc import DOMAINS, PATH, Statement
from ..links.addresses import host_of, twin
from .errors import Elsewhere, NetworkError, Offline, TooLarge
from .gate import Gate
from .purpose import Purpose
from .purposes import gpc as gpc_purpose

#: Called with the number asked, how many there are, and the name of the one just asked.
Progress = Callable[[int, int, str], None]
#: Called with an organisation's id and what it states, as soon as that is known.
Keep = Callable[[str, Statement], None]


@dataclass
class Result:
    """What came of asking: the statements by organisation, and the names of those that could not be reached."""

    found: dict[str, Statement] = field(default_factory=dict)
    silent: list[str] = field(default_factory=list)


def purpose_for(organisations: Iterable[Organisation]) -> Purpose:
    """Return the purpose of asking these organisations."""
    hosts = {host_of(f"https://{domain}/") for one in organisations for domain in one.domains[:DOMAINS]} - {""}
    return gpc_purpose(hosts, {twin(host) for host in hosts} - hosts)


async def ask(gate: Gate, organisations: list[Organisation], keep: Keep, progress: Progress) -> Result:
    """Ask each organisation at its domains; what cannot be reached keeps what was seen of it before.

    Raises Offline where not one of several answers.
    """
    result = Result()
    queue = organisations[::-1]

    async def work() -> None:
        while queue:
            one = queue.pop()
            found = await _ask(gate, one)
            if found is None:
                result.silent.append(one.name)
            else:
                result.found[one.id] = found
                keep(one.id, found)
            progress(len(result.found) + len(result.silent), len(organisations), one.name)

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(gate.purpose.at_once):
                group.create_task(work())
    except ExceptionGroup as errors:
        raise errors.exceptions[0] from None
    if result.silent and not result.found:
        raise Offline(
            "Not one of them answered: this machine seems to be offline, its network wants a sign-in, or its clock is "
            "wrong. What was seen before is kept. Try again later: privacy-audit gpc check"
        )
    return result


async def _ask(gate: Gate, one: Organisation) -> Statement | None:
    """Return what an organisation states, asking its domains until one states something; None where none answers."""
    found: list[Statement] = []
    for domain in one.domains[:DOMAINS]:
        try:
            answer = await gate.request(
                "GET", f"https://{domain}{PATH}", headers={"Accept": "application/json"}, tries=2
            )
        except Elsewhere:
            found.append(Statement("nothing", domain=domain))
        except TooLarge:
            found.append(Statement("unreadable", domain=domain))
        except NetworkError:
            continue
        else:
            if answer.status < 500 and answer.status not in (403, 408, 425, 429):
                found.append(gpc.parse(answer.status, answer.type, answer.body, domain))
        if found and found[-1].says in ("yes", "no"):
            break
    return gpc.strongest(found)
