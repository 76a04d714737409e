"""Finding and reading checklist files: whatever is wrong with them is a fault, never a crash."""

import csv
import os
import re
import stat
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .check_lines import locate

#: A checklist file is a page of text; a larger one is something else.
SIZE_LIMIT = 1_000_000
_SPECIAL = {"regions.toml": "regions", "fields.toml": "fields", "walks.toml": "walks", "routines.toml": "routines"}
_SPECIAL |= {"searches.toml": "searches", "events.toml": "events", "gpc.toml": "gpc"}
_FOLDERS = {"themes": "theme", "laws": "law", "packs": "pack", "registries": "registry"}
_FOLDERS["offices"] = "offices"
#: The columns of a public register's rows.
COLUMNS = ("id", "name", "also", "domain", "url", "dated", "curated")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at one place of a file. `path` leads to the key; `line` is for where there is none."""

    path: tuple[str | int, ...]
    text: str
    mend: str
    line: int | None = None


@dataclass(slots=True)
class Checked:
    """One file: where it is, what sort it is, its text, what TOML makes of it, and its faults."""

    path: Path
    role: str
    text: str = ""
    raw: dict = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The id that the file must have: its name."""
        return self.path.name.removesuffix(".toml")

    def line(self, fault: Fault) -> int | None:
        """Return the line of a fault: of its key, or of the table around a key that is missing."""
        if self.role == "rows" and fault.path:
            return int(fault.path[1]) + 2 if len(fault.path) > 1 else 1
        return locate(self.text, fault.path) if fault.line is None and self.raw else fault.line


def tree_of(path: Path) -> Path | None:
    """Return the whole checklists folder that `path` is or lies in, or None for somebody's own files."""
    whole = full(path)
    for folder in (whole, *whole.parents):
        if (folder / "organisations").is_dir() and (folder / "themes").is_dir():
            return folder
    return None


def gather(path: Path) -> list[Path]:
    """Return the checklist files below a folder in order, or the one file; also folders called x.toml."""
    if not path.is_dir():
        return [path]
    found = []
    for folder, folders, files in os.walk(path):
        found += [Path(folder, name) for name in (*folders, *files) if name.endswith(".toml")]
        found += [Path(folder, name) for name in files if name.endswith(".csv") and Path(folder).name == "registries"]
        folders[:] = sorted(name for name in folders if not name.endswith(".toml"))
    return sorted(found)


def read(path: Path, tree: Path | None) -> Checked:
    """Read and parse one file."""
    file = Checked(path, _role(path, tree))
    file.faults += _open(file)
    if not file.faults:
        file.faults += _parse(file)
    return file


def full(path: Path) -> Path:
    """Return the whole path without dots; links stay as they are."""
    return Path(os.path.normpath(path.absolute()))


def _role(path: Path, tree: Path | None) -> str:
    parts = full(path).relative_to(tree).parts if tree else ()
    if len(parts) == 1 and parts[0] in _SPECIAL:
        return _SPECIAL[parts[0]]
    if len(parts) == 2 and parts[0] == "registries" and path.suffix == ".csv":
        return "rows"
    return _FOLDERS.get(parts[0], "organisation") if len(parts) > 1 else "organisation"


def _open(file: Checked) -> Iterator[Fault]:
    try:
        state = file.path.stat()
        if stat.S_ISDIR(state.st_mode):
            yield Fault((), "this is a folder", "rename it, so that it does not end in .toml")
        elif not stat.S_ISREG(state.st_mode):
            yield Fault((), "this is no ordinary file", "put a text file there")
        elif state.st_size > SIZE_LIMIT:
            yield Fault((), f"the file has {state.st_size:,} bytes", "one organisation is one short file; split it up")
        else:
            yield from _decode(file, file.path.read_bytes())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        yield Fault((), f"it cannot be read ({reason})", "correct its rights or the link, or delete it")


def _decode(file: Checked, data: bytes) -> Iterator[Fault]:
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        yield Fault((), "there are NUL bytes in it", "save it as plain text in UTF-8", line)
        return
    try:
        file.text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        yield Fault((), "this is not UTF-8 text", "save it again as UTF-8", line)


def _parse(file: Checked) -> Iterator[Fault]:
    if file.role == "rows":
        yield from _parse_rows(file)
        return
    try:
        file.raw = tomllib.loads(file.text)
    except RecursionError:
        yield Fault((), "brackets stand within brackets too deeply", "take brackets away", 1)
    except ValueError as error:
        yield _unparsed(file.text, str(error))
    else:
        if not file.raw:
            yield Fault((), "the file is empty", "copy a file of the same theme and edit it, or delete this one")


def _parse_rows(file: Checked) -> Iterator[Fault]:
    lines = file.text.splitlines()
    try:
        header, *rows = list(csv.reader(lines)) or [[]]
    except csv.Error as error:
        yield Fault((), f"this is not CSV: {error}", "save it again as CSV with commas", 1)
        return
    if tuple(header) != COLUMNS:
        yield Fault((), "the columns are not those of a register", f"write {','.join(COLUMNS)} on the first line", 1)
    elif len(rows) + 1 != len(lines):
        yield Fault((), "a row goes over several lines", "one row is one line; a quote is missing or too many", 1)
    else:
        named = [dict(zip((*COLUMNS, *("more",) * len(row)), row, strict=False)) for row in rows]
        file.raw = {"rows": [{key: cell for key, cell in row.items() if cell} for row in named]}


def _unparsed(text: str, message: str) -> Fault:
    """Turn the parser's message into a fault on its line; where the text just ends, on its last line."""
    place = re.search(r"\(at line (\d+), column (\d+)\)", message)
    line = int(place[1]) if place else text.rstrip().count("\n") + 1
    column = f", column {place[2]}" if place else ""
    what = re.sub(r"\s*\(at .*\)$", "", message, flags=re.S)
    mend = f"look at line {line}{column}: a quote, a bracket or an = may be missing, or a key stands there twice"
    return Fault((), f"this is not TOML: {what}", mend, line)
