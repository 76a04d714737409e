"""A broker's own report to its state, in words: what it collects, to whom it gives data, how it answered requests."""

from collections.abc import Iterable, Mapping
from typing import Any

from ..text import count

#: What a broker is asked whether it collects it, or to whom it gives it: the id of the answer, and its words.
COLLECTS = {
    "minors": "data of minors",
    "contact": "names, dates of birth, e-mail addresses or phone numbers",
    "birth": "dates or places of birth",
    "logins": "account logins with what opens them",
    "government-id": "government identity numbers",
    "citizenship": "citizenship or immigration status",
    "union": "union membership",
    "sexual-orientation": "sexual orientation",
    "gender": "gender identity",
    "biometric": "biometric data",
    "geolocation": "precise location",
    "reproductive": "reproductive health",
}
SHARES = {
    "foreign": "foreign actors",
    "federal": "the federal government",
    "states": "other state governments",
    "police": "law enforcement without a court's order",
    "genai": "developers of generative AI",
}
ANSWERS = COLLECTS | SHARES
#: Laws that a broker is asked whether they regulate it: they may take part of its data out of the state's law.
LAWS = {
    "fcra": "Fair Credit Reporting Act",
    "glba": "Gramm-Leach-Bliley Act",
    "iippa": "Insurance Information and Privacy Protection Act",
    "cmia": "Confidentiality of Medical Information Act",
    "hipaa": "HIPAA",
}
#: The kinds of request, as what was asked.
REQUESTS = {
    "delete": "to delete",
    "know": "to know what is collected",
    "know-sold": "to know what is sold",
    "opt-out": "to opt out of sale",
    "limit": "to limit sensitive data",
}


def collects(answers: Mapping[str, bool]) -> str:
    """Return what a broker says that it collects, in words."""
    return _listed(COLLECTS, answers)


def shares(answers: Mapping[str, bool]) -> str:
    """Return to whom a broker says that it gave or sold data in the year before, in words."""
    return _listed(SHARES, answers)


def regulated(laws: Iterable[str]) -> str:
    """Return the laws that a broker says regulate it."""
    known = set(laws)
    return ", ".join(words for id, words in LAWS.items() if id in known)


def reported(metrics: Mapping[str, Any]) -> str:
    """Return the figures in a line: "1,200 to delete (1,150 met, 40 denied, median 5 days); …"."""
    return "; ".join(figures(kind, metrics["kinds"][kind]) for kind in REQUESTS if kind in metrics["kinds"])


def figures(kind: str, told: Mapping[str, Any]) -> str:
    """Return the figures of one kind of request in words."""
    received = told.get("received")
    number = "requests" if received is None else count(received, "request")
    if received == 0:
        return f"no request {REQUESTS[kind]}"
    parts = [
        _part(told.get("whole"), "met"),
        _part(told.get("part"), "met in part"),
        _part(told.get("denied"), "denied"),
        _days("median", told.get("median_days")),
        _days("mean", told.get("mean_days")) if told.get("median_days") is None else "",
        "" if adds_up(told) else "these figures do not add up",
    ]
    inner = ", ".join(part for part in parts if part)
    return f"{number} {REQUESTS[kind]}" + (f" ({inner})" if inner else "")


def adds_up(told: Mapping[str, Any]) -> bool:
    """Whether no more requests were met and denied than received. Some count "in part" a second time; that passes."""
    received, answered = told.get("received"), (told.get("whole") or 0) + (told.get("denied") or 0)
    return received is None or answered <= received


def year_of(metrics: Mapping[str, Any]) -> str:
    """Return "for 2024", or nothing where the register does not say the year."""
    return f"for {metrics['year']}" if metrics.get("year") else ""


def _listed(words: Mapping[str, str], answers: Mapping[str, bool]) -> str:
    return ", ".join(text for id, text in words.items() if answers.get(id))


def _part(number: int | None, words: str) -> str:
    return f"{number:,} {words}" if number else ""


def _days(word: str, days: float | None) -> str:
    return "" if days is None else f"{word} {days:,g} {'day' if days == 1 else 'days'}"
