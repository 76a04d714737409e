"""Which laws a person may use against an organisation: why, by when they must answer, where to complain."""

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from ... import footing
from ...catalog.law import Office
from ...catalog.model import Action
from ...ledger.moves import WAITING
from ...rights.applicable import Right, applicable, helps, notes
from ...rights.clock import term_in_words
from ...session import Session
from .. import outside
from ..page import Page
from ..words import MUTED, Words, joined, plain

_SURE = {"yes": "You may use", "probably": "You may probably use", "no": "Not for you here"}


class RightsScreen(Page):
    """Every law that matters here, the strongest first, with its reason."""

    HELP = (
        "What applies comes first, what does not comes last with the reason. o opens the complaint office's page; "
        "j writes the complaint to it."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o,h", "office", "Complaint office", id="office"),
        Binding("j", "complain", "Write the complaint", id="complain"),
    ]

    def __init__(self, organisation: str, key: str = ""):
        super().__init__()
        self._organisation_id, self._key = organisation, key

    def body(self) -> ComposeResult:
        """Yield the text."""
        with VerticalScroll(id="text"):
            yield Words(id="rights")
        yield Words("Days are estimates. This is information, not legal advice.", classes="line muted")

    def on_mount(self) -> None:
        """Let the arrow keys scroll."""
        super().on_mount()
        self.query_one("#text").focus()

    def fill(self) -> None:
        """Show what applies."""
        session = self.session
        one = session.catalog.get(self._organisation_id)
        region = session.person.region
        self.title_line(f"{one.name} · Your rights", session.catalog.regions.name(region))
        self._found = applicable(session.catalog, region, one, session.today)
        said = [plain(note) for note in notes(session.catalog, region, one, self._found, session.today)]
        groups: dict[tuple, list[Right]] = {}
        for right in self._found:
            groups.setdefault((right.law.id, right.applies, right.why), []).append(right)
        near = [] if one.kind == "habit" or helps(self._found) else [_offices(footing.offices_near(session))]
        self.query_one("#rights", Words).show(joined([*said, *map(_law, groups.values()), *filter(None, near)], "\n\n"))

    def action_office(self) -> None:
        """Open the page of the office that hears complaints: about the action one came from, or by the first law."""
        action = self.session.action_of(self._key) if self._key else None
        if action:
            self.say(*office_page(self.app, self.session, action))
            return
        offices = [right.office for right in self._found if right.applies != "no" and right.office]
        self.say(*_opened(self.app, [*offices, *footing.offices_near(self.session)]))

    def action_complain(self) -> None:
        """Write the complaint: about the action one came from, or about the request that waits or was refused."""
        from .letter import LetterScreen

        action = self._complained_of()
        if action and footing.can_write(self.session, action, "complaint"):
            self.app.push_screen(LetterScreen(action.key, "complaint"))
        else:
            self.say(
                "No request of yours under a law with an office is known here. o opens the office's page.", bad=True
            )

    def _complained_of(self) -> Action | None:
        """Return the action to complain about: that one came from, else the one that waits or was refused."""
        if self._key:
            return self.session.action_of(self._key)
        standing, actions = self.session.standing, self.session.catalog.get(self._organisation_id).actions
        asked = (one for one in actions if standing.state(one.key).status in (*WAITING, "refused"))
        return next(asked, None)


def office_page(app: App, session: Session, action: Action) -> tuple[str, bool]:
    """Open the page of the office for one action; return what to tell the person, and whether it is bad news."""
    right = footing.request_right(session, action)
    offices = [right.office] if right and right.office else []
    return _opened(app, [*offices, *footing.offices_near(session)])


def _opened(app: App, offices: list[Office]) -> tuple[str, bool]:
    office = next((office for office in offices if office.complaint_url), None)
    if office is None:
        return "No office with a page is known for this.", True
    return f"{office.name} · {outside.open_page(app, office.complaint_url)}", False


def _offices(offices: tuple[Office, ...]) -> Content | None:
    """Where people complain when no law helps."""
    if not offices:
        return None
    lines = [plain("Where people complain", "bold")]
    for office in offices:
        covers = f" ({office.covers})" if office.covers else ""
        lines.append(plain("· " + ", ".join(filter(None, (office.name, office.phone))) + covers))
        lines += [plain(f"  {office.complaint_url}", MUTED)] if office.complaint_url else []
    return joined(lines)


def _law(group: list[Right]) -> Content:
    law, office = group[0].law, group[0].office
    style = MUTED if group[0].applies == "no" else ""
    lines = [
        plain(f"{_SURE[group[0].applies]}: {law.name} ({law.citation})", style or "bold"),
        plain(group[0].why, style),
    ]
    if group[0].applies == "no":
        return joined(lines)
    lines += [plain(f"· {right.title}{_days(right)}") for right in group]
    if office:
        lines.append(plain("Complain to: " + ", ".join(filter(None, (office.name, office.phone))), MUTED))
    return joined(lines)


def _days(right: Right) -> str:
    """Return the section and how long an answer may take, in words."""
    section = f" [{right.terms.section}]" if right.terms.section else ""
    return f"{section}: {term_in_words(right.terms)}" if right.terms.respond_days else section
