"""The lines of an exported ledger: what each must hold before anything of it is believed (docs/export.md).

A line is one JSON object with one key that says what it is. Every check names the line; nothing is guessed or mended.
Texts are kept as data whatever they hold: they are cleaned where they are shown.
"""

import json
import re
from collections.abc import Callable
from datetime import date, datetime

from ..text import clean
from .errors import LedgerError
from .events import KINDS, OUTSIDE
from .evidence import LIMIT
from .moves import STATES

FORMAT = "privacy-audit-ledger"
#: Raised when a line changes its meaning; new keys inside ``data`` do not raise it.
VERSION = 1
#: Bytes of one line, levels of nesting, lines of one file, bytes of one file.
LINE_LIMIT = 1024 * 1024
DEPTH_LIMIT = 12
LINES_LIMIT = 5_000_000
FILE_LIMIT = 64 * 1024**3
#: Bytes of one part of a file, before it is written as base64.
PART = 384 * 1024
OWN_LIMIT = 1_000_000
COUNTED = ("people", "events", "evidence", "organisations")

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_HASH = re.compile(r"[0-9a-f]{64}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_REGION = re.compile(r"(US|CA|MX)(-[A-Z]{2,3})?")
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
#: Ids begin with milliseconds since 1970; one from a day so far ahead would leave none for later events.
_LAST_MOMENT = 7_258_118_400_000
_NUMBER_LIMIT = 2**53
_BEFORE_DATA = ("id", "at", "person", "kind", "organisation", "action")
_ABOUT_ACTIONS = ("record", "note", "evidence")
_ANSWERS = ("yes", "no", "unsure", "past")
Check = Callable[[object], bool]


class ImportFault(LedgerError):
    """A file cannot be imported; the ledger was left as it is."""


def fault(number: int, what: str) -> ImportFault:
    """Return the error for a line, counted from 1."""
    return ImportFault(f"Line {number:,} {what}. Nothing was imported.")


def parsed(raw: bytes, number: int) -> tuple[str, dict]:
    """Return what a line is and what it holds, of a form that is known. Raises ImportFault."""
    try:
        value = json.loads(raw.decode("utf-8"), parse_constant=_no_number, object_pairs_hook=_no_twins)
    except UnicodeDecodeError:
        raise fault(number, "is not UTF-8") from None
    except RecursionError:
        raise fault(number, "is nested too deep") from None
    except ValueError as error:
        why = str(error) if isinstance(error, _Wrong) else "is no JSON"
        raise fault(number, why) from None
    if not isinstance(value, dict) or len(value) != 1:
        raise fault(number, "is no object with one key")
    ((what, held),) = value.items()
    if what not in _LINES or not isinstance(held, dict):
        raise fault(number, f"is of a kind that is not known ({clean(what, 40)!r})")
    _plain(held, number)
    _fields(held, number, *_LINES[what])
    return what, held


def event(held: dict, number: int) -> tuple[tuple[str, ...], dict]:
    """Return the row of an event in the order of the table's columns, and its data, checked. Raises ImportFault."""
    spelled = held["data"]
    data = _reparsed(spelled, number) if isinstance(spelled, str) else spelled
    kind = held["kind"]
    if kind not in KINDS:
        raise fault(number, f"has an event of the kind {clean(kind, 40)!r}, which this version does not know")
    if (held["person"] == "") is not (kind == "forgotten"):
        raise fault(number, "has an event without a person")
    _fields(data, number, *_DATA[kind])
    if kind in OUTSIDE and (held["organisation"] or held["action"]):
        raise fault(number, f"has an event of the kind {kind!r} about an organisation")
    if kind in _ABOUT_ACTIONS and not (held["organisation"] and held["action"]):
        raise fault(number, f"has an event of the kind {kind!r} without an action")
    text = spelled if isinstance(spelled, str) else spelled_as_usual(data)
    return (*(held[name] for name in _BEFORE_DATA), text, held["device"]), data


def spelled_as_usual(data: dict) -> str:
    """Return an event's data as the program writes it into the ledger."""
    return json.dumps(data, ensure_ascii=False)


class _Wrong(ValueError):
    """What is wrong with the JSON of a line, in words."""


def _no_number(name: str) -> None:
    raise _Wrong(f"holds {name}, which is no number")


def _no_twins(pairs: list[tuple[str, object]]) -> dict:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Wrong("names a key twice")
    return found


def _reparsed(text: str, number: int) -> dict:
    """Return data that came as a text, because it is spelled in another way than the program's."""
    try:
        data = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise fault(number, "has data that are no JSON object")
    _plain(data, number)
    return data


def _plain(held: dict, number: int) -> None:
    """Refuse what is nested too deep, numbers beyond any use, and texts that no file could hold."""
    left: list[tuple[object, int]] = [(held, 1)]
    while left:
        value, depth = left.pop()
        if isinstance(value, str):
            if not value.isascii() and not _can_be_written(value):
                raise fault(number, "holds half a sign (a lone surrogate)")
        elif isinstance(value, (int, float)):
            if not -_NUMBER_LIMIT <= value <= _NUMBER_LIMIT:
                raise fault(number, "holds a number that is too large")
        elif isinstance(value, (dict, list)):
            if depth > DEPTH_LIMIT:
                raise fault(number, "is nested too deep")
            left += [(inner, depth + 1) for inner in (value.values() if isinstance(value, dict) else value)]
            if isinstance(value, dict):
                left += [(key, depth) for key in value]


def _can_be_written(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _fields(held: dict, number: int, needed: dict[str, Check], possible: dict[str, Check]) -> None:
    for name, check in needed.items():
        if name not in held:
            raise fault(number, f"lacks {name!r}")
        if not check(held[name]):
            raise fault(number, f"has a wrong {name!r}")
    for name, check in possible.items():
        if name in held and not check(held[name]):
            raise fault(number, f"has a wrong {name!r}")


# What a value may be


def _text(value: object) -> bool:
    return isinstance(value, str)


def _short(value: object) -> bool:
    return isinstance(value, str) and len(value) <= 200


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_text, value))


