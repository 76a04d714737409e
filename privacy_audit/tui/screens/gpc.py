"""Global Privacy Control: who states that they honour it, and how a browser is made to send it."""

from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from ... import gpc
from ...catalog.pages import Browser
from ...dates import as_known, short
from ...ledger import seen
from ...links.addresses import host_of
from ...network import consent
from ...text import count
from ..online import OnlinePage
from ..outside import open_page
from ..page import Page
from ..rows import Column, Row, Rows
from ..words import MUTED, Fact, Facts, Words

_STYLES = {"yes": "good", "no": "warn", "unreadable": "dim", "nothing": "dim", "": "dim"}
_SIGNALS = {"on": "sends the signal by itself", "off": "sends it once you turn it on", "none": "needs an extension"}


class GpcScreen(OnlinePage):
    """One row for each organisation that holds the person, and what the law of their state says."""

    HELP = (
        "Your browser can send a signal with each page that you open: do not sell or share my data. Organisations may "
        "state in a small file that they honour it; g asks those that you said hold you for that file. What they "
        "state is not what they do: that can be seen only by looking. s shows how to turn the signal on."
    )
    STOPPED = "Stopped. What they answered by then is kept."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("g", "ask", "Ask them", id="ask_gpc"),
        Binding("s", "setup", "Set up a browser", id="setup_gpc"),
    ]

    def body(self) -> ComposeResult:
        """Yield the list and what the law says."""
        nothing = "You have not said yet of any organisation whose domain is known that it holds you."
        columns = [Column("organisation"), Column("what it states", 30), Column("its date", 11), Column("seen", 11)]
        yield Rows(columns, empty=nothing, id="statements")
        yield Words(id="law", classes="section")

    def on_mount(self) -> None:
        """Start in the list."""
        super().on_mount()
        self.query_one(Rows).focus()

    def fill(self) -> None:
        """Show what was last seen."""
        session = self.session
        kept = seen.seen(session.ledger, session.person.id, gpc.WHAT)
        found = gpc.rows(session.catalog, session.standing, kept)
        say_yes = sum(row.says == "yes" for row in found)
        self.title_line("Global Privacy Control", f"{say_yes} of {len(found)} state that they honour it")
        rows = self.query_one(Rows)
        shown = [_row(row, session.today) for row in found]
        rows.set_rows(shown, keep=rows.current.id if rows.current else None)
        self.query_one("#law", Words).show(gpc.law_in_words(session.catalog, session.person.region, session.today))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Open the organisation."""
        from .organisation import OrganisationScreen

        self.app.push_screen(OrganisationScreen(event.row.id))

    def action_setup(self) -> None:
        """Show how a browser is made to send the signal."""
        self.app.push_screen(GpcSetupScreen())

    def action_ask(self) -> None:
        """Ask all of them."""
        from ...network import gpcask

        asked = gpc.asked_of(self.session.catalog, self.session.standing)
        if asked:
            self.ask_then(gpcask.purpose_for(asked), lambda permit: self._work(permit, asked))
        else:
            self.say("There is nobody to ask. Say who holds you first: the walk, or y on an organisation.", bad=True)

    async def _work(self, permit: consent.Permit, asked: list):
        from ...network import gpcask
        from ...network.opening import open_gate

        session = self.session
        ledger, person, today = session.ledger, session.person.id, session.today

        def keep(id: str, found: gpc.Statement) -> None:
            seen.see(ledger, person, gpc.WHAT, id, today, found.as_dict())

        async with open_gate(ledger, person, permit, today) as gate:
            return await gpcask.ask(gate, asked, keep, self.progress)

    def on_done(self, result) -> None:
        """Say what came of it."""
        self.fill()
        silent = f"; {count(len(result.silent), 'organisation')} did not answer" if result.silent else ""
        self.say(f"asked: {count(len(result.found), 'organisation')} answered{silent}")


class GpcSetupScreen(Page):
    """The steps for each browser, and the page that shows whether the signal is sent."""

    HELP = (
        "The steps for each browser, with their source. v opens the page that shows whether this browser sends the "
        "signal; the program itself sends nothing there."
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("v", "verify", "See whether it works", id="verify_gpc")]

    def body(self) -> ComposeResult:
        """Yield the steps."""
        with VerticalScroll(id="text"):
            yield Facts(id="steps")

    def on_mount(self) -> None:
        """Let the arrow keys scroll the steps."""
        super().on_mount()
        self.query_one("#text").focus()

    def fill(self) -> None:
        """Show the steps."""
        setup = self.session.catalog.signal_setup
        self.title_line("Set up a browser", "Global Privacy Control")
        facts = [Fact("To verify", f"{setup.verify} {setup.verify_url} (v opens it)" if setup.verify else "")]
        facts += [fact for one in setup.browsers for fact in _facts(one)]
        self.query_one(Facts).show_facts(facts)

    def action_verify(self) -> None:
        """Open the page in the browser that shows whether it sends the signal."""
        self.say(open_page(self.app, self.session.catalog.signal_setup.verify_url))


def _row(row: gpc.Row, today: date) -> Row:
    stated = short(date.fromisoformat(row.updated), today) if row.updated else ""
    seen_on = short(row.on, today) if row.on else ""
    words = (gpc.SAYS_IN_SHORT[row.says], _STYLES[row.says])
    return Row(row.organisation, (row.name, words, (stated, "dim"), (seen_on, "dim")))


def _facts(one: Browser) -> list[Fact]:
    told = "; ".join(
        f"{host_of(source.url) if source.url else source.note} ({as_known(source.dated)})" for source in one.sources
    )
    return [
        Fact(one.name, _SIGNALS.get(one.signal, "")),
        *(Fact("", f"{number}  {step}") for number, step in enumerate(one.steps, 1)),
        Fact("", one.note or ""),
        Fact("", f"Source: {told}" if told else "", MUTED),
    ]
