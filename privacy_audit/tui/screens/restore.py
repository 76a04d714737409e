"""Putting a backup in the ledger's place: the backups, and what one would change."""

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.worker import Worker, WorkerState

from ... import care, folders
from ...dates import short
from ...ledger import backup
from ...ledger.errors import LedgerError
from ...ledger.store import Ledger
from ...text import clean, size_in_words
from ..page import Page
from ..rows import Column, Row, Rows
from .prompt import Prompt
from .reminders import Confirm

_ELSEWHERE = "Leave the program and run: privacy-audit restore"


class RestoreScreen(Page):
    """One row for each backup, newest first; enter shows what it would change, and asks."""

    HELP = (
        "A backup is a whole ledger. Enter shows what would come and what would go, and asks. The ledger as it is now "
        "is kept as one more backup, so that this can be taken back in the same way."
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f", "file", "Another file", id="file")]

    def body(self) -> ComposeResult:
        """Yield the list."""
        columns = [Column("made", 22), Column("why"), Column("size", 10, right=True)]
        yield Rows(columns, empty="There is no backup yet. n on the screen before this one makes one.", id="backups")

    def on_mount(self) -> None:
        """Start in the list."""
        super().on_mount()
        self.query_one(Rows).focus()

    def fill(self) -> None:
        """List the backups."""
        try:
            known = backup.known(self.app.ledger_path)
        except LedgerError as error:
            known = []
            self.say(str(error), bad=True)
        self.title_line("Restore", f"{len(known)} kept")
        rows = self.query_one(Rows)
        rows.set_rows([self._row(one) for one in known], keep=rows.current.id if rows.current else None)

    def _row(self, one: backup.Backup) -> Row:
        made = one.made.astimezone()
        when = f"{short(made.date(), self.session.today)}, {made:%H:%M}"
        return Row(str(one.path), (when, backup.WHY[one.why], (size_in_words(one.size), "dim")))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Show what this backup would change."""
        self._ask(Path(event.row.id))

    def action_file(self) -> None:
        """Ask for a backup that lies elsewhere."""
        self.app.push_screen(
            Prompt("Restore which file?", "a backup, or a copy of a ledger"),
            lambda typed: self._ask(Path(typed)) if typed else None,
        )

    def _ask(self, file: Path) -> None:
        from ...ledger import restore

        path = self.app.ledger_path
        self._work("preview", lambda: restore.preview(path, restore.find(path, file)))

    def _confirm(self, change) -> None:
        from ...ledger import restore

        if change.present != "whole":
            self.say(f"The ledger is damaged. {_ELSEWHERE}", bad=True)
            return
        question = f"Put {clean(change.file.name, 60)} in the ledger's place?"
        self.app.push_screen(
            Confirm(question, "\n".join(restore.in_words(change))),
            lambda yes: self._restore(change.file) if yes else None,
        )

    def _restore(self, file: Path) -> None:
        from ...ledger import restore

        path, catalog, today = self.app.ledger_path, self.session.catalog, self.session.today

        def work():
            done = restore.restore(path, file, folders.own_checklists())
            with Ledger(path, create=False) as ledger:  # brings older tables up to date
                care.derive(catalog, ledger, today)
            return done

        self._work("restore", work)

    def _work(self, name: str, work) -> None:
        self.run_worker(work, name=name, group="restore", thread=True, exclusive=True, exit_on_error=False)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Ask, or go on with what was restored."""
        if event.state is WorkerState.ERROR:
            self.say(str(event.worker.error), bad=True)
        elif event.state is WorkerState.SUCCESS and event.worker.name == "preview":
            self._confirm(event.worker.result)
        elif event.state is WorkerState.SUCCESS:
            self._go_on(event.worker.result)

    def _go_on(self, done) -> None:
        """Work with the ledger as it is now, for the same person or for whoever is in it."""
        app, before, who = self.app, self.app.ledger, self.session.person.id
        ledger = Ledger(app.ledger_path, create=False)
        app.notify(f"Restored. The ledger as it was: {clean(done.kept)}", markup=False, timeout=12)
        person = next((one for one in ledger.people() if one.id == who), None)
        app.ledger, app._people = ledger, ledger.people()
        if person:
            app.open_session(person)
            app.show_home()
            if before:
                before.close()
        else:
            app.run_worker(self._start_over(before), name="start over")

    async def _start_over(self, before: Ledger | None) -> None:
        """Ask whose audit it is: the person that was open is not in the restored ledger."""
        from .people import PeopleScreen
        from .welcome import WelcomeScreen

        app = self.app
        await app._show_only(PeopleScreen() if app._people else WelcomeScreen())
        del app.session
        if before:
            before.close()
