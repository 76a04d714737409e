"""What changes in a life: compiled, checked, and complete for the events of the command line."""

import pytest
from examples import write_tree

from privacy_audit.catalog.catalog import Catalog, CatalogError
from privacy_audit.catalog.check import check_paths
from privacy_audit.catalog.compiler import compile_tree

EVENTS = ("moved", "renamed", "new-phone", "new-email", "married", "new-child", "breach", "denied")

_MOVED = """\
[moved]
order = 1
title = "You moved"
said = "you moved"
about = "What was bound to the old address does not follow."

[[moved.rules]]
why = "a new address makes a new listing"
kinds = ["people-search"]
do = ["opt-out"]
only = "done"
"""


@pytest.fixture
def file(tmp_path):
    """The events of a small folder."""
    path = write_tree(tmp_path / "checklists") / "events.toml"
    path.write_text(_MOVED, "utf-8")
    return path


def mistakes(file, text: str) -> list[str]:
    file.write_text(text, "utf-8")
    return [f"{one.line} {one.field}: {one.text}; {one.mend}" for one in check_paths(file)[0]]


def test_the_shipped_events_are_those_of_the_command_line_in_order(catalog):
    assert tuple(catalog.life_changes) == EVENTS
    for change in catalog.life_changes.values():
        assert change.rules
        assert change.advice


@pytest.mark.parametrize("region", ["US-TX", "CA-QC", "MX-JAL"])
@pytest.mark.parametrize("event", EVENTS)
def test_each_shipped_event_means_something_in_every_country(catalog, event, region):
    """A rule that names its actions, or that is about the organisation named, or that fits what people there did."""
    change = catalog.life_change(event)
    rules = [rule for rule in change.rules if not rule.countries or region[:2] in rule.countries]
    assert any(
        not rule.actions or any(catalog.may_hold(key.partition("/")[0], region) for key in rule.actions)
        for rule in rules
    )


def test_every_action_that_a_shipped_rule_names_exists_and_every_term_has_its_law(catalog):
    for change in catalog.life_changes.values():
        for rule in change.rules:
            for key in rule.actions:
                assert catalog.find_action(key), key
            assert bool(rule.within_days) == bool(rule.within_why)


def test_every_shipped_theme_has_a_rhythm(catalog):
    assert set(catalog.rhythms) == set(catalog.theme_titles)
    assert catalog.rhythms["brokers"] == 90
    assert catalog.rhythms["credit"] == 365


def test_an_unknown_event_names_those_there_are(catalog):
    with pytest.raises(CatalogError, match=r"There is no event 'mved'\. The events are: moved, renamed"):
        catalog.life_change("mved")


def test_a_folder_without_events_has_none(tmp_path):
    tree = write_tree(tmp_path)
    (tree / "events.toml").unlink()
    compiled = compile_tree(tree)
    assert compiled["problems"] == []
    assert Catalog(compiled).life_changes == {}


@pytest.mark.parametrize(
    ("was", "wrong", "says"),
    [
        ("", "", None),
        ('said = "you moved"\n', "", "said: it is missing"),
        ('why = "a new', 'why = "A new', "begins with a capital"),
        ('listing"', 'listing."', "ends with a full stop"),
        ('"people-search"', '"people-serch"', 'did you mean "people-search"'),
        ('"opt-out"', '"optout"', 'did you mean "opt-out"'),
        ('only = "done"', 'only = "don"', 'moved.rules[1].only: "don" is not in the list'),
        ('only = "done"', "ownly = 1", 'there is no key "ownly"; did you mean only?'),
        ('only = "done"', 'themes = ["broker"]', 'there is no theme "broker"; did you mean "brokers"'),
        ('only = "done"', 'needs = ["emial"]', 'fields.toml has no "emial"; did you mean "email"'),
        ('only = "done"', 'countries = ["UK"]', '"UK" is no region'),
        ('only = "done"', 'actions = ["mirror-people/optout"]', 'did you mean "mirror-people/opt-out"'),
        ('only = "done"', 'actions = ["mirror-peopel/opt-out"]', "mirror-people"),
        ('only = "done"', "named = true", "asks: a rule is about the organisation named"),
        ('only = "done"', 'if_named = ["north-burau"]', 'did you mean "north-bureau"'),
        ('only = "done"', "within_days = 60", "within_why: a term needs its reason"),
        ('kinds = ["people-search"]\ndo = ["opt-out"]\n', "", "it says of no action that it is meant"),
        ('why = "a new address makes a new listing"\n', "", "below [[moved.rules]] number 1"),
        ("order = 1", "ordre = 1", "did you mean order?"),
    ],
)
def test_each_mistake_is_named_with_its_mend(file, was, wrong, says):
    found = mistakes(file, _MOVED.replace(was, wrong))
    if says is None:
        assert found == []
    else:
        assert any(says in one for one in found), found


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (_MOVED.replace("order = 1", 'order = "1"'), "moved: order is no number"),
        (_MOVED.replace('why = "a new address makes a new listing"\n', ""), "moved: why is missing"),
        ("moved = 3\n", "moved: it is no table"),
        (_MOVED.replace('kinds = ["people-search"]', "kinds = 3"), "moved: kinds is no texts"),
    ],
)
def test_what_the_program_could_not_live_with_is_left_out_and_named(file, text, says):
    file.write_text(text, "utf-8")
    compiled = compile_tree(file.parent)
    assert compiled["events"] == {}
    assert any(says in problem for problem in compiled["problems"])


@pytest.mark.parametrize("days", ["6", "1001", '"90"'])
def test_a_rhythm_out_of_bounds_is_named(file, days):
    theme = file.parent / "themes" / "credit.toml"
    theme.write_text(theme.read_text("utf-8") + f"rhythm_days = {days}\n", "utf-8")
    assert [one.field for one in check_paths(theme)[0]] == ["rhythm_days"]
