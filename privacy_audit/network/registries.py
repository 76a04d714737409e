"""Fetching a state's register of data brokers from where the state publishes it."""

from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime

from ..registers.states import State
from .errors import Refused
from .gate import Gate, Progress
from .purpose import Purpose
from .purposes import registry

#: What servers call a CSV file.
_TYPES = (
    "text/csv",
    "application/csv",
    "text/plain",
    "application/octet-stream",
    "binary/octet-stream",
    "application/vnd.ms-excel",
)
_TURNED_AWAY = (401, 403, 406)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The bytes of a register, not looked at yet; `dated` is the day that the server gives the file, in ISO form."""

    body: bytes
    dated: str


def purpose_of(state: State) -> Purpose:
    """Return the purpose of fetching a state's register."""
    return registry(state.id, state.name, state.hosts)


async def fetch(gate: Gate, state: State, address: str, today: date, progress: Progress | None = None) -> Fetched:
    """Return the file of a state's register. Raises NetworkError's children."""
    try:
        answer = await gate.get(address, types=_TYPES, progress=progress)
    except Refused as error:
        if state.refuses and error.status in _TURNED_AWAY:
            raise Refused(
                f"{state.place}'s server turns programs away; the register in use stays. {state.how} "
                "Then: privacy-audit registry import FILE",
                error.status,
            ) from None
        raise
    return Fetched(answer.body, _day(answer.headers.get("last-modified", ""), today))


def _day(text: str, today: date) -> str:
    """Return the day of an HTTP date, never one that has not come yet; today for what is no date."""
    try:
        return min(parsedate_to_datetime(text).date(), today).isoformat()
    except (ValueError, TypeError, OverflowError):
        return today.isoformat()
