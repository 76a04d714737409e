"""Two ledgers that went different ways become one: in any order, however often, and nothing is asked."""

import hashlib
import itertools
import json
import shutil
import sqlite3
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import examples
import pytest
from examples import HOSTILE, TODAY
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from ledger.test_store import rows
from privacy_audit.audit.report import build
from privacy_audit.audit.scorecard import scorecards
from privacy_audit.exports import agenda
from privacy_audit.ledger import backup, evidence, files, forget
from privacy_audit.ledger.errors import LedgerError
from privacy_audit.ledger.events import device
from privacy_audit.ledger.merge import MergeError, look, merge
from privacy_audit.ledger.moves import STATES
from privacy_audit.ledger.store import ANSWERS, Ledger
from privacy_audit.session import Session

TABLES = ("events", "people", "answers", "actions", "settings", "due", "evidence")
KEYS = ("mirror-people/opt-out", "prescreen-list/opt-out", "north-bureau/freeze")
LABELS = ("me", "me 2", "you")
_folder = tempfile.TemporaryDirectory()
CATALOG = examples.small_catalog(Path(_folder.name))


def contents(path: Path) -> dict[str, list[tuple]]:
    """Return all that a ledger holds, as any SQLite program sees it."""
    return {table: rows(path, table) for table in TABLES}


def copy(source: Path, to: Path) -> Path:
    """Make a whole copy of a ledger, as a backup or a sync tool does."""
    with sqlite3.connect(source) as connection:
        connection.execute("VACUUM INTO ?", (str(to),))
    connection.close()
    return to


def united(into: Path, *others: Path) -> dict[str, list[tuple]]:
    """Merge ledgers into a copy of the first, one after the other, and return what the copy then holds."""
    with tempfile.TemporaryDirectory() as folder:
        path = copy(into, Path(folder) / "united.db")
        with opened(path) as ledger:
            for other in others:
                bring(ledger, other)
        return contents(path)


def bring(ledger: Ledger, other: Path):
    """Merge, agreeing to whoever was forgotten elsewhere, with what is due derived."""
    people = ledger.people()
    with Ledger(other, create=False) as theirs:
        people = people or theirs.people()
    if people:
        Session(CATALOG, ledger, people[0], TODAY)
    return merge(ledger, other, look(ledger, other).goes)


def opened(path: Path) -> Ledger:
    """Open a ledger that need not survive a power cut."""
    ledger = Ledger(path)
    ledger._connection.execute("PRAGMA synchronous = OFF")
    return ledger


def picture(number: int, name: str) -> evidence.File:
    content = b"picture %d" % number
    return evidence.File(name, "image/png", hashlib.sha256(content).hexdigest(), content)


# Histories: what is done, to whom of those who are there, with which choice, on a day so many days ago

_DEEDS = ("add", "edit", "answer", "record", "record", "record", "note", "undo", "life", "set", "audit", "letter",
          "prove", "forget")  # fmt: skip
_STEP = some.tuples(some.sampled_from(_DEEDS), some.integers(0, 3), some.integers(0, 12), some.integers(0, 9))
_HISTORY = some.lists(_STEP, max_size=14)


def live(ledger: Ledger, history) -> None:
    """Let a history happen; what may not be recorded is refused, as it is to a person."""
    for deed, who, choice, days in history:
        people = ledger.people()
        if people and not ledger.derive_due:
            Session(CATALOG, ledger, people[0], TODAY)
        if not people and deed != "add":
            continue
        person = people[who % len(people)] if people else None
        try:
            _do(ledger, deed, person, choice, TODAY - timedelta(days=days))
        except LedgerError:
            continue


def _do(ledger: Ledger, deed: str, person, choice: int, day: date) -> None:
    key, label, me = KEYS[choice % len(KEYS)], LABELS[choice % len(LABELS)], person and person.id
    deeds = {
        "add": lambda: ledger.add_person(label, "US-TX"),
        "edit": lambda: ledger.edit_person(person, label=label, born=1950 + choice),
        "answer": lambda: ledger.answer(me, key.partition("/")[0], ANSWERS[choice % len(ANSWERS)], day),
        "record": lambda: ledger.record(me, key, STATES[choice % len(STATES)], day, TODAY, note=f"note {choice}"),
        "note": lambda: ledger.annotate(me, key, day, reference=f"R-{choice}"),
        "undo": lambda: ledger.undo(me),
        "life": lambda: ledger.life(me, "moved", day, TODAY),
        "set": lambda: ledger.set(me, "rhythm:brokers", str(30 + choice), moves_dates=True),
        "audit": lambda: ledger.begin_audit(me, "whole", day),
        "letter": lambda: ledger.note_letter(me, key, day, kind="complaint", to="them", channel="post", discloses=[]),
        "prove": lambda: evidence.attach(ledger, me, key, picture(choice % 3, f"{choice}.png"), day, TODAY),
        "forget": lambda: forget.forget(ledger, person),
    }
    deeds[deed]()


