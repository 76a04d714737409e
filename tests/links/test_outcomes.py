"""What may be said of an address: never "gone" from one failure."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy_audit.links.outcomes import (
    FAILED,
    FAILURES,
    KEPT,
    KINDS,
    SPREAD,
    Look,
    dead_since,
    is_due,
    outcome,
    since,
    with_look,
)

DAY = date(2026, 11, 3)


def history(*looks: tuple[int, str]):
    """Return looks that came in this order, each so many days after DAY."""
    kept = ()
    for days, kind in looks:
        kept = with_look(kept, Look(DAY + timedelta(days=days), kind))
    return kept


LOOKS = st.lists(st.tuples(st.integers(0, 60), st.sampled_from(sorted(KINDS))), max_size=30)


@given(LOOKS)
def test_dead_needs_three_failures_on_three_days_over_a_week_and_nothing_else_between(looks):
    kept = history(*looks)
    first = dead_since(kept)
    assert (outcome(kept) == "dead") == (first is not None)
    last_of_day = dict(looks)
    days = sorted(last_of_day)
    failing = []
    for day in reversed(days):
        if last_of_day[day] not in FAILED:
            break
        failing.append(day)
    enough = len(failing) >= FAILURES and max(failing) - min(failing) >= SPREAD.days
    assert (first is not None) == enough
    if first is not None:
        assert first == DAY + timedelta(days=min(failing))


@given(LOOKS, st.sampled_from(sorted(KINDS)))
def test_one_look_never_makes_an_address_dead_that_was_not_failing(looks, kind):
    kept = history(*looks)
    if kept and kept[-1].kind not in FAILED:
        assert outcome(with_look(kept, Look(DAY + timedelta(days=90), kind))) != "dead"


@given(LOOKS)
def test_success_takes_it_back_at_once(looks):
    kept = with_look(history(*looks), Look(DAY + timedelta(days=90), "fine"))
    assert outcome(kept) == "fine"
    assert dead_since(kept) is None


@given(LOOKS)
def test_few_looks_are_kept_one_of_each_day_in_order(looks):
    days = [look.on for look in history(*looks)]
    assert len(days) <= KEPT
    assert days == sorted(set(days))


def test_ten_failures_on_one_day_are_one():
    assert outcome(history(*[(0, "missing")] * 10)) == "missing"


@pytest.mark.parametrize(
    ("looks", "said"),
    [
        ([(0, "missing"), (3, "missing"), (6, "missing")], "missing"),  # six days are no week
        ([(0, "missing"), (3, "missing"), (7, "missing")], "dead"),
        ([(0, "silent"), (4, "missing"), (9, "silent")], "dead"),
        ([(0, "silent"), (9, "silent")], "silent"),
        ([(0, "silent"), (4, "fine"), (9, "silent"), (12, "silent")], "silent"),
        ([(0, "silent"), (4, "blocked"), (9, "silent"), (12, "silent")], "silent"),
        ([(0, "server"), (4, "server"), (9, "server")], "server"),
        ([(0, "certificate"), (4, "certificate"), (9, "certificate")], "certificate"),
    ],
)
def test_some_histories(looks, said):
    assert outcome(history(*looks)) == said


def test_the_first_of_the_failures_that_go_on_is_never_forgotten():
    kept = history(*[(day, "missing") for day in range(0, 200, 7)])
    assert dead_since(kept) == DAY
    assert since(kept) == DAY


def test_since_is_the_first_day_of_what_is_the_case():
    assert since(history((0, "fine"), (2, "moved"), (5, "moved"))) == DAY + timedelta(days=2)
    assert since(history((0, "fine"), (2, "silent"), (5, "missing"))) == DAY + timedelta(days=2)
    assert since(()) is None


@pytest.mark.parametrize(
    ("days_ago", "again", "due"),
    [(0, False, False), (0, True, False), (1, False, False), (1, True, True), (6, False, False), (7, False, True)],
)
def test_when_an_address_is_due_again(days_ago, again, due):
    assert is_due([Look(DAY - timedelta(days=days_ago), "fine")], DAY, again) is due


def test_what_nobody_looked_at_is_due_and_what_a_wrong_clock_saw_too():
    assert is_due((), DAY)
    assert is_due([Look(DAY + timedelta(days=300), "fine")], DAY)
