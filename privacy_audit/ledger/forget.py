"""Removing somebody for good, or everything: from the ledger, its backups and what is kept beside it.

The log is append-only but for this: inside one transaction its triggers are taken away and set again. What was deleted
is overwritten (``secure_delete``), the file is packed (``VACUUM``) and its log emptied. A mark of the id stays, so that
another device's ledger does not bring the person back; it tells nothing of them.
"""

import contextlib
import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..text import count, size_in_words
from . import backup, cipher, files, outside, passphrases
from .errors import Busy, CannotWrite, LedgerError
from .projections import tell_apart
from .store import Ledger
from .values import Person

_TABLES = ("answers", "actions", "due", "settings")
_BESIDE = ("-wal", "-shm", "-journal")
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Goes:
    """What goes with somebody: entries of the log, answers, actions, evidence and its bytes, their part of backups.

    `unreadable` are backups that cannot be opened: they may hold the person and go whole.
    """

    events: int
    answers: int
    actions: int
    evidence: int
    evidence_bytes: int
    backups: tuple[Path, ...]
    unreadable: tuple[Path, ...]

    @property
    def words(self) -> str:
        """All of it in a line."""
        proofs = count(self.evidence, "file of evidence", "files of evidence")
        parts = [
            count(self.events, "entry of the log", "entries of the log"),
            count(self.answers, "answer"),
            f"the state of {count(self.actions, 'action')}",
            f"{proofs} ({size_in_words(self.evidence_bytes)})" if self.evidence else proofs,
            f"their part of {count(len(self.backups), 'backup')}",
        ]
        if self.unreadable:
            parts.append(f"{count(len(self.unreadable), 'backup')} that cannot be read, whole")
        return ", ".join(parts)


def mark(person: str) -> str:
    """Return the mark that stays of a forgotten person: the SHA-256 of their id, which was random."""
    return hashlib.sha256(person.encode()).hexdigest()


def forgotten(ledger: Ledger) -> set[str]:
    """Return the marks of everyone who was forgotten in this ledger."""
    rows = ledger._read("SELECT data FROM events WHERE person = '' AND kind = 'forgotten'")
    return {json.loads(row["data"])["person"] for row in rows}


def what_goes(ledger: Ledger, person: Person, backups: Iterable[Path] = ()) -> Goes:
    """Return what `forget` would remove; `backups` are all backups of this ledger."""
    holding = {path: _holds(path, person.id) for path in backups}

    def number(sql: str) -> int:
        return ledger._read(sql, person.id)[0][0]

    own = "kind = 'evidence' AND person = ?"
    others = "SELECT json_extract(data, '$.hash') FROM events WHERE kind = 'evidence' AND person != ?"
    named = f"SELECT json_extract(data, '$.hash') FROM events WHERE {own}"
    sql = f"SELECT count(*), coalesce(sum(size), 0) FROM evidence WHERE hash IN ({named}) AND hash NOT IN ({others})"
    proofs = ledger._read(sql, person.id, person.id)[0]
    return Goes(
        events=number("SELECT count(*) FROM events WHERE person = ?"),
        answers=number("SELECT count(*) FROM answers WHERE person = ?"),
        actions=number("SELECT count(*) FROM actions WHERE person = ?"),
        evidence=proofs[0],
        evidence_bytes=proofs[1],
        backups=tuple(path for path, holds in holding.items() if holds),
        unreadable=tuple(path for path, holds in holding.items() if holds is None),
    )


def forget(ledger: Ledger, person: Person, backups: Iterable[Path] = ()) -> None:
    """Remove somebody for good, from the backups first, so that a stop halfway leaves the person to be named again.

    A backup that cannot be read, or that holds nobody else, is removed whole. Raises LedgerError's children.
    """
    _empty_log(ledger._connection, ledger.path, "Nothing was removed")
    forget_in(backups, person.id)
    for left in (*backup.parts(ledger.path.parent), *backup.parts(backup.folder_of(ledger.path))):
        erase(left)
    with ledger._write():
        remove(ledger._connection, person.id)
        ledger._append("", "forgotten", data={"person": mark(person.id)})
    with files.private_files(), files.translated(ledger.path):
        scrub(ledger._connection, ledger.path)


