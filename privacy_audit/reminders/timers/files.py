"""Writing the files of a timer: whole or not at all, a link leads to its file, and everything can be taken back."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from ...disk import sync_folder
from .errors import TimerError


def read(path: Path) -> bytes | None:
    """Return a file's bytes, or None when there is none. Raises TimerError."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise TimerError(f"{path} could not be read ({_reason(error)}). Nothing was changed.") from None


def put(wanted: Mapping[Path, bytes], mode: int = 0o644) -> Callable[[], None]:
    """Write all files, or none of them; return what puts everything back as it was.

    A file that is there keeps its mode, a new one gets `mode`. Raises TimerError.
    """
    steps: list[Callable[[], object]] = []

    def undo() -> None:
        for step in reversed(steps):
            with contextlib.suppress(OSError):
                step()

    for path, data in wanted.items():
        before = read(path)
        if before == data:
            continue
        try:
            steps += [folder.rmdir for folder in _made_folders(path.parent)]
            steps.append(path.unlink if before is None else partial(_replace, path, before, mode))
            _replace(path, data, mode)
        except OSError as error:
            undo()
            raise TimerError(
                f"{path} could not be written ({_reason(error)}). Nothing was changed; "
                "check who owns its folder, or take another kind with --kind."
            ) from None
    return undo


def remove(path: Path, *folders: Path) -> bool:
    """Remove a file, then those of `folders` that are empty; return whether the file was there. Raises TimerError."""
    try:
        there = os.path.lexists(path)
        path.unlink(missing_ok=True)
    except NotADirectoryError:
        return False
    except OSError as error:
        raise TimerError(
            f"{path} could not be removed ({_reason(error)}). It still stands there; check who owns its folder."
        ) from None
    for folder in folders:
        with contextlib.suppress(OSError):
            folder.rmdir()
    return there


def _made_folders(folder: Path) -> list[Path]:
    """Make a folder with those above it and return the new ones, the uppermost first."""
    new = [above for above in (folder, *folder.parents) if not above.exists()]
    for above in reversed(new):
        above.mkdir(exist_ok=True)
    return new[::-1]


def _replace(path: Path, data: bytes, mode: int) -> None:
    target = Path(os.path.realpath(path))
    handle, name = tempfile.mkstemp(prefix=".privacy-audit-", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, name)
        else:
            Path(name).chmod(mode)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error) or "unknown error").lower()
