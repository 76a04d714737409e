"""A report for a maintainer: each address with which something is amiss, where it stands and what to do."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from ..dates import long
from ..text import count, csv_cell, markdown
from .addresses import Address
from .outcomes import OUTCOMES, History, outcome, since
from .words import suggestion

FORMATS = ("md", "csv", "json")
NEVER = "not looked at"


@dataclass(frozen=True, slots=True)
class Line:
    """One place of one address. Days are YYYY-MM-DD; `status` is that of HTTP or 0, `to` where a moved page is."""

    outcome: str
    file: str
    key: str
    organisation: str
    address: str
    since: str
    seen: str
    status: int
    to: str
    suggestion: str


def counts(addresses: Iterable[Address], results: Mapping[str, History]) -> dict[str, int]:
    """Return how many addresses have each outcome, in the order of OUTCOMES, then those never looked at."""
    found = Counter(outcome(results.get(address.url, ())) or NEVER for address in addresses)
    return {name: found[name] for name in (*OUTCOMES, NEVER) if found[name]}


def lines(addresses: Iterable[Address], results: Mapping[str, History], with_fine: bool = False) -> list[Line]:
    """Return a line for each place of an address with which something is amiss, the worst first."""
    order = list(OUTCOMES)
    found = []
    for address in addresses:
        history = results.get(address.url, ())
        name = outcome(history)
        if name and (with_fine or name != "fine"):
            found += [_line(address, place, name, history) for place in address.places]
    return sorted(found, key=lambda one: (order.index(one.outcome), one.file, one.key))


def _line(address: Address, place, name: str, history: History) -> Line:
    first, last = since(history), history[-1]
    return Line(
        name, place.file, place.key, place.organisation, address.url, first.isoformat() if first else "",
        last.on.isoformat(), last.status, last.to, suggestion(history),
    )  # fmt: skip


def render(format: str, found: list[Line], numbers: Mapping[str, int], today: date) -> bytes:
    """Return the report in one of FORMATS as the bytes of a file, UTF-8 (CSV with a byte-order mark)."""
    if format == "json":
        told = {"today": today.isoformat(), "counts": dict(numbers), "links": [asdict(one) for one in found]}
        return json.dumps(told, ensure_ascii=False, indent=2).encode() + b"\n"
    return _csv(found) if format == "csv" else _markdown(found, numbers, today)


def _csv(found: list[Line]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(Line.__dataclass_fields__)
    writer.writerows([csv_cell(cell) for cell in asdict(one).values()] for one in found)
    return out.getvalue().encode("utf-8-sig")


def _markdown(found: list[Line], numbers: Mapping[str, int], today: date) -> bytes:
    said = ", ".join(f"{number:,} {OUTCOMES.get(name, name)}" for name, number in numbers.items())
    parts = [
        f"# Links of the catalogue, {long(today)}",
        f'{said or "Nobody looked yet"}. "Dead" is said after three failures on three days, spread over a week, with '
        "nothing else between; before that a failure is only named.",
    ]
    for name in OUTCOMES:
        those = [one for one in found if one.outcome == name]
        if those:
            parts += [f"## {OUTCOMES[name].capitalize()} ({count(len(those), 'place')})"]
            parts += ["\n".join(_item(one) for one in those)]
    return ("\n\n".join(parts) + "\n").encode()


def _item(one: Line) -> str:
    status = f", HTTP {one.status}" if one.status else ""
    days = f"since {one.since}, seen {one.seen}" if one.since != one.seen else f"seen {one.seen}"
    more = f"\n  {markdown(one.suggestion)}" if one.suggestion else ""
    return f"- {markdown(one.file)}, {markdown(one.key)}: <{one.address}> ({days}{status}){more}"
