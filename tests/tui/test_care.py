"""Care of the record on the screens: what the doctor found, backing up, mending, restoring."""

import asyncio
import sqlite3
from contextlib import closing, suppress

import pytest
from textual.worker import WorkerFailed

from privacy_audit import care
from privacy_audit.ledger import backup
from privacy_audit.ledger.store import Ledger
from privacy_audit.tui import app as program

from .invented import TODAY


@pytest.fixture(autouse=True)
def no_backup_of_the_day(monkeypatch):
    """The backup that comes a moment after the start would come at any moment of a test."""
    monkeypatch.setattr(program, "back_up_today", lambda path: "")


async def looked(desk) -> None:
    """Wait until what runs beside the screen is done and shown."""
    with suppress(WorkerFailed):  # the screen says what failed
        await desk.app.workers.wait_for_complete()
    await desk.settle()


async def at_care(desk) -> None:
    await desk.press("m")
    await looked(desk)


async def test_home_leads_to_the_checks_and_all_is_well(start):
    async with start(seeded=True) as desk:
        await at_care(desk)
        assert desk.shown == "CareScreen"
        assert "nothing wrong" in desk.frame
        assert {"check:integrity", "check:tables", "check:evidence"} <= set(desk.ids("care"))


async def test_n_makes_a_backup_and_names_it(start, ledger_path):
    async with start(seeded=True) as desk:
        await at_care(desk)
        assert "none yet" in desk.frame
        await desk.press("n")
        await looked(desk)
        (made,) = backup.known(ledger_path)
        assert desk.message == f"written: {made.path.name}"
        assert "1 kept" in desk.frame


async def test_findings_come_first_and_m_mends_them_after_a_question(start, ledger_path):
    async with start(seeded=True) as desk:
        with closing(sqlite3.connect(ledger_path, isolation_level=None)) as raw:
            raw.execute("DELETE FROM answers")
        await at_care(desk)
        assert "1 finding" in desk.frame
        checks = [id for id in desk.ids("care") if id.startswith("check:")]
        assert checks[0] == "check:tables"
        await desk.press("m")
        assert desk.shown == "Confirm"
        await desk.press("escape", "m", "enter")
        await looked(desk)
        await looked(desk)
        assert "written anew from the log" in desk.message
        assert "nothing wrong" in desk.frame
        assert [one.why for one in backup.known(ledger_path)] == ["mend"]


async def test_there_is_nothing_to_mend_when_all_is_well(start):
    async with start(seeded=True) as desk:
        await at_care(desk)
        await desk.press("m")
        assert desk.message == "There is nothing that could be mended here."


async def test_a_row_leads_to_each_place_where_its_safety_is_looked_after(start):
    async with start(seeded=True) as desk:
        await at_care(desk)
        leads = {"encryption": "EncryptionScreen", "transfer": "TransferScreen", "forget": "ForgetScreen"}
        for row, screen in leads.items():
            desk.rows("care").go_to(row)
            await desk.press("enter")
            assert desk.shown == screen
            await desk.press("escape")


async def test_that_no_backup_can_be_made_is_said(start, ledger_path):
    async with start(seeded=True) as desk:
        (ledger_path.parent / "backups").write_text("in the way")
        await at_care(desk)
        await desk.press("n")
        await looked(desk)
        assert "No backup was made" in desk.message


async def test_restoring_shows_what_would_change_and_asks_and_goes_home(start, ledger_path):
    async with start(seeded=True) as desk:
        backup.make(ledger_path)
        desk.session.answer("corner-grocer", "no")
        told = len(desk.session.ledger.events(desk.session.person.id))
        await at_care(desk)
        await desk.press("r")
        assert desk.shown == "RestoreScreen"
        await desk.press("enter")
        await looked(desk)
        assert desk.shown == "Confirm"
        assert "lost: 1 event, recorded" in desk.frame
        await desk.press("escape")
        assert len(desk.session.ledger.events(desk.session.person.id)) == told
        await desk.press("enter")
        await looked(desk)
        await desk.press("enter")
        await looked(desk)
        assert desk.shown == "HomeScreen"
        assert len(desk.session.ledger.events(desk.session.person.id)) == told - 1
        assert any("The ledger as it was" in notice for notice in desk.notices)
        desk.session.answer("corner-grocer", "yes")
        await desk.press("q")


async def test_a_backup_without_the_person_asks_whose_audit_it_is(start, ledger_path, tmp_path):
    other = tmp_path / "other.db"
    with Ledger(other) as ledger:
        for label in ("ann", "bob"):
            ledger.add_person(label, "US-TX")
    async with start(seeded=True) as desk:
        await at_care(desk)
        await desk.press("r", "f")
        await desk.fill_in(str(other))
        await desk.press("enter")
        await looked(desk)
        assert "comes: ann" in desk.frame
        assert "goes: me" in desk.frame
        await desk.press("enter")
        await looked(desk)
        await looked(desk)
        assert desk.shown == "PeopleScreen"
        await desk.press("enter")
        assert desk.shown == "HomeScreen"
        assert desk.session.person.label == "ann"
        assert desk.session.today == TODAY


async def test_a_file_that_is_no_backup_is_refused_on_the_screen(start, tmp_path):
    (tmp_path / "notes.txt").write_text("milk, bread\n" * 300)
    async with start(seeded=True) as desk:
        await desk.go("care")
        await looked(desk)
        await desk.press("r", "f")
        await desk.fill_in(str(tmp_path / "notes.txt"))
        await desk.press("enter")
        await looked(desk)
        assert desk.shown == "RestoreScreen"
        assert "no ledger" in desk.message


async def test_the_backup_of_the_day_comes_soon_after_the_start(start, ledger_path, monkeypatch):
    monkeypatch.setattr(program, "back_up_today", care.back_up_today)
    async with start(seeded=True) as desk:
        await asyncio.to_thread(desk.app._prepare)
        assert [one.why for one in backup.known(ledger_path)] == ["daily"]


async def test_that_it_cannot_be_made_is_said_in_a_corner_and_nothing_else_happens(start, monkeypatch):
    monkeypatch.setattr(program, "back_up_today", lambda path: "The backup of the day was not made.")
    async with start(seeded=True) as desk:
        await asyncio.to_thread(desk.app._prepare)
        await desk.settle()
        assert "The backup of the day was not made." in desk.notices
        assert desk.shown == "HomeScreen"
