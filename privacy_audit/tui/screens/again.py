"""The look again: what may have changed since the last audit, the ten that matter first."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from ...audit import walk
from ...audit.again import AGAIN, KINDS, Question, counted, summary, to_begin
from ...audit.report import names
from ...audit.rhythm import concerned
from ...dates import long, short
from ...ledger.errors import LedgerError
from ...ledger.moves import SHORT
from ...session import Session
from ...text import count
from .. import acts
from ..rows import Row, Rows
from ..words import Words, joined, plain
from .walk import WalkScreen

#: Reasons whose day belongs into a list.
_DATED = ("back", "lapsed", "unanswered", "unseen")
_LOOK = (
    "Only what may have changed is asked: who came back, whose term ended, who was asked and never seen gone, what a "
    "change in your life touches, and who is new in the catalogue."
)


class AgainScreen(WalkScreen):
    """A walk through what may have changed. What it asks stays as it was when it was opened."""

    HELP = (
        "First why it is time, then each organisation with the reason to look at it, then what to do there. Enter "
        "opens one. In the last pane g records that you saw it gone, m that it came back, a that you asked again, "
        "x that they refused, d that they say it is done. The rest stands folded, theme by theme, behind the ten."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("g", "record('verified')", "Seen gone", id="verified"),
        Binding("m", "record('relisted')", "Came back", id="relisted"),
        Binding("a", "record('asked')", "Asked", id="asked"),
        Binding("d", "record('confirmed')", "Said done", id="confirmed"),
        Binding("x", "record('refused')", "Refused", id="refused"),
    ]

    def __init__(self, session: Session):
        self._found = session.again
        self._asked_about: dict[str, Question] = {one.id: one for one in self._found.questions}
        super().__init__(session, AGAIN, 1)

    def find_stops(self, session: Session) -> list[walk.Stop]:
        """Return the ten that matter and the rest by theme."""
        return walk.again_stops(session.catalog, self._found)

    def where(self) -> str:
        """Return how far one is."""
        return f"look again · {self.stop.number} of {self.stop.of}"

    def below_question(self) -> ComposeResult:
        """Yield the reasons to look at the organisation under the cursor."""
        yield Words(id="reasons", classes="section")

    def hint(self, id: str) -> str:
        """Return the first reason to look at an organisation, in a few words."""
        if id not in self._asked_about:
            return super().hint(id)
        reason = self._asked_about[id].reasons[0]
        since = f", {short(reason.since, self.session.today)}" if reason.kind in _DATED and reason.since else ""
        return KINDS[reason.kind] + since

    def on_rows_highlighted(self, event: Rows.Highlighted) -> None:
        """Say in full why to look at the organisation under the cursor."""
        if event.rows.id == "holders":
            self._show_reasons(event.row.id)

    def _show_reasons(self, id: str) -> None:
        reasons = self._asked_about[id].reasons if id in self._asked_about else ()
        texts = dict.fromkeys(reason.text for reason in reasons)
        self.query_one("#reasons", Words).show(joined(plain(f"· {text}") for text in texts))

    def _fill_holders(self, keep: str | None = None) -> None:
        super()._fill_holders(keep)
        current = self.query_one("#holders", Rows).current
        self._show_reasons(current.id if current else "")

    def asked(self) -> str:
        """Return how many there are and that an answer stays changeable."""
        return f"Look at {count(len(self.stop.ids), 'organisation')}   enter opens one, → shows what to do"

    def _story(self) -> Content:
        found, session = self._found, self.session
        since = f"Your last audit began on {long(found.since.on)}." if found.since else "There was no audit before."
        mine = concerned(session.catalog, session.standing)
        titles = [session.catalog.theme_titles[theme] for theme in found.themes if theme in mine]
        numbers = [f"· {number} {KINDS[kind]}" for kind, number in counted(found.questions).items()]
        begins = "begun" if to_begin(session.catalog, session.standing, session.today) else "gone on with"
        parts = [
            since + (f" It is time for: {', '.join(titles)}." if titles else ""),
            _LOOK,
            f"Now: {summary(found)}." + ("\n" + "\n".join(numbers) if numbers else ""),
            f"Press → and it is {begins}; it can be left at any moment.",
        ]
        return joined([plain(part) for part in parts], "\n\n")

    def _fill_actions(self) -> None:
        keys = [key for id in self.stop.ids if id in self._asked_about for key in self._asked_about[id].keys]
        planned = [item.key for item in self.session.plan if item.organisation.id in set(self.stop.ids)]
        rows = [self._action_row(key) for key in dict.fromkeys([*keys, *planned])]
        self.query_one("#actions", Rows).set_rows([row for row in rows if row])
        self.query_one("#doing-line", Words).show(f"What to look at or to do: {count(len(rows), 'thing')}")

    def _action_row(self, key: str) -> Row | None:
        action = self.session.action_of(key)
        if action is None:
            return None
        name, title = names(self.session.catalog, key)
        state = self.session.standing.state(action.key).status
        return Row(action.key, (f"{name}: {title}", (SHORT[state], "dim"), f"{action.minutes} min"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the recording keys where there are actions."""
        return self._pane == "doing" if action == "record" else super().check_action(action, parameters)

    def action_onward(self) -> None:
        """Begin the audit with the first step; then go on as in every walk."""
        try:
            if self._pane == "story" and self._number == 1:
                self.session.begin_again()
                self.say("")
        except LedgerError as error:
            self.say(str(error), bad=True)
            return
        super().action_onward()

    def action_record(self, state: str) -> None:
        """Record for the action under the cursor."""
        row = self.query_one("#actions", Rows).current
        if row:
            acts.record(self, row.id, state)
