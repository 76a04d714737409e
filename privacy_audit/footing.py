"""What a letter stands on: the law and why it applies, the days, the office, the ways to reach them, the next step."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from .catalog.law import Law, Office
from .catalog.model import Action
from .dates import long, short
from .rights.applicable import FITS, Right, applicable
from .rights.clock import Step, in_words
from .rights.letters.grounds import WANTS
from .session import Session
from .text import clean

if TYPE_CHECKING:
    from .rights.ladder import Rung
    from .rights.letters.letter import History, Letter

#: The ARCO rights of Mexico, by what the same request is called elsewhere.
_ARCO = {
    "arco-acceso": "access", "arco-rectificacion": "correct", "arco-cancelacion": "delete",
    "arco-oposicion": "opt-out",
}  # fmt: skip
_WAITING = ("asked", "acknowledged", "extended")
_SURE = {"yes": "yours here", "probably": "probably yours here", "no": "not yours here"}
_STEP_WORDS = {
    "acknowledgement": "a receipt", "answer": "the answer", "extension": "if they take longer",
    "appeal": "your appeal answered", "complaint": "a complaint",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Way:
    """One way to reach an organisation: "email", "post", "page" or "phone", and whose action names it."""

    sort: str
    address: str
    title: str = ""
    unchecked: bool = False


@dataclass(frozen=True)
class Footing:
    """What one letter of one person stands on. `steps` count from `since`, or from today when it is not sent yet."""

    law: Law | None
    right: Right | None
    steps: tuple[Step, ...]
    since: date | None
    status: str
    today: date
    takes_days: int | None = None
    offices: tuple[Office, ...] = ()

    @property
    def office(self) -> Office | None:
        """Who hears a complaint: the law's office, or where it has none the consumer office of the place."""
        own = self.law.regulator if self.law else None
        return own if own and own.takes_complaints else next(iter(self.offices), None)

    @property
    def cited(self) -> str:
        """The law with the section of the right."""
        if self.law is None:
            return ""
        section = self.right.terms.section if self.right else None
        return f"{self.law.name} ({section or self.law.citation})"

    @property
    def sure(self) -> str:
        """Whether the law is the person's, in two or three words."""
        return _SURE[self.right.applies] if self.right else ""

    @cached_property
    def why(self) -> str:
        """Why the law applies; without one, what the letter is instead."""
        if self.right:
            return self.right.why
        if self.law:
            return "The letter rests on it; which of its rights this is, the program does not know."
        return "No law of yours was found behind this: the letter asks politely and claims nothing. Many agree anyway."

    def days(self) -> list[tuple[str, str]]:
        """Return for each date its words and the date with its rule; one line without dates where no law sets any."""
        found = [(_STEP_WORDS.get(step.name, step.name), _by(step, self.since, self.today)) for step in self.steps]
        terms = self.right.terms if self.right else None
        if terms and terms.appeal_days and not any(step.name == "appeal" for step in self.steps):
            found.append(("an appeal", f"answered within {in_words(terms.appeal_days, terms.appeal_kind)}"))
        if not any(step.name in ("answer", "extension") for step in self.steps) and self.status != "refused":
            usual = f"; they take about {in_words(self.takes_days, 'calendar')}" if self.takes_days else ""
            found.insert(0, ("the answer", ("the law sets no days" if self.law else "no law sets days") + usual))
        return found

    def days_in_brief(self) -> str:
        """Return the dates that matter in one line."""
        today = self.today
        if self.status == "refused":
            begun = "they refused"
        else:
            begun = f"asked {short(self.since, today)}" if self.since else "if sent today"
        gone = {step.name: " (passed)" if step.on < today else "" for step in self.steps}
        on = {step.name: short(step.on, today) + gone[step.name] for step in self.steps}
        if gone.get("answer"):
            on.pop("extension", None)
        words = {
            "acknowledgement": "a receipt by {}", "answer": "an answer by {}", "extension": "{} if they take longer",
            "appeal": "your appeal answered by {}", "complaint": "complain by {}",
        }  # fmt: skip
        parts = [words.get(name, name + " {}").format(day) for name, day in on.items()]
        parts = parts or [value if name == "the answer" else f"{name}: {value}" for name, value in self.days()]
        return f"{begun}: {', '.join(parts)}" if parts else begun


