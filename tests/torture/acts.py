"""What an invented person does to their ledger, at random but lawfully, for as long as they are let."""

import itertools
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from examples import TODAY

from privacy_audit.catalog.catalog import Catalog
from privacy_audit.ledger import evidence, moves, requests, seen
from privacy_audit.ledger.store import Ledger
from privacy_audit.session import Session

from .child import Voice

#: How many organisations the invented person deals with: few, so that records meet each other.
ORGANISATIONS = 12
#: The note of a record that came with a file, so that one without the other would be seen.
WITH_FILE = "with a file"
Task = Callable[[Voice], None]


class Person:
    """One invented person at a ledger that is open. `newer`: they also do what ledgers of the first version had not."""

    def __init__(self, catalog: Catalog, ledger: Ledger, chance: random.Random, newer: bool = True):
        self.session = Session(catalog, ledger, ledger.people()[0], TODAY)
        self.ledger, self.chance, self.newer = ledger, chance, newer
        here = [catalog.get(id) for id in catalog.quick_walk("US-CA")[:ORGANISATIONS]]
        self._organisations = [one.id for one in here]
        self._keys = [action.key for one in here for action in one.actions]
        self._changes = list(catalog.life_changes)

    def choose(self) -> tuple[int, Callable[[], object]]:
        """Return an act and how many events it may write."""
        acts = [self._record, self._answer, self._undo, self._note, self._letter, self._live]
        weights = [40, 15, 15, 5, 5, 3]
        if self.newer:
            acts += [self._record_with_file, self._ask_outside, self._see]
            weights += [6, 10, 3]
        one = self.chance.choices(acts, weights)[0]
        return (2 if one == self._record_with_file else 1), one

    def _lawful(self) -> tuple[str, str]:
        key = self.chance.choice(self._keys)
        return key, self.chance.choice(moves.MOVES[self.session.standing.state(key).status])

    def _record(self) -> None:
        key, state = self._lawful()
        self.session.record(key, state, reference=f"R-{self.chance.randrange(10**6)}")

    def _record_with_file(self) -> None:
        key, state = self._lawful()
        content = self.chance.randbytes(self.chance.choice([100, 5_000, 200_000]))
        self.session.record(key, state, files=[_file(content)], note=WITH_FILE)

    def _answer(self) -> None:
        self.session.answer(self.chance.choice(self._organisations), self.chance.choice(["yes", "no", "past"]))

    def _undo(self) -> None:
        self.session.undo()

    def _note(self) -> None:
        self.session.annotate(self.chance.choice(self._keys), note="they called")

    def _letter(self) -> None:
        self.session.note_letter(self.chance.choice(self._keys), kind="request", to="", channel="web", discloses=[])

    def _live(self) -> None:
        day = TODAY - timedelta(days=self.chance.randrange(400))
        self.session.life(self.chance.choice(self._changes), day)

    def _ask_outside(self) -> None:
        """Let a request leave, or let one end that did not; each of the two is kept by itself."""
        me = self.session.person.id
        left = [one.id for one in requests.requests(self.ledger, me) if one.status is None]
        if left and self.chance.random() < 0.6:
            requests.ended(self.ledger, me, self.chance.choice(left), self.chance.choice([0, 200, 404]), 100)
        else:
            requests.leaving(self.ledger, me, TODAY, "links", "once", "broker.example", "GET", 200)

    def _see(self) -> None:
        key, value = (str(self.chance.randrange(limit)) for limit in (5, 10**6))
        seen.see(self.ledger, self.session.person.id, "gpc", key, TODAY, {"value": value})


def _file(content: bytes) -> evidence.File:
    import hashlib

    return evidence.File("seen.png", "image/png", hashlib.sha256(content).hexdigest(), content)


def once(person: Person, voice: Voice) -> None:
    """Let the person do one thing, and acknowledge it."""
    size, act = person.choose()
    with voice.act(size) as written:
        last = person.ledger._last_id() or ""
        act()
        written += since(person.ledger, last)


def go_on(catalog: Catalog, path: Path, seed: int, most: int | None = None, newer: bool = True) -> Task:
    """Return a task: open the ledger and act, `most` times or for ever, with what is `newer` or without."""

    def task(voice: Voice) -> None:
        with Ledger(path, create=False) as ledger:
            person = Person(catalog, ledger, random.Random(seed), newer)
            person.session.freshen_due()
            voice.say("ready")
            for _ in range(most) if most is not None else itertools.count():
                once(person, voice)

    return task


def open_each_time(catalog: Catalog, path: Path, seed: int, most: int) -> Task:
    """Return a task that opens the ledger anew for each act, as the command line does."""

    def task(voice: Voice) -> None:
        voice.say("ready")
        for number in range(most):
            with voice.act(2) as written, Ledger(path, create=False) as ledger:
                last = ledger._last_id() or ""
                Person(catalog, ledger, random.Random(seed + number)).choose()[1]()
                written += since(ledger, last)

    return task


def while_it_fails(catalog: Catalog, path: Path, seed: int, switch: Callable[[bool], object]) -> Task:
    """Return a task: act on a disk that `switch` makes faulty until it refused three times, then on a sound one."""

    def task(voice: Voice) -> None:
        with Ledger(path, create=False) as ledger:
            person = Person(catalog, ledger, random.Random(seed))
            person.session.freshen_due()
            voice.say("ready")
            switch(True)
            for _ in range(300):
                once(person, voice)
                if voice.unwritten == 3:
                    break
            switch(False)
            person.newer = False  # for there is room again, but little
            before = voice.unwritten
            for _ in range(4):
                once(person, voice)
            assert voice.unwritten == before, "it takes no writing although the disk is well again"

    return task


def since(ledger: Ledger, last: str) -> list[str]:
    """Return the ids of the events that came after one."""
    return [row["id"] for row in ledger._read("SELECT id FROM events WHERE id > ? ORDER BY id", last)]
