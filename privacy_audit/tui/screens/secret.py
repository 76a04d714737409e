"""Asking for a secret: what is typed is never shown, and the field forgets it at once."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from ..words import Words


class AskSecret(ModalScreen[str | None]):
    """Asks for a secret and gives it, or None when the person went back. `about` is what happens with it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "give_up", "Back", id="secret_back")]

    def __init__(self, question: str, about: str, longest: int):
        super().__init__()
        self._question, self._about, self._longest = question, about, longest

    def compose(self) -> ComposeResult:
        """Yield the question, what happens with the answer, and the field."""
        with Vertical(classes="dialog"):
            yield Words(self._question)
            yield Words(f"\n{self._about}", classes="muted")
            yield Input(password=True, placeholder="not shown", max_length=self._longest)
            yield Words("enter goes on · escape goes back", classes="muted")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give what was typed back, unless that is nothing."""
        if event.value:
            self._wipe()
            self.dismiss(event.value)

    def action_give_up(self) -> None:
        """Go back without it."""
        self._wipe()
        self.dismiss(None)

    def _wipe(self) -> None:
        self.query_one(Input).value = ""
