"""What the nouns of the catalogue share: sources, and building values from dictionaries."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from. Without an address it is general knowledge; `dated` is as exact as known."""

    url: str | None = None
    dated: str | None = None
    note: str | None = None


def tupled(raw: dict, cls: type, **more) -> dict:
    """Return the keys of `raw` that `cls` knows, with lists as tuples."""
    known = cls.__dataclass_fields__
    out = {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items() if key in known}
    out.update(more)
    return out
