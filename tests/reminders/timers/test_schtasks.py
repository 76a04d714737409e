"""The job of the Task Scheduler: XML in UTF-16."""

import xml.etree.ElementTree as ElementTree
from datetime import time

import pytest

from privacy_audit.reminders.timers import schtasks
from privacy_audit.reminders.timers.errors import TimerError

NASTY = "it's <100%> & my folder"
NAMESPACE = {"t": schtasks._NAMESPACE}


@pytest.fixture
def here(system):
    return system.give("schtasks")


@pytest.mark.parametrize("folder", ["programs", NASTY, "ñandú 日本"])
def test_the_definition_says_what_and_when(here, make_job, folder):
    job = make_job(folder, at=time(18, 5), more=("--person", "Ann & Bo"))
    schtasks.install(job)
    root = ElementTree.fromstring(here.job.encode("utf-16"))
    assert root.findtext(".//t:Command", namespaces=NAMESPACE) == job.command[0]
    assert root.findtext(".//t:Arguments", namespaces=NAMESPACE) == '--person "Ann & Bo" remind --notify'
    assert root.findtext(".//t:StartBoundary", namespaces=NAMESPACE).endswith("T18:05:00")
    assert root.findtext(".//t:StartWhenAvailable", namespaces=NAMESPACE) == "true", "makes up for what was missed"
    (found,) = schtasks.found()
    assert (found.at, found.missing) == (time(18, 5), ())


def test_what_would_be_written_is_what_is_written(here, make_job):
    proposal = schtasks.proposal(make_job())
    assert here.job is None
    schtasks.install(make_job())
    assert here.job.replace("\r\n", "\n") == proposal.parts[0].text


def test_setting_it_twice_changes_nothing(here, make_job):
    schtasks.install(make_job())
    before = here.job
    assert not schtasks.proposal(make_job()).changes
    schtasks.install(make_job())
    assert here.job == before
    assert schtasks.proposal(make_job(at=time(8))).changes


def test_removing_leaves_nothing_behind(here, make_job):
    schtasks.install(make_job())
    assert schtasks.uninstall() == ["removed: a job of the Task Scheduler (privacy-audit-remind)"]
    assert here.job is None
    assert schtasks.uninstall() == []


def test_when_it_is_not_taken_or_not_given_back_it_is_said(here, make_job):
    here.mode("schtasks", "takes nothing")
    with pytest.raises(TimerError, match=r"did not take the job \(ERROR: Access is denied.\). Nothing was changed"):
        schtasks.install(make_job())
    here.mode("schtasks", "")
    schtasks.install(make_job())
    here.mode("schtasks", "takes nothing")
    with pytest.raises(TimerError, match="kept the job"):
        schtasks.uninstall()
    assert here.job


def test_a_program_that_moved(here, make_job, tmp_path):
    job = make_job()
    schtasks.install(job)
    (tmp_path / "programs").rename(tmp_path / "elsewhere")
    assert schtasks.found()[0].missing == job.command


def test_whether_the_system_has_it(system):
    assert schtasks.unusable() == "there is no schtasks"
    assert schtasks.found() == []
    system.give("schtasks")
    assert schtasks.unusable() == ""
