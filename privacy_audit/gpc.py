"""Global Privacy Control: what organisations state of it, and which laws oblige them to obey the signal.

An organisation may say in ``/.well-known/gpc.json`` that it means to obey the signal (W3C, Global Privacy Control, "GPC
Support Resource"). That is what they state: whether they do can be seen only by looking.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .audit.standing import Standing
from .catalog.catalog import Catalog
from .catalog.law import Law
from .catalog.model import Organisation
from .dates import long, short
from .text import clean

#: Under which name the findings are kept in the ledger.
WHAT = "gpc"
PATH = "/.well-known/gpc.json"
#: The same after "what it states:".
SAYS_IN_SHORT = {
    "yes": "that it honours the signal",
    "no": "that it does not honour it",
    "nothing": "nothing",
    "unreadable": "something that cannot be read",
    "": "not asked yet",
}
#: How many domains of one organisation are asked, at most.
DOMAINS = 3
#: What a statement can be, in words.
SAYS = {
    "yes": "states that it honours the signal",
    "no": "states that it does not honour the signal",
    "nothing": "states nothing",
    "unreadable": "has a statement that cannot be read",
}
#: Which of several statements counts, where an organisation has several domains.
_RANK = ("yes", "no", "unreadable", "nothing")


@dataclass(frozen=True, slots=True)
class Statement:
    """What was stated: one of SAYS, the day that the statement gives itself, and the domain that was asked."""

    says: str
    updated: str = ""
    domain: str = ""

    def as_dict(self) -> dict:
        """Return it as the ledger keeps it."""
        return {"says": self.says, "updated": self.updated, "domain": self.domain}


@dataclass(frozen=True, slots=True)
class Row:
    """One organisation that holds the person, and what it was seen to state; `on` is None where nobody asked."""

    organisation: str
    name: str
    domains: tuple[str, ...]
    on: date | None = None
    says: str = ""
    updated: str = ""
    domain: str = ""

    @property
    def words(self) -> str:
        """What it states, in words."""
        return SAYS.get(self.says, "not asked yet")


def parse(status: int, type: str, body: bytes, domain: str = "") -> Statement:
    """Read an answer to a request for the statement. Members other than ``gpc`` and ``lastUpdate`` do not matter.

    No such page, or a page for people in its place, states nothing. What is there but is not as the standard has it, a
    ``gpc`` that is a text for instance, is unreadable: it is neither yes nor no.
    """
    if status != 200 or type in ("text/html", "application/xhtml+xml"):
        return Statement("nothing", domain=domain)
    try:
        told = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        looks_like_page = body.lstrip()[:1] in (b"", b"<")
        return Statement("nothing" if looks_like_page else "unreadable", domain=domain)
    if not isinstance(told, dict) or not isinstance(told.get("gpc"), bool):
        return Statement("unreadable", domain=domain)
    return Statement("yes" if told["gpc"] else "no", _day(told.get("lastUpdate")), domain)


def strongest(statements: Iterable[Statement]) -> Statement | None:
    """Return the statement that counts for an organisation with several domains, or None where there is none."""
    return min(statements, key=lambda one: _RANK.index(one.says), default=None)


def asked_of(catalog: Catalog, standing: Standing, only: Iterable[str] = ()) -> list[Organisation]:
    """Return the organisations to ask: those that the person said hold them and whose domains are known.

    `only` names some of them. Raises CatalogError for one that is not known.
    """
    named = {catalog.get(id).id for id in only}
    held = [catalog.get(id) for id, answer in standing.answers.items() if answer == "yes" and id in catalog]
    found = [one for one in held if one.domains and (not named or one.id in named)]
    return sorted(found, key=lambda one: (one.name.casefold(), one.id))


def rows(catalog: Catalog, standing: Standing, seen: Mapping[str, object]) -> list[Row]:
    """Return what each of them was last seen to state; `seen` is what the ledger has under WHAT, by organisation."""
    return [_row(catalog, one, seen) for one in asked_of(catalog, standing)]


def _row(catalog: Catalog, one: Organisation, seen: Mapping) -> Row:
    found = next((seen[id] for id in (one.id, *one.formerly) if id in seen), None)
    domains = one.domains[:DOMAINS]
    if found is None or found.data.get("says") not in SAYS:
        return Row(one.id, one.name, domains)
    told = {name: clean(found.data.get(name, ""), 200) for name in ("says", "updated", "domain")}
    return Row(one.id, one.name, domains, found.on, **told)


def obliging(catalog: Catalog, region: str, today: date) -> list[Law]:
    """Return the laws of where a person lives under which whom they bind has to obey the signal today."""
    return [
        law
        for law in catalog.laws_of_place(region)
        if any(right.must_honour_gpc for right in law.rights)
        and not law.bill
        and (law.in_force == "yes" or (law.in_force != "no" and (law.effective or "9") <= today.isoformat()))
    ]


def law_in_words(catalog: Catalog, region: str, today: date) -> str:
    """Say whether a law of where the person lives obliges businesses to obey the signal."""
    laws = obliging(catalog, region, today)
    place = f"where you live ({catalog.regions.name(region)})"
    if not laws:
        return f"No law that is known here obliges businesses {place} to obey the signal; it asks them all the same."
    names = " and ".join(law.name for law in laws)
    return f"W{place[1:]} businesses that the law binds must obey the signal, whatever they state: {names}."


def seen_in_words(row: Row, today: date) -> str:
    """Return what an organisation states, with its own day and the day on which it was seen."""
    if row.on is None:
        return row.words
    own = f", as of {long(date.fromisoformat(row.updated))}" if row.updated and row.says in ("yes", "no") else ""
    return f"{row.words}{own} (seen {short(row.on, today)})"


def _day(value: object) -> str:
    """Return the day of a date or time as RFC 3339 writes it; "" where it is none, or lies outside all reason."""
    try:
        day = date.fromisoformat(str(value)[:10]) if isinstance(value, str) else None
    except ValueError:
        day = None
    return day.isoformat() if day and 2019 < day.year < 2200 else ""
