"""What is said of an organisation beside all else that is known of it: that it leaked, by the list that is kept."""

from functools import lru_cache
from pathlib import Path

from ..catalog.catalog import Catalog
from ..dates import long
from . import wording
from .errors import NotTheList
from .kept import FILE, Kept, load
from .matching import Domains
from .reading import newest_first

_MOST = 3


def leaked(catalog: Catalog, id: str, folder: Path) -> str:
    """Return the newest breaches of an organisation in words, with the day of the list; nothing where none is known.

    What is no leak of theirs is left out. A list that cannot be used says nothing here.
    """
    known = _known(folder)
    if known is None:
        return ""
    domains = Domains(catalog)
    theirs = [
        one for one in newest_first(known.breaches) if one.domain and not one.apart and id in domains.of(one.domain)
    ]
    if not theirs:
        return ""
    told = [
        f"{wording.month(one.on)} ({wording.what(one, 3)}{'' if one.verified else '; not verified'})"
        for one in theirs[:_MOST]
    ]
    more = f"; and {len(theirs) - _MOST} more" if len(theirs) > _MOST else ""
    return f"{'; '.join(told)}{more}. As downloaded on {long(known.on)}"


def _known(folder: Path) -> Kept | None:
    try:
        state = (folder / FILE).stat()
    except OSError:
        return None
    return _read(folder, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=1)
def _read(folder: Path, changed: int, size: int) -> Kept | None:
    """Read the list once for each state of the file."""
    try:
        return load(folder)
    except NotTheList:
        return None
