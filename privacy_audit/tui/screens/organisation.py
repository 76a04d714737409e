"""One organisation: what it holds, what it makes of people, and what can be done."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from ... import folders
from ...audit.official import facts
from ...audit.reach import reach
from ...audit.report import ReportLine, done_lines
from ...audit.returns import back_in_words
from ...audit.scorecard import card_of, in_words
from ...audit.standing import actions_for, holding, open_to
from ...breaches.beside import leaked
from ...catalog.model import Organisation
from ...dates import as_known, long
from ...ledger.moves import SHORT
from .. import acts, outside
from ..page import Page
from ..rows import Column, Row, Rows
from ..words import MUTED, Fact, Facts


class OrganisationScreen(Page):
    """Facts above, actions below."""

    HELP = "Enter opens an action. y n u o say whether this organisation holds you. Space reads on in the facts."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer('yes')", "Yes", id="yes"),
        Binding("n", "answer('no')", "No", id="no"),
        Binding("u", "answer('unsure')", "Not sure", id="unsure"),
        Binding("o", "answer('past')", "Once", id="once"),
        Binding("p", "page", "Its page", id="page"),
        Binding("r", "rights", "Rights", id="rights"),
        Binding("s", "see", "See yourself there", id="see"),
        Binding("t", "record", "Their record", id="record"),
        Binding("space", "read_on", "Read on", show=False, id="read_on"),
    ]

    def __init__(self, id: str):
        super().__init__()
        self._organisation_id = id

    @property
    def organisation(self) -> Organisation:
        """The organisation shown."""
        return self.session.catalog.get(self._organisation_id)

    def body(self) -> ComposeResult:
        """Yield facts and actions."""
        with VerticalScroll(id="facts", can_focus=False):
            yield Facts(id="facts-words")
        yield Rows(
            [Column("WHAT YOU CAN DO"), Column("", 10), Column("", 7, right=True), Column("", 34)],
            empty="There is nothing to do here.",
            id="actions",
        )

    def on_mount(self) -> None:
        """Start at the actions."""
        super().on_mount()
        self.query_one(Rows).focus()

    def fill(self) -> None:
        """Show the organisation as it stands to the person."""
        session, one = self.session, self.organisation
        held = holding(session.catalog, session.standing, one.id)
        self.title_line(one.name, {"": "not answered yet"}.get(held, f"holds you: {acts.MARKS[held]}"))
        self.query_one(Facts).show_facts(self._facts(one))
        rows = []
        for action in actions_for(session.catalog, one, session.standing):
            state = session.standing.state(action.key)
            why = f"only when {action.when}" if action.when else ""
            through = reach(session.catalog, session.standing, action) if state.status == "open" else None
            if through:
                why = f"{SHORT[through.status]} through {through.by}"
            if not open_to(action, session.person.region):
                why = "not for people of your region"
            rows.append(
                Row(
                    action.key,
                    (action.title, (SHORT[state.status], "dim"), f"{action.minutes} min", (why, "dim")),
                )
            )
        self.query_one(Rows).set_rows(rows)

    def _facts(self, one: Organisation) -> list[Fact]:
        history = enumerate(self._history(one))
        return [
            Fact("Closed", as_known(one.closed) if one.closed else ""),
            Fact("Now", self._now(one)),
            Fact("Holds", ", ".join(one.holds)),
            Fact("Makes of it", one.scores or ""),
            Fact("Careful", one.caution or "", "$text-warning"),
            Fact("To see it", one.find.how or ""),
            Fact("Its page", acts.amiss(self.session, self._page()), "$text-warning"),
            Fact("Run by", one.legal_name or ""),
            Fact("Part of", one.parent or ""),
            Fact("Reaches too", ", ".join(one.brands)),
            Fact("Same owner", self._family(one)),
            Fact("Reached by", self._covered_by(one)),
            Fact("California", self._drop(one)),
            Fact("Leaked", leaked(self.session.catalog, one.id, folders.public()), "$text-warning"),
            Fact("Came back", self._came_back(one), "$text-warning"),
            Fact("Their record", self._their_record()),
            *(Fact(name, text) for name, text in facts(self.session.catalog, one.id)),
            *(Fact("You" if number == 0 else "", _line(line)) for number, line in history),
            Fact("Source", _source(one), MUTED),
        ]

    def _now(self, one: Organisation) -> str:
        catalog = self.session.catalog
        at = f" See {catalog.get(one.now_at).name}." if one.now_at and one.now_at in catalog else ""
        return (one.now or "") + at

    def _drop(self, one: Organisation) -> str:
        if self.session.person.region != "US-CA":
            return ""
        words = {"yes": "the one request (DROP) reaches it", "no": "the one request (DROP) does not reach it"}
        return " · ".join(filter(None, (words.get(one.drop_reaches or ""), one.drop_why)))

    def _came_back(self, one: Organisation) -> str:
        return "; ".join(back_in_words(back) for back in self.session.returns if back.organisation == one.id)

    def _family(self, one: Organisation) -> str:
        catalog = self.session.catalog
        known = [catalog.get(id).name if id in catalog else id for id in one.family]
        return ", ".join(known) + " (each needs its own request)" if known else ""

    def _covered_by(self, one: Organisation) -> str:
        catalog, region = self.session.catalog, self.session.person.region
        keys = [key for key in catalog.covered_by(one.id) if catalog.may_hold(key.partition("/")[0], region)]
        return ", ".join(dict.fromkeys(catalog.get(key.partition("/")[0]).name for key in keys))

    def _history(self, one: Organisation) -> list[ReportLine]:
        events = self.session.ledger.standing_events(self.session.person.id, one.id)
        return done_lines(self.session.catalog, events)[:6]

    def action_answer(self, said: str) -> None:
        """Record whether it holds the person."""
        if acts.answer(self, self._organisation_id, said):
            self.fill()

    def action_page(self) -> None:
        """Open the page where a person sees what it holds."""
        self.say(outside.open_page(self.app, self._page()))

    def _page(self) -> str | None:
        one = self.organisation
        return one.find.url or (f"https://{one.domains[0]}/" if one.domains else None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to look for oneself where the address of a listing is known, and their record where there is one."""
        if action == "record":
            return bool(self._their_record())
        return bool(self.organisation.find.template) if action == "see" else True

    def action_rights(self) -> None:
        """Show which laws the person may use here."""
        from .rights import RightsScreen

        self.app.push_screen(RightsScreen(self._organisation_id))

    def action_record(self) -> None:
        """Show each request and how they answered it."""
        from .record import RecordOfScreen

        self.app.push_screen(RecordOfScreen(self._organisation_id))

    def _their_record(self) -> str:
        """Return how the organisation behaved, in words; empty where nothing was asked and nothing came back."""
        session, one = self.session, self.organisation
        log = [session.ledger.standing_events(session.person.id, id) for id in (*one.formerly, one.id)]
        events = [event for part in log for event in part]
        card = card_of(session.catalog, session.person.region, events, session.today, one.id)
        return in_words(card) if card.asked or card.came_back or card.refused else ""

    def action_see(self) -> None:
        """Fill in the address of one's own listing and show it."""
        from .yourself import YourselfScreen

        self.app.push_screen(YourselfScreen(self._organisation_id))

    def action_read_on(self) -> None:
        """Scroll the facts; from the end back to the start."""
        facts = self.query_one("#facts", VerticalScroll)
        if facts.scroll_y >= facts.max_scroll_y:
            facts.scroll_home(animate=False)
        else:
            facts.scroll_page_down(animate=False)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Open an action."""
        from .action import ActionScreen

        self.app.push_screen(ActionScreen(event.row.id))


def _line(line: ReportLine) -> str:
    more = " · ".join(filter(None, (line.reference, line.note)))
    return f"{long(line.on)}: {line.title}, {line.state}" + (f" ({more})" if more else "")


def _source(one: Organisation) -> str:
    source = one.newest_source
    first = source.url or source.note if source else None
    own = "added by you" if one.own else None
    return " · ".join(
        filter(None, (first, f"last checked {as_known(one.checked)}", f"confidence {one.confidence}", own))
    )
