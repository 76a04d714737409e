"""The systemd user timer: unit files that systemd understands, set and removed without a trace."""

import os
import re
import shutil
import subprocess
from datetime import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy_audit.reminders.timers import runner, systemd
from privacy_audit.reminders.timers.errors import TimerError
from privacy_audit.reminders.timers.job import Job

from .fakes import tree

ANALYZE = shutil.which("systemd-analyze")
SYSTEMCTL = shutil.which("systemctl")
NASTY = 'it\'s 100% "my" $HOME\\n {x} ;'


@pytest.fixture
def units(isolated) -> Path:
    return isolated / "config" / "systemd" / "user"


@pytest.fixture
def here(system):
    return system.give("systemctl")


def test_what_would_be_written_is_what_is_written(here, make_job, units):
    job = make_job(at=time(18, 5))
    proposal = systemd.proposal(job)
    assert proposal.changes
    assert not units.exists(), "looking writes nothing"
    systemd.install(job)
    assert {part.where: part.text for part in proposal.parts} == {
        str(path): path.read_text() for path in units.iterdir() if path.is_file()
    }
    assert "systemctl --user enable --now privacy-audit-remind.timer" in proposal.commands
    assert set(proposal.commands) <= set(here.calls("systemctl"))


def test_the_timer_is_daily_and_makes_up_for_what_was_missed(here, make_job, units):
    systemd.install(make_job(at=time(7, 5)))
    timer = (units / "privacy-audit-remind.timer").read_text()
    assert "OnCalendar=*-*-* 07:05:00\n" in timer
    assert "Persistent=true\n" in timer
    service = (units / "privacy-audit-remind.service").read_text()
    assert re.search(r"^ExecStart=\S+/programs/privacy-audit remind --notify$", service, re.MULTILINE)
    assert service.count("\nCondition") == 2, "skipped in silence when the program or its Python is gone"


def test_setting_it_twice_changes_nothing(here, make_job, isolated):
    systemd.install(make_job())
    before = tree(isolated)
    assert not systemd.proposal(make_job()).changes
    systemd.install(make_job())
    assert tree(isolated) == before
    assert systemd.proposal(make_job(at=time(8))).changes


def test_removing_leaves_nothing_behind(here, make_job, isolated):
    before = tree(isolated)
    systemd.install(make_job())
    assert systemd.uninstall() == [
        f"removed: a systemd user timer ({isolated}/config/systemd/user/privacy-audit-remind.timer)"
    ]
    assert tree(isolated) in (before, before | {"config": None, "data": None})
    assert systemd.found() == []
    assert systemd.uninstall() == []


def test_another_time_is_told_to_a_timer_that_runs(here, make_job):
    systemd.install(make_job())
    assert not [call for call in here.calls("systemctl") if "restart" in call]
    assert systemd.proposal(make_job(at=time(20))).commands[-1] == "systemctl --user restart privacy-audit-remind.timer"
    systemd.install(make_job(at=time(20)))
    assert here.calls("systemctl")[-1] == "systemctl --user restart privacy-audit-remind.timer"
    assert systemd.found()[0].at == time(20)


def test_other_units_stay(here, make_job, units):
    (units / "timers.target.wants").mkdir(parents=True)
    (units / "mine.timer").write_text("[Timer]\n")
    (units / "timers.target.wants" / "mine.timer").symlink_to(units / "mine.timer")
    before = tree(units)
    systemd.install(make_job())
    systemd.uninstall()
    assert tree(units) == before


@pytest.mark.parametrize("verb", ["daemon-reload", "enable"])
def test_when_systemctl_fails_all_is_as_before(here, make_job, isolated, verb):
    here.mode("systemctl", f"fails at {verb}")
    with pytest.raises(TimerError, match=rf"systemctl --user {verb} failed \(Failed to connect.*nothing stays behind"):
        systemd.install(make_job())
    assert not [name for name in tree(isolated) if "privacy-audit" in name and "stamp" not in name]


@pytest.mark.parametrize("verb", ["daemon-reload", "enable", "restart"])
def test_when_changing_the_time_fails_the_old_timer_stands(here, make_job, units, verb):
    systemd.install(make_job())
    before = tree(units)
    here.mode("systemctl", f"fails at {verb}")
    with pytest.raises(TimerError):
        systemd.install(make_job(at=time(20)))
    assert tree(units) == before


def test_when_systemctl_hangs_it_is_given_up(here, make_job, isolated, monkeypatch):
    monkeypatch.setattr(runner, "PATIENCE", 0.3)
    here.mode("systemctl", "hang")
    assert systemd.unusable() == "systemctl did not answer within 0.3 seconds."
    with pytest.raises(TimerError, match="did not answer within"):
        systemd.install(make_job())
    assert "config/systemd" not in tree(isolated)


