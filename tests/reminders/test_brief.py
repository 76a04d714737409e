"""``remind --brief``: one line for a login shell, or nothing."""

import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from examples import HOSTILE, TODAY, unprintable

from privacy_audit.__main__ import main
from privacy_audit.cli.main import run as run_commands
from privacy_audit.ledger.store import Ledger
from privacy_audit.reminders import brief
from privacy_audit.session import Session


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "ledger.db"


@pytest.fixture
def somebody(catalog, path):
    """Make a session for somebody in the ledger at `path`, with the shipped catalogue."""
    opened = []

    def make(label: str = "me", region: str = "US-TX") -> Session:
        ledger = Ledger(path)
        opened.append(ledger)
        return Session(catalog, ledger, ledger.add_person(label, region), TODAY)

    yield make
    for ledger in opened:
        ledger.close()


@pytest.fixture
def say(path, capsys, monkeypatch):
    """Run ``remind --brief`` through the program's own entry, and return (exit code, stdout, stderr)."""

    def call(*more: str, ledger: Path | None = None, day: date = TODAY):
        where = ["--ledger", str(ledger or path), "--today", day.isoformat()]
        monkeypatch.setattr(sys, "argv", ["privacy-audit", *where, "remind", "--brief", *more])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        return (ended.value.code, *capsys.readouterr())

    return call


def test_nothing_due_is_silence(somebody, say):
    somebody().record("spokeo/opt-out", "started")
    assert say() == (0, "", "")


def test_one_thing_due_today(somebody, say):
    somebody().record("spokeo/opt-out", "started", date(2026, 11, 17))
    assert say() == (0, "privacy-audit: 1 thing is due. See: privacy-audit remind\n", "")


def test_one_thing_due_since_a_day(somebody, say):
    somebody().record("spokeo/opt-out", "started", date(2026, 11, 1))
    assert say()[1] == "privacy-audit: 1 thing is due, since 8 Nov. See: privacy-audit remind\n"


def test_several_things_due_name_the_oldest_day_and_no_organisation(somebody, say):
    session = somebody()
    session.record("spokeo/opt-out", "started", date(2026, 11, 2))
    session.record("equifax-us/freeze", "started", date(2025, 11, 1))
    assert say()[1] == "privacy-audit: 2 things are due, the oldest since 8 Nov 2025. See: privacy-audit remind\n"


def test_looking_ahead_counts_what_comes(somebody, say):
    somebody().record("spokeo/opt-out", "started")
    assert say("--within", "6")[1] == ""
    assert (
        say("--within", "7")[1] == say("--within=7")[1] == "privacy-audit: 1 thing is due. See: privacy-audit remind\n"
    )


def test_the_exit_code_is_one_only_when_asked_for_and_something_is_due(somebody, say):
    session = somebody()
    assert say("--exit-code")[0] == 0
    session.record("spokeo/opt-out", "started", date(2026, 11, 1))
    assert say()[0] == 0
    assert say("--exit-code")[0] == 1


def test_what_was_taken_back_is_no_longer_due(somebody, say):
    session = somebody()
    session.record("spokeo/opt-out", "started", date(2026, 11, 1))
    session.undo()
    assert say() == (0, "", "")


def test_everyones_things_count_unless_somebody_is_named(somebody, say, monkeypatch):
    somebody("me").record("spokeo/opt-out", "started", date(2026, 11, 1))
    somebody("you").record("spokeo/opt-out", "started", date(2026, 11, 1))
    assert "2 things" in say()[1]
    assert "1 thing" in say("--person", "you")[1]
    monkeypatch.setenv("PRIVACY_AUDIT_PERSON", "me")
    assert "1 thing" in say()[1]


def test_somebody_unknown_is_one_line_and_not_silence_for_ever(somebody, say):
    somebody("me")
    code, out, err = say("--person", "nobody")
    assert (code, out) == (1, "")
    assert err == "privacy-audit: nobody is called 'nobody' in the ledger; run: privacy-audit person list\n"


def test_without_a_ledger_or_with_an_empty_file_there_is_silence(say, path, isolated):
    assert say() == (0, "", "")
    path.touch()
    assert say() == (0, "", "")
    assert list(isolated.iterdir()) == [], "and nothing is made"


