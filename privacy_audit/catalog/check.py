"""Checking checklist files: each mistake with its file, its line, its field and how to mend it."""

import difflib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ValidationError

from .. import folders
from ..text import clean
from . import check_events, check_gpc, check_laws, check_models, check_packs, check_registers, load
from .catalog import CatalogError
from .check_files import Checked, Fault, full, gather, read, tree_of
from .check_links import Known, known_from, link_faults
from .check_models import quoted

ROLES = check_models.ROLES | check_packs.ROLES | check_registers.ROLES | check_laws.ROLES | check_events.ROLES
ROLES |= check_gpc.ROLES
INNER = check_models.INNER | check_packs.INNER | check_registers.INNER | check_laws.INNER | check_events.INNER
INNER |= check_gpc.INNER
#: What a sort of file says about others, beyond what `link_faults` looks at.
_BESIDE = {
    "organisation": check_packs.fate_faults,
    "pack": check_packs.pack_faults,
    "searches": check_packs.search_faults,
    "events": check_events.event_faults,
    "gpc": check_gpc.setup_faults,
    "registry": check_registers.registry_faults,
    "rows": check_registers.row_faults,
    "law": check_laws.law_faults,
    "offices": check_laws.office_faults,
}


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in a checklist file. `field` is a key such as ``actions[2].url``, counted from 1, or ""."""

    file: str
    line: int | None
    field: str
    text: str
    mend: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        field = f" {self.field}:" if self.field else ""
        return f"{place}:{field} {self.text}; {self.mend}"

    def as_dict(self) -> dict:
        """Return the mistake for JSON."""
        return asdict(self)


def check_paths(path: Path | None, today: date | None = None) -> tuple[list[Mistake], int]:
    """Check a checklist file or a folder of them; return the mistakes and the number of files.

    None stands for the texts of this checkout, where there are any, and the person's own folder.
    A file of the person's own may name whatever the catalogue has; a whole checklists folder stands alone.
    """
    day = today or date.today()
    if path is not None:
        return _check(path, day)
    mistakes, files = _check(load.CHECKOUT, day) if tree_of(load.CHECKOUT) else ([], 0)
    own = folders.own_checklists()
    if own.is_dir():
        more, number = _check(own, day)
        mistakes, files = mistakes + more, files + number
    return mistakes, files


def _check(path: Path, today: date) -> tuple[list[Mistake], int]:
    tree = tree_of(path)
    files = [read(one, tree) for one in gather(path)]
    for file in files:
        if file.raw:
            file.faults += _model_faults(file, today)
    known = _known(path, tree, files)
    for file in files:
        if file.raw:
            file.faults += link_faults(file, known)
            file.faults += _BESIDE[file.role](file, known) if file.role in _BESIDE else ()
    mistakes = [_mistake(file, fault) for file in files for fault in file.faults]
    return sorted(set(mistakes), key=lambda one: (one.file, one.line or 0)), len(files)


def _known(path: Path, tree: Path | None, files: list[Checked]) -> Known:
    """Gather what the files may name: the tree around them, or the catalogue and the person's own folder."""
    if tree is None:
        known = _main()
        known.taken = frozenset(known.organisations)
        around = folders.own_checklists()
    else:
        known, around = Known(), tree
    have = {full(file.path) for file in files}
    rest = [one for one in gather(around) if full(one) not in have] if around.is_dir() else []
    if tree is None and not full(path).is_relative_to(full(around)):
        rest = [one for one in rest if one.stem not in {file.id for file in files}]
    for file in (*files, *(read(one, tree) for one in rest)):
        if file.raw and file.id not in known.taken:
            known.add(file)
    return known


def _main() -> Known:
    try:
        return known_from(load.compiled())
    except CatalogError:
        return Known()


def _mistake(file: Checked, fault: Fault) -> Mistake:
    return Mistake(_shown(file.path), file.line(fault), _field(fault.path), clean(fault.text), clean(fault.mend))


