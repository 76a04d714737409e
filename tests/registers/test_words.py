"""Figures and differences in words."""

import pytest

from privacy_audit.registers import telling, words
from privacy_audit.registers.keeping import in_use

from .layouts import ALPHA, BARE, NAME, PAGE, SITE, california
from .shelf import differ, take


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (
            {"received": 1200, "whole": 1150, "part": 10, "denied": 40, "mean_days": 9.5, "median_days": 5},
            "1,200 requests to delete (1,150 met, 10 met in part, 40 denied, median 5 days)",
        ),
        ({"received": 1, "denied": 1, "mean_days": 1}, "1 request to delete (1 denied, mean 1 day)"),
        ({"received": 0, "median_days": 0}, "no request to delete"),
        ({"received": 5, "whole": None}, "5 requests to delete"),
        ({"median_days": 2.5}, "requests to delete (median 2.5 days)"),
        (
            {"received": 19_343, "whole": 19_343, "denied": 19_343},
            "19,343 requests to delete (19,343 met, 19,343 denied, these figures do not add up)",
        ),
        ({"received": 10, "whole": 10, "part": 10}, "10 requests to delete (10 met, 10 met in part)"),
    ],
)
def test_figures_are_said_as_they_were_reported(told, said):
    assert words.figures("delete", told) == said


def test_the_lists_follow_one_order():
    assert words.collects({"geolocation": True, "minors": True, "union": False}) == "data of minors, precise location"
    assert words.shares({"police": True}) == "law enforcement without a court's order"
    assert words.regulated({"hipaa": "", "fcra": ""}) == "Fair Credit Reporting Act, HIPAA"


def test_a_difference_in_lines(checkout):
    renamed = {NAME: "Delta Holdings", SITE: "delta.example", PAGE: "https://delta.example/new"}
    found = differ(california(ALPHA, BARE, renamed, {NAME: "Foxtrot", SITE: "foxtrot.example"}))
    assert telling.heading(found) == "California's data broker register as of 24 November 2026: 4 brokers"
    lines = telling.summary(found)
    assert lines[0] == "1 new, 2 no longer on it, 3 changed, 0 as before."
    assert "1 has another name." in lines
    assert "1 has figures about requests now." in lines
    rows = {id: (sort, text) for id, sort, text in telling.rows(found)}
    assert rows["reg-foxtrot"] == ("new", "Foxtrot (foxtrot.example)")
    assert rows["reg-echo"] == ("gone", "Echo Ltd (shared.example)")
    assert rows["reg-delta-lists"] == (
        "changed",
        "Delta Holdings: name Delta Lists LLC → Delta Holdings; page https://delta.example/ask → "
        "https://delta.example/new",
    )
    alpha = telling.details(found, "reg-alpha-data")
    assert "reported for 2024: 1,200 requests to delete (1,150 met" in alpha
    assert "says yes to: precise location, developers of generative AI" in alpha
    assert "regulated by: Fair Credit Reporting Act" in alpha
    assert telling.details(found, "reg-foxtrot") == ""


def test_a_difference_of_which_more_goes_than_stays_says_so(checkout):
    lines = telling.summary(differ(california(BARE)))
    assert any(line.startswith("More would go than stay.") for line in lines)


def test_nothing_differs(checkout):
    take(california(ALPHA))
    assert telling.summary(differ(california(ALPHA))) == ["Nothing differs from the register in use."]


def test_a_register_in_words(checkout):
    assert telling.in_words(in_use("us-ca")) == "5 brokers as of August 2025 (came with the program)"
    take(california(ALPHA, BARE))
    assert telling.in_words(in_use("us-ca")) == "2 brokers as of 24 November 2026, 3 no longer on it, figures for 2024"
    assert telling.in_words(in_use("us-vt")) == "none yet"
