"""To do: everything worth doing, the most helpful first."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ...audit.plan import PlanItem, within
from ...catalog.model import VIA_WORDS
from ...dates import relative
from ...text import count
from .. import acts
from ..page import Page
from ..rows import Column, Row, Rows
from ..words import Words

_MINUTES = (None, 10, 20, 30, 60)
_GROUPS = ("", "theme", "channel")


class TodoScreen(Page):
    """One table: what, minutes, by when, why; filtered by the minutes at hand and grouped by theme or channel."""

    HELP = (
        "Enter opens an action with all that is needed. a and f record without opening it. "
        "m says how many minutes you have. l writes letters to many brokers at once."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "minutes", "Minutes", id="minutes"),
        Binding("g", "group", "Group", id="group"),
        Binding("a", "record('asked')", "Asked", id="asked"),
        Binding("f", "record('confirmed')", "Said done", id="confirmed"),
        Binding("u", "app.undo", "Undo", id="undo_here"),
        Binding("l", "app.go('letters')", "Letters", id="letters"),
        Binding("c", "app.go('life')", "Something changed", id="life"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._minutes = 0
        self._group = 0

    def body(self) -> ComposeResult:
        """Yield the line of filters and the table."""
        yield Words(id="filters", classes="line muted")
        nothing = "Nothing to do now. The walk (w at home) finds more."
        columns = [
            Column("what"),
            Column("min", 4, right=True),
            Column("how", 13),
            Column("by", 12),
            Column("why", 26),
        ]
        yield Rows(columns, empty=nothing, id="todo")

    def on_mount(self) -> None:
        """Start in the table."""
        super().on_mount()
        self.query_one(Rows).focus()

    def on_resize(self) -> None:
        """Leave the last column out where there is no room."""
        wide = self.app.size.width >= 110
        columns = [Column("what"), Column("min", 4, right=True), Column("how", 13), Column("by", 12)]
        self.query_one(Rows).set_columns([*columns, Column("why", 40)] if wide else columns)

    def fill(self) -> None:
        """Show the plan."""
        minutes = _MINUTES[self._minutes]
        items = within(self.session.plan, minutes)
        self.title_line(
            "To do",
            f"{count(len(items), 'thing')}, {count(sum(item.action.minutes for item in items), 'minute')}",
        )
        had = f"what fits into {minutes} minutes" if minutes else "everything"
        group = _GROUPS[self._group]
        self.query_one("#filters", Words).show(f"{had} · {'by ' + group if group else 'the most helpful first'}")
        rows = self.query_one(Rows)
        rows.set_rows(self._rows(items, group), keep=rows.current.id if rows.current else None)

    def _rows(self, items: list[PlanItem], group: str) -> list[Row]:
        if not group:
            return [self._row(item) for item in items]
        groups: dict[str, list[PlanItem]] = {}
        for item in items:
            groups.setdefault(self._group_of(item, group), []).append(item)
        rows = []
        for name, members in groups.items():
            minutes = sum(item.action.minutes for item in members)
            rows.append(Row(f"group {name}", (f"{name} · {count(minutes, 'minute')}",), heading=True))
            rows += [self._row(item) for item in members]
        return rows

    def _group_of(self, item: PlanItem, group: str) -> str:
        if group == "theme":
            return self.session.catalog.theme_titles[item.organisation.theme]
        return VIA_WORDS.get(item.action.via, item.action.via)

    def _row(self, item: PlanItem) -> Row:
        by = relative(item.on, self.session.today) if item.on else ""
        how = VIA_WORDS.get(item.action.via, item.action.via)
        what = f"{item.organisation.name}: {item.action.title}"
        return Row(item.key, (what, str(item.action.minutes), (how, "dim"), (by, "warn"), (item.because, "dim")))

    def action_minutes(self) -> None:
        """Go through the minutes at hand: all, 10, 20, 30, 60."""
        self._minutes = (self._minutes + 1) % len(_MINUTES)
        self.fill()

    def action_group(self) -> None:
        """Go through the groupings: none, by theme, by channel."""
        self._group = (self._group + 1) % len(_GROUPS)
        self.fill()

    def action_record(self, state: str) -> None:
        """Record for the row under the cursor."""
        row = self.query_one(Rows).current
        if row:
            acts.record(self, row.id, state)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Open an action."""
        from .action import ActionScreen

        self.app.push_screen(ActionScreen(event.row.id))
