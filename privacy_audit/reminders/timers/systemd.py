"""A systemd user timer: two unit files, after systemd.service(5), systemd.timer(5) and systemd.unit(5)."""

import os
import re
from datetime import time
from pathlib import Path

from . import files, runner
from .errors import TimerError
from .job import NAME, Found, Job, Part, Proposal, absent

KIND = "systemd"
TITLE = "a systemd user timer"
_TIMER, _SERVICE = f"{NAME}.timer", f"{NAME}.service"
_RELOAD = ("systemctl", "--user", "daemon-reload")
_ENABLE = ("systemctl", "--user", "enable", "--now", _TIMER)
_RESTART = ("systemctl", "--user", "restart", _TIMER)
_DISABLE = ("systemctl", "--user", "disable", "--now", _TIMER)


def unusable() -> str:
    """Return why this system has no such timer, or nothing when it has: the person's own manager must answer."""
    if not runner.has("systemctl"):
        return "there is no systemctl"
    try:
        done = runner.run("systemctl", "--user", "show-environment")
    except TimerError as error:
        return str(error)
    return "" if done.code == 0 else f"systemd does not run for this account ({done.why})"


def proposal(job: Job) -> Proposal:
    """Return what would be written and run."""
    units = _units(job)
    stands = all(files.read(path) == text.encode() for path, text in units.items()) and _wanted().is_symlink()
    parts = tuple(Part(str(path), text) for path, text in units.items())
    return Proposal(KIND, TITLE, parts, tuple(" ".join(command) for command in _commands()), changes=not stands)


def install(job: Job) -> None:
    """Write the units and start the timer, or change nothing. Raises TimerError."""
    commands = _commands()
    undo = files.put({path: text.encode() for path, text in _units(job).items()})
    try:
        for command in commands:
            _must(command)
    except TimerError as error:
        undo()
        if not (_folder() / _TIMER).exists():
            _quietly(_DISABLE)
            files.remove(_wanted(), _wanted().parent)
        _quietly(_RELOAD)
        raise TimerError(
            f"{str(error).rstrip('.')}. The timer was not set and nothing stays behind; try again, "
            "or take another kind with --kind."
        ) from None


def found() -> list[Found]:
    """Return the timer that is set, if one is. Raises TimerError when its files cannot be read."""
    timer, service = (files.read(_folder() / name) for name in (_TIMER, _SERVICE))
    if timer is None and service is None and not _wanted().is_symlink():
        return []
    about = (service or b"").decode("utf-8", "replace")
    needs = tuple(_unspecified(path) for path in re.findall(r"^Condition\w+=(.+)$", about, re.MULTILINE))
    runs = re.search(r"^ExecStart=(.+)$", about, re.MULTILINE)
    at = re.search(r"^OnCalendar=\*-\*-\* (\d\d):(\d\d):00$", (timer or b"").decode("utf-8", "replace"), re.MULTILINE)
    asleep = "" if _wanted().is_symlink() and at and runs else "it is not switched on"
    when = time(int(at[1]), int(at[2])) if at else None
    return [Found(KIND, str(_folder() / _TIMER), runs[1] if runs else "", when, absent(needs), asleep)]


def uninstall() -> list[str]:
    """Stop the timer and remove all that belongs to it; return what was done, in words. Raises TimerError."""
    if not found():
        return []
    late = ""
    try:
        done = runner.run(*_DISABLE)
        late = "" if done.code == 0 else done.why
    except TimerError as error:
        late = str(error)
    folder, wants = _folder(), _wanted().parent
    files.remove(_wanted(), wants)
    files.remove(folder / _SERVICE)
    files.remove(folder / _TIMER, folder, folder.parent)
    files.remove(_stamp(), _stamp().parent, _stamp().parent.parent)
    if not late:
        _quietly(_RELOAD)
        _quietly(("systemctl", "--user", "reset-failed", _SERVICE))
    said = f"removed: {TITLE} ({folder / _TIMER})"
    return [said + (f"; it ends with this session, because systemctl did not stop it: {late}" if late else "")]


def _commands() -> list[tuple[str, ...]]:
    """What has to be run; a timer that stands there already goes on with its old time until it is told."""
    return [_RELOAD, _ENABLE, *([_RESTART] if (_folder() / _TIMER).exists() else [])]


def _units(job: Job) -> dict[Path, str]:
    program, *others = job.needs
    conditions = [f"ConditionFileIsExecutable={_percent(program)}"]
    conditions += [f"ConditionPathExists={_percent(path)}" for path in others]
    service = [
        "# By privacy-audit. To remove it: privacy-audit remind uninstall",
        "[Unit]", "Description=Say what is due in the privacy audit", *conditions, "",
        "[Service]", "Type=oneshot", f"ExecStart={_words(job.notify)}",
    ]  # fmt: skip
    timer = [
        "# By privacy-audit. To remove it: privacy-audit remind uninstall",
        "[Unit]", "Description=Say every day what is due in the privacy audit", "",
        "[Timer]", f"OnCalendar=*-*-* {job.at:%H:%M}:00", "Persistent=true", "",
        "[Install]", "WantedBy=timers.target",
    ]  # fmt: skip
    folder = _folder()
    return {folder / _SERVICE: "\n".join(service) + "\n", folder / _TIMER: "\n".join(timer) + "\n"}


def _words(command: tuple[str, ...]) -> str:
    """Return a command for ExecStart: quoted, with ``%`` and, after the program's own path, ``$`` doubled.

    systemd replaces variables in arguments but not in the path that it runs, and refuses a path with quotes or
    backslashes: a shell then runs it.
    """
    if re.search(r"['\"\\]", command[0]):
        command = ("/bin/sh", "-c", 'exec "$0" "$@"', *command)
    program, *arguments = command
    return " ".join([_quoted(program), *(_quoted(word.replace("$", "$$")) for word in arguments)])


def _quoted(word: str) -> str:
    if re.fullmatch(r"[\w./:@=+,$-]+", word, re.ASCII):
        return word
    return '"' + _percent(word.replace("\\", "\\\\").replace('"', '\\"')) + '"'


def _percent(text: str) -> str:
    return text.replace("%", "%%")


def _unspecified(text: str) -> str:
    return text.replace("%%", "%")


def _folder() -> Path:
    return _base("XDG_CONFIG_HOME", ".config") / "systemd" / "user"


def _wanted() -> Path:
    return _folder() / "timers.target.wants" / _TIMER


def _stamp() -> Path:
    """Where systemd keeps when a persistent timer last ran."""
    return _base("XDG_DATA_HOME", ".local/share") / "systemd" / "timers" / f"stamp-{_TIMER}"


def _base(variable: str, usual: str) -> Path:
    chosen = os.environ.get(variable, "")
    return Path(chosen) if chosen.startswith("/") else Path.home() / usual


def _must(command: tuple[str, ...]) -> None:
    done = runner.run(*command)
    if done.code:
        raise TimerError(f"{' '.join(command[:3])} failed ({done.why})")


def _quietly(command: tuple[str, ...]) -> None:
    try:
        runner.run(*command)
    except TimerError:
        return