def worlds(folder: str, before, *afters) -> list[Path]:
    """Return ledgers that have a history in common and then went different ways."""
    first = Path(folder) / "first.db"
    with opened(first) as ledger:
        live(ledger, before)
    found = []
    for number, after in enumerate(afters):
        path = copy(first, Path(folder) / f"device-{number}.db")
        with opened(path) as ledger:
            live(ledger, after)
        found.append(path)
    return found


class TestUnion:
    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
    @given(before=_HISTORY, one=_HISTORY, two=_HISTORY, three=_HISTORY)
    def test_any_order_and_any_number_of_times_gives_the_same_ledger(self, before, one, two, three):
        with tempfile.TemporaryDirectory() as folder:
            a, b, c = worlds(folder, before, one, two, three)
            both = united(a, b)
            assert united(b, a) == both
            assert united(a, b, a, b) == both
            with opened(copy(a, Path(folder) / "a+b.db")) as ledger:
                bring(ledger, b)
            with opened(copy(b, Path(folder) / "b+c.db")) as ledger:
                bring(ledger, c)
            whole = united(Path(folder) / "a+b.db", c)
            assert united(a, Path(folder) / "b+c.db") == whole
            assert united(c, b, a) == whole
            assert united(b, c, a) == whole

    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    @given(before=_HISTORY, one=_HISTORY, two=_HISTORY)
    def test_the_tables_are_what_the_log_gives_and_everything_can_be_worked_out_from_them(self, before, one, two):
        with tempfile.TemporaryDirectory() as folder:
            a, b = worlds(folder, before, one, two)
            with opened(a) as ledger:
                bring(ledger, b)
                merged = contents(a)
                ledger.rebuild()
                assert contents(a) == merged
                for person in ledger.people():
                    session = Session(CATALOG, ledger, person, TODAY)
                    events = ledger.standing_events(person.id)
                    build(CATALOG, session.standing, events, person.label, TODAY, session.law_names)
                    scorecards(CATALOG, person.region, events, TODAY)
                    agenda.build(CATALOG, session.standing, ledger.events(person.id), person.id)
                    assert session.plan is not None
                    assert session.counts
                    assert session.again is not None
                    assert all(one.days >= 0 for one in session.returns)

    @settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
    @given(before=_HISTORY, one=_HISTORY, two=_HISTORY)
    def test_no_event_of_anybody_who_stays_is_lost(self, before, one, two):
        with tempfile.TemporaryDirectory() as folder:
            a, b = worlds(folder, before, one, two)
            union = set(rows(a, "events")) | set(rows(b, "events"))
            marks = {json.loads(row[6])["person"] for row in union if row[3] == "forgotten"}
            staying = sorted((row for row in union if not row[2] or forget.mark(row[2]) not in marks), key=repr)
            assert united(a, b)["events"] == staying

    def test_a_ledger_merged_with_itself_stays_as_it_is(self, tmp_path):
        path, _ = worlds(str(tmp_path), [("add", 0, 0, 0), ("record", 0, 1, 3)], [], [])
        before = contents(path)
        with opened(path) as ledger:
            assert bring(ledger, path).events == 0
        assert contents(path) == before


@pytest.fixture
def clock(monkeypatch):
    """Every entry is written a second after the one before it, on whichever device."""
    seconds = itertools.count(1_795_000_000)
    monkeypatch.setattr(time, "time_ns", lambda: next(seconds) * 10**9)


@pytest.fixture
def two(tmp_path) -> tuple[Ledger, Ledger]:
    """One person's ledger on two devices."""
    first = opened(tmp_path / "here" / "ledger.db")
    first.add_person("me", "US-TX")
    other = opened(copy(first.path, tmp_path / "other.db"))
    yield first, other
    first.close()
    other.close()


def state(ledger: Ledger, key: str = KEYS[0]):
    return ledger.action(ledger.people()[0].id, key)


