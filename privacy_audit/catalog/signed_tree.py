"""The checklists of a pack: a folder of texts into a zip whose bytes are always the same, and back."""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from pathlib import Path

from .catalog import CatalogError
from .check_files import SIZE_LIMIT, gather
from .signed import WrongContents

#: The most files in a pack, and the most bytes of all of them unpacked.
FILE_LIMIT = 20_000
UNPACKED_LIMIT = 60_000_000
_PART = r"[a-z0-9][a-z0-9-]*"
_NAME = re.compile(rf"(?:{_PART}/){{0,2}}{_PART}\.(?:toml|csv)")
#: Names that Windows keeps for devices, whatever their ending.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)")
#: The earliest moment that a zip can say: a fixed one, so that the same texts give the same bytes.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def zipped(root: Path) -> tuple[bytes, int]:
    """Return the checklists below a folder as the bytes of a zip, and their number.

    Names stand in order, dates and rights are fixed. Raises CatalogError for what a pack must not carry.
    """
    paths = gather(root)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in paths:
            name = path.relative_to(root).as_posix()
            if not _allowed(name) or path.is_symlink() or not path.is_file():
                raise CatalogError(f"{name} cannot go into a pack. Nothing was written. Rename it or take it away.")
            info = zipfile.ZipInfo(name, _MOMENT)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o100644 << 16
            archive.writestr(info, path.read_bytes())
    return out.getvalue(), len(paths)


def unzip(payload: bytes, files: int, folder: Path) -> None:
    """Write the checklists of a zip below a folder. Raises WrongContents before anything is written amiss.

    Refused are other numbers of files than `files`, names that lead elsewhere, links, folders, other endings, what is
    larger than it says, and more than the limits allow.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(payload)) as archive:
            members = archive.infolist()
            _check(members, files)
            for member in members:
                target = folder / member.filename
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(_read(archive, member))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error):
        raise WrongContents("its contents cannot be unpacked", "Ask whoever publishes it.") from None


def _check(members: list[zipfile.ZipInfo], files: int) -> None:
    if len(members) != files or len({member.filename for member in members}) != files:
        raise WrongContents("it has other files than it says", "Ask whoever publishes it.")
    if files > FILE_LIMIT or sum(member.file_size for member in members) > UNPACKED_LIMIT:
        raise WrongContents("it is larger than any catalogue", "Ask whoever publishes it.")
    for member in members:
        linked = stat.S_IFMT(member.external_attr >> 16) not in (0, stat.S_IFREG)
        strange = member.flag_bits & 1 or member.compress_type not in _METHODS or member.file_size > SIZE_LIMIT
        if linked or strange or not _allowed(member.filename):
            raise WrongContents("it carries a file that is no checklist", "Ask whoever publishes it.")


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Read a file, but never more than it says that it has."""
    with archive.open(member) as file:
        data = file.read(member.file_size + 1)
    if len(data) != member.file_size:
        raise WrongContents("a file in it has another size than it says", "Ask whoever publishes it.")
    return data


def _allowed(name: str) -> bool:
    return bool(_NAME.fullmatch(name)) and not any(_DEVICES.fullmatch(part) for part in re.split("[/.]", name))
