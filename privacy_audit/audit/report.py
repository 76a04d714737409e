"""The to-do report as one value: what to do next, what is due and what was done. Exports turn it into files."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ..catalog.catalog import Catalog
from ..catalog.model import VIA_WORDS, Action, Organisation, Source
from ..ledger.events import Event
from ..ledger.moves import SHORT, ActionState
from ..ledger.values import DueEntry, kept_by
from ..text import clean, count
from . import due
from .compare import HEADINGS, audits, compare, parts, returned, snapshot
from .counts import ThemeCount, TheyDid, by_theme, they_did, total
from .plan import PlanItem, plan
from .progress import Point, series
from .scorecard import Card, in_words, name_of, ordered, scorecards, span
from .standing import Standing

DISCLAIMER = (
    "This report gives information, not legal advice. Dates are estimates. "
    "A request that was sent is not yet data that is gone: look again on the days named here."
)


@dataclass(frozen=True, slots=True)
class ReportAction:
    """One thing to do, with all that is needed to do it away from the program. Texts are clean, not escaped.

    `page_amiss` says what was wrong with the page when it was last looked at, if anybody looked and it was.
    """

    key: str
    organisation: str
    title: str
    theme: str
    do: str
    via: str
    status: str
    because: str
    presumed: bool
    impact: str
    minutes: int
    cost: str
    by: date | None
    by_rule: str
    url: str | None
    email: str | None
    phone: str | None
    post: str | None
    unchecked: bool
    gives_away: tuple[str, ...]
    gives_away_much: bool
    steps: tuple[str, ...]
    takes_days: int | None
    lasts: str | None
    recheck_months: int | None
    caution: str | None
    law: tuple[str, ...]
    covers: tuple[str, ...]
    confidence: str
    checked: str | None
    sources: tuple[Source, ...]
    page_amiss: str = ""


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One line of what was done."""

    on: date
    organisation: str
    title: str
    state: str
    reference: str
    note: str


@dataclass(frozen=True, slots=True)
class ReportEvidence:
    """One file kept with an action: its day, name, size in bytes and SHA-256."""

    on: date
    organisation: str
    title: str
    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ReportWaiting:
    """One request that somebody else has to answer, or an act that holds until a day."""

    key: str
    organisation: str
    title: str
    state: str
    since: date
    expected: date | None
    rule: str


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """How one organisation behaved, in counts and days; `span` and `words` say it for reading."""

    organisation: str
    asked: int
    answered: int
    days: tuple[int, ...]
    allowed: tuple[int | None, ...]
    waiting_days: tuple[int, ...]
    late: int
    refused: int
    stayed_away_days: tuple[int, ...]
    more_wanted: int
    span: str
    words: str


@dataclass(frozen=True, slots=True)
class ReportChange:
    """One kind of change between two audits, and those concerned."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportChanges:
    """What changed from the audit before to the last one."""

    earlier: int
    earlier_on: date
    later: int
    later_on: date
    parts: tuple[ReportChange, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A person's audit on one day."""

    today: date
    person: str
    region: str
    region_name: str
    counts: tuple[ThemeCount, ...]
    total: ThemeCount
    they_did: TheyDid
    due: tuple[DueEntry, ...]
    upcoming: tuple[DueEntry, ...]
    todo: tuple[ReportAction, ...]
    waiting: tuple[ReportWaiting, ...]
    done: tuple[ReportLine, ...]
    minutes_in_all: int
    progress: tuple[Point, ...] = ()
    changes: ReportChanges | None = None
    records: tuple[ReportRecord, ...] = ()
    evidence: tuple[ReportEvidence, ...] = ()


LawNames = Callable[[Action], tuple[str, ...]]
Amiss = Callable[[str | None], str]


def build(
    catalog: Catalog,
    standing: Standing,
    events: list[Event],
    person: str,
    today: date,
    law_names: LawNames,
    amiss: Amiss = lambda url: "",
) -> Report:
    """Return the report.

    `events` are the person's standing events; `law_names` gives the laws of an action in words, `amiss` what is wrong
    with an address as it was last looked at.
    """
    counts = by_theme(catalog, standing)
    items = plan(catalog, standing, today)
    entries = due.derive(catalog, standing)
    now = due.as_of(entries, today)
    taken = {(entry.key, entry.on) for entry in now}
    return Report(
        today=today,
        person=clean(person),
        region=standing.region,
        region_name=catalog.regions.name(standing.region),
        counts=tuple(counts),
        total=total(counts),
        they_did=they_did(catalog, standing, today, entries),
        due=tuple(now),
        upcoming=tuple(entry for entry in entries if (entry.key, entry.on) not in taken and entry.on > today),
        todo=tuple(_todo(catalog, item, law_names, amiss) for item in items),
        waiting=tuple(_waiting(catalog, standing)),
        done=tuple(done_lines(catalog, events)),
        minutes_in_all=sum(item.action.minutes for item in items),
        progress=tuple(series(catalog, standing.region, events)),
        changes=_changes(catalog, events),
        records=tuple(_records(catalog, standing.region, events, today)),
        evidence=tuple(_evidence(catalog, events)),
    )


