"""Asking for a passphrase: what is typed is never shown."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from ...ledger import passphrases
from ..words import Words


class AskPassphrase(ModalScreen[str | None]):
    """Asks for the present passphrase, or twice for a new one; gives it, or None when the person went back."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Back", id="passphrase_back")]

    def __init__(self, question: str, new: bool = False):
        super().__init__()
        self._question, self._new = question, new

    def compose(self) -> ComposeResult:
        """Yield the question, what to know before choosing one, and the field or the two."""
        with Vertical(classes="dialog"):
            yield Words(self._question)
            if self._new:
                yield Words(f"\n{passphrases.HINT}\n\n{passphrases.CANNOT_BE_FOUND}", classes="muted")
            yield Input(password=True, placeholder="passphrase", max_length=passphrases.LONGEST, id="first")
            if self._new:
                yield Input(password=True, placeholder="the same again", max_length=passphrases.LONGEST, id="second")
            yield Words("", id="wrong")
            yield Words("enter goes on · escape goes back", classes="muted")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Take back what was said of the text before; say of a short one that longer is safer."""
        short = self._new and event.value and passphrases.is_short(self.query_one("#first", Input).value)
        self.query_one("#wrong", Words).show("Still short: longer is safer." if short else "")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the second field, or give the passphrase back."""
        first = self.query_one("#first", Input).value
        if self._new and event.input.id == "first" and first:
            self.query_one("#second", Input).focus()
            return
        try:
            passphrases.check(first)
        except passphrases.PassphraseError:
            self.query_one("#wrong", Words).show("Give a passphrase, or press escape.")
            return
        if self._new and self.query_one("#second", Input).value != first:
            self.query_one("#wrong", Words).show("The two are not the same.")
            return
        self.dismiss(first)
