"""What is due as an iCalendar file (RFC 5545): whole days, the same bytes from the same ledger.

An entry's id never changes, its sequence rises with each event that concerns it, and one that is done or fell away
stays in the file as completed or cancelled: so importing again updates a calendar and doubles nothing.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from ..dates import long
from ..text import clean, count
from . import ics
from .agenda import AgendaEntry

PRODID = "-//privacy-audit//to-do report//EN"
_HEAD = ("VERSION:2.0", f"PRODID:{PRODID}", "CALSCALE:GREGORIAN")
#: The alarm sounds so many hours after midnight, in the calendar's own time zone.
ALARM_HOUR = 9
#: What the entries of a calendar can be; the first is the usual one.
FORMS = ("event", "todo", "both")
#: How much an entry says: the organisation, or only how many things are due that day.
TELLS = ("names", "count")


def render(entries: Iterable[AgendaEntry], form: str = "event", tells: str = "names") -> bytes:
    """Return the calendar, one of FORMS; with `tells` "count" no organisation is named, and each day has one entry.

    Lines are folded at 75 octets and end with CR LF. Raises ValueError for an unknown form or amount.
    """
    if form not in FORMS or tells not in TELLS:
        raise ValueError(f"a calendar holds one of {', '.join(FORMS)} and tells one of {', '.join(TELLS)}")
    inner: list[list[str]] = []
    for item in _named(entries) if tells == "names" else _counted(list(entries)):
        if form != "todo":
            inner.append(_event(item))
        if form != "event":
            inner.append(_todo(item))
    return ics.written(ics.component("VCALENDAR", *_HEAD, *inner))


@dataclass(frozen=True, slots=True)
class Todo:
    """One to-do as a resource of its own, as calendar servers keep them (RFC 4791, 4.1).

    `entry` is the date that it shows; None where it only counts what is due on a day. The others are as there.
    """

    uid: str
    day: date
    summary: str
    sequence: int
    ended: date | None
    done: bool
    data: bytes
    entry: AgendaEntry | None = None


def todos(entries: Iterable[AgendaEntry], tells: str = "names") -> list[Todo]:
    """Return the to-dos of `render`, each as a calendar of its own, by day. Raises ValueError for an unknown amount."""
    if tells not in TELLS:
        raise ValueError(f"a calendar tells one of {', '.join(TELLS)}")
    entries = list(entries)
    by_thing = {one.thing: one for one in entries} if tells == "names" else {}
    found = []
    for item in _named(entries) if tells == "names" else _counted(entries):
        data = ics.written(ics.component("VCALENDAR", *_HEAD, _todo(item)))
        uid, entry = _uid(*item.thing, "todo"), by_thing.get(item.thing)
        found.append(Todo(uid, item.day, clean(item.summary), item.sequence, item.ended, item.done, data, entry))
    return sorted(found, key=lambda one: (one.day, one.summary, one.uid))


@dataclass(frozen=True, slots=True)
class _Item:
    """What one entry says, whether it is shown as an event or as a to-do."""

    thing: tuple[str, ...]
    day: date
    summary: str
    description: str
    sequence: int
    made: datetime
    changed: datetime
    ended: date | None
    done: bool


def _named(entries: Iterable[AgendaEntry]) -> Iterator[_Item]:
    """Return an item for each date, with the organisation's name and the rule."""
    for one in entries:
        words = f"Rule: {one.due.rule}." + ("" if "estimate" in one.due.rule else " Dates are estimates.")
        if one.ended:
            words = f"{'Done on' if one.done else 'No longer due since'} {long(one.ended)}. {words}"
        summary = clean(one.due.text) or f"privacy audit: {clean(one.due.kind).replace('-', ' ')}"
        yield _Item(one.thing, one.due.on, summary, words, one.sequence, one.made, one.changed, one.ended, one.done)


def _counted(entries: list[AgendaEntry]) -> Iterator[_Item]:
    """Return an item for each day on which something ever stood, with the number of things and no more."""
    days: dict[date, list[AgendaEntry]] = {}
    for one in entries:
        for day in one.days:
            days.setdefault(day, []).append(one)
    for day, all_of_day in sorted(days.items()):
        here = [one for one in all_of_day if one.due.on == day]
        number = sum(one.ended is None for one in here)
        done = any(one.done for one in here)
        newest = max(one.changed for one in all_of_day)
        yield _Item(
            thing=(all_of_day[0].thing[0], "day", day.isoformat()),
            day=day,
            summary=f"privacy audit: {count(number, 'thing')} due" if number else "privacy audit: nothing due",
            description="Open privacy-audit to see what is due.",
            sequence=sum(one.sequence for one in all_of_day),
            made=min(one.made for one in all_of_day),
            changed=newest,
            ended=None if number else max((one.ended for one in here if one.ended), default=newest.date()),
            done=done and not number,
        )


def _event(item: _Item) -> list[str]:
    """Return an all-day event that blocks nothing. What has ended is cancelled: an event cannot be completed."""
    return ics.component(
        "VEVENT",
        *_shared(item, "event"),
        f"DTSTART;VALUE=DATE:{ics.day(item.day)}",
        f"DTEND;VALUE=DATE:{ics.day(item.day + timedelta(days=1))}",
        "TRANSP:TRANSPARENT",
        "STATUS:CANCELLED" if item.ended else "STATUS:CONFIRMED",
        [] if item.ended else _alarm(item.summary),
    )


def _todo(item: _Item) -> list[str]:
    """Return a to-do that is due on its day."""
    lines = [*_shared(item, "todo"), f"DUE;VALUE=DATE:{ics.day(item.day)}"]
    if item.ended is None:
        # Without a start, an alarm counts from the day on which the to-do is due (3.8.6.3).
        return ics.component("VTODO", *lines, "STATUS:NEEDS-ACTION", _alarm(item.summary, ";RELATED=END"))
    if not item.done:
        return ics.component("VTODO", *lines, "STATUS:CANCELLED")
    # A moment in UTC is demanded (3.8.2.1); noon is on the same day nearly everywhere.
    noon = datetime.combine(item.ended, time(12), UTC)
    return ics.component("VTODO", *lines, "STATUS:COMPLETED", "PERCENT-COMPLETE:100", f"COMPLETED:{ics.moment(noon)}")


def _shared(item: _Item, form: str) -> list[str]:
    """Return what events and to-dos have alike. No time of exporting: DTSTAMP is that of the last change (3.8.7.2)."""
    return [
        f"UID:{_uid(*item.thing, form)}",
        f"SEQUENCE:{item.sequence}",
        f"DTSTAMP:{ics.moment(item.changed)}",
        f"CREATED:{ics.moment(item.made)}",
        f"LAST-MODIFIED:{ics.moment(item.changed)}",
        f"SUMMARY:{ics.text(clean(item.summary))}",
        f"DESCRIPTION:{ics.text(item.description)}",
        "CLASS:PRIVATE",
    ]


def _alarm(words: str, related: str = "") -> list[str]:
    """Return an alarm in the morning. On a whole day it counts from midnight in the calendar's own time zone."""
    return ics.component(
        "VALARM", "ACTION:DISPLAY", f"TRIGGER{related}:PT{ALARM_HOUR}H", f"DESCRIPTION:{ics.text(clean(words))}"
    )


def _uid(*parts: str) -> str:
    """Return an id that names neither person nor organisation, and differs between people."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32] + "@privacy-audit"
