"""Making sure that the disk has what was written. A file renamed into its place is safe once its folder is synced."""

import errno
import os
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
