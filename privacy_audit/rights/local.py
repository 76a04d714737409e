"""Which laws behind an action are this person's: by where they live, in force today, and binding this organisation."""

from datetime import date

from ..catalog.catalog import Catalog
from ..catalog.law import Law
from ..catalog.model import Action
from .binding import answer_for, in_force, is_named, named_by

__all__ = ["in_force", "laws_of"]


def laws_of(catalog: Catalog, action: Action, region: str, today: date) -> list[Law]:
    """Return the laws an action names that this person may use there today, federal ones first.

    "us-state-privacy" stands for the privacy law of the person's own state, if it has one, and so does California's
    law. A law that leaves out this sort of organisation is not named; one that probably binds it is.
    """
    if action.organisation not in catalog:
        return []
    organisation = catalog.get(action.organisation)
    asked, named = named_by((action,)), named_by(organisation.actions)
    found = []
    for law in catalog.laws_of_place(region) if asked else ():
        if is_named(law, asked):
            answer = answer_for(catalog, law, organisation, named, region, today)
            found += [law] if answer and answer.applies != "no" else []
    return found
