"""Reading a to-do of iCalendar (RFC 5545) that came from a calendar server: foreign text, so nothing is trusted.

Only what is needed is read: which to-do it is, when it is due, whether it was ticked, and a fingerprint of all that a
person can change in it, so that an edit is noticed and the traces that programs leave are not taken for one.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from ..text import clean

#: More is no to-do; a line, after unfolding, and a resource in all (characters).
LONGEST_LINE, LONGEST = 50_000, 500_000
_DEEPEST = 5
#: Properties that programs set by themselves; a start says nothing that the day on which it is due does not.
_NOISE = frozenset({"DTSTAMP", "LAST-MODIFIED", "CREATED", "SEQUENCE", "PRODID", "CLASS", "DTSTART", "ACKNOWLEDGED"})
_TICK = frozenset({"STATUS", "PERCENT-COMPLETE", "COMPLETED"})
_PARAMETER = r';[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*'
_LINE = re.compile(rf"([A-Za-z0-9-]+)(?:{_PARAMETER})*:(.*)", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


class Unreadable(ValueError):
    """This is no calendar with one to-do."""


@dataclass(frozen=True, slots=True)
class ReadTodo:
    """What a to-do on a server says. `print` covers all that a person can change, `words` all of it but a tick.

    `ticked` is whether it is marked as done or not needed, `ticked_on` the day in this machine's time zone where the
    to-do says it.
    """

    uid: str
    summary: str
    day: date | None
    ticked: bool
    ticked_on: date | None
    print: str
    words: str


def read(data: bytes | str) -> ReadTodo:
    """Return the to-do of a calendar resource. Raises Unreadable."""
    text = (data.decode("utf-8", "replace") if isinstance(data, bytes) else data).removeprefix("\ufeff")
    if len(text) > LONGEST:
        raise Unreadable("it is too long for a to-do")
    lines = list(_of_todo(_unfolded(text)))
    first: dict[str, str] = {}
    for path, name, value in lines:
        if not path:
            first.setdefault(name, value)
    uid = clean(first.get("UID", ""), 300)
    if not uid:
        raise Unreadable("it holds no to-do")
    ticked = first.get("STATUS", "").upper() in ("COMPLETED", "CANCELLED") or "COMPLETED" in first
    return ReadTodo(
        uid=uid,
        summary=clean(first.get("SUMMARY", "")),
        day=_day(first.get("DUE", "")),
        ticked=ticked or first.get("PERCENT-COMPLETE", "").strip() == "100",
        ticked_on=_local_day(first.get("COMPLETED", "")),
        print=_print(lines),
        words=_print((path, name, value) for path, name, value in lines if not path and name not in _TICK),
    )


_Line = tuple[str, str, str]


def _unfolded(text: str) -> Iterator[str]:
    for line in re.split(r"[\r\n]+", re.sub(r"\r?\n[ \t]", "", text)):
        if len(line) > LONGEST_LINE:
            raise Unreadable("a line of it is too long")
        if line.strip():
            yield line


def _of_todo(lines: Iterable[str]) -> Iterator[_Line]:
    """Yield (components within the to-do, name, value) of the one to-do of a calendar."""
    path: list[str] = []
    met = False
    for line in lines:
        found = _LINE.fullmatch(line)
        if found is None:
            continue
        name, value = found[1].upper(), _ESCAPE.sub(lambda sign: "\n" if sign[1] in "nN" else sign[1], found[2])
        if name == "BEGIN":
            path.append(value.strip().upper())
            if path == ["VCALENDAR", "VTODO"] and met:
                raise Unreadable("it holds more than one to-do")
            met = met or path == ["VCALENDAR", "VTODO"]
            if len(path) > _DEEPEST:
                raise Unreadable("it is nested too deep")
        elif name == "END":
            if not path or path.pop() != value.strip().upper():
                raise Unreadable("its parts do not fit together")
        elif path[:2] == ["VCALENDAR", "VTODO"]:
            yield "/".join(path[2:]), name, value
    if path:
        raise Unreadable("it stops early")


def _print(lines: Iterable[_Line]) -> str:
    """Return a fingerprint of properties in any order; a day at midnight is that day."""
    kept = set()
    for path, name, value in lines:
        if name in _NOISE or name.startswith("X-"):
            continue
        said = value.strip()
        if name == "DUE":
            said = said.removesuffix("T000000")
        elif name == "COMPLETED":
            said = "yes"
        elif name == "STATUS":
            said = said.upper()
        if (name, said) not in (("STATUS", "NEEDS-ACTION"), ("PERCENT-COMPLETE", "0"), ("PRIORITY", "0")):
            kept.add("\x1f".join((path, name, said)))
    return hashlib.sha256("\x1e".join(sorted(kept)).encode("utf-8", "replace")).hexdigest()[:32]


def _day(value: str) -> date | None:
    try:
        return datetime.strptime(value.strip()[:8], "%Y%m%d").date()
    except ValueError:
        return None


def _local_day(value: str) -> date | None:
    """Return the day of a moment; one in UTC as this machine's time zone counts it."""
    said = value.strip()
    try:
        moment = datetime.strptime(said.removesuffix("Z"), "%Y%m%dT%H%M%S")
        return (moment.replace(tzinfo=UTC).astimezone() if said.endswith("Z") else moment).date()
    except (ValueError, OverflowError, OSError):
        return _day(said)
