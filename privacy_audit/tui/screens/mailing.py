"""Letters to many: what that does, who would get one, and writing those that were marked. Nothing is sent."""

import asyncio
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.worker import Worker

from ... import mailing
from ...exports.files import ExportError
from ...ledger.errors import LedgerError
from ...mailing import FORMATS, Recipient, Wish
from ...text import clean, count
from ..page import Page
from ..rows import Column, Row, Rows
from ..words import Words
from .prompt import Prompt

_FORM_WORDS = {"eml": "e-mail drafts", "txt": "text to paste", "md": "Markdown", "pdf": "paper letters"}
_FIRST = "first"


class MailingScreen(Page):
    """Brokers that hold the person, marked; on demand the registered ones that showed nothing, never marked."""

    HELP = (
        "space marks who gets a letter, a marks all that can get one; w writes one file each into a folder. Those that "
        "showed they hold you come first. r adds the registered brokers that showed nothing: a letter tells them who "
        "you are. f chooses another form, i fills in what the letters need, enter shows the letter. Nothing is sent."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", "Mark", id="mark"),
        Binding("w", "write", "Write", id="write"),
        Binding("r", "registered", "Registered", id="registered"),
        Binding("f", "form", "Form", id="form"),
        Binding("i", "fill_in", "Fill in", id="fill_in"),
        Binding("a", "mark_all", "Mark all", id="mark_all"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._form = FORMATS[0]
        self._registered = False
        self._begun = False
        self._found: dict[str, Recipient] = {}
        self._writing: Worker | None = None

    def body(self) -> ComposeResult:
        """Yield what it does, the list and what is marked."""
        yield Words(id="lead", classes="section")
        columns = [Column("organisation", 30), Column("holds you", 9), Column("to, or why not")]
        yield Rows(
            columns, empty="Nobody that you said yes or once for takes a letter. r adds others.", id="recipients"
        )
        yield Words(id="marked", classes="line muted")

    def on_mount(self) -> None:
        """Start in the list."""
        super().on_mount()
        self.query_one(Rows).focus()

    def fill(self) -> None:
        """Show who is concerned as things stand now."""
        session = self.session
        wish = Wish(self._form, fields=self.app.details, registered=self._registered)
        found = mailing.survey(session, wish)
        self._found = {one.organisation.id: one for one in found}
        self.title_line("Letters to many", f"{_FORM_WORDS[self._form]} · .{self._form}")
        self.query_one("#lead", Words).show(self._lead(found))
        rows = self.query_one(Rows)
        if not self._begun:
            self._begun = True
            rows.marked = {one.organisation.id for one in mailing.ready(found)}
        rows.marked &= {id for id, one in self._found.items() if one.possible and one.obstacle != mailing.WRITTEN}
        rows.set_rows(self._rows(found), keep=rows.current.id if rows.current else None)
        self._show_marked()

    def _lead(self, found: list[Recipient]) -> str:
        law = mailing.law_words(self.session, found)
        if self._registered:
            return f"{mailing.warning(self.session, [one for one in found if one.possible])}\n{law}"
        return (
            "One letter each to brokers that hold you, as you said or as their record shows. Others on a public "
            f"register would learn from a letter who you are: r says what that does, and lists them.\n{law}"
        )

    def _rows(self, found: list[Recipient]) -> list[Row]:
        rows = []
        if one := mailing.one_request(self.session):
            by = self.session.catalog.get(one.organisation).name
            reach = f"one request to {len(set(one.covered)):,} brokers: enter"
            rows.append(Row(_FIRST, ((f"{by} first", "accent"), "", (reach, "accent"))))
        known = [one for one in found if one.holds]
        others = [one for one in found if not one.holds]
        rows += [self._row(one) for one in known]
        if others:
            rows.append(Row("others", ("These may not know you", "", ""), heading=True))
        return rows + [self._row(one) for one in others]

    def _row(self, one: Recipient) -> Row:
        held = "yes" if one.holds and one.obstacle not in ("asked", "reached") else "·"
        why = (one.why, "dim") if one.obstacle else one.where
        return Row(one.organisation.id, (one.organisation.name, (held, "dim"), why))

    def _marked(self) -> list[Recipient]:
        marked = self.query_one(Rows).marked
        return [one for id, one in self._found.items() if id in marked]

    def _show_marked(self) -> None:
        marked = self._marked()
        strangers = sum(not one.holds for one in marked)
        told = dict.fromkeys(name for one in marked for name in one.tells)
        parts = [f"{count(len(marked), 'letter')} marked"]
        parts += [f"{strangers:,} to firms that may not know you"] if strangers else []
        parts += [f"each tells {', '.join(self.session.catalog.label(name) for name in told)}"] if told else []
        self.query_one("#marked", Words).show(" · ".join(parts))

    # Marking

    def action_mark(self) -> None:
        """Mark or unmark the one under the cursor; say why where none can be written."""
        rows = self.query_one(Rows)
        one = self._found.get(rows.current.id) if rows.current else None
        if one is None:
            return
        if not one.possible or one.obstacle == mailing.WRITTEN:
            self.say(f"{one.organisation.name}: {one.why}", bad=True)
            return
        rows.toggle_mark()
        self._show_marked()
        self.say(f"{one.organisation.name}: {one.why}" if one.obstacle and one in self._marked() else "")

    def action_mark_all(self) -> None:
        """Mark all to whom nothing speaks against writing, or unmark all when they are."""
        rows = self.query_one(Rows)
        every = {one.organisation.id for one in mailing.ready(self._found.values())}
        rows.marked = set() if rows.marked >= every else rows.marked | every
        rows.refresh()
        self._show_marked()

    def action_registered(self) -> None:
        """Show the registered brokers that showed nothing, with what writing to them does, or leave them out again."""
        self._registered = not self._registered
        self.fill()

    def action_form(self) -> None:
        """Take the next form: e-mail drafts, text, Markdown, paper."""
        self._form = FORMATS[(FORMATS.index(self._form) + 1) % len(FORMATS)]
        self.fill()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Go to the one request, to the letter, or to the organisation where there is none."""
        from .action import ActionScreen
        from .letter import LetterScreen
        from .organisation import OrganisationScreen

        if event.row.id == _FIRST:
            if first := mailing.one_request(self.session):
                self.app.push_screen(ActionScreen(first.key))
            return
        one = self._found[event.row.id]
        screen = LetterScreen(one.action.key) if one.letter and one.action else OrganisationScreen(event.row.id)
        self.app.push_screen(screen)

    # Writing

    def action_fill_in(self) -> None:
        """Ask for what the marked letters still need; escape stops asking."""
        lacks = mailing.missing(self._marked())
        if not lacks:
            self.say("There is no gap left.")
            return
        label = self.session.catalog.label(lacks[0])
        self.app.push_screen(
            Prompt(f"For the letters: {label}", "kept in memory only"), lambda typed: self._keep(lacks[0], typed)
        )

    def _keep(self, name: str, typed: str | None) -> None:
        if typed:
            self.app.details[name] = typed
            self.fill()
            if mailing.missing(self._marked()):
                self.action_fill_in()

    def action_write(self) -> None:
        """Ask what is still needed, for a yes where strangers would be told, and where to; then write."""
        marked = self._marked()
        if self._writing and not self._writing.is_finished:
            self.say("The letters are being written.")
        elif not marked:
            self.say("Nobody is marked: space marks.", bad=True)
        elif mailing.missing(marked):
            self.say("First what every letter needs; then w again.")
            self.action_fill_in()
        elif any(not one.holds for one in marked):
            asked = f"{mailing.warning(self.session, marked)}\n\nType yes to go on."
            self.app.push_screen(Prompt(asked, "yes"), self._consented)
        else:
            self._ask_where()

    def _consented(self, typed: str | None) -> None:
        if (typed or "").casefold() == "yes":
            self._ask_where()
        else:
            self.say("Nothing was written.")

    def _ask_where(self) -> None:
        folder = self.proposed("letters")
        words = f"{count(len(self._marked()), 'letter')}, .{self._form}: into which folder?"
        self.app.push_screen(Prompt(words, "", folder), self._begin)

    def _begin(self, typed: str | None) -> None:
        if typed:
            self._writing = self.run_worker(self._write(self._marked(), typed), exclusive=True, name="letters")

    async def _write(self, marked: list[Recipient], typed: str) -> None:
        """Write one after the other, each noted at once; leaving the screen stops after the one at hand."""
        written, left = 0, 0
        try:
            folder = Path(typed).expanduser()
            mailing.make_folder(folder)
            for one in marked:
                _, ours = mailing.deliver(self.session, one, folder, self._form)
                written, left = written + ours, left + (not ours)
                self.say(f"{written:,} of {len(marked):,} written …")
                await asyncio.sleep(0)
        except (ExportError, LedgerError, RuntimeError) as error:
            self.fill()
            self.say(f"{written:,} written and noted; w goes on with the rest. {clean(error)}", bad=True)
            return
        self.fill()
        more = f" · {count(left, 'file')} stood there and stayed" if left else ""
        self.say(f"{count(written, 'letter')} in {typed}{more} · nothing was sent", bad=bool(left))
