"""The launchd agent, read by plistlib."""

import plistlib
import shutil
import subprocess
from datetime import time
from pathlib import Path

import pytest

from privacy_audit.reminders.timers import launchd
from privacy_audit.reminders.timers.errors import TimerError

from .fakes import tree

NASTY = 'it\'s <100%> & "my" --folder ]]>'


@pytest.fixture
def path(isolated) -> Path:
    return isolated / "Library" / "LaunchAgents" / "privacy-audit-remind.plist"


@pytest.fixture
def here(system):
    return system.give("launchctl")


@pytest.mark.parametrize("folder", ["programs", NASTY, "ñandú 日本"])
def test_the_list_says_what_when_and_under_which_name(here, make_job, path, folder):
    job = make_job(folder, at=time(18, 5), more=("--person", NASTY))
    launchd.install(job)
    agent = plistlib.loads(path.read_bytes())
    assert agent["Label"] == path.stem
    assert agent["ProgramArguments"] == list(job.notify)
    assert agent["StartCalendarInterval"] == {"Hour": 18, "Minute": 5}
    (found,) = launchd.found()
    assert (found.at, found.missing, found.asleep) == (time(18, 5), (), "")


@pytest.mark.skipif(not shutil.which("plutil"), reason="needs plutil")
def test_the_systems_own_reader_takes_it(here, make_job, path):
    launchd.install(make_job(NASTY))
    subprocess.run([shutil.which("plutil"), "-lint", str(path)], check=True, capture_output=True)


def test_what_would_be_written_is_what_is_written(here, make_job, path):
    proposal = launchd.proposal(make_job())
    assert not path.exists()
    launchd.install(make_job())
    assert [(part.where, part.text) for part in proposal.parts] == [(str(path), path.read_text())]
    assert here.loaded.endswith("/privacy-audit-remind")


def test_setting_it_twice_changes_nothing(here, make_job, isolated):
    launchd.install(make_job())
    before = tree(isolated)
    assert not launchd.proposal(make_job()).changes
    launchd.install(make_job())
    assert tree(isolated) == before


def test_another_time_takes_its_place(here, make_job, path):
    launchd.install(make_job())
    launchd.install(make_job(at=time(20)))
    assert launchd.found()[0].at == time(20)
    assert here.loaded


def test_removing_leaves_nothing_behind(here, make_job, path):
    launchd.install(make_job())
    assert launchd.uninstall() == [f"removed: a launchd agent ({path})"]
    assert not path.exists()
    assert here.loaded is None
    assert launchd.uninstall() == []


def test_when_it_is_not_taken_nothing_stays(here, make_job, isolated):
    here.mode("launchctl", "takes nothing")
    with pytest.raises(TimerError, match=r"did not take the agent \(Bootstrap failed: 5.*nothing stays behind"):
        launchd.install(make_job())
    assert tree(isolated) == {}


def test_one_that_is_not_loaded_or_whose_program_went(here, make_job, path, tmp_path):
    job = make_job()
    launchd.install(job)
    (tmp_path / "programs").rename(tmp_path / "elsewhere")
    launchd._quietly("bootout", f"{launchd._domain()}/privacy-audit-remind")
    (found,) = launchd.found()
    assert found.missing == job.needs[:1]
    assert found.asleep == "it is not loaded"


@pytest.mark.parametrize("content", [b"", b"x", b"<plist></plist>", plistlib.dumps({}), plistlib.dumps([1])])
def test_a_list_that_cannot_be_read_is_told_and_removed(here, path, content):
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    assert launchd.found()[0].asleep == "its file cannot be read any more"
    assert launchd.uninstall()
    assert not path.exists()


def test_whether_the_system_has_it(system):
    assert launchd.unusable() == "there is no launchctl"
    assert launchd.found() == []
    system.give("launchctl")
    assert launchd.unusable() == ""
