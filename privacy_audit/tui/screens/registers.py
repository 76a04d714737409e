"""The states' registers of data brokers: how each stands, a newer edition, what it changes, going back."""

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ...catalog.catalog import CatalogError
from ...dates import as_known
from ...network.consent import Permit
from ...registers import files, keeping, telling
from ...registers.keeping import Difference, InUse
from ...registers.reading import read
from ...registers.states import State, state_of
from ...text import count
from .. import outside
from ..online import OnlinePage
from ..page import Page
from ..rows import Column, Row, Rows
from ..words import Fact, Facts, Words
from .prompt import Prompt


class RegistersScreen(OnlinePage):
    """One row for each state that keeps a register."""

    HELP = (
        "Many organisations here are known from a state's register of data brokers only. A newer edition is compared "
        "with the one in use, and you see who comes, goes and changes before you take it over. Your records keep their "
        "organisation, also when it leaves the register."
    )
    STOPPED = "Stopped. The register in use stays."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("g", "get", "Get a newer one", id="get"),
        Binding("i", "import", "Import a file", id="import"),
        Binding("z", "go_back", "Go back", id="go_back"),
        Binding("p", "page", "Its page", id="page"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._registers: dict[str, InUse] = {}
        self._asked: State | None = None

    def body(self) -> ComposeResult:
        """Yield the list and what is known of the register under the cursor."""
        yield Rows([Column("register", 12), Column("in use"), Column("newer by", 10)], id="registers")
        yield Facts(id="about")

    def on_mount(self) -> None:
        """Start in the list."""
        super().on_mount()
        self.query_one(Rows).focus()

    def fill(self) -> None:
        """Show how each register stands."""
        self._registers = {one.state.id: one for one in keeping.registers()}
        rows = self.query_one(Rows)
        rows.set_rows([Row(id, self._cells(one)) for id, one in self._registers.items()])
        total = sum(one.brokers for one in self._registers.values())
        self.title_line("Registers of data brokers", count(total, "broker"))
        self._show_about(rows.current)
        self.refresh_bindings()

    def _cells(self, one: InUse) -> tuple:
        way = "fetching" if one.state.file else "a browser"
        return (one.state.place, telling.in_words(one) if one.as_of else ("none yet", "dim"), (way, "dim"))

    def _show_about(self, row: Row | None) -> None:
        one = self._registers.get(row.id) if row else None
        if one is None:
            return
        back = {"": "", "none": "none", "shipped": "the one that came with the program"}
        facts = [
            Fact("Register", one.state.name),
            Fact("Came from", one.source),
            Fact("Before it", back.get(one.before, f"that of {as_known(one.before)}")),
            Fact("A newer one", self._newer(one.state)),
            Fact("One request", "California's one request (DROP) reaches everybody on it" if one.state.drop else ""),
        ]
        self.query_one(Facts).show_facts(facts)

    def _newer(self, state: State) -> str:
        if state.refuses:
            return f"g tries {state.file}; its server may turn programs away. Then: {state.how} i reads it."
        return f"g fetches {state.file}" if state.file else f"{state.how} i reads it."

    @property
    def _current(self) -> InUse | None:
        row = self.query_one(Rows).current
        return self._registers.get(row.id) if row else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to go back only where there is something to go back to."""
        if action == "go_back":
            return bool(self.is_mounted and self._current and self._current.before)
        return super().check_action(action, parameters)

    def on_rows_highlighted(self, event: Rows.Highlighted) -> None:
        """Say more on the register under the cursor."""
        self._show_about(event.row)
        self.refresh_bindings()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Get a newer one."""
        self.action_get()

    def action_get(self) -> None:
        """Ask, then download the register under the cursor."""
        from ...network.registries import purpose_of

        if self._current is None:
            return
        state = self._current.state
        if not state.file:
            self.say(f"{state.place} gives its register out in a browser only. {state.how} i reads it.", bad=True)
            return
        self._asked = state
        self.ask_then(purpose_of(state), self._fetch)

    async def _fetch(self, permit: Permit) -> Difference:
        from ...network.opening import open_gate
        from ...network.registries import fetch

        session, state = self.session, self._asked
        assert state is not None
        async with open_gate(session.ledger, session.person.id, permit, session.today) as gate:
            got = await fetch(
                gate,
                state,
                state.file,
                session.today,
                lambda done, of: self.progress(done, of, "bytes of the register"),
            )
        return keeping.difference(read(got.body, state.id), self.app.catalog, got.dated, state.file)

    def on_done(self, result: Difference) -> None:
        """Show what the new edition changes."""
        self._show_difference(result)

    def action_import(self) -> None:
        """Ask for a file."""
        if self.is_under_way:
            self.say("One at a time: c stops what is under way.", bad=True)
            return
        self.app.push_screen(
            Prompt("Read which register's file?", "a CSV file that you saved in your browser"), self._read
        )

    def _read(self, typed: str | None) -> None:
        if not typed:
            return
        try:
            found = files.difference(Path(typed), self.app.catalog, self.session.today)
        except CatalogError as error:
            self.say(str(error), bad=True)
            return
        self._show_difference(found)

    def _show_difference(self, found: Difference) -> None:
        if found.is_empty:
            self.say(f"{telling.heading(found)}. Nothing differs from the register in use.")
            return
        self.app.push_screen(DifferenceScreen(found), self._decided)

    def _decided(self, one: InUse | None) -> None:
        if one is None:
            self.say("Nothing was changed: the register in use stays.")
            return
        self._take_catalogue()
        self.say(f"taken over: {telling.in_words(one)}; z goes back")

    def _take_catalogue(self) -> None:
        """Load the catalogue anew, with the register that is in use now."""
        from ...catalog.load import load

        self.app.catalog = load()
        self.app.open_session(self.session.person)
        self.fill()

    def action_go_back(self) -> None:
        """Put the edition before into use again."""
        if self._current is None or self.is_under_way:
            return
        try:
            one = keeping.go_back(self._current.state.id)
        except CatalogError as error:
            self.say(str(error), bad=True)
            return
        self._take_catalogue()
        self.say(f"again {telling.in_words(one)}" if one.as_of else f"{one.state.name}: none in use any more")

    def action_page(self) -> None:
        """Open the register's page in the browser."""
        if self._current:
            self.say(outside.open_page(self.app, self._current.state.page))


class DifferenceScreen(Page):
    """What an edition changes, before it is taken over. Gives the register then in use, or None."""

    HELP = (
        "New: on the register since the edition in use. No longer on it: shown on with that day, so that your records "
        "keep their organisation. t takes the edition over; escape leaves everything as it is."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "take_over", "Take over", id="take_over"),
        Binding("escape,b", "leave_it", "Leave it", id="back"),
    ]

    def __init__(self, found: Difference):
        super().__init__()
        self._found = found

    def body(self) -> ComposeResult:
        """Yield the summary, the list, and all that changes about the one under the cursor."""
        yield Words(id="summary", classes="section")
        yield Rows([Column("", 8), Column("")], empty="Only answers and figures change.", id="difference")
        yield Words(id="about-one", classes="section muted")

    def on_mount(self) -> None:
        """Start in the list."""
        super().on_mount()
        self.query_one(Rows).focus()

    def fill(self) -> None:
        """Show the difference."""
        found = self._found
        self.title_line("What changes", f"{state_of(found.edition.state).place} · {as_known(found.as_of)}")
        first, *more = telling.summary(found)
        self.query_one("#summary", Words).show("\n".join([telling.heading(found), first, " ".join(more)]).rstrip())
        styles = {"new": "good", "gone": "warn", "changed": "accent"}
        rows = [Row(f"{sort} {id}", ((sort, styles[sort]), words)) for id, sort, words in telling.rows(found)]
        self.query_one("#difference", Rows).set_rows(rows)
        self._show_details(self.query_one(Rows).current)

    def _show_details(self, row: Row | None) -> None:
        words = telling.details(self._found, row.id.partition(" ")[2]) if row else ""
        self.query_one("#about-one", Words).show(words)

    def on_rows_highlighted(self, event: Rows.Highlighted) -> None:
        """Say all that changes about this one."""
        self._show_details(event.row)

    def action_take_over(self) -> None:
        """Put the edition into use."""
        try:
            one = keeping.take_over(self._found)
        except CatalogError as error:
            self.say(str(error), bad=True)
            return
        self.dismiss(one)

    def action_leave_it(self) -> None:
        """Leave everything as it is."""
        self.dismiss(None)
