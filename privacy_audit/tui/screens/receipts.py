"""What ever left this machine: every request of this program, with how it was agreed to and what came of it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ... import receipts
from ...dates import long
from ...ledger.errors import LedgerError
from ...ledger.requests import Request, is_of, requests, summed
from ...text import clean, count, size_in_words
from ..page import Page
from ..rows import Column, Row, Rows
from ..words import Fact, Facts, Words
from .prompt import Prompt

_WIDE = 110


class ReceiptsScreen(Page):
    """One row for each request, newest first; below, the one under the cursor whole."""

    HELP = (
        "Each request is written into the ledger before it leaves, and how it ended afterwards. Bytes count the "
        "request and the answer as they went over the line, but for what encryption adds. h shows one host only, "
        "e writes what is listed to a CSV file, or to a JSON file where its name ends so. Pages that you opened in "
        "your browser are not here: those your browser asked for."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "host", "One host", id="host"),
        Binding("e", "write", "Write CSV", id="write"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._all: dict[str, Request] = {}
        self._host = ""

    def body(self) -> ComposeResult:
        """Yield the list and the request under the cursor."""
        yield Words(id="sum", classes="line muted")
        yield Rows(self._columns(), empty=receipts.NOTHING, id="requests")
        yield Facts(id="request")

    def on_mount(self) -> None:
        """Start in the list."""
        super().on_mount()
        self.query_one(Rows).focus()

    def on_resize(self) -> None:
        """Leave out what has no room."""
        self.query_one(Rows).set_columns(self._columns())

    def _columns(self) -> list[Column]:
        wide = self.app.size.width >= _WIDE
        columns = [Column("when", 12), Column("host"), Column("out", 9, right=True), Column("in", 9, right=True)]
        return [*columns, Column("outcome", 25), *([Column("for what", 34)] if wide else [])]

    def fill(self) -> None:
        """Read what left."""
        try:
            found = requests(self.session.ledger, self.session.person.id)
        except LedgerError as error:
            self.say(str(error), bad=True)
            found = []
        self._all = {one.id: one for one in found}
        self.title_line("What ever left this machine", count(len(found), "request"))
        rows = self.query_one(Rows)
        rows.set_rows([self._row(one) for one in self._listed], keep=rows.current.id if rows.current else None)
        only = f"only {clean(self._host, 60)} (h for all): " if self._host else ""
        self.query_one("#sum", Words).show(f"{only}{receipts.in_all(summed(self._listed))}" if found else "")
        self._show(rows.current)

    @property
    def _listed(self) -> list[Request]:
        return [one for one in self._all.values() if is_of(one.host, self._host)]

    def _row(self, one: Request) -> Row:
        outcome = (receipts.outcome(one), "dim" if receipts.went_well(one) else "warn")
        sizes = (size_in_words(one.sent), size_in_words(one.received))
        return Row(
            one.id,
            (receipts.when(one, self.session.today), one.host, *sizes, outcome, (receipts.title(one.purpose), "dim")),
        )

    def on_rows_highlighted(self, event: Rows.Highlighted) -> None:
        """Show the request under the cursor."""
        self._show(event.row)

    def _show(self, row: Row | None) -> None:
        one = self._all.get(row.id) if row else None
        self.query_one(Facts).show_facts(_facts(one) if one else [])

    def action_host(self) -> None:
        """Ask for a host, or show all again."""
        if self._host:
            self._only("")
            return
        row = self.query_one(Rows).current
        if not row:
            self.say("There is no request to choose from.", bad=True)
            return
        here = self._all[row.id].host
        self.app.push_screen(Prompt("Which host? Those below it are shown too.", value=here), self._only)

    def _only(self, host: str | None) -> None:
        if host is None:
            return
        if host and not any(is_of(one.host, host) for one in self._all.values()):
            self.say(f"No request went to {clean(host, 60)}.", bad=True)
            return
        self._host = host
        self.fill()

    def action_write(self) -> None:
        """Ask where to write what is listed."""
        if not self._all:
            self.say(receipts.NOTHING, bad=True)
            return
        path = self.proposed("privacy-audit-receipts", ".csv")
        self.app.push_screen(Prompt("Write it to which CSV file?", value=path), self._write)

    def _write(self, typed: str | None) -> None:
        self.write(typed, lambda path: receipts.as_file(self._listed, path))


def _facts(one: Request) -> list[Fact]:
    came = f", {size_in_words(one.received)} came back" if one.status is not None else ""
    return [
        Fact("For what", receipts.title(one.purpose)),
        Fact("When", f"{long(one.at.date())}, {one.at:%H:%M:%S} UTC"),
        Fact("To", f"{one.host} ({one.method}), {size_in_words(one.sent)} sent{came}"),
        Fact("Outcome", receipts.outcome(one)),
        Fact("Agreed", receipts.agreed(one, long=True)),
    ]
