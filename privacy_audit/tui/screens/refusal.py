"""What they said when they refused: each typical reason leads to the letter that answers it."""

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from ...rights.ladder import REFUSALS
from ...rights.letters.kinds import KINDS
from ..rows import Column, Row, Rows
from ..words import Words

#: A reason of another sort, and none at all.
OWN, NONE = "own", "none"


@dataclass(frozen=True, slots=True)
class Told:
    """What was chosen: the kind of letter that answers, OWN or NONE; and whether to record the refusal."""

    kind: str
    record: bool


def reasons() -> dict[str, str]:
    """Return the typical reasons for which there is an answering letter, by its kind, then the other two."""
    found = {kind: f"“{words[:1].upper()}{words[1:]}”" for kind, words in REFUSALS.items() if kind in KINDS}
    return found | {OWN: "Something else: I type what they said", NONE: "They gave no reason"}


class RefusalScreen(ModalScreen[Told | None]):
    """Gives what they said, or None when the person went back and nothing shall be recorded."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back", id="refusal_back"),
        Binding("w", "answer_only", "Only write", id="refusal_answer"),
    ]

    def compose(self) -> ComposeResult:
        """Yield the question, the reasons and what the two keys do."""
        with Vertical(classes="dialog"):
            yield Words("They refused, because … what did they say?")
            yield Rows([Column("")], [Row(kind, (words,)) for kind, words in reasons().items()])
            yield Words("enter: record it, open the answer · w: open only, their days run on", classes="muted")

    def on_mount(self) -> None:
        """Start in the list."""
        self.query_one(Rows).focus()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Give the reason back, to be recorded."""
        self.dismiss(Told(event.row.id, record=True))

    def action_answer_only(self) -> None:
        """Give the reason back without a record: a question of theirs is no refusal yet."""
        row = self.query_one(Rows).current
        if row:
            self.dismiss(Told(row.id, record=False))
