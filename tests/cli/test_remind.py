"""The timer, the notification and what they may show, on the command line."""

import os
import re
import sys
from datetime import date
from pathlib import Path

import pytest
from examples import TODAY
from reminders.timers.fakes import System, tree

from privacy_audit.cli import remind as module
from privacy_audit.ledger.store import Ledger
from privacy_audit.reminders import desktop, digest
from privacy_audit.reminders.timers import files, runner


@pytest.fixture
def system(tmp_path, monkeypatch) -> System:
    """A system whose only commands are those that a test puts there."""
    made = System(tmp_path / "system")
    monkeypatch.setenv("PATH", str(made.bin))
    monkeypatch.setenv("SHELL", "/bin/bash")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(desktop, "find_spec", lambda name: None)
    return made


@pytest.fixture
def shown(monkeypatch) -> list:
    """Every notification that is shown."""
    notes: list = []
    monkeypatch.setattr(module, "_show", lambda note: notes.append(note) or "")
    return notes


@pytest.fixture
def due(cli, me):
    """One thing that is due."""
    cli("record", "mirror-people/opt-out", "started", "--on", "2026-11-01")


class TestInstalling:
    def test_without_a_terminal_it_shows_and_writes_nothing(self, cli, me, system, isolated):
        system.give("systemctl")
        before = tree(isolated)
        done = cli("remind", "install", code=1)
        assert "This would be a systemd user timer, every day at 09:00." in done.out
        assert "OnCalendar=*-*-* 09:00:00" in done.out
        assert "It runs: systemctl --user enable --now privacy-audit-remind.timer" in done.out
        assert re.search(r"^Error: Nothing was written.*add --yes\.$", done.err, re.MULTILINE)
        assert tree(isolated) == before

    def test_with_yes_it_is_written_as_it_was_shown(self, cli, me, system, isolated):
        system.give("systemctl")
        done = cli("remind", "install", "--at", "18:30", "--yes")
        assert "Set: a systemd user timer. It says every day at 18:30 what is due." in done.out
        unit = (isolated / "config/systemd/user/privacy-audit-remind.service").read_text()
        assert all(f"    {line}".rstrip() in done.out.splitlines() for line in unit.splitlines())
        assert "pip install 'privacy-audit[notify]'" in done.err

    def test_showing_only_shows(self, cli, me, system, isolated):
        system.give("crontab")
        before = tree(isolated)
        assert "0 9 * * * test -x " in cli("remind", "install", "--show").out
        assert (tree(isolated), system.crontab) == (before, None)

    @pytest.mark.parametrize(("typed", "written"), [(True, True), (False, False)])
    def test_on_a_terminal_it_asks(self, cli, me, system, monkeypatch, typed, written):
        system.give("crontab")
        asked = []
        monkeypatch.setattr("click.confirm", lambda *words, **_: asked.append(words) or typed)
        monkeypatch.setattr(sys, "stdin", type("Terminal", (), {"isatty": lambda self: True})())
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
        cli("remind", "install")
        assert asked
        assert (system.crontab is not None) is written

    def test_twice_is_once(self, cli, me, system, isolated):
        system.give("systemctl")
        cli("remind", "install", "--yes")
        before = tree(isolated)
        assert "Nothing to do: a systemd user timer is set like this already." in cli("remind", "install").out
        assert tree(isolated) == before

    def test_a_system_with_no_timer_is_one_clear_line_and_the_shell(self, cli, me, system, isolated):
        done = cli("remind", "install", "--yes")
        assert done.err.splitlines()[0] == (
            "This system has no timer that a program can set. What is left is a line in your shell:"
        )
        assert "remind --brief" in (isolated / ".bashrc").read_text()

    def test_a_system_with_nothing_at_all(self, fails, me, system, monkeypatch):
        monkeypatch.setenv("SHELL", "/bin/tcsh")
        assert "put this line where your shell reads it: privacy-audit remind --brief" in fails(
            "remind", "install", "--yes"
        )

    @pytest.mark.parametrize("name", ["zsh", "fish"])
    def test_the_line_for_a_shell(self, cli, me, system, isolated, name):
        cli("remind", "install", "--shell", name, "--yes")
        path = isolated / (".zshrc" if name == "zsh" else "config/fish/config.fish")
        assert "remind --brief" in path.read_text()
        cli("remind", "install", "--kind", "shell", "--yes")
        assert (isolated / ".bashrc").exists()

    @pytest.mark.parametrize("at", ["25:00", "9", "noon", "", "09:00:00"])
    def test_a_wrong_time_is_wrong_usage(self, fails, me, system, at):
        assert "HH:MM" in fails("remind", "install", "--at", at, code=2)

    def test_a_wrong_kind_is_wrong_usage(self, fails, me, system):
        assert "'systemd'" in fails("remind", "install", "--kind", "launchctl", code=2)
        assert "does not go with" in fails("remind", "install", "--kind", "crontab", "--shell", code=2)

    def test_a_kind_that_is_not_there(self, fails, me, system):
        assert "This system cannot take a launchd agent" in fails("remind", "install", "--kind", "launchd", "--yes")

    def test_systemctl_that_fails_or_hangs(self, fails, me, system, isolated, monkeypatch):
        system.give("systemctl")
        monkeypatch.setattr(runner, "PATIENCE", 0.3)
        for mode in ("unreachable", "hang"):
            system.mode("systemctl", mode)
            assert "This system cannot take" in fails("remind", "install", "--kind", "systemd", "--yes")
        assert "config/systemd" not in tree(isolated)

    def test_a_home_that_takes_no_writing_is_one_line(self, cli, me, system, isolated, monkeypatch):
        system.give("systemctl")
        before = tree(isolated)

        def refuse(*_, **__):
            raise OSError(30, "Read-only file system")

        monkeypatch.setattr(files.tempfile, "mkstemp", refuse)
        for more in ((), ("--shell",)):
            done = cli("remind", "install", "--yes", *more, code=1)
            (line,) = [line for line in done.err.splitlines() if line.startswith("Error: ")]
            assert "could not be written (read-only file system). Nothing was changed" in line
        assert tree(isolated) == before


