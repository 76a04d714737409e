"""Backups: whole, checked, private, of the ledger's own protection, and a few generations of them."""

import os
import sqlite3
import stat
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ledger.test_ledger_files import as_root, posix
from privacy_audit.ledger import backup, cipher, encrypting, files, schema
from privacy_audit.ledger.backup import Backup
from privacy_audit.ledger.errors import LedgerError, NewerLedger, NoLedger, NotALedger
from privacy_audit.ledger.store import Ledger

DAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "data" / "ledger.db"


@pytest.fixture
def filled(path) -> Path:
    with Ledger(path) as ledger:
        me = ledger.add_person("me", "US-TX")
        for number in range(40):
            ledger.answer(me.id, f"organisation-{number}", "yes", DAY)
    return path


def log(path: Path) -> list[tuple]:
    connection = files.connect(path, must_exist=True)
    try:
        return [tuple(row) for row in connection.execute("SELECT * FROM events ORDER BY id")]
    finally:
        connection.close()


def in_folder(path: Path) -> list[str]:
    return sorted(one.name for one in backup.folder_of(path).iterdir())


class TestOneBackup:
    def test_holds_the_whole_log_and_tells_when_and_why(self, filled):
        made = backup.make(filled, now=NOW)
        assert made.path == filled.parent / "backups" / "ledger-20261124T093000Z-asked.db"
        assert log(made.path) == log(filled)
        assert backup.known(filled) == [made]
        assert backup.backups(filled) == [made.path]

    def test_is_one_file_that_any_sqlite_tool_opens(self, filled):
        made = backup.make(filled, now=NOW)
        assert in_folder(filled) == [made.path.name]
        connection = sqlite3.connect(f"file:{made.path}?mode=ro", uri=True)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert connection.execute("SELECT count(*) FROM events").fetchone() == (41,)
        connection.close()

    @posix
    def test_is_for_its_owner_only_from_its_first_byte(self, filled, monkeypatch):
        seen = []
        before = os.umask(0o022)
        connect = files.connect

        def watching(path, **more):
            seen.extend(stat.S_IMODE(one.stat().st_mode) for one in backup.folder_of(filled).glob(".*"))
            return connect(path, **more)

        monkeypatch.setattr(files, "connect", watching)
        try:
            made = backup.make(filled)
        finally:
            os.umask(before)
        assert set(seen) == {0o600}
        assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
        assert stat.S_IMODE(made.path.parent.stat().st_mode) == 0o700

    def test_another_programs_records_go_on_meanwhile_and_later_ones_are_not_in_it(self, filled):
        with Ledger(filled) as ledger:
            before = log(filled)
            made = backup.make(filled, now=NOW)
            ledger.answer(ledger.person().id, "later", "no", DAY)
        assert log(made.path) == before
        assert len(log(filled)) == len(before) + 1

    def test_two_of_one_second_do_not_take_each_others_place(self, filled):
        names = {backup.make(filled, now=NOW).path.name for _ in range(3)}
        assert len(names) == 3

    def test_goes_into_a_folder_that_is_given_and_is_made_if_it_is_missing(self, filled, tmp_path):
        made = backup.make(filled, folder=tmp_path / "stick" / "copies", now=NOW)
        assert made.path.parent == tmp_path / "stick" / "copies"
        assert backup.known(filled) == []

    def test_holds_the_persons_own_organisations(self, filled, tmp_path):
        own = tmp_path / "own"
        (own / "family").mkdir(parents=True)
        (own / "family" / "dentist.toml").write_bytes(b'name = "Dr Example"\n')
        made = backup.make(filled, own=own)
        connection = sqlite3.connect(made.path)
        assert backup.own_of(connection) == [("family/dentist.toml", b'name = "Dr Example"\n')]
        connection.close()

    def test_is_made_all_the_same_when_an_own_organisation_cannot_be_read(self, filled, tmp_path):
        own = tmp_path / "own"
        own.mkdir()
        (own / "large.toml").write_bytes(b"#" * 10_000_000)
        made = backup.make(filled, own=own)
        assert "large.toml" in made.left_out
        assert log(made.path) == log(filled)

    def test_a_link_to_the_ledger_leads_to_the_same_backups(self, filled, tmp_path):
        link = tmp_path / "link.db"
        link.symlink_to(filled)
        made = backup.make(link, now=NOW)
        assert made.path.parent == filled.parent / "backups"
        assert backup.known(link) == backup.known(filled) == [made]

    def test_two_ledgers_of_one_folder_know_their_own(self, filled):
        other = filled.with_name("other.db")
        with Ledger(other) as ledger:
            ledger.add_person("ann", "CA")
        mine, theirs = backup.make(filled), backup.make(other)
        assert backup.backups(filled) == [mine.path]
        assert backup.backups(other) == [theirs.path]

    def test_of_an_encrypted_ledger_is_encrypted_under_the_same_passphrase(self, filled):
        pytest.importorskip("sqlcipher3")
        pytest.importorskip("argon2")
        encrypting.encrypt(filled, "five words that nobody knows")
        made = backup.make(filled)
        content = made.path.read_bytes()
        assert b"organisation-7" not in content
        assert b"SQLite format 3" not in content
        cipher.lock()
        cipher.unlock(made.path, "five words that nobody knows")
        assert len(log(made.path)) == 41
        cipher.lock()


