"""Which timer a system has; at most one is set; everything is found and removed."""

from datetime import time

import pytest

from privacy_audit.reminders.timers import choose, runner
from privacy_audit.reminders.timers.errors import TimerError

from .fakes import tree


@pytest.mark.parametrize(
    ("commands", "kind"),
    [
        (("systemctl", "crontab"), "systemd"),
        (("launchctl", "crontab"), "launchd"),
        (("schtasks",), "task-scheduler"),
        (("crontab",), "crontab"),
        ((), "shell"),
    ],
)
def test_the_best_that_there_is(system, commands, kind):
    system.give(*commands)
    assert choose.pick() == kind


def test_one_that_does_not_answer_is_passed_over(system, monkeypatch):
    monkeypatch.setattr(runner, "PATIENCE", 0.3)
    system.give("systemctl", "crontab")
    for mode in ("unreachable", "hang"):
        system.mode("systemctl", mode)
        assert choose.pick() == "crontab"
    system.mode("crontab", "denied")
    assert choose.pick() == "shell"


@pytest.mark.parametrize("kind", choose.TIMERS)
def test_a_kind_that_this_system_does_not_have_is_refused(system, make_job, isolated, kind):
    with pytest.raises(TimerError, match=r"This system cannot take .*: there is no \w+. Nothing was changed"):
        choose.propose(make_job(), kind)
    assert tree(isolated) == {}


@pytest.mark.parametrize("kind", choose.KINDS)
def test_every_kind_is_set_found_and_removed(system, make_job, isolated, monkeypatch, kind):
    monkeypatch.setenv("SHELL", "/bin/bash")
    system.give("systemctl", "launchctl", "schtasks", "crontab")
    proposal = choose.propose(make_job(), kind)
    assert (proposal.kind, proposal.changes, proposal.removes) == (kind, True, ())
    choose.install(make_job(), kind)
    assert not choose.propose(make_job(), kind).changes
    found, problems = choose.look()
    assert [one.kind for one in found] == [kind]
    assert problems == []
    said, problems = choose.uninstall()
    assert (len(said), problems) == (1, [])
    assert choose.look() == ([], [])
    assert choose.uninstall() == ([], [])
    assert not [name for name in tree(isolated) if "privacy-audit" in name or "rc" in name]


def test_a_timer_takes_the_place_of_another_kind_so_that_nothing_doubles(system, make_job, monkeypatch):
    monkeypatch.setenv("SHELL", "/bin/bash")
    system.give("systemctl", "crontab")
    choose.install(make_job(), "crontab")
    choose.install(make_job(), "shell")
    assert [one.kind for one in choose.propose(make_job(), "systemd").removes] == ["crontab"]
    choose.install(make_job(at=time(20)), "systemd")
    assert [one.kind for one in choose.look()[0]] == ["systemd", "shell"]
    assert system.crontab is None
    assert choose.propose(make_job(), "shell").removes == ()


def test_one_kind_that_cannot_be_looked_at_does_not_hide_the_others(system, make_job):
    system.give("systemctl", "crontab")
    choose.install(make_job(), "systemd")
    system.mode("crontab", "denied")
    found, problems = choose.look()
    assert [one.kind for one in found] == ["systemd"]
    assert "not allowed to use this program" in problems[0]
    said, problems = choose.uninstall()
    assert len(said) == len(problems) == 1


def test_the_kinds_have_the_names_of_the_command_line():
    from privacy_audit.cli.remind import install

    (option,) = [one for one in install.params if one.name == "kind"]
    assert tuple(option.type.choices) == choose.KINDS
