"""Several programs with one ledger at once, and programs that are killed."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from examples import TODAY

from privacy_audit.ledger.store import Ledger

_WRITE_100 = """
import sys
from datetime import date
from pathlib import Path
from privacy_audit.ledger.store import Ledger
with Ledger(Path(sys.argv[1]), create=False) as ledger:
    me = ledger.person().id
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(100):
        ledger.answer(me, f"{sys.argv[2]}-{number}", "yes", date(2026, 11, 24))
"""

_CREATE = """
import sys
from datetime import date
from pathlib import Path
from privacy_audit.ledger.store import Ledger
import sqlite_utils
print("ready", flush=True)
sys.stdin.readline()
with Ledger(Path(sys.argv[1])) as ledger:
    ledger.add_person(sys.argv[2], "US")
"""

_WRITE_UNTIL_KILLED = """
import itertools, sys
from datetime import date
from pathlib import Path
from privacy_audit.ledger.store import Ledger
with Ledger(Path(sys.argv[1]), create=False) as ledger:
    me = ledger.person().id
    for number in itertools.count():
        print(ledger.answer(me, f"{sys.argv[2]}-{number}", "yes", date(2026, 11, 24)).id, flush=True)
"""


def _start(script: str, path: Path, name: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", script, str(path), name],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def _together(programs: list[subprocess.Popen]) -> None:
    """Let programs that have said "ready" go at the same moment, and wait for them."""
    for program in programs:
        assert program.stdout.readline() == "ready\n", program.stderr.read()
    for program in programs:
        program.stdin.write("\n")
        program.stdin.flush()
    for program in programs:
        _, errors = program.communicate(timeout=60)
        assert program.returncode == 0, errors


@pytest.fixture
def path(tmp_path) -> Path:
    with Ledger(tmp_path / "ledger.db") as ledger:
        ledger.add_person("me", "US-TX")
    return tmp_path / "ledger.db"


def test_two_programs_that_write_at_once_lose_nothing(path):
    _together([_start(_WRITE_100, path, name) for name in ("left", "right")])
    with Ledger(path, create=False) as ledger:
        me = ledger.person().id
        answers = [event for event in ledger.events(me) if event.kind == "answer"]
        ids = [event.id for event in answers]
        assert len(answers) == len(ledger.answers(me)) == 200
        assert ids == sorted(set(ids))
        for name in ("left", "right"):
            mine = [event.organisation for event in answers if event.organisation.startswith(name)]
            assert mine == [f"{name}-{number}" for number in range(100)]


def test_two_programs_cannot_make_a_move_together_that_neither_could_alone(path):
    with Ledger(path, create=False) as one, Ledger(path, create=False) as other:
        me = one.person().id
        one.record(me, "first-broker/opt-out", "set-aside", TODAY, TODAY)
        assert other.action(me, "first-broker/opt-out").status == "set-aside"
        with pytest.raises(Exception, match="'set-aside' and cannot become 'asked'"):
            other.record(me, "first-broker/opt-out", "asked", TODAY, TODAY)


@pytest.mark.parametrize("turn", range(8))
def test_programs_that_make_the_ledger_at_the_same_moment_make_one(tmp_path, turn):
    path = tmp_path / "data" / "ledger.db"
    _together([_start(_CREATE, path, name) for name in "abcd"])
    with Ledger(path, create=False) as ledger:
        assert sorted(person.label for person in ledger.people()) == ["a", "b", "c", "d"]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_what_was_acknowledged_survives_the_killing_of_the_program(path):
    acknowledged: list[str] = []
    for turn in range(20):
        program = _start(_WRITE_UNTIL_KILLED, path, f"turn{turn}")
        lines = [program.stdout.readline() for _ in range(1 + turn % 5)]
        program.kill()
        rest, errors = program.communicate(timeout=30)
        assert all(lines), errors
        acknowledged += [line for line in ("".join(lines) + rest).split("\n") if len(line) == 36]
    with Ledger(path, create=False) as ledger:
        me = ledger.person().id
        there = {event.id for event in ledger.events(me)}
        assert len(acknowledged) >= 60
        assert set(acknowledged) <= there
        before = ledger.answers(me)
        ledger.rebuild()
        assert ledger.answers(me) == before
        assert ledger.answer(me, "after", "yes", date(2026, 11, 24)).id > max(there)
