"""Backups: whole copies of the ledger in the folder ``backups`` beside it, each opened and checked before it counts.

A copy is made by SQLite's own backup API while other programs go on writing, under the ledger's own protection: of an
encrypted ledger it is encrypted, with the same passphrase. It is one file that any SQLite tool opens, and holds the
person's own organisations too, in a table that a ledger does not have. Of the daily ones a few generations stay.
"""

import contextlib
import errno
import os
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ..disk import sync, sync_folder
from ..text import clean
from . import files
from .errors import CannotWrite, LedgerError, Locked, NotALedger
from .own_folder import own_files

#: Why a backup was made, as its name says and in words.
WHY = {
    "daily": "of the day",
    "asked": "asked for",
    "migration": "before the tables were changed",
    "merge": "before a merge",
    "restore": "before a restore",
    "mend": "before mending",
    "damaged": "as it was, damaged",
}
#: How many daily ones stay: the newest of each of so many days, weeks and months; and of all others together.
DAYS, WEEKS, MONTHS, OTHERS = 7, 4, 6, 10
#: The table of a backup that holds the files of the person's own organisations.
OWN_TABLE = "_own_organisations"

_BESIDE = ("-journal", "-wal", "-shm")
_WRITER = re.compile(r"\.privacy-audit-(\d{1,9})-")
_ABANDONED = timedelta(minutes=10)


class NoBackup(CannotWrite):
    """No backup could be made; ledger and earlier backups are as they were."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup: where it is, the moment at which it was made (UTC), and why, a key of WHY.

    `left_out` says in words what of the person's own organisations could not be read, if anything.
    """

    path: Path
    made: datetime
    why: str
    left_out: str = ""

    @property
    def size(self) -> int:
        """The number of bytes; none when the file is gone."""
        with contextlib.suppress(OSError):
            return self.path.stat().st_size
        return 0


def folder_of(path: Path) -> Path:
    """Return the folder of a ledger's backups."""
    return Path(os.path.realpath(path)).parent / "backups"


