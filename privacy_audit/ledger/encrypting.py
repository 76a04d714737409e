"""Encrypting a ledger, decrypting it, changing its passphrase: with its backups, and never with half of it done.

All three write a new file beside the old one, compare the two row by row, wait for the disk and put the new one in the
old one's place; the old one is overwritten with zeros before it goes. Meanwhile nobody else can open the ledger. Killed
at any point, the ledger is whole as it was or as it should be, and the same command again finishes the rest.
"""

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from ..disk import sync, sync_folder
from . import backup, cipher, files, heads
from .cipher import Key
from .errors import Busy, LedgerError, Locked, NotALedger
from .forget import erase

#: What the name of the file that is being written has more than the ledger's.
PART = files.PART
_BESIDE = ("", "-journal", "-wal", "-shm")
#: As exports, backups and the reminders' file name what they have not finished.
_DRAFTS = ".privacy-audit-*.part*"
_PIECE = 1024 * 1024
_WAIT_MILLISECONDS = 2000
_APPLICATION_AT = 68  # byte offset of application_id in SQLite's header (sqlite.org/fileformat2.html, 1.3)
#: How long another part of this program may still hold the ledger, in seconds.
_WAIT = 3.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done beside the ledger itself.

    `backups` is how many backups were written anew; `closed` are those that none of the passphrases opens; `readable`
    are copies of a ledger that anybody can read, because another program made them or they are damaged.
    """

    backups: int = 0
    closed: tuple[Path, ...] = ()
    readable: tuple[Path, ...] = ()


def encrypt(path: Path, passphrase: str, backups: Iterable[Path] = (), drafts: Iterable[Path] = ()) -> Outcome:
    """Encrypt a ledger and its backups; one that is encrypted already is opened and the rest is finished.

    Files that the program was stopped in writing are erased, in the ledger's folder and in those of `drafts`.
    Raises WrongPassphrase, Busy where another program has the ledger open, and LedgerError's other children.
    """
    path = _real(path)
    if cipher.is_encrypted(path):
        key = cipher.unlock(path, passphrase)
    else:
        key = cipher.new_key(passphrase)
        _write_anew(path, None, key)
        cipher.keep(key)
    for folder in (path.parent, backup.folder_of(path), *drafts):
        for draft in folder.glob(_DRAFTS):
            erase(draft)
    return _rest(path, backups, [passphrase], key)


def decrypt(path: Path, passphrase: str, backups: Iterable[Path] = ()) -> Outcome:
    """Decrypt a ledger's backups, then the ledger. Raises WrongPassphrase, Busy and LedgerError's other children."""
    path = _real(path)
    key = cipher.unlock(path, passphrase) if cipher.is_encrypted(path) else None
    done = _rest(path, backups, [passphrase], None)
    if key:
        _write_anew(path, key, None)
    return done


def rekey(path: Path, old: str, new: str, backups: Iterable[Path] = ()) -> Outcome:
    """Change the passphrase of a ledger's backups, then of the ledger. Raises as `encrypt`."""
    path = _real(path)
    if not cipher.is_encrypted(path):
        raise LedgerError(f"{path} is not encrypted. Nothing was changed; encrypt it with: privacy-audit encrypt")
    key = cipher.unlock(path, old)
    fresh = cipher.new_key(new)
    # The backups first: stopped halfway, the ledger still opens with the old passphrase, and the same again finishes.
    done = _rest(path, backups, [new, old], fresh)
    _write_anew(path, key, fresh)
    cipher.keep(fresh)
    return done


def readable_copies(path: Path, backups: Iterable[Path] = ()) -> list[Path]:
    """Return the ledgers beside a ledger that anybody can read, and all its backups that are not encrypted."""
    beside = [one for one in sorted(path.parent.iterdir()) if one.is_file() and one != path and _is_plain_ledger(one)]
    kept = [one for one in backups if one.is_file() and not cipher.is_encrypted(one)]
    logs = [log for one in kept if (log := one.with_name(f"{one.name}-wal")).is_file()]
    return list(dict.fromkeys([*beside, *kept, *logs]))


def _rest(path: Path, backups: Iterable[Path], passphrases: list[str], new: Key | None) -> Outcome:
    """Bring the backups under the same key as the ledger, and clear away what an earlier run left half written."""
    backups = [_real(one) for one in backups]
    clear_parts(path)
    written, closed = 0, []
    for one in backups:
        clear_parts(one)
        try:
            written += _bring(one, passphrases, new)
        except Locked:
            closed.append(one)
        except Busy:
            raise
        except LedgerError:
            continue  # damaged or of another version: named below where it can be read
    return Outcome(written, tuple(closed), tuple(readable_copies(path, backups)) if new else ())


def _bring(path: Path, passphrases: list[str], new: Key | None) -> bool:
    """Write one backup anew under a key, or plain; False where it is so already."""
    head = heads.read(path)
    encrypted = head.startswith(cipher.MARK)
    if not head or (head == new.salt if new else not encrypted):
        return False
    old = _opened_by(path, passphrases) if encrypted else None
    _write_anew(path, old, new, path.stat())
    return True


def _opened_by(path: Path, passphrases: list[str]) -> Key:
    for passphrase in passphrases[:-1]:
        with contextlib.suppress(Locked):
            return cipher.unlock(path, passphrase)
    return cipher.unlock(path, passphrases[-1])


def _check(path: Path) -> None:
    """Raise LedgerError for what is no whole ledger that can be read, or has a second name that would stay plain."""
    if wrong := backup.fault_of(path):
        raise NotALedger(f"{path} is damaged ({wrong}). Nothing was changed; see: privacy-audit doctor")
    if path.stat().st_nlink > 1:
        raise LedgerError(
            f"{path} has a second name on this disk (a hard link), under which it would stay as it is. "
            "Nothing was changed; remove the other name first."
        )


