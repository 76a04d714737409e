"""Two ledgers become one: events are a set, and their union is the answer, whichever way and however often.

Nothing is asked and nothing can conflict. What stands then follows from the union alone: answers, notes, settings and
facts about a person by the order of ids, the records of one action by their days (`moves.by_day`). Who was forgotten
for good in either of the two is in neither afterwards. All of it is one transaction.
"""

import hashlib
import json
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from ..text import clean, count
from . import backup, files, forget, lines
from .errors import Busy, CannotWrite, LedgerError, NewerLedger, NotALedger
from .projections import RARE, tell_apart, write_due
from .store import Ledger
from .transfer import project_since
from .values import USUAL_TYPE, Person

_COLUMNS = ("id", "at", "person", "kind", "organisation", "action", "data", "device")
_BATCH = 1000


class MergeError(LedgerError):
    """Another ledger could not be brought in; both were left as they are."""


@dataclass(frozen=True, slots=True)
class Coming:
    """What a merge would bring: new entries of the log, new people as the other has them, and who would go for good.

    Somebody goes who was forgotten for good in the other ledger. `left_out` are entries of people forgotten in either.
    """

    events: int = 0
    people: tuple[Person, ...] = ()
    goes: tuple[Person, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge brought. `left_out` are entries of people who were forgotten for good, `gone` who went so."""

    events: int = 0
    people: tuple[str, ...] = ()
    evidence: int = 0
    left_out: int = 0
    gone: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """All of it in a line."""
        new = [count(self.events, "new entry of the log", "new entries of the log")]
        new += [f"added: {', '.join(clean(label, 60) for label in self.people)}"] if self.people else []
        new += [count(self.evidence, "file of evidence", "files of evidence")] if self.evidence else []
        new += [f"{self.left_out:,} of people who were forgotten left out"] if self.left_out else []
        new += [f"forgotten for good: {', '.join(clean(label, 60) for label in self.gone)}"] if self.gone else []
        return " · ".join(new)


def check(path: Path) -> None:
    """Raise MergeError for a file that cannot be brought into any ledger."""
    _opened(path).close()


def look(ledger: Ledger, path: Path) -> Coming:
    """Return what merging would bring, with nothing changed. Raises LedgerError's children."""
    if _is_itself(ledger, path):
        return Coming()
    with closing(_opened(path)) as other, files.translated(ledger.path):
        return _coming(ledger._connection, other, path)


def missing(connection: sqlite3.Connection, path: Path) -> int:
    """Return how many entries and goings another ledger has that the one behind a connection lacks.

    Raises LedgerError's children.
    """
    with closing(_opened(path)) as other, files.translated(path):
        coming = _coming(connection, other, path)
        return coming.events + len(coming.goes)


def merge(ledger: Ledger, path: Path, goes: Collection[Person] = (), own: Path | None = None) -> Merged:
    """Bring another ledger's events and evidence into this one, after a backup; the other is only read.

    `goes` are the people whose going for good was agreed to (see `look`), `own` the folder of the person's own
    organisations, for the backup. Raises MergeError for another ledger that is none, damaged or of another version,
    and where somebody else would go; LedgerError's children. Nothing was changed then.
    """
    if _is_itself(ledger, path):
        return Merged()
    with closing(_opened(path)) as other, files.private_files(), files.translated(ledger.path):
        coming = _coming(ledger._connection, other, path)
        agreed = {person.id for person in goes}
        if not {person.id for person in coming.goes} <= agreed:
            raise MergeError("Somebody would go who was not named. Nothing was merged; look again what it brings.")
        if not coming.events and not coming.goes:
            return Merged(left_out=coming.left_out)
        if ledger._last_id():
            backup.make(ledger.path, "merge", own=own)
        for person in coming.goes:
            forget.forget_in(backup.backups(ledger.path), person.id)
        with ledger._write():
            merged = _Merging(ledger, other, path, agreed).run()
    if merged.gone:
        with files.private_files(), files.translated(ledger.path):
            forget.scrub(ledger._connection, ledger.path)
    return merged


def _coming(mine: sqlite3.Connection, other: sqlite3.Connection, path: Path) -> Coming:
    known, here = _known(mine), _people(mine)
    marks = _marks(mine) | _marks(other)
    theirs = _known(other)
    if any(known.get(id, told) != told for id, told in theirs.items()):
        raise _told_differently(clean(path))
    told = other.execute("SELECT id, person FROM events").fetchall()
    gone = {person for person in {person for _, person in told} if person and forget.mark(person) in marks}
    ids = {person.id for person in here}
    return Coming(
        events=sum(id not in known and person not in gone for id, person in told),
        people=tuple(person for person in _people(other) if person.id not in ids | gone),
        goes=tuple(person for person in here if forget.mark(person.id) in marks),
        left_out=sum(person in gone for _, person in told),
    )


class _Merging:
    """One merge, inside its transaction."""

    def __init__(self, ledger: Ledger, other: sqlite3.Connection, path: Path, goes: set[str]):
        self._ledger, self._other, self._shown, self._goes = ledger, other, clean(path), goes
        self._mine = ledger._connection
        self._marks = _marks(self._mine) | _marks(other)
        self._left_out = 0

    def run(self) -> Merged:
        """Bring everything over and write the readable tables; returns what it brought."""
        before = self._ledger.people()
        gone = [person for person in before if forget.mark(person.id) in self._marks]
        if not {person.id for person in gone} <= self._goes:
            raise MergeError("The ledgers changed meanwhile. Nothing was merged; try again.")
        for person in gone:
            forget.remove(self._mine, person.id)
        last = self._mine.execute("SELECT max(rowid) FROM events").fetchone()[0] or 0
        self._bring_events()
        changed = [id for (id,) in self._mine.execute("SELECT DISTINCT person FROM events WHERE rowid > ?", (last,))]
        self._check_people(changed)
        evidence = self._bring_evidence()
        project_since(self._ledger, last)
        tell_apart(self._mine)
        self._derive(changed)
        events = self._mine.execute("SELECT count(*) FROM events WHERE rowid > ?", (last,)).fetchone()[0]
        known = {person.id for person in before}
        new = tuple(person.label for person in self._ledger.people() if person.id not in known)
        return Merged(events, new, evidence, self._left_out, tuple(person.label for person in gone))

    def _bring_events(self) -> None:
        """Insert what is not here. The log's own trigger refuses another content under an id that is here."""
        sql = f"INSERT OR IGNORE INTO events ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
        rows = self._new_rows()
        try:
            while batch := [row for _, row in zip(range(_BATCH), rows, strict=False)]:
                self._mine.executemany(sql, batch)
        except sqlite3.IntegrityError:
            raise _told_differently(self._shown) from None

    def _new_rows(self) -> Iterator[tuple[str, ...]]:
        """Yield the other's events that stay, each one that is not here checked first."""
        known = _known(self._mine)
        marked: dict[str, bool] = {}
        for number, row in enumerate(self._other.execute(f"SELECT {', '.join(_COLUMNS)} FROM events ORDER BY id"), 1):
            row = tuple(row)
            if row[0] not in known:
                _check(dict(zip(_COLUMNS, row, strict=True)), number, self._shown)
            person = row[2]
            if person not in marked:
                marked[person] = bool(person) and forget.mark(person) in self._marks
            if marked[person]:
                self._left_out += 1
            else:
                yield row

    def _check_people(self, people: Collection[str]) -> None:
        sql = "SELECT data FROM events WHERE person = ? AND organisation = '' AND action = '' AND kind = 'person'"
        for person in filter(None, people):
            names = {name for (data,) in self._mine.execute(sql, (person,)) for name in json.loads(data)}
            if not {"label", "region"} <= names:
                raise MergeError(
                    f"{self._shown} holds entries of somebody of whom it does not say who that is and where they live. "
                    "Nothing was merged."
                )

    def _bring_evidence(self) -> int:
        """Copy the content that the log names and that is not here; its name is the one that was given first."""
        here = {hash for (hash,) in self._mine.execute("SELECT hash FROM evidence")}
        named = _named(self._mine)
        wanted = [hash for (hash,) in self._other.execute("SELECT hash FROM evidence ORDER BY hash")]
        wanted = [hash for hash in wanted if hash in named and hash not in here]
        for hash in wanted:
            sql = "SELECT hash, name, type, size, content FROM evidence WHERE hash = ?"
            row = tuple(self._other.execute(sql, (hash,)).fetchone())
            if hashlib.sha256(row[4]).hexdigest() != hash:
                raise MergeError(
                    f"{self._shown} holds a file of evidence that is damaged ({clean(row[1], 80)}). "
                    "Nothing was merged; take another copy."
                )
            self._mine.execute("INSERT INTO evidence (hash, name, type, size, content) VALUES (?, ?, ?, ?, ?)", row)
        _name_evidence(self._mine, named)
        return len(wanted)

    def _derive(self, people: Collection[str]) -> None:
        if self._ledger.derive_due:
            for person in filter(None, people):
                write_due(self._mine, person, self._ledger.derive_due(person, None))


def _is_itself(ledger: Ledger, path: Path) -> bool:
    return path.is_file() and ledger.path.samefile(path)


def _opened(path: Path) -> sqlite3.Connection:
    """Open another ledger for reading only, after looking whether it is whole. Raises MergeError, Locked."""
    shown = clean(path)
    if not path.is_file() or not path.stat().st_size:
        what = "does not exist" if not path.exists() else "is empty" if path.is_file() else "is no file"
        raise MergeError(f"{shown} {what}. Nothing was merged; give the path of another ledger.")
    try:
        with files.private_files(), files.translated(path):
            connection = files.connect(path, must_exist=True)
            try:
                connection.execute("PRAGMA query_only = ON")
                connection.execute("BEGIN")
                _check_whole(connection, shown)
            except BaseException:
                connection.close()
                raise
    except NotALedger as error:
        what = "is damaged" if "damaged (" in str(error) else "is no ledger of this program, or damaged"
        raise MergeError(f"{shown} {what}. It was left as it is, and nothing was merged.") from None
    except NewerLedger:
        raise MergeError(
            f"{shown} was written by a newer version of privacy-audit. Nothing was merged; update the program."
        ) from None
    except Busy:
        raise MergeError(f"{shown} is in use by another program. Nothing was merged; try again later.") from None
    except CannotWrite:
        raise MergeError(
            f"{shown} could not be opened. Nothing was merged; copy it to a folder that is yours and take the copy."
        ) from None
    return connection


def _check_whole(connection: sqlite3.Connection, shown: str) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version != files.SCHEMA_VERSION:
        raise MergeError(
            f"{shown} was written by an older version of privacy-audit. Nothing was merged; open it once with this "
            "one, for example with: privacy-audit --ledger FILE person list"
        )
    if (found := connection.execute("PRAGMA integrity_check(1)").fetchone()[0]) != "ok":
        raise MergeError(f"{shown} is damaged ({clean(found, 120)}). Nothing was merged; take another copy.")


def _check(row: dict[str, str], number: int, shown: str) -> None:
    """Check an event as one of an import is checked. Raises MergeError."""
    try:
        _, held = lines.parsed(json.dumps({"event": row}).encode(), number)
        lines.event(held, number)
    except LedgerError as error:
        what = str(error).removeprefix(f"Line {number:,} ").removesuffix(". Nothing was imported.")
        raise MergeError(f"Entry {number:,} of {shown} {what}. Nothing was merged.") from None


def _told_differently(shown: str) -> MergeError:
    return MergeError(
        f"{shown} holds another entry under an id that this ledger has too: one of the two was changed by hand or is "
        "damaged. Nothing was merged; privacy-audit doctor says more of each."
    )


def _known(connection: sqlite3.Connection) -> dict[str, int]:
    """Return the id of each event with a number that another content does not have (Python's own, of this run)."""
    return {row[0]: hash(tuple(row)) for row in connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM events")}


def _people(connection: sqlite3.Connection) -> list[Person]:
    sql = "SELECT id, label, region, born, audit_days FROM people ORDER BY id"
    return [Person(*row) for row in connection.execute(sql)]


def _marks(connection: sqlite3.Connection) -> set[str]:
    """Return the marks of everyone who was forgotten for good."""
    sql = "SELECT json_extract(data, '$.person') FROM events WHERE person = '' AND kind = 'forgotten'"
    return {mark for (mark,) in connection.execute(sql)}


def _named(connection: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    """Return name and type under which the log's first event of each content kept it, by hash."""
    found: dict[str, tuple[str, str]] = {}
    for (text,) in connection.execute(f"SELECT data FROM events WHERE {RARE} AND kind = 'evidence' ORDER BY id"):
        data = json.loads(text)
        found.setdefault(data["hash"], (data["name"], data.get("type", USUAL_TYPE)))
    return found


def _name_evidence(connection: sqlite3.Connection, named: dict[str, tuple[str, str]]) -> None:
    """Give each content the name of the event that kept it first, so that the order of merging changes nothing."""
    kept = {hash: (name, type) for hash, name, type in connection.execute("SELECT hash, name, type FROM evidence")}
    wrong = [(*named[hash], hash) for hash, known in kept.items() if named.get(hash, known) != known]
    if not wrong:
        return
    sql = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = 'evidence_never_changes'"
    trigger = connection.execute(sql).fetchone()[0]
    connection.execute("DROP TRIGGER evidence_never_changes")
    connection.executemany("UPDATE evidence SET name = ?, type = ? WHERE hash = ?", wrong)
    connection.execute(trigger)
