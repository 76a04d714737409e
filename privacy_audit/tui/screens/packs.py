"""Packs: sets of organisations for a situation, each a walk of its own."""

from textual.app import ComposeResult

from ...audit.standing import HELD, holding
from ...audit.walk import PACK
from ..page import Page
from ..rows import Column, Row, Rows
from ..words import Words


class PacksScreen(Page):
    """One row for each pack that fits where the person lives."""

    HELP = "A pack is a short walk for a situation. Enter begins it; it can be left at any moment."

    def body(self) -> ComposeResult:
        """Yield the list and what the pack under the cursor is for."""
        columns = [Column("for"), Column("organisations", 13, right=True), Column("hold you", 9, right=True)]
        yield Rows(columns, empty="There is no pack for where you live.", id="packs")
        yield Words(id="about", classes="section muted")

    def on_mount(self) -> None:
        """Start in the list."""
        super().on_mount()
        self.query_one(Rows).focus()

    def fill(self) -> None:
        """List the packs."""
        session = self.session
        self.title_line("Packs", session.catalog.regions.name(session.person.region))
        self._packs = {pack.id: pack for pack in session.catalog.packs(session.person.region)}
        rows = []
        for pack in self._packs.values():
            held = sum(holding(session.catalog, session.standing, id) in HELD for id in pack.organisations)
            rows.append(Row(pack.id, (pack.title, str(len(pack.organisations)), str(held) if held else ("·", "dim"))))
        self.query_one(Rows).set_rows(rows)
        self._show_about(self.query_one(Rows).current)

    def _show_about(self, row: Row | None) -> None:
        self.query_one("#about", Words).show(self._packs[row.id].about if row else "")

    def on_rows_highlighted(self, event: Rows.Highlighted) -> None:
        """Say what the pack under the cursor is for."""
        self._show_about(event.row)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Begin the pack's walk."""
        from .walk import WalkScreen

        self.app.push_screen(WalkScreen(self.session, f"{PACK}:{event.row.id}", 1))
