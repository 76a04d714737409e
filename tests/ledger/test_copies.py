"""Conflict copies that sync tools leave: noticed by name and by what they hold, and never opened for nothing."""

import shutil

import pytest
from examples import TODAY

from ledger.test_merge import copy, opened
from privacy_audit.ledger import backup, copies
from privacy_audit.ledger.merge import merge

NAMES = (
    "ledger (conflicted copy 2026-11-24 101500).db",
    "ledger (Ann's conflicted copy 2026-11-24).db",
    "ledger (Case Conflict).db",
    "ledger.sync-conflict-20261124-101500-ABCDEFG.db",
    "ledger-LAPTOP.db",
    "ledger-LAPTOP-2.db",
    "ledger 2.db",
    "ledger_conflict-20261124-101500.db",
    "ledger_Ann-PC_Nov-24-0901-2026_UpdateConflict.db",
    "ledger(Conflict_Ann (Web browser)_2026-11-24-09-01-00).db",
    "Ledger (1).DB",
)
OTHERS = ("ledgers.db", "ledger.db-wal", "ledger.db.part", "other.db", "ledger2.db", "ledger 2.txt")


@pytest.fixture
def mine(ledger):
    ledger.add_person("me", "US-TX")
    return ledger


@pytest.fixture
def theirs(mine, tmp_path):
    """The same ledger, with one answer more."""
    path = copy(mine.path, tmp_path / "theirs.db")
    with opened(path) as other:
        other.answer(other.people()[0].id, "mirror-people", "yes", TODAY)
    return path


@pytest.mark.parametrize("name", NAMES)
def test_a_copy_is_known_by_its_name_until_it_is_merged(mine, theirs, name):
    place = mine.path.with_name(name)
    shutil.copy(theirs, place)
    assert copies.beside(mine) == [copies.Copy(place, 1)]
    merge(mine, place)
    assert copies.beside(mine) == []
    assert copies.candidates(mine.path) == [place]


@pytest.mark.parametrize("name", OTHERS)
def test_files_of_other_names_are_left_alone(mine, theirs, name):
    shutil.copy(theirs, mine.path.with_name(name))
    assert copies.candidates(mine.path) == []


def test_only_ledgers_count(mine, theirs):
    for name, content in (
        ("ledger 2.db", b""),
        ("ledger 3.db", b"SQLite format 3\0" + bytes(5000)),
        ("ledger 4.db", b"x"),
    ):
        mine.path.with_name(name).write_bytes(content)
    mine.path.with_name("ledger 5.db").mkdir()
    assert copies.candidates(mine.path) == []


def test_a_link_to_the_ledger_itself_and_backups_are_no_copies(mine):
    mine.path.with_name("ledger 2.db").symlink_to(mine.path)
    mine.path.with_name("ledger 3.db").hardlink_to(mine.path)
    backup.make(mine.path, folder=mine.path.parent)
    assert copies.candidates(mine.path) == []
    assert mine.answer(mine.people()[0].id, "mirror-people", "no", TODAY)


def test_a_copy_that_is_cut_off_is_named_and_not_counted(mine, theirs):
    place = mine.path.with_name("ledger 2.db")
    place.write_bytes(theirs.read_bytes()[:8192])
    (found,) = copies.beside(mine)
    assert found.events is None
    check = copies.check(mine._connection, mine.path)
    assert (check.ok, "ledger 2.db" in check.detail) == (False, True)


def test_a_folder_that_is_gone_has_no_copies(tmp_path):
    assert copies.candidates(tmp_path / "nowhere" / "ledger.db") == []
