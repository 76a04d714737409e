"""Reminders: the timer of this system, the line in the shell, and how much either may show."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.worker import Worker, WorkerState

from ...ledger.errors import LedgerError
from ...reminders import desktop, digest, notice
from ...reminders.timers import choose, job, shell
from ...reminders.timers.errors import TimerError
from ...reminders.timers.job import Found, Job, Proposal
from ..page import Page
from ..rows import Column, Row, Rows
from ..words import Words, joined, plain
from .choose import Choose
from .prompt import Prompt

_CHOICES = {
    "notification": ("How much may a notification show?", notice.SETTING, notice.SHOWS),
    "locked": ("How much may be told while the ledger is encrypted and locked?", digest.SETTING, digest.SHOWS),
}
_ABOUT = {
    "notification": "A screen can be seen by others, so that a notification names no organisation unless you allow it.",
    "locked": "While an encrypted ledger is locked, reminders know only what you let them keep in a small file beside "
    "it: a number, or dates. Nothing is kept there unless you choose it.",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What this system has: what is set, what would be written, and in words what could not be looked at."""

    found: tuple[Found, ...]
    proposals: dict[str, Proposal]
    problems: tuple[str, ...]


def look(at: time, ledger: Path, person: str | None) -> Seen:
    """Look at this system; it asks the system's own commands and so may take a moment."""
    found, problems = choose.look()
    proposals = {}
    timer = choose.pick()
    for kind in {timer, "shell"}:
        try:
            if kind != "shell" or shell.of_person():
                proposals[kind] = choose.propose(job.job(at, ledger, person), kind)
        except TimerError as error:
            problems.append(str(error))
    return Seen(tuple(found), proposals, tuple(problems))


