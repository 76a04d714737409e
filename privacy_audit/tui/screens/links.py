"""Links: which of the catalogue's addresses still answer, looked at a few at a time and only when asked."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ...dates import long, short
from ...links import report, store
from ...links.addresses import Address, gather, host_of
from ...links.choosing import mine, waiting
from ...links.outcomes import OUTCOMES
from ...network import consent
from ...text import count
from ..online import OnlinePage
from ..outside import open_page
from ..rows import Column, Row, Rows
from ..words import Fact, Facts, Words
from .prompt import Prompt

_QUIET = ("blocked", "http", "slow")


class LinksScreen(OnlinePage):
    """Counts above, one row for each address with which something is amiss, and the one under the cursor whole."""

    HELP = (
        "g looks at every address of the catalogue that nobody looked at within seven days; that tells nobody anything "
        "about you. m looks only at those of the organisations in your plan or that hold you: your network then sees "
        "which. Stopping keeps what came, and the same key goes on from there. No address is called dead before it "
        "failed on three days spread over a week. Enter opens the organisation, o the page in your browser, w writes "
        "a report for those who keep the checklists."
    )
    STOPPED = "Stopped. What came is kept; g goes on from there."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("g", "look", "Look at all", id="look_at_links"),
        Binding("m", "look_mine", "Only mine", id="look_at_mine"),
        Binding("o", "open", "Open the page", id="open_link"),
        Binding("w", "write", "Write a report", id="write_links"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._addresses: list[Address] = []
        self._lines: dict[str, report.Line] = {}

    def body(self) -> ComposeResult:
        """Yield the counts, the list and the address under the cursor."""
        yield Words(id="counts", classes="section muted")
        yield Rows([Column("what", 20), Column("address"), Column("seen", 11)], id="links")
        yield Facts(id="link")

    def on_mount(self) -> None:
        """Start in the list."""
        self._addresses = gather(self.session.catalog)
        super().on_mount()
        self.query_one(Rows).focus()

    def fill(self) -> None:
        """Show what was found by the last looks."""
        results = self._results()
        numbers = report.counts(self._addresses, results)
        left = len(waiting(self._addresses, results, self.session.today))
        self.title_line("Links", f"{count(len(self._addresses), 'address', 'addresses')}, {left:,} to look at")
        parts = (
            f"{OUTCOMES.get(name, name)} {number:,}".replace(" ", "\N{NO-BREAK SPACE}")
            for name, number in numbers.items()
        )
        self.query_one("#counts", Words).show(" · ".join(parts))
        self._lines = {}
        for line in report.lines(self._addresses, results):
            self._lines.setdefault(line.address, line)
        rows = self.query_one(Rows)
        rows.empty = "Nothing is amiss with what was looked at." if results else "Nobody looked yet. g looks at all."
        found = [self._row(line) for line in self._lines.values()]
        rows.set_rows(found, keep=rows.current.id if rows.current else None)
        self._show(rows.current)

    def _row(self, line: report.Line) -> Row:
        style = "dim" if line.outcome in _QUIET else "warn"
        seen = short(date.fromisoformat(line.seen), self.session.today)
        return Row(line.address, ((OUTCOMES[line.outcome], style), line.address, (seen, "dim")))

    def _show(self, row: Row | None) -> None:
        line = self._lines.get(row.id) if row else None
        self.query_one(Facts).show_facts(_facts(line, self._places(line.address)) if line else [])

    def _places(self, url: str) -> int:
        return next((len(one.places) for one in self._addresses if one.url == url), 0)

    @property
    def _current(self) -> report.Line | None:
        row = self.query_one(Rows).current
        return self._lines.get(row.id) if row else None

    def on_rows_highlighted(self, event: Rows.Highlighted) -> None:
        """Show the address under the cursor."""
        self._show(event.row)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Open the organisation to which the address belongs."""
        from .organisation import OrganisationScreen

        line = self._lines[event.row.id]
        if line.organisation:
            self.app.push_screen(OrganisationScreen(line.organisation))
        else:
            self.say("It belongs to no organisation; it stands in the file named below.")

    def action_look(self) -> None:
        """Look at what is due of the whole catalogue."""
        self._look_at(self._addresses, chosen=False)

    def action_look_mine(self) -> None:
        """Look at what is due of those in the plan or that hold the person."""
        session = self.session
        ids = mine(session.catalog, session.standing, session.plan)
        self._look_at(gather(session.catalog, ids), chosen=True)

    def _look_at(self, addresses: Iterable[Address], chosen: bool) -> None:
        from ...network import linkcheck

        wanted = waiting(addresses, self._results(), self.session.today)
        if wanted:
            self.ask_then(linkcheck.purpose_for(wanted, chosen), lambda permit: self._work(permit, wanted, chosen))
        else:
            self.say("They were all looked at within seven days.")

    def _results(self) -> store.Results:
        return store.of(self.session.ledger, self.session.person.id)

    async def _work(self, permit: consent.Permit, wanted: list[Address], chosen: bool):
        from ...network import linkcheck
        from ...network.opening import open_gate

        session = self.session
        keep = partial(store.add_chosen, session.ledger, session.person.id, session.today) if chosen else store.add

        def progress(done: int, total: int, url: str) -> None:
            self.progress(done, total, host_of(url))

        async with open_gate(session.ledger, session.person.id, permit, session.today) as gate:
            return await linkcheck.check(gate, wanted, session.today, progress, keep)

    def on_done(self, result) -> None:
        """Say what came of it."""
        self.fill()
        said = ", ".join(f"{result.counts[kind]:,} {words}" for kind, words in OUTCOMES.items() if result.counts[kind])
        self.say(f"looked at {count(result.looked, 'address', 'addresses')}: {said}")

    def action_open(self) -> None:
        """Open the page in the browser."""
        line = self._current
        self.say(open_page(self.app, line.address if line else None))

    def action_write(self) -> None:
        """Ask where to write the report."""
        path = self.proposed("privacy-audit-links", ".md")
        self.app.push_screen(Prompt("Write it to which file? (.md, .csv or .json)", value=path), self._write)

    def _write(self, typed: str | None) -> None:
        def made(path: Path) -> bytes:
            ending = path.suffix.lower().removeprefix(".")
            form = ending if ending in report.FORMATS else "md"
            results = self._results()
            numbers = report.counts(self._addresses, results)
            return report.render(form, report.lines(self._addresses, results), numbers, self.session.today)

        self.write(typed, made)


def _facts(line: report.Line, places: int) -> list[Fact]:
    more = f" and {places - 1} more" if places > 1 else ""
    status = f" (HTTP {line.status})" if line.status else ""
    return [
        Fact("Address", line.address),
        Fact("Outcome", f"{OUTCOMES[line.outcome]} since {long(date.fromisoformat(line.since))}{status}"),
        Fact("Now at", line.to),
        Fact("Stands in", f"{line.file}, {line.key}{more}"),
        Fact("To do", line.suggestion),
    ]
