"""What may be wrong with a ledger: each check says in words what it found. Nothing is changed here; `mending` mends.

The readable tables are compared row by row with those that the log gives: it is read into a ledger in memory, and the
tables are written there anew. The catalogue is known through `Surroundings` only.
"""

import json
import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from ..text import clean, count, cut, size_in_words
from . import backup, copies, doctor_file, files
from .errors import LedgerError, NotALedger
from .events import KINDS, OUTSIDE
from .findings import Check, Surroundings
from .projections import data_of, project_all
from .store import Ledger

#: The tables that follow from the log, each with what identifies a row.
TABLES = {
    "people": ("id",),
    "answers": ("person", "organisation"),
    "actions": ("person", "organisation", "action"),
    "settings": ("person", "name"),
    "requests": ("id",),
    "seen": ("person", "what", "key"),
    "due": ("person", "key", "kind"),
}
_OF_A_PERSON = ("answers", "actions", "settings", "requests", "seen", "due")
#: The version of the tables with which those came that the first had not.
_SINCE = {"requests": 3, "seen": 3}
_NAMED = 5
_ID_TIME = 12  # hexadecimal digits of a UUIDv7 that count milliseconds since 1970 (RFC 9562, 5.7)
_LATE_BACKUP = timedelta(days=2)
_CLOCKS_DIFFER = timedelta(days=1)


def examine(path: Path, about: Surroundings) -> list[Check]:
    """Return what was found, check by check. Raises LedgerError's children where the ledger cannot be read."""
    with files.private_files(), files.translated(path):
        connection = files.connect(path, must_exist=True)
        try:
            checks = _examine(connection, path, about)
        finally:
            connection.close()
    return checks


def damaged(checks: list[Check]) -> bool:
    """Whether the file itself is damaged, so that only a backup brings all of it back."""
    return any(check.name == "integrity" and not check.ok for check in checks)


def _examine(connection: sqlite3.Connection, path: Path, about: Surroundings) -> list[Check]:
    connection.execute("PRAGMA temp_store = MEMORY")
    whole = _integrity(connection)
    checks = [whole, _version(connection), *doctor_file.checks(path), _log_file(connection, path)]
    checks.append(_backups(path, about.now))
    if not whole.ok:
        return checks
    connection.execute("BEGIN")  # one state of the ledger for everything that is compared
    events = _events(connection)
    checks += [_guards(connection), log := _log(events, about), _dates(events, about), _evidence(connection, events)]
    checks += [_people(connection, events), _organisations(connection, about)]
    checks.append(_tables(connection, path, about) if log.ok else _cannot_compare())
    checks.append(copies.check(connection, path))
    connection.execute("ROLLBACK")
    return checks


def _integrity(connection: sqlite3.Connection) -> Check:
    said = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)")]
    foreign = connection.execute("PRAGMA foreign_key_check").fetchall() if said == ["ok"] else []
    if said == ["ok"] and not foreign:
        return Check("integrity", True, "every page of the file is as SQLite wrote it")
    only_index = said != ["ok"] and all(" index " in one or one.startswith("row ") for one in said)
    what = "; ".join(said[:3]) if said != ["ok"] else f"{len(foreign)} rows point to nothing"
    return Check("integrity", False, f"the file is damaged: {clean(what, 300)}", only_index)


def _version(connection: sqlite3.Connection) -> Check:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version < files.SCHEMA_VERSION:
        return Check("version", True, f"tables of version {version}; the next use brings them to this program's")
    return Check("version", True, f"a ledger of this program, tables of version {version}")


def _log_file(connection: sqlite3.Connection, path: Path) -> Check:
    mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    if mode != "wal":
        return Check("write-ahead log", False, f"not in use (the mode is {clean(mode)}): records take longer", True)
    log = Path(f"{path}-wal")
    size = log.stat().st_size if log.is_file() else 0
    return Check("write-ahead log", True, f"in use, {size_in_words(size)}")


def _backups(path: Path, now: datetime) -> Check:
    known = [one for one in backup.known(path) if one.why != "damaged"]
    folder = backup.folder_of(path)
    if folder.exists() and not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
        return Check("backups", False, f"none can be made: {clean(folder)} is no folder that the program may write in")
    left = len(backup.parts(folder, now))
    half = f"; {count(left, 'file')} that a stopped program left half written will go with the next" if left else ""
    changed = backup.last_change(path)
    if not known:
        return Check("backups", True, f"none yet; the program makes one a day, privacy-audit backup one now{half}")
    newest = known[0]
    try:
        wrong = backup.fault_of(newest.path)
    except LedgerError as error:
        wrong = str(error)
    if wrong:
        return Check("backups", False, f"the newest, {newest.path.name}, is damaged: {clean(wrong, 200)}", True)
    detail = f"{count(len(known), 'backup')}, the newest of {newest.made:%Y-%m-%d %H:%M} UTC, which opens and is whole"
    late = changed is not None and changed - newest.made > _LATE_BACKUP and now - newest.made > _LATE_BACKUP
    if late:
        return Check("backups", False, f"{detail}, but the ledger was written to since", True)
    return Check("backups", True, detail + half)


