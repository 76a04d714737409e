"""The ledger's file: private from its first byte, and whatever is wrong with it is said in words."""

import os
import random
import sqlite3
import stat
import subprocess
import sys
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

import pytest

from privacy_audit.ledger import files
from privacy_audit.ledger.errors import Busy, CannotWrite, LedgerError, NewerLedger, NoLedger, NotALedger
from privacy_audit.ledger.store import Ledger

_DAY = date(2026, 11, 24)
_NOISE = random.Random(2016).randbytes(9000)
posix = pytest.mark.skipif(os.name == "nt", reason="modes of files are a matter of POSIX systems")
as_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root to mount a file system"
)
not_root = pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="modes do not bind root")


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "data" / "ledger.db"


@pytest.fixture(scope="module")
def _content(tmp_path_factory) -> bytes:
    path = tmp_path_factory.mktemp("filled") / "ledger.db"
    with Ledger(path) as ledger:
        me = ledger.add_person("me", "US-TX")
        for number in range(300):
            ledger.answer(me.id, f"organisation-{number}", "yes", _DAY)
    return path.read_bytes()


@pytest.fixture
def filled(path, _content) -> Path:
    """A closed ledger with one person and some answers."""
    files.create(path)
    path.write_bytes(_content)
    return path


@pytest.fixture
def usual_umask():
    before = os.umask(0o022)
    yield
    os.umask(before)


@posix
class TestOnlyTheOwnerMayRead:
    def test_the_file_its_log_and_its_index_and_the_folder(self, path, usual_umask):
        with Ledger(path) as ledger:
            ledger.add_person("me", "US")
            beside = sorted(path.parent.iterdir())
            assert [file.name for file in beside] == ["ledger.db", "ledger.db-shm", "ledger.db-wal"]
            assert {_mode(file) for file in beside} == {0o600}
        assert _mode(path.parent) == 0o700

    def test_the_file_is_private_before_sqlite_opens_it(self, path, usual_umask, monkeypatch):
        seen = []

        def connect(*_, **__):
            seen.append((_mode(path), path.stat().st_size))
            raise sqlite3.OperationalError("stopped by the test")

        monkeypatch.setattr(sqlite3, "connect", connect)
        with pytest.raises(LedgerError):
            Ledger(path)
        assert seen == [(0o600, 0)]

    def test_reading_it_again_leaves_it_private(self, filled, usual_umask):
        with Ledger(filled, create=False) as ledger:
            ledger.people()
            assert {_mode(file) for file in filled.parent.iterdir()} == {0o600}

    def test_a_folder_that_was_there_keeps_its_mode(self, tmp_path, usual_umask):
        folder = tmp_path / "shared"
        folder.mkdir(mode=0o755)
        with Ledger(folder / "ledger.db"):
            assert _mode(folder) == 0o755
            assert _mode(folder / "ledger.db") == 0o600

    def test_the_umask_of_the_process_is_given_back(self, path, usual_umask):
        with Ledger(path) as ledger:
            ledger.add_person("me", "US")
        now = os.umask(0o022)
        assert now == 0o022


class TestWhatIsNoLedgerIsLeftAsItIs:
    def _refused(self, path: Path, error: type[LedgerError], words: str) -> None:
        before = path.read_bytes()
        with pytest.raises(error, match=words) as caught:
            Ledger(path)
        assert str(path) in str(caught.value)
        assert path.read_bytes() == before

    def test_a_text_file(self, tmp_path):
        path = tmp_path / "notes.txt"
        path.write_text("milk, bread\n" * 200)
        self._refused(path, NotALedger, "no ledger")

    @pytest.mark.parametrize("content", [b"x", b"hi\n", b"SQLite", b"\x00", b"\x00" * 5000, _NOISE[:700], _NOISE])
    def test_garbage_of_any_length(self, tmp_path, content):
        path = tmp_path / "garbage.db"
        path.write_bytes(content)
        self._refused(path, NotALedger, "no ledger|damaged")

    def test_another_programs_database(self, tmp_path):
        path = tmp_path / "other.db"
        connection = sqlite3.connect(path)
        connection.execute("CREATE TABLE recipes (name TEXT)")
        connection.close()
        self._refused(path, NotALedger, "another program")

    def test_a_ledger_without_its_tables(self, tmp_path):
        path = tmp_path / "emptied.db"
        connection = sqlite3.connect(path)
        connection.execute(f"PRAGMA application_id = {files.APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 1")
        connection.close()
        with pytest.raises(NotALedger, match="damaged"), Ledger(path) as ledger:
            ledger.people()

    def test_a_ledger_of_a_newer_version(self, filled):
        connection = sqlite3.connect(filled)
        connection.execute("PRAGMA user_version = 99")
        connection.close()
        self._refused(filled, NewerLedger, "newer version")

    def test_a_folder(self, tmp_path):
        with pytest.raises(NotALedger, match="is a folder"):
            Ledger(tmp_path)

    @pytest.mark.parametrize("share", [0.001, 0.01, 0.1, 0.5, 0.9])
    def test_a_ledger_that_was_cut_short(self, filled, share):
        whole = filled.read_bytes()
        filled.write_bytes(whole[: int(len(whole) * share)])
        self._refused(filled, NotALedger, "damaged")

    def test_a_ledger_whose_pages_were_overwritten_is_damaged_and_not_a_failure_of_the_program(self, filled):
        whole = bytearray(filled.read_bytes())
        whole[4096:] = (_NOISE * 100)[: len(whole) - 4096]
        filled.write_bytes(bytes(whole))
        with pytest.raises(NotALedger, match="damaged"), Ledger(filled, create=False) as ledger:
            ledger.answers(ledger.person().id)

    def test_each_of_these_has_the_exit_code_of_a_damaged_ledger(self):
        assert NotALedger.exit_code == Busy.exit_code == 4
        assert CannotWrite.exit_code == NewerLedger.exit_code == NoLedger.exit_code == 1


