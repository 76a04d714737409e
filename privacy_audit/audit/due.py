"""What is due, when, and by which rule. Dates are estimates from the catalogue's terms, never legal advice."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from ..catalog.catalog import Catalog
from ..catalog.model import Action
from ..dates import add_months, long
from ..ledger.moves import WAITING, ActionState
from ..ledger.store import DueEntry
from ..text import count
from .standing import Standing

if TYPE_CHECKING:
    from ..rights.applicable import Right

#: Used where no term is known; most state privacy laws of the US allow 45 days.
DEFAULT_ANSWER_DAYS = 45
UNFINISHED_DAYS = 7
AUDIT_KEY = "audit"

KINDS = ("late", "answer-expected", "look-again", "lapses", "unfinished", "re-audit")


def derive(catalog: Catalog, standing: Standing) -> list[DueEntry]:
    """Return every date that follows from what was recorded, by day. Independent of today."""
    entries = [entry for key in standing.actions for entry in _of_action(catalog, standing, key)]
    if standing.audits:
        entries.append(_re_audit(standing))
    return sorted(entries, key=lambda entry: (entry.on, entry.key, entry.kind))


def as_of(entries: list[DueEntry], today: date, within: int = 0) -> list[DueEntry]:
    """Return what is due by `within` days after `today`; an answer whose day has passed is late.

    An answer that is still awaited is not due: it is named only when its day falls within the days asked for.
    """
    until = today + timedelta(days=within)
    found = []
    for entry in entries:
        if entry.kind == "answer-expected" and entry.on < today:
            days = count((today - entry.on).days, "day")
            found.append(
                DueEntry(
                    entry.on,
                    "late",
                    entry.key,
                    entry.text.replace("an answer is expected", f"the answer is {days} late"),
                    entry.rule,
                )
            )
        elif entry.on <= until:
            found.append(entry)
    return found


def in_brief(catalog: Catalog, entry: DueEntry, today: date) -> str:
    """Return an entry in a few words: the organisation and what is due."""
    organisation = entry.key.partition("/")[0]
    if organisation not in catalog:
        return entry.text
    late = count((today - entry.on).days, "day")
    words = {
        "late": f"answer {late} late", "answer-expected": "an answer is expected", "look-again": "look again",
        "lapses": "its term ends", "unfinished": "not sent yet",
    }  # fmt: skip
    return f"{catalog.get(organisation).name}: {words.get(entry.kind, entry.kind)}"


def expected(catalog: Catalog, standing: Standing, key: str) -> tuple[date, str] | None:
    """Return the day by which an answer may be expected, by the person's law where one sets a term, and the rule."""
    action, state = catalog.find_action(key), standing.state(key)
    return answer_by(action, state, _law_behind(catalog, standing, action, state))


def answer_by(action: Action | None, state: ActionState, right: "Right | None" = None) -> tuple[date, str] | None:
    """Return the day by which an answer may be expected, and the rule in words; None when nothing was asked.

    `right` is the right behind the action, from `rights.applicable.term`; without one the catalogue's term counts.
    """
    if state.status not in WAITING or state.asked_on is None:
        return None
    if right is not None and (by_law := _by_law(action, state, right)):
        return by_law
    days = action.takes_days if action else None
    known = days is not None
    days = days if known else DEFAULT_ANSWER_DAYS
    rule = f"{count(days, 'day')} from {long(state.asked_on)}, when you asked"
    if not known:
        rule += " (no term is known here: a rule of thumb)"
    if state.status == "extended":
        days *= 2
        rule += "; as long again, because they took an extension"
    return state.asked_on + timedelta(days=days), rule + "; an estimate"


def _by_law(action: Action | None, state: ActionState, right: "Right") -> tuple[date, str] | None:
    """Return the day that the law sets, with its lawful extension if they took it."""
    from ..rights.clock import answer

    via = action.via if action else "web"
    asked_on = state.asked_on or date.min
    step = answer(right.terms, asked_on, right.law.jurisdiction, via, extended=state.status == "extended")
    if step is None:
        return None
    section = f", {right.terms.section}" if right.terms.section else ""
    sure = "" if right.applies == "yes" else ", which probably applies"
    return step.on, f"{step.rule}; the term of the {right.law.name}{section}{sure}; an estimate"


def _law_behind(catalog: Catalog, standing: Standing, action: Action | None, state: ActionState) -> "Right | None":
    """Return the right behind an action that waits for an answer, by the laws in force when the person asked."""
    if action is None or not action.law or state.status not in WAITING or state.asked_on is None:
        return None
    return _term(catalog, action, standing.region, state.asked_on)


@lru_cache(maxsize=4096)
def _term(catalog: Catalog, action: Action, region: str, day: date) -> "Right | None":
    """Return the right with a term behind an action; each record asks for those of all that waits."""
    from ..rights.applicable import term

    return term(catalog, action, region, day)


def look_again(action: Action | None, state: ActionState) -> tuple[date, str] | None:
    """Return the day on which to look again, and the rule in words."""
    if not action or not action.recheck_months or state.status not in ("confirmed", "verified", "not-found"):
        return None
    rule = f"{count(action.recheck_months, 'month')} after {long(state.day)}, when you last recorded how it stands"
    return add_months(state.day, action.recheck_months), rule


def lapses(action: Action | None, state: ActionState) -> tuple[date, str] | None:
    """Return the day on which the effect of an action ends, and the rule in words."""
    if not action or not action.lasts_months or state.status not in ("confirmed", "verified") or not state.confirmed_on:
        return None
    rule = f"it holds {count(action.lasts_months, 'month')}, counted from {long(state.confirmed_on)}; an estimate"
    return add_months(state.confirmed_on, action.lasts_months), rule


def _of_action(catalog: Catalog, standing: Standing, key: str) -> Iterator[DueEntry]:
    action, state = catalog.find_action(key), standing.state(key)
    if action and catalog.get(action.organisation).closed:
        return
    name = _name(catalog, key, action)
    if found := expected(catalog, standing, key):
        yield DueEntry(found[0], "answer-expected", key, f"{name}: an answer is expected", found[1])
    ends = lapses(action, state)
    if ends:
        yield DueEntry(ends[0], "lapses", key, f"{name}: its term ends, renew it", ends[1])
    again = look_again(action, state)
    if again and not (ends and ends[0] <= again[0]):
        yield DueEntry(again[0], "look-again", key, f"{name}: look again", again[1])
    if state.status == "started":
        rule = f"{count(UNFINISHED_DAYS, 'day')} after {long(state.day)}, when you started"
        yield DueEntry(
            state.day + timedelta(days=UNFINISHED_DAYS),
            "unfinished",
            key,
            f"{name}: started, not sent yet",
            rule,
        )


def _name(catalog: Catalog, key: str, action: Action | None) -> str:
    if action is None:
        return key
    return f"{catalog.get(action.organisation).name}, {action.title[:1].lower()}{action.title[1:]}"


def _re_audit(standing: Standing) -> DueEntry:
    last = standing.audits[-1]
    rule = f"{count(standing.audit_days, 'day')} after {long(last.on)}, when your last audit began"
    return DueEntry(
        last.on + timedelta(days=standing.audit_days),
        "re-audit",
        AUDIT_KEY,
        "Look through the audit again",
        rule,
    )
