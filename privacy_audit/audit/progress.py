"""How it went over time: how many organisations were known, asked, said done and seen gone, day by day.

Organisations are counted, by the same rules as on the first screen (`counts`). The person is never counted or scored.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ..catalog.catalog import Catalog
from ..ledger.events import Event
from .counts import how_far
from .reach import SENT

#: The four counts of a point and their words, in the order of an organisation's way.
SERIES = {"known": "known", "asked": "asked", "done": "said done", "gone": "seen gone"}


@dataclass(frozen=True, slots=True)
class Point:
    """How many organisations stood where at the end of a day."""

    on: date
    known: int
    asked: int
    done: int
    gone: int


def series(catalog: Catalog, region: str, events: Sequence[Event]) -> list[Point]:
    """Return one point for each day that changed a count, by day.

    `events` are a person's standing events in order, so that what was taken back counts nowhere. The last point is
    how it stands now. Organisations that left the catalogue are left out.
    """
    tally = _Tally(catalog, region)
    points: dict[date, Point] = {}
    for day, event in _by_day(events):
        tally.take(event)
        points[day] = tally.point(day)
    found: list[Point] = []
    for point in points.values():
        if not found or _counts(point) != _counts(found[-1]):
            found.append(point)
    return found


def monthly(points: Iterable[Point]) -> list[Point]:
    """Return the last point of each month in which a count changed."""
    return list({(point.on.year, point.on.month): point for point in points}.values())


def at(points: Iterable[Point], day: date) -> Point:
    """Return how it stood at the end of a day."""
    before = [point for point in points if point.on <= day]
    return before[-1] if before else Point(day, 0, 0, 0, 0)


def _counts(point: Point) -> tuple[int, ...]:
    return tuple(getattr(point, name) for name in SERIES)


def _by_day(events: Iterable[Event]) -> list[tuple[date, Event]]:
    """Return answers and records by day, in the order of their telling within one.

    Of one thing no later word counts for an earlier day, as could be after a clock was set back or ledgers merged.
    """
    last: dict[tuple[str, str], date] = {}
    found = []
    for event in events:
        if event.kind in ("answer", "record"):
            thing = (event.organisation, event.action)
            last[thing] = max(date.fromisoformat(event.data["on"]), last.get(thing, date.min))
            found.append((last[thing], event))
    return sorted(found, key=lambda one: one[0])


class _Tally:
    """The counts so far; an event counts anew only those organisations that it concerns."""

    def __init__(self, catalog: Catalog, region: str):
        self._catalog, self._region = catalog, region
        self._answers: dict[str, str] = {}
        self._statuses: dict[str, dict[str, str]] = {}
        self._through: dict[str, dict[str, str]] = {}
        self._stands: dict[str, dict[str, bool]] = {}
        self._sums = dict.fromkeys(SERIES, 0)

    def point(self, day: date) -> Point:
        """Return the counts as a point of this day."""
        return Point(day, **self._sums)

    def take(self, event: Event) -> None:
        """Let an answer or a record count."""
        id = self._catalog.current_id(event.organisation)
        concerned = {id}
        if event.kind == "answer":
            self._answers[id] = event.data["answer"]
        else:
            state = event.data["state"]
            status = "open" if state == "reopen" else state
            self._statuses.setdefault(id, {})[event.action] = status
            concerned |= self._reach(f"{id}/{event.action}", status)
        for one in concerned:
            self._count(one)

    def _reach(self, key: str, status: str) -> set[str]:
        """Keep how far an act has come for the organisations that it reaches whole, and return their ids."""
        action = self._catalog.find_action(key)
        reached = {other for other in action.covers if "/" not in other} if action else set()
        for other in reached:
            through = self._through.setdefault(other, {})
            through.pop(key, None)
            if status in SENT:
                through[key] = "confirmed" if status in ("confirmed", "verified") else "asked"
        return reached

    def _count(self, id: str) -> None:
        catalog = self._catalog
        if id not in catalog or catalog.theme_of(id) not in catalog.theme_titles:
            return
        held = self._answers.get(id) or ("presumed" if catalog.presumes(id, self._region) else "")
        statuses, through = self._statuses.get(id, {}), self._through.get(id, {})
        before = self._stands.get(id, {})
        now = self._stands[id] = how_far(held, set(statuses.values()), set(through.values()))
        for name in SERIES:
            self._sums[name] += now[name] - before.get(name, False)
