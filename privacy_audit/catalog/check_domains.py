"""Two files with one domain are one organisation written down twice, unless one of them names the other."""

from collections.abc import Iterable, Iterator, Mapping

from ..text import fold
from .check_files import Fault


def by_domain(organisations: Mapping[str, dict]) -> dict[str, list[str]]:
    """Return the ids of the organisations of each domain."""
    found: dict[str, list[str]] = {}
    for id, raw in organisations.items():
        for domain in dict.fromkeys(_texts(raw.get("domains"))):
            found.setdefault(domain, []).append(id)
    return found


def domain_faults(id: str, raw: dict, organisations: Mapping[str, dict], index: dict) -> Iterator[Fault]:
    """Yield the domains of an organisation that others have too which it does not know, nor they it."""
    for number, domain in enumerate(_texts(raw.get("domains"))):
        strange = [other for other in index.get(domain, ()) if other != id]
        strange = [other for other in strange if not _related(id, raw, other, organisations[other])]
        if strange:
            mend = f'add family = ["{strange[0]}"] or the same parent if they belong together, or take the domain out'
            yield Fault(("domains", number), f'"{strange[0]}" has the domain {domain} too', mend)


def _related(id: str, raw: dict, other_id: str, other: dict) -> bool:
    """Whether one of two names the other: as family, as covered by an act, or by the owner."""
    return _names(raw, other_id, other) or _names(other, id, raw)


def _names(raw: dict, other_id: str, other: dict) -> bool:
    named = {*_texts(raw.get("family")), *(key.partition("/")[0] for key in _covers(raw))}
    owners = {fold(owner) for owner in _texts([other.get("parent"), other.get("legal_name"), other.get("name")])}
    parent = raw.get("parent")
    return other_id in named or other.get("name") in named or (isinstance(parent, str) and fold(parent) in owners)


def _covers(raw: dict) -> Iterator[str]:
    actions = raw.get("actions")
    for action in actions if isinstance(actions, list) else ():
        if isinstance(action, dict):
            yield from _texts(action.get("covers"))


def _texts(value: object) -> list[str]:
    several = isinstance(value, Iterable) and not isinstance(value, str)
    return [one for one in value if isinstance(one, str)] if several else []
