"""Export: the to-do report as a file."""

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from ...exports import agenda, calendar, files
from ..field import Field
from ..page import Page
from ..rows import Column, Row, Rows
from ..words import Words

_FORMATS = {
    "html": "one page for the browser, prints well",
    "md": "plain text with Markdown",
    "csv": "a table for a spreadsheet",
    "json": "for other programs",
    files.CALENDAR: "due dates for your calendar",
}
_HOLDS = {"event": "Whole-day events", "todo": "To-dos", "both": "Events and to-dos"}
_TELLS = {"names": "that name the organisation", "count": 'that name nobody: "privacy audit: 3 things due"'}


class ExportScreen(Page):
    """Choose a format and a place, press enter."""

    HELP = (
        "The report says what to do next, how, by when and why, and what was done already. "
        "It is written to this machine only. The calendar file is made to be imported again after a while: what "
        "changed is updated, what is done ends, nothing doubles. "
        "Your calendar may be read by others, such as its provider."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "holds", "Events or to-dos", id="holds"),
        Binding("n", "tells", "Names or not", id="tells"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._holds, self._tells = calendar.FORMS[0], calendar.TELLS[0]

    def body(self) -> ComposeResult:
        """Yield the formats and the field for the place."""
        yield Words("As what?", classes="line")
        yield Rows(
            [Column("", 8), Column("")],
            [Row(form, (form, (words, "dim"))) for form, words in _FORMATS.items()],
        )
        yield Words(id="calendar", classes="line muted")
        yield Words("Where?   tab goes to this field, enter writes", classes="line")
        yield Field(id="path")
        yield Words(
            "The file tells who holds you and what you did. Keep it as you would a letter from your bank.",
            classes="section muted",
        )

    def on_mount(self) -> None:
        """Start at the formats."""
        super().on_mount()
        self.query_one(Rows).focus()

    def fill(self) -> None:
        """Show the title and a first place."""
        self.title_line("Export the to-do report", f"{len(self.session.plan)} to do")
        field = self.query_one("#path", Input)
        if not field.value:
            field.value = self.proposed("privacy-audit", ".html")

        self._show_calendar()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the keys of the calendar only where it is chosen."""
        return self._is_calendar if action in ("holds", "tells") else True

    def action_holds(self) -> None:
        """Change what the calendar's entries are."""
        self._holds = _next(calendar.FORMS, self._holds)
        self._show_calendar()

    def action_tells(self) -> None:
        """Change how much the calendar's entries say."""
        self._tells = _next(calendar.TELLS, self._tells)
        self._show_calendar()

    @property
    def _is_calendar(self) -> bool:
        rows = self.query(Rows)
        current = rows.first().current if rows else None
        return current is not None and current.id == files.CALENDAR

    def _show_calendar(self) -> None:
        words = f"{_HOLDS[self._holds]} {_TELLS[self._tells]}"
        self.query_one("#calendar", Words).show(words if self._is_calendar else "")
        self.refresh_bindings()

    def on_rows_highlighted(self, event: Rows.Highlighted) -> None:
        """Let the file's ending follow the format."""
        self._show_calendar()
        field = self.query_one("#path", Input)
        path = Path(field.value or "privacy-audit")
        if path.name:
            field.value = str(path.with_suffix(f".{event.row.id}"))

    def on_rows_chosen(self) -> None:
        """Write the file."""
        self._write()

    def on_input_submitted(self) -> None:
        """Write the file."""
        self._write()

    def _write(self) -> None:
        typed = self.query_one("#path", Input).value or "."
        self.write(typed, lambda path: self._made(files.format_of(path)))

    def _made(self, form: str) -> bytes:
        session = self.session
        if form != files.CALENDAR:
            return files.render(session.report(), form)
        person = session.person.id
        entries = agenda.build(session.catalog, session.standing, session.ledger.events(person), person)
        return calendar.render(entries, self._holds, self._tells)


def _next(choices: tuple[str, ...], now: str) -> str:
    return choices[(choices.index(now) + 1) % len(choices)]
