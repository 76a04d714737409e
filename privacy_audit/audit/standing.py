"""What a person has told so far, and what follows from it about one organisation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ..catalog.catalog import Catalog
from ..catalog.model import Action, Organisation
from ..catalog.regions import reaches
from ..ledger.moves import OPEN, ActionState


@dataclass(frozen=True, slots=True)
class Audit:
    """One audit: the day it began and which walk it was: quick, whole, or again.

    `themes` are those that a look again went through, none for all; `known` tells what the catalogue was then.
    """

    number: int
    on: date
    scope: str
    themes: tuple[str, ...] = ()
    known: str = ""


@dataclass(frozen=True, slots=True)
class Life:
    """One change in a person's life: which, on which day, and the organisation that belongs to it, if one does.

    `event` is the id of its entry in the log.
    """

    change: str
    on: date
    organisation: str = ""
    note: str = ""
    event: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything the reasoning needs to know of a person: where they live, what they answered and did."""

    region: str
    answers: dict[str, str] = field(default_factory=dict)
    actions: Mapping[str, ActionState] = field(default_factory=dict)
    audits: tuple[Audit, ...] = ()
    audit_days: int = 90
    #: Days between two looks through a theme, where the person set them.
    rhythms: dict[str, int] = field(default_factory=dict)
    life: tuple[Life, ...] = ()
    #: The day of each answer.
    answered_on: dict[str, date] = field(default_factory=dict)
    #: The kinds of letter taken out for each action, each with its newest day: there is no other record of an appeal.
    letters: dict[str, dict[str, date]] = field(default_factory=dict)

    def state(self, key: str) -> ActionState:
        """Return where an action stands; an untouched one is open."""
        return self.actions.get(key, OPEN)


#: How an organisation stands to a person.
HELD = ("yes", "past", "presumed", "unsure")


def holding(catalog: Catalog, standing: Standing, id: str) -> str:
    """Return "yes", "no", "unsure" or "past" as answered; otherwise "presumed" or "" (not asked yet)."""
    answer = standing.answers.get(id)
    if answer:
        return answer
    return "presumed" if catalog.presumes(id, standing.region) else ""


def open_to(action: Action, region: str) -> bool:
    """Whether an action takes people of this region."""
    return not action.only_in or reaches(action.only_in, region)


def held_ids(catalog: Catalog, standing: Standing) -> list[str]:
    """Return the ids of those that hold the person, or are presumed or unsure to, in the order of the walk.

    Those of other places, or of a public register, that the person says hold them come last; closed ones hold nobody.
    """
    region = standing.region
    presumed = [id for id in catalog.presumed_in(region) if id not in standing.answers]
    told = [id for id, answer in standing.answers.items() if answer in HELD and id in catalog]
    here = {id for id in told if catalog.tier_of(id) == "curated" and catalog.may_hold(id, region)}
    elsewhere = [id for id in told if id not in here and not catalog.get(id).closed]
    return catalog.ordered([*presumed, *here], region) + elsewhere


def actions_for(catalog: Catalog, organisation: Organisation, standing: Standing) -> list[Action]:
    """Return an organisation's actions that this person may take, or has already begun.

    They stand in the order of the file, but of several ways to the same end that which discloses least comes first.
    """
    mine = [
        action
        for action in organisation.actions
        if open_to(action, standing.region) or standing.state(action.key).status != "open"
    ]
    kinds = list(dict.fromkeys(action.do for action in mine))
    return sorted(mine, key=lambda one: (kinds.index(one.do), one.when is not None, disclosure(catalog, one)))


def disclosure(catalog: Catalog, action: Action) -> int:
    """Return how much an action makes a person disclose: the sum of its fields' weights above the least."""
    return sum(catalog.weight(need) - 1 for need in action.needs)
