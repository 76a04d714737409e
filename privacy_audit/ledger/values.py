"""What the ledger hands out: a person, one date that is due, one piece of evidence."""

from dataclasses import dataclass
from datetime import date

from .events import Event

#: Days from one audit to the next, unless the person says otherwise.
AUDIT_DAYS = 90
#: The media type of a file whose name tells nothing (RFC 2046).
USUAL_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who audits themselves. Nothing but a label and a region is needed."""

    id: str
    label: str
    region: str
    born: int | None = None
    audit_days: int = AUDIT_DAYS


@dataclass(frozen=True, slots=True)
class DueEntry:
    """One date on which something should be looked at, with the rule that gave it, in words."""

    on: date
    kind: str
    key: str
    text: str
    rule: str


#: Kinds of date that follow from more than one action: derived anew with every record.
SHARED = ("re-audit", "life")


@dataclass(frozen=True, slots=True)
class Derived:
    """What is due: all entries of the actions with these keys and of the kinds in SHARED; of everything for None."""

    entries: list[DueEntry]
    keys: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """One piece of evidence as the person's log names it: what it is, to which action it belongs, of which day."""

    event: str
    key: str
    on: date
    hash: str
    name: str
    type: str
    size: int


def kept_by(event: Event) -> Kept:
    """Return what an event of kind ``evidence`` names."""
    data = event.data
    key = f"{event.organisation}/{event.action}"
    on = date.fromisoformat(data["on"])
    return Kept(event.id, key, on, data["hash"], data["name"], data.get("type", USUAL_TYPE), data["size"])