def _write_anew(path: Path, old: Key | None, new: Key | None, about: os.stat_result | None = None) -> None:
    """Put a copy of a file under another key in its place; `about` gives the time that the copy is to bear."""
    _check(path)
    part = path.with_name(path.name + PART)
    with files.private_files(), files.translated(path):
        clear_parts(path)
        with _alone(path, old) as connection:
            files.create(part)
            _copy(connection, part, new, log=about is None)
            _compare(connection, part, new)
            if about:
                os.utime(part, ns=(about.st_atime_ns, about.st_mtime_ns))
            sync(part)
            _swap(connection, part, path)


@contextlib.contextmanager
def _alone(path: Path, key: Key | None) -> Iterator[sqlite3.Connection]:
    """Open a ledger such that nobody else can, until the end; on a fault it stays as it was."""
    until = time.monotonic() + _WAIT  # a backup or a check beside the screens may be at it
    while heads.is_held(path) and time.monotonic() < until:
        time.sleep(0.02)
    if heads.is_held(path):
        raise Busy(f"{path} is open in this program. Nothing was changed; close it and try again.")
    connection = cipher.open_file(path, key)
    mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    try:
        connection.execute(f"PRAGMA busy_timeout = {_WAIT_MILLISECONDS}")
        # Leaving write-ahead mode takes the log into the file, and fails while any other connection is open.
        if connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0] != "delete":
            raise Busy(f"{path} is in use by another program. Nothing was changed; close it and try again.")
        connection.execute("PRAGMA main.locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")  # the lock stays, for the mode is exclusive
        yield connection
    except BaseException:
        clear_parts(path)
        with contextlib.suppress(sqlite3.Error):
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            connection.execute("PRAGMA main.locking_mode = NORMAL")
            if mode == "wal":
                connection.execute("PRAGMA journal_mode = WAL")
        raise
    finally:
        connection.close()


def _copy(connection: sqlite3.Connection, part: Path, new: Key | None, log: bool = True) -> None:
    """Write everything into a new file; with `log` in write-ahead mode, as a ledger is and a backup is not."""
    connection.execute(f"ATTACH ? AS copy KEY {new.literal if new else chr(39) * 2}", (str(part),))
    connection.execute("PRAGMA copy.journal_mode = MEMORY")
    connection.execute("BEGIN")
    connection.execute("SELECT sqlcipher_export('copy')").fetchall()
    for name in ("application_id", "user_version"):
        value = connection.execute(f"PRAGMA main.{name}").fetchone()[0]
        connection.execute(f"PRAGMA copy.{name} = {value}")
    connection.execute("COMMIT")
    connection.execute("DETACH copy")
    if log:
        made = cipher.open_file(part, new)
        try:
            made.execute("PRAGMA journal_mode = WAL")
        finally:
            made.close()


def _compare(connection: sqlite3.Connection, part: Path, new: Key | None) -> None:
    """Read the copy back, whole. Raises LedgerError where anything differs."""
    made = cipher.open_file(part, new)
    try:
        whole = [row[0] for row in made.execute("PRAGMA integrity_check")] == ["ok"]
        sealed = not (new and made.execute("PRAGMA cipher_integrity_check").fetchall())
        if not (whole and sealed and all(_same(connection, made, sql) for sql in _questions(connection))):
            raise LedgerError("The copy differs from the ledger, which was left as it is. Run: privacy-audit doctor")
    finally:
        made.close()


def _questions(connection: sqlite3.Connection) -> list[str]:
    """Return the questions that two equal ledgers answer alike: the version, the tables, and each table's rows."""
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    schema = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
    rows = [f'SELECT * FROM "{table}" ORDER BY rowid' for table in tables if not table.startswith("sqlite_")]
    return ["PRAGMA application_id", "PRAGMA user_version", schema, *rows]


def _same(one: sqlite3.Connection, other: sqlite3.Connection, sql: str) -> bool:
    return all(mine == theirs for mine, theirs in zip_longest(one.execute(sql), other.execute(sql)))


def _swap(connection: sqlite3.Connection, part: Path, path: Path) -> None:
    """Put the copy in the ledger's place, then overwrite the old file: a program that waits for it finds nothing in it.

    Windows moves no file into the place of an open one: there the old one is closed first, and not overwritten.
    """
    if os.name == "nt":
        connection.close()
        part.replace(path)
        return
    # Closed after the connection, since closing it drops the locks (see heads.py).
    with path.open("r+b") as old:
        part.replace(path)
        with contextlib.suppress(OSError):  # the name is changed by now, whatever the disk says of it
            sync_folder(path.parent)
        try:
            _overwrite(old)
        finally:
            connection.close()


def _overwrite(file) -> None:
    """Write zeros over a file that has no name any more. It keeps its length: an empty one would be a new ledger."""
    about = os.fstat(file.fileno())
    if about.st_nlink:
        return
    for begin in range(0, about.st_size, _PIECE):
        file.write(bytes(min(_PIECE, about.st_size - begin)))
    file.flush()
    os.fsync(file.fileno())


def clear_parts(path: Path) -> None:
    """Overwrite and remove what a run that was stopped left beside a ledger. Raises CannotWrite."""
    for end in _BESIDE:
        erase(path.with_name(f"{path.name}{PART}{end}"))


def _is_plain_ledger(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(_APPLICATION_AT + 4)
    except OSError:
        return False
    return head.startswith(b"SQLite format 3\x00") and head[_APPLICATION_AT:] == files.APPLICATION_ID.to_bytes(4)


def _real(path: Path) -> Path:
    """Return the file itself where a path is a link to it: the link stays, and leads to the new file."""
    return Path(os.path.realpath(path))
