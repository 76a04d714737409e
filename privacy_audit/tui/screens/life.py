"""Something changed: what happened in a life, and what is to be done or done again because of it."""

from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from ...audit.life import Task, latest, sentence, tasks_of
from ...audit.report import names
from ...audit.standing import Life
from ...catalog.catalog import CatalogError
from ...dates import parse, short
from ...ledger.errors import LedgerError
from ...text import count
from ..page import Page
from ..rows import Column, Row, Rows
from ..words import Words, joined, plain
from .choose import Choose
from .prompt import Prompt

_NOT_KNOWN = "nobody"


class LifeScreen(Page):
    """One row for each change that there can be; those recorded say what is left to do."""

    HELP = (
        "Enter records that it happened and shows what to do or do again because of it, each with the reason. "
        "l shows what is left of the one under the cursor. u takes the newest record back."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "left", "What is left", id="left"),
        Binding("u", "app.undo", "Undo", id="undo_here"),
    ]

    def body(self) -> ComposeResult:
        """Yield the list and what the change under the cursor means."""
        yield Rows([Column("WHAT CHANGED"), Column("", 34)], empty="The catalogue names no changes.", id="changes")
        yield Words(id="about", classes="section muted")

    def on_mount(self) -> None:
        """Start in the list."""
        super().on_mount()
        self.query_one(Rows).focus()

    def fill(self) -> None:
        """List the changes."""
        session = self.session
        self.title_line("Something changed", count(len(session.standing.life), "change") + " recorded")
        told = {life.change: life for life in session.standing.life}
        rows = []
        for id, change in session.catalog.life_changes.items():
            rows.append(Row(id, (change.title, (self._told(told[id]) if id in told else "", "dim"))))
        table = self.query_one(Rows)
        table.set_rows(rows, keep=table.current.id if table.current else None)
        self._show_about(table.current)

    def _told(self, life: Life) -> str:
        left = tasks_of(self.session.catalog, self.session.standing, life)
        return f"{short(life.on, self.session.today)} · " + (f"{count(len(left), 'thing')} left" if left else "done")

    def _show_about(self, row: Row | None) -> None:
        change = self.session.catalog.life_changes.get(row.id) if row else None
        self.query_one("#about", Words).show(change.about if change else "")

    def on_rows_highlighted(self, event: Rows.Highlighted) -> None:
        """Say what the change under the cursor means."""
        self._show_about(event.row)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Ask for the day, then for whom it is about where that matters, and record it."""
        change, today = event.row.id, self.session.today
        prompt = Prompt("On which day?", "2026-11-20, yesterday, 3 days ago", today.isoformat())
        self.app.push_screen(prompt, lambda typed: self._day(change, typed))

    def _day(self, change: str, typed: str | None) -> None:
        if typed is None:
            return
        try:
            day = parse(typed, self.session.today)
        except ValueError as error:
            self.say(str(error), bad=True)
            return
        asks = self.session.catalog.life_change(change).asks
        if asks:
            self.app.push_screen(
                Prompt(asks, "a name; nothing when you don't know"), lambda w: self._who(change, day, w)
            )
        else:
            self._record(change, day, "")

    def _who(self, change: str, day: date, words: str | None) -> None:
        if words is None:
            return
        found = self.session.catalog.search(words, 8) if words else []
        if not found:
            self._record(change, day, "")
            if words:
                self.app.notify(f"Nobody here is called {words}: recorded without a name.", markup=False)
            return
        choices = {id: self.session.catalog.get(id).name for id in found} | {_NOT_KNOWN: "none of these"}
        chooser = Choose("Which of them?", choices)
        self.app.push_screen(chooser, lambda id: self._record(change, day, "" if id == _NOT_KNOWN else id))

    def _record(self, change: str, day: date, organisation: str | None) -> None:
        if organisation is None:
            return
        try:
            written = self.session.life(change, day, organisation)
        except (LedgerError, CatalogError) as error:
            self.say(str(error), bad=True)
            return
        self.fill()
        life = next(one for one in self.session.standing.life if one.event == written.id)
        self.app.push_screen(TasksScreen(life))

    def action_left(self) -> None:
        """Show what is left to do of the change under the cursor."""
        row = self.query_one(Rows).current
        told = [life for life in latest(self.session.standing) if row and life.change == row.id]
        if told:
            self.app.push_screen(TasksScreen(told[-1]))
        else:
            self.say("This was not recorded yet: enter does.", bad=True)


class TasksScreen(Page):
    """What is to be done because of one change."""

    HELP = "Enter opens an action. What you record on it, that it still holds included, takes it off this list."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "place", "Where you live", id="place"),
        Binding("u", "app.undo", "Undo", id="undo_here"),
    ]

    def __init__(self, life: Life):
        super().__init__()
        self._life = life

    def body(self) -> ComposeResult:
        """Yield the list, the reason of the row under the cursor, and the advice."""
        columns = [Column("TO DO OR TO DO AGAIN"), Column("", 7), Column("min", 4, right=True), Column("by", 12)]
        yield Rows(columns, empty="Nothing on your list has to be done because of it.", id="tasks")
        yield Words(id="reason", classes="section")
        with VerticalScroll(id="advice", can_focus=False):
            yield Words(id="advice-words", classes="muted")

    def on_mount(self) -> None:
        """Start in the list."""
        super().on_mount()
        self.query_one(Rows).focus()

    def fill(self) -> None:
        """Show what is left."""
        session = self.session
        stands = [one for one in session.standing.life if one.event == self._life.event]
        left = tasks_of(session.catalog, session.standing, self._life) if stands else []
        self._tasks = {task.key: task for task in left}
        self.title_line(sentence(session.catalog, self._life), count(len(left), "thing") if stands else "taken back")
        rows = self.query_one(Rows)
        rows.set_rows([self._row(task) for task in left], keep=rows.current.id if rows.current else None)
        self._show_reason(rows.current)
        change = session.catalog.life_changes.get(self._life.change)
        advice = change.advice if change else ()
        self.query_one("#advice-words", Words).show(joined(plain(f"· {line}") for line in advice))

    def _row(self, task: Task) -> Row:
        name, title = names(self.session.catalog, task.key)
        by = short(task.by, self.session.today) if task.by else ""
        minutes = str(self.session.catalog.action(task.key).minutes)
        return Row(task.key, (f"{name}: {title}", ("again" if task.redo else "new", "dim"), minutes, (by, "warn")))

    def _show_reason(self, row: Row | None) -> None:
        task = self._tasks.get(row.id) if row else None
        text = " ".join(filter(None, (task.because + ".", task.rule))) if task else ""
        self.query_one("#reason", Words).show(text[:1].upper() + text[1:])

    def on_rows_highlighted(self, event: Rows.Highlighted) -> None:
        """Show the reason of the row under the cursor."""
        self._show_reason(event.row)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to change the region after a move."""
        return self._life.change == "moved" if action == "place" else True

    def action_place(self) -> None:
        """Change the region: other laws and other organisations count there."""
        self.app.action_go("place")

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Open an action."""
        from .action import ActionScreen

        self.app.push_screen(ActionScreen(event.row.id))
