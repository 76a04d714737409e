"""Evidence: read whole once, kept once, taken back by undo, never lost and never changed."""

import hashlib
import os
import sqlite3
from datetime import date

import pytest
from examples import HOSTILE, TODAY, unprintable

from privacy_audit.ledger import evidence, files
from privacy_audit.ledger.errors import IllegalMove, NothingToUndo
from privacy_audit.ledger.evidence import LIMIT, EvidenceError

KEY = "mirror-people/opt-out"
posix = pytest.mark.skipif(os.name == "nt", reason="pipes and modes are a matter of POSIX systems")
not_root = pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="modes do not bind root")


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "listing.png"
    path.write_bytes(b"\x89PNG of a listing")
    return path


def said(path) -> str:
    """Read what cannot be read, and return the one line that says why."""
    with pytest.raises(EvidenceError) as caught:
        evidence.read(path)
    words = str(caught.value)
    assert "\n" not in words
    assert "Nothing was recorded" in words
    return words


class TestReading:
    def test_a_file_is_read_whole_with_its_hash_and_type(self, picture):
        file = evidence.read(picture)
        assert file.content == picture.read_bytes()
        assert file.hash == hashlib.sha256(picture.read_bytes()).hexdigest()
        assert (file.name, file.type, file.size) == ("listing.png", "image/png", 17)

    def test_a_name_that_tells_no_type_has_the_usual_one(self, tmp_path):
        (tmp_path / "reply").write_bytes(b"x")
        assert evidence.read(tmp_path / "reply").type == "application/octet-stream"

    @posix
    def test_a_name_is_cleaned(self, tmp_path):
        path = tmp_path / HOSTILE.replace("/", "").replace("\x00", "")
        path.write_bytes(b"x")
        name = evidence.read(path).name
        assert name.startswith("Ann")
        assert not unprintable(name)

    def test_a_file_of_exactly_the_limit_is_kept_and_one_byte_more_is_refused(self, tmp_path):
        path = tmp_path / "large.pdf"
        path.write_bytes(bytes(LIMIT))
        assert evidence.read(path).size == LIMIT
        with path.open("ab") as file:
            file.write(b"x")
        assert "25 MB" in said(path)

    def test_what_is_not_there(self, tmp_path):
        assert "There is no file" in said(tmp_path / "gone.png")
        assert "There is no file" in said(tmp_path / "gone" / "gone.png")

    def test_a_folder(self, tmp_path):
        assert "is a folder" in said(tmp_path)

    def test_an_empty_file(self, tmp_path):
        (tmp_path / "empty.png").touch()
        assert "is empty" in said(tmp_path / "empty.png")

    def test_a_path_that_no_file_can_have(self):
        assert "could not be read" in said("a\x00b")

    @posix
    def test_a_pipe_is_not_waited_for(self, tmp_path):
        os.mkfifo(tmp_path / "pipe")
        assert "pipe or a device" in said(tmp_path / "pipe")

    @posix
    def test_a_device_without_end(self):
        assert "pipe or a device" in said("/dev/zero")

    @posix
    @not_root
    def test_a_file_of_somebody_else(self, picture):
        picture.chmod(0)
        assert "permission denied" in said(picture)

    def test_a_failing_disk(self, picture, monkeypatch):
        def broken(handle):
            raise OSError(5, "Input/output error")

        monkeypatch.setattr(evidence.os, "fstat", broken)
        assert "input/output error" in said(picture)

    @posix
    @pytest.mark.parametrize("what", ["grows", "shrinks", "vanishes", "is written again"])
    def test_a_file_that_changes_while_it_is_read(self, picture, monkeypatch, what):
        usual, looks = os.fstat, []

        def meanwhile(handle):
            if looks:  # it was read; this is the look afterwards
                if what == "grows":
                    picture.write_bytes(picture.read_bytes() + b"more")
                elif what == "shrinks":
                    os.truncate(picture, 3)
                elif what == "vanishes":
                    picture.unlink()
                else:
                    os.utime(picture, ns=(1, 1))
            looks.append(handle)
            return usual(handle)

        monkeypatch.setattr(evidence.os, "fstat", meanwhile)
        assert ("was removed" if what == "vanishes" else "changed") in said(picture)

    def test_the_same_content_is_read_once(self, picture, tmp_path):
        (tmp_path / "copy.png").write_bytes(picture.read_bytes())
        assert len(evidence.read_all([picture, tmp_path / "copy.png", picture])) == 1


