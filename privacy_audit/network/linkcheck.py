"""Looking at the catalogue's addresses, a few at a time, and telling a dead page from a lost connection."""

import asyncio
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urljoin, urlsplit

from ..links import store
from ..links.addresses import Address, host_of, plain_address, twin
from ..links.outcomes import Look
from ..text import clean
from .errors import CertificateTrouble, Elsewhere, NetworkError, NotThere, Offline, TooLarge, TooSlow
from .gate import Answer, Gate
from .purpose import Purpose
from .purposes import links

#: Called with the number looked at, how many there are, and the address just looked at.
Progress = Callable[[int, int, str], None]
#: Keeps one look at each of some addresses.
Keep = Callable[[Mapping[str, Look]], None]
#: Results are kept each time that so many have come.
EACH = 25
#: After so many sites in a row without one answer it is this machine that is offline, or its network wants a sign-in.
LOST_AFTER = 10

_PERMANENT = (301, 308)
_CHALLENGE = re.compile(
    rb"cf-challenge|challenge-platform|just a moment|captcha|px-captcha|datadome|incapsula|_abck|"
    rb"access denied|are you (?:a )?(?:human|robot)|verify you are",
    re.IGNORECASE,
)
#: Headers with which known walls against programs show themselves.
_WALLS = ("cf-mitigated", "x-datadome", "x-iinfo", "x-sucuri-block", "x-amzn-waf-action", "x-px-block")
#: What may as well be a failure on this side: nothing of the site was seen.
_UNANSWERED = ("silent", "certificate", "slow")
_LANGUAGE = re.compile(r"(?:/[a-z]{2}(?:[-_][a-z]{2})?){1,2}(?=/|$)")


@dataclass
class Result:
    """What came of looking at addresses: how many of each kind were kept."""

    counts: Counter = field(default_factory=Counter)

    @property
    def looked(self) -> int:
        """How many results were kept."""
        return self.counts.total()


def purpose_for(addresses: Iterable[Address], chosen: bool = False) -> Purpose:
    """Return the purpose of looking at these addresses; `chosen` where they were chosen for a person."""
    hosts = {address.host for address in addresses}
    return links(hosts, {twin(host) for host in hosts} - hosts, chosen)


async def check(
    gate: Gate, addresses: Iterable[Address], today: date, progress: Progress, keep: Keep | None = None
) -> Result:
    """Look at addresses and keep what each gave; what was kept stays when this is stopped.

    What was chosen for a person is kept with them, by `store.add_chosen`; anything else by `store.add`.

    Raises Offline where nothing answers any more, and NetworkError where the results cannot be kept.
    """
    run = _Run(gate, list(addresses), today, progress, keep or store.add)
    try:
        await run.all()
    finally:
        run.keep()
    if run.unsure and not run.answered:
        raise Offline(_lost(len({host for host, _ in run.unsure.values()})))
    run.settle()
    run.keep()
    return run.result


class _Run:
    """One run over many addresses. A failure is kept once another site has answered after it."""

    def __init__(self, gate: Gate, addresses: list[Address], today: date, progress: Progress, keep: Keep):
        self._gate, self._today, self._progress, self._keep = gate, today, progress, keep
        self._sites: dict[str, list[Address]] = {}
        for address in addresses:
            self._sites.setdefault(address.host, []).append(address)
        self._total, self._done = len(addresses), 0
        self._ready: dict[str, Look] = {}
        self.unsure: dict[str, tuple[str, Look]] = {}
        self.answered = False
        self.result = Result()

    async def all(self) -> None:
        """Look at all of them: the addresses of a site one after the other, the largest sites first."""
        queue = sorted(self._sites.values(), key=len, reverse=True)[::-1]

        async def work() -> None:
            while queue:
                for address in queue.pop():
                    self._take(address, await look(self._gate, address, self._today))

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(self._gate.purpose.at_once):
                    group.create_task(work())
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from None

    def _take(self, address: Address, found: Look) -> None:
        self._done += 1
        self._progress(self._done, self._total, address.url)
        if found.kind in _UNANSWERED:
            self.unsure[address.url] = (address.host, found)
            if len({host for host, _ in self.unsure.values()}) >= LOST_AFTER:
                raise Offline(_lost(LOST_AFTER))
            return
        self.answered = True
        self.settle()
        self._ready[address.url] = found
        if len(self._ready) >= EACH:
            self.keep()

    def settle(self) -> None:
        """Take the failures since the last answer for what they are: another site has answered."""
        self._ready |= {url: found for url, (_, found) in self.unsure.items()}
        self.unsure = {}

    def keep(self) -> None:
        """Write what is sure so far."""
        if self._ready:
            try:
                self._keep(self._ready)
            except OSError as error:
                raise NetworkError(
                    f"The results cannot be written ({clean(error.strerror or error)}): those written before are kept. "
                    f"Make room or correct the rights of {clean(store.path().parent)}, then go on: "
                    "privacy-audit links check"
                ) from None
            self.result.counts.update(found.kind for found in self._ready.values())
            self._ready = {}


