"""Evidence: a screenshot, a PDF or a mail kept with an action, whole and with its hash.

The content stands once in the table ``evidence``, under its SHA-256; an event of kind ``evidence`` says to whose action
it belongs, under which name and of which day. Taking the event back takes the reference away; the content goes only
with the person (`forget`).
"""

import errno
import hashlib
import os
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ..text import clean, size_in_words
from .errors import LedgerError
from .events import Event, standing
from .store import Ledger
from .values import USUAL_TYPE, Kept, kept_by

#: The largest file that is kept, in bytes (25 MB, as mail programs count).
LIMIT = 25 * 1024 * 1024
_PIECE = 1024 * 1024
_NAME_LIMIT = 120
_SHORT = 12
_TYPES = {
    ".avif": "image/avif", ".csv": "text/csv", ".eml": "message/rfc822", ".gif": "image/gif", ".heic": "image/heic",
    ".htm": "text/html", ".html": "text/html", ".jpeg": "image/jpeg", ".jpg": "image/jpeg", ".json": "application/json",
    ".m4a": "audio/mp4", ".mbox": "application/mbox", ".mp3": "audio/mpeg", ".msg": "application/vnd.ms-outlook",
    ".pdf": "application/pdf", ".png": "image/png", ".tif": "image/tiff", ".tiff": "image/tiff", ".txt": "text/plain",
    ".wav": "audio/wav", ".webp": "image/webp", ".zip": "application/zip",
}  # fmt: skip


class EvidenceError(LedgerError):
    """A file cannot be kept as evidence, or no such evidence is kept; nothing was recorded."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that was read whole.

    `type` is the media type that its name's ending stands for (RFC 6838), `hash` the SHA-256 of the content
    (FIPS 180-4), 64 hexadecimal digits.
    """

    name: str
    type: str
    hash: str
    content: bytes = field(repr=False)

    @property
    def size(self) -> int:
        """The number of bytes."""
        return len(self.content)


def read(path: str | Path) -> File:
    """Read a file whole, once. Raises EvidenceError for what is no file, too large, or changed meanwhile."""
    shown = clean(path)
    try:
        # A pipe that nobody writes to would let the program wait for ever.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            content = _content(file, shown)
    except (OSError, ValueError) as error:
        raise EvidenceError(_in_words(shown, error)) from None
    name = clean(Path(path).name, _NAME_LIMIT) or "file"
    type = _TYPES.get(Path(name).suffix.lower(), USUAL_TYPE)
    return File(name, type, hashlib.sha256(content).hexdigest(), content)


def read_all(paths: Iterable[str | Path]) -> list[File]:
    """Read several files; the same content is taken once. Raises EvidenceError."""
    return list({file.hash: file for file in map(read, paths)}.values())


def attach(ledger: Ledger, person: str, key: str, file: File, on: date, today: date, record: str = "") -> Event:
    """Keep a file with an action; `on` is its day and `record` the event that it came with, if any.

    A file that the action has already is not kept a second time. Returns its event. Raises EvidenceError for a day
    to come and LedgerError's children.
    """
    if on > today:
        raise EvidenceError(f"{on.isoformat()} is in the future. Give the day on which the file was made or came.")
    organisation, _, action = key.partition("/")
    told = {"hash": file.hash, "name": file.name, "type": file.type, "size": file.size, "on": on.isoformat()}
    with ledger._write():
        for known in _events(ledger, person, organisation):
            if known.action == action and known.data["hash"] == file.hash:
                return known
        if not ledger._read("SELECT 1 FROM evidence WHERE hash = ?", file.hash):
            sql = "INSERT INTO evidence (hash, name, type, size, content) VALUES (?, ?, ?, ?, ?)"
            ledger._connection.execute(sql, (file.hash, file.name, file.type, file.size, file.content))
        return ledger._append(person, "evidence", organisation, action, told | ({"record": record} if record else {}))


