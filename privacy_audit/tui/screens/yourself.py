"""Searching oneself: what a stranger finds, opened in the person's own browser after showing what would leave."""

from functools import cached_property
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input

from ...catalog.filling import fill_address, search_address
from ...catalog.model import Organisation
from ...text import clean
from .. import outside
from ..field import Field
from ..page import Page
from ..rows import Column, Row, Rows
from ..words import Words, plain

FIELDS = {
    "first": "first name", "last": "last name", "city": "city", "state": "state, written out",
    "street": "street", "phone": "phone", "email": "e-mail", "employer": "employer", "school": "school",
    "username": "user name",
}  # fmt: skip


class YourselfScreen(Page):
    """Details that stay in memory until the program ends, and the searches that can be made with them."""

    HELP = (
        "What you type here is used to fill in addresses and is forgotten when you leave the program. Enter on a "
        "search shows the whole address and who will see it; only a second enter opens it in your browser. "
        "ctrl+e chooses another search engine."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.back", "Back", id="back"),
        # Before the field, in which ctrl+e goes to the end.
        Binding("ctrl+e", "engine", "Other engine", id="engine", priority=True),
    ]

    def __init__(self, organisation: str | None = None):
        super().__init__()
        self._organisation = organisation
        self._engine = 0

    def body(self) -> ComposeResult:
        """Yield the details and the searches."""
        yield Words("Only what you like; kept in memory, never written down.", classes="line muted")
        with Grid(id="details"):
            for id, hint in FIELDS.items():
                yield Field(self.app.details.get(id, ""), placeholder=hint, max_length=80, id=id)
        yield Words(id="engine-line", classes="line")
        yield Rows([Column("", 40), Column("")], empty="Type your first and last name above.", id="searches")

    def on_mount(self) -> None:
        """Start at the first empty detail."""
        super().on_mount()
        empty = next((field for field in self.query(Input) if not field.value), None)
        (empty or self.query_one(Rows)).focus()

    def fill(self) -> None:
        """List what can be searched with the details given."""
        catalog = self.session.catalog
        self.title_line("Search yourself", catalog.regions.name(self.session.person.region))
        self._addresses: dict[str, tuple[str, str]] = {}
        engines = list(catalog.engines.items())
        searches: list[Row | None] = []
        line = "People-search sites"
        if engines:
            name, template = engines[self._engine % len(engines)]
            searches = self._search_rows(name, template)
            line = f"Search with {name} (ctrl+e for another), then people-search sites"
        self.query_one("#engine-line", Words).show(line)
        rows = [row for row in (*searches, *self._site_rows()) if row]
        self.query_one(Rows).set_rows(rows)

    def _search_rows(self, name: str, template: str) -> list[Row | None]:
        details = self.app.details
        return [
            self._row(f"search {one.id}", one.title, one.why, search_address(template, one.query, details), name)
            for one in self.session.catalog.searches
        ]

    def _site_rows(self) -> list[Row | None]:
        rows = []
        for one in self._sites:
            address = fill_address(one.find.template, self.app.details)
            rows.append(self._row(f"site {one.id}", one.name, one.find.how or "", address, one.name))
        return rows

    @cached_property
    def _sites(self) -> list[Organisation]:
        """Those whose address of a listing is known: the one asked for, or all that may hold the person."""
        catalog = self.session.catalog
        ids = [self._organisation] if self._organisation else catalog.in_region(self.session.person.region)
        return [one for one in map(catalog.get, ids) if one.find.template]

    def _row(self, id: str, title: str, why: str, address: str | None, seen_by: str) -> Row | None:
        if address is None:
            return None
        self._addresses[id] = (address, seen_by)
        return Row(id, (title, (why, "dim")))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep the detail in memory and fill the addresses again."""
        self.app.details[event.input.id or ""] = clean(event.value, 80)
        self.fill()

    def on_input_submitted(self) -> None:
        """Go to the next field."""
        self.focus_next()

    def action_engine(self) -> None:
        """Take the next search engine."""
        self._engine += 1
        self.fill()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Show what would leave, and to whom; open it after a yes."""
        address, seen_by = self._addresses[event.row.id]
        self.app.push_screen(LeaveScreen(address, seen_by), lambda yes: self._open(address) if yes else None)

    def _open(self, address: str) -> None:
        self.say(outside.open_page(self.app, address))


class LeaveScreen(ModalScreen[bool]):
    """What would leave this machine, to whom: yes or no."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y", "dismiss(True)", "Open it", id="leave_yes"),
        Binding("escape,n", "dismiss(False)", "Back", id="leave_no"),
    ]

    def __init__(self, address: str, seen_by: str):
        super().__init__()
        self._address, self._seen_by = address, seen_by

    def compose(self) -> ComposeResult:
        """Yield the whole address and who will see it."""
        with Vertical(classes="dialog"):
            yield Words(plain("Your browser will send this address:", "bold"))
            with VerticalScroll():
                yield Words(plain(self._address))
            yield Words(f"\n{self._seen_by} will see all of it, and your internet provider sees that you went there.\n")
            yield Words("enter opens it in your browser · escape goes back", classes="muted")
