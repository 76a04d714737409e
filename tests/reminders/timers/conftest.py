"""A system of the test's own, and programs that a timer may run."""

from datetime import time
from pathlib import Path

import pytest

from privacy_audit.reminders.timers.job import Job

from .fakes import System


@pytest.fixture
def system(tmp_path, monkeypatch) -> System:
    """A system without any command; nothing of the real one is reached."""
    made = System(tmp_path / "system")
    monkeypatch.setenv("PATH", str(made.bin))
    monkeypatch.setenv("SHELL", "/bin/sh")
    monkeypatch.delenv("ZDOTDIR", raising=False)
    return made


@pytest.fixture
def make_job(tmp_path):
    """Make a job whose program really stands in a folder of this name."""

    def make(folder: str = "programs", at: time = time(9), more: tuple[str, ...] = ()) -> Job:
        place: Path = tmp_path / folder
        place.mkdir(parents=True, exist_ok=True)
        script, python = place / "privacy-audit", place / "python3"
        for path in (script, python):
            path.write_text("#!/bin/sh\nexit 0\n")
            path.chmod(0o755)
        return Job((str(script), *more), (str(script), str(python)), at)

    return make
