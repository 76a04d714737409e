"""Counting days as a statute counts them. Every date is an estimate: only a court decides when a term ends.

The day on which a request arrives is not counted, in any of the three countries (for example Tex. Gov't Code
311.014(a); Interpretation Act, R.S.C. 1985, c. I-21, s. 27; Ley Federal de Procedimiento Administrativo, art. 38).

Where something is not known, a term of theirs ends later, so that nobody is called late too soon, and a term of the
person's own, the complaint, earlier, so that nobody misses it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from ..catalog.law import LawRight, Office
from ..dates import add_months, long
from ..text import count
from .workdays import holidays_of, moved

#: Our own estimates, no law's: what a letter takes by post, and what checking who somebody is takes. Most statutes
#: count from receipt, a few from verification; only the day of sending is known here.
POST_DAYS = 5
CHECK_DAYS = 10
#: Before anybody is called late in a letter: its way where the day of receipt is not known, and some grace.
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
    A calendar term may end on a Sunday here; `workdays.moved` says whether it moves.
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


def received(asked: date, via: str = "web") -> date:
    """Return the day on which a request may be taken to have arrived."""
    return asked + timedelta(days=POST_DAYS) if via == "post" else asked


def begins(right: LawRight, asked: date, via: str = "web") -> tuple[date, str]:
    """Return the day from which a right's term may be taken to run, and in words what was added to the day of asking.

    A law counts from receipt, from "verification" of who the person is, or from "sending" or "mailing" the request.
    """
    if right.starts in ("sending", "mailing"):
        return asked, f" (the law counts from {right.starts})"
    start, words = received(asked, via), ""
    if start != asked:
        words = f", and {count(POST_DAYS, 'day')} we allow for the post"
    if right.starts == "verification":
        start += timedelta(days=CHECK_DAYS)
        words += f", and {count(CHECK_DAYS, 'day')} we allow for checking who you are, from when the law counts"
    return start, words


def in_words(days: int, kind: str) -> str:
    """Return "45 days", "15 business days" or "6 months"."""
    return count(days, {"calendar": "day", "business": "business day", "month": "month"}[kind])


def term_in_words(terms: LawRight) -> str:
    """Return how long an answer to a right may take, with receipt, extension and appeal, in words."""
    if terms.respond_days is None:
        return "no days are set"
    kind = terms.day_kind or "calendar"
    words = in_words(terms.respond_days, kind)
    if terms.post_days:
        words += f" ({in_words(terms.post_days, kind)} by post)"
    if terms.before_days:
        words += f" after up to {terms.before_days} days in which they fetch the request"
    if terms.acknowledge_days:
        words += f", a receipt in {in_words(terms.acknowledge_days, terms.ack_kind or 'business')}"
    if terms.extension_days:
        words += f", {terms.extension_days} more if {terms.extension_when or 'they say so in time'}"
    if terms.appeal_days:
        words += f"; an appeal is answered in {in_words(terms.appeal_days, terms.appeal_kind)}"
    return words


def answer(right: LawRight, asked: date, region: str, via: str = "web", extended: bool = False) -> Step | None:
    """Return the day by which a right must be answered, or None where the law names no days.

    `region` is the place of the law. `extended`: they told the person that they take the extension; both terms count
    from the same day.
    """
    if right.respond_days is None:
        return None
    kind = right.day_kind or "calendar"
    days = right.post_days if via == "post" and right.post_days else right.respond_days
    start, more = begins(right, asked, via)
    rule = f"{in_words(days, kind)} from {long(asked)}, when you asked{more}"
    if right.before_days:
        start += timedelta(days=right.before_days)
        rule += f", and up to {count(right.before_days, 'day')} before that until they fetch it"
    if extended and right.extension_days:
        days += right.extension_days
        rule += f"; {in_words(right.extension_days, kind)} more, because they took the extension"
    elif extended:
        rule += "; no extension is known here, so the day stays"
    return _theirs("answer", start, days, kind, region, rule)


def late_after(
    right: LawRight, start: date, region: str, extended: bool = False, received: bool = False
) -> date | None:
    """Return the day after which an answer is surely late, or None where the law names no days.

    `start` is the day of receipt where `received`, else that of sending: then a week is left for delivery. Some days
    of grace follow: nobody is called late too soon.
    """
    due = answer(right, start if received else start + DELIVERY, region, extended=extended)
    return due.on + GRACE if due else None


def acknowledgement(right: LawRight, asked: date, region: str, via: str = "web") -> Step | None:
    """Return the day by which a receipt must come, where the law asks for one. It comes before any verification."""
    if right.acknowledge_days is None:
        return None
    kind = right.ack_kind or "business"
    start = received(asked, via)
    more = f", and {count(POST_DAYS, 'day')} we allow for the post" if start != asked else ""
    rule = f"{in_words(right.acknowledge_days, kind)} from {long(asked)}, for a receipt{more}"
    return _theirs("acknowledgement", start, right.acknowledge_days, kind, region, rule)


def appeal(right: LawRight, appealed: date, region: str) -> Step | None:
    """Return the day by which an appeal must be answered, where the law has one."""
    if right.appeal_days is None:
        return None
    rule = f"{in_words(right.appeal_days, right.appeal_kind)} from {long(appealed)}, when you appealed"
    return _theirs("appeal", appealed, right.appeal_days, right.appeal_kind, region, rule)


def complaint(office: Office, start: date, region: str) -> Step | None:
    """Return the last day for a complaint, where one is known; `start` is what the office's `within_from` says.

    It is the person's own day, so it never moves to a later one.
    """
    if office.within is None:
        return None
    rule = f"{in_words(office.within, office.within_kind)} {office.within_from or 'from the refusal'}"
    return Step("complaint", deadline(start, office.within, office.within_kind, region), rule)


def silence(right: LawRight, asked: date, region: str, extended: bool = False) -> date | None:
    """Return the earliest day on which a term can have ended without an answer, from which a complaint may count.

    Nothing is allowed for the post here, and no day moves: the person's own term rather ends too early than too late.
    """
    if right.respond_days is None:
        return None
    days = right.respond_days + (right.extension_days or 0 if extended else 0)
    return deadline(asked, days, right.day_kind or "calendar", region)


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
    ended = silence(right, asked, region)
    if office and ended:
        found.append(complaint(office, ended, region))
    return [step for step in found if step]


def _theirs(name: str, start: date, days: int, kind: str, region: str, rule: str) -> Step:
    """Return the last day of a term of theirs; one in days or months moves off a weekend as the law there has it."""
    on = deadline(start, days, kind, region)
    if kind == "business":
        return Step(name, on, rule)
    on, why = moved(on, region)
    return Step(name, on, f"{rule}, {why}" if why else rule)
