"""Rounds of killing: a ledger is made, a program works on it, dies at a random point, and the ledger is looked at."""

import os
import random
import shutil
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from examples import TODAY

from privacy_audit.catalog.catalog import Catalog
from privacy_audit.ledger import cipher, files
from privacy_audit.ledger.store import Ledger
from privacy_audit.session import Session

from . import acts, checks, child, commands
from .child import Heard
from .commands import Command, Place
from .tally import Kind, Tally

#: A ledger is written on for so many rounds before a new one is begun.
ROUNDS_EACH = 40
#: Longest that a program which records may live, in seconds: some ten records.
LIFE = 0.04
RECORDING, TWO = "record, answer, attach, undo", "two programs at once"
MAKING, MIGRATING = "make a ledger", "migrate"


class Torturer:
    """Does rounds in a folder of its own, with a catalogue, by one seed."""

    def __init__(self, folder: Path, catalog: Catalog, seed: int):
        self.folder, self.catalog, self.chance = folder, catalog, random.Random(seed)
        self.tallies: dict[str, Tally] = {}
        self._times: dict[str, float] = {}
        self._left = 0
        self._ledger = folder / "data" / "ledger.db"
        self.first = folder / "first.db"
        self._second = folder / "second.db"
        self._without_files = folder / "without-files.db"
        self._invent()

    def tally(self, kind: str) -> Tally:
        """Return the tally of one kind of round."""
        return self.tallies.setdefault(kind, Tally())

    # Rounds

    def recording(self) -> None:
        """Kill a program that answers, records, attaches files and takes back, as fast as it can."""
        before = self._ongoing()
        one = child.start(acts.go_on(self.catalog, self._ledger, self.chance.getrandbits(32)))
        one.wait_until_ready()
        heard = one.kill_after(self.chance.uniform(0, LIFE))
        self._judge(RECORDING, before, heard)

    def two_at_once(self) -> None:
        """Let two programs write one ledger; one is killed, the other goes on to its end."""
        before = self._ongoing()
        tasks = [
            acts.go_on(self.catalog, self._ledger, self.chance.getrandbits(32)),
            acts.go_on(self.catalog, self._ledger, self.chance.getrandbits(32), most=12),
        ]
        killed, other = (child.start(task) for task in tasks)
        killed.wait_until_ready()
        heard = killed.kill_after(self.chance.uniform(0, 2 * LIFE))
        rest = other.end()
        assert rest.begun == 12, rest
        assert not any("in use" in refusal for refusal in rest.refusals), "the other program was kept waiting for ever"
        self._judge(TWO, before, heard, rest)

    def making(self) -> None:
        """Kill a program that makes a new ledger."""
        folder = self.folder / "new"
        path = folder / "ledger.db"

        def task(voice: child.Voice) -> None:
            voice.say("ready")
            with voice.act(1), Ledger(path) as ledger:
                ledger.add_person("me", "US-CA")

        took = self._time(MAKING, task, folder)
        one = child.start(task)
        one.wait_until_ready()
        heard = one.kill_after(self.chance.uniform(0, 1.25 * took))
        people = 0
        if path.exists():
            with Ledger(path) as ledger:
                people = len(ledger.people())
                assert people <= 1
                assert people == 1 or not heard.done
                if not people:
                    ledger.add_person("me", "US-CA")
            checks.whole(self.catalog, path)
            assert not checks.strays(folder, "ledger.db", "ledger.db-wal", "ledger.db-shm")
        assert path.exists() or not heard.done
        self._count(MAKING, people if not heard.done else 0, heard)

    def migrating(self) -> None:
        """Kill a program that opens a ledger of the first version."""
        path = self.folder / "old" / "ledger.db"
        self._old(path)
        before = _raw_log(path)

        def task(voice: child.Voice) -> None:
            voice.say("ready")
            with voice.act(0), Ledger(path, create=False):
                pass

        took = self._time(MIGRATING, task, None)
        self._old(path)
        one = child.start(task)
        one.wait_until_ready()
        heard = one.kill_after(self.chance.uniform(0, 1.25 * took))
        assert not heard.faults, heard.faults
        reached = checks.version(path)
        assert reached in (1, files.SCHEMA_VERSION)
        assert reached == files.SCHEMA_VERSION or not heard.done
        after = checks.whole(self.catalog, path)
        assert set(after.events) == before
        self._count(MIGRATING, int(reached > 1 and not heard.done), heard)

    def command(self, command: Command) -> None:
        """Kill a command, look at what it left, and run it again to its end."""
        place, before, other = self._place(command)
        took = self._times.get(command.name)
        if took is None:
            started = time.monotonic()
            heard = child.start(command.task(place)).end()
            assert heard.done == 1, heard
            self._times[command.name] = time.monotonic() - started
            assert command.made(before, other, self._sound(command, place, True)), command.name
            return
        cipher.lock()
        one = child.start(command.task(place))
        one.wait_until_ready()
        heard = one.kill_after(self.chance.uniform(0, 1.25 * took))
        assert not heard.faults, heard.faults[0]
        before_is_there = set(checks.content(place.ledger).events) == before
        found = self._sound(command, place, bool(heard.done))
        done = command.made(before, other, found)
        assert done or (before_is_there and not heard.done), f"{command.name}: {len(found)} events"
        said = commands.call(place.ledger, command.arguments(place), command.passphrases)
        assert not said or command.already in said, f"{command.name} after it was stopped: {said}"
        assert command.made(before, other, self._sound(command, place, True)), f"{command.name}, run again"
        self._swept(command, place)
        self._count(command.name, int(done and not before_is_there and not heard.done), heard)

    def _swept(self, command: Command, place: Place) -> None:
        """Check that a half-written copy goes with the next backup, once it is too old to be another program's."""
        known = ("ledger.db", "ledger.db-wal", "ledger.db-shm", "backups")
        if left := checks.strays(place.ledger.parent, *known):
            self.tally(command.name).more["left a half-written copy"] += 1
            for name in left:
                os.utime(place.ledger.parent / name, (0, 0))
            said = commands.call(place.ledger, ["backup"], command.passphrases[-1:])
            assert not said, said
            assert not checks.strays(place.ledger.parent, *known), f"{command.name} leaves half-written copies for ever"

    def _sound(self, command: Command, place: Place, finished: bool) -> set[str]:
        """Check what a command left, finished or stopped, and return the ledger's log."""
        checks.strays(place.folder / "data")
        found = set(checks.content(place.ledger).events)
        command.also(place)
        if finished or not command.mends:
            checks.whole(self.catalog, place.ledger, fresh=False)
        cipher.lock()
        return found

    # Making ready

    def _invent(self) -> None:
        """Write two ledgers of one invented person that went different ways."""
        with Ledger(self.first) as ledger:
            ledger.add_person("me", "US-CA", 1980)
            Session(self.catalog, ledger, ledger.person(), TODAY).begin_audit("quick")
        _act(acts.go_on(self.catalog, self.first, 1, most=60, newer=False))
        shutil.copy(self.first, self._without_files)
        shutil.copy(self.first, self._second)
        _act(acts.go_on(self.catalog, self.first, 2, most=40))
        _act(acts.go_on(self.catalog, self._second, 3, most=40))

    def _ongoing(self) -> checks.Content:
        if not self._left:
            shutil.rmtree(self._ledger.parent, ignore_errors=True)
            self._ledger.parent.mkdir(mode=0o700)
            shutil.copy(self.first, self._ledger)
            self._ledger.chmod(0o600)
            self._left = ROUNDS_EACH
        self._left -= 1
        return checks.content(self._ledger)

    def _judge(self, kind: str, before: checks.Content, *heard: Heard) -> None:
        found = checks.nothing_lost(before, checks.content(self._ledger), *heard)
        checks.whole(self.catalog, self._ledger)
        left = checks.strays(self._ledger.parent, "ledger.db", "ledger.db-wal", "ledger.db-shm")
        assert not left, left
        self._count(kind, found, *heard)

    def _count(self, kind: str, found: int, *heard: Heard) -> None:
        assert not any(one.faults for one in heard), [one.faults for one in heard]
        self.tally(kind).add(found, *heard)

    def _place(self, command: Command) -> tuple[Place, set[str], set[str]]:
        folder = self.folder / "command"
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "data").mkdir(parents=True, mode=0o700)
        place = Place(folder, folder / "data" / "ledger.db", folder / "other.db")
        shutil.copy(self.first, place.ledger)
        shutil.copy(self._second, place.other)
        for path in (place.ledger, place.other):
            path.chmod(0o600)
        command.prepare(place)
        before = set(checks.content(place.ledger).events)
        return place, before, set(checks.content(place.other).events)

    def _time(self, kind: str, task: Callable, folder: Path | None) -> float:
        """Return how long a task takes that nobody kills, measured once; `folder` is emptied for the next."""
        if kind not in self._times:
            started = time.monotonic()
            heard = child.start(task).end()
            assert heard.done == 1, heard
            self._times[kind] = time.monotonic() - started
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
        return self._times[kind]

    def _old(self, path: Path) -> None:
        """Put a ledger of the first version at `path`, with the log of the invented person."""
        from sqlite_utils import Database

        from privacy_audit.ledger.schema import migrations

        shutil.rmtree(path.parent, ignore_errors=True)
        path.parent.mkdir(mode=0o700)
        files.create(path)
        connection = files.connect(path)
        files.begin(connection)
        migrations.apply(Database(connection), stop_before="evidence")
        connection.execute("ATTACH ? AS now", (str(self._without_files),))
        there = {name for (name,) in connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")}
        for table in ("events", *(name for name in checks.TABLES if name in there)):
            connection.execute(f"INSERT INTO {table} SELECT * FROM now.{table}")
        connection.close()


def kinds(torturer: Torturer) -> Iterator[Kind]:
    """Yield the kinds of rounds in which a program is killed; those of a command that is not there are left out."""
    yield Kind(RECORDING, 55, torturer.recording)
    yield Kind(TWO, 12, torturer.two_at_once)
    yield Kind(MAKING, 5, torturer.making)
    yield Kind(MIGRATING, 5, torturer.migrating)
    for command in commands.here():
        yield Kind(command.name, 4, partial(torturer.command, command))


def _raw_log(path: Path) -> set[str]:
    import sqlite3

    connection = sqlite3.connect(path)
    try:
        return {id for (id,) in connection.execute("SELECT id FROM events")}
    finally:
        connection.close()


def _act(task: Callable) -> None:
    heard = child.start(task).end()
    assert heard.done, heard
    assert not heard.faults, heard
