"""Counting days as a statute counts them. Every date is an estimate: only a court decides when a term ends.

The day on which a request arrives is not counted, in any of the three countries (for example Tex. Gov't Code
311.014(a); Interpretation Act, R.S.C. 1985, c. I-21, s. 27; Ley Federal de Procedimiento Administrativo, art. 38).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from ..catalog.law import LawRight, Office
from ..dates import add_months, long
from ..text import count

#: What a letter takes by post: most statutes count from receipt, and only the day of sending is known here.
POST_DAYS = 5
#: Before anybody is called late: a letter's way where the day of receipt is not known, and a last day that moves.
DELIVERY = timedelta(days=7)
GRACE = timedelta(days=4)
KINDS = ("calendar", "business", "month")


@dataclass(frozen=True, slots=True)
class Step:
    """One date of a request's life: "acknowledgement", "answer", "extension", "appeal" or "complaint"."""

    name: str
    on: date
    rule: str


def deadline(start: date, days: int, kind: str = "calendar", region: str = "US") -> date:
    """Return the last day of a term that begins at `start`, which is not counted itself.

    `kind` is "calendar", "business" (neither Saturday, Sunday nor a holiday of `region`, an ISO 3166 code of a
    country, state or province) or "month" (the same day so many months later, or that month's last day).
    """
    if kind == "calendar":
        return start + timedelta(days=days)
    if kind == "month":
        return add_months(start, days)
    if kind != "business":
        raise ValueError(f"{kind!r} is no way to count days; the ways are: {', '.join(KINDS)}.")
    free, day = holidays_of(region), start
    while days > 0:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in free:
            days -= 1
    return day


class Holidays:
    """The days of a region on which no business day falls, weekends apart. The library is imported here only.

    In Canada some more days are no business days by the interpretation acts, though nobody gets them off by law:
    Easter Monday everywhere (R.S.C. 1985, c. I-21, s. 35; R.S.B.C. 1996, c. 238, s. 29; CQLR c. I-16, s. 61(23)),
    26 December in British Columbia and Alberta, and for the country the holidays of its public offices (s. 35).
    """

    def __init__(self, region: str):
        import holidays

        country, _, place = region.partition("-")
        known = holidays.country_holidays(country)
        self._canada = country == "CA"
        self._boxing_day = region in ("CA-BC", "CA-AB")
        place = place if place in known.subdivisions else ""
        sorts = ("public", "government") if self._canada and not place else ("public",)
        self._days = holidays.country_holidays(country, subdiv=place or None, categories=sorts)

    def __contains__(self, day: date) -> bool:
        if day in self._days or (self._boxing_day and (day.month, day.day) == (12, 26)):
            return True
        return self._canada and day.weekday() == 0 and "Good Friday" in self._days.get(day - timedelta(days=3), "")


@lru_cache(maxsize=64)
def holidays_of(region: str) -> Holidays:
    """Return the holidays of a region of the US or Canada, or of a country: "US-TX", "CA-QC", "MX"."""
    return Holidays(region)


def received(asked: date, via: str = "web") -> date:
    """Return the day on which a request may be taken to have arrived."""
    return asked + timedelta(days=POST_DAYS) if via == "post" else asked


def in_words(days: int, kind: str) -> str:
    """Return "45 days", "15 business days" or "6 months"."""
    return count(days, {"calendar": "day", "business": "business day", "month": "month"}[kind])


def answer(right: LawRight, asked: date, region: str, via: str = "web", extended: bool = False) -> Step | None:
    """Return the day by which a right must be answered, or None where the law names no days.

    `extended`: they told the person that they take the extension; both terms count from the same day.
    """
    if right.respond_days is None:
        return None
    kind = right.day_kind or "calendar"
    days = right.post_days if via == "post" and right.post_days else right.respond_days
    rule = f"{in_words(days, kind)} from {long(asked)}, when you asked"
    start = received(asked, via)
    if start != asked:
        rule += f", and {POST_DAYS} for the post"
    if right.before_days:
        start += timedelta(days=right.before_days)
        rule += f", and up to {right.before_days} days before that until they fetch it"
    if extended and right.extension_days:
        days += right.extension_days
        rule += f"; {in_words(right.extension_days, kind)} more, because they took the extension"
    elif extended:
        rule += "; no extension is known here, so the day stays"
    return Step("answer", deadline(start, days, kind, region), rule)


def late_after(
    right: LawRight, start: date, region: str, extended: bool = False, received: bool = False
) -> date | None:
    """Return the day after which an answer is surely late, or None where the law names no days.

    `start` is the day of receipt where `received`, else that of sending: then a week is left for delivery. Some days
    of grace follow, for a last day that moves: nobody is called late too soon.
    """
    due = answer(right, start if received else start + DELIVERY, region, extended=extended)
    return due.on + GRACE if due else None


def acknowledgement(right: LawRight, asked: date, region: str, via: str = "web") -> Step | None:
    """Return the day by which a receipt must come, where the law asks for one."""
    if right.acknowledge_days is None:
        return None
    kind = right.ack_kind or "business"
    rule = f"{in_words(right.acknowledge_days, kind)} from {long(asked)}, for a receipt"
    return Step("acknowledgement", deadline(received(asked, via), right.acknowledge_days, kind, region), rule)


def appeal(right: LawRight, appealed: date, region: str) -> Step | None:
    """Return the day by which an appeal must be answered, where the law has one."""
    if right.appeal_days is None:
        return None
    rule = f"{in_words(right.appeal_days, right.appeal_kind)} from {long(appealed)}, when you appealed"
    return Step("appeal", deadline(appealed, right.appeal_days, right.appeal_kind, region), rule)


def complaint(office: Office, start: date, region: str) -> Step | None:
    """Return the last day for a complaint, where one is known; `start` is what the office's `within_from` says."""
    if office.within is None:
        return None
    rule = f"{in_words(office.within, office.within_kind)} {office.within_from or 'from the refusal'}"
    return Step("complaint", deadline(start, office.within, office.within_kind, region), rule)


def steps(right: LawRight, office: Office | None, asked: date, region: str, via: str = "web") -> list[Step]:
    """Return all dates that follow from a request made today: receipt, answer, lawful extension, last complaint.

    The appeal is counted from the day on which the answer was due, as if the person appealed that day.
    """
    due = answer(right, asked, region, via)
    found = [acknowledgement(right, asked, region, via), due]
    if due and right.extension_days:
        longer = answer(right, asked, region, via, extended=True)
        found.append(Step("extension", longer.on, longer.rule) if longer else None)
    if due:
        found.append(appeal(right, due.on, region))
        found.append(complaint(office, due.on, region) if office else None)
    return [step for step in found if step]
