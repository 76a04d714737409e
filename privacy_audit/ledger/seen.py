"""What was last seen outside about something of the person's: the newest of each thing, with its day.

For example who of those that hold them honours Global Privacy Control, or how an entry of their calendar stood. What is
public and the same for everybody is no part of a ledger.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ..text import clean
from .errors import LedgerError, NotALedger
from .projections import DAMAGED, day_of
from .store import Ledger

#: Characters of one finding as JSON: an export holds it in a line.
LIMIT = 200_000


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen, and the person's day on which it was."""

    on: date
    data: dict = field(default_factory=dict)


def see(ledger: Ledger, person: str, what: str, key: str, day: date, data: dict) -> None:
    """Keep what was seen about one thing; the same of the same day again writes nothing. Raises LedgerError.

    `what` names the kind of finding, `key` the thing, `data` holds what JSON can, `LIMIT` characters of it.
    """
    see_all(ledger, person, what, day, {key: data})


def see_all(ledger: Ledger, person: str, what: str, day: date, found: Mapping[str, dict]) -> None:
    """Keep what was seen about several things, by their keys: all of it or nothing, in one transaction."""
    with ledger._write():
        known = seen(ledger, person, what)
        for key, data in found.items():
            spelled = json.dumps(data)
            if len(spelled) > LIMIT:
                raise LedgerError(f"What was seen of {clean(key, 60)} is too large to be kept. Nothing was recorded.")
            if known.get(key) != Seen(day, json.loads(spelled)):
                told = {"what": what, "key": key, "on": day.isoformat(), "data": data}
                ledger._append(person, "seen", data=told)


def seen(ledger: Ledger, person: str, what: str) -> dict[str, Seen]:
    """Return the newest that was seen of one kind, by key. Raises LedgerError."""
    rows = ledger._read('SELECT key, "on", data FROM seen WHERE person = ? AND what = ? ORDER BY key', person, what)
    return {key: Seen(day_of(on), _data(text)) for key, on, text in rows}


def _data(text: str) -> dict:
    try:
        data = json.loads(text)
    except ValueError:
        data = None
    if not isinstance(data, dict):
        raise NotALedger(DAMAGED)
    return data
