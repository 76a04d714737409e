"""What to do, in the order that helps most: impact for each minute, one act that covers many before the many."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import log2

from ..catalog.catalog import Catalog
from ..catalog.model import Action, Organisation
from ..dates import long
from ..ledger.moves import ActionState
from ..text import count
from . import due
from .life import Task, tasks
from .reach import SENT, called, marks
from .standing import Standing, disclosure, held_ids, holding, open_to

_IMPACT = {"high": 3.0, "medium": 1.5, "low": 0.7}
_DO = {
    "freeze": 6.0,
    "opt-out": 3.0,
    "delete": 2.5,
    "setting": 2.0,
    "habit": 1.5,
    "alert": 1.5,
    "access": 1.2,
}
_CERTAIN = {"yes": 1.0, "presumed": 0.9, "past": 0.7, "unsure": 0.4}
#: Each further action at one organisation counts this much less than the one before it.
_FURTHER = 0.6
_BEGUN = ("started", "relisted")


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One thing to do next."""

    action: Action
    organisation: Organisation
    status: str
    on: date | None
    because: str
    presumed: bool
    value: float

    @property
    def key(self) -> str:
        """The action's key."""
        return self.action.key


def plan(catalog: Catalog, standing: Standing, today: date) -> list[PlanItem]:
    """Return everything worth doing now for this person, the most helpful first.

    Left out: what was asked or done and still holds, what was set aside, refused or not found, what is only
    worth doing under a condition and was not begun, and what one other act of this plan reaches. What a change in the
    person's life touches is to be done again.
    """
    ids = _concerned(catalog, standing)
    covered = _covered(catalog, standing, ids, today)
    changed = {key: task for key, task in tasks(catalog, standing).items() if task.life.on <= today}
    ids = list(dict.fromkeys([*ids, *(key.partition("/")[0] for key in changed)]))
    items: list[PlanItem] = []
    for id in ids:
        organisation = catalog.get(id)
        mine = [
            item
            for action in organisation.actions
            if (item := _item(catalog, standing, organisation, action, today, covered, changed.get(action.key)))
        ]
        items += [_weaker(item, place) for place, item in enumerate(_least_disclosing_first(catalog, mine))]
    items.sort(key=lambda item: -item.value)
    return _prerequisites_first(items)


def within(items: list[PlanItem], minutes: int | None) -> list[PlanItem]:
    """Return the items that fit into the minutes at hand, in order; all of them for None."""
    if minutes is None:
        return items
    chosen, left = [], minutes
    for item in items:
        if item.action.minutes <= left:
            chosen.append(item)
            left -= item.action.minutes
    return chosen


def _concerned(catalog: Catalog, standing: Standing) -> list[str]:
    """Return the ids of those that hold the person, then of those the person acted on without saying so."""
    acted = dict.fromkeys(key.partition("/")[0] for key in standing.actions)
    known = (id for id in acted if id in catalog and standing.answers.get(id) != "no" and not catalog.get(id).closed)
    return list(dict.fromkeys([*held_ids(catalog, standing), *known]))


def _item(
    catalog: Catalog,
    standing: Standing,
    organisation: Organisation,
    action: Action,
    today: date,
    covered: set,
    task: Task | None,
) -> PlanItem | None:
    state = standing.state(action.key)
    ended = _ended(action, state, today)
    if not task and not _wanted(catalog, standing, action, today):
        return None
    if state.status == "open" and {action.key, (organisation.id, action.do)} & covered:
        return None
    held = holding(catalog, standing, organisation.id)
    reach = sum(1 for other in action.covered if standing.answers.get(other) != "no")
    value = (
        _IMPACT.get(organisation.impact, 1.0)
        * _DO.get(action.do, 1.0)
        * _CERTAIN.get(held, 1.0)
        * _urgency(state, ended, task)
        * (1 + log2(1 + reach) / 2)
        / (action.minutes + 5)
    )
    on = ended or (task.by if task else None) or _unfinished_on(state)
    status = "lapsed" if ended else "redo" if task and task.redo else state.status
    because = _because(action, state, ended, reach, task) or held_because(catalog, organisation, standing)
    return PlanItem(action, organisation, status, on, because, held == "presumed", value)


def _urgency(state: ActionState, ended: date | None, task: Task | None) -> float:
    """Return how much sooner than another a thing should be done: most what came back, ended, or has a last day."""
    if state.status == "relisted" or ended or (task and task.by):
        return 4.0
    return 3.0 if task else 2.0 if state.status == "started" else 1.0


