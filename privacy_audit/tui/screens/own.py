"""Adding an organisation of one's own: a dentist, a landlord, a club."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from ... import folders
from ...catalog import own
from ...catalog.catalog import CatalogError
from ...ledger.errors import LedgerError
from ...text import clean
from ..field import Field
from ..page import Page
from ..rows import Column, Row, Rows
from ..words import Words


class OwnScreen(Page):
    """A name, a contact if known, and the theme it belongs to."""

    HELP = (
        "The organisation is kept as a small text file with your settings, and is yours alone. "
        "Enter goes to the next field; enter on a theme adds it. You can change the file later with any editor."
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "app.back", "Back", id="back")]

    def __init__(self, name: str = ""):
        super().__init__()
        self._proposed = name

    def body(self) -> ComposeResult:
        """Yield the fields and the themes."""
        yield Words("What is it called?", classes="line")
        yield Field(self._proposed, placeholder="name", max_length=120, id="name")
        yield Words("Its privacy page or e-mail address, if you know one", classes="line")
        yield Field(placeholder="https://… or name@example.com", max_length=300, id="contact")
        yield Words("Where does it belong?", classes="line")
        yield Rows([Column("")], id="themes")

    def on_mount(self) -> None:
        """Start at the name."""
        super().on_mount()
        self.query_one("#name", Input).focus()

    def fill(self) -> None:
        """List the themes."""
        self.title_line("Add an organisation", "kept with your settings")
        titles = self.session.catalog.theme_titles
        self.query_one(Rows).set_rows([Row(id, (title,)) for id, title in titles.items()])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the next field."""
        target = "#contact" if event.input.id == "name" else "#themes"
        self.query_one(target).focus()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Write the file, take it into the catalogue, and say that it holds the person."""
        from .organisation import OrganisationScreen

        session = self.session
        name, contact = self.query_one("#name", Input).value, self.query_one("#contact", Input).value
        try:
            id = own.new_id(session.catalog, name)
            text = own.skeleton(id, name, event.row.id, session.person.region[:2], contact, session.today)
            own.add(session.catalog, folders.own_checklists(), id, text)
        except CatalogError as error:
            self.say(str(error), bad=True)
            return
        try:
            session.answer(id, "yes")
        except LedgerError as error:
            self.app.notify(clean(error), markup=False, severity="error")
        self.app.switch_screen(OrganisationScreen(id))
