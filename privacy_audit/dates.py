"""Days and months: reading what people type, writing what people read, and adding months."""

import calendar
from datetime import date, timedelta

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def parse(typed: str, today: date) -> date:
    """Read a day: ``2026-11-24``, ``today``, ``yesterday`` or ``3 days ago``.

    Raises ValueError with a message for the person.
    """
    text = " ".join(typed.strip().lower().split())
    if text in ("", "today"):
        return today
    if text == "yesterday":
        return today - timedelta(days=1)
    words = text.split()
    if (
        len(words) == 3
        and words[0].isdecimal()
        and words[1] in ("day", "days")
        and words[2] == "ago"
        and len(words[0]) < 6
    ):
        return today - timedelta(days=int(words[0]))
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{typed!r} is no date. Write it as {today.isoformat()} (year, month, day).") from None


def long(day: date) -> str:
    """Return "12 November 2026"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def short(day: date, today: date | None = None) -> str:
    """Return "12 Nov", with the year when it is not that of `today`."""
    text = f"{day.day} {_MONTHS[day.month - 1][:3]}"
    return text if today and day.year == today.year else f"{text} {day.year}"


def as_known(text: str | None) -> str:
    """Return a date of the catalogue in words, as exactly as known: "July 2026", "2026", "date unknown"."""
    parts = (text or "").split("-")
    if len(parts) == 1:
        return parts[0] or "date unknown"
    month = _MONTHS[int(parts[1]) - 1]
    return f"{month} {parts[0]}" if len(parts) == 2 else f"{int(parts[2])} {month} {parts[0]}"


def first_day(text: str | None) -> str | None:
    """Return the first day that a date of the catalogue may stand for, as YYYY-MM-DD."""
    return f"{text}-01-01"[:10] if text and len(text) == 4 else f"{text}-01"[:10] if text else None


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later, or the last day of that month where it has no such day."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def relative(day: date, today: date) -> str:
    """Return "today", "tomorrow", "since 20 Nov" for a day that has passed, or the day itself."""
    gap = (day - today).days
    if gap < 0:
        return f"since {short(day, today)}"
    return {0: "today", 1: "tomorrow"}.get(gap) or short(day, today)