class TestWhoseTimer:
    def test_several_people_and_nobody_named(self, cli, fails, me, system):
        system.give("crontab")
        cli("person", "add", "you", "--region", "CA-ON")
        assert "Say whom you mean with --person" in fails("remind", "install", "--yes")
        done = cli("--person", "you", "remind", "install", "--yes")
        assert "There is one timer, and it is for you only." in done.err
        assert b"--person you remind --notify" in system.crontab

    def test_one_person_is_not_named(self, cli, me, system):
        system.give("crontab")
        cli("remind", "install", "--yes")
        assert b"--person" not in system.crontab

    def test_another_ledger_is_named(self, cli, me, system, tmp_path):
        system.give("crontab")
        cli("--ledger", tmp_path / "my own.db", "person", "add", "me", "--region", "US")
        cli("--ledger", tmp_path / "my own.db", "remind", "install", "--yes")
        assert f"--ledger '{tmp_path}/my own.db'".encode() in system.crontab

    def test_without_a_ledger_it_says_how_to_start(self, fails, own, system):
        system.give("crontab")
        assert "Start with: privacy-audit person add me" in fails("remind", "install", "--yes")

    def test_a_locked_ledger_is_no_hindrance(self, cli, own, system, usual_ledger):
        system.give("crontab")
        usual_ledger.parent.mkdir(parents=True)
        usual_ledger.write_bytes(b"PAe\x01" + os.urandom(8188))
        cli("remind", "install", "--yes")
        assert system.crontab


