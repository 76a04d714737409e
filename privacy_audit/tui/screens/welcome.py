"""The first start: where do you live, and how long have you got? Nothing else is asked."""

from textual.app import ComposeResult

from ...audit.walk import QUICK, WHOLE
from ...ledger.errors import LedgerError
from ..page import Page
from ..rows import Column, Row, Rows
from ..words import Words
from .place import PlacePage

DEFAULT_LABEL = "me"


class WelcomeScreen(PlacePage):
    """The first question."""

    HELP = "Type a few letters of your state, province or country, then press enter."
    QUESTION = (
        "Companies and offices score, track and sell people at home, too. This program shows which may hold you, "
        "and helps you opt out, freeze, delete and ask, one step at a time. Nothing leaves this "
        "machine unless you agree to it first.\n\n"
        "Where do you live?"
    )

    def fill(self) -> None:
        """Show the title."""
        self.title_line("privacy-audit", "first start")

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Go on to the second question."""
        self.app.push_screen(ScopeScreen(event.row.id))


class ScopeScreen(Page):
    """The second question: a quick walk, the whole one, or straight to the list."""

    HELP = "All three lead to the same place; you can switch at any moment, and nothing is lost when you leave."

    def __init__(self, region: str):
        super().__init__()
        self._region = region

    def body(self) -> ComposeResult:
        """Yield the three ways to begin."""
        yield Words("How would you like to begin?", classes="section")
        yield Rows([Column("", 44), Column("")])
        yield Words(
            "You can leave at any moment and go on later. This is information, not legal advice.",
            classes="section muted",
        )

    def fill(self) -> None:
        """List the ways."""
        self.title_line("privacy-audit", self.app.catalog.regions.name(self._region))
        number = len(self.app.catalog.quick_walk(self._region))
        whole = len(self.app.catalog.in_region(self._region))
        rows = self.query_one(Rows)
        rows.set_rows(
            [
                Row(
                    QUICK,
                    (
                        f"{number} organisations, about five minutes",
                        ("the usual ones here", "dim"),
                    ),
                ),
                Row(
                    WHOLE,
                    (
                        "Everything, in as many sittings as you like",
                        (f"fourteen themes, {whole} organisations", "dim"),
                    ),
                ),
                Row("list", ("Just show me what to do", ("from the region alone", "dim"))),
            ]
        )
        rows.focus()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Make the ledger, add the person and begin."""
        from .walk import WalkScreen

        try:
            ledger = self.app.begin_ledger()
            people = ledger.people()
            self.app.open_session(people[0] if people else ledger.add_person(DEFAULT_LABEL, self._region))
            if event.row.id != "list":
                self.app.session.begin_audit(event.row.id)
        except LedgerError as error:
            self.say(str(error), bad=True)
            return
        self.app.show_home()
        if event.row.id != "list":
            self.app.push_screen(WalkScreen(self.app.session, event.row.id, 1))