def _guards(connection: sqlite3.Connection) -> Check:
    """Compare the tables' definitions with those that this version makes."""
    missing, other = guards(connection)
    if not missing and not other:
        return Check("guards", True, "the log refuses to be changed, every table and index is there")
    names = ", ".join([*missing, *other][:_NAMED])
    words = "missing" if missing else "other than this program makes them"
    return Check("guards", False, f"{words}: {clean(names)}", not other and not _tables_among(missing))


def guards(connection: sqlite3.Connection) -> tuple[dict[str, str], list[str]]:
    """Return the definitions that a ledger of its version lacks, by name, and the names of those that differ."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    ask = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT GLOB '[_]*'"
    with _Rebuilt(Path(":memory:"), version) as made:
        wanted = {row[0]: row[1] for row in made._connection.execute(ask)}
    found = {row[0]: row[1] for row in connection.execute(ask)}
    missing = {name: sql for name, sql in wanted.items() if name not in found}
    return missing, [name for name, sql in wanted.items() if name in found and found[name] != sql]


def _tables_among(definitions: dict[str, str]) -> bool:
    return any(sql.lstrip().upper().startswith("CREATE TABLE") for sql in definitions.values())


def _events(connection: sqlite3.Connection) -> list[tuple]:
    """Return (id, at, person, kind, organisation, data) of every event, in the log's order."""
    sql = "SELECT id, at, person, kind, organisation, data FROM events ORDER BY id"
    return [tuple(row) for row in connection.execute(sql)]


def _log(events: list[tuple], about: Surroundings) -> Check:
    ids = {event[0] for event in events}
    wrong = [f"{event[0]} ({why})" for event in events for why in _wrong_in(event, ids)]
    if wrong:
        more = f" and {len(wrong) - _NAMED} more" if len(wrong) > _NAMED else ""
        return Check("log", False, clean(f"entries that another program wrote: {', '.join(wrong[:_NAMED])}{more}", 500))
    back = _clock_went_back(events)
    return Check("log", True, f"{count(len(events), 'entry', 'entries')}, in the order of their ids{back}")


def _wrong_in(event: tuple, ids: set[str]) -> Iterator[str]:
    id, at, _, kind, _, text = event
    if not _time_of(id):
        yield "its id does not tell when"
    if kind not in KINDS:
        yield f"of the kind {clean(kind, 20)!r}"
    if _moment(at) is None:
        yield "its moment is no date"
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        yield "its data are not readable"
    elif kind == "undo" and data.get("event") not in ids:
        yield "it takes back what is not there"
    elif kind == "reply" and data.get("request") not in ids:
        yield "it is the reply to what is not there"
    elif kind in OUTSIDE and not _is_sound(kind, text):
        yield "its data lack what its kind needs"


def _is_sound(kind: str, text: str) -> bool:
    try:
        data_of(kind, text)
    except NotALedger:
        return False
    return True


def _clock_went_back(events: list[tuple]) -> str:
    told = ((_time_of(event[0]), _moment(event[1])) for event in events)
    far = [1 for id_time, moment in told if id_time and moment and abs(id_time - moment) > _CLOCKS_DIFFER]
    if not far:
        return ""
    return f"; {count(len(far), 'of them was', 'of them were')} recorded after the clock was set back"


def _dates(events: list[tuple], about: Surroundings) -> Check:
    tomorrow = about.now + _CLOCKS_DIFFER
    ahead = [event[0] for event in events if (moment := _moment(event[1])) and moment > tomorrow]
    days = [event for event in events if (day := _day_of(event[5])) and day > about.today]
    if not ahead and not days:
        return Check("dates", True, "none lies in the future")
    said = [f"{count(len(days), 'entry is', 'entries are')} of a day to come ({_day_of(days[0][5])})"] if days else []
    said += [f"{count(len(ahead), 'was', 'were')} recorded under a clock that was ahead"] if ahead else []
    return Check("dates", False, f"{'; '.join(said)}: privacy-audit history shows them, the log keeps what it was told")


def _evidence(connection: sqlite3.Connection, events: list[tuple]) -> Check:
    """Compare the files' hashes, and look for those that the log names and that are not there."""
    import hashlib

    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'evidence'").fetchone():
        return Check("evidence", True, "none yet")
    rows = connection.execute("SELECT hash, name, size FROM evidence").fetchall()
    bad = []
    for hash, name, size in rows:
        content = bytes(connection.execute("SELECT content FROM evidence WHERE hash = ?", (hash,)).fetchone()[0])
        if hashlib.sha256(content).hexdigest() != hash or len(content) != size:
            bad.append(f"{clean(name, 60)} is not what was kept")
    there = {row[0] for row in rows}
    for event in events:
        if event[3] == "evidence" and (data := _data(event[5])) and data.get("hash") not in there:
            bad.append(f"{clean(data.get('name', ''), 60)} is missing")
    if bad:
        return Check("evidence", False, f"{'; '.join(bad[:_NAMED])}: a backup may have it")
    return Check("evidence", True, f"{count(len(rows), 'file')}, each with the hash it had when it was kept")


