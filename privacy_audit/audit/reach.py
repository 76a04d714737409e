"""What an act at one organisation does for another: how far a request that covers many has come for each of them.

What an act reaches is a set of marks: an action's key, or an (organisation, do) pair where `covers` names the
organisation whole.
"""

from dataclasses import dataclass
from datetime import date

from ..catalog.catalog import Catalog
from ..catalog.model import Action
from .standing import Standing

SENT = ("asked", "acknowledged", "extended", "confirmed", "verified")
#: An act covers what wants the same of the other organisation. Deleting ends selling too, but what was suppressed by
#: an opt-out is not deleted.
_SAME = {"delete": {"opt-out", "delete"}}


@dataclass(frozen=True, slots=True)
class Reach:
    """An act elsewhere that was sent and reaches an action too.

    `status` is "asked" or "confirmed" at most: that one organisation was seen to have stopped shows nothing about
    another, so being seen gone needs a look at each.
    """

    key: str
    by: str
    status: str
    on: date


def called(action: Action) -> set:
    """Return the marks by which other acts reach this one."""
    return {action.key, (action.organisation, action.do)}


def marks(action: Action) -> set:
    """Return the marks of everything that an act reaches elsewhere."""
    same = _SAME.get(action.do, {action.do})
    pairs = {(other, do) for other in action.covers if "/" not in other for do in same}
    return (pairs | {other for other in action.covers if "/" in other}) - called(action)


def reach(catalog: Catalog, standing: Standing, action: Action) -> Reach | None:
    """Return the act elsewhere that was sent and does for this action too, or None."""
    for key in catalog.covered_by(action.organisation):
        state = standing.state(key)
        by = catalog.find_action(key)
        if by and state.status in SENT and state.day and called(action) & marks(by):
            status = "confirmed" if state.status in ("confirmed", "verified") else "asked"
            return Reach(key, catalog.get(by.organisation).name, status, state.day)
    return None


def reached_statuses(catalog: Catalog, standing: Standing) -> dict[str, set[str]]:
    """Return, by organisation, how far acts that reach it whole have come: "asked", "confirmed"."""
    found: dict[str, set[str]] = {}
    for key, state in standing.actions.items():
        action = catalog.find_action(key) if state.status in SENT else None
        for id in (other for other in action.covers if "/" not in other) if action else ():
            found.setdefault(id, set()).add("confirmed" if state.status in ("confirmed", "verified") else "asked")
    return found
