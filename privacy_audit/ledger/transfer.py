"""The whole ledger as JSON Lines and back, nothing lost: events, evidence, and the person's own organisations.

The format is told in docs/export.md and checked in `lines`. Writing streams and takes the ledger as it is at its
beginning. Reading goes through the file twice: first every line is checked, then all of it is added in one
transaction, so that a fault anywhere leaves ledger and folder as they were.
"""

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..text import clean, count, size_in_words
from . import files, lines
from .errors import LedgerError
from .events import OUTSIDE, Event
from .forget import forgotten, mark
from .lines import ImportFault, fault
from .own_folder import OwnFolder, own_files
from .projections import event_of, project_outside, tell_apart
from .reading import Checking, Reading, opened, state
from .store import Ledger

_EVENT_COLUMNS = ("id", "at", "person", "kind", "organisation", "action", "data", "device")
_BATCH = 1000


# Writing


def export(ledger: Ledger, own: Path | None, program: str) -> Iterator[bytes]:
    """Yield the ledger's lines, each with its break; `own` is the folder of the person's own organisations.

    `program` names the version that writes. What is recorded after the first line is not in it. Raises LedgerError.
    """
    with files.translated(ledger.path):
        last = ledger._read("SELECT max(rowid) FROM events")[0][0] or 0
        texts = own_files(own)
        yield _line("ledger", _head(ledger, last, len(texts), program))
        for person in ledger._read("SELECT id, label, region, born, audit_days FROM people ORDER BY id"):
            yield _line("person", dict(person))
        sql = f"SELECT {', '.join(_EVENT_COLUMNS)} FROM events WHERE rowid <= ? ORDER BY id"
        for row in ledger._connection.execute(sql, (last,)):
            yield _line("event", dict(row) | {"data": _data(row["data"])})
        for row in ledger._connection.execute("SELECT hash, name, type, size FROM evidence ORDER BY hash"):
            content = ledger._read("SELECT content FROM evidence WHERE hash = ?", row["hash"])[0][0]
            yield from _whole("evidence", dict(row), content)
        for path, content in texts:
            about = {"path": path, "hash": hashlib.sha256(content).hexdigest(), "size": len(content)}
            yield from _whole("organisation", about, content)


def _head(ledger: Ledger, last: int, organisations: int, program: str) -> dict:
    sql = "SELECT (SELECT count(*) FROM people), (SELECT count(*) FROM events WHERE rowid <= ?),"
    people, events, evidence = ledger._read(f"{sql} (SELECT count(*) FROM evidence)", last)[0]
    counts = {"people": people, "events": events, "evidence": evidence, "organisations": organisations}
    return {"format": lines.FORMAT, "version": lines.VERSION, "program": program, "counts": counts}


def _data(text: str) -> dict | str:
    """Return an event's data as an object, or as its text where another program has spelled it in its own way."""
    try:
        data = json.loads(text)
    except ValueError:
        return text
    return data if isinstance(data, dict) and lines.spelled_as_usual(data) == text else text


def _whole(what: str, about: dict, content: bytes) -> Iterator[bytes]:
    pieces = [content[at : at + lines.PART] for at in range(0, len(content), lines.PART)]
    yield _line(what, about | {"parts": len(pieces)})
    for number, piece in enumerate(pieces, 1):
        yield _line("part", {"number": number, "data": base64.b64encode(piece).decode("ascii")})


def _line(what: str, held: dict) -> bytes:
    line = json.dumps({what: held}, separators=(",", ":")).encode("ascii") + b"\n"
    if len(line) > lines.LINE_LIMIT:
        raise LedgerError(f"An entry of the ledger ({what}) is larger than an export can hold: nothing was written.")
    return line


# Reading


@dataclass(slots=True)
class Imported:
    """What an import brings: how much of it is new, how much was there already, how much belongs to the forgotten."""

    people: int = 0
    events: int = 0
    evidence: int = 0
    organisations: int = 0
    known: int = 0
    forgotten: int = 0


@dataclass(slots=True)
class Import:
    """A file whose every line was checked: what it says that it holds. `add` brings it into a ledger."""

    path: Path
    counts: dict[str, int]
    labels: list[str] = field(default_factory=list)
    _state: tuple[int, int] = (0, 0)

    def add(self, ledger: Ledger, own: Path | None) -> Imported:
        """Add all of it in one transaction, or nothing. Raises LedgerError; ledger and folder are then as they were."""
        done = Imported()
        with opened(self.path) as file, OwnFolder(own) as folder:
            if state(file) != self._state:
                raise ImportFault(f"{clean(self.path)} changed while it was read. Nothing was imported.")
            with ledger._write():
                _Adding(ledger, done, folder).go_through(file)
                folder.write()
            folder.keep()
        done.organisations = folder.new
        return done


def check(path: Path) -> Import:
    """Check every line of an exported file. Raises ImportFault naming the first that is wrong."""
    with opened(path) as file:
        known = state(file)
        if known[0] > lines.FILE_LIMIT:
            raise ImportFault(f"{clean(path)} has {size_in_words(known[0])}: that is no export. Nothing was imported.")
        found = Checking(path)
        found.go_through(file)
    return Import(path, found.counts, sorted(found.people.values()), known)


