"""Counting the organisations, theme by theme. The person is never counted or scored."""

from dataclasses import dataclass
from datetime import date

from ..catalog.catalog import Catalog
from ..ledger.store import DueEntry
from .due import as_of, derive
from .reach import reached_statuses
from .standing import Standing, holding

_ASKED = ("asked", "acknowledged", "extended", "confirmed", "verified", "refused", "relisted")
_DONE = ("confirmed", "verified")


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """How many organisations of one theme hold the person, and how many were asked, say done, and were seen gone.

    `possible` counts those who may hold somebody of this region; `answered` those the person said something about.
    """

    theme: str
    title: str
    possible: int = 0
    answered: int = 0
    known: int = 0
    presumed: int = 0
    asked: int = 0
    done: int = 0
    gone: int = 0


@dataclass(frozen=True, slots=True)
class TheyDid:
    """How organisations have behaved so far."""

    late: int = 0
    refused: int = 0
    came_back: int = 0


def by_theme(catalog: Catalog, standing: Standing) -> list[ThemeCount]:
    """Return one count for each theme, in the order of the walk."""
    statuses: dict[str, set[str]] = {}
    for key, state in standing.actions.items():
        statuses.setdefault(catalog.current_id(key.partition("/")[0]), set()).add(state.status)
    through = reached_statuses(catalog, standing)
    rows: dict[str, dict[str, int]] = {theme: dict.fromkeys(_COLUMNS, 0) for theme in catalog.theme_titles}
    region = standing.region
    for id in catalog:
        if catalog.tier_of(id) == "curated" and catalog.may_hold(id, region) and catalog.theme_of(id) in rows:
            rows[catalog.theme_of(id)]["possible"] += 1
    for id in {*catalog.presumed_in(region), *map(catalog.current_id, standing.answers), *statuses}:
        if id in catalog:
            _count_one(catalog, standing, id, statuses.get(id, set()), through.get(id, set()), rows)
    return [ThemeCount(theme, title, **rows[theme]) for theme, title in catalog.theme_titles.items()]


_COLUMNS = ("possible", "answered", "known", "presumed", "asked", "done", "gone")


def _count_one(
    catalog: Catalog, standing: Standing, id: str, statuses: set[str], through: set[str], rows: dict
) -> None:
    """Count one organisation. What an act elsewhere did for it counts only where it holds the person."""
    row = rows.get(catalog.theme_of(id))
    if row is None:
        return
    row["answered"] += id in standing.answers
    for name, so in how_far(holding(catalog, standing, id), statuses, through).items():
        row[name] += so


def how_far(held: str, statuses: set[str], through: set[str]) -> dict[str, bool]:
    """Return how far it has come with one organisation: whether it counts as known, presumed, asked, done, gone.

    `held` is how it stands to the person (see `standing.holding`), `statuses` are those of its actions, `through`
    those of acts elsewhere that reach it (see `reach.reached_statuses`).
    """
    touched = bool(statuses & set(_ASKED))
    also = through if held in ("yes", "past", "presumed") else set()
    return {
        "known": held in ("yes", "past") or (touched and held != "presumed"),
        "presumed": held == "presumed",
        "asked": touched or bool(also),
        "done": bool((statuses | also) & set(_DONE)),
        "gone": "verified" in statuses,
    }


def total(counts: list[ThemeCount]) -> ThemeCount:
    """Return the sum over all themes."""
    sums = {name: sum(getattr(row, name) for row in counts) for name in _COLUMNS}
    return ThemeCount("", f"{len(counts)} themes", **sums)


def they_did(catalog: Catalog, standing: Standing, today: date, entries: list[DueEntry] | None = None) -> TheyDid:
    """Return how many answers are late, how many requests were refused, and how many came back.

    `entries` are the dates that follow from the records, where they are derived already.
    """
    known = derive(catalog, standing) if entries is None else entries
    late = sum(entry.kind == "late" for entry in as_of(known, today))
    states = standing.actions.values()
    return TheyDid(late, sum(s.status == "refused" for s in states), sum(s.relisted for s in states))
