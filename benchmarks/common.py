"""What the benchmarks share: the program measured, interleaved runs, medians, and invented ledgers."""

import argparse
import json
import os
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from privacy_audit.catalog.catalog import Catalog
from privacy_audit.catalog.load import load
from privacy_audit.ledger.events import new_id
from privacy_audit.ledger.store import Ledger
from privacy_audit.session import Session

TODAY = date(2026, 11, 24)
#: An action's life as the invented ledgers repeat it.
LIFE = ("asked", "acknowledged", "confirmed", "verified", "relisted")
#: Days from one of them to the next, and from the last of all to today: long enough for much to be due.
GAP, SILENCE = 45, 400


@dataclass(frozen=True)
class Program:
    """The installation measured: its Python and its console script."""

    python: Path
    script: Path

    @classmethod
    def chosen(cls, description: str) -> "Program":
        """Read ``--bin FOLDER`` from the command line; without it, this Python's own folder."""
        parser = argparse.ArgumentParser(description=description)
        own = Path(sys.executable).parent
        parser.add_argument("--bin", type=Path, default=own, help="folder with the python and privacy-audit to measure")
        folder = parser.parse_args().bin.absolute()
        return cls(folder / "python", folder / "privacy-audit")


def interleaved(rounds: int, *measures: Callable[[], float]) -> list[float]:
    """Run the measures in turn, A B A B, one round unmeasured first; return the median of each."""
    for measure in measures:
        measure()
    taken = [[measure() for measure in measures] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*taken, strict=True)]


def line(name: str, value: str, target: str = "") -> None:
    """Print one result, with its target where there is one."""
    print(f"{name:<58} {value:>12}" + (f"   target {target}" if target else ""), flush=True)


def environment(home: Path) -> dict[str, str]:
    """Return an environment in which all folders of the program lie below `home`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PRIVACY_AUDIT_", "XDG_"))}
    return kept | {"HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor"}


def catalogue(home: Path) -> Catalog:
    """Load the shipped catalogue without anybody's own organisations."""
    return load(own=home / "none")


def invented(path: Path, catalog: Catalog, events: int, keys: list[str] | None = None) -> None:
    """Make a ledger of one invented person with so many recorded events, the newest over a year ago.

    They are spread over these actions, or over all that the person may take.
    """
    with Ledger(path) as ledger:
        person = ledger.add_person("me", "US-CA")
        session = Session(catalog, ledger, person, TODAY)
        connection, last = ledger._connection, ledger._last_id()
        connection.execute("BEGIN")
        for key, state, day in _acts(catalog, events, keys):
            last = new_id(last)
            organisation, _, action = key.partition("/")
            data = json.dumps({"state": state, "on": day.isoformat()})
            row = (last, "2026-11-23T12:00:00Z", person.id, "record", organisation, action, data, "benchmark")
            connection.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        connection.execute("COMMIT")
        ledger.rebuild()
        session.freshen_due()


def actions(catalog: Catalog) -> list[str]:
    """Return the keys of all actions of those who may hold somebody in California."""
    return [action.key for id in catalog.in_region("US-CA") for action in catalog.get(id).actions]


def _acts(catalog: Catalog, events: int, keys: list[str] | None = None) -> list[tuple[str, str, date]]:
    """Return records that follow each other lawfully, spread over these actions, or all, and the last years."""
    keys = keys or actions(catalog)
    turns = -(-events // len(keys))
    days = [TODAY - timedelta(days=SILENCE + GAP * turn) for turn in reversed(range(turns))]
    acts = [(key, LIFE[turn % len(LIFE)], day) for turn, day in enumerate(days) for key in keys]
    return acts[:events]
