"""What may stand in the files of laws and of complaint offices."""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, Field

from .check_files import Checked, Fault
from .check_links import Known, name_faults, region_faults, sources_faults, tables, texts
from .check_models import (
    KINDS,
    Id,
    Level,
    Line,
    Once,
    Secure,
    Source,
    Strict,
    any_day,
    between,
    nearest,
    one_of,
    quoted,
)
from .law import ANY_BUSINESS, RIGHT_TITLES

#: How a law counts days. A month is that of the calendar, to the same day.
DAY_KINDS = ("calendar", "business", "month")
#: What its days count from; most laws, and those that say nothing here, from receipt of the request.
STARTS = ("receipt", "verification", "mailing", "sending")

_Kind = Annotated[Line, AfterValidator(one_of(*KINDS, ANY_BUSINESS))]
_Kinds = list[_Kind]
_DayKind = Annotated[Line, AfterValidator(one_of(*DAY_KINDS))]
_Day = Annotated[Line, AfterValidator(any_day)]
_Number = Annotated[int, AfterValidator(between(1, 1000))]


class Exemption(Strict):
    """[[exemptions]] of a law: whom it leaves out, wholly or for part of their data."""

    kinds: _Kinds | None = None
    laws: Once | None = None
    also_named: Once | None = None
    regions: Once | None = None
    whole: bool
    why: Line


class LawRight(Strict):
    """[[rights]] of a law."""

    right: Annotated[Line, AfterValidator(one_of(*RIGHT_TITLES))]
    section: Line | None = None
    respond_days: _Number | None = None
    day_kind: _DayKind | None = None
    starts: Annotated[Line, AfterValidator(one_of(*STARTS))] | None = None
    extension_days: _Number | None = None
    extension_when: Line | None = None
    acknowledge_days: _Number | None = None
    ack_kind: _DayKind | None = None
    appeal_days: _Number | None = None
    appeal_kind: _DayKind | None = None
    post_days: _Number | None = None
    before_days: _Number | None = None
    free_per_year: _Number | None = None
    authorised_agent: bool | None = None
    must_honour_gpc: bool | None = None
    since: _Day | None = None
    in_force: Annotated[Line, AfterValidator(one_of("yes", "no"))] = "yes"
    kinds: _Kinds | None = None
    only_after: Line | None = None
    notes: Line | None = None
    duty: bool = False
    unread: bool = False
    cite: Line | None = None
    cite_es: Line | None = None
    cite_fr: Line | None = None


class Regulator(Strict):
    """[regulator] of a law: who hears complaints, and until when."""

    name: Line
    complaint_url: Secure | None = None
    phone: Line | None = None
    post: Line | None = None
    addressee: Line | None = None
    addressee_fr: Line | None = None
    post_fr: Line | None = None
    within: _Number | None = None
    within_kind: _DayKind | None = None
    within_from: Line | None = None


class LetterWords(Strict):
    """[letters] of a law: how letters speak of it."""

    speech: Id | None = None
    name: Line | None = None
    name_es: Line | None = None
    name_fr: Line | None = None
    code: Line | None = None
    no_proof: bool = False
    given_only: bool = False
    recipients: Annotated[Line, AfterValidator(one_of("names", "categories"))] | None = None


class Law(Strict):
    """laws/<jurisdiction>/<id>.toml: a law that actions refer to, whom it binds and which rights it gives."""

    id: Line
    name: Line
    citation: Line
    jurisdiction: Line
    stands_for: Id | None = None
    effective: _Day | None = None
    in_force: Annotated[Line, AfterValidator(one_of("yes", "no", "from its date"))] = "yes"
    bill: bool = False
    confidence: Level = "medium"
    applies_to: Line | None = None
    exempt: Line | None = None
    private_action: Line | None = None
    fines: Line | None = None
    binds: _Kinds | None = None
    by_register: bool = False
    only_for: Line | None = None
    unless_named: Line | None = None
    probably: Line | None = None
    exemptions: list[Exemption] = Field(default=[])
    rights: list[LawRight] = Field(default=[])
    regulator: Regulator | None = None
    letters: LetterWords | None = None
    sources: list[Source] = Field(default=[])


class Office(Strict):
    """[[offices]]: one place where people complain."""

    name: Line
    covers: Line
    complaint_url: Secure | None = None
    phone: Line | None = None
    post: Line | None = None
    confidence: Level = "medium"
    sources: list[Source] = Field(default=[])


class Offices(Strict):
    """offices/<jurisdiction>.toml: where people of one state, province or country complain."""

    id: Line
    jurisdiction: Line
    offices: list[Office]


ROLES: dict[str, type[BaseModel]] = {"law": Law, "offices": Offices}
INNER: dict[str, dict[str, Any]] = {
    "law": {
        "sources": Source,
        "rights": LawRight,
        "exemptions": Exemption,
        "regulator": Regulator,
        "letters": LetterWords,
    },
    "offices": {"offices": Office},
}


def law_faults(file: Checked, known: Known) -> Iterator[Fault]:
    """Yield what is wrong with a law, seen beside the others."""
    place, folder = file.raw.get("jurisdiction"), file.path.parent.name
    if isinstance(place, str) and known.regions and place in known.regions and folder != place.lower():
        yield Fault(("jurisdiction",), f"the file lies in {quoted(folder)}", f"move it to laws/{place.lower()}/")
    if file.raw.get("in_force") == "from its date" and not file.raw.get("effective"):
        yield Fault(("in_force",), "there is no date", 'add effective = "YYYY-MM-DD", or write in_force = "no"')
    for number, one in enumerate(tables(file.raw.get("rights"))):
        yield from _right(("rights", number), one)
    for number, one in enumerate(tables(file.raw.get("exemptions"))):
        yield from _exemption(("exemptions", number), one, known)


def _right(at: tuple, one: dict) -> Iterator[Fault]:
    for days, kind in (("respond_days", "day_kind"), ("acknowledge_days", "ack_kind")):
        if (days in one) != (kind in one):
            missing = kind if days in one else days
            yield Fault((*at, missing), f"{days} and {kind} need each other", f"add {missing}")
    for more in ("extension_days", "post_days", "before_days", "starts"):
        if more in one and "respond_days" not in one:
            yield Fault((*at, more), "there are no days that it changes", "add respond_days and day_kind")


def _exemption(at: tuple, one: dict, known: Known) -> Iterator[Fault]:
    for law in (*texts(one.get("laws")), *texts(one.get("also_named"))):
        if law not in known.laws:
            yield Fault(at, f"there is no law {quoted(law)}", nearest(law, sorted(known.laws)))
    for code in texts(one.get("regions")):
        yield from region_faults((*at, "regions"), code, known)
    if not one.get("kinds") and not one.get("laws"):
        yield Fault(at, "it names neither kinds nor laws", "say whom it leaves out")


def office_faults(file: Checked, known: Known) -> Iterator[Fault]:
    """Yield what is wrong with a file of complaint offices."""
    yield from name_faults(file)
    for place in texts([file.raw.get("jurisdiction")]):
        yield from region_faults(("jurisdiction",), place, known)
        if known.regions and place in known.regions and file.id != place.lower():
            yield Fault(("jurisdiction",), f"the file is called {file.id}.toml", f"rename it to {place.lower()}.toml")
    if not tables(file.raw.get("offices")):
        yield Fault((), "there is no office", "add [[offices]] with name and covers")
    for number, office in enumerate(tables(file.raw.get("offices"))):
        for fault in sources_faults(office):
            yield Fault(("offices", number, *fault.path), fault.text, fault.mend)
