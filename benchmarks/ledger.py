"""How long a record takes until it is on the disk, and how long a ledger takes to open, as the log grows."""

import statistics
import tempfile
import time
from pathlib import Path

import common

from privacy_audit.ledger.store import Ledger
from privacy_audit.session import Session

RECORDS, OPENINGS = 100, 15
TARGET = "<= 50 ms"


def main() -> None:
    """Print medians for two sizes of the log."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        catalog = common.catalogue(folder)
        for events in (1_000, 100_000):
            path = folder / f"{events}.db"
            common.invented(path, catalog, events)
            times = [opening(path, catalog) for _ in range(OPENINGS)]
            common.line(f"open a ledger of {events:,} events, to what is due", f"{statistics.median(times):.1f} ms")
            common.line(f"a record, {events:,} events before it", f"{recording(path, catalog):.1f} ms", TARGET)


def opening(path: Path, catalog) -> float:
    """Return the milliseconds from the file to what is due."""
    began = time.perf_counter()
    with Ledger(path, create=False) as ledger:
        assert Session(catalog, ledger, ledger.person(), common.TODAY).due_entries
        return (time.perf_counter() - began) * 1000


def recording(path: Path, catalog) -> float:
    """Return the median milliseconds of records that each return once they are on the disk."""
    key = next(action.key for id in catalog.quick_walk("US-CA") for action in catalog.get(id).actions)
    with Ledger(path) as ledger:
        session = Session(catalog, ledger, ledger.person(), common.TODAY)
        if session.standing.state(key).status != "open":
            session.record(key, "reopen")
        times = []
        for number in range(RECORDS):
            began = time.perf_counter()
            session.record(key, "asked", reference=f"R-{number}")
            times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    main()
