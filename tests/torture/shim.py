"""A layer between SQLite and the disk that lets reads, writes and waits for the disk fail: a VFS shim.

It copies the methods of the files that SQLite opens (``sqlite3_io_methods``, sqlite.org/c3ref/io_methods.html) and puts
its own in the place of four of them. Only in a child process, for it stays until the process ends, and only where
Python's sqlite3 is linked to a library that can be found.
"""

import ctypes
import random
import sys
from collections.abc import Callable

#: SQLite's codes for what may go wrong.
READ, WRITE, SYNC, FULL, TRUNCATE = 266, 778, 1034, 13, 1546
_MAIN, _WAL = 0x100, 0x80000

_File = ctypes.c_void_p
_Transfer = ctypes.CFUNCTYPE(ctypes.c_int, _File, ctypes.c_void_p, ctypes.c_int, ctypes.c_int64)
_Truncate = ctypes.CFUNCTYPE(ctypes.c_int, _File, ctypes.c_int64)
_Sync = ctypes.CFUNCTYPE(ctypes.c_int, _File, ctypes.c_int)
_Open = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, _File, ctypes.c_int, ctypes.POINTER(ctypes.c_int)
)


class _Methods(ctypes.Structure):
    _fields_ = (
        ("version", ctypes.c_int),
        ("close", ctypes.c_void_p),
        ("read", _Transfer),
        ("write", _Transfer),
        ("truncate", _Truncate),
        ("sync", _Sync),
        *((f"more{number}", ctypes.c_void_p) for number in range(13)),
    )


class _Vfs(ctypes.Structure):
    _fields_ = (
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("longest", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("data", ctypes.c_void_p),
        ("open", _Open),
    )


class Disk:
    """The faulty disk: `share` of the operations fail while `on`. It also knows what was written and not waited for."""

    def __init__(self, seed: int, share: float):
        self.share, self.on = share, False
        #: Files that were written and not yet waited for, by their address, and how often a file was waited for.
        self.unsynced: set[int] = set()
        self.synced = 0
        self._chance = random.Random(seed)
        self._kept: list = []
        self._changed: dict[int, _Methods] = {}

    def switch(self, on: bool) -> None:
        """Make the disk faulty, or well again."""
        self.on = on

    def install(self) -> None:
        """Stand between SQLite and the disk for every file that is opened from now on."""
        vfs = ctypes.cast(_library().sqlite3_vfs_find(None), ctypes.POINTER(_Vfs)).contents
        real = _Open(ctypes.cast(vfs.open, ctypes.c_void_p).value)

        def opened(this, name, file, flags, out) -> int:
            code = real(this, name, file, flags, out)
            if not code and flags & (_MAIN | _WAL):
                place = ctypes.cast(file, ctypes.POINTER(ctypes.c_void_p))
                if place[0]:
                    place[0] = ctypes.addressof(self._faulty(place[0]))
            return code

        mine = _Open(opened)
        self._kept += [real, mine]
        vfs.open = mine

    def _faulty(self, address: int) -> _Methods:
        """Return a copy of a file's methods of which some may fail."""
        if address not in self._changed:
            methods = _Methods.from_buffer_copy(_Methods.from_address(address))
            for name, kind, codes in (
                ("write", _Transfer, (WRITE, FULL)),
                ("sync", _Sync, (SYNC,)),
                ("truncate", _Truncate, (TRUNCATE,)),
                ("read", _Transfer, (READ,)),
            ):
                real = kind(ctypes.cast(getattr(methods, name), ctypes.c_void_p).value)
                mine = kind(self._failing(real, codes, self.share / (10 if name == "read" else 1)))
                setattr(methods, name, mine)
                self._kept += [real, mine]
            self._changed[address] = methods
        return self._changed[address]

    def _failing(self, real: Callable, codes: tuple[int, ...], share: float) -> Callable:
        def method(file, *arguments) -> int:
            if self.on and self._chance.random() < share:
                return self._chance.choice(codes)
            if codes == (SYNC,):
                self.unsynced.discard(file)
                self.synced += 1
            elif codes != (READ,):
                self.unsynced.add(file)
            return real(file, *arguments)

        return method


def is_possible() -> bool:
    """Whether Python's sqlite3 uses a library that can be reached here."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        return bool(_library().sqlite3_vfs_find(None))
    except (OSError, AttributeError):
        return False


def _library() -> ctypes.CDLL:
    """Return the library that is loaded already (not another of the same name)."""
    import sqlite3  # noqa: F401
    from pathlib import Path

    maps = Path("/proc/self/maps").read_text()
    paths = {line.split()[-1] for line in maps.splitlines() if "libsqlite3" in line}
    if len(paths) != 1:
        raise OSError("sqlite3 is not linked to one library of its own")
    library = ctypes.CDLL(paths.pop())
    library.sqlite3_vfs_find.restype = ctypes.c_void_p
    library.sqlite3_vfs_find.argtypes = [ctypes.c_char_p]
    return library
