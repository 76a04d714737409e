"""A theme's story in words: what the essay says, the counterpart at home, what is true now, what helps."""

from urllib.parse import urlsplit

from textual.content import Content

from ..catalog.catalog import Catalog
from ..catalog.model import Statement
from ..dates import as_known
from .words import MUTED, joined, plain

_QUICK = (
    "About a dozen organisations that hold or concern nearly everyone where you live. For each: does it hold you? "
    "One key answers. Then you see what to do about those that do, the most helpful first.\n\n"
    "The idea: an essay of 2016 set China's Sesame Credit beside what North America already had, and ended with the "
    "advice to start with the systems at home. This is that start. It never scores you; it counts them.\n\n"
    "Press → to begin."
)


def story(catalog: Catalog, theme_id: str | None, region: str) -> Content:
    """Return the story of a theme for a person of this region, or the introduction of the quick walk."""
    if theme_id is None:
        return plain(_QUICK)
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
    where = urlsplit(one.url).netloc.removeprefix("www.") if one.url else "general knowledge"
    return Content.assemble(plain(f"· {one.text} "), plain(f"({where}, {as_known(one.dated)})", MUTED))
