"""How often to look again: one rhythm for each theme."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ...audit.rhythm import LONGEST, SHORTEST, look_again_on, rhythm
from ...catalog.catalog import CatalogError
from ...dates import long, relative
from ...ledger.errors import LedgerError
from ...text import count
from ..page import Page
from ..rows import Column, Row, Rows
from ..words import Words
from .prompt import Prompt

_WHOSE = {"yours": "yours", "overall": "yours for all", "standard": "its own"}


class RhythmScreen(Page):
    """One row for each theme: days between two looks, whose they are, and when the next look is."""

    HELP = (
        "Enter sets how many days lie between two looks through a theme; d gives it its own rhythm back. "
        "What was recorded on one action keeps its own dates beside this."
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("d", "standard", "Its own rhythm", id="standard")]

    def body(self) -> ComposeResult:
        """Yield the table and the rule of the row under the cursor."""
        columns = [Column("theme"), Column("days", 6, right=True), Column("whose", 14), Column("next look", 16)]
        yield Rows(columns, id="rhythms")
        yield Words(id="rule", classes="section muted")

    def on_mount(self) -> None:
        """Start in the table."""
        super().on_mount()
        self.query_one(Rows).focus()

    def fill(self) -> None:
        """Show the rhythms."""
        catalog, standing = self.session.catalog, self.session.standing
        own = len(standing.rhythms)
        self.title_line("How often to look again", f"{own} of yours" if own else "each theme's own")
        rows = []
        for theme, title in catalog.theme_titles.items():
            found, following = rhythm(catalog, standing, theme), look_again_on(catalog, standing, theme)
            on = relative(following[0], self.session.today) if following else ""
            rows.append(Row(theme, (title, str(found.days), (_WHOSE[found.whose], "dim"), on)))
        table = self.query_one(Rows)
        table.set_rows(rows, keep=table.current.id if table.current else None)
        self._show_rule(table.current)

    def _show_rule(self, row: Row | None) -> None:
        following = look_again_on(self.session.catalog, self.session.standing, row.id) if row else None
        text = f"{long(following[0])}: {following[1]}" if following else "A day follows once an audit was begun."
        self.query_one("#rule", Words).show(text)

    def on_rows_highlighted(self, event: Rows.Highlighted) -> None:
        """Show the rule of the row under the cursor."""
        self._show_rule(event.row)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Ask for the days."""
        theme = event.row.id
        days = rhythm(self.session.catalog, self.session.standing, theme).days
        prompt = Prompt("Look through it again after how many days?", f"{SHORTEST} to {LONGEST}", str(days))
        self.app.push_screen(prompt, lambda typed: self._set(theme, typed))

    def _set(self, theme: str, typed: str | None) -> None:
        if typed is None:
            return
        if not typed.isdecimal() or not SHORTEST <= int(typed[:6]) <= LONGEST:
            self.say(f"Give a whole number of days from {SHORTEST} to {LONGEST}.", bad=True)
            return
        self._keep(theme, int(typed))

    def action_standard(self) -> None:
        """Give the theme under the cursor its own rhythm back."""
        row = self.query_one(Rows).current
        if row:
            self._keep(row.id, None)

    def _keep(self, theme: str, days: int | None) -> None:
        try:
            self.session.set_rhythm(theme, days)
        except (LedgerError, CatalogError) as error:
            self.say(str(error), bad=True)
            return
        self.fill()
        title = self.session.catalog.theme_titles[theme]
        self.say(f"kept: {title}, {'every ' + count(days, 'day') if days else 'its own rhythm'}")
