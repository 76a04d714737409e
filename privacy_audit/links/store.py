"""The results of looking at addresses.

Looks at the whole catalogue are in a file of their own: they say nothing about the person. Which addresses were chosen
for somebody tells who concerns them, so that looks at those are in their ledger, with its encryption.
"""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from .. import folders
from ..disk import put
from ..ledger import seen
from ..ledger.store import Ledger
from ..text import clean
from .addresses import plain_address
from .outcomes import KINDS, Look, with_look

FORMAT = 1
#: Under which looks at what was chosen for somebody are kept in the ledger.
WHAT = "links"
#: A larger file is something else.
SIZE_LIMIT = 20_000_000
Results = dict[str, tuple[Look, ...]]
_read: tuple[tuple, Results] | None = None


def path() -> Path:
    """Return where the results are kept."""
    return folders.public() / "links.json"


def read() -> Results:
    """Return the looks at each address; nothing where there is no file, or none that can be read.

    A file that did not change since is not read again. The result is not to be changed.
    """
    global _read
    try:
        state = path().stat()
        key = (str(path()), state.st_mtime_ns, state.st_size, state.st_ino)
        if _read is None or _read[0] != key:
            _read = (key, _parse(path().read_bytes()) if state.st_size <= SIZE_LIMIT else {})
    except OSError:
        return {}
    return _read[1]


def of(ledger: Ledger, person: str) -> Results:
    """Return the looks at each address, those at what was chosen for somebody among them. Raises LedgerError."""
    results = dict(read())
    for url, looks in _chosen(ledger, person).items():
        for look in looks:
            results[url] = with_look(results.get(url, ()), look)
    return results


def add_chosen(ledger: Ledger, person: str, today: date, looks: Mapping[str, Look]) -> None:
    """Add one look at each of some addresses that were chosen for somebody. Raises LedgerError."""
    known = _chosen(ledger, person)
    told = {url: [as_dict(one) for one in with_look(known.get(url, ()), look)] for url, look in looks.items()}
    seen.see_all(ledger, person, WHAT, today, {url: {"looks": raw} for url, raw in told.items()})


def _chosen(ledger: Ledger, person: str) -> Results:
    found = seen.seen(ledger, person, WHAT)
    return {url: _understood(one.data.get("looks")) for url, one in found.items() if plain_address(url)}


def _understood(raw: object) -> tuple[Look, ...]:
    try:
        return _looks(raw) if isinstance(raw, list) else ()
    except (ValueError, KeyError, TypeError, AttributeError):
        return ()


def add(looks: Mapping[str, Look]) -> None:
    """Add one look at each of some addresses of the catalogue, all of them or none. Raises OSError."""
    results = dict(read())
    for url, look in looks.items():
        results[url] = with_look(results.get(url, ()), look)
    _write(results)


def as_dict(look: Look) -> dict:
    """Return a look for JSON; what is not known is left out."""
    told = {"on": look.on.isoformat(), "kind": look.kind, "status": look.status, "to": look.to}
    return {name: value for name, value in told.items() if value}


def _write(results: Results) -> None:
    told = {url: [as_dict(look) for look in looks] for url, looks in results.items()}
    data = json.dumps({"format": FORMAT, "addresses": told}, ensure_ascii=False, separators=(",", ":")).encode()
    folder = path().parent
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    put(path(), data)


def _parse(data: bytes) -> Results:
    """Return what a file says, as far as it can be understood."""
    try:
        told = json.loads(data)
        addresses = told["addresses"] if told["format"] == FORMAT else {}
        return {url: looks for url, raw in addresses.items() if plain_address(url) and (looks := _looks(raw))}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _looks(raw: list[dict]) -> tuple[Look, ...]:
    found: tuple[Look, ...] = ()
    for one in raw:
        if one.get("kind") in KINDS:
            status = one.get("status", 0)
            to = plain_address(clean(one.get("to", ""), 2000))
            look = Look(date.fromisoformat(one["on"]), one["kind"], status if isinstance(status, int) else 0, to)
            found = with_look(found, look)
    return found
