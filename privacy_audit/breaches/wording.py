"""Breaches in words: what leaked, when, and what the person had told by then; never that they were in it."""

from collections.abc import Sequence
from datetime import date

from ..dates import as_known, long
from ..text import count
from .breach import Breach
from .matching import Match

#: What a list of breaches cannot say.
NOT_WHOSE = "The list says who leaked, not whose data were in it."
#: What Have I Been Pwned keeps from those who ask about an address, and why an answer is never complete.
NOT_SHOWN = "Sensitive ones are not shown, and what nobody knows of yet cannot be in it."
_TOLD = {
    "yes": "you said on {day} that they hold you",
    "past": "you said on {day} that they held you once",
    "begun": "you began something with them on {day}",
}
_TOLD_BEFORE = {
    "yes": "they held you then: you had said so on {day}",
    "past": "you had said on {day} that they held you once",
    "begun": "you had begun something with them on {day}",
}
_NO_DAY = {
    "yes": "you said that they hold you",
    "past": "you said that they held you once",
    "begun": "you began something with them",
}


def month(day: date) -> str:
    """Return about when: "May 2019". Days of breaches are rough."""
    return as_known(f"{day:%Y-%m}")


def when(match: Match) -> str:
    """Return when it leaked and what the person had told by then, as one sentence."""
    told, leaked = match.telling, match.breach.on
    ended = told.ended if told.ended_before(leaked) else None
    if told.since is None:
        said = _NO_DAY[told.how]
    else:
        said = (_TOLD_BEFORE if match.told_before and not ended else _TOLD)[told.how].format(day=long(told.since))
    sentence = f"They leaked in {month(leaked)}; {said}."
    if ended:
        return f"{sentence} You had recorded on {long(ended)} that yours was deleted or the account closed."
    return sentence if match.told_before else f"{sentence} Whether you were there already, you know best."


def what(breach: Breach, most: int = 0) -> str:
    """Return what kinds of data leaked: "email addresses, passwords"; `most` of them and how many more."""
    kinds = [kind[:1].lower() + kind[1:] if kind[1:2].islower() else kind for kind in breach.leaked]
    more = len(kinds) - most
    if most and more > 1:
        return f"{', '.join(kinds[:most])} and {more} more"
    return ", ".join(kinds) or "not said"


def remarks(breach: Breach, by: str = "domain") -> list[str]:
    """Return what has to be known of an entry: that it is not verified, no leak of theirs, sensitive, a guess."""
    found = []
    if breach.apart:
        found.append(f"Apart from the others: {breach.apart}.")
    if not breach.verified:
        found.append("Not verified: nobody who keeps the list could confirm that it is genuine.")
    if breach.sensitive:
        found.append("Sensitive: it is left out when somebody asks about an address.")
    if breach.retired:
        found.append("Retired: the data were taken out for good, so that no address is found in it any more.")
    if by == "name":
        found.append("It names no site and was matched by its name alone: it may be another of the same name.")
    return found


def size(breach: Breach) -> str:
    """Return how many accounts were in it, as those who keep the list counted."""
    return count(breach.accounts, "account") if breach.accounts else "how many accounts is not known"


def summary(matches: Sequence[Match]) -> str:
    """Return how many breaches of how many organisations, in words."""
    if not matches:
        return "No known breach of an organisation that you said holds you."
    names = {match.organisation for match in matches}
    known = sum(match.recorded for match in matches)
    text = f"{count(len(matches), 'known breach', 'known breaches')} at {count(len(names), 'organisation')} of yours"
    return f"{text}, {known} of them recorded." if known else f"{text}."
