"""What changed in a person's life, and what is to be done or done again because of it, with the reason in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ..catalog.catalog import Catalog
from ..catalog.life import LifeRule
from ..catalog.model import Action
from ..dates import long
from ..ledger.events import Event
from ..ledger.moves import ActionState
from .standing import Life, Standing, held_ids, open_to

#: What stands for having been done once, so that it can be done again.
_DONE = ("asked", "acknowledged", "extended", "confirmed", "verified", "not-found")
_NOT_DONE = ("open", "started", "relisted")
#: What begins the key of a date that belongs to a change and to no single action.
EVENT = "event"


@dataclass(frozen=True, slots=True)
class Task:
    """One action that a change makes necessary. `by` is the last day where a term runs, `rule` that term in words."""

    key: str
    life: Life
    because: str
    redo: bool
    by: date | None = None
    rule: str = ""


def lives(events: list[Event]) -> tuple[Life, ...]:
    """Return the changes of a person's standing events, by day."""
    found = [
        Life(e.data["change"], date.fromisoformat(e.data["on"]), e.organisation, e.data.get("note", ""), e.id)
        for e in events
        if e.kind == "life"
    ]
    return tuple(sorted(found, key=lambda one: (one.on, one.event)))


def latest(standing: Standing) -> list[Life]:
    """Return the newest of each change: a second move takes the place of the first. Breaches count for each firm."""
    return list({(one.change, one.organisation): one for one in standing.life}.values())


def tasks(catalog: Catalog, standing: Standing) -> dict[str, Task]:
    """Return what is still to be done because of a change, by the action's key.

    A thing is done once anything was recorded of it after the day of the change (on that day: after the change was
    recorded), be it that it was looked at and still holds. The newest change gives the reason.
    """
    found: dict[str, Task] = {}
    for life in sorted(latest(standing), key=lambda one: (one.on, one.event), reverse=True):
        for task in tasks_of(catalog, standing, life):
            found.setdefault(task.key, task)
    return found


def tasks_of(catalog: Catalog, standing: Standing, life: Life) -> list[Task]:
    """Return what is still to be done because of one change, in the order of its rules."""
    change = catalog.life_changes.get(life.change)
    found: dict[str, Task] = {}
    for rule in change.rules if change else ():
        for action in _meant(catalog, standing, life, rule):
            if action.key not in found and _still_open(standing.state(action.key), life, rule):
                found[action.key] = _task(catalog, standing, life, rule, action)
    return list(found.values())


def key_of(life: Life) -> str:
    """Return the key of the date that belongs to a change as a whole: "event/denied/north-bureau"."""
    return "/".join(filter(None, (EVENT, life.change, life.organisation)))


def said(catalog: Catalog, life: Life) -> str:
    """Return a change in words, with its day: "you moved on 3 November 2026"."""
    change = catalog.life_changes.get(life.change)
    words = change.said if change else life.change
    where = f" ({catalog.get(life.organisation).name})" if life.organisation in catalog else ""
    return f"{words} on {long(life.on)}{where}"


def sentence(catalog: Catalog, life: Life) -> str:
    """Return a change as the beginning of a sentence: "You moved on 3 November 2026"."""
    words = said(catalog, life)
    return words[:1].upper() + words[1:]


def _task(catalog: Catalog, standing: Standing, life: Life, rule: LifeRule, action: Action) -> Task:
    by = life.on + timedelta(days=rule.within_days) if rule.within_days else None
    redo = standing.state(action.key).status in _DONE
    return Task(action.key, life, f"{said(catalog, life)}: {rule.why}", redo, by, rule.within_why or "")


def _meant(catalog: Catalog, standing: Standing, life: Life, rule: LifeRule) -> Iterator[Action]:
    """Yield the actions that a rule means for this person."""
    if rule.countries and standing.region[:2] not in rule.countries:
        return
    if rule.if_named and life.organisation not in rule.if_named:
        return
    for action in _candidates(catalog, standing, life, rule):
        organisation = catalog.get(action.organisation)
        if organisation.closed or standing.answers.get(organisation.id) == "no":
            continue
        if open_to(action, standing.region) and _fits(rule, action, organisation.kind, organisation.theme):
            yield action


def _candidates(catalog: Catalog, standing: Standing, life: Life, rule: LifeRule) -> Iterator[Action]:
    if rule.actions:
        known = filter(None, map(catalog.find_action, rule.actions))
        yield from (action for action in known if catalog.may_hold(action.organisation, standing.region))
    elif rule.named:
        if life.organisation in catalog:
            yield from catalog.get(life.organisation).actions
    elif rule.only == "done":
        yield from filter(None, map(catalog.find_action, standing.actions))
    else:
        for id in held_ids(catalog, standing):
            yield from (action for action in catalog.get(id).actions if action.when is None)


def _fits(rule: LifeRule, action: Action, kind: str, theme: str) -> bool:
    return (
        (not rule.kinds or kind in rule.kinds)
        and (not rule.themes or theme in rule.themes)
        and (not rule.do or action.do in rule.do)
        and (not rule.needs or bool(set(rule.needs) & set(action.needs)))
    )


def _still_open(state: ActionState, life: Life, rule: LifeRule) -> bool:
    """Whether an action waits to be done because of a change: nothing was recorded of it since."""
    if state.status == "relisted" or recorded_since(state, life):
        return False
    begun_anew = state.status in ("open", "started") and state.day is not None
    if rule.only == "done":
        return state.status in _DONE or begun_anew
    return state.status in ("open", "started") or (rule.only is None and state.status in _DONE)


def recorded_since(state: ActionState, life: Life) -> bool:
    """Whether an action was done or seen after a change: on a later day, or on that day but recorded after it."""
    if state.status in _NOT_DONE or state.day is None:
        return False
    return state.day > life.on or (state.day == life.on and state.event > life.event)
