"""The readable tables, worked out from the log: each row from all events of the one thing that it is about.

These functions work inside the transaction of their caller, on a connection whose rows are ``sqlite3.Row``.
"""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import date

from . import moves, outside
from .errors import NotALedger
from .events import OUTSIDE, Event
from .moves import ActionState
from .values import SHARED, Derived, DueEntry

#: The columns of a state in the table ``actions``, in the order of ActionState's fields.
STATE = ", ".join(field.name for field in fields(ActionState))
#: Kinds of which a log has few beside its records, as the index ``events_of_a_kind`` names them.
RARE = "kind IN ('audit', 'evidence', 'letter', 'life', 'undo')"
#: What the program's own events hold at the least, by kind.
_HOLDS = {
    "setting": ("name", "value"), "audit": ("scope", "on"), "answer": ("answer", "on"), "record": ("state", "on"),
    "note": ("on",), "evidence": ("hash", "name", "on"), "life": ("change", "on"), "letter": ("kind", "on"),
    "undo": ("event",), "request": ("on", "purpose", "how", "host", "method"), "reply": ("request", "failure"),
    "seen": ("what", "key", "on"),
}  # fmt: skip
#: And what of it are whole numbers from nought, which SQLite can hold.
_COUNTED = {"request": ("out",), "reply": ("status", "received")}
_NUMBER_LIMIT = 2**63
DAMAGED = "The ledger is damaged: something in it cannot be read. Nothing was written; see: privacy-audit doctor"
#: Kinds of which each event gives a row or changes one, so that none may be left out.
_EACH = ("setting", *OUTSIDE)
_OF_SOMEBODY = ("label", "region", "born", "audit_days")
_DAYS = [place for place, field in enumerate(fields(ActionState)) if "date" in str(field.type)]


def event_of(row: sqlite3.Row) -> Event:
    """Return a row of the log. Raises NotALedger for one that no program wrote so."""
    try:
        columns = dict(row)
        return Event(**(columns | {"data": data_of(columns["kind"], columns["data"])}))
    except (TypeError, LookupError):
        raise NotALedger(DAMAGED) from None


def data_of(kind: str, text: str) -> dict:
    """Return what an event says. Raises NotALedger where that is no JSON or lacks what its kind needs."""
    try:
        data = json.loads(text)
        held = [data[name] for name in _HOLDS.get(kind, ())]
        if "on" in data:
            date.fromisoformat(data["on"])
        sound = isinstance(data, dict) and all(isinstance(value, str) for value in held)
        sound = sound and (kind != "record" or data["state"] in moves.MEANINGS)
        sound = sound and all(_is_count(data[name]) for name in _COUNTED.get(kind, ()))
        sound = sound and (kind != "seen" or isinstance(data["data"], dict))
    except (ValueError, TypeError, LookupError):
        sound = False
    if not sound:
        raise NotALedger(DAMAGED)
    return data


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value < _NUMBER_LIMIT


def day_of(text: str) -> date:
    """Return a day of a readable table. Raises NotALedger for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotALedger(DAMAGED) from None


def state_of(columns: Sequence) -> ActionState:
    """Return a state from the columns that STATE names. Raises NotALedger for one that is none."""
    values = list(columns)
    for place in _DAYS:
        values[place] = day_of(values[place]) if values[place] else None
    state = ActionState(*values)
    if state.status not in moves.MOVES:
        raise NotALedger(DAMAGED)
    return state


def project(connection: sqlite3.Connection, event: Event) -> None:
    """Write the row of a readable table that an event touches."""
    if event.kind == "person":
        _person(connection, event.person)
        tell_apart(connection)
    elif event.kind == "setting":
        row = {"person": event.person, "name": event.data["name"], "value": event.data["value"]}
        _put(connection, "settings", row, "person", "name")
    elif event.kind in OUTSIDE:
        outside.write(connection, event)
    elif event.action:
        _action(connection, event)
    elif event.organisation:
        _answer(connection, event)


def project_all(connection: sqlite3.Connection) -> None:
    """Write the tables ``people``, ``answers``, ``actions``, ``settings``, ``requests`` and ``seen`` anew."""
    for table in ("people", "answers", "actions", "settings"):
        connection.execute(f"DELETE FROM {table}")
    if outside.there(connection):
        outside.clear(connection)
    done = set()
    for event in map(event_of, connection.execute("SELECT * FROM events ORDER BY id").fetchall()):
        thing = (event.person, event.organisation or event.kind, event.action)
        if thing not in done or event.kind in _EACH:
            done.add(thing)
            if event.kind == "person":
                _person(connection, event.person)
            else:
                project(connection, event)
    tell_apart(connection)


def tell_apart(connection: sqlite3.Connection) -> None:
    """Number the labels that several people of the log have, as can be after a merge: "me", "me 2".

    Who was added first keeps theirs; the numbers follow from the log alone, in whatever order it came together.
    """
    people = connection.execute("SELECT id, label FROM people ORDER BY id").fetchall()
    told = {id: _told_of(connection, id).get("label", label) for id, label in people}
    taken: dict[str, str] = {}
    for id, label in told.items():
        taken.setdefault(label, id)
    for id, shown in people:
        label, number = told[id], 2
        if taken[label] != id:
            while f"{label} {number}" in taken:
                number += 1
            label = f"{label} {number}"
            taken[label] = id
        if label != shown:
            connection.execute("UPDATE people SET label = ? WHERE id = ?", (label, id))


def project_outside(connection: sqlite3.Connection, person: str) -> None:
    """Write a person's rows of ``requests`` and ``seen`` anew, from all events about them in the order of ids."""
    outside.clear(connection, person)
    sql = f"SELECT * FROM events WHERE person = ? AND {outside.OF_OUTSIDE} ORDER BY id"
    for event in map(event_of, connection.execute(sql, (person,)).fetchall()):
        outside.write(connection, event)


