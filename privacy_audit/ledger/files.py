"""Opening the ledger's file: private from its first byte, checked before it is trusted, errors in plain words."""

import errno
import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .errors import Busy, CannotWrite, LedgerError, NewerLedger, NoLedger, NotALedger

APPLICATION_ID = 0x50415544  # "PAUD"
SCHEMA_VERSION = 1
BUSY_SECONDS = 10
_MAGIC = b"SQLite format 3\x00"


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


def connect(path: Path, *, must_exist: bool = False) -> sqlite3.Connection:
    """Open a ledger's file, checked: a file of another program, a damaged or a newer one is refused.

    An empty database is accepted: the caller lays the tables. Raises LedgerError's children.
    """
    if must_exist and not path.exists():
        raise NoLedger(f"There is no ledger at {path} yet. Start with: privacy-audit person add me --region US-CA")
    if path.is_dir():
        raise NotALedger(f"{path} is a folder. Give the path of a ledger file with --ledger.")
    with translated(path):
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            _prepare(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA trusted_schema = OFF")
    # The pages are counted first: another process may be making this ledger, and marks its first page at once.
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if not pages and _begins(path) not in (b"", _MAGIC):
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


def _begins(path: Path) -> bytes:
    """Return the bytes by which a file shows that it is a database; none for an empty one."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC))


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
    if name.startswith("SQLITE_CORRUPT") or "no such table" in text or "no such column" in text:
        return NotALedger(f"{path} is damaged ({text}). Nothing was written; put a backup in its place.")
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
