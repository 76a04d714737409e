"""What may stand in events.toml: the changes in a life after which something has to be done again."""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, RootModel

from .check_files import Checked, Fault
from .check_links import Known, nearest_action, region_faults, sources_faults, texts
from .check_models import (
    KINDS,
    Count,
    Id,
    Line,
    Lines,
    Once,
    Source,
    Strict,
    Title,
    between,
    fault,
    nearest,
    one_of,
    quoted,
)  # fmt: skip
from .model import DO_TITLES

#: What says which actions a rule means; one of them has to be there.
_CHOOSERS = ("actions", "kinds", "themes", "do", "needs", "named")


def _each(valid) -> AfterValidator:
    """Return the check that each text of a list is one of the valid ones."""
    check = one_of(*valid)
    return AfterValidator(lambda values: [check(value) for value in values])


def _reason(value: str) -> str:
    if value[:1].isupper() and (value[1:2].islower() or value[1:2] == " "):
        raise fault("it begins with a capital", "begin it small: it goes on from “you moved on 3 November 2026: …”")
    if value.endswith("."):
        raise fault("it ends with a full stop", "leave the full stop out: it stands within a sentence")
    return value


def _some(values: list) -> list:
    if not values:
        raise fault("there is no rule", "add [[moved.rules]], with moved for the event's own name")
    return values


class Rule(Strict):
    """[[<event>.rules]]: which actions it touches, and why."""

    why: Annotated[Line, AfterValidator(_reason)]
    actions: Once | None = None
    kinds: Annotated[Once, _each(KINDS)] | None = None
    themes: Once | None = None
    do: Annotated[Once, _each(DO_TITLES)] | None = None
    needs: Once | None = None
    countries: Once | None = None
    named: bool = False
    if_named: Once | None = None
    only: Annotated[Line, AfterValidator(one_of("done", "undone"))] | None = None
    within_days: Annotated[int, AfterValidator(between(1, 1000))] | None = None
    within_why: Line | None = None


class Change(Strict):
    """[<event>]: one change in a life."""

    order: Count
    title: Title
    said: Annotated[Line, AfterValidator(_reason)]
    about: Line
    asks: Line | None = None
    advice: Lines | None = None
    rules: Annotated[list[Rule], AfterValidator(_some)]
    sources: list[Source] | None = None


class Events(RootModel[dict[Id, Change]]):
    """events.toml: one table for each change."""


ROLES: dict[str, type[BaseModel]] = {"events": Events}
INNER: dict[str, dict[str, Any]] = {"events": {"rules": Rule, "sources": Source}}


def event_faults(file: Checked, known: Known) -> Iterator[Fault]:
    """Yield what is wrong with events.toml, seen beside organisations, themes, fields and regions."""
    for id, change in file.raw.items():
        if not isinstance(change, dict):
            continue
        for one in sources_faults(change) if "sources" in change else ():
            yield Fault((id, *one.path), one.text, one.mend)
        rules = change.get("rules")
        for number, rule in enumerate(rules if isinstance(rules, list) else ()):
            if isinstance(rule, dict):
                yield from _rule((id, "rules", number), change, rule, known)


def _rule(at: tuple, change: dict, rule: dict, known: Known) -> Iterator[Fault]:
    yield from _shape(at, change, rule)
    yield from _names(at, rule, known)
    for theme in texts(rule.get("themes")):
        if theme not in known.themes:
            yield Fault((*at, "themes"), f"there is no theme {quoted(theme)}", nearest(theme, sorted(known.themes)))
    fields = known.fields
    for need in texts(rule.get("needs")):
        if fields is not None and need not in fields:
            yield Fault((*at, "needs"), f"fields.toml has no {quoted(need)}", nearest(need, sorted(fields)))
    for place in texts(rule.get("countries")):
        yield from region_faults((*at, "countries"), place, known)


def _shape(at: tuple, change: dict, rule: dict) -> Iterator[Fault]:
    if not any(rule.get(key) for key in _CHOOSERS):
        yield Fault(at, "it says of no action that it is meant", f"add one of: {', '.join(_CHOOSERS)}")
    if (rule.get("named") or rule.get("if_named")) and not change.get("asks"):
        yield Fault((at[0], "asks"), "a rule is about the organisation named", 'add asks = "…", the question for it')
    if rule.get("within_days") and not rule.get("within_why"):
        yield Fault((*at, "within_why"), "a term needs its reason", 'add within_why = "…", the law and its section')


def _names(at: tuple, rule: dict, known: Known) -> Iterator[Fault]:
    for number, key in enumerate(texts(rule.get("actions"))):
        organisation, slash, action = key.partition("/")
        if not slash or action not in known.actions(organisation):
            yield Fault((*at, "actions", number), f"there is no action {quoted(key)}", nearest_action(key, known))
    for number, id in enumerate(texts(rule.get("if_named"))):
        if id not in known.organisations:
            mend = nearest(id, known.organisations)
            yield Fault((*at, "if_named", number), f"there is no organisation {quoted(id)}", mend)
