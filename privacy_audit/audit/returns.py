"""What came back: which of a person's data an organisation listed again, and how long they had stayed away."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ..dates import long
from ..ledger.events import Event
from ..text import count

_GONE = ("confirmed", "verified", "not-found")


@dataclass(frozen=True, slots=True)
class Return:
    """One time that something came back: the action's key, the day since which it was gone, the day it was back.

    `gone` is the day on which the organisation said that it was done or, where it never said so, on which the person
    saw that it was gone or found nothing.
    """

    key: str
    gone: date
    back: date

    @property
    def organisation(self) -> str:
        """The id of the organisation that has the data again."""
        return self.key.partition("/")[0]

    @property
    def days(self) -> int:
        """How many days it stayed away."""
        return (self.back - self.gone).days


def returns(events: Iterable[Event]) -> list[Return]:
    """Return everything that came back, by day and key.

    `events` are a person's standing events (see `Ledger.standing_events`) in order: what was undone counts nowhere.
    Keys are those of the log; a session's `returns` has them under the organisations' current ids.
    """
    records: dict[str, list[dict]] = {}
    for event in events:
        if event.kind == "record":
            records.setdefault(f"{event.organisation}/{event.action}", []).append(event.data)
    found = (each for key, told in records.items() for each in _of_one(key, told))
    return sorted(found, key=lambda one: (one.back, one.key))


def back_in_words(one: Return) -> str:
    """Return when it came back and how long it had stayed away: "12 March 2026, after 93 days away"."""
    return f"{long(one.back)}, after {count(one.days, 'day')} away"


def _of_one(key: str, told: list[dict]) -> Iterator[Return]:
    """Yield the returns of one action from its records in order."""
    gone: date | None = None
    for data in told:
        day = date.fromisoformat(data["on"])
        if data["state"] == "relisted":
            yield Return(key, gone or day, day)
            gone = None
        elif data["state"] in _GONE:
            gone = gone or day
        else:
            gone = None
