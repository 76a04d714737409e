"""Bringing another ledger in: a conflict copy that a sync tool left beside this one, or any other file."""

from contextlib import suppress
from pathlib import Path

from textual.app import ComposeResult

from ... import folders
from ...ledger import copies
from ...ledger.errors import LedgerError
from ...reminders import digest
from ...text import count, cut
from ..page import Page
from ..rows import Column, Row, Rows
from ..words import Words
from .choose import Choose
from .prompt import Prompt

_ANOTHER = "another"


class MergeScreen(Page):
    """A row for each conflict copy and one for any other file; enter brings it in."""

    HELP = (
        "Everything that either of the two ledgers holds is in this one afterwards; nothing can conflict, and the "
        "order in which ledgers are merged does not matter. A backup is made first. The other file stays as it is."
    )

    def __init__(self) -> None:
        super().__init__()
        self._copies: list[copies.Copy] = []

    def body(self) -> ComposeResult:
        """Yield what merging does, and the list."""
        yield Words(
            "Another device's ledger, a backup, or what a sync tool could not put together: everything in it is added "
            "to this ledger. A backup is made first; the other file stays as it is.",
            classes="section",
        )
        yield Rows([Column(""), Column("", 34)], id="ledgers")

    def on_mount(self) -> None:
        """Start in the list."""
        super().on_mount()
        self.query_one(Rows).focus()

    def fill(self) -> None:
        """List what lies beside the ledger."""
        ledger = self.session.ledger
        self._copies = copies.beside(ledger)
        number = len(self._copies)
        self.title_line("Merge", count(number, "conflict copy", "conflict copies") if number else "")
        rows = [Row(str(one.path), (one.path.name, (one.words, "dim"))) for one in self._copies]
        self.query_one(Rows).set_rows([*rows, Row(_ANOTHER, ("Another file …", ("asks for its path", "dim")))])

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Bring it in, or ask for the file."""
        if event.row.id == _ANOTHER:
            self.app.push_screen(Prompt("Bring in which ledger?", "the path of a ledger file"), self._typed)
        else:
            self._look(Path(event.row.id))

    def _typed(self, typed: str | None) -> None:
        if typed:
            path = Path(typed)
            with suppress(RuntimeError):  # a home folder of nobody: then the file is not found
                path = path.expanduser()
            self._look(path)

    def _look(self, path: Path) -> None:
        """Merge, after a question where somebody would go who was forgotten in the other."""
        from ...ledger import merge

        try:
            coming = merge.look(self.session.ledger, path)
        except LedgerError as error:
            self.say(str(error), bad=True)
            return
        if not coming.goes:
            self._merge(path, coming)
            return
        labels = cut(", ".join(person.label for person in coming.goes), 200)
        question = f"Forgotten for good in the other ledger: {labels}. Everything of theirs goes here too."
        choices = {"yes": "Merge, and forget them here", "no": "Leave both as they are"}
        self.app.push_screen(
            Choose(question, choices), lambda said: self._merge(path, coming) if said == "yes" else None
        )

    def _merge(self, path: Path, coming) -> None:
        from ...ledger import merge

        session = self.session
        try:
            done = merge.merge(session.ledger, path, coming.goes, folders.own_checklists())
        except LedgerError as error:
            self.say(str(error), bad=True)
            return
        for person in coming.goes:
            digest.keep(str(session.ledger.path), person.id, digest.USUAL, [], session.today)
        left = [person for person in session.ledger.people() if person.id == session.person.id]
        if not left:
            self.app.exit(message=f"Merged. {session.person.label} was forgotten. Start the program again to go on.")
            return
        self.app.open_session(left[0])
        self.fill()
        new = done.events or done.gone or done.left_out
        self.say(f"merged: {done.words}" if new else "nothing new: this ledger has all of it already")
