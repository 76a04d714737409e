"""A difference between two editions as lines for people, and as JSON for programs; and a register's state in words."""

from collections import Counter
from typing import Any

from ..dates import as_known
from ..text import count
from .keeping import Change, Difference, InUse
from .matching import Known
from .states import state_of
from .words import ANSWERS, regulated, reported, year_of

#: What an edition says otherwise than before, of one and of several brokers.
_FIELDS = {
    "name": ("has another name", "have another name"),
    "url": ("has another page for requests", "have another page for requests"),
    "domains": ("names other sites", "name other sites"),
    "also": ("uses other names", "use other names"),
    "answers": ("says otherwise than before what it collects or gives away",
                "say otherwise than before what they collect or give away"),
    "laws": ("says otherwise than before which laws regulate it", "say otherwise than before which laws regulate them"),
    "metrics": ("has other figures about requests", "have other figures about requests"),
}  # fmt: skip
#: The same where nothing of it was known before.
_FIRST = {
    "answers": ("says now what it collects or gives away", "say now what they collect or give away"),
    "laws": ("says now which laws regulate it", "say now which laws regulate them"),
    "metrics": ("has figures about requests now", "have figures about requests now"),
}
#: What is shown one by one; answers and figures change for nearly everybody each year.
_SHOWN = ("name", "url", "domains", "also")


def heading(found: Difference) -> str:
    """Return what the edition is: "California's data broker register as of 24 November 2026: 603 brokers"."""
    state = state_of(found.edition.state)
    number = count(len(found.edition.brokers), "broker")
    kind = ", with older filings" if found.edition.kind == "complete" else ""
    left = f"; {count(found.edition.left_out, 'line')} without a name left out" if found.edition.left_out else ""
    return f"{state.name} as of {as_known(found.as_of)}{kind}: {number}{left}"


def summary(found: Difference) -> list[str]:
    """Return the difference in a few lines."""
    matched = found.matched
    if found.is_empty:
        return ["Nothing differs from the register in use."]
    parts = [f"{len(matched.new):,} new", f"{len(matched.gone):,} no longer on it", f"{len(found.changed):,} changed"]
    lines = [", ".join(parts) + f", {found.same:,} as before."]
    if found.older:
        lines.append(
            "This edition is older than the register in use: it only fills in what that does not know; nobody comes or "
            "goes."
        )
    if len(matched.gone) > len(matched.pairs):
        lines.append("More would go than stay. If that is no surprise to you, go on; otherwise the file may lack some.")
    known: Counter[str] = Counter()
    first: Counter[str] = Counter()
    for change in found.changed:
        for field, (old, _) in change.fields.items():
            (known if old or field not in _FIRST else first)[field] += 1
    for counted, table in ((known, _FIELDS), (first, _FIRST)):
        lines += [f"{counted[field]:,} {one if counted[field] == 1 else many}." for field, (one, many) in table.items()
                  if counted[field]]  # fmt: skip
    back = sum(bool(change.known.gone) for change in found.changed)
    return lines + ([f"{back:,} {'is' if back == 1 else 'are'} back on it."] if back else [])


def rows(found: Difference) -> list[tuple[str, str, str]]:
    """Return a row for each broker that comes, goes or changes otherwise than in answers and figures.

    A row is its id, "new", "gone" or "changed", and the words.
    """
    made = [(one.id, "new", _called(one.broker.name, one.broker.domains)) for one in found.matched.new]
    made += [(one.id, "gone", _called(one.broker.name, one.broker.domains)) for one in found.matched.gone]
    for change in found.changed:
        words = [f"{_NOUNS[field]} {_value(old)} → {_value(new)}" for field, (old, new) in _plain(change).items()]
        words = ["back on it", *words] if change.known.gone else words
        if words:
            made.append((change.known.id, "changed", f"{change.broker.name}: {'; '.join(words)}"))
    return made


def details(found: Difference, id: str) -> str:
    """Return all that changes about one broker, in a line."""
    for change in found.changed:
        if change.known.id == id:
            told = change.broker
            words = [f"{_NOUNS[field]} {_value(old)} → {_value(new)}" for field, (old, new) in _plain(change).items()]
            if "metrics" in change.fields and told.metrics:
                figures = {"year": told.metrics.year, "kinds": told.metrics.kinds}
                words.append(f"reported {year_of(figures)}: {reported(figures)}".replace("  ", " "))
            if "answers" in change.fields:
                said = [text for answer, text in ANSWERS.items() if told.answers.get(answer)]
                words.append(f"says yes to: {', '.join(said) or 'nothing'}")
            if "laws" in change.fields:
                words.append(f"regulated by: {regulated(told.laws) or 'none named'}")
            return "; ".join(words)
    return ""


def as_json(found: Difference, taken_over: bool) -> dict[str, Any]:
    """Return the difference as JSON has it."""
    edition, matched = found.edition, found.matched
    return {
        "state": edition.state,
        "source": found.source,
        "as_of": found.as_of,
        "kind": edition.kind,
        "older": found.older,
        "brokers": len(edition.brokers),
        "left_out": edition.left_out,
        "same": found.same,
        "new": [_named(one) | {"url": one.broker.opt_out or None} for one in matched.new],
        "gone": [_named(one) for one in matched.gone],
        "changed": [
            {
                "id": change.known.id,
                "name": change.broker.name,
                "back": bool(change.known.gone),
                "what": [{"field": field, "before": old, "after": new} for field, (old, new) in change.fields.items()],
            }
            for change in found.changed
        ],
        "taken_over": taken_over,
    }


def _named(one: Known) -> dict[str, Any]:
    return {"id": one.id, "name": one.broker.name, "domains": list(one.broker.domains)}


def in_words(one: InUse) -> str:
    """Return how a register stands: "603 brokers as of 24 November 2026, figures for 2024"."""
    if not one.as_of:
        return "none yet"
    gone = f", {one.gone:,} no longer on it" if one.gone else ""
    figures = f", figures for {one.figures_of}" if one.figures_of else ""
    origin = " (came with the program)" if one.shipped else ""
    return f"{count(one.brokers, 'broker')} as of {as_known(one.as_of)}{gone}{figures}{origin}"


def register_as_json(one: InUse) -> dict[str, Any]:
    """Return a register as JSON has it."""
    return {
        "state": one.state.id,
        "name": one.state.name,
        "as_of": one.as_of or None,
        "brokers": one.brokers,
        "gone": one.gone,
        "figures_of": one.figures_of,
        "source": one.source or None,
        "shipped": one.shipped,
        "before": one.before or None,
        "page": one.state.page,
        "file": one.state.file or None,
    }


_NOUNS = {"name": "name", "url": "page", "domains": "sites", "also": "further names"}


def _plain(change: Change) -> dict[str, tuple[Any, Any]]:
    return {field: values for field, values in change.fields.items() if field in _SHOWN}


def _called(name: str, domains: tuple[str, ...]) -> str:
    return f"{name} ({domains[0]})" if domains else name


def _value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value[:3])) + (f" and {len(value) - 3} more" if len(value) > 3 else "")
    return str(value) if value else "none"
