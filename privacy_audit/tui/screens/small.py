"""What is shown while the terminal is too small."""

from textual.app import App, ComposeResult
from textual.geometry import Size
from textual.screen import ModalScreen

from ..words import Words

SMALLEST = Size(80, 24)


class TooSmall(ModalScreen[None]):
    """One sentence that says what to do; the program goes on by itself when there is room. No key leads on."""

    def compose(self) -> ComposeResult:
        """Yield the sentence."""
        yield Words(
            "This window is too small. Make it at least 80 columns by 24 lines, or the letters smaller.\n\n"
            "Everything you recorded is kept. Press ctrl+q to leave; privacy-audit todo and privacy-audit remind "
            "say the same as plain text."
        )


def follow(app: App, size: Size) -> None:
    """Show the sentence while there is too little room, and what stood before once there is enough."""
    small = size.width < SMALLEST.width or size.height < SMALLEST.height
    if small and not _stands(app):
        app.push_screen(TooSmall())
    while not small and _stands(app):
        app.pop_screen()


def _stands(app: App) -> bool:
    return any(isinstance(screen, TooSmall) for screen in app.screen_stack)
