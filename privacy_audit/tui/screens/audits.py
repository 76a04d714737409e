"""Audits: each with its counts, how the counts went over time, and from any two of them to what changed."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import ContentSwitcher

from ...audit.compare import counted, snapshot
from ...audit.progress import SERIES, monthly, series
from ...audit.standing import Audit
from ...dates import long
from ...exports.plot import legend
from ...text import count
from ..page import Page
from ..plot import Plot
from ..rows import Column, Row, Rows
from ..words import Words

_COUNTS = tuple(Column(words, 9, right=True) for words in SERIES.values())


class AuditsScreen(Page):
    """The audits above; below, the counts of organisations as a plot or as a table."""

    HELP = (
        "Space marks an audit; enter compares the two marked, or the one under the cursor with the one before it. "
        "t shows the counts as a table instead of the plot. Organisations are counted, never you. "
        "Where two counts are the same, the plot shows the sign of the later step."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", "Mark", id="mark"),
        Binding("t", "table", "Plot or table", id="table"),
        Binding("r", "app.go('record')", "Their record", id="record"),
    ]

    def body(self) -> ComposeResult:
        """Yield the audits, and the counts over time in two forms."""
        nothing = "No audit yet. The first begins with the walk: w at home."
        columns = [Column("audit", 6), Column("begun"), Column("walk", 8), *_COUNTS]
        yield Rows(columns, empty=nothing, id="audits")
        yield Words(id="legend", classes="line")
        with ContentSwitcher(initial="plot"):
            yield Plot(id="plot")
            yield Rows([Column("since"), *_COUNTS], empty="Nothing was recorded yet.", id="months")

    def on_mount(self) -> None:
        """Start in the audits, at the newest."""
        super().on_mount()
        rows = self.query_one("#audits", Rows)
        rows.focus()
        rows.action_edge(1)

    def fill(self) -> None:
        """Show the audits and the counts."""
        session = self.session
        known = session.standing.audits
        events = session.ledger.standing_events(session.person.id)
        points = series(session.catalog, session.person.region, events)
        self.title_line("Audits", count(len(known), "audit"))
        self.query_one("#audits", Rows).set_rows([self._row(audit, events) for audit in known])
        self.query_one("#legend", Words).show(legend(points))
        self.query_one(Plot).show_points(points, session.today)
        self.query_one("#months", Rows).set_rows(
            [
                Row(point.on.isoformat(), (long(point.on), *(str(getattr(point, name)) for name in SERIES)))
                for point in monthly(points)
            ]
        )

    def _row(self, audit: Audit, events: list) -> Row:
        session = self.session
        numbers = counted(session.catalog, session.person.region, snapshot(events, audit.number))
        counts = (str(getattr(numbers, name)) for name in SERIES)
        return Row(str(audit.number), (str(audit.number), long(audit.on), (audit.scope, "dim"), *counts))

    def action_mark(self) -> None:
        """Mark the audit under the cursor; a third mark takes the place of the first."""
        rows = self.query_one("#audits", Rows)
        rows.toggle_mark()
        if len(rows.marked) > 2:
            rows.marked.discard(min(rows.marked, key=int))

    def action_table(self) -> None:
        """Show the counts as a table, or as a plot again."""
        switcher = self.query_one(ContentSwitcher)
        switcher.current = "months" if switcher.current == "plot" else "plot"

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Compare two audits."""
        if event.rows.id != "audits":
            return
        marked = sorted(int(id) for id in event.rows.marked)
        here = int(event.row.id)
        pair = tuple(marked) if len(marked) == 2 else (here - 1, here) if here > 1 else (1, 2)
        if len(event.rows.rows) < 2:
            self.say("There is one audit so far; comparing needs two.", bad=True)
            return
        from .compare import CompareScreen

        self.app.push_screen(CompareScreen(*pair))
