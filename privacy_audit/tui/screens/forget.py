"""Removing for good: this person, or everything. What goes is shown first, and a word has to be typed."""

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from ... import folders
from ...care import let_secrets_go
from ...ledger import forget
from ...ledger.errors import LedgerError
from ...reminders import digest
from ...text import clean, count
from ..page import Page
from ..rows import Column, Row, Rows
from ..words import Words
from .prompt import Prompt

_STAYS = (
    "Not touched: reports, letters, calendars and exports that you wrote out, copies that you or a sync tool made, "
    "and the reminder timer (x on the screen of reminders)."
)
_WORD = "remove everything"


class ForgetScreen(Page):
    """Two rows; under them what would go with the row under the cursor."""

    HELP = (
        "Nothing brings back what goes here but an export or a copy of your own. Others in the ledger keep all of "
        "theirs when somebody is forgotten. The program ends afterwards."
    )

    #: Whether what was chosen is done: there is nobody left to show anything of.
    _over = False

    def body(self) -> ComposeResult:
        """Yield the two choices and what goes."""
        yield Rows([Column("", 24), Column("")], id="removals")
        with VerticalScroll():
            yield Words(id="goes", classes="section")
            yield Words(_STAYS, classes="section muted")

    def on_mount(self) -> None:
        """Start in the list."""
        super().on_mount()
        self.query_one(Rows).focus()

    def fill(self) -> None:
        """Show the choices."""
        if self._over:
            return
        self.title_line("Remove for good")
        label = self.session.person.label
        self.query_one(Rows).set_rows(
            [
                Row("forget", (f"Forget {label}", ("all that this ledger knows of them", "dim"))),
                Row("wipe", ("Everything", ("ledger, backups, your own organisations", "dim"))),
            ]
        )
        self._show("forget")

    def on_rows_highlighted(self, event: Rows.Highlighted) -> None:
        """Show what would go."""
        self._show(event.row.id)

    def _show(self, what: str) -> None:
        if self._over:
            return
        try:
            words = self._of_person() if what == "forget" else self._of_all()
        except LedgerError as error:
            words = str(error)
        self.query_one("#goes", Words).show(words)

    def _of_person(self) -> str:
        ledger, person = self.session.ledger, self.session.person
        goes = forget.what_goes(ledger, person, forget.backups(ledger.path))
        return f"Of “{person.label}” goes: {goes.words}.\nEnter asks once more."

    def _of_all(self) -> str:
        lines = [f"{what}: {count(len(paths), 'file')}, {paths[0]}" for what, paths in self._everything().items()]
        people = count(len(self.session.ledger.people()), "person", "people")
        return "\n".join([f"All of it goes, with {people}:", *lines, "Enter asks once more."])

    def _everything(self) -> dict:
        kept = (folders.own_checklists(), folders.cache(), folders.public(), folders.keys())
        return forget.everything(self.app.ledger_path, *kept)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Ask for the word."""
        if event.row.id == "forget":
            label = self.session.person.label
            self.app.push_screen(Prompt(f"To forget them for good, type the label: {label}"), self._forget)
        else:
            self.app.push_screen(Prompt(f"To remove all of it for good, type: {_WORD}"), self._wipe)

    def _forget(self, typed: str | None) -> None:
        ledger, person = self.session.ledger, self.session.person
        if not self._is_meant(typed, person.label):
            return
        left = let_secrets_go(ledger, [person])
        try:
            forget.forget(ledger, person, forget.backups(ledger.path))
        except LedgerError as error:
            self.say(str(error), bad=True)
            return
        words = " ".join(filter(None, (f"Forgotten: {person.label}. Start the program again to go on.", *left)))
        try:
            digest.keep(str(ledger.path), person.id, digest.USUAL, [], self.session.today)
        except OSError as error:
            words += f" {digest.file_of(str(ledger.path))} could not be changed ({error.strerror}). Remove it yourself."
        self._end(words)

    def _wipe(self, typed: str | None) -> None:
        if not self._is_meant(typed, _WORD):
            return
        going = [path for paths in self._everything().values() for path in paths]
        left = let_secrets_go(self.session.ledger, self.session.ledger.people())
        self._over = True
        self.session.ledger.close()
        self.app.ledger = None
        try:
            number = forget.wipe(self.app.ledger_path, going)
            forget.drop_folders(folders.public())
            forget.drop_folders(folders.keys())
        except LedgerError as error:
            self._end(str(error))
            return
        self._end(" ".join((f"Removed: {count(number, 'file')}.", *left)))

    def _is_meant(self, typed: str | None, word: str) -> bool:
        if typed is not None and clean(typed) != clean(word):
            self.say("That was another word. Nothing was removed.", bad=True)
        return typed is not None and clean(typed) == clean(word)

    def _end(self, words: str) -> None:
        self._over = True
        del self.app.session
        self.app.exit(message=Text(clean(words, 2000)))
