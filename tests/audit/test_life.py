"""What changed in a life: which actions it touches, why, until when, and when they count as done."""

from dataclasses import replace
from datetime import date

import pytest
from examples import TODAY, told

from privacy_audit.audit.due import as_of, derive
from privacy_audit.audit.life import sentence, tasks, tasks_of
from privacy_audit.audit.plan import plan
from privacy_audit.audit.standing import Life, Standing
from privacy_audit.catalog.catalog import CatalogError, UnknownOrganisation
from privacy_audit.ledger.errors import WrongDate

MOVED = Life("moved", date(2026, 11, 3), event="m")


def after(life: Life = MOVED, **more) -> Standing:
    return replace(told(**more), life=(life,))


def keys(small, standing) -> list[str]:
    return list(tasks(small, standing))


def test_what_was_done_before_is_to_be_done_again_with_the_reason(small):
    standing = after(acts={"mirror-people/opt-out": "asked 2026-01-01, confirmed 2026-01-10"})
    task = tasks(small, standing)["mirror-people/opt-out"]
    assert task.redo
    assert task.because == "you moved on 3 November 2026: a new address makes a new listing"
    (item,) = [item for item in plan(small, standing, TODAY) if item.key == task.key]
    assert (item.status, item.because) == ("redo", task.because)


def test_what_was_never_done_is_left_out_by_a_rule_for_what_was_done(small):
    assert keys(small, after(answers={"mirror-people": "yes"})) == ["prescreen-list/opt-out"]


def test_a_named_action_is_meant_whoever_holds_the_person_but_not_who_does_not(small):
    assert keys(small, after()) == ["prescreen-list/opt-out"]
    assert keys(small, after(answers={"prescreen-list": "no"})) == []
    assert keys(small, after(region="CA-ON")) == []


@pytest.mark.parametrize(
    ("records", "left"),
    [
        ("asked 2026-01-01, confirmed 2026-01-10", True),
        ("asked 2026-01-01, confirmed 2026-01-10, verified 2026-11-02", True),
        ("asked 2026-01-01, confirmed 2026-01-10, verified 2026-11-04", False),
        ("asked 2026-01-01, confirmed 2026-01-10, reopen 2026-11-04", True),
        ("asked 2026-01-01, confirmed 2026-01-10, reopen 2026-11-04, started 2026-11-05", True),
        ("asked 2026-01-01, confirmed 2026-01-10, reopen 2026-11-04, asked 2026-11-05", False),
        ("asked 2026-01-01, confirmed 2026-01-10, reopen 2026-11-04, set-aside 2026-11-05", False),
        ("not-found 2026-02-01", True),
        ("not-found 2026-02-01, not-found 2026-11-09", False),
        ("confirmed 2026-01-10, relisted 2026-10-01", False),
        ("set-aside 2026-01-10", False),
        ("asked 2026-01-01, refused 2026-01-10", False),
    ],
)
def test_it_is_done_when_anything_was_recorded_after_the_day(small, records, left):
    found = keys(small, after(acts={"mirror-people/opt-out": records}))
    assert ("mirror-people/opt-out" in found) is left


def test_what_came_back_stays_in_the_plan_for_that_reason(small):
    standing = after(acts={"mirror-people/opt-out": "confirmed 2026-01-10, relisted 2026-10-01"})
    (item,) = [item for item in plan(small, standing, TODAY) if item.key == "mirror-people/opt-out"]
    assert item.because == "it came back on 1 October 2026"


def test_the_same_day_counts_by_the_order_in_which_it_was_recorded(session):
    session.record("mirror-people/opt-out", "confirmed")
    session.life("moved")
    assert "mirror-people/opt-out" in tasks(session.catalog, session.standing)
    session.record("mirror-people/opt-out", "verified")
    assert "mirror-people/opt-out" not in tasks(session.catalog, session.standing)