@pytest.mark.usefixtures("clock")
class TestConflicts:
    def record(self, ledger: Ledger, word: str, days: int, **more):
        me = ledger.people()[0].id
        return ledger.record(me, KEYS[0], word, TODAY - timedelta(days=days), TODAY, **more)

    def test_of_one_action_the_last_record_by_its_day_wins_whenever_it_was_written_down(self, two):
        here, there = two
        self.record(here, "asked", 20)
        merge(there, here.path)
        self.record(here, "refused", 2)
        self.record(there, "acknowledged", 9)
        merge(here, there.path)
        merge(there, here.path)
        for ledger in two:
            assert (state(ledger).status, state(ledger).day) == ("refused", TODAY - timedelta(days=2))
        assert self.record(here, "asked", 0).data["state"] == "asked"

    def test_on_one_day_what_was_written_down_later_wins(self, two):
        here, there = two
        self.record(here, "confirmed", 5)
        self.record(there, "not-found", 5)
        merge(here, there.path)
        assert state(here).status == "not-found"

    def test_a_sequence_that_nobody_could_record_is_taken_as_it_is(self, two):
        here, there = two
        self.record(here, "asked", 9)
        merge(there, here.path)
        self.record(here, "refused", 5)
        self.record(there, "acknowledged", 7)
        self.record(there, "extended", 3)
        merge(here, there.path)
        assert state(here).status == "extended"
        assert state(here).times_asked == 1

    def test_asked_on_two_devices_is_asked_twice(self, two):
        here, there = two
        self.record(here, "asked", 9)
        self.record(there, "asked", 4)
        merge(here, there.path)
        assert (state(here).times_asked, state(here).first_asked_on) == (2, TODAY - timedelta(days=9))

    def test_the_same_record_taken_back_on_both_is_taken_back_once(self, two):
        here, there = two
        self.record(here, "asked", 9)
        merge(there, here.path)
        me = here.people()[0].id
        here.undo(me)
        there.undo(me)
        merge(here, there.path)
        assert state(here).status == "open"
        with pytest.raises(LedgerError, match="no record that could be taken back"):
            here.undo(me)

    def test_what_followed_a_record_taken_back_elsewhere_stays(self, two):
        here, there = two
        self.record(here, "asked", 9)
        merge(there, here.path)
        here.undo(here.people()[0].id)
        self.record(there, "confirmed", 2)
        merge(here, there.path)
        assert (state(here).status, state(here).times_asked) == ("confirmed", 0)

    def test_of_an_answer_and_of_a_fact_about_somebody_the_last_word_wins(self, two):
        here, there = two
        me = here.people()[0]
        here.answer(me.id, "mirror-people", "yes", TODAY)
        here.edit_person(me, region="US-LA")
        there.answer(me.id, "mirror-people", "no", TODAY - timedelta(days=300))
        there.edit_person(me, born=1980)
        merge(here, there.path)
        assert here.answers(me.id) == {"mirror-people": "no"}
        assert (here.people()[0].region, here.people()[0].born) == ("US-LA", 1980)

    def test_the_history_tells_the_records_of_an_action_by_their_days(self, two):
        here, there = two
        self.record(here, "asked", 9)
        merge(there, here.path)
        self.record(here, "verified", 1)
        self.record(there, "confirmed", 5)
        merge(here, there.path)
        told = [event.data["state"] for event in here.standing_events(here.people()[0].id) if event.kind == "record"]
        assert told == ["asked", "confirmed", "verified"]


