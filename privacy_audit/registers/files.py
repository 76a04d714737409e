"""A register's file that a person saved: its bytes, the day on which it was saved, the year in its name."""

import re
from contextlib import suppress
from datetime import date
from pathlib import Path

from ..catalog.catalog import Catalog
from ..text import clean
from .errors import RegisterError
from .keeping import Difference
from .keeping import difference as between
from .reading import SIZE_LIMIT, read

#: California calls the files of earlier years registry2024.csv.
_YEAR = re.compile(r"registry[-_ ]?(20\d\d)(?!\d)")


def difference(file: Path, catalog: Catalog, today: date, state: str = "", dated: date | None = None) -> Difference:
    """Return what the register in a file changes; `dated` is its day, otherwise the one on which it was saved.

    Changes nothing. Raises RegisterError.
    """
    path = file
    with suppress(RuntimeError):  # a home folder of nobody: then the file is not found
        path = file.expanduser()
    try:
        with path.open("rb") as opened:
            data = opened.read(SIZE_LIMIT + 1)
        saved = date.fromtimestamp(path.stat().st_mtime)
    except (OSError, OverflowError, ValueError) as error:
        why = clean(getattr(error, "strerror", None) or error).lower()
        raise RegisterError(f"{clean(file)} cannot be read ({why}): nothing was changed. Check the name.") from None
    day = min(dated or saved, today)
    return between(read(data, state), catalog, day.isoformat(), clean(path.name, 200), _year_of(path.name))


def _year_of(name: str) -> int | None:
    match = _YEAR.match(name.casefold())
    return int(match[1]) if match else None
