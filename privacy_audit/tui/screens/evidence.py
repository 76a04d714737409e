"""Evidence: files kept with one action, added and written out again."""

from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ... import folders
from ...audit.report import names
from ...catalog.catalog import CatalogError
from ...dates import long, short
from ...ledger.errors import LedgerError
from ...ledger.values import Kept
from ...session import Session
from ...text import clean, count, size_in_words
from ..page import Page
from ..rows import Column, Row, Rows
from ..words import Fact, Words
from .prompt import Prompt


class EvidenceScreen(Page):
    """One row for each file that is kept with an action."""

    HELP = (
        "A screenshot, a PDF or a mail that proves something, kept in the ledger whole, 25 MB each at most; the file "
        "itself stays where it is. Reports show it with its day and its SHA-256, complaints and appeals name it as an "
        "enclosure. u takes the newest entry back."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add a file", id="add"),
        Binding("w", "save", "Write it out", id="save"),
        Binding("u", "app.undo", "Undo", id="undo_here"),
    ]

    def __init__(self, key: str):
        super().__init__()
        self._key = key
        self._kept: list[Kept] = []

    def body(self) -> ComposeResult:
        """Yield the list and the hash of the file under the cursor."""
        nothing = "No file is kept here yet. a keeps one: a screenshot, a PDF, a mail."
        yield Rows([Column("day", 12), Column("file"), Column("size", 10, right=True)], empty=nothing, id="kept")
        yield Words(id="hash", classes="section muted")

    def on_mount(self) -> None:
        """Start in the list."""
        super().on_mount()
        self.query_one(Rows).focus()

    def fill(self) -> None:
        """Show what is kept, the newest first."""
        self._kept = self.session.evidence(self._key)[::-1]
        name, title = names(self.session.catalog, self._key)
        self.title_line(f"{name} · {title}: evidence", count(len(self._kept), "file"))
        today = self.session.today
        self.query_one(Rows).set_rows(
            [Row(one.event, (short(one.on, today), one.name, size_in_words(one.size))) for one in self._kept]
        )
        self._show_hash()

    def _show_hash(self) -> None:
        one = self._current
        self.query_one("#hash", Words).show(f"{one.name}\nSHA-256 {one.hash}" if one else "")

    @property
    def _current(self) -> Kept | None:
        row = self.query_one(Rows).current
        return next((one for one in self._kept if row and one.event == row.id), None)

    def on_rows_highlighted(self, event: Rows.Highlighted) -> None:
        """Show the hash of the file under the cursor."""
        self._show_hash()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Write the file out."""
        self.action_save()

    def action_add(self) -> None:
        """Ask for a file."""
        self.app.push_screen(Prompt("Which file proves it?", "the path of a screenshot, PDF or mail"), self._add)

    def _add(self, typed: str | None) -> None:
        from ...ledger.evidence import read

        if not typed:
            return
        try:
            file = read(_path(typed))
            self.session.attach(self._key, file)
        except (LedgerError, CatalogError) as error:
            self.say(str(error), bad=True)
            return
        self.fill()
        self.say(f"kept: {file.name} ({size_in_words(file.size)}) · u takes it back")

    def action_save(self) -> None:
        """Ask where to write the file under the cursor."""
        if one := self._current:
            path = folders.documents() / clean(one.name).replace("/", "_").replace("\\", "_")
            self.app.push_screen(
                Prompt("Write it to which file?", value=str(path)), lambda typed: self._save(one, typed)
            )
        else:
            self.say("There is no file to write out.", bad=True)

    def _save(self, one: Kept, typed: str | None) -> None:
        from ...exports import files
        from ...ledger.evidence import content

        if not typed:
            return
        try:
            files.write(_path(typed), content(self.session.ledger, one))
        except (files.ExportError, LedgerError) as error:
            self.say(str(error), bad=True)
            return
        self.say(f"written: {_path(typed)}")


def evidence_facts(session: Session, key: str) -> list[Fact]:
    """Return the files kept with an action as lines among its facts."""
    return [
        Fact("" if number else "Evidence", f"{long(one.on)}: {one.name} ({size_in_words(one.size)})")
        for number, one in enumerate(session.evidence(key))
    ]


def _path(typed: str) -> Path:
    path = Path(typed)
    with suppress(RuntimeError):  # a home folder of nobody: then the file is not found
        path = path.expanduser()
    return path
