"""The crontab's line: quiet, guarded, among other lines that stay as they are."""

import os
import shutil
import subprocess
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy_audit.reminders.timers import blocks, crontab, runner
from privacy_audit.reminders.timers.errors import TimerError
from privacy_audit.reminders.timers.job import Job

NASTY = 'it\'s 100% "my" $HOME\\n {x} ;'
THEIRS = b"MAILTO=me\r\n# caf\xe9\n*/5 * * * * echo 50\\% done\n"


@pytest.fixture
def here(system):
    return system.give("crontab")


def line_of(content: bytes) -> str:
    return blocks.find(content, where="").strip()


def test_what_would_be_written_is_what_is_written(here, make_job):
    proposal = crontab.proposal(make_job(at=time(18, 5)))
    assert here.crontab is None
    crontab.install(make_job(at=time(18, 5)))
    assert line_of(here.crontab) + "\n" == proposal.parts[0].text
    assert line_of(here.crontab).startswith("5 18 * * * test -x ")
    assert line_of(here.crontab).endswith(" remind --notify >/dev/null 2>&1")


def test_other_lines_stay_byte_for_byte(here, make_job):
    here.crontab = THEIRS
    crontab.install(make_job())
    assert here.crontab.startswith(THEIRS)
    crontab.install(make_job(at=time(20)))
    assert here.crontab.count(b"remind --notify") == 1
    crontab.uninstall()
    assert here.crontab == THEIRS


def test_setting_it_twice_changes_nothing(here, make_job):
    here.crontab = THEIRS
    crontab.install(make_job())
    before, calls = here.crontab, here.calls("crontab")
    assert not crontab.proposal(make_job()).changes
    crontab.install(make_job())
    assert here.crontab == before
    assert "crontab -" not in here.calls("crontab")[len(calls) :]


def test_a_crontab_that_was_ours_alone_goes(here, make_job):
    crontab.install(make_job())
    assert crontab.uninstall() == ["removed: a line in your crontab"]
    assert here.crontab is None
    assert crontab.uninstall() == []


@pytest.mark.parametrize(
    ("mode", "words"),
    [("denied", "could not be read"), ("takes nothing", "did not take the change"), ("lies", "holds something else")],
)
def test_when_crontab_fails_it_is_said_and_nothing_is_lost(here, make_job, mode, words):
    here.crontab = THEIRS
    here.mode("crontab", mode)
    with pytest.raises(TimerError, match=words):
        crontab.install(make_job())
    assert here.crontab == THEIRS


def test_when_the_line_cannot_be_removed_it_is_said(here, make_job):
    crontab.install(make_job())
    here.mode("crontab", "takes nothing")
    with pytest.raises(TimerError, match="kept the line"):
        crontab.uninstall()


def test_when_crontab_hangs_it_is_given_up(here, monkeypatch):
    monkeypatch.setattr(runner, "PATIENCE", 0.3)
    here.mode("crontab", "hang")
    assert crontab.unusable() == "crontab did not answer within 0.3 seconds."


def test_whether_the_system_has_it(system):
    assert crontab.unusable() == "there is no crontab"
    assert crontab.found() == crontab.uninstall() == []
    system.give("crontab")
    assert crontab.unusable() == ""
    system.mode("crontab", "denied")
    assert "not allowed to use this program" in crontab.unusable()


class TestWhatIsFound:
    @pytest.mark.parametrize("folder", ["programs", NASTY])
    def test_the_time_and_the_program(self, here, make_job, folder):
        job = make_job(folder, at=time(6, 30), more=("--person", "test -x [ -e"))
        crontab.install(job)
        (found,) = crontab.found()
        assert (found.at, found.missing) == (time(6, 30), ())

    def test_a_program_that_moved(self, here, make_job, tmp_path):
        job = make_job(NASTY)
        crontab.install(job)
        (tmp_path / NASTY).rename(tmp_path / "elsewhere")
        assert crontab.found()[0].missing == job.needs

    @pytest.mark.parametrize(
        "line", ["", "# nothing", "5 18", "@daily x y z a b c", "* * * * * 'open", "99 99 * * * x"]
    )
    def test_a_line_that_somebody_changed_is_told_as_far_as_it_goes(self, here, line):
        here.crontab = blocks.insert(b"", line, where="")
        (found,) = crontab.found()
        assert found.at is None
        crontab.uninstall()
        assert here.crontab is None


def test_a_path_that_is_too_long_for_cron_is_refused(here, make_job):
    with pytest.raises(TimerError, match=r"too long for a crontab\. Nothing was changed"):
        crontab.install(Job(("/" + "x" * 500,), ("/" + "x" * 500,)))
    assert here.crontab is None


def cron_reads(line: str) -> str:
    """Return the command that cron gives to the shell, after do_command.c: a bare % ends it, a backslash escapes."""
    command, signs = "", iter(line.split(None, 5)[5])
    for sign in signs:
        if sign == "\\":
            after = next(signs, "")
            command += after if after in "\\%" else sign + after
        elif sign == "%":
            break
        else:
            command += sign
    return command


WORDS = st.text(st.characters(min_codepoint=32, max_codepoint=0x24F, exclude_characters="\x7f\xad"), min_size=1)


@given(st.lists(WORDS, max_size=4))
def test_the_shell_gets_every_word_as_it_was_meant(words):
    job = Job(("/bin/echo", *words), ("/bin/sh",))
    command = cron_reads(crontab.line(job)).removesuffix(" >/dev/null 2>&1")
    show = command.replace("/bin/echo ", "printf '%s\\n' ", 1)
    done = subprocess.run(["/bin/sh", "-c", show], capture_output=True, check=True)
    assert done.stdout.decode() == "".join(f"{word}\n" for word in job.notify[1:])


def test_a_missing_program_is_silent(make_job, tmp_path):
    command = cron_reads(crontab.line(make_job(NASTY)))
    shutil.rmtree(tmp_path / NASTY)
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False)
    assert done.stdout + done.stderr == b""


@pytest.mark.skipif(not shutil.which("crontab"), reason="needs crontab")
@pytest.mark.skipif(not hasattr(os, "getuid") or os.environ.get("CI") is None, reason="changes the account's crontab")
def test_the_real_crontab_takes_it(make_job):
    if subprocess.run(["crontab", "-l"], capture_output=True, check=False).returncode == 0:
        pytest.skip("this account has a crontab of its own")
    crontab.install(make_job(NASTY))
    try:
        assert crontab.found()[0].missing == ()
    finally:
        crontab.uninstall()
    assert subprocess.run(["crontab", "-l"], capture_output=True, check=False).returncode != 0
