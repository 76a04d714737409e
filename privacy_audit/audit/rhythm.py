"""How often to look through a theme again: the person's rhythm, or the theme's own, and the day that follows."""

from dataclasses import dataclass
from datetime import date, timedelta

from ..catalog.catalog import Catalog
from ..dates import long
from ..ledger.values import AUDIT_DAYS
from ..text import count
from .standing import HELD, Audit, Standing

#: Days that a rhythm may have.
SHORTEST, LONGEST = 7, 1000
#: A look takes along the themes whose day comes within so many days.
TOGETHER_DAYS = 14


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How many days lie between two looks through a theme, and who said so.

    `whose` is "yours" (set for this theme), "overall" (the person's days between audits) or "standard" (the theme's).
    """

    theme: str
    days: int
    whose: str


def rhythm(catalog: Catalog, standing: Standing, theme: str) -> Rhythm:
    """Return a theme's rhythm: the person's for it; their days for all, where they changed those; the theme's own."""
    if theme in standing.rhythms:
        return Rhythm(theme, standing.rhythms[theme], "yours")
    if theme in catalog.rhythms and standing.audit_days == AUDIT_DAYS:
        return Rhythm(theme, catalog.rhythms[theme], "standard")
    return Rhythm(theme, standing.audit_days, "overall")


def last_look(standing: Standing, theme: str) -> Audit | None:
    """Return the last audit that went through a theme, or None."""
    covering = (one for one in reversed(standing.audits) if not one.themes or theme in one.themes)
    return next(covering, None)


def concerned(catalog: Catalog, standing: Standing) -> list[str]:
    """Return the themes in which somebody holds the person or something was done, in the order of the walk."""
    told = {id for id, answer in standing.answers.items() if answer in HELD}
    acted = {key.partition("/")[0] for key in standing.actions}
    presumed = (id for id in catalog.presumed_in(standing.region) if id not in standing.answers)
    themes = {catalog.theme_of(id) for id in (*presumed, *told, *acted) if id in catalog}
    return [theme for theme in catalog.theme_titles if theme in themes]


def look_again_on(catalog: Catalog, standing: Standing, theme: str) -> tuple[date, str] | None:
    """Return the day on which to look through a theme again and the rule in words; None before a first audit."""
    last = last_look(standing, theme)
    if last is None:
        return None
    own = rhythm(catalog, standing, theme)
    title = catalog.theme_titles[theme]
    whose = {"yours": f"; your rhythm for “{title}”", "standard": f"; the rhythm of “{title}”"}.get(own.whose, "")
    rule = f"{count(own.days, 'day')} after {long(last.on)}, when your last audit began{whose}"
    return last.on + timedelta(days=own.days), rule


def due_themes(catalog: Catalog, standing: Standing, today: date) -> list[str]:
    """Return the themes that it is time to look through again; none where none of them concerns the person.

    With those go the themes whose day comes within `TOGETHER_DAYS`, so that one look serves them all, and the themes
    in which nobody holds the person, for what is new in them.
    """
    days = {theme: look_again_on(catalog, standing, theme) for theme in catalog.theme_titles}
    now = {theme for theme, found in days.items() if found and found[0] <= today}
    if not now.intersection(concerned(catalog, standing)):
        return []
    soon = today + timedelta(days=TOGETHER_DAYS)
    return [theme for theme, found in days.items() if found and found[0] <= soon]


def next_audit(catalog: Catalog, standing: Standing) -> tuple[date, str] | None:
    """Return the day of the next audit, the earliest of all themes that concern the person, and its rule in words."""
    if not standing.audits:
        return None
    days = [found for theme in concerned(catalog, standing) if (found := look_again_on(catalog, standing, theme))]
    if days:
        return min(days, key=lambda one: one[0])
    last = standing.audits[-1]
    rule = f"{count(standing.audit_days, 'day')} after {long(last.on)}, when your last audit began"
    return last.on + timedelta(days=standing.audit_days), rule
