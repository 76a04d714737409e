"""Restoring: what would change is told first, the ledger as it is is kept, and nothing is lost on any fault."""

import os
import sqlite3
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ledger.test_backup import log
from ledger.test_ledger_files import posix
from privacy_audit.ledger import backup, cipher, encrypting, files, restore
from privacy_audit.ledger.errors import LedgerError, Locked, NewerLedger, NotALedger
from privacy_audit.ledger.store import Ledger

DAY = date(2026, 11, 24)
PASSPHRASE = "five words that nobody knows"


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "data" / "ledger.db"


@pytest.fixture
def first(path) -> Path:
    """A backup of a ledger with ann in it, and two answers."""
    with Ledger(path) as ledger:
        ann = ledger.add_person("ann", "US-TX")
        for name in ("spokeo", "acxiom"):
            ledger.answer(ann.id, name, "yes", DAY)
    return backup.make(path, now=datetime(2026, 11, 1, 8, 0, tzinfo=UTC)).path


@pytest.fixture
def later(path, first) -> Path:
    """The ledger after more was recorded, and bob came."""
    with Ledger(path) as ledger:
        ledger.answer(ledger.person().id, "equifax-us", "no", DAY)
        ledger.add_person("bob", "CA-QC")
    return path


class TestWhatWouldChange:
    def test_is_told_without_a_change(self, later, first):
        before = later.read_bytes(), first.read_bytes()
        change = restore.preview(later, first)
        assert (change.present, change.events) == ("whole", 3)
        assert (change.gained.number, change.lost.number) == (0, 2)
        assert (change.comes, change.goes, change.people) == ((), ("bob",), ("ann",))
        assert (later.read_bytes(), first.read_bytes()) == before
        words = restore.in_words(change)
        assert words[0] == "gained: nothing"
        assert words[1].startswith("lost: 2 events, recorded 20")
        assert "goes: bob" in words

    def test_counts_what_the_ledger_lacks(self, later, first):
        kept = backup.make(later).path
        restore.restore(later, first)
        change = restore.preview(later, kept)
        assert (change.gained.number, change.lost.number, change.comes) == (2, 0, ("bob",))

    def test_of_a_ledger_that_is_not_there(self, path, first):
        path.unlink()
        change = restore.preview(path, first)
        assert change.present == "missing"
        assert restore.in_words(change)[0] == "comes: 3 events; there is no ledger now"

    def test_of_a_damaged_one(self, later, first):
        later.write_bytes(later.read_bytes()[:9000])
        change = restore.preview(later, first)
        assert change.present == "damaged"
        assert "cannot be read" in restore.in_words(change)[0]


