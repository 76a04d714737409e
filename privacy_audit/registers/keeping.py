"""The register in use and the one before it: what changes, taking an edition over, going back.

An edition taken over is a file in the folder of what is public, laid over the catalogue when that is loaded (see
`catalog.registered`). Without one the register that came with the program is in use.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .. import folders
from ..catalog import registered
from ..catalog.catalog import Catalog
from ..catalog.load import compiled
from ..disk import put, sync_folder
from ..text import clean
from .broker import Broker, Edition, as_dict, from_dict
from .errors import NothingBefore, RegisterError
from .matching import PREFIX, Known, Matched, differs, match
from .states import STATES, State, state_of

#: Beside the file in use: the one before it.
_BEFORE = ".before"


@dataclass(frozen=True, slots=True)
class InUse:
    """The register of a state as it is in use. `as_of` is as exactly as known; `source` is where it came from.

    `shipped` says that it came with the program. `before` is the date of the edition to which one can go back: "" for
    none, and "shipped" for the one of the program.
    """

    state: State
    as_of: str = ""
    source: str = ""
    brokers: int = 0
    gone: int = 0
    shipped: bool = False
    before: str = ""
    year: int | None = None
    figures_of: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What an edition says otherwise about one broker: by field, before and after."""

    known: Known
    broker: Broker
    fields: dict[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Difference:
    """What taking an edition over would change, beside the register in use.

    `older` says that the edition is of an earlier year: it then only fills in what is not known, and nobody goes.
    """

    edition: Edition
    source: str
    as_of: str
    matched: Matched
    changed: tuple[Change, ...]
    same: int
    older: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.matched.new or self.matched.gone or self.changed)


def folder() -> Path:
    """Return the folder of the registers in use."""
    return folders.public() / "registers"


def in_use(state: str) -> InUse:
    """Return the register of a state as it is in use. Raises UnknownState."""
    one = state_of(state)
    kept, before = _read(_path(one.id)), _path(one.id, _BEFORE)
    shipped = compiled().get("registries", {}).get(one.id)
    if kept is None:
        if shipped is None:
            return InUse(one)
        return InUse(one, shipped["dated"], "came with the program", len(_shipped()), shipped=True)
    head = kept.head
    on = [one for one in head["brokers"] if not one.get("gone")]
    earlier = _read(before)
    back = earlier.head["as_of"] if earlier else "shipped" if shipped else "none"
    gone = len(head["brokers"]) - len(on)
    figures = head.get("figures_of")
    return InUse(one, head["as_of"], head["source"], len(on), gone, False, back, head.get("year"), figures)


def difference(edition: Edition, catalog: Catalog, as_of: str, source: str, year: int | None = None) -> Difference:
    """Return what taking an edition over would change. `as_of` is the day of the file, `year` that of an archive.

    Changes nothing.
    """
    state = state_of(edition.state)
    year = year or edition.year
    as_of = edition.dated or as_of
    if year and year < int(as_of[:4]):
        as_of = str(year)
    using = in_use(state.id)
    matched = match(edition.brokers, _known(state), catalog)
    older = bool(using.as_of) and int(as_of[:4]) < int(using.as_of[:4])
    if older:
        matched = Matched([(_filled(one, new), one) for new, one in matched.pairs], [], [], matched.off + matched.gone)
    else:
        matched.pairs = [(_kept_where_silent(one, new), one) for new, one in matched.pairs]
    changed, same = [], 0
    for broker, one in matched.pairs:
        fields = _facts(broker) if one.weak else differs(one.broker, broker)
        if fields or (one.gone and not older):
            changed.append(Change(one, broker, fields))
        else:
            same += 1
    return Difference(replace(edition, year=year), source, as_of, matched, tuple(changed), same, older)


def take_over(found: Difference) -> InUse:
    """Put an edition into use: whole, or not at all. The one in use until now is kept to go back to.

    Raises RegisterError; what was in use then stays.
    """
    state = state_of(found.edition.state)
    target = _path(state.id)
    entries = [_entry(one, broker, found, one.gone if found.older else "") for broker, one in found.matched.pairs]
    entries += [_entry(one, one.broker, found) for one in found.matched.new]
    entries += [_entry(one, one.broker, found, found.as_of) for one in found.matched.gone]
    entries += [_entry(one, one.broker, found, one.gone) for one in found.matched.off]
    data = registered.pack(_head(found, state), entries)
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if target.exists():
            put(_path(state.id, _BEFORE), target.read_bytes())
        put(target, data)
    except OSError as error:
        why = clean(error.strerror or error).lower()
        raise RegisterError(
            f"The register could not be kept in {clean(target.parent)} ({why}): the one in use until now stays. Make "
            "room or give the folder back to yourself, then try again."
        ) from None
    return in_use(state.id)


def go_back(state: str) -> InUse:
    """Put the edition before the one in use into use again. Raises NothingBefore, RegisterError."""
    one = state_of(state)
    target, before = _path(one.id), _path(one.id, _BEFORE)
    if not target.exists():
        raise NothingBefore(f"{one.name} is as it came with the program: there is nothing to go back to.")
    try:
        if before.exists():
            before.replace(target)
        else:
            target.unlink()
        sync_folder(target.parent)
    except OSError as error:
        raise RegisterError(f"Going back did not work ({clean(error.strerror or error).lower()}): try again.") from None
    return in_use(one.id)


