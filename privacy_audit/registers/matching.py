"""Which broker is which: a register names them anew each year, and people's records must keep their organisation."""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from ..catalog.catalog import Catalog
from ..text import fold
from .broker import Broker, as_dict

#: Ids of those known from a register only begin with it.
PREFIX = "reg-"
#: What follows a firm's name and says only its legal form.
_FORMS = frozenset(
    ("inc", "incorporated", "llc", "ltd", "limited", "corp", "corporation", "lp", "llp", "co", "gmbh", "plc", "pbc")
) | {"bv", "sa", "sarl", "ag", "oy", "ab", "as", "pte", "pvt", "pty"}
#: Left out of an id; the ids that the program came with leave out no more.
_ID_FORMS = frozenset(
    ("inc", "llc", "ltd", "limited", "corp", "corporation", "lp", "llp", "co", "gmbh", "plc", "bv", "sa")
)
_WORD = re.compile(r"[a-z0-9]+")
#: How alike two names with another first word must be (difflib's ratio) for a domain that several share to join them.
_ALIKE = 0.6
#: Kinds of organisations that may stand on a register of data brokers.
_BROKERS = frozenset(("data-broker", "people-search", "adtech"))


@dataclass(frozen=True, slots=True)
class Known:
    """A broker as it is in use: its id, and the organisation that describes it where a file does (`curated`).

    `weak` is one of which only the id and the describing organisation are known, so that nothing can differ.
    `gone` is the day since which it is off the register, "" while it is on.
    """

    id: str
    broker: Broker
    curated: str = ""
    weak: bool = False
    gone: str = ""


@dataclass(slots=True)
class Matched:
    """What a new edition's brokers are: pairs of a broker and who it was; those new, with their ids; those gone.

    `off` are those whom it does not have and who stay as they are: off the register already.
    """

    pairs: list[tuple[Broker, Known]] = field(default_factory=list)
    new: list[Known] = field(default_factory=list)
    gone: list[Known] = field(default_factory=list)
    off: list[Known] = field(default_factory=list)


def key(name: str) -> str:
    """Return a name to compare by: lower-case words without the legal form."""
    words = _WORD.findall(fold(name).replace("&", " and ").replace("'", ""))
    while len(words) > 1 and (words[-1] in _FORMS or len(words[-1]) == 1):
        words.pop()
    return " ".join(words)


def id_of(name: str) -> str:
    """Return the id that a name gives, as those have that the program came with: "reg-33across"."""
    words = _WORD.findall(fold(name).replace("&", " and "))
    while len(words) > 1 and words[-1] in _ID_FORMS:
        words.pop()
    return PREFIX + ("-".join(words)[:60].rstrip("-") or "broker")


def match(brokers: Iterable[Broker], known: Iterable[Known], catalog: Catalog) -> Matched:
    """Say for each broker of an edition which one in use it is; `known` are those of the same register.

    The state's number decides, then name with domain, the name, a further name, and a domain that nobody else has (a
    renamed broker). Who is new gets the id of the catalogue's broker of that name, or one made from the name.
    """
    left, found = list(brokers), Matched()
    order = {id(broker): place for place, broker in enumerate(left)}
    open_known = list(known)
    shared = _shared(left) | _shared(one.broker for one in open_known)
    ways = (_by_number, _by_name_and_domain, _by_name, _by_further_name, partial(_by_domain, shared=shared))
    for way in ways:
        left, open_known = way(left, open_known, found)
    found.pairs.sort(key=lambda pair: order[id(pair[0])])
    found.gone = [one for one in open_known if not one.gone]
    found.off = [one for one in open_known if one.gone]
    taken = {one.id for _, one in found.pairs} | {one.id for one in open_known}
    described = _described(catalog)
    for broker in left:
        one = _named(broker, catalog, taken, described)
        taken.add(one.id)
        found.new.append(one)
    return found


_Left = tuple[list[Broker], list[Known]]


def _by_number(left: list[Broker], known: list[Known], found: Matched) -> _Left:
    return _join(left, known, found, lambda broker: [broker.number] if broker.number else [])


def _by_name_and_domain(left: list[Broker], known: list[Known], found: Matched) -> _Left:
    return _join(left, known, found, lambda one: [f"{key(one.name)}|{domain}" for domain in one.domains])


def _by_name(left: list[Broker], known: list[Known], found: Matched) -> _Left:
    """Join by the name, or by the id that the name gives (of a weak one no name is known)."""
    table = _unique((k, one) for one in known for k in {key(one.broker.name), one.id} if k)
    return _pick(left, known, found, lambda one: [key(one.name), id_of(one.name)], table)


