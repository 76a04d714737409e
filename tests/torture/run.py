"""So many rounds of all kinds, drawn by their weights, and what was seen in them."""

import random
from collections.abc import Iterator
from pathlib import Path

from privacy_audit.catalog.load import load

from . import faults, rounds
from .rounds import Torturer
from .tally import Tally


def tallies(folder: Path, number: int, seed: int, only: str = "") -> dict[str, Tally]:
    """Do so many rounds and return their tallies by kind. Raises AssertionError with the seed at the first fault."""
    torturer = Torturer(folder, load(own=folder / "none"), seed)
    possible = [*rounds.kinds(torturer), *faults.kinds(faults.Faults(torturer))]
    possible = [one for one in possible if one.name.startswith(only)]
    chance = random.Random(seed)
    for kind in chance.choices(possible, [one.weight for one in possible], k=number):
        try:
            kind.do()
        except Exception as error:
            error.add_note(f"in a round of the kind {kind.name!r}, seed {seed}")
            raise
    return torturer.tallies


def lines(found: dict[str, Tally]) -> Iterator[str]:
    """Yield a table of the tallies, one line for each kind and one for all."""
    head = ("kind", "rounds", "acknowledged", "stopped midway", "of these there", "refused in words")
    yield f"{head[0]:<40}" + "".join(f"{word:>18}" for word in head[1:])
    for kind, tally in sorted(found.items()):
        yield _line(kind, tally)
        yield from (f"    {number} x {what}" for what, number in sorted(tally.more.items()))
    yield _line("all", sum(found.values(), Tally()))


def _line(kind: str, tally: Tally) -> str:
    numbers = (tally.rounds, tally.acknowledged, tally.stopped, tally.found, tally.refused)
    return f"{kind:<40}" + "".join(f"{number:>18,}" for number in numbers)
