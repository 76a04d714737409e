"""The folder of the person's own organisations, as far as the ledger's care goes: read whole, added to, removed."""

import os
from pathlib import Path, PurePosixPath

from ..text import clean
from . import lines
from .errors import CannotWrite, LedgerError
from .lines import fault


def own_files(folder: Path | None) -> list[tuple[str, bytes]]:
    """Return the files of the person's own organisations: path below their folder, content. Raises LedgerError."""
    if folder is None or not folder.is_dir():
        return []
    try:
        found = sorted(path for path in folder.rglob("*.toml") if path.is_file())
        large = [path for path in found if path.stat().st_size > lines.OWN_LIMIT]
        if large:
            raise LedgerError(f"{large[0]} is too large for an organisation's file: nothing was written; move it away.")
        return [(path.relative_to(folder).as_posix(), path.read_bytes()) for path in found]
    except OSError as error:
        shown = clean(error.filename or folder)
        raise LedgerError(f"{shown} could not be read ({error.strerror}): nothing was written.") from None


class OwnFolder:
    """The files of own organisations that an import brings: written before the commit, taken back on a fault."""

    def __init__(self, folder: Path | None):
        self._folder = folder
        self._wanted: list[tuple[Path, bytes]] = []
        self._written: list[Path] = []
        self.new = 0

    def __enter__(self) -> "OwnFolder":
        return self

    def __exit__(self, *_) -> None:
        for path in self._written:
            path.unlink(missing_ok=True)

    def take(self, path: str, content: bytes, number: int) -> None:
        """Keep a file for writing; one that is there with another content is refused, with the same left out."""
        if self._folder is None:
            return
        target = self._folder.joinpath(*PurePosixPath(path).parts)
        try:
            there = target.read_bytes() if target.is_file() else None
        except OSError as error:
            raise fault(number, f"brings {target}, which could not be compared ({error.strerror})") from None
        if there is None:
            self._wanted.append((target, content))
        elif there != content:
            raise fault(number, f"brings {target}, where another file stands. Rename one of the two")

    def write(self) -> None:
        """Write the new files, for their owner only. Raises CannotWrite."""
        for path, content in self._wanted:
            try:
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
                self._written.append(path)
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
            except OSError as error:
                raise CannotWrite(f"{path} could not be written ({error.strerror}). Nothing was imported.") from None

    def keep(self) -> None:
        """The ledger has the rest: the files stay."""
        self.new = len(self._written)
        self._written.clear()


def lies_below(path: str) -> bool:
    """Whether a path is that of a file of an own organisation, below its folder on any system."""
    parts = path.split("/")
    odd = clean(path) != path or "\\" in path or ":" in path or not path.endswith(".toml")
    return not odd and all(part not in ("", ".", "..") and not part.startswith("~") for part in parts)
