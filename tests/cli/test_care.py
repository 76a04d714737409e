"""The commands for the care of the ledger: doctor, backup, restore, and the backup of the day."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from privacy_audit.ledger import backup, files
from privacy_audit.ledger.errors import LedgerError


@pytest.fixture
def told(cli, me, usual_ledger) -> Path:
    """A ledger with a record in it, and without the backup of the day."""
    cli("answer", "mirror-people", "yes")
    cli("record", "mirror-people/opt-out", "asked", "--reference", "4711")
    for one in backup.backups(usual_ledger):
        one.unlink()
    os.utime(usual_ledger, (1, 1))  # as if nothing was written since long: no command makes a backup by itself
    backup.make(usual_ledger)
    return usual_ledger


def change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


class TestDoctor:
    def test_says_of_each_check_that_it_is_well(self, cli, told):
        lines = cli("doctor").out.splitlines()
        assert len(lines) >= 14
        assert all(line.startswith("ok ") for line in lines)

    def test_as_json(self, cli, told):
        found = cli("doctor", "--json").json
        assert found["ok"] is True
        assert all({"name", "ok", "detail"} <= set(check) for check in found["checks"])

    def test_names_what_is_wrong_and_ends_with_1(self, cli, told):
        change(told, "DELETE FROM answers")
        done = cli("doctor", code=1)
        assert "wrong tables" in done.out
        assert "answers (1 row)" in done.out
        assert done.out.splitlines()[-1] == "1 finding; privacy-audit doctor --mend mends 1, after a backup."
        found = cli("doctor", "--json", code=1).json
        assert [check["name"] for check in found["checks"] if not check["ok"]] == ["tables"]

    def test_mends_after_a_backup(self, cli, told):
        change(told, "DELETE FROM answers", "DROP TRIGGER events_never_go")
        done = cli("doctor", "--mend")
        assert "backup: " in done.err
        assert "wrong" not in done.out
        assert {one.why for one in backup.known(told)} == {"asked", "mend"}
        assert cli("doctor", "--mend", "--json").json["ok"] is True

    @pytest.mark.parametrize("content", [b"noise " * 3000, b"SQLite format 3\x00" + bytes(5000)])
    def test_of_what_cannot_be_read_says_how_to_restore_and_ends_with_4(self, fails, cli, told, content):
        newest = backup.known(told)[0].path.name
        told.write_bytes(content)
        assert f"privacy-audit restore {newest}" in fails("doctor", code=4)
        assert told.read_bytes() == content
        found = cli("doctor", "--json", code=4).json
        assert found["ok"] is False
        assert found["checks"][0]["name"] == "opens"
        assert cli("doctor", "--mend", code=4).out == ""

    def test_without_any_backup_says_where_to_take_one_from(self, fails, told):
        backup.known(told)[0].path.unlink()
        told.write_bytes(b"noise " * 3000)
        assert "restore FILE takes one from elsewhere" in fails("doctor", code=4)

    def test_of_a_damaged_page_names_it_and_ends_with_4(self, cli, told):
        with closing(sqlite3.connect(told)) as connection:
            root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'due_by_day'").fetchone()[0]
            size = connection.execute("PRAGMA page_size").fetchone()[0]
        content = bytearray(told.read_bytes())
        content[(root - 1) * size : root * size] = bytes(size)
        told.write_bytes(content)
        done = cli("doctor", code=4)
        assert "is damaged" in done.err
        assert "privacy-audit restore" in done.err

    def test_without_a_ledger(self, fails):
        assert "There is no ledger" in fails("doctor")


class TestBackup:
    def test_writes_one_and_names_it(self, cli, told):
        done = cli("backup")
        name = backup.known(told)[0].path
        assert done.out.startswith(f"written: {name} (")

    def test_into_a_folder_that_is_given(self, cli, told, tmp_path):
        cli("backup", tmp_path / "stick")
        (made,) = (tmp_path / "stick").iterdir()
        with closing(sqlite3.connect(made)) as connection:
            assert connection.execute("SELECT count(*) FROM events").fetchone() == (3,)
            assert len(backup.own_of(connection)) > 0

    def test_where_nothing_can_be_written_says_so_in_one_line(self, fails, told, tmp_path):
        (tmp_path / "file").write_text("in the way")
        assert "No backup was made" in fails("backup", tmp_path / "file" / "below")

    def test_without_a_ledger(self, fails):
        assert "There is no ledger" in fails("backup")


class TestRestore:
    def test_without_a_file_lists_the_backups(self, cli, told):
        (line,) = cli("restore").out.splitlines()
        assert line.split()[0] == backup.known(told)[0].path.name
        assert line.endswith("asked for")
        (one,) = cli("restore", "--json").json
        assert set(one) == {"file", "made", "why", "bytes"}

    def test_before_there_is_any(self, cli, me, usual_ledger):
        for one in backup.backups(usual_ledger):
            one.unlink()
        assert "no backup yet" in cli("restore").out

    def test_shows_first_what_would_change_and_asks(self, cli, told):
        cli("answer", "north-bureau", "no")
        before = told.read_bytes()
        done = cli("restore", backup.known(told)[-1].path.name, code=1)  # nobody answers the question
        assert "lost: 1 event, recorded" in done.out
        assert "people in it: me" in done.out
        assert told.read_bytes() == before

    def test_puts_it_in_place_and_says_where_the_present_one_is(self, cli, told):
        kept = backup.known(told)[0].path
        cli("answer", "north-bureau", "no")
        done = cli("restore", kept, "--yes")
        assert "restored: 3 events" in done.out
        present = backup.known(told)[0]
        assert present.why == "restore"
        assert f"The ledger as it was: {present.path}" in done.out
        assert cli("doctor").code == 0
        assert "north-bureau" not in cli("history").out
        cli("restore", present.path.name, "--yes")
        assert "North Bureau" in cli("history").out

    def test_over_a_damaged_ledger(self, cli, told):
        kept = backup.known(told)[0].path
        told.write_bytes(b"noise " * 3000)
        done = cli("restore", kept.name, "--yes")
        assert "cannot be read, and is kept as it is" in done.out
        assert cli("doctor").code == 0
        assert backup.known(told)[0].why == "damaged"

    @pytest.mark.parametrize(
        ("content", "words"), [(b"", "is empty"), (b"noise " * 3000, "no ledger"), (None, "There is no file")]
    )
    def test_refuses_what_is_no_backup_in_one_line(self, fails, told, tmp_path, content, words):
        if content is not None:
            (tmp_path / "file.db").write_bytes(content)
        assert words in fails("restore", tmp_path / "file.db", "--yes")

    def test_refuses_a_newer_version(self, fails, told):
        kept = backup.known(told)[0].path
        change(kept, f"PRAGMA user_version = {files.SCHEMA_VERSION + 1}")
        assert "newer version" in fails("restore", kept, "--yes")


class TestTheBackupOfTheDay:
    def test_comes_with_the_first_record_and_once(self, cli, me, usual_ledger):
        (first,) = backup.known(usual_ledger)
        assert first.why == "daily"
        cli("answer", "mirror-people", "yes")
        cli("todo")
        assert backup.known(usual_ledger) == [first]

    def test_says_nothing_when_all_is_well(self, cli, me, usual_ledger):
        backup.backups(usual_ledger)[0].unlink()
        done = cli("answer", "mirror-people", "yes")
        assert done.err == ""
        assert len(backup.known(usual_ledger)) == 1

    def test_that_cannot_be_made_is_told_and_the_record_stands(self, cli, me, usual_ledger):
        backup.backups(usual_ledger)[0].unlink()
        backup.folder_of(usual_ledger).rmdir()
        backup.folder_of(usual_ledger).write_text("in the way")
        done = cli("answer", "mirror-people", "yes")
        assert done.out.startswith("recorded")
        assert done.err.startswith("The backup of the day was not made. No backup was made in ")
        assert done.err.count("\n") == 1

    def test_does_not_come_after_a_command_that_failed(self, cli, fails, me, usual_ledger):
        backup.backups(usual_ledger)[0].unlink()
        fails("record", "mirror-people/opt-out", "verified")
        assert backup.known(usual_ledger) == []

    def test_is_left_to_another_time_by_what_needs_no_ledger(self, cli, me, usual_ledger, monkeypatch):
        backup.backups(usual_ledger)[0].unlink()

        def never(*_, **__):
            raise LedgerError("no backup was wanted")

        monkeypatch.setattr(backup, "make", never)
        for command in (["catalog", "stats"], ["restore"], ["--help"]):
            assert "no backup" not in cli(*command).err
