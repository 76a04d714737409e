"""SQLCipher's driver behaving as Python's own `sqlite3`: the same errors, the same rows.

`sqlcipher3` has errors and rows of its own. Its connections are made here such that whoever uses one need not know
which of the two they hold, and both kinds work side by side in one program (a ledger is copied from one to the other).
"""

import sqlite3
from pathlib import Path

from sqlcipher3 import dbapi2

from . import heads


def open_file(path: Path | str, timeout: float) -> "Connection":
    """Open a file without a key yet; SQLCipher is told first to write nothing about it to the terminal."""
    connection = dbapi2.connect(str(path), timeout=timeout, isolation_level=None, factory=Connection)
    connection.execute("PRAGMA cipher_log_level = NONE")
    return connection


def _as_usual(error: dbapi2.Error) -> sqlite3.Error:
    """Return SQLCipher's error as the error of the same name in `sqlite3`, with its code."""
    usual = getattr(sqlite3, type(error).__name__, sqlite3.DatabaseError)(*error.args)
    for name in ("sqlite_errorcode", "sqlite_errorname"):
        if hasattr(error, name):
            setattr(usual, name, getattr(error, name))
    return usual


def _translating(name: str, base: type):
    """Return a method that does as the base's of this name, with errors as `sqlite3` has them."""
    inherited = getattr(base, name)

    def method(self, *arguments, **named):
        try:
            return inherited(self, *arguments, **named)
        except dbapi2.Error as error:
            raise _as_usual(error) from None

    method.__name__ = name
    method.__doc__ = f"As `sqlite3` does: {name}."
    return method


class Cursor(dbapi2.Cursor):
    """A cursor whose errors are those of `sqlite3`."""

    execute = _translating("execute", dbapi2.Cursor)
    executemany = _translating("executemany", dbapi2.Cursor)
    executescript = _translating("executescript", dbapi2.Cursor)
    fetchone = _translating("fetchone", dbapi2.Cursor)
    fetchmany = _translating("fetchmany", dbapi2.Cursor)
    fetchall = _translating("fetchall", dbapi2.Cursor)
    __next__ = _translating("__next__", dbapi2.Cursor)


class Connection(dbapi2.Connection):
    """A connection whose errors are those of `sqlite3`, and which takes `sqlite3.Row` for its rows."""

    commit = _translating("commit", dbapi2.Connection)
    rollback = _translating("rollback", dbapi2.Connection)
    backup = _translating("backup", dbapi2.Connection)
    create_function = _translating("create_function", dbapi2.Connection)

    def close(self) -> None:
        """Close the file."""
        try:
            super().close()
        except dbapi2.Error as error:
            raise _as_usual(error) from None
        heads.release(self)

    def cursor(self, factory: type = Cursor) -> "Cursor":
        """Return a cursor, as `sqlite3` does."""
        try:
            return super().cursor(factory)
        except dbapi2.Error as error:
            raise _as_usual(error) from None

    def __setattr__(self, name: str, value: object) -> None:
        if name == "row_factory" and value is sqlite3.Row:
            value = dbapi2.Row
        super().__setattr__(name, value)