class TestRestoring:
    def test_gives_back_what_was_and_keeps_what_is(self, later, first):
        now = log(later)
        done = restore.restore(later, first)
        assert log(later) == log(first)
        assert done.kept == backup.known(later)[0].path
        assert backup.known(later)[0].why == "restore"
        assert log(done.kept) == now
        restore.restore(later, done.kept)
        assert log(later) == now

    def test_gives_a_ledger_like_any_other(self, later, first):
        restore.restore(later, first)
        connection = sqlite3.connect(later)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()
        with Ledger(later, create=False) as ledger:
            assert ledger.answers(ledger.person("ann").id) == {"spokeo": "yes", "acxiom": "yes"}
            ledger.answer(ledger.person("ann").id, "spokeo", "no", DAY)
        assert sorted(one.name for one in later.parent.iterdir()) == ["backups", "ledger.db"]

    def test_leaves_the_backup_as_it_is(self, later, first):
        before = first.read_bytes()
        restore.restore(later, first)
        assert first.read_bytes() == before

    def test_another_program_that_has_the_ledger_open_goes_on_with_the_restored_one(self, later, first):
        with Ledger(later) as other:
            ann = other.person("ann")
            restore.restore(later, first)
            assert [person.label for person in other.people()] == ["ann"]
            other.answer(ann.id, "experian-us", "yes", DAY)
        assert len(log(later)) == len(log(first)) + 1

    def test_puts_a_backup_in_the_place_of_a_damaged_ledger_which_is_kept_byte_by_byte(self, later, first):
        damaged = later.read_bytes()[:9000]
        later.write_bytes(damaged)
        done = restore.restore(later, first)
        assert log(later) == log(first)
        assert done.kept.read_bytes() == damaged
        assert later.stat().st_mode & 0o777 == 0o600 or os.name == "nt"

    @pytest.mark.parametrize("content", [None, b"", b"\x00" * 5000, b"noise " * 3000])
    def test_puts_a_backup_where_there_is_no_ledger_or_noise(self, later, first, content):
        later.unlink()
        if content is not None:
            later.write_bytes(content)
        done = restore.restore(later, first)
        assert log(later) == log(first)
        assert (done.kept is None) == (not content)

    def test_takes_a_plain_copy_of_a_ledger_too(self, later, first, tmp_path):
        copy = tmp_path / "copy.db"
        copy.write_bytes(first.read_bytes())
        restore.restore(later, copy)
        assert log(later) == log(first)

    def test_takes_one_of_an_older_version_which_is_then_brought_up_to_date(self, later, tmp_path, monkeypatch):
        from privacy_audit.ledger import schema

        old = tmp_path / "old.db"
        with monkeypatch.context() as patch:
            patch.setattr(schema.migrations, "_migrations", schema.migrations._migrations[:1])
            patch.setattr(files, "SCHEMA_VERSION", 1)
            with Ledger(old) as ledger:
                ledger.add_person("me", "US-TX")
        restore.restore(later, old)
        with Ledger(later) as ledger:
            assert ledger.person().label == "me"

    def test_brings_back_own_organisations_that_are_missing_and_changes_none(self, later, tmp_path):
        own = tmp_path / "own"
        (own / "family").mkdir(parents=True)
        (own / "mine.toml").write_text("as it was")
        (own / "family" / "dentist.toml").write_text("dentist")
        kept = backup.make(later, own=own).path
        (own / "mine.toml").write_text("changed since")
        (own / "family" / "dentist.toml").unlink()
        assert restore.restore(later, kept, own).own == 1
        assert (own / "mine.toml").read_text() == "changed since"
        assert (own / "family" / "dentist.toml").read_text() == "dentist"
        connection = sqlite3.connect(later)
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        connection.close()
        assert backup.OWN_TABLE not in names

    def test_writes_no_own_organisation_outside_its_folder(self, later, first, tmp_path):
        connection = sqlite3.connect(first)
        connection.execute(f"CREATE TABLE {backup.OWN_TABLE} (path TEXT, content BLOB)")
        connection.execute(f"INSERT INTO {backup.OWN_TABLE} VALUES ('../../escaped.toml', x'00')")
        connection.commit()
        connection.close()
        assert restore.restore(later, first, tmp_path / "a" / "own").own == 0
        assert not (tmp_path / "escaped.toml").exists()

    def test_finds_a_backup_by_its_bare_name(self, later, first):
        assert restore.find(later, first.name) == first
        assert restore.find(later, first) == first
        with pytest.raises(LedgerError, match="the ledger itself"):
            restore.find(later, later)

    def test_the_log_of_a_damaged_ledger_is_never_played_into_the_restored_one(self, later, first, tmp_path):
        log_file = later.with_name("ledger.db-wal")
        with Ledger(later) as ledger:
            ledger.answer(ledger.person("ann").id, "experian-us", "yes", DAY)
            unwritten = log_file.read_bytes()
        assert unwritten
        later.write_bytes(b"noise " * 3000)
        log_file.write_bytes(unwritten)
        done = restore.restore(later, first)
        assert log(later) == log(first)
        assert done.kept.exists()
        assert sorted(one.name for one in later.parent.iterdir()) == ["backups", "ledger.db"]