def forget_in(backups: Iterable[Path], person: str) -> None:
    """Remove somebody from backups; one that cannot be read, or that holds nobody else, is removed whole."""
    for path in backups:
        if _holds(path, person) is not False:
            _forget_in_backup(path, person)


def remove(connection: sqlite3.Connection, person: str) -> None:
    """Delete everything of somebody, inside the caller's transaction, with their evidence that nobody else has."""
    sql = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('events', 'evidence')"
    triggers = [tuple(row) for row in connection.execute(sql)]
    for name, _ in triggers:
        connection.execute(f'DROP TRIGGER "{name}"')
    connection.execute("DELETE FROM events WHERE person = ?", (person,))
    for table in _TABLES:
        connection.execute(f"DELETE FROM {table} WHERE person = ?", (person,))
    if outside.there(connection):
        outside.clear(connection, person)
    connection.execute("DELETE FROM people WHERE id = ?", (person,))
    tell_apart(connection)
    if _has_evidence(connection):
        _drop_unnamed(connection)
    for _, statement in triggers:
        connection.execute(statement)


def scrub(connection: sqlite3.Connection, path: Path) -> None:
    """Let nothing deleted stay in the file or its log: overwritten pages are written out, then the file is packed."""
    left = "They were removed from the ledger, but old pages may stay in its files"
    _empty_log(connection, path, left)
    connection.execute("VACUUM")
    _empty_log(connection, path, left)


def erase(path: Path) -> None:
    """Overwrite a file with zeros and remove it; one that is not there is no fault. Raises CannotWrite."""
    try:
        if path.is_file() and not path.is_symlink():
            with path.open("r+b") as file:
                left = path.stat().st_size
                while left > 0:
                    left -= file.write(bytes(min(left, _PIECE)))
                file.flush()
                os.fsync(file.fileno())
        path.unlink(missing_ok=True)
    except OSError as error:
        raise CannotWrite(f"{path} could not be removed ({error.strerror}). Remove it yourself.") from None


def beside(path: Path) -> list[Path]:
    """Return the files that belong to a ledger: itself, SQLite's own, and all that begin with its name and a dot."""
    found = _with_companions(path)
    if path.parent.is_dir():
        found += sorted(one for one in path.parent.iterdir() if one.name.startswith(f"{path.name}."))
        found += sorted(path.parent.glob(".privacy-audit-*.part"))
    return [one for one in found if one.is_file() or one.is_symlink()]


def everything(
    path: Path, own: Path, cache: Path, public: Path | None = None, keys: Path | None = None
) -> dict[str, list[Path]]:
    """Return all files that `wipe` would remove, by what they are; the rest are folders.

    `own` has the person's own organisations, `public` what was downloaded, `keys` those of publishers they trust.
    """
    found = {
        "the ledger": beside(path),
        "its backups": [
            *(one for copy in backups(path) for one in _with_companions(copy) if one.exists()),
            *_below(backup.folder_of(path), ".privacy-audit-*.part*"),
        ],
        "your own organisations": _below(own, "*.toml"),
        "what was downloaded": _below(public, "*") if public else [],
        "the keys of publishers that you trust": _below(keys, "*.pub") if keys else [],
        "the cache": _below(cache, "*"),
    }
    return {what: paths for what, paths in found.items() if paths}


def backups(path: Path) -> list[Path]:
    """Return all backups of a ledger, newest first. Raises CannotWrite where their folder cannot be read."""
    return [one.path for one in backup.known(path)]


def _below(folder: Path, pattern: str) -> list[Path]:
    return sorted(one for one in folder.rglob(pattern) if one.is_file()) if folder.is_dir() else []