class TestANewLedger:
    def test_an_absent_one_is_made_only_when_asked(self, path):
        with pytest.raises(NoLedger, match="person add me"):
            Ledger(path, create=False)
        assert not path.parent.exists()

    def test_a_file_of_no_bytes_is_taken_as_new(self, path):
        path.parent.mkdir()
        path.touch()
        with Ledger(path) as ledger:
            assert ledger.people() == []

    def test_one_that_was_left_half_made_is_finished(self, path):
        path.parent.mkdir()
        connection = sqlite3.connect(path)
        files.begin(connection)
        connection.close()
        with Ledger(path) as ledger:
            assert ledger.add_person("me", "US").label == "me"

    def test_it_carries_the_mark_of_the_program_and_the_version(self, filled):
        connection = sqlite3.connect(filled)
        assert connection.execute("PRAGMA application_id").fetchone() == (0x50415544,)
        assert connection.execute("PRAGMA user_version").fetchone() == (files.SCHEMA_VERSION,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
        connection.close()

    def test_every_connection_writes_through_to_the_disk_and_trusts_no_schema(self, path):
        files.create(path)
        connection = files.connect(path)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert connection.execute("PRAGMA secure_delete").fetchone() == (1,)
        assert connection.execute("PRAGMA trusted_schema").fetchone() == (0,)
        connection.close()

    def test_a_link_that_leads_nowhere_yet_becomes_a_private_file(self, tmp_path):
        link = tmp_path / "link.db"
        link.symlink_to(tmp_path / "real.db")
        with Ledger(link) as ledger:
            ledger.add_person("me", "US")
        assert _mode(tmp_path / "real.db") == 0o600


class TestWhereNothingCanBeWritten:
    def test_a_file_in_place_of_the_folder(self, tmp_path):
        (tmp_path / "file").write_text("x")
        with pytest.raises(CannotWrite, match="Nothing was recorded"):
            Ledger(tmp_path / "file" / "ledger.db")

    def test_a_name_that_is_too_long(self, tmp_path):
        with pytest.raises(CannotWrite, match="too long"):
            Ledger(tmp_path / ("x" * 300))
        with pytest.raises(CannotWrite, match="too long"):
            Ledger(tmp_path / ("x" * 300), create=False)

    @not_root
    def test_a_read_only_folder(self, tmp_path):
        folder = tmp_path / "read-only"
        folder.mkdir(mode=0o500)
        with pytest.raises(CannotWrite, match="permission denied"):
            Ledger(folder / "ledger.db")

    @not_root
    def test_a_read_only_file(self, filled):
        filled.chmod(0o400)
        with Ledger(filled, create=False) as ledger, pytest.raises(CannotWrite, match="cannot be written"):
            ledger.answer(ledger.person().id, "late", "yes", _DAY)

    @as_root
    def test_a_read_only_disk(self, tmp_path, filled):
        with _disk(tmp_path / "disk") as disk:
            (disk / "ledger.db").write_bytes(filled.read_bytes())
            _mount("-o", "remount,ro", disk)
            with pytest.raises(CannotWrite, match=r"cannot be (written|made)"), Ledger(disk / "ledger.db") as ledger:
                ledger.answer(ledger.person().id, "late", "yes", _DAY)
            with pytest.raises(CannotWrite, match="read-only file system"):
                Ledger(disk / "other" / "ledger.db")

    @as_root
    def test_a_full_disk_loses_the_record_at_hand_and_nothing_else(self, tmp_path):
        with _disk(tmp_path / "disk") as disk:
            kept = []
            with Ledger(disk / "ledger.db") as ledger:
                me = ledger.add_person("me", "US-TX").id
                with pytest.raises(CannotWrite, match=r"disk is full.*earlier records are kept"):
                    _answers_until_refused(ledger, me, kept)
                assert sorted(ledger.answers(me)) == sorted(kept)
            (disk / "filler").unlink()
            with Ledger(disk / "ledger.db", create=False) as ledger:
                assert sorted(ledger.answers(me)) == sorted(kept)
                ledger.answer(me, "room-again", "yes", _DAY)
                assert len(ledger.events(me)) == len(kept) + 2

    @as_root
    def test_a_disk_without_any_room_takes_no_new_ledger(self, tmp_path):
        with _disk(tmp_path / "disk") as disk:
            _fill(disk)
            with pytest.raises(CannotWrite, match="disk is full"):
                Ledger(disk / "ledger.db")

    @posix
    def test_a_disk_that_refuses_a_write_is_told_apart_from_a_full_one(self, filled):
        limit = filled.stat().st_size
        done = subprocess.run(
            [sys.executable, "-c", _WRITE_UNTIL_REFUSED, str(filled), str(limit)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "Earlier records are kept" in done.stdout
        with Ledger(filled, create=False) as ledger:
            assert len(ledger.answers(ledger.person().id)) >= 300


_WRITE_UNTIL_REFUSED = """
import resource, signal, sys
from datetime import date
from pathlib import Path
from privacy_audit.ledger.errors import CannotWrite
from privacy_audit.ledger.store import Ledger
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
limit = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
with Ledger(Path(sys.argv[1]), create=False) as ledger:
    me = ledger.person().id
    try:
        for number in range(3000):
            ledger.answer(me, f"more-{number}", "yes", date(2026, 11, 24))
    except CannotWrite as error:
        print(error)
"""


class TestALedgerInUse:
    def test_a_locked_ledger_says_so_after_waiting(self, filled, monkeypatch):
        monkeypatch.setattr(files, "BUSY_SECONDS", 0.05)
        other = sqlite3.connect(filled, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with Ledger(filled, create=False) as ledger:
            me = ledger.person().id
            with pytest.raises(Busy, match="in use by another program"):
                ledger.answer(me, "late", "yes", _DAY)
            assert "late" not in ledger.answers(me), "and reading goes on"
            other.execute("ROLLBACK")
            ledger.answer(me, "late", "yes", _DAY)
            assert ledger.answers(me)["late"] == "yes"
        other.close()

    def test_one_that_is_locked_by_another_process_is_waited_for(self, filled):
        holder = subprocess.Popen(
            [sys.executable, "-c", _HOLD_FOR_A_MOMENT, str(filled)], stdout=subprocess.PIPE, text=True
        )
        assert holder.stdout.readline() == "locked\n"
        with Ledger(filled, create=False) as ledger:
            ledger.answer(ledger.person().id, "patient", "yes", _DAY)
            assert ledger.answers(ledger.person().id)["patient"] == "yes"
        holder.communicate()
        assert holder.returncode == 0


_HOLD_FOR_A_MOMENT = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
time.sleep(0.3)
connection.execute("ROLLBACK")
connection.close()
"""


def _answers_until_refused(ledger: Ledger, person: str, kept: list[str]) -> None:
    for number in range(5000):
        ledger.answer(person, f"organisation-{number}", "yes", _DAY)
        kept.append(f"organisation-{number}")


def _fill(disk: Path) -> None:
    """Write until the disk takes no more."""
    with suppress(OSError), (disk / "rest").open("wb", buffering=0) as rest:
        while rest.write(b"\0" * 1024):
            pass


@contextmanager
def _disk(place: Path):
    """Mount a disk of a few hundred kilobytes; skip where that is not allowed. ``filler`` can be deleted."""
    place.mkdir()
    _mount("-t", "tmpfs", "-o", "size=600k", "tmpfs", place)
    try:
        (place / "filler").write_bytes(b"\0" * 200_000)
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False)


def _mount(*arguments) -> None:
    done = subprocess.run(["mount", *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"mounting is not allowed here: {done.stderr.strip()}")