class _Adding(Reading):
    """The second time through, inside the transaction."""

    def __init__(self, ledger: Ledger, done: Imported, folder: OwnFolder):
        self._ledger, self._done, self._folder = ledger, done, folder
        self._before = ledger._read("SELECT max(rowid) FROM events")[0][0] or 0
        self._people = {person.id for person in ledger.people()}
        self._forgotten = forgotten(ledger)
        self._rows: list[tuple[int, tuple]] = []

    def take(self, what: str, held: dict, number: int) -> None:
        """Add an event, unless it is there or its person was forgotten."""
        if what != "event":
            return
        if held["person"] and mark(held["person"]) in self._forgotten:
            self._done.forgotten += 1
            return
        row, data = lines.event(held, number)
        if held["kind"] == "forgotten":
            self._check_tombstone(data, number)
        self._rows.append((number, row))
        if len(self._rows) >= _BATCH:
            self._write()

    def take_file(self, what: str, held: dict, content: bytes, number: int) -> None:
        """Add a piece of evidence, or keep an organisation's file to be written with the rest."""
        if what == "organisation":
            self._folder.take(held["path"], content, number)
            return
        ledger = self._ledger
        if self._done.forgotten and not self._is_named(held["hash"]):
            return
        if ledger._read("SELECT 1 FROM evidence WHERE hash = ?", held["hash"]):
            self._done.known += 1
            return
        values = (held["hash"], held["name"], held["type"], held["size"], content)
        ledger._connection.execute(
            "INSERT INTO evidence (hash, name, type, size, content) VALUES (?, ?, ?, ?, ?)", values
        )
        self._done.evidence += 1

    def end(self, number: int, unfinished: bool) -> None:
        """Write the readable tables of everything that the new events touch."""
        self._write()
        project_since(self._ledger, self._before)
        tell_apart(self._ledger._connection)
        self._done.people = len({person.id for person in self._ledger.people()} - self._people)

    def _write(self) -> None:
        """Insert the events gathered so far; one that is there with another content is refused."""
        for number, row in self._rows:
            known = self._ledger._read(f"SELECT {', '.join(_EVENT_COLUMNS)} FROM events WHERE id = ?", row[0])
            if not known:
                marks = ", ".join("?" * len(row))
                self._ledger._connection.execute(
                    f"INSERT INTO events ({', '.join(_EVENT_COLUMNS)}) VALUES ({marks})", row
                )
                self._done.events += 1
            elif tuple(known[0]) == row:
                self._done.known += 1
            else:
                raise fault(number, f"has another event under the id {row[0]} than the ledger or a line before it")
        self._rows.clear()

    def _is_named(self, hash: str) -> bool:
        """Whether an event of somebody who stays names a file."""
        self._write()
        sql = "SELECT 1 FROM events WHERE kind = 'evidence' AND json_extract(data, '$.hash') = ?"
        return bool(self._ledger._read(sql, hash))

    def _check_tombstone(self, data: dict, number: int) -> None:
        """Importing adds and never removes: somebody forgotten elsewhere must be forgotten here first."""
        for person in self._ledger.people():
            if mark(person.id) == data["person"]:
                raise fault(
                    number,
                    f"says that {clean(person.label, 60)!r} was forgotten for good elsewhere. "
                    "Forget them here first with privacy-audit person forget, then import",
                )


def project_since(ledger: Ledger, last: int) -> None:
    """Write the readable tables anew for all that the events added after row `last` touch, each thing once."""
    sql = (
        "SELECT max(id) AS id FROM events WHERE rowid > ? AND kind != 'forgotten' "
        "GROUP BY person, organisation, action, CASE WHEN organisation = '' THEN kind END"
    )
    whole: set[str] = set()
    for (id,) in ledger._connection.execute(sql, (last,)):
        event = _event(ledger, id)
        if event.kind in OUTSIDE:
            whole.add(event.person)
        elif event.kind == "setting":
            told = ledger._read(
                "SELECT id FROM events WHERE person = ? AND kind = 'setting' AND organisation = '' ORDER BY id",
                event.person,
            )
            for row in told:
                ledger._project(_event(ledger, row["id"]))
        else:
            ledger._project(event)
    for person in sorted(whole):
        project_outside(ledger._connection, person)


def _event(ledger: Ledger, id: str) -> Event:
    return event_of(ledger._read("SELECT * FROM events WHERE id = ?", id)[0])


def in_words(done: Imported) -> str:
    """Return what an import brought, in a sentence."""
    new = [
        count(done.people, "person", "people"),
        count(done.events, "event"),
        count(done.evidence, "file of evidence", "files of evidence"),
        count(done.organisations, "organisation of your own", "organisations of your own"),
    ]
    words = f"imported: {', '.join(new)}"
    words += f" · {done.known:,} known already" if done.known else ""
    return words + (f" · {done.forgotten:,} of people who were forgotten here left out" if done.forgotten else "")
