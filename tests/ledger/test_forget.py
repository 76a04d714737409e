"""Forgetting: what somebody told is in no file afterwards, and everybody else keeps theirs."""

import os
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from examples import TODAY

from privacy_audit.ledger import backup as backups
from privacy_audit.ledger import evidence, files, forget
from privacy_audit.ledger.errors import Busy, CannotWrite
from privacy_audit.ledger.store import Ledger
from privacy_audit.session import Session

PLANTED = ("Planted Label", "planted-note", "planted-reference", "planted-content", "planted-name.png", "planted-value")
KEPT = ("Ann Example", "kept-note", "kept-content", "kept-name.png")


def found(root: Path, words: tuple[str, ...]) -> dict[str, list[str]]:
    """Return which of the words stand in which files below a folder, in any of the encodings that could hide them."""
    there: dict[str, list[str]] = {}
    for path in root.rglob("*"):
        if path.is_file():
            raw = path.read_bytes()
            for word in words:
                if word.encode() in raw or word.encode("utf-16-le") in raw:
                    there.setdefault(word, []).append(path.name)
    return there


def file(name: str, content: bytes) -> evidence.File:
    return evidence.File(name, "image/png", evidence.hashlib.sha256(content).hexdigest(), content)


@pytest.fixture
def root(tmp_path) -> Path:
    return tmp_path / "ledger"


@pytest.fixture
def two(small, ledger):
    """Two people with records and evidence; both keep one file, under names of their own."""
    me = Session(small, ledger, ledger.add_person("Planted Label", "US-TX"), TODAY)
    ann = Session(small, ledger, ledger.add_person("Ann Example", "US-CA"), TODAY)
    shared = b"both have this" * 1000
    me.record("mirror-people/opt-out", "asked", note="planted-note", reference="planted-reference")
    me.attach("mirror-people/opt-out", file("planted-name.png", b"planted-content" * 5000))
    me.attach("north-bureau/freeze", file("planted-name.png", shared))
    me.answer("mirror-people", "yes")
    ledger.set(me.person.id, "somewhere", "planted-value")
    for number in range(300):
        ledger.annotate(me.person.id, "mirror-people/opt-out", TODAY, note=f"planted-note {number}")
    ann.record("mirror-people/opt-out", "asked", note="kept-note")
    ann.attach("mirror-people/opt-out", file("kept-name.png", b"kept-content" * 50))
    ann.attach("north-bureau/freeze", file("kept-name.png", shared))
    return me, ann


def backup(ledger: Ledger) -> Path:
    """Return a new backup of a ledger."""
    return backups.make(ledger.path).path


def unreadable(path: Path) -> Path:
    """Return a file that bears the name of a backup and is none."""
    path = path.with_name("ledger-20250101T000000Z-daily.db")
    path.write_bytes(b"no ledger")
    return path


def rows(ledger: Ledger, table: str, person: str) -> list[tuple]:
    return sorted(tuple(row) for row in ledger._read(f"SELECT * FROM {table} WHERE person = ?", person))


