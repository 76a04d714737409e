"""The whole record as one file, and back."""

from contextlib import suppress
from pathlib import Path

from textual.app import ComposeResult

from ... import __version__, folders
from ...ledger.errors import LedgerError
from ...text import count
from ..page import Page
from ..rows import Column, Row, Rows
from ..words import Words
from .prompt import Prompt

_WAYS = {
    "export": ("Write it out", "everything, to one file that any program can read"),
    "import": ("Read it back", "a file written so; what is there already is left out"),
}


class TransferScreen(Page):
    """Two ways: out and back. Enter asks for the file."""

    HELP = (
        "The file holds the whole ledger: everybody in it, every event, the evidence, your own organisations. "
        "It is not encrypted. Reading one back checks every line first and adds all of it, or nothing; what is in the "
        "ledger is never changed by it."
    )

    def body(self) -> ComposeResult:
        """Yield the two ways."""
        yield Words("The whole record as a file: to keep, to move, or to read with another program.", classes="section")
        yield Rows(
            [Column("", 16), Column("")], [Row(id, (name, (words, "dim"))) for id, (name, words) in _WAYS.items()]
        )
        yield Words(
            "The file is not encrypted and tells who holds you and what you did. The to-do report is another thing: "
            "e at home.",
            classes="section muted",
        )

    def on_mount(self) -> None:
        """Start in the list."""
        super().on_mount()
        self.query_one(Rows).focus()

    def fill(self) -> None:
        """Show how many are in it."""
        people = len(self.session.ledger.people())
        self.title_line("The whole record as a file", f"of {count(people, 'person', 'people')}")

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Ask for the file."""
        path = str(folders.documents() / f"privacy-audit-{self.session.today.isoformat()}.jsonl")
        if event.row.id == "export":
            self.app.push_screen(Prompt("Write it to which file?", value=path), self._export)
        else:
            self.app.push_screen(
                Prompt("Read which file?", "one that was written here, ending in .jsonl"), self._import
            )

    def _export(self, typed: str | None) -> None:
        from ...exports import files
        from ...ledger.transfer import export

        if not typed:
            return
        path = _path(typed)
        try:
            files.write(path, export(self.session.ledger, folders.own_checklists(), __version__))
        except (files.ExportError, LedgerError) as error:
            self.say(str(error), bad=True)
            return
        self.say(f"written: {path}")

    def _import(self, typed: str | None) -> None:
        from ...ledger.transfer import check, in_words

        if not typed:
            return
        try:
            done = check(_path(typed)).add(self.session.ledger, folders.own_checklists())
            self._begin_anew(done.organisations > 0)
            for person in self.session.ledger.people():
                self.session.ledger.refresh_due(person.id)
        except LedgerError as error:
            self.say(str(error), bad=True)
            return
        self.fill()
        self.say(in_words(done))

    def _begin_anew(self, with_catalogue: bool) -> None:
        """Drop what was derived, and read the catalogue anew where organisations came."""
        from ...catalog.load import load

        if with_catalogue:
            self.app.catalog = load()
        self.app.open_session(self.session.person)


def _path(typed: str) -> Path:
    path = Path(typed)
    with suppress(RuntimeError):  # a home folder of nobody: then the file is not found
        path = path.expanduser()
    return path
