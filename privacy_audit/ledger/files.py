"""Opening the ledger's file: private from its first byte, checked before it is trusted, errors in plain words."""

import errno
import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import cipher, heads
from .errors import Busy, CannotWrite, LedgerError, NewerLedger, NoLedger, NotALedger

APPLICATION_ID = 0x50415544  # "PAUD"
SCHEMA_VERSION = 3
BUSY_SECONDS = 10
#: What the name of a ledger that is being written anew has more; one that stays tells of a run that was stopped.
PART = ".part"
_MAGIC = b"SQLite format 3\x00"
#: What SQLite says of a file in which something else stands than this program wrote.
_DAMAGE = (
    "malformed",
    "no such table",
    "no such column",
    "incomplete input",
    "unsupported file format",
    "syntax error",
)


def create(path: Path) -> None:
    """Create an empty ledger file of mode 0600 in a folder of mode 0700, before SQLite opens it.

    Raises CannotWrite.
    """
    try:
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return
    except OSError as error:
        raise CannotWrite(_cannot_write(path, error)) from None


def connect(path: Path, *, must_exist: bool = False, like: Path | None = None) -> sqlite3.Connection:
    """Open a ledger's file, checked: a file of another program, a damaged or a newer one is refused.

    An empty database is accepted: the caller lays the tables, and it is encrypted as the file `like` is. An encrypted
    file needs its passphrase, which is asked for once (see cipher.py). Raises LedgerError's children.
    """
    if must_exist and not path.exists():
        raise NoLedger(f"There is no ledger at {path} yet. Start with: privacy-audit person add me --region US-CA")
    if path.is_dir():
        raise NotALedger(f"{path} is a folder. Give the path of a ledger file with --ledger.")
    with translated(path):
        if must_exist and not path.stat().st_size:
            raise NotALedger(
                f"{path} is empty, and was left as it is. If it was your ledger, put a backup in its place with: "
                "privacy-audit restore; if not, remove it."
            )
        head = heads.read(path)
        connection = _open(path, head, like)
        try:
            _prepare(connection, path, head)
        except BaseException:
            connection.close()
            raise
    return connection


def _open(path: Path, head: bytes, like: Path | None) -> sqlite3.Connection:
    """Open a file with SQLite, or with SQLCipher where it is encrypted or is to be so."""
    model, known = (like, heads.read(like)) if like and not head else (path, head)
    if known.startswith(cipher.MARK):
        return cipher.open_file(path, cipher.key_of(model, known))
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, factory=heads.Connection)
    heads.hold(connection, path, head)
    return connection


def _prepare(connection: sqlite3.Connection, path: Path, head: bytes) -> None:
    connection.execute("PRAGMA trusted_schema = OFF")
    # The pages are counted first: another process may be making this ledger, and marks its first page at once.
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if not pages and head not in (b"", _MAGIC):
        raise _no_ledger(path)
    if pages and application != APPLICATION_ID:
        raise NotALedger(
            f"{path} is a database of another program. It was left as it is; choose another with --ledger."
        )
    if version > SCHEMA_VERSION:
        raise NewerLedger(
            f"{path} was written by a newer version of privacy-audit. It was left as it is; "
            "update the program to open it."
        )
    if pages and path.with_name(path.name + PART).exists():
        # The run had left write-ahead mode. Whoever still writes there holds the file, so that this waits its turn.
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA foreign_keys = ON")


def begin(connection: sqlite3.Connection) -> None:
    """Mark a new file as a ledger, in write-ahead mode.

    SQLite does not wait for the change of mode, so that two programs making one ledger would get in each other's way.
    """
    patience = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if not error.sqlite_errorname.startswith("SQLITE_BUSY") or time.monotonic() > patience:
                raise
            time.sleep(0.02)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn SQLite's and the system's errors into the ledger's own, in words for the person."""
    try:
        yield
    except sqlite3.Error as error:
        raise _in_words(path, error) from None
    except UnicodeDecodeError:  # from a message of SQLite that quotes the file
        raise _damaged(path, "text that cannot be read") from None
    except OSError as error:
        raise CannotWrite(_cannot_write(path, error)) from None


@contextmanager
def private_files() -> Iterator[None]:
    """Files made inside are for their owner only (the log and index that SQLite keeps beside the ledger)."""
    if sys.platform == "win32":
        yield
        return
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def _damaged(path: Path, how: str) -> NotALedger:
    return NotALedger(f"{path} is damaged ({how}). Nothing was written; put a backup in its place.")


def _no_ledger(path: Path) -> NotALedger:
    return NotALedger(
        f"{path} is no ledger: either another kind of file, or damaged. It was left as it is; "
        "choose another with --ledger, or put a backup in its place."
    )


def _in_words(path: Path, error: sqlite3.Error) -> LedgerError:
    name = getattr(error, "sqlite_errorname", "") or ""
    text = str(error)
    if name.startswith("SQLITE_NOTADB"):
        return _no_ledger(path)
    if "Could not decode" in text:
        return _damaged(path, "text that cannot be read")  # the words quote it
    if name.startswith("SQLITE_CORRUPT") or any(sign in text for sign in _DAMAGE):
        return _damaged(path, text)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Busy(f"{path} is in use by another program. Nothing was recorded; close the other one and try again.")
    if name.startswith("SQLITE_FULL"):
        return CannotWrite(
            "The disk is full. Nothing was recorded, and all earlier records are kept; make room and try again."
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return CannotWrite(
            f"{path} cannot be written. Nothing was recorded; check who owns the file and its folder, "
            "or choose another with --ledger."
        )
    if name.startswith("SQLITE_IOERR"):
        return CannotWrite(
            f"The disk did not take the record ({text}). Earlier records are kept; check the disk and try again."
        )
    return LedgerError(f"The ledger {path} could not be used: {text}.")


def _cannot_write(path: Path, error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return f"The disk is full: {path} could not be made. Make room and try again."
    reason = (error.strerror or "unknown error").lower()
    return f"{path} cannot be made or opened ({reason}). Nothing was recorded; choose another place with --ledger."