def footing(session: Session, action: Action, letter: "Letter") -> Footing:
    """Return what a letter stands on: the law that it names, not every law that might help."""
    law = session.catalog.laws.get(letter.law)
    right = _right(session, action, letter)
    state = session.standing.state(action.key)
    since = state.asked_on if state.status in (*_WAITING, "refused") else None
    return Footing(
        law, right, _steps(session, action, right), since, state.status, session.today, action.takes_days,
        offices_near(session),
    )  # fmt: skip


def offices_near(session: Session) -> tuple[Office, ...]:
    """Return where people of this person's state or province complain, or where it has no office, of the country."""
    catalog, region = session.catalog, session.person.region
    country = catalog.offices(region[:2])
    return tuple(office for office in catalog.offices(region) if office not in country) or country


def _right(session: Session, action: Action, letter: "Letter") -> Right | None:
    """Return the right of the letter's law that it uses; the nearest to what it asks."""
    if not letter.law or action.organisation not in session.catalog:
        return None
    organisation = session.catalog.get(action.organisation)
    kind = _ARCO.get(letter.kind, letter.kind)
    wanted = [*WANTS.get(kind, ()), *FITS.get(kind, ()), *FITS.get(action.do, ())]
    found = applicable(session.catalog, session.person.region, organisation, session.today)
    of_law = [one for one in found if one.law.id == letter.law and one.right in wanted]
    return min(of_law, key=lambda one: (_unlikely(one), wanted.index(one.right)), default=None)


def _unlikely(one: Right) -> tuple[bool, bool]:
    """Order rights of one law: those that do not apply, or in a special case only, come last."""
    return one.applies == "no", bool(one.terms.only_after) or one.terms.duty


def _steps(session: Session, action: Action, right: Right | None) -> tuple[Step, ...]:
    """Return the dates that still lie ahead in the life of a request, by the law behind it."""
    if right is None:
        return ()
    from .rights import clock

    state, place = session.standing.state(action.key), right.law.jurisdiction
    if state.status == "refused" and state.day:
        appealed = taken_out(session, action).get("appeal")
        found = [clock.appeal(right.terms, appealed, place) if appealed else None]
        found.append(clock.complaint(right.office, state.day, place) if right.office else None)
        return tuple(step for step in found if step)
    waiting = state.status in _WAITING and state.asked_on is not None
    asked = state.asked_on if waiting and state.asked_on else session.today
    past = {"acknowledged": ("acknowledgement",), "extended": ("acknowledgement", "answer")}
    skipped = (*past.get(state.status, ()), "appeal")
    steps = clock.steps(right.terms, right.office, asked, place, action.via)
    return tuple(step for step in steps if step.name not in skipped)


def _by(step: Step, since: date | None, today: date) -> str:
    """Return a date with its rule; of a letter that is not sent yet the rule does not say that it was."""
    rule = step.rule if since else step.rule.replace(", when you asked", "")
    gone = ", which has passed" if step.on < today else ""
    anew = "; a new request starts new days" if gone and step.name == "complaint" else ""
    return f"by {long(step.on)}{gone} ({rule}{anew})"


# The ladder


def late(session: Session, action: Action) -> bool:
    """Whether the day of the answer has passed."""
    entries = (entry for entry in session.due_entries if entry.key == action.key)
    return any(entry.kind == "answer-expected" and entry.on < session.today for entry in entries)


