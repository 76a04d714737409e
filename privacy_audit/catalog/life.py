"""What a change in a person's life touches, as ``events.toml`` says it: read when somebody records such a change."""

from dataclasses import dataclass

from .parts import Source, tupled


@dataclass(frozen=True, slots=True)
class LifeRule:
    """Which actions a change touches, and why.

    `actions` names them; otherwise an action is meant when it fits all of `kinds` and `themes` (of its organisation),
    `do` and `needs` (of its own) that are given. `named` looks at the organisation named with the change only,
    `if_named` applies only where that is one of these. `only` is "done" for what was done before
    and "undone" for what never was. `within_days`
    is a term that runs from the day of the change, `within_why` the law or reason behind it.
    """

    why: str
    actions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    do: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    named: bool = False
    if_named: tuple[str, ...] = ()
    only: str | None = None
    within_days: int | None = None
    within_why: str | None = None


@dataclass(frozen=True, slots=True)
class LifeChange:
    """One change: its words, what it touches, and advice that is no action of the catalogue.

    `said` goes into a reason ("you moved"); `asks` is the question for the organisation where one belongs to it.
    """

    id: str
    order: int
    title: str
    said: str
    about: str
    asks: str | None = None
    advice: tuple[str, ...] = ()
    rules: tuple[LifeRule, ...] = ()
    sources: tuple[Source, ...] = ()


def change_from(id: str, raw: dict) -> LifeChange:
    """Build a change from its dictionary."""
    rules = tuple(LifeRule(**tupled(rule, LifeRule)) for rule in raw.get("rules", ()))
    sources = tuple(Source(**tupled(source, Source)) for source in raw.get("sources", ()))
    return LifeChange(**tupled(raw, LifeChange, id=id, rules=rules, sources=sources))
