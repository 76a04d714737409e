"""The shelf of catalogue packs: which one is in use, which was before, and the way back and forth.

``use.json`` names both; each pack lies beside it as it came, with its compiled catalogue. Taking one over, going back
and going forth again each replace that one small file, so that a power cut leaves one catalogue or the other, whole.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from .. import folders
from ..dates import long
from ..disk import put
from ..text import clean
from .catalog import CatalogError
from .packed import pack, unpack

if TYPE_CHECKING:
    from .signed_check import Examined

_DAMAGED = (ValueError, KeyError, TypeError, AttributeError, RecursionError)
_OWN_USED = "the catalogue that came with the program is used. To update it again: privacy-audit catalog update"


@dataclass(frozen=True, slots=True)
class Taken:
    """A pack on the shelf: its file's name without the ending, when it was made, whose key, that key's name."""

    file: str
    made: str
    key: str = ""
    signer: str = ""
    source: str = ""

    @property
    def day(self) -> date:
        """The day on which it was made (UTC)."""
        return date.fromisoformat(self.made[:10])


@dataclass(frozen=True, slots=True)
class Shelf:
    """Which pack is in use and which can be gone back to (or forth); None is the catalogue of the program itself.

    `kept` says whether there is anything to go back to; `chosen` that the person just went back to the one in use,
    which then stays although the program's own may be newer, until a later program brings a newer one still.
    """

    in_use: Taken | None = None
    other: Taken | None = None
    kept: bool = False
    chosen: bool = False


def folder() -> Path:
    """Return the folder of the shelf."""
    return folders.public() / "catalogue"


def look() -> Shelf:
    """Return what is on the shelf; an empty one where nothing was ever taken over, or its file is damaged."""
    try:
        raw = json.loads((folder() / "use.json").read_bytes())
        in_use, other = (Taken(**raw[name]) if raw[name] else None for name in ("in_use", "other"))
        for one in filter(None, (in_use, other)):
            one.day  # noqa: B018 - raises ValueError or TypeError where it is no date
    except (OSError, *_DAMAGED):
        return Shelf()
    return Shelf(in_use, other, in_use is not None or other is not None, raw.get("chosen") is True)


def take(examined: Examined, source: str = "") -> Taken:
    """Use a pack from now on; the catalogue that was in use is kept to go back to. Raises CatalogError.

    Whatever fails leaves the catalogue in use as it was.
    """
    from hashlib import sha256

    before, head = look(), examined.head
    name = f"{head.made.replace('-', '').replace(':', '')}-{sha256(examined.data).hexdigest()[:8]}"
    new = Taken(name, head.made, head.key, examined.key.name, clean(source, 300))
    try:
        folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        _put(f"{name}.pack", examined.data)
        _put(f"{name}.jsonl", pack(examined.compiled))
        _use(Shelf(new, before.in_use, True))
    except OSError as error:
        raise CatalogError(
            f"The catalogue could not be kept ({clean(error.strerror).lower()}). The one in use stays as it is. "
            "Make room on the disk or mend the rights of the folder, and try again."
        ) from None
    _tidy()
    return new


def back() -> Shelf:
    """Use the catalogue that was in use before; again, and the later one is in use again. Raises CatalogError."""
    shelf = look()
    if not shelf.kept:
        raise CatalogError("There is no other catalogue to go back to: none was ever taken over. Nothing changed.")
    turned = replace(shelf, in_use=shelf.other, other=shelf.in_use, chosen=True)
    try:
        _use(turned)
    except OSError as error:
        raise CatalogError(f"It could not be noted ({clean(error.strerror)}). The one in use stays as it is.") from None
    return turned


def compiled(own: Callable[[], dict], state: str) -> dict:
    """Return the catalogue in use: the pack's, or `own`, the program's, where none is or that is newer.

    `state` tells one edition of the program's own catalogue from another, so that the two are compared only when that
    changed. A pack that is damaged or no longer trusted is named in ``problems``, and `own` is used.
    """
    now = look()
    taken = now.in_use
    if taken is None:
        return own()
    kept = _read(taken)
    if kept is not None and kept.get("beside") == state:
        _settle(now)
        return kept
    shipped = own()
    if taken.made[:10] < newest(shipped) and not now.chosen:
        with contextlib.suppress(OSError):
            _use(Shelf(None, taken, True))
        return shipped
    try:
        fresh = kept if kept is not None else _again(taken)
    except (CatalogError, OSError) as error:
        return shipped | {"problems": [*shipped["problems"], _lost(taken, error)]}
    with contextlib.suppress(OSError):
        _put(f"{taken.file}.jsonl", pack(fresh | {"beside": state}))
        _settle(now)
    return fresh


def _settle(now: Shelf) -> None:
    """Keep that the pack which the person went back to was compared with the program's own as it is today."""
    if now.chosen:
        with contextlib.suppress(OSError):
            _use(replace(now, chosen=False))


def _lost(taken: Taken, error: Exception) -> str:
    from .signed import UnknownKey

    why = "the key that signed it is no longer trusted" if isinstance(error, UnknownKey) else "it cannot be read"
    return f"the catalogue of {long(taken.day)}: {why}; {_OWN_USED}"


def newest(compiled: dict) -> str:
    """Return the last day for which the newest source of a catalogue may stand, as YYYY-MM-DD, or "" for none."""
    from calendar import monthrange

    dated = str(compiled.get("dated") or "")
    if len(dated) == 7:
        return f"{dated}-{monthrange(int(dated[:4]), int(dated[5:]))[1]}"
    return f"{dated}-01-01" if len(dated) == 4 else dated


def in_use_since(compiled: dict, today: date) -> str:
    """Return the moment or day of the catalogue in use, which a pack has to be newer than."""
    taken = look().in_use
    return taken.made if taken else min(newest(compiled), today.isoformat())


def _read(taken: Taken) -> dict | None:
    """Return a pack's compiled catalogue, or None where it is damaged or of another version of the program."""
    try:
        return unpack((folder() / f"{taken.file}.jsonl").read_bytes())
    except (OSError, *_DAMAGED):
        return None


def _again(taken: Taken) -> dict:
    """Compile a pack anew, after looking through it as on the first day. Raises CatalogError, OSError."""
    from . import signed
    from .signed_check import contents
    from .signed_keys import trusted

    head, _, payload = signed.read((folder() / f"{taken.file}.pack").read_bytes(), trusted())
    return contents(head, payload, head.day)


def _use(shelf: Shelf) -> None:
    taken = {name: one and asdict(one) for name, one in (("in_use", shelf.in_use), ("other", shelf.other))}
    raw = {**taken, "chosen": shelf.chosen}
    _put("use.json", json.dumps(raw, indent=1).encode())


def _put(name: str, data: bytes) -> None:
    """Put a file on the shelf, whole or not at all, for its owner only. Raises OSError."""
    put(folder() / name, data)


def _tidy() -> None:
    """Remove packs that are neither in use nor gone back to."""
    shelf = look()
    wanted = {one.file for one in (shelf.in_use, shelf.other) if one}
    for path in folder().iterdir():
        if path.suffix in (".pack", ".jsonl", ".part") and path.stem not in wanted:
            with contextlib.suppress(OSError):
                path.unlink()
