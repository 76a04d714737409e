"""What a timer runs, when, and what must be there for it to run: pure values."""

import os
import re
import sys
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path

from ... import folders
from .errors import TimerError

#: The name under which systemd, launchd and the Task Scheduler know the timer.
NAME = "privacy-audit-remind"
USUAL_TIME = time(9)
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Job:
    """The program with the options that say which ledger and whose; `needs` are files without which it cannot run.

    The first of `needs` is the program itself. `at` is the time of day, by this machine's clock.
    """

    command: tuple[str, ...]
    needs: tuple[str, ...]
    at: time = USUAL_TIME

    @property
    def notify(self) -> tuple[str, ...]:
        """The command of a timer."""
        return (*self.command, "remind", "--notify")

    @property
    def brief(self) -> tuple[str, ...]:
        """The command of a login shell."""
        return (*self.command, "remind", "--brief")


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of text that would be written, and where: a file, or a place such as "your crontab"."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What setting a timer of one kind would do. `changes` is false when it stands so already."""

    kind: str
    title: str
    parts: tuple[Part, ...]
    commands: tuple[str, ...] = ()
    changes: bool = True
    removes: tuple["Found", ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A timer that is set. `missing` names what it needs and is not there any more.

    `at` is None for a login shell; `asleep` says in words why it does not run although it stands there.
    """

    kind: str
    where: str
    runs: str
    at: time | None = None
    missing: tuple[str, ...] = field(default=())
    asleep: str = ""


def parse_time(text: str) -> time:
    """Return a time of day from "HH:MM". Raises ValueError with words for the person."""
    match = _TIME.fullmatch(text.strip())
    if not match:
        raise ValueError(f"{text!r} is no time of day. Write it as HH:MM, for example 09:00 or 18:30.")
    return time(int(match[1]), int(match[2]))


def program(argument: str | None = None, interpreter: str | None = None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return how this very program is called again, and the files that it needs.

    A link such as pipx makes is kept, since it outlives an update. Without a script of its own the program is
    called as a module of the Python that runs it. `argument` and `interpreter` stand for ``sys.argv[0]`` and
    ``sys.executable``.
    """
    interpreter = interpreter or sys.executable
    script = os.path.abspath(sys.argv[0] if argument is None else argument)  # noqa: PTH100 (a link stays a link)
    if os.name == "nt" and not script.lower().endswith(".exe"):
        script += ".exe"
    if Path(script).stem == "privacy-audit" and os.access(script, os.X_OK) and Path(script).is_file():
        return (script,), (script, interpreter)
    entry = Path(__file__).resolve().parents[2] / "__main__.py"
    return (interpreter, "-m", "privacy_audit"), (interpreter, str(entry))


def job(at: time, ledger: Path, person: str | None) -> Job:
    """Return the job of this program; `person` is None where the ledger holds one person only.

    The ledger is named where the timer would not find it alone. Raises TimerError for a word that no timer can hold.
    """
    command, needs = program()
    if not folders.is_usual(ledger):
        command += ("--ledger", str(ledger.absolute()))
    if person:
        command += ("--person", person)
    return checked(Job(command, needs, at))


def checked(job: Job) -> Job:
    """Return the job; raises TimerError when a word holds a line break, a control sign or no text at all."""
    for word in (*job.command, *job.needs):
        if not word.isprintable() or not word:
            raise TimerError(
                f"{word!r} holds signs that no timer can hold. Nothing was changed; "
                "give the file or the person a plainer name."
            )
    return job


def absent(needs: tuple[str, ...]) -> tuple[str, ...]:
    """Return which of the files are not there (any more); the first must be a program that can be run."""
    gone = [path for path in needs if not Path(path).exists()]
    return tuple(gone) if gone or not needs or os.access(needs[0], os.X_OK) else needs[:1]


def tested(words: list[str]) -> tuple[str, ...]:
    """Return the files for which a shell's line tests, from its words: ``test -x FILE`` or ``[ -e FILE ]``."""
    return tuple(
        words[place + 2]
        for place, word in enumerate(words[:-2])
        if word in ("test", "[") and words[place + 1] in ("-x", "-e")
    )
