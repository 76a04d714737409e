"""Find: one field over organisations, brands, actions and themes."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from ...audit.standing import holding
from .. import acts
from ..field import Field
from ..page import Page
from ..rows import Column, Row, Rows


class FindScreen(Page):
    """Results under the field with every letter; enter goes there."""

    HELP = "Type a name, a brand, a web address or what you want to do. Arrow keys choose, enter goes there."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "rows(1)", "Down", show=False, priority=True),
        Binding("up", "rows(-1)", "Up", show=False, priority=True),
        Binding("escape", "app.back", "Back", id="back"),
        Binding("ctrl+n", "own", "Add your own", id="own"),
    ]

    def body(self) -> ComposeResult:
        """Yield the field and the results."""
        yield Field(placeholder="name, brand, web address, action or theme", id="words")
        yield Rows(
            [Column(""), Column("", 12), Column("")],
            empty="Results will stand here as you type. ctrl+n adds one of your own.",
            id="results",
        )

    def on_mount(self) -> None:
        """Start in the field."""
        super().on_mount()
        self.query_one(Input).focus()

    def fill(self) -> None:
        """Show the title."""
        self.title_line("Find", f"{len(self.session.catalog):,} organisations")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search with every letter."""
        self.query_one(Rows).set_rows(self._results(event.value))

    def _results(self, words: str) -> list[Row]:
        session, catalog = self.session, self.session.catalog
        rows = [Row(f"theme:{id}", (title, ("theme", "accent"), "")) for id, title in catalog.search_themes(words)]
        for id in catalog.search(words, 60):
            one = catalog.get(id)
            held = holding(catalog, session.standing, id)
            rows.append(
                Row(
                    f"organisation:{id}",
                    (one.name, (acts.MARKS[held] if held else "", "dim"), (one.recognise, "dim")),
                )
            )
        for key in catalog.search_actions(words, 30):
            action = catalog.action(key)
            rows.append(
                Row(
                    f"action:{key}",
                    (f"{catalog.get(action.organisation).name}: {action.title}", ("action", "dim"), ""),
                )
            )
        return rows

    def on_input_submitted(self) -> None:
        """Go to the result under the cursor."""
        self.query_one(Rows).action_choose()

    def action_rows(self, step: int) -> None:
        """Move in the results without leaving the field."""
        self.query_one(Rows).action_move(step)

    def action_own(self) -> None:
        """Add an organisation that the catalogue does not have."""
        from .own import OwnScreen

        self.app.switch_screen(OwnScreen(self.query_one(Input).value))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Go there; back comes to the screen before the search."""
        from .action import ActionScreen
        from .organisation import OrganisationScreen
        from .walk import WalkScreen

        kind, _, id = event.row.id.partition(":")
        screens = {
            "theme": lambda: WalkScreen.at_theme(self.session, id),
            "organisation": lambda: OrganisationScreen(id),
            "action": lambda: ActionScreen(id),
        }
        self.app.switch_screen(screens[kind]())
