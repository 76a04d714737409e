"""Looking through a catalogue pack whole before anything of it is used, and making one."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from ..dates import long
from ..text import clean, count
from . import signed, signed_tree
from .catalog import CatalogError
from .signed import Head, WrongContents, WrongTime
from .signed_keys import Key, public_of, trusted

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

#: How far a clock may be wrong.
SKEW = timedelta(days=1)
_UPDATE_FIRST = "It may be made for a newer version of the program: update that first."


class AlreadyInUse(CatalogError):
    """The very pack that is in use."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A pack that may be taken over: its bytes, what it says of itself, who signed it, and its catalogue compiled."""

    data: bytes
    head: Head
    key: Key
    compiled: dict


def examine(data: bytes, after: str, today: date, keys: Iterable[Key] | None = None) -> Examined:
    """Look through a pack: signature, time, contents, and every text as `catalog check` does.

    `after` is the moment (of a pack) or the day of the catalogue in use, than which it has to be newer. `keys` are the
    trusted ones unless given. Raises PackRefused's children, and AlreadyInUse for the very pack that is in use.
    """
    head, key, payload = signed.read(data, trusted() if keys is None else keys)
    check_time(head, after, today)
    return Examined(data, head, key, contents(head, payload, max(today, head.day)))


def check_time(head: Head, after: str, today: date) -> None:
    """Refuse a pack that is not newer than the catalogue in use, or is from the future. Raises WrongTime."""
    if head.day > today + SKEW:
        raise WrongTime(
            f"it is of {long(head.day)}, and this computer says that today is {long(today)}",
            "Look whether the clock of this computer is right.",
        )
    if head.made == after:
        raise AlreadyInUse(f"Nothing to do: the catalogue of {long(head.day)} is the newest there, and it is in use.")
    if head.made[: len(after)] < after:
        raise WrongTime(
            f"it is of {long(head.day)}, and the catalogue in use is newer ({long(date.fromisoformat(after[:10]))})",
            "To go back to the one before: privacy-audit catalog back",
        )


def contents(head: Head, payload: bytes, day: date) -> dict:
    """Return the compiled catalogue of a pack's zip, checked as of a day. Raises WrongContents."""
    with tempfile.TemporaryDirectory(prefix="privacy-audit-") as made:
        root = Path(made).resolve()
        try:
            signed_tree.unzip(payload, head.files, root)
            return _compiled(root, day)
        except OSError as error:
            raise CatalogError(
                f"The catalogue pack could not be unpacked ({clean(error.strerror)}). The catalogue in use stays as it "
                "is. Make room on the disk and try again."
            ) from None


def _compiled(root: Path, day: date) -> dict:
    from .check import check_paths
    from .compiler import compile_tree

    if not _is_whole(root):
        raise WrongContents("it carries no catalogue", "Ask whoever publishes it.")
    compiled = compile_tree(root)
    wrong = [*map(str, check_paths(root, day)[0]), *compiled["problems"]]
    if wrong:
        first = clean(wrong[0].replace(f"{root}/", ""), 200).rstrip(".")
        raise WrongContents(f"{count(len(wrong), 'mistake')} in it, first: {first}", _UPDATE_FIRST)
    return compiled


def pack(root: Path, private: Ed25519PrivateKey, made: datetime | None = None) -> tuple[bytes, Head]:
    """Return a signed pack of a folder of checklists, and its head; `made` is now unless it is given.

    The same texts, key and moment give the same bytes. Raises CatalogError where the folder is no whole catalogue or
    has mistakes.
    """
    from .check import check_paths

    if not _is_whole(root):
        raise CatalogError(f"{clean(root)} is no folder of checklists: it needs organisations/ and themes/.")
    moment = made or datetime.now(UTC)
    mistakes, _ = check_paths(root, moment.date())
    if mistakes:
        raise CatalogError(
            f"Nothing was written: {count(len(mistakes), 'mistake')} in the checklists, first: {mistakes[0]}. "
            f"See: privacy-audit catalog check {clean(root)}"
        )
    payload, files = signed_tree.zipped(root)
    data = signed.write(payload, files, private, moment)
    head, _, payload = signed.read(data, [public_of(private)])
    contents(head, payload, moment.date())
    return data, head


def _is_whole(root: Path) -> bool:
    return (root / "organisations").is_dir() and (root / "themes").is_dir()
