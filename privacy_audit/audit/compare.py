"""What changed between two audits: who is new, who was asked, who stopped, who came back."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from ..catalog.catalog import Catalog
from ..ledger.events import Event
from ..ledger.moves import ActionState, fold
from .counts import ThemeCount, by_theme, total
from .returns import Return, returns
from .standing import Audit, Standing

_STOPPED = ("confirmed", "verified")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Answers and actions as they stood when an audit ended (the next one began)."""

    answers: dict[str, str]
    actions: dict[str, ActionState]

    @property
    def holders(self) -> set[str]:
        """The organisations that the person said hold them, or once did."""
        return {id for id, answer in self.answers.items() if answer in ("yes", "past")}


@dataclass(frozen=True, slots=True)
class Difference:
    """What is so in the later audit and was not in the earlier one. Organisations by id, actions by key."""

    new_holders: tuple[str, ...]
    gone_holders: tuple[str, ...]
    newly_asked: tuple[str, ...]
    newly_stopped: tuple[str, ...]
    seen_gone: tuple[str, ...]
    came_back: tuple[str, ...]
    refused: tuple[str, ...]


#: The parts of a difference in words, what was gained and what was lost before the rest.
HEADINGS = {
    "newly_stopped": "Say that it is done",
    "seen_gone": "Seen gone",
    "gone_holders": "No longer said to hold you",
    "came_back": "Came back",
    "refused": "Refused",
    "new_holders": "Newly known to hold you",
    "newly_asked": "Asked",
}


def audits(events: list[Event]) -> tuple[Audit, ...]:
    """Return the audits of a person's log, numbered from 1."""
    begun = [event for event in events if event.kind == "audit"]
    return tuple(_audit(number, event.data) for number, event in enumerate(begun, 1))


def _audit(number: int, data: dict) -> Audit:
    themes, known = tuple(data.get("themes", ())), data.get("known", "")
    return Audit(number, date.fromisoformat(data["on"]), data["scope"], themes, known)


def snapshot(events: list[Event], number: int) -> Snapshot:
    """Return how things stood at the end of audit `number`, from the standing events in order."""
    answers: dict[str, str] = {}
    records: dict[str, list[tuple[str, dict]]] = {}
    for event in _until(events, number):
        if event.kind == "answer":
            answers[event.organisation] = event.data["answer"]
        elif event.kind == "record":
            records.setdefault(f"{event.organisation}/{event.action}", []).append((event.id, event.data))
    return Snapshot(answers, {key: fold(found) for key, found in records.items()})


def compare(before: Snapshot, after: Snapshot) -> Difference:
    """Return what changed from one snapshot to a later one."""

    def became(statuses: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(
            sorted(
                key
                for key, state in after.actions.items()
                if state.status in statuses
                and (key not in before.actions or before.actions[key].status not in statuses)
            )
        )

    def grew(name: str) -> tuple[str, ...]:
        zero = ActionState()
        return tuple(
            sorted(k for k, s in after.actions.items() if getattr(s, name) > getattr(before.actions.get(k, zero), name))
        )

    return Difference(
        new_holders=tuple(sorted(after.holders - before.holders)),
        gone_holders=tuple(sorted(before.holders - after.holders)),
        newly_asked=grew("times_asked"),
        newly_stopped=became(_STOPPED),
        seen_gone=became(("verified",)),
        came_back=grew("relisted"),
        refused=became(("refused",)),
    )


def counted(catalog: Catalog, region: str, one: Snapshot) -> ThemeCount:
    """Return how many organisations were known, asked, said done and seen gone when an audit ended."""
    answers = {catalog.current_id(id): answer for id, answer in one.answers.items()}
    return total(by_theme(catalog, Standing(region, answers, one.actions)))


def returned(events: list[Event], earlier: int, later: int) -> dict[str, Return]:
    """Return, by action, the latest time that it came back between the ends of two audits."""
    before = Counter(one.key for one in returns(_until(events, earlier)))
    found: dict[str, Return] = {}
    for one in returns(_until(events, later)):
        before[one.key] -= 1
        if before[one.key] < 0:
            found[one.key] = one
    return found


def parts(difference: Difference) -> dict[str, tuple[str, ...]]:
    """Return a difference for showing, in the order of HEADINGS; what was seen gone is not named as said done too."""
    found = {name: getattr(difference, name) for name in HEADINGS}
    seen = set(difference.seen_gone)
    return found | {"newly_stopped": tuple(key for key in difference.newly_stopped if key not in seen)}


def _until(events: list[Event], number: int) -> list[Event]:
    """Return the standing events up to the end of audit `number`, where the next one begins."""
    seen = 0
    for place, event in enumerate(events):
        seen += event.kind == "audit"
        if seen > number:
            return events[:place]
    return events
