"""Drive an installed program as a person would, through a pseudo-terminal, and see that the record stands.

    python tests/packaging/drive.py .../bin/privacy-audit

HOME should be an empty folder: the first start is what is driven. Exits 1 and prints the screen when something
that should show does not. Needs pexpect and pyte; imports nothing of the program, which is another installation.
"""

import json
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pexpect
import pyte

COLUMNS, LINES = 80, 24
PATIENCE = 30


class Terminal:
    """The program on a terminal of 80 by 24."""

    def __init__(self, program: str, folder: Path):
        self._screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self._screen)
        self._child = pexpect.spawn(program, dimensions=(LINES, COLUMNS), cwd=folder, timeout=PATIENCE)

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self._child.send({"enter": "\r", "right": "\x1b[C", "escape": "\x1b"}.get(key, key))

    def wait_for(self, *texts: str) -> None:
        """Wait until all these texts stand on the screen."""
        tries = PATIENCE * 5
        while not all(text in self.text for text in texts):
            tries -= 1
            try:
                self._stream.feed(self._child.read_nonblocking(1 << 16, timeout=0.2))
            except pexpect.TIMEOUT:
                pass
            except pexpect.EOF:
                tries = 0
            if tries <= 0:
                raise SystemExit(f"Not on the screen: {texts}\n{self.text}")

    def end(self) -> None:
        """Wait until the program has ended by itself, without a fault."""
        self._child.expect(pexpect.EOF)
        self._child.close()
        assert self._child.exitstatus == 0, (self._child.exitstatus, self._child.signalstatus)


def first_start(program: str, folder: Path) -> None:
    """From the first question to the first record, by keys alone."""
    terminal = Terminal(program, folder)
    terminal.wait_for("Where do you live?")
    terminal.press(*"calif")
    terminal.wait_for("California, United States")
    terminal.press("enter")
    terminal.wait_for("How would you like to begin?")
    terminal.press("enter")
    terminal.wait_for("The quick walk")
    terminal.press("right")
    terminal.wait_for("0 of 12 answered")
    for number, key in enumerate("yynu", 1):
        terminal.press(key)
        terminal.wait_for(f"{number} of 12 answered", "recorded: ")
    terminal.press("right")
    terminal.wait_for("What to do about the")
    terminal.press("enter")
    terminal.wait_for("They will see", "asked")
    terminal.press("a")
    terminal.wait_for("recorded: asked", "◐ asked")
    terminal.press("q")
    terminal.wait_for("WHO HOLDS YOU", "first audit, day 1")
    terminal.press("q")
    terminal.end()


def what_stands(program: str, folder: Path) -> str:
    """Read the record back by the command line; return the action's key."""

    def run(*arguments: str) -> str:
        done = subprocess.run([program, *arguments], cwd=folder, capture_output=True, text=True, check=False)
        assert (done.returncode, "Traceback" in done.stderr) == (0, False), (arguments, done)
        return done.stdout

    history = json.loads(run("history", "--json"))
    newest = history[0]
    key = f"{newest['organisation']}/{newest['action']}"
    assert newest["state"] == "asked", newest
    assert sorted(event["answer"] for event in history[1:]) == ["no", "unsure", "yes", "yes"], history
    plan = json.loads(run("todo", "--json"))
    assert plan["region"] == "US-CA"
    assert plan["items"], "a list to do"
    assert key not in [item["key"] for item in plan["items"]], "what was asked is no longer to do"
    run("report", "--output", "report.html")
    name = json.loads(run("show", newest["organisation"], "--json"))["name"]
    page = (folder / "report.html").read_text("utf-8")
    assert name in page, f"{name} in the report"
    ahead = json.loads(run("remind", "--within", "3650", "--json"))["due"]
    assert json.loads(run("remind", "--json"))["due"] == [], "nothing is due on the first day"
    assert "re-audit" in [entry["kind"] for entry in ahead], ahead
    assert run("remind", "--brief") == ""
    return key


def is_private(home: Path) -> Path:
    """See that the ledger is its owner's alone; return its path."""
    (ledger,) = home.rglob("ledger.db")
    assert stat.S_IMODE(ledger.stat().st_mode) == 0o600, ledger
    assert stat.S_IMODE(ledger.parent.stat().st_mode) == 0o700, ledger.parent
    return ledger


def main() -> None:
    """Drive the program named on the command line."""
    program = str(Path(sys.argv[1]).absolute())
    with tempfile.TemporaryDirectory() as folder:
        first_start(program, Path(folder))
        key = what_stands(program, Path(folder))
    is_private(Path.home())
    print(f"driven: first start, quick walk, {key} asked, left; history, todo, report and remind agree")


if __name__ == "__main__":
    main()
