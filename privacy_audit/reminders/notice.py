"""What a notification says, as pure functions: never an organisation's name unless the person allowed it.

A screen can be seen by others. How much is shown is a setting of the person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..text import clean, cut
from .brief import due_words

#: The setting's name in the ledger, its values from the most reserved on, and the one that holds until one is chosen.
SETTING = "reminder-shows"
SHOWS = {
    "nothing": "no notification at all",
    "count": "how many things are due",
    "names": "the organisations' names too",
}
USUAL = "count"
_MOST_NAMES = 3
_TITLE_WIDTH = 120


@dataclass(frozen=True, slots=True)
class Notice:
    """A notification's title and body."""

    title: str
    body: str


def notice(days: Sequence[date], names: Sequence[str], today: date, shows: str) -> Notice | None:
    """Return the notification for these due days, or None when nothing is due or nothing may be shown.

    `names` are the organisations behind the days; they are used only when `shows` is "names". They stand in the
    title, since notification servers may read markup in a body (Desktop Notifications Specification).
    """
    if not days or shows not in SHOWS or shows == "nothing":
        return None
    body = f"{due_words(list(days), today)}. See: privacy-audit remind"
    known = list(dict.fromkeys(filter(None, map(clean, names)))) if shows == "names" else []
    if not known:
        return Notice("privacy-audit", body)
    more = len(known) - _MOST_NAMES
    listed = ", ".join(cut(name, 40) for name in known[:_MOST_NAMES]) + (f" and {more} more" if more > 0 else "")
    return Notice(cut(f"Due: {listed}", _TITLE_WIDTH), f"privacy-audit: {body}")


def locked(words: str) -> Notice | None:
    """Return the notification for the words that may be shown while the ledger is locked, if there are any."""
    return Notice("privacy-audit", words.removeprefix("privacy-audit: ")) if words else None


def most_reserved(chosen: Sequence[str]) -> str:
    """Return the choice that shows least; where one is unknown, the usual one counts in its place."""
    order = list(SHOWS)
    known = [one if one in SHOWS else USUAL for one in chosen]
    return min(known, key=order.index, default=USUAL)