def _ended(action: Action, state: ActionState, today: date) -> date | None:
    """Return the day on which an action's effect ended, if it has."""
    found = due.lapses(action, state)
    return found[0] if found and found[0] <= today else None


def _wanted(catalog: Catalog, standing: Standing, action: Action, today: date) -> bool:
    """Whether an action is to be done now, leaving aside what others cover."""
    state = standing.state(action.key)
    if state.status in _BEGUN or _ended(action, state, today):
        return True
    held = holding(catalog, standing, action.organisation)
    return bool(held) and state.status == "open" and action.when is None and open_to(action, standing.region)


def _unfinished_on(state: ActionState) -> date | None:
    return state.day + timedelta(days=due.UNFINISHED_DAYS) if state.status == "started" else None


def _because(action: Action, state: ActionState, ended: date | None, reach: int, task: Task | None) -> str:
    if state.status == "relisted":
        return f"it came back on {long(state.day)}"
    if ended:
        return f"its term ended on {long(ended)}"
    if task:
        return task.because
    if state.status == "started":
        return f"you started it on {long(state.day)}"
    whom = "registered broker" if action.covers_registered else "organisation"
    return f"one request reaches {count(reach, whom)}" if reach > 1 else ""


def held_because(catalog: Catalog, organisation: Organisation, standing: Standing) -> str:
    """Return in words why an organisation is the person's concern; a habit or a register holds nobody."""
    concerns = organisation.kind in ("habit", "registry")
    country = standing.region[:2]
    where = catalog.regions.inside(country if country in organisation.presumed else standing.region)
    return {
        "yes": "you said that it concerns you" if concerns else "you said that it holds you",
        "past": "you had it once, and it may hold you still",
        "unsure": "it may concern you" if concerns else "it may hold you",
        "presumed": f"it {'concerns' if concerns else 'holds'} nearly everyone in {where}",
        "no": "you said that it does not hold you",
        "": "you have not said yet whether it holds you",
    }[holding(catalog, standing, organisation.id)]


def _covered(catalog: Catalog, standing: Standing, ids: list[str], today: date) -> set:
    """Return what another act reaches, one that was sent or is in the plan itself: action keys, or (id, do) pairs.

    What is reached and so leaves the plan reaches nobody: of acts that reach each other one stays.
    """
    found: set = set()
    planned: dict[str, Action] = {}
    for action in (action for id in ids for action in catalog.get(id).actions if action.covers):
        if standing.state(action.key).status in (*SENT, *_BEGUN):
            found |= marks(action)
        elif _wanted(catalog, standing, action, today):
            planned[action.key] = action
    reached = {key: marks(action) for key, action in planned.items()}
    while planned := {key: action for key, action in planned.items() if not called(action) & found}:
        outermost = _outermost(planned, reached)
        found |= reached[outermost]
        del planned[outermost]
    return found


def _outermost(planned: dict[str, Action], reached: dict[str, set]) -> str:
    """Return the key of an act that no other of these reaches; of a circle the one that reaches most."""
    for key, action in planned.items():
        if not any(called(action) & reached[other] for other in planned if other != key):
            return key
    return max(planned, key=lambda key: len(reached[key]))


def _least_disclosing_first(catalog: Catalog, items: list[PlanItem]) -> list[PlanItem]:
    """Order one organisation's items by value; of several ways to the same end that which discloses least is first."""
    best: dict[str, float] = {}
    for item in items:
        best[item.action.do] = max(item.value, best.get(item.action.do, 0.0))
    return sorted(items, key=lambda one: (-best[one.action.do], disclosure(catalog, one.action), -one.value))


def _weaker(item: PlanItem, place: int) -> PlanItem:
    return replace(item, value=item.value * _FURTHER**place)


def _prerequisites_first(items: list[PlanItem]) -> list[PlanItem]:
    """Move what has to be done first before what needs it; anything in a circle keeps its place."""
    by_key = {item.key: item for item in items}
    ordered: dict[str, PlanItem] = {}

    def place(item: PlanItem, path: tuple[str, ...]) -> None:
        for key in item.action.after:
            if key in by_key and key not in ordered and key not in path:
                place(by_key[key], (*path, key))
        ordered.setdefault(item.key, item)

    for item in items:
        place(item, (item.key,))
    return list(ordered.values())
