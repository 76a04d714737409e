"""What a checklist file says about others: ids, actions, laws, fields, themes and regions that must exist."""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .check_actions import action_faults
from .check_domains import by_domain, domain_faults
from .check_files import Checked, Fault
from .check_models import ID, nearest, quoted
from .model import DO_TITLES
from .regions import Regions

#: A statement of a theme may be about the essay's own subject.
ESSAY_COUNTRY = "CN"
#: An act covers those of another organisation that want the same of it (as the plan counts).
_SAME = {"delete": {"opt-out", "delete"}}


@dataclass(slots=True)
class Known:
    """Everything a file may name. A part is None when its own file is broken: then it is not checked."""

    organisations: dict[str, dict] = field(default_factory=dict)
    themes: set[str] = field(default_factory=set)
    laws: set[str] = field(default_factory=set)
    fields: set[str] | None = None
    routines: dict[str, dict] | None = None
    regions: Regions | None = None
    registries: dict[str, dict] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    twice: set[str] = field(default_factory=set)
    sharing: dict[str, list[str]] = field(default_factory=dict)

    def add(self, file: Checked) -> None:
        """Take in what a file that parsed makes known."""
        if file.role == "organisation":
            if file.id in self.organisations:
                self.twice.add(file.id)
            self.organisations[file.id] = file.raw
        elif file.role == "theme":
            self.themes.add(file.id)
        elif file.role == "registry":
            self.registries[file.id] = file.raw
        elif file.role == "law":
            self.laws |= {file.id, *texts([file.raw.get("stands_for")])}
        elif not file.faults and file.role == "fields":
            self.fields = set(file.raw)
        elif not file.faults and file.role == "routines":
            self.routines = file.raw
        elif not file.faults and file.role == "regions":
            self.regions = Regions(file.raw)

    @property
    def domains(self) -> dict[str, list[str]]:
        """The ids of the organisations of each domain, counted when first asked for."""
        if not self.sharing:
            self.sharing = by_domain(self.organisations)
        return self.sharing

    def actions(self, id: str) -> dict[str, dict]:
        """Return the actions of an organisation by their id, as far as they can be read."""
        return {
            one["id"]: one for one in tables(self.organisations.get(id, {}).get("actions")) if texts([one.get("id")])
        }

    def keys(self) -> Iterator[str]:
        """Yield the keys of all actions."""
        for id in self.organisations:
            yield from (f"{id}/{action}" for action in self.actions(id))


def known_from(compiled: dict) -> Known:
    """Return what a compiled catalogue makes known."""
    laws = compiled["laws"]
    stand_ins = texts(law.get("stands_for") for law in laws.values())
    return Known(
        organisations=dict(compiled["organisations"]),
        themes={theme["id"] for theme in compiled["themes"]},
        laws={*laws, *stand_ins},
        fields=set(compiled["fields"]),
        routines=compiled.get("routines", {}),
        regions=Regions(compiled["regions"]),
    )


def texts(value: object) -> list[str]:
    """Return the texts of a list that anybody may have written."""
    return (
        [one for one in value if isinstance(one, str)]
        if isinstance(value, Iterable) and not isinstance(value, str)
        else []
    )


def tables(value: object) -> list[dict]:
    """Return the tables of a list that anybody may have written."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def link_faults(file: Checked, known: Known) -> Iterator[Fault]:
    """Yield what is wrong with a file that parsed, seen beside the others."""
    checks = {
        "organisation": _organisation,
        "theme": _theme,
        "law": _law,
        "walks": _walks,
        "regions": _regions_file,
    }
    if file.role in checks:
        yield from checks[file.role](file, known)


def _organisation(file: Checked, known: Known) -> Iterator[Fault]:
    raw = file.raw
    yield from name_faults(file)
    yield from _place(file, known)
    theme = raw.get("theme")
    if isinstance(theme, str) and theme.strip() and theme not in known.themes:
        yield Fault(("theme",), f"there is no theme {quoted(theme)}", nearest(theme, sorted(known.themes)))
    yield from _regions(raw, known)
    yield from _formerly(file, known)
    yield from sources_faults(raw)
    if not known.taken:
        yield from domain_faults(file.id, raw, known.organisations, known.domains)
    yield from _same_actions(raw)
    for number, action in enumerate(raw["actions"] if isinstance(raw.get("actions"), list) else ()):
        if isinstance(action, dict):
            yield from _action(file, known, number, action)


def name_faults(file: Checked) -> Iterator[Fault]:
    """Yield what is wrong with a file's name and id."""
    id = file.raw.get("id")
    slug = re.sub(r"[^a-z0-9]+", "-", file.id.casefold()).strip("-")[:60].strip("-") or "example"
    if file.path.suffix != ".toml":
        yield Fault((), "the file's name does not end in .toml", f"rename it to {slug}.toml")
    elif not ID.fullmatch(file.id) or len(file.id) > 60:
        yield Fault(
            (),
            f"{quoted(file.path.name)} is no good file name",
            f'rename it to {slug}.toml and write id = "{slug}"',
        )
    elif isinstance(id, str) and id != file.id:
        wrong = f"id is {quoted(id)} but the file is called {quoted(file.path.name)}"
        yield Fault(("id",), wrong, f'write id = "{file.id}", or rename the file')