class TestNothingHalf:
    def _unchanged(self, filled: Path, before: bytes) -> None:
        assert filled.read_bytes() == before
        folder = backup.folder_of(filled)
        assert not folder.exists() or list(folder.iterdir()) == []

    def test_no_ledger_no_backup(self, path):
        with pytest.raises(NoLedger):
            backup.make(path)
        assert not list(path.parent.glob("backups/*"))

    @pytest.mark.parametrize("share", [0.3, 0.7])
    def test_a_damaged_ledger_gives_none(self, filled, share):
        whole = filled.read_bytes()
        filled.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(NotALedger, match="damaged"):
            backup.make(filled)
        assert in_folder(filled) == []

    def test_a_copy_that_is_not_whole_is_thrown_away(self, filled, monkeypatch):
        monkeypatch.setattr(backup, "fault_of", lambda path, events: "40 events instead of 41")
        with pytest.raises(NotALedger, match="40 events instead of 41"):
            backup.make(filled)
        assert in_folder(filled) == []

    def test_a_place_that_is_a_file(self, filled):
        before = filled.read_bytes()
        (filled.parent / "backups").write_text("in the way")
        with pytest.raises(LedgerError, match="No backup was made"):
            backup.make(filled)
        assert filled.read_bytes() == before

    @posix
    def test_a_disk_that_is_full(self, filled):
        program = """
import resource, signal, sys
from pathlib import Path
from privacy_audit.ledger import backup
from privacy_audit.ledger.errors import LedgerError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    backup.make(Path(sys.argv[1]))
except LedgerError as error:
    print(type(error).__name__, error)
"""
        before = filled.read_bytes()
        done = subprocess.run(
            [sys.executable, "-c", program, str(filled)], capture_output=True, text=True, check=False, timeout=60
        )
        assert done.stdout.startswith("NoBackup No backup was made"), done.stderr
        assert done.stdout.count("\n") == 1
        self._unchanged(filled, before)

    @as_root
    def test_a_folder_that_takes_no_writing(self, filled, tmp_path):
        place = tmp_path / "place"
        place.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(place)], check=False, capture_output=True).returncode:
            pytest.skip("no file system can be mounted here")
        try:
            (place / "ledger.db").write_bytes(filled.read_bytes())
            subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
            with pytest.raises(LedgerError, match="No backup was made"):
                backup.make(place / "ledger.db")
            assert not backup.is_due(place / "ledger.db", NOW)
        finally:
            subprocess.run(["umount", str(place)], check=True)

    def test_what_a_killed_program_left_goes_with_the_next_but_not_what_another_writes_now(self, filled):
        folder = backup.folder_of(filled)
        folder.mkdir()
        ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
        old, young = folder / ".privacy-audit-x.part", folder / ".privacy-audit-y.part"
        mine = folder / f".privacy-audit-{os.getpid()}-z.part"
        killed = folder / f".privacy-audit-{ended.stdout.strip()}-z.part-wal"
        for one in (old, young, mine, killed):
            one.write_bytes(b"half")
        os.utime(old, (1, 1))
        backup.make(filled)
        assert not old.exists()
        assert young.exists()
        assert mine.exists()
        assert killed.exists() == (os.name == "nt")


