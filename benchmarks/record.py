"""How long it takes to judge the organisations, and to count how it went over time, from a large log."""

import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import islice
from pathlib import Path

import common

from privacy_audit.audit.progress import series
from privacy_audit.audit.scorecard import scorecards
from privacy_audit.catalog.catalog import Catalog
from privacy_audit.exports.plot import draw
from privacy_audit.ledger.events import Event

ACTIONS = 2_000
TARGET = "<= 1 s"


def main() -> None:
    """Print the times of the first reckoning in a run, which finds every law's term anew."""
    with tempfile.TemporaryDirectory() as name:
        catalog = common.catalogue(Path(name))
    events = invented(catalog)
    size = f"{ACTIONS:,} actions, {len(events):,} records"
    common.line(f"scorecards of {size}", seconds(lambda: scorecards(catalog, "US-CA", events, common.TODAY)), TARGET)
    common.line(f"counts over time of {size}", seconds(lambda: series(catalog, "US-CA", events)), TARGET)
    points = series(catalog, "US-CA", events)
    common.line("the first plot, plotext imported", seconds(lambda: draw(points, common.TODAY, 118, 30)))


def invented(catalog: Catalog) -> list[Event]:
    """Return the log of so many actions, each asked, answered and come back, begun on different days."""
    keys = islice((action.key for id in catalog for action in catalog.get(id).actions), ACTIONS)
    found = []
    for place, key in enumerate(keys):
        organisation, _, action = key.partition("/")
        for turn, state in enumerate(common.LIFE):
            day = common.TODAY - timedelta(days=700 - place % 300 - common.GAP * turn)
            found.append(Event("", "", "me", "record", organisation, action, {"state": state, "on": day.isoformat()}))
    return found


def seconds(act: Callable[[], object]) -> str:
    """Return how long an act takes, in seconds."""
    began = time.perf_counter()
    act()
    return f"{time.perf_counter() - began:.2f} s"


if __name__ == "__main__":
    main()
