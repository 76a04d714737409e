"""What may be told while the ledger is locked: a small file beside an encrypted ledger, if the person wants one.

It holds no more than was chosen: a number with the day on which it was counted, or bare days. No organisation, no
action, no name. A login shell may read it, so that little is imported here. Its format is told in docs/reminders.md.
"""

import os
from datetime import date

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

#: The setting's name in the ledger, its values from the most reserved on, and the one that holds until one is chosen.
SETTING = "reminder-shows-locked"
SHOWS = {
    "nothing": "nothing at all",
    "count": "how many things were due when it was last open",
    "dates": "how many things are due, by their dates",
}
USUAL = "nothing"
_FIRST = "# What privacy-audit may tell while the ledger is locked. To change it: privacy-audit remind shows"
_MARK = b"PAe"


def file_of(ledger: str) -> str:
    """Return the path of the file beside a ledger."""
    return f"{ledger}.reminder"


def is_locked(ledger: str) -> bool:
    """Whether a file is an encrypted ledger: its first bytes say so (ledger/cipher.py, whose mark this repeats)."""
    try:
        with open(ledger, "rb") as file:
            return file.read(len(_MARK)) == _MARK
    except OSError:
        return False


def keep(ledger: str, person: str, shows: str, days: "Sequence[date]", today: date) -> None:
    """Write what one person allows into the file, in place of what they allowed before; remove it when empty.

    `person` is the person's id and `days` are all their due days. The file is written whole or not at all, for its
    owner only. Raises OSError.
    """
    line = _line(person, shows, days, today)
    before = _lines(ledger)
    lines = [one for one in before if one.split(" ", 1)[0] != person] + ([line] if line else [])
    if lines == before:
        return
    if not lines:
        os.unlink(file_of(ledger))
        return
    _write(file_of(ledger), "\n".join([_FIRST, *lines]) + "\n")


def tell(ledger: str, today: date, within: int = 0) -> str:
    """Return the line for a locked ledger, or an empty text when nothing is due or nothing may be told.

    Only the days tell what is due today; a number is told with the day on which it was counted.
    """
    days: list[date] = []
    counted: dict[date, int] = {}
    for line in _lines(ledger):
        try:
            _person, kind, *words = line.split(" ")
            if kind == "dates":
                days += [day for day in map(date.fromisoformat, words) if (day - today).days <= within]
            elif kind == "count":
                on = date.fromisoformat(words[0])
                counted[on] = counted.get(on, 0) + int(words[1])
        except (ValueError, IndexError):
            continue
    return _sentence(days, counted, today)


def _sentence(days: list[date], counted: dict[date, int], today: date) -> str:
    from .brief import sentence

    counted = {on: number for on, number in counted.items() if number > 0}
    if days or not counted:
        return sentence(days, today)
    from ..dates import short

    last = max(counted)
    number = counted[last]
    what = "1 thing was due" if number == 1 else f"{number} things were due"
    return f"privacy-audit: {what} on {short(last, today)}. See: privacy-audit remind"


def _line(person: str, shows: str, days: "Sequence[date]", today: date) -> str:
    if shows == "dates" and days:
        return " ".join([person, "dates", *(day.isoformat() for day in sorted(days))])
    if shows == "count":
        return f"{person} count {today.isoformat()} {sum(day <= today for day in days)}"
    return ""


def _lines(ledger: str) -> list[str]:
    try:
        with open(file_of(ledger), encoding="utf-8", errors="replace") as file:
            return [line for line in file.read(1_000_000).splitlines() if line and not line.startswith("#")]
    except (FileNotFoundError, NotADirectoryError):
        return []


def _write(path: str, text: str) -> None:
    import tempfile

    handle, name = tempfile.mkstemp(prefix=".privacy-audit-", suffix=".part", dir=os.path.dirname(path) or ".")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
