"""What the doctor hands out, and what it has to be told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from .store import Ledger


@dataclass(frozen=True, slots=True)
class Check:
    """One check. `can_be_mended` says whether `mending` mends what it found."""

    name: str
    ok: bool
    detail: str
    can_be_mended: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the doctor needs to know beside the ledger.

    `today` is the person's day and `now` the moment, in UTC. `knows` says whether the catalogue has an organisation of
    this id, `current` follows a renamed one; `derive` writes the table of dates of a ledger anew.
    """

    today: date
    now: datetime
    knows: Callable[[str], bool] = lambda id: True
    current: Callable[[str], str] = lambda id: id
    derive: Callable[[Ledger], None] | None = None
