"""Every date that a ledger ever gave: what stands, what ended and how, and sequences that only rise."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from examples import ORGANISATIONS, TODAY, act, organisation, write_organisations, write_tree
from hypothesis import given
from hypothesis import strategies as st

from privacy_audit.audit import due
from privacy_audit.catalog.catalog import Catalog
from privacy_audit.catalog.compiler import compile_tree
from privacy_audit.exports import agenda
from privacy_audit.ledger import events as clock
from privacy_audit.ledger.errors import LedgerError
from privacy_audit.ledger.store import DueEntry, Ledger
from privacy_audit.session import Session

OPT_OUT = "mirror-people/opt-out"


def of(session: Session, catalog: Catalog | None = None) -> dict[tuple[str, str], agenda.AgendaEntry]:
    """Return the session's agenda by key and kind."""
    catalog = catalog or session.catalog
    log = session.ledger.events(session.person.id)
    standing = Session(catalog, session.ledger, session.person, session.today).standing
    return {(one.due.key, one.due.kind): one for one in agenda.build(catalog, standing, log, session.person.id)}


def test_nothing_recorded_is_an_empty_agenda(session):
    assert of(session) == {}


def test_what_stands_is_what_is_due(session):
    session.record(OPT_OUT, "asked", date(2026, 11, 10))
    session.record("north-bureau/access", "started", date(2026, 11, 12))
    session.begin_audit("quick")
    standing = [one.due for one in of(session).values() if one.ended is None]
    assert sorted(standing, key=lambda one: (one.on, one.key, one.kind)) == session.due_entries
    assert len(standing) == 3


def test_what_was_answered_is_done_on_the_day_of_the_record(session):
    session.record(OPT_OUT, "asked", date(2026, 11, 1))
    session.record(OPT_OUT, "confirmed", date(2026, 11, 9))
    found = of(session)
    asked, again = found[OPT_OUT, "answer-expected"], found[OPT_OUT, "look-again"]
    assert (asked.ended, asked.done, asked.due.on) == (date(2026, 11, 9), True, date(2026, 11, 11))
    assert (again.ended, again.due.on) == (None, date(2027, 2, 9))
    assert asked.sequence == again.sequence == 2


def test_what_changed_in_a_life_stands_until_it_is_done_and_its_sequence_only_rises(session):
    key = ("event/denied/north-bureau", "life")
    session.life("denied", date(2026, 11, 10), "north-bureau")
    seen = []
    for act_of in (
        lambda: session.record("north-bureau/access", "asked"),
        lambda: session.record("north-bureau/freeze", "confirmed"),
        session.undo,
        lambda: session.record("north-bureau/freeze", "confirmed"),
    ):
        seen.append(of(session)[key])
        act_of()
    seen.append(of(session)[key])
    assert [one.ended is None for one in seen] == [True, True, False, True, False]
    assert [one.sequence for one in seen] == sorted({one.sequence for one in seen})
    term = of(session)["north-bureau/access", "life"]
    assert (term.due.on, term.ended is None, term.done) == (date(2027, 1, 9), False, False)
    session.life("moved")
    for _ in range(3):
        session.undo()
    assert of(session)["event/moved", "life"].ended


@pytest.mark.parametrize("state", ["set-aside", "reopen"])
def test_what_was_let_go_is_dropped_not_done(session, state):
    session.record(OPT_OUT, "started", date(2026, 11, 1))
    session.record(OPT_OUT, state, date(2026, 11, 9))
    entry = of(session)[OPT_OUT, "unfinished"]
    assert (entry.ended, entry.done) == (date(2026, 11, 9), False)


def test_a_term_that_was_broken_off_is_not_done(session):
    session.record("prescreen-list/opt-out", "confirmed", date(2026, 11, 1))
    session.record("prescreen-list/opt-out", "refused", date(2026, 11, 9))
    assert not of(session)["prescreen-list/opt-out", "lapses"].done


