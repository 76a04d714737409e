"""One question, one line."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from ...text import clean
from ..field import Field
from ..words import Words


class Prompt(ModalScreen[str | None]):
    """Asks for a line of text; gives it cleaned, or None when the person went back."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Back", id="prompt_back")]

    def __init__(self, question: str, hint: str = "", value: str = ""):
        super().__init__()
        self._question, self._hint, self._value = question, hint, value

    def compose(self) -> ComposeResult:
        """Yield the question and the field."""
        with Vertical(classes="dialog"):
            yield Words(self._question)
            yield Field(self._value, placeholder=clean(self._hint), max_length=500)
            yield Words("enter keeps it · escape goes back", classes="muted")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the line back."""
        self.dismiss(clean(event.value))