class TestWhatIsRefused:
    def _refused(self, path: Path, file: Path, error: type[LedgerError], words: str) -> None:
        before = path.read_bytes()
        for attempt in (restore.preview, restore.restore):
            with pytest.raises(error, match=words) as caught:
                attempt(path, file)
            assert "\n" not in str(caught.value)
            assert "Nothing was changed" in str(caught.value)
        assert path.read_bytes() == before
        assert not list(path.parent.glob(".privacy-audit-*"))
        assert [one.why for one in backup.known(path)] == ["asked"]

    def test_a_file_that_is_not_there(self, later, tmp_path):
        self._refused(later, tmp_path / "nothing.db", restore.NotRestored, "no file")

    def test_a_folder(self, later, tmp_path):
        self._refused(later, tmp_path, restore.NotRestored, "is a folder")

    @posix
    def test_a_pipe(self, later, tmp_path):
        os.mkfifo(tmp_path / "pipe")
        self._refused(later, tmp_path / "pipe", restore.NotRestored, "a pipe or a device")

    @pytest.mark.parametrize(("content", "words"), [(b"", "is empty"), (b"hello " * 2000, "no ledger")])
    def test_another_kind_of_file(self, later, tmp_path, content, words):
        (tmp_path / "file.db").write_bytes(content)
        self._refused(later, tmp_path / "file.db", restore.NotRestored, words)

    def test_another_programs_database(self, later, tmp_path):
        other = sqlite3.connect(tmp_path / "other.db")
        other.execute("CREATE TABLE recipes (name TEXT)")
        other.close()
        self._refused(later, tmp_path / "other.db", restore.NotRestored, "database of another program")

    def test_a_newer_version(self, later, tmp_path, first):
        newer = tmp_path / "newer.db"
        newer.write_bytes(first.read_bytes())
        connection = sqlite3.connect(newer)
        connection.execute("PRAGMA user_version = 99")
        connection.close()
        self._refused(later, newer, NewerLedger, "newer version")

    def test_a_damaged_one_cut_at_any_page(self, later, first, tmp_path):
        whole = first.read_bytes()
        for length in range(4096, len(whole), 4096):
            cut = tmp_path / "cut.db"
            cut.write_bytes(whole[:length])
            self._refused(later, cut, restore.NotRestored, "damaged")

    def test_the_database_of_another_program_is_never_replaced(self, path, first):
        path.unlink()
        other = sqlite3.connect(path)
        other.execute("CREATE TABLE recipes (name TEXT)")
        other.close()
        before = path.read_bytes()
        with pytest.raises(NotALedger, match="another program"):
            restore.restore(path, first)
        assert path.read_bytes() == before

    @posix
    def test_a_disk_that_is_full_leaves_the_ledger_as_it_is(self, later, first):
        program = """
import resource, signal, sys
from pathlib import Path
from privacy_audit.ledger import restore
from privacy_audit.ledger.errors import LedgerError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
try:
    restore.restore(Path(sys.argv[1]), Path(sys.argv[2]))
except LedgerError as error:
    print(error)
"""
        before = log(later)
        done = subprocess.run(
            [sys.executable, "-c", program, str(later), str(first)],
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert done.stdout.count("\n") == 1, done.stderr
        assert "othing was changed" in done.stdout or "as they were" in done.stdout
        assert log(later) == before


class TestEncrypted:
    @pytest.fixture(autouse=True)
    def _cipher(self):
        pytest.importorskip("sqlcipher3")
        pytest.importorskip("argon2")
        yield
        cipher.lock()

    def test_a_plain_backup_comes_into_an_encrypted_ledger_encrypted(self, later, first, tmp_path):
        plain = tmp_path / "plain.db"
        plain.write_bytes(first.read_bytes())
        encrypting.encrypt(later, PASSPHRASE)
        restore.restore(later, plain)
        assert log(later) == log(first)
        for one in (later, backup.known(later)[0].path):
            assert cipher.is_encrypted(one)
            assert b"spokeo" not in one.read_bytes()
        assert not list(later.parent.glob(".privacy-audit-*"))

    def test_an_encrypted_backup_comes_into_a_plain_ledger_and_this_is_told(self, later, tmp_path):
        before = log(later)
        encrypting.encrypt(later, PASSPHRASE)
        kept = backup.make(later).path
        encrypting.decrypt(later, PASSPHRASE)
        assert any("will be readable" in line for line in restore.in_words(restore.preview(later, kept)))
        restore.restore(later, kept)
        assert log(later) == before
        assert not cipher.is_encrypted(later)

    def test_an_encrypted_backup_takes_a_missing_ledgers_place_and_stays_encrypted(self, later):
        before = log(later)
        encrypting.encrypt(later, PASSPHRASE)
        kept = backup.make(later).path
        later.unlink()
        restore.restore(later, kept)
        assert cipher.is_encrypted(later)
        assert log(later) == before

    def test_without_the_passphrase_nothing_is_done(self, later):
        encrypting.encrypt(later, PASSPHRASE)
        kept = backup.make(later).path
        cipher.lock()
        cipher.source = None
        before = later.read_bytes()
        with pytest.raises(Locked):
            restore.restore(later, kept)
        assert later.read_bytes() == before
