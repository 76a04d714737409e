"""Choosing a format by a file's ending, and writing a report: whole or not at all, and private."""

import errno
import os
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

from ..audit.report import Report
from ..disk import replace, sync_folder
from ..text import clean

#: The calendar is no report: it is made of an agenda, by `calendar.render`.
CALENDAR = "ics"
FORMATS = ("md", "html", "csv", "json", CALENDAR)

_MODULES = {"md": "markdown", "html": "html", "csv": "csvfile", "json": "jsonfile"}


class ExportError(Exception):
    """A report could not be made or written; the message says what happened, what was kept, what to do."""


def format_of(path: str | Path) -> str:
    """Return the format that a file's ending names, such as "html". Raises ExportError for another ending."""
    ending = Path(path).suffix.removeprefix(".").lower()
    if ending in FORMATS:
        return ending
    known = ", ".join("." + name for name in FORMATS)
    raise ExportError(f"The ending of {_shown(path)} names no format: use one of {known}.")


def render(report: Report, format: str) -> bytes:
    """Return the report in one of FORMATS but CALENDAR as the bytes of a file, UTF-8 (CSV with a byte-order mark).

    Raises ExportError for an unknown format.
    """
    if format not in _MODULES:
        raise ExportError(f"{clean(format)!r} is no format of a report: use one of {', '.join(_MODULES)}.")
    made = import_module(f".{_MODULES[format]}", __package__).render(report)
    return made.encode("utf-8-sig" if format == "csv" else "utf-8")


def write(path: str | Path, data: bytes | Iterable[bytes]) -> None:
    """Write `data` to `path`, whole or not at all, readable by its owner only. A link leads to its file.

    What is large may come in pieces; an error of whoever makes them leaves nothing behind. Returns when the disk has
    it. Raises ExportError; the earlier file, if any, is then still as it was.
    """
    try:
        target = Path(os.path.realpath(path))
        _check(target)
        replace(target, [data] if isinstance(data, bytes) else data)
    except (OSError, ValueError) as error:
        raise ExportError(_in_words(path, error)) from None
    try:
        sync_folder(target.parent)
    except OSError as error:
        raise ExportError(
            f"{_shown(path)} was written, but the disk did not confirm it ({_reason(error)}): "
            "check that the file is whole, or export it again."
        ) from None


def _check(target: Path) -> None:
    """Raise OSError for what must not be replaced by a file: a folder, a device, a pipe."""
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, "is a folder")
    if target.exists() and not target.is_file():
        raise OSError(errno.ENODEV, "it is a device or a pipe, not a file")


def _in_words(path: str | Path, error: OSError | ValueError) -> str:
    shown, why = _shown(path), _reason(error)
    code = getattr(error, "errno", None)
    if code in (errno.ENOENT, errno.ENOTDIR):
        folder = _shown(Path(path).parent)
        return f"There is no folder {folder}: nothing was written; make it, or choose another place."
    if code == errno.EISDIR:
        return f"{shown} is a folder: nothing was changed; add a file name, such as report.html."
    if code in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full, {shown} was not written: nothing was changed; make room and try again."
    if code in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{shown} may not be written ({why}): nothing was changed; choose a folder that is yours."
    return f"{shown} could not be written ({why}): nothing was changed; choose another place or name."


def _reason(error: OSError | ValueError) -> str:
    return (getattr(error, "strerror", None) or str(error) or "unknown error").lower()


def _shown(path: str | Path) -> str:
    return clean(path)
