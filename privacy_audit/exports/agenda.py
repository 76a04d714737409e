"""Every date that a person's ledger ever gave, for calendars: those that stand, and those that have ended and how.

The log is read from its beginning, and after each event the dates are derived again. So a date that stood yesterday
and stands no more is known without anything being kept about earlier exports, and the same ledger gives the same
agenda on any day and machine. Today is never asked for.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any, cast

from ..audit import due
from ..audit.compare import audits
from ..audit.life import key_of, lives, sentence
from ..audit.standing import Standing
from ..catalog.catalog import Catalog
from ..catalog.model import Organisation
from ..ledger.events import Event
from ..ledger.moves import fold
from ..ledger.store import DueEntry

#: Records that take an action out of the plan: what was due then is dropped, not done.
_DROPS = ("reopen", "set-aside")
#: Events that only change which dates there are; a date that ends with one of them is dropped, not done.
_NO_DEEDS = ("undo", "person", "setting", "answer", "audit")
#: Where the walk was left: the one setting from which no date could follow.
_WALK = "walk"
#: Stands for everything that belongs to no organisation, such as the next audit.
_NOBODY = ""
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class AgendaEntry:
    """One date of a person, through all that the log says of it.

    `thing` names it for ever: the person's id, the key as first told, the kind. `sequence` counts the events that
    concern it and so only grows; `made` and `changed` are the moments (UTC) of the first and the newest of them.
    `days` are all days on which it ever stood. When it stands no more, `ended` is the day and `done` whether by a deed.
    """

    thing: tuple[str, str, str]
    due: DueEntry
    sequence: int
    made: datetime
    changed: datetime
    days: frozenset[date]
    ended: date | None = None
    done: bool = False


def build(catalog: Catalog, standing: Standing, log: Iterable[Event], person: str) -> list[AgendaEntry]:
    """Return the agenda, by day.

    `log` is the person's whole log, oldest first, with what was undone and the undoing; `standing` is how it stands
    after it; `person` is the person's id in the ledger.
    """
    replay = _Replay(catalog, standing)
    for event in log:
        replay.follow(event)
    replay.arrive(standing)
    entries = [_entry(person, name, thread) for name, thread in replay.threads.items()]
    return sorted(entries, key=lambda one: (one.due.on, one.thing))


_Name = tuple[str, str]


@dataclass(slots=True)
class _Slot:
    """The events of one action, or of everything that belongs to no organisation, and the dates that they gave."""

    told: str
    kept: list[Event] = field(default_factory=list)
    names: set[_Name] = field(default_factory=set)
    count: int = 0
    made: datetime = _LONG_AGO
    changed: datetime = _LONG_AGO

    def take(self, event: Event) -> None:
        """Count one event that concerns this; the newest moment stays the newest when a clock was set back."""
        moment = _moment(event.at)
        self.made = moment if self.count == 0 else self.made
        self.count += 1
        self.changed = max(self.changed, moment)

    def keep(self, event: Event) -> None:
        """Add what was told, or take back what an undoing names."""
        if event.kind == "undo":
            self.kept = [one for one in self.kept if one.id != event.data.get("event")]
        else:
            self.kept.append(event)


@dataclass(slots=True)
class _Thread:
    """One date as it goes through the log."""

    slots: list[_Slot]
    due: DueEntry
    days: set[date] = field(default_factory=set)
    stands: bool = True
    ended_by: Event | None = None

    def see(self, entry: DueEntry) -> None:
        """Let it stand, on this day."""
        self.due, self.stands, self.ended_by = entry, True, None
        self.days.add(entry.on)

    def end(self, event: Event | None) -> None:
        """Let it stand no more."""
        if self.stands:
            self.stands, self.ended_by = False, event


class _Replay:
    """The log, followed event by event."""

    def __init__(self, catalog: Catalog, standing: Standing):
        self._catalog, self._all_open = catalog, cast(Catalog, _AllOpen(catalog))
        self._standing = replace(standing, actions={}, audits=(), life=())
        self._slots: dict[str, _Slot] = {_NOBODY: _Slot(_NOBODY)}
        #: Everything told: any of it may move what a change in the person's life leaves to do.
        self._all, self._changes = _Slot(""), list[Event]()
        self.threads: dict[_Name, _Thread] = {}

    def follow(self, event: Event) -> None:
        """Go on by one event."""
        if event.kind == "person":
            changes = {name: event.data[name] for name in ("region", "audit_days") if name in event.data}
            self._standing = replace(self._standing, **changes)
        self._all.take(event)
        if event.kind == "life":
            self._changes.append(replace(event, organisation=self._catalog.current_id(event.organisation)))
            return
        for key in self._concerned(event):
            slot = self._slots[key]
            slot.take(event)
            if event.action or key == _NOBODY:
                slot.keep(event)
            if event.kind != "setting":
                self._compare(slot, self._dates(key, slot), event)

    def arrive(self, standing: Standing) -> None:
        """Set what stands now by the present catalogue: it has the last word."""
        found = _named(due.derive(self._catalog, standing))
        for name, entry in (self._of_life() | found).items():
            if entry.kind == "life":
                self.threads[name] = _Thread([self._all, self._all], entry, {entry.on})
            else:
                self._see(self._slots.get(entry.key, self._slots[_NOBODY]), name, entry)
        for name, thread in self.threads.items():
            if name not in found:
                thread.end(None)

    def _of_life(self) -> dict[_Name, DueEntry]:
        """Return the dates that the changes in the person's life ever gave. What has become of them is not followed.

        They count each event twice, so that one that ends (once more) and stands again has a sequence that rises.
        """
        found: list[DueEntry] = []
        for life in lives(self._changes):
            found.append(DueEntry(life.on, "life", key_of(life), sentence(self._catalog, life), ""))
            alone = replace(self._standing, life=(life,))
            found += [entry for entry in due.derive(self._catalog, alone) if entry.kind == "life"]
        return _named(found)

    def _concerned(self, event: Event) -> list[str]:
        """Return the keys of which an event says something; a new action's key is remembered as first told."""
        organisation = self._catalog.current_id(event.organisation)
        if event.action:
            key = f"{organisation}/{event.action}"
            self._slots.setdefault(key, _Slot(f"{event.organisation}/{event.action}"))
            return [key]
        if event.organisation:
            return [key for key in self._slots if key.startswith(organisation + "/")]
        if event.kind == "audit":
            return [_NOBODY]
        return [] if event.kind == "setting" and event.data.get("name") == _WALK else list(self._slots)

    def _dates(self, key: str, slot: _Slot) -> list[DueEntry]:
        """Return the dates that one action, or what belongs to no organisation, gives after what was kept so far."""
        if key == _NOBODY:
            found = due.derive(self._catalog, replace(self._standing, audits=audits(slot.kept)))
            return [entry for entry in found if entry.key not in self._slots]
        records = [(one.id, one.data) for one in slot.kept if one.kind in ("record", "note")]
        so_far = replace(self._standing, actions={key: fold(records)} if records else {})
        return [entry for entry in due.derive(self._catalog_for(key), so_far) if entry.key == key]

    def _catalog_for(self, key: str) -> Catalog:
        id = key.partition("/")[0]
        return self._all_open if id in self._catalog and self._catalog.get(id).closed else self._catalog

    def _compare(self, slot: _Slot, entries: list[DueEntry], event: Event) -> None:
        named = _named(entries)
        for name, entry in named.items():
            self._see(slot, name, entry)
        for name in slot.names - named.keys():
            self.threads[name].end(event)

    def _see(self, slot: _Slot, name: _Name, entry: DueEntry) -> None:
        thread = self.threads.setdefault(name, _Thread([], entry))
        thread.see(entry)
        if name not in slot.names:
            slot.names.add(name)
            thread.slots.append(slot)