def test_it_is_removed_even_when_systemd_does_not_answer(here, make_job, isolated):
    systemd.install(make_job())
    here.mode("systemctl", "unreachable")
    (said,) = systemd.uninstall()
    assert "it ends with this session" in said
    assert not [name for name in tree(isolated) if "privacy-audit" in name]
    here.take("systemctl")
    assert systemd.uninstall() == []


class TestWhetherTheSystemHasIt:
    def test_yes(self, here):
        assert systemd.unusable() == ""

    def test_no_systemctl(self, system):
        assert systemd.unusable() == "there is no systemctl"

    def test_no_manager_for_this_account(self, here):
        here.mode("systemctl", "unreachable")
        assert "does not run for this account" in systemd.unusable()


class TestWhatIsFound:
    def test_the_time_the_program_and_the_place(self, here, make_job, units):
        systemd.install(make_job(at=time(6, 30)))
        (found,) = systemd.found()
        assert (found.kind, found.at, found.missing, found.asleep) == ("systemd", time(6, 30), (), "")
        assert found.where == str(units / "privacy-audit-remind.timer")
        assert found.runs.endswith("privacy-audit remind --notify")

    def test_a_program_that_moved(self, here, make_job, tmp_path):
        job = make_job(NASTY)
        systemd.install(job)
        assert systemd.found()[0].missing == ()
        (tmp_path / NASTY).rename(tmp_path / "elsewhere")
        assert systemd.found()[0].missing == job.needs

    def test_one_that_was_switched_off(self, here, make_job, units):
        systemd.install(make_job())
        (units / "timers.target.wants" / "privacy-audit-remind.timer").unlink()
        assert systemd.found()[0].asleep == "it is not switched on"
        assert systemd.proposal(make_job()).changes

    def test_half_of_one(self, here, make_job, units):
        systemd.install(make_job())
        (units / "privacy-audit-remind.timer").unlink()
        assert systemd.found()[0].asleep
        assert systemd.uninstall()
        assert not units.exists()


@pytest.mark.skipif(not ANALYZE, reason="needs systemd-analyze")
@pytest.mark.parametrize("folder", ["programs", "with a space", NASTY, "ñandú 日本"])
@pytest.mark.parametrize("more", [(), ("--ledger", "/tmp/100% $x \\ 'a' \"b\".db", "--person", "Ann; rm %h")], ids=len)
def test_systemd_finds_no_fault_with_them(here, make_job, units, folder, more):
    systemd.install(make_job(folder, more=more))
    paths = [str(path) for path in units.iterdir() if path.is_file()]
    done = subprocess.run(
        [ANALYZE, "verify", "--user", "--man=no", *paths],
        capture_output=True, text=True, check=False, timeout=30,
        env=os.environ | {"XDG_RUNTIME_DIR": str(units.parent), "SYSTEMD_LOG_LEVEL": "warning"},
    )  # fmt: skip
    mine = [line for line in (done.stdout + done.stderr).splitlines() if "privacy-audit" in line]
    assert (done.returncode, "\n".join(mine)) == (0, "")


@pytest.mark.skipif(not SYSTEMCTL, reason="needs systemctl")
def test_the_real_systemctl_switches_it_on_and_off(here, make_job, units):
    systemd.install(make_job())
    wants = units / "timers.target.wants" / "privacy-audit-remind.timer"
    wants.unlink()
    for verb, there in (("enable", True), ("disable", False)):
        subprocess.run(
            [SYSTEMCTL, "--user", verb, "privacy-audit-remind.timer"],
            check=True, capture_output=True, timeout=30, env=os.environ | {"SYSTEMD_OFFLINE": "1"},
        )  # fmt: skip
        assert wants.is_symlink() is there
        assert (systemd.found()[0].asleep == "") is there


WORDS = st.text(st.characters(min_codepoint=32, max_codepoint=0x24F, exclude_characters="\x7f"), min_size=1)


def _unquote(line: str) -> list[str]:
    """Read a command as systemd.syntax(7) says: quotes, escapes, doubled signs."""
    words = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', line)
    plain = [re.sub(r"\\(.)", r"\1", quoted).replace("%%", "%") if quoted else bare for quoted, bare in words]
    return [plain[0], *(word.replace("$$", "$") for word in plain[1:])]


@given(st.lists(WORDS, max_size=4))
def test_every_word_is_read_as_it_was_meant(words):
    job = Job(("/opt/privacy-audit", *words), ("/opt/privacy-audit",))
    assert _unquote(systemd._words(job.notify)) == list(job.notify)
