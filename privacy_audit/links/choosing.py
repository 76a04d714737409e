"""Which addresses to look at now, and those of the organisations that concern one person."""

from collections.abc import Iterable, Mapping
from datetime import date

from ..audit.plan import PlanItem
from ..audit.standing import Standing, held_ids
from ..catalog.catalog import Catalog
from .addresses import Address
from .outcomes import History, is_due


def mine(catalog: Catalog, standing: Standing, plan: Iterable[PlanItem]) -> list[str]:
    """Return the ids of those that hold the person, or are presumed or unsure to, and of those in their plan."""
    planned = (item.key.partition("/")[0] for item in plan)
    return list(dict.fromkeys([*held_ids(catalog, standing), *planned]))


def waiting(
    addresses: Iterable[Address], results: Mapping[str, History], today: date, again: bool = False
) -> list[Address]:
    """Return the addresses to look at now, those first that nobody looked at or longest ago.

    Without `again` those looked at within the last days are left out (`outcomes.DUE_AFTER`), and always those of today.
    """
    due = [one for one in addresses if is_due(results.get(one.url, ()), today, again)]
    return sorted(due, key=lambda one: results[one.url][-1].on.toordinal() if one.url in results else 0)
