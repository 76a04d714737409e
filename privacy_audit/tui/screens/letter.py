"""A letter, beside it the law, the days and the office, and the ways out of the program. Nothing is sent from here."""

from datetime import date
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll

from ... import footing
from ...catalog.catalog import CatalogError
from ...catalog.law import Office
from ...catalog.model import Action
from ...correspondence import note_written, write
from ...dates import long, parse
from ...exports import files, letters
from ...ledger.errors import LedgerError
from ...rights.ladder import Rung, nothing_left
from ...rights.letters.compose import LANGUAGES
from ...rights.letters.fields import gap
from ...rights.letters.kinds import KINDS
from ...rights.letters.letter import Letter
from .. import acts, beside, outside
from ..beside import Beside
from ..page import Page
from ..words import Words, plain
from .choose import Choose
from .prompt import Prompt

_FORMATS = {"e": "eml", "p": "pdf", "x": "txt"}


class LetterScreen(Page):
    """One letter for one action; the details typed stay in memory until the program ends."""

    HELP = (
        "The program sends nothing: copy the text, open it in your own mail program, or save it. Gaps in brackets are "
        "yours to fill: i asks for just those. Beside the letter stands the law that it rests on; in a narrow window "
        "w shows that whole. y goes to the next letter of the ladder, k to any other. When you have sent it, a records "
        "that, with what it disclosed."
    )
    HORIZONTAL_BREAKPOINTS: ClassVar[list[tuple[int, str]]] = [(0, "-narrow"), (110, "-wide")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "fill_in", "Fill in", id="fill_in"),
        Binding("c", "copy", "Copy", id="copy"),
        Binding("m", "mail", "Mail", tooltip="Open it in your own mail program", id="mail"),
        Binding("a", "sent", "Sent it", id="record_asked"),
        Binding("w", "law", "Law", tooltip="Law, days and office in full, and back", id="law"),
        Binding("y", "next", "Next", tooltip="The next letter: reminder, answer, appeal, complaint", id="next"),
        Binding("o,h", "office", "Office", tooltip="Open the complaint office's page", id="office"),
        Binding("j", "complain", "Complain", tooltip="Write the complaint to the office", id="complain"),
        Binding("n", "send_to", "Send to", tooltip="Another way to reach them", id="send_to"),
        Binding("k", "kind", "Kind", tooltip="Another kind of letter", id="kind"),
        Binding("l", "language", "Language", id="language"),
        Binding("v", "rights", "Rights", show=False, id="rights"),
        *(
            Binding(key, f"save('{form}')", f"Save as .{form}", show=False, id=f"save_{form}")
            for key, form in _FORMATS.items()
        ),
    ]

    def __init__(self, key: str, kind: str = "request", reason: str = "", before: str = ""):
        super().__init__()
        self._key, self._kind, self._reason = key, kind, reason
        self._before = before
        self._language: str | None = None
        self._way: footing.Way | None = None
        self._sent: date | None = None
        self._letter: Letter | None = None
        self._ground: footing.Footing | None = None

    @property
    def action(self) -> Action:
        """The action that the letter is for, with the address that was chosen for it."""
        action = self.session.catalog.action(self._key)
        return footing.sent_to(action, self._way) if self._way else action

    def body(self) -> ComposeResult:
        """Yield the letter and what stands beside it."""
        with Container(id="both"):
            with VerticalScroll(id="text"):
                yield Words(id="letter")
            yield Beside(id="beside")

    def on_mount(self) -> None:
        """Let the arrow keys scroll the text."""
        super().on_mount()
        self.query_one("#text").focus()
        if self._before:
            self.say(self._before)

    def on_resize(self) -> None:
        """Put the law beside the letter where there is room, otherwise in a few lines above it."""
        wide = self.app.size.width >= 110
        if wide:
            self.remove_class("-law")
        self._lay_out(brief=not wide and not self.has_class("-law"))

    def _lay_out(self, brief: bool) -> None:
        panel = self.query_one(Beside)
        panel.in_brief = brief
        panel.lay_out()

    def fill(self) -> None:
        """Write the letter with what is known now."""
        one, session = self.session.catalog.get(self.action.organisation), self.session
        try:
            told = footing.history(session, self.action, self._reason, sent=self._sent)
            letter = write(session, self.action, self._kind, self._language, self.app.details, told)
        except CatalogError as error:
            self._letter = self._ground = None
            self.query_one("#letter", Words).show(plain(f"{error}\n\nk chooses another kind of letter."))
            self.query_one(Beside).show((), ())
            self.title_line(f"{one.name} · Letter")
            return
        self._letter, self._ground = letter, footing.footing(session, self.action, letter)
        title = KINDS[letter.kind].title if letter.kind in KINDS else letter.kind
        self.title_line(f"{one.name} · {title}", f"letter · {letter.language}")
        self.query_one("#letter", Words).show(plain(letters.as_text(letter)))
        self._show_beside(letter, self._ground)

    def _show_beside(self, letter: Letter, ground: footing.Footing) -> None:
        told = ", ".join(map(self.session.catalog.label, letter.disclosed))
        gaps = ", ".join(map(_gap, letter.missing))
        self.query_one(Beside).show(
            beside.in_brief(ground, letter, told, gaps),
            beside.whole(ground, letter, told, gaps, self._next_steps()),
        )

    def _next_steps(self) -> list[Rung]:
        """Return the letters that come after this one."""
        found = footing.rungs(self.session, self.action, self._language)
        kinds = [rung.kind for rung in found]
        return found[kinds.index(self._kind) + 1 :] if self._kind in kinds else found

    # What the keys do

    def action_fill_in(self) -> None:
        """Ask for the gaps, one after the other; escape stops asking."""
        if self._letter and self._letter.missing:
            field = self._letter.missing[0]
            self.app.push_screen(
                Prompt(f"For the letter: {_gap(field)}", "kept in memory only"), lambda t: self._keep(field, t)
            )
        else:
            self.say("There is no gap left.")

    def _keep(self, field: str, typed: str | None) -> None:
        if not typed:
            return
        if field == "sent":
            try:
                self._sent = parse(typed, self.session.today)
            except ValueError as error:
                self.say(str(error), bad=True)
                return
        elif field == "org-address":
            self._way = footing.Way("post", typed)
        else:
            self.app.details[field] = typed
        self.fill()
        self.action_fill_in()

    def action_kind(self) -> None:
        """Choose another kind of letter: those of the ladder first, then every one that can be written here."""
        session = self.session
        rungs = footing.rungs(session, self.action, self._language)
        why = {rung.kind: rung.why for rung in rungs}
        next_ones = {rung.kind: f"Next: {_title(rung.kind)}" for rung in rungs}
        others = [kind for kind in ("request", *KINDS) if kind not in next_ones]
        possible = [kind for kind in others if footing.can_write(session, self.action, kind, self._language)]
        kinds = next_ones | {kind: _title(kind) for kind in possible}
        self.app.push_screen(Choose("Which letter?", kinds, why), self._choose_kind)

    def _choose_kind(self, kind: str | None) -> None:
        if kind:
            self._kind = kind
            self.fill()
            self.query_one("#text").scroll_home(animate=False)

    def action_next(self) -> None:
        """Go to the next letter of the ladder."""
        steps = self._next_steps()
        if steps:
            self._choose_kind(steps[0].kind)
            self.say(steps[0].why)
        else:
            state = self.session.standing.state(self._key)
            right = self._ground.right if self._ground else None
            self.say(nothing_left(state.status, right))

    def action_law(self) -> None:
        """Show law, days and office whole in the place of the letter, and back."""
        if self.app.size.width >= 110:
            self.query_one(Beside).focus()
            return
        self.toggle_class("-law")
        reading = self.has_class("-law")
        self._lay_out(brief=not reading)
        panel = self.query_one(Beside)
        (panel if reading else self.query_one("#text")).focus()

    def action_rights(self) -> None:
        """Show every right that the person may use here."""
        from .rights import RightsScreen

        self.app.push_screen(RightsScreen(self.action.organisation, self._key))

    def action_office(self) -> None:
        """Open the page of the office that hears complaints about this."""
        office = self._ground.office if self._ground else None
        if office is None or not office.complaint_url:
            self.say("No page of an office is known for this." if office is None else _reach(office), bad=True)
            return
        self.say(outside.open_page(self.app, office.complaint_url))

    def action_complain(self) -> None:
        """Write the complaint to the office."""
        if footing.can_write(self.session, self.action, "complaint", self._language):
            self._choose_kind("complaint")
        else:
            self.say(
                "No law with an office is behind this letter. o opens where people complain, v says more.", bad=True
            )

    def action_send_to(self) -> None:
        """Choose another way to reach them: a letter takes the address, a page opens, a number is copied."""
        self._ways = footing.ways(self.session, self.session.catalog.action(self._key))
        if not self._ways:
            self.say("No way to reach them is known here: look in their privacy notice.", bad=True)
            return
        choices = {str(number): beside.way_words(way) for number, way in enumerate(self._ways)}
        why = {str(number): f"named for: {way.title}" for number, way in enumerate(self._ways)}
        self.app.push_screen(Choose("How do you reach them?", choices, why), self._choose_way)

    def _choose_way(self, number: str | None) -> None:
        if number is None:
            return
        way = self._ways[int(number)]
        if way.sort == "page":
            self.say(outside.open_page(self.app, way.address))
        elif way.sort == "phone":
            self.say(outside.copy(self.app, way.address, way.address))
        else:
            self._way = way
            self.fill()
            self.say(f"This letter goes to: {way.address}")

    def action_language(self) -> None:
        """Take the next language that is in use where the person lives."""
        possible = LANGUAGES.get(self.session.person.region[:2], ("en",))
        now = self._letter.language if self._letter else possible[0]
        self._language = possible[(possible.index(now) + 1) % len(possible)] if now in possible else possible[0]
        self.fill()

    def action_copy(self) -> None:
        """Copy the text."""
        if self._letter:
            self._out("clipboard", outside.copy(self.app, letters.as_text(self._letter), "the letter"))

    def action_mail(self) -> None:
        """Open the letter in the person's own mail program, which shows it before anything is sent."""
        if not self._letter:
            return
        link = letters.mailto(self._letter)
        if link is None:
            self.say(
                "No mail address is known here, or the text is too long for it: n shows other ways, c copies, e saves.",
                bad=True,
            )
            return
        self._out("mail program", outside.open_page(self.app, link))

    def action_save(self, form: str) -> None:
        """Ask where to, and write the file."""
        if self._letter:
            path = self.proposed(f"letter-{self.action.organisation}", f".{form}")
            prompt = Prompt(f"Save as .{form} where?", "", path)
            self.app.push_screen(prompt, lambda path: self._save(form, path))

    def _save(self, form: str, typed: str | None) -> None:
        if not typed or not self._letter:
            return
        try:
            files.write(Path(typed).expanduser(), letters.render(self._letter, form))
        except (files.ExportError, RuntimeError) as error:
            self.say(str(error), bad=True)
            return
        self._out(f".{form} file", f"written: {typed}")

    def _out(self, channel: str, said: str) -> None:
        """Keep that the letter left the program, and say so."""
        assert self._letter is not None
        try:
            note_written(self.session, self.action, self._letter, channel)
        except LedgerError as error:
            self.say(str(error), bad=True)
            return
        self.say(f"{said} · nothing was sent by the program")

    def action_sent(self) -> None:
        """Record that the person sent it. Only a request starts the clock; a later letter is kept beside it."""
        letter = self._letter
        if letter is None:
            self.say("There is no letter here to send.", bad=True)
        elif KINDS[letter.kind].request:
            acts.record(self, self._key, "asked", discloses=list(letter.disclosed))
        else:
            try:
                note_written(self.session, self.action, letter, footing.SENT)
            except LedgerError as error:
                self.say(str(error), bad=True)
                return
            self.fill()
            self.say(f"kept: sent on {long(self.session.today)} · their days run on as they were")


def _gap(field: str) -> str:
    """Return what a gap asks for: "your name", "their postal address", "the day you sent it"."""
    return gap(field, "en").strip("[]")


def _title(kind: str) -> str:
    return KINDS[kind].title if kind in KINDS else "What the action asks"


def _reach(office: Office) -> str:
    """Say how an office without a page is reached."""
    return ", ".join(filter(None, (f"No page is known of: {office.name}", office.phone, office.post)))
