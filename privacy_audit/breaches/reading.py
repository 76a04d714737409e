"""Reading a list of breaches as Have I Been Pwned publishes it (API v3, ``/breaches`` and ``/breachedaccount``).

What comes from outside is not trusted: sizes and types are held to, every text is cleaned, unknown fields are passed
over, and an entry with something wrong in it is left out and counted.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..text import clean
from .breach import RETIRED, SENSITIVE, VERIFIED, Breach
from .errors import NotTheList
from .plain import from_html

#: The most entries of one list; there were about a thousand in 2026.
MOST = 20_000
#: The most kinds of data of one breach.
MOST_KINDS = 200
#: More accounts than there are people many times over is no number of accounts.
MOST_ACCOUNTS = 1_000_000_000_000

_FLAGS = {
    "IsVerified": VERIFIED,
    "IsSensitive": SENSITIVE,
    "IsFabricated": "fabricated",
    "IsRetired": RETIRED,
    "IsStealerLog": "stealer-log",
    "IsMalware": "malware",
    "IsSpamList": "spam-list",
}

_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T[0-9:.]*(?:Z|[+-][0-9:]+)?)?\Z")


class _Wrong(ValueError):
    """An entry has something in it that the format does not allow."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The breaches of a list, and how many of its entries could not be read."""

    breaches: tuple[Breach, ...]
    skipped: int = 0


def read(body: bytes) -> Listed:
    """Return the breaches of a list. Raises NotTheList where it is none, or where most of it cannot be read."""
    return listed(_list_of(body), breach_of)


def listed(entries: list, read_one: Callable[[Any], Breach]) -> Listed:
    """Return the breaches of entries; the second of a name is left out. Raises NotTheList where most are wrong."""
    found: dict[str, Breach] = {}
    for entry in entries:
        try:
            breach = read_one(entry)
        except ValueError:
            continue
        found.setdefault(breach.name, breach)
    skipped = len(entries) - len(found)
    if skipped > len(found):
        raise NotTheList(f"{skipped:,} of its {len(entries):,} entries cannot be read")
    return Listed(tuple(found.values()), skipped)


def breach_of(entry: object) -> Breach:
    """Return the breach that one entry of the list describes. Raises ValueError for one with a fault."""
    if not isinstance(entry, dict):
        raise _Wrong
    name = _line(entry, "Name", 100)
    on = day_of(entry.get("BreachDate"))
    if not name or on is None:
        raise _Wrong
    return Breach(
        name=name,
        title=_line(entry, "Title", 200) or name,
        domain=domain(_line(entry, "Domain", 253)),
        on=on,
        added=day_of(entry.get("AddedDate")),
        accounts=number(entry.get("PwnCount")),
        about=from_html(_text(entry, "Description")),
        leaked=kinds(entry.get("DataClasses")),
        marks=frozenset(mark for flag, mark in _FLAGS.items() if _flag(entry, flag)),
    )


def domain(text: str) -> str:
    """Return a domain in lower case, without the dot or the ``www`` around it."""
    return text.lower().strip(".").removeprefix("www.")


def day_of(value: object) -> date | None:
    """Return the day of a date or a moment in ISO 8601, None for nothing. Raises ValueError."""
    if value is None or value == "":
        return None
    match = _DAY.match(value) if isinstance(value, str) else None
    if not match:
        raise _Wrong
    return date.fromisoformat(match[1])


def number(value: object) -> int:
    """Return a count of accounts; none is 0. Raises ValueError."""
    if value is None:
        return 0
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_ACCOUNTS:
        raise _Wrong
    return value


def kinds(value: object) -> tuple[str, ...]:
    """Return the kinds of data that leaked, each once. Raises ValueError."""
    if value is None:
        return ()
    if not isinstance(value, list) or len(value) > MOST_KINDS or not all(isinstance(one, str) for one in value):
        raise _Wrong
    return tuple(dict.fromkeys(filter(None, (clean(one, 100) for one in value))))


def parsed(body: bytes) -> object:
    """Return JSON as Python's values. Raises NotTheList."""
    try:
        return json.loads(body.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise NotTheList("it is no JSON, or it ends early") from None


def _list_of(body: bytes) -> list:
    value = parsed(body)
    if not isinstance(value, list):
        raise NotTheList("it is not a list")
    if len(value) > MOST:
        raise NotTheList(f"it has more than {MOST:,} entries")
    return value


def _no_number(name: str) -> float:
    raise ValueError(name)


def _text(entry: Mapping, field: str) -> str:
    value = entry.get(field)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _Wrong
    return value


def _line(entry: Mapping, field: str, limit: int) -> str:
    return clean(_text(entry, field), limit)


def _flag(entry: Mapping, field: str) -> bool:
    value = entry.get(field)
    if value is None:
        return False
    if not isinstance(value, bool):
        raise _Wrong
    return value


def newest_first(breaches: Iterable[Breach]) -> list[Breach]:
    """Return breaches, the latest first."""
    return sorted(breaches, key=lambda one: (one.on, one.name), reverse=True)
