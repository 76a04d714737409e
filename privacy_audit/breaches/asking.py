"""The three questions to Have I Been Pwned, over a gate that the person allowed; what fails leaves all as it was."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Protocol

from . import accounts, passwords
from .errors import NotTheList
from .kept import Kept, keep
from .passwords import Digest
from .reading import Listed, read

LIST = "https://haveibeenpwned.com/api/v3/breaches"
JSON = ("application/json",)


class Answer(Protocol):
    """What a gate gives back."""

    @property
    def status(self) -> int: ...

    @property
    def headers(self) -> Mapping[str, str]: ...

    @property
    def body(self) -> bytes: ...

    @property
    def text(self) -> str: ...


class Gate(Protocol):
    """The two ways of asking that are needed of the network's gate; both raise its errors."""

    @property
    def get(self) -> Callable[..., Awaitable[Answer]]: ...

    @property
    def request(self) -> Callable[..., Awaitable[Answer]]: ...


async def download(
    gate: Gate, folder: Path, today: date, progress: Callable[[int, int | None], None] | None = None
) -> Kept:
    """Download the list of all known breaches, keep it, and return it.

    Raises the gate's errors, NotTheList or ExportError; the list that was kept before is then kept still.
    """
    answer = await gate.get(LIST, types=JSON, progress=progress)
    try:
        found = read(answer.body)
    except NotTheList as error:
        raise _not_taken(str(error)) from None
    if not found.breaches:
        raise _not_taken("it is empty")
    return keep(folder, found, today)


async def times_seen(gate: Gate, found: Digest) -> int:
    """Return how often a password was seen in breaches. Raises the gate's errors or BreachError."""
    answer = await gate.get(passwords.address(found), types=("text/plain",), headers=passwords.PADDED)
    return passwords.times_seen(answer.text, found)


async def of_address(gate: Gate, address: str, key: str) -> Listed:
    """Return the breaches in which an address was found. Raises the gate's errors or BreachError."""
    answer = await gate.request("GET", accounts.page(address), headers={"hibp-api-key": key})
    return accounts.answer_of(answer.status, answer.headers.get("retry-after", ""), answer.body)


def _not_taken(why: str) -> NotTheList:
    return NotTheList(
        f"What came from haveibeenpwned.com is no list of breaches: {why}. What was kept before is kept; "
        "try again later."
    )