class TestSomebody:
    def test_nothing_of_theirs_is_in_any_file(self, two, ledger, root):
        me, _ = two
        backup(ledger)
        assert set(found(root, PLANTED)) == set(PLANTED)
        forget.forget(ledger, me.person, forget.backups(ledger.path))
        assert found(root, PLANTED) == {}
        assert found(root, (me.person.id,)) == {}
        ledger.close()
        assert found(root, PLANTED) == {}

    def test_everybody_else_keeps_all_of_theirs(self, two, ledger, root):
        me, ann = two
        path = backup(ledger)
        tables = ("events", "answers", "actions", "due", "settings")
        before = {table: rows(ledger, table, ann.person.id) for table in tables}
        kept = ann.evidence()
        forget.forget(ledger, me.person, [path])
        assert {table: rows(ledger, table, ann.person.id) for table in tables} == before
        assert ledger.people() == [ann.person]
        assert ann.evidence() == kept
        assert all(evidence.content(ledger, one) for one in kept)
        assert set(found(root, KEPT)) == set(KEPT)
        with Ledger(path, create=False) as old:
            assert rows(old, "events", ann.person.id) == before["events"]
            assert [person.label for person in old.people()] == ["Ann Example"]
            assert old._read("PRAGMA integrity_check")[0][0] == "ok"

    def test_what_goes_is_shown_before(self, two, ledger):
        me, _ = two
        path = backup(ledger)
        broken = unreadable(path)
        goes = forget.what_goes(ledger, me.person, forget.backups(ledger.path))
        assert goes.events == len(ledger.events(me.person.id))
        assert (goes.answers, goes.actions, goes.evidence) == (1, 1, 1)
        assert (goes.backups, goes.unreadable) == ((path,), (broken,))
        assert "1 file of evidence (73 kB), their part of 1 backup, 1 backup that cannot be read, whole" in goes.words

    def test_the_mark_that_stays_tells_nothing_of_them(self, two, ledger):
        me, _ = two
        forget.forget(ledger, me.person)
        (row,) = ledger._read("SELECT * FROM events WHERE kind = 'forgotten'")
        assert (row["person"], row["organisation"], row["action"]) == ("", "", "")
        assert row["data"] == f'{{"person": "{forget.mark(me.person.id)}"}}'
        assert forget.forgotten(ledger) == {forget.mark(me.person.id)}

    def test_the_log_is_append_only_again_afterwards(self, two, ledger):
        me, _ = two
        triggers = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
        before = [tuple(row) for row in ledger._read(triggers)]
        forget.forget(ledger, me.person)
        assert [tuple(row) for row in ledger._read(triggers)] == before
        for sql in ("DELETE FROM events", "UPDATE events SET at = ''", "DELETE FROM evidence"):
            with pytest.raises(sqlite3.IntegrityError):
                ledger._connection.execute(sql)

    def test_the_tables_are_those_of_the_log(self, two, ledger):
        me, ann = two
        forget.forget(ledger, me.person)
        before = {table: rows(ledger, table, ann.person.id) for table in ("answers", "actions", "settings")}
        ledger.rebuild()
        assert {table: rows(ledger, table, ann.person.id) for table in before} == before
        assert ledger.people() == [ann.person]

    def test_a_name_that_only_they_gave_to_a_file_of_both_goes(self, two, ledger):
        me, _ = two
        forget.forget(ledger, me.person)
        assert {row["name"] for row in ledger._read("SELECT name FROM evidence")} == {"kept-name.png"}

    def test_a_backup_that_holds_nobody_else_goes_whole(self, session, root):
        session.answer("mirror-people", "yes")
        path = backup(session.ledger)
        forget.forget(session.ledger, session.person, [path])
        assert not list(path.parent.iterdir())
        assert session.ledger.people() == []

    def test_a_backup_that_cannot_be_read_goes_whole(self, two, ledger):
        me, _ = two
        path = backup(ledger)
        path.write_bytes(path.read_bytes()[:9000])
        forget.forget(ledger, me.person, [path])
        assert not path.exists()

    def test_a_backup_in_which_they_are_not_is_left_alone(self, small, ledger):
        ledger.add_person("Ann Example", "US-CA")
        path = backup(ledger)
        before = path.read_bytes()
        me = ledger.add_person("Planted Label", "US-TX")
        forget.forget(ledger, me, [path])
        assert path.read_bytes() == before

    def test_a_backup_from_before_evidence_was_kept(self, two, ledger):
        me, _ = two
        path = backup(ledger)
        old = sqlite3.connect(path)
        old.execute("DROP TABLE evidence")
        old.close()
        forget.forget(ledger, me.person, [path])
        assert set(found(path.parent, PLANTED)) == set()
        assert set(found(path.parent, KEPT)) == {"Ann Example", "kept-note", "kept-name.png"}

    def test_while_another_program_reads_nothing_is_removed(self, two, ledger, monkeypatch):
        me, _ = two
        monkeypatch.setattr(files, "BUSY_SECONDS", 0.1)
        ledger._connection.execute("PRAGMA busy_timeout = 100")
        other = sqlite3.connect(ledger.path)
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM events").fetchone()
        ledger.answer(me.person.id, "first-broker", "yes", TODAY)
        with pytest.raises(Busy, match="Nothing was removed"):
            forget.forget(ledger, me.person)
        assert me.person in ledger.people()
        other.close()
        forget.forget(ledger, me.person)
        assert me.person not in ledger.people()

    def test_a_backup_that_cannot_be_removed_leaves_them_to_be_named_again(self, session, monkeypatch):
        session.answer("mirror-people", "yes")
        path = backup(session.ledger)

        def stuck(*_, **__):
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr(Path, "unlink", stuck)
        with pytest.raises(CannotWrite, match="Remove it yourself"):
            forget.forget(session.ledger, session.person, [path])
        monkeypatch.undo()
        assert session.ledger.people() == [session.person]

    def test_somebody_added_later_is_somebody_new(self, two, ledger):
        me, _ = two
        forget.forget(ledger, me.person)
        again = ledger.add_person("Planted Label", "US-TX")
        assert again.id != me.person.id
        assert ledger.answers(again.id) == {}


