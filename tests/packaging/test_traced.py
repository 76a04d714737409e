"""A whole walk under strace: the kernel itself says that the program connects to nothing."""

import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from privacy_audit.ledger.store import Ledger

PROGRAM = Path(sys.executable).parent / "privacy-audit"
_FOUND = importlib.util.spec_from_file_location("drive", Path(__file__).with_name("drive.py"))
drive = importlib.util.module_from_spec(_FOUND)
_FOUND.loader.exec_module(drive)

TRACE = ["strace", "-f", "-qq", "-e", "trace=network", "-e", "signal=none"]
#: Nothing leaves or comes in without one of these; the pair by which a loop wakes itself (socketpair) is no way out.
LEAVING = ("socket(", "connect(", "bind(", "listen(")


def _can_trace() -> bool:
    if not shutil.which("strace"):
        return False
    done = subprocess.run([*TRACE, "true"], capture_output=True, text=True, check=False)
    return done.returncode == 0


needs_strace = pytest.mark.skipif(not _can_trace(), reason="strace is not here, or may not trace")


def _lines(log: Path) -> list[str]:
    """Return the traced calls that a program could leave by."""
    return [line for line in log.read_text("utf-8", "replace").splitlines() if any(call in line for call in LEAVING)]


def _traced(log: Path) -> str:
    return shlex.join([*TRACE, "-o", str(log), str(PROGRAM)])


@needs_strace
def test_the_trace_sees_who_connects(tmp_path):
    log = tmp_path / "trace"
    asks = "import socket; socket.socket().connect_ex(('127.0.0.1', 9))"
    subprocess.run([*TRACE, "-o", str(log), sys.executable, "-c", asks], check=True)
    assert [call for line in _lines(log) for call in LEAVING if call in line] == ["socket(", "connect("]


@needs_strace
def test_a_whole_walk_connects_to_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    log = tmp_path / "trace"
    terminal = drive.Terminal(_traced(log), tmp_path)
    terminal.wait_for("Where do you live?")
    terminal.press(*"calif")
    terminal.wait_for("California, United States")
    terminal.press("enter")
    terminal.wait_for("How would you like to begin?")
    terminal.press("\x1b[B", "enter")
    for theme in range(1, 15):
        terminal.wait_for(f"theme {theme} of 14")
        terminal.press("right")
        terminal.wait_for("Who holds you?")
        terminal.press("y")
        terminal.wait_for("recorded: ")
        terminal.press("right")
        terminal.wait_for("What to do about")
        if theme == 1:
            terminal.press("enter")
            terminal.wait_for("They will see")
            terminal.press("a")
            terminal.wait_for("recorded: asked")
            terminal.press("escape")
            terminal.wait_for("What to do about")
        terminal.press("right")
    terminal.wait_for("WHO HOLDS YOU")
    terminal.press("q")
    terminal.end()
    with Ledger(Path(os.environ["XDG_DATA_HOME"]) / "privacy-audit/ledger.db") as ledger:
        kinds = [event.kind for event in ledger.events(ledger.person().id)]
    assert kinds.count("answer") == 14
    assert kinds.count("record") == 1
    assert _lines(log) == []
