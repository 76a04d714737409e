"""One action: why, what it takes and gives away, how, and recording it with one key."""

from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from ...audit.plan import held_because
from ...audit.report import done_lines
from ...catalog.model import VIA_WORDS, Action, Organisation
from ...dates import as_known, long, parse, short
from ...ledger.errors import LedgerError
from ...ledger.moves import MOVES, SHORT
from ...ledger.store import DueEntry
from ...text import count
from .. import acts, outside
from ..page import Page
from ..words import MUTED, Fact, Facts, Words, flow, key_words, plain
from .choose import Choose
from .letter import LetterScreen
from .prompt import Prompt
from .rights import RightsScreen

#: The keys that record, in the order of an action's life: key, state, words.
RECORDS = (
    ("s", "started", "started"),
    ("a", "asked", "asked"),
    ("k", "acknowledged", "receipt came"),
    ("e", "extended", "they take longer"),
    ("f", "confirmed", "said done"),
    ("g", "verified", "seen gone"),
    ("x", "refused", "refused"),
    ("m", "relisted", "came back"),
    ("w", "not-found", "not there"),
    ("z", "set-aside", "set aside"),
    ("p", "reopen", "open again"),
)
_MARKS = {
    "open": "○", "started": "◔", "asked": "◐", "acknowledged": "◐", "extended": "◐", "confirmed": "◕",
    "verified": "●", "refused": "✕", "relisted": "↺", "not-found": "◌", "set-aside": "–",
}  # fmt: skip
#: What they typically say, by the letter that answers it.
REFUSALS = {
    "answer-id": "They want a copy of an ID",
    "answer-more-data": "They want more data than they need",
    "answer-form": "“Use our form”",
    "answer-channel": "“Wrong channel”",
    "answer-resident": "“You are not a resident”",
    "answer-nothing": "“We hold nothing”",
    "answer-exempt": "“We are exempt”",
    "appeal": "Something else: appeal to them",
    "complaint": "Something else: complain to the office",
}
_DONE_WORDS = {
    "setting": "done: you turned the switch",
    "habit": "taken up",
    "alert": "set",
    "freeze": "frozen, they say",
}


