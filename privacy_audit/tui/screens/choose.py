"""One choice from a list."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from ..rows import Column, Row, Rows
from ..words import Words


class Choose(ModalScreen[str | None]):
    """Gives the id of the choice, or None when the person went back."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Back", id="choose_back")]

    def __init__(self, question: str, choices: dict[str, str]):
        super().__init__()
        self._question, self._choices = question, choices

    def compose(self) -> ComposeResult:
        """Yield the question and the list."""
        with Vertical(classes="dialog"):
            yield Words(self._question)
            yield Rows([Column("")], [Row(id, (words,)) for id, words in self._choices.items()])

    def on_mount(self) -> None:
        """Start in the list."""
        self.query_one(Rows).focus()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Give the choice back."""
        self.dismiss(event.row.id)