def _people(connection: sqlite3.Connection, events: list[tuple]) -> Check:
    known = {event[2] for event in events if event[3] == "person"}
    lost = {event[2] for event in events if event[2] and event[2] not in known}
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    for table in (name for name in _OF_A_PERSON if version >= _SINCE.get(name, 1)):
        lost |= {row[0] for row in connection.execute(f"SELECT DISTINCT person FROM {table}") if row[0] not in known}
    if lost:
        return Check("people", False, f"{count(len(lost), 'person', 'people')} of whom the log does not say who it is")
    return Check("people", True, f"{count(len(known), 'person', 'people')}, each named by the log")


def _organisations(connection: sqlite3.Connection, about: Surroundings) -> Check:
    sql = "SELECT organisation FROM answers UNION SELECT organisation FROM actions"
    told = sorted(row[0] for row in connection.execute(sql) if row[0])
    renamed = [id for id in told if about.current(id) != id]
    unknown = [id for id in told if not about.knows(about.current(id))]
    followed = f"; {count(len(renamed), 'was', 'were')} renamed since, and followed" if renamed else ""
    if unknown:
        more = f" and {len(unknown) - _NAMED} more" if len(unknown) > _NAMED else ""
        names = cut(clean(", ".join(unknown[:_NAMED])), 300)
        return Check(
            "organisations", False,
            f"not in the catalogue: {names}{more}. What you recorded is kept; should one be your own, its file "
            f"is missing from your folder{followed}",
        )  # fmt: skip
    return Check("organisations", True, f"{count(len(told), 'organisation')} named, each in the catalogue{followed}")


def _tables(connection: sqlite3.Connection, path: Path, about: Surroundings) -> Check:
    """Write the tables anew in memory and compare each row."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    there = [name for name in TABLES if version >= _SINCE.get(name, 1)]
    compared = [name for name in there if name != "due" or (about.derive and version == files.SCHEMA_VERSION)]
    with _Rebuilt(path, version, connection) as made:
        if about.derive and "due" in compared:
            about.derive(made)
        differ = {name: number for name in compared if (number := _differences(connection, made, name))}
    if not differ:
        return Check("tables", True, f"{', '.join(compared)}: row by row what the log gives")
    said = ", ".join(f"{name} ({count(number, 'row')})" for name, number in differ.items())
    why = ": the catalogue or the law's data changed since the last record, or another program wrote there"
    return Check("tables", False, f"not what the log gives: {said}{why if set(differ) == {'due'} else ''}", True)


def _differences(connection: sqlite3.Connection, made: Ledger, table: str) -> int:
    """Return how many rows of a table are other than they should be, missing or too many."""
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    sql = f"SELECT {', '.join(chr(34) + name + chr(34) for name in columns)} FROM {table}"
    keys = [columns.index(name) for name in TABLES[table]]
    here, there = (
        {tuple(row[key] for key in keys): tuple(row) for row in one.execute(sql)}
        for one in (connection, made._connection)
    )
    return sum(here.get(key) != there.get(key) for key in here.keys() | there.keys())


def _cannot_compare() -> Check:
    return Check("tables", False, "not compared, for the log has entries that cannot be read")


class _Rebuilt(Ledger):
    """A ledger in memory with the log of another, and with the tables that this log gives."""

    def __init__(self, path: Path, version: int, log: sqlite3.Connection | None = None):
        from sqlite_utils import Database

        from .schema import migrations

        self.path, self.derive_due = path, None
        self._connection = sqlite3.connect(":memory:", isolation_level=None)
        self._connection.execute("PRAGMA temp_store = MEMORY")
        for migration in migrations.pending(Database(self._connection))[:version]:
            migration.fn(Database(self._connection))
        self._connection.row_factory = sqlite3.Row
        if log is not None:
            columns = "id, at, person, kind, organisation, action, data, device"
            rows = (tuple(row) for row in log.execute(f"SELECT {columns} FROM events ORDER BY id"))
            self._connection.executemany(f"INSERT INTO events ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
            project_all(self._connection)


def _data(text: str) -> dict:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(_data(text)["on"])
    except (KeyError, TypeError, ValueError):
        return None


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _time_of(id: str) -> datetime | None:
    """Return the moment that a UUIDv7 tells, or None for another id."""
    digits = id.replace("-", "")
    try:
        if len(id) != 36 or len(digits) != 32 or digits[12] != "7" or int(digits, 16) < 0:
            return None
        return datetime.fromtimestamp(int(digits[:_ID_TIME], 16) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
