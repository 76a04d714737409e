"""A line in the person's crontab, after crontab(5) and crontab(1): inside a marked block, all other lines stay."""

import shlex
from datetime import time

from . import blocks, runner
from .errors import TimerError
from .job import Found, Job, Part, Proposal, absent, tested

KIND = "crontab"
TITLE = "a line in your crontab"
_WHERE = "your crontab"
#: Vixie cron refuses longer commands (MAX_COMMAND).
_LONGEST = 998


def unusable() -> str:
    """Return why this system has no such timer, or nothing when it has."""
    if not runner.has("crontab"):
        return "there is no crontab"
    try:
        _read()
    except TimerError as error:
        return str(error)
    return ""


def proposal(job: Job) -> Proposal:
    """Return what would be written. Raises TimerError when the crontab cannot be read."""
    before = _read()
    changes = _with_line(before, job) != before
    return Proposal(KIND, TITLE, (Part(_WHERE, line(job) + "\n"),), ("crontab -",), changes=changes)


def install(job: Job) -> None:
    """Put the line into the crontab. Raises TimerError; the crontab is then as it was."""
    before = _read()
    after = _with_line(before, job)
    if after != before:
        _write(after)


def found() -> list[Found]:
    """Return the line that is set, if one is. Raises TimerError when the crontab cannot be read."""
    text = blocks.find(_read(), where=_WHERE) if runner.has("crontab") else None
    if text is None:
        return []
    return [_found(text)]


def uninstall() -> list[str]:
    """Take the line out; a crontab that holds nothing else goes. Return what was done, in words. Raises TimerError."""
    if not runner.has("crontab"):
        return []
    before = _read() or b""
    if blocks.find(before, where=_WHERE) is None:
        return []
    rest = blocks.remove(before, where=_WHERE)
    if rest:
        _write(rest)
    else:
        done = runner.run("crontab", "-r")
        if done.code:
            raise TimerError(f"crontab kept the line ({done.why}). Remove it by hand with: crontab -e")
    return [f"removed: {TITLE}"]


def line(job: Job) -> str:
    """Return the crontab's line: quiet when the program is gone, so that no mail comes of it.

    Raises TimerError when cron would not take so long a line.
    """
    program, *others = (shlex.quote(path) for path in job.needs)
    there = " && ".join([f"test -x {program}", *(f"test -e {path}" for path in others)])
    command = f"{there} && {shlex.join(job.notify)} >/dev/null 2>&1"
    # cron ends the command at a %, and takes a backslash before % and \ away.
    command = command.replace("\\", "\\\\").replace("%", "\\%")
    if len(command.encode()) > _LONGEST:
        raise TimerError("The path of the program is too long for a crontab. Nothing was changed; use --kind shell.")
    return f"{job.at.minute} {job.at.hour} * * * {command}"


def _with_line(before: bytes | None, job: Job) -> bytes:
    content = before or b""
    if content and not content.endswith(b"\n"):
        content += b"\n"
    return blocks.insert(content, line(job), where=_WHERE)


def _found(text: str) -> Found:
    """Read a line back; one that was changed by hand is told as far as it can be understood."""
    jobs = [one for one in text.splitlines() if one.strip() and not one.startswith("#")]
    fields = jobs[0].split(None, 5) if jobs else []
    if len(fields) < 6:
        return Found(KIND, _WHERE, "", asleep="there is no line in its block")
    command = _unescaped(fields[5])
    minute, hour = fields[:2]
    timed = minute.isdecimal() and hour.isdecimal() and int(minute) < 60 and int(hour) < 24
    try:
        words = shlex.split(command)
    except ValueError:
        words = []
    needs = tested(words)
    runs = command.rpartition(" && ")[2].removesuffix(" >/dev/null 2>&1")
    return Found(KIND, _WHERE, runs, time(int(hour), int(minute)) if timed else None, absent(needs))


def _unescaped(command: str) -> str:
    out, signs = [], iter(command)
    for sign in signs:
        if sign == "\\":
            after = next(signs, "")
            out.append(after if after in ("\\", "%") else sign + after)
        else:
            out.append(sign)
    return "".join(out)


def _read() -> bytes | None:
    done = runner.run("crontab", "-l")
    if done.code == 0:
        return done.out
    if any(words in done.err.lower() for words in ("no crontab", "no such file")):
        return None
    raise TimerError(f"crontab could not be read ({done.why}). Nothing was changed.")


def _write(content: bytes) -> None:
    done = runner.run("crontab", "-", given=content)
    if done.code:
        raise TimerError(
            f"crontab did not take the change ({done.why}). Nothing was changed; try again, "
            "or take another kind with --kind."
        )
    if _read() != content:
        raise TimerError("crontab says that it took the change, but holds something else. Look at it with: crontab -l")
