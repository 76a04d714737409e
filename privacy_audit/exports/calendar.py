"""What is due as an iCalendar file (RFC 5545): one all-day event for each date, the same bytes each time."""

import hashlib
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from ..audit.report import Report
from ..dates import long
from ..ledger.store import DueEntry
from ..text import TEXT_LIMIT, clean, count

if TYPE_CHECKING:
    from icalendar import Event

PRODID = "-//privacy-audit//to-do report//EN"
#: The alarm sounds so many hours after midnight, in the calendar's own time zone.
ALARM_HOUR = 9


def render(report: Report, *, named: bool = True) -> bytes:
    """Return the calendar of what is due and coming up; overdue things stand on the report's day.

    With `named` false no organisation is named: each day has one event, "privacy audit: 2 things due".
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for event in _named(report) if named else _unnamed(report):
        calendar.add_component(event)
    return calendar.to_ical()


def _named(report: Report) -> list["Event"]:
    events = []
    for entry in (*report.due, *report.upcoming):
        since = f" Due since {long(entry.on)}." if entry.on < report.today else ""
        description = f"Rule: {entry.rule}.{since} Dates are estimates."
        events.append(_event(report, _day(report, entry), _uid(report, entry), entry.text, description))
    return events


def _unnamed(report: Report) -> list["Event"]:
    days = Counter(_day(report, entry) for entry in (*report.due, *report.upcoming))
    description = "Open privacy-audit to see what is due."
    return [
        _event(report, day, _digest(report.person, "day", day.isoformat()), summary, description)
        for day, number in sorted(days.items())
        if (summary := f"privacy audit: {count(number, 'thing')} due")
    ]


def _day(report: Report, entry: DueEntry) -> date:
    return max(entry.on, report.today)


def _uid(report: Report, entry: DueEntry) -> str:
    """Return an id that stays when an expected answer becomes a late one, and differs between people."""
    kind = "answer-expected" if entry.kind == "late" else entry.kind
    return _digest(report.person, entry.key, kind)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32] + "@privacy-audit"


def _event(report: Report, day: date, uid: str, summary: str, description: str) -> "Event":
    from icalendar import Alarm, Event

    summary, description = clean(summary), clean(description, TEXT_LIMIT)
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", datetime.combine(report.today, datetime.min.time(), UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", summary)
    event.add("description", description)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta(hours=ALARM_HOUR))
    alarm.add("description", summary)
    event.add_component(alarm)
    return event
