"""What is shown while the terminal is too small."""

from textual.app import ComposeResult
from textual.screen import Screen

from ..words import Words


class TooSmall(Screen):
    """One sentence that says what to do; the program goes on by itself when there is room."""

    def compose(self) -> ComposeResult:
        """Yield the sentence."""
        yield Words(
            "This window is too small. Make it at least 80 columns by 24 lines, or the letters smaller.\n\n"
            "Everything you recorded is kept. Press ctrl+q to leave; privacy-audit todo and privacy-audit remind "
            "say the same as plain text."
        )
