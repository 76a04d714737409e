"""The lock: an encrypted ledger is opened here, at the start and after it was locked."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input
from textual.worker import Worker, WorkerState

from ...ledger import cipher, passphrases
from ...ledger.errors import LedgerError, WrongPassphrase
from ..page import Page
from ..words import Words


class LockScreen(Page):
    """One field. Nothing of the person is shown or in memory while it stands."""

    HELP = "Type the passphrase and press enter. Nobody can open the ledger without it, and nobody can give it back."
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "app.leave", "Leave", id="back")]

    def body(self) -> ComposeResult:
        """Yield the question and the field."""
        yield Words("The ledger is encrypted and locked.", classes="section")
        yield Input(password=True, placeholder="passphrase", max_length=passphrases.LONGEST)
        yield Words(classes="section muted", id="which")

    def on_mount(self) -> None:
        """Start in the field."""
        super().on_mount()
        self.query_one(Input).focus()

    def fill(self) -> None:
        """Show the title."""
        self.title_line("privacy-audit", "locked")
        self.query_one("#which", Words).show(f"\n{self.app.ledger_path}")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Derive the key beside the screen, which takes a moment."""
        typed, path = event.value, self.app.ledger_path
        event.input.value = ""
        if typed:
            self.say("opening …")
            self.run_worker(
                lambda: cipher.unlock(path, typed),
                name="unlock", group="unlock", thread=True, exclusive=True, exit_on_error=False,
            )  # fmt: skip

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Go on, or say why not."""
        error: BaseException | None = event.worker.error
        if event.state is WorkerState.SUCCESS:
            try:
                self.app.unlock()
            except LedgerError as failed:
                error = failed
        if isinstance(error, WrongPassphrase):
            self.say("That passphrase does not open it. Try again.", bad=True)
        elif error:
            self.say(str(error), bad=True)