class TestKeeping:
    @pytest.fixture
    def file(self, picture):
        return evidence.read(picture)

    def test_it_is_kept_with_its_action_and_comes_back_as_it_was(self, session, file, picture):
        session.attach(KEY, file, date(2026, 11, 20))
        picture.unlink()
        (one,) = session.evidence()
        assert (one.key, one.on, one.name, one.hash) == (KEY, date(2026, 11, 20), "listing.png", file.hash)
        assert evidence.content(session.ledger, one) == file.content

    def test_a_record_and_its_evidence_are_one_act(self, session, file):
        session.record(KEY, "asked", files=[file])
        assert session.standing.state(KEY).status == "asked"
        assert len(session.evidence(KEY)) == 1
        session.undo()
        assert session.standing.state(KEY).status == "open"
        assert session.evidence(KEY) == []
        with pytest.raises(NothingToUndo):
            session.undo()

    def test_a_move_that_is_not_legal_keeps_no_evidence(self, session, file):
        with pytest.raises(IllegalMove):
            session.record(KEY, "verified", files=[file])
        assert session.evidence() == []
        assert session.ledger._read("SELECT * FROM evidence") == []

    def test_evidence_that_fails_records_no_move(self, session, file, monkeypatch):
        def full(*_):
            raise sqlite3.OperationalError("disk full")

        monkeypatch.setattr(evidence, "attach", full)
        with pytest.raises(Exception, match="disk full"):
            session.record(KEY, "asked", files=[file])
        monkeypatch.undo()
        assert session.ledger.action(session.person.id, KEY).status == "open"
        session.record(KEY, "asked")
        assert session.ledger.action(session.person.id, KEY).status == "asked"

    def test_undo_takes_the_reference_away_and_keeps_the_content(self, session, file):
        session.attach(KEY, file)
        assert session.undo().kind == "evidence"
        assert session.evidence() == []
        assert len(session.ledger._read("SELECT * FROM evidence")) == 1

    def test_it_does_not_move_the_action(self, session, file):
        session.record(KEY, "asked")
        before = session.ledger.action(session.person.id, KEY)
        session.attach(KEY, file)
        assert session.ledger.action(session.person.id, KEY) == before

    def test_the_same_content_stands_once_however_often_it_is_kept(self, session, file):
        first = session.attach(KEY, file)
        assert session.attach(KEY, file) == first
        session.attach("north-bureau/freeze", file)
        assert len(session.evidence()) == 2
        assert len(session.ledger._read("SELECT * FROM evidence")) == 1

    def test_a_day_to_come_is_refused(self, session, file):
        with pytest.raises(EvidenceError, match="in the future"):
            session.attach(KEY, file, date(2026, 11, 25))

    def test_it_follows_an_organisation_that_was_renamed(self, session, file):
        session.ledger.answer(session.person.id, "old-name", "yes", TODAY)
        evidence.attach(session.ledger, session.person.id, "old-name/opt-out", file, TODAY, TODAY)
        assert [one.key for one in session.evidence("new-name/opt-out")] == ["new-name/opt-out"]

    def test_two_people_each_have_their_own_names_for_one_content(self, session, file, small):
        from dataclasses import replace

        session.attach(KEY, file)
        ann = session.ledger.add_person("ann", "US-CA")
        other = replace(session, person=ann)
        assert other.evidence() == []
        other.attach(KEY, replace(file, name="mine.png"))
        assert [one.name for one in other.evidence()] == ["mine.png"]
        assert [one.name for one in session.evidence()] == ["listing.png"]

    def test_it_is_found_by_the_beginning_of_its_hash(self, session, file):
        session.attach(KEY, file)
        assert evidence.find(session.ledger, session.person.id, file.hash[:6].upper()).hash == file.hash
        for wrong in ("", "zz", "\x1b[2J"):
            with pytest.raises(EvidenceError, match="No evidence has the hash"):
                evidence.find(session.ledger, session.person.id, wrong)

    def test_a_beginning_that_fits_several_is_refused(self, session, tmp_path):
        names = {}
        for number in range(17):  # two of seventeen hashes begin with the same of sixteen digits
            (tmp_path / "f").write_bytes(bytes([number, 1]))
            file = evidence.read(tmp_path / "f")
            session.attach(KEY, file)
            names.setdefault(file.hash[0], []).append(file)
        begin = next(begin for begin, found in names.items() if len(found) > 1)
        with pytest.raises(EvidenceError, match="give more of it"):
            evidence.find(session.ledger, session.person.id, begin)

    @pytest.mark.parametrize(
        "sql",
        [
            "UPDATE evidence SET content = x'00'",
            "DELETE FROM evidence",
            "INSERT OR REPLACE INTO evidence SELECT hash, name, type, size, x'00' FROM evidence",
            "INSERT OR IGNORE INTO evidence SELECT hash, 'other', type, size, content FROM evidence",
        ],
    )
    def test_no_tool_changes_what_is_kept(self, session, file, sql):
        session.attach(KEY, file)
        session.ledger.close()
        other = sqlite3.connect(session.ledger.path)
        with pytest.raises(sqlite3.IntegrityError, match="evidence is never"):
            other.execute(sql)
        other.close()

    def test_content_that_was_damaged_is_not_given_out_as_evidence(self, session, file):
        session.attach(KEY, file)
        connection = session.ledger._connection
        connection.execute("DROP TRIGGER evidence_never_changes")
        connection.execute("UPDATE evidence SET content = x'00'")
        with pytest.raises(EvidenceError, match="another hash"):
            evidence.content(session.ledger, *session.evidence())
        connection.execute("DROP TRIGGER evidence_never_goes")
        connection.execute("DELETE FROM evidence")
        with pytest.raises(EvidenceError, match="not in the ledger"):
            evidence.content(session.ledger, *session.evidence())