def _lost(sites: int) -> str:
    who = f"None of {sites} sites in a row answered" if sites > 1 else "The only site asked did not answer"
    return (
        f"{who}: this machine seems to be offline, its network wants a sign-in, or its clock is wrong. That was not "
        "kept as a failure of theirs. When that is mended, go on with: privacy-audit links check"
    )


async def look(gate: Gate, address: Address, today: date) -> Look:
    """Return what an address gives: HEAD first, and GET where that is refused or says nothing sure."""
    found = await _ask(gate, "HEAD", address, today)
    if found.kind in ("missing", "blocked", "server", "slow"):
        found = await _ask(gate, "GET", address, today)
    if address.url != address.asked:  # it is written with http
        same = Look(today, "moved", found.status, address.asked)
        return same if found.kind == "fine" else found if found.kind == "moved" else Look(today, "http", found.status)
    return found


async def _ask(gate: Gate, method: str, address: Address, today: date) -> Look:
    try:
        answer = await gate.request(method, address.asked, tries=1)
    except Elsewhere as error:
        to = plain_address(urljoin(address.asked, error.location))
        if not error.status:  # nothing was sent: the address itself cannot be asked
            return Look(today, "server")
        return (
            Look(today, "moved", error.status, to) if error.status in _PERMANENT else Look(today, "fine", error.status)
        )
    except NotThere:
        return Look(today, "silent")
    except CertificateTrouble:
        return Look(today, "certificate")
    except TooSlow:
        return Look(today, "slow")
    except TooLarge:
        return Look(today, "fine")
    except NetworkError:  # it broke off, or sent no HTTP
        return Look(today, "server")
    return _judged(answer, method, address, today)


def _judged(answer: Answer, method: str, address: Address, today: date) -> Look:
    status = answer.status
    if 200 <= status < 300:
        to = plain_address(answer.url)
        for_good = all(one in _PERMANENT for one in answer.led)
        moved = to and for_good and leads_elsewhere(address.asked, to)
        return Look(today, "moved" if moved else "fine", status, to if moved else "")
    if status in (404, 410):
        return Look(today, "missing", status)
    if is_wall(status, answer.headers, answer.body) or status in (400, 401, 402, 403, 405, 406, 429, 451, 501, 999):
        return Look(today, "blocked", status)
    return Look(today, "server", status)


def is_wall(status: int, headers: Mapping[str, str], body: bytes = b"") -> bool:
    """Whether an answer is a wall against programs rather than the site's own: Cloudflare's, DataDome's and others'."""
    if any(name in headers for name in _WALLS):
        return True
    return status in (403, 429, 503) and bool(_CHALLENGE.search(body[:100_000]))


def leads_elsewhere(asked: str, came: str) -> bool:
    """Whether an address led to another page. "www.", a language, a slash, a query and a sign-in make no other page."""
    if host_of(asked).removeprefix("www.") != host_of(came).removeprefix("www."):
        return True
    before, after = (_LANGUAGE.sub("", urlsplit(url).path.lower(), count=1).strip("/") for url in (asked, came))
    signs_in = re.search(r"log-?in|sign-?in|sso|auth|consent|session", after)
    return bool(before) and before != after and not signs_in