def _count(value: object) -> bool:
    return type(value) is int and value >= 0


def _between(low: int, high: int) -> Check:
    return lambda value: type(value) is int and low <= value <= high


def _matching(pattern: re.Pattern) -> Check:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _one_of(*values: str) -> Check:
    return lambda value: isinstance(value, str) and value in values


def _id(value: object) -> bool:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        return False
    return int(value[:8] + value[9:13], 16) < _LAST_MOMENT


def _day(value: object) -> bool:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return False
    try:
        return _FIRST_YEAR <= date.fromisoformat(value).year <= _LAST_YEAR
    except ValueError:
        return False


def _moment(value: object) -> bool:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return False
    try:
        return _FIRST_YEAR <= datetime.fromisoformat(value).year <= _LAST_YEAR
    except ValueError:
        return False


def _counts(value: object) -> bool:
    return isinstance(value, dict) and all(_count(value.get(name)) for name in COUNTED)


_HASHED = _matching(_HASH)
_SOMEBODY = {"label": _short, "region": _matching(_REGION)}
_MORE_OF_SOMEBODY = {
    "born": lambda value: value is None or _between(1800, _LAST_YEAR)(value), "audit_days": _between(1, 10_000),
}  # fmt: skip

#: For each kind of line the keys that it must have and those that it may have.
_LINES: dict[str, tuple[dict[str, Check], dict[str, Check]]] = {
    "ledger": ({"format": _text, "version": _count, "counts": _counts}, {"program": _text}),
    "person": ({"id": _id} | _SOMEBODY, _MORE_OF_SOMEBODY),
    "event": (
        {"id": _id, "at": _moment, "person": lambda value: value == "" or _id(value), "kind": _text,
         "organisation": _short, "action": _short, "device": _short,
         "data": lambda value: isinstance(value, (dict, str))},
        {},
    ),
    "evidence": ({"hash": _HASHED, "name": _text, "type": _short, "size": _between(1, LIMIT), "parts": _count}, {}),
    "organisation": ({"path": _short, "hash": _HASHED, "size": _between(0, OWN_LIMIT), "parts": _count}, {}),
    "part": ({"number": _count, "data": _text}, {}),
}  # fmt: skip

_SAID = {"reference": _text, "note": _text, "discloses": _texts}
#: For each kind of event the same about its data; keys beside these are kept as they are.
_DATA: dict[str, tuple[dict[str, Check], dict[str, Check]]] = {
    "person": ({}, _SOMEBODY | _MORE_OF_SOMEBODY),
    "setting": ({"name": _short, "value": _text}, {}),
    "audit": ({"scope": _short, "on": _day}, {"themes": _texts}),
    "answer": ({"answer": _one_of(*_ANSWERS), "on": _day}, {}),
    "record": ({"state": _one_of(*STATES), "on": _day}, _SAID),
    "note": ({"on": _day}, _SAID),
    "evidence": ({"hash": _HASHED, "name": _text, "size": _count, "on": _day}, {"type": _short, "record": _id}),
    "life": ({"change": _short, "on": _day}, {"note": _text}),
    "letter": ({"kind": _short, "on": _day, "to": _text, "channel": _text, "discloses": _texts}, {}),
    "undo": ({"event": _id}, {}),
    "forgotten": ({"person": _HASHED}, {}),
    "request": (
        {"on": _day, "purpose": _short, "how": _short, "host": _text, "method": _short, "out": _count},
        {},
    ),
    "reply": ({"request": _id, "status": _count, "received": _count, "failure": _text}, {}),
    "seen": ({"what": _short, "key": _text, "on": _day, "data": lambda value: isinstance(value, dict)}, {}),
}
