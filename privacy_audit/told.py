"""What a person told the ledger, as the reasoning wants it: under the ids that the organisations have now."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from .audit.compare import audits
from .audit.life import lives
from .audit.standing import Standing
from .catalog.catalog import Catalog
from .ledger.moves import ActionState
from .ledger.store import Ledger, Person

#: How the settings begin that keep how often to look through a theme.
RHYTHM = "rhythm:"


@dataclass(frozen=True, slots=True)
class Told:
    """Reads a ledger's people with the eyes of a catalogue."""

    catalog: Catalog
    ledger: Ledger

    def standing(self, person: Person) -> Standing:
        """Return all that the person told."""
        return Standing(
            actions=self._under_current_ids(self.ledger.actions(person.id)),
            letters=self._under_current_ids(self.ledger.letters(person.id)),
            **self._but_for_actions(person),
        )

    def standing_about(self, person: Person, keys: Collection[str]) -> Standing | None:
        """Return what the person told, to reason about a few actions: the rest are read when they are asked for.

        To be used inside one transaction, with the keys of organisations that were never renamed; else returns None.
        """
        touched = self.ledger.touched(person.id)
        renamed = self._renamed([*touched, *keys])
        if any(key.partition("/")[0] in {*renamed, *renamed.values()} for key in keys):
            return None
        letters: dict = {}
        for key in keys:
            letters |= self.ledger.letters(person.id, key)
        as_told = {self.current(key): key for key in touched} if renamed else {}
        as_told |= {key: key for key in touched if key.partition("/")[0] not in renamed}
        actions = _States(self.ledger, person.id, as_told)
        return Standing(actions=actions, letters=letters, **self._but_for_actions(person))

    def current(self, key: str) -> str:
        """Return an organisation's id or an action's key with the id that the organisation has now."""
        organisation, slash, action = key.partition("/")
        return f"{self.catalog.current_id(organisation)}{slash}{action}"

    def as_told(self, key: str, told: Collection[str]) -> str:
        """Return the key that the ledger has for this: the records of a renamed organisation go on as they began."""
        if key in told:
            return key
        renamed = self._renamed(told)
        return next((old for old in told if old.partition("/")[0] in renamed and self.current(old) == key), key)

    def _but_for_actions(self, person: Person) -> dict:
        return {
            "region": person.region,
            "answers": self._under_current_ids(self.ledger.answers(person.id)),
            "audits": audits(self.ledger.audit_events(person.id)),
            "audit_days": person.audit_days,
            "rhythms": self._rhythms(person),
            "life": lives(self._life_events(person)),
            "answered_on": self._under_current_ids(self.ledger.answer_days(person.id)),
        }

    def _rhythms(self, person: Person) -> dict[str, int]:
        kept = self.ledger.settings(person.id, RHYTHM)
        return {
            theme: int(days) for theme, days in kept.items() if days.isdecimal() and theme in self.catalog.theme_titles
        }

    def _life_events(self, person: Person) -> list:
        found = self.ledger.life_events(person.id)
        return [replace(event, organisation=self.catalog.current_id(event.organisation)) for event in found]

    def _under_current_ids(self, told: dict) -> dict:
        """Return what the ledger holds under organisations' current ids; what was told under one of those outranks."""
        gone = self._renamed(told)
        if not gone:
            return told
        renamed = {self.current(key): value for key, value in told.items()}
        return renamed | {key: value for key, value in told.items() if key.partition("/")[0] not in gone}

    def _renamed(self, told: Collection[str]) -> dict[str, str]:
        """Return the former ids under which something was told, each with the id that the organisation has now."""
        ids = {key.partition("/")[0] for key in told}
        return {id: now for id in ids if (now := self.catalog.current_id(id)) != id}


class _States(Mapping[str, ActionState]):
    """Where the actions stand, by their present keys; each is read when it is first asked for."""

    def __init__(self, ledger: Ledger, person: str, as_told: dict[str, str]):
        self._ledger, self._person, self._as_told = ledger, person, as_told
        self._known: dict[str, ActionState] = {}

    def __getitem__(self, key: str) -> ActionState:
        if key not in self._known:
            self._known[key] = self._ledger.action(self._person, self._as_told[key])
        return self._known[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._as_told)

    def __len__(self) -> int:
        return len(self._as_told)