class TestStatusAndUninstalling:
    def test_nothing_set(self, cli, own, system):
        assert cli("remind", "status").out == "No timer is set. To set one: privacy-audit remind install\n"
        assert cli("remind", "status", "--json").json == []
        assert cli("remind", "uninstall").out == "Nothing is set; there was nothing to remove.\n"

    def test_what_is_set(self, cli, me, system):
        system.give("crontab")
        cli("remind", "install", "--at", "7:05", "--yes")
        cli("remind", "install", "--shell", "--yes")
        out = cli("remind", "status").out
        assert "your crontab, every day at 07:05" in out
        assert ".bashrc" in out
        timer, shell = cli("remind", "status", "--json").json
        assert (timer["kind"], timer["at"], timer["missing"]) == ("crontab", "07:05", [])
        assert (shell["kind"], shell["at"]) == ("shell", None)

    def test_a_program_that_is_gone(self, cli, me, system, tmp_path, monkeypatch):
        system.give("crontab")
        script = tmp_path / "bin" / "privacy-audit"
        script.parent.mkdir()
        script.write_text("#!/bin/sh\n")
        script.chmod(0o755)
        monkeypatch.setattr(sys, "argv", [str(script)])
        cli("remind", "install", "--yes")
        script.unlink()
        assert f"its program is not there any more ({script}): install again" in cli("remind", "status").out

    def test_uninstalling_leaves_nothing(self, cli, me, system, isolated):
        system.give("systemctl")
        before = {name for name in tree(isolated) if not name.startswith("data")}
        cli("remind", "install", "--yes")
        cli("remind", "install", "--shell", "--yes")
        out = cli("remind", "uninstall").out
        assert out.count("removed: ") == 2
        assert {name for name in tree(isolated) if not name.startswith("data")} - before <= {"config"}

    def test_what_cannot_be_removed_is_said(self, cli, me, system):
        system.give("crontab")
        cli("remind", "install", "--yes")
        system.mode("crontab", "takes nothing")
        assert "Remove it by hand with: crontab -e" in cli("remind", "uninstall", code=1).err

    def test_what_cannot_be_looked_at_is_said(self, cli, own, system):
        system.give("crontab")
        system.mode("crontab", "denied")
        assert "not allowed to use this program" in cli("remind", "status").err


class TestNotifying:
    def test_a_count_and_no_name(self, cli, due, shown):
        done = cli("remind", "--notify")
        assert (done.out, done.err) == ("", "")
        assert [(note.title, note.body) for note in shown] == [
            ("privacy-audit", "1 thing is due, since 8 Nov. See: privacy-audit remind")
        ]

    def test_names_only_when_allowed(self, cli, due, shown):
        cli("remind", "shows", "--notification", "names")
        cli("remind", "--notify")
        assert shown[0].title == "Due: Mirror People"

    def test_nothing_when_nothing_may_be_shown_or_nothing_is_due(self, cli, due, shown):
        cli("remind", "shows", "--notification", "nothing")
        assert cli("remind", "--notify").out == ""
        cli("remind", "shows", "--notification", "count")
        cli("undo")
        assert cli("remind", "--notify", "--exit-code").out == ""
        assert shown == []

    def test_the_exit_code_and_looking_ahead(self, cli, me, shown):
        cli("record", "mirror-people/opt-out", "started")
        cli("remind", "--notify", "--exit-code")
        assert shown == []
        cli("remind", "--notify", "--exit-code", "--within", "7", code=1)
        assert "1 thing is due" in shown[0].body

    def test_where_none_can_be_shown_there_is_the_line(self, cli, due, system):
        done = cli("remind", "--notify")
        assert done.out == "privacy-audit: 1 thing is due, since 8 Nov. See: privacy-audit remind\n"
        assert "No notification was shown: notifications need an extra" in done.err

    def test_with_several_people_it_is_about_all_and_as_reserved_as_the_most_reserved(self, cli, due, shown):
        cli("remind", "shows", "--notification", "names")
        cli("person", "add", "you", "--region", "US-TX")
        cli("--person", "you", "record", "mirror-people/opt-out", "started", "--on", "2026-11-02")
        cli("remind", "--notify")
        assert (shown[0].title, shown[0].body[:16]) == ("privacy-audit", "2 things are due")
        cli("--person", "me", "remind", "--notify")
        assert shown[1].title == "Due: Mirror People"

    def test_it_writes_nothing(self, cli, due, shown, usual_ledger):
        before = tree(usual_ledger.parent)
        cli("remind", "--notify")
        assert tree(usual_ledger.parent) == before

    def test_a_ledger_that_cannot_be_read_is_notified_too(self, fails, own, shown, tmp_path):
        (tmp_path / "bad.db").write_bytes(b"no ledger" * 2000)
        fails("--ledger", tmp_path / "bad.db", "remind", "--notify", code=4)
        assert "could not be read" in shown[0].body

    def test_no_ledger_is_silence(self, cli, own, shown):
        done = cli("remind", "--notify", "--exit-code")
        assert (done.out, done.err, shown) == ("", "", [])

    def test_with_json_it_is_wrong_usage(self, fails, me, shown):
        assert "--json and --notify do not go together" in fails("remind", "--notify", "--json", code=2)

    @pytest.mark.parametrize("day", ["2026-11-08", "2027-11-24", "2026-10-01"])
    def test_a_clock_set_back_or_a_year_away_doubles_nothing(self, cli, due, shown, day):
        for _ in range(2):
            cli("--today", day, "remind", "--notify")
        bodies = [note.body for note in shown]
        assert bodies == ([bodies[0]] * 2 if day >= "2026-11-08" else [])
        assert all(body.startswith("1 thing is due") for body in bodies)


