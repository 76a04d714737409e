"""Whose audit is it? Asked only when several people are in the ledger."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ..page import Page
from ..rows import Column, Row, Rows
from ..words import Words


class PeopleScreen(Page):
    """One row for each person; nothing else of theirs is shown here."""

    HELP = "Choose whose audit to open. Nothing of the others is shown."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,b", "none", show=False, id="back"),
    ]

    def body(self) -> ComposeResult:
        """Yield the question and the list."""
        yield Words("Whose audit is it?", classes="section")
        yield Rows([Column("label"), Column("lives in")])

    def fill(self) -> None:
        """List the people."""
        self.title_line("privacy-audit")
        ledger = self.app.begin_ledger()
        names = self.app.catalog.regions
        rows = self.query_one(Rows)
        rows.set_rows([Row(person.label, (person.label, names.name(person.region))) for person in ledger.people()])
        rows.focus()

    def action_none(self) -> None:
        """There is no screen before this one."""

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Open this person's audit."""
        self.app.open_session(self.app.begin_ledger().person(event.row.id))
        self.app.show_home()