@pytest.mark.parametrize("content", [b"no ledger" * 2000, b"x", b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_file_is_one_line_and_exit_code_four(say, path, content):
    path.write_bytes(content)
    code, out, err = say()
    assert (code, out) == (4, "")
    assert re.fullmatch(r"privacy-audit: .*ledger\.db could not be read \(.+\); run: privacy-audit remind\n", err)
    assert path.read_bytes() == content


def test_a_folder_is_one_line_and_exit_code_four(say, tmp_path):
    code, out, err = say(ledger=tmp_path)
    assert (code, out, err.count("\n")) == (4, "", 1)


def test_a_path_that_cannot_be_is_one_line(say, tmp_path):
    code, out, err = say(ledger=tmp_path / ("x" * 300))
    assert (code, out, err.count("\n")) == (4, "", 1)


def test_a_hostile_path_is_shown_clean(say, tmp_path):
    path = tmp_path / HOSTILE.replace("\x00", "").replace("/", "")
    path.write_bytes(b"no ledger" * 2000)
    code, _, err = say(ledger=path)
    assert code == 4
    assert err.count("\n") == 1
    assert not unprintable(err)


@pytest.mark.parametrize("name", ["100% mine?.db", "a#b.db", "öäü 'x'.db"])
def test_a_path_with_signs_that_mean_something_in_an_address_is_found(catalog, say, tmp_path, name):
    path = tmp_path / name
    with Ledger(path) as ledger:
        session = Session(catalog, ledger, ledger.add_person("me", "US-TX"), TODAY)
        session.record("spokeo/opt-out", "started", date(2026, 11, 1))
    assert "1 thing is due" in say(ledger=path)[1]


def test_it_reads_and_does_not_write(somebody, say, path):
    somebody().record("spokeo/opt-out", "started", date(2026, 11, 1))
    before = path.read_bytes()
    say()
    assert path.read_bytes() == before
    assert {file.stat().st_mode & 0o777 for file in path.parent.glob("ledger.db*")} == {0o600}


@pytest.mark.parametrize("within", [0, 5, 30, 400])
@pytest.mark.parametrize("day", [date(2026, 9, 1), TODAY, date(2027, 3, 1), date(2031, 12, 1)])
def test_it_agrees_with_the_whole_command(somebody, say, path, capsys, within, day):
    session = somebody()
    session.begin_audit("quick")
    for key, records in {
        "spokeo/opt-out": "asked 2026-08-01, confirmed 2026-08-20",
        "optoutprescreen/opt-out": "confirmed 2026-08-01",
        "equifax-us/freeze": "started 2026-08-30",
        "lexisnexis-risk/freeze": "asked 2026-08-30",
    }.items():
        for record in records.split(", "):
            state, on = record.split()
            session.record(key, state, date.fromisoformat(on))
    said = say("--within", str(within), day=day)[1]
    capsys.readouterr()
    assert (
        run_commands(["--ledger", str(path), "--today", day.isoformat(), "remind", "--json", "--within", str(within)])
        == 0
    )
    due = json.loads(capsys.readouterr().out)["due"]
    number = re.search(r"(\d+) things? (?:is|are) due", said)
    assert int(number[1] if number else 0) == len(due)
    run_commands(["--ledger", str(path), "--today", day.isoformat(), "remind", "--brief", "--within", str(within)])
    assert capsys.readouterr().out == said


class TestWhatItLeavesToTheWholeCommandLine:
    @pytest.mark.parametrize(
        "arguments",
        [
            ["remind"], ["--brief"], ["todo", "--brief"], ["remind", "--brief", "--json"],
            ["remind", "--brief", "--help"], ["remind", "--brief", "--within", "x"],
            ["remind", "--brief", "--within", "-1"], ["remind", "--brief", "--within", "99999999999"],
            ["remind", "--brief", "--within"], ["--today", "soon", "remind", "--brief"],
            ["--today", "9999-12-31", "remind", "--brief"], ["--person", "remind", "--brief"],
            ["remind", "install", "--brief"],
        ],
        ids=" ".join,
    )  # fmt: skip
    def test_everything_that_it_does_not_know(self, arguments):
        assert brief.parse(arguments) is None

    @pytest.mark.parametrize("within", ["x", "-1", "99999999999"])
    def test_wrong_days_are_then_wrong_usage(self, say, within):
        code, out, err = say("--within", within)
        assert (code, out) == (2, "")
        assert "--within" in err

    def test_a_day_in_words_in_the_environment(self, path, monkeypatch):
        assert brief.parse(["--ledger", str(path), "remind", "--brief"]) is not None
        monkeypatch.setenv("PRIVACY_AUDIT_TODAY", "yesterday")
        assert brief.parse(["--ledger", str(path), "remind", "--brief"]) is None


def test_it_imports_nothing_slow(somebody, path):
    somebody().record("spokeo/opt-out", "started", date(2026, 11, 1))
    program = (
        "import sys; from privacy_audit.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit as ended:\n    assert ended.code in (0, None), ended.code\n"
        "slow = {'click', 'pydantic', 'sqlite_utils', 'textual', 'httpx', 'jinja2'}\n"
        "print(sorted(slow & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "--ledger", str(path), "--today", "2026-11-24", "remind", "--brief"],
        capture_output=True, text=True, check=False, env=os.environ,
    )  # fmt: skip
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["privacy-audit: 1 thing is due, since 8 Nov. See: privacy-audit remind", "[]"]
