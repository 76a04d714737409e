"""Three years of one person with sixty organisations, on a fixed clock, through a real ledger.

Week by week the person does what is due: writes, waits, looks again, finds some listed again, renews what ended, takes
records back, moves, is refused. What must hold at every moment is asked at every moment.
"""

import random
import re
import sqlite3
from datetime import date, timedelta

import pytest
from examples import write_tree

from privacy_audit.audit import due as dues
from privacy_audit.audit.again import FIRST, KINDS, again
from privacy_audit.audit.compare import compare, snapshot
from privacy_audit.audit.life import EVENT, tasks
from privacy_audit.audit.rhythm import look_again_on
from privacy_audit.catalog.catalog import Catalog
from privacy_audit.dates import add_months, long
from privacy_audit.ledger.moves import MOVES, WAITING
from privacy_audit.ledger.store import Ledger
from privacy_audit.session import Session

START, WEEKS, ORGANISATIONS = date(2026, 1, 5), 157, 60
#: The person is away from home in these weeks and comes back to what has gathered.
AWAY = range(88, 120)
LIFE = {40: ("moved", ""), 61: ("new-phone", ""), 75: ("breach", "spokeo"), 121: ("denied", "chexsystems")}


def sixty(catalog: Catalog) -> list[str]:
    """Sixty organisations of the shipped catalogue that a Californian may act on, of all sorts."""
    may = [id for id in catalog.in_region("US-CA") if any(a.when is None for a in catalog.get(id).actions)]
    ending = [id for id in may if any(a.lasts_months and a.when is None for a in catalog.get(id).actions)]
    listing = [id for id in may if any(a.recheck_months == 3 and a.when is None for a in catalog.get(id).actions)]
    first = ["equifax-us", "experian-us", "transunion-us", "chexsystems", "optoutprescreen", "spokeo", "whitepages"]
    return list(dict.fromkeys([*first, *ending[:8], *listing[:25], *may]))[:ORGANISATIONS]


class Years:
    """The person's three years: one seeded chance, one session, its day moved by hand."""

    def __init__(self, session: Session, ids: list[str]):
        self.session, self.ids = session, ids
        self.chance = random.Random(60)
        self.steps = 0
        self.asked_first: list[tuple[int, int]] = []

    def go_to(self, day: date) -> None:
        self.session.today = day
        self.session._forget_derived()

    def record(self, key: str, *ways: str) -> None:
        """Record the first of these states that is a legal move."""
        status = self.session.standing.state(key).status
        to = next((way for way in ways if way in MOVES[status]), None)
        if to:
            self.session.record(key, to)
            self.steps += 1

    def live(self, week: int) -> None:
        """One week: what changed in life, something begun, what is due done."""
        self.go_to(START + timedelta(weeks=week))
        if week in LIFE:
            change, organisation = LIFE[week]
            self.session.life(change, organisation=organisation)
            self.session.life(change, organisation=organisation)
        if week in AWAY:
            return
        for item in self.session.plan[:3]:
            self.record(item.key, self.chance.choice(("started", "asked", "confirmed")), "reopen", "asked")
        for entry in self.session.due()[:12]:
            self.answer(entry)
        if self.chance.random() < 0.05:
            self.session.undo()

    def answer(self, entry) -> None:
        luck, key = self.chance.random(), entry.key
        if entry.kind == "re-audit":
            self.look_again()
        elif entry.kind == "look-again":
            self.record(key, "relisted" if luck < 0.3 else "verified", "not-found", "verified")
        elif entry.kind == "lapses":
            self.session.record(key, "reopen")
            self.record(key, "asked")
        elif entry.kind == "unfinished":
            self.record(key, "asked")
        elif entry.kind == "late":
            self.record(key, "refused" if luck < 0.1 else "asked" if luck < 0.3 else "confirmed")
        elif key.startswith(f"{EVENT}/"):
            for task in list(tasks(self.session.catalog, self.session.standing))[:4]:
                self.record(task, "verified", "asked", "not-found")

    def look_again(self) -> None:
        found = self.session.again
        self.asked_first.append((len(found.first), len(found.questions)))
        assert self.session.begin_again() != self.session.begin_again(), "begun once, then gone on with"
        for question in found.first:
            for key in question.keys:
                self.record(key, "relisted" if self.chance.random() < 0.2 else "verified", "confirmed", "asked")
            if question.kind in ("new", "changed"):
                self.session.answer(question.id, "yes")


