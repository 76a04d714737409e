"""The records of the organisations as JSON and CSV: how each behaved, in plain counts and days."""

import csv
import io
import json
from collections.abc import Sequence

from ..audit.official import official, official_in_words
from ..audit.scorecard import Card, Request, name_of
from ..catalog.catalog import Catalog
from ..text import clean, csv_cell

FORMATS = ("csv", "json")
COLUMNS = (
    "organisation", "name", "theme", "asked", "answered", "days", "allowed", "late", "waiting_days", "refused",
    "came_back", "stayed_away_days", "more_wanted", "official",
)  # fmt: skip


def as_dicts(catalog: Catalog, cards: Sequence[Card]) -> list[dict]:
    """Return the records with the keys that the command line promises.

    `days` and `allowed` are those of the answered requests, in the order of asking; null where no term is known.
    `official` has the yearly figures that the organisation itself reported to a register, null where it has none.
    """
    return [_as_dict(catalog, card) for card in cards]


def render(catalog: Catalog, cards: Sequence[Card], format: str) -> bytes:
    """Return the records as the bytes of a file, "csv" (UTF-8 with a byte-order mark) or "json"."""
    if format == "json":
        values = json.dumps(as_dicts(catalog, cards), ensure_ascii=False, indent=2, default=str)
        return f"{values}\n".encode()
    return as_csv(catalog, cards).encode("utf-8-sig")


def as_csv(catalog: Catalog, cards: Sequence[Card]) -> str:
    """Return a head row and one row for each record (RFC 4180); several days in a cell are parted by spaces."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for card, row in zip(cards, as_dicts(catalog, cards), strict=True):
        away = [one["stayed_away_days"] for one in row["came_back"]]
        waiting = [one["days"] for one in row["waiting"]]
        cells = row | {"came_back": len(away), "stayed_away_days": away, "waiting_days": waiting}
        cells["official"] = official_in_words(catalog, card.id)
        writer.writerow(csv_cell(_cell(cells[name])) for name in COLUMNS)
    return out.getvalue()


def _as_dict(catalog: Catalog, card: Card) -> dict:
    of_theme = card.id in catalog.theme_titles
    theme = card.id if of_theme else catalog.theme_of(card.id) if card.id in catalog else None
    return {
        "organisation": None if of_theme else clean(card.id),
        "name": clean(name_of(catalog, card)),
        "theme": theme,
        "asked": card.asked,
        "answered": len(card.answered),
        "days": [one.days for one in card.answered],
        "allowed": [one.allowed for one in card.answered],
        "late": card.late,
        "refused": card.refused,
        "came_back": [
            {"on": one.back.isoformat(), "stayed_away_days": one.days, "key": clean(one.key)} for one in card.came_back
        ],
        "official": None if of_theme else official(catalog, card.id),
        "waiting": [{"days": one.days, "allowed": one.allowed} for one in card.waiting],
        "more_wanted": card.more_wanted,
        "requests": [_request(one) for one in card.requests],
    }


def _request(one: Request) -> dict:
    return {
        "key": clean(one.key),
        "asked": one.asked.isoformat(),
        "answer": one.answer or None,
        "on": one.until.isoformat() if one.answer else None,
        "days": one.days,
        "allowed": one.allowed,
        "rule": one.rule or None,
        "late": one.late,
        "more_wanted": one.more_wanted,
    }


def _cell(value: object) -> object:
    if isinstance(value, list):
        return " ".join("?" if one is None else str(one) for one in value)
    return "" if value is None else value
