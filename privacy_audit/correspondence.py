"""Letters of one person's audit: what the ledger knows goes into them, and what they disclosed goes into the ledger."""

from datetime import date
from typing import TYPE_CHECKING

from .catalog.model import Action
from .session import Session
from .text import clean

if TYPE_CHECKING:
    from .rights.letters.letter import History, Letter


def history_of(
    session: Session, action: Action, reference: str = "", reason: str = "", **told: date | None
) -> "History":
    """Return what happened before a letter: as told (sent, received, refused), else as recorded.

    Notes are the person's own and stay out of letters.
    """
    from .rights.letters.letter import History

    recorded = session.standing.state(action.key)
    sent = told.get("sent")
    return History(
        sent=sent or recorded.asked_on,
        received=told.get("received"),
        reference=clean(reference or recorded.reference, 80),
        extended=recorded.status == "extended",
        refused=told.get("refused") or (recorded.day if recorded.status == "refused" else None),
        reason=clean(reason, 300),
        followed_up=recorded.asked_on if recorded.times_asked > 1 and sent else None,
    )


def write(
    session: Session,
    action: Action,
    kind: str = "request",
    language: str | None = None,
    fields: dict[str, str] | None = None,
    history: "History | None" = None,
) -> "Letter":
    """Write a letter for an action. Raises LetterError where there is none to write, saying what to do instead."""
    from .rights.applicable import applicable
    from .rights.letters.compose import Ask, compose

    region = session.person.region
    organisation = session.catalog.get(action.organisation)
    rights = tuple(applicable(session.catalog, region, organisation, session.today))
    name = session.catalog.regions.name(region)
    before = history or history_of(session, action)
    return compose(Ask(organisation, action, region, name, rights, session.today, kind, language, fields or {}, before))


def note_written(session: Session, action: Action, letter: "Letter", channel: str) -> None:
    """Keep in the ledger that a letter was taken out of the program, to whom, and what it discloses.

    Whether it was sent only the person knows; that is a record of its own.
    """
    session.ledger.note_letter(
        session.person.id,
        action.key,
        session.today,
        kind=letter.kind,
        to=letter.email or ", ".join(letter.to),
        channel=channel,
        discloses=list(letter.disclosed),
    )
