"""A Textual program with nothing in it but one word: what the start of privacy-audit is measured against."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Empty(App):
    """One word on a screen."""

    def compose(self) -> ComposeResult:
        """Yield the word."""
        yield Static("ready")


Empty().run()
