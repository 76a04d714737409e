"""What the keys do on the screen one came from."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen

from ... import __version__
from ..words import MUTED, Words, joined, plain

_PROMISES = (
    "Nothing about you leaves this machine unless you were just shown what, to whom, and agreed. A page opens in your "
    "browser, or a text is copied, only when you press the key for it. Your records are in the file named below.\n"
    "It gives information, not legal advice. It never scores you."
)

_MOVING = (
    "Arrows, page up and down, home and end move; enter opens; tab goes to the next list; the mouse does all of it "
    "too. ctrl+p lists every command, ctrl+q leaves at once."
)


class HelpScreen(ModalScreen[None]):
    """The keys that work on a screen, with what the screen is for."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,question_mark,q,enter", "dismiss", "Back", id="help_back")]

    def __init__(self, shown: Screen):
        super().__init__()
        self._shown = shown

    def compose(self) -> ComposeResult:
        """Yield the text."""
        with Vertical(classes="dialog"), VerticalScroll():
            yield Words(self._text())

    def _text(self) -> Content:
        lines = [plain(f"privacy-audit {__version__}", "bold"), Content("")]
        about = getattr(self._shown, "HELP", "")
        if about:
            lines += [plain(about), Content("")]
        seen = set()
        for active in self._shown.active_bindings.values():
            binding = active.binding
            if not (binding.id and binding.description) or binding.description in seen or not active.enabled:
                continue
            seen.add(binding.description)
            display = self.app.get_key_display(binding)
            lines.append(
                Content.assemble(
                    (f"{display:>10}  ", "bold $text-accent"), plain(binding.tooltip or binding.description)
                )
            )
        lines += [Content(""), plain(_MOVING, MUTED)]
        path = getattr(self.app, "ledger_path", "")
        return joined([*lines, Content(""), plain(_PROMISES, MUTED), plain(f"Ledger: {path}", MUTED)])
