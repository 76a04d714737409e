"""A Task Scheduler job: an XML definition in UTF-16, after Microsoft's "Task Scheduler Schema"."""

import re
import subprocess
import tempfile
from datetime import time
from html import unescape
from pathlib import Path
from xml.sax.saxutils import escape

from . import runner
from .errors import TimerError
from .job import NAME, Found, Job, Part, Proposal, absent

KIND = "task-scheduler"
TITLE = "a job of the Task Scheduler"
_NAMESPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
#: Any day in the past: only its time of day counts, and a fixed one lets two definitions be the same.
_SINCE = "2020-01-01T"


def unusable() -> str:
    """Return why this system has no such timer, or nothing when it has."""
    return "" if runner.has("schtasks") else "there is no schtasks"


def proposal(job: Job) -> Proposal:
    """Return what would be written and run. Raises TimerError when schtasks does not answer."""
    text = _definition(job)
    stands = _essence(_query() or "") == _essence(text)
    return Proposal(
        KIND,
        TITLE,
        (Part(f"the job {NAME}", text),),
        (f"schtasks /Create /TN {NAME} /F /XML FILE",),
        changes=not stands,
    )


def install(job: Job) -> None:
    """Hand the definition to the Task Scheduler. Raises TimerError; the earlier job then still stands."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{NAME}.xml"
        path.write_bytes(_definition(job).replace("\n", "\r\n").encode("utf-16"))
        done = runner.run("schtasks", "/Create", "/TN", NAME, "/F", "/XML", str(path))
    if done.code:
        raise TimerError(f"The Task Scheduler did not take the job ({done.why}). Nothing was changed; try again.")


def found() -> list[Found]:
    """Return the job that is set, if one is. Raises TimerError when schtasks does not answer."""
    text = _query() if runner.has("schtasks") else None
    if text is None:
        return []
    command, arguments, begins = _essence(text)
    at = re.fullmatch(r".*T(\d\d):(\d\d):\d\d.*", begins)
    when = time(int(at[1]), int(at[2])) if at else None
    return [Found(KIND, f"the job {NAME}", f"{command} {arguments}".strip(), when, absent((command,)))]


def uninstall() -> list[str]:
    """Remove the job; return what was done, in words. Raises TimerError."""
    if not found():
        return []
    done = runner.run("schtasks", "/Delete", "/TN", NAME, "/F")
    if done.code:
        raise TimerError(f"The Task Scheduler kept the job {NAME} ({done.why}). Remove it in its window, or try again.")
    return [f"removed: {TITLE} ({NAME})"]


def _definition(job: Job) -> str:
    program, *arguments = job.notify
    return f"""<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="{_NAMESPACE}">
  <RegistrationInfo>
    <Description>What is due in the privacy audit. To remove it: privacy-audit remind uninstall</Description>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>{_SINCE}{job.at:%H:%M}:00</StartBoundary>
      <ScheduleByDay>
        <DaysInterval>1</DaysInterval>
      </ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT5M</ExecutionTimeLimit>
  </Settings>
  <Actions>
    <Exec>
      <Command>{escape(program)}</Command>
      <Arguments>{escape(subprocess.list2cmdline(arguments))}</Arguments>
    </Exec>
  </Actions>
</Task>
"""


def _essence(text: str) -> tuple[str, str, str]:
    """Return command, arguments and begin of a definition; the Task Scheduler words the rest in its own way."""
    found = [re.search(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL) for tag in ("Command", "Arguments", "StartBoundary")]
    command, arguments, begins = (unescape(match[1]).strip() if match else "" for match in found)
    return command, arguments, begins


def _query() -> str | None:
    """Return the definition of the job, or None when there is none."""
    done = runner.run("schtasks", "/Query", "/TN", NAME, "/XML")
    if done.code:
        return None
    wide = done.out[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in done.out[:8]
    return done.out.decode("utf-16" if wide else "utf-8", "replace")
