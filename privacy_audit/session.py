"""Catalogue, ledger and reasoning opened for one person: what both doors, the screens and the commands, receive."""

import contextlib
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from .audit import again as looks
from .audit import due as dues
from .audit.counts import ThemeCount, TheyDid, by_theme, they_did
from .audit.plan import PlanItem, plan
from .audit.returns import Return, returns
from .audit.standing import Standing
from .catalog.catalog import Catalog
from .catalog.model import Action
from .ledger.errors import LedgerError, UnknownPerson
from .ledger.events import Event
from .ledger.store import DueEntry, Ledger, Person
from .ledger.values import Derived
from .reminders import digest, notice
from .told import RHYTHM, Told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .audit.report import Report
    from .ledger.evidence import File, Kept


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
        self._told = Told(self.catalog, self.ledger)
        #: Whether the table of dates is known to be what this catalogue gives; each record then moves only its own.
        self._due_is_fresh = False
        self.ledger.derive_due = self._derive_due

    @cached_property
    def standing(self) -> Standing:
        """What the person has told so far."""
        return self._told.standing(self.person)

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
        id = self._told.as_told(self.catalog.get(organisation).id, self.ledger.answers(self.person.id))
        event = self.ledger.answer(self.person.id, id, answer, self.today)
        self._forget_derived()
        return event

    def record(
        self, key: str, state: str, day: date | None = None, files: "Sequence[File]" = (), **more: object
    ) -> Event:
        """Record what the person did or saw, on `day` or today, with files that prove it: all of it or nothing.

        Raises CatalogError or LedgerError.
        """
        key = self._told.as_told(self.catalog.action(key).key, self.ledger.touched(self.person.id))
        told = (self.person.id, key, state, day or self.today, self.today)
        if files:
            from .ledger import evidence

            event = evidence.record(self.ledger, *told, files, **more)
        else:
            event = self.ledger.record(*told, **more)
        self._forget_derived()
        return event

    def attach(self, key: str, file: "File", day: date | None = None) -> Event:
        """Keep a file with an action as evidence of `day` or today. Raises CatalogError or LedgerError."""
        from .ledger import evidence

        key = self._told.as_told(self.catalog.action(key).key, self.ledger.touched(self.person.id))
        return evidence.attach(self.ledger, self.person.id, key, file, day or self.today, self.today)

    def evidence(self, key: str = "") -> "list[Kept]":
        """Return the person's evidence, oldest first; `key` is an organisation's id, an action's key, or neither.

        The keys are those that the organisations have now.
        """
        from .ledger import evidence

        found = [replace(one, key=self._told.current(one.key)) for one in evidence.kept(self.ledger, self.person.id)]
        wanted = self._told.current(key)
        return [one for one in found if wanted in ("", one.key, one.key.partition("/")[0])]

    def annotate(self, key: str, **more: str) -> Event:
        """Keep a reference or a note with an action."""
        key = self._told.as_told(self.catalog.action(key).key, self.ledger.touched(self.person.id))
        event = self.ledger.annotate(self.person.id, key, self.today, **more)
        self._forget_derived()
        return event

    def note_letter(self, key: str, **what: object) -> Event:
        """Keep that a letter was taken out of the program: its kind, to whom, by which channel, disclosing what."""
        event = self.ledger.note_letter(self.person.id, key, self.today, **what)
        self._forget_derived()
        return event

    def undo(self) -> Event:
        """Take the last answer or record back. Raises NothingToUndo."""
        event = self.ledger.undo(self.person.id)
        self._forget_derived()
        return event

    def begin_audit(self, scope: str, **more: object) -> None:
        """Record that an audit begins today, and what the catalogue is. Raises LedgerError."""
        known = looks.known(self.catalog, self.person.region)
        self.ledger.begin_audit(self.person.id, scope, self.today, known=known, **more)
        self._forget_derived()

    @cached_property
    def again(self) -> looks.Again:
        """What a look again asks today."""
        return looks.again(self.catalog, self.standing, self.today)

    def begin_again(self) -> bool:
        """Begin a look again through the themes that it is time for; False where one is gone on with."""
        themes = looks.to_begin(self.catalog, self.standing, self.today)
        if themes:
            self.begin_audit(looks.AGAIN, themes=themes)
        return bool(themes)

    def life(self, change: str, day: date | None = None, organisation: str = "", note: str = "") -> Event:
        """Record a change in the person's life, on `day` or today. Raises CatalogError or LedgerError."""
        self.catalog.life_change(change)
        id = self.catalog.get(organisation).id if organisation else ""
        event = self.ledger.life(self.person.id, change, day or self.today, self.today, id, note)
        self._forget_derived()
        return event

    def set_rhythm(self, theme: str, days: int | None) -> None:
        """Look through a theme again after so many days; None gives it back its own rhythm. Raises CatalogError."""
        name = f"{RHYTHM}{self.catalog.theme(theme).id}"
        self.ledger.set(self.person.id, name, str(days) if days else "", moves_dates=True)
        self._forget_derived()

    @property
    def returns(self) -> list[Return]:
        """Everything that came back and how long it had stayed away, by day, under the organisations' present ids."""
        found = returns(self.ledger.standing_events(self.person.id))
        return [replace(one, key=self._told.current(one.key)) for one in found]

    def edit_person(self, **changes) -> None:
        """Change the person's label, region, year of birth or days between audits."""
        self.person = self.ledger.edit_person(self.person, **changes)
        self._forget_derived()

    @property
    def reminder_choices(self) -> dict[str, str]:
        """How much a notification and a locked ledger may tell, as the person chose or as is usual."""
        wanted = {"notification": (notice.SETTING, notice.SHOWS, notice.USUAL)}
        wanted["locked"] = (digest.SETTING, digest.SHOWS, digest.USUAL)
        kept = {what: self.ledger.setting(self.person.id, name, usual) for what, (name, _, usual) in wanted.items()}
        return {what: said if said in wanted[what][1] else wanted[what][2] for what, said in kept.items()}

    def choose(self, name: str, value: str) -> None:
        """Keep a setting of the person; one of how much a locked ledger may tell holds from now on."""
        self.ledger.set(self.person.id, name, value)
        self._keep_digest()

    def report(self) -> "Report":
        """Return the to-do report as a value for the exports."""
        from .audit.report import build
        from .links import store, words

        looks = store.of(self.ledger, self.person.id)
        events = self.ledger.standing_events(self.person.id)
        told = (self.catalog, self.standing, events, self.person.label, self.today, self.law_names)
        return build(*told, lambda url: words.beside(url, self.today, looks))

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
        self._keep_digest()
        derived = dues.derive(self.catalog, self.standing)
        if derived == self.ledger.due(self.person.id):
            self._due_is_fresh = True
            return False
        self._forget_derived()
        self._due_is_fresh = False
        with contextlib.suppress(LedgerError):
            self.ledger.refresh_due(self.person.id)
            self._due_is_fresh = True
            self._keep_digest()
        self.__dict__["due_entries"] = derived
        return True

    def action_of(self, key: str) -> Action | None:
        """Return an action by its key, or None when the catalogue no longer has it."""
        return self.catalog.find_action(key)

    def _forget_derived(self) -> None:
        """Drop what was derived, after a writing, which left the table of dates as it should be."""
        for name in ("standing", "plan", "counts", "they_did", "due_entries", "again"):
            self.__dict__.pop(name, None)
        self._due_is_fresh = True
        self._keep_digest()

    def _keep_digest(self) -> None:
        """Write what may be told while the ledger is locked; a folder that takes no writing keeps the old one."""
        shows = self.reminder_choices["locked"]
        path = str(self.ledger.path)
        if shows != digest.USUAL or Path(digest.file_of(path)).exists():
            days = [entry.on for entry in self.ledger.due(self.person.id)]
            with contextlib.suppress(OSError):
                digest.keep(path, self.person.id, shows, days, self.today)

    def _derive_due(self, person_id: str, keys: frozenset[str] | None) -> Derived:
        """Return the dates that what was just told moves; all of them until they are known to be this catalogue's."""
        person = next((person for person in self.ledger.people() if person.id == person_id), None)
        if person is None:  # a backup without them was restored meanwhile
            raise UnknownPerson("Whose audit this was is no longer in the ledger. Nothing was written.")
        known = keys is not None and self._due_is_fresh and person_id == self.person.id
        standing = self._told.standing_about(person, keys) if keys is not None and known else None
        if standing is None:
            return Derived(dues.derive(self.catalog, self._told.standing(person)))
        return Derived(dues.derive(self.catalog, standing, keys), keys)
