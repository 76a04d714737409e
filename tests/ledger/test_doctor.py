"""The doctor: what is well is said to be well, each fault is found and named, and what can be mended is mended."""

import json
import os
import sqlite3
import stat
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from ledger.test_ledger_files import posix
from ledger.test_store import tables
from privacy_audit import care
from privacy_audit.ledger import backup, doctor, evidence, files, mending, synced
from privacy_audit.ledger.errors import LedgerError, NoLedger, NotALedger
from privacy_audit.ledger.events import new_id
from privacy_audit.ledger.findings import Check
from privacy_audit.ledger.store import Ledger
from privacy_audit.session import Session


@pytest.fixture
def about(small, session):
    return care.surroundings(small, session.today)


@pytest.fixture
def path(session, tmp_path) -> Path:
    """A ledger with something of every kind in it."""
    session.begin_audit("quick")
    session.answer("mirror-people", "yes")
    session.record("mirror-people/opt-out", "asked", reference="4711")
    session.record("north-bureau/freeze", "confirmed")
    session.undo()
    proof = tmp_path / "letter.txt"
    proof.write_text("dear sir")
    session.attach("mirror-people/opt-out", evidence.read(proof))
    session.ledger.set(session.person.id, "walk", "quick:1")
    return session.ledger.path


@pytest.fixture
def raw(path):
    """The ledger's file as another program opens it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def wrong(path: Path, about) -> dict[str, Check]:
    return {check.name: check for check in doctor.examine(path, about) if not check.ok}


def add_event(raw: sqlite3.Connection, **columns) -> None:
    row = {"id": new_id(), "at": "2026-11-24T09:00:00Z", "person": "", "kind": "note", "data": "{}"} | columns
    names = ", ".join(row)
    raw.execute(f"INSERT INTO events ({names}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))


def without_triggers(raw: sqlite3.Connection, table: str) -> None:
    sql = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
    for (name,) in raw.execute(sql, (table,)).fetchall():
        raw.execute(f"DROP TRIGGER {name}")


class TestAWholeLedger:
    def test_has_nothing_wrong(self, path, about):
        checks = doctor.examine(path, about)
        assert [check.name for check in checks if not check.ok] == []
        assert {check.name for check in checks} >= {
            "integrity", "version", "permissions", "links", "folder", "write-ahead log", "backups", "guards", "log",
            "dates", "evidence", "people", "organisations", "tables",
        }  # fmt: skip

    def test_is_not_changed_by_looking(self, path, about, session):
        session.ledger.close()
        before = path.read_bytes()
        doctor.examine(path, about)
        assert path.read_bytes() == before
        assert [one.name for one in path.parent.iterdir()] == [path.name]

    def test_may_be_in_use_meanwhile(self, path, about, session):
        session.answer("north-bureau", "no")
        assert wrong(path, about) == {}

    def test_of_an_older_version_is_looked_at_as_it_is(self, tmp_path, about, monkeypatch):
        from privacy_audit.ledger import schema

        path = tmp_path / "old.db"
        with monkeypatch.context() as patch:
            patch.setattr(schema.migrations, "_migrations", schema.migrations._migrations[:1])
            patch.setattr(files, "SCHEMA_VERSION", 1)
            with Ledger(path) as ledger:
                ledger.add_person("me", "US-TX")
        checks = {check.name: check for check in doctor.examine(path, about)}
        assert "version 1" in checks["version"].detail
        assert all(check.ok for check in checks.values())

    def test_that_is_absent_is_said_to_be(self, tmp_path, about):
        with pytest.raises(NoLedger):
            doctor.examine(tmp_path / "nothing.db", about)

    @pytest.mark.parametrize("share", [0.2, 0.5])
    def test_that_was_cut_short_is_damaged(self, path, about, session, share):
        session.ledger.close()
        whole = path.read_bytes()
        path.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(NotALedger, match="damaged"):
            doctor.examine(path, about)

    def test_with_pages_of_noise_is_damaged(self, path, about, session):
        session.ledger.close()
        content = bytearray(path.read_bytes())
        content[-8192:] = bytes(8192)
        path.write_bytes(content)
        try:
            checks = doctor.examine(path, about)
        except NotALedger:
            return
        assert doctor.damaged(checks)


class TestWhatIsFound:
    @pytest.mark.parametrize(
        ("change", "table"),
        [
            ("DELETE FROM answers", "answers"),
            ("UPDATE actions SET status = 'verified'", "actions"),
            ("UPDATE settings SET value = 'x'", "settings"),
            ("UPDATE people SET label = 'somebody else'", "people"),
            ("DELETE FROM due", "due"),
            ("UPDATE due SET text = 'nothing to do'", "due"),
        ],
    )
    def test_a_table_that_is_not_what_the_log_gives(self, path, raw, about, change, table):
        before = tables(path)
        raw.execute(change)
        found = wrong(path, about)
        assert set(found) == {"tables"}
        assert table in found["tables"].detail
        assert found["tables"].can_be_mended
        mending.mend(path, doctor.examine(path, about), about)
        assert wrong(path, about) == {}
        assert tables(path) == before

    def test_a_row_too_many(self, path, raw, about):
        raw.execute("INSERT INTO answers SELECT person, 'first-broker', answer, day, event FROM answers")
        assert "answers (1 row)" in wrong(path, about)["tables"].detail

    def test_a_log_that_may_be_changed(self, path, raw, about):
        raw.execute("DROP TRIGGER events_never_change")
        raw.execute("DROP INDEX due_by_day")
        found = wrong(path, about)
        assert set(found) == {"guards"}
        assert "events_never_change" in found["guards"].detail
        mending.mend(path, list(found.values()), about)
        assert wrong(path, about) == {}
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            raw.execute("UPDATE events SET at = ''")

    @pytest.mark.parametrize(
        ("columns", "words"),
        [
            ({"data": "{"}, "its data are not readable"),
            ({"data": "[]"}, "its data are not readable"),
            ({"data": "[" * 100_000}, "its data are not readable"),
            ({"kind": "gossip"}, "of the kind 'gossip'"),
            ({"id": "zzz"}, "its id does not tell when"),
            ({"at": "yesterday"}, "its moment is no date"),
            ({"kind": "undo", "data": json.dumps({"event": "nothing"})}, "it takes back what is not there"),
        ],
    )
    def test_an_entry_of_the_log_that_another_program_wrote(self, path, raw, about, columns, words):
        add_event(raw, **columns)
        found = wrong(path, about)
        assert words in found["log"].detail
        assert not found["log"].can_be_mended
        assert "not compared" in found["tables"].detail

    def test_a_day_to_come(self, path, about, session):
        earlier = replace(about, today=session.today - timedelta(days=1))
        found = wrong(path, earlier)["dates"]
        assert session.today.isoformat() in found.detail
        assert not found.can_be_mended

    def test_a_clock_that_was_ahead(self, path, about):
        found = wrong(path, replace(about, now=datetime(2020, 1, 1, tzinfo=UTC)))
        assert "under a clock that was ahead" in found["dates"].detail

    def test_evidence_that_was_changed_or_is_missing(self, path, raw, about):
        without_triggers(raw, "evidence")
        raw.execute("UPDATE evidence SET content = x'00'")
        assert "letter.txt is not what was kept" in wrong(path, about)["evidence"].detail
        raw.execute("DELETE FROM evidence")
        assert "letter.txt is missing" in wrong(path, about)["evidence"].detail

    def test_rows_of_a_person_whom_the_log_does_not_know(self, path, raw, about):
        raw.execute("INSERT INTO settings VALUES ('nobody', 'walk', '1')")
        assert {"people", "tables"} == set(wrong(path, about))

    def test_an_organisation_that_the_catalogue_has_not(self, path, about, session):
        session.ledger.answer(session.person.id, "my-dentist", "yes", session.today)
        found = wrong(path, about)["organisations"]
        assert "my-dentist" in found.detail
        assert "mirror-people" not in found.detail

    def test_a_renamed_organisation_is_followed(self, path, about):
        renamed = replace(about, current=lambda id: "mirror" if id == "mirror-people" else id, derive=None)
        renamed = replace(renamed, knows=lambda id: id != "mirror-people")
        checks = {check.name: check for check in doctor.examine(path, renamed)}
        assert checks["organisations"].ok
        assert "1 was renamed since, and followed" in checks["organisations"].detail

    def test_that_records_are_written_the_slow_way(self, path, raw, about, session):
        session.ledger.close()
        raw.execute("PRAGMA journal_mode = DELETE")
        found = wrong(path, about)
        assert set(found) == {"write-ahead log"}
        mending.mend(path, list(found.values()), about)
        assert wrong(path, about) == {}

    @posix
    def test_a_second_name_of_the_file(self, path, about, tmp_path):
        os.link(path, tmp_path / "again.db")
        assert "hard link" in wrong(path, about)["links"].detail

    @posix
    def test_what_others_may_reach(self, path, about):
        made = backup.make(path)
        for one in (path, made.path, made.path.parent):
            one.chmod(0o755)
        found = wrong(path, about)
        assert set(found) == {"permissions"}
        assert "mode 0755, should be 0600" in found["permissions"].detail
        done = mending.mend(path, list(found.values()), about)
        assert "3 files" in done[0]
        assert [stat.S_IMODE(one.stat().st_mode) for one in (path, made.path, made.path.parent)] == [
            0o600,
            0o600,
            0o700,
        ]
        assert wrong(path, about) == {}

    @posix
    def test_a_folder_in_which_everybody_may_write_is_named_and_left(self, path, about):
        path.parent.chmod(0o777)
        found = wrong(path, about)["permissions"]
        assert "others may write in" in found.detail
        assert not found.can_be_mended

    def test_a_backup_that_is_damaged(self, path, about):
        made = backup.make(path)
        made.path.write_bytes(made.path.read_bytes()[:5000])
        found = wrong(path, about)["backups"]
        assert made.path.name in found.detail
        mending.mend(path, [found], about)
        assert wrong(path, about) == {}

    def test_that_no_backup_can_be_made(self, path, about):
        (path.parent / "backups").write_text("in the way")
        assert "none can be made" in wrong(path, about)["backups"].detail

    def test_a_backup_that_is_older_than_what_was_written_since(self, path, about):
        backup.make(path, now=about.now - timedelta(days=9))
        assert "written to since" in wrong(path, about)["backups"].detail

    def test_what_a_killed_program_left_half_written_is_told_and_goes(self, path, about):
        folder = backup.folder_of(path)
        folder.mkdir(mode=0o700)
        left = folder / ".privacy-audit-x.part"
        left.write_bytes(b"half")
        left.chmod(0o600)
        os.utime(left, (1, 1))
        checks = {check.name: check for check in doctor.examine(path, about)}
        assert checks["backups"].ok
        assert "1 file that a stopped program left half written" in checks["backups"].detail
        mending.mend(path, [], about)
        assert not left.exists()


class TestMending:
    def test_makes_a_backup_first_and_never_changes_the_log(self, path, raw, about):
        log = raw.execute("SELECT * FROM events ORDER BY id").fetchall()
        raw.execute("DELETE FROM actions")
        checks = doctor.examine(path, about)
        done = mending.mend(path, checks, about)
        (kept,) = backup.known(path)
        assert kept.why == "mend"
        assert done[0] == f"backup: {kept.path.name}"
        with closing(sqlite3.connect(kept.path)) as before:
            assert before.execute("SELECT count(*) FROM actions").fetchone() == (0,)
        assert raw.execute("SELECT * FROM events ORDER BY id").fetchall() == log

    def test_does_nothing_without_a_backup(self, path, raw, about):
        raw.execute("DELETE FROM actions")
        (path.parent / "backups").write_text("in the way")
        with pytest.raises(LedgerError, match="No backup was made"):
            mending.mend(path, doctor.examine(path, about), about)
        assert raw.execute("SELECT count(*) FROM actions").fetchone() == (0,)

    def test_leaves_nothing_deleted_in_the_file(self, path, about, session):
        session.ledger.set(session.person.id, "note", "planted-string")
        session.ledger.set(session.person.id, "note", "")
        session.ledger.close()
        mending.mend(path, [], about)
        assert not path.with_name(f"{path.name}-wal").exists()

    def test_a_damaged_index_is_written_anew_and_the_file_kept_as_it_was(self, path, raw, about, session):
        session.ledger.close()
        raw.execute("PRAGMA writable_schema = ON")
        raw.execute("UPDATE sqlite_master SET sql = replace(sql, '\"on\"', 'text') WHERE name = 'due_by_day'")
        raw.execute("PRAGMA writable_schema = OFF")
        raw.close()
        checks = doctor.examine(path, about)
        assert doctor.damaged(checks)
        done = mending.mend(path, checks, about)
        assert [one.why for one in backup.known(path)] == ["damaged"]
        assert "the file is whole" in done[-1]
        assert not doctor.damaged(doctor.examine(path, about))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=some.lists(
        some.sampled_from(["answer", "asked", "confirmed", "undo", "note", "moved"]), min_size=1, max_size=8
    )
)
def test_whatever_was_recorded_the_doctor_finds_nothing(small, tmp_path_factory, steps):
    path = tmp_path_factory.mktemp("any") / "ledger.db"
    today = date(2026, 11, 24)
    with Ledger(path) as ledger:
        session = Session(small, ledger, ledger.add_person("me", "US-TX"), today)
        for step in steps:
            try:
                if step == "answer":
                    session.answer("mirror-people", "yes")
                elif step == "undo":
                    session.undo()
                elif step == "note":
                    session.annotate("mirror-people/opt-out", note="by phone")
                elif step == "moved":
                    session.life("moved")
                else:
                    session.record("mirror-people/opt-out", step)
            except LedgerError:
                continue
    assert wrong(path, care.surroundings(small, today)) == {}


@pytest.mark.parametrize(
    ("folder", "tool"),
    [
        ("Dropbox/ledger", "Dropbox"),
        ("Dropbox (Personal)/x", "Dropbox"),
        ("OneDrive - Example Ltd/x", "OneDrive"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("GoogleDrive-ann@mail.example/My Drive", "Google Drive"),
        ("Nextcloud/notes", "Nextcloud"),
        ("documents/dropbox-notes-of-mine-not", "Dropbox"),
        ("documents", ""),
        ("mydropbox", ""),
    ],
)
def test_folders_that_a_sync_tool_keeps_are_known_by_name(tmp_path, folder, tool):
    assert synced.keeper(tmp_path / folder / "ledger.db") == tool


def test_a_synced_folder_is_known_by_what_the_tool_keeps_there_and_told(tmp_path, about):
    (tmp_path / "kept" / ".stfolder").mkdir(parents=True)
    path = tmp_path / "kept" / "deeper" / "ledger.db"
    Ledger(path).close()
    found = wrong(path, about)
    assert set(found) == {"folder"}
    assert "Syncthing" in found["folder"].detail
