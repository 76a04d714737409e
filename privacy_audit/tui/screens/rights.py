"""Which laws a person may use against an organisation: why, by when they must answer, where to complain."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from ...rights.applicable import Right, applicable, notes
from ...text import count
from .. import outside
from ..page import Page
from ..words import MUTED, Words, joined, plain

_SURE = {"yes": "You may use", "probably": "You may probably use", "no": "Not for you here"}


class RightsScreen(Page):
    """Every law that matters here, the strongest first, with its reason."""

    HELP = "What applies comes first, what does not comes last with the reason. o opens the complaint office's page."
    BINDINGS: ClassVar[list[BindingType]] = [Binding("o", "office", "Complaint office", id="office")]

    def __init__(self, organisation: str):
        super().__init__()
        self._organisation_id = organisation

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
        self.query_one("#rights", Words).show(joined([*said, *map(_law, groups.values())], "\n\n"))

    def action_office(self) -> None:
        """Open the page of the office that hears complaints under the strongest law that applies."""
        offices = [right.office for right in self._found if right.applies != "no" and right.office]
        url = next((office.complaint_url for office in offices if office.complaint_url), None)
        self.say(outside.open_page(self.app, url) if url else "No office is known for this.", bad=not url)


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
    days = right.terms.respond_days
    if not days:
        return ""
    kind = "business day" if right.terms.day_kind == "business" else "day"
    more = right.terms.extension_days
    return f": answer within {count(days, kind)}" + (f", {more} more if they say so" if more else "")
