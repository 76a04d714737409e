"""Conflict copies: what a sync tool leaves beside the ledger when two devices wrote before it could compare them.

Each tool has its own way to name them, between the ledger's name and its ending:
Dropbox and Nextcloud "(… conflicted copy …)", Syncthing ".sync-conflict-…", OneDrive "-HOSTNAME", iCloud " 2",
Synology Drive "_HOSTNAME_…", FileCloud "(Conflict_…)". So any ledger of this program with such a name counts; what it
holds decides whether there is anything to say of it.
"""

import os
import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from ..text import clean, count
from . import cipher, heads
from .errors import LedgerError
from .files import APPLICATION_ID
from .findings import Check
from .store import Ledger

_BETWEEN = re.compile(r"[ (._-]")
#: As backups are named that were put beside the ledger.
_BACKUP = re.compile(r"-\d{8}t\d{6}z-[a-z]+(-wal)?")
_NAMED = 3
_APPLICATION = slice(68, 72)  # where SQLite keeps the application's number (sqlite.org/fileformat.html, 1.2)


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy beside the ledger, and how many entries it has that the ledger lacks; None when it cannot be read."""

    path: Path
    events: int | None

    @property
    def words(self) -> str:
        """What it holds, in words."""
        if self.events is None:
            return "cannot be looked into just so"
        return f"{count(self.events, 'entry', 'entries')} that this ledger lacks"


def candidates(path: Path) -> list[Path]:
    """Return the ledgers beside a ledger that are named as a sync tool names a conflict copy, by name."""
    found = []
    try:
        for entry in os.scandir(path.parent):
            # A link may lead to the ledger itself, which must not be opened and closed beside its connection.
            named_so = _is_named_so(entry.name, path) and entry.is_file(follow_symlinks=False)
            if named_so and not path.samefile(entry.path) and _is_ledger(Path(entry.path)):
                found.append(Path(entry.path))
    except OSError:
        return []
    return sorted(found)


def unmerged(connection: sqlite3.Connection, path: Path) -> list[Copy]:
    """Return the conflict copies beside a ledger that hold something it lacks, or that cannot be read.

    `connection` has the ledger open.
    """
    found = [Copy(one, _events(connection, path, one)) for one in candidates(path)]
    return [one for one in found if one.events != 0]


def beside(ledger: Ledger) -> list[Copy]:
    """Return the conflict copies beside an open ledger, as `unmerged`."""
    return unmerged(ledger._connection, ledger.path)


def check(connection: sqlite3.Connection, path: Path) -> Check:
    """Return the doctor's check of conflict copies."""
    found = unmerged(connection, path)
    if not found:
        return Check("conflict copies", True, "none beside the ledger that holds anything it lacks")
    names = ", ".join(f"{clean(one.path.name, 80)} ({one.words})" for one in found[:_NAMED])
    return Check("conflict copies", False, f"{names}: privacy-audit merge FILE brings such a copy in")


def _is_named_so(name: str, path: Path) -> bool:
    begin, end = path.stem.lower(), path.suffix.lower()
    name = name.lower()
    if not (name.startswith(begin) and name.endswith(end)) or len(name) <= len(begin) + len(end):
        return False
    between = name[len(begin) : len(name) - len(end)]
    return bool(_BETWEEN.match(between)) and not _BACKUP.fullmatch(between)


def _is_ledger(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError:
        return False
    return head.startswith(cipher.MARK) or head[_APPLICATION] == APPLICATION_ID.to_bytes(4)


def _events(connection: sqlite3.Connection, ledger: Path, path: Path) -> int | None:
    """Count what a copy has more; one with another passphrase is not looked into, so that nobody is asked for it."""
    from . import merge

    try:
        head = heads.read(path)
        if head.startswith(cipher.MARK) and head != heads.read(ledger):
            return None
        return merge.missing(connection, path)
    except (LedgerError, OSError):
        return None
