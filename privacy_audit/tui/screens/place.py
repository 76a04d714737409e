"""Where do you live? One searchable list, used at the first start and when somebody moved."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from ...catalog.regions import Regions
from ...ledger.errors import LedgerError
from ..field import Field
from ..page import Page
from ..rows import Column, Row, Rows
from ..words import Words


class PlacePage(Page):
    """A field to type into and the regions that match, together one keyboard motion."""

    QUESTION = "Where do you live?"
    WHY = (
        "It decides who may hold you and which law is on your side. "
        "Nothing else is asked, and it stays on this machine."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "rows(1)", "Down", show=False, priority=True),
        Binding("up", "rows(-1)", "Up", show=False, priority=True),
        Binding("escape", "app.back", "Back", id="back"),
    ]

    @property
    def regions(self) -> Regions:
        """The regions to choose from."""
        return self.app.catalog.regions

    def body(self) -> ComposeResult:
        """Yield the question, the field and the list."""
        yield Words(self.QUESTION, classes="section")
        yield Field(placeholder="type: California, Québec, Jalisco …", id="place")
        yield Words(self.WHY, classes="section muted")
        yield Rows([Column(""), Column("", 8)], empty="Nothing matches. Try fewer letters, or the country alone.")

    def on_mount(self) -> None:
        """Start in the field."""
        super().on_mount()
        self.show_matches("")
        self.query_one(Input).focus()

    def show_matches(self, typed: str) -> None:
        """List the regions that match."""
        codes = self.regions.search(typed)
        self.query_one(Rows).set_rows([Row(code, (self.regions.name(code), (code, "dim"))) for code in codes])

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list with every letter."""
        self.show_matches(event.value)

    def on_input_submitted(self) -> None:
        """Take the region under the cursor."""
        self.query_one(Rows).action_choose()

    def action_rows(self, step: int) -> None:
        """Move in the list without leaving the field."""
        self.query_one(Rows).action_move(step)


class PlaceScreen(PlacePage):
    """Changing the region of somebody who is in the ledger."""

    QUESTION = "Where do you live now?"
    HELP = "Choosing another region changes who may hold you and which laws are named. Your records stay."

    def fill(self) -> None:
        """Show the present region in the title."""
        self.title_line("Where you live", self.regions.name(self.session.person.region))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Keep the new region."""
        try:
            self.session.edit_person(region=event.row.id)
        except LedgerError as error:
            self.say(str(error), bad=True)
            return
        self.app.action_back()
