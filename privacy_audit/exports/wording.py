"""What every readable export says, in the same words: plain text, not yet escaped for any format."""

import re
from datetime import date
from typing import NamedTuple
from urllib.parse import quote

from ..audit.progress import Point, monthly
from ..audit.report import DISCLAIMER, Report, ReportAction, ReportChanges, ReportLine, ReportRecord, ReportWaiting
from ..audit.scorecard import FEW
from ..catalog.model import ANSWERED, VIA_WORDS
from ..dates import as_known, long
from ..ledger.moves import SHORT
from ..text import clean, count, safe_url

#: So many things to do are told in full; the rest stand in a table.
DETAILED = 25
#: So many of the other organisations that one act reaches are named.
COVERS_SHOWN = 8

EMPTY = {
    "due": "Nothing is due today. Late answers, checks and renewals stand here when their day comes.",
    "todo": "Nothing is left to do. When you say that an organisation holds you, what to do stands here.",
    "waiting": "You are waiting for nobody. Requests that you sent stand here until they are answered.",
    "upcoming": "No date lies ahead. Days on which to look again, renew or expect an answer will stand here.",
    "done": "Nothing is recorded yet. What you record in the program stands here, newest first.",
    "records": "Nobody was asked yet. How organisations behave stands here once you record what you asked.",
    "changes": "There is one audit or none so far. What changed from one to the next will stand here.",
    "progress": "Nothing is recorded yet. How the counts change over time will stand here.",
    "unchanged": "Nothing changed between the two.",
    "counts": "The catalogue has no themes. How many organisations hold you will stand here by theme.",
}

EVIDENCE = (
    "These files are kept in your ledger, whole. The SHA-256 is a mark of the content: "
    "a file with the same mark is the same to the last byte."
)

UNCHECKED_NOTE = (
    "A contact marked “unchecked” was not confirmed by the catalogue: "
    "compare it with the organisation’s own site before you use it."
)

_MAILBOX = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+")
_LABELS = {VIA_WORDS["email"]: "E-mail", VIA_WORDS["phone"]: "Phone", VIA_WORDS["post"]: "Post"}
_SENSITIVE = "Some of this is sensitive: give only what they insist on, and only to the contact above."


class Fact(NamedTuple):
    """One labelled line about an action. A `warning` is to be set apart from the others."""

    label: str
    text: str
    warning: bool = False


class Contact(NamedTuple):
    """One way to reach an organisation; `href` is a safe address for a link, or None."""

    label: str
    text: str
    href: str | None
    unchecked: bool


def title(report: Report) -> str:
    """Return the title with its day, for example "Privacy audit, 24 November 2026"."""
    return f"Privacy audit, {long(report.today)}"


def subtitle(report: Report) -> str:
    """Return whom and where the report is about."""
    return f"For {report.person} · {report.region_name}"


def what_this_is(report: Report) -> str:
    """Return the paragraph that says what the report is and what it is not."""
    return (
        "This is your own list of what can be done about organisations that score, track or sell people, "
        f"made on this computer on {long(report.today)} from what you answered and recorded. "
        "It names organisations that may hold you, so keep it as private as a bank statement. " + DISCLAIMER
    )


def todo_intro(report: Report) -> str:
    """Return how much there is to do and how it is laid out."""
    things, time = count(len(report.todo), "thing"), duration(report.minutes_in_all)
    words = f"{things} to do, {time} in all, the most helpful first."
    rest = len(report.todo) - DETAILED
    if rest > 0:
        words += f" The first {DETAILED} are told in full, the other {rest:,} in a table after them."
    if any(contact.unchecked for action in report.todo for contact in contacts(action)):
        words += " " + UNCHECKED_NOTE
    return words


def duration(minutes: int) -> str:
    """Return minutes in words, in hours from an hour and a half on: "1 minute", "about 15 hours"."""
    return count(minutes, "minute") if minutes < 90 else f"about {round(minutes / 60)} hours"


def heading(action: ReportAction) -> str:
    """Return who and what: "Example Bureau: Freeze your file"."""
    return f"{action.organisation}: {action.title}"


def why(action: ReportAction) -> str:
    """Return the reason as a sentence."""
    return sentence(action.because)


def sentence(words: str) -> str:
    """Return words with a capital letter and a full stop."""
    text = clean(words)
    text = text[:1].upper() + text[1:]
    return text if not text or text.endswith((".", "!", "?")) else text + "."


def effort(action: ReportAction, today: date) -> str:
    """Return theme, time, cost, channel and day in one line."""
    parts = [action.theme, count(action.minutes, "minute"), cost(action), action.via, by_when(action, today)]
    return " · ".join(part for part in parts if part)


def cost(action: ReportAction) -> str:
    """Return what it costs, also where that is not known."""
    return "cost not known" if action.cost == "not known" else action.cost


def by_when(action: ReportAction, today: date) -> str:
    """Return the day by which to do it, with its rule unless `because` says the same; empty without a day."""
    if action.by is None:
        return ""
    words = f"{'due since' if action.by < today else 'by'} {long(action.by)}"
    return f"{words} ({action.by_rule})" if action.by_rule not in ("", action.because) else words


def brief(action: ReportAction) -> str:
    """Return the line for the table of the rest: channel, cost, and whether much is given away."""
    parts = [action.via, cost(action), "asks for sensitive data" if action.gives_away_much else ""]
    return " · ".join(part for part in parts if part)


