"""The look again: what a re-audit asks, which is only what may have changed since the last one.

Asked are what came back, what lapsed, what was asked and never seen gone, what a change in the person's life touches,
and who is new or changed in the catalogue. Whoever is presumed and was never answered is not asked again.
"""

import base64
import binascii
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import log2

from ..catalog.catalog import Catalog
from ..catalog.model import Action
from ..dates import first_day, long
from ..ledger.moves import WAITING, ActionState
from ..text import count
from . import due
from .life import tasks
from .rhythm import due_themes, last_look
from .standing import HELD, Audit, Standing

AGAIN = "again"
#: How many questions are put first; the others are folded.
FIRST = 10
#: A look again that was begun is gone on with for so many days; then the next one asks what it left.
OPEN_DAYS = 30

#: Why an organisation is asked about, the most pressing first, in words for a count.
KINDS = {
    "back": "came back",
    "lapsed": "a term ended",
    "life": "touched by a change in your life",
    "unanswered": "asked, the answer is late",
    "unseen": "said done, never seen gone",
    "look": "time to look again",
    "new": "new in the catalogue",
    "changed": "changed in the catalogue",
}
_WEIGHT = {"back": 4, "lapsed": 4, "life": 3, "unanswered": 2.5, "unseen": 2, "look": 2, "new": 1, "changed": 0.8}
_IMPACT = {"high": 3.0, "medium": 1.5, "low": 0.7}
#: What leaves nothing to be seen at an organisation once it worked.
_REMOVALS = ("opt-out", "delete", "close-account")


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason to ask about an organisation. `key` is the action's, or "" where the organisation itself is meant.

    `since` is the day from which the reason holds.
    """

    kind: str
    text: str
    key: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One organisation with all reasons to look at it again, the most pressing first."""

    id: str
    reasons: tuple[Reason, ...]
    value: float

    @property
    def kind(self) -> str:
        """The most pressing reason's kind."""
        return self.reasons[0].kind

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the actions that the reasons are about."""
        return tuple(dict.fromkeys(reason.key for reason in self.reasons if reason.key))


@dataclass(frozen=True, slots=True)
class Again:
    """What to ask, the most pressing first; `since` is the audit before, `themes` those that it is time for."""

    since: Audit | None
    themes: tuple[str, ...]
    questions: tuple[Question, ...]

    @property
    def first(self) -> tuple[Question, ...]:
        """The ten that matter most."""
        return self.questions[:FIRST]

    @property
    def folded(self) -> tuple[Question, ...]:
        """The rest."""
        return self.questions[FIRST:]


def counted(questions: tuple[Question, ...]) -> dict[str, int]:
    """Return how many questions there are of each kind, in the order of `KINDS`."""
    numbers = {kind: sum(question.kind == kind for question in questions) for kind in KINDS}
    return {kind: number for kind, number in numbers.items() if number}


def again(catalog: Catalog, standing: Standing, today: date) -> Again:
    """Return what a look again asks today.

    Themes are those that it is time for by their rhythm, and those of looks that were begun at most `OPEN_DAYS` ago
    and are gone on with; while there are none, all, so that looking early is possible. An audit that began later than
    today, because a clock was set back, counts as it stands.
    """
    going = running(standing, today)
    begun = {theme: look.on for look in going for theme in look.themes or catalog.theme_titles}
    themes = {*begun, *due_themes(catalog, standing, today)} or set(catalog.theme_titles)
    reasons: dict[str, list[Reason]] = {}
    for key in standing.actions:
        for reason in _of_action(catalog, standing, key, today, begun, themes):
            reasons.setdefault(catalog.current_id(key.partition("/")[0]), []).append(reason)
    for task in tasks(catalog, standing).values():
        if task.life.on <= today:
            organisation = task.key.partition("/")[0]
            reasons.setdefault(organisation, []).append(Reason("life", task.because, task.key, task.life.on))
    for id, reason in _news(catalog, standing, begun, themes):
        reasons.setdefault(id, []).append(reason)
    questions = [_question(catalog, standing, id, found, today) for id, found in reasons.items() if id in catalog]
    questions.sort(key=lambda one: (-one.value, one.id))
    earlier = [audit for audit in standing.audits if audit not in going]
    shown = tuple(theme for theme in catalog.theme_titles if theme in themes)
    return Again(earlier[-1] if earlier else None, shown, tuple(questions))


def running(standing: Standing, today: date) -> list[Audit]:
    """Return the looks again that were begun and are gone on with, oldest first."""
    return [
        audit
        for audit in standing.audits
        if audit.scope == AGAIN and audit.on <= today < audit.on + timedelta(days=OPEN_DAYS)
    ]


def to_begin(catalog: Catalog, standing: Standing, today: date) -> list[str]:
    """Return the themes that a look again begun today goes through; none where the one begun is gone on with."""
    due = due_themes(catalog, standing, today)
    return due if due or running(standing, today) else list(catalog.theme_titles)


# What was done and may have changed


def _of_action(
    catalog: Catalog, standing: Standing, key: str, today: date, begun: dict[str, date], themes: set[str]
) -> list[Reason]:
    """Return the reasons to look at one action again; none once it was recorded in this look again."""
    action, state = catalog.find_action(key), standing.state(key)
    if action is None or state.day is None or standing.answers.get(action.organisation) == "no":
        return []
    if catalog.get(action.organisation).closed:
        return []
    if state.status == "relisted":
        return [Reason("back", f"it came back on {long(state.day)}", key, state.day)]
    ended = due.lapses(action, state)
    if ended and ended[0] <= today:
        return [Reason("lapsed", f"its term ended on {long(ended[0])}: {ended[1]}", key, ended[0])]
    theme = catalog.theme_of(action.organisation)
    if theme not in themes or (theme in begun and state.day >= begun[theme]):
        return []
    if state.status in WAITING:
        expected = due.expected(catalog, standing, key)
        if expected is None or expected[0] >= today:
            return []
        text = f"you asked on {long(state.asked_on or state.day)}; the answer was due on {long(expected[0])}"
        return [Reason("unanswered", text, action.key, expected[0])]
    found = _unseen(action, state, today)
    return [found] if found else []


def _unseen(action: Action, state: ActionState, today: date) -> Reason | None:
    """Return why an action that was done has to be looked at, or None when it was seen and its time is not up."""
    assert state.day is not None
    if state.status == "confirmed" and action.do in _REMOVALS and state.day < today:
        text = f"they said done on {long(state.day)}; you have not looked since"
        return Reason("unseen", text, action.key, state.day)
    look = due.look_again(action, state)
    if look and look[0] <= today:
        return Reason("look", f"look again: {look[1]}", action.key, look[0])
    return None


# What is new in the catalogue


def known(catalog: Catalog, region: str) -> str:
    """Return what the catalogue says now of those who may hold somebody of this region, as marks of six bytes.

    Kept with an audit, it tells later who is new (the id's mark is not there) and who changed (its content's is not).
    """
    marks = (_mark(catalog, id) for id in catalog.in_region(region) if not catalog.as_filed(id).get("own"))
    return base64.b85encode(b"".join(sorted(marks))).decode()


def _mark(catalog: Catalog, id: str) -> bytes:
    raw = catalog.as_filed(id)
    acts = sorted(f"{action['id']}:{action['do']}" for action in raw.get("actions", ()))
    said = "|".join([str(raw.get("checked")), *acts])
    return zlib.crc32(id.encode()).to_bytes(4, "big") + (zlib.crc32(said.encode()) & 0xFFFF).to_bytes(2, "big")


def _read_known(kept: str) -> dict[bytes, bytes]:
    """Return the marks that an audit kept, by that of the id; nothing where it kept none that can be read."""
    try:
        whole = base64.b85decode(kept)
    except (ValueError, binascii.Error):
        return {}
    return {whole[place : place + 4]: whole[place + 4 : place + 6] for place in range(0, len(whole) - 5, 6)}


def _news(
    catalog: Catalog, standing: Standing, begun: dict[str, date], themes: set[str]
) -> Iterator[tuple[str, Reason]]:
    """Yield (id, reason) of those who are new, or changed and hold the person, since their theme's audit before."""
    before = {theme: _look_before(standing, theme, begun.get(theme)) for theme in themes}
    marks = {look.number: _read_known(look.known) for look in before.values() if look}
    for id in catalog.in_region(standing.region) if marks else ():
        theme = catalog.theme_of(id)
        look, told = before.get(theme), standing.answered_on.get(id)
        answered = theme in begun and told is not None and told >= begun[theme]
        if look is None or answered or standing.answers.get(id) == "no" or catalog.as_filed(id).get("own"):
            continue
        if reason := _new_or_changed(catalog, standing, id, look, marks[look.number]):
            yield id, reason


