"""What an organisation itself reported to a state: in words and for other programs, apart from the person's record."""

import csv
import io

import pytest
from registers import shelf
from registers.layouts import ALPHA, BARE, CORNER, NAME, SITE, california, figure

from privacy_audit.audit.official import facts, official, official_in_words
from privacy_audit.audit.scorecard import Card
from privacy_audit.catalog import load
from privacy_audit.exports.scorecards import as_csv, as_dicts

CORNER_TOO = CORNER | {figure("delete", "received"): "10", figure("delete", "denied"): "12"}


@pytest.fixture
def catalog(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(load, "CHECKOUT", shelf.write(tmp_path / "checklists"))
    shelf.take(california(ALPHA, BARE, CORNER_TOO))
    return load.load()


def test_the_figures_are_named_as_the_brokers_own_report(catalog):
    told = official(catalog, "reg-alpha-data")
    assert {key: told[key] for key in ("state", "year", "registrant", "as_of")} == {
        "state": "us-ca", "year": 2024, "registrant": "Alpha Data, Inc.", "as_of": "2026-11-24"
    }  # fmt: skip
    assert told["kinds"]["delete"] == {
        "received": 1200, "whole": 1150, "part": 10, "denied": 40, "mean_days": 9.5, "median_days": 5, "adds_up": True
    }  # fmt: skip
    assert set(told["kinds"]) == {"delete", "opt-out"}
    assert official_in_words(catalog, "reg-alpha-data") == (
        "as they reported to California for 2024: 1,200 requests to delete (1,150 met, 10 met in part, 40 denied, "
        "median 5 days); 300 requests to opt out of sale (median 3 days)"
    )


def test_a_described_organisation_has_them_too_and_figures_that_do_not_add_up_say_so(catalog):
    assert official(catalog, "corner-shop")["kinds"]["delete"]["adds_up"] is False
    assert "these figures do not add up" in official_in_words(catalog, "reg-corner-shop")


def test_where_nothing_was_reported_there_is_nothing(catalog):
    for id in ("reg-bare-domain", "north-bureau", "nobody-at-all"):
        assert official(catalog, id) is None
        assert official_in_words(catalog, id) == ""
    assert facts(catalog, "north-bureau") == []


def test_facts_say_what_they_told_the_state(catalog):
    assert facts(catalog, "reg-alpha-data")[:4] == [
        ("Register", "California's, filed by Alpha Data, Inc., as of 24 November 2026"),
        ("Told California", "that it collects: precise location"),
        ("Told California", "that within a year it gave or sold data to: developers of generative AI"),
        ("Told California", "that it is regulated by: Fair Credit Reporting Act"),
    ]
    ((name, gone),) = facts(catalog, "reg-echo")
    assert (name, gone.split(";")[0]) == ("Register", "no longer on California's register as of 24 November 2026")


def test_of_several_registrants_the_figures_are_not_added_up(catalog):
    more = {NAME: "Corner Shop Media LLC", SITE: "corner-shop.example", figure("know", "received"): "3"}
    shelf.take(california(ALPHA, CORNER_TOO, more))
    told = official(load.load(), "corner-shop")
    assert told["registrant"] == "Corner Shop LLC"
    assert [one["registrant"] for one in told.get("also", [])] == ["Corner Shop Media LLC"]


def test_the_scorecards_carry_them(catalog):
    (told,) = as_dicts(catalog, [Card("reg-alpha-data")])
    assert told["official"] == official(catalog, "reg-alpha-data")
    (row,) = csv.DictReader(io.StringIO(as_csv(catalog, [Card("reg-alpha-data")])))
    assert row["official"].startswith("as they reported to California for 2024: 1,200")
    assert as_dicts(catalog, [Card("brokers"), Card("unknown-id")])[0]["official"] is None
