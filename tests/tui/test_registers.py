"""The registers on the screen: how each stands, one fetched or read, what changes, taking over, going back."""

import os
from datetime import datetime

import pytest
from registers import layouts, shelf
from registers.layouts import ALPHA, BARE, CORNER, NAME, PAGE, SITE, california, table

from privacy_audit.catalog import load
from privacy_audit.ledger.store import Ledger
from privacy_audit.registers import keeping
from privacy_audit.tui import routes
from privacy_audit.tui.app import PrivacyAudit
from privacy_audit.tui.screens.organisation import OrganisationScreen
from privacy_audit.tui.screens.record import RecordOfScreen

from .conftest import Desk
from .invented import TODAY

FOXTROT = {NAME: "Foxtrot Data LLC", SITE: "foxtrot.example", PAGE: "https://foxtrot.example/out"}
FILE = california(ALPHA, BARE, CORNER, FOXTROT)
TARGET = "/data_broker_registry/registry.csv"


@pytest.fixture
def places(tmp_path, monkeypatch):
    """A small catalogue with California's register."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(load, "CHECKOUT", shelf.write(tmp_path / "checklists"))
    return load.load()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "registry.csv"
    path.write_bytes(FILE)
    return path


async def open_registers(desk) -> None:
    desk.app.push_screen(routes.screen("registers", desk.session))
    await desk.settle()


async def read(desk, file) -> None:
    await desk.press("i")
    desk.app.screen.query_one("Input").value = str(file)
    await desk.press("enter")


async def test_it_says_how_each_register_stands(start):
    async with start("US-CA") as desk:
        await open_registers(desk)
        assert desk.shown == "RegistersScreen"
        assert desk.ids() == ["us-ca", "us-tx", "us-vt", "us-or"]
        assert "5 brokers as of August 2025 (came with the program)" in desk.frame
        assert "g fetches https://cppa.ca.gov/" in " ".join(desk.frame.split())
        assert "Go back" not in desk.frame
        await desk.press("down", "down", "enter")
        assert "in a browser only" in desk.message


async def test_a_file_is_shown_as_what_changes_and_left(start, file):
    async with start("US-CA") as desk:
        await open_registers(desk)
        await read(desk, file)
        assert desk.shown == "DifferenceScreen"
        words = " ".join(desk.frame.split())
        assert "1 new, 2 no longer on it" in words
        assert "Foxtrot Data LLC (foxtrot.example)" in words
        assert desk.ids() == [
            "new reg-foxtrot-data", "gone reg-delta-lists", "gone reg-echo", "changed reg-alpha-data",
            "changed reg-bare-domain",
        ]  # fmt: skip
        await desk.press("down", "down", "down")
        assert "reported for 2024: 1,200 requests to delete" in " ".join(desk.text("#about-one").split())
        await desk.press("escape")
        assert desk.shown == "RegistersScreen"
        assert desk.message == "Nothing was changed: the register in use stays."
        assert keeping.in_use("us-ca").shipped


async def test_taken_over_it_is_in_the_catalogue_at_once_and_can_be_taken_back(start, file):
    async with start("US-CA") as desk:
        await open_registers(desk)
        await read(desk, file)
        await desk.press("t")
        assert desk.message.startswith("taken over: 4 brokers")
        assert "reg-foxtrot-data" in desk.app.catalog
        assert desk.session.catalog is desk.app.catalog
        assert "4 brokers as of" in desk.frame
        await read(desk, file)
        assert "Nothing differs from the register in use." in desk.message
        await desk.press("z")
        assert desk.message == "again 5 brokers as of August 2025 (came with the program)"
        assert "reg-foxtrot-data" not in desk.app.catalog


async def test_what_they_told_the_state_stands_on_their_screen_and_beside_their_record(start, file):
    async with start("US-CA", size=(120, 40)) as desk:
        await open_registers(desk)
        await read(desk, file)
        await desk.press("t")
        desk.app.push_screen(OrganisationScreen("reg-alpha-data"))
        await desk.settle()
        words = " ".join(desk.frame.split())
        assert "that it collects: precise location" in words
        assert "as they reported to California for 2024: 1,200 requests to delete" in words
        desk.app.push_screen(RecordOfScreen("reg-alpha-data"))
        await desk.settle()
        assert "Their own report: as they reported to California" in " ".join(desk.frame.split())


@pytest.mark.parametrize(
    ("data", "said"), [(b"<!doctype html><html>", "web page"), (b"", "is empty"), (FILE[:-50], "middle of a line")]
)
async def test_a_file_that_is_no_register_is_one_line(start, file, data, said):
    file.write_bytes(data)
    async with start("US-CA") as desk:
        await open_registers(desk)
        await read(desk, file)
        assert desk.shown == "RegistersScreen"
        assert said in desk.message
        await read(desk, file.with_name("none.csv"))
        assert "cannot be read" in desk.message
        assert keeping.in_use("us-ca").shipped


async def test_fetching_asks_first(start, world):
    site = world.site("cppa.ca.gov")
    site.answer(TARGET, body=FILE, type="text/csv")
    async with start("US-CA") as desk:
        world.settings(desk.app.ledger, desk.session.person.id)
        await open_registers(desk)
        await desk.press("g")
        assert desk.shown == "ConsentScreen"
        assert "nothing about you" in desk.frame
        await desk.press("escape")
        assert desk.message == "Nothing was sent."
        assert site.received == []
        await desk.press("g", "o")
        await desk.app.workers.wait_for_complete()
        await desk.settle()
        assert desk.shown == "DifferenceScreen"
        await desk.press("t")
        assert keeping.in_use("us-ca").source == "https://cppa.ca.gov" + TARGET


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"body": b"<html>sign in</html>", "type": "text/html"}, "page"),
        ({"status": 500}, "500"),
        ({"body": table(layouts.OLDER, []).encode(), "type": "text/csv"}, "names no broker"),
    ],
)
async def test_whatever_comes_instead_is_one_line_and_the_register_in_use_stays(start, world, answer, said):
    world.site("cppa.ca.gov").answer(TARGET, **answer)
    async with start("US-CA") as desk:
        world.settings(desk.app.ledger, desk.session.person.id)
        await open_registers(desk)
        await desk.press("g", "o")
        await desk.app.workers.wait_for_complete()
        await desk.settle()
        assert desk.shown == "RegistersScreen"
        assert said in desk.message
        assert keeping.in_use("us-ca").shipped


async def test_stopped_on_the_way_the_register_in_use_stays(start, world):
    world.site("cppa.ca.gov").fault(TARGET, "slow")
    async with start("US-CA") as desk:
        world.settings(desk.app.ledger, desk.session.person.id)
        await open_registers(desk)
        await desk.press("g", "o")
        assert "c stops" in desk.frame
        await desk.press("i")
        assert "One at a time" in desk.message
        await desk.press("c")
        await desk.settle()
        assert desk.message == "Stopped. The register in use stays."
        assert keeping.in_use("us-ca").shipped


async def test_hostile_text_of_a_register_stays_text(start, tmp_path):
    path = tmp_path / "hostile.csv"
    path.write_bytes(california({NAME: "\x1b[2J[@click=app.quit]quit[/]\u202e LLC", SITE: "evil.example"}, ALPHA))
    async with start("US-CA", size=(200, 50)) as desk:
        await open_registers(desk)
        await read(desk, path)
        assert "[ click=app.quit]quit[/]" in desk.frame
        assert not {"\x1b", "\u202e"} & set(desk.frame)
        await desk.press("t")
        (one,) = [id for id in desk.app.catalog if "click" in id]
        desk.app.push_screen(OrganisationScreen(one))
        await desk.settle()
        assert "[ click=app.quit]quit[/]" in desk.frame
        assert not {"\x1b", "\u202e"} & set(desk.frame)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
@pytest.mark.parametrize("shown", ["registers", "difference", "taken_over"])
def test_how_it_looks(snap_compare, places, ledger_path, file, size, shown):
    saved = datetime(2026, 11, 3, 12).timestamp()
    os.utime(file, (saved, saved))
    if shown == "taken_over":
        shelf.take(FILE)
    ledger = Ledger(ledger_path)
    ledger.add_person("me", "US-CA")
    app = PrivacyAudit(load.load(), ledger_path, TODAY, ledger=ledger)

    async def come_there(pilot) -> None:
        desk = Desk(app, pilot)
        await open_registers(desk)
        if shown == "difference":
            await read(desk, file)
            await desk.press("down", "down", "down")

    try:
        assert snap_compare(app, terminal_size=size, run_before=come_there)
    finally:
        ledger.close()
