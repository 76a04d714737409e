"""Reading an exported ledger line by line, in little memory: order, parts of files, hashes and counts are checked."""

import base64
import binascii
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ..text import clean, size_in_words
from . import lines
from .lines import ImportFault, fault
from .own_folder import lies_below

#: What may follow what: no line stands before one of an earlier kind.
_ORDER = ("ledger", "person", "event", "evidence", "organisation")
_FILES = ("evidence", "organisation")


class Reading:
    """Going through the lines, with the parts of each file put together and compared with its hash."""

    _place = 0

    def go_through(self, file: BinaryIO) -> None:
        """Take each line; raises ImportFault."""
        whole: Parts | None = None
        number = 0
        while raw := file.readline(lines.LINE_LIMIT + 1):
            number += 1
            if len(raw) > lines.LINE_LIMIT:
                raise fault(number, f"is longer than {size_in_words(lines.LINE_LIMIT)}")
            if number > lines.LINES_LIMIT:
                raise ImportFault(f"The file has more than {lines.LINES_LIMIT:,} lines. Nothing was imported.")
            what, held = lines.parsed(raw, number)
            whole = self._take_line(what, held, whole, number)
        self.end(number, whole is not None)

    def _take_line(self, what: str, held: dict, whole: "Parts | None", number: int) -> "Parts | None":
        """Take a line in its place, and return the file of which parts are still to come."""
        place = -1 if what == "part" else _ORDER.index(what)
        right = what == "part" if whole else place == 0 if number == 1 else place > 0 and place >= self._place
        if not right:
            raise fault(number, f"is in the wrong place ({what})")
        if whole is not None:
            whole.take(held, number)
        else:
            self._place = place
            whole = Parts(what, held, number) if what in _FILES else None
            if whole is None:
                self.take(what, held, number)
        if whole is not None and whole.complete:
            self.take_file(whole.what, whole.held, whole.content(), number)
            return None
        return whole

    def take(self, what: str, held: dict, number: int) -> None:
        """Take one line that is no file."""

    def take_file(self, what: str, held: dict, content: bytes, number: int) -> None:
        """Take one file, whole."""

    def end(self, number: int, unfinished: bool) -> None:
        """All lines were taken."""


class Parts:
    """One file that comes in parts."""

    def __init__(self, what: str, held: dict, number: int):
        self.what, self.held, self._number = what, held, number
        self._taken: list[bytes] = []
        if held["parts"] != -(-held["size"] // lines.PART):
            raise fault(number, "has a wrong 'parts'")

    @property
    def complete(self) -> bool:
        """Whether all parts came."""
        return len(self._taken) == self.held["parts"]

    def take(self, held: dict, number: int) -> None:
        """Add the next part."""
        try:
            piece = base64.b64decode(held["data"], validate=True)
        except (binascii.Error, ValueError):
            raise fault(number, "has a part that is no base64") from None
        if held["number"] != len(self._taken) + 1 or len(piece) > lines.PART:
            raise fault(number, "has a wrong part")
        self._taken.append(piece)

    def content(self) -> bytes:
        """Return the file; raises ImportFault where size or hash are not as told."""
        content = b"".join(self._taken)
        if len(content) != self.held["size"] or hashlib.sha256(content).hexdigest() != self.held["hash"]:
            raise fault(self._number, "has another size or hash than the file that follows it")
        return content


class Checking(Reading):
    """The first time through: nothing is written."""

    def __init__(self, path: Path):
        self._path = path
        self.counts: dict[str, int] = {}
        self._seen = dict.fromkeys(lines.COUNTED, 0)
        self.people: dict[str, str] = {}
        self._lacking: dict[str, set[str]] = {}
        self._paths: set[str] = set()

    def take(self, what: str, held: dict, number: int) -> None:
        """Check a line against those before it."""
        if what == "ledger":
            self._begin(held)
        elif what == "person":
            self._seen["people"] += 1
            self.people[held["id"]] = held["label"]
            self._lacking[held["id"]] = {"label", "region"}
        else:
            self._seen["events"] += 1
            _, data = lines.event(held, number)
            if held["person"] and held["person"] not in self.people:
                raise fault(number, "belongs to a person whom no line before it names")
            if held["kind"] == "person":
                self._lacking[held["person"]] -= data.keys()

    def take_file(self, what: str, held: dict, content: bytes, number: int) -> None:
        """Count a file; an organisation's must lie below the folder."""
        self._seen["evidence" if what == "evidence" else "organisations"] += 1
        if what == "organisation":
            if not lies_below(held["path"]) or held["path"] in self._paths:
                raise fault(number, f"names a wrong file ({clean(held['path'], 80)!r})")
            self._paths.add(held["path"])

    def end(self, number: int, unfinished: bool) -> None:
        """Compare what came with what the first line said."""
        if not number:
            raise ImportFault(f"{clean(self._path)} is empty. Nothing was imported.")
        short = [name for name in lines.COUNTED if self._seen[name] != self.counts[name]]
        if unfinished or short:
            told = f"{self.counts[short[0]]:,} {short[0]} and has {self._seen[short[0]]:,}" if short else "more"
            raise ImportFault(
                f"{clean(self._path)} is not whole: it says that it holds {told}. "
                "Nothing was imported; export it again, or take another copy."
            )
        if lacking := next((id for id, names in self._lacking.items() if names), None):
            raise ImportFault(
                f"The events of {clean(self.people[lacking], 60)!r} do not say who that is and where they live. "
                "Nothing was imported."
            )

    def _begin(self, held: dict) -> None:
        if held["format"] != lines.FORMAT:
            raise ImportFault(f"{clean(self._path)} is no export of a ledger. Nothing was imported.")
        if held["version"] > lines.VERSION:
            raise ImportFault(
                f"{clean(self._path)} was written by a newer version of privacy-audit. Nothing was imported; "
                "update the program."
            )
        self.counts = {name: held["counts"][name] for name in lines.COUNTED}


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file for reading; anything else, and what fails while it is read, is said in words."""
    shown = clean(path)
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise ImportFault(f"{shown} is a folder, a pipe or a device, not a file. Nothing was imported.")
            yield file
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise ImportFault(f"{shown} could not be read ({reason}). Nothing was imported.") from None


def state(file: BinaryIO) -> tuple[int, int]:
    known = os.fstat(file.fileno())
    return known.st_size, known.st_mtime_ns
