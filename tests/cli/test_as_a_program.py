"""The program as a shell runs it: its own process, pipes, colour, completion."""

import os
import re
import subprocess
import sys

import pytest
from examples import TODAY

ME = [sys.executable, "-m", "privacy_audit"]


def _run(*arguments: object, code: int | None = 0, env: dict | None = None, **more) -> subprocess.CompletedProcess:
    done = subprocess.run(
        [*ME, *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", check=False, timeout=60,
        stdin=subprocess.DEVNULL, env=os.environ | (env or {}), **more,
    )  # fmt: skip
    assert code is None or done.returncode == code, done
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def me(isolated):
    """Somebody in California with the shipped catalogue, something late and something started."""
    _run("person", "add", "me", "--region", "US-CA")
    _run("record", "equifax-us/freeze", "started", "--on", "2026-11-01")


def test_a_visit_from_nothing_to_an_undone_record(me):
    key = _run("todo", "--limit", 1).stdout.split()[-1]
    assert "recorded: " in _run("record", key, "asked").stdout
    assert key not in _run("todo").stdout
    assert _run("undo").stdout.startswith("taken back: ")
    assert key in _run("todo").stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--help"], 0),
        ([], 2),
        (["dance"], 2),
        (["show", "nobody-at-all"], 1),
        (["remind", "--exit-code"], 1),
        (["remind", "--brief", "--exit-code"], 1),
        (["remind", "--brief"], 0),
        (["catalog", "stats"], 0),
    ],
)
def test_the_exit_codes_are_those_of_the_contract(me, arguments, code):
    _run(*arguments, code=code, env={"PRIVACY_AUDIT_TODAY": TODAY.isoformat()})


@pytest.mark.parametrize("arguments", [["todo"], ["remind", "--brief"], ["history"], ["person", "list"]], ids=" ".join)
def test_a_damaged_ledger_is_exit_code_four_and_one_line(tmp_path, arguments):
    path = tmp_path / "damaged.db"
    path.write_bytes(b"\x1b]0;evil\x07" * 1000)
    done = _run("--ledger", path, *arguments, code=4)
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("env", [{}, {"NO_COLOR": "1"}, {"TERM": "xterm-256color"}, {"FORCE_COLOR": "1"}], ids=str)
@pytest.mark.parametrize(
    "arguments", [["--help"], ["todo"], ["show", "equifax-us"], ["remind"], ["dance"]], ids=" ".join
)
def test_no_escape_sequence_is_written_into_a_pipe(me, arguments, env):
    done = _run(*arguments, env=env, code=None)
    assert "\x1b" not in done.stdout + done.stderr


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
@pytest.mark.parametrize("arguments", ["list", "list --json", "todo", "show equifax-us", "report", "history"])
def test_a_reader_that_leaves_early_causes_no_complaint(me, arguments):
    command = f"{' '.join(ME)} {arguments} | head -n 1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.count("\n") == 1
    assert "Traceback" not in done.stderr
    assert "Broken" not in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
@pytest.mark.parametrize("arguments", ["remind --brief", "todo", "--help"])
def test_a_reader_that_never_reads_causes_no_complaint(me, arguments):
    command = f"{' '.join(ME)} --today 2026-11-24 {arguments} | :"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, timeout=60)
    assert done.stderr.replace("0 to do", "") == "" or " to do, " in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "iso8859-1", "utf-8"])
def test_a_terminal_that_knows_few_signs_gets_what_it_can_show(me, encoding):
    env = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    for arguments in (
        ["list", "--country", "MX"],
        ["show", "equifax-us"],
        ["todo"],
        ["search", "qu", "--json"],
        ["report"],
    ):
        done = subprocess.run([*ME, *arguments], capture_output=True, check=False, timeout=60, env=os.environ | env)
        assert done.returncode == 0, done.stderr
        assert done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_completions(shell):
    done = _run(env={"_PRIVACY_AUDIT_COMPLETE": f"{shell}_source"}, code=None)
    assert "privacy" in done.stdout
    assert "_PRIVACY_AUDIT_COMPLETE" in done.stdout


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("privacy-audit rem", "remind"),
        ("privacy-audit show equifax-", "equifax-us"),
        ("privacy-audit record spokeo/", "spokeo/opt-out"),
    ],
)
def test_commands_organisations_and_actions_are_completed(words, offered):
    typed = words.split()
    env = {"_PRIVACY_AUDIT_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(len(typed) - 1)}
    assert f"plain,{offered}" in _run(env=env, code=None).stdout.split("\n")


def test_what_is_not_foreseen_is_one_line_and_a_traceback_only_when_asked_for(me, tmp_path):
    program = "import sys; from privacy_audit.ledger import store; store.Ledger.people = None; "
    program += "from privacy_audit.cli.main import run; sys.exit(run(['person', 'list']))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert re.fullmatch(
        r"Error: the program failed \(TypeError: .*PRIVACY_AUDIT_DEBUG=1 shows where it happened\.\n", done.stderr
    )
    env = os.environ | {"PRIVACY_AUDIT_DEBUG": "1"}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, env=env)
    assert "Traceback" in done.stderr