def contacts(action: ReportAction) -> list[Contact]:
    """Return the ways to reach them: page, e-mail, phone, post."""
    found = []
    if action.url:
        href = safe_url(action.url)
        text = href or "left out, because it is no web address"
        found.append(Contact("Page", text, href, action.unchecked))
    if action.email:
        found.append(Contact("E-mail", clean(action.email), mail_link(action.email), action.unchecked))
    if action.phone:
        found.append(Contact("Phone", action.phone, None, action.unchecked))
    if action.post:
        found.append(Contact("Post", action.post, None, action.unchecked))
    return found


def main_contact(action: ReportAction) -> Contact | None:
    """Return the one way to reach them that fits the action's channel, else the first."""
    found = contacts(action)
    fitting = [contact for contact in found if contact.label == _LABELS.get(action.via)]
    return next(iter(fitting or found), None)


def mail_link(email: str) -> str | None:
    """Return a mailto address that sets nothing but the recipient, or None when it is no mailbox."""
    text = clean(email)
    return safe_url("mailto:" + quote(text, safe="@")) if _MAILBOX.fullmatch(text) else None


def facts(action: ReportAction) -> list[Fact]:
    """Return what else to know, in the order of telling; what is not known is left out."""
    gives = _listed(action.gives_away) or "nothing, as far as is known"
    if action.gives_away_much:
        gives = f"{gives}. {_SENSITIVE}"
    known = [
        Fact("You disclose", gives, action.gives_away_much),
        Fact("The page", sentence(action.page_amiss), True),
        Fact("How long", how_long(action)),
        Fact("Careful", action.caution or "", True),
        Fact("Law", "; ".join(action.law)),
        Fact("Also reaches", covers(action)),
        Fact("Source", source(action)),
    ]
    return [fact for fact in known if fact.text]


def how_long(action: ReportAction) -> str:
    """Return how soon an answer or effect comes (an estimate), how long it lasts, and when to look again."""
    days, again = action.takes_days, action.recheck_months
    soon = f"within about {count(days, 'day')}" if days else "at once"
    parts = [
        f"{'an answer' if action.do in ANSWERED else 'an effect'} {soon}" if days is not None else "",
        f"lasts: {action.lasts}" if action.lasts else "",
        f"look again {count(again, 'month')} after it is done" if again else "",
    ]
    return sentence("; ".join(part for part in parts if part))


def _listed(things: tuple[str, ...]) -> str:
    """Return a list in words, parted by semicolons where an item has commas of its own."""
    return ("; " if any("," in thing for thing in things) else ", ").join(things)


def covers(action: ReportAction) -> str:
    """Return the other organisations that the act reaches, at most COVERS_SHOWN by name."""
    names = _listed(action.covers[:COVERS_SHOWN])
    more = len(action.covers) - COVERS_SHOWN
    return f"{names} and {more:,} more" if more > 0 else names


def source(action: ReportAction) -> str:
    """Return how sure the catalogue is: "confidence high, last checked July 2026"."""
    if not action.checked:
        return f"confidence {action.confidence}, date of the last check unknown"
    return f"confidence {action.confidence}, last checked {_as_known(action.checked)}"


def _as_known(text: str) -> str:
    try:
        return as_known(text)
    except (ValueError, IndexError):
        return text


def stands(line: ReportWaiting) -> str:
    """Return where a request stands: "asked on 5 October 2026", with what they said since."""
    words = f"asked on {long(line.since)}"
    return words if line.state == SHORT["asked"] else f"{words}, then: {line.state}"


def they_did(report: Report) -> str:
    """Return how organisations behaved: "2 late now · 1 refused · 3 came back"."""
    did = report.they_did
    return f"{did.late} late now · {did.refused} refused · {did.came_back} came back"


def compared(report: Report) -> str:
    """Return which two audits are compared: "Audit 2, begun 3 May 2026, against audit 1, begun 1 February 2026."."""
    changes = report.changes
    if changes is None:
        return EMPTY["changes"]
    later, earlier = (f"audit {n}, begun {long(on)}" for n, on in _both(changes))
    return sentence(f"{later}, against {earlier}")


def _both(changes: ReportChanges) -> tuple[tuple[int, date], tuple[int, date]]:
    return (changes.later, changes.later_on), (changes.earlier, changes.earlier_on)


def over_time(report: Report) -> list[Point]:
    """Return the counts at the end of each month in which one changed."""
    return monthly(report.progress)


def away(line: ReportRecord) -> str:
    """Return how often they listed the person again, and after how many days: "2 (after 40, 121 days)"."""
    days = ", ".join(str(number) for number in line.stayed_away_days)
    return f"{len(line.stayed_away_days)} (after {days} days)" if days else "0"


def records_intro(report: Report) -> str:
    """Return what the records of the organisations count, and that few requests say little."""
    words = (
        "Organisations are rated here, never you. Days run from asking to “said done”, “seen gone” or a refusal; "
        "allowed are the days of the law or else of the catalogue, an estimate."
    )
    few = sum(line.asked for line in report.records) < FEW
    return words + (" These are few requests yet: they say little about how anybody usually behaves." if few else "")


def newest_first(report: Report) -> list[ReportLine]:
    """Return what was done by its own day, the newest first."""
    return sorted(report.done, key=lambda line: line.on, reverse=True)
