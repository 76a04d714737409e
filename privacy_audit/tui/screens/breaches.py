"""Breaches: which known ones were at organisations that hold the person; a password and an address on request."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from ... import folders
from ...breaches import accounts, asking, kept, keys, matching, passwords, wording
from ...breaches.breach import Breach
from ...breaches.errors import BreachError, NotTheList
from ...breaches.kept import Kept
from ...breaches.matching import Found, Match
from ...breaches.passwords import Digest
from ...breaches.reading import Listed, newest_first
from ...catalog.catalog import CatalogError
from ...ledger.errors import LedgerError
from ...network.consent import Permit
from ...network.purposes import ACCOUNT, BREACHES, PASSWORDS
from ...text import count
from ..online import OnlinePage
from ..rows import Column, Row, Rows
from ..words import Fact, Facts
from .prompt import Prompt
from .secret import AskSecret

MINE, ALL, ADDRESS = "mine", "all", "address"
_NO_LIST = "No list yet: f gets the public list of all known breaches. Nothing about you is sent."
_ABOUT_PASSWORD = (
    "It never leaves: of its SHA-1 hash the first 5 of 40 characters do, which you see before, and the rest is "
    "compared here. Nothing of it is kept."
)
_ABOUT_KEY = (
    f"Your own key costs money: {accounts.KEY_PAGE}. It is used once and not kept; "
    "privacy-audit breaches key set keeps it in this system's keyring."
)


@dataclass(frozen=True, slots=True)
class Seen:
    """How often a password was seen in breaches."""

    times: int
    sent: str


class BreachesScreen(OnlinePage):
    """One row for each breach, what is known of the one under the cursor beneath."""

    HELP = (
        "The public list of known breaches, compared on this machine with who you said holds you. It says who leaked, "
        "not whose data were in it. r records one as a change in your life and shows what to do; t shows the whole "
        "list, tab goes to what is said of one. p asks about a password, of whose hash 5 characters leave; a asks "
        "about an e-mail address, which needs your own key and tells the address to Have I Been Pwned."
    )
    STOPPED = "Stopped. The list kept here before stays; nothing else is kept."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "fetch", "Get list", id="fetch"),
        Binding("p", "password", "Password", id="password"),
        Binding("a", "address", "Address", id="address"),
        Binding("r", "record", "Record", id="record_breach"),
        Binding("t", "turn", "All", id="turn"),
    ]

    _kept: Kept | None = None
    _problem = ""
    _answer: Listed | None = None
    _view = MINE

    def body(self) -> ComposeResult:
        """Yield the list and the facts of the breach under the cursor."""
        columns = [
            Column("LEAKED", 7), Column("WHO", 22), Column("BREACH"), Column("ACCOUNTS", 13, right=True), Column("", 9),
        ]  # fmt: skip
        yield Rows(columns, id="breaches")
        with VerticalScroll(id="about"):
            yield Facts(id="facts")

    def on_mount(self) -> None:
        """Read the list that is kept, and start in it."""
        self._load()
        super().on_mount()
        self.query_one(Rows).focus()

    def fill(self) -> None:
        """Show the breaches of the present view."""
        shown = self._chosen()
        found = self._found(shown)
        matches = {match.breach.name: match for match in (*found.matches, *found.apart)}
        self._shown = {one.name: (one, matches.get(one.name)) for one in shown}
        rows = self.query_one(Rows)
        rows.empty = "None." if self._kept or self._view == ADDRESS else "No list yet."
        lines = self._mine(found) if self._view == MINE else [self._row(*pair) for pair in self._shown.values()]
        rows.set_rows(lines, keep=rows.current.id if rows.current else None)
        self.title_line("Breaches", self._right(found, shown))
        self._show_about(rows.current)

    # Showing

    def _load(self) -> None:
        try:
            self._kept, self._problem = kept.load(folders.public()), ""
        except NotTheList as error:
            self._kept, self._problem = None, str(error)

    def _chosen(self) -> list[Breach]:
        source = self._answer if self._view == ADDRESS else self._kept
        return newest_first(source.breaches) if source else []

    def _found(self, shown: Sequence[Breach]) -> Found:
        events = self.session.ledger.standing_events(self.session.person.id)
        return matching.found(self.session.catalog, self.session.standing, events, shown)

    def _mine(self, found: Found) -> list[Row]:
        rows = [self._row(match.breach, match) for match in found.matches]
        if found.apart:
            rows.append(Row("apart", ("", "", "no leaks of theirs"), heading=True))
        return rows + [self._row(match.breach, match) for match in found.apart]

    def _row(self, breach: Breach, match: Match | None) -> Row:
        who = self.session.catalog.get(match.organisation).name if match else breach.domain
        mark = ("recorded", "good") if match and match.recorded else ("", "")
        if not mark[0] and breach.apart:
            mark = ("apart", "dim")
        accounts_in = f"{breach.accounts:,}" if breach.accounts else "not known"
        return Row(breach.name, (f"{breach.on:%Y-%m}", (who, "" if match else "dim"), breach.title, accounts_in, mark))

    def _right(self, found: Found, shown: Sequence[Breach]) -> str:
        if self._view == ADDRESS:
            return f"{len(shown)} for the address you gave; not kept"
        if not self._kept:
            return "no list yet"
        old = " · old, f gets a newer" if self._kept.is_old(self.session.today) else ""
        number = f"{len(found.matches)} of {len(shown):,} known" if self._view == MINE else f"all {len(shown):,}"
        return f"{number} · as of {self._kept.on.isoformat()}{old}"

    def _empty(self) -> str:
        if self._view == ADDRESS:
            return f"{accounts.verdict(Listed(()))} {wording.NOT_SHOWN}"
        return wording.summary(()) if self._kept else self._problem or _NO_LIST

    def _show_about(self, row: Row | None) -> None:
        breach, match = self._shown.get(row.id, (None, None)) if row else (None, None)
        facts = self._facts(breach, match) if breach else [Fact("", self._empty())]
        self.query_one(Facts).show_facts(facts)
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def _facts(self, breach: Breach, match: Match | None) -> list[Fact]:
        also = ", ".join(self.session.catalog.get(id).name for id in match.also) if match else ""
        remarks = wording.remarks(breach, match.by if match else "domain")
        return [
            Fact("When", wording.when(match) if match else f"About {wording.month(breach.on)}."),
            Fact("Leaked", f"{wording.what(breach)}; {wording.size(breach)}"),
            *(Fact("" if place else "Mind", text, "$text-warning") for place, text in enumerate(remarks)),
            Fact("Same site", also),
            Fact("Not said", wording.NOT_WHOSE if self._view != ADDRESS else wording.NOT_SHOWN),
            Fact("They say", breach.about),
        ]  # fmt: skip

    def on_rows_highlighted(self, event: Rows.Highlighted) -> None:
        """Show what is known of the breach under the cursor."""
        self._show_about(event.row)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Open the organisation."""
        _, match = self._shown.get(event.row.id, (None, None))
        if match:
            from .organisation import OrganisationScreen

            self.app.push_screen(OrganisationScreen(match.organisation))
        else:
            self.say("You did not say that they hold you.")

    def action_turn(self) -> None:
        """Show the whole list, or only who holds the person."""
        self._view = ALL if self._view == MINE else MINE
        self.fill()

    def action_record(self) -> None:
        """Record the breach under the cursor as a change in a life, and show what is to be done."""
        row = self.query_one(Rows).current
        _, match = self._shown.get(row.id, (None, None)) if row else (None, None)
        if match is None:
            self.say("Only breaches at organisations that you said hold you are recorded here.", bad=True)
            return
        try:
            written = matching.record(self.session, match)
        except (BreachError, CatalogError, LedgerError) as error:
            self.say(str(error), bad=True)
            return
        from .life import TasksScreen

        life = next(one for one in self.session.standing.life if one.event == written.id)
        self.fill()
        self.say(f"recorded: {match.breach.title} · ctrl+z takes it back")
        self.app.push_screen(TasksScreen(life))

    # Asking

    def action_fetch(self) -> None:
        """Download the list."""
        self.ask_then(BREACHES, self._download)

    async def _download(self, permit: Permit) -> Kept:
        session = self.session
        async with _gate(session, permit) as gate:
            return await asking.download(gate, folders.public(), session.today, self._bytes)

    def _bytes(self, done: int, total: int | None) -> None:
        self.progress(done, total, "bytes of the list")

    def action_password(self) -> None:
        """Ask about a password."""
        asked = AskSecret("Which password?", _ABOUT_PASSWORD, passwords.LONGEST)
        self.app.push_screen(asked, self._password)

    def _password(self, typed: str | None) -> None:
        if typed:
            found = passwords.digest(typed)
            self.ask_then(replace(PASSWORDS, sends=passwords.leaving(found)), partial(self._times_seen, found))

    async def _times_seen(self, found: Digest, permit: Permit) -> Seen:
        self.progress(0, None, f"These 5 characters leave: {found.sent}")
        async with _gate(self.session, permit) as gate:
            return Seen(await asking.times_seen(gate, found), found.sent)

    def action_address(self) -> None:
        """Ask about an e-mail address."""
        asked = Prompt(
            "Which e-mail address? It leaves, with your own key, only after one more yes.", "ann@example.com"
        )
        self.app.push_screen(asked, self._address)

    def _address(self, typed: str | None) -> None:
        if not typed:
            return
        try:
            address = accounts.address_of(typed)
        except BreachError as error:
            self.say(str(error), bad=True)
            return
        if keys.is_kept(self.session.ledger, self.session.person.id):
            self._look_up(address, None)
        else:
            asked = AskSecret("Your key to Have I Been Pwned?", _ABOUT_KEY, 200)
            self.app.push_screen(asked, lambda key: self._with_key(address, key))

    def _with_key(self, address: str, typed: str | None) -> None:
        if not typed:
            return
        try:
            self._look_up(address, accounts.key_of(typed))
        except BreachError as error:
            self.say(str(error), bad=True)

    def _look_up(self, address: str, key: str | None) -> None:
        self.ask_then(replace(ACCOUNT, sends=accounts.leaving(address)), partial(self._of_address, address, key))

    async def _of_address(self, address: str, key: str | None, permit: Permit) -> Listed:
        session = self.session
        key = key or await asyncio.to_thread(keys.from_keyring, session.person.id)
        if not key:
            raise BreachError("The keyring did not give your key: nothing was sent. privacy-audit breaches key forget")
        async with _gate(session, permit) as gate:
            return await asking.of_address(gate, address, accounts.key_of(key))

    def on_done(self, result: Any) -> None:
        """Show what came."""
        if isinstance(result, Kept):
            self._kept, self._problem, self._view = result, "", MINE
            self.fill()
            left = f"; {result.skipped:,} entries could not be read" if result.skipped else ""
            self.say(f"downloaded: {count(len(result.breaches), 'known breach', 'known breaches')}{left}")
        elif isinstance(result, Seen):
            self.say(f"{passwords.verdict(result.times)} ({result.sent} was sent)", bad=result.times > 0)
        else:
            self._answer, self._view = result, ADDRESS
            self.fill()
            self.say(f"{accounts.verdict(result)} {wording.NOT_SHOWN}")


def _gate(session, permit: Permit):
    from ...network.opening import open_gate

    return open_gate(session.ledger, session.person.id, permit, session.today)