class RemindersScreen(Page):
    """What is set and what would be written; enter sets it after a question."""

    HELP = (
        "A timer looks once a day, and shows a notification when something is due. The line in a shell says the same "
        "when a shell opens. Enter shows what would be written and asks; x removes both and leaves nothing behind."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "at", "Time", id="at"),
        Binding("x", "remove", "Remove", id="remove"),
    ]

    def body(self) -> ComposeResult:
        """Yield the list and what there is to say of the row under the cursor."""
        yield Rows([Column("", 24), Column("")], id="reminders")
        with VerticalScroll():
            yield Words(id="about")

    def on_mount(self) -> None:
        """Start in the list."""
        self._at = job.USUAL_TIME
        self._seen: Seen | None = None
        super().on_mount()
        self.query_one(Rows).focus()

    def fill(self) -> None:
        """Show what is known, and look at the system."""
        self._show()
        person = self.session.person.label if len(self.session.ledger.people()) > 1 else None
        at, ledger = self._at, self.app.ledger_path
        self.run_worker(
            lambda: look(at, ledger, person),
            name="look", group="look", thread=True, exclusive=True, exit_on_error=False,
        )  # fmt: skip

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Show what was found, or answer what was done."""
        if event.state is WorkerState.ERROR:
            self.say(str(event.worker.error), bad=True)
        elif event.state is WorkerState.SUCCESS and event.worker.name == "look":
            self._take(event.worker.result)
        elif event.state is WorkerState.SUCCESS:
            self.say(str(event.worker.result))
        if event.worker.name == "act" and event.worker.is_finished:
            self.fill()

    def _take(self, seen: Seen | None) -> None:
        """Show what was found; the time of a timer that is set is where one goes on from."""
        first = self._seen is None
        self._seen = seen
        at = next((one.at for one in self._of_kind(False) if one.at), None)
        if first and at and at != self._at:
            self._at = at
            self.fill()
        self._show()

    def _show(self) -> None:
        chosen = self.session.reminder_choices
        values = {"timer": self._standing(False), "shell": self._standing(True)}
        values |= {what: _CHOICES[what][2][said] for what, said in chosen.items()}
        names = {
            "timer": "A timer", "shell": "A line in your shell", "notification": "A notification shows",
            "locked": "A locked ledger tells",
        }  # fmt: skip
        rows = self.query_one(Rows)
        keep = rows.current.id if rows.current else None
        rows.set_rows([Row(id, (name, (values[id], "dim"))) for id, name in names.items()], keep=keep)
        is_set = bool(self._of_kind(False))
        self.title_line("Reminders", f"every day at {self._at:%H:%M}" if is_set else "no timer is set")
        self._show_about(rows.current)

    def _standing(self, of_shell: bool) -> str:
        """Return in words how the timer or the shell's line stands."""
        if self._seen is None:
            return "looking …"
        there = self._of_kind(of_shell)
        if there:
            bad = "its program is not there any more: enter sets it again" if there[0].missing else there[0].asleep
            when = f"every day at {there[0].at:%H:%M}" if there[0].at else "set"
            return bad or f"{when}: {_short(there[0].where)}"
        planned = self._proposal(of_shell)
        if planned is None:
            return "your shell is none of bash, zsh, fish" if of_shell else "this system has none that can be set"
        return "not set" if of_shell else f"not set; this system has {planned.title}"

    def _of_kind(self, of_shell: bool) -> list[Found]:
        return [one for one in self._seen.found if (one.kind == "shell") == of_shell] if self._seen else []

    def _proposal(self, of_shell: bool) -> Proposal | None:
        proposals = self._seen.proposals if self._seen else {}
        return next((one for kind, one in proposals.items() if (kind == "shell") == of_shell), None)

    def _show_about(self, row: Row | None) -> None:
        about = self.query_one("#about", Words)
        if row is None or row.id in _ABOUT:
            about.show(_ABOUT[row.id] if row else "")
            return
        of_shell = row.id == "shell"
        planned = self._proposal(of_shell)
        lines = [*(self._seen.problems if self._seen else ())]
        if not of_shell and (why := desktop.missing()):
            lines.append(f"A timer shows nothing yet: {why}.")
        heading = "This stands there:" if planned and not planned.changes else "Enter writes this, after a question:"
        lines += ["", heading, "", *_lines(planned)] if planned else []
        about.show("\n".join(lines).strip("\n"))

    def on_rows_highlighted(self, event: Rows.Highlighted) -> None:
        """Say more on this row."""
        self._show_about(event.row)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Set it after a question, or choose how much is shown."""
        if event.row.id in _CHOICES:
            question, name, choices = _CHOICES[event.row.id]
            self.app.push_screen(
                Choose(question, dict(choices)), lambda said: self._choose(name, said) if said else None
            )
            return
        planned = self._proposal(event.row.id == "shell")
        if planned is None:
            self.say("There is nothing that could be set here.", bad=True)
        elif not planned.changes:
            self.say("It is set like this already. x removes it.")
        else:
            self.app.push_screen(
                Confirm("This will be written:", "\n".join(_lines(planned))),
                lambda yes: self._set(planned.kind) if yes else None,
            )

    def _choose(self, name: str, said: str) -> None:
        try:
            self.session.choose(name, said)
        except LedgerError as error:
            self.say(str(error), bad=True)
            return
        self._show()
        self.say("kept")

    def _set(self, kind: str) -> None:
        label = self.session.person.label if len(self.session.ledger.people()) > 1 else None
        try:
            wanted = job.job(self._at, self.app.ledger_path, label)
        except TimerError as error:
            self.say(str(error), bad=True)
            return
        self._act(lambda: _install(wanted, kind))

    def _act(self, work: Callable[[], str]) -> None:
        """Let the system's commands run beside the screen; what came of it is said at the bottom."""
        self.run_worker(work, name="act", group="act", thread=True, exit_on_error=False)

    def action_at(self) -> None:
        """Ask for the time of day."""
        self.app.push_screen(Prompt("At what time of day?", "HH:MM", f"{self._at:%H:%M}"), self._take_time)

    def _take_time(self, typed: str | None) -> None:
        if typed is None:
            return
        try:
            self._at = job.parse_time(typed)
        except ValueError as error:
            self.say(str(error), bad=True)
            return
        self.fill()
        self.say(f"{self._at:%H:%M}: enter on the timer sets it")

    def action_remove(self) -> None:
        """Remove all that is set, after a question."""
        there = self._seen.found if self._seen else ()
        if not there:
            self.say("Nothing is set; there is nothing to remove.")
            return
        self.app.push_screen(
            Confirm("This will be removed:", "\n".join(_short(one.where) for one in there)),
            lambda yes: self._act(_remove) if yes else None,
        )


class Confirm(ModalScreen[bool]):
    """What will be written or removed: yes or no."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y", "dismiss(True)", "Do it", id="confirm_yes"),
        Binding("escape,n", "dismiss(False)", "Back", id="confirm_no"),
    ]

    def __init__(self, question: str, text: str):
        super().__init__()
        self._question, self._text = question, text

    def compose(self) -> ComposeResult:
        """Yield the question and the whole text."""
        with Vertical(classes="dialog"):
            yield Words(joined([plain(self._question, "bold"), plain("")]))
            with VerticalScroll():
                yield Words(self._text)
            yield Words("\nenter does it · escape goes back", classes="muted")


def _install(wanted: Job, kind: str) -> str:
    choose.install(wanted, kind)
    return "set; x removes it"


def _remove() -> str:
    said, problems = choose.uninstall()
    return " ".join(problems) or f"removed: {len(said)}; nothing of it is left"


def _lines(planned: Proposal) -> list[str]:
    """Return what would be written and run, for reading."""
    lines = []
    for part in planned.parts:
        lines += [_short(part.where), *(f"  {line}" for line in part.text.splitlines()), ""]
    lines += [f"It runs: {command}" for command in planned.commands]
    lines += [f"It takes the place of: {_short(one.where)}" for one in planned.removes]
    return lines


def _short(where: str) -> str:
    """Return a path with the home folder as ~."""
    home = str(Path.home())
    return f"~{where[len(home) :]}" if where.startswith(f"{home}/") else where
