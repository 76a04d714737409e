"""What follows, about one organisation, from what a person has told."""

import pytest
from examples import TODAY, act, organisation, told, write_organisations, write_tree

from privacy_audit.audit.plan import plan
from privacy_audit.audit.standing import actions_for, held_ids, holding, open_to
from privacy_audit.catalog.catalog import Catalog
from privacy_audit.catalog.compiler import compile_tree


def test_an_answer_outranks_the_presumption(small):
    assert holding(small, told(), "north-bureau") == "presumed"
    assert holding(small, told(answers={"north-bureau": "no"}), "north-bureau") == "no"


def test_nobody_holds_unasked_what_the_catalogue_does_not_presume(small):
    assert holding(small, told(), "mirror-people") == ""


@pytest.mark.parametrize(
    ("region", "ids"),
    [
        ("US-TX", ["north-bureau", "prescreen-list"]),
        ("US", ["north-bureau", "prescreen-list"]),
        ("US-CA", ["north-bureau", "prescreen-list", "golden-register"]),
        ("CA-ON", ["maple-bureau"]),
        ("MX-JAL", ["agave-bureau"]),
    ],
)
def test_the_region_alone_gives_those_who_hold_nearly_everyone_there(small, region, ids):
    assert held_ids(small, told(region)) == ids


def test_yes_unsure_and_past_hold_and_no_does_not(small):
    answers = {"mirror-people": "yes", "first-broker": "unsure", "second-broker": "past", "corner-shop": "no"}
    assert {"mirror-people", "first-broker", "second-broker"} <= set(held_ids(small, told(answers=answers)))
    assert "corner-shop" not in held_ids(small, told(answers=answers))


def test_a_closed_organisation_holds_nobody_even_when_it_was_presumed(small):
    assert "gone-broker" not in held_ids(small, told(answers={"gone-broker": "yes"}))


def test_an_organisation_of_another_country_holds_whoever_says_so(small):
    assert "maple-bureau" in held_ids(small, told("US-TX", answers={"maple-bureau": "yes"}))


def test_an_action_for_one_state_is_open_to_that_state_only(small):
    action = small.action("lone-star-shop/opt-out")
    assert open_to(action, "US-TX")
    assert not open_to(action, "US-CA")
    assert not open_to(action, "US")


def test_an_action_that_was_begun_stays_in_sight_after_a_move_elsewhere(small):
    shop = small.get("lone-star-shop")
    assert actions_for(small, shop, told("US-CA")) == []
    begun = told("US-CA", acts={"lone-star-shop/opt-out": "asked 2026-11-01"})
    assert [action.key for action in actions_for(small, shop, begun)] == ["lone-star-shop/opt-out"]


def test_of_several_ways_to_the_same_end_that_which_discloses_least_comes_first(tmp_path):
    tree = write_tree(tmp_path)
    write_organisations(
        tree / "organisations",
        (
            organisation(
                "two-ways",
                act("opt-out", "opt-out-paper", title="By letter", needs=["name", "ssn"]),
                act("access"),
                act("opt-out", "opt-out-form", title="By form", needs=["name"]),
                act("opt-out", "opt-out-phone", title="By phone", when="the form fails"),
            ),
        ),
    )
    catalog = Catalog(compile_tree(tree))
    found = [action.id for action in actions_for(catalog, catalog.get("two-ways"), told())]
    assert found == ["opt-out-form", "opt-out-paper", "opt-out-phone", "access"]
    items = plan(catalog, told(answers={"two-ways": "yes"}), TODAY)
    mine = [item.action.id for item in items if item.organisation.id == "two-ways"]
    assert mine == ["opt-out-form", "opt-out-paper", "access"]
