"""What is said of a calendar and of a push, in words and as JSON; the same on the screen as on the command line."""

from dataclasses import dataclass
from datetime import date

from ..dates import short
from ..ledger.moves import MEANINGS
from ..session import Session
from ..text import count
from .plan import TICKED, Sent, Step, Wanted
from .ticks import Tick

TELLS_WORDS = {
    "names": "each entry names the organisation",
    "count": "entries only count: “privacy audit: 3 things due”",
}
_PLACE = {"create": "new", "update": "changed", "delete": "no longer due: removed"}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry before a push: when, what, and how it stands with the calendar, as far as is known here."""

    uid: str
    on: date
    text: str
    state: str


def beforehand(due: list[Wanted], known: dict[str, Sent]) -> list[Line]:
    """Return what stands and what would be sent of it, by day, from what is known here alone."""
    lines = []
    for one in due:
        if one.ended or one.todo is None:
            continue
        sent = known.get(one.uid)
        if sent is None or sent.state == "gone":
            state = "new"
        elif sent.state in ("removed", TICKED):
            again = one.day.isoformat() != sent.day and one.sequence > sent.sequence
            state = "a new date" if again else "you removed it there" if sent.state == "removed" else "you ticked it"
        else:
            state = "there" if sent.base == one.base else "changed"
        lines.append(Line(one.uid, one.day, one.todo.summary, state))
    return lines


def text_of(step: Step) -> str:
    """Return what an entry is about."""
    if step.wanted and step.wanted.todo:
        return step.wanted.todo.summary
    return step.found.todo.summary if step.found and step.found.todo else "an entry"


def summary(steps: list[Step], met: list[Step], dry: bool = False) -> str:
    """Return what a push did, or would do, in a line."""
    numbers = {what: sum(step.what == what for step in steps) for what in ("create", "update", "delete")}
    parts = [f"{number:,} {_PLACE[what]}" for what, number in numbers.items() if number]
    more = f" {count(len(met), 'entry', 'entries')} changed there meanwhile and stay as they are." if met else ""
    if not parts:
        return ("Nothing has to be changed there." if dry else "Nothing had to be changed there.") + more
    begin = "Would be sent" if dry else "Sent"
    return f"{begin}: {', '.join(parts)}.{more}"


def removed(number: int, stay: int) -> str:
    """Return how many entries were removed from the server, and how many stay."""
    why = "stays, for you changed it" if stay == 1 else "stay, for you changed them"
    mine = f"; {count(stay, 'entry', 'entries')} {why}" if stay else ""
    return f"Removed there: {count(number, 'entry', 'entries')}{mine}."


def tick_line(tick: Tick, today: date) -> str:
    """Return that something was ticked, in a line."""
    return f"You ticked: {tick.text} (due {short(tick.due, today)}, ticked {short(tick.on, today)})"


def meaning_lines(tick: Tick) -> list[tuple[str, str]]:
    """Return what a tick may mean, in words, each with the command that records it."""
    if tick.meanings:
        return [(MEANINGS[state], command) for state, command in zip(tick.meanings, tick.commands, strict=True)]
    return [("go on with it", command) for command in tick.commands]


def kept_line(step: Step) -> str:
    """Return that an entry stays as the person changed it."""
    return f"Kept yours: {text_of(step)}: {step.why}"


def as_json(
    session: Session, steps: list[Step], met: list[Step], ticked: list[Tick], recorded: list[Tick], dry: bool
) -> dict:
    """Return a push for other programs."""

    def of(*whats: str) -> list[dict]:
        return [
            {"uid": step.uid, "text": text_of(step), "on": step.wanted.day if step.wanted else None, "why": step.why}
            for step in steps
            if step.what in whats
        ]

    return {
        "today": session.today, "dry_run": dry, "created": of("create"), "changed": of("update"),
        "removed": of("delete"), "kept": of("kept"), "not_written_again": of("away"),
        "changed_meanwhile": [{"uid": step.uid, "text": text_of(step)} for step in met],
        "same": sum(step.what in ("same", "known") for step in steps),
        "ticked": [_tick(tick) for tick in ticked],
        "recorded": [{"key": tick.key, "state": tick.sure, "on": tick.on} for tick in recorded],
    }  # fmt: skip


def _tick(tick: Tick) -> dict:
    return {
        "uid": tick.uid, "text": tick.text, "due": tick.due, "on": tick.on, "key": tick.key, "kind": tick.kind,
        "may_mean": list(tick.meanings), "sure": tick.sure or None, "commands": tick.commands,
    }  # fmt: skip