@pytest.mark.usefixtures("clock")
class TestPeople:
    def labels(self, ledger: Ledger) -> list[str]:
        return [person.label for person in ledger.people()]

    def test_two_people_with_one_label_stay_two_and_the_later_one_has_a_number(self, tmp_path):
        with opened(tmp_path / "a.db") as here, opened(tmp_path / "b.db") as there:
            mine = here.add_person("me", "US-TX")
            theirs = there.add_person("me", "CA-QC")
            merge(there, here.path)
            merge(here, there.path)
            for ledger in (here, there):
                assert [(one.id, one.label) for one in ledger.people()] == [(mine.id, "me"), (theirs.id, "me 2")]
            assert here.person("me 2").region == "CA-QC"

    def test_a_number_that_somebody_has_as_a_label_is_passed_over(self, tmp_path):
        with opened(tmp_path / "a.db") as here, opened(tmp_path / "b.db") as there:
            here.add_person("me", "US-TX")
            there.add_person("me", "CA-QC")
            there.add_person("me 2", "CA-QC")
            merge(here, there.path)
            assert self.labels(here) == ["me", "me 3", "me 2"]

    def test_another_label_takes_the_number_away(self, tmp_path):
        with opened(tmp_path / "a.db") as here, opened(tmp_path / "b.db") as there:
            first = here.add_person("me", "US-TX")
            there.add_person("me", "CA-QC")
            merge(here, there.path)
            here.edit_person(first, label="somebody")
            assert self.labels(here) == ["somebody", "me"]

    def test_who_was_forgotten_here_does_not_come_back(self, two):
        here, there = two
        me = here.people()[0]
        there.answer(me.id, "mirror-people", "yes", TODAY)
        forget.forget(here, me)
        done = merge(here, there.path)
        assert (here.people(), done.events, done.left_out) == ([], 0, 2)

    def test_who_was_forgotten_elsewhere_goes_only_when_that_is_agreed_to(self, two):
        here, there = two
        me = here.people()[0]
        evidence.attach(here, me.id, KEYS[0], picture(1, "secret-name.png"), TODAY, TODAY)
        forget.forget(there, me)
        before = contents(here.path)
        assert look(here, there.path).goes == (me,)
        with pytest.raises(MergeError, match="Nothing was merged"):
            merge(here, there.path)
        assert contents(here.path) == before
        assert merge(here, there.path, (me,)).gone == ("me",)
        here.close()
        kept = b"".join(path.read_bytes() for path in here.path.parent.rglob("*") if path.is_file())
        assert me.id.encode() not in kept
        assert b"secret-name" not in kept

    def test_evidence_comes_along_once_and_has_the_name_that_was_given_first(self, two):
        here, there = two
        me = here.people()[0].id
        evidence.attach(there, me, KEYS[0], picture(1, "earlier.png"), TODAY, TODAY)
        evidence.attach(here, me, KEYS[0], picture(1, "later.png"), TODAY, TODAY)
        evidence.attach(there, me, KEYS[1], picture(2, "other.png"), TODAY, TODAY)
        assert merge(here, there.path).evidence == 1
        assert sorted(row[1] for row in rows(here.path, "evidence")) == ["earlier.png", "other.png"]
        one = evidence.find(here, me, picture(2, "").hash)
        assert evidence.content(here, one) == picture(2, "").content
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            here._connection.execute("UPDATE evidence SET name = 'x'")


