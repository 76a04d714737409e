"""A page that uses the network: it asks first, shows how far it is, and stops when it is told to."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.worker import Worker

from ..failures import explain
from ..network import consent
from ..network.consent import Permit
from ..network.purpose import Purpose
from ..text import clean
from .keys import Keys
from .locking import ONLINE
from .page import Page
from .screens.consent import ConsentScreen
from .words import TitleLine, Words

if TYPE_CHECKING:
    from ..session import Session

_BAR = 12  # cells
_STOPPED = "Stopped. What had come by then is kept."


class OnlinePage(Page):
    """A page with one request, or one row of requests, at a time.

    Its `ask_then` shows what would leave and, after a yes, runs the work beside the screen; `on_done` gets the result.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "stop", "Stop", id="stop"),
        Binding("escape,b", "leave_page", "Back", id="back"),
    ]
    #: What is said when the work was stopped; a page on which nothing is kept half-way says so here.
    STOPPED = _STOPPED

    _worker: Worker | None = None
    _began = 0.0
    _warned = False

    def compose(self) -> ComposeResult:
        """Lay out the page with a line for the progress above the message."""
        yield TitleLine()
        yield from self.body()
        yield Words(id="progress")
        yield Words(id="message")
        yield Keys()

    @property
    def is_under_way(self) -> bool:
        """Whether a request is under way."""
        return self._worker is not None and not self._worker.is_finished

    def ask_then(self, purpose: Purpose, work: Callable[[Permit], Awaitable[Any]]) -> None:
        """Run `work` with the permit for a purpose; the person is asked first where they have not agreed for always.

        `work` runs on the event loop of the screens: it awaits the gate and may call `progress`. Whatever it raises
        is said in the message line.
        """
        if self.is_under_way:
            self.say("One at a time: c stops what is under way.", bad=True)
            return
        session = self.session
        permit = self._permit(session, purpose, "")
        if permit:
            self._begin(permit, work)
        elif permit is None:
            from ..network.opening import way

            asked = ConsentScreen(purpose, way(session.ledger, session.person.id))
            self.app.push_screen(asked, lambda answer: self._answered(session, purpose, answer, work))

    def progress(self, done: int, total: int | None = None, text: str = "") -> None:
        """Show how far the work is: `done` of `total` (None where nobody knows), and what is being done."""
        if self._is_here:
            words = in_words(done, total, text, time.monotonic() - self._began)
            self.query_one("#progress", Words).show(f"{words} · c stops")

    def on_done(self, result: Any) -> None:
        """Take the result of the work over. Called on the screen's own thread, with the ledger open."""

    def action_stop(self) -> None:
        """Stop the work."""
        if self._worker:
            self._worker.cancel()

    def action_leave_page(self) -> None:
        """Go back; while something is under way the first press says that leaving stops it."""
        if self.is_under_way and not self._warned:
            self._warned = True
            self.say("Still under way: going back stops it. Once more goes back; c only stops.")
            return
        self.app.action_back()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to stop only what is under way."""
        return self.is_under_way if action == "stop" else super().check_action(action, parameters)

    def on_unmount(self) -> None:
        """Say that leaving stopped the work; Textual cancels it."""
        if self.is_under_way and not self.app.locked:
            self.app.notify(self.STOPPED, markup=False)

    @property
    def _is_here(self) -> bool:
        """Whether the page is still there to be written on: neither left nor locked."""
        return self.is_attached and bool(self.query(TitleLine)) and not self.app.locked

    def _permit(self, session: "Session", purpose: Purpose, answer: str) -> Permit | Literal[False] | None:
        """Return the permit, None where the person is to be asked, or False where it was refused, which is said."""
        try:
            return consent.permit(session.ledger, session.person.id, purpose, answer, offline=self.app.offline)
        except Exception as error:
            self._say_error(error)
            return False

    def _answered(
        self, session: "Session", purpose: Purpose, answer: str | None, work: Callable[[Permit], Awaitable[Any]]
    ) -> None:
        permit = self._permit(session, purpose, answer) if answer else None
        if permit:
            self._begin(permit, work)
        elif permit is None:
            self.say("Nothing was sent.")

    def _begin(self, permit: Permit, work: Callable[[Permit], Awaitable[Any]]) -> None:
        self._began, self._warned = time.monotonic(), False
        self.say("")
        self._worker = self.run_worker(partial(self._run, permit, work), name=permit.purpose.id, group=ONLINE)
        self.add_class("-running")
        self.progress(0, None, permit.purpose.title)
        self.refresh_bindings()

    async def _run(self, permit: Permit, work: Callable[[Permit], Awaitable[Any]]) -> None:
        try:
            result = await work(permit)
        except asyncio.CancelledError:
            self._end()
            if self._is_here:
                self.fill()
                self.say(self.STOPPED)
            raise
        except Exception as error:
            self._end()
            self._say_error(error)
            return
        self._end()
        try:
            self.on_done(result)
        except Exception as error:
            self._say_error(error)

    def _end(self) -> None:
        self._worker = None
        if self._is_here:
            self.remove_class("-running")
            self.refresh_bindings()

    def _say_error(self, error: Exception) -> None:
        line = explain(error)[0].removeprefix("Error: ")
        if self._is_here:
            self.say(line, bad=True)


def in_words(done: int, total: int | None, text: str, seconds: float) -> str:
    """Return how far a piece of work is after so many seconds; how long it goes on is said once it can be known."""
    text = clean(text, 200)
    if not total:
        return f"{text} · {done:,}" if done else f"{text} …"
    share = min(done, total) / total
    filled = round(share * _BAR)
    parts = [f"{'█' * filled}{'░' * (_BAR - filled)} {text} {done:,} of {total:,}".replace("  ", " ")]
    if share >= 0.02 and seconds >= 2 and share < 1:
        parts.append(_left(seconds * (1 - share) / share))
    return " · ".join(parts)


def _left(seconds: float) -> str:
    if seconds < 60:
        return "less than a minute left"
    minutes = round(seconds / 60)
    return f"{minutes} min left" if minutes < 120 else f"{round(minutes / 60)} hours left"
