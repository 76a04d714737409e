"""Encrypting, decrypting, a new passphrase: all of it or nothing, killed at any point, and no plain byte left."""

import os
import signal
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("sqlcipher3")

from privacy_audit.ledger import backup, cipher, encrypting
from privacy_audit.ledger.errors import Busy, CannotWrite, LedgerError, NotALedger, WrongPassphrase
from privacy_audit.ledger.store import Ledger

from .sealing import OTHER, SECRET, cheap, keys, path  # noqa: F401

TODAY = date(2026, 11, 24)
# ruff: noqa: F811
PLANTED = "Rosalind Example 555-0142"

_OTHER_PROGRAM = """
import sys
from datetime import date
from pathlib import Path
from privacy_audit.ledger.store import Ledger

with Ledger(Path(sys.argv[1])) as ledger:
    me = ledger.person()
    print("open", flush=True)
    sys.stdin.readline()
    ledger.annotate(me.id, "acme/opt-out", date(2026, 11, 24), note="still works")
"""

pytestmark = pytest.mark.usefixtures("cheap", "keys")


@pytest.fixture
def plain(path) -> Path:
    """A plain ledger that holds what must not be found, with two backups."""
    with Ledger(path) as ledger:
        me = ledger.add_person(PLANTED, "US-TX")
        ledger.record(me.id, "acme/opt-out", "asked", TODAY, TODAY, note=PLANTED, reference=PLANTED)
    backup.make(path, "asked")
    with Ledger(path) as ledger:
        ledger.annotate(me.id, "acme/opt-out", TODAY, note=PLANTED * 200)
    backup.make(path, "merge")
    return path


def backups(of: Path) -> list[Path]:
    return backup.backups(of)


def content(of: Path, passphrase: str = SECRET) -> list:
    """Everything in a ledger, opened anew."""
    cipher.lock()
    if cipher.is_encrypted(of):
        cipher.unlock(of, passphrase)
    with Ledger(of, create=False) as ledger:
        tables = ("events", "people", "answers", "actions", "settings", "due", "evidence")
        return [[tuple(row) for row in ledger._read(f"SELECT * FROM {table} ORDER BY 1, 2")] for table in tables]


def planted_in(folder: Path) -> list[str]:
    """The names of all files below a folder in which the planted words stand."""
    return [one.name for one in folder.rglob("*") if one.is_file() and PLANTED.encode() in one.read_bytes()]


