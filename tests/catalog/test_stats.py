"""Counting the catalogue."""

from datetime import date

from privacy_audit.catalog.load import load
from privacy_audit.catalog.stats import statistics


def test_the_small_catalogue_is_counted(tree):
    numbers = statistics(load(), date(2026, 11, 24))
    assert (numbers["organisations"], numbers["actions"], numbers["closed"]) == (2, 3, 0)
    assert numbers["by_theme"] == {"credit": 1, "points": 1}
    assert numbers["by_country"] == {"US": 2, "CA": 1, "MX": 0}
    assert numbers["by_kind"] == {"bank": 1, "loyalty": 1}
    assert numbers["by_confidence"] == {"high": 1, "medium": 0, "low": 1}
    assert numbers["by_age_of_newest_source"] == {"this year": 1, "last year": 0, "older": 0, "date unknown": 1}
    assert numbers["with_two_sources_per_cent"] == 0


def test_an_empty_catalogue_is_counted_too(tree, shop):
    shop.unlink()
    (tree / "organisations/credit/corner-bank.toml").unlink()
    numbers = statistics(load(), date(2026, 11, 24))
    assert numbers["organisations"] == numbers["with_two_sources_per_cent"] == 0


def test_the_counts_of_the_shipped_catalogue_add_up(catalog):
    numbers = statistics(catalog, date(2026, 11, 24))
    for part in ("by_theme", "by_kind", "by_confidence", "by_age_of_newest_source"):
        assert sum(numbers[part].values()) == numbers["organisations"]
    assert numbers["organisations"] + numbers["registered_brokers_besides"] == len(catalog)
    assert numbers["registered_brokers_besides"] >= 400