def known(path: Path, folder: Path | None = None) -> list[Backup]:
    """Return the backups of a ledger, newest first. Raises CannotWrite where the folder cannot be read."""
    real = Path(os.path.realpath(path))
    name = re.compile(rf"{re.escape(real.stem)}-(\d{{8}}T\d{{6}}Z)-({'|'.join(WHY)}){re.escape(_ending(real))}")
    found = []
    try:
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            for entry in os.scandir(folder or folder_of(path)):
                if (said := name.fullmatch(entry.name)) and entry.is_file():
                    with contextlib.suppress(ValueError):
                        made = datetime.strptime(said[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
                        found.append(Backup(Path(entry.path), made, said[2]))
    except OSError as error:
        raise CannotWrite(f"The folder of backups cannot be read ({_reason(error)}).") from None
    return sorted(found, key=lambda one: (one.made, one.path.name), reverse=True)


def backups(path: Path) -> list[Path]:
    """Return the files of a ledger's backups, newest first."""
    return [one.path for one in known(path)]


def make(
    path: Path, why: str = "asked", *, folder: Path | None = None, own: Path | None = None, now: datetime | None = None
) -> Backup:
    """Make a backup of the ledger at `path` and return it once the disk has it.

    It goes into `folder`, or into the ledger's own, where those that are superfluous then go. `own` is the folder of
    the person's own organisations; `now` is the moment, in UTC. Raises NoBackup, or LedgerError's other children
    where the ledger cannot be read.
    """
    target = folder or folder_of(path)
    made = (now or datetime.now(UTC)).replace(microsecond=0)
    with _in_words(path, target):
        texts, left_out = _own(own)
        make_folder(target)
        clear_parts(target)
        with part_in(target) as part:
            _copy(path, part, texts)
            done = _put(part, path, target, made, why)
        sync_folder(target)
    if folder is None:
        _remove(superfluous(known(path)))
    return Backup(done.path, done.made, why, left_out)


def daily(path: Path, own: Path | None = None, now: datetime | None = None) -> Backup | None:
    """Make the backup of the day where one is due. Raises LedgerError's children."""
    return make(path, "daily", own=own, now=now) if is_due(path, now) else None


def is_due(path: Path, now: datetime | None = None) -> bool:
    """Whether something was written since the newest backup, and none is of today; never where none can be made."""
    now = now or datetime.now(UTC)
    changed = last_change(path)
    if changed is None or not os.access(folder_of(path).parent, os.W_OK):
        return False
    newest = max((one.made for one in known(path) if one.why != "damaged"), default=None)
    if newest is None or newest > now:  # made under a clock that was wrong
        return True
    return newest.astimezone().date() != now.astimezone().date() and changed > newest


def last_change(path: Path) -> datetime | None:
    """Return when a ledger's files were last written (UTC); None where there is nothing in them."""
    moments, real = [], os.path.realpath(path)
    for one in (Path(real), Path(f"{real}-wal")):
        with contextlib.suppress(OSError):
            about = one.stat()
            moments += [about.st_mtime] if about.st_size else []
    return datetime.fromtimestamp(max(moments), UTC) if moments else None


def before_migration(path: Path) -> None:
    """Keep the ledger as it is before its tables are changed. Raises NoBackup: the tables then stay as they are."""
    make(path, "migration")


def superfluous(every: Iterable[Backup]) -> list[Backup]:
    """Return the backups that go.

    Of the daily ones stay the newest of each of the last DAYS days, WEEKS weeks and MONTHS months on which one was
    made; of all others the newest OTHERS. A day without a backup counts for none, so that a pause costs nothing.
    """
    newest_first = sorted(every, key=lambda one: (one.made, one.path.name), reverse=True)
    of_days = [one for one in newest_first if one.why == "daily"]
    staying = [one for one in newest_first if one.why != "daily"][:OTHERS]
    periods: list[tuple[Callable[[datetime], tuple], int]] = [
        (lambda made: (made.date(),), DAYS),
        (lambda made: tuple(made.isocalendar())[:2], WEEKS),
        (lambda made: (made.year, made.month), MONTHS),
    ]
    for period, number in periods:
        first: dict[tuple, Backup] = {}
        for one in of_days:
            first.setdefault(period(one.made), one)
        staying += list(first.values())[:number]
    return [one for one in newest_first if one not in staying]


def keep_as_it_is(path: Path, now: datetime | None = None) -> Path:
    """Keep a damaged ledger byte by byte, with its write-ahead log; no connection of this process may hold it open.

    Raises NoBackup.
    """
    target, real = folder_of(path), Path(os.path.realpath(path))
    made = (now or datetime.now(UTC)).replace(microsecond=0)
    with _in_words(path, target):
        make_folder(target)
        with part_in(target) as part:
            _copy_bytes(real, part)
            log = real.with_name(f"{real.name}-wal")
            done = _put(part, path, target, made, "damaged")
            if log.is_file() and log.stat().st_size:
                _copy_bytes(log, done.path.with_name(f"{done.path.name}-wal"))
        sync_folder(target)
    return done.path


def fault_of(path: Path, events: int | None = None) -> str:
    """Open a backup and return in words what is wrong with it: not whole, or not so many events. Raises LedgerError."""
    with files.private_files(), files.translated(path):
        connection = files.connect(path, must_exist=True)
        try:
            said = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
            number = connection.execute("SELECT count(*) FROM events").fetchone()[0]
        finally:
            connection.close()
    if said != ["ok"]:
        return clean(said[0])
    return "" if events in (None, number) else f"{number} events instead of {events}"


def own_of(connection: sqlite3.Connection) -> list[tuple[str, bytes]]:
    """Return the own organisations' files that a backup holds: path below their folder, content."""
    there = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (OWN_TABLE,)).fetchone()
    return [tuple(row) for row in connection.execute(f"SELECT path, content FROM {OWN_TABLE}")] if there else []


@contextlib.contextmanager
def part_in(folder: Path) -> Iterator[Path]:
    """Give a new empty file, for its owner only, which is gone at the end unless it was renamed."""
    handle, name = tempfile.mkstemp(prefix=f".privacy-audit-{os.getpid()}-", suffix=".part", dir=folder)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        for end in ("", *_BESIDE):
            Path(name + end).unlink(missing_ok=True)


def parts(folder: Path, now: datetime | None = None) -> list[Path]:
    """Return what programs that were stopped left half written in a folder: that of no running one, or of long ago."""
    limit = ((now or datetime.now(UTC)) - _ABANDONED).timestamp()
    found = []
    for one in folder.glob(".privacy-audit-*.part*"):
        with contextlib.suppress(OSError):
            writer = _WRITER.match(one.name)
            stopped = writer is not None and not _runs(int(writer[1]))
            found += [one] if stopped or one.lstat().st_mtime < limit else []
    return found


def _runs(process: int) -> bool:
    """Whether a program of this number runs; on Windows nobody can be asked so simply."""
    if os.name == "nt":
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def clear_parts(folder: Path, now: datetime | None = None) -> None:
    """Remove what programs that were stopped left half written. Raises OSError."""
    for one in parts(folder, now):
        one.unlink(missing_ok=True)


def _copy(path: Path, part: Path, own: list[tuple[str, bytes]]) -> None:
    """Copy the ledger as it stands at one moment into an empty file, and check the copy."""
    with files.private_files(), files.translated(path):
        source = files.connect(path, must_exist=True)
        try:
            source.execute("BEGIN")  # one state of the ledger, for counting and for copying
            events = source.execute("SELECT count(*) FROM events").fetchone()[0]
            target = files.connect(part, like=path)
            try:
                target.execute("PRAGMA synchronous = OFF")  # the file is synced once it is whole
                source.backup(target)
                target.execute("PRAGMA journal_mode = DELETE")  # one file, which needs no other beside it
                _write_own(target, own)
            finally:
                target.close()
        finally:
            source.close()
    if wrong := fault_of(part, events):
        raise NotALedger(f"{path} is damaged ({wrong}). No backup was made; see: privacy-audit doctor")
    sync(part)


def _write_own(connection: sqlite3.Connection, own: list[tuple[str, bytes]]) -> None:
    connection.execute("BEGIN")
    connection.execute(f"DROP TABLE IF EXISTS {OWN_TABLE}")
    if own:
        connection.execute(f"CREATE TABLE {OWN_TABLE} (path TEXT PRIMARY KEY, content BLOB NOT NULL) STRICT")
        connection.executemany(f"INSERT INTO {OWN_TABLE} VALUES (?, ?)", own)
    connection.execute("COMMIT")


def _own(own: Path | None) -> tuple[list[tuple[str, bytes]], str]:
    """Return the own organisations' files, and what could not be read: the ledger is kept all the same."""
    try:
        return own_files(own), ""
    except LedgerError as error:
        return [], f"Your own organisations are not in it: {error}"


def _put(part: Path, path: Path, folder: Path, made: datetime, why: str) -> Backup:
    """Give a finished copy its name, which no other file has."""
    real = Path(os.path.realpath(path))
    while True:
        target = folder / f"{real.stem}-{made:%Y%m%dT%H%M%SZ}-{why}{_ending(real)}"
        if not target.exists():
            part.replace(target)
            return Backup(target, made, why)
        made += timedelta(seconds=1)


def _ending(real: Path) -> str:
    return real.suffix or ".db"


def make_folder(folder: Path) -> None:
    """Make a folder for its owner only where there is none. Raises OSError."""
    if not folder.is_dir():
        folder.mkdir(parents=True, mode=0o700)


def _copy_bytes(source: Path, target: Path) -> None:
    with files.private_files(), source.open("rb") as read, target.open("wb") as write:
        while piece := read.read(1024 * 1024):
            write.write(piece)
        write.flush()
        os.fsync(write.fileno())


def _remove(going: list[Backup]) -> None:
    """Remove backups; one that cannot be removed stays."""
    for one in going:
        for end in ("", *_BESIDE):
            with contextlib.suppress(OSError):
                Path(f"{one.path}{end}").unlink(missing_ok=True)


@contextlib.contextmanager
def _in_words(path: Path, folder: Path) -> Iterator[None]:
    """Say why no backup could be made; that the ledger itself is damaged or locked is said in its own words."""
    try:
        yield
    except (NotALedger, Locked):
        raise
    except CannotWrite as error:
        why = error.__context__ if isinstance(error.__context__, sqlite3.Error) else error
        raise NoBackup(_no_backup(folder, "full" in str(why), clean(why))) from None
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        raise NoBackup(_no_backup(folder, full, _reason(error))) from None


def _no_backup(folder: Path, full: bool, why: str) -> str:
    kept = "The ledger and earlier backups are as they were"
    if full:
        return f"No backup was made: the disk is full. {kept}; make room, or give another folder: backup DIR."
    return f"No backup was made in {folder} ({why}). {kept}; give a folder that is yours: backup DIR."


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
