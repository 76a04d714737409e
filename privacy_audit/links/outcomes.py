"""What looking at an address gave, day by day, and what may be said of it: never "gone" from one failure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

#: What one look can give, and its words; those further up are what a maintainer should see first.
KINDS = {
    "missing": "not there",
    "silent": "did not answer",
    "moved": "moved",
    "certificate": "certificate trouble",
    "server": "server trouble",
    "slow": "slow",
    "http": "no https",
    "blocked": "refuses programs",
    "fine": "fine",
}
#: Several looks together can give one more.
DEAD = "dead"
OUTCOMES = {DEAD: "dead"} | KINDS

#: What may mean that a page is gone.
FAILED = ("missing", "silent")
#: A page is called dead after so many failures on as many days, spread over so many days, with nothing else between.
FAILURES = 3
SPREAD = timedelta(days=7)
#: An address that was looked at is due again after so many days.
DUE_AFTER = timedelta(days=7)
#: How many looks are kept of each address.
KEPT = 10


@dataclass(frozen=True, slots=True)
class Look:
    """What one look gave: the day, one of KINDS, the status of HTTP or 0, and where a moved page is now."""

    on: date
    kind: str
    status: int = 0
    to: str = ""


History = Sequence[Look]


def with_look(history: History, look: Look) -> tuple[Look, ...]:
    """Return the looks at an address by day with one more, which takes the place of another of its day.

    Of many looks the newest are kept, and the first of the failures that are going on.
    """
    looks = sorted([*(one for one in history if one.on != look.on), look], key=lambda one: one.on)
    failing = _failing(looks)
    dropped = looks[:-KEPT]
    first = [failing[0]] if failing and failing[0] in dropped else []
    return tuple([*first, *looks[-KEPT + len(first) :]])


def outcome(history: History) -> str:
    """Return one of OUTCOMES for the looks at an address, "" where nobody looked yet."""
    if not history:
        return ""
    return DEAD if dead_since(history) else history[-1].kind


def dead_since(history: History) -> date | None:
    """Return the first day of the failures of an address that is called dead, or None."""
    days = sorted({one.on for one in _failing(history)})
    return days[0] if len(days) >= FAILURES and days[-1] - days[0] >= SPREAD else None


def since(history: History) -> date | None:
    """Return the first day of what is the case now, as far back as looks are kept."""
    first = None
    for one in reversed(history):
        if one.kind != history[-1].kind and not (one.kind in FAILED and history[-1].kind in FAILED):
            break
        first = one.on
    return first


def is_due(history: History, today: date, again: bool = False) -> bool:
    """Whether to look at an address: never twice a day, and after DUE_AFTER unless it is wanted again now."""
    if not history or history[-1].on > today:  # a clock that was wrong
        return True
    return history[-1].on < today and (again or today - history[-1].on >= DUE_AFTER)


def _failing(history: History) -> list[Look]:
    """Return the failures since anything else was seen."""
    failing: list[Look] = []
    for one in reversed(history):
        if one.kind not in FAILED:
            break
        failing.insert(0, one)
    return failing