class TestEverything:
    @pytest.fixture
    def own(self, tmp_path):
        (tmp_path / "own" / "records").mkdir(parents=True)
        (tmp_path / "own" / "records" / "my-dentist.toml").write_text("name = 'planted-note'")
        (tmp_path / "own" / "diary.txt").write_text("not the program's")
        return tmp_path / "own"

    def wiped(self, ledger, own, tmp_path) -> int:
        everything = forget.everything(ledger.path, own, tmp_path / "cache")
        return forget.wipe(ledger.path, [one for paths in everything.values() for one in paths])

    def test_no_file_of_the_program_is_left(self, two, ledger, own, tmp_path, root):
        backup(ledger)
        (root / "ledger.db.reminder").write_text("planted-value")
        (root / ".privacy-audit-x.part").write_text("planted-value")
        (root / "letter.txt").write_text("the person's own")
        (tmp_path / "cache").mkdir()
        (tmp_path / "cache" / "catalogue.jsonl").write_text("{}")
        ledger.close()
        number = self.wiped(ledger, own, tmp_path)
        left = {path.name for path in tmp_path.rglob("*") if path.is_file()}
        assert left == {"letter.txt", "diary.txt"}
        assert number == 6

    def test_what_was_there_was_overwritten_before_it_went(self, two, ledger, own, tmp_path):
        ledger.close()
        other_name = tmp_path / "the same file"
        os.link(ledger.path, other_name)
        self.wiped(ledger, own, tmp_path)
        assert other_name.stat().st_size > 0
        assert not any(other_name.read_bytes())

    def test_while_another_program_has_it_open_nothing_is_removed(self, two, ledger, own, tmp_path):
        with pytest.raises(Busy, match="Nothing was removed"):
            self.wiped(ledger, own, tmp_path)
        assert two[0].person in ledger.people()
        assert (own / "records" / "my-dentist.toml").exists()

    def test_a_damaged_ledger_goes_too(self, tmp_path, own):
        path = tmp_path / "ledger" / "ledger.db"
        path.parent.mkdir()
        path.write_bytes(b"no ledger" * 1000)
        assert forget.wipe(path) == 1
        assert not path.exists()

    def test_a_link_goes_and_not_what_it_leads_to(self, tmp_path):
        (tmp_path / "other.txt").write_text("somebody's")
        (tmp_path / "ledger.db.old").symlink_to(tmp_path / "other.txt")
        forget.wipe(tmp_path / "ledger.db")
        assert (tmp_path / "other.txt").read_text() == "somebody's"
        assert not (tmp_path / "ledger.db.old").exists()

    def test_where_there_is_nothing(self, tmp_path):
        assert forget.everything(tmp_path / "a" / "ledger.db", tmp_path / "b", tmp_path / "c") == {}
        assert forget.wipe(tmp_path / "a" / "ledger.db") == 0


def test_a_stop_halfway_leaves_them_whole_in_the_ledger(two, ledger, monkeypatch, tmp_path):
    """As when the program is killed between the backups and the ledger, or inside the transaction."""
    me, _ = two
    path = backup(ledger)
    before = len(ledger.events(me.person.id))
    usual = forget.remove

    def killed(connection, person):
        usual(connection, person)
        if connection is ledger._connection:
            raise KeyboardInterrupt

    monkeypatch.setattr(forget, "remove", killed)
    with pytest.raises(KeyboardInterrupt):
        forget.forget(ledger, me.person, [path])
    assert len(ledger.events(me.person.id)) == before
    monkeypatch.undo()
    shutil.copy(path, tmp_path / "copy.db")
    forget.forget(ledger, me.person, [path])
    assert found(ledger.path.parent, PLANTED) == {}
    assert replace(me.person, label="Planted Label") not in ledger.people()


def test_what_a_stopped_backup_left_half_written_goes_too(two, ledger):
    me, _ = two
    folder = backups.folder_of(ledger.path)
    folder.mkdir(exist_ok=True)
    half = folder / ".privacy-audit-999999999-x.part"
    half.write_bytes(b"planted-content")
    assert half in forget.everything(ledger.path, folder / "none", folder / "none")["its backups"]
    forget.forget(ledger, me.person, forget.backups(ledger.path))
    assert not half.exists()
