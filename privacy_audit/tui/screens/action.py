"""One action: why, what it takes and gives away, how, and recording it with one key."""

from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from ... import footing
from ...audit.due import beside_the_answer
from ...audit.plan import held_because
from ...audit.report import done_lines
from ...catalog.model import VIA_WORDS, Action, Organisation
from ...dates import as_known, long, parse, short
from ...ledger.errors import LedgerError
from ...ledger.moves import MOVES, SHORT, WAITING
from ...ledger.store import DueEntry
from ...rights.ladder import REFUSALS, nothing_left, said
from ...text import count
from .. import acts, outside
from ..page import Page
from ..words import MUTED, Fact, Facts, Words, flow, key_words, plain
from .evidence import EvidenceScreen, evidence_facts
from .letter import LetterScreen
from .prompt import Prompt
from .refusal import NONE, OWN, RefusalScreen, Told
from .rights import RightsScreen, office_page

#: The keys that record, in the order of an action's life: key, state, words.
RECORDS = (
    ("s", "started", "started"),
    ("a", "asked", "asked"),
    ("k", "acknowledged", "receipt came"),
    ("e", "extended", "they take longer"),
    ("f", "confirmed", "said done"),
    ("g", "verified", "seen gone"),
    ("x", "refused", "refused, because…"),
    ("m", "relisted", "came back"),
    ("w", "not-found", "not there"),
    ("z", "set-aside", "set aside"),
    ("p", "reopen", "open again"),
)
_MARKS = {
    "open": "○", "started": "◔", "asked": "◐", "acknowledged": "◐", "extended": "◐", "confirmed": "◕",
    "verified": "●", "refused": "✕", "relisted": "↺", "not-found": "◌", "set-aside": "–",
}  # fmt: skip
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
        "yourself. Seen gone: you looked and it is so. r and n keep a reference or a note, i a file that proves it; "
        "d takes another day for the next record. y when no reply came, x when they refused: each opens the letter "
        "that comes next."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "page", "Open", id="page"),
        Binding("c", "copy('address')", "Copy", id="copy"),
        Binding("t", "copy('text')", "Copy all of this", show=False, id="copy_text"),
        Binding("l", "letter", "Letter", id="letter"),
        Binding("v", "rights", "Rights", show=False, id="rights"),
        Binding("y", "next", "No reply", tooltip="No reply, or the next step after a refusal", show=False, id="next"),
        Binding("h", "office", "Complaint office", show=False, id="office"),
        Binding("j", "complain", "Write the complaint", show=False, id="complain"),
        Binding("u", "app.undo", "Undo", id="undo_here"),
        Binding("r", "write('reference')", "Ref", id="reference"),
        Binding("n", "write('note')", "Note", id="note"),
        Binding("i", "evidence", "Evidence", tooltip="Files that prove it", id="evidence"),
        Binding("d", "day", "Another day", show=False, id="day"),
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
            Fact("Next", self._next_step(), "$text-warning"),
            Fact("They hold", ", ".join(one.holds[:8])),
            Fact("Takes", self._takes()),
            Fact("By when", beside_the_answer(self.session.due_entries, self.action.key, self.session.today)),
            Fact("They will see", self._needs(), "$text-warning" if self._gives_much() else ""),
            *_steps(action),
            *_contacts(action),
            Fact("The page", acts.amiss(self.session, action.url), "$text-warning"),
            Fact("Careful", one.caution or "", "$text-warning"),
            Fact("Holds good", action.lasts or ""),
            Fact("Reaches too", self._covers()),
            Fact("Law", law or "none is named here for where you live; they may still agree"),
            *self._record(),
            *evidence_facts(self.session, self.action.key),
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

    def _next_step(self) -> str:
        """Say what can be done when they are late or refused."""
        if self.session.standing.state(self.action.key).status == "refused":
            return "y opens the answer, the appeal or the complaint; h opens the office's page"
        if footing.late(self.session, self.action):
            return "their time has passed: y writes the reminder, j the complaint; h opens the office's page"
        return ""

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
        if status in WAITING or status == "refused":
            parts.append(key_words("y", "no reply" if status in WAITING else "next step", "screen.next"))
        if self._day:
            parts.append(plain(f"on {long(self._day)}", "$text-warning"))
        self.query_one("#records", Words).show(flow(parts, self.app.size.width - 2))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the page only where there is one."""
        if action == "page":
            return bool(self.action.url)
        return True

    def action_record(self, state: str) -> None:
        """Record a move today, or on the day chosen; setting aside and a refusal ask for the reason first."""
        if state == "set-aside":
            prompt = Prompt("Why is it set aside?", "optional: not for me, too much to disclose …")
            self.app.push_screen(
                prompt, lambda reason: self._record_now(state, note=reason) if reason is not None else None
            )
        elif state == "refused" and self._may_become("refused"):
            self.app.push_screen(RefusalScreen(), self._refused)
        else:
            self._record_now(state)

    def _may_become(self, state: str) -> bool:
        return state in MOVES[self.session.standing.state(self.action.key).status]

    def _refused(self, told: Told | None) -> None:
        """Record what they said, where the person wants that, and open the letter that answers it."""
        if told is None:
            self.say("Nothing was recorded.")
        elif told.kind == OWN:
            prompt = Prompt("What did they say?", "their own words: an appeal and a complaint quote them")
            self.app.push_screen(prompt, lambda words: self._refused_saying(words, told.record))
        elif told.kind == NONE:
            if not told.record or self._keep_refusal(""):
                self._open_next(before=self._said(told.record))
        elif not told.record or self._keep_refusal(said(REFUSALS[told.kind])):
            self._open_letter(told.kind, before=self._said(told.record))

    def _refused_saying(self, words: str | None, record: bool) -> None:
        if not words:
            self.say("Nothing was recorded.")
        elif not record or self._keep_refusal(said(words)):
            self._open_next(words, self._said(record))

    def _keep_refusal(self, note: str) -> bool:
        """Record the refusal with its reason; where it is recorded already the reason is added as a note."""
        if self._may_become("refused"):
            return self._record_now("refused", note=note)
        if note and not self._annotate(note=note):
            return False
        self.say(f"kept: {note} · u takes it back" if note else "The refusal is recorded already.")
        return True

    def _said(self, recorded: bool) -> str:
        """Return what was just said of a record, to be said again on the letter that opens."""
        return str(self.query_one("#message", Words).content) if recorded else ""

    def _open_letter(self, kind: str, reason: str = "", before: str = "") -> None:
        self.app.push_screen(LetterScreen(self._key, kind, reason, before))

    def _open_next(self, reason: str = "", before: str = "") -> None:
        """Open the next letter of the ladder, or say why there is none."""
        steps = footing.rungs(self.session, self.action)
        if steps:
            self._open_letter(steps[0].kind, reason, before or steps[0].why)
        elif not before:
            state = self.session.standing.state(self._key)
            self.say(nothing_left(state.status, footing.request_right(self.session, self.action)))

    def action_next(self) -> None:
        """No reply: open the reminder once they are late; after a refusal the answer, the appeal, the complaint."""
        status = self.session.standing.state(self.action.key).status
        if status == "refused":
            known = footing.reason_note(self.session, self.action) or footing.taken_out(self.session, self.action)
            if known:
                self._open_next()
            else:
                self.app.push_screen(RefusalScreen(), self._refused)
        elif status not in WAITING:
            self.say("Nothing of yours waits for an answer here. l shows the letter.")
        elif footing.late(self.session, self.action):
            self._open_next()
        else:
            expected = self._expected()
            until = f" until {long(expected.on)}" if expected else ""
            self.say(f"Their days run{until}: better wait. l and then y writes a reminder all the same.")

    def action_office(self) -> None:
        """Open the page of the office that hears complaints about this."""
        self.say(*office_page(self.app, self.session, self.action))

    def action_complain(self) -> None:
        """Write the complaint to the office."""
        if footing.can_write(self.session, self.action, "complaint"):
            self._open_letter("complaint")
        else:
            self.say("No law with an office is behind this. v says what applies, and where people complain.", bad=True)

    def _record_now(self, state: str, **more: str) -> bool:
        recorded = acts.record(self, self.action.key, state, self._day, **more)
        if recorded:
            self._day = None
            self.fill()
        return recorded

    def action_letter(self) -> None:
        """Show the letter: the request, or the follow-up once an answer is late."""
        self._open_letter("follow-up" if footing.late(self.session, self.action) else "request")

    def action_evidence(self) -> None:
        """Show the files kept with this, and keep more."""
        self.app.push_screen(EvidenceScreen(self._key))

    def action_rights(self) -> None:
        """Show which laws the person may use here."""
        self.app.push_screen(RightsScreen(self.action.organisation, self._key))

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
        if typed is not None and self._annotate(**{what: typed}):
            self.say(f"kept: {what} · u takes it back")

    def _annotate(self, **more: str) -> bool:
        try:
            self.session.annotate(self.action.key, **more)
        except LedgerError as error:
            self.say(str(error), bad=True)
            return False
        self.fill()
        return True

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
