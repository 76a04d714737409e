"""Their record: organisations by how they behaved. They are rated here, never the person."""

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ...audit.official import official_in_words
from ...audit.scorecard import (
    FEW,
    SORTS,
    Card,
    Request,
    answer_in_words,
    by_theme,
    card_of,
    in_words,
    name_of,
    ordered,
    scorecards,
    span,
)
from ...dates import short
from ...text import clean, count
from ..page import Page
from ..rows import Cell, Column, Row, Rows
from ..words import Words
from .prompt import Prompt

_NARROW = (
    Column("who"), Column("asked", 5, right=True), Column("answered", 8, right=True),
    Column("days of allowed", 15, right=True), Column("late", 4, right=True), Column("refused", 7, right=True),
    Column("came back", 9, right=True),
)  # fmt: skip
_WIDE = (*_NARROW, Column("waiting", 8, right=True), Column("wanted more", 12, right=True))


class RecordScreen(Page):
    """One row for each organisation that was asked, or for each theme."""

    HELP = (
        "Days run from asking to “said done”, “seen gone” or a refusal; a receipt is no answer. Allowed are the days "
        "of the law, or else of the catalogue. Wanted more: they asked for more data than the request needs. "
        "Enter shows the single requests."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "sort", "Sort", id="sort"),
        Binding("g", "group", "By theme", id="group"),
        Binding("e", "export", "Export", id="export"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._sort = 0
        self._themes = False
        self._theme: str | None = None
        self._cards: list[Card] = []

    def body(self) -> ComposeResult:
        """Yield how it is sorted, the table, and the record under the cursor in words."""
        yield Words(id="sorted", classes="line muted")
        nothing = "No record yet. It begins with the first request that you record as asked."
        yield Rows(_NARROW, empty=nothing, id="record")
        yield Words(id="in-words", classes="section muted")

    def on_mount(self) -> None:
        """Start in the table."""
        super().on_mount()
        self.query_one(Rows).focus()

    def on_resize(self) -> None:
        """Say more where there is room."""
        self.query_one(Rows).set_columns(_WIDE if self.app.size.width >= 110 else _NARROW)

    def fill(self) -> None:
        """Show the records."""
        session = self.session
        events = session.ledger.standing_events(session.person.id)
        found = scorecards(session.catalog, session.person.region, events, session.today)
        if self._theme:
            found = [card for card in found if self._theme == self._theme_of(card)]
        if self._themes:
            found = by_theme(session.catalog, found)
        by = list(SORTS)[self._sort]
        self._cards = ordered(found, by, self._called)
        asked = sum(card.asked for card in found)
        self.title_line("Their record", f"{count(asked, 'request')}, {sum(card.late for card in found)} late")
        few = " · few requests yet, they say little" if 0 < asked < FEW else ""
        theme = f"{session.catalog.theme_titles[self._theme]} · " if self._theme else ""
        self.query_one("#sorted", Words).show(theme + SORTS[by] + few)
        rows = self.query_one(Rows)
        rows.set_rows([Row(card.id, self._cells(card)) for card in self._cards])
        self._show_words(rows.current)

    def _theme_of(self, card: Card) -> str:
        return self.session.catalog.theme_of(card.id) if card.id in self.session.catalog else ""

    def _called(self, card: Card) -> str:
        return name_of(self.session.catalog, card)

    def _cells(self, card: Card) -> tuple[Cell, ...]:
        return (
            self._called(card),
            str(card.asked),
            str(len(card.answered)),
            span(card) or ("–", "dim"),
            _number(card.late, "warn"),
            _number(card.refused, "warn"),
            _number(len(card.came_back), "warn"),
            _number(len(card.waiting)),
            _number(card.more_wanted, "warn"),
        )

    def _show_words(self, row: Row | None) -> None:
        card = next((card for card in self._cards if row and card.id == row.id), None)
        told = official_in_words(self.session.catalog, card.id) if card and not self._themes else ""
        own = f"\nTheir own report: {told}" if told else ""
        self.query_one("#in-words", Words).show(f"{self._called(card)}: {in_words(card)}{own}" if card else "")

    def on_rows_highlighted(self, event: Rows.Highlighted) -> None:
        """Say the record under the cursor in words."""
        self._show_words(event.row)

    def action_sort(self) -> None:
        """Go through the ways to sort."""
        self._sort = (self._sort + 1) % len(SORTS)
        self.fill()

    def action_group(self) -> None:
        """Show one row for each theme, or for each organisation again."""
        self._themes = not self._themes and not self._theme
        self._theme = None
        self.fill()

    def action_export(self) -> None:
        """Ask for a file and write the records as they stand here."""
        if not self._cards:
            self.say("There is no record yet that could be written.", bad=True)
            return
        path = self.proposed("their-record", ".csv")
        self.app.push_screen(Prompt("Write these records to which file? (.csv or .json)", value=path), self._write)

    def _write(self, typed: str | None) -> None:
        from ...exports import files, scorecards

        def made(path: Path) -> bytes:
            form = path.suffix.removeprefix(".").lower()
            if form not in scorecards.FORMATS:
                raise files.ExportError(f"The ending of {clean(path.name)} names no format: use .csv or .json.")
            return scorecards.render(self.session.catalog, self._cards, form)

        self.write(typed, made)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Open an organisation's record, or show the organisations of a theme."""
        if self._themes:
            self._theme, self._themes = event.row.id, False
            self.fill()
        else:
            self.app.push_screen(RecordOfScreen(event.row.id))


class RecordOfScreen(Page):
    """The record of one organisation: each request and each return."""

    HELP = "Each request with the days it took and the days allowed; the rule stands below. Enter opens the action."

    def __init__(self, id: str):
        super().__init__()
        self._organisation_id = id
        self._rules: dict[str, str] = {}

    def body(self) -> ComposeResult:
        """Yield the record in words, the requests, and the rule of the one under the cursor."""
        yield Words(id="in-words", classes="section")
        columns = [Column("day", 12), Column("what"), Column("what came of it", 46)]
        yield Rows(columns, empty="Nothing was asked here yet.", id="requests")
        yield Words(id="rule", classes="section muted")

    def on_mount(self) -> None:
        """Start in the requests."""
        super().on_mount()
        self.query_one(Rows).focus()

    def fill(self) -> None:
        """Show the record."""
        session = self.session
        events = session.ledger.standing_events(session.person.id)
        card = card_of(session.catalog, session.person.region, events, session.today, self._organisation_id)
        self.title_line(f"{name_of(session.catalog, card)} · their record", count(card.asked, "request"))
        told = official_in_words(session.catalog, card.id)
        own = f"\nTheir own report: {told}" if told else ""
        self.query_one("#in-words", Words).show(in_words(card) + own)
        lines = [(one.asked, self._request(place, one)) for place, one in enumerate(card.requests)]
        for place, back in enumerate(card.came_back):
            words = f"came back after {count(back.days, 'day')} away"
            cells = (short(back.back, session.today), self._title(back.key), (words, "warn"))
            lines.append((back.back, Row(f"back {place} {back.key}", cells)))
        rows = self.query_one(Rows)
        rows.set_rows([row for _, row in sorted(lines, key=lambda line: line[0])])
        self._show_rule(rows.current)

    def _request(self, place: int, one: Request) -> Row:
        id = f"asked {place} {one.key}"
        self._rules[id] = f"{count(one.allowed or 0, 'day')} allowed: {one.rule}" if one.rule else ""
        words = (answer_in_words(one), "warn" if one.late or one.answer == "refused" else "")
        return Row(id, (short(one.asked, self.session.today), self._title(one.key), words))

    def _title(self, key: str) -> str:
        action = self.session.action_of(key)
        return action.title if action else key.partition("/")[2]

    def _show_rule(self, row: Row | None) -> None:
        self.query_one("#rule", Words).show(self._rules.get(row.id, "") if row else "")

    def on_rows_highlighted(self, event: Rows.Highlighted) -> None:
        """Show the rule of the request under the cursor."""
        self._show_rule(event.row)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Open the action."""
        from .action import ActionScreen

        key = event.row.id.split(" ", 2)[2]
        if self.session.action_of(key):
            self.app.push_screen(ActionScreen(key))


def _number(number: int, style: str = "") -> Cell:
    return (str(number), style) if number else ("·", "dim")