def explained(session: Session, entry) -> bool:
    """Whether a date is the one that its rule gives, worked out here a second time, and its words say from when."""
    key, standing = entry.key, session.standing
    state, action = standing.state(key), session.catalog.find_action(key)
    if entry.kind == "look-again":
        return entry.on == add_months(state.day, action.recheck_months) and long(state.day) in entry.rule
    if entry.kind == "lapses":
        return (
            entry.on == add_months(state.confirmed_on, action.lasts_months) and long(state.confirmed_on) in entry.rule
        )
    if entry.kind == "unfinished":
        return entry.on == state.day + timedelta(days=7) and long(state.day) in entry.rule
    if entry.kind == "re-audit":
        days = [look_again_on(session.catalog, standing, theme) for theme in session.catalog.theme_titles]
        return (entry.on, entry.rule) in days and "day" in entry.rule
    if entry.kind == "life" and key.startswith(f"{EVENT}/"):
        return entry.on in [life.on for life in standing.life] and long(entry.on) in entry.rule
    if entry.kind == "life":
        task = tasks(session.catalog, standing)[key]
        return entry.on == task.by == task.life.on + timedelta(days=60) and "1681j" in entry.rule
    if entry.kind in ("complain-by", "appeal-expected"):
        return state.status in (*WAITING, "refused") and entry.on > state.asked_on and "the term of the" in entry.rule
    asked = state.asked_on
    later = re.search(r"\d+ (business )?days?", entry.rule)
    return state.status in WAITING and entry.on > asked and bool(later) and long(asked) in entry.rule


def check(years: Years) -> None:
    """What holds at every moment."""
    session = years.session
    kept = session.ledger.due(session.person.id)
    assert sorted(kept, key=str) == sorted(session.due_entries, key=str), "the kept table is what follows now"
    names = [(entry.key, entry.kind) for entry in kept]
    assert len(names) == len(set(names)), "no date stands twice"
    for entry in kept:
        assert entry.rule, entry
        assert explained(session, entry), entry
    found = session.again
    asked = [question.id for question in found.questions]
    assert len(asked) == len(set(asked)), "nobody is asked about twice"
    for question in found.questions:
        assert all(reason.text and reason.kind in KINDS for reason in question.reasons)
        presumed_only = question.id not in session.standing.answers and not question.keys
        assert not presumed_only or question.kind == "new", "who is presumed and unanswered is not asked again"
    keys = [item.key for item in session.plan]
    assert len(keys) == len(set(keys)), "nothing stands in the plan twice"


def tables(path) -> dict[str, list]:
    with sqlite3.connect(path) as opened:
        names = ("people", "answers", "actions", "settings", "due")
        return {name: sorted(opened.execute(f"SELECT * FROM {name}").fetchall(), key=str) for name in names}


@pytest.fixture(scope="module")
def lived(tmp_path_factory, catalog) -> Years:
    """The three years, lived and checked week by week."""
    ledger = Ledger(tmp_path_factory.mktemp("years") / "ledger.db")
    session = Session(catalog, ledger, ledger.add_person("me", "US-CA"), START)
    years = Years(session, sixty(catalog))
    for number, id in enumerate(years.ids):
        session.answer(id, ("yes", "yes", "past", "unsure")[number % 4])
    session.begin_audit("whole")
    session.set_rhythm("points", 200)
    for week in range(WEEKS):
        years.live(week)
        if week % 4 == 0 or week in (*LIFE, AWAY.stop):
            check(years)
    yield years
    ledger.close()