class ActionScreen(Page):
    """Everything needed to do one thing, and the keys that record it."""

    HELP = (
        "A key records at once with today's date; u takes it back. Said done: they say so, or you turned a switch "
        "yourself. Seen gone: you looked and it is so. r and n keep a reference or a note; d takes another day for "
        "the next record."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "page", "Open", id="page"),
        Binding("c", "copy('address')", "Copy", id="copy"),
        Binding("t", "copy('text')", "Copy all of this", show=False, id="copy_text"),
        Binding("l", "letter", "Letter", id="letter"),
        Binding("v", "rights", "Rights", show=False, id="rights"),
        Binding("r", "write('reference')", "Ref", id="reference"),
        Binding("n", "write('note')", "Note", id="note"),
        Binding("d", "day", "Another day", show=False, id="day"),
        Binding("u", "app.undo", "Undo", id="undo_here"),
        *(Binding(key, f"record('{state}')", words, show=False, id=f"record_{state}") for key, state, words in RECORDS),
    ]

    def __init__(self, key: str):
        super().__init__()
        self._key = key
        self._day: date | None = None

    @property
    def action(self) -> Action:
        """The action shown."""
        return self.session.catalog.action(self._key)

    @property
    def organisation(self) -> Organisation:
        """Whom it is about."""
        return self.session.catalog.get(self.action.organisation)

    def body(self) -> ComposeResult:
        """Yield the text and the line of recording keys."""
        with VerticalScroll(id="text"):
            yield Facts(id="text-words")
        yield Words(id="records")

    def on_mount(self) -> None:
        """Let the arrow keys scroll the text."""
        super().on_mount()
        self.query_one("#text").focus()

    def fill(self) -> None:
        """Show the action as it stands."""
        state = self.session.standing.state(self.action.key)
        when = f", {short(state.day, self.session.today)}" if state.day else ""
        self.title_line(
            f"{self.organisation.name} · {self.action.title}",
            f"{_MARKS[state.status]} {SHORT[state.status]}{when}",
        )
        self.query_one(Facts).show_facts(self._facts())
        self._show_record_keys()

    def _facts(self) -> list[Fact]:
        action, one = self.action, self.organisation
        law = ", ".join(self.session.law_names(action))
        return [
            Fact("Why", self._why()),
            Fact("They hold", ", ".join(one.holds[:8])),
            Fact("Takes", self._takes()),
            Fact("They will see", self._needs(), "$text-warning" if self._gives_much() else ""),
            *_steps(action),
            *_contacts(action),
            Fact("Careful", one.caution or "", "$text-warning"),
            Fact("Holds good", action.lasts or ""),
            Fact("Reaches too", self._covers()),
            Fact("Law", law or "none is named here for where you live; they may still agree"),
            *self._record(),
            Fact("Source", self._source(), MUTED),
        ]

    def _why(self) -> str:
        item = next((item for item in self.session.plan if item.key == self.action.key), None)
        if item:
            return item.because
        if self.action.when:
            return f"only when {self.action.when}"
        return held_because(self.session.catalog, self.organisation, self.session.standing)

    def _takes(self) -> str:
        action = self.action
        parts = [
            count(action.minutes, "minute"),
            VIA_WORDS.get(action.via, action.via),
            action.cost or "cost not known",
        ]
        expected = self._expected()
        if expected:
            parts.append(f"answer by {long(expected.on)} ({expected.rule})")
        elif action.takes_days is not None and action.is_request:
            parts.append(f"answer within about {count(action.takes_days, 'day')}")
        return " · ".join(parts)

    def _expected(self) -> DueEntry | None:
        """Return when an answer may be expected, once it was asked."""
        entries = (entry for entry in self.session.due_entries if entry.key == self.action.key)
        return next((entry for entry in entries if entry.kind == "answer-expected"), None)

    def _gives_much(self) -> bool:
        return any(self.session.catalog.weight(need) == 3 for need in self.action.needs)

    def _needs(self) -> str:
        if not self.action.needs:
            return "nothing is known to be asked for"
        return ", ".join(self.session.catalog.label(need) for need in self.action.needs)

    def _covers(self) -> str:
        catalog = self.session.catalog
        known = [catalog.get(id).name for id in self.action.covered if id in catalog]
        return ", ".join(known[:6]) + (f" and {len(known) - 6} more" if len(known) > 6 else "")

    def _record(self) -> list[Fact]:
        events = self.session.ledger.standing_events(self.session.person.id, self.organisation.id)
        own = [event for event in events if event.action == self.action.id]
        facts = []
        for number, line in enumerate(done_lines(self.session.catalog, own)):
            more = " · ".join(filter(None, (line.state, line.reference, line.note)))
            facts.append(Fact("" if number else "So far", f"{long(line.on)}: {more}"))
        return facts

    def _source(self) -> str:
        one = self.organisation
        source = one.newest_source
        first = source.url or source.note if source else ""
        return " · ".join(filter(None, (first, as_known(one.checked), f"confidence {one.confidence}")))

    def on_resize(self) -> None:
        """Lay the recording keys out for the new width."""
        self._show_record_keys()

    def _show_record_keys(self) -> None:
        """Show the keys that record a legal move; each can be clicked."""
        status = self.session.standing.state(self.action.key).status
        parts = [Content.styled("Record", "bold")]
        for key, state, words in RECORDS:
            if state in MOVES[status]:
                shown = _DONE_WORDS.get(self.action.do, words) if state == "confirmed" else words
                parts.append(key_words(key, shown, f"screen.record('{state}')"))
        if self._day:
            parts.append(plain(f"on {long(self._day)}", "$text-warning"))
        self.query_one("#records", Words).show(flow(parts, self.app.size.width - 2))

    # What the keys do

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the page only where there is one."""
        if action == "page":
            return bool(self.action.url)
        return True

    def action_record(self, state: str) -> None:
        """Record a move today, or on the day chosen; setting aside asks for a reason first."""
        if state == "set-aside":
            prompt = Prompt("Why is it set aside?", "optional: not for me, too much to disclose …")
            self.app.push_screen(
                prompt, lambda reason: self._record_now(state, note=reason) if reason is not None else None
            )
        elif self._record_now(state) and state == "refused":
            self.app.push_screen(Choose("What did they say?", REFUSALS), self._answer_refusal)

    def _answer_refusal(self, kind: str | None) -> None:
        """Open the letter that answers a typical refusal, or the complaint."""
        if kind:
            self.app.push_screen(LetterScreen(self._key, kind))

    def _record_now(self, state: str, **more: str) -> bool:
        recorded = acts.record(self, self.action.key, state, self._day, **more)
        if recorded:
            self._day = None
            self.fill()
        return recorded

    def action_letter(self) -> None:
        """Show the letter: the request, or the follow-up once an answer is late."""
        expected = self._expected()
        late = expected is not None and expected.on < self.session.today
        self.app.push_screen(LetterScreen(self._key, "follow-up" if late else "request"))

    def action_rights(self) -> None:
        """Show which laws the person may use here."""
        self.app.push_screen(RightsScreen(self.action.organisation))

    def action_page(self) -> None:
        """Open the page in the browser."""
        self.say(outside.open_page(self.app, self.action.url))

    def action_copy(self, what: str) -> None:
        """Copy the address, or all that is needed to do it, to the clipboard."""
        action = self.action
        address = action.url or action.email or action.post or action.phone
        if what == "text":
            self.say(outside.copy(self.app, self.query_one(Facts).text, "the whole text"))
        elif address:
            self.say(outside.copy(self.app, address, address))
        else:
            self.say("There is no address here.", bad=True)

    def action_write(self, what: str) -> None:
        """Ask for a reference or a note and keep it with the action."""
        state = self.session.standing.state(self.action.key)
        prompt = Prompt(
            f"The {what}",
            "their ticket or file number" if what == "reference" else "for yourself",
            getattr(state, what),
        )
        self.app.push_screen(prompt, lambda typed: self._write(what, typed))

    def _write(self, what: str, typed: str | None) -> None:
        if typed is None:
            return
        try:
            self.session.annotate(self.action.key, **{what: typed})
        except LedgerError as error:
            self.say(str(error), bad=True)
            return
        self.fill()
        self.say(f"kept: {what} · u takes it back")

    def action_day(self) -> None:
        """Ask for the day of the next record."""
        self.app.push_screen(Prompt("On which day?", "2026-11-20, yesterday, 3 days ago"), self._choose_day)

    def _choose_day(self, typed: str | None) -> None:
        if typed is None:
            return
        try:
            self._day = parse(typed, self.session.today)
        except ValueError as error:
            self.say(str(error), bad=True)
            return
        self.fill()
        self.say(f"The next record here is for {long(self._day)}.")


def _steps(action: Action) -> list[Fact]:
    return [Fact("How" if number == 1 else "", f"{number}  {step}") for number, step in enumerate(action.steps, 1)]


def _contacts(action: Action) -> list[Fact]:
    mark = " (unchecked)" if action.unchecked else ""
    found = [("Page", action.url), ("E-mail", action.email), ("Phone", action.phone), ("Post", action.post)]
    return [Fact(name, value + mark) for name, value in found if value]
