"""The walk: which stops it has for a region, how far a person came, and where to go on."""

from dataclasses import dataclass

from ..catalog.catalog import Catalog
from .again import Again
from .standing import Standing

QUICK, WHOLE, PACK = "quick", "whole", "pack"


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of a walk: a theme, or a single list across themes (`theme` is None)."""

    number: int
    of: int
    theme: str | None
    title: str
    ids: tuple[str, ...]

    def answered(self, standing: Standing) -> int:
        """Return how many of this stop's organisations the person answered."""
        return sum(id in standing.answers for id in self.ids)


def stops(catalog: Catalog, region: str, scope: str) -> list[Stop]:
    """Return the stops of the quick walk, the whole one, or a pack ("pack:" with its id), in order."""
    if scope == QUICK:
        return [Stop(1, 1, None, "The quick walk", tuple(catalog.quick_walk(region)))]
    if scope.startswith(PACK + ":"):
        pack = catalog.pack(scope.removeprefix(PACK + ":"))
        known = [catalog.current_id(id) for id in pack.organisations if id in catalog]
        return [Stop(1, 1, None, pack.title, tuple(id for id in known if catalog.may_hold(id, region)))]
    titles = {theme.id: theme.title for theme in catalog.themes}
    by_theme: dict[str, list[str]] = {theme: [] for theme in catalog.theme_titles}
    for id in catalog.in_region(region):
        by_theme.setdefault(catalog.theme_of(id), []).append(id)
    count = len(by_theme)
    return [
        Stop(number, count, theme, titles.get(theme, theme), tuple(ids))
        for number, (theme, ids) in enumerate(by_theme.items(), 1)
    ]


def again_stops(catalog: Catalog, found: Again) -> list[Stop]:
    """Return the stops of a look again: the ten that matter, then the rest folded theme by theme."""
    folded: dict[str, list[str]] = {theme: [] for theme in catalog.theme_titles}
    for question in found.folded:
        folded.setdefault(catalog.theme_of(question.id), []).append(question.id)
    lists = [("What matters most", [question.id for question in found.first])]
    lists += [(f"{catalog.theme_titles.get(theme, theme)}: the rest", ids) for theme, ids in folded.items() if ids]
    return [Stop(number, len(lists), None, title, tuple(ids)) for number, (title, ids) in enumerate(lists, 1)]


def place(scope: str, number: int) -> str:
    """Return a stop as it is kept in the settings, for example "whole:3"."""
    return f"{scope}:{number}"


def read_place(kept: str) -> tuple[str, int]:
    """Read a kept place; anything else is the start of the whole walk."""
    scope, _, number = kept.partition(":")
    if scope in (QUICK, WHOLE) and number.isdigit():
        return scope, max(1, int(number))
    return WHOLE, 1
