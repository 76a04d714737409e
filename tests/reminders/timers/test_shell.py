"""The line in a shell's start-up file: tried in the shells themselves where they are installed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy_audit.reminders.timers import shell
from privacy_audit.reminders.timers.errors import TimerError

from .fakes import tree

FOUND = {name: shutil.which(name) for name in shell.SHELLS}
NASTY = 'it\'s 100% "my" $HOME\\n {x} ;'
SHELLS = pytest.mark.parametrize("name", shell.SHELLS)
FILES = {"bash": ".bashrc", "zsh": ".zshrc", "fish": "config/fish/config.fish"}


@pytest.fixture(autouse=True)
def no_commands(system):
    """Only what a test puts there can be run by name."""


@pytest.fixture
def file_of(isolated, monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    return lambda name: isolated / FILES[name]


def start(name: str, *, interactive: bool = True) -> subprocess.CompletedProcess:
    """Start a shell that leaves at once."""
    if not FOUND[name]:
        pytest.skip(f"needs {name}")
    last = "echo last=$status" if name == "fish" else "echo last=$?"
    return subprocess.run(
        [FOUND[name], *(["-i"] if interactive else []), "-c", last],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=60,
        env=os.environ | {"PATH": "/usr/bin:/bin", "TERM": "dumb"},
    )  # fmt: skip


def told(script: str, words: str, code: int = 0) -> None:
    """Let the program say something and leave with this code."""
    Path(script).write_text(f"#!/bin/sh\nprintf '%s\\n' \"{words} $*\"\ncat\nexit {code}\n")


class TestInTheShells:
    @SHELLS
    @pytest.mark.parametrize("folder", ["programs", NASTY, "ñandú 日本"])
    def test_it_speaks_when_a_person_opens_one(self, make_job, file_of, name, folder):
        job = make_job(folder, more=("--person", NASTY))
        told(job.needs[0], "3 things are due")
        shell.install(job, name)
        done = start(name)
        assert f"3 things are due --person {NASTY} remind --brief\n" in done.stdout
        assert "last=0" in done.stdout

    @SHELLS
    def test_it_is_silent_in_scripts(self, make_job, file_of, name):
        job = make_job()
        told(job.needs[0], "3 things are due")
        shell.install(job, name)
        if name == "fish" and FOUND["fish"] is None:
            pytest.skip("needs fish")
        assert "due" not in start(name, interactive=False).stdout

    @SHELLS
    @pytest.mark.parametrize("gone", ["privacy-audit", "python3"])
    def test_it_is_silent_when_the_program_is_gone(self, make_job, file_of, tmp_path, name, gone):
        shell.install(make_job(NASTY), name)
        before = start(name)
        (tmp_path / NASTY / gone).unlink()
        done = start(name)
        assert (done.stdout, done.stderr) == (before.stdout, before.stderr)
        assert "last=0" in done.stdout
        assert gone not in done.stderr

    @SHELLS
    def test_a_program_that_fails_leaves_the_shell_as_it_is(self, make_job, file_of, name):
        job = make_job()
        told(job.needs[0], "the ledger could not be read", 4)
        shell.install(job, name)
        done = start(name)
        assert "could not be read" in done.stdout
        assert "last=0" in done.stdout

    def test_it_does_no_harm_where_a_shell_stops_at_errors(self, make_job, file_of):
        job = make_job()
        told(job.needs[0], "x", 4)
        file_of("bash").write_text("set -e\n")
        shell.install(job, "bash")
        with file_of("bash").open("a") as file:
            file.write("echo after\n")
        assert "after" in start("bash").stdout


class TestTheFile:
    @SHELLS
    def test_what_would_be_written_is_what_is_written(self, make_job, file_of, name):
        proposal = shell.proposal(make_job(), name)
        assert not file_of(name).exists()
        shell.install(make_job(), name)
        assert proposal.parts[0].where == str(file_of(name))
        assert proposal.parts[0].text in file_of(name).read_text()

    @SHELLS
    def test_a_file_made_for_it_goes_with_it(self, make_job, file_of, isolated, name):
        shell.install(make_job(), name)
        assert shell.uninstall() == [f"removed: the line in {file_of(name)}"]
        assert not file_of(name).exists()
        assert shell.uninstall() == []

    @SHELLS
    @pytest.mark.parametrize("content", [b"", b"alias a=b\n", b"alias a=b", b"a=1\r\n", b"# caf\xe9\n"], ids=repr)
    def test_all_other_bytes_stay(self, make_job, file_of, name, content):
        file_of(name).parent.mkdir(parents=True, exist_ok=True)
        file_of(name).write_bytes(content)
        file_of(name).chmod(0o640)
        shell.install(make_job(), name)
        assert file_of(name).read_bytes().startswith(content)
        assert file_of(name).stat().st_mode & 0o777 == 0o640
        shell.uninstall()
        assert file_of(name).read_bytes() == content

    def test_setting_it_twice_changes_nothing(self, make_job, file_of, isolated):
        shell.install(make_job(), "bash")
        before = tree(isolated)
        assert not shell.proposal(make_job(), "bash").changes
        shell.install(make_job(), "bash")
        assert tree(isolated) == before
        assert shell.proposal(make_job("elsewhere"), "bash").changes

    def test_a_file_that_is_a_link_stays_one(self, make_job, file_of, isolated):
        (isolated / "dotfiles").mkdir()
        (isolated / "dotfiles" / "bashrc").write_bytes(b"mine\n")
        file_of("bash").symlink_to("dotfiles/bashrc")
        shell.install(make_job(), "bash")
        assert b"remind --brief" in (isolated / "dotfiles" / "bashrc").read_bytes()
        shell.uninstall()
        assert file_of("bash").is_symlink()
        assert file_of("bash").read_bytes() == b"mine\n"

    def test_a_block_without_its_end_is_left_alone(self, make_job, file_of):
        shell.install(make_job(), "bash")
        broken = file_of("bash").read_bytes().replace(b"# <<<", b"#")
        file_of("bash").write_bytes(broken)
        for act in (shell.uninstall, lambda: shell.install(make_job(), "bash"), shell.found):
            with pytest.raises(TimerError, match=r"It was left as it is\b"):
                act()
        assert file_of("bash").read_bytes() == broken


class TestWhichShell:
    def test_that_of_the_person(self, monkeypatch, make_job, file_of):
        monkeypatch.setenv("SHELL", "/usr/local/bin/fish")
        assert shell.unusable() == ""
        shell.install(make_job())
        assert file_of("fish").exists()

    def test_none_that_is_known(self, monkeypatch, make_job):
        monkeypatch.setenv("SHELL", "/bin/tcsh")
        assert shell.unusable() == "your login shell is none of bash, zsh, fish"
        assert shell.unusable("zsh") == ""
        with pytest.raises(TimerError, match="Nothing was changed; name one, for example --shell bash"):
            shell.proposal(make_job())

    def test_zsh_in_a_folder_of_its_own(self, monkeypatch, make_job, tmp_path):
        (tmp_path / "zdot").mkdir()
        monkeypatch.setenv("ZDOTDIR", str(tmp_path / "zdot"))
        shell.install(make_job(), "zsh")
        assert (tmp_path / "zdot" / ".zshrc").exists()
        assert shell.found()[0].where == str(tmp_path / "zdot" / ".zshrc")

    def test_bash_of_macos_reads_another_file(self, monkeypatch, make_job, isolated):
        monkeypatch.setattr(sys, "platform", "darwin")
        shell.install(make_job(), "bash")
        assert (isolated / ".bash_profile").exists()
        assert shell.uninstall()


class TestWhatIsFound:
    @SHELLS
    def test_the_program_and_whether_it_is_there(self, make_job, file_of, tmp_path, name):
        job = make_job(NASTY, more=("--person", "[ -e x"))
        shell.install(job, name)
        (found,) = shell.found()
        assert (found.kind, found.at, found.missing) == ("shell", None, ())
        assert found.runs.endswith("remind --brief")
        (tmp_path / NASTY).rename(tmp_path / "elsewhere")
        assert shell.found()[0].missing == job.needs

    def test_all_of_them(self, make_job, file_of):
        for name in shell.SHELLS:
            shell.install(make_job(), name)
        assert [found.where for found in shell.found()] == [str(file_of(name)) for name in shell.SHELLS]
        assert len(shell.uninstall()) == 3


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x24F, exclude_characters="\x7f\xad\xa0"), min_size=1))
def test_a_word_quoted_for_fish_is_read_again(word):
    assert shell._fish_words(f"test -x {shell._fish(word)}; and") == ["test", "-x", word, "and"]
