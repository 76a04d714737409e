"""The nouns made from the compiled dictionary."""

import pytest

from privacy_audit.catalog.check_models import KINDS
from privacy_audit.catalog.law import law_from
from privacy_audit.catalog.model import ANSWERED, DO_TITLES, VIA_WORDS, action_from, organisation_from

_RAW = {
    "id": "a", "name": "A", "kind": "bank", "theme": "t", "impact": "low", "confidence": "low",
    "holds": ["one", "two", "three", "four"], "own": True, "unheard": 1,
    "find": {"how": "Look.", "odd": 1},
    "actions": [
        {"id": "x", "do": "freeze", "via": "web", "minutes": 5, "steps": ["Go."], "covers": ["b/y", "b/z", "c"]},
    ],
    "sources": [{"note": "general knowledge"}],
}  # fmt: skip


def test_an_organisation_takes_what_it_knows():
    one = organisation_from(_RAW)
    assert (one.id, one.own, one.find.how, one.sources[0].note) == ("a", True, "Look.", "general knowledge")
    assert one.action("x") is one.actions[0]
    assert one.action("y") is None
    with pytest.raises(AttributeError):
        one.id = "b"


def test_an_action_has_a_key_a_title_and_what_it_covers():
    action = organisation_from(_RAW).actions[0]
    assert (action.key, action.title, action.steps) == ("a/x", "Freeze your file", ("Go.",))
    assert action.covered == ("b", "c")
    assert action.is_request
    assert action_from(_RAW["actions"][0] | {"title": "Lock it"}, "a").title == "Lock it"
    assert not action_from(_RAW["actions"][0] | {"do": "habit"}, "a").is_request


def test_an_organisation_is_recognised_by_the_best_words_there_are():
    assert organisation_from(_RAW).recognise == "one, two, three"
    assert organisation_from(_RAW | {"parent": "P"}).recognise == "part of P"
    assert organisation_from(_RAW | {"parent": "P", "brands": ["B", "C"]}).recognise == "also B, C"
    assert organisation_from(_RAW | {"brands": ["B"], "hint": "that one"}).recognise == "that one"


def test_a_law_is_in_force_unless_it_says_otherwise():
    law = law_from(
        {"id": "l", "name": "L", "citation": "1", "jurisdiction": "US", "sources": [{"url": "https://x.example"}]}
    )
    assert (law.in_force, law.confidence, law.sources[0].url) == ("yes", "medium", "https://x.example")


def test_the_words_of_the_readme_are_those_of_the_program(readme):
    listed = readme.partition("**kind**:")[2].partition(".\n")[0].replace("\n", " ")
    assert [word.strip() for word in listed.split(",")] == list(KINDS)
    does = readme.partition("**do**:")[2].partition(".\n")[0].replace("\n", " ")
    assert [word.strip() for word in does.split(",")] == list(DO_TITLES)
    assert f"# {', '.join(VIA_WORDS)}\n" in readme
    assert set(DO_TITLES) >= ANSWERED


def test_the_source_shown_is_the_one_that_the_date_belongs_to():
    sources = [
        {"url": "https://old.example/", "dated": "2025-10"},
        {"url": "https://new.example/", "dated": "2026-08"},
        {"note": "general knowledge"},
    ]
    base = {"id": "one", "name": "One", "kind": "retail", "theme": "points", "impact": "low", "confidence": "high"}
    assert (
        organisation_from(base | {"sources": sources, "checked": "2026-08"}).newest_source.url == "https://new.example/"
    )
    assert organisation_from(base | {"sources": sources[2:]}).newest_source.note == "general knowledge"
    assert organisation_from(base).newest_source is None
