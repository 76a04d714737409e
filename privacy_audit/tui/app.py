"""The application: which screen is shown, the keys that work everywhere, and nothing else."""

import gc
import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from ..care import back_up_today
from ..catalog.catalog import Catalog
from ..ledger.errors import LedgerError
from ..ledger.store import Ledger, Person
from ..session import Session
from ..text import clean
from .locking import Lockable
from .page import Page
from .screens.home import HomeScreen
from .theme import CALM


class PrivacyAudit(Lockable):
    """The interactive program for one ledger."""

    TITLE = "privacy-audit"
    CSS_PATH = "theme.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "help", "Keys", key_display="?", id="help"),
        Binding("slash", "find", "Find", key_display="/", id="find"),
        Binding("ctrl+z", "undo", "Undo", show=False, id="undo"),
        Binding("q", "leave", "Leave", id="leave"),
    ]

    session: Session
    several = False  # whether the ledger is shared, so that each screen says whose audit is open
    #: What the person typed to search themselves: in memory only, gone when the program ends.
    details: dict[str, str]

    def __init__(
        self,
        catalog: Catalog,
        ledger_path: Path,
        today: date,
        *,
        ledger: Ledger | None = None,
        person: str | None = None,
        locked: bool = False,
    ):
        super().__init__()
        self.register_theme(CALM)
        # Set before anything is drawn, so that the style sheet is parsed once.
        self.set_reactive(App.theme, CALM.name)
        self.stylesheet.set_variables(self.get_css_variables())
        self.details = {}
        self.catalog = catalog
        self.ledger_path = ledger_path
        self.today = today
        self.locked = locked
        #: How many screens are open when home is in front.
        self._home = 1
        self.take_ledger(ledger, person)

    def get_default_screen(self) -> Screen:
        """Return the home of the person, or the question who or where they are."""
        if self.locked:
            return self.lock_screen()
        if hasattr(self, "session"):
            return HomeScreen()
        if self._people:
            from .screens.people import PeopleScreen

            return PeopleScreen()
        from .screens.welcome import WelcomeScreen

        return WelcomeScreen()

    def open_session(self, person: Person) -> None:
        """Work for this person from now on."""
        assert self.ledger is not None
        if hasattr(self, "session") and self.session.person.id != person.id:
            self.forget_typed()
        self.session = Session(self.catalog, self.ledger, person, self.today, trusting=True)
        self.several = len(self.ledger.people()) > 1

    def begin_ledger(self) -> Ledger:
        """Open the ledger, making it when there is none. Raises LedgerError."""
        if self.ledger is None:
            self.ledger = Ledger(self.ledger_path)
        return self.ledger

    def on_mount(self) -> None:
        """Name checklist files that were left out; fetch what the first record needs once the first screen stands."""
        for problem in self.catalog.problems[:3]:
            self.notify(f"left out: {clean(problem, 300)}", severity="warning", timeout=12, markup=False)
        self.set_timer(0.2, self._warm_up)
        self.watch_idle()

    def _warm_up(self) -> None:
        gc.enable()
        self.run_worker(self._prepare, thread=True, exit_on_error=False, name="warm-up")

    def _prepare(self) -> None:
        """Fetch what the first record and the first search would wait for, and make the backup of the day."""
        import holidays  # noqa: F401
        import sqlite_utils  # noqa: F401

        self.catalog.finder.prepare()
        if self.is_open() and (problem := back_up_today(self.ledger_path)):
            self.call_from_thread(self.notify, clean(problem), severity="warning", timeout=12, markup=False)

    def on_worker_state_changed(self, event) -> None:
        """Bring the dates that login shells read up to the present catalogue."""
        if event.worker.name == "warm-up" and event.worker.is_finished and self.is_open():
            changed = self.session.freshen_due()
            if changed and isinstance(self.screen, Page):
                self.screen.fill()

    def on_resize(self, event: events.Resize) -> None:
        """Say so when the terminal is too small, and go on when it is large enough again."""
        from .screens.small import follow

        follow(self, event.size)

    def action_back(self) -> None:
        """Go to the screen before this one."""
        if len(self.screen_stack) > self._home:
            self.pop_screen()

    def action_leave(self) -> None:
        """Go home; from home, leave the program. Everything is recorded already."""
        if len(self.screen_stack) <= self._home:
            self.exit()
        while len(self.screen_stack) > self._home:
            self.pop_screen()

    def show_home(self) -> None:
        """Show the home of the session just opened; the questions before it are not come back to."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(HomeScreen())
        self._home = 2

    def action_help(self) -> None:
        """Show the keys of this screen."""
        from .screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    def action_go(self, name: str) -> None:
        """Show one of the screens that home leads to."""
        from . import routes

        if hasattr(self, "session") and not self.keeps_shut(name):
            try:
                self.push_screen(routes.screen(name, self.session))
            except LedgerError as error:
                self.notify(clean(error), markup=False, severity="error")

    def action_find(self) -> None:
        """Look for an organisation, action or theme."""
        self.action_go("find")

    def action_undo(self) -> None:
        """Take the last record back."""
        from .acts import undo

        if hasattr(self, "session"):
            undo(self.screen)

    def get_system_commands(self, screen: Screen) -> Iterable[SystemCommand]:
        """Offer every screen in the command palette."""
        from . import routes

        if hasattr(self, "session"):
            for name, (title, help) in routes.TITLES.items():
                yield SystemCommand(title, help, lambda name=name: self.action_go(name))
            yield SystemCommand("Undo", "Take the last record back", self.action_undo)
        if self.can_lock():
            yield SystemCommand("Lock now", "Close the ledger and ask for the passphrase", self.action_lock)
        yield SystemCommand("Keys", "What the keys do here", self.action_help)
        yield SystemCommand("Quit", "Everything is recorded already", self.exit)

    def _fatal_error(self) -> None:
        """Leave with one clear line instead of a traceback; PRIVACY_AUDIT_DEBUG shows where it happened."""
        if os.environ.get("PRIVACY_AUDIT_DEBUG") or self.is_headless:
            super()._fatal_error()
            return
        what = f"{type(self._exception).__name__}: {clean(self._exception)}"
        self.exit(
            return_code=1,
            message=f"The program failed ({what}). Everything recorded before is kept. Please report it; "
            "PRIVACY_AUDIT_DEBUG=1 shows where it happened.",
        )
