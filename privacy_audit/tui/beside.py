"""What stands beside a letter: law, days, office, what it discloses, the next step; in a few lines or whole."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from ..footing import Footing, Way
from ..rights.ladder import Rung
from ..rights.letters.kinds import KINDS
from ..rights.letters.letter import Letter
from ..text import clean, cut
from .words import MUTED, Fact, Facts

WARN = "$text-warning"
WAY_WORDS = {"email": "E-mail", "post": "Post", "page": "Their page", "phone": "Phone"}


class Beside(VerticalScroll):
    """The facts beside a letter. In a narrow window they are a few lines above it, each cut to fit."""

    def __init__(self, *, id: str | None = None):
        super().__init__(id=id)
        self._brief: Sequence[Fact] = ()
        self._whole: Sequence[Fact] = ()
        self.in_brief = False

    def compose(self) -> ComposeResult:
        """Yield the facts."""
        yield BesideFacts(id="beside-words")

    def show(self, brief: Sequence[Fact], whole: Sequence[Fact]) -> None:
        """Show these facts."""
        self._brief, self._whole = brief, whole
        self.lay_out()

    def lay_out(self) -> None:
        """Show the few lines or all, as there is room."""
        facts = self.query_one(BesideFacts)
        facts.in_lines = self.in_brief
        facts.show_facts(self._brief if self.in_brief else self._whole)


class BesideFacts(Facts):
    """Named facts in a narrow column; with `in_lines` each has one line, cut where it is longer."""

    NAME = 11
    in_lines = False

    def _lines(self, fact: Fact, width: int):
        value = cut(clean(fact.value, 400), width - 1) if self.in_lines else fact.value
        return super()._lines(Fact(fact.name, value, fact.style), width)


def in_brief(ground: Footing, letter: Letter, told: str, gaps: str) -> list[Fact]:
    """Return the facts for a few lines."""
    law = f"{ground.sure}: {ground.cited}" if ground.sure else ground.cited
    return [
        Fact("Law", law or "none found: it asks politely and claims nothing"),
        Fact("Days", ground.days_in_brief()),
        Fact("Complaint", _office_in_brief(ground, letter)),
        Fact("Discloses", told or "nothing of yours yet"),
        Fact("Gaps", gaps and f"{gaps} (i fills them in)", WARN),
        Fact("Send to", "" if has_address(letter) else "no e-mail or postal address is known: n", WARN),
    ]


def whole(ground: Footing, letter: Letter, told: str, gaps: str, next_steps: list[Rung]) -> list[Fact]:
    """Return all facts."""
    days = [
        Fact("Days" if not number else "", f"{name}: {value}") for number, (name, value) in enumerate(ground.days())
    ]
    if ground.steps:
        when = "counted from the day you asked" if ground.since else "if you send it today"
        when = "counted from the refusal" if ground.status == "refused" else when
        days.append(Fact("", f"Estimates, {when}.", MUTED))
    said = ground.why if ground.right else "claims nothing"
    more = [note for note in letter.notes if said not in note]
    notes = [Fact("Note" if not number else "", note) for number, note in enumerate(more)]
    return [
        Fact("Law", ground.cited or "none"),
        Fact("Yours?" if ground.right else "", f"{ground.sure}. {ground.why}" if ground.right else ground.why),
        *days,
        Fact("Discloses", told or "nothing of yours yet"),
        Fact("Gaps", gaps and f"{gaps} (i fills them in)", WARN),
        *_to(letter),
        *_office(ground, letter),
        *_next(next_steps),
        *notes,
    ]


def has_address(letter: Letter) -> bool:
    """Whether the letter knows where to go: an e-mail address, or more than a name for the envelope."""
    return bool(letter.email) or len(letter.to) > 1 or letter.kind == "complaint"


def way_words(way: Way) -> str:
    """Return a way to reach them with whose it is."""
    mark = " (unchecked)" if way.unchecked else ""
    return f"{WAY_WORDS[way.sort]}: {way.address}{mark}"


def _to(letter: Letter) -> list[Fact]:
    if letter.email:
        return [Fact("Send to", letter.email)]
    if has_address(letter):
        return [Fact("Send to", ", ".join(letter.to))]
    return [Fact("Send to", "No e-mail or postal address of theirs is known for this. n shows the other ways.", WARN)]


def _office(ground: Footing, letter: Letter) -> list[Fact]:
    office = ground.office
    if office is None:
        return [Fact("Complaint", "no office is known for this")]
    keys = "o opens its page" if office.complaint_url else "it has no page"
    if letter.kind != "complaint" and letter.law:
        keys += " · j writes the complaint"
    return [
        Fact("Complaint", ", ".join(filter(None, (office.name, office.phone)))),
        Fact("", office.complaint_url or office.post or "", MUTED),
        Fact("", keys, MUTED),
    ]


def _office_in_brief(ground: Footing, letter: Letter) -> str:
    """Return the keys before the office's name, which may be cut."""
    office = ground.office
    if office is None:
        return ""
    page = "o its page" if office.complaint_url else ""
    text = "j the letter" if letter.law and letter.kind != "complaint" else ""
    keys = ", ".join(filter(None, (page, text)))
    return f"{keys}: {office.name}" if keys else office.name


def _next(next_steps: list[Rung]) -> list[Fact]:
    """Return the next letters; y takes the first of them."""
    facts = []
    for number, rung in enumerate(next_steps):
        title = KINDS[rung.kind].title if rung.kind in KINDS else "The request"
        facts.append(Fact("Next" if not number else "", f"{title}. {rung.why}"))
    return facts
