"""Kinds of rounds, and what was seen in them."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from .child import Heard


@dataclass(frozen=True)
class Kind:
    """One kind of round: its name, how often it is drawn, and what does it (raises AssertionError for a fault)."""

    name: str
    weight: int
    do: Callable[[], None]


@dataclass
class Tally:
    """What was seen in the rounds of one kind: acts acknowledged, stopped midway, refused in words.

    `found` is how many events of stopped acts were there, whole.
    """

    rounds: int = 0
    acknowledged: int = 0
    stopped: int = 0
    found: int = 0
    refused: int = 0
    more: Counter = field(default_factory=Counter)

    def add(self, found: int, *heard: Heard) -> None:
        """Count a round."""
        self.rounds += 1
        self.found += found
        for one in heard:
            self.acknowledged += one.done
            self.stopped += one.begun - one.done - len(one.refusals)
            self.refused += len(one.refusals)

    def __add__(self, other: "Tally") -> "Tally":
        numbers = ("rounds", "acknowledged", "stopped", "found", "refused")
        return Tally(*(getattr(self, name) + getattr(other, name) for name in numbers), self.more + other.more)