def _by_further_name(left: list[Broker], known: list[Known], found: Matched) -> _Left:
    return _join(left, known, found, lambda one: [key(name) for name in (one.name, *one.also)])


def _by_domain(left: list[Broker], known: list[Known], found: Matched, shared: set[str]) -> _Left:
    """Join by a domain: at once where it is only one's, by the likest name where several share it."""
    left, known = _join(left, known, found, lambda one: [domain for domain in one.domains if domain not in shared])
    rest = []
    for broker in left:
        sharing = [one for one in known if set(one.broker.domains) & set(broker.domains) and not one.weak]
        best = max(sharing, key=lambda one: _likeness(one.broker.name, broker.name), default=None)
        if best and _are_alike(best.broker.name, broker.name):
            found.pairs.append((broker, best))
            known = [one for one in known if one is not best]
        else:
            rest.append(broker)
    return rest, known


def _join(left: list[Broker], known: list[Known], found: Matched, keys) -> _Left:
    table = _unique((k, one) for one in known for k in dict.fromkeys(keys(one.broker)))
    return _pick(left, known, found, keys, table)


def _pick(left: list[Broker], known: list[Known], found: Matched, keys, table: Mapping[str, Known]) -> _Left:
    rest, used = [], set()
    for broker in left:
        one = next((table[k] for k in keys(broker) if k in table and table[k].id not in used), None)
        if one is None:
            rest.append(broker)
        else:
            used.add(one.id)
            found.pairs.append((broker, one))
    return rest, [one for one in known if one.id not in used]


def _unique(pairs: Iterable[tuple[str, Known]]) -> dict[str, Known]:
    """Return what each key leads to, without those that lead to several."""
    table: dict[str, Known | None] = {}
    for k, one in pairs:
        table[k] = one if k not in table or table[k] is one else None
    return {k: one for k, one in table.items() if k and one is not None}


def _shared(brokers: Iterable[Broker]) -> set[str]:
    """Return the domains that more than one broker names."""
    found = Counter(domain for broker in brokers for domain in set(broker.domains))
    return {domain for domain, number in found.items() if number > 1}


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, key(one), key(other)).ratio()


def _are_alike(one: str, other: str) -> bool:
    return key(one).split()[:1] == key(other).split()[:1] or _likeness(one, other) >= _ALIKE


def _named(broker: Broker, catalog: Catalog, taken: set[str], described: Mapping[str, str]) -> Known:
    """Return who a broker is that the register did not have: one of the catalogue, or somebody new."""
    for id in dict.fromkeys((id_of(broker.name), *map(id_of, broker.also))):
        if id in catalog and id not in taken:
            current = catalog.current_id(id)
            return Known(id, broker, "" if current == id else current)
    curated = _curated(broker, catalog, described)
    id, number = id_of(broker.name), 1
    while id in taken or id in catalog:
        number += 1
        id = f"{id_of(broker.name)}-{number}"
    return Known(id, broker, curated)


def _described(catalog: Catalog) -> dict[str, str]:
    """Return which described organisation has a domain alone, by domain."""
    found: dict[str, list[str]] = {}
    for id in catalog:
        if catalog.tier_of(id) == "curated":
            raw = catalog.as_filed(id)
            for domain in raw.get("domains", ()) if raw["kind"] in _BROKERS else ():
                found.setdefault(domain.removeprefix("www."), []).append(id)
    return {domain: ids[0] for domain, ids in found.items() if len(ids) == 1}


def _curated(broker: Broker, catalog: Catalog, described: Mapping[str, str]) -> str:
    """Return the described organisation with one of the broker's domains and the first word of one of its names."""
    for domain in broker.domains:
        if domain in described:
            raw = catalog.as_filed(described[domain])
            names = " ".join((raw["name"], raw.get("legal_name") or "", *raw.get("brands", ()), domain))
            words = {word for name in (broker.name, *broker.also) for word in key(name).split()[:1]}
            if words & set(_WORD.findall(fold(names))):
                return described[domain]
    return ""


def differs(old: Broker, new: Broker) -> dict[str, tuple[object, object]]:
    """Return what a register says otherwise about a broker, by field, each with before and after.

    The day on which it was added is left out: it is that of the year's registration.
    """
    before, after = as_dict(old), as_dict(new)
    fields = ("name", "also", "domains", "url", "answers", "laws", "metrics")
    return {name: (before.get(name), after.get(name)) for name in fields if before.get(name) != after.get(name)}
