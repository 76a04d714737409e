"""Reminders: what is set, what would be written, and how much may be shown."""

import contextlib
import sys
from datetime import time

import pytest
from reminders.timers.fakes import System, tree
from textual.worker import WorkerCancelled, WorkerFailed

from privacy_audit.reminders import desktop, digest
from privacy_audit.reminders.timers import choose, files


@pytest.fixture(autouse=True)
def system(tmp_path, monkeypatch) -> System:
    made = System(tmp_path / "system")
    monkeypatch.setenv("PATH", str(made.bin))
    monkeypatch.setenv("SHELL", "/bin/bash")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(desktop, "find_spec", lambda name: None)
    return made


async def rest(desk) -> None:
    """Wait until the system's commands have answered and what came of it is shown."""
    for _ in range(3):
        for worker in [one for one in desk.app.workers if one.name in ("look", "act")]:
            with contextlib.suppress(WorkerCancelled, WorkerFailed):
                await worker.wait()
        await desk.settle()


async def reminders(desk) -> None:
    await desk.press("d", "r")
    await rest(desk)
    assert desk.shown == "RemindersScreen"


def row(desk, id: str) -> str:
    (found,) = [one for one in desk.rows("reminders").rows if one.id == id]
    return found.cells[1][0]


async def test_it_is_reached_from_what_is_due_and_says_what_would_be_written(start, system):
    system.give("systemctl")
    async with start("US-TX", size=(120, 40)) as desk:
        await reminders(desk)
        assert "no timer is set" in desk.frame.splitlines()[0]
        assert row(desk, "timer") == "not set; this system has a systemd user timer"
        assert row(desk, "shell") == "not set"
        for words in ("OnCalendar=*-*-* 09:00:00", "~/config/systemd/user", "privacy-audit[notify]"):
            assert words in desk.text("#about")
        await desk.press("down")
        assert "remind --brief" in desk.text("#about")
        await desk.press("escape")
        assert desk.shown == "DueScreen"


async def test_setting_asks_first(start, system, isolated):
    system.give("systemctl")
    async with start("US-TX") as desk:
        await reminders(desk)
        before = set(tree(isolated))
        await desk.press("enter")
        assert desk.shown == "Confirm"
        assert "This will be written:" in desk.frame
        await desk.press("escape")
        await rest(desk)
        assert set(tree(isolated)) == before
        await desk.press("enter", "enter")
        await rest(desk)
        assert desk.message == "set; x removes it"
        assert "every day at 09:00" in desk.frame.splitlines()[0]
        assert row(desk, "timer") == "every day at 09:00: ~/config/systemd/user/privacy-audit-remind.timer"
        await desk.press("enter")
        assert desk.message == "It is set like this already. x removes it."


async def test_another_time(start, system):
    system.give("crontab")
    async with start("US-TX") as desk:
        await reminders(desk)
        await desk.press("t")
        await desk.fill_in("25:00")
        await desk.press("enter")
        assert "no time of day" in desk.message
        await desk.press("t")
        await desk.fill_in("18:30")
        await desk.press("enter")
        await rest(desk)
        assert "30 18 * * *" in desk.text("#about")
        await desk.press("enter", "y")
        await rest(desk)
        assert choose.look()[0][0].at == time(18, 30)
    async with start() as desk:
        await reminders(desk)
        assert "every day at 18:30" in desk.frame.splitlines()[0], "a later visit goes on from what is set"
        await desk.press("enter")
        assert desk.message.startswith("It is set like this already")


async def test_removing_asks_first_and_leaves_nothing(start, system, isolated):
    system.give("crontab")
    async with start("US-TX") as desk:
        await reminders(desk)
        await desk.press("x")
        assert desk.message == "Nothing is set; there is nothing to remove."
        await desk.press("enter", "enter")
        await rest(desk)
        await desk.press("down", "enter", "enter")
        await rest(desk)
        assert (isolated / ".bashrc").exists()
        await desk.press("x")
        assert "your crontab" in desk.frame
        assert "~/.bashrc" in desk.frame
        await desk.press("n")
        assert system.crontab
        await rest(desk)
        await desk.press("x", "y")
        await rest(desk)
        assert desk.message == "removed: 2; nothing of it is left"
        assert system.crontab is None
        assert not (isolated / ".bashrc").exists()


async def test_a_program_that_is_gone(start, system, tmp_path, monkeypatch):
    system.give("crontab")
    script = tmp_path / "bin" / "privacy-audit"
    script.parent.mkdir()
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    monkeypatch.setattr(sys, "argv", [str(script)])
    async with start("US-TX") as desk:
        await reminders(desk)
        await desk.press("enter", "enter")
        await rest(desk)
        script.unlink()
        await desk.go("reminders")
        await rest(desk)
        assert row(desk, "timer").startswith("its program is not there any more")


async def test_a_system_with_none_of_them(start, monkeypatch):
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    async with start("US-TX") as desk:
        await reminders(desk)
        assert row(desk, "timer") == "this system has none that can be set"
        assert row(desk, "shell") == "your shell is none of bash, zsh, fish"
        await desk.press("enter")
        assert desk.message == "There is nothing that could be set here."


async def test_what_fails_is_one_line(start, system, isolated, monkeypatch):
    def refuse(*_, **__):
        raise OSError(30, "Read-only file system")

    async with start("US-TX") as desk:
        await reminders(desk)
        monkeypatch.setattr(files.tempfile, "mkstemp", refuse)
        await desk.press("down", "enter", "enter")
        await rest(desk)
        assert "could not be written (read-only file system). Nothing was changed" in desk.message
        assert not (isolated / ".bashrc").exists()
        assert row(desk, "shell") == "not set"


async def test_what_cannot_be_looked_at_is_said(start, system):
    system.give("crontab")
    system.mode("crontab", "denied")
    async with start("US-TX") as desk:
        await reminders(desk)
        assert "not allowed to use this program" in desk.text("#about")


async def test_how_much_may_be_shown(start, ledger_path):
    async with start("US-TX") as desk:
        await reminders(desk)
        assert row(desk, "notification") == "how many things are due"
        await desk.press("down", "down")
        assert "names no organisation unless you allow it" in " ".join(desk.text("#about").split())
        await desk.press("enter")
        assert desk.shown == "Choose"
        await desk.press("escape")
        await desk.press("enter", "down", "down", "enter")
        assert row(desk, "notification") == "the organisations' names too"
        await rest(desk)
        await desk.press("down", "enter", "down", "enter")
        assert desk.message == "kept"
        assert desk.session.reminder_choices == {"notification": "names", "locked": "count"}
        assert digest.tell(str(ledger_path), desk.app.today) == ""


async def test_with_several_people_the_timer_is_for_this_one(start, system, ledger_path):
    from privacy_audit.ledger.store import Ledger

    system.give("crontab")
    with Ledger(ledger_path) as ledger:
        ledger.add_person("me", "US-TX")
        ledger.add_person("you", "CA-ON")
    async with start() as desk:
        await desk.press("down", "enter")
        assert desk.session.person.label == "you"
        await reminders(desk)
        await desk.press("enter", "enter")
        await rest(desk)
        assert b"--person you remind --notify" in system.crontab
