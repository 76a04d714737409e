"""Which known breaches concern organisations that the person said hold them: by domain, here on this machine.

A breach belongs to the organisation with its domain, or with the nearest one above it (``forum.example.com`` to
``example.com``), never to one with a domain below it. One that names no site belongs to an organisation only when its
title is exactly that one's name. Owners and former names match nothing: a leak of one firm says nothing of its sister.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from ..audit.standing import Life, Standing
from ..catalog.catalog import Catalog
from ..ledger.events import Event
from ..text import fold
from .breach import Breach
from .errors import NoSuchBreach
from .reading import domain, newest_first
from .told import Telling, tellings

#: The change in a life that a breach is.
CHANGE = "breach"
#: A breach was recorded when the person recorded one of that organisation within these days of it: dates are rough,
#: and people hear of it when it becomes known.
_EARLIER, _LATER = timedelta(days=31), timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Match:
    """One breach at an organisation that the person said holds them, and what they had told of it.

    `also` are others of theirs with the same domain; `by` is "domain", or "name" where the breach names no site.
    `recorded` tells whether they have recorded it as a change in their life.
    """

    breach: Breach
    organisation: str
    telling: Telling
    by: str = "domain"
    also: tuple[str, ...] = ()
    recorded: bool = False

    @property
    def told_before(self) -> bool:
        """Whether they had said before it leaked that it holds them."""
        return self.telling.before(self.breach.on)


@dataclass(frozen=True, slots=True)
class Found:
    """What concerns the person: breaches proper, and those that only name an organisation's domain; newest first."""

    matches: tuple[Match, ...] = ()
    apart: tuple[Match, ...] = ()

    def find(self, name: str) -> Match:
        """Return the match of a breach proper by its name. Raises NoSuchBreach naming the nearest."""
        by_name = {match.breach.name.casefold(): match for match in self.matches}
        if name.casefold() in by_name:
            return by_name[name.casefold()]
        for match in self.apart:
            if match.breach.name.casefold() == name.casefold():
                raise no_leak(match)
        import difflib

        near = difflib.get_close_matches(name.casefold(), by_name, n=3, cutoff=0.6)
        names = " or ".join(by_name[one].breach.name for one in near)
        hint = f"Did you mean {names}?" if near else "privacy-audit breaches lists those of who holds you."
        raise NoSuchBreach(f"No breach called {name!r} is among those of organisations that hold you. {hint}")


def no_leak(match: Match) -> NoSuchBreach:
    """Return why a match cannot be recorded as a leak of the organisation."""
    id, day = match.organisation, match.breach.on.isoformat()
    return NoSuchBreach(
        f"{match.breach.title} is no leak of theirs ({match.breach.apart}): nothing was recorded. To record one still: "
        f"privacy-audit event breach --organisation {id} --on {day}"
    )


class Domains:
    """The organisations of a catalogue by their domains."""

    def __init__(self, catalog: Catalog):
        self._ids: dict[str, list[str]] = {}
        for id in catalog:
            for name in catalog.as_filed(id).get("domains", ()):
                self._ids.setdefault(domain(name), []).append(id)

    def of(self, name: str) -> list[str]:
        """Return the ids of the organisations with this domain, or with the nearest above it that anybody has."""
        labels = domain(name).split(".")
        for start in range(len(labels) - 1):
            found = self._ids.get(".".join(labels[start:]))
            if found:
                return found
        return []


def found(catalog: Catalog, standing: Standing, events: Iterable[Event], breaches: Iterable[Breach]) -> Found:
    """Return the breaches of a list that concern organisations that the person said hold or held them."""
    held = tellings(catalog, standing, events)
    domains, names = Domains(catalog), _names(catalog, held)
    matches = []
    for breach in newest_first(breaches):
        ids = [id for id in domains.of(breach.domain) if id in held]
        by = "domain" if breach.domain else "name"
        if not breach.domain:
            ids = names.get(fold(breach.title), [])
        if ids:
            matches.append(_match(catalog, standing.life, held, breach, ids, by))
    proper = tuple(match for match in matches if not match.breach.apart)
    return Found(proper, tuple(match for match in matches if match.breach.apart))


def is_recorded(life: Iterable[Life], breach: Breach, ids: Iterable[str]) -> bool:
    """Whether a breach of one of these organisations was recorded about when this one happened or became known."""
    known = max(breach.on, breach.added or breach.on)
    span = (_floor(breach.on), _ceiling(known))
    return any(one.change == CHANGE and one.organisation in ids and span[0] <= one.on <= span[1] for one in life)


class Records(Protocol):
    """What records a change in a life: a session."""

    def life(self, change: str, day: date | None = None, organisation: str = "", note: str = "") -> Event:
        """Record a change of a day."""


def record(session: Records, match: Match) -> Event:
    """Record a breach as a change in the person's life, on its own day: what was done since then stands.

    Returns the event, the earlier one where it was recorded before. Raises NoSuchBreach, CatalogError or LedgerError.
    """
    if match.breach.apart:
        raise no_leak(match)
    return session.life(CHANGE, match.breach.on, match.organisation, match.breach.title)


def _match(
    catalog: Catalog, life: Iterable[Life], held: Mapping[str, Telling], breach: Breach, ids: list[str], by: str
) -> Match:
    ids = sorted(ids, key=lambda id: (fold(catalog.get(id).name) != fold(breach.title), len(id), id))
    recorded = is_recorded(life, breach, ids)
    return Match(breach, ids[0], held[ids[0]], by, tuple(ids[1:]), recorded)


def _names(catalog: Catalog, ids: Iterable[str]) -> dict[str, list[str]]:
    """Return the organisations by each of their names and brands, folded."""
    found: dict[str, list[str]] = {}
    for id in ids:
        one = catalog.get(id)
        for name in {fold(name) for name in (one.name, one.legal_name, *one.brands) if name}:
            found.setdefault(name, []).append(id)
    return found


def _floor(day: date) -> date:
    return day - _EARLIER if day - date.min > _EARLIER else date.min


def _ceiling(day: date) -> date:
    return day + _LATER if date.max - day > _LATER else date.max