class TestRefusals:
    """Whatever is wrong with the other file: one line, and both are as they were."""

    def refused(self, ledger: Ledger, other: Path) -> str:
        def there() -> bytes | None:
            return other.read_bytes() if other.is_file() else None

        before, theirs = contents(ledger.path), there()
        with pytest.raises(LedgerError) as caught:
            merge(ledger, other)
        assert contents(ledger.path) == before
        assert there() == theirs
        words = str(caught.value)
        assert "\n" not in words
        assert "Nothing was merged" in words or "nothing was merged" in words
        return words

    @pytest.fixture
    def here(self, ledger) -> Ledger:
        ledger.add_person("me", "US-TX")
        return ledger

    @pytest.fixture
    def other(self, tmp_path) -> Path:
        with opened(tmp_path / "other.db") as other:
            me = other.add_person("you", "US-TX").id
            for number in range(200):
                other.answer(me, f"organisation-{number}", "yes", TODAY)
        return tmp_path / "other.db"

    def test_what_is_not_there_a_folder_and_an_empty_file(self, here, tmp_path):
        assert "does not exist" in self.refused(here, tmp_path / "none.db")
        assert "is no file" in self.refused(here, tmp_path)
        (tmp_path / "empty.db").touch()
        assert "is empty" in self.refused(here, tmp_path / "empty.db")

    def test_another_kind_of_file_and_another_program_s_database(self, here, tmp_path):
        (tmp_path / "photo.db").write_bytes(b"\x89PNG" * 5000)
        assert "no ledger of this program" in self.refused(here, tmp_path / "photo.db")
        connection = sqlite3.connect(tmp_path / "contacts.db")
        connection.execute("CREATE TABLE contacts (name)")
        connection.close()
        assert "no ledger of this program" in self.refused(here, tmp_path / "contacts.db")

    def test_a_file_cut_off_anywhere(self, here, other):
        whole = other.read_bytes()
        for size in range(4096, len(whole), 4096):
            other.write_bytes(whole[:size])
            assert "damaged" in self.refused(here, other)

    def test_a_newer_and_an_older_version(self, here, other):
        with sqlite3.connect(other) as connection:
            connection.execute(f"PRAGMA user_version = {files.SCHEMA_VERSION + 1}")
        assert "newer version" in self.refused(here, other)
        connection.execute(f"PRAGMA user_version = {files.SCHEMA_VERSION - 1}")
        connection.close()
        assert "older version" in self.refused(here, other)

    def _add(self, other: Path, **column) -> None:
        with opened(other) as ledger:
            row = dict(ledger._read("SELECT * FROM events ORDER BY id DESC LIMIT 1")[0])
            row |= {"id": "01900000-0000-7000-8000-000000000000"} | column
            marks = ", ".join("?" * len(row))
            ledger._connection.execute(f"INSERT INTO events ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))

    @pytest.mark.parametrize(
        "column",
        [
            {"data": "{"}, {"data": "[]"}, {"data": '{"answer": 1, "on": "2026-11-24"}'}, {"data": '{"answer": "yes"}'},
            {"data": '{"answer": "yes", "on": "2026-02-30"}'}, {"data": "[" * 5000}, {"kind": "spell"}, {"id": "x"},
            {"kind": "record"}, {"person": ""}, {"at": "now"}, {"kind": "undo"}, {"data": '{"on": 1e999}'},
            {"kind": "person", "organisation": "", "data": '{"label": 7}'},
            {"person": "00000000-0000-7000-8000-000000000000"},
        ],
        ids=lambda column: str(column)[:40],
    )  # fmt: skip
    def test_an_entry_that_this_program_never_wrote(self, here, other, column):
        self._add(other, **column)
        self.refused(here, other)

    def test_a_column_that_a_person_has_not_is_no_harm(self, here, other):
        told = {"label": HOSTILE, "id) VALUES (1); --": 1}
        self._add(other, kind="person", organisation="", data=json.dumps(told))
        merge(here, other)
        assert [person.region for person in here.people()] == ["US-TX", "US-TX"]

    def test_another_entry_under_the_same_id(self, here, tmp_path):
        other = copy(here.path, tmp_path / "changed.db")
        with sqlite3.connect(other) as connection:
            connection.execute("DROP TRIGGER events_never_change")
            connection.execute("UPDATE events SET data = json_set(data, '$.region', 'CA-ON')")
        connection.close()
        assert "another entry under an id" in self.refused(here, other)

    def test_evidence_that_is_not_what_its_hash_says(self, here, other):
        with opened(other) as ledger:
            me = ledger.people()[0].id
            file = evidence.File("a.png", "image/png", hashlib.sha256(b"as it was").hexdigest(), b"as it is")
            evidence.attach(ledger, me, KEYS[0], file, TODAY, TODAY)
        assert "evidence that is damaged" in self.refused(here, other)

    def test_a_ledger_that_may_only_be_read_is_brought_in_all_the_same(self, here, other):
        other.chmod(0o400)
        assert merge(here, other).people == ("you",)

    def test_without_a_backup_nothing_is_merged(self, here, other, monkeypatch):
        (here.path.parent / "backups").touch()
        before = contents(here.path)
        with pytest.raises(LedgerError, match="No backup was made"):
            merge(here, other)
        assert contents(here.path) == before

    def test_a_fault_in_the_middle_leaves_everything_as_it_was(self, here, other, monkeypatch):
        before = contents(here.path)
        monkeypatch.setattr("privacy_audit.ledger.merge.project_since", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            merge(here, other)
        assert contents(here.path) == before


def test_a_ledger_that_is_open_elsewhere_can_be_brought_in(two):
    here, there = two
    me = here.people()[0].id
    there.answer(me, "mirror-people", "yes", TODAY)
    assert look(here, there.path).events == 1
    assert merge(here, there.path).words == "1 new entry of the log"
    there.answer(me, "mirror-people", "no", TODAY)
    assert merge(here, there.path).events == 1
    assert here.answers(me) == {"mirror-people": "no"}


def test_before_a_merge_that_brings_something_a_backup_is_made(two):
    here, there = two
    assert merge(here, there.path).events == 0
    assert backup.known(here.path) == []
    before = contents(here.path)
    there.answer(here.people()[0].id, "mirror-people", "yes", TODAY)
    merge(here, there.path)
    (made,) = backup.known(here.path)
    assert made.why == "merge"
    assert contents(made.path) == before


def test_every_device_is_named_in_its_own_entries(two):
    here, there = two
    merge(here, there.path)
    assert {event.device for event in here.events(here.people()[0].id)} == {device()}


def test_a_copy_is_left_beside_nothing_else(two, tmp_path):
    here, there = two
    there.close()
    shutil.copy(there.path, tmp_path / "apart.db")
    before = (tmp_path / "apart.db").read_bytes()
    merge(here, tmp_path / "apart.db")
    assert (tmp_path / "apart.db").read_bytes() == before
    assert not list(tmp_path.glob("apart.db-*"))