def wipe(path: Path, more: Iterable[Path] = ()) -> int:
    """Erase a ledger with all that belongs to it, and `more` files; returns how many files went.

    Raises Busy, before anything is removed, where another program has the ledger open.
    """
    _alone(path)
    with contextlib.suppress(LedgerError):  # a keyring that does not answer keeps nobody from removing the rest
        passphrases.forget_in_keyring(path)
    every = list(dict.fromkeys([*more, *reversed(beside(path))]))
    for one in every:
        erase(one)
    return len(every)


def drop_folders(folder: Path) -> None:
    """Remove a folder and those below it, as far as nothing is in them any more."""
    below = sorted(folder.rglob("*"), reverse=True) if folder.is_dir() and not folder.is_symlink() else []
    for one in (*below, folder):
        if one.is_dir() and not one.is_symlink():
            with contextlib.suppress(OSError):
                one.rmdir()


def _alone(path: Path) -> None:
    """Raise Busy where another program has the ledger open: leaving write-ahead mode needs it alone."""
    if not path.is_file() or (cipher.is_encrypted(path) and not cipher.unlocked()):
        return  # a passphrase that is lost must not keep the file
    try:
        connection = files.connect(path)
    except Busy:
        raise
    except LedgerError:
        return  # damaged, encrypted or of another version: nobody can be asked
    try:
        connection.execute("PRAGMA busy_timeout = 1000")
        connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError:
        raise Busy(f"{path} is in use by another program. Nothing was removed; close it and try again.") from None
    finally:
        connection.close()


def _has_evidence(connection: sqlite3.Connection) -> bool:
    """Whether the table is there: a backup may be older than it."""
    return bool(connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'evidence'").fetchone())


def _drop_unnamed(connection: sqlite3.Connection) -> None:
    """Delete the content that nobody's log names any more, and names that only the removed one gave."""
    named = "SELECT {} FROM events WHERE kind = 'evidence'"
    hashes = named.format("json_extract(data, '$.hash')")
    connection.execute(f"DELETE FROM evidence WHERE hash NOT IN ({hashes})")
    name = named.format("json_extract(data, '$.name')") + " AND json_extract(data, '$.hash') = evidence.hash"
    connection.execute(f"UPDATE evidence SET name = ({name} ORDER BY id LIMIT 1) WHERE name NOT IN ({name})")


def _empty_log(connection: sqlite3.Connection, path: Path, what: str) -> None:
    busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise Busy(
            f"{path} is in use by another program. {what}; close it, then run the same again, "
            "or privacy-audit doctor --mend."
        )


def _holds(path: Path, person: str) -> bool | None:
    """Whether a backup holds somebody; None for one that cannot be read."""
    try:
        connection = files.connect(path, must_exist=True)
    except LedgerError:
        return None if path.is_file() else False
    try:
        return bool(connection.execute("SELECT 1 FROM events WHERE person = ? LIMIT 1", (person,)).fetchone())
    except sqlite3.Error:
        return None
    finally:
        connection.close()


def _with_companions(path: Path) -> list[Path]:
    """Return a file and those that SQLite keeps beside it."""
    return [path, *(path.with_name(path.name + end) for end in _BESIDE)]


def _erase_whole(path: Path) -> None:
    for one in _with_companions(path):
        erase(one)


def _forget_in_backup(path: Path, person: str) -> None:
    try:
        connection = files.connect(path, must_exist=True)
    except LedgerError:
        _erase_whole(path)
        return
    try:
        with files.private_files():
            others = connection.execute("SELECT 1 FROM people WHERE id != ? LIMIT 1", (person,)).fetchone()
            if others:
                connection.execute("BEGIN IMMEDIATE")
                remove(connection, person)
                connection.execute("COMMIT")
                scrub(connection, path)
    except sqlite3.Error:
        others = None
    finally:
        connection.close()
    if not others:
        _erase_whole(path)
