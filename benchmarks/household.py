"""A clinic's ledger: a hundred people with two hundred records each, beside one person's with as many; and merging."""

import shutil
import statistics
import tempfile
import time
from pathlib import Path

import common

from privacy_audit.ledger.events import new_id
from privacy_audit.ledger.merge import merge
from privacy_audit.ledger.store import Ledger
from privacy_audit.session import Session

PEOPLE, RECORDS, ROUNDS = 100, 200, 30


def main() -> None:
    """Print medians for one of a hundred people and for somebody alone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        catalog = common.catalogue(folder)
        for people in (1, PEOPLE):
            path = folder / f"{people}.db"
            household(path, catalog, people)
            common.line(f"of {people}: open the ledger, to home's figures", f"{opening(path, catalog):.1f} ms")
            common.line(f"of {people}: a record", f"{recording(path, catalog):.1f} ms", "<= 10 ms")
        common.line("choose among a hundred: read who is there", f"{choosing(folder / f'{PEOPLE}.db'):.2f} ms")
        common.line(f"merge {PEOPLE * RECORDS:,} records into another ledger", f"{merging(folder, catalog):.0f} ms")


def household(path: Path, catalog, people: int) -> None:
    """Make a ledger of so many people, each with the same number of records."""
    with Ledger(path) as ledger:
        connection = ledger._connection
        everybody = [ledger.add_person(f"client {number:03}", "US-CA") for number in range(people)]
        acts, last = common._acts(catalog, RECORDS), ledger._last_id()
        connection.execute("BEGIN")
        for person in everybody:
            for key, state, day in acts:
                last = new_id(last)
                organisation, _, action = key.partition("/")
                data = f'{{"state": "{state}", "on": "{day.isoformat()}"}}'
                row = (last, "2026-11-23T12:00:00Z", person.id, "record", organisation, action, data, "benchmark")
                connection.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        connection.execute("COMMIT")
        Session(catalog, ledger, everybody[0], common.TODAY)
        ledger.rebuild()


def opening(path: Path, catalog) -> float:
    """Return the median milliseconds from the file to what home shows of the last of the people."""
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        with Ledger(path, create=False) as ledger:
            session = Session(catalog, ledger, ledger.people()[-1], common.TODAY, trusting=True)
            assert session.counts
            assert session.due_entries
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def recording(path: Path, catalog) -> float:
    """Return the median milliseconds of records that each return once they are on the disk."""
    key = next(action.key for id in catalog.quick_walk("US-CA") for action in catalog.get(id).actions)
    times = []
    with Ledger(path) as ledger:
        session = Session(catalog, ledger, ledger.people()[-1], common.TODAY)
        session.record(key, "reopen") if session.standing.state(key).status != "open" else None
        for number in range(ROUNDS):
            began = time.perf_counter()
            session.record(key, "asked", reference=f"R-{number}")
            times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def choosing(path: Path) -> float:
    """Return the median milliseconds to read everybody's label."""
    times = []
    with Ledger(path, create=False) as ledger:
        for _ in range(ROUNDS):
            began = time.perf_counter()
            assert len(ledger.people()) == PEOPLE
            times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def merging(folder: Path, catalog) -> float:
    """Return the milliseconds of one merge of everybody into the ledger of somebody else, backup included."""
    other = Path(shutil.copy(folder / f"{PEOPLE}.db", folder / "other.db"))
    with Ledger(folder / "mine.db") as ledger:
        Session(catalog, ledger, ledger.add_person("me", "US-TX"), common.TODAY)
        began = time.perf_counter()
        done = merge(ledger, other)
        assert done.events > PEOPLE * RECORDS
        return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
