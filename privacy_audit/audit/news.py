"""What another edition of the catalogue changes for one person, before it is taken over.

What the person answered or acted on comes first, then those presumed to hold them, then those that may where they
live; what changes elsewhere is only counted. An organisation or action that the person's records point to and that
would be gone is named before everything else.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields

from ..catalog.catalog import Catalog
from ..catalog.law import Law
from ..catalog.model import DO_TITLES
from ..dates import as_known
from ..ledger.moves import SHORT
from .standing import Standing

#: How many changes are shown first.
FIRST = 10
#: The kinds of change in the order in which they are shown, in words for a heading.
KINDS = {
    "gone": "no longer in it",
    "closed": "closed",
    "renamed": "renamed",
    "changed": "changed",
    "new": "new",
    "law": "laws",
}
#: How near a change is to the person, nearest first.
NEAR = {"yours": "you answered or acted there", "presumed": "presumed to hold you", "here": "may hold you"}
#: What differs in an action, by the keys of its file.
_PARTS = {
    "other address": ("via", "url", "email", "phone", "post", "unchecked"),
    "other steps": ("steps", "needs", "when"),
    "other terms": ("takes_days", "lasts", "lasts_months", "recheck_months", "law", "cost"),
    "reaches other organisations": ("covers",),
}
#: What differs in a law, by the names of its parts.
_LAW_PARTS = {
    "rights": "its rights or their days", "effective": "when it applies", "in_force": "when it applies",
    "binds": "whom it binds", "exemptions": "whom it leaves out", "regulator": "where to complain",
    "citation": "its citation", "name": "its name",
}  # fmt: skip
_IMPACT = {"high": 0, "medium": 1, "low": 2}


@dataclass(frozen=True, slots=True)
class Change:
    """One change: `key` is an organisation's id, an action's key or a law's id, as it was or, where new, as it is."""

    kind: str
    near: str
    key: str
    name: str
    text: str

    def as_dict(self) -> dict:
        """Return the change for JSON."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True, slots=True)
class News:
    """All that changes for the person, the nearest first, and by kind how many organisations change elsewhere."""

    changes: tuple[Change, ...]
    elsewhere: dict[str, int]

    @property
    def first(self) -> tuple[Change, ...]:
        """The short list."""
        return self.changes[:FIRST]


@dataclass(frozen=True, slots=True)
class _Two:
    """Both editions, what the person told, and the organisations at which they recorded something."""

    before: Catalog
    after: Catalog
    standing: Standing | None
    acted: frozenset[str]


def news(before: Catalog, after: Catalog, standing: Standing | None = None) -> News:
    """Return what `after` changes against `before`; without a standing everything counts as where the person lives.

    The person's own organisations are in neither.
    """
    acted = frozenset(key.partition("/")[0] for key in standing.actions) if standing else frozenset()
    two = _Two(before, after, standing, acted)
    became = {id: _now(before, after, id) for id in before if not before.as_filed(id).get("own")}
    changes = [change for id, now in became.items() if (change := _change(two, id, now))]
    known = {*became, *became.values()}
    changes += [_new(two, id) for id in after if id not in known and not after.as_filed(id).get("own")]
    elsewhere = Counter(change.kind for change in changes if not change.near)
    near = [change for change in changes if change.near] + list(_laws(before, after, standing))
    return News(tuple(sorted(near, key=lambda one: _place(two, one))), dict(elsewhere))


def _now(before: Catalog, after: Catalog, id: str) -> str | None:
    """Return the id under which an organisation stands in the other edition, which may be the older one, or None."""
    ids = (id, *before.as_filed(id).get("formerly", ()))
    return next((after.current_id(one) for one in ids if one in after), None)


def _place(two: _Two, change: Change) -> tuple:
    """Return where a change stands: gone from under a record first, then by nearness, kind and impact."""
    id = change.key.partition("/")[0]
    known = two.after if id in two.after else two.before
    registered = change.kind != "law" and change.near != "yours" and known.tier_of(id) == "registry"
    impact = 0 if change.kind == "law" else _IMPACT.get(known.as_filed(known.current_id(id))["impact"], 2)
    return (registered, list(NEAR).index(change.near), list(KINDS).index(change.kind), impact, change.name.casefold())


def _near(two: _Two, catalog: Catalog, id: str) -> str:
    """Return how near an organisation is to the person, or nothing."""
    if two.standing is None:
        return "here"
    if id in two.acted or id in two.standing.answers:
        return "yours"
    if not catalog.may_hold(id, two.standing.region):
        return ""
    return "presumed" if catalog.presumes(id, two.standing.region) else "here"


def _new(two: _Two, id: str) -> Change:
    raw = two.after.as_filed(id)
    return Change("new", _near(two, two.after, id), id, raw["name"], _what(raw))


def _change(two: _Two, id: str, now: str | None) -> Change | None:
    """Return what changes for an organisation of the edition in use, or None for nothing."""
    old, near, name = two.before.as_filed(id), _near(two, two.before, id), two.before.as_filed(id)["name"]
    if now is None:
        return Change("gone", near, id, name, _records(two.standing, id, old) or _what(old))
    new = two.after.as_filed(now)
    near = near or _near(two, two.after, now)
    if new.get("closed") and not old.get("closed"):
        return Change("closed", near, id, name, f"closed {as_known(new['closed'])}; it holds nobody any more")
    lost = _lost_actions(two.standing, id, old, new)
    parts = [*lost.values(), *_differences(old, new, lost)]
    if name != new["name"] or now != id:
        said = f"now {new['name']}" if name != new["name"] else f"its id is now {now}"
        return Change("gone" if lost else "renamed", near, id, name, "; ".join([said, *parts]))
    return Change("gone" if lost else "changed", near, id, name, "; ".join(parts)) if parts else None


def _what(raw: dict) -> str:
    return raw.get("hint") or str(raw["kind"]).replace("-", " ")


def _records(standing: Standing | None, id: str, old: dict) -> str:
    """Say what the person recorded of an organisation that would be gone."""
    if standing is None:
        return ""
    titles = {f"{id}/{action['id']}": _title(action) for action in old.get("actions", ())}
    said = [
        f"{titles.get(key, key.partition('/')[2])}: {SHORT.get(state.status, state.status)}"
        for key, state in standing.actions.items()
        if key.partition("/")[0] == id
    ]
    if id in standing.answers:
        said.append(f"you answered {standing.answers[id]}")
    return "; ".join(said) + "; that stays in your history" if said else ""


def _lost_actions(standing: Standing | None, id: str, old: dict, new: dict) -> dict[str, str]:
    """Return in words the actions that the person acted on and that would be gone, by their ids."""
    left = {action["id"] for action in new.get("actions", ())}
    lost: dict[str, str] = {}
    if standing is None:
        return lost
    for action in old.get("actions", ()):
        status = standing.state(f"{id}/{action['id']}").status
        if action["id"] not in left and status != "open":
            lost[action["id"]] = f"no longer in it: {_title(action)} (yours: {SHORT[status]}; it stays in your history)"
    return lost


def _differences(old: dict, new: dict, named: Collection[str]) -> Iterator[str]:
    """Say in words what differs in an organisation's actions but those `named` before, and in whom it holds."""
    was = {action["id"]: action for action in old.get("actions", ())}
    now = {action["id"]: action for action in new.get("actions", ())}
    for id, action in now.items():
        if id not in was:
            yield f"new: {_title(action)}"
            continue
        words = [words for words, keys in _PARTS.items() if any(action.get(key) != was[id].get(key) for key in keys)]
        if words:
            yield f"{_title(action)}: {', '.join(words)}"
    for id in was:
        if id not in now and id not in named:
            yield f"without: {_title(was[id])}"
    if new.get("presumed", []) != old.get("presumed", []):
        yield "presumed to hold people of other places"
    if (new["countries"], new.get("regions")) != (old["countries"], old.get("regions")):
        yield "works in other places"
    if new.get("caution") != old.get("caution") and new.get("caution"):
        yield "a new caution"


