"""Due: dates to keep, each with the rule that gave it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ...audit.due import AUDIT_KEY
from ...audit.life import EVENT
from ...audit.report import names
from ...dates import long, relative
from ...ledger.store import DueEntry
from ...text import count
from .. import acts
from ..page import Page
from ..rows import Column, Row, Rows
from ..words import Words

_KINDS = {
    "late": "answer late", "answer-expected": "answer", "look-again": "look again", "lapses": "term ends",
    "unfinished": "unfinished", "re-audit": "audit", "life": "changed", "receipt-expected": "receipt",
    "appeal-expected": "appeal", "complain-by": "complain by",
}  # fmt: skip


class DueScreen(Page):
    """What is due now and what comes later; several can be recorded at once."""

    HELP = (
        "Space marks rows; g, f, a or x then records all that are marked, or the one under the cursor. "
        "Dates are estimates; the rule behind each stands below."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", "Mark", id="mark"),
        Binding("g", "record('verified')", "Seen gone", id="verified"),
        Binding("f", "record('confirmed')", "Said done", id="confirmed"),
        Binding("a", "record('asked')", "Asked again", id="asked"),
        Binding("m", "record('relisted')", "Came back", id="relisted"),
        Binding("x", "record('refused')", "Refused", id="refused"),
        Binding("u", "app.undo", "Undo", id="undo_here"),
        Binding("r", "app.go('reminders')", "Reminders", id="reminders"),
        Binding("h", "app.go('rhythm')", "How often", id="rhythm"),
    ]

    def body(self) -> ComposeResult:
        """Yield the table and the rule of the row under the cursor."""
        nothing = "Nothing is due. Dates come with what you record on an action."
        yield Rows([Column("when", 17), Column("", 11), Column("what")], empty=nothing, id="dates")
        yield Words(id="rule", classes="section muted")

    def on_mount(self) -> None:
        """Start in the table."""
        super().on_mount()
        self.query_one(Rows).focus()

    def fill(self) -> None:
        """Show the dates."""
        session = self.session
        now = session.due()
        taken = {(entry.key, entry.on) for entry in now}
        later = [
            entry for entry in session.due_entries if entry.on >= session.today and (entry.key, entry.on) not in taken
        ]
        self._entries: dict[str, DueEntry] = {f"{entry.key} {entry.kind}": entry for entry in [*now, *later]}
        self.title_line("Due", f"{count(len(now), 'thing')} now, {len(later)} later")
        rows = self.query_one(Rows)
        rows.set_rows(
            [self._row(id, entry) for id, entry in self._entries.items()],
            keep=rows.current.id if rows.current else None,
        )
        self._show_rule(rows.current)

    def _row(self, id: str, entry: DueEntry) -> Row:
        today = self.session.today
        style = "warn" if entry.on <= today else ""
        return Row(id, ((relative(entry.on, today), style), (_KINDS[entry.kind], "dim"), self._what(entry)))

    def _what(self, entry: DueEntry) -> str:
        if entry.key == AUDIT_KEY or entry.key.startswith(f"{EVENT}/"):
            return entry.text
        name, title = names(self.session.catalog, entry.key)
        return f"{name}: {title}"

    def _show_rule(self, row: Row | None) -> None:
        entry = self._entries.get(row.id) if row else None
        self.query_one("#rule", Words).show(f"{long(entry.on)}: {entry.rule}" if entry else "")

    def on_rows_highlighted(self, event: Rows.Highlighted) -> None:
        """Show the rule of the row under the cursor."""
        self._show_rule(event.row)

    def action_mark(self) -> None:
        """Mark the row under the cursor."""
        self.query_one(Rows).toggle_mark()

    def action_record(self, state: str) -> None:
        """Record for all marked rows, or for the one under the cursor."""
        rows = self.query_one(Rows)
        ids = [row.id for row in rows.rows if row.id in rows.marked] or [row.id for row in [rows.current] if row]
        keys = list(dict.fromkeys(self._entries[id].key for id in ids))
        told = [key for key in keys if self.session.action_of(key)]
        recorded = sum(acts.record(self, key, state) for key in told)
        if recorded > 1:
            self.say(f"recorded: {recorded} of {len(keys)} · u takes them back one by one")
        elif not told:
            self.say("Press enter to look at it." if keys else "There is nothing to record here.", bad=True)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Open the action, what changed in the person's life, or the look again (before its time the walk)."""
        from .action import ActionScreen

        entry = self._entries[event.row.id]
        if entry.key == AUDIT_KEY:
            self.app.action_go("again" if entry.on <= self.session.today else "walk")
        elif entry.key.startswith(f"{EVENT}/"):
            self.app.action_go("life")
        elif self.session.action_of(entry.key):
            self.app.push_screen(ActionScreen(entry.key))
