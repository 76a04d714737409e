"""Putting a backup in the ledger's place: what would change is told first, and the ledger as it is is kept.

The backup is copied and checked before anything is touched, and stays as it is. A ledger that is whole is written over
in one transaction, so that other programs go on with it; one that is damaged is kept byte by byte and replaced.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from ..disk import sync, sync_folder
from ..text import clean, count
from . import backup, cipher, encrypting, files, heads
from .errors import Busy, CannotWrite, LedgerError, Locked, NewerLedger, NotALedger
from .own_folder import lies_below

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


class NotRestored(LedgerError):
    """A file cannot be restored; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Events that one of two ledgers has and the other has not: how many, and the days on which they were recorded."""

    number: int = 0
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What a restore would do. `present` is the ledger's state now: "whole", "damaged" or "missing".

    Of a damaged ledger nothing is known, so that all of the backup counts as gained. `people` are those of the backup;
    `comes` and `goes` the labels that only one of the two has; `own` are the own organisations' files it holds.
    """

    file: Path
    present: str
    events: int
    gained: Difference
    lost: Difference
    people: tuple[str, ...] = ()
    comes: tuple[str, ...] = ()
    goes: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    encrypted: bool = False
    was_encrypted: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What was restored: where the ledger as it was is kept, and how many own organisations came back."""

    kept: Path | None
    own: int


def find(path: Path, name: str | Path) -> Path:
    """Return the file that is meant: a path, or the name of one of the ledger's backups. Raises NotRestored."""
    given = Path(name).expanduser()
    if not given.exists() and len(given.parts) == 1:
        given = backup.folder_of(path) / given
    if given.exists() and path.exists() and given.samefile(path):
        raise NotRestored(f"{given} is the ledger itself. Nothing was changed; give a backup.")
    return given


def preview(path: Path, file: Path) -> Change:
    """Return what restoring a file would change; nothing is written. Raises NotRestored, or Locked for a passphrase."""
    with _file_in_words(file):
        _check(file)
        there, people, own = _content(file)
    present = state_of(path)
    here, before = _content(path)[:2] if present == "whole" else ({}, {})
    labels, known = set(people.values()), set(before.values())
    return Change(
        file=file,
        present=present,
        events=len(there),
        gained=_difference(there, here),
        lost=_difference(here, there),
        people=tuple(people.values()),
        comes=tuple(sorted(labels - known)),
        goes=tuple(sorted(known - labels)),
        own=own,
        encrypted=cipher.is_encrypted(file),
        was_encrypted=present != "missing" and cipher.is_encrypted(path),
    )


def restore(path: Path, file: Path, own: Path | None = None, now: datetime | None = None) -> Done:
    """Put a backup in the ledger's place; the ledger as it is is kept among the backups first.

    `own` is the folder of the person's own organisations: those that it lacks come back, none is changed. Raises
    NotRestored, NoBackup or LedgerError's other children; the ledger is then as it was.
    """
    present = state_of(path)
    real = Path(os.path.realpath(path))
    with files.private_files(), _path_in_words(path), backup.part_in(_near(real)) as part:
        with _file_in_words(file):
            _check(file)
            _stage(file, part, real if present == "whole" else None)
        texts = _own_in(part)
        if present == "whole":
            kept: Path | None = backup.make(path, "restore", own=own, now=now).path
            _write_over(part, path)
        else:
            kept = backup.keep_as_it_is(path, now) if present == "damaged" else None
            _replace(part, real)
    return Done(kept, _bring_back(own, texts))


def _near(real: Path) -> Path:
    """Return the folder for the copy: that of the backups, unless it lies on another disk than the ledger."""
    folder = backup.folder_of(real)
    backup.make_folder(real.parent)
    backup.make_folder(folder)
    backup.clear_parts(folder)
    return folder if folder.stat().st_dev == real.parent.stat().st_dev else real.parent


def state_of(path: Path) -> str:
    """Return whether the ledger at a path is "whole", "damaged" or "missing". Raises Locked, NewerLedger or Busy."""
    if not path.exists() or not path.stat().st_size:
        return "missing"
    try:
        return "damaged" if backup.fault_of(path) else "whole"
    except (Locked, NewerLedger, Busy):
        raise
    except LedgerError:
        if _is_of_another_program(path):
            raise
        return "damaged"


def in_words(change: Change) -> list[str]:
    """Return what would change, a line for each thing."""
    lines = [f"gained: {_events(change.gained)}", f"lost: {_events(change.lost)}"]
    if change.present == "missing":
        lines = [f"comes: {count(change.events, 'event')}; there is no ledger now"]
    if change.present == "damaged":
        lines = [f"comes: {count(change.events, 'event')}; the ledger as it is cannot be read, and is kept as it is"]
    lines.append(f"people in it: {', '.join(clean(label, 60) for label in change.people) or 'nobody'}")
    if change.present == "whole":
        lines += [f"comes: {clean(label, 60)}" for label in change.comes]
        lines += [f"goes: {clean(label, 60)}" for label in change.goes]
    if change.own:
        lines.append(f"own organisations in it: {len(change.own)}; those that you have stay as they are")
    if change.present == "whole" and change.encrypted and not change.was_encrypted:
        lines.append("it is encrypted and your ledger is not: what it brings will be readable")
    if change.present != "whole":
        lines.append("it is encrypted, and stays so" if change.encrypted else "it is not encrypted")
    return lines


def _events(difference: Difference) -> str:
    if not difference.number:
        return "nothing"
    days = f"{difference.first}" if difference.first == difference.last else f"{difference.first} to {difference.last}"
    return f"{count(difference.number, 'event')}, recorded {days}"


