"""What may stand in the public registers: the description of one, and its rows."""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel

from .check_files import Checked, Fault
from .check_links import Known, name_faults, region_faults, tables, texts
from .check_models import Count, Days, Domain, Id, Line, Once, Past, Reach, Secure, Strict, fault, nearest, quoted

#: Ids of those whom a register names and no file describes begin with it.
PREFIX = "reg-"


def _prefixed(value: str) -> str:
    if not value.startswith(PREFIX):
        raise fault(f"{quoted(value)} does not begin with {PREFIX}", f"write {PREFIX}{value}"[:60])
    return value


def _no_mailbox(value: str) -> str:
    if "@" in value:
        raise fault("an e-mail address stands there", "take it out: a register's mailboxes often name a person")
    return value


Plain = Annotated[Line, AfterValidator(_no_mailbox)]


class Edition(Strict):
    """[[editions]]: one file of the register, and whether the state's one request reaches those in it."""

    dated: Past
    url: Secure
    note: Line | None = None
    drop_reaches: Reach
    drop_why: Line
    unchecked: bool = False


class Registry(Strict):
    """registries/<id>.toml: a public register of data brokers."""

    id: Line
    name: Line
    jurisdiction: Line
    dated: Past
    about: Line
    licence: Line
    hint: Line
    minutes: Count
    takes_days: Days
    law: Once
    routine: Line
    editions: list[Edition]


class Row(Strict):
    """One line of registries/<id>.csv; an empty cell is a key left out."""

    id: Annotated[Id, AfterValidator(_prefixed)]
    name: Plain
    also: Plain | None = None
    domain: Domain | None = None
    url: Annotated[Secure, AfterValidator(_no_mailbox)] | None = None
    dated: Past
    curated: Id | None = None


class Rows(Strict):
    """registries/<id>.csv."""

    rows: list[Row]


ROLES: dict[str, type[BaseModel]] = {"registry": Registry, "rows": Rows}
INNER: dict[str, dict[str, Any]] = {"registry": {"editions": Edition}, "rows": {"rows": Row}}


def registry_faults(file: Checked, known: Known) -> Iterator[Fault]:
    """Yield what is wrong with the description of a register."""
    yield from name_faults(file)
    for place in texts([file.raw.get("jurisdiction")]):
        yield from region_faults(("jurisdiction",), place, known)
    for law in texts(file.raw.get("law")):
        if law not in known.laws:
            yield Fault(("law",), f"there is no law {quoted(law)}", nearest(law, sorted(known.laws)))
    for routine in texts([file.raw.get("routine")]):
        if routine not in (known.routines or ()):
            mend = nearest(routine, sorted(known.routines or ()))
            yield Fault(("routine",), f"there is no routine {quoted(routine)}", mend)
    if not file.path.with_suffix(".csv").is_file():
        yield Fault((), "the rows are missing", f"put {file.id}.csv beside it")


def row_faults(file: Checked, known: Known) -> Iterator[Fault]:
    """Yield what is wrong with the rows of a register, seen beside its description and the organisations."""
    registry = known.registries.get(file.path.stem)
    if registry is None:
        yield Fault((), "nothing describes this register", f"put {file.path.stem}.toml beside it")
        return
    dates = [date for edition in tables(registry.get("editions")) for date in texts([edition.get("dated")])]
    seen: set[str] = set()
    for number, row in enumerate(file.raw["rows"]):
        at, id, curated = ("rows", number), row.get("id"), row.get("curated")
        if id in seen or id in known.organisations:
            yield Fault((*at, "id"), f"there are two {quoted(id)}", "give this row another id")
        seen.add(id)
        if row.get("dated") not in dates:
            mend = f"write one of: {', '.join(dates)}"
            yield Fault((*at, "dated"), "the register has no edition of this date", mend)
        if curated and curated not in known.organisations:
            mend = nearest(curated, known.organisations)
            yield Fault((*at, "curated"), f"there is no organisation {quoted(curated)}", mend)
        if not row.get("url") and not row.get("domain"):
            yield Fault(at, "it has neither url nor domain", "write one of the two")
