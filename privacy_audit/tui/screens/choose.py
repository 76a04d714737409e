"""One choice from a list."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from ..rows import Column, Row, Rows
from ..words import Words


class Choose(ModalScreen[str | None]):
    """Gives the id of the choice, or None when the person went back. `why` says more on a choice under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Back", id="choose_back")]

    def __init__(self, question: str, choices: dict[str, str], why: dict[str, str] | None = None):
        super().__init__()
        self._question, self._choices, self._why = question, choices, why or {}

    def compose(self) -> ComposeResult:
        """Yield the question, the list and what is said of the choice under the cursor."""
        with Vertical(classes="dialog"):
            yield Words(self._question)
            yield Rows([Column("")], [Row(id, (words,)) for id, words in self._choices.items()])
            if self._why:
                yield Words(self._why.get(next(iter(self._choices), ""), ""), id="why", classes="muted")

    def on_mount(self) -> None:
        """Start in the list."""
        self.query_one(Rows).focus()

    def on_rows_highlighted(self, event: Rows.Highlighted) -> None:
        """Say more on this choice."""
        if self._why:
            self.query_one("#why", Words).show(self._why.get(event.row.id, ""))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Give the choice back."""
        self.dismiss(event.row.id)
