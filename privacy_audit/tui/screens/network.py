"""The network: what may leave this machine, by which way, and where each use of it is."""

from collections.abc import Callable
from pathlib import Path

from textual.app import ComposeResult

from ...ledger.errors import LedgerError
from ...network import choices, consent
from ...network.choices import Choice
from ...network.errors import NetworkError
from ...registers.states import STATES
from ...text import clean, count
from .. import routes
from ..page import Page
from ..rows import Column, Row, Rows
from ..words import Fact, Facts
from .choose import Choose
from .prompt import Prompt

#: The screens from which something may be sent, and the receipts of all of it.
_USES = ("breaches", "registers", "links", "update", "gpc", "calendar", "receipts")
_SHORT = {"ask": "asks", "always": "always", "never": "never"}
_OTHER = "address"
_ABOUT = {
    "offline": "While offline nothing is sent, whatever was agreed to. Online nothing is sent before you agreed to it.",
    "proxy": "A proxy, or Tor, hides from the servers from where you ask, and from your network whom you ask.",
    "trust": "A file of certificates (PEM) to trust besides the usual ones, such as your own calendar server's. "
    "Whoever made them can speak for any server to this program.",
}


class NetworkScreen(Page):
    """The ways to the screens that send, the settings, and an answer for each purpose; enter opens or changes."""

    HELP = (
        "Enter opens the screen of a use, changes a setting, or answers beforehand for a purpose. Nothing is sent from "
        "here. What sends something of yours is asked each time. Every request leaves a receipt in your ledger."
    )

    def body(self) -> ComposeResult:
        """Yield the list and what there is to say of the row under the cursor."""
        yield Rows([Column(""), Column("", 15)], id="network")
        yield NetworkFacts(id="about")

    def on_mount(self) -> None:
        """Start in the list."""
        super().on_mount()
        self.query_one(Rows).focus()

    def fill(self) -> None:
        """Show the settings, the purposes and the uses."""
        is_offline = self.app.offline or choices.is_offline(*self._kept)
        self.title_line("Network", "offline: nothing is sent" if is_offline else "nothing is sent without your yes")
        uses = [Row(f"use {name}", (routes.TITLES[name][0], "")) for name in _USES if name in routes.TITLES]
        rows = [
            Row("", ("What it is used for", ""), heading=True),
            *uses,
            Row("", ("By which way", ""), heading=True),
            *self._settings(),
            Row("", ("What may be sent", "your answer"), heading=True),
            *(Row(f"purpose {one.purpose.id}", _cells(one)) for one in self._choices()),
        ]
        table = self.query_one(Rows)
        table.set_rows(rows, keep=table.current.id if table.current else None)
        self._show_about(table.current)

    def on_rows_highlighted(self, event: Rows.Highlighted) -> None:
        """Say more on this row."""
        self._show_about(event.row)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Change the setting, or open the screen."""
        kind, _, name = event.row.id.partition(" ")
        if kind == "use":
            self.app.action_go(name)
        elif kind == "purpose":
            self._ask_answer(name)
        elif kind == "proxy":
            ways = Choose("By which way may requests leave?", {**_PROXIES, _OTHER: "another address …"})
            self.app.push_screen(ways, self._take_proxy)
        elif kind == "trust":
            asked = Prompt("Trust the certificates of which file?", "a PEM file; empty for none", self._trusted)
            self.app.push_screen(asked, self._trust)
        else:
            self._toggle()

    @property
    def _kept(self) -> tuple[consent.Settings, str]:
        return self.session.ledger, self.session.person.id

    @property
    def _trusted(self) -> str:
        return choices.trusted(*self._kept)

    def _choices(self) -> list[Choice]:
        registers = [(one.id, one.name) for one in STATES.values() if one.file]
        return choices.choices(*self._kept, registers)

    def _settings(self) -> list[Row]:
        ledger, person = self._kept
        proxy = ledger.setting(person, choices.PROXY)
        is_offline = choices.is_offline(ledger, person)
        here = "yes" if is_offline else "no"
        if self.app.offline:
            here = "in this run"
        short = {"": "as the system", "none": "none", "tor": "Tor"}
        return [
            Row("offline", ("Offline", here)),
            Row("proxy", ("Proxy", short.get(proxy, "an address"))),
            Row("trust", ("Further trusted certificates", "of a file" if self._trusted else "none")),
        ]

    def _show_about(self, row: Row | None) -> None:
        about = self.query_one(NetworkFacts)
        kind, _, name = (row.id if row else "").partition(" ")
        if kind == "purpose":
            one = self._choice(name)
            facts = [Fact(*fact) for fact in consent.shown(one.purpose) if fact[0] != "Goes to"]
            about.show_facts([*facts, Fact("Enter", "answers it beforehand")])
        elif kind == "use":
            asks = "" if name == "receipts" else "It asks before anything is sent."
            about.show_facts([Fact("Enter", "opens it"), Fact("", routes.TITLES[name][1]), Fact("", asks)])
        else:
            about.show_facts([Fact("Now", self._now(kind)), Fact("", _ABOUT[kind]), Fact("Enter", "changes it")])

    def _now(self, kind: str) -> str:
        ledger, person = self._kept
        if kind == "proxy":
            kept = ledger.setting(person, choices.PROXY)
            return choices.PROXIES.get(kept, kept)
        if kind == "trust":
            return self._trusted or "none but the usual ones"
        if self.app.offline:
            return "nothing is sent: this run was started with --offline"
        return "nothing is sent" if choices.is_offline(ledger, person) else "purposes ask before anything is sent"

    def _choice(self, id: str) -> Choice:
        return next(one for one in self._choices() if one.purpose.id == id)

    def _ask_answer(self, id: str) -> None:
        one = self._choice(id)
        offered = dict(choices.STANDING)
        if one.purpose.each_time:
            del offered["always"]
        asked = Choose(f"{one.purpose.title}?", offered)
        self.app.push_screen(asked, lambda answer: self._answer(one, answer))

    def _answer(self, one: Choice, answer: str | None) -> None:
        if answer:
            self._keep(lambda: choices.choose(*self._kept, one.purpose, answer), choices.STANDING[answer])

    def _take_proxy(self, said: str | None) -> None:
        if said == _OTHER:
            asked = Prompt("Which proxy?", "socks5h://127.0.0.1:9050 or http://proxy.example:3128")
            self.app.push_screen(asked, lambda typed: self._set_proxy(typed) if typed else None)
        elif said:
            self._set_proxy(said)

    def _set_proxy(self, typed: str) -> None:
        ledger, person = self._kept
        self._keep(lambda: ledger.set(person, choices.PROXY, choices.proxy_of(typed)), "the proxy")

    def _trust(self, typed: str | None) -> None:
        if typed is None:
            return
        path = Path(typed) if typed else None
        words = f"certificates of {typed}" if typed else "none but the usual certificates"
        self._keep(lambda: choices.trust(*self._kept, path), words)

    def _toggle(self) -> None:
        offline = not choices.is_offline(*self._kept)
        words = "offline: nothing is sent" if offline else "online: nothing is sent before you agreed to it"
        if self.app.offline and not offline:
            words = "online from the next start on; this run was started with --offline"
        self._keep(lambda: choices.go_offline(*self._kept, offline), words)

    def _keep(self, act: Callable[[], object], words: str) -> None:
        try:
            done = act()
        except (NetworkError, LedgerError) as error:
            self.say(str(error), bad=True)
            return
        self.fill()
        number = f" ({count(done, 'certificate')})" if isinstance(done, int) and done else ""
        self.say(f"kept: {clean(words, 300)}{number}")


class NetworkFacts(Facts):
    """What there is to say of one row."""

    NAME = 12


_PROXIES = {"system": choices.PROXIES[""], "none": choices.PROXIES["none"], "tor": choices.PROXIES["tor"]}


def _cells(one: Choice) -> tuple:
    short = "asks each time" if one.purpose.each_time and one.standing == consent.ASK else _SHORT[one.standing]
    style = {"always": "accent", "never": "warn"}.get(one.standing, "")
    return (one.purpose.title, (short, style) if style else short)
