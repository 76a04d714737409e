"""Export: the to-do report as a file."""

from contextlib import suppress
from pathlib import Path

from textual.app import ComposeResult
from textual.widgets import Input

from ... import folders
from ...exports import files
from ..field import Field
from ..page import Page
from ..rows import Column, Row, Rows
from ..words import Words

_FORMATS = {
    "html": "one page for the browser, prints well",
    "md": "plain text with Markdown",
    "csv": "a table for a spreadsheet",
    "json": "for other programs",
    "ics": "due dates for your calendar",
}


class ExportScreen(Page):
    """Choose a format and a place, press enter."""

    HELP = (
        "The report says what to do next, how, by when and why, and what was done already. "
        "It is written to this machine only."
    )

    def body(self) -> ComposeResult:
        """Yield the formats and the field for the place."""
        yield Words("As what?", classes="line")
        yield Rows(
            [Column("", 8), Column("")],
            [Row(form, (form, (words, "dim"))) for form, words in _FORMATS.items()],
        )
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
            field.value = str(folders.documents() / f"privacy-audit-{self.session.today.isoformat()}.html")

    def on_rows_highlighted(self, event: Rows.Highlighted) -> None:
        """Let the file's ending follow the format."""
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
        path = Path(self.query_one("#path", Input).value)
        with suppress(RuntimeError):  # a home folder of nobody: then the folder is not found below
            path = path.expanduser()
        try:
            files.write(path, files.render(self.session.report(), files.format_of(path)))
        except files.ExportError as error:
            self.say(str(error), bad=True)
            return
        self.say(f"written: {path}")
