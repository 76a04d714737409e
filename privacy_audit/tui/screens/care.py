"""Care of the record: what may be wrong with it, its backups, and where its safety is looked after."""

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.worker import Worker, WorkerState

from ... import care, folders
from ...dates import short
from ...ledger import backup
from ...ledger.errors import LedgerError
from ...ledger.findings import Check
from ...text import clean, count, cut
from ..page import Page
from ..rows import Column, Row, Rows
from ..words import Words
from .reminders import Confirm

#: Rows that lead to another screen: the name of its route, the row's name, and what is there.
LEADS = (
    ("encryption", "Encryption", "a passphrase, and when the program locks"),
    ("transfer", "As one file", "write everything out, or read such a file back"),
    ("merge", "Merge", "another device's ledger, a backup, a conflict copy"),
    ("forget", "Remove for good", "this person, or everything"),
)
_ABOUT = {
    "backup": "A whole ledger in one file, checked by opening it, in the folder “backups” beside the ledger, and "
    "encrypted if the ledger is. One is made each day on which something was recorded; old ones go.",
    "restore": "Shows what would come and what would go before anything is changed. The ledger as it is now is kept as "
    "one more backup.",
    "mend": "After a backup: tables are written anew from the log, permissions set, the file packed. The log is never "
    "changed.",
}


class CareScreen(Page):
    """What can be done for the record, and under it each check of the doctor, findings first."""

    HELP = (
        "The checks look through the whole ledger and change nothing. Mending first makes a backup. Your records are "
        "in a log that is only ever added to; everything else on these screens is worked out from it."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "back_up", "Back up now", id="back_up"),
        Binding("r", "restore", "Restore", id="restore"),
        Binding("m", "mend", "Mend", id="mend"),
        Binding("l", "look", "Look again", id="look_again"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._checks: list[Check] | None = None
        self._problem = ""

    def body(self) -> ComposeResult:
        """Yield the list and what there is to say of the row under the cursor."""
        yield Rows([Column("", 16), Column("")], id="care")
        yield Words(id="about", classes="section")

    def on_mount(self) -> None:
        """Start in the list, and look."""
        super().on_mount()
        self.query_one(Rows).focus()
        self.action_look()

    def fill(self) -> None:
        """Show what is known by now."""
        self.title_line("Care of the record", self._found())
        rows = self.query_one(Rows)
        keep = rows.current.id if rows.current else None
        rows.set_rows([*self._deeds(), *self._findings()], keep=keep)
        self._show_about(rows.current)

    def _found(self) -> str:
        if self._problem:
            return "could not look"
        if self._checks is None:
            return "looking …"
        wrong = sum(not check.ok for check in self._checks)
        return count(wrong, "finding") if wrong else "nothing wrong"

    def _deeds(self) -> list[Row]:
        mend = any(check.can_be_mended for check in self._checks or () if not check.ok)
        rows = [
            Row("backup", ("Back up now", (self._last_backup(), "dim"))),
            Row("restore", ("Restore", ("put a backup in the ledger's place", "dim"))),
        ]
        rows += [Row("mend", ("Mend", ("what was found and can be mended", "dim")))] if mend else []
        return rows + [Row(route, (name, (words, "dim"))) for route, name, words in LEADS]

    def _last_backup(self) -> str:
        try:
            known = backup.known(self.app.ledger_path)
        except LedgerError as error:
            return str(error)
        if not known:
            return "none yet"
        made = known[0].made.astimezone()
        return f"the last: {short(made.date(), self.session.today)}, {made:%H:%M}; {len(known)} kept"

    def _findings(self) -> list[Row]:
        checks = sorted(self._checks or (), key=lambda check: check.ok)
        rows = [Row("checks", ("CHECKS", self._problem or self._found()), heading=True)]
        return rows + [
            Row(f"check:{check.name}", (check.name, (check.detail, "dim" if check.ok else "warn"))) for check in checks
        ]

    def _show_about(self, row: Row | None) -> None:
        text = _ABOUT.get(row.id, "") if row else ""
        for check in self._checks or ():
            if row and row.id == f"check:{check.name}":
                text = check.detail + ("" if check.ok or not check.can_be_mended else ". m mends it.")
        self.query_one("#about", Words).show(cut(text or "Enter opens it.", 600))

    def on_rows_highlighted(self, event: Rows.Highlighted) -> None:
        """Say more on this row."""
        self._show_about(event.row)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Do it, or go where the row leads."""
        deeds = {"backup": self.action_back_up, "restore": self.action_restore, "mend": self.action_mend}
        if event.row.id in deeds:
            deeds[event.row.id]()
        elif event.row.id in {route for route, _, _ in LEADS}:
            self.app.action_go(event.row.id)

    def action_look(self) -> None:
        """Look through the ledger, beside the screen."""
        from ...ledger import doctor

        path, about = self.app.ledger_path, care.surroundings(self.session.catalog, self.session.today)
        self._work("look", lambda: doctor.examine(path, about))

    def action_back_up(self) -> None:
        """Make a backup."""
        path = self.app.ledger_path
        self._work("back up", lambda: backup.make(path, own=folders.own_checklists()))

    def action_restore(self) -> None:
        """Show the backups."""
        from .restore import RestoreScreen

        self.app.push_screen(RestoreScreen())

    def action_mend(self) -> None:
        """Mend what can be mended, after a question."""
        found = [check for check in self._checks or () if not check.ok and check.can_be_mended]
        if not found:
            self.say("There is nothing that could be mended here.")
            return
        text = "\n\n".join(f"{check.name}: {check.detail}" for check in found)
        self.app.push_screen(
            Confirm("This will be mended, after a backup:", text), lambda yes: self._mend() if yes else None
        )

    def _mend(self) -> None:
        from ...ledger.mending import mend

        path, about = self.app.ledger_path, care.surroundings(self.session.catalog, self.session.today)
        checks = self._checks or []
        self._work("mend", lambda: mend(path, checks, about, folders.own_checklists()))

    def _work(self, name: str, work) -> None:
        """Do something with the file beside the screen; what came of it is said at the bottom."""
        self.run_worker(work, name=name, group="care", thread=True, exclusive=True, exit_on_error=False)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Show what was found, or say what was done."""
        worker, failed = event.worker, event.state is WorkerState.ERROR
        result: Any = worker.result
        if event.state not in (WorkerState.SUCCESS, WorkerState.ERROR):
            return
        if worker.name == "look":
            self._problem = clean(worker.error) if failed else ""
            self._checks = [] if failed else result
        elif failed:
            self.say(str(worker.error), bad=True)
        elif worker.name == "back up":
            self.say(result.left_out or f"written: {result.path.name}", bad=bool(result.left_out))
        else:
            self.say("; ".join(result))
        self.fill()
        if worker.name != "look":
            self.action_look()