def _place(file: Checked, known: Known) -> Iterator[Fault]:
    folder, theme = file.path.parent, file.raw.get("theme")
    if file.id in known.taken:
        yield Fault(("id",), f"the catalogue has {quoted(file.id)} already", "give your file and its id another name")
    elif file.id in known.twice:
        yield Fault(("id",), f"two files are called {file.id}.toml", "rename one of them and its id")
    filed = folder.parent.name == "organisations" and isinstance(theme, str) and theme in known.themes
    if filed and folder.name != theme:
        yield Fault(("theme",), f"the file lies in {quoted(folder.name)}", f"move it to organisations/{theme}/")


def _regions(raw: dict, known: Known) -> Iterator[Fault]:
    if known.regions is None:
        return
    countries = texts(raw.get("countries"))
    for place in countries:
        if place not in known.regions or len(place) != 2:
            yield Fault(
                ("countries",),
                f"{quoted(place)} is no country of the program",
                _nearest_region(place, known, True),
            )
    for key in ("regions", "presumed"):
        for place in texts(raw.get(key)):
            yield from region_faults((key,), place, known)
            if place in known.regions and countries and place[:2] not in countries:
                mend = f'add "{place[:2]}" to countries, or delete {place}'
                yield Fault((key,), f"{quoted(place)} lies in none of the countries", mend)


def region_faults(path: tuple, place: str, known: Known) -> Iterator[Fault]:
    """Yield a place that is no region, with the nearest one."""
    if known.regions is not None and place not in known.regions:
        yield Fault(path, f"{quoted(place)} is no region", _nearest_region(place, known))


def _nearest_region(place: str, known: Known, country: bool = False) -> str:
    codes = [code for code in known.regions if len(code) == 2 or not country]
    near = [known.regions.parse(place), *known.regions.nearest(place)]
    near = list(dict.fromkeys(code for code in near if code in codes))[:2]
    if near:
        return "did you mean " + " or ".join(f'"{code}" ({known.regions.name(code)})' for code in near) + "?"
    return (
        f"write one of: {', '.join(codes)}" if len(codes) < 9 else 'write a code of regions.toml, for example "US-CA"'
    )


def _formerly(file: Checked, known: Known) -> Iterator[Fault]:
    for old in texts(file.raw.get("formerly")):
        if old in known.organisations:
            yield Fault(
                ("formerly",),
                f"{quoted(old)} is the id of an organisation",
                "take it out, or delete that file",
            )
        elif others := [
            id for id, raw in known.organisations.items() if id != file.id and old in texts(raw.get("formerly"))
        ]:
            yield Fault(("formerly",), f"{quoted(old)} is a former id of {others[0]} too", "keep it in one of the two")


def sources_faults(raw: dict, key: str = "sources") -> Iterator[Fault]:
    """Yield what is wrong with the sources of a file, or with the sourced sentences of a theme."""
    if key == "sources" and raw.get(key, []) == []:
        mend = 'add [[sources]] at the end with url = "https://…" and dated, or with note = "general knowledge"'
        yield Fault((), "there is no source", mend)
    for number, source in enumerate(raw[key] if isinstance(raw.get(key), list) else ()):
        if isinstance(source, dict) and not source.get("url") and not source.get("note"):
            yield Fault(
                (key, number),
                "it has neither url nor note",
                'add url = "https://…", or note = "general knowledge"',
            )


def _same_actions(raw: dict) -> Iterator[Fault]:
    ids: set[str] = set()
    titles: dict[str, str] = {}
    for number, action in enumerate(raw["actions"] if isinstance(raw.get("actions"), list) else ()):
        id = action.get("id") if isinstance(action, dict) else None
        if not isinstance(id, str):
            continue
        if id in ids:
            yield Fault(("actions", number, "id"), f"there are two actions {quoted(id)}", "give this one another id")
        ids.add(id)
        do = action.get("do")
        title = action.get("title") or (DO_TITLES.get(do) if isinstance(do, str) else None)
        if isinstance(title, str) and title.casefold() in titles:
            wrong = f"it is shown as {quoted(title)}, as the action {quoted(titles[title.casefold()])} is"
            yield Fault(("actions", number, "title"), wrong, "add a title that tells the two apart")
        elif isinstance(title, str):
            titles[title.casefold()] = id


def _action(file: Checked, known: Known, number: int, action: dict) -> Iterator[Fault]:
    at = ("actions", number)
    yield from action_faults(file, at, action, known.routines, own=bool(known.taken))
    for place in texts(action.get("only_in")):
        yield from region_faults((*at, "only_in"), place, known)
    for law in texts(action.get("law")):
        if law not in known.laws:
            mend = nearest(law, sorted(known.laws)) + " (a law without a file goes into cites, in words)"
            yield Fault((*at, "law"), f"there is no law {quoted(law)}", mend)
    for need in texts(action.get("needs")):
        if known.fields is not None and need not in known.fields:
            yield Fault((*at, "needs"), f"fields.toml has no {quoted(need)}", nearest(need, sorted(known.fields)))
    yield from _after(file, known, (*at, "after"), action)
    yield from _covers(file, known, (*at, "covers"), action)


