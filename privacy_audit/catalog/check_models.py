"""What people may write into a checklist file: strict pydantic models that say what is wrong and the mend."""

import difflib
import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, RootModel
from pydantic_core import PydanticCustomError

from ..text import clean, clean_lines, safe_url
from .check_shapes import Wrong, phone_fault, post_fault, sentence_fault
from .filling import ADDRESS_PLACES
from .model import DO_TITLES, VIA_WORDS

KINDS = (
    "credit-bureau", "specialty-cra", "employment", "tenant", "insurance", "data-broker",
    "people-search", "registry", "adtech", "telecom", "platform", "bank", "card-network", "payments",
    "loyalty", "retail", "travel", "dating", "health", "genetics", "family", "education", "government",
    "police-tech", "ratings", "score-app", "auto", "habit",
)  # fmt: skip
LEVELS = ("high", "medium", "low")
#: What the steps of a routine may be filled with.
STEP_PLACEHOLDERS = ("name", "days")
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_TEXT_LIMIT = 2000


def fault(wrong: str, mend: str) -> PydanticCustomError:
    """Return the error of one field: what is wrong, and how to mend it."""
    return PydanticCustomError("checklist", "{wrong}", {"wrong": wrong, "mend": mend})


def quoted(value: object) -> str:
    """Return a value from a file for a message: clean, short, in quotes when it is text."""
    text = clean(value, 60)
    return f'"{text}"' if isinstance(value, str) else text


def nearest(value: str, valid) -> str:
    """Return the mend for a value that is not among the valid ones: the nearest of them, or all of them."""
    valid = list(valid)
    near = difflib.get_close_matches(value.casefold(), valid, n=2, cutoff=0.55)
    if near:
        return "did you mean " + " or ".join(quoted(one) for one in near) + "?"
    if len(valid) > 30:
        return f"write one that exists, for example {quoted(valid[0])}"
    return "write one of: " + ", ".join(valid) if valid else "there is none to name; delete it"


def _plain(value: str) -> str:
    if not value.strip():
        raise fault("it is empty", "write the text, or delete the line")
    if clean_lines(value, len(value)) != value:
        sign = next((c for c in value if clean_lines(c) != c), "\r")
        raise fault(
            f"it has the invisible sign U+{ord(sign):04X}",
            "type the text again by hand; copied text carried it in",
        )
    if len(value) > _TEXT_LIMIT:
        raise fault(f"it has {len(value)} signs", f"shorten it to {_TEXT_LIMIT}")
    return value


def _at_most(limit: int):
    def check(value: str) -> str:
        if len(value) > limit:
            raise fault(f"it has {len(value)} signs, {len(value) - limit} too many", f"shorten it to {limit}")
        return value

    return check


def one_of(*valid: str):
    """Return the check that a value is one of these."""

    def check(value: str) -> str:
        if value not in valid:
            raise fault(f"{quoted(value)} is not in the list", nearest(value, valid))
        return value

    return check


def between(low: int, high: int):
    """Return the check that a number lies between two."""

    def check(value: int) -> int:
        if not low <= value <= high:
            raise fault(f"it is {clean(value, 20)}", f"write a whole number from {low} to {high}")
        return value

    return check


def _some(values: list) -> list:
    if not values:
        raise fault("the list is empty", "write at least one, or delete the line if it may be left out")
    return values


def _few(limit: int):
    def check(values: list) -> list:
        if len(values) > limit:
            raise fault(f"there are {len(values)}", f"keep the {limit} that help most")
        return values

    return check


def _once(values: list[str]) -> list[str]:
    twice = next((one for place, one in enumerate(values) if one in values[:place]), None)
    if twice is not None:
        raise fault(f"{quoted(twice)} stands there twice", "delete one of the two")
    return values


def _web(value: str) -> str:
    address = safe_url(value)
    if address != value or not address.startswith(("http://", "https://")):
        mend = "write the whole address, beginning with https://, without spaces"
        raise fault(f"{quoted(value)} is no web address", mend)
    return value


def _secure(value: str) -> str:
    if _web(value).startswith("http://"):
        mend = "write https://; a page that has none may be named in [[sources]] only"
        raise fault("http:// is open to everybody on the way", mend)
    return value


def _shape(find: Callable[[str], Wrong]):
    def check(value: str) -> str:
        if wrong := find(value):
            raise fault(*wrong)
        return value

    return check