def test_undoing_drops_what_came_and_brings_back_what_was_and_the_sequence_still_rises(session):
    session.record(OPT_OUT, "asked", date(2026, 11, 1))
    first = of(session)[OPT_OUT, "answer-expected"]
    session.record(OPT_OUT, "confirmed", date(2026, 11, 9))
    second = of(session)[OPT_OUT, "answer-expected"]
    session.undo()
    third = of(session)
    assert [first.sequence, second.sequence, third[OPT_OUT, "answer-expected"].sequence] == [1, 2, 3]
    assert third[OPT_OUT, "answer-expected"].ended is None
    assert third[OPT_OUT, "answer-expected"].due == first.due
    gone = third[OPT_OUT, "look-again"]
    assert (gone.done, gone.sequence) == (False, 3)
    session.undo()
    assert not of(session)[OPT_OUT, "answer-expected"].done


def test_a_date_that_moves_keeps_its_name_and_its_days(session):
    session.record(OPT_OUT, "asked", date(2026, 11, 1))
    before = of(session)[OPT_OUT, "answer-expected"]
    session.record(OPT_OUT, "asked", date(2026, 11, 20))
    after = of(session)[OPT_OUT, "answer-expected"]
    assert before.thing == after.thing
    assert after.days == {date(2026, 11, 11), date(2026, 11, 30)}
    assert after.due.on == date(2026, 11, 30)
    assert after.sequence > before.sequence


def test_only_what_an_event_concerns_rises(session):
    session.record(OPT_OUT, "asked", date(2026, 11, 1))
    session.begin_audit("quick")
    before = of(session)
    session.record("first-broker/opt-out", "asked", date(2026, 11, 2))
    session.answer("first-broker", "yes")
    session.ledger.set(session.person.id, "walk", "3")
    session.begin_audit("whole")
    after = of(session)
    assert after[OPT_OUT, "answer-expected"] == before[OPT_OUT, "answer-expected"]
    audit = due.AUDIT_KEY, "re-audit"
    assert after[audit].sequence == before[audit].sequence + 1
    session.annotate(OPT_OUT, note="by post")
    session.answer("mirror-people", "yes")
    session.edit_person(audit_days=30)
    later = of(session)
    assert later[OPT_OUT, "answer-expected"].sequence == before[OPT_OUT, "answer-expected"].sequence + 3
    assert later[audit].due.on == TODAY + timedelta(days=30)


def test_a_move_elsewhere_keeps_the_days_under_the_former_law(session):
    session.edit_person(region="US-LA")
    session.record("north-bureau/freeze", "asked", date(2027, 1, 10) - timedelta(days=60))
    before = of(session)["north-bureau/freeze", "answer-expected"]
    session.edit_person(region="CA")
    after = of(session)["north-bureau/freeze", "answer-expected"]
    assert after.days >= before.days
    assert after.sequence == before.sequence + 1


def test_the_moments_are_those_of_the_log_and_a_clock_set_back_lowers_nothing(session, monkeypatch):
    monkeypatch.setattr("privacy_audit.ledger.store.now", lambda: "2026-11-20T08:00:00Z")
    session.record(OPT_OUT, "asked", date(2026, 11, 1))
    before = of(session)[OPT_OUT, "answer-expected"]
    assert before.made == before.changed == datetime(2026, 11, 20, 8, tzinfo=UTC)
    monkeypatch.setattr("privacy_audit.ledger.store.now", lambda: "2020-01-01T00:00:00Z")
    monkeypatch.setattr(clock.time, "time_ns", lambda: 0)
    session.record(OPT_OUT, "asked", date(2026, 11, 2))
    after = of(session)[OPT_OUT, "answer-expected"]
    assert (after.made, after.changed) == (before.made, before.changed)
    assert after.sequence == before.sequence + 1
    assert after.due.on == date(2026, 11, 12)


