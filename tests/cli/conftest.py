"""Running the command line inside the test's own process, with rules that hold for every single run."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from examples import ORGANISATIONS, TODAY, unprintable, write_organisations

from privacy_audit.cli.main import run


@dataclass(frozen=True)
class Done:
    """What one run of the program gave."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch):
    monkeypatch.setenv("PRIVACY_AUDIT_TODAY", TODAY.isoformat())
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture
def cli(capsys):
    """Run a command that is expected to end with `code`; nothing it prints may steer a terminal."""

    def call(*arguments: object, code: int = 0) -> Done:
        capsys.readouterr()
        ended = run([str(argument) for argument in arguments])
        done = Done(ended, *capsys.readouterr())
        assert done.code == code, done
        assert not unprintable(done.out + done.err)
        assert "Traceback" not in done.err
        return done

    return call


@pytest.fixture
def fails(cli):
    """Run a command that fails: nothing on stdout, one clear line on stderr, which is returned."""

    def call(*arguments: object, code: int = 1) -> str:
        done = cli(*arguments, code=code)
        assert done.out == ""
        assert done.err.startswith("Error: ")
        assert done.err.endswith("\n")
        assert done.err.count("\n") == 1
        assert "the program failed" not in done.err
        return done.err

    return call


@pytest.fixture
def own(tmp_path, monkeypatch) -> Path:
    """The invented organisations of examples.py as the person's own, beside the shipped ones."""
    folder = tmp_path / "own"
    write_organisations(folder, ORGANISATIONS)
    monkeypatch.setenv("PRIVACY_AUDIT_CHECKLISTS", str(folder))
    return folder


@pytest.fixture
def me(cli, own) -> None:
    """Somebody called "me" in Texas, in the ledger at its usual place."""
    cli("person", "add", "me", "--region", "US-TX")


@pytest.fixture
def usual_ledger(isolated) -> Path:
    return isolated / "data" / "privacy-audit" / "ledger.db"