class TestOlderLedgers:
    def test_a_ledger_of_the_first_version_gets_the_table_and_keeps_the_rest(self, tmp_path, file_of_version_one):
        from privacy_audit.ledger.store import Ledger

        with Ledger(file_of_version_one) as ledger:
            person = ledger.person("me")
            assert ledger.answers(person.id) == {"mirror-people": "yes"}
            assert ledger._read("SELECT * FROM evidence") == []
            assert ledger._read("PRAGMA user_version")[0][0] == files.SCHEMA_VERSION

    @pytest.fixture
    def file_of_version_one(self, tmp_path):
        from sqlite_utils import Database

        from privacy_audit.ledger import files
        from privacy_audit.ledger.schema import migrations

        path = tmp_path / "old.db"
        files.create(path)
        connection = sqlite3.connect(path, isolation_level=None)
        files.begin(connection)
        migrations.apply(Database(connection), stop_before="evidence")
        rows = [
            (
                "01900000-0000-7000-8000-000000000001",
                "person",
                "",
                '{"label": "me", "region": "US-TX", "audit_days": 90}',
            ),
            (
                "01900000-0000-7000-8000-000000000002",
                "answer",
                "mirror-people",
                '{"answer": "yes", "on": "2026-11-01"}',
            ),
        ]
        for id, kind, organisation, data in rows:
            values = (id, "2026-11-01T10:00:00Z", rows[0][0], kind, organisation, data)
            connection.execute(
                "INSERT INTO events (id, at, person, kind, organisation, data) VALUES (?, ?, ?, ?, ?, ?)", values
            )
        connection.execute("INSERT INTO people (id, label, region) VALUES (?, 'me', 'US-TX')", (rows[0][0],))
        connection.execute(
            "INSERT INTO answers VALUES (?, 'mirror-people', 'yes', '2026-11-01', ?)", (rows[0][0], rows[1][0])
        )
        connection.close()
        return path