class _AllOpen:
    """The catalogue as if no organisation had closed: what was once due from one that has is not forgotten."""

    def __init__(self, catalog: Catalog):
        self._catalog = catalog

    def get(self, id: str) -> Organisation:
        """Return an organisation as if it were open."""
        return replace(self._catalog.get(id), closed=None)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._catalog, name)

    def __contains__(self, id: str) -> bool:
        return id in self._catalog


def _named(entries: Iterable[DueEntry]) -> dict[_Name, DueEntry]:
    """Return entries by key and kind, which are those of one date as in the ledger's own table."""
    return {(entry.key, entry.kind): entry for entry in entries}


def _entry(person: str, name: _Name, thread: _Thread) -> AgendaEntry:
    slots, (key, kind) = thread.slots, name
    gone = not thread.stands and thread.ended_by is None  # the catalogue ended it, of which no event tells
    entry = AgendaEntry(
        thing=(person, slots[-1].told or key, kind),
        due=thread.due,
        sequence=sum(slot.count for slot in slots) + gone,
        made=min(slot.made for slot in slots),
        changed=max(slot.changed for slot in slots),
        days=frozenset(thread.days),
    )
    if thread.stands:
        return entry
    ended, done = _ending(thread, entry.changed)
    return replace(entry, ended=ended, done=done)


def _ending(thread: _Thread, changed: datetime) -> tuple[date, bool]:
    """Return the day on which a date came to its end, and whether because something was done."""
    event = thread.ended_by
    if event is None:
        return changed.date(), False
    day = date.fromisoformat(event.data["on"]) if "on" in event.data else _moment(event.at).date()
    dropped = event.kind in _NO_DEEDS or event.data.get("state") in _DROPS
    return day, not dropped and thread.due.kind != "lapses"  # a term that was broken off was not renewed


def _moment(at: str) -> datetime:
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return _LONG_AGO
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