def _template(value: str) -> str:
    names = re.findall(r"\{([^{}]*)\}", value)
    if not names:
        raise fault(
            "nothing is filled in",
            f"write {{first}} and {{last}} where the name goes (also: {', '.join(ADDRESS_PLACES)})",
        )
    for name in names:
        if name not in ADDRESS_PLACES:
            raise fault(f"{{{clean(name, 30)}}} cannot be filled in", nearest(name, ADDRESS_PLACES))
    if "{" in value.partition("//")[2].partition("/")[0]:
        raise fault("the site's own name is filled in", "fill in what comes after the site's name only")
    _secure(re.sub(r"\{[^{}]*\}", "x", value))
    return value


def _filled_step(value: str) -> str:
    for name in re.findall(r"\{([^{}]*)\}", value):
        if name not in STEP_PLACEHOLDERS:
            raise fault(f"{{{clean(name, 30)}}} cannot be filled in", nearest(name, STEP_PLACEHOLDERS))
    return value


def _email(value: str) -> str:
    if not _EMAIL.fullmatch(value):
        raise fault(f"{quoted(value)} is no e-mail address", "write it as name@example.com")
    return value


def _domain(value: str) -> str:
    if not _DOMAIN.fullmatch(value):
        raise fault(f"{quoted(value)} is no domain", "write it in lower case without https:// and path: example.com")
    return value


def _id(value: str) -> str:
    if not ID.fullmatch(value) or len(value) > 60:
        raise fault(
            f"{quoted(value)} is no id",
            "use lower case letters a to z, digits and single hyphens, at most 60 signs",
        )
    return value


def known_date(value: str, today: date | None = None) -> str:
    """Check a date written as YYYY, YYYY-MM or YYYY-MM-DD; with `today`, one in the future is a mistake."""
    if not _DATE.fullmatch(value):
        raise fault(f"{quoted(value)} is no date", "write YYYY, YYYY-MM or YYYY-MM-DD, as exactly as it is known")
    try:
        first = date.fromisoformat(f"{value}-01-01"[:10] if len(value) == 4 else f"{value}-01"[:10])
    except ValueError:
        raise fault(f"{quoted(value)} is not in the calendar", "correct the month or the day") from None
    if first.year < 1000:
        raise fault(f"{quoted(value)} is too long ago", "correct the year")
    if today and first > today:
        raise fault(f"{quoted(value)} is in the future", "write the day on which somebody looked")
    return value


def _past(value: str, info) -> str:
    return known_date(value, (info.context or {}).get("today"))


def any_day(value: str) -> str:
    """Check a date that may lie in the future."""
    return known_date(value)


Line = Annotated[str, AfterValidator(_plain)]
Id = Annotated[Line, AfterValidator(_id)]
Web = Annotated[Line, AfterValidator(_web)]
Secure = Annotated[Line, AfterValidator(_secure)]
Step = Annotated[Line, AfterValidator(_shape(sentence_fault))]
Steps = Annotated[list[Step], AfterValidator(_some)]
Past = Annotated[Line, AfterValidator(_past)]
Title = Annotated[Line, AfterValidator(_at_most(56))]
Reach = Annotated[Line, AfterValidator(one_of("yes", "no", "unknown"))]
Domain = Annotated[Line, AfterValidator(_domain)]
Tag = Annotated[Line, AfterValidator(_at_most(24))]
Tags = Annotated[list[Tag], AfterValidator(_some), AfterValidator(_once), AfterValidator(_few(6))]
Level = Annotated[Line, AfterValidator(one_of(*LEVELS))]
Lines = Annotated[list[Line], AfterValidator(_some)]
Once = Annotated[list[Line], AfterValidator(_some), AfterValidator(_once)]
Countries = Once
Count = Annotated[int, AfterValidator(between(1, 600))]
Days = Annotated[int, AfterValidator(between(0, 1000))]
Months = Annotated[int, AfterValidator(between(1, 240))]


