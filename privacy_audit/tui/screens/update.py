"""Updating the catalogue: which one is in use, what a newer one changes for the person, taking it over, going back."""

import asyncio
from pathlib import Path
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from ... import updating
from ...audit.news import FIRST, KINDS, NEAR, Change
from ...catalog import shelf, signed_keys
from ...catalog.catalog import CatalogError
from ...catalog.signed_check import AlreadyInUse
from ...catalog.signed_keys import Key
from ...dates import long
from ...ledger.errors import LedgerError
from ...network.consent import Permit
from ...network.errors import NetworkError
from ...text import count
from ...updating import Update
from ..online import OnlinePage
from ..rows import Column, Row, Rows
from ..words import Fact, Facts, Words, joined, plain
from .prompt import Prompt
from .reminders import Confirm

_EMPTY = "f fetches a newer one, o opens a file; here will stand what it changes."
_TRUSTING = (
    "Whoever has it can change what the program tells you to do, and at which addresses. Compare these signs with what "
    "the publisher says in another place than where the key is from."
)


class UpdateScreen(OnlinePage):
    """The catalogue in use above; below, after a pack was looked through, what it changes."""

    HELP = (
        "A catalogue pack is one file that its publisher signed. It is looked through: the signature by a key that "
        "you trust, the date, each text. Then it stands here what changes for you, and t takes it over. The catalogue "
        "before is kept: r goes back to it, and once more forth again. A file needs no network."
    )
    STOPPED = "Stopped. The catalogue in use stays as it is."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "take", "Take over", id="take"),
        Binding("f", "fetch", "Fetch", id="fetch"),
        Binding("o", "file", "Open a file", id="file"),
        Binding("r", "turn", "Go back", id="turn"),
        Binding("a", "all", "All", id="all"),
        Binding("s", "source", "Address", id="source"),
        Binding("p", "key", "Publisher's key", id="key"),
    ]

    def __init__(self, said: str = ""):
        super().__init__()
        self._found: Update | None = None
        self._whole = False
        self._said = said

    def body(self) -> ComposeResult:
        """Yield the facts, the changes, and the one under the cursor in full."""
        yield Facts(id="in-use")
        yield Rows([Column("", 16), Column("", 26), Column("")], empty=_EMPTY, id="changes")
        with VerticalScroll(id="about-change"):
            yield Words(id="about")

    def on_mount(self) -> None:
        """Start in the changes."""
        super().on_mount()
        self.query_one("#changes", Rows).focus()
        self.say(self._said)

    def fill(self) -> None:
        """Show what is in use and what was looked through."""
        kept, found = shelf.look(), self._found
        self.title_line("Update the catalogue", f"{len(self.session.catalog):,} organisations")
        facts = [
            Fact("In use", updating.in_use_in_words()),
            Fact("From", kept.in_use.source if kept.in_use else ""),
            Fact("Before it", updating.in_words(kept.other) if kept.kept else ""),
            Fact("Address", self._address() or "none is set; nobody publishes a catalogue for this program yet"),
            Fact("Trusted keys", ", ".join(key.shown for key in signed_keys.trusted()) or "none; p adds one"),
        ]
        self.query_one("#in-use", Facts).show_facts(facts + (_facts_of(found) if found else []))
        self._show_changes()
        self.refresh_bindings()

    def _address(self) -> str:
        return updating.source_of(self.session.ledger, self.session.person.id)

    def _show_changes(self) -> None:
        rows = self.query_one("#changes", Rows)
        if self._found is None:
            rows.empty = _EMPTY
            rows.set_rows([])
        else:
            news = self._found.news
            rows.empty = "Nothing changes for you. " + updating.elsewhere_in_words(news)
            shown = news.changes if self._whole else news.first
            rows.set_rows([_row(change) for change in shown], keep=rows.current.id if rows.current else None)
        self._say_more(rows.current)

    def on_rows_highlighted(self, event: Rows.Highlighted) -> None:
        """Show the change under the cursor in full."""
        self._say_more(event.row)

    def _say_more(self, row: Row | None) -> None:
        changes = self._found.news.changes if self._found else ()
        change = next((one for one in changes if row and _id(one) == row.id), None)
        self.query_one("#about", Words).show(_in_full(change) if change else "")

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Open the organisation, as the catalogue in use has it."""
        from .organisation import OrganisationScreen

        id = event.row.id.partition(" ")[2].partition("/")[0]
        if id in self.session.catalog:
            self.app.push_screen(OrganisationScreen(id))
        else:
            self.say("The catalogue in use does not have it yet; t takes the new one over.")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to take over what was looked through, to go back where there is something, all where there is more."""
        if action == "take":
            return self._found is not None
        if action == "turn":
            return shelf.look().kept
        if action == "all":
            return self._found is not None and len(self._found.news.changes) > FIRST
        return super().check_action(action, parameters)

    # A pack comes in

    def action_fetch(self) -> None:
        """Fetch a pack from the address that is set, after showing what leaves."""
        address = self._address()
        if not address:
            self.say("No address is set: s sets one. o opens a file, which needs no network.", bad=True)
            return
        try:
            purpose = updating.purpose(self.session.ledger, self.session.person.id, address)
        except NetworkError as error:
            self.say(str(error), bad=True)
            return
        session = self.session

        async def work(permit: Permit) -> Update | AlreadyInUse:
            data = await updating.fetch(session, permit, address, self._arriving)
            self.progress(0, None, "Looking through it")
            return await self._look_through(data, address)

        self.ask_then(purpose, work)

    def _arriving(self, got: int, whole: int | None) -> None:
        self.progress(got // 1000, whole // 1000 if whole else None, "Catalogue, kB:")

    async def _look_through(self, data: bytes, source: str) -> Update | AlreadyInUse:
        """Look through a pack beside the screens. Raises CatalogError."""
        try:
            examined, after = await asyncio.to_thread(updating.examine, data, self.session.today)
        except AlreadyInUse as error:
            return error
        return updating.compared(examined, after, self.session.catalog, self.session.standing, source)

    def action_file(self) -> None:
        """Ask for a pack in a file."""
        self.app.push_screen(Prompt("Open which catalogue pack?", "the path of a file"), self._opened)

    def _opened(self, typed: str | None) -> None:
        if typed and not self.is_under_way:
            self.say("Looking through it …")
            self.run_worker(self._from_file(typed), name="look", group="look", exclusive=True)

    async def _from_file(self, typed: str) -> None:
        try:
            found = await self._look_through(updating.read_file(Path(typed)), typed)
        except (CatalogError, LedgerError) as error:
            if self.is_mounted and not self.app.locked:
                self.say(str(error), bad=True)
            return
        if self.is_mounted and not self.app.locked:
            self.on_done(found)

    def on_done(self, result: Any) -> None:
        """Show what a pack changes."""
        if isinstance(result, AlreadyInUse):
            self.say(str(result))
            return
        self._found, self._whole = result, False
        self.fill()
        number, shown = len(result.news.changes), len(result.news.first)
        more = f", {shown} shown; a shows all" if number > shown else ""
        self.say(f"It may be taken over: {count(number, 'change')} for you{more}. t takes it over.")

    # Taking over and going back

    def action_take(self) -> None:
        """Take the pack over, after a question."""
        if self._found:
            key, news = self._found.examined.key, self._found.news
            gone = sum(change.kind == "gone" and change.near == "yours" for change in news.changes)
            lines = [
                f"{count(len(news.changes), 'change')} for you. {updating.elsewhere_in_words(news)}".strip(),
                f"{count(gone, 'thing')} that you recorded something about would no longer be in it." if gone else "",
                f"Signed by {key.shown}: {key.fingerprint}",
                "The catalogue in use now is kept; r goes back to it. Your records stay as they are.",
            ]
            question = f"Take over the catalogue of {long(self._found.examined.head.day)}?"
            self.app.push_screen(Confirm(question, "\n\n".join(filter(None, lines))), self._take)

    def _take(self, yes: bool | None) -> None:
        found = self._found
        if yes and found:
            self._change(lambda: f"Taken over: {updating.in_words(updating.take(found))}. r goes back.")

    def action_turn(self) -> None:
        """Go back to the catalogue before, or forth again."""
        self._change(lambda: updating.turned_in_words(shelf.back()))

    def _change(self, act) -> None:
        """Put another catalogue to use, and open everything anew with it; a failure changes nothing."""
        if self.app.is_online():
            self.say("A request is under way. Stop it first (c), or wait for it.", bad=True)
            return
        app = self.app
        try:
            said = act()
            app.catalog = updating.refresh(self.session.ledger, self.session.today)
        except (CatalogError, LedgerError) as error:
            self.say(str(error), bad=True)
            return
        app.open_session(app.session.person)
        app.show_home()
        app.push_screen(UpdateScreen(said))

    # Address and keys

    def action_all(self) -> None:
        """Show every change, or the first ones only."""
        self._whole = not self._whole
        self._show_changes()

    def action_source(self) -> None:
        """Ask for the address of a catalogue."""
        question = "From which address do catalogues come? Nothing is sent by this; empty removes it."
        self.app.push_screen(Prompt(question, "https://…", self._address()), self._set_source)

    def _set_source(self, typed: str | None) -> None:
        if typed is None:
            return
        try:
            updating.set_source(self.session.ledger, self.session.person.id, typed)
        except (NetworkError, LedgerError) as error:
            self.say(str(error), bad=True)
            return
        self.fill()
        self.say("Kept. f fetches from there, after showing what leaves." if typed else "No address is set now.")

    def action_key(self) -> None:
        """Ask for a publisher's key."""
        self.app.push_screen(Prompt("Trust which key?", "the path of a .pub file, or its line"), self._ask_key)

    def _ask_key(self, typed: str | None) -> None:
        if not typed:
            return
        try:
            key = signed_keys.read(typed)
        except CatalogError as error:
            self.say(str(error), bad=True)
            return
        text = f"{key.name or 'a key without a name'}\n\n{key.fingerprint}\n\n{_TRUSTING}"
        self.app.push_screen(Confirm("Trust this key?", text), lambda yes: self._trust(key) if yes else None)

    def _trust(self, key: Key) -> None:
        try:
            signed_keys.trust(key)
        except CatalogError as error:
            self.say(str(error), bad=True)
            return
        self.fill()
        self.say(f"Trusted: {key.shown}. To take it back: privacy-audit catalog keys remove {key.id[:8]}")


def _facts_of(found: Update) -> list[Fact]:
    head, key = found.examined.head, found.examined.key
    return [Fact("Looked through", f"the pack of {long(head.day)}, signed by {key.shown}", "bold")]


def _row(change: Change) -> Row:
    style = "warn" if change.kind == "gone" else "accent" if change.near == "yours" else "dim"
    return Row(_id(change), ((KINDS[change.kind], style), change.name, change.text))


def _id(change: Change) -> str:
    return f"{change.kind} {change.key}"


def _in_full(change: Change):
    near = "" if change.kind == "law" else f" · {NEAR[change.near]}"
    return joined([plain(f"{change.name} · {KINDS[change.kind]}{near}", "bold"), plain(change.text)])