def _shown(path: Path) -> str:
    whole, here = full(path), Path.cwd()
    return clean(whole.relative_to(here) if whole.is_relative_to(here) else whole, 1000)


def _field(path: tuple[str | int, ...]) -> str:
    out = ""
    for part in path:
        out += f"[{part + 1}]" if isinstance(part, int) else f".{clean(part, 60)}" if out else clean(part, 60)
    return out


def _model_faults(file: Checked, today: date) -> Iterator[Fault]:
    try:
        ROLES[file.role].model_validate(file.raw, context={"today": today})
    except ValidationError as error:
        for one in error.errors(include_url=False):
            yield _translated(file.role, one)


def _translated(role: str, error: dict) -> Fault:
    """Turn pydantic's error into a fault that says how to mend it."""
    path, kind = error["loc"], error["type"]
    if kind == "checklist":
        return Fault(path, error["ctx"]["wrong"], error["ctx"]["mend"])
    if kind == "missing":
        return Fault(path, "it is missing", _where_to_add(path))
    if kind == "extra_forbidden":
        return Fault(path, f"there is no key {quoted(path[-1])}", _nearest_key(role, path))
    name = path[-1] if isinstance(path[-1], str) else path[-2] if len(path) > 1 else "it"
    return Fault(
        path,
        _WRONG_TYPE.get(kind, clean(error["msg"])),
        _RIGHT_TYPE.get(kind, "see {key} in README.md").format(key=clean(name, 40)),
    )


_WRONG_TYPE = {
    "string_type": "it is no text in quotes",
    "int_type": "it is no whole number",
    "bool_type": "it is neither true nor false",
    "list_type": "it is no list",
    "model_type": "it is no table",
    "dict_type": "it is no table",
}
_RIGHT_TYPE = {
    "string_type": 'put it in quotes: {key} = "…"',
    "int_type": "write digits without quotes and point: {key} = 15",
    "bool_type": "write {key} = true or {key} = false, without quotes",
    "list_type": 'write a list: {key} = ["…"], and of tables [[{key}]] on a line of its own',
    "model_type": "write [{key}] (of several: [[{key}]]) on a line of its own and its keys below",
    "dict_type": "write [{key}] on a line of its own and its keys below",
}
_EXAMPLES = {
    "minutes": "15",
    "steps": '["Open the page."]',
    "countries": '["US"]',
    "order": "1",
    "weight": "1",
    "what_helps": '["…"]',
}


def _where_to_add(path: tuple) -> str:
    example = _EXAMPLES.get(path[-1], '"…"')
    line = f"{path[-1]} = {example}"
    if len(path) == 1:
        return f"add {line} at the top, before the first line in brackets"
    tables = [part for part in path[:-1] if isinstance(part, str)]
    number = next((part + 1 for part in path if isinstance(part, int)), None)
    return f"add {line} below [[{'.'.join(tables)}]] number {number}" if number else f"add {line} to {'.'.join(tables)}"


def _nearest_key(role: str, path: tuple) -> str:
    tables = [part for part in path[:-1] if isinstance(part, str)]
    inner = INNER.get(role, {})
    top = ROLES[role]
    if role == "events":
        tables, top = tables[1:], check_events.Change
    model = inner.get(tables[0]) if tables else top
    name = path[-1]
    if tables and model and name in ROLES[role].model_fields and name not in model.model_fields:
        return f"move it to the top, before the first line in brackets: it is a key of the {role}"
    keys = list(model.model_fields) if _has_fields(model) else ["steps"] if role == "routines" else ["label", "weight"]
    near = difflib.get_close_matches(str(name).casefold(), keys, n=1, cutoff=0.55)
    if near:
        return f"did you mean {near[0]}?"
    others = [table for table, one in inner.items() if name in one.model_fields and table != (tables or [""])[0]]
    if others:
        return f"move it below [[{others[0]}]], or delete it"
    return "delete it; the keys are: " + ", ".join(keys)


def _has_fields(model: type[BaseModel] | None) -> bool:
    return model is not None and "root" not in model.model_fields
