"""What the readable exports say."""

from datetime import date

import pytest

from privacy_audit.exports import wording

TODAY = date(2026, 11, 24)


def test_at_most_eight_covered_names_then_a_number(make_action):
    names = tuple(f"Org {place}" for place in range(1, 12))
    assert wording.covers(make_action(covers=names[:8])) == ", ".join(names[:8])
    assert wording.covers(make_action(covers=names)) == ", ".join(names[:8]) + " and 3 more"
    assert wording.covers(make_action(covers=("Acme, Inc.", "Beta"))) == "Acme, Inc.; Beta"


@pytest.mark.parametrize(
    ("checked", "words"),
    [
        ("2026-07", "confidence high, last checked July 2026"),
        ("2026-07-03", "confidence high, last checked 3 July 2026"),
        ("2026", "confidence high, last checked 2026"),
        (None, "confidence high, date of the last check unknown"),
        ("20-x-y", "confidence high, last checked 20-x-y"),
        ("2026-99", "confidence high, last checked 2026-99"),
    ],
)
def test_source_says_the_date_as_exactly_as_it_is_known(make_action, checked, words):
    assert wording.source(make_action(checked=checked)) == words


def test_the_warning_comes_with_what_is_given_away(make_action):
    much = wording.facts(make_action())[0]
    assert much.warning
    assert "sensitive" in much.text
    little = wording.facts(make_action(gives_away_much=False))[0]
    assert little == ("You disclose", "your name, your date of birth", False)
    nothing = wording.facts(make_action(gives_away=(), gives_away_much=False))[0]
    assert nothing.text == "nothing, as far as is known"


def test_unknown_facts_are_left_out(make_action):
    bare = make_action(takes_days=None, lasts=None, recheck_months=None, caution=None, law=(), covers=())
    assert [fact.label for fact in wording.facts(bare)] == ["You disclose", "Source"]


def test_a_switch_takes_effect_and_a_request_is_answered(make_action):
    assert wording.how_long(make_action(lasts=None, recheck_months=None)) == "An answer within about 30 days."
    switch = make_action(do="setting", takes_days=0, lasts=None, recheck_months=1)
    assert wording.how_long(switch) == "An effect at once; look again 1 month after it is done."


def test_the_day_says_its_rule_once(make_action):
    assert wording.by_when(make_action(by=None), TODAY) == ""
    same = make_action(by=date(2026, 11, 20), because="you started it", by_rule="you started it")
    assert wording.by_when(same, TODAY) == "due since 20 November 2026"
    assert wording.by_when(make_action(by=TODAY, by_rule="its rule"), TODAY) == "by 24 November 2026 (its rule)"


@pytest.mark.parametrize(("minutes", "words"), [(1, "1 minute"), (89, "89 minutes"), (897, "about 15 hours")])
def test_duration(minutes, words):
    assert wording.duration(minutes) == words


def test_unknown_cost_is_said(make_action):
    assert wording.cost(make_action(cost="not known")) == "cost not known"


def test_unchecked_is_explained_only_where_it_occurs(make_report, make_action):
    assert wording.UNCHECKED_NOTE in wording.todo_intro(make_report())
    assert wording.UNCHECKED_NOTE not in wording.todo_intro(make_report(todo=(make_action(unchecked=False),)))


def test_an_answer_on_the_way_says_what_came_since(report):
    (line,) = report.waiting
    assert wording.stands(line) == "asked on 9 November 2026"


def test_nobody_is_scored_praised_or_blamed(report, empty, many):
    for value in (report, empty, many):
        words = " ".join([wording.what_this_is(value), wording.todo_intro(value), wording.they_did(value)]).lower()
        for banned in ("score of", "well done", "great", "congratulations", "should have", "only ", "%"):
            assert banned not in words
