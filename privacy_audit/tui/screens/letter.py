"""A letter: the text, what it discloses and lacks, and the ways out of the program. Nothing is sent from here."""

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from ... import folders
from ...catalog.catalog import CatalogError
from ...catalog.model import Action
from ...correspondence import note_written, write
from ...exports import files, letters
from ...ledger.errors import LedgerError
from ...rights.letters.compose import LANGUAGES
from ...rights.letters.letter import Letter
from .. import acts, outside
from ..page import Page
from ..words import MUTED, Words, joined, plain
from .choose import Choose
from .prompt import Prompt

_FORMATS = {"e": "eml", "p": "pdf", "x": "txt"}


class LetterScreen(Page):
    """One letter for one action; the details typed stay in memory until the program ends."""

    HELP = (
        "The program sends nothing: copy the text, open it in your own mail program, or save it. Gaps in brackets are "
        "yours to fill: i asks for just those. k chooses another kind, such as a follow-up, an answer to a refusal or "
        "a complaint. When you have sent it, a records that you asked, with what it disclosed."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "fill_in", "Fill in", id="fill_in"),
        Binding("k", "kind", "Kind", id="kind"),
        Binding("l", "language", "Language", id="language"),
        Binding("c", "copy", "Copy", id="copy"),
        Binding("m", "mail", "Mail program", id="mail"),
        Binding("a", "asked", "Sent it", id="record_asked"),
        *(
            Binding(key, f"save('{form}')", f"Save as .{form}", show=False, id=f"save_{form}")
            for key, form in _FORMATS.items()
        ),
    ]

    def __init__(self, key: str, kind: str = "request", reason: str = ""):
        super().__init__()
        self._key, self._kind, self._reason = key, kind, reason
        self._language: str | None = None
        self._letter: Letter | None = None

    @property
    def action(self) -> Action:
        """The action that the letter is for."""
        return self.session.catalog.action(self._key)

    def body(self) -> ComposeResult:
        """Yield the text and what it discloses."""
        with VerticalScroll(id="text"):
            yield Words(id="letter")
        yield Words(id="tells", classes="section muted")

    def on_mount(self) -> None:
        """Let the arrow keys scroll the text."""
        super().on_mount()
        self.query_one("#text").focus()

    def fill(self) -> None:
        """Write the letter with what is known now."""
        one = self.session.catalog.get(self.action.organisation)
        try:
            self._letter = write(
                self.session, self.action, self._kind, self._language, self.app.details, self._history()
            )
        except CatalogError as error:
            self._letter = None
            self.query_one("#letter", Words).show(plain(error))
            self.query_one("#tells", Words).show("k chooses another kind of letter.")
            self.title_line(f"{one.name} · Letter")
            return
        self.title_line(f"{one.name} · Letter", f"{self._letter.kind} · {self._letter.language}")
        self.query_one("#letter", Words).show(plain(letters.as_text(self._letter)))
        self.query_one("#tells", Words).show(self._tells(self._letter))

    def _history(self):
        from ...correspondence import history_of

        return history_of(self.session, self.action, reason=self._reason)

    def _tells(self, letter: Letter) -> Content:
        label = self.session.catalog.label
        told = ", ".join(label(name) for name in letter.disclosed)
        lines = [plain(f"It discloses: {told or 'nothing of yours yet'}")]
        if letter.missing:
            lines.append(plain(f"Gaps: {', '.join(label(name) for name in letter.missing)} (i fills them in)", MUTED))
        laws = self.session.law_names(self.action)
        lines.append(plain(f"Law: {', '.join(laws) or 'none named; a polite request'}", MUTED))
        lines += [plain(note, MUTED) for note in letter.notes[:2]]
        return joined(lines)

    # What the keys do

    def action_fill_in(self) -> None:
        """Ask for the gaps, one after the other; escape stops asking."""
        if self._letter and self._letter.missing:
            field = self._letter.missing[0]
            label = self.session.catalog.label(field)
            self.app.push_screen(
                Prompt(f"For the letter: {label}", "kept in memory only"), lambda t: self._keep(field, t)
            )
        else:
            self.say("There is no gap left.")

    def _keep(self, field: str, typed: str | None) -> None:
        if typed:
            self.app.details[field] = typed
            self.fill()
            self.action_fill_in()

    def action_kind(self) -> None:
        """Choose another kind of letter."""
        from ...rights.letters.kinds import KINDS

        kinds = {"request": "What the action asks", **{id: kind.title for id, kind in KINDS.items()}}
        self.app.push_screen(Choose("Which letter?", kinds), self._choose_kind)

    def _choose_kind(self, kind: str | None) -> None:
        if kind:
            self._kind = kind
            self.fill()

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
                "No mail address is known here, or the text is too long for it: copy it, or save it with e.", bad=True
            )
            return
        self._out("mail program", outside.open_page(self.app, link))

    def action_save(self, form: str) -> None:
        """Ask where to, and write the file."""
        if self._letter:
            name = f"letter-{self.action.organisation}-{self.session.today.isoformat()}.{form}"
            prompt = Prompt(f"Save as .{form} where?", "", str(folders.documents() / name))
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

    def action_asked(self) -> None:
        """Record that the person sent it, with what it disclosed."""
        discloses = list(self._letter.disclosed) if self._letter else []
        acts.record(self, self._key, "asked", discloses=discloses)
