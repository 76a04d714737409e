"""Where the catalogue comes from: compiled in the wheel, or the texts of a checkout by way of a cache."""

import contextlib
import os
import zlib
from pathlib import Path

from .. import folders
from .catalog import Catalog, CatalogError
from .packed import FORMAT, brief, dated, pack, unpack

_PACKAGE = Path(__file__).parent
#: The texts of a checkout; absent once the package is installed from a wheel.
CHECKOUT = _PACKAGE.parents[1] / "checklists"


def load(own: Path | None = None, found: dict | None = None) -> Catalog:
    """Load the catalogue, with the organisations of the person's own folder added.

    `found` is a compiled catalogue in the place of the one in use; it is changed. Raises CatalogError when neither a
    compiled catalogue nor the texts are there.
    """
    found = compiled() if found is None else found
    if (registers := folders.public() / "registers").is_dir():
        from .registered import lay_over

        lay_over(found, registers)
    own = own or folders.own_checklists()
    if own.is_dir():
        from .compiler import compile_tree

        _add_own(found, compile_tree(own, own=True, routines=found.get("routines", {})))
    return Catalog(found)


def compiled() -> dict:
    """Return the compiled catalogue in use, without the person's own organisations.

    That is the pack that the person took over, where there is one and the program's own is no newer.
    """
    if (folders.public() / "catalogue/use.json").is_file():
        from . import shelf

        return shelf.compiled(shipped, _edition())
    return shipped()


def shipped() -> dict:
    """Return the compiled catalogue that came with the program."""
    bundled = _PACKAGE / "catalogue.jsonl"
    if bundled.is_file():
        return unpack(bundled.read_bytes())
    if not (CHECKOUT / "organisations").is_dir():
        raise CatalogError("The checklists are missing from this installation. Install privacy-audit again.")
    return _cached(CHECKOUT)


def _edition() -> str:
    """Return a text that differs from one edition of the program's own catalogue to the next."""
    try:
        state = (_PACKAGE / "catalogue.jsonl").stat()
    except OSError:
        return f"{CHECKOUT}|{fingerprint(CHECKOUT)}"
    return f"{state.st_size}|{state.st_mtime_ns}"


def fingerprint(root: Path) -> str:
    """Return a text that changes when any file below `root` was added, removed, renamed or written."""
    lines: list[str] = []
    folders_left = [str(root)] if root.is_dir() else []
    while folders_left:
        for entry in _entries(folders_left.pop()):
            if entry.is_dir(follow_symlinks=False):
                folders_left.append(entry.path)
            if entry.name.endswith((".toml", ".csv")):
                lines.append(_state(entry))
    return f"{len(lines)}-{zlib.crc32(chr(10).join(sorted(lines)).encode('utf-8', 'surrogateescape'))}" if lines else ""


def _entries(folder: str) -> list[os.DirEntry]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def _state(entry: os.DirEntry) -> str:
    try:
        state = entry.stat()
    except OSError as error:
        return f"{entry.path}|{error.errno}"
    return f"{entry.path}|{state.st_size}|{state.st_mtime_ns}"


def _cached(root: Path) -> dict:
    """Compile the texts of a checkout, or take the cache when no text has changed since."""
    state = f"{root}|{FORMAT}|{fingerprint(root)}"
    cache = folders.cache() / "catalogue.jsonl"
    try:
        kept = unpack(cache.read_bytes())
        if kept.get("state") == state:
            return kept
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    from .compiler import compile_tree

    fresh = compile_tree(root) | {"state": state}
    fresh["dated"] = dated(fresh)
    if not fresh["problems"]:
        _keep(cache, fresh)
    return fresh


def _keep(cache: Path, compiled: dict) -> None:
    """Write the cache; a folder that cannot be written only costs time at the next start."""
    draft = cache.with_name(f"{cache.name}.{os.getpid()}")
    try:
        cache.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft.write_bytes(pack(compiled))
        draft.replace(cache)
    except OSError:
        with contextlib.suppress(OSError):
            draft.unlink()


def _add_own(compiled: dict, own: dict) -> None:
    """Add the person's own organisations; one that takes a catalogue's id or names no theme of it is left out."""
    themes = [theme["id"] for theme in compiled["themes"]]
    for id, raw in own["organisations"].items():
        if id in compiled["organisations"]:
            wrong = "your own organisation has an id of the catalogue; rename its file and id"
        elif raw["theme"] not in themes:
            wrong = f"there is no theme {raw['theme']!r}; the themes are: {', '.join(themes)}"
        else:
            compiled["organisations"][id] = raw
            if "index" in compiled:
                compiled["index"][id] = brief(raw)
            compiled["formerly"] |= {old: id for old in raw.get("formerly", ())}
            continue
        compiled["problems"].append(f"{id}: {wrong}")
    compiled["problems"].extend(own["problems"])
