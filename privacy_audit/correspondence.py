"""Letters of one person's audit: what the ledger knows goes into them, and what they disclosed goes into the ledger."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from .catalog.model import Action
from .session import Session
from .text import clean

if TYPE_CHECKING:
    from .catalog.catalog import Catalog
    from .catalog.law import Office
    from .rights.letters.letter import History, Letter, Proof


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
    if kind in ("complaint", "appeal") or action.do == "complain":
        before = replace(before, evidence=_proofs(session, action))
    office = consumer_office(session.catalog, region)
    asked = Ask(
        organisation, action, region, name, rights, session.today, kind, language, fields or {}, before, office
    )  # fmt: skip
    return compose(asked)


def _proofs(session: Session, action: Action) -> "tuple[Proof, ...]":
    """Return what the person keeps as evidence of an action, for the enclosures; the same content is named once."""
    from .rights.letters.letter import Proof

    kept = {one.hash: one for one in session.evidence(action.key)}
    return tuple(Proof(one.name, one.on, one.hash) for one in kept.values())


def consumer_office(catalog: "Catalog", region: str) -> "Office | None":
    """Return who hears a consumer's complaint where no law has an office of its own, or None.

    In the US the consumer office of the state, in a state not told the Federal Trade Commission; in Mexico Profeco.
    In Canada the privacy laws leave no firm out, and their commissioners hear it.
    """
    offices = catalog.offices(region)
    state = [office for office in offices if (office.covers or "").startswith("Consumer complaints")]
    country = [office for office in offices if office.name in ("Federal Trade Commission", "Profeco")]
    return next(iter((*state, *country)), None) if region[:2] in ("US", "MX") else None


def note_written(session: Session, action: Action, letter: "Letter", channel: str) -> None:
    """Keep in the ledger that a letter was taken out of the program, to whom, and what it discloses.

    Whether it was sent only the person knows; that is a record of its own.
    """
    session.note_letter(
        action.key,
        kind=letter.kind,
        to=letter.email or ", ".join(letter.to),
        channel=channel,
        discloses=list(letter.disclosed),
    )
