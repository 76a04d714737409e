"""Whose audit is it? Asked at the start when several people are in the ledger, and whenever another is to be opened."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from ...ledger.errors import LedgerError
from ...ledger.store import Person
from ...text import clean, count, fold
from ..field import Field
from ..page import Page
from ..rows import Column, Row, Rows
from ..words import Words
from .place import PlacePage
from .prompt import Prompt

#: So many people are chosen from a list; of more, some letters are typed.
_FEW = 10


class PeopleScreen(Page):
    """One row for each person, and a field that narrows a long list; nothing else of theirs is shown here."""

    HELP = (
        "Enter opens the audit under the cursor. Where there are many, type some letters of a label or a region first. "
        "Everybody has an audit of their own: nothing of the others is shown in it."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "rows(1)", "Down", show=False, priority=True),
        Binding("up", "rows(-1)", "Up", show=False, priority=True),
        Binding("pagedown", "pages(1)", "Page down", show=False, priority=True, id="people_on"),
        Binding("pageup", "pages(-1)", "Page up", show=False, priority=True, id="people_up"),
        Binding("escape", "back", "Back", id="back"),
        Binding("ctrl+n", "add", "Add somebody", id="add_person"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._people: list[Person] = []

    def body(self) -> ComposeResult:
        """Yield the question, the field and the list."""
        yield Words("Whose audit is it?", classes="section")
        yield Field(placeholder="type some letters of a label", id="person")
        yield Rows([Column("label"), Column("lives in")], empty="Nobody matches. Try fewer letters.")

    def on_mount(self) -> None:
        """Start in the field, or in the list where it is short."""
        super().on_mount()
        self.query_one(Input if len(self._people) > _FEW else Rows).focus()

    def fill(self) -> None:
        """List the people."""
        self._people = self.app.begin_ledger().people()
        self.title_line("privacy-audit", count(len(self._people), "person", "people"))
        field = self.query_one(Input)
        field.display = len(self._people) > _FEW
        self._show(field.value)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is before this screen at the start."""
        return hasattr(self.app, "session") if action == "back" else True

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list with every letter."""
        self._show(event.value)

    def _show(self, typed: str) -> None:
        names = self.app.catalog.regions
        words = fold(typed).split()
        rows = []
        for person in self._people:
            region = names.name(person.region)
            if all(word in fold(f"{person.label} {region} {person.region}") for word in words):
                rows.append(Row(person.label, (person.label, region)))
        now = self.app.session.person.label if hasattr(self.app, "session") else None
        self.query_one(Rows).set_rows(rows, keep=now)

    def on_input_submitted(self) -> None:
        """Open the audit under the cursor."""
        self.query_one(Rows).action_choose()

    def action_rows(self, step: int) -> None:
        """Move in the list without leaving the field."""
        self.query_one(Rows).action_move(step)

    def action_pages(self, direction: int) -> None:
        """Move by a page without leaving the field."""
        self.query_one(Rows).action_page(direction)

    def action_back(self) -> None:
        """Go back to the audit that is open."""
        self.app.action_back()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Open this person's audit."""
        try:
            self.app.open_session(self.app.begin_ledger().person(event.row.id))
        except LedgerError as error:
            self.fill()
            self.say(str(error), bad=True)
            return
        self.app.show_home()

    def action_add(self) -> None:
        """Ask what to call somebody new, and where they live."""
        question = "What do you call them? Any label will do; a name is never needed."
        self.app.push_screen(Prompt(question, value=self.query_one(Input).value), self._ask_where)

    def _ask_where(self, label: str | None) -> None:
        if label:
            self.app.push_screen(NewPersonScreen(clean(label, 60)))


class NewPersonScreen(PlacePage):
    """Where does somebody new live?"""

    QUESTION = "Where do they live?"
    HELP = "Type a few letters of their state, province or country, then press enter."

    def __init__(self, label: str):
        super().__init__()
        self._label = label

    def fill(self) -> None:
        """Show the label in the title."""
        self.title_line("Add somebody", self._label)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Add them and open their audit."""
        try:
            person = self.app.begin_ledger().add_person(self._label, event.row.id)
        except LedgerError as error:
            self.say(str(error), bad=True)
            return
        self.app.open_session(person)
        self.app.show_home()