def _todo(catalog: Catalog, item: PlanItem, law_names: LawNames, amiss: Amiss) -> ReportAction:
    action, organisation = item.action, item.organisation
    return ReportAction(
        key=action.key,
        organisation=organisation.name,
        title=action.title,
        theme=catalog.theme_titles.get(organisation.theme, organisation.theme),
        do=action.do,
        via=VIA_WORDS.get(action.via, action.via),
        status=item.status,
        because=item.because,
        presumed=item.presumed,
        impact=organisation.impact,
        minutes=action.minutes,
        cost=action.cost or "not known",
        by=item.on,
        by_rule=item.because if item.on else "",
        url=action.url,
        email=action.email,
        phone=action.phone,
        post=action.post,
        unchecked=action.unchecked,
        gives_away=tuple(catalog.label(need) for need in action.needs),
        gives_away_much=any(catalog.weight(need) == 3 for need in action.needs),
        steps=action.steps,
        takes_days=action.takes_days,
        lasts=action.lasts,
        recheck_months=action.recheck_months,
        caution=organisation.caution,
        law=law_names(action),
        covers=tuple(catalog.get(id).name for id in action.covered if id in catalog),
        confidence=organisation.confidence,
        checked=organisation.checked,
        sources=organisation.sources,
        page_amiss=amiss(action.url),
    )


def _waiting(catalog: Catalog, standing: Standing) -> list[ReportWaiting]:
    found = []
    for key, state in standing.actions.items():
        expected = due.expected(catalog, standing, key)
        if expected:
            name, title = names(catalog, key)
            found.append(ReportWaiting(key, name, title, SHORT[state.status], _since(state), *expected))
    return sorted(found, key=lambda waiting: (waiting.expected or date.max, waiting.key))


def _changes(catalog: Catalog, events: list[Event]) -> ReportChanges | None:
    """Return what changed between the last two audits, or None before the second."""
    known = audits(events)
    if len(known) < 2:
        return None
    earlier, later = known[-2:]
    difference = compare(snapshot(events, earlier.number), snapshot(events, later.number))
    back = returned(events, earlier.number, later.number)

    def line(key: str) -> str:
        name, title = names(catalog, key)
        away = f", after {count(back[key].days, 'day')} away" if key in back else ""
        return f"{name}: {title}{away}" if "/" in key else name

    found = (ReportChange(HEADINGS[name], tuple(map(line, keys))) for name, keys in parts(difference).items() if keys)
    return ReportChanges(earlier.number, earlier.on, later.number, later.on, tuple(found))


def _records(catalog: Catalog, region: str, events: list[Event], today: date) -> list[ReportRecord]:
    """Return how the organisations behaved, the most late first."""

    def name(card: Card) -> str:
        return name_of(catalog, card)

    return [
        ReportRecord(
            organisation=name(card),
            asked=card.asked,
            answered=len(card.answered),
            days=tuple(one.days for one in card.answered),
            allowed=tuple(one.allowed for one in card.answered),
            waiting_days=tuple(one.days for one in card.waiting),
            late=card.late,
            refused=card.refused,
            stayed_away_days=tuple(one.days for one in card.came_back),
            more_wanted=card.more_wanted,
            span=span(card),
            words=in_words(card),
        )
        for card in ordered(scorecards(catalog, region, events, today), "late", name)
    ]


def _since(state: ActionState) -> date:
    return state.asked_on or state.day or date.min


def done_lines(catalog: Catalog, events: list[Event]) -> list[ReportLine]:
    """Return what was recorded, newest first; a later note stands as a line of its own."""
    lines = []
    for event in reversed(events):
        if event.kind in ("record", "note"):
            name, title = names(catalog, f"{event.organisation}/{event.action}")
            data = event.data
            state = SHORT.get(data.get("state", ""), "note")
            on = date.fromisoformat(data["on"])
            lines.append(ReportLine(on, name, title, state, data.get("reference", ""), data.get("note", "")))
    return lines


def _evidence(catalog: Catalog, events: list[Event]) -> list[ReportEvidence]:
    """Return the files that are kept, by their own day, the newest first."""
    kept = [kept_by(event) for event in events if event.kind == "evidence"]
    kept.sort(key=lambda one: (one.on, one.event), reverse=True)
    return [ReportEvidence(one.on, *names(catalog, one.key), one.name, one.size, one.hash) for one in kept]


def names(catalog: Catalog, key: str) -> tuple[str, str]:
    """Return the organisation's name and the action's title for a key, or the key's parts when they are gone."""
    organisation, _, id = key.partition("/")
    if organisation not in catalog:
        return organisation, id
    known: Organisation = catalog.get(organisation)
    action = known.action(id)
    return known.name, action.title if action else id