def test_sixty_organisations_were_told_of_and_three_years_went_by(lived):
    assert len(lived.ids) == ORGANISATIONS
    assert lived.session.today >= date(2028, 12, 31)
    assert lived.steps > 400


def test_everything_that_may_happen_happened(lived):
    kinds = {reason.kind for question in lived.session.again.questions for reason in question.reasons}
    states = {event.data["state"] for event in records(lived)}
    assert {"asked", "confirmed", "verified", "relisted", "refused", "reopen", "started"} <= states
    assert kinds
    assert len(lived.session.standing.audits) >= 8
    assert lived.session.returns


def records(lived) -> list:
    events = lived.session.ledger.standing_events(lived.session.person.id)
    return [event for event in events if event.kind == "record"]


def test_no_event_stands_twice_and_all_in_order_of_time(lived):
    log = lived.session.ledger.events(lived.session.person.id)
    ids = [event.id for event in log]
    assert ids == sorted(set(ids))
    assert len(lived.session.standing.life) <= len(LIFE)
    days = [audit.on for audit in lived.session.standing.audits]
    assert days == sorted(set(days)), "no two looks began on one day"


def test_what_came_back_is_counted_as_often_as_it_was_recorded(lived):
    relisted = [event for event in records(lived) if event.data["state"] == "relisted"]
    assert len(lived.session.returns) == len(relisted)
    assert sum(state.relisted for state in lived.session.standing.actions.values()) == len(relisted)
    assert all(one.days >= 0 for one in lived.session.returns)


def test_coming_back_after_months_asks_ten_and_counts_the_rest(lived):
    assert all(first <= FIRST for first, _ in lived.asked_first)
    assert max(number for _, number in lived.asked_first) > FIRST


def test_rebuilding_from_the_log_gives_the_same_tables(lived):
    path = lived.session.ledger.path
    before = tables(path)
    lived.session.ledger.rebuild()
    assert tables(path) == before
    assert all(before.values())


def test_every_audit_can_be_compared_with_the_first(lived):
    events = lived.session.ledger.standing_events(lived.session.person.id)
    last = lived.session.standing.audits[-1].number
    assert compare(snapshot(events, 1), snapshot(events, last)).came_back


def test_a_year_away_loses_nothing_and_doubles_nothing(lived):
    session, day = lived.session, lived.session.today
    before = {entry.key for entry in session.due()}
    lived.go_to(day + timedelta(days=365))
    after = [(entry.key, entry.kind) for entry in session.due()]
    assert before <= {key for key, _ in after}
    assert len(after) == len(set(after))
    assert len(session.again.first) == FIRST
    lived.go_to(day)


def test_a_clock_set_back_or_another_time_zone_loses_nothing(lived):
    """The day before, or years before: dates stay as they are, fewer are due, and nothing is asked that is to come."""
    session, day = lived.session, lived.session.today
    dates, due = session.due_entries, session.due()
    for back in (1, 700):
        lived.go_to(day - timedelta(days=back))
        assert session.due_entries == dates
        assert {(e.key, e.on) for e in session.due()} <= {(e.key, e.on) for e in due}
        assert all((reason.since or day) <= day for q in session.again.questions for reason in q.reasons)
    lived.go_to(day)
    assert session.due() == due


def test_the_same_three_years_with_another_catalogue_ask_who_is_new(lived, catalog, tmp_path):
    """What the person did stays; organisations that the new catalogue does not know are kept and not asked about."""
    from privacy_audit.catalog.compiler import compile_tree

    other = Catalog(compile_tree(write_tree(tmp_path / "other")))
    session = lived.session
    found = again(other, session.standing, session.today + timedelta(days=400))
    assert {question.kind for question in found.questions} == {"new", "life"}
    assert {question.id for question in found.questions} <= set(other)
    assert dues.derive(other, session.standing)
