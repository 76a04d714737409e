"""What is due, when, and by which rule. Dates are estimates from the catalogue's terms, never legal advice."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from ..catalog.catalog import Catalog
from ..catalog.model import Action
from ..dates import add_months, long, short
from ..ledger.moves import WAITING, ActionState
from ..ledger.store import DueEntry
from ..text import count
from .life import Task, key_of, latest, sentence, tasks_of
from .rhythm import next_audit
from .standing import Standing

if TYPE_CHECKING:
    from ..rights.applicable import Right
    from ..rights.clock import Step

#: Used where no term is known; most state privacy laws of the US allow 45 days.
DEFAULT_ANSWER_DAYS = 45
UNFINISHED_DAYS = 7
AUDIT_KEY = "audit"

#: What the person has to do by a day, they are told so many days before.
AHEAD_DAYS = 14

KINDS = (
    "late", "answer-expected", "receipt-expected", "appeal-expected", "complain-by", "look-again", "lapses",
    "unfinished", "re-audit", "life",
)  # fmt: skip
#: Where every call or message counts anew, no last day for a complaint follows from a refusal.
_EACH_TIME = ("do-not-call", "unsubscribe")
_TERMS: "WeakKeyDictionary[Catalog, dict[tuple[str, str, date], Right | None]]" = WeakKeyDictionary()


def derive(catalog: Catalog, standing: Standing, keys: Collection[str] | None = None) -> list[DueEntry]:
    """Return every date that follows from what was recorded, by day. Independent of today.

    With `keys` only those of these actions, and those that follow from many: the next audit, the changes in a life.
    """
    wanted = standing.actions if keys is None else [key for key in keys if key in standing.actions]
    entries = [entry for key in wanted for entry in _of_action(catalog, standing, key)]
    if standing.audits:
        entries.append(_re_audit(catalog, standing))
    if standing.life:
        entries += _life(catalog, standing)
    return sorted(entries, key=lambda entry: (entry.on, entry.key, entry.kind))


def as_of(entries: list[DueEntry], today: date, within: int = 0) -> list[DueEntry]:
    """Return what is due by `within` days after `today`; an answer whose day has passed is late.

    What is still awaited is not due: it is named only when its day falls within the days asked for. The last day for
    a complaint is named some days before, while there is still time for it, and never after it.
    """
    until = today + timedelta(days=within)
    late = {entry.key for entry in entries if entry.kind == "answer-expected" and entry.on < today}
    found = []
    for entry in entries:
        if entry.kind in _AWAITED and entry.on < today:
            if entry.kind != "receipt-expected" or entry.key not in late:
                found.append(_overdue(entry, today))
        elif entry.kind == "complain-by":
            if today <= entry.on <= until + timedelta(days=AHEAD_DAYS):
                found.append(entry)
        elif entry.on <= until:
            found.append(entry)
    return found


#: What others have to do, and the words for it when its day has passed.
_AWAITED = {
    "answer-expected": ("an answer is expected", "the answer is {} late"),
    "receipt-expected": ("a receipt is expected", "a receipt is {} late"),
    "appeal-expected": ("an answer to your appeal is expected", "the answer to your appeal is {} late"),
}


def _overdue(entry: DueEntry, today: date) -> DueEntry:
    """Return an entry whose day has passed; an answer then has the kind "late"."""
    expected, late = _AWAITED[entry.kind]
    text = entry.text.replace(expected, late.format(count((today - entry.on).days, "day")))
    return replace(entry, kind="late" if entry.kind == "answer-expected" else entry.kind, text=text)


def in_brief(catalog: Catalog, entry: DueEntry, today: date) -> str:
    """Return an entry in a few words: the organisation and what is due."""
    organisation = entry.key.partition("/")[0]
    if organisation not in catalog:
        return entry.text
    late = count((today - entry.on).days, "day")
    words = {
        "late": f"answer {late} late", "answer-expected": "an answer is expected", "look-again": "look again",
        "lapses": "its term ends", "unfinished": "not sent yet", "receipt-expected": "a receipt is expected",
        "appeal-expected": "an answer to your appeal is expected",
        "life": "the last day of its term", "complain-by": f"complain by {short(entry.on, today)}",
    }  # fmt: skip
    return f"{catalog.get(organisation).name}: {words.get(entry.kind, entry.kind)}"


def beside_the_answer(entries: list[DueEntry], key: str, today: date) -> str:
    """Return the other dates that the law sets for one action, in a line: its receipt, its appeal, the complaint."""
    words = {
        "receipt-expected": "a receipt by {}", "appeal-expected": "your appeal answered by {}",
        "complain-by": "complain by {}",
    }  # fmt: skip
    mine = [entry for entry in entries if entry.key == key and entry.kind in words]
    gone = {entry.kind: ", which has passed" for entry in mine if entry.on < today}
    return " · ".join(words[entry.kind].format(long(entry.on)) + gone.get(entry.kind, "") for entry in mine)


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
    return _right(catalog, standing, action, state) if state.status in WAITING else None


def _right(catalog: Catalog, standing: Standing, action: Action | None, state: ActionState) -> "Right | None":
    """Return the right with a term that the person used, by the laws in force when they asked."""
    if action is None or not action.law or state.asked_on is None:
        return None
    return term_behind(catalog, action, standing.region, state.asked_on)


def term_behind(catalog: Catalog, action: Action, region: str, day: date) -> "Right | None":
    """Return the right with a term behind an action, by the laws in force on a day, or None.

    Each record asks for those of all that waits, so that they are kept as long as their catalogue is.
    """
    from ..rights.applicable import term

    known = _TERMS.setdefault(catalog, {})
    asked = (action.key, region, day)
    if asked not in known:
        known[asked] = term(catalog, action, region, day)
    return known[asked]


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
    yield from _by_right(catalog, standing, key, name)
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


def _by_right(catalog: Catalog, standing: Standing, key: str, name: str) -> Iterator[DueEntry]:
    """Yield the other dates that the law sets while a request waits or is refused: receipt, appeal, complaint."""
    action, state = catalog.find_action(key), standing.state(key)
    if state.status not in (*WAITING, "refused") or state.asked_on is None:
        return
    right = _right(catalog, standing, action, state)
    if right is None or action is None:
        return
    from ..rights import clock

    place = right.law.jurisdiction
    taken = {kind: day for kind, day in standing.letters.get(key, {}).items() if day >= state.asked_on}
    if state.status == "asked":
        step = clock.acknowledgement(right.terms, state.asked_on, place, action.via)
        yield from _step(step, right, "receipt-expected", key, f"{name}: a receipt is expected")
    if "appeal" in taken:
        step = clock.appeal(right.terms, taken["appeal"], place)
        yield from _step(step, right, "appeal-expected", key, f"{name}: an answer to your appeal is expected")
    if "complaint" not in taken:
        words = "the last day to complain" + ("" if state.status == "refused" else ", if they do not answer")
        yield from _step(_complaint(right, state), right, "complain-by", key, f"{name}: {words}")


def _complaint(right: "Right", state: ActionState) -> "Step | None":
    """Return the last day for a complaint: from the refusal, or from the earliest end of the term without an answer."""
    from ..rights import clock

    if right.office is None or right.right in _EACH_TIME or state.asked_on is None:
        return None
    place, extended = right.law.jurisdiction, state.status == "extended"
    start = state.day if state.status == "refused" else clock.silence(right.terms, state.asked_on, place, extended)
    step = clock.complaint(right.office, start, place) if start else None
    return replace(step, rule=f"{step.rule}, here {long(start)}") if step and start else None


def _step(step: "Step | None", right: "Right", kind: str, key: str, text: str) -> Iterator[DueEntry]:
    if step:
        own = "; keep some days in hand" if kind == "complain-by" else ""
        where = f", to the {right.office.name}" if kind == "complain-by" and right.office else ""
        rule = f"{step.rule}{where}; the term of the {right.law.name}; an estimate{own}"
        yield DueEntry(step.on, kind, key, text, rule)


def _name(catalog: Catalog, key: str, action: Action | None) -> str:
    if action is None:
        return key
    return f"{catalog.get(action.organisation).name}, {action.title[:1].lower()}{action.title[1:]}"


def _re_audit(catalog: Catalog, standing: Standing) -> DueEntry:
    found = next_audit(catalog, standing)
    assert found is not None, "there is an audit, so a next one follows"
    return DueEntry(found[0], "re-audit", AUDIT_KEY, "Look through the audit again", found[1])


def _life(catalog: Catalog, standing: Standing) -> Iterator[DueEntry]:
    """Yield one date for each change in the person's life of which something is left, and one for each term in it."""
    terms: dict[str, Task] = {}
    for life in latest(standing):
        left = tasks_of(catalog, standing, life)
        terms |= {task.key: task for task in left if task.by}
        if left:
            text = f"{sentence(catalog, life)}: {count(len(left), 'thing')} to do or to do again"
            rule = f"from {long(life.on)}, the day you gave; until each is recorded"
            yield DueEntry(life.on, "life", key_of(life), text, rule)
    for task in terms.values():
        if task.by:
            name = _name(catalog, task.key, catalog.find_action(task.key))
            yield DueEntry(task.by, "life", task.key, f"{name}: the last day of its term", task.rule)
