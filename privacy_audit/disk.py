"""Putting files in their places whole, and making sure that the disk has them.

A file renamed into its place is safe once its folder is synced.
"""

import errno
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

#: What file systems answer that cannot sync a folder, and folders that may be written but not read.
_CANNOT = {errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES}


def sync(path: Path) -> None:
    """Wait until the disk has a file. Raises OSError."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the disk has a change of names, where the file system can. Raises OSError."""
    if os.name == "nt":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
    finally:
        os.close(handle)


def replace(target: Path, pieces: Iterable[bytes]) -> None:
    """Put a file of mode 0600 in the place of the one there, whole or not at all; its folder is still to be synced.

    Raises OSError, and whatever `pieces` raise.
    """
    handle, name = tempfile.mkstemp(prefix=".privacy-audit-", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def put(target: Path, data: bytes) -> None:
    """Put a file of mode 0600 in the place of the one there, whole or not at all, on the disk. Raises OSError."""
    replace(target, [data])
    sync_folder(target.parent)
