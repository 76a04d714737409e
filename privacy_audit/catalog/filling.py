"""Filling a person's own words into web addresses, on this machine: nothing is looked up here."""

import re
from collections.abc import Mapping
from urllib.parse import quote

from ..text import clean, safe_url

#: What the address of a site's own list may be filled with.
ADDRESS_PLACES = ("first", "last", "city", "state", "phone")
#: What a web search for oneself may be filled with.
SEARCH_PLACES = (*ADDRESS_PLACES, "email", "employer", "street", "school", "username")
_PLACE = re.compile(r"\{([^{}]*)\}")
_VALUE_LIMIT = 100


def places(template: str) -> list[str]:
    """Return the names of what a template has to be filled with, in order."""
    return list(dict.fromkeys(_PLACE.findall(template)))


def fill(template: str, values: Mapping[str, str]) -> str | None:
    """Return an address template filled with percent-encoded values, or None where a value is missing."""
    return _address(template, _typed(template, values), lambda text, place: quote(text, safe=""))


def fill_address(template: str, values: Mapping[str, str]) -> str | None:
    """Return the address of a site's own list: as `fill`, with hyphens for spaces in the path."""
    path_end = template.find("?") if "?" in template else len(template)
    words = {name: text.strip("./\\ ") for name, text in _typed(template, values).items()}

    def encode(text: str, place: int) -> str:
        return quote(text if place > path_end else "-".join(text.split()), safe="")

    return _address(template, {name: text for name, text in words.items() if text}, encode)


def search_address(engine: str, query: str, values: Mapping[str, str]) -> str | None:
    """Return the address at which a search engine looks for a query, or None where a value is missing."""
    typed = _typed(query, values)
    if len(typed) < len(places(query)):
        return None
    words = _PLACE.sub(lambda place: typed[place[1]], query)
    return _address(engine, {"query": words}, lambda text, place: quote(text, safe=""))


def _typed(template: str, values: Mapping[str, str]) -> dict[str, str]:
    """Return the values that a template asks for, clean and without quotes, those that are empty left out."""
    words = {name: clean(clean(values.get(name) or "").replace('"', " "), _VALUE_LIMIT) for name in places(template)}
    return {name: text for name, text in words.items() if text}


def _address(template: str, typed: Mapping[str, str], encode) -> str | None:
    if len(typed) < len(places(template)):
        return None
    address = _PLACE.sub(lambda place: encode(typed[place[1]], place.start()), template)
    return address if safe_url(address) == address else None
