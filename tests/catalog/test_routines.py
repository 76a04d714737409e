"""Routines: steps written once that many actions name."""

import pytest

from privacy_audit.catalog.check import check_paths
from privacy_audit.catalog.compiler import compile_tree
from privacy_audit.catalog.load import load

from .conftest import ORGANISATION, line_of

_STEPS = 'steps = [\n  "Write to them.",\n  "Wait.",\n]'


def _write(tree, text):
    (tree / "routines.toml").write_text(text, "utf-8")


def _with(text: str) -> str:
    assert _STEPS in ORGANISATION
    return ORGANISATION.replace(_STEPS, text)


def test_the_steps_of_a_routine_come_before_the_files_own(tree, shop):
    shop.write_text(_with('routine = "call"\n' + _STEPS), "utf-8")
    action = compile_tree(tree)["organisations"]["corner-shop"]["actions"][0]
    assert action["steps"] == ["Call Corner Shop.", "Ask to be taken off their lists.", "Write to them.", "Wait."]
    assert "routine" not in action
    assert check_paths(shop)[0] == []


def test_a_routine_alone_is_enough(tree):
    raw = compile_tree(tree)["organisations"]["corner-bank"]
    assert raw["actions"][0]["steps"] == ["Call Corner Bank.", "Ask to be taken off their lists."]


def test_a_routine_may_name_the_days(tree, shop):
    _write(tree, '[call]\nsteps = ["Call."]\n[look]\nsteps = ["Look at {name} after {days} days."]\n')
    shop.write_text(_with('takes_days = 7\nroutine = "look"'), "utf-8")
    assert compile_tree(tree)["organisations"]["corner-shop"]["actions"][0]["steps"] == [
        "Look at Corner Shop after 7 days."
    ]
    assert check_paths(tree)[0] == []


def test_days_that_nobody_gave_are_named(tree, shop, only):
    _write(tree, '[call]\nsteps = ["Call."]\n[look]\nsteps = ["Look after {days} days."]\n')
    shop.write_text(_with('routine = "look"'), "utf-8")
    assert "needs takes_days" in compile_tree(tree)["problems"][0]
    mistake = only(tree)
    assert (mistake.field, mistake.line) == ("actions[1].routine", line_of(shop.read_text("utf-8"), "routine"))
    assert "add takes_days" in mistake.mend


def test_an_unknown_routine_is_a_problem_and_a_mistake_with_the_nearest(tree, shop, only):
    shop.write_text(_with('routine = "cal"'), "utf-8")
    compiled = compile_tree(tree)
    assert "corner-shop" not in compiled["organisations"]
    assert compiled["problems"] == [f"{shop}: there is no routine 'cal'; run: privacy-audit catalog check"]
    mistake = only(tree)
    assert (mistake.field, mistake.text) == ("actions[1].routine", 'there is no routine "cal"')
    assert mistake.mend == 'did you mean "call"?'


def test_an_action_without_steps_and_routine_is_named(tree, shop, only):
    shop.write_text(_with("# nothing"), "utf-8")
    assert "steps is missing" in compile_tree(tree)["problems"][0]
    mistake = only(tree)
    assert (mistake.field, mistake.text) == ("actions[1].steps", "it is missing")
    assert "routine" in mistake.mend


@pytest.mark.parametrize(
    ("text", "field", "said"),
    [
        ("[call]\nsteps = []\n", "call.steps", "the list is empty"),
        ("[call]\nstep = ['x']\nsteps = ['x']\n", "call.step", "did you mean steps?"),
        ("[call]\nsteps = ['Ask {who}.']\n", "call.steps[1]", "{who} cannot be filled in"),
        (f"[call]\nsteps = ['{'word ' * 31}']\n", "call.steps[1]", "31 words"),
        ("call = 5\n", "call", "it is no table"),
    ],
)
def test_a_broken_routine_is_named(text, field, said, tree):
    _write(tree, text)
    named = [one for one in check_paths(tree)[0] if one.field == field]
    assert len(named) == 1
    assert said in str(named[0])


def test_routines_that_cannot_be_read_are_a_problem(tree):
    _write(tree, "call = 5\n")
    compiled = compile_tree(tree)
    assert "the routine 'call' has no steps" in compiled["problems"][0]
    assert "there is no routine 'call'" in compiled["problems"][1]
    (tree / "routines.toml").unlink()
    assert len(compile_tree(tree)["problems"]) == 1


def test_the_persons_own_files_may_use_the_catalogues_routines(tree, own):
    text = _with('routine = "call"').replace("corner-shop", "dentist").replace("Corner Shop", "Dr. Drill")
    (own / "dentist.toml").write_text(text, "utf-8")
    assert load().get("dentist").action("access").steps[0] == "Call Dr. Drill."
    assert check_paths(own) == ([], 1)
    (own / "dentist.toml").write_text(text.replace('"call"', '"cal"'), "utf-8")
    assert "there is no routine 'cal'" in load().problems[0]
    assert check_paths(own)[0][0].mend == 'did you mean "call"?'
