"""A theme's story in words: what the essay says, the counterpart at home, what is true now, what helps."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from textual.content import Content

from ..catalog.catalog import Catalog
from ..catalog.pages import Statement
from ..dates import as_known
from ..text import safe_url
from .words import MUTED, joined, plain

if TYPE_CHECKING:
    from ..catalog.pages import Pack

_QUICK = (
    "About a dozen organisations that hold or concern nearly everyone where you live. For each: does it hold you? "
    "One key answers. Then you see what to do about those that do, the most helpful first.\n\n"
    "The idea: an essay of 2016 set China's Sesame Credit beside what North America already had, and ended with the "
    "advice to start with the systems at home. This is that start. It never scores you; it counts them.\n\n"
    "Press → to begin."
)

_PACK = "For each organisation of this set: does it hold you? Then you see what to do. Press → to begin."


def quick_story() -> Content:
    """Return the introduction of the quick walk."""
    return plain(_QUICK)


def pack_story(pack: "Pack") -> Content:
    """Return what a pack is for, its limit, and how to go on."""
    parts = [plain(pack.about), plain(pack.note or ""), plain(_PACK)]
    return joined([part for part in parts if part.plain], "\n\n")


def story(catalog: Catalog, theme_id: str, region: str) -> Content:
    """Return the story of a theme for a person of this region."""
    theme = catalog.theme(theme_id)
    here = region[:2]
    now = [one for one in theme.now if not one.countries or here in one.countries]
    china = [one for one in theme.now if one.countries == ("CN",)]
    parts = [
        _part("The essay (2016)", plain(theme.essay)),
        _part("At home", plain(theme.counterpart)),
        _part("Now", joined(map(_statement, now))),
        _part("In China since", joined(map(_statement, china))),
        _part("Mistaken in 2016", joined(map(_statement, theme.corrections))),
        _part("What helps", joined(plain(f"· {text}") for text in theme.what_helps)),
        _part("The limit", plain(theme.honest_limit)),
        _part("Most at risk", plain(theme.people_at_risk)),
    ]
    return joined([part for part in parts if part is not None], "\n\n")


def _part(heading: str, content: Content) -> Content | None:
    if not content.plain:
        return None
    return Content.assemble((heading, "bold $text-accent"), "\n", content)


def _statement(one: Statement) -> Content:
    url = safe_url(one.url) if one.url else None
    where = urlsplit(url).netloc.removeprefix("www.") if url else "general knowledge"
    return Content.assemble(plain(f"· {one.text} "), plain(f"({where}, {as_known(one.dated)})", MUTED))
