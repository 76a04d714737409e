"""The walk: for each theme the story, then who holds you, then what to do about those who do."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import ContentSwitcher, Input

from ...audit import walk
from ...audit.standing import HELD, holding
from ...ledger.errors import LedgerError
from ...ledger.moves import SHORT
from ...session import Session
from ...text import count, fold
from .. import acts
from ..field import Field
from ..page import Page
from ..rows import Column, Row, Rows
from ..story import pack_story, quick_story, story
from ..words import Words

_STYLES = {"yes": "accent", "past": "accent", "no": "dim", "unsure": "warn", "presumed": "dim"}


class WalkScreen(Page):
    """One stop of the walk, in three panes: story, question, doing."""

    HELP = (
        "Answer with one key: y it holds you, n it does not, u not sure, o once but no longer. The cursor goes on by "
        "itself. You are asked because each of these may hold people where you live; an answer decides what is put on "
        "your list, and stays on this machine. Enter opens an organisation. Space reads on."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer('yes')", "Yes", id="yes"),
        Binding("n", "answer('no')", "No", id="no"),
        Binding("u", "answer('unsure')", "Not sure", id="unsure"),
        Binding("o", "answer('past')", "Once", id="once"),
        Binding("right,greater_than_sign", "onward", "Go on", key_display="→", id="onward"),
        Binding("space", "read_on", "Read on", show=False, id="read_on"),
        Binding("left,less_than_sign", "backward", "Before", show=False, key_display="←", id="backward"),
        Binding("f", "filter", "Filter", id="filter"),
        Binding("escape,b", "leave_filter_or_back", "Back", show=False, id="back"),
    ]
    PANES = ("story", "question", "doing")

    def __init__(self, session: Session, scope: str, number: int, pane: str = "story"):
        super().__init__()
        self._scope = scope
        self._stops = self.find_stops(session)
        self._number = min(max(number, 1), len(self._stops))
        self._pane = pane

    @classmethod
    def going_on(cls, session: Session) -> "WalkScreen":
        """Return the walk where it stopped, or the start of the whole walk; a first one begins an audit."""
        if not session.standing.audits:
            session.begin_audit(walk.WHOLE)
        kept = session.ledger.setting(session.person.id, "walk")
        scope, number = walk.read_place(kept)
        if scope == walk.QUICK:
            scope, number = walk.WHOLE, 1
        return cls(session, scope, number)

    @classmethod
    def at_theme(cls, session: Session, theme: str) -> "WalkScreen":
        """Return the walk at one theme."""
        stops = walk.stops(session.catalog, session.person.region, walk.WHOLE)
        return cls(session, walk.WHOLE, next((stop.number for stop in stops if stop.theme == theme), 1))

    def find_stops(self, session: Session) -> list[walk.Stop]:
        """Return the stops of this walk for where the person lives now."""
        return walk.stops(session.catalog, session.person.region, self._scope)

    @property
    def stop(self) -> walk.Stop:
        """The stop shown."""
        return self._stops[self._number - 1]

    def body(self) -> ComposeResult:
        """Yield the three panes."""
        with ContentSwitcher(initial="story"):
            with VerticalScroll(id="story"):
                yield Words(id="story-words")
            with VerticalScroll(id="question", can_focus=False):
                yield Words(id="asked", classes="line")
                yield Field(placeholder="type to filter by name or brand", id="filter")
                yield Rows([Column(""), Column("", 9), Column("")], empty="Nobody here matches.", id="holders")
                yield from self.below_question()
            with VerticalScroll(id="doing", can_focus=False):
                yield Words(id="doing-line", classes="line")
                nothing = "Nothing to do here: nobody of this theme is known to hold you."
                yield Rows([Column(""), Column("", 10), Column("", 7, right=True)], empty=nothing, id="actions")

    def on_mount(self) -> None:
        """Start at the story."""
        self.query_one("#filter").display = False
        super().on_mount()
        self._show_pane(self._pane)

    def on_resize(self) -> None:
        """Give the names what they need and the hints the rest."""
        name = 28 if self.app.size.width < 110 else 42
        self.query_one("#holders", Rows).set_columns([Column("", name), Column("", 9), Column("")])

    def fill(self) -> None:
        """Show the stop, for where the person lives now."""
        self._stops = self.find_stops(self.session)
        self._number = min(self._number, len(self._stops))
        self.title_line(self.stop.title, self.where())
        self.query_one("#story-words", Words).show(self._story())
        self._fill_holders()
        self._fill_actions()

    def below_question(self) -> ComposeResult:
        """Yield what stands below the question; here nothing."""
        yield from ()

    def where(self) -> str:
        """Return which stop of how many this is, or where the person lives."""
        stop = self.stop
        home = self.session.catalog.regions.name(self.session.person.region)
        return f"theme {stop.number} of {stop.of}" if stop.theme else home

    def hint(self, id: str) -> str:
        """Return what stands beside an organisation in the question."""
        return self.session.catalog.get(id).recognise

    def asked(self) -> str:
        """Return the line above the question."""
        return f"Who holds you?   {self.stop.answered(self.session.standing)} of {len(self.stop.ids)} answered"

    def _story(self) -> Content:
        catalog = self.session.catalog
        if self.stop.theme:
            return story(catalog, self.stop.theme, self.session.person.region)
        if self._scope.startswith(walk.PACK):
            return pack_story(catalog.pack(self._scope.partition(":")[2]))
        return quick_story()

    def _fill_holders(self, keep: str | None = None) -> None:
        session, stop = self.session, self.stop
        wanted = fold(self.query_one("#filter", Input).value).split()
        rows = []
        for id in stop.ids:
            one = session.catalog.get(id)
            text = fold(" ".join((one.name, *one.brands, *one.domains)))
            if all(word in text for word in wanted):
                held = holding(session.catalog, session.standing, id)
                rows.append(Row(id, (one.name, (acts.MARKS[held], _STYLES.get(held, "dim")), (self.hint(id), "dim"))))
        self.query_one("#holders", Rows).set_rows(rows, keep=keep)
        self.query_one("#asked", Words).show(self.asked())

    def _fill_actions(self) -> None:
        session, stop = self.session, self.stop
        ids = set(stop.ids)
        items = [item for item in session.plan if item.organisation.id in ids]
        rows = [
            Row(
                item.key,
                (
                    f"{item.organisation.name}: {item.action.title}",
                    (SHORT.get(item.status, item.status), "dim"),
                    f"{item.action.minutes} min",
                ),
            )
            for item in items
        ]
        held = sum(holding(session.catalog, session.standing, id) in HELD for id in stop.ids)
        minutes = sum(item.action.minutes for item in items)
        self.query_one("#actions", Rows).set_rows(rows)
        line = f"What to do about the {count(held, 'organisation')} here"
        sums = f"{count(len(items), 'thing')}, {count(minutes, 'minute')}"
        self.query_one("#doing-line", Words).show(f"{line}: {sums}")

    def _show_pane(self, pane: str) -> None:
        self._pane = pane
        self.query_one(ContentSwitcher).current = pane
        target = {"story": "#story", "question": "#holders", "doing": "#actions"}[pane]
        self.query_one(target).focus()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Show the answering keys only where there is a question."""
        if action in ("answer", "filter"):
            return self._pane == "question"
        return True

    # What the keys do

    def action_answer(self, said: str) -> None:
        """Record an answer for the row under the cursor and go on to the next."""
        rows = self.query_one("#holders", Rows)
        if rows.current and acts.answer(self, rows.current.id, said):
            keep = rows.current.id
            self._fill_holders(keep)
            self._fill_actions()
            rows.action_move(1)

    def action_onward(self) -> None:
        """Go from the story to the question, to the doing, to the next theme."""
        place = self.PANES.index(self._pane)
        if place + 1 < len(self.PANES):
            self._show_pane(self.PANES[place + 1])
        elif self._number < len(self._stops):
            self._go(self._number + 1, "story")
        else:
            self._keep_place(1)
            self.app.action_leave()

    def action_read_on(self) -> None:
        """Read on in the story; from its end, and elsewhere, go on."""
        text = self.query_one("#story", VerticalScroll)
        if self._pane == "story" and text.scroll_y < text.max_scroll_y:
            text.scroll_page_down(animate=False)
        else:
            self.action_onward()

    def action_backward(self) -> None:
        """Go back by one pane, or to the theme before."""
        place = self.PANES.index(self._pane)
        if place:
            self._show_pane(self.PANES[place - 1])
        elif self._number > 1:
            self._go(self._number - 1, "doing")

    def _go(self, number: int, pane: str) -> None:
        self._number = number
        self.query_one("#filter", Input).value = ""
        self._keep_place(number)
        self.fill()
        self.query_one("#story", VerticalScroll).scroll_home(animate=False)
        self._show_pane(pane)

    def _keep_place(self, number: int) -> None:
        if self._scope not in (walk.QUICK, walk.WHOLE):
            return
        try:
            self.session.ledger.set(self.session.person.id, "walk", walk.place(self._scope, number))
        except LedgerError as error:
            self.say(str(error), bad=True)

    def action_filter(self) -> None:
        """Type to filter the organisations."""
        field = self.query_one("#filter", Input)
        field.display = True
        field.focus()

    def action_leave_filter_or_back(self) -> None:
        """Leave the filter; without one, the walk, which goes on here later."""
        field = self.query_one("#filter", Input)
        if field.display and (field.has_focus or field.value):
            field.value = ""
            field.display = False
            self.query_one("#holders", Rows).focus()
        else:
            self.app.action_back()

    def on_key(self, event: events.Key) -> None:
        """Any other letter begins a filter; from the filter, down leads into the list."""
        if event.key == "down" and self.query_one("#filter", Input).has_focus:
            self.query_one("#holders", Rows).focus()
            return
        rows = self.query_one("#holders", Rows)
        typed = event.character or ""
        if not (rows.has_focus and typed.isalnum()) or event.key in self.active_bindings:
            return
        event.stop()
        self.action_filter()
        self.query_one("#filter", Input).insert_text_at_cursor(typed)

    def on_input_changed(self) -> None:
        """Narrow the list with every letter."""
        self._fill_holders()

    def on_input_submitted(self) -> None:
        """Go from the filter to the list."""
        self.query_one("#holders", Rows).focus()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Open the organisation or the action under the cursor."""
        if event.rows.id == "holders":
            from .organisation import OrganisationScreen

            self.app.push_screen(OrganisationScreen(event.row.id))
        else:
            from .action import ActionScreen

            self.app.push_screen(ActionScreen(event.row.id))