def test_a_refusal_has_a_term_by_law_for_the_agency_named(small):
    life = Life("denied", date(2026, 11, 10), "north-bureau", event="d")
    standing = after(life)
    found = tasks(small, standing)
    access = found["north-bureau/access"]
    assert (access.by, access.rule) == (date(2027, 1, 9), "60 days from the notice, Federal File Act")
    assert access.because == "you were refused on 10 November 2026 (North Bureau): the file is free for you now"
    (item,) = [item for item in plan(small, standing, TODAY) if item.key == access.key]
    assert item.on == date(2027, 1, 9)
    dates = {entry.key: entry for entry in derive(small, standing)}
    assert dates["north-bureau/access"].on == date(2027, 1, 9)
    assert dates["event/denied/north-bureau"].on == date(2026, 11, 10)
    assert "2 things to do or to do again" in dates["event/denied/north-bureau"].text
    assert [entry.key for entry in as_of(derive(small, standing), TODAY)] == ["event/denied/north-bureau"]


def test_a_rule_for_one_country_counts_there_only(small):
    life = Life("denied", date(2026, 11, 10), "maple-bureau", event="d")
    assert tasks(small, after(life, region="CA-ON")) == {}


def test_what_nobody_did_yet_is_left_out_once_it_is_done(small):
    life = Life("denied", date(2026, 11, 10), event="d")
    assert keys(small, after(life)) == ["north-bureau/freeze"]
    assert keys(small, after(life, acts={"north-bureau/freeze": "confirmed 2026-01-01"})) == []


def test_a_second_move_takes_the_place_of_the_first_and_each_breach_counts(small):
    acts = {"mirror-people/opt-out": "confirmed 2026-01-10, verified 2026-11-10"}
    standing = replace(told(acts=acts), life=(MOVED, Life("moved", date(2026, 11, 20), event="n")))
    assert "20 November" in tasks(small, standing)["mirror-people/opt-out"].because
    assert len([entry for entry in derive(small, standing) if entry.kind == "life"]) == 1
    twice = (Life("denied", TODAY, "north-bureau", event="a"), Life("denied", TODAY, "first-broker", event="b"))
    found = derive(small, replace(told(), life=twice))
    assert len({(entry.key, entry.kind) for entry in found}) == len(found)


def test_a_change_that_the_catalogue_no_longer_knows_touches_nothing(small):
    life = Life("elected", TODAY, event="e")
    assert tasks_of(small, told(), life) == []
    assert sentence(small, life) == "Elected on 24 November 2026"


# Through the session and a real ledger


def test_it_is_kept_undone_and_never_doubled(session):
    session.record("mirror-people/opt-out", "confirmed", date(2026, 1, 10))
    session.life("moved", date(2026, 11, 3), note="to the hill")
    session.life("moved", date(2026, 11, 3), note="to the hill")
    (life,) = session.standing.life
    assert (life.change, life.on, life.note) == ("moved", date(2026, 11, 3), "to the hill")
    assert [entry.kind for entry in session.due()] == ["look-again", "life"]
    session.undo()
    assert session.standing.life == ()
    assert "life" not in {entry.kind for entry in session.due_entries}
    session.life("moved", date(2026, 11, 3))
    assert len(session.standing.life) == 1


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        (("moved", date(2026, 11, 25)), WrongDate, "in the future"),
        (("mved",), CatalogError, "The events are: moved, denied"),
        (("denied", None, "north-burau"), UnknownOrganisation, "Did you mean north-bureau"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line_and_writes_nothing(session, arguments, error, words):
    with pytest.raises(error, match=words) as caught:
        session.life(*arguments)
    assert "\n" not in str(caught.value)
    assert session.standing.life == ()


def test_a_change_recorded_before_the_clock_was_set_back_waits_for_its_day(session):
    session.life("moved")
    session.today = date(2026, 11, 1)
    session._forget_derived()
    assert not [item for item in session.plan if "you moved" in item.because]
    assert session.due() == []
    assert session.again.questions == ()


def test_rebuilding_gives_the_same_tables(session):
    session.record("mirror-people/opt-out", "confirmed", date(2026, 1, 10))
    session.answer("north-bureau", "yes")
    session.life("denied", organisation="north-bureau")
    session.set_rhythm("brokers", 60)
    read = lambda: (session.ledger.due(session.person.id), session.ledger.answers(session.person.id))  # noqa: E731
    before = read()
    session.ledger.rebuild()
    assert read() == before