def taken_out(session: Session, action: Action) -> dict[str, date]:
    """Return the kinds of letter taken out of the program since the person last asked, each with its latest day."""
    found: dict[str, date] = {}
    for event in _events(session, action):
        if event.kind == "record" and event.data.get("state") == "asked":
            found = {}
        elif event.kind == "letter":
            found[event.data["kind"]] = date.fromisoformat(event.data["on"])
    return found


def reason_note(session: Session, action: Action) -> str:
    """Return the note kept with the last refusal, or after it, that says why: "They said: …"; else ""."""
    from .rights.ladder import SAID

    note = ""
    for event in _events(session, action):
        if event.data.get("state"):
            note = ""
        told = event.data.get("note", "")
        if told.startswith(SAID):
            note = told
    return note


def rungs(session: Session, action: Action, language: str | None = None) -> "list[Rung]":
    """Return the letters that come next, those that can be written here alone; their right is the request's."""
    from .correspondence import consumer_office
    from .rights.ladder import ladder, refusal_of
    from .rights.letters.kinds import KINDS

    state = session.standing.state(action.key)
    refusal = refusal_of(reason_note(session, action)) if state.status == "refused" else ""
    right = request_right(session, action)
    taken, consumer = taken_out(session, action), consumer_office(session.catalog, session.person.region)
    found = ladder(state.status, late(session, action), refusal, taken, right, {"request", *KINDS}, consumer)
    return [rung for rung in found if can_write(session, action, rung.kind, language)]


def request_right(session: Session, action: Action) -> Right | None:
    """Return the right that the request itself rests on."""
    from .catalog.catalog import CatalogError
    from .correspondence import write

    try:
        return _right(session, action, write(session, action))
    except CatalogError:
        return None


def can_write(session: Session, action: Action, kind: str, language: str | None = None) -> bool:
    """Whether a letter of this kind can be written for an action."""
    from .catalog.catalog import CatalogError
    from .correspondence import write

    try:
        write(session, action, kind, language)
    except CatalogError:
        return False
    return True


def history(session: Session, action: Action, reason: str = "", reference: str = "", **told: date | None) -> "History":
    """Return what happened before a letter, with their reason in the person's words and the reminder that was sent."""
    from .correspondence import history_of
    from .rights.ladder import own_words

    found = history_of(session, action, reference, reason or own_words(reason_note(session, action)), **told)
    sent = [event.data["on"] for event in _events(session, action) if _was_sent(event)]
    return replace(found, followed_up=date.fromisoformat(sent[-1])) if sent else found


def _was_sent(event) -> bool:
    return event.kind == "letter" and event.data.get("kind") == "follow-up" and event.data.get("channel") == SENT


#: The channel under which is kept that the person says to have sent a letter.
SENT = "sent by you"


def _events(session: Session, action: Action) -> list:
    events = session.ledger.standing_events(session.person.id, action.organisation)
    return [event for event in events if event.action == action.id]


# The ways to reach them


def ways(session: Session, action: Action) -> list[Way]:
    """Return every way to reach the organisation, this action's first, then those that its other actions name."""
    one = session.catalog.get(action.organisation)
    others = [other for other in one.actions if other.id != action.id]
    found: dict[tuple[str, str], Way] = {}
    for other in (action, *others):
        for sort in ("email", "post", "url", "phone"):
            address = getattr(other, sort)
            if address:
                found.setdefault((sort, address), _way(other, sort, address))
    return list(found.values())


def sent_to(action: Action, way: Way) -> Action:
    """Return the action with the address of another way, for a letter that goes there."""
    if way.sort == "email":
        return replace(action, email=way.address)
    return replace(action, post=way.address, email=None) if way.sort == "post" else action


def addressed(action: Action, to: str | None) -> Action:
    """Return the action with an address that the person gave: an e-mail address or a postal one."""
    address = clean(to or "", 300)
    if not address:
        return action
    return sent_to(action, Way("email" if "@" in address else "post", address))


def _way(action: Action, sort: str, address: str) -> Way:
    return Way("page" if sort == "url" else sort, address, action.title, action.unchecked)