def touched(connection: sqlite3.Connection, person: str, after: str | None) -> frozenset[str] | None:
    """Return the keys of the actions about which the log says more since the event `after`.

    None where more than single actions may have changed: the person themselves, or the catalogue if nothing was said.
    """
    sql = "SELECT DISTINCT kind, organisation, action FROM events WHERE id > ? AND +person = ?"
    told = connection.execute(sql, (after or "", person)).fetchall()
    if not told or any(kind == "person" for kind, _, _ in told):
        return None
    return frozenset(f"{organisation}/{action}" for _, organisation, action in told if action)


def read_due(connection: sqlite3.Connection, person: str, where: str = "1", *values: str) -> list[DueEntry]:
    """Return the entries of the table ``due`` for which the condition holds, by date."""
    sql = f'SELECT "on", kind, key, text, rule FROM due WHERE person = ? AND ({where}) ORDER BY "on", key, kind'
    rows = connection.execute(sql, (person, *values)).fetchall()
    return [DueEntry(day_of(on), *rest) for on, *rest in rows]


def write_due(connection: sqlite3.Connection, person: str, derived: Derived) -> None:
    """Write what has changed since the table was last written: a record moves few of many dates."""
    keys = derived.keys
    if keys is None:
        before = read_due(connection, person)
    else:
        where = f"key IN ({_marks(keys)}) OR kind IN ({_marks(SHARED)})"
        before = read_due(connection, person, where, *keys, *SHARED)
    kept, wanted = set(before), set(derived.entries)
    gone = [(person, entry.key, entry.kind) for entry in kept - wanted]
    new = [(person, e.on.isoformat(), e.kind, e.key, e.text, e.rule) for e in wanted - kept]
    connection.executemany("DELETE FROM due WHERE person = ? AND key = ? AND kind = ?", gone)
    connection.executemany('INSERT INTO due (person, "on", kind, key, text, rule) VALUES (?, ?, ?, ?, ?, ?)', new)


def _person(connection: sqlite3.Connection, id: str) -> None:
    known = _told_of(connection, id)
    _put(connection, "people", {"id": id} | {name: known[name] for name in _OF_SOMEBODY if name in known}, "id")


def _told_of(connection: sqlite3.Connection, id: str) -> dict:
    """Return what the log says that somebody is."""
    themselves = "person = ? AND organisation = '' AND action = '' AND kind = 'person'"  # so that the index serves
    sql = f"SELECT data FROM events WHERE {themselves} ORDER BY id"
    known: dict = {}
    for (data,) in connection.execute(sql, (id,)):
        known |= data_of("person", data)
    return known


def _action(connection: sqlite3.Connection, event: Event) -> None:
    records = _of_one_thing(connection, event, "record", "note")
    thing = {"person": event.person, "organisation": event.organisation, "action": event.action}
    if not records:
        sql = "DELETE FROM actions WHERE person = ? AND organisation = ? AND action = ?"
        connection.execute(sql, tuple(thing.values()))
        return
    state = asdict(moves.fold(records))
    row = {name: value.isoformat() if isinstance(value, date) else value for name, value in state.items()}
    _put(connection, "actions", thing | row, *thing)


def _answer(connection: sqlite3.Connection, event: Event) -> None:
    records = _of_one_thing(connection, event, "answer")
    thing = {"person": event.person, "organisation": event.organisation}
    if not records:
        connection.execute("DELETE FROM answers WHERE person = ? AND organisation = ?", tuple(thing.values()))
        return
    id, data = records[-1]
    _put(connection, "answers", thing | {"answer": data["answer"], "day": data["on"], "event": id}, *thing)


def _put(connection: sqlite3.Connection, table: str, row: dict, *key: str) -> None:
    """Write a row, or change the one that has the same key."""
    rest = ", ".join(f"{name} = excluded.{name}" for name in row if name not in key)
    sql = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({_marks(row)})"
    connection.execute(f"{sql} ON CONFLICT ({', '.join(key)}) DO UPDATE SET {rest}", tuple(row.values()))


def _of_one_thing(connection: sqlite3.Connection, event: Event, *kinds: str) -> list[tuple[str, dict]]:
    """Return (id, data) of the standing events of these kinds about one organisation or action, in order."""
    sql = "SELECT id, kind, data FROM events WHERE person = ? AND organisation = ? AND action = ? ORDER BY id"
    rows = connection.execute(sql, (event.person, event.organisation, event.action)).fetchall()
    told = [(row["id"], row["kind"], data_of(row["kind"], row["data"])) for row in rows]
    undone = {data["event"] for _, kind, data in told if kind == "undo"}
    return [(id, data) for id, kind, data in told if kind in kinds and id not in undone]


def _marks(values: Sequence | frozenset | dict) -> str:
    """Return a question mark for each value."""
    return ", ".join("?" * len(values))
