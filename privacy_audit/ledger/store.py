"""The ledger: an append-only log of what a person answered and did, with readable tables written beside it.

Every call that writes is one transaction and returns only when SQLite has put it on the disk
(write-ahead log, ``synchronous=FULL``). sqlite-utils is imported with the first write.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from . import files, moves
from .errors import IllegalMove, NothingToUndo, UnknownPerson
from .events import UNDOABLE, Event, device, new_id, now
from .moves import OPEN, ActionState

if TYPE_CHECKING:
    from sqlite_utils import Database

ANSWERS = ("yes", "no", "unsure", "past")
AUDIT_DAYS = 90
_DAYS = ("day", "asked_on", "confirmed_on", "first_asked_on")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who audits themselves. Nothing but a label and a region is needed."""

    id: str
    label: str
    region: str
    born: int | None = None
    audit_days: int = AUDIT_DAYS


@dataclass(frozen=True, slots=True)
class DueEntry:
    """One date on which something should be looked at, with the rule that gave it, in words."""

    on: date
    kind: str
    key: str
    text: str
    rule: str


DeriveDue = Callable[[str], list[DueEntry]]


class Ledger:
    """One ledger file. Use as a context manager, or call `close`."""

    def __init__(self, path: Path, *, create: bool = True):
        """Open the ledger at `path`, making it when absent and `create` is true. Raises LedgerError's children."""
        self.path = path
        #: Given a person's id, computes what is due from the tables; called inside each write.
        self.derive_due: DeriveDue | None = None
        if create:
            files.create(path)
        with files.private_files(), files.translated(path):
            self._connection = files.connect(path, must_exist=not create)
            try:
                self._migrate()
            except BaseException:
                self._connection.close()
                raise
        self._connection.row_factory = sqlite3.Row

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _migrate(self) -> None:
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if version == files.SCHEMA_VERSION:
            return
        from .schema import migrations

        if version == 0:
            files.begin(self._connection)
        with self._locked() as db:
            migrations.apply(db)

    # Reading

    def people(self) -> list[Person]:
        """Return everyone in the ledger, in the order of their adding."""
        rows = self._read("SELECT id, label, region, born, audit_days FROM people ORDER BY id")
        return [Person(**row) for row in rows]

    def person(self, label: str | None = None) -> Person:
        """Return the person with this label, or the only one; raises UnknownPerson."""
        people = self.people()
        found = people if label is None else [person for person in people if person.label == label]
        if len(found) == 1:
            return found[0]
        labels = ", ".join(person.label for person in people)
        if not people:
            raise UnknownPerson("Nobody is in the ledger yet. Start with: privacy-audit person add me --region US-CA")
        if label is None:
            raise UnknownPerson(f"Several people are in the ledger: {labels}. Say whom you mean with --person LABEL.")
        raise UnknownPerson(f"Nobody is called {label!r} in the ledger. It holds: {labels}.")

    def answers(self, person: str) -> dict[str, str]:
        """Return the person's answers by organisation."""
        rows = self._read("SELECT organisation, answer FROM answers WHERE person = ?", person)
        return {row["organisation"]: row["answer"] for row in rows}

    def actions(self, person: str) -> dict[str, ActionState]:
        """Return where each action stands that the person has touched, by its key."""
        rows = self._read("SELECT * FROM actions WHERE person = ?", person)
        return {f"{row['organisation']}/{row['action']}": _state(row) for row in rows}

    def action(self, person: str, key: str) -> ActionState:
        """Return where one action stands; an untouched one is open."""
        organisation, _, action = key.partition("/")
        sql = "SELECT * FROM actions WHERE person = ? AND organisation = ? AND action = ?"
        rows = self._read(sql, person, organisation, action)
        return _state(rows[0]) if rows else OPEN

    def setting(self, person: str, name: str, default: str = "") -> str:
        """Return a setting of the person."""
        rows = self._read("SELECT value FROM settings WHERE person = ? AND name = ?", person, name)
        return rows[0]["value"] if rows else default

    def due(self, person: str) -> list[DueEntry]:
        """Return what was due when last derived, by date."""
        rows = self._read('SELECT "on", kind, key, text, rule FROM due WHERE person = ? ORDER BY "on", key', person)
        return [
            DueEntry(date.fromisoformat(row["on"]), row["kind"], row["key"], row["text"], row["rule"]) for row in rows
        ]

    def events(self, person: str, organisation: str | None = None) -> list[Event]:
        """Return the person's log, oldest first, undone records and their undoing included."""
        sql = "SELECT * FROM events WHERE person = ?"
        values: tuple = (person,)
        if organisation:
            sql, values = f"{sql} AND organisation = ?", (person, organisation)
        return [_event(row) for row in self._read(f"{sql} ORDER BY id", *values)]

    def audit_events(self, person: str) -> list[Event]:
        """Return the events that began an audit, oldest first."""
        about_nobody = "organisation = '' AND action = ''"  # so that the index serves
        sql = f"SELECT * FROM events WHERE person = ? AND {about_nobody} AND kind = 'audit' ORDER BY id"
        return [_event(row) for row in self._read(sql, person)]

    def standing_events(self, person: str, organisation: str | None = None) -> list[Event]:
        """Return the person's log without undone records and without the undoing itself."""
        log = self.events(person, organisation)
        undone = {event.data["event"] for event in log if event.kind == "undo"}
        return [event for event in log if event.kind != "undo" and event.id not in undone]

    # Writing

    def add_person(self, label: str, region: str, born: int | None = None) -> Person:
        """Add somebody; raises UnknownPerson when the label is taken."""
        with self._write():
            if any(person.label == label for person in self.people()):
                raise UnknownPerson(
                    f"{label!r} is in the ledger already. Choose another label, or change it with person edit."
                )
            id = new_id(self._last_id())
            self._append(id, "person", data={"label": label, "region": region, "born": born, "audit_days": AUDIT_DAYS})
        return self.person(label)

    def edit_person(self, person: Person, **changes) -> Person:
        """Change label, region, born or audit_days; raises UnknownPerson when a new label is taken."""
        with self._write(person.id):
            taken = {other.label for other in self.people() if other.id != person.id}
            if changes.get("label") in taken:
                raise UnknownPerson(f"{changes['label']!r} is in the ledger already. Choose another label.")
            self._append(person.id, "person", data=changes)
        return next(other for other in self.people() if other.id == person.id)

    def begin_audit(self, person: str, scope: str, day: date) -> Event:
        """Record that an audit began; `scope` is "quick" or "whole"."""
        with self._write(person):
            return self._append(person, "audit", data={"scope": scope, "on": day.isoformat()})

    def answer(self, person: str, organisation: str, answer: str, day: date) -> Event:
        """Record whether an organisation holds the person: yes, no, unsure or past."""
        if answer not in ANSWERS:
            raise IllegalMove(f"{answer!r} is no answer. Use one of: {', '.join(ANSWERS)}.")
        with self._write(person):
            return self._append(person, "answer", organisation, data={"answer": answer, "on": day.isoformat()})

    def record(self, person: str, key: str, state: str, day: date, today: date, **more) -> Event:
        """Record what the person did or saw; raises IllegalMove or WrongDate and writes nothing.

        `more` may hold reference, note and discloses. The move is checked inside the transaction,
        so that two programs cannot make one together that neither could alone.
        """
        organisation, _, action = key.partition("/")
        extra = {name: value for name, value in more.items() if value}
        with self._write(person):
            moves.check(key, self.action(person, key), state, day, today)
            return self._append(person, "record", organisation, action, {"state": state, "on": day.isoformat()} | extra)

    def annotate(self, person: str, key: str, day: date, **more: str) -> Event:
        """Keep a reference or a note with an action, without moving it."""
        organisation, _, action = key.partition("/")
        with self._write(person):
            return self._append(person, "note", organisation, action, {"on": day.isoformat()} | more)

    def note_letter(self, person: str, key: str, day: date, **what: object) -> Event:
        """Keep that a letter was taken out of the program: its kind, to whom, by which channel, disclosing what."""
        organisation, _, action = key.partition("/")
        with self._write(person):
            return self._append(person, "letter", organisation, action, {"on": day.isoformat()} | what)

    def set(self, person: str, name: str, value: str) -> None:
        """Keep a setting of the person; the same value again writes nothing."""
        if self.setting(person, name) != value:
            with self._write():
                self._append(person, "setting", data={"name": name, "value": value})

    def undo(self, person: str) -> Event:
        """Take the last answer or record back by adding to the log; returns what was taken back."""
        with self._write(person):
            last = next((event for event in reversed(self.standing_events(person)) if event.kind in UNDOABLE), None)
            if last is None:
                raise NothingToUndo("There is no record that could be taken back.")
            self._append(person, "undo", last.organisation, last.action, {"event": last.id})
            return last

    def refresh_due(self, person: str) -> None:
        """Derive what is due again, for example after the catalogue changed."""
        with self._write(person):
            pass

    def rebuild(self) -> None:
        """Write the readable tables anew from the log."""
        with self._write():
            for table in ("people", "answers", "actions", "settings"):
                self._db[table].delete_where()
            done = set()
            for event in map(_event, self._read("SELECT * FROM events ORDER BY id")):
                thing = (event.person, event.organisation or event.kind, event.action)
                if thing not in done or event.kind == "setting":
                    done.add(thing)
                    self._project(event)
        for person in self.people():
            self.refresh_due(person.id)

    # The log and its tables

    @property
    def _db(self) -> "Database":
        from sqlite_utils import Database

        return Database(self._connection)

    @contextmanager
    def _write(self, person: str | None = None) -> Iterator[None]:
        """One transaction in which the tables follow the log; what is due is derived with it."""
        with files.private_files(), files.translated(self.path), self._locked():
            yield
            if person and self.derive_due:
                self._write_due(person, self.derive_due(person))

    @contextmanager
    def _locked(self) -> Iterator["Database"]:
        """One transaction that takes the write lock at once; on any fault nothing of it stays."""
        db = self._db
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            with db.atomic():
                yield db
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def _append(
        self, person: str, kind: str, organisation: str = "", action: str = "", data: dict | None = None
    ) -> Event:
        event = Event(new_id(self._last_id()), now(), person, kind, organisation, action, data or {}, device())
        self._db["events"].insert(asdict(event) | {"data": json.dumps(event.data, ensure_ascii=False)})
        self._project(event)
        return event

    def _last_id(self) -> str | None:
        return self._read("SELECT max(id) AS id FROM events")[0]["id"]

    def _project(self, event: Event) -> None:
        """Write the row of a readable table that an event touches, from all events of that thing."""
        if event.kind == "person":
            self._project_person(event.person)
        elif event.kind == "setting":
            row = {"person": event.person, "name": event.data["name"], "value": event.data["value"]}
            self._db["settings"].upsert(row, pk=("person", "name"))
        elif event.action:
            self._project_action(event)
        elif event.organisation:
            self._project_answer(event)

    def _project_person(self, id: str) -> None:
        known: dict = {}
        for row in self._read("SELECT data FROM events WHERE person = ? AND kind = 'person' ORDER BY id", id):
            known |= json.loads(row["data"])
        self._db["people"].upsert({"id": id} | known, pk="id")

    def _project_action(self, event: Event) -> None:
        records = self._of_one_thing(event, "record", "note")
        thing = (event.person, event.organisation, event.action)
        if not records:
            self._connection.execute("DELETE FROM actions WHERE person = ? AND organisation = ? AND action = ?", thing)
            return
        state = asdict(moves.fold(records))
        row = {name: value.isoformat() if isinstance(value, date) else value for name, value in state.items()}
        key = ("person", "organisation", "action")
        self._db["actions"].upsert(dict(zip(key, thing, strict=True)) | row, pk=key)

    def _project_answer(self, event: Event) -> None:
        records = self._of_one_thing(event, "answer")
        thing = (event.person, event.organisation)
        if not records:
            self._connection.execute("DELETE FROM answers WHERE person = ? AND organisation = ?", thing)
            return
        id, data = records[-1]
        row = {
            "person": event.person,
            "organisation": event.organisation,
            "answer": data["answer"],
            "day": data["on"],
        }
        self._db["answers"].upsert(row | {"event": id}, pk=("person", "organisation"))

    def _of_one_thing(self, event: Event, *kinds: str) -> list[tuple[str, dict]]:
        """Return (id, data) of the standing events of these kinds about one organisation or action, in order."""
        sql = "SELECT id, kind, data FROM events WHERE person = ? AND organisation = ? AND action = ? ORDER BY id"
        rows = self._read(sql, event.person, event.organisation, event.action)
        undone = {json.loads(row["data"])["event"] for row in rows if row["kind"] == "undo"}
        return [
            (row["id"], json.loads(row["data"])) for row in rows if row["kind"] in kinds and row["id"] not in undone
        ]

    def _write_due(self, person: str, entries: list[DueEntry]) -> None:
        """Write what has changed since the table was last written: a record moves few of many dates."""
        kept, wanted = set(self.due(person)), set(entries)
        gone = [(person, entry.key, entry.kind) for entry in kept - wanted]
        new = [(person, e.on.isoformat(), e.kind, e.key, e.text, e.rule) for e in wanted - kept]
        self._connection.executemany("DELETE FROM due WHERE person = ? AND key = ? AND kind = ?", gone)
        self._connection.executemany(
            'INSERT INTO due (person, "on", kind, key, text, rule) VALUES (?, ?, ?, ?, ?, ?)', new
        )

    def _read(self, sql: str, *values) -> list[sqlite3.Row]:
        with files.translated(self.path):
            return self._connection.execute(sql, values).fetchall()


def _event(row: sqlite3.Row) -> Event:
    return Event(**(dict(row) | {"data": json.loads(row["data"])}))


def _state(row: sqlite3.Row) -> ActionState:
    values = {name: row[name] for name in ActionState.__dataclass_fields__}
    return ActionState(**(values | {name: date.fromisoformat(values[name]) for name in _DAYS if values[name]}))
