"""Which column of a register says what. Headings differ between states and years, so they are known by their words."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from .words import LAWS

_QUOTES = re.compile(r"['\u2018\u2019\u02bc`´]")
_WORD = re.compile(r"[a-z0-9]+")
_YEAR = re.compile(r"\b(20\d\d)\b")
_SOLD = {"sold", "sell", "sells", "selling", "shared", "share", "shares", "sharing", "sale"}
_FAMILY = re.compile(r"requests? to (delete|know|access|opt|limit)")

#: Words that all stand in the heading of an answer; the first fitting one counts.
_COLLECTED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("minors", ("minors",)), ("minors", ("known", "child")), ("logins", ("logins",)), ("logins", ("login",)),
    ("government-id", ("government", "identification")), ("government-id", ("ssn",)),
    ("government-id", ("drivers", "license")), ("citizenship", ("citizenship",)), ("citizenship", ("immigration",)),
    ("union", ("union",)), ("sexual-orientation", ("sexual", "orientation")), ("gender", ("gender",)),
    ("biometric", ("biometric",)), ("geolocation", ("geolocation",)), ("reproductive", ("reproductive",)),
    ("contact", ("names", "email")), ("birth", ("birth",)),
)  # fmt: skip
_SHARED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("foreign", ("foreign",)), ("federal", ("federal", "government")), ("police", ("law", "enforcement")),
    ("states", ("state", "governments")), ("states", ("state", "government")), ("genai", ("genai",)),
    ("genai", ("generative",)),
)  # fmt: skip
_PAGES = ("how a consumer may opt out", "consumer rights link", "method for requesting an opt out")
_REGULATED = (
    ("fcra", "fair credit reporting"), ("glba", "gramm leach"), ("iippa", "insurance information"),
    ("cmia", "confidentiality of medical"), ("hipaa", "health insurance portability"),
    *((id, id) for id in LAWS),
)  # fmt: skip


@dataclass(slots=True)
class Columns:
    """Where each thing stands in a row; `pages` and `sites` in the order in which they are to be tried."""

    name: int = -1
    also: list[int] = field(default_factory=list)
    sites: list[int] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    added: int = -1
    number: int = -1
    answers: dict[str, int] = field(default_factory=dict)
    laws: dict[str, int] = field(default_factory=dict)
    described: dict[str, int] = field(default_factory=dict)
    metrics: dict[tuple[str, str], int] = field(default_factory=dict)
    year: int | None = None
    state: str = ""
    complete: bool = False
    width: int = 0

    @property
    def is_register(self) -> bool:
        """Whether these are the headings of a register: a name, and something that only registers have beside it."""
        beside = self.sites or self.pages or self.answers or self.metrics or self.number >= 0
        return self.name >= 0 and bool(self.state) and bool(beside)


def plain(heading: str) -> str:
    """Return a heading as lower-case words: quotes, hyphens, spaces and other signs make no difference."""
    text = _QUOTES.sub("", unicodedata.normalize("NFKC", heading[:1000])).casefold()
    return " ".join(_WORD.findall(text))


def columns_of(row: Sequence[str]) -> Columns:
    """Return what the columns under a row of headings say; `is_register` is False where it is no such row."""
    found, headings = Columns(width=len(row)), [plain(cell) for cell in row]
    family, years = "", []
    for place, text in enumerate(headings):
        words = set(text.split())
        if not words:
            continue
        match = _FAMILY.search(text)
        if match and _measure(words):
            family = _metric(found, place, text, match, family)
            years += _YEAR.findall(text)
        elif text.startswith("if "):
            _describe(found, place, text, words)
        elif not _identity(found, place, text, words):
            _answer(found, place, text, words)
    found.year = int(max(years, key=years.count)) if years else None
    found.state = _state(headings)
    found.complete = found.state == "us-ca" and found.added >= 0 and not found.metrics and not found.answers
    return found


def _identity(found: Columns, place: int, text: str, words: set[str]) -> bool:
    """Take a column that says who the broker is or where it is reached; return whether it was one."""
    if text.startswith("data broker name") or text in ("full legal name", "facility name", "name of data broker"):
        found.name = place if found.name < 0 else found.name
    elif "doing business as" in text or "dba" in words or "assumed business name" in text or "assumed name" in text:
        found.also.append(place)
    elif "protected individual" in text:
        return True
    elif _is_page(text, words):
        found.pages.append(place)
    elif "primary website" in text or text in ("website", "website url", "primary internet address", "opt out website"):
        found.sites.append(place)
    elif text in ("date added", "submitted on", "created date", "update date", "registration date"):
        found.added = place if found.added < 0 else found.added
    elif text in ("registration number", "registration id", "license no", "license number"):
        found.number = place if found.number < 0 else found.number
    else:
        return False
    return True


def _is_page(text: str, words: set[str]) -> bool:
    if "exercise" in words and "rights" in words:
        return True
    if (
        "how a consumer may opt out" in text
        or "consumer rights link" in text
        or "method for requesting an opt out" in text
    ):
        return True
    return text in ("opt out other methods", "opt out narrative")


def _answer(found: Columns, place: int, text: str, words: set[str]) -> None:
    """Take a column with a yes or no."""
    if "regulated" in words:
        law = next((id for id, part in _REGULATED if part in text), None)
        if law:
            found.laws.setdefault(law, place)
        return
    if "shared" in words and "sold" in words:
        table = _SHARED
    elif words & {"collects", "collect", "possesses", "known"}:
        table = _COLLECTED
    else:
        return
    id = next((id for id, wanted in table if words.issuperset(wanted)), None)
    if id:
        found.answers.setdefault(id, place)


def _describe(found: Columns, place: int, text: str, words: set[str]) -> None:
    """Take a column in which a broker says what a law regulates: of several the one about the data."""
    law = next((id for id, part in _REGULATED if part in text), None)
    if law and words & {"types", "extent"}:
        found.described[law] = place
    elif law:
        found.described.setdefault(law, place)


def _metric(found: Columns, place: int, text: str, match: re.Match, family: str) -> str:
    """Take a column of the yearly figures; return whose kind of request it is.

    The heading of the days to answer an opt-out ends with "request to know" in California's file, so the kind that a
    heading begins with counts; and where it begins with none, the kind of the columns before it.
    """
    kind = _kind(match[1], text[match.start() :])
    measure = _measure(set(text.split()))
    starts = match.start() == 0
    if not starts and measure in ("mean_days", "median_days") and family and (kind, measure) in found.metrics:
        kind = family
    found.metrics.setdefault((kind, measure), place)
    return kind if starts or not family else family


def _kind(verb: str, text: str) -> str:
    if verb not in ("know", "access"):
        return {"delete": "delete", "opt": "opt-out", "limit": "limit"}[verb]
    topic = text.split("total requests")[0].split("the number of days")[0]
    return "know-sold" if _SOLD & set(topic.split()) else "know"


def _measure(words: set[str]) -> str:
    if "mean" in words or "average" in words:
        return "mean_days"
    if "median" in words:
        return "median_days"
    if "denied" in words:
        return "denied"
    if "whole" in words and "part" in words:
        return ""
    return "whole" if "whole" in words else "part" if "part" in words else "received" if "received" in words else ""


def _state(headings: list[str]) -> str:
    """Return whose register has such headings: "" for nobody's."""
    known = set(headings)
    if "full legal name" in known and known & {"registration number", "data of a known child", "consumer rights link"}:
        return "us-tx"
    if "facility name" in known and known & {"license no", "license number"}:
        return "us-or"
    if "primary internet address" in known or "registration id" in known:
        return "us-vt" if any(text.startswith("data broker name") for text in headings) else ""
    return "us-ca" if any(text.startswith("data broker name") for text in headings) else ""
