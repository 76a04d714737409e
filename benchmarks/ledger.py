"""How long a record takes until it is on the disk, how long a ledger takes to open as its log grows, and a report.

The two sizes are measured in turn; each figure is a median. The same actions are in both logs, with a hundred times the
records in the larger one.
"""

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import common

from privacy_audit.catalog.catalog import Catalog
from privacy_audit.exports import agenda, calendar, files
from privacy_audit.ledger.store import Ledger
from privacy_audit.session import Session

#: Events of the two logs. Both are of 1,000 actions; the newest record of each says that it was asked.
SIZES = (1_000, 101_000)
ROUNDS = 41
RECORD, OPEN, REPORT = "<= 10 ms", "<= 1.3 x", "<= 1 s"
REPORTED = 2_000


def main() -> None:
    """Print the figures with their targets."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        catalog = common.catalogue(folder)
        paths = [folder / f"{events}.db" for events in SIZES]
        for path, events in zip(paths, SIZES, strict=True):
            common.invented(path, catalog, events, common.actions(catalog)[: SIZES[0]])
        common.line("a bare commit of SQLite on this disk", f"{bare_commit(folder / 'bare.db'):.2f} ms")
        openings(paths, catalog)
        recordings(paths, catalog)
        reports(folder / "reported.db", catalog)


def openings(paths: list[Path], catalog: Catalog) -> None:
    """Print how long it takes from the file to who it is, to what is due, and to dates derived anew."""
    for name, opened in (("to who is in it", person), ("to what is due", due), ("to dates derived anew", derived)):
        small, large = common.interleaved(ROUNDS, *(partial(opened, path, catalog) for path in paths))
        common.line(f"open {SIZES[1]:,} events over {SIZES[0]:,}, {name}", f"{large / small:.2f} x", OPEN)
        common.line("", f"{large:.1f}/{small:.1f} ms")


def person(path: Path, catalog: Catalog) -> float:
    """Return the milliseconds until the ledger is open and checked."""
    began = time.perf_counter()
    with Ledger(path, create=False) as ledger:
        ledger.person()
        return (time.perf_counter() - began) * 1000


def due(path: Path, catalog: Catalog) -> float:
    """Return the milliseconds until what is due is known, as the first screen shows it."""
    began = time.perf_counter()
    with Ledger(path, create=False) as ledger:
        assert Session(catalog, ledger, ledger.person(), common.TODAY, trusting=True).due_entries
        return (time.perf_counter() - began) * 1000


def derived(path: Path, catalog: Catalog) -> float:
    """Return the milliseconds until all that the person told is read and every date follows from it."""
    began = time.perf_counter()
    with Ledger(path, create=False) as ledger:
        assert Session(catalog, ledger, ledger.person(), common.TODAY).due_entries
        return (time.perf_counter() - began) * 1000


def recordings(paths: list[Path], catalog: Catalog) -> None:
    """Print how long one act takes until its call returns, which is when it is on the disk."""
    for path, events in zip(paths, SIZES, strict=True):
        with Ledger(path) as ledger:
            session = Session(catalog, ledger, ledger.person(), common.TODAY)
            session.freshen_due()
            key = next(action.key for id in catalog.quick_walk("US-CA") for action in catalog.get(id).actions)
            if session.standing.state(key).status != "open":
                session.record(key, "reopen")
            acts = {
                "a record": partial(session.record, key, "asked", reference="R-1"),
                "an answer": partial(session.answer, key.partition("/")[0], "yes"),
                "an undo": session.undo,
            }
            for name, act in acts.items():
                common.line(f"{name}, {events:,} events before it", f"{median(act):.1f} ms", RECORD)


def reports(path: Path, catalog: Catalog) -> None:
    """Print how long a report of 2,000 actions takes in each format but PDF, the reading of the ledger included."""
    keys = [action.key for id in catalog for action in catalog.get(id).actions]
    common.invented(path, catalog, REPORTED, keys[:REPORTED])
    with Ledger(path) as ledger:
        assert len(ledger.actions(ledger.person().id)) == REPORTED
        for format in ("md", "html", "csv", "json"):
            began = time.perf_counter()
            files.render(Session(catalog, ledger, ledger.person(), common.TODAY).report(), format)
            common.line(f"a report of {REPORTED:,} actions, {format}", f"{time.perf_counter() - began:.2f} s", REPORT)
        began = time.perf_counter()
        session = Session(catalog, ledger, ledger.person(), common.TODAY)
        me = session.person.id
        calendar.render(agenda.build(catalog, session.standing, ledger.events(me), me))
        common.line(f"a report of {REPORTED:,} actions, ics", f"{time.perf_counter() - began:.2f} s", REPORT)


def bare_commit(path: Path) -> float:
    """Return the median milliseconds of one row committed with the ledger's settings, and nothing else."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (x)")
    found = median(lambda: connection.execute("INSERT INTO t VALUES ('x')"))
    connection.close()
    return found


def median(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median milliseconds of an act."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        act()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    main()
