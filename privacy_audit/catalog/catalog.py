"""The catalogue in memory: organisations on demand, who may hold whom, and searching."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, MutableMapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from ..text import fold
from .model import Action, Organisation, organisation_from
from .packed import brief
from .parts import tupled
from .regions import Regions, may_reach, reaches

if TYPE_CHECKING:
    from .law import Law, Office
    from .life import LifeChange
    from .pages import Pack, Registry, SignalSetup, Theme, WebSearch
    from .search import Search


#: A pack of which fewer may hold somebody is not shown.
PACK_AT_LEAST = 4


class CatalogError(Exception):
    """Something asked of the catalogue is not there; the message is for the person."""


class UnknownOrganisation(CatalogError):
    """No organisation has this id."""


class UnknownPack(CatalogError):
    """No pack has this id."""


class UnknownAction(CatalogError):
    """No action has this key."""


class Catalog:
    """All organisations, themes and laws. An organisation is built when first asked for."""

    def __init__(self, compiled: dict):
        self._raw: MutableMapping[str, dict] = compiled["organisations"]
        self._facts: dict[str, dict] = compiled.get("index") or {id: brief(raw) for id, raw in self._raw.items()}
        self._formerly: dict[str, str] = compiled.get("formerly", {})
        self._built: dict[str, Organisation] = {}
        self._built_laws: dict[str, Law] = {}
        self._laws_of_place: dict[str, list[Law]] = {}
        self._compiled = compiled
        self.problems: list[str] = compiled.get("problems", [])
        self.regions = Regions(compiled["regions"])

    @property
    def dated(self) -> str:
        """The date of the newest source, as exactly as it is known, or ""."""
        return self._compiled.get("dated", "")

    @cached_property
    def themes(self) -> tuple[Theme, ...]:
        """The fourteen themes in the order of the walk."""
        from .pages import theme_from

        return tuple(theme_from(raw) for raw in self._compiled["themes"])

    @cached_property
    def laws(self) -> dict[str, Law]:
        """The laws by id."""
        return {id: self.law(id) for id in self._compiled["laws"]}

    def law(self, id: str) -> Law:
        """Return a law by its id, built when first asked for."""
        from .law import law_from

        if id not in self._built_laws:
            self._built_laws[id] = law_from(self._compiled["laws"][id])
        return self._built_laws[id]

    def laws_of_place(self, region: str) -> list[Law]:
        """Return the laws of a region and of its country, the country's first."""
        if region not in self._laws_of_place:
            laws = self._compiled["laws"].items()
            here = [(len(raw["jurisdiction"]), id) for id, raw in laws if raw["jurisdiction"] in (region, region[:2])]
            self._laws_of_place[region] = [self.law(id) for _, id in sorted(here)]
        return self._laws_of_place[region]

    def offices(self, region: str) -> tuple[Office, ...]:
        """Return where people of a region complain: the offices of the region, then those of its country."""
        from .law import office_from

        files = self._compiled.get("offices", {})
        places = dict.fromkeys((region.lower(), region[:2].lower()))
        return tuple(office_from(raw) for place in places if place in files for raw in files[place]["offices"])

    @cached_property
    def theme_titles(self) -> dict[str, str]:
        """The short title of each theme by its id, in order."""
        return {raw["id"]: raw["short"] for raw in self._compiled["themes"]}

    def theme(self, id: str) -> Theme:
        """Return a theme; raises CatalogError for an unknown id."""
        for theme in self.themes:
            if theme.id == id:
                return theme
        raise CatalogError(f"There is no theme {id!r}. The themes are: {', '.join(self.theme_titles)}.")

    @cached_property
    def rhythms(self) -> dict[str, int]:
        """How many days lie between two looks through a theme, where its page says so, by theme."""
        return {raw["id"]: raw["rhythm_days"] for raw in self._compiled["themes"] if raw.get("rhythm_days")}

    @cached_property
    def life_changes(self) -> dict[str, LifeChange]:
        """The changes in a life after which something has to be done (again), by id, in order."""
        from .life import change_from

        found = [change_from(id, raw) for id, raw in self._compiled.get("events", {}).items()]
        return {change.id: change for change in sorted(found, key=lambda one: one.order)}

    def life_change(self, id: str) -> LifeChange:
        """Return one such change; raises CatalogError for an unknown id."""
        if id not in self.life_changes:
            raise CatalogError(f"There is no event {id!r}. The events are: {', '.join(self.life_changes) or 'none'}.")
        return self.life_changes[id]

    def __len__(self) -> int:
        return len(self._raw)

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __contains__(self, id: str) -> bool:
        return self.current_id(id) in self._raw

    def current_id(self, id: str) -> str:
        """Follow a renamed organisation to the id it has now."""
        return id if id in self._raw else self._formerly.get(id, id)

    def theme_of(self, id: str) -> str:
        """Return the theme of an organisation, without building it."""
        return self._facts[self.current_id(id)]["theme"]

    def tier_of(self, id: str) -> str:
        """Return "curated", or "registry" for those known from a public register only, without building it."""
        return self._facts[self.current_id(id)].get("tier", "curated")

    def raw(self, id: str) -> dict:
        """Return an organisation as its file says."""
        return self._raw[self.get(id).id]

    def filed_beside(self, theme: str = "") -> Iterator[tuple[str, dict]]:
        """Yield the files beside the organisations, or those of one theme, each with its path below ``checklists/``."""
        for raw in self._compiled["themes"]:
            if theme in ("", raw["id"]):
                yield f"themes/{raw['id']}.toml", raw
        if theme:
            return
        for id, raw in self._compiled["laws"].items():
            yield f"laws/{raw['jurisdiction'].lower()}/{id}.toml", raw
        for folder in ("offices", "registries"):
            for id, raw in self._compiled.get(folder, {}).items():
                yield f"{folder}/{id}.toml", raw
        for name in ("events", "gpc"):
            yield f"{name}.toml", self._compiled.get(name, {})

    def as_filed(self, id: str) -> dict:
        """Return an organisation as its file says, by its present id, without building it."""
        return self._raw[id]

    def get(self, id: str) -> Organisation:
        """Return an organisation by its id or a former id; raises UnknownOrganisation naming the nearest."""
        id = self.current_id(id)
        if id not in self._built:
            if id not in self._raw:
                import difflib

                near = difflib.get_close_matches(id, self._raw, n=3, cutoff=0.6)
                help = "Look for it with: privacy-audit search WORDS"
                hint = f"Did you mean {' or '.join(near)}?" if near else help
                raise UnknownOrganisation(f"There is no organisation {id!r}. {hint}")
            self._built[id] = organisation_from(self._raw[id])
        return self._built[id]

    def add(self, raw: dict) -> None:
        """Add one more organisation, the person's own, to the open catalogue."""
        self._raw[raw["id"]] = raw
        self._facts[raw["id"]] = brief(raw)
        self._built.pop(raw["id"], None)
        for name in ("finder", "_covered_by"):
            self.__dict__.pop(name, None)

    def find_action(self, key: str) -> Action | None:
        """Return an action by its key, following renamed organisations, or None."""
        organisation, _, id = key.partition("/")
        if organisation not in self:
            return None
        return self.get(organisation).action(id)

    def action(self, key: str) -> Action:
        """Return an action by its key "organisation/action"; raises UnknownAction saying which there are."""
        organisation, _, id = key.partition("/")
        known = self.get(organisation)
        action = known.action(id)
        if action is None:
            keys = ", ".join(action.key for action in known.actions) or "none"
            raise UnknownAction(f"{known.name} has no action {id!r}. Its actions are: {keys}.")
        return action

    def may_hold(self, id: str, region: str) -> bool:
        """Whether an organisation may hold a person of this region. A closed one holds nobody any more."""
        facts = self._facts[self.current_id(id)]
        if facts.get("closed") or region[:2] not in facts.get("countries", ()):
            return False
        limits = [place for place in facts.get("regions", ()) if place[:2] == region[:2]]
        return not limits or may_reach(tuple(limits), region)

    def presumes(self, id: str, region: str) -> bool:
        """Whether an organisation holds nearly every adult of this region."""
        presumed = self._facts[self.current_id(id)].get("presumed", ())
        return self.may_hold(id, region) and reaches(tuple(presumed), region)

    def presumed_in(self, region: str) -> list[str]:
        """Return the ids of those who hold nearly every adult of this region."""
        return [id for id, facts in self._facts.items() if "presumed" in facts and self.presumes(id, region)]

    def in_region(self, region: str, theme: str | None = None, registered: bool = False) -> list[str]:
        """Return the ids of those who may hold a person of this region, likeliest first within each theme.

        With `registered` those known from a public register only come too, last in their theme.
        """
        ids = [
            id
            for id in self._facts
            if theme in (None, self.theme_of(id))
            and self.may_hold(id, region)
            and (registered or self.tier_of(id) == "curated")
        ]
        return self.ordered(ids, region)

    def ordered(self, ids: Iterable[str], region: str) -> list[str]:
        """Return organisations in the order of the walk of a person of this region."""
        order = {id: place for place, id in enumerate(self.theme_titles)}
        rank = {"high": 0, "medium": 1, "low": 2}

        def place(id: str) -> tuple:
            facts = self._facts[id]
            return (
                order.get(facts["theme"], 99),
                "tier" in facts,
                not self.presumes(id, region),
                rank.get(facts["impact"], 3),
                len(facts["countries"]) > 1,
                fold(facts["name"]),
            )

        return sorted(ids, key=place)

    def quick_walk(self, region: str, registered: bool = False) -> list[str]:
        """Return the ids of about a dozen organisations that concern nearly everyone of this region."""
        walks = self._compiled["walks"]
        ids = walks.get(region) or walks.get(region[:2], [])
        known = [id for id in ids if id in self._raw and self.may_hold(id, region)]
        return [id for id in known if registered or self.tier_of(id) == "curated"]

    @cached_property
    def _packs(self) -> dict[str, Pack]:
        from .pages import Pack

        return {raw["id"]: Pack(**tupled(raw, Pack)) for raw in self._compiled.get("packs", ())}

    def packs(self, region: str) -> tuple[Pack, ...]:
        """Return the packs that concern a person of this region, each with those only who may hold them there."""
        here = (self._here(pack, region) for pack in self._packs.values())
        return tuple(pack for pack in here if len(pack.organisations) >= PACK_AT_LEAST)

    def _here(self, pack: Pack, region: str) -> Pack:
        wanted = not pack.countries or region[:2] in pack.countries
        wanted = wanted and (not pack.regions or may_reach(pack.regions, region))
        known = [self.current_id(id) for id in pack.organisations if wanted and id in self]
        return replace(pack, organisations=tuple(id for id in known if self.may_hold(id, region)))

    def pack(self, id: str) -> Pack:
        """Return a pack whole; raises UnknownPack saying which there are."""
        if id not in self._packs:
            raise UnknownPack(f"There is no pack {id!r}. The packs are: {', '.join(self._packs) or 'none'}.")
        return self._packs[id]

    @cached_property
    def searches(self) -> tuple[WebSearch, ...]:
        """The web searches for oneself, in order."""
        from .pages import WebSearch

        return tuple(
            WebSearch(**tupled(raw, WebSearch)) for raw in self._compiled.get("searches", {}).get("searches", ())
        )

    @cached_property
    def engines(self) -> dict[str, str]:
        """The address templates of the search engines by their name."""
        return dict(self._compiled.get("searches", {}).get("engines", {}))

    @property
    def signal_setup(self) -> SignalSetup:
        """How browsers are made to send Global Privacy Control."""
        from .pages import setup_from

        return setup_from(self._compiled.get("gpc", {}))

    @cached_property
    def registries(self) -> tuple[Registry, ...]:
        """The public registers from which the tier "registry" comes."""
        from .pages import registry_from

        return tuple(registry_from(raw) for raw in self._compiled.get("registries", {}).values())

    def label(self, field_id: str) -> str:
        """Return the words for something a form makes a person disclose."""
        entry = self._compiled["fields"].get(field_id)
        return entry["label"] if entry else field_id.replace("-", " ")

    def weight(self, field_id: str) -> int:
        """Return how much a disclosed field gives away: 1 little, 2 some, 3 a lot."""
        return self._compiled["fields"].get(field_id, {}).get("weight", 1)

    @cached_property
    def _covered_by(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for id, facts in self._facts.items():
            for action, covers in facts.get("covers", {}).items():
                for other in covers:
                    found.setdefault(other.partition("/")[0], []).append(f"{id}/{action}")
        return found

    def covered_by(self, id: str) -> list[str]:
        """Return the keys of other organisations' actions that reach this one too."""
        return self._covered_by.get(self.current_id(id), [])

    @cached_property
    def finder(self) -> Search:
        """What finds organisations and actions by words."""
        from .search import Search

        return Search(self._raw)

    def search(self, words: str, limit: int = 50) -> list[str]:
        """Return the ids of organisations in which all words occur, names first, slips of the finger forgiven."""
        return self.finder.organisations(words, limit)

    def search_themes(self, words: str) -> list[tuple[str, str]]:
        """Return (id, short title) of the themes in which all words occur."""
        wanted = fold(words).split()
        return [
            (theme.id, theme.short)
            for theme in self.themes
            if wanted and all(word in fold(f"{theme.id} {theme.title} {theme.short}") for word in wanted)
        ]

    def search_actions(self, words: str, limit: int = 30) -> list[str]:
        """Return the keys of actions in whose title and organisation's name all words occur."""
        return self.finder.actions(words, limit)
