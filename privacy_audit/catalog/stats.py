"""Counting the catalogue."""

from collections import Counter
from datetime import date

from .catalog import Catalog


def statistics(catalog: Catalog, today: date) -> dict:
    """Return counts of the curated organisations by theme, country, kind, confidence and age, and shares.

    Those known from a public register only are counted apart.
    """
    known = [catalog.get(id) for id in catalog]
    organisations = [one for one in known if one.tier == "curated"]
    number = len(organisations) or 1
    return {
        "organisations": len(organisations),
        "registered_brokers_besides": len(known) - len(organisations),
        "actions": sum(len(one.actions) for one in organisations),
        "by_theme": {theme: sum(one.theme == theme for one in organisations) for theme in catalog.theme_titles},
        "by_country": {code: sum(code in one.countries for one in organisations) for code in ("US", "CA", "MX")},
        "by_kind": dict(Counter(one.kind for one in organisations).most_common()),
        "by_confidence": {
            level: sum(one.confidence == level for one in organisations) for level in ("high", "medium", "low")
        },
        "by_age_of_newest_source": _ages([one.checked for one in organisations], today),
        "with_two_sources_per_cent": round(100 * sum(len(one.sources) > 1 for one in organisations) / number),
        "closed": sum(one.closed is not None for one in organisations),
    }


def _ages(checked: list[str | None], today: date) -> dict[str, int]:
    years = [today.year - int(text[:4]) if text else None for text in checked]
    return {
        "this year": sum(age == 0 for age in years),
        "last year": sum(age == 1 for age in years),
        "older": sum(age is not None and age > 1 for age in years),
        "date unknown": years.count(None),
    }