def _after(file: Checked, known: Known, path: tuple, action: dict) -> Iterator[Fault]:
    for key in texts(action.get("after")):
        if not _is_action(key, known):
            yield Fault(path, f"there is no action {quoted(key)}", nearest_action(key, known))
        elif isinstance(action.get("id"), str) and _leads_back(f"{file.id}/{action['id']}", key, known):
            yield Fault(path, f"{quoted(key)} has to wait for this action itself", "take one of the two out")


def _is_action(key: str, known: Known) -> bool:
    organisation, slash, id = key.partition("/")
    return bool(slash) and id in known.actions(organisation)


def nearest_action(key: str, known: Known) -> str:
    organisation = key.partition("/")[0]
    if actions := known.actions(organisation):
        return nearest(key, [f"{organisation}/{id}" for id in actions])
    near = difflib.get_close_matches(organisation, known.organisations, n=1, cutoff=0.55)
    keys = [f"{id}/{action}" for id in near for action in known.actions(id)]
    return nearest(key, keys) if keys else 'write it as "organisation/action", both as they stand in their file'


def _leads_back(start: str, key: str, known: Known) -> bool:
    seen, open_keys = set(), [key]
    while open_keys:
        key = open_keys.pop()
        if key == start:
            return True
        if key not in seen:
            seen.add(key)
            organisation, _, id = key.partition("/")
            open_keys += texts(known.actions(organisation).get(id, {}).get("after"))
    return False


def _covers(file: Checked, known: Known, path: tuple, action: dict) -> Iterator[Fault]:
    covers = texts(action.get("covers"))
    if covers and action.get("covers_registered") is True:
        yield Fault(path, "covers_registered fills it already", "delete covers or covers_registered")
    for other in covers:
        organisation = other.partition("/")[0]
        if organisation == file.id:
            yield Fault(path, f"{quoted(other)} is this organisation itself", "take it out")
        elif organisation not in known.organisations:
            yield Fault(
                path,
                f"there is no organisation {quoted(organisation)}",
                nearest(organisation, known.organisations),
            )
        elif "/" in other and not _is_action(other, known):
            yield Fault(path, f"there is no action {quoted(other)}", nearest_action(other, known))
        elif back := _covered_back(file.id, action, other, known):
            mend = "keep covers on one side only, or both vanish from the plan"
            yield Fault(path, f"{quoted(back)} covers this action too", mend)


def _reached(action: dict, other: str, known: Known) -> list[str]:
    """Return the ids of the actions that an entry of `covers` takes out of the plan."""
    organisation, slash, id = other.partition("/")
    if slash:
        return [id]
    do = action.get("do")
    same = _SAME.get(do, {do}) if isinstance(do, str) else set()
    return [
        id for id, one in known.actions(organisation).items() if isinstance(one.get("do"), str) and one["do"] in same
    ]


def _covered_back(own: str, action: dict, other: str, known: Known) -> str | None:
    """Return the key of a reached action that covers `action` in turn, where both would stand in the plan."""
    if action.get("when"):
        return None
    organisation = other.partition("/")[0]
    for id in _reached(action, other, known):
        reached = known.actions(organisation)[id]
        for back in () if reached.get("when") else texts(reached.get("covers")):
            if back.partition("/")[0] == own and action.get("id") in _reached(reached, back, known):
                return f"{organisation}/{id}"
    return None


def _theme(file: Checked, known: Known) -> Iterator[Fault]:
    yield from name_faults(file)
    for key in ("now", "corrections"):
        yield from sources_faults(file.raw, key)
        for number, statement in enumerate(tables(file.raw.get(key))):
            for place in texts(statement.get("countries")):
                if place != ESSAY_COUNTRY:
                    yield from region_faults((key, number, "countries"), place, known)


def _law(file: Checked, known: Known) -> Iterator[Fault]:
    yield from name_faults(file)
    yield from sources_faults(file.raw)
    for place in texts([file.raw.get("jurisdiction")]):
        yield from region_faults(("jurisdiction",), place, known)


def _walks(file: Checked, known: Known) -> Iterator[Fault]:
    for region, ids in file.raw.items():
        yield from region_faults((region,), region, known)
        for id in texts(ids) if known.regions is None or region in known.regions else ():
            raw = known.organisations.get(id)
            if raw is None:
                yield Fault((region,), f"there is no organisation {quoted(id)}", nearest(id, known.organisations))
            elif raw.get("closed") or region[:2] not in texts(raw.get("countries")):
                yield Fault((region,), f"{quoted(id)} holds nobody there", "take it out, or name another")


def _regions_file(file: Checked, known: Known) -> Iterator[Fault]:
    countries = file.raw.get("countries")
    if not isinstance(countries, dict):
        yield Fault((), "[countries] is missing", 'add [countries] with lines such as CA = "Canada"')
        return
    for key in file.raw:
        if key not in ("countries", *countries):
            yield Fault((key,), f"{quoted(key)} is no country of this file", nearest(key, countries))
