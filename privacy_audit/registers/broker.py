"""What a register says about one data broker: the broker's own answers to the state, as values."""

from dataclasses import dataclass, field
from typing import Any

#: The five kinds of request of which California asks figures (Cal. Civ. Code 1798.99.85(a)).
KINDS = ("delete", "know", "know-sold", "opt-out", "limit")
#: The figures of each kind; the last two in days.
FIGURES = ("received", "whole", "part", "denied", "mean_days", "median_days")


@dataclass(frozen=True, slots=True)
class Metrics:
    """What a broker reported about the requests of a calendar year: figures by kind. None is what it left open."""

    year: int | None
    kinds: dict[str, dict[str, int | float | None]]


@dataclass(frozen=True, slots=True)
class Broker:
    """One broker as a register names it.

    `opt_out` is the address of its page for requests, "" where none can be read. `answers` has what it says that it
    collects or passes on (see `words.ANSWERS`), `laws` the laws that it says regulate it, each with what it wrote.
    `added` is a day in ISO form or "". `number` is the state's own number of the registration. Mailboxes are left
    out: they often name a person.
    """

    name: str
    also: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    opt_out: str = ""
    answers: dict[str, bool] = field(default_factory=dict)
    laws: dict[str, str] = field(default_factory=dict)
    added: str = ""
    number: str = ""
    metrics: Metrics | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """A register as one file has it.

    `kind` is "current", or "complete" for California's file in which older filings stay. `year` is the year of
    registration as far as the file says it, `dated` the day on which the file says that it was made, "" where it does
    not. `left_out` counts the lines that name nobody or cannot be read.
    """

    state: str
    brokers: tuple[Broker, ...]
    kind: str = "current"
    year: int | None = None
    dated: str = ""
    left_out: int = 0


def as_dict(broker: Broker) -> dict[str, Any]:
    """Return a broker as JSON has it; what is empty is left out."""
    values = {
        "name": broker.name,
        "also": list(broker.also),
        "domains": list(broker.domains),
        "url": broker.opt_out,
        "answers": broker.answers,
        "laws": broker.laws,
        "added": broker.added,
        "number": broker.number,
        "metrics": {"year": broker.metrics.year, "kinds": broker.metrics.kinds} if broker.metrics else None,
    }
    return {key: value for key, value in values.items() if value}


def from_dict(raw: dict[str, Any]) -> Broker:
    """Return the broker that `as_dict` wrote."""
    metrics = raw.get("metrics")
    return Broker(
        raw["name"],
        tuple(raw.get("also", ())),
        tuple(raw.get("domains", ())),
        raw.get("url", ""),
        raw.get("answers", {}),
        raw.get("laws", {}),
        raw.get("added", ""),
        raw.get("number", ""),
        Metrics(metrics["year"], metrics["kinds"]) if metrics else None,
    )