def _title(action: dict) -> str:
    title = action.get("title") or DO_TITLES.get(action["do"], action["do"])
    return title[:1].lower() + title[1:]


def _laws(before: Catalog, after: Catalog, standing: Standing | None) -> Iterator[Change]:
    """Yield what changes in the laws of the place where the person lives."""
    was, now = (_laws_here(catalog, standing) for catalog in (before, after))
    for id, law in now.items():
        if id not in was:
            yield Change("law", "here", id, law.name, "new")
        elif parts := list(
            dict.fromkeys(words for part, words in _LAW_PARTS.items() if getattr(was[id], part) != getattr(law, part))
        ):
            yield Change("law", "here", id, law.name, f"changed: {', '.join(parts)}")
    for id, law in was.items():
        if id not in now:
            yield Change("law", "here", id, law.name, "no longer in it")
    if standing and before.offices(standing.region) != after.offices(standing.region):
        place = after.regions.inside(standing.region)
        yield Change("law", "here", f"offices/{standing.region}", "Where to complain", f"changed for {place}")


def _laws_here(catalog: Catalog, standing: Standing | None) -> dict[str, Law]:
    if standing is None:
        return catalog.laws
    return {law.id: law for law in catalog.laws_of_place(standing.region)}


def elsewhere_in_words(found: News) -> str:
    """Return how many organisations change elsewhere: "12 new, 3 changed", or nothing."""
    return ", ".join(f"{found.elsewhere[kind]:,} {words}" for kind, words in KINDS.items() if found.elsewhere.get(kind))
