"""Which timer this system has, what setting it would do, and all that is set: one door to every kind.

At most one timer is set: a new one takes the place of another kind. The login shell's line may stand beside it.
"""

from dataclasses import replace
from importlib import import_module
from types import ModuleType

from . import shell as shells
from .errors import TimerError
from .job import Found, Job, Proposal

#: The kinds by the names that --kind takes, the best first, and their modules.
_MODULES = {
    "systemd": "systemd", "launchd": "launchd", "task-scheduler": "schtasks", "crontab": "crontab", "shell": "shell",
}  # fmt: skip
KINDS = tuple(_MODULES)
TIMERS = KINDS[:-1]


def pick() -> str:
    """Return the best kind of timer that this system has, or "shell" when it has none."""
    return next((kind for kind in TIMERS if not _module(kind).unusable()), "shell")


def propose(job: Job, kind: str, shell: str = "") -> Proposal:
    """Return what setting this kind would do. Raises TimerError when the system has no such timer."""
    why = shells.unusable(shell) if kind == "shell" else _module(kind).unusable()
    if kind != "shell" and why:
        raise TimerError(f"This system cannot take {_module(kind).TITLE}: {why.rstrip('.')}. Nothing was changed.")
    planned: Proposal = shells.proposal(job, shell) if kind == "shell" else _module(kind).proposal(job)
    others = tuple(one for one in look()[0] if kind != "shell" and one.kind not in (kind, "shell"))
    return replace(planned, removes=others, changes=planned.changes or bool(others))


def install(job: Job, kind: str, shell: str = "") -> None:
    """Set this kind and remove any other timer. Raises TimerError; what stood before then still stands."""
    if kind == "shell":
        shells.install(job, shell)
        return
    _module(kind).install(job)
    for other in {one.kind for one in look()[0]} - {kind, "shell"}:
        _module(other).uninstall()


def look() -> tuple[list[Found], list[str]]:
    """Return everything that is set, and in words what could not be looked at."""
    there: list[Found] = []
    problems: list[str] = []
    for kind in KINDS:
        try:
            there += _module(kind).found()
        except TimerError as error:
            problems.append(str(error))
    return there, problems


def uninstall() -> tuple[list[str], list[str]]:
    """Remove everything that is set; return in words what was removed and what could not be."""
    said: list[str] = []
    problems: list[str] = []
    for kind in KINDS:
        try:
            said += _module(kind).uninstall()
        except TimerError as error:
            problems.append(str(error))
    return said, problems


def _module(kind: str) -> ModuleType:
    return import_module(f".{_MODULES[kind]}", __package__)
