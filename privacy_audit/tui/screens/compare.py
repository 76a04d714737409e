"""What changed between two audits: who stopped, who came back, who is new."""

from textual.app import ComposeResult

from ...audit.compare import HEADINGS, compare, counted, parts, returned, snapshot
from ...audit.progress import SERIES
from ...audit.report import names
from ...dates import long
from ...text import count
from ..page import Page
from ..rows import Column, Row, Rows
from ..words import Words


class CompareScreen(Page):
    """The counts of both audits above, then each change with those concerned."""

    HELP = (
        "Enter opens the action or the organisation. What was gained stands first, then what came back, then the new."
    )

    def __init__(self, earlier: int, later: int):
        super().__init__()
        self._pair = (earlier, later)

    def body(self) -> ComposeResult:
        """Yield the counts and the changes."""
        yield Words(id="counts", classes="section")
        yield Rows([Column(""), Column("", 22)], empty="Nothing changed between the two.", id="changes")

    def on_mount(self) -> None:
        """Start in the changes."""
        super().on_mount()
        self.query_one(Rows).focus()

    def fill(self) -> None:
        """Show what changed."""
        session, (earlier, later) = self.session, self._pair
        events = session.ledger.standing_events(session.person.id)
        before, after = snapshot(events, earlier), snapshot(events, later)
        begun = {audit.number: long(audit.on) for audit in session.standing.audits}
        self.title_line(f"Audit {later} against audit {earlier}", f"{begun.get(earlier, '')} – {begun.get(later, '')}")
        one, two = (counted(session.catalog, session.person.region, which) for which in (before, after))
        counts = (f"{words} {getattr(one, name)} → {getattr(two, name)}" for name, words in SERIES.items())
        self.query_one("#counts", Words).show("Organisations:   " + "   ".join(counts))
        back = returned(events, earlier, later)
        away = {key: f"after {count(return_.days, 'day')} away" for key, return_ in back.items()}
        rows = []
        for name, keys in parts(compare(before, after)).items():
            if keys:
                rows.append(Row(name, (f"{HEADINGS[name]} · {len(keys)}",), heading=True))
            rows += [self._row(name, key, away.get(key, "") if name == "came_back" else "") for key in keys]
        self.query_one(Rows).set_rows(rows)

    def _row(self, part: str, key: str, more: str) -> Row:
        name, title = names(self.session.catalog, key)
        return Row(f"{part} {key}", (f"{name}: {title}" if "/" in key else name, (more, "warn")))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Open the action or the organisation."""
        from .action import ActionScreen
        from .organisation import OrganisationScreen

        key = event.row.id.partition(" ")[2]
        if "/" in key and self.session.action_of(key):
            self.app.push_screen(ActionScreen(key))
        elif key.partition("/")[0] in self.session.catalog:
            self.app.push_screen(OrganisationScreen(key.partition("/")[0]))