class TestOncePerDay:
    def _written(self, path: Path, moment: datetime) -> None:
        os.utime(path, (moment.timestamp(), moment.timestamp()))

    def test_the_first_use_of_a_day_on_which_something_was_written_makes_one(self, filled):
        self._written(filled, NOW)
        assert backup.daily(filled, now=NOW).why == "daily"
        assert backup.daily(filled, now=NOW + timedelta(minutes=5)) is None
        self._written(filled, NOW + timedelta(minutes=6))
        assert backup.daily(filled, now=NOW + timedelta(minutes=7)) is None
        assert backup.daily(filled, now=NOW + timedelta(days=1)) is not None

    def test_a_day_without_a_record_makes_none(self, filled):
        self._written(filled, NOW - timedelta(hours=1))
        backup.daily(filled, now=NOW)
        assert not backup.is_due(filled, NOW + timedelta(days=3))

    def test_one_that_was_asked_for_today_is_enough(self, filled):
        self._written(filled, NOW)
        backup.make(filled, now=NOW)
        assert not backup.is_due(filled, NOW + timedelta(hours=1))

    def test_one_made_under_a_clock_that_was_ahead_does_not_stop_the_others(self, filled):
        backup.make(filled, now=NOW + timedelta(days=400))
        assert backup.is_due(filled, NOW)

    def test_there_is_nothing_to_do_without_a_ledger(self, path):
        assert not backup.is_due(path, NOW)
        path.parent.mkdir()
        path.touch()
        assert not backup.is_due(path, NOW)


def at(*days_ago: int, why: str = "daily") -> list[Backup]:
    return [
        Backup(Path(f"ledger-{number}-{why}.db"), NOW - timedelta(days=number), why) for number in sorted(set(days_ago))
    ]


class TestGenerations:
    def test_of_a_year_of_days_a_week_four_weeks_and_six_months_stay(self):
        every = at(*range(365))
        staying = [one for one in every if one not in backup.superfluous(every)]
        days = [(NOW - one.made).days for one in staying]
        assert days[:7] == [0, 1, 2, 3, 4, 5, 6]
        assert {one.made.strftime("%Y-%m") for one in staying} == {f"2026-{month:02}" for month in range(6, 12)}
        assert len(staying) <= backup.DAYS + backup.WEEKS + backup.MONTHS

    def test_a_pause_of_years_costs_none(self):
        every = at(0, 900, 901, 902)
        assert backup.superfluous(every) == []

    def test_those_before_something_are_counted_apart(self):
        every = at(*range(30), why="restore") + at(*range(5))
        going = backup.superfluous(every)
        assert {one.why for one in going} == {"restore"}
        assert len(going) == 30 - backup.OTHERS

    @given(some.lists(some.tuples(some.integers(0, 800), some.sampled_from(sorted(backup.WHY))), max_size=60))
    def test_the_newest_stays_the_number_is_bounded_and_a_second_look_finds_nothing_more(self, drawn):
        every = [
            Backup(Path(f"{n}-{days}-{why}"), NOW - timedelta(days=days), why) for n, (days, why) in enumerate(drawn)
        ]
        going = backup.superfluous(every)
        staying = [one for one in every if one not in going]
        assert len(staying) <= backup.DAYS + backup.WEEKS + backup.MONTHS + backup.OTHERS
        assert backup.superfluous(staying) == []
        for daily in (True, False):
            kind = [one.made for one in every if (one.why == "daily") == daily]
            kept = [one.made for one in staying if (one.why == "daily") == daily]
            assert not kind or max(kind) in kept

    def test_making_one_removes_what_is_superfluous_and_touches_nothing_else(self, filled):
        folder = backup.folder_of(filled)
        for days in range(1, 13):
            backup.make(filled, "restore", now=NOW - timedelta(days=days))
        (folder / "holiday.jpg").write_bytes(b"mine")
        backup.make(filled, "restore", now=NOW)
        assert len(backup.known(filled)) == backup.OTHERS
        assert (folder / "holiday.jpg").exists()


