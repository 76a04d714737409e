"""Consent: what would leave this machine, to whom and why, shown before anything does."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen

from ...network import consent
from ...network.purpose import Purpose
from ..words import Fact, Facts, Words, flow, key_words, plain


class ConsentScreen(ModalScreen[str | None]):
    """Gives "once", "always" or "never" (see `consent.ANSWERS`), or None for not now.

    `way` is the proxy in words. What sends something of the person is agreed to each time: once, or not.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1,o", "answer('once')", "This once", id="consent_once"),
        Binding("a", "answer('always')", "Always", id="consent_always"),
        Binding("n", "answer('never')", "Never", id="consent_never"),
        Binding("escape", "answer('')", "Not now", id="consent_no"),
    ]

    def __init__(self, purpose: Purpose, way: str = ""):
        super().__init__()
        self._purpose, self._way = purpose, way

    def compose(self) -> ComposeResult:
        """Yield what is shown before a request leaves, and the answers."""
        with Vertical(classes="dialog"):
            yield Words(plain(f"{self._purpose.title}?", "bold"))
            with VerticalScroll():
                yield ConsentFacts(id="consent-facts")
            yield Words(id="answers")

    def on_mount(self) -> None:
        """Show the facts and the keys; long ones can be scrolled."""
        facts = [Fact(name, text) for name, text in consent.shown(self._purpose, self._way)]
        self.query_one(ConsentFacts).show_facts([*facts, Fact("Kept", "a receipt, in your ledger")])
        self.query_one(VerticalScroll).focus()
        self.call_after_refresh(self._show_answers)

    def on_resize(self) -> None:
        """Lay the keys out for the new width."""
        self.call_after_refresh(self._show_answers)

    def _show_answers(self) -> None:
        keys = [("1", "this once", "once")]
        if not self._purpose.each_time:
            keys += [("a", "always for this", "always"), ("n", "never", "never")]
        keys += [("escape", "no" if self._purpose.each_time else "not now", "")]
        line = self.query_one("#answers", Words)
        parts = [key_words(key, words, f"screen.answer({answer!r})") for key, words, answer in keys]
        line.show(flow(parts, line.content_size.width or 70))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer no standing answer for what is agreed to each time."""
        if action == "answer" and self._purpose.each_time:
            return parameters[0] not in ("always", "never")
        return super().check_action(action, parameters)

    def action_answer(self, answer: str) -> None:
        """Give the answer back."""
        self.dismiss(answer or None)


class ConsentFacts(Facts):
    """What is shown, in two columns."""

    NAME = 12
