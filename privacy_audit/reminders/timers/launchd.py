"""A launchd agent: one property list, after launchd.plist(5). A time missed while asleep is made up for by launchd."""

import os
import plistlib
import shlex
from datetime import time
from pathlib import Path

from . import files, runner
from .errors import TimerError
from .job import NAME, Found, Job, Part, Proposal, absent

KIND = "launchd"
TITLE = "a launchd agent"


def unusable() -> str:
    """Return why this system has no such timer, or nothing when it has."""
    return "" if runner.has("launchctl") else "there is no launchctl"


def proposal(job: Job) -> Proposal:
    """Return what would be written and run."""
    text = _plist(job)
    part = Part(str(_path()), text.decode())
    commands = (f"launchctl bootstrap {_domain()} {shlex.quote(str(_path()))}",)
    stands = files.read(_path()) == text and _loaded()
    return Proposal(KIND, TITLE, (part,), commands, changes=not stands)


def install(job: Job) -> None:
    """Write the agent and load it, or change nothing. Raises TimerError."""
    there = _path().exists()
    undo = files.put({_path(): _plist(job)})
    try:
        runner.run("launchctl", "bootout", f"{_domain()}/{NAME}")
        done = runner.run("launchctl", "bootstrap", _domain(), str(_path()))
        if done.code:
            raise TimerError(f"launchctl did not take the agent ({done.why})")
    except TimerError as error:
        undo()
        if there:
            _quietly("bootstrap", _domain(), str(_path()))
        raise TimerError(
            f"{str(error).rstrip('.')}. The timer was not set and nothing stays behind; try again, "
            "or take another kind with --kind."
        ) from None


def found() -> list[Found]:
    """Return the agent that is there, if one is. Raises TimerError when it cannot be read."""
    content = files.read(_path())
    if content is None:
        return []
    try:
        agent = plistlib.loads(content)
        words = tuple(str(word) for word in agent["ProgramArguments"])
        at = time(int(agent["StartCalendarInterval"]["Hour"]), int(agent["StartCalendarInterval"]["Minute"]))
    except (plistlib.InvalidFileException, ValueError, KeyError, TypeError):
        return [Found(KIND, str(_path()), "", asleep="its file cannot be read any more")]
    asleep = "" if _loaded() else "it is not loaded"
    return [Found(KIND, str(_path()), shlex.join(words), at, absent(words[:1]), asleep)]


def uninstall() -> list[str]:
    """Unload the agent and remove its file; return what was done, in words. Raises TimerError."""
    if not _path().exists():
        return []
    _quietly("bootout", f"{_domain()}/{NAME}")
    files.remove(_path())
    return [f"removed: {TITLE} ({_path()})"]


def _plist(job: Job) -> bytes:
    agent = {
        "Label": NAME,
        "ProgramArguments": list(job.notify),
        "StartCalendarInterval": {"Hour": job.at.hour, "Minute": job.at.minute},
        "ProcessType": "Background",
    }
    return plistlib.dumps(agent, sort_keys=False)


def _path() -> Path:
    return Path.home() / "Library" / "LaunchAgents" / f"{NAME}.plist"


def _domain() -> str:
    return f"gui/{os.getuid() if hasattr(os, 'getuid') else 0}"


def _loaded() -> bool:
    try:
        return runner.run("launchctl", "print", f"{_domain()}/{NAME}").code == 0
    except TimerError:
        return False


def _quietly(*words: str) -> None:
    try:
        runner.run("launchctl", *words)
    except TimerError:
        return
