"""History: what the person answered and did, newest first."""

from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ...audit.life import lives, sentence
from ...audit.report import names
from ...dates import short
from ...ledger.events import Event
from ...ledger.moves import SHORT
from ...text import count
from .. import acts
from ..page import Page
from ..rows import Column, Row, Rows


class HistoryScreen(Page):
    """One row for each answer and record that stands."""

    HELP = "Enter opens the organisation. u takes the newest entry back; the log itself keeps both."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "app.go('audits')", "Audits and plot", id="audits"),
        Binding("r", "app.go('record')", "Their record", id="record"),
        Binding("u", "app.undo", "Undo", id="undo_here"),
    ]

    def body(self) -> ComposeResult:
        """Yield the table."""
        nothing = "Nothing yet. What you answer in the walk and record on an action will stand here."
        yield Rows(
            [Column("day", 12), Column("", 10), Column("what"), Column("reference, note", 16)],
            empty=nothing,
            id="past",
        )

    def on_mount(self) -> None:
        """Start in the table."""
        super().on_mount()
        self.query_one(Rows).focus()

    def fill(self) -> None:
        """Show the log."""
        events = self.session.ledger.standing_events(self.session.person.id)
        shown = [event for event in events if event.kind in ("answer", "record", "note", "evidence", "life")]
        self._away = {(one.key, one.back.isoformat()): one for one in self.session.returns}
        shown.sort(key=lambda event: (event.data["on"], event.id), reverse=True)
        self.title_line("History", count(len(shown), "entry", "entries"))
        self.query_one(Rows).set_rows([self._row(event) for event in shown])

    def _row(self, event: Event) -> Row:
        day = short(date.fromisoformat(event.data["on"]), self.session.today)
        name, title = names(self.session.catalog, f"{event.organisation}/{event.action}")
        if event.kind == "answer":
            return Row(
                event.id,
                (
                    day,
                    (acts.MARKS[event.data["answer"]], "dim"),
                    f"{name} {acts.SAID[event.data['answer']]}",
                    "",
                ),
            )
        if event.kind == "life":
            words = sentence(self.session.catalog, *lives([event]))
            return Row(event.id, (day, ("changed", "dim"), words, (event.data.get("note", ""), "dim")))
        more = " · ".join(
            filter(None, (self._gone(event), *(event.data.get(name, "") for name in ("reference", "note", "name"))))
        )
        state = "evidence" if event.kind == "evidence" else SHORT.get(event.data.get("state", ""), "note")
        return Row(event.id, (day, (state, "accent"), f"{name}: {title}", (more, "dim")))

    def _gone(self, event: Event) -> str:
        """Return how long it had stayed away, of an entry that says that it came back."""
        key = f"{self.session.catalog.current_id(event.organisation)}/{event.action}"
        back = self._away.get((key, event.data["on"])) if event.data.get("state") == "relisted" else None
        return f"after {count(back.days, 'day')}" if back else ""

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Open the organisation."""
        from .organisation import OrganisationScreen

        log = self.session.ledger.standing_events(self.session.person.id)
        entry = next((one for one in log if one.id == event.row.id), None)
        if entry and entry.organisation in self.session.catalog:
            self.app.push_screen(OrganisationScreen(entry.organisation))