def _difference(one: dict[str, str], other: dict[str, str]) -> Difference:
    days = sorted(at[:10] for id, at in one.items() if id not in other)
    return Difference(len(days), _day(days[0]), _day(days[-1])) if days else Difference()


def _day(text: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(text)
    return None


def _content(path: Path) -> tuple[dict[str, str], dict[str, str], tuple[str, ...]]:
    """Return the moments of a ledger's events by id, its people's labels by id, and the own organisations it holds."""
    with files.private_files(), files.translated(path):
        connection = files.connect(path, must_exist=True)
        try:
            events = dict(connection.execute("SELECT id, at FROM events").fetchall())
            people = dict(connection.execute("SELECT id, label FROM people ORDER BY id").fetchall())
            return events, people, tuple(name for name, _ in backup.own_of(connection))
        finally:
            connection.close()


def _check(file: Path) -> None:
    """Raise LedgerError for what is no whole ledger that this version can read."""
    if not file.exists():
        raise NotRestored(f"There is no file {file}. Nothing was changed; privacy-audit restore lists the backups.")
    if not file.is_file():
        raise NotRestored(f"{file} is a folder, a pipe or a device, not a file. Nothing was changed.")
    if not file.stat().st_size:
        raise NotRestored(f"{file} is empty. Nothing was changed; take another backup.")
    if wrong := backup.fault_of(file):
        raise NotRestored(f"{file} is damaged ({wrong}). Nothing was changed; take another backup.")


def _stage(file: Path, part: Path, like: Path | None) -> None:
    """Copy a backup into an empty file beside the ledger, protected as the ledger is or else as the backup is."""
    if like is not None and cipher.is_encrypted(like) != cipher.is_encrypted(file):
        key = cipher.key_of(like, heads.read(like)) if cipher.is_encrypted(like) else None
        source = cipher.open_file(file, cipher.key_of(file, heads.read(file)) if cipher.is_encrypted(file) else None)
        try:
            encrypting._copy(source, part, key)
        finally:
            source.close()
    else:
        source = files.connect(file, must_exist=True)
        try:
            target = files.connect(part, like=like or file)
            try:
                source.backup(target)
            finally:
                target.close()
        finally:
            source.close()


def _own_in(part: Path) -> list[tuple[str, bytes]]:
    """Take the own organisations out of a copy, which is then a ledger like any other, and let the disk have it."""
    connection = files.connect(part, must_exist=True)
    try:
        texts = backup.own_of(connection)
        connection.execute(f"DROP TABLE IF EXISTS {backup.OWN_TABLE}")
        files.begin(connection)
    finally:
        connection.close()
    sync(part)
    return texts


def _write_over(part: Path, path: Path) -> None:
    """Write a copy over the whole ledger, in one transaction."""

    def waiting(status: int, remaining: int, total: int) -> None:
        if status in _BUSY:
            raise Busy(f"{path} is in use by another program. Nothing was changed; close it and try again.")

    source, target = files.connect(part, must_exist=True), files.connect(path, must_exist=True)
    try:
        source.backup(target, progress=waiting)
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        target.close()
        source.close()


def _replace(part: Path, real: Path) -> None:
    """Put a copy in a damaged ledger's place. Its log goes first: SQLite would play it into the new file."""
    for end in ("-journal", "-wal", "-shm"):
        real.with_name(f"{real.name}{end}").unlink(missing_ok=True)
    part.replace(real)
    sync_folder(real.parent)


def _bring_back(own: Path | None, texts: list[tuple[str, bytes]]) -> int:
    """Write the own organisations that the folder lacks. Raises CannotWrite: the ledger is restored all the same."""
    number = 0
    if own is None:
        return number
    for name, content in texts:
        target = own / name
        if not lies_below(name) or target.exists():
            continue
        try:
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise CannotWrite(f"The ledger is restored, but {target} could not be written ({reason}).") from None
        number += 1
    return number


def _is_of_another_program(path: Path) -> bool:
    """Whether a file is a sound database that another program has marked as its own: it is not to be replaced."""
    try:
        connection = sqlite3.connect(path)
    except sqlite3.Error:
        return False
    try:
        mark = connection.execute("PRAGMA application_id").fetchone()[0]
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        return mark != files.APPLICATION_ID and bool(mark or tables)
    except sqlite3.Error:
        return False
    finally:
        connection.close()


@contextmanager
def _file_in_words(file: Path) -> Iterator[None]:
    """Say of the file that is to be restored what is wrong with it."""
    try:
        with files.translated(file):
            yield
    except (NotRestored, Locked):
        raise
    except NewerLedger:
        raise NewerLedger(
            f"{file} was written by a newer version of privacy-audit. Nothing was changed; update the program to "
            "restore it."
        ) from None
    except NotALedger:
        what = "the database of another program" if _is_of_another_program(file) else "no ledger, or is damaged"
        raise NotRestored(f"{file} is {what}. Nothing was changed; take another backup.") from None
    except CannotWrite as error:
        if "full" in str(error):
            raise NotRestored("The disk is full. Nothing was changed; make room and try again.") from None
        raise NotRestored(
            f"{file} could not be opened or copied. Nothing was changed; check who owns it, or copy it first to a "
            "folder that is yours."
        ) from None


@contextmanager
def _path_in_words(path: Path) -> Iterator[None]:
    try:
        with files.translated(path):
            yield
    except CannotWrite as error:
        if isinstance(error, backup.NoBackup):
            raise
        raise CannotWrite(f"Nothing was restored, and the ledger is as it was: {error}") from None
