"""What a timer runs: this very program, with what it needs, at a time of day."""

import os
import sys
from datetime import time
from pathlib import Path

import pytest

from privacy_audit.reminders.timers import job
from privacy_audit.reminders.timers.errors import TimerError
from privacy_audit.reminders.timers.job import Job


@pytest.fixture
def script(tmp_path) -> Path:
    path = tmp_path / "bin" / "privacy-audit"
    path.parent.mkdir()
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


class TestTheTimeOfDay:
    @pytest.mark.parametrize(
        ("text", "at"), [("9:00", time(9)), ("09:05", time(9, 5)), ("00:00", time(0)), (" 23:59 ", time(23, 59))]
    )
    def test_hours_and_minutes(self, text, at):
        assert job.parse_time(text) == at

    @pytest.mark.parametrize("text", ["", "9", "24:00", "9:60", "9:5", "-1:00", "9:00:00", "nine", "９:００", "9.00"])
    def test_anything_else_is_refused_with_an_example(self, text):
        with pytest.raises(ValueError, match=r"no time of day.*HH:MM, for example 09:00"):
            job.parse_time(text)


class TestTheProgram:
    def test_a_script_is_called_as_it_is(self, script):
        assert job.program(str(script), "/usr/bin/python3") == ((str(script),), (str(script), "/usr/bin/python3"))

    def test_a_relative_path_becomes_whole(self, script, monkeypatch):
        monkeypatch.chdir(script.parent)
        assert job.program("./privacy-audit")[0] == (str(script),)

    def test_a_link_stays_a_link_so_that_it_outlives_an_update(self, script, tmp_path):
        link = tmp_path / "privacy-audit"
        link.symlink_to(script)
        assert job.program(str(link))[0] == (str(link),)

    @pytest.mark.parametrize("argument", ["-m", "-c", "", "/nowhere/privacy-audit", "/usr/bin/pytest"])
    def test_without_a_script_it_is_a_module_of_this_python(self, argument):
        command, needs = job.program(argument)
        assert command == (sys.executable, "-m", "privacy_audit")
        assert needs[0] == sys.executable
        assert Path(needs[1]).name == "__main__.py"
        assert job.absent(needs) == ()

    def test_a_script_that_may_not_be_run_is_no_program(self, script):
        script.chmod(0o644)
        if os.access(script, os.X_OK):
            pytest.skip("this account may run everything")
        assert job.program(str(script))[0][1:] == ("-m", "privacy_audit")


class TestTheLedgerAndThePerson:
    def test_the_usual_ones_are_not_named(self, isolated, monkeypatch):
        monkeypatch.delenv("XDG_DATA_HOME")
        usual = isolated / ".local" / "share" / "privacy-audit" / "ledger.db"
        assert "--ledger" not in job.job(time(9), usual, None).command
        assert "--person" not in job.job(time(9), usual, None).command

    def test_others_are_named(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        made = job.job(time(9), Path("mine.db"), "me")
        assert made.notify[-6:] == ("--ledger", str(tmp_path / "mine.db"), "--person", "me", "remind", "--notify")

    @pytest.mark.parametrize("name", ["PRIVACY_AUDIT_LEDGER", "XDG_DATA_HOME"])
    def test_a_place_that_only_this_shell_knows_is_named(self, isolated, monkeypatch, name):
        from privacy_audit import folders

        monkeypatch.delenv("XDG_DATA_HOME")
        monkeypatch.setenv(name, str(isolated / "elsewhere"))
        assert "--ledger" in job.job(time(9), folders.ledger(), None).command

    @pytest.mark.parametrize("word", ["a\nb", "a\x1b[2J", "a\u202eb", "", "\udcff"])
    def test_what_no_timer_can_hold_is_refused(self, word):
        with pytest.raises(TimerError, match=r"holds signs that no timer can hold\. Nothing was changed"):
            job.checked(Job(("/bin/privacy-audit", "--person", word), ("/bin/privacy-audit",)))


class TestWhatIsMissing:
    def test_nothing_while_all_is_there(self, script):
        assert job.absent((str(script), sys.executable)) == ()
        assert job.absent(()) == ()

    def test_a_program_that_moved(self, script, tmp_path):
        script.rename(tmp_path / "elsewhere")
        assert job.absent((str(script), sys.executable)) == (str(script),)

    def test_its_python_went(self, script, tmp_path):
        link = tmp_path / "python3"
        link.symlink_to(tmp_path / "gone")
        assert job.absent((str(script), str(link))) == (str(link),)