def _look_before(standing: Standing, theme: str, begun: date | None) -> Audit | None:
    """Return the last audit through a theme, before the look that was begun on a day, if one was."""
    earlier = tuple(audit for audit in standing.audits if begun is None or audit.on < begun)
    return last_look(replace(standing, audits=earlier), theme)


def _new_or_changed(catalog: Catalog, past: Standing, id: str, last: Audit, marks: dict[bytes, bytes]) -> Reason | None:
    mark, answer = _mark(catalog, id), past.answers.get(id)
    formerly = [zlib.crc32(old.encode()).to_bytes(4, "big") for old in catalog.as_filed(id).get("formerly", ())]
    kept = next((marks[one] for one in (mark[:4], *formerly) if one in marks), None)
    if marks and kept is None:
        if answer is None:
            return Reason("new", f"it came into the catalogue after your audit of {long(last.on)}", since=last.on)
        return None
    dated = first_day(catalog.as_filed(id).get("checked"))
    newer = bool(dated) and dated > last.on.isoformat()
    changed = kept != mark[4:] if marks else newer
    if changed and (answer in HELD or any(key.partition("/")[0] == id for key in past.actions)):
        return Reason("changed", f"the catalogue says something else of it than on {long(last.on)}", since=last.on)
    return None


def _question(catalog: Catalog, standing: Standing, id: str, reasons: list[Reason], today: date) -> Question:
    """Return the question about one organisation, weighed by impact, lateness and reach."""
    order = list(KINDS)
    reasons = sorted(reasons, key=lambda one: (order.index(one.kind), one.since or today, one.key))
    first, organisation = reasons[0], catalog.get(id)
    late = min(max((today - (first.since or today)).days, 0), 365)
    reach = max((len(action.covered) for action in organisation.actions), default=0)
    value = (
        _WEIGHT[first.kind]
        * _IMPACT.get(organisation.impact, 1.0)
        * (1 + late / 365)
        * (1.5 if catalog.presumes(id, standing.region) else 1.0)
        * (1 + log2(1 + reach) / 4)
    )
    return Question(id, tuple(reasons), value)


def summary(found: Again) -> str:
    """Return how much there is to look at in words: "23 organisations, the ten that matter first"."""
    number = len(found.questions)
    if not number:
        return "nothing has to be looked at again"
    many = count(number, "organisation")
    return many if number <= FIRST else f"{many}, the ten that matter first"
