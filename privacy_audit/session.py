"""Catalogue, ledger and reasoning opened for one person: what both doors, the screens and the commands, receive."""

import contextlib
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from .audit import due as dues
from .audit.compare import audits
from .audit.counts import ThemeCount, TheyDid, by_theme, they_did
from .audit.plan import PlanItem, plan
from .audit.standing import Standing
from .catalog.catalog import Catalog
from .catalog.model import Action
from .ledger.errors import LedgerError
from .ledger.events import Event
from .ledger.store import DueEntry, Ledger, Person

if TYPE_CHECKING:
    from .audit.report import Report


@dataclass
class Session:
    """One person's audit. Writing drops what was derived; the next reading derives it again.

    `trusting` takes the dates as the ledger last wrote them, so that a first screen need not count business days;
    `freshen_due` derives them anew afterwards.
    """

    catalog: Catalog
    ledger: Ledger
    person: Person
    today: date
    trusting: bool = False

    def __post_init__(self) -> None:
        self.ledger.derive_due = self._derive_due

    @cached_property
    def standing(self) -> Standing:
        """What the person has told so far."""
        return self._read_standing(self.person)

    @cached_property
    def plan(self) -> list[PlanItem]:
        """What to do, the most helpful first."""
        return plan(self.catalog, self.standing, self.today)

    @cached_property
    def counts(self) -> list[ThemeCount]:
        """How many organisations hold, were asked, stopped: by theme."""
        return by_theme(self.catalog, self.standing)

    @cached_property
    def they_did(self) -> TheyDid:
        """How the organisations behaved."""
        return they_did(self.catalog, self.standing, self.today, self.due_entries)

    @cached_property
    def due_entries(self) -> list[DueEntry]:
        """Every date that follows from the records, today or later or past."""
        kept = self.ledger.due(self.person.id) if self.trusting else []
        return kept or dues.derive(self.catalog, self.standing)

    def due(self, within: int = 0) -> list[DueEntry]:
        """Return what is due by so many days from today."""
        return dues.as_of(self.due_entries, self.today, within)

    def answer(self, organisation: str, answer: str) -> Event:
        """Record whether an organisation holds the person. Raises CatalogError or LedgerError."""
        id = self._as_told(self.catalog.get(organisation).id, self.ledger.answers(self.person.id))
        event = self.ledger.answer(self.person.id, id, answer, self.today)
        self._forget_derived()
        return event

    def record(self, key: str, state: str, day: date | None = None, **more) -> Event:
        """Record what the person did or saw, on `day` or today. Raises CatalogError or LedgerError."""
        key = self._as_told(self.catalog.action(key).key, self.ledger.actions(self.person.id))
        event = self.ledger.record(self.person.id, key, state, day or self.today, self.today, **more)
        self._forget_derived()
        return event

    def annotate(self, key: str, **more: str) -> Event:
        """Keep a reference or a note with an action."""
        key = self._as_told(self.catalog.action(key).key, self.ledger.actions(self.person.id))
        event = self.ledger.annotate(self.person.id, key, self.today, **more)
        self._forget_derived()
        return event

    def undo(self) -> Event:
        """Take the last answer or record back. Raises NothingToUndo."""
        event = self.ledger.undo(self.person.id)
        self._forget_derived()
        return event

    def begin_audit(self, scope: str) -> None:
        """Record that an audit begins today."""
        self.ledger.begin_audit(self.person.id, scope, self.today)
        self._forget_derived()

    def edit_person(self, **changes) -> None:
        """Change the person's label, region, year of birth or days between audits."""
        self.person = self.ledger.edit_person(self.person, **changes)
        self._forget_derived()

    def report(self) -> "Report":
        """Return the to-do report as a value for the exports."""
        from .audit.report import build

        events = self.ledger.standing_events(self.person.id)
        return build(self.catalog, self.standing, events, self.person.label, self.today, self.law_names)

    def expected(self, key: str) -> tuple[date, str] | None:
        """Return the day by which an answer to an action may be expected, and the rule in words."""
        return dues.expected(self.catalog, self.standing, key)

    def law_names(self, action: Action) -> tuple[str, ...]:
        """Return the names of the laws behind an action that are this person's, and those named in words only."""
        from .rights.local import laws_of

        laws = laws_of(self.catalog, action, self.person.region, self.today)
        return tuple(law.name for law in laws) + action.cites

    def freshen_due(self) -> bool:
        """Derive the dates anew and return whether they differ: the catalogue's terms or the laws may have changed.

        A ledger that takes no writing keeps its old ``due`` table; the session has the new dates all the same.
        """
        derived = dues.derive(self.catalog, self.standing)
        if derived == self.ledger.due(self.person.id):
            return False
        self._forget_derived()
        with contextlib.suppress(LedgerError):
            self.ledger.refresh_due(self.person.id)
        self.__dict__["due_entries"] = derived
        return True

    def action_of(self, key: str) -> Action | None:
        """Return an action by its key, or None when the catalogue no longer has it."""
        return self.catalog.find_action(key)

    def _forget_derived(self) -> None:
        for name in ("standing", "plan", "counts", "they_did", "due_entries"):
            self.__dict__.pop(name, None)

    def _derive_due(self, person_id: str) -> list[DueEntry]:
        person = next(person for person in self.ledger.people() if person.id == person_id)
        return dues.derive(self.catalog, self._read_standing(person))

    def _read_standing(self, person: Person) -> Standing:
        return Standing(
            region=person.region,
            answers=self._under_current_ids(self.ledger.answers(person.id)),
            actions=self._under_current_ids(self.ledger.actions(person.id)),
            audits=audits(self.ledger.audit_events(person.id)),
            audit_days=person.audit_days,
        )

    def _current(self, key: str) -> str:
        """Return an organisation's id or an action's key with the id that the organisation has now."""
        organisation, slash, action = key.partition("/")
        return f"{self.catalog.current_id(organisation)}{slash}{action}"

    def _under_current_ids(self, told: dict) -> dict:
        """Return what the ledger holds under organisations' current ids; what was told under one of those outranks."""
        renamed = {self._current(key): value for key, value in told.items()}
        return renamed | {key: value for key, value in told.items() if self._current(key) == key}

    def _as_told(self, key: str, told: dict) -> str:
        """Return the key that the ledger has for this: the records of a renamed organisation go on as they began."""
        return key if key in told else next((old for old in told if self._current(old) == key), key)