class Strict(BaseModel):
    """A table in which only the keys named here may stand, each with a value of its own type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Source(Strict):
    """[[sources]]: where a fact comes from."""

    url: Web | None = None
    dated: Past | None = None
    note: Line | None = None


class Find(Strict):
    """[find]: how a person sees whether it holds them."""

    how: Line | None = None
    url: Secure | None = None
    template: Annotated[Line, AfterValidator(_template)] | None = None
    unchecked: bool = False


class Action(Strict):
    """[[actions]]: one thing that can be done."""

    id: Id
    do: Annotated[Line, AfterValidator(one_of(*DO_TITLES))]
    title: Title | None = None
    when: Annotated[Line, AfterValidator(_at_most(60))] | None = None
    only_in: Once | None = None
    after: Once | None = None
    covers: Once | None = None
    covers_registered: bool = False
    via: Annotated[Line, AfterValidator(one_of(*VIA_WORDS))]
    url: Secure | None = None
    email: Annotated[Line, AfterValidator(_email)] | None = None
    phone: Annotated[Line, AfterValidator(_shape(phone_fault))] | None = None
    post: Annotated[Line, AfterValidator(_shape(post_fault))] | None = None
    unchecked: bool = False
    needs: Once | None = None
    cost: Line | None = None
    minutes: Count
    takes_days: Days | None = None
    lasts: Line | None = None
    lasts_months: Months | None = None
    recheck_months: Months | None = None
    law: Once | None = None
    cites: Once | None = None
    routine: Line | None = None
    steps: Steps | None = None


class Organisation(Strict):
    """organisations/<theme>/<id>.toml, or a file of the person's own folder."""

    id: Line
    name: Line
    legal_name: Line | None = None
    parent: Line | None = None
    body_of: Annotated[Line, AfterValidator(one_of("US", "CA", "MX"))] | None = None
    kind: Annotated[Line, AfterValidator(one_of(*KINDS))]
    theme: Line
    countries: Countries
    regions: Once | None = None
    presumed: Once | None = None
    domains: Annotated[list[Domain], AfterValidator(_once)] | None = None
    hint: Annotated[Line, AfterValidator(_at_most(48))] | None = None
    brands: Once | None = None
    family: Once | None = None
    formerly: list[Id] | None = None
    holds: Once | None = None
    scores: Line | None = None
    impact: Level
    confidence: Level
    caution: Line | None = None
    closed: Past | None = None
    now: Line | None = None
    now_at: Id | None = None
    tags: Tags | None = None
    drop_reaches: Reach | None = None
    drop_why: Line | None = None
    find: Find | None = None
    actions: list[Action] = Field(default=[])
    sources: list[Source] = Field(default=[])


class Statement(Strict):
    """[[now]] or [[corrections]] of a theme: one sourced sentence."""

    text: Line
    countries: Countries | None = None
    url: Web | None = None
    dated: Past | None = None
    note: Line | None = None


class Theme(Strict):
    """themes/<id>.toml: one page of the walk."""

    id: Line
    order: Count
    title: Title
    short: Annotated[Line, AfterValidator(_at_most(24))]
    essay: Line
    counterpart: Line
    what_helps: Lines
    honest_limit: Line
    people_at_risk: Line
    rhythm_days: Annotated[int, AfterValidator(between(7, 1000))] | None = None
    now: list[Statement] = Field(default=[])
    corrections: list[Statement] = Field(default=[])


class FieldWords(Strict):
    """One line of fields.toml."""

    label: Line
    weight: Annotated[int, AfterValidator(between(1, 3))]


class Fields(RootModel[dict[Id, FieldWords]]):
    """fields.toml: what a form may make a person disclose."""


class Walks(RootModel[dict[Line, Once]]):
    """walks.toml: the quick walk of each country and of some states."""


class RegionsFile(RootModel[dict[Line, dict[Line, Line]]]):
    """regions.toml: countries, and the states, provinces and territories of each."""


class Routine(Strict):
    """One routine of routines.toml: steps that many files share."""

    steps: Annotated[list[Annotated[Step, AfterValidator(_filled_step)]], AfterValidator(_some)]


class Routines(RootModel[dict[Id, Routine]]):
    """routines.toml: steps that actions name instead of repeating them."""


#: The model of each sort of file, and the models of its inner tables by their key.
ROLES: dict[str, type[BaseModel]] = {
    "organisation": Organisation,
    "theme": Theme,
    "fields": Fields,
    "walks": Walks,
    "regions": RegionsFile,
    "routines": Routines,
}
INNER: dict[str, dict[str, Any]] = {
    "organisation": {"find": Find, "actions": Action, "sources": Source},
    "theme": {"now": Statement, "corrections": Statement},
}
