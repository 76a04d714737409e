"""What every screen shares: a title line, a line that answers each record, and the keys."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from ..session import Session
from .keys import Keys
from .words import TitleLine, Words, plain

if TYPE_CHECKING:
    from .app import PrivacyAudit


class Page(Screen):
    """A screen with a title, a body, a message line and the keys that work here."""

    app: "PrivacyAudit"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,b", "app.back", "Back", id="back"),
    ]
    #: What this screen is for, shown by the help.
    HELP = ""

    @property
    def session(self) -> Session:
        """The person's audit."""
        return self.app.session

    def compose(self) -> ComposeResult:
        """Lay out the title, the body and the lines at the bottom."""
        yield TitleLine()
        yield from self.body()
        yield Words(id="message")
        yield Keys()

    def body(self) -> ComposeResult:
        """Yield what this screen is about."""
        yield from ()

    def on_mount(self) -> None:
        """Fill the screen."""
        self.fill()

    def on_screen_resume(self) -> None:
        """Show what changed while another screen was in front."""
        if self.is_mounted and self._filled_once:
            self.fill()
        self._filled_once = True

    _filled_once = False

    def fill(self) -> None:
        """Show the present state of the session. Called on mounting and whenever the screen comes back."""

    def title_line(self, left: str, right: str = "") -> None:
        """Set the title line."""
        self.query_one(TitleLine).show_title(left, right)

    def say(self, text: str, bad: bool = False) -> None:
        """Answer the person in the line at the bottom."""
        self.query_one("#message", Words).show(plain(text, "$text-error" if bad else "$text-success"))
