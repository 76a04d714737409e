"""What must hold of a ledger after whatever was done to it; a breach is an AssertionError that says what is wrong."""

import os
import shutil
import sqlite3
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from examples import TODAY

from privacy_audit.audit import due
from privacy_audit.catalog.catalog import Catalog
from privacy_audit.ledger import cipher
from privacy_audit.ledger.store import Ledger, Person
from privacy_audit.session import Session
from privacy_audit.told import Told

from .acts import WITH_FILE
from .child import Heard

#: What ledgers are encrypted with, and what a changed passphrase becomes.
PASSPHRASES = ("an invented passphrase of seven words here", "another one that nobody uses anywhere")
TABLES = ("people", "answers", "actions", "settings", "requests", "seen", "due")


@dataclass(frozen=True)
class Content:
    """All rows of a ledger: the log by id, and the readable tables."""

    events: dict[str, tuple]
    tables: dict[str, list[tuple]]


def opened(path: Path) -> Ledger:
    """Open a ledger, encrypted or not."""
    cipher.source = lambda _: iter(PASSPHRASES)
    return Ledger(path, create=False)


def content(path: Path) -> Content:
    """Read a ledger as any program would that opens the file, encrypted or not."""
    with opened(path) as ledger:
        read = lambda table: [tuple(row) for row in ledger._read(f"SELECT * FROM {table}")]  # noqa: E731
        events = {row[0]: row for row in read("events")}
        return Content(events, {table: sorted(read(table), key=repr) for table in TABLES})


def whole(catalog: Catalog, path: Path, fresh: bool = True) -> Content:
    """Check that a ledger is sound, that its tables are those that its log gives, and that it takes a further record.

    With `fresh` its dates have to be right as they are; else the start of the program may derive them anew first.
    What writes is done to a copy. Returns what the ledger holds.
    """
    with opened(path) as ledger:
        found = [tuple(row) for row in ledger._read("PRAGMA integrity_check")]
        assert found == [("ok",)], found
        assert not ledger._read("PRAGMA foreign_key_check")
        _files_are_with_their_records(ledger)
    here = content(path)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.db"
        for end in ("", "-wal"):  # on a full disk the log may not fit into the file when the program ends
            if path.with_name(path.name + end).exists():
                shutil.copy(path.with_name(path.name + end), f"{copy}{end}")
        assert content(copy) == here
        with opened(copy) as ledger:
            people = ledger.people()
            for person in people:
                stale = Session(catalog, ledger, person, TODAY).freshen_due()
                assert not (stale and fresh), "what is due"
        _rebuilt_is_the_same(catalog, copy, people)
        if people:
            with opened(copy) as ledger:
                session = Session(catalog, ledger, people[0], TODAY)
                assert session.answer(catalog.quick_walk("US-CA")[0], "unsure").id > max(here.events), "it comes last"
    return here


def _rebuilt_is_the_same(catalog: Catalog, path: Path, people: list[Person]) -> None:
    before = content(path)
    with opened(path) as ledger:
        for person in people:
            Session(catalog, ledger, person, TODAY)
            ledger.rebuild()
            assert ledger.due(person.id) == due.derive(catalog, Told(catalog, ledger).standing(person))
    after = content(path)
    assert after == before, [table for table in TABLES if after.tables[table] != before.tables[table]]


def _files_are_with_their_records(ledger: Ledger) -> None:
    """A record that was made together with a file has it, and the file is what its hash says."""
    import hashlib
    import json

    log = [(row["id"], row["kind"], json.loads(row["data"])) for row in ledger._read("SELECT * FROM events")]
    with_files = {id for id, kind, data in log if kind == "record" and data.get("note") == WITH_FILE}
    kept = {data["record"]: data["hash"] for _, kind, data in log if kind == "evidence" and data.get("record")}
    assert set(kept) == with_files, "a record and its file are kept together or not at all"
    hashes = {row["hash"]: hashlib.sha256(row["content"]).hexdigest() for row in ledger._read("SELECT * FROM evidence")}
    assert set(kept.values()) <= set(hashes), "a file is missing"
    assert all(hash == right for hash, right in hashes.items()), "a file is damaged"


def nothing_lost(before: Content, after: Content, *heard: Heard, waited: bool = True) -> int:
    """Check the log against what the programs said; return how many events are there that nobody had acknowledged yet.

    What was there is there unchanged, what was acknowledged is there, and beside it only what was being written when
    a program was stopped. Without `waited`, the disk failed when it was waited for: only then may a record be there
    that was refused.
    """
    for one in heard:
        assert not one.faults, one.faults[0]
        assert all("\n" not in refusal and "Traceback" not in refusal for refusal in one.refusals), one.refusals
    for id, row in before.events.items():
        assert after.events.get(id) == row, f"an old event is gone or changed: {id}"
    acknowledged = {id for one in heard for id in one.events}
    assert acknowledged <= set(after.events), f"lost: {acknowledged - set(after.events)}"
    new = set(after.events) - set(before.events) - acknowledged
    possible = sum(one.open + (0 if waited else one.refused) for one in heard)
    assert len(new) <= possible, f"events from nowhere, or of what was refused: {new}"
    return len(new)


def strays(folder: Path, *expected: str) -> list[str]:
    """Return the files in a folder that do not belong there or are half written; none may be open to others."""
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        assert os.name == "nt" or stat.S_IMODE(path.stat().st_mode) == 0o600, f"{path.name} is open to others"
        name = str(path.relative_to(folder))
        if ".part" in path.name or not any(name == known or name.startswith(f"{known}/") for known in expected):
            found.append(name)
    return found


def version(path: Path) -> int:
    """Return the version of a plain ledger's tables."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute("PRAGMA user_version").fetchone()[0]
    finally:
        connection.close()
