"""The ladder: what to write when they do not answer, or refuse: a reminder, the answer, the appeal, the complaint.

Order of the steps: most state laws of the US give an appeal within the firm, whose denial has to name the way to the
Attorney General (for example Va. Code 59.1-577, Conn. Gen. Stat. 42-518), so it comes before the complaint. Where a
law's file gives no term for an appeal none is offered. What each refusal may be answered is in the letters themselves.
"""

from collections.abc import Collection
from dataclasses import dataclass

from ..catalog.law import Office
from ..text import clean
from .applicable import Right
from .clock import in_words

#: What they typically say, by the kind of letter that answers it.
REFUSALS = {
    "answer-id": "send a copy of an ID",
    "answer-more-data": "send more data, or a picture of your face",
    "answer-form": "use our form",
    "answer-channel": "you wrote to the wrong place",
    "answer-resident": "you are not a resident",
    "answer-nothing": "we hold nothing about you",
    "answer-exempt": "the law does not bind us (bank, health or credit data)",
    "answer-agent": "we accept no agent",
    "answer-account": "you must make an account",
    "answer-fee": "you must pay a fee",
    "answer-public": "these data are public",
    "answer-deidentified": "these data are de-identified",
}
#: How a refusal's reason begins in the record of it.
SAID = "They said: "
_WAITING = ("asked", "acknowledged", "extended")


@dataclass(frozen=True, slots=True)
class Rung:
    """One step: the kind of letter, and why it is its turn, in one plain line."""

    kind: str
    why: str


def said(words: str) -> str:
    """Return the note under which a refusal's reason is recorded: "They said: use our form"."""
    return SAID + clean(words, 300)


def refusal_of(note: str) -> str:
    """Return the kind of letter that answers the reason recorded in a note, or "" where it is no typical one."""
    words = note.removeprefix(SAID) if note.startswith(SAID) else ""
    return next((kind for kind, usual in REFUSALS.items() if usual == words), "")


def own_words(note: str) -> str:
    """Return their reason where the person recorded it in its own words; a typical one is our paraphrase: never."""
    return note.removeprefix(SAID) if note.startswith(SAID) and not refusal_of(note) else ""


def ladder(
    status: str, late: bool, refusal: str, taken: Collection[str], right: Right | None, kinds: Collection[str],
    consumer: Office | None = None,
) -> list[Rung]:  # fmt: skip
    """Return the letters that come next, the first first; an empty list where none does.

    `status` is that of the action, `late` whether the answer's day has passed, `refusal` the kind that answers what
    they said ("" when not known), `taken` the kinds of letter taken out since the person asked, `right` the right
    behind the request (None: no law), `kinds` the kinds of letter there are, `consumer` who hears a consumer's
    complaint where the law has no office of its own.
    """
    if status in ("open", "started", "relisted"):
        return [Rung("request", "It came back: ask again." if status == "relisted" else "Begin with the request.")]
    if status == "refused":
        found = [*_answer(refusal), *_appeal(right), *_complaint(right, consumer)]
    elif status in _WAITING and late:
        follow_up = Rung("follow-up", "Their time has passed without an answer: remind them, in writing.")
        found = [follow_up, *_appeal(right), *_complaint(right, consumer)]
    elif status in _WAITING:
        found = [Rung("follow-up", "Their time still runs: better wait. A reminder is possible, it claims nothing.")]
    else:
        found = []
    return [rung for rung in found if rung.kind in kinds and rung.kind not in taken]


def nothing_left(status: str, right: Right | None) -> str:
    """Say in one line why there is no next step."""
    if status in ("confirmed", "verified", "not-found", "set-aside"):
        return "Nothing is open here: there is nothing to follow up."
    if right is None:
        return "No law gives a further step here: ask again politely, or set it aside."
    return "All steps are written. What comes now is the office's answer, or theirs."


def _answer(refusal: str) -> list[Rung]:
    return [Rung(refusal, "It answers what they said; often that settles it.")] if refusal else []


def _appeal(right: Right | None) -> list[Rung]:
    """The appeal within the firm, where the law has one."""
    if right is None or right.terms.appeal_days is None:
        return []
    days = in_words(right.terms.appeal_days, right.terms.appeal_kind)
    why = f"They must look again within {days}; it usually comes before a complaint."
    return [Rung("appeal", why)]


def _complaint(right: Right | None, consumer: Office | None) -> list[Rung]:
    """The complaint, where the law has an office that hears it, or else the office for consumers."""
    office = (right.office if right else None) or consumer
    if office is None:
        return []
    until = f", within {in_words(office.within, office.within_kind)}" if office.within else ""
    since = f" {office.within_from}" if office.within and office.within_from else ""
    return [Rung("complaint", f"Complaints go to: {office.name}{until}{since}.")]
