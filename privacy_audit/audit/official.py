"""What an organisation itself reported to a state's register: its own answers and figures, not this program's."""

from typing import Any

from ..catalog.catalog import Catalog
from ..dates import as_known
from ..registers.broker import FIGURES
from ..registers.words import adds_up, collects, regulated, reported, shares, year_of

_GONE = "it may have closed, been renamed or bought, or say that it no longer sells data; what you recorded stays"


def official(catalog: Catalog, id: str) -> dict[str, Any] | None:
    """Return the yearly figures that an organisation reported, as JSON has them; None where a register has none.

    Of several registrants of one organisation the one with the most requests comes first, the others stand in `also`:
    their figures are never added up.
    """
    found = sorted((one for one in _reports(catalog, id) if one.get("metrics")), key=_received, reverse=True)
    if not found:
        return None
    first, *others = map(_as_json, found)
    return first | ({"also": others} if others else {})


def official_in_words(catalog: Catalog, id: str) -> str:
    """Return the figures in a line: "as they reported to California for 2024: 1,200 requests to delete (…); …"."""
    return " · ".join(
        _figures(one) for one in sorted(_reports(catalog, id), key=_received, reverse=True) if _figures(one)
    )


def facts(catalog: Catalog, id: str) -> list[tuple[str, str]]:
    """Return what an organisation told the registers, as names and texts: what it collects, gives away, which laws."""
    found = []
    for one in _reports(catalog, id):
        place, answers = one["place"], one.get("answers", {})
        since = f"no longer on {place}'s register as of {as_known(one['gone'])}; {_GONE}" if one.get("gone") else ""
        told = (
            ("Register", since or f"{place}'s, filed by {one['name']}, as of {as_known(one['as_of'])}"),
            (f"Told {place}", _sentence("that it collects", collects(answers))),
            (f"Told {place}", _sentence("that within a year it gave or sold data to", shares(answers))),
            (f"Told {place}", _sentence("that it is regulated by", regulated(one.get("laws", {})))),
            ("Their figures", _figures(one)),
        )
        found += [(name, text) for name, text in told if text]
    return found


def _reports(catalog: Catalog, id: str) -> list[dict[str, Any]]:
    return catalog.as_filed(catalog.current_id(id)).get("registered", []) if id in catalog else []


def _sentence(words: str, said: str) -> str:
    return f"{words}: {said}" if said else ""


def _figures(one: dict[str, Any]) -> str:
    metrics = one.get("metrics")
    if not metrics:
        return ""
    return " ".join(filter(None, ("as they reported to", one["place"], year_of(metrics)))) + f": {reported(metrics)}"


def _received(one: dict[str, Any]) -> int:
    kinds = (one.get("metrics") or {}).get("kinds", {})
    return sum(figures.get("received") or 0 for figures in kinds.values())


def _as_json(one: dict[str, Any]) -> dict[str, Any]:
    kinds = {
        kind: {name: figures.get(name) for name in FIGURES} | {"adds_up": adds_up(figures)}
        for kind, figures in one["metrics"]["kinds"].items()
    }
    told = {"state": one["state"], "register": one["register"], "registrant": one["name"], "as_of": one["as_of"]}
    return {"year": one["metrics"]["year"], **told, "kinds": kinds}
