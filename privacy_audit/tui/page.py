"""What every screen shares: a title line, a line that answers each record, and the keys."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from .. import folders
from ..session import Session
from ..text import cut, fold
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
        if self.is_mounted and self._filled_once and not self.app.locked:
            self.fill()
        self._filled_once = True

    _filled_once = False

    def fill(self) -> None:
        """Show the present state of the session. Called on mounting and whenever the screen comes back."""

    def title_line(self, left: str, right: str = "") -> None:
        """Set the title line; where several people share the ledger it says whose audit is open."""
        whose = cut(self.session.person.label, 24) if self.app.several and self.app.is_open() else ""
        self.query_one(TitleLine).show_title(left, " · ".join(part for part in (whose, right) if part))

    def proposed(self, name: str, ending: str = "") -> str:
        """Return a path to propose for a file: with the day and, in a shared ledger, the label of whose it is."""
        whose = ""
        if self.app.several:
            whose = "".join(sign if sign.isalnum() else "-" for sign in fold(self.session.person.label))[:30].strip("-")
        parts = (name, whose, self.session.today.isoformat())
        return str(folders.documents() / ("-".join(part for part in parts if part) + ending))

    def write(self, typed: str | None, made: Callable[[Path], bytes]) -> None:
        """Write what is made for a path to where the person typed, and say so or what went wrong.

        `made` gives the bytes for the path, whose ending may tell the format, and may raise ExportError.
        """
        from ..exports.files import ExportError, write

        if not typed:
            return
        path = Path(typed)
        with suppress(RuntimeError):  # a home folder of nobody: then the folder is not found below
            path = path.expanduser()
        try:
            write(path, made(path))
        except ExportError as error:
            self.say(str(error), bad=True)
        else:
            self.say(f"written: {path}")

    def say(self, text: str, bad: bool = False) -> None:
        """Answer the person in the line at the bottom."""
        self.query_one("#message", Words).show(plain(text, "$text-error" if bad else "$text-success"))
