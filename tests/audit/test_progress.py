"""How the counts went over time: organisations, by the person's own days."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from examples import TODAY
from hypothesis import given
from hypothesis import strategies as st

from privacy_audit.audit.counts import by_theme, total
from privacy_audit.audit.progress import SERIES, Point, at, monthly, series
from privacy_audit.audit.standing import Standing
from privacy_audit.ledger.events import Event
from privacy_audit.ledger.moves import MOVES, fold

START = date(2026, 8, 1)


def answer(id: str, said: str, on: date) -> Event:
    return Event("", "", "p", "answer", id, "", {"answer": said, "on": on.isoformat()})


def record(key: str, state: str, on: date) -> Event:
    id, _, action = key.partition("/")
    return Event("", "", "p", "record", id, action, {"state": state, "on": on.isoformat()})


def day(number: int) -> date:
    return START + timedelta(days=number)


def test_each_day_that_changes_a_count_has_a_point(small):
    points = series(
        small,
        "US-TX",
        [
            answer("mirror-people", "yes", day(0)),
            answer("first-broker", "past", day(0)),
            record("mirror-people/opt-out", "asked", day(3)),
            record("mirror-people/opt-out", "acknowledged", day(4)),
            record("mirror-people/opt-out", "confirmed", day(9)),
            record("mirror-people/opt-out", "verified", day(20)),
            record("mirror-people/opt-out", "relisted", day(90)),
        ],
    )
    assert points == [
        Point(day(0), 2, 0, 0, 0),
        Point(day(3), 2, 1, 0, 0),
        Point(day(9), 2, 1, 1, 0),
        Point(day(20), 2, 1, 1, 1),
        Point(day(90), 2, 1, 0, 0),
    ]


def test_nothing_told_has_no_points(small):
    assert series(small, "US-TX", []) == []


def test_what_was_recorded_later_for_an_earlier_day_counts_on_its_own_day(small):
    points = series(
        small,
        "US-TX",
        [record("first-broker/opt-out", "asked", day(30)), record("second-broker/delete", "asked", day(10))],
    )
    assert [(point.on, point.asked) for point in points] == [(day(10), 1), (day(30), 2)]


def test_a_clock_set_back_does_not_let_an_older_answer_win(small):
    points = series(small, "US-TX", [answer("mirror-people", "yes", day(9)), answer("mirror-people", "no", day(2))])
    assert points[-1].known == 0


def test_one_request_counts_for_those_that_it_reaches(small):
    points = series(
        small,
        "US-CA",
        [
            answer("first-broker", "yes", day(0)),
            record("golden-register/delete", "asked", day(5)),
            record("golden-register/delete", "confirmed", day(50)),
        ],
    )
    assert [(point.known, point.asked, point.done) for point in points] == [(1, 0, 0), (1, 2, 0), (1, 2, 2)]


def test_a_renamed_organisation_counts_once(small):
    points = series(small, "US-TX", [answer("old-name", "yes", day(0)), record("new-name/opt-out", "asked", day(1))])
    assert (points[-1].known, points[-1].asked) == (1, 1)


def test_who_left_the_catalogue_is_left_out(small):
    assert series(small, "US-TX", [answer("nobody-knows", "yes", day(0))]) == [Point(day(0), 0, 0, 0, 0)]


def test_what_was_taken_back_never_counted(session):
    session.answer("mirror-people", "yes")
    session.record("mirror-people/opt-out", "asked")
    session.undo()
    events = session.ledger.standing_events(session.person.id)
    assert series(session.catalog, "US-TX", events) == [Point(TODAY, 1, 0, 0, 0)]


def test_a_month_is_told_by_its_last_point():
    points = [Point(day(0), 1, 0, 0, 0), Point(day(9), 2, 0, 0, 0), Point(day(40), 3, 1, 0, 0)]
    assert monthly(points) == points[1:]


@pytest.mark.parametrize(("number", "known"), [(-1, 0), (0, 1), (8, 1), (9, 2), (400, 2)])
def test_how_it_stood_at_the_end_of_a_day(number, known):
    points = [Point(day(0), 1, 0, 0, 0), Point(day(9), 2, 0, 0, 0)]
    assert at(points, day(number)).known == known


@st.composite
def logs(draw, keys: list[str]) -> list[Event]:
    """A log of legal moves and answers, days rising within a thing, in any order between things."""
    events, now, last = [], dict.fromkeys(keys, "open"), dict.fromkeys(keys, 0)
    for _ in range(draw(st.integers(0, 25))):
        key = draw(st.sampled_from(keys))
        if draw(st.integers(0, 3)):
            state = draw(st.sampled_from(MOVES[now[key]]))
            now[key] = "open" if state == "reopen" else state
            last[key] = draw(st.integers(last[key], last[key] + 40))
            events.append(record(key, state, day(last[key])))
        else:
            said = draw(st.sampled_from(["yes", "no", "unsure", "past"]))
            events.append(answer(key.partition("/")[0], said, day(draw(st.integers(0, 200)))))
    return events


@given(st.data(), st.sampled_from(["US-CA", "US-TX", "CA-QC"]))
def test_the_last_point_is_what_home_shows_and_the_way_narrows(small, data, region):
    keys = [action.key for id in small for action in small.get(id).actions]
    events = data.draw(logs(keys))
    points = series(small, region, events)
    assert all(earlier.on < later.on for earlier, later in pairwise(points))
    assert all(point.gone <= point.done <= point.asked for point in points)
    if points:
        whole = total(by_theme(small, standing_of(events, region)))
        assert {name: getattr(points[-1], name) for name in SERIES} == {name: getattr(whole, name) for name in SERIES}


def standing_of(events: list[Event], region: str) -> Standing:
    answers = {event.organisation: event.data["answer"] for event in events if event.kind == "answer"}
    records: dict[str, list] = {}
    for place, event in enumerate(events):
        if event.kind == "record":
            records.setdefault(f"{event.organisation}/{event.action}", []).append((f"{place:03}", event.data))
    return Standing(region, answers, {key: fold(found) for key, found in records.items()})
