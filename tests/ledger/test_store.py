"""The ledger: append-only, whole or not at all, and readable by anything that reads SQLite."""

import sqlite3
import time
from datetime import date, timedelta

import pytest
from examples import TODAY

from privacy_audit.ledger.errors import IllegalMove, NothingToUndo, UnknownPerson, WrongDate
from privacy_audit.ledger.moves import OPEN
from privacy_audit.ledger.store import DueEntry, Ledger
from privacy_audit.ledger.values import Derived

TABLES = ("people", "answers", "actions", "due")


def rows(path, table: str) -> list[tuple]:
    """Return a table as any other SQLite program sees it."""
    connection = sqlite3.connect(path)
    try:
        return sorted(connection.execute(f'SELECT * FROM "{table}"').fetchall(), key=repr)
    finally:
        connection.close()


def tables(path) -> dict[str, list[tuple]]:
    """Return all readable tables."""
    return {table: rows(path, table) for table in TABLES}


@pytest.fixture
def me(ledger) -> str:
    return ledger.add_person("me", "US-TX").id


class TestPeople:
    def test_a_label_and_a_region_are_enough(self, ledger):
        person = ledger.add_person("me", "US-TX")
        assert (person.label, person.region, person.born, person.audit_days) == ("me", "US-TX", None, 90)

    def test_everyone_stands_in_the_order_of_their_adding_even_if_the_clock_goes_back(self, ledger, monkeypatch):
        real = time.time_ns()
        for place, label in enumerate("cab"):
            monkeypatch.setattr(time, "time_ns", lambda place=place: real - place * 10**12)
            ledger.add_person(label, "US")
        assert [person.label for person in ledger.people()] == ["c", "a", "b"]

    def test_many_added_in_the_same_instant_keep_their_order(self, ledger, monkeypatch):
        instant = time.time_ns()
        monkeypatch.setattr(time, "time_ns", lambda: instant)
        labels = [f"person {number}" for number in range(20)]
        for label in labels:
            ledger.add_person(label, "US")
        assert [person.label for person in ledger.people()] == labels

    def test_a_label_that_is_taken_is_refused_and_changes_nothing(self, ledger, me):
        with pytest.raises(UnknownPerson, match="'me' is in the ledger already"):
            ledger.add_person("me", "CA")
        ledger.add_person("you", "CA-QC")
        with pytest.raises(UnknownPerson, match="'me' is in the ledger already"):
            ledger.edit_person(ledger.person("you"), label="me")
        assert [(person.label, person.region) for person in ledger.people()] == [("me", "US-TX"), ("you", "CA-QC")]

    def test_a_change_keeps_what_was_not_changed(self, ledger, me):
        changed = ledger.edit_person(ledger.person(), region="US-CA", born=1980)
        assert (changed.id, changed.label, changed.region, changed.born) == (me, "me", "US-CA", 1980)
        assert ledger.edit_person(changed, label="I", audit_days=30).born == 1980

    def test_the_only_person_needs_no_label_and_several_do(self, ledger, me):
        assert ledger.person().id == me
        ledger.add_person("you", "CA")
        with pytest.raises(UnknownPerson, match="Several people are in the ledger: me, you"):
            ledger.person()
        assert ledger.person("me").id == me

    def test_an_unknown_label_names_those_that_are_there(self, ledger, me):
        with pytest.raises(UnknownPerson, match=r"Nobody is called 'him' in the ledger\. It holds: me"):
            ledger.person("him")

    def test_an_empty_ledger_says_how_to_start(self, ledger):
        with pytest.raises(UnknownPerson, match="person add"):
            ledger.person()

    def test_one_persons_records_are_not_anothers(self, ledger, me):
        you = ledger.add_person("you", "CA").id
        ledger.answer(me, "mirror-people", "yes", TODAY)
        ledger.record(me, "mirror-people/opt-out", "asked", TODAY, TODAY)
        assert ledger.answers(you) == {}
        assert ledger.actions(you) == {}
        with pytest.raises(NothingToUndo):
            ledger.undo(you)