class TestBeforeAMigration:
    @pytest.fixture
    def first_version(self, path, monkeypatch) -> Path:
        """A ledger as the first version made it, with somebody in it."""
        migrations = list(schema.migrations._migrations)
        monkeypatch.setattr(schema.migrations, "_migrations", migrations[:1])
        monkeypatch.setattr(files, "SCHEMA_VERSION", 1)
        with Ledger(path) as ledger:
            ledger.add_person("me", "US-TX")
        monkeypatch.setattr(schema.migrations, "_migrations", migrations)
        monkeypatch.setattr(files, "SCHEMA_VERSION", len(migrations))
        return path

    def version(self, path: Path) -> int:
        connection = sqlite3.connect(path)
        try:
            return connection.execute("PRAGMA user_version").fetchone()[0]
        finally:
            connection.close()

    def test_the_ledger_is_kept_as_it_was(self, first_version):
        with Ledger(first_version) as ledger:
            assert ledger.person().label == "me"
        assert self.version(first_version) == files.SCHEMA_VERSION > 1
        (kept,) = backup.known(first_version)
        assert kept.why == "migration"
        assert self.version(kept.path) == 1
        assert log(kept.path) == log(first_version)

    def test_opening_it_again_makes_no_other(self, first_version):
        for _ in range(3):
            Ledger(first_version).close()
        assert len(backup.known(first_version)) == 1

    def test_a_new_ledger_needs_none(self, path):
        Ledger(path).close()
        assert backup.known(path) == []

    def test_without_a_backup_the_tables_stay_as_they_are(self, first_version):
        (first_version.parent / "backups").write_text("in the way")
        with pytest.raises(LedgerError, match="No backup was made"):
            Ledger(first_version)
        assert self.version(first_version) == 1

    def test_a_migration_that_fails_leaves_ledger_and_backup_as_they_were(self, path, monkeypatch):
        with Ledger(path) as ledger:
            ledger.add_person("me", "US-TX")
        before = log(path)

        def third(db):
            db.execute("CREATE TABLE third (x TEXT)")
            raise sqlite3.OperationalError("stopped by the test")

        version = files.SCHEMA_VERSION
        monkeypatch.setattr(schema.migrations, "_migrations", list(schema.migrations._migrations))
        schema.migrations(name="third")(third)
        monkeypatch.setattr(files, "SCHEMA_VERSION", version + 1)
        with pytest.raises(LedgerError, match="stopped by the test"):
            Ledger(path)
        assert self.version(path) == version
        assert log(path) == before
        assert [one.why for one in backup.known(path)] == ["migration"]

    def test_the_program_before_refuses_the_newer_file_in_one_line(self, path, monkeypatch):
        Ledger(path).close()
        monkeypatch.setattr(files, "SCHEMA_VERSION", files.SCHEMA_VERSION - 1)
        with pytest.raises(NewerLedger) as caught:
            Ledger(path)
        assert "\n" not in str(caught.value)
        assert backup.known(path) == []