class TestALockedLedger:
    @pytest.fixture
    def lock(self, usual_ledger):
        def call() -> None:
            for path in usual_ledger.parent.glob("ledger.db-*"):
                path.unlink()
            usual_ledger.write_bytes(b"PAe\x01" + os.urandom(8188))

        return call

    def test_dates(self, cli, due, shown, lock, capsys, monkeypatch):
        before = brief(monkeypatch, capsys)
        cli("remind", "shows", "--locked", "dates")
        lock()
        assert brief(monkeypatch, capsys) == before
        cli("remind", "--notify")
        assert shown[0].body.startswith("1 thing is due, since 8 Nov")

    def test_a_count(self, cli, due, lock, capsys, monkeypatch):
        cli("remind", "shows", "--locked", "count")
        lock()
        code, out, err = brief(monkeypatch, capsys, "--exit-code")
        assert (code, err) == (1, "")
        assert out == "privacy-audit: 1 thing was due on 24 Nov. See: privacy-audit remind\n"

    def test_nothing_is_silence_and_the_exit_code_of_a_locked_ledger(self, cli, due, shown, lock, capsys, monkeypatch):
        cli("remind", "shows", "--locked", "dates")
        cli("remind", "shows", "--locked", "nothing")
        lock()
        assert brief(monkeypatch, capsys) == (4, "", "")
        cli("remind", "--notify")
        assert shown == []

    def test_the_file_holds_no_name(self, cli, due, usual_ledger):
        cli("remind", "shows", "--locked", "dates")
        kept = Path(digest.file_of(str(usual_ledger))).read_text()
        assert "2026-11-08" in kept
        assert "mirror" not in kept.lower()
        with Ledger(usual_ledger, create=False) as ledger:
            assert ledger.due(ledger.person().id)[0].on == date(2026, 11, 8)


def brief(monkeypatch, capsys, *more: str) -> tuple:
    from privacy_audit.__main__ import main

    monkeypatch.setattr(sys, "argv", ["privacy-audit", "--today", TODAY.isoformat(), "remind", "--brief", *more])
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main()
    return (ended.value.code, *capsys.readouterr())


class TestWhatIsShown:
    def test_the_usual(self, cli, me):
        out = cli("remind", "shows").out
        assert "count (how many things are due)" in out
        assert "nothing (nothing at all)" in out

    def test_a_choice_is_kept(self, cli, me):
        cli("remind", "shows", "--notification", "names", "--locked", "dates")
        assert cli("remind", "shows", "--json").json == {"notification": "names", "locked": "dates"}

    @pytest.mark.parametrize("arguments", [("--notification", "all"), ("--locked", "names")])
    def test_what_cannot_be_chosen_is_wrong_usage(self, fails, me, arguments):
        fails("remind", "shows", *arguments, code=2)
