"""What may stand in packs, in searches.toml, and in what is said of organisations that closed or moved."""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel

from .check_files import Checked, Fault
from .check_links import Known, name_faults, region_faults, texts
from .check_models import Count, Id, Line, Once, Secure, Strict, Title, fault, nearest, quoted
from .filling import SEARCH_PLACES, places


def _query(value: str) -> str:
    names = places(value)
    if not names:
        raise fault("nothing is filled in", f"write {{first}} and {{last}} (also: {', '.join(SEARCH_PLACES)})")
    for name in names:
        if name not in SEARCH_PLACES:
            raise fault(f"{quoted(name)} cannot be filled in", nearest(name, SEARCH_PLACES))
    return value


def _engine(value: str) -> str:
    site = value.partition("//")[2].partition("/")[0]
    if places(value) != ["query"] or "{" in site:
        raise fault("it is not filled with {query} alone", "write https://example.com/?q={query}")
    return value


def _any(value):
    if not value:
        raise fault("it is empty", "write at least one")
    return value


class Pack(Strict):
    """packs/<id>.toml: a few organisations for one occasion."""

    id: Line
    order: Count
    title: Title
    about: Line
    countries: Once | None = None
    regions: Once | None = None
    organisations: Once
    note: Line | None = None


class Search(Strict):
    """[[searches]] of searches.toml."""

    id: Id
    title: Title
    query: Annotated[Line, AfterValidator(_query)]
    why: Line
    needs: Once


class Searches(Strict):
    """searches.toml: the search engines, and the searches for one's own name."""

    engines: Annotated[dict[Line, Annotated[Secure, AfterValidator(_engine)]], AfterValidator(_any)]
    searches: Annotated[list[Search], AfterValidator(_any)]


ROLES: dict[str, type[BaseModel]] = {"pack": Pack, "searches": Searches}
INNER: dict[str, dict[str, Any]] = {"searches": {"searches": Search}}


def pack_faults(file: Checked, known: Known) -> Iterator[Fault]:
    """Yield what is wrong with a pack, seen beside the organisations."""
    yield from name_faults(file)
    for key in ("countries", "regions"):
        for place in texts(file.raw.get(key)):
            yield from region_faults((key,), place, known)
    for number, id in enumerate(texts(file.raw.get("organisations"))):
        at, raw = ("organisations", number), known.organisations.get(id)
        if raw is None:
            yield Fault(at, f"there is no organisation {quoted(id)}", nearest(id, known.organisations))
        elif raw.get("closed"):
            yield Fault(at, f"{quoted(id)} is closed", "take it out, or name what took its place")


def search_faults(file: Checked, known: Known) -> Iterator[Fault]:
    """Yield what is wrong with searches.toml, seen beside the words for what a person discloses."""
    seen: set[str] = set()
    searches = file.raw.get("searches")
    for number, one in enumerate(searches if isinstance(searches, list) else ()):
        if not isinstance(one, dict):
            continue
        for id in texts([one.get("id")]):
            if id in seen:
                yield Fault(("searches", number, "id"), f"there are two searches {quoted(id)}", "rename this one")
            seen.add(id)
        for need in texts(one.get("needs")) if known.fields is not None else ():
            if need not in known.fields:
                mend = nearest(need, sorted(known.fields))
                yield Fault(("searches", number, "needs"), f"fields.toml has no {quoted(need)}", mend)


def fate_faults(file: Checked, known: Known) -> Iterator[Fault]:
    """Yield what is wrong with `closed`, `now`, `now_at` and `tags` of an organisation."""
    raw = file.raw
    if raw.get("closed") and not raw.get("now") and not known.taken:
        yield Fault(("now",), "it is closed and nothing says what became of it", 'add now = "…", one sentence')
    for successor in texts([raw.get("now_at")]):
        other = known.organisations.get(successor)
        if not raw.get("now"):
            yield Fault(("now_at",), "now is missing", 'add now = "…": what became of it, with the month or year')
        if successor == file.id:
            yield Fault(("now_at",), "this is the organisation itself", "take it out")
        elif other is None:
            mend = nearest(successor, known.organisations)
            yield Fault(("now_at",), f"there is no organisation {quoted(successor)}", mend)
        elif other.get("closed"):
            yield Fault(("now_at",), f"{quoted(successor)} is closed itself", "name who took its place, or take it out")
    words = _own_words(raw)
    for tag in texts(raw.get("tags")):
        if any(not (word.islower() or word.isupper() or word in words) for word in tag.split() if word.isalpha()):
            yield Fault(("tags",), f"{quoted(tag)} has capitals", "write it in lower case, but for a proper name")


def _own_words(raw: dict) -> set[str]:
    """Return the words of the names in a file: proper names keep their capitals."""
    single = [raw.get(key) for key in ("name", "legal_name", "parent", "hint")]
    return set(" ".join(texts([*single, *texts(raw.get("brands")), *texts(raw.get("holds"))])).split())
