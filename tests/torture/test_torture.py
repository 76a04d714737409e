"""A short run of what docs/reliability.md tells of, and that the checks would see what they look for."""

import json
import random
import sys

import pytest
from examples import TODAY

from privacy_audit.ledger.errors import CannotWrite
from privacy_audit.ledger.store import Ledger

if sys.platform == "win32":
    pytest.skip("programs are forked and killed as POSIX systems do it", allow_module_level=True)

from . import checks, child, rounds, run, shim

_ROUNDS = 25


@pytest.fixture
def torturer(tmp_path, catalog) -> rounds.Torturer:
    return rounds.Torturer(tmp_path, catalog, 7)


@pytest.fixture
def filled(torturer):
    """A ledger of an invented person."""
    return torturer.first


def test_killed_starved_and_fought_over_nothing_is_lost(tmp_path):
    found = run.tallies(tmp_path, _ROUNDS, random.randrange(1 << 32))
    assert sum(tally.rounds for tally in found.values()) > _ROUNDS / 2
    assert found[rounds.RECORDING].acknowledged > 0
    assert len(list(run.lines(found))) > len(found)


def test_every_kind_of_round_has_a_name_of_its_own(torturer):
    names = [kind.name for kind in rounds.kinds(torturer)]
    assert len(set(names)) == len(names)
    assert {"import", "export"} < set(names), "commands are found by themselves"


class TestTheChecksSeeWhatTheyLookFor:
    @pytest.mark.parametrize(
        ("harm", "words"),
        [
            ("UPDATE due SET rule = 'another'", "what is due"),
            ("DELETE FROM answers", "due|answers"),
            ("DELETE FROM requests", "requests"),
            ("UPDATE actions SET status = 'refused'", "due|actions"),
            ("DROP TRIGGER evidence_never_goes; DELETE FROM evidence", "a file is missing"),
            ("DROP TRIGGER events_never_go; DELETE FROM events WHERE kind = 'evidence'", "kept together"),
        ],
    )
    def test_harm_to_the_ledger(self, filled, catalog, harm, words):
        checks.whole(catalog, filled)
        with Ledger(filled) as ledger:
            ledger._connection.executescript(harm)
        with pytest.raises(AssertionError, match=words):
            checks.whole(catalog, filled)

    def test_a_record_that_was_acknowledged_and_is_not_there(self, filled):
        here = checks.content(filled)
        with pytest.raises(AssertionError, match="lost"):
            checks.nothing_lost(here, here, child.Heard(events=["an id that is not there"]))

    def test_an_old_record_that_went_or_changed(self, filled):
        here = checks.content(filled)
        with pytest.raises(AssertionError, match="gone or changed"):
            checks.nothing_lost(here, checks.Content({}, {}))
        changed = {id: (*row[:-1], "another device") for id, row in here.events.items()}
        with pytest.raises(AssertionError, match="gone or changed"):
            checks.nothing_lost(here, checks.Content(changed, {}))

    def test_a_record_that_was_refused_and_is_there_all_the_same(self, filled):
        here = checks.content(filled)
        before = checks.Content(dict(list(here.events.items())[:-1]), {})
        assert checks.nothing_lost(before, here, child.Heard(open=1)) == 1
        with pytest.raises(AssertionError, match="refused"):
            checks.nothing_lost(before, here, child.Heard(refused=1))
        assert checks.nothing_lost(before, here, child.Heard(refused=1), waited=False) == 1

    def test_a_file_that_others_may_read_or_that_does_not_belong_there(self, tmp_path):
        (tmp_path / "part").write_text("x")
        (tmp_path / "part").chmod(0o644)
        with pytest.raises(AssertionError, match="open to others"):
            checks.strays(tmp_path)
        (tmp_path / "part").chmod(0o600)
        assert checks.strays(tmp_path) == ["part"]
        assert checks.strays(tmp_path, "part") == []

    def test_a_program_that_fails_in_another_way_than_in_words(self, filled):
        def task(voice: child.Voice) -> None:
            raise ZeroDivisionError

        (why,) = child.start(task).end().faults
        assert why.endswith("ZeroDivisionError\n")


def test_what_a_child_says_is_understood_up_to_where_it_was_killed():
    lines = [
        {"word": "ready"}, {"word": "begin", "size": 2}, {"word": "done", "events": ["a", "b"]},
        {"word": "begin", "size": 1}, {"word": "refused", "why": "CannotWrite: full"}, {"word": "begin", "size": 2},
    ]  # fmt: skip
    said = "\n".join(map(json.dumps, lines)) + '\n{"word": "do'
    heard = child.understood(said.encode())
    assert heard == child.Heard(3, 1, ["a", "b"], ["CannotWrite: full"], open=2, refused=1)


@pytest.mark.skipif(not shim.is_possible(), reason="sqlite3 is built into this Python")
@pytest.mark.parametrize("way", ["FULL", "NORMAL"])
def test_a_record_returns_when_the_disk_has_all_of_it(filled, way):
    """A power cut is not tried here, but what it would find: nothing that was written is still on its way."""

    def task(voice: child.Voice) -> None:
        disk = shim.Disk(1, 0)
        disk.install()
        with Ledger(filled) as ledger:
            if way == "NORMAL":  # then the disk is not waited for, and this must be seen
                ledger._connection.execute("PRAGMA synchronous = NORMAL")
            for number in range(20):
                voice.say("begin", size=0)
                before = disk.synced
                ledger.answer(ledger.person().id, f"organisation-{number}", "yes", TODAY)
                voice.say("refused" if disk.unsynced or disk.synced == before else "done", events=[], why="on its way")

    heard = child.start(task).end()
    assert not heard.faults, heard.faults
    assert (heard.done, len(heard.refusals)) == ((20, 0) if way == "FULL" else (0, 20))


@pytest.mark.skipif(not shim.is_possible(), reason="sqlite3 is built into this Python")
def test_the_shim_makes_sqlite_fail_and_lets_it_be_well_again(filled, catalog):
    def task(voice: child.Voice) -> None:
        disk = shim.Disk(1, 1.0)
        disk.install()
        with Ledger(filled) as ledger:
            me = ledger.person().id
            disk.switch(True)
            with pytest.raises(CannotWrite):
                ledger.answer(me, "mirror-people", "yes", TODAY)
            disk.switch(False)
            voice.say("begin", size=1)
            voice.say("done", events=[ledger.answer(me, "mirror-people", "yes", TODAY).id])

    heard = child.start(task).end()
    assert heard.done, heard
    assert set(heard.events) <= set(checks.content(filled).events)