class TestAnswersAndRecords:
    def test_the_last_answer_counts(self, ledger, me):
        ledger.answer(me, "mirror-people", "yes", TODAY)
        ledger.answer(me, "mirror-people", "past", TODAY)
        assert ledger.answers(me) == {"mirror-people": "past"}

    def test_a_word_that_is_no_answer_is_refused(self, ledger, me):
        with pytest.raises(IllegalMove, match="yes, no, unsure, past"):
            ledger.answer(me, "mirror-people", "maybe", TODAY)
        assert ledger.answers(me) == {}

    def test_a_record_gives_the_action_its_state(self, ledger, me):
        ledger.record(me, "mirror-people/opt-out", "asked", date(2026, 11, 1), TODAY, reference="4711", note="by web")
        state = ledger.action(me, "mirror-people/opt-out")
        assert (state.status, state.day, state.reference, state.note) == ("asked", date(2026, 11, 1), "4711", "by web")
        assert ledger.actions(me) == {"mirror-people/opt-out": state}
        assert ledger.action(me, "mirror-people/delete") == OPEN

    def test_a_move_or_a_day_that_is_not_allowed_writes_nothing(self, ledger, me):
        ledger.record(me, "mirror-people/opt-out", "asked", date(2026, 11, 10), TODAY)
        before = tables(ledger.path), len(ledger.events(me))
        with pytest.raises(IllegalMove):
            ledger.record(me, "mirror-people/opt-out", "started", TODAY, TODAY)
        with pytest.raises(WrongDate):
            ledger.record(me, "mirror-people/opt-out", "confirmed", date(2026, 11, 9), TODAY)
        with pytest.raises(WrongDate):
            ledger.record(me, "mirror-people/opt-out", "confirmed", TODAY + timedelta(days=1), TODAY)
        assert (tables(ledger.path), len(ledger.events(me))) == before

    def test_what_was_disclosed_is_kept_in_the_log(self, ledger, me):
        event = ledger.record(me, "mirror-people/opt-out", "asked", TODAY, TODAY, discloses=["name", "email"])
        assert (
            ledger.events(me)[-1].data
            == event.data
            == {"state": "asked", "on": "2026-11-24", "discloses": ["name", "email"]}
        )

    def test_an_audit_is_kept_with_its_day_and_scope(self, ledger, me):
        ledger.begin_audit(me, "quick", TODAY)
        (event,) = ledger.audit_events(me)
        assert event.data == {"scope": "quick", "on": "2026-11-24"}

    def test_the_log_of_one_organisation_can_be_read_alone(self, ledger, me):
        ledger.answer(me, "mirror-people", "yes", TODAY)
        ledger.answer(me, "first-broker", "no", TODAY)
        assert [event.organisation for event in ledger.events(me, "mirror-people")] == ["mirror-people"]


