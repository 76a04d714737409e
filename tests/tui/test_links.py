"""The screen "Links": looking, stopping, going on, and what is amiss beside the addresses."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from privacy_audit.links import store
from privacy_audit.links.addresses import gather
from privacy_audit.links.outcomes import Look
from privacy_audit.network import linkcheck, purposes
from privacy_audit.tui import outside
from privacy_audit.tui.app import PrivacyAudit
from privacy_audit.tui.screens.action import ActionScreen
from privacy_audit.tui.screens.organisation import OrganisationScreen

from .invented import TODAY

FREEZE = "https://northstar-credit.example/freeze"
REPORT = "https://northstar-credit.example/report"


@pytest.fixture
def sites(world, places, monkeypatch):
    """Every address of the invented catalogue answers; nothing waits between two requests."""
    monkeypatch.setattr(linkcheck, "links", lambda *told: replace(purposes.links(*told), gap=0.0))
    for one in gather(places):
        world.site(one.host).answer("*", body="hello")
    return world.sites


async def ended(desk) -> None:
    """Wait until nothing is under way."""
    for worker in [one for one in desk.app.workers if one.name.startswith("links")]:
        await worker.wait()
    await desk.settle()


async def test_it_asks_first_then_looks_at_all_and_says_what_came_of_it(start, world, sites, places):
    async with start(seeded=True) as desk:
        world.settings(desk.app.ledger, desk.session.person.id)
        await desk.go("links")
        number = len(gather(places))
        assert f"{number} addresses, {number} to look at" in desk.frame
        assert "Nobody looked yet" in desk.frame
        sites["northstar-credit.example"].answer("/freeze", status=404)
        await desk.press("g")
        assert desk.shown == "ConsentScreen"
        assert "nothing about you" in desk.frame
        assert world.asked == []
        await desk.press("1")
        await ended(desk)
        assert f"looked at {number} addresses: 1 not there" in desk.message
        assert desk.ids("links") == [FREEZE]
        assert "organisations/credit/northstar-credit.toml, actions[1].url" in desk.frame
        await desk.press("g")
        assert desk.message == "They were all looked at within seven days."
        await desk.press("enter")
        assert desk.shown == "OrganisationScreen"


async def test_not_now_sends_nothing(start, world, sites):
    async with start(seeded=True) as desk:
        world.settings(desk.app.ledger, desk.session.person.id)
        await desk.go("links")
        await desk.press("g", "escape")
        assert desk.message == "Nothing was sent."
        assert world.asked == []
        assert store.read() == {}


async def test_only_mine_says_what_that_tells_the_network(start, world, sites):
    async with start(seeded=True) as desk:
        world.settings(desk.app.ledger, desk.session.person.id)
        await desk.go("links")
        await desk.press("m")
        assert "so who may hold you" in " ".join(desk.frame.split())
        await desk.press("1")
        await ended(desk)
        hosts = {name.partition(" ")[2].partition(":")[0] for name in world.asked}
        assert "northstar-credit.example" in hosts
        assert "www.news.example" not in hosts  # a theme's source
        assert store.of(desk.session.ledger, desk.session.person.id)[FREEZE][-1].kind == "fine"
        assert store.read() == {}


async def test_stopping_keeps_what_came_and_the_same_key_goes_on(start, world, sites):
    sites["www.news.example"].fault("*", "silent")  # never answers before it is stopped
    async with start(seeded=True) as desk:
        world.settings(desk.app.ledger, desk.session.person.id)
        await desk.go("links")
        await desk.press("g", "1")
        while len(desk.app.screen.query_one("#progress").content.plain) < 5 or len(world.asked) < 9:
            await desk.pilot.pause(0.01)
        await desk.press("c")
        await desk.settle()
        assert desk.message == "Stopped. What came is kept; g goes on from there."
        kept = dict(store.read())
        assert not any("news.example" in url for url in kept)
        sites["www.news.example"].answer("*", body="hello")
        await desk.press("g", "1")
        await ended(desk)
        assert set(store.read()) > set(kept)
        assert all(looks[-1].kind == "fine" for looks in store.read().values())


async def test_offline_is_said_and_nothing_is_called_amiss(start, world, sites):
    sites.clear()
    async with start(seeded=True) as desk:
        world.settings(desk.app.ledger, desk.session.person.id)
        await desk.go("links")
        await desk.press("g", "1")
        await ended(desk)
        assert "this machine seems to be offline" in desk.message
        assert store.read() == {}
        assert desk.ids("links") == []


def dead(url: str) -> None:
    for days in (0, 4, 9):
        store.add({url: Look(date(2026, 11, 3) + timedelta(days=days), "missing", 404)})


async def test_dead_and_troubled_pages_are_marked_where_the_address_is_shown(start):
    dead(FREEZE)
    store.add({REPORT: Look(TODAY, "silent")})
    async with start(seeded=True) as desk:
        await desk.open(ActionScreen("northstar-credit/freeze"))
        assert "dead since 3 Nov: search for their privacy page instead" in " ".join(desk.frame.split())
        await desk.open(ActionScreen("northstar-credit/access"))
        assert "did not answer on 24 Nov" in desk.frame
        await desk.open(OrganisationScreen("northstar-credit"))
        assert "did not answer on 24 Nov" in desk.frame
        store.add({REPORT: Look(TODAY, "fine")})
        await desk.open(OrganisationScreen("northstar-credit"))
        assert "did not answer" not in desk.frame


async def test_the_results_are_not_read_before_an_address_is_shown(start, monkeypatch):
    dead(FREEZE)
    read = []
    monkeypatch.setattr(store, "_parse", lambda data: read.append(data) or {})
    async with start(seeded=True) as desk:
        assert desk.shown == "HomeScreen"
        assert read == []
        await desk.open(OrganisationScreen("northstar-credit"))
        assert len(read) == 1
        await desk.open(ActionScreen("northstar-credit/freeze"))
        assert len(read) == 1


async def test_a_report_is_written_and_the_page_opened_only_by_a_key(start, documents, monkeypatch):
    dead(FREEZE)
    opened = []
    monkeypatch.setattr(PrivacyAudit, "open_url", lambda self, url, **_: opened.append(url))
    monkeypatch.setattr(outside, "_has_desktop", lambda: True)
    async with start(seeded=True) as desk:
        await desk.go("links")
        await desk.press("w")
        await desk.fill_in(str(documents / "links.json"))
        await desk.press("enter")
        assert desk.message == f"written: {documents / 'links.json'}"
        assert json.loads((documents / "links.json").read_text("utf-8"))["counts"]["dead"] == 1
        await desk.press("w")
        await desk.fill_in(str(documents / "nowhere" / "links.md"))
        await desk.press("enter")
        assert "There is no folder" in desk.message
        assert opened == []
        await desk.press("o")
        assert opened == [FREEZE]