class TestEncrypt:
    def test_everything_is_there_and_nothing_is_readable(self, plain):
        before = content(plain)
        assert len(planted_in(plain.parent)) == 3
        outcome = encrypting.encrypt(plain, SECRET, backups(plain))
        assert outcome == encrypting.Outcome(backups=2)
        assert planted_in(plain.parent) == []
        assert all(cipher.is_encrypted(one) for one in [plain, *backups(plain)])
        assert content(plain) == before
        assert sorted(one.name for one in plain.parent.iterdir()) == ["backups", "ledger.db"]
        assert plain.stat().st_mode & 0o777 == 0o600

    def test_the_backups_open_with_it_keep_their_time_and_stay_one_file(self, plain):
        times = {one: one.stat().st_mtime_ns for one in backups(plain)}
        encrypting.encrypt(plain, SECRET, backups(plain))
        cipher.lock()
        for one, time in times.items():
            assert one.stat().st_mtime_ns == time
            key = cipher.unlock(one, SECRET)
            connection = cipher.open_file(one, key)
            assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
            connection.close()
            assert backup.fault_of(one) == ""

    def test_the_next_backup_is_encrypted(self, plain):
        encrypting.encrypt(plain, SECRET, backups(plain))
        made = backup.make(plain, "asked").path
        assert cipher.is_encrypted(made)
        assert planted_in(plain.parent) == []

    def test_what_another_program_left_readable_is_named(self, plain):
        copy = plain.with_name("ledger (conflicted copy).db")
        copy.write_bytes(plain.read_bytes())
        plain.with_name("notes.txt").write_text("not a ledger")
        assert encrypting.encrypt(plain, SECRET, backups(plain)).readable == (copy,)

    def test_a_damaged_backup_is_named_for_it_stays_readable(self, plain):
        damaged = backups(plain)[0]
        damaged.write_bytes(damaged.read_bytes()[:5000])
        assert encrypting.encrypt(plain, SECRET, backups(plain)) == encrypting.Outcome(1, (), (damaged,))

    def test_drafts_that_a_killed_export_left_go(self, plain, tmp_path):
        drafts = [folder / ".privacy-audit-x1.part" for folder in (plain.parent, tmp_path)]
        for one in drafts:
            one.write_text(PLANTED)
        encrypting.encrypt(plain, SECRET, backups(plain), [tmp_path])
        assert not any(one.exists() for one in drafts)

    def test_again_it_asks_for_the_passphrase_and_does_nothing(self, plain):
        encrypting.encrypt(plain, SECRET, backups(plain))
        before = plain.read_bytes()
        cipher.lock()
        with pytest.raises(WrongPassphrase):
            encrypting.encrypt(plain, OTHER, backups(plain))
        assert encrypting.encrypt(plain, SECRET, backups(plain)) == encrypting.Outcome()
        assert plain.read_bytes() == before

    def test_a_link_stays_a_link(self, plain, tmp_path):
        link = tmp_path / "link.db"
        link.symlink_to(plain)
        encrypting.encrypt(link, SECRET)
        assert link.is_symlink()
        assert cipher.is_encrypted(plain)

    def test_a_second_name_would_stay_readable_and_is_refused(self, plain, tmp_path):
        (tmp_path / "second.db").hardlink_to(plain)
        with pytest.raises(LedgerError, match="second name"):
            encrypting.encrypt(plain, SECRET)
        assert not cipher.is_encrypted(plain)

    def test_another_program_that_has_it_open_is_not_pushed_aside(self, plain, monkeypatch):
        monkeypatch.setattr(encrypting, "_WAIT_MILLISECONDS", 20)
        program = [sys.executable, "-c", _OTHER_PROGRAM, str(plain)]
        with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
            assert other.stdout.readline() == "open\n"
            with pytest.raises(Busy, match="in use"):
                encrypting.encrypt(plain, SECRET, backups(plain))
            other.communicate("go on\n", timeout=30)
            assert other.returncode == 0
        assert not cipher.is_encrypted(plain)
        assert content(plain)[3][0][-2] == "still works"

    def test_this_program_does_not_push_itself_aside(self, plain):
        with Ledger(plain) as ledger:
            with pytest.raises(Busy, match="in this program"):
                encrypting.encrypt(plain, SECRET)
            assert [person.label for person in ledger.people()] == [PLANTED]

    def test_a_program_that_waited_for_the_old_file_finds_no_ledger_in_it(self, plain):
        """Its records would go into a file that has no name any more."""
        with plain.open("rb") as old:
            encrypting.encrypt(plain, SECRET)
            assert set(old.read()) == {0}
            assert old.tell() > 0

    @pytest.mark.parametrize("data", [b"no ledger at all" * 500, b"SQLite format 3\x00" + b"\x07" * 9000, b"PAe\x01"])
    def test_what_is_no_ledger_stays_as_it_is(self, path, data):
        path.parent.mkdir()
        path.write_bytes(data)
        with pytest.raises(LedgerError):
            encrypting.encrypt(path, SECRET)
        assert path.read_bytes() == data
        assert [one.name for one in path.parent.iterdir()] == ["ledger.db"]

    def test_a_full_disk_leaves_the_plain_ledger(self, plain, monkeypatch):
        before = content(plain)

        def full(*_):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(encrypting, "sync", full)
        with pytest.raises(CannotWrite, match="disk is full"):
            encrypting.encrypt(plain, SECRET, backups(plain))
        assert content(plain) == before
        assert sorted(one.name for one in plain.parent.iterdir()) == ["backups", "ledger.db"]
        with Ledger(plain) as ledger:
            assert ledger._connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"

    def test_a_copy_that_differs_is_not_put_in_its_place(self, plain, monkeypatch):
        copy = encrypting._copy

        def wrong(connection, part, new, log=True):
            copy(connection, part, new, log)
            made = cipher.open_file(part, new)
            made.execute("UPDATE people SET label = 'somebody else'")
            made.close()

        before = content(plain)
        monkeypatch.setattr(encrypting, "_copy", wrong)
        with pytest.raises(LedgerError, match="The copy differs"):
            encrypting.encrypt(plain, SECRET)
        assert content(plain) == before


