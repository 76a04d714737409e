"""The first bytes of a file, read without dropping SQLite's locks.

Closing any descriptor of a file drops every POSIX lock that this process holds on it (sqlite.org/howtocorrupt.html,
section 2.2): a file that a connection of this process holds open is therefore not opened once more, but remembered.
"""

import sqlite3
from pathlib import Path
from weakref import WeakKeyDictionary

#: By how many bytes a file tells what it is: SQLite's magic words, or the salt of an encrypted ledger.
SIZE = 16

_held: "WeakKeyDictionary[object, tuple[tuple[int, int], bytes]]" = WeakKeyDictionary()


class Connection(sqlite3.Connection):
    """A connection that can be remembered, and is forgotten when it is closed."""

    def close(self) -> None:
        """Close the file."""
        super().close()
        release(self)


def read(path: Path) -> bytes:
    """Return the first bytes of a file; none of a file that is not there. Raises OSError."""
    try:
        about = path.stat()
    except FileNotFoundError:
        return b""
    inode = (about.st_dev, about.st_ino)
    for held, head in list(_held.values()):
        if held == inode:
            return head
    with path.open("rb") as file:
        return file.read(SIZE)


def is_held(path: Path) -> bool:
    """Whether this process has a file open: its own locks do not keep it from itself. Raises OSError."""
    about = path.stat()
    return (about.st_dev, about.st_ino) in [inode for inode, _ in _held.values()]


def hold(connection: object, path: Path, head: bytes) -> None:
    """Remember the head of the file that a connection holds open. Raises OSError."""
    about = path.stat()
    _held[connection] = ((about.st_dev, about.st_ino), head)


def release(connection: object) -> None:
    """Forget a connection that was closed."""
    _held.pop(connection, None)
