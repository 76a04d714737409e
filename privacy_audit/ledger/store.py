"""The ledger: an append-only log of what a person answered and did, with readable tables written beside it.

Every call that writes is one transaction and returns only when SQLite has put it on the disk
(write-ahead log, ``synchronous=FULL``). sqlite-utils is imported with the first write.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from . import files, moves
from .errors import IllegalMove, NotALedger, NothingToUndo, UnknownPerson, WrongDate
from .events import Event, can_undo, device, new_id, now, standing
from .moves import OPEN, ActionState
from .outside import OF_OUTSIDE
from .projections import (
    DAMAGED,
    RARE,
    STATE,
    day_of,
    event_of,
    project,
    project_all,
    read_due,
    state_of,
    touched,
    write_due,
)
from .values import AUDIT_DAYS, Derived, DueEntry, Person

if TYPE_CHECKING:
    from sqlite_utils import Database

ANSWERS = ("yes", "no", "unsure", "past")
_LATER = "The last audit began on"
_CLOCK = "Nothing was recorded: set the clock right, or give the day with --today."

DeriveDue = Callable[[str, frozenset[str] | None], Derived]


class Ledger:
    """One ledger file. Use as a context manager, or call `close`."""

    def __init__(self, path: Path, *, create: bool = True):
        """Open the ledger at `path`, making it when absent and `create` is true. Raises LedgerError's children."""
        self.path = path
        #: Given a person's id and the keys of the actions written about (None: anything may have changed), computes
        #: from the tables what is due of those, or all that is due; called inside each write.
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
        else:
            from .backup import before_migration

            before_migration(self.path)
        with self._locked() as db:
            migrations.apply(db)

    # Reading

    def people(self) -> list[Person]:
        """Return everyone in the ledger, in the order of their adding."""
        rows = self._read("SELECT id, label, region, born, audit_days FROM people ORDER BY id")
        return [Person(*row) for row in rows]

    def person(self, label: str | None = None) -> Person:
        """Return the person with this label, or the only one; raises UnknownPerson."""
        people = self.people()
        found = people if label is None else [person for person in people if person.label == label]
        if len(found) == 1:
            return found[0]
        more = f" and {len(people) - 8} more (privacy-audit person list)" if len(people) > 8 else ""
        labels = ", ".join(person.label for person in people[:8]) + more
        if not people:
            raise UnknownPerson("Nobody is in the ledger yet. Start with: privacy-audit person add me --region US-CA")
        if label is None:
            raise UnknownPerson(f"Several people are in the ledger: {labels}. Say whom you mean with --person LABEL.")
        raise UnknownPerson(f"Nobody is called {label!r} in the ledger. It holds: {labels}.")

    def answers(self, person: str) -> dict[str, str]:
        """Return the person's answers by organisation."""
        rows = self._read("SELECT organisation, answer FROM answers WHERE person = ?", person)
        return {row["organisation"]: row["answer"] for row in rows}

    def answer_days(self, person: str) -> dict[str, date]:
        """Return the day of each of the person's answers by organisation."""
        rows = self._read("SELECT organisation, day FROM answers WHERE person = ?", person)
        return {row["organisation"]: day_of(row["day"]) for row in rows}

    def actions(self, person: str) -> dict[str, ActionState]:
        """Return where each action stands that the person has touched, by its key."""
        rows = self._read(f"SELECT organisation, action, {STATE} FROM actions WHERE person = ?", person)
        return {f"{row[0]}/{row[1]}": state_of(row[2:]) for row in rows}

    def touched(self, person: str) -> list[str]:
        """Return the keys of the actions that the person has touched."""
        rows = self._read("SELECT organisation, action FROM actions WHERE person = ?", person)
        return [f"{organisation}/{action}" for organisation, action in rows]

    def action(self, person: str, key: str) -> ActionState:
        """Return where one action stands; an untouched one is open."""
        organisation, _, action = key.partition("/")
        sql = f"SELECT {STATE} FROM actions WHERE person = ? AND organisation = ? AND action = ?"
        rows = self._read(sql, person, organisation, action)
        return state_of(rows[0]) if rows else OPEN

    def setting(self, person: str, name: str, default: str = "") -> str:
        """Return a setting of the person."""
        rows = self._read("SELECT value FROM settings WHERE person = ? AND name = ?", person, name)
        return rows[0]["value"] if rows else default

    def settings(self, person: str, beginning: str) -> dict[str, str]:
        """Return the person's settings whose names begin so, by the rest of the name, but for those set to nothing."""
        rows = self._read("SELECT name, value FROM settings WHERE person = ? AND value != ''", person)
        return {name.removeprefix(beginning): value for name, value in rows if name.startswith(beginning)}

    def due(self, person: str) -> list[DueEntry]:
        """Return what was due when last derived, by date."""
        with files.translated(self.path):
            return read_due(self._connection, person)

    def events(self, person: str, organisation: str | None = None) -> list[Event]:
        """Return the person's log, oldest first, undone records and their undoing included.

        What left this machine and what was seen outside is not in it: see `requests` and `seen`.
        """
        sql = f"SELECT * FROM events WHERE person = ? AND NOT {OF_OUTSIDE}"
        values: tuple = (person,)
        if organisation:
            sql, values = f"{sql} AND organisation = ?", (person, organisation)
        return [event_of(row) for row in self._read(f"{sql} ORDER BY id", *values)]

    def audit_events(self, person: str) -> list[Event]:
        """Return the events that began an audit, oldest first."""
        return self._of_kind(person, "audit")

    def life_events(self, person: str) -> list[Event]:
        """Return the changes in the person's life that were not taken back, oldest first."""
        found = self._of_kind(person, "life")
        undone = {event.data["event"] for event in self._of_kind(person, "undo")} if found else ()
        return [event for event in found if event.id not in undone]

    def letters(self, person: str, key: str = "") -> dict[str, dict[str, date]]:
        """Return the kinds of letter taken out for each action, or for one, by its key, each with its newest day."""
        organisation, _, action = key.partition("/")
        one = "person = ? AND organisation = ? AND action = ?"
        sql = f"SELECT * FROM events WHERE {one} AND kind = 'letter' ORDER BY id"
        rows = self._read(sql, person, organisation, action) if key else []
        found: dict[str, dict[str, date]] = {}
        for event in map(event_of, rows) if key else self._of_kind(person, "letter"):
            kinds = found.setdefault(f"{event.organisation}/{event.action}", {})
            kinds[event.data["kind"]] = date.fromisoformat(event.data["on"])
        return found

    def standing_events(self, person: str, organisation: str | None = None) -> list[Event]:
        """Return the person's log without undone records and without the undoing itself."""
        return standing(self.events(person, organisation))

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

    def begin_audit(self, person: str, scope: str, day: date, **more: object) -> Event:
        """Record that an audit began; `scope` is "quick", "whole" or "again".

        `more` may hold the themes that it goes through and what the catalogue was. Raises WrongDate where one began
        on a later day, as after a clock was set back.
        """
        with self._write(person):
            later = [event.data["on"] for event in self.audit_events(person) if event.data["on"] > day.isoformat()]
            if later:
                raise WrongDate(f"{_LATER} {max(later)}, after {day.isoformat()}. {_CLOCK}")
            return self._append(person, "audit", data={"scope": scope, "on": day.isoformat()} | more)

    def life(self, person: str, change: str, day: date, today: date, organisation: str = "", note: str = "") -> Event:
        """Record a change in the person's life; the same one of the same day is not written twice.

        Returns its event. Raises WrongDate for a day to come.
        """
        if day > today:
            raise WrongDate(f"{day.isoformat()} is in the future. Record what has happened, with its own date.")
        data = {"change": change, "on": day.isoformat()} | ({"note": note} if note else {})
        with self._write(person):
            for event in self.life_events(person):
                if (event.organisation, event.data["change"], event.data["on"]) == (organisation, change, data["on"]):
                    return event
            return self._append(person, "life", organisation, data=data)

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

    def set(self, person: str, name: str, value: str, moves_dates: bool = False) -> None:
        """Keep a setting of the person; the same value again writes nothing. Some move what is due."""
        if self.setting(person, name) != value:
            with self._write(person if moves_dates else None):
                self._append(person, "setting", data={"name": name, "value": value})

    def undo(self, person: str) -> Event:
        """Take the last answer or record back by adding to the log; returns what was taken back."""
        with self._write(person):
            last = self._last_told(person)
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
            project_all(self._connection)
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
            last = self._last_id()
            yield
            if person and self.derive_due:
                derived = self.derive_due(person, touched(self._connection, person, last))
                write_due(self._connection, person, derived)

    @contextmanager
    def _locked(self) -> Iterator["Database"]:
        """One transaction that takes the write lock at once, or a part of the one begun; on any fault nothing stays."""
        db, whole = self._db, not self._connection.in_transaction
        if whole:
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            with db.atomic():
                yield db
            if whole:
                self._connection.execute("COMMIT")
        except BaseException:
            if whole and self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def _append(
        self, person: str, kind: str, organisation: str = "", action: str = "", data: dict | None = None
    ) -> Event:
        try:
            id = new_id(self._last_id())
        except ValueError:
            raise NotALedger(DAMAGED) from None
        event = Event(id, now(), person, kind, organisation, action, data or {}, device())
        self._db["events"].insert(asdict(event) | {"data": json.dumps(event.data, ensure_ascii=False)})
        self._project(event)
        return event

    def _project(self, event: Event) -> None:
        project(self._connection, event)

    def _of_kind(self, person: str, kind: str) -> list[Event]:
        """Return the person's events of one of the rarer kinds, which have an index of their own, oldest first."""
        sql = f"SELECT * FROM events WHERE person = ? AND {RARE} AND kind = ? ORDER BY id"
        return [event_of(row) for row in self._read(sql, person, kind)]

    def _last_told(self, person: str) -> Event | None:
        """Return the newest event that can be taken back, from the log's end: what undid something comes after it."""
        undone: set[str] = set()
        # The plus keeps SQLite from sorting all that the person ever told.
        sql = f"SELECT * FROM events WHERE +person = ? AND NOT {OF_OUTSIDE} ORDER BY id DESC"
        for row in self._connection.execute(sql, (person,)):
            event = event_of(row)
            if event.kind == "undo":
                undone.add(event.data["event"])
            elif can_undo(event) and event.id not in undone:
                return event
        return None

    def _last_id(self) -> str | None:
        return self._read("SELECT max(id) AS id FROM events")[0]["id"]

    def _read(self, sql: str, *values) -> list[sqlite3.Row]:
        with files.translated(self.path):
            return self._connection.execute(sql, values).fetchall()
