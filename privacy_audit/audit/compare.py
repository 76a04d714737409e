"""What changed between two audits: who is new, who was asked, who stopped, who came back."""

from dataclasses import dataclass
from datetime import date

from ..ledger.events import Event
from ..ledger.moves import ActionState, fold
from .standing import Audit

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
    came_back: tuple[str, ...]
    refused: tuple[str, ...]


def audits(events: list[Event]) -> tuple[Audit, ...]:
    """Return the audits of a person's log, numbered from 1."""
    begun = [event for event in events if event.kind == "audit"]
    return tuple(
        Audit(number, date.fromisoformat(event.data["on"]), event.data["scope"])
        for number, event in enumerate(begun, 1)
    )


def snapshot(events: list[Event], number: int) -> Snapshot:
    """Return how things stood at the end of audit `number`, from the standing events in order."""
    answers: dict[str, str] = {}
    records: dict[str, list[tuple[str, dict]]] = {}
    seen = 0
    for event in events:
        if event.kind == "audit":
            seen += 1
            if seen > number:
                break
        elif event.kind == "answer":
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
        came_back=grew("relisted"),
        refused=became(("refused",)),
    )
