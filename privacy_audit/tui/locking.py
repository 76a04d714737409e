"""Locking the program: the file closed, the keys forgotten, nothing of the person left on a screen or in memory."""

import asyncio
import time
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import Worker, WorkerError

from ..ledger import cipher
from ..ledger.errors import LedgerError
from ..ledger.store import Ledger, Person
from ..session import Session

_LOOK_EVERY = 5  # seconds
_UNWINDING = 3  # seconds that a stopped request may take for its receipt

#: Screens that may close the ledger or remove from it; no request is under way beside them, for it writes receipts.
ALONE = frozenset({"encryption", "care", "forget"})
#: The group of the workers that use the network, and write receipts into the ledger until they have ended.
ONLINE = "online"


class Lockable(App):
    """What the program does with an encrypted ledger: it locks by a key, and by itself when it was left alone."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+l", "lock", "Lock now", show=False, id="lock")]

    #: Whether nothing may be sent in this run, whatever was agreed to.
    offline = False
    #: Whether the ledger is encrypted and closed.
    locked = False
    ledger: Ledger | None = None
    ledger_path: Path
    session: Session
    details: dict[str, str]
    _people: list[Person]
    #: Whose audit was open when the program was locked.
    _who = ""
    _touched = (0.0, 0.0)

    def take_ledger(self, ledger: Ledger | None, label: str | None = None) -> None:
        """Work with an open ledger: for the person meant, the one before, or the only one. Raises UnknownPerson."""
        self.ledger = ledger
        self._people = ledger.people() if ledger else []
        if ledger and (label or len(self._people) == 1):
            self.open_session(ledger.person(label))
        elif found := [person for person in self._people if person.id == self._who]:
            self.open_session(found[0])

    def open_session(self, person: Person) -> None:
        """Work for this person from now on."""
        raise NotImplementedError

    def show_home(self) -> None:
        """Show the home of the session just opened."""
        raise NotImplementedError

    def watch_idle(self) -> None:
        """Look every few seconds whether it is time to lock."""
        self._touched = _now()
        self.set_interval(_LOOK_EVERY, self.lock_if_idle)

    async def on_event(self, event: events.Event) -> None:
        """Note when the person last did something."""
        if isinstance(event, events.Key | events.MouseEvent | events.Paste):
            self._touched = _now()
        await super().on_event(event)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to lock only what is encrypted and open."""
        return self.can_lock() if action == "lock" else super().check_action(action, parameters)

    def is_open(self) -> bool:
        """Whether somebody's audit is open and can be read."""
        return hasattr(self, "session") and not self.locked

    def can_lock(self) -> bool:
        """Whether an encrypted ledger is open."""
        return cipher.unlocked() and not self.locked

    def lock_after(self) -> int:
        """Return after how many minutes without a key the program locks; 0 for never."""
        said = ""
        if hasattr(self, "session"):
            said = self.session.ledger.setting(self.session.person.id, cipher.LOCK_SETTING)
        return int(said) if said.isdecimal() else cipher.USUAL_MINUTES

    def lock_if_idle(self) -> None:
        """Lock when nobody has touched the program for long. A machine that slept counts its sleep."""
        if self.can_lock():
            idle = max(now - then for now, then in zip(_now(), self._touched, strict=True))
            try:
                minutes = self.lock_after()
            except LedgerError:
                minutes = cipher.USUAL_MINUTES
            if minutes and idle >= 60 * minutes:
                self.action_lock()

    def action_lock(self) -> None:
        """Close the ledger, forget the keys and all that was read or typed, and ask for the passphrase again."""
        if not self.can_lock():
            return
        self.locked = True
        cipher.lock()
        self.run_worker(self._lock(), name="lock", group="lock")

    def is_online(self) -> bool:
        """Whether a request is under way, on whichever screen."""
        return bool(self._requests())

    def keeps_shut(self, name: str) -> bool:
        """Whether a screen must not open now, for a request is under way on another; then it is said."""
        shut = name in ALONE and self.is_online()
        if shut:
            words = "A request is under way. Stop it there first (c), or wait for it; then this opens."
            self.notify(words, markup=False, severity="warning")
        return shut

    def _requests(self) -> list[Worker]:
        return [worker for worker in self.workers if worker.group == ONLINE and not worker.is_finished]

    async def _stop_requests(self) -> None:
        """Stop what uses the network, and let it write its last receipt while the ledger is open."""
        for worker in self._requests():
            worker.cancel()
            with suppress(WorkerError, TimeoutError):
                await asyncio.wait_for(worker.wait(), _UNWINDING)

    async def _lock(self) -> None:
        await self._stop_requests()
        await self._show_only(self.lock_screen())
        # Only now, for screens that are going still ask for the session.
        self._forget()

    def lock_screen(self) -> Screen:
        """Return the screen that asks for the passphrase."""
        from .screens.lock import LockScreen

        return LockScreen()

    def _forget(self) -> None:
        if hasattr(self, "session"):
            self._who = self.session.person.id
            del self.session
        if self.ledger:
            self.ledger.close()
        self.ledger, self._people, self._home = None, [], 1
        self.forget_typed()

    def forget_typed(self) -> None:
        """Drop what one person typed, copied or was told; nobody else is to come upon it."""
        self.details.clear()
        self.clear_notifications()
        self._clipboard = ""

    def unlock(self) -> None:
        """Open the ledger, whose key is known by now, and go home. Raises LedgerError."""
        ledger = Ledger(self.ledger_path, create=False)
        self.locked = False
        self.take_ledger(ledger)
        if hasattr(self, "session"):
            self.show_home()
        else:
            self.run_worker(self._show_only(self.get_default_screen()), name="unlock", group="lock")

    async def _show_only(self, screen: Screen) -> None:
        """Let this be the only screen; the others go with all that they showed."""
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        if not self.screen._result_callbacks:
            # Textual takes the first screen of all for one that stays, and gives it nothing to pop.
            self.screen._push_result_callback(self.screen, None)
        self._home = 1
        await self.switch_screen(screen)

    def close_for_work(self) -> None:
        """Close the ledger, so that it can be written anew; nothing reads it until `reopen`."""
        self.locked = True
        self.session.ledger.close()

    def reopen(self) -> None:
        """Open a ledger that was written anew, and go home. Raises LedgerError."""
        self._who = self.session.person.id
        self.take_ledger(Ledger(self.ledger_path, create=False))
        self.locked = False
        self.show_home()


def _now() -> tuple[float, float]:
    return time.monotonic(), time.time()
