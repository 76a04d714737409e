"""What came back, and how long it had stayed away."""

from datetime import date

import pytest
from examples import TODAY
from hypothesis import given
from hypothesis import strategies as some

from privacy_audit.audit.returns import Return, back_in_words, returns
from privacy_audit.ledger.events import Event
from privacy_audit.ledger.moves import MOVES, fold

KEY = "mirror-people/opt-out"


def log(records: str, key: str = KEY) -> list[Event]:
    """The records of one action, as "asked 2026-01-01, confirmed 2026-01-09"."""
    organisation, _, action = key.partition("/")
    pairs = [record.split() for record in records.split(", ")]
    return [
        Event(f"{key} {place}", "", "me", "record", organisation, action, {"state": state, "on": on})
        for place, (state, on) in enumerate(pairs)
    ]


@pytest.mark.parametrize(
    ("records", "found"),
    [
        ("asked 2026-01-01, confirmed 2026-01-10", []),
        ("asked 2026-01-01, confirmed 2026-01-10, relisted 2026-04-20", [("2026-01-10", "2026-04-20", 100)]),
        ("asked 2026-01-01, confirmed 2026-01-10, verified 2026-02-01, relisted 2026-04-20",
         [("2026-01-10", "2026-04-20", 100)]),
        ("asked 2026-01-01, verified 2026-02-01, verified 2026-05-01, relisted 2026-05-02",
         [("2026-02-01", "2026-05-02", 90)]),
        ("not-found 2026-01-01, relisted 2026-01-31", [("2026-01-01", "2026-01-31", 30)]),
        ("confirmed 2026-01-01, relisted 2026-01-01", [("2026-01-01", "2026-01-01", 0)]),
        ("asked 2026-01-01, confirmed 2026-01-10, relisted 2026-04-20, asked 2026-04-21, confirmed 2026-05-01, "
         "relisted 2026-05-31", [("2026-01-10", "2026-04-20", 100), ("2026-05-01", "2026-05-31", 30)]),
        ("confirmed 2026-01-01, refused 2026-01-05, confirmed 2026-02-01, relisted 2026-02-11",
         [("2026-02-01", "2026-02-11", 10)]),
        ("confirmed 2026-01-01, reopen 2026-01-05, confirmed 2026-03-01, relisted 2026-03-02",
         [("2026-03-01", "2026-03-02", 1)]),
    ],
)  # fmt: skip
def test_how_long_it_stayed_away(records, found):
    assert [(str(one.gone), str(one.back), one.days) for one in returns(log(records))] == found


def test_they_stand_by_day_and_name_whom_they_are_about():
    events = [
        *log("confirmed 2026-01-01, relisted 2026-03-01"),
        *log("confirmed 2026-01-01, relisted 2026-02-01", "first-broker/opt-out"),
    ]
    assert [one.organisation for one in returns(events)] == ["first-broker", "mirror-people"]


def test_in_words():
    assert back_in_words(Return(KEY, date(2026, 1, 10), date(2026, 4, 20))) == "20 April 2026, after 100 days away"
    assert back_in_words(Return(KEY, date(2026, 4, 19), date(2026, 4, 20))) == "20 April 2026, after 1 day away"


@given(
    some.lists(some.tuples(some.sampled_from(sorted({*sum(MOVES.values(), ())})), some.integers(0, 40)), max_size=30)
)
def test_as_many_as_were_recorded_and_never_before_they_were_gone(wishes):
    records, day, status = [], date(2026, 1, 1), "open"
    for to, days in wishes:
        if to in MOVES[status]:
            day = date.fromordinal(day.toordinal() + days)
            records.append({"state": to, "on": day.isoformat()})
            status = "open" if to == "reopen" else to
    events = [Event(f"{n:03}", "", "me", "record", "a", "b", data) for n, data in enumerate(records)]
    found = returns(events)
    assert len(found) == fold((event.id, event.data) for event in events).relisted
    assert all(one.days >= 0 for one in found)
    assert found == sorted(found, key=lambda one: one.back)


def test_what_was_undone_came_not_back_and_renamed_organisations_keep_theirs(session):
    for state, day in (("confirmed", 1), ("relisted", 20)):
        session.record("new-name/opt-out", state, date(2026, 11, day))
    assert session.returns == [Return("new-name/opt-out", date(2026, 11, 1), date(2026, 11, 20))]
    session.undo()
    assert session.returns == []
    assert session.today == TODAY


def test_returns_under_a_former_id_are_those_of_the_present_one(session):
    for state, day in (("confirmed", 1), ("relisted", 20)):
        session.ledger.record(session.person.id, "old-name/opt-out", state, date(2026, 11, day), TODAY)
    assert [one.key for one in session.returns] == ["new-name/opt-out"]