def record(
    ledger: Ledger, person: str, key: str, state: str, day: date, today: date, files: Sequence[File], **more: object
) -> Event:
    """Record what was done or seen, as `Ledger.record`, together with its evidence: all of it or nothing."""
    with ledger._write():
        event = ledger.record(person, key, state, day, today, **more)
        for file in files:
            attach(ledger, person, key, file, day, today, event.id)
    return event


def kept(ledger: Ledger, person: str, organisation: str | None = None) -> list[Kept]:
    """Return the person's evidence, oldest first, without what was taken back."""
    return [kept_by(event) for event in _events(ledger, person, organisation)]


def find(ledger: Ledger, person: str, hash: str) -> Kept:
    """Return the person's evidence whose hash begins so; raises EvidenceError where there is none or several."""
    begin = clean(hash, 64).lower()
    found = {one.hash: one for one in kept(ledger, person) if begin and one.hash.startswith(begin)}
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        raise EvidenceError(f"{len(found)} files of evidence have hashes that begin with {begin}: give more of it.")
    raise EvidenceError(f"No evidence has the hash {begin or '(none)'}. See: privacy-audit evidence list")


def content(ledger: Ledger, one: Kept) -> bytes:
    """Return a file as it was, its hash compared. Raises EvidenceError where it is missing or damaged."""
    rows = ledger._read("SELECT content FROM evidence WHERE hash = ?", one.hash)
    if not rows:
        raise EvidenceError(f"The content of {one.name} is not in the ledger. privacy-audit doctor says more.")
    found = bytes(rows[0]["content"])
    if hashlib.sha256(found).hexdigest() != one.hash:
        raise EvidenceError(f"{one.name} is damaged: it has another hash than when it was kept. Restore a backup.")
    return found


def short(hash: str) -> str:
    """Return so much of a hash as tells files apart."""
    return hash[:_SHORT]


def _events(ledger: Ledger, person: str, organisation: str | None = None) -> list[Event]:
    found = standing(event for kind in ("undo", "evidence") for event in ledger._of_kind(person, kind))
    return [event for event in found if organisation in (None, event.organisation)]


def _content(file, shown: str) -> bytes:
    """Read an open file to its end; what it said of itself before and after must be the same."""
    before = os.fstat(file.fileno())
    if stat.S_ISDIR(before.st_mode):
        raise IsADirectoryError(errno.EISDIR, "is a folder")
    if not stat.S_ISREG(before.st_mode):
        raise EvidenceError(f"{shown} is a pipe or a device, not a file. Nothing was recorded; give a file.")
    if before.st_size > LIMIT:
        raise EvidenceError(_too_large(shown, before.st_size))
    parts, size = [], 0
    while part := file.read(_PIECE):
        size += len(part)
        if size > LIMIT:
            raise EvidenceError(_too_large(shown, size))
        parts.append(part)
    after = os.fstat(file.fileno())
    gone = after.st_nlink == 0
    if gone or (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or size != after.st_size:
        what = "was removed" if gone else "changed"
        raise EvidenceError(f"{shown} {what} while it was read. Nothing was recorded; wait until it is ready.")
    if not size:
        raise EvidenceError(f"{shown} is empty. Nothing was recorded; look whether it was saved.")
    return b"".join(parts)


def _too_large(shown: str, size: int) -> str:
    return (
        f"{shown} has {size_in_words(size)}, and evidence may have {size_in_words(LIMIT)}. Nothing was recorded; "
        "make it smaller, or keep it elsewhere and say where in a note."
    )


def _in_words(shown: str, error: OSError | ValueError) -> str:
    code = getattr(error, "errno", None)
    if code == errno.EISDIR:
        return f"{shown} is a folder. Nothing was recorded; give a file."
    if code in (errno.ENOENT, errno.ENOTDIR):
        return f"There is no file {shown}. Nothing was recorded; look at the path."
    reason = (getattr(error, "strerror", None) or str(error) or "unknown error").lower()
    return f"{shown} could not be read ({reason}). Nothing was recorded; look whether the file is yours to read."
