"""The log's entries: what an event is, and ids that sort by time even when a clock is set back."""

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from .moves import by_day

#: Kinds of event. ``person``, ``setting`` and ``audit`` say who, how and when; ``answer``, ``record`` and ``note``
#: what the person told; ``evidence`` that a file was kept with an action; ``life`` what changed in their life;
#: ``letter`` that one was taken out of the program; ``undo`` takes one of the told back; ``forgotten`` that somebody
#: was removed for good, and nothing of whom. ``request`` and ``reply`` are the receipts of what left this machine,
#: ``seen`` what was last seen outside: none of the three was told by the person (`OUTSIDE`).
KINDS = (
    "person", "setting", "audit", "answer", "record", "note", "evidence", "life", "letter", "undo", "forgotten",
    "request", "reply", "seen",
)  # fmt: skip
OUTSIDE = ("request", "reply", "seen")
UNDOABLE = ("answer", "record", "note", "evidence", "life")


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the log. `at` is the moment of recording in UTC (ISO 8601); days of acts stand in `data`."""

    id: str
    at: str
    person: str
    kind: str
    organisation: str = ""
    action: str = ""
    data: dict = field(default_factory=dict)
    device: str = ""


def standing(log: Iterable[Event]) -> list[Event]:
    """Return a log without what was taken back and without the taking back; evidence goes with its record.

    `log` is one person's in order of ids. The records of one action stand in the order of their days, as they count.
    """
    log = list(log)
    undone = {event.data["event"] for event in log if event.kind == "undo"}
    left = [e for e in log if e.kind != "undo" and e.id not in undone and e.data.get("record") not in undone]
    records: dict[tuple[str, str], list[int]] = {}
    for place, event in enumerate(left):
        if event.kind == "record":
            records.setdefault((event.organisation, event.action), []).append(place)
    for places in records.values():
        of_one = by_day((left[place] for place in places), lambda event: (event.data["on"], event.id))
        for place, event in zip(places, of_one, strict=True):
            left[place] = event
    return left


def can_undo(event: Event) -> bool:
    """Whether an event can be taken back by itself; evidence that was given with a record goes with that."""
    return event.kind in UNDOABLE and not event.data.get("record")


def new_id(after: str | None = None) -> str:
    """Return a UUID version 7 (RFC 9562), greater than `after` even if the clock went back."""
    milliseconds = time.time_ns() // 1_000_000
    if after:
        milliseconds = max(milliseconds, int(after.replace("-", "")[:12], 16) + 1)
    random = int.from_bytes(os.urandom(10)) & (1 << 74) - 1
    number = milliseconds << 80 | 7 << 76 | (random >> 62) << 64 | 0b10 << 62 | random & (1 << 62) - 1
    text = f"{number:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def now() -> str:
    """Return this moment in UTC, to the second."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def device() -> str:
    """Return a name that tells this machine's events from another's, without naming machine or person."""
    return f"{os.name}-{os.getuid() if hasattr(os, 'getuid') else 0}"