class TestUndo:
    def test_it_takes_back_a_record_and_the_one_before_holds_again(self, ledger, me):
        ledger.record(me, "mirror-people/opt-out", "asked", date(2026, 11, 1), TODAY)
        before = tables(ledger.path)
        ledger.record(me, "mirror-people/opt-out", "refused", TODAY, TODAY)
        assert ledger.undo(me).data["state"] == "refused"
        assert tables(ledger.path) == before

    def test_it_takes_back_an_answer_and_the_one_before_holds_again(self, ledger, me):
        ledger.answer(me, "mirror-people", "yes", TODAY)
        ledger.answer(me, "mirror-people", "no", TODAY)
        assert ledger.undo(me).data["answer"] == "no"
        assert ledger.answers(me) == {"mirror-people": "yes"}

    def test_again_and_again_it_goes_back_to_nothing(self, ledger, me):
        empty = tables(ledger.path)
        ledger.answer(me, "mirror-people", "yes", TODAY)
        ledger.record(me, "mirror-people/opt-out", "asked", TODAY, TODAY)
        ledger.answer(me, "first-broker", "no", TODAY)
        assert [ledger.undo(me).organisation for _ in range(3)] == ["first-broker", "mirror-people", "mirror-people"]
        assert tables(ledger.path) == empty
        with pytest.raises(NothingToUndo, match="no record that could be taken back"):
            ledger.undo(me)

    def test_it_adds_to_the_log_and_takes_nothing_out(self, ledger, me):
        event = ledger.answer(me, "mirror-people", "yes", TODAY)
        ledger.undo(me)
        assert [e.kind for e in ledger.events(me)] == ["person", "answer", "undo"]
        assert ledger.events(me)[-1].data == {"event": event.id}
        assert [e.kind for e in ledger.standing_events(me)] == ["person"]

    def test_what_is_recorded_after_an_undo_is_the_next_to_be_taken_back(self, ledger, me):
        ledger.answer(me, "mirror-people", "yes", TODAY)
        ledger.answer(me, "first-broker", "yes", TODAY)
        ledger.undo(me)
        ledger.answer(me, "second-broker", "yes", TODAY)
        assert ledger.undo(me).organisation == "second-broker"
        assert ledger.undo(me).organisation == "mirror-people"

    def test_a_person_and_an_audit_are_not_taken_back(self, ledger, me):
        ledger.begin_audit(me, "quick", TODAY)
        with pytest.raises(NothingToUndo):
            ledger.undo(me)
        assert len(ledger.audit_events(me)) == 1


class TestTheLogOnlyGrows:
    @pytest.mark.parametrize(
        "sql", ["UPDATE events SET data = '{}'", "DELETE FROM events", "DELETE FROM events WHERE kind = 'x' OR 1"]
    )
    def test_any_program_that_changes_it_is_refused(self, ledger, me, sql):
        other = sqlite3.connect(ledger.path)
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            other.execute(sql)
        other.close()
        assert len(ledger.events(me)) == 1

    def test_replacing_an_event_by_another_is_refused_too(self, ledger, me):
        other = sqlite3.connect(ledger.path)
        copy = "SELECT id, at, person, kind, organisation, action, '{}', device FROM events"
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            other.execute(f"INSERT OR REPLACE INTO events {copy}")
        other.close()
        assert ledger.events(me)[0].data["label"] == "me"

    def test_the_same_event_twice_is_once_so_that_two_logs_can_be_joined(self, ledger, me):
        other = sqlite3.connect(ledger.path)
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
            other.execute("INSERT INTO events SELECT * FROM events")
        other.execute("INSERT OR IGNORE INTO events SELECT * FROM events")
        other.close()
        assert len(ledger.events(me)) == 1

    def test_the_tables_are_strict(self, ledger, me):
        other = sqlite3.connect(ledger.path)
        strict = {
            name: flag for _, name, _, _, _, flag in other.execute("PRAGMA table_list") if not name.startswith("_")
        }
        assert all(strict[table] for table in ("events", *TABLES))
        with pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT value in INTEGER"):
            other.execute("UPDATE people SET born = 'long ago'")
        other.close()

    def test_an_event_says_when_it_was_written_and_on_which_device(self, ledger, me):
        event = ledger.answer(me, "mirror-people", "yes", date(2020, 1, 1))
        assert event.at > "2020-01-02"
        assert event.device
        assert ledger.events(me)[-1] == event


