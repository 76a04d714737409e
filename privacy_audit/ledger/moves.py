"""An action's life: the states, the legal moves between them, and the fold from events to a state.

``late``, ``lapsed`` and "look again" are derived from dates elsewhere and never recorded.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from .errors import IllegalMove, WrongDate

Thing = TypeVar("Thing")

#: From a state to those that may follow it.
MOVES: dict[str, tuple[str, ...]] = {
    "open": ("started", "asked", "confirmed", "not-found", "set-aside"),
    "started": ("asked", "confirmed", "not-found", "set-aside", "reopen"),
    "asked": ("asked", "acknowledged", "extended", "confirmed", "verified", "refused", "set-aside", "reopen"),
    "acknowledged": ("extended", "confirmed", "verified", "refused", "set-aside", "reopen"),
    "extended": ("acknowledged", "confirmed", "verified", "refused", "set-aside", "reopen"),
    "confirmed": ("verified", "relisted", "refused", "reopen"),
    "verified": ("verified", "relisted", "reopen"),
    "refused": ("asked", "confirmed", "set-aside", "reopen"),
    "relisted": ("started", "asked", "confirmed", "set-aside", "reopen"),
    "not-found": ("not-found", "started", "asked", "relisted", "reopen"),
    "set-aside": ("reopen",),
}

#: What can be recorded, and what each word means to the person.
MEANINGS = {
    "started": "started, not sent yet",
    "asked": "asked: you sent it",
    "acknowledged": "acknowledged: they gave a receipt or a reference",
    "extended": "extended: they told you that they take more time",
    "confirmed": "said done: they say it is done, or you turned the switch yourself",
    "verified": "seen gone: you looked and it is so",
    "refused": "refused",
    "relisted": "came back",
    "not-found": "not found: you looked before asking and they have nothing",
    "set-aside": "set aside",
    "reopen": "opened again",
}

STATES = tuple(MEANINGS)

#: One or two words for a state in a list.
SHORT = {
    "open": "open",
    "started": "started",
    "asked": "asked",
    "acknowledged": "receipt",
    "extended": "extended",
    "confirmed": "said done",
    "verified": "seen gone",
    "refused": "refused",
    "relisted": "came back",
    "not-found": "not there",
    "set-aside": "set aside",
    "reopen": "open",
}

WAITING = ("asked", "acknowledged", "extended")


@dataclass(frozen=True, slots=True)
class ActionState:
    """Where one action of one person stands. Dates are the person's own days, not times of recording.

    `times_asked` and `relisted` count since the beginning and outlive a reopening.
    """

    status: str = "open"
    day: date | None = None
    asked_on: date | None = None
    confirmed_on: date | None = None
    first_asked_on: date | None = None
    times_asked: int = 0
    relisted: int = 0
    reference: str = ""
    note: str = ""
    event: str = ""


OPEN = ActionState()


def check(key: str, state: ActionState, to: str, day: date, today: date) -> None:
    """Raise IllegalMove or WrongDate, with the words to use instead, when a record may not be made."""
    if to not in MEANINGS:
        raise IllegalMove(f"{to!r} is no state of an action. Use one of: {', '.join(STATES)}.")
    if to not in MOVES[state.status]:
        allowed = MOVES[state.status]
        hint = f"From {state.status!r} it can become: {', '.join(allowed)}."
        if "reopen" in allowed and len(allowed) > 1:
            hint += " To begin again, record 'reopen' first."
        raise IllegalMove(f"{key} is {state.status!r} and cannot become {to!r}. {hint}")
    if day > today:
        raise WrongDate(f"{day.isoformat()} is in the future. Record what has happened, with its own date.")
    if state.day and day < state.day:
        raise WrongDate(
            f"{day.isoformat()} is before {state.day.isoformat()}, when {key} became {state.status!r}. "
            "Use a later date, or take the earlier record back with undo."
        )


def follow(state: ActionState, to: str, day: date, reference: str = "", note: str = "", event: str = "") -> ActionState:
    """Return the state after one record; the move is taken as legal."""
    if to == "reopen":
        kept = {"times_asked": state.times_asked, "relisted": state.relisted, "note": note or state.note}
        return replace(OPEN, day=day, event=event, **kept)
    after = replace(
        state,
        status=to,
        day=day,
        reference=reference or state.reference,
        note=note or state.note,
        event=event,
    )
    if to == "asked":
        return replace(
            after, asked_on=day, first_asked_on=state.first_asked_on or day, times_asked=state.times_asked + 1
        )
    if to == "confirmed":
        return replace(after, confirmed_on=day)
    if to == "verified":
        return replace(after, confirmed_on=state.confirmed_on or day)
    if to == "refused":
        return replace(after, confirmed_on=None)
    if to == "relisted":
        return replace(after, confirmed_on=None, asked_on=None, relisted=state.relisted + 1)
    return after


def by_day(things: Iterable[Thing], when: Callable[[Thing], tuple[str, str] | None]) -> list[Thing]:
    """Return things of one action with the records among them in the order of their days, and of ids on one day.

    `when` gives a record's day and id, and None for all else, which keeps its place. In a ledger that only one program
    wrote the order is that of the ids already; in a merged one two devices may have recorded in another order.
    """
    found = list(things)
    places = [(key, place) for place, thing in enumerate(found) if (key := when(thing)) is not None]
    ordered = sorted(places)
    if ordered == places:
        return found
    moved = list(found)
    for (_, place), (_, source) in zip(places, ordered, strict=True):
        moved[place] = found[source]
    return moved


def fold(records: Iterable[tuple[str, dict]]) -> ActionState:
    """Return the state after all records and notes, given as (event id, data) in order of ids; a note has no state.

    After a merge any sequence can come, also one that nobody could have recorded: the last record by day wins.
    """
    state = OPEN
    for event, data in by_day(records, lambda one: (one[1]["on"], one[0]) if "state" in one[1] else None):
        if "state" not in data:
            state = replace(state, reference=data.get("reference", state.reference), note=data.get("note", state.note))
            continue
        day = date.fromisoformat(data["on"])
        state = follow(state, data["state"], day, data.get("reference", ""), data.get("note", ""), event)
    return state