class TestDecryptAndRekey:
    @pytest.fixture
    def sealed(self, plain) -> Path:
        encrypting.encrypt(plain, SECRET, backups(plain))
        cipher.lock()
        return plain

    def test_decrypting_gives_back_what_any_sqlite_reads(self, sealed):
        before = content(sealed)
        assert encrypting.decrypt(sealed, SECRET, backups(sealed)).backups == 2
        assert content(sealed) == before
        connection = sqlite3.connect(sealed)
        assert connection.execute("SELECT label FROM people").fetchone() == (PLANTED,)
        connection.close()
        assert not any(cipher.is_encrypted(one) for one in backups(sealed))

    def test_a_new_passphrase_is_for_all_and_the_old_one_for_none(self, sealed):
        before = content(sealed)
        assert encrypting.rekey(sealed, SECRET, OTHER, backups(sealed)).backups == 2
        cipher.lock()
        for one in [sealed, *backups(sealed)]:
            with pytest.raises(WrongPassphrase):
                cipher.unlock(one, SECRET)
            cipher.unlock(one, OTHER)
        assert content(sealed, OTHER) == before

    def test_a_wrong_one_changes_nothing(self, sealed):
        every = [sealed, *backups(sealed)]
        before = [one.read_bytes() for one in every]
        with pytest.raises(WrongPassphrase):
            encrypting.rekey(sealed, "wrong", OTHER, backups(sealed))
        with pytest.raises(WrongPassphrase):
            encrypting.decrypt(sealed, "wrong", backups(sealed))
        assert [one.read_bytes() for one in every] == before

    def test_a_plain_ledger_has_no_passphrase_to_change(self, plain):
        with pytest.raises(LedgerError, match="is not encrypted"):
            encrypting.rekey(plain, SECRET, OTHER)

    def test_a_backup_with_another_passphrase_stays_and_is_named(self, sealed):
        kept = backups(sealed)[0]
        encrypting.rekey(kept, SECRET, "a third one")
        cipher.lock()
        before = kept.read_bytes()
        assert encrypting.rekey(sealed, SECRET, OTHER, backups(sealed)) == encrypting.Outcome(1, (kept,), ())
        assert kept.read_bytes() == before

    def test_a_damaged_page_is_found_before_anything_is_swapped(self, sealed):
        data = bytearray(sealed.read_bytes())
        data[len(data) // 2] ^= 1
        sealed.write_bytes(data)
        with pytest.raises(NotALedger):
            encrypting.rekey(sealed, SECRET, OTHER)
        assert sealed.read_bytes() == data


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is killed in the middle of its work")
class TestKilledAnywhere:
    """A child is killed before each of its calls in turn, at enough points that every step is met."""

    @staticmethod
    def _run(work, stop_at: int) -> bool:
        """Do some work in a child that is killed before call number `stop_at`; return whether it came to its end."""
        child = os.fork()
        if child:
            return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        calls = 0

        def count(frame, event, _):
            nonlocal calls
            if event in ("call", "c_call") and "/ledger/" in frame.f_code.co_filename:
                calls += 1
                if calls == stop_at:
                    os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.setprofile(count)
            work()
            sys.setprofile(None)
        finally:
            os._exit(0 if sys.getprofile() is None else 1)

    def _killed_at_every(self, step: int, make, work, check) -> int:
        """Run from `make` on, killed at ever later points, until it comes to its end; return how often it was."""
        stop_at = 1
        while True:
            ready = make(stop_at)
            cipher.lock()
            ended = self._run(lambda ready=ready: work(ready), stop_at)
            check(ready, ended)
            if ended:
                return stop_at // step
            stop_at += step

    def test_encrypting(self, plain, tmp_path):
        before = content(plain)
        files = {one.relative_to(plain.parent): one.read_bytes() for one in plain.parent.rglob("*") if one.is_file()}

        def make(number: int) -> Path:
            folder = tmp_path / str(number)
            for name, data in files.items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes(data)
            return folder / "ledger.db"

        def work(ledger: Path) -> None:
            encrypting.encrypt(ledger, SECRET, backups(ledger))

        def check(ledger: Path, ended: bool) -> None:
            assert content(ledger) == before
            assert not ended or cipher.is_encrypted(ledger)
            cipher.lock()
            work(ledger)
            assert content(ledger) == before
            assert planted_in(ledger.parent) == []
            assert sorted(one.name for one in ledger.parent.iterdir()) == ["backups", "ledger.db"]
            for one in backups(ledger):
                assert backup.fault_of(one) == ""

        assert self._killed_at_every(53, make, work, check) > 10

    def test_a_new_passphrase(self, plain, tmp_path):
        before = content(plain)
        encrypting.encrypt(plain, SECRET, backups(plain))
        files = {one.relative_to(plain.parent): one.read_bytes() for one in plain.parent.rglob("*") if one.is_file()}

        def make(number: int) -> Path:
            folder = tmp_path / str(number)
            for name, data in files.items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes(data)
            return folder / "ledger.db"

        def work(ledger: Path) -> None:
            encrypting.rekey(ledger, SECRET, OTHER, backups(ledger))

        def check(ledger: Path, ended: bool) -> None:
            cipher.lock()
            try:
                work(ledger)  # the same again finishes, unless the ledger has the new passphrase by now
            except WrongPassphrase:
                encrypting.encrypt(ledger, OTHER, backups(ledger))
            assert content(ledger, OTHER) == before
            for one in backups(ledger):
                cipher.unlock(one, OTHER)
                assert backup.fault_of(one) == ""
            assert sorted(one.name for one in ledger.parent.iterdir()) == ["backups", "ledger.db"]

        assert self._killed_at_every(149, make, work, check) > 5