def registers() -> list[InUse]:
    """Return the register of each state as it is in use."""
    return [in_use(id) for id in STATES]


# What is in use


def _known(state: State) -> list[Known]:
    kept = _read(_path(state.id))
    if kept is None:
        return _shipped() if state.id in compiled().get("registries", {}) else []
    return [
        Known(
            one["id"],
            from_dict(kept.broker(place)),
            one.get("curated", ""),
            one.get("weak", False),
            one.get("gone", ""),
        )
        for place, one in enumerate(kept.head["brokers"])
    ]


def _shipped() -> list[Known]:
    """Return the brokers of the register that came with the program, as far as the catalogue has their rows."""
    plain = compiled()
    found = []
    for id in plain["organisations"]:
        if id.startswith(PREFIX):
            raw = plain["organisations"][id]
            url = raw["actions"][0]["url"] if raw.get("actions") else ""
            home = {f"https://{domain}/" for domain in raw.get("domains", ())}
            url = "" if url in home or url in {one.get("url") for one in raw.get("sources", ())} else url
            broker = Broker(raw["name"], tuple(raw.get("brands", ())), tuple(raw.get("domains", ())), url)
            found.append(Known(id, broker))
    for id, curated in plain.get("formerly", {}).items():
        if id.startswith(PREFIX):
            raw = plain["organisations"][curated]
            domains = tuple(one.removeprefix("www.") for one in raw.get("domains", ()))
            found.append(Known(id, Broker(raw["name"], (), domains), curated, weak=True))
    return found


def _filled(known: Known, new: Broker) -> Broker:
    """Return a broker as in use, with what an older edition knows and the one in use does not."""
    old = known.broker
    if known.weak:
        return new
    laws = old.laws if old.answers else old.laws or new.laws
    return replace(old, answers=old.answers or new.answers, laws=laws, metrics=old.metrics or new.metrics)


def _kept_where_silent(known: Known, new: Broker) -> Broker:
    """Return a broker as a newer edition has it; what that leaves out wholly stays. Figures carry their own year."""
    old = known.broker
    if known.weak:
        return new
    return replace(
        new,
        also=new.also or old.also,
        domains=new.domains or old.domains,
        opt_out=old.opt_out if not new.opt_out or _page(old.opt_out) == _page(new.opt_out) else new.opt_out,
        answers=new.answers or old.answers,
        laws=new.laws if new.answers else new.laws or old.laws,
        metrics=new.metrics or old.metrics,
    )


def _page(url: str) -> str:
    """Return an address to compare by: "www.", a slash at the end and upper case make no other page."""
    return url.casefold().removeprefix("https://").removeprefix("www.").rstrip("/")


def _facts(broker: Broker) -> dict[str, tuple[Any, Any]]:
    """Return what an edition adds to a broker of which nothing but the name was known."""
    told = as_dict(broker)
    return {name: (None, told[name]) for name in ("answers", "laws", "metrics") if name in told}


# Taking over


def _entry(one: Known, broker: Broker, found: Difference, gone: str = "") -> tuple[dict, dict]:
    """Return what the head and the line of the kept file say of a broker."""
    drop = ""
    if state_of(found.edition.state).drop and found.edition.kind == "current" and not found.older:
        drop = "unknown" if gone else "yes"
    short: dict[str, Any] = {"id": one.id, "name": broker.name, "curated": one.curated, "gone": gone, "drop": drop}
    short |= {"weak": one.weak and broker is one.broker}
    return {key: value for key, value in short.items() if value}, as_dict(broker)


def _head(found: Difference, state: State) -> dict:
    plain = compiled()
    years = {broker.metrics.year for broker, _ in found.matched.pairs if broker.metrics}
    years |= {one.broker.metrics.year for one in found.matched.new if one.broker.metrics}
    reaches = []
    if state.drop:
        for id, raw in plain["organisations"].items():
            reaches += [f"{id}/{action['id']}" for action in raw.get("actions", ()) if action.get("covers_registered")]
    register = {"minutes": 10, "takes_days": 45, "law": list(state.law), "routine": "broker-form-in-policy"}
    return {
        "state": state.id, "place": state.place, "name": state.name, "page": state.page, "as_of": found.as_of,
        "jurisdiction": state.jurisdiction, "hint": f"on {state.place}'s register", "source": found.source,
        "kind": found.edition.kind, "year": found.edition.year, "register": register, "reaches": reaches,
        "figures_of": max((year for year in years if year), default=None),
    }  # fmt: skip


# Files


def _path(state: str, ending: str = "") -> Path:
    return folder() / f"{state}{registered.ENDING}{ending}"


def _read(path: Path) -> registered.Kept | None:
    """Return a kept register; None where there is none or it is damaged, which the catalogue says when loaded."""
    try:
        return registered.unpack(path.read_bytes())
    except (OSError, ValueError):
        return None