def test_a_moment_that_is_none_is_long_ago(session):
    session.record(OPT_OUT, "asked", date(2026, 11, 1))
    log = [replace(event, at="soon") for event in session.ledger.events(session.person.id)]
    (entry,) = agenda.build(session.catalog, session.standing, log, session.person.id)
    assert entry.changed == datetime(1970, 1, 1, tzinfo=UTC)


def changed_catalog(folder, id, **changes):
    """Return the small catalogue with one organisation in another state."""
    tree = write_tree(folder)
    one = next(raw for raw in ORGANISATIONS if raw["id"] == id)
    write_organisations(tree / "organisations", (one | changes,))
    return Catalog(compile_tree(tree))


def test_what_was_due_from_an_organisation_that_has_closed_is_dropped(session, tmp_path):
    session.record(OPT_OUT, "asked", date(2026, 11, 1))
    open_then = of(session)[OPT_OUT, "answer-expected"]
    closed = of(session, changed_catalog(tmp_path / "later", "mirror-people", closed="2026-11"))
    entry = closed[OPT_OUT, "answer-expected"]
    assert entry.ended is not None
    assert not entry.done
    assert entry.thing == open_then.thing
    assert entry.sequence > open_then.sequence


def test_a_renamed_organisation_keeps_the_names_of_its_dates(session, tmp_path):
    session.record("first-broker/opt-out", "asked", date(2026, 11, 1))
    before = of(session)["first-broker/opt-out", "answer-expected"]
    tree = write_tree(tmp_path / "later")
    next(tree.rglob("first-broker.toml")).unlink()
    renamed = organisation("best-broker", act("opt-out"), formerly=["first-broker"])
    golden = next(tree.rglob("golden-register.toml"))
    golden.write_text(golden.read_text("utf-8").replace("first-broker", "best-broker"), "utf-8")
    write_organisations(tree / "organisations", (renamed,))
    after = of(session, Catalog(compile_tree(tree)))["best-broker/opt-out", "answer-expected"]
    assert after.thing == before.thing
    assert after.due.text.startswith("Best Broker")


def test_a_kind_that_nobody_foresaw_is_an_entry_like_another(session, monkeypatch):
    real = due.derive

    def more(catalog, standing):
        new = [DueEntry(TODAY, "complain-by", OPT_OUT, "Mirror People: complain", "a rule")]
        return real(catalog, standing) + (new if OPT_OUT in standing.actions else [])

    monkeypatch.setattr(due, "derive", more)
    session.record(OPT_OUT, "asked", date(2026, 11, 1))
    assert of(session)[OPT_OUT, "complain-by"].ended is None
    session.undo()
    assert of(session)[OPT_OUT, "complain-by"].ended


MOVES = st.lists(
    st.tuples(
        st.sampled_from([OPT_OUT, "north-bureau/access", "prescreen-list/opt-out"]),
        st.sampled_from(
            ["started", "asked", "confirmed", "verified", "refused", "relisted", "set-aside", "reopen", "undo"]
        ),
        st.integers(0, 40),
    ),
    max_size=14,
)


@given(MOVES)
def test_no_date_vanishes_and_no_sequence_falls_whatever_is_recorded(small, tmp_path_factory, moves):
    with Ledger(tmp_path_factory.mktemp("ledger") / "ledger.db") as ledger:
        session = Session(small, ledger, ledger.add_person("me", "US-TX"), TODAY)
        before = of(session)
        for key, state, days in moves:
            with suppress(LedgerError):
                session.undo() if state == "undo" else session.record(key, state, TODAY - timedelta(days=days))
            after = of(session)
            assert after == of(session)
            assert before.keys() <= after.keys()
            for name, old in before.items():
                new = after[name]
                assert new.thing == old.thing
                assert (new.sequence, new.changed) >= (old.sequence, old.changed)
                assert new.days >= old.days
                if new != old:
                    assert new.sequence > old.sequence
            assert {one.due for one in after.values() if one.ended is None} == set(session.due_entries)
            before = after
