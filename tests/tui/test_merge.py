"""Merging on the screens: a conflict copy is noticed at home, and any ledger can be brought in."""

import sqlite3
from pathlib import Path

import pytest

from privacy_audit.ledger import forget
from privacy_audit.ledger.store import Ledger

from .invented import TODAY


@pytest.fixture
def other(ledger_path):
    """Return a function that gives another device's ledger, under a name beside this one or elsewhere."""

    def make(path: Path, change=None) -> Path:
        connection = sqlite3.connect(ledger_path)
        connection.execute("VACUUM INTO ?", (str(path),))
        connection.close()
        with Ledger(path) as ledger:
            (change or (lambda one: one.answer(one.people()[0].id, "tenant-file", "yes", TODAY)))(ledger)
        return path

    return make


async def test_a_conflict_copy_is_noticed_at_home_and_brought_in_with_a_key(start, ledger_path, other):
    async with start(seeded=True):
        pass
    copy = other(ledger_path.with_name("ledger (conflicted copy 2026-11-24 101500).db"))
    async with start() as desk:
        await desk.settle()
        assert desk.message == "g merges a conflict copy that has 1 entry that this ledger lacks."
        await desk.press("g")
        assert desk.shown == "MergeScreen"
        assert "1 conflict copy" in desk.frame
        await desk.press("enter")
        assert desk.message == "merged: 1 new entry of the log"
        assert desk.session.standing.answers["tenant-file"] == "yes"
        assert desk.ids() == ["another"]
        await desk.press("escape")
        assert desk.message == ""
        await desk.press("g")
        assert desk.shown == "HomeScreen"
    assert copy.exists()


async def test_without_a_copy_home_says_nothing_of_it(start):
    async with start(seeded=True) as desk:
        await desk.settle()
        assert desk.message == ""
        assert "Merge" not in desk.frame
        await desk.press("g")
        assert desk.shown == "HomeScreen"


async def test_any_other_ledger_by_its_path(start, other, tmp_path):
    async with start(seeded=True) as desk:
        path = other(tmp_path / "phone.db", lambda one: one.add_person("you", "CA-QC"))
        await desk.go("merge")
        await desk.press("enter")
        await desk.fill_in(str(path))
        await desk.press("enter")
        assert desk.message == "merged: 1 new entry of the log · added: you"
        await desk.press("enter")
        await desk.fill_in(str(path))
        await desk.press("enter")
        assert desk.message == "nothing new: this ledger has all of it already"
        await desk.press("enter")
        await desk.fill_in(str(tmp_path / "none.db"))
        await desk.press("enter")
        assert "does not exist. Nothing was merged" in desk.message


async def test_whoever_was_forgotten_elsewhere_goes_after_a_question(start, other, tmp_path):
    async with start(seeded=True) as desk:
        desk.app.ledger.add_person("you", "CA-QC")
        path = other(tmp_path / "phone.db", lambda one: forget.forget(one, one.person("you")))
        await desk.go("merge")
        for keys, left in ((("escape",), 2), (("down", "enter"), 2), (("enter",), 1)):
            await desk.press("enter")
            await desk.fill_in(str(path))
            await desk.press("enter")
            assert desk.shown == "Choose"
            assert "Forgotten for good in the other ledger: you." in desk.frame
            await desk.press(*keys)
            assert len(desk.app.ledger.people()) == left
        assert desk.message.startswith("merged: ")
        assert "forgotten for good: you" in desk.message


async def test_the_program_ends_when_the_audit_that_is_open_goes(start, other, tmp_path):
    async with start(seeded=True) as desk:
        path = other(tmp_path / "phone.db", lambda one: forget.forget(one, one.person("me")))
        await desk.go("merge")
        await desk.press("enter")
        await desk.fill_in(str(path))
        await desk.press("enter", "enter")
        assert desk.app._exit
        assert desk.app.ledger.people() == []
