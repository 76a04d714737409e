"""Home: who holds you, what is due, what they did, and what to do next."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content

from ...audit import due as dues
from ...audit.again import running
from ...audit.counts import ThemeCount, total
from ...catalog.model import VIA_WORDS
from ...dates import relative
from ...ledger import copies
from ...text import count, cut
from ..page import Page
from ..rows import Column, Row, Rows
from ..words import MUTED, Words, joined, plain

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_NUMBERS = ("known", "presumed", "asked", "done", "gone")


class HomeScreen(Page):
    """The first screen of every visit."""

    HELP = (
        "Known: you said that they hold you. Presumed: they hold nearly everyone where you live. "
        "Asked, said done, seen gone: how many of them you asked, say that it is done, and were seen gone by you."
    )
    HORIZONTAL_BREAKPOINTS: ClassVar[list[tuple[int, str]]] = [(0, "-narrow"), (110, "-wide")]
    VERTICAL_BREAKPOINTS: ClassVar[list[tuple[int, str]]] = [(0, "-short"), (30, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "app.go('walk')", "Walk", id="walk"),
        Binding("a", "look_again", "Look again", id="again"),
        Binding("t", "app.go('todo')", "To do", id="todo"),
        Binding("d", "app.go('due')", "Due", id="due"),
        Binding("p", "app.go('packs')", "Packs", id="packs"),
        Binding("h", "app.go('history')", "History", id="history"),
        Binding("s", "app.go('yourself')", "Search yourself", show=False, id="yourself"),
        Binding("r", "app.go('record')", "Their record", show=False, id="record"),
        Binding("e", "app.go('export')", "Export", id="export"),
        Binding("c", "app.go('life')", "Something changed", show=False, id="life"),
        Binding("m", "app.go('care')", "Care of the record", show=False, id="care"),
        Binding("n", "app.go('network')", "Network", id="network"),
        Binding("o", "app.go('people')", "Another person", show=False, id="people"),
        Binding("g", "merge", "Merge", id="merge"),
        Binding("u", "app.undo", "Undo", show=False, id="undo_here"),
        Binding("escape,b", "none", show=False, id="back"),
    ]

    #: Conflict copies that a sync tool left beside the ledger.
    _copies: Sequence[copies.Copy] = ()

    def body(self) -> ComposeResult:
        """Yield the table of themes, what is due, and the next actions."""
        columns = [
            Column("WHO HOLDS YOU"),
            *(Column(name, 9, right=True) for name in ("known", "presumed", "asked", "said done", "seen gone")),
        ]
        with Container(id="home"):
            yield Rows(columns, id="themes")
            yield Words(id="due")
        yield Words(id="next-line")
        nothing = "Nothing to do now. Press w to go through who may hold you."
        yield Rows([Column(""), Column("", 7, right=True), Column("", 14)], empty=nothing, id="next")

    def on_mount(self) -> None:
        """Start at what to do next."""
        super().on_mount()
        self.query_one("#next", Rows).focus()
        self.call_after_refresh(self._look_beside)

    def on_resize(self) -> None:
        """Say more of what is due where there is room."""
        self._show_due()

    def fill(self) -> None:
        """Show the present state."""
        session = self.session
        if self._copies:
            self.call_after_refresh(self._look_beside)
        self.title_line(
            "privacy-audit", f"{session.catalog.regions.name(session.person.region)} · {self._audit_words()}"
        )
        counts = session.counts
        rows = [Row(row.theme, (row.title, *_numbers(row))) for row in counts]
        whole = total(counts)
        rows.append(Row("total", (whole.title, *(str(getattr(whole, name)) for name in _NUMBERS)), heading=True))
        self.query_one("#themes", Rows).set_rows(rows)
        self._show_due()
        plan = session.plan
        minutes = sum(item.action.minutes for item in plan[:3])
        line = f"NEXT, about {count(minutes, 'minute')}" if plan else "NEXT"
        more = f"   {count(len(plan), 'thing')} to do in all" if len(plan) > 3 else ""
        self.query_one("#next-line", Words).show(Content.assemble((line, "bold"), (more, MUTED)))
        self.query_one("#next", Rows).set_rows(
            [
                Row(
                    item.key,
                    (
                        f"{item.organisation.name}: {item.action.title}",
                        f"{item.action.minutes} min",
                        (VIA_WORDS.get(item.action.via, ""), "dim"),
                    ),
                )
                for item in plan[:30]
            ]
        )

    def _show_due(self) -> None:
        words = self.query_one("#due", Words)
        words.show(self._due_column() if self.app.size.width >= 110 else self._due_line())

    def _due_line(self) -> Content:
        session = self.session
        entries = session.due()
        if not entries:
            later = next((entry for entry in session.due_entries if entry.on > session.today), None)
            text = (
                f"{relative(later.on, session.today)}: {dues.in_brief(session.catalog, later, session.today)}"
                if later
                else "nothing yet; dates come with what you record"
            )
            return Content.assemble(("DUE  ", "bold"), plain(text, MUTED))
        more = f"   and {len(entries) - 1} more: d" if len(entries) > 1 else ""
        first = dues.in_brief(session.catalog, entries[0], session.today)
        return Content.assemble(("DUE  ", "bold"), plain(cut(first, 56), "$text-warning"), (more, MUTED))

    def _due_column(self) -> Content:
        session = self.session
        now = session.due()
        later = [entry for entry in session.due_entries if entry.on > session.today]
        room = max(16, self.app.size.width - 92)
        shown = [("now", entry, "$text-warning") for entry in now[:6]]
        shown += [(relative(entry.on, session.today), entry, "") for entry in later[: 9 - len(shown)]]
        lines = [Content.styled("DUE", "bold")]
        for when, entry, style in shown:
            what = dues.in_brief(session.catalog, entry, session.today)
            lines.append(plain(f"{when:<12}{cut(what, room)}", style))
        if not now and not later:
            lines.append(plain("Nothing yet: dates come with what you record.", MUTED))
        hidden = len(now) + len(later) - (len(lines) - 1)
        if hidden > 0:
            lines.append(plain(f"{count(hidden, 'more date')}: d", MUTED))
        did = session.they_did
        lines += [
            Content(""),
            Content.styled("THEY DID", "bold"),
            plain(f"{did.late} late now · {did.refused} refused · {did.came_back} came back"),
        ]
        return joined(lines)

    def _audit_words(self) -> str:
        audits = self.session.standing.audits
        if not audits:
            return "no walk yet"
        last = audits[-1]
        number = _ORDINALS[last.number - 1] if last.number <= len(_ORDINALS) else f"{last.number}th"
        return f"{number} audit, day {(self.session.today - last.on).days + 1}"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to look again when it is time, and while it is gone on with; to merge when there is a copy."""
        if action == "look_again":
            return self._time_to_look()
        return bool(self._copies) if action == "merge" else True

    def _look_beside(self) -> None:
        """Say so when a sync tool left a conflict copy beside the ledger that holds something more."""
        had = self._copies
        self._copies = [copy for copy in copies.beside(self.session.ledger) if copy.events]
        if self._copies:
            self.say(f"g merges a conflict copy that has {self._copies[0].words}.")
        elif had:
            self.say("")
        self.refresh_bindings()

    def _time_to_look(self) -> bool:
        session = self.session
        due = any(entry.kind == "re-audit" for entry in session.due())
        return due or bool(running(session.standing, session.today))

    def action_look_again(self) -> None:
        """Go through what may have changed."""
        self.app.action_go("again")

    def action_merge(self) -> None:
        """Bring the conflict copy in."""
        self.app.action_go("merge")

    def action_none(self) -> None:
        """Home has no screen before it."""

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Open the theme or the action under the cursor."""
        if event.rows.id == "themes":
            from .walk import WalkScreen

            self.app.push_screen(WalkScreen.at_theme(self.session, event.row.id))
        else:
            from .action import ActionScreen

            self.app.push_screen(ActionScreen(event.row.id))


def _numbers(row: ThemeCount) -> list:
    values = [(name, getattr(row, name)) for name in _NUMBERS]
    styles = {"presumed": "dim", "done": "", "gone": "good"}
    return [(str(value), styles.get(name, "")) if value else ("·", "dim") for name, value in values]
