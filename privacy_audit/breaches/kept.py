"""The list as it was last downloaded: a file of public facts, the same for everybody, with the day it is from."""

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..dates import long
from ..text import clean, count
from .breach import MARKS, Breach
from .errors import NotTheList
from .reading import MOST, Listed, day_of, kinds, listed, number, parsed

FILE = "breaches.json"
FORMAT = 1
#: After so many days the list is called old: several breaches are added to it in most weeks.
OLD_DAYS = 30


@dataclass(frozen=True, slots=True)
class Kept:
    """A list of breaches and the day on which it was downloaded; `skipped` entries of it could not be read."""

    on: date
    breaches: tuple[Breach, ...]
    skipped: int = 0

    def is_old(self, today: date) -> bool:
        """Whether a newer one should be fetched."""
        return (today - self.on).days > OLD_DAYS

    def find(self, name: str) -> Breach | None:
        """Return the breach with this name, however its letters are written."""
        wanted = name.casefold()
        return next((one for one in self.breaches if one.name.casefold() == wanted), None)


def keep(folder: Path, found: Listed, today: date) -> Kept:
    """Keep a list that was downloaded today, in place of the one before, and return it. Raises ExportError."""
    from ..exports.files import write

    kept = Kept(today, found.breaches, found.skipped)
    content = {
        "format": FORMAT,
        "downloaded": today.isoformat(),
        "skipped": found.skipped,
        "breaches": [_entry(one) for one in found.breaches],
    }
    with suppress(OSError):  # writing says then what is wrong with the place
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    write(folder / FILE, json.dumps(content, ensure_ascii=False).encode())
    return kept


def load(folder: Path) -> Kept | None:
    """Return the list that is kept, None where none was downloaded yet. Raises NotTheList for a damaged file."""
    path = folder / FILE
    try:
        body = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _damaged(path, (error.strerror or "it cannot be read").lower()) from None
    try:
        return _kept(parsed(body))
    except NotTheList as error:
        raise _damaged(path, str(error)) from None


def from_when(kept: Kept, today: date) -> str:
    """Return in words what the kept list is: "912 breaches, as downloaded on 3 November 2026", and when it is old."""
    words = f"{count(len(kept.breaches), 'known breach', 'known breaches')}, as downloaded on {long(kept.on)}"
    if kept.on > today:
        return f"{words}, which is later than today by this machine's clock"
    days = (today - kept.on).days
    return f"{words}, {count(days, 'day')} ago: newer ones are not in it" if kept.is_old(today) else words


def _kept(content: object) -> Kept:
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise NotTheList("it is of another version")
    entries, skipped = content.get("breaches"), content.get("skipped")
    if not isinstance(entries, list) or len(entries) > MOST or not isinstance(skipped, int):
        raise NotTheList("it is not a list")
    try:
        on = day_of(content.get("downloaded"))
    except ValueError:
        on = None
    if on is None:
        raise NotTheList("it has no day")
    return Kept(on, listed(entries, _breach).breaches, skipped)


def _entry(breach: Breach) -> dict:
    return {
        "name": breach.name, "title": breach.title, "domain": breach.domain, "on": breach.on.isoformat(),
        "added": breach.added.isoformat() if breach.added else None, "accounts": breach.accounts,
        "about": breach.about, "leaked": list(breach.leaked), "marks": sorted(breach.marks),
    }  # fmt: skip


def _breach(entry: object) -> Breach:
    """Return a breach as `_entry` wrote it. Raises ValueError; other programs may have changed the file."""
    if not isinstance(entry, dict):
        raise ValueError
    texts = [entry.get(name) for name in ("name", "title", "domain", "about")]
    on, marks = day_of(entry.get("on")), entry.get("marks")
    if on is None or not texts[0] or not all(isinstance(text, str) for text in texts) or not isinstance(marks, list):
        raise ValueError
    name, title, domain, about = (clean(text, 4_000) for text in texts)
    return Breach(
        name, title, domain, on, day_of(entry.get("added")), number(entry.get("accounts")), about,
        kinds(entry.get("leaked")), frozenset(mark for mark in MARKS if mark in marks),
    )  # fmt: skip


def _damaged(path: Path, why: str) -> NotTheList:
    return NotTheList(
        f"The kept list of breaches ({clean(path)}) cannot be used: {why}. Download it again: "
        "privacy-audit breaches --fetch"
    )
