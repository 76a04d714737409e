"""Which laws behind an action are this person's: by where they live, and in force today."""

from datetime import date

from ..catalog.catalog import Catalog
from ..catalog.model import Action, Law


def laws_of(catalog: Catalog, action: Action, region: str, today: date) -> list[Law]:
    """Return the laws an action names that bind where the person lives and are in force, federal ones first.

    "us-state-privacy" stands for the privacy law of the person's own state, if it has one.
    """
    ids = set(action.law)
    found = [
        law
        for law in catalog.laws.values()
        if (law.id in ids or law.stands_for in ids)
        and law.jurisdiction in (region, region[:2])
        and in_force(law, today)
    ]
    return sorted(found, key=lambda law: (len(law.jurisdiction), law.id))


def in_force(law: Law, today: date) -> bool:
    """Whether a law is in force: one with a future date switches on by itself."""
    if law.in_force == "no":
        return False
    return law.effective is None or law.effective <= today.isoformat()