class TestReadableTables:
    def test_they_are_the_same_when_written_anew_from_the_log(self, session):
        ledger, me = session.ledger, session.person.id
        session.answer("mirror-people", "yes")
        session.answer("first-broker", "no")
        session.record("mirror-people/opt-out", "asked", date(2026, 11, 1), reference="4711")
        session.record("mirror-people/opt-out", "confirmed", date(2026, 11, 9))
        session.record("first-broker/opt-out", "started")
        session.undo()
        session.begin_audit("quick")
        session.edit_person(region="US-CA", born=1980)
        ledger.add_person("you", "CA-QC")
        before = tables(ledger.path)
        assert all(before.values())
        ledger.rebuild()
        assert tables(ledger.path) == before
        assert ledger.action(me, "mirror-people/opt-out").reference == "4711"

    def test_writing_them_anew_mends_what_another_program_did_to_them(self, ledger, me):
        ledger.answer(me, "mirror-people", "yes", TODAY)
        ledger.record(me, "mirror-people/opt-out", "asked", TODAY, TODAY)
        before = tables(ledger.path)
        other = sqlite3.connect(ledger.path)
        other.execute("UPDATE answers SET answer = 'no'")
        other.execute("DELETE FROM actions")
        other.execute("DELETE FROM people")
        other.commit()
        other.close()
        assert tables(ledger.path) != before
        ledger.rebuild()
        assert tables(ledger.path) == before

    def test_what_is_due_is_written_with_each_record(self, session):
        session.record("mirror-people/opt-out", "asked", TODAY)
        assert session.ledger.due(session.person.id) == session.due_entries
        session.undo()
        assert session.ledger.due(session.person.id) == []

    def test_what_is_due_can_be_derived_again(self, ledger, me):
        entry = DueEntry(TODAY, "look-again", "mirror-people/opt-out", "look", "the rule")
        ledger.derive_due = lambda *_: Derived([entry])
        assert ledger.due(me) == []
        ledger.refresh_due(me)
        assert ledger.due(me) == [entry]


class TestWholeOrNotAtAll:
    class Fault(Exception):
        pass

    @pytest.mark.parametrize(
        "write",
        [
            lambda ledger, me: ledger.answer(me, "first-broker", "yes", TODAY),
            lambda ledger, me: ledger.record(me, "mirror-people/opt-out", "confirmed", TODAY, TODAY),
            lambda ledger, me: ledger.undo(me),
            lambda ledger, me: ledger.begin_audit(me, "quick", TODAY),
            lambda ledger, me: ledger.edit_person(ledger.person(), region="CA"),
        ],
        ids=["answer", "record", "undo", "audit", "edit"],
    )
    def test_a_fault_in_the_middle_of_a_write_leaves_nothing_of_it(self, ledger, me, write):
        ledger.record(me, "mirror-people/opt-out", "asked", TODAY, TODAY)
        before = tables(ledger.path), rows(ledger.path, "events")

        def fail(*_):
            raise self.Fault

        ledger.derive_due = fail
        with pytest.raises(self.Fault):
            write(ledger, me)
        assert (tables(ledger.path), rows(ledger.path, "events")) == before
        ledger.derive_due = None
        write(ledger, me)
        assert len(rows(ledger.path, "events")) == len(before[1]) + 1

    def test_a_fault_while_the_tables_are_written_anew_leaves_the_old_ones(self, ledger, me, monkeypatch):
        ledger.answer(me, "mirror-people", "yes", TODAY)
        ledger.record(me, "mirror-people/opt-out", "asked", TODAY, TODAY)
        before = tables(ledger.path)

        def fail(*_):
            raise self.Fault

        monkeypatch.setattr("privacy_audit.ledger.moves.fold", fail)
        with pytest.raises(self.Fault):
            ledger.rebuild()
        assert tables(ledger.path) == before

    def test_a_ledger_that_was_closed_and_opened_again_holds_everything(self, tmp_path):
        with Ledger(tmp_path / "ledger.db") as ledger:
            me = ledger.add_person("me", "US-TX").id
            ledger.record(me, "mirror-people/opt-out", "asked", TODAY, TODAY)
            before = tables(ledger.path)
        with Ledger(tmp_path / "ledger.db", create=False) as ledger:
            assert tables(ledger.path) == before
            assert ledger.action(me, "mirror-people/opt-out").status == "asked"


def test_ids_rise_although_the_clock_goes_back(ledger, me, monkeypatch):
    real = time.time_ns()
    for step in (0, -(10**15), 10**12, -(10**17)):
        monkeypatch.setattr(time, "time_ns", lambda step=step: real + step)
        ledger.answer(me, f"organisation{step}", "yes", TODAY)
    answers = [event.organisation for event in ledger.events(me) if event.kind == "answer"]
    assert answers == [f"organisation{step}" for step in (0, -(10**15), 10**12, -(10**17))]
    assert ledger.undo(me).organisation == f"organisation{-(10**17)}"
