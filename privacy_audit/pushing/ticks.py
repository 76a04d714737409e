"""What a tick on a calendar may mean. A tick says that something was done, not what: so the person says it.

Recorded without asking is only what has one sensible meaning: that something begun was sent, or a switch turned.
A tick never says that data are gone.
"""

from dataclasses import dataclass
from datetime import date

from ..ledger.moves import MOVES
from ..session import Session
from ..text import clean
from .plan import Step

#: What may have happened where a date of this kind was ticked; what the action's state does not allow is left out.
_MEANINGS = {
    "answer-expected": ("confirmed", "refused", "acknowledged", "extended", "verified"),
    "receipt-expected": ("acknowledged", "extended", "confirmed", "refused"),
    "appeal-expected": ("confirmed",),
    "look-again": ("verified", "not-found", "relisted"),
    "lapses": ("verified", "reopen"),
    "unfinished": ("asked", "confirmed", "not-found", "set-aside"),
}
#: Where something begun is ticked, what was done: a request was sent, or a switch turned.
_SENT = ("freeze", "opt-out", "delete", "access", "correct", "close-account", "dispute", "complain")
_TURNED = ("setting", "habit")
#: What cannot be recorded of an action: the command that leads on.
_ELSEWHERE = {
    "complain-by": "privacy-audit letter {key} --kind complaint",
    "re-audit": "privacy-audit again",
    "life": "privacy-audit event",
}


@dataclass(frozen=True, slots=True)
class Tick:
    """An entry that the person ticked. `on` is the day of the tick, `due` that of the entry.

    `meanings` are the records that it may stand for; `sure` the only sensible one, if there is one. `elsewhere` is a
    command for what is no record. `key` is empty where the entry only counted what is due on a day.
    """

    uid: str
    text: str
    due: date
    on: date
    key: str = ""
    kind: str = ""
    meanings: tuple[str, ...] = ()
    sure: str = ""
    elsewhere: str = ""

    @property
    def commands(self) -> list[str]:
        """The commands that record what it may mean."""
        record = f"privacy-audit record {self.key} {{}} --on {self.on.isoformat()}"
        return [record.format(state) for state in self.meanings] or ([self.elsewhere] if self.elsewhere else [])


def of(session: Session, steps: list[Step]) -> list[Tick]:
    """Return what the person ticked and has not told here yet."""
    return [_tick(session, step) for step in steps if step.what == "tick"]


def _tick(session: Session, step: Step) -> Tick:
    assert step.wanted is not None
    assert step.wanted.todo is not None
    assert step.found is not None
    assert step.found.todo is not None
    todo, today = step.wanted.todo, session.today
    on = min(step.found.todo.ticked_on or today, today)
    if todo.entry is None:
        return Tick(step.uid, todo.summary, todo.day, on)
    entry = todo.entry.due
    state = session.standing.state(entry.key)
    action = session.action_of(entry.key)
    meanings = tuple(to for to in _MEANINGS.get(entry.kind, ()) if action and to in MOVES[state.status])
    sure = ""
    if entry.kind == "unfinished" and action and not (state.day and on < state.day):
        sure = "asked" if action.do in _SENT else "confirmed" if action.do in _TURNED else ""
    on = max(on, state.day) if state.day else on
    elsewhere = _ELSEWHERE.get(entry.kind, "").format(key=clean(entry.key))
    return Tick(
        step.uid, todo.summary, todo.day, on, entry.key, entry.kind, meanings, sure if sure in meanings else "",
        elsewhere,
    )  # fmt: skip
