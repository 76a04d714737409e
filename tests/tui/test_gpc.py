"""The screen "Global Privacy Control": who states what, asked only after a yes, and the set-up of a browser."""

from dataclasses import replace

import pytest

from privacy_audit import gpc
from privacy_audit.ledger import seen
from privacy_audit.network import gpcask, purposes
from privacy_audit.tui import outside
from privacy_audit.tui.app import PrivacyAudit

PATH = "/.well-known/gpc.json"
YES = '{"gpc": true, "lastUpdate": "2021-05-27"}'


@pytest.fixture
def sites(world, monkeypatch):
    """The sites of those that hold the seeded person."""
    monkeypatch.setattr(gpcask, "gpc_purpose", lambda *told: replace(purposes.gpc(*told), gap=0.0, seconds=5.0))
    for name in ("northstar-credit", "corner-grocer", "harvest-bank", "eyeball-ads", "lantern-search"):
        world.site(f"{name}.example").answer(
            PATH, body='{"gpc": true, "lastUpdate": "2021-05-27"}', type="application/json"
        )
    return world.sites


async def ended(desk) -> None:
    for worker in [one for one in desk.app.workers if one.name == "gpc"]:
        await worker.wait()
    await desk.settle()


async def test_they_are_asked_after_a_yes_and_what_they_state_is_kept(start, world, sites):
    sites["corner-grocer.example"].answer(PATH, status=404)
    sites["harvest-bank.example"].answer(PATH, body='{"gpc": "yes"}', type="application/json")
    async with start(seeded=True) as desk:
        world.settings(desk.app.ledger, desk.session.person.id)
        await desk.go("gpc")
        assert desk.frame.count("not asked yet") == 5
        await desk.press("g")
        assert "/.well-known/gpc.json" in desk.frame
        assert world.asked == []
        await desk.press("1")
        await ended(desk)
        assert desk.message == "asked: 5 organisations answered"
        assert "3 of 5 state that they honour it" in desk.frame
        assert "something that cannot be read" in desk.frame
        kept = seen.seen(desk.app.ledger, desk.session.person.id, gpc.WHAT)
        assert {id: one.data["says"] for id, one in kept.items()} == {
            "northstar-credit": "yes", "eyeball-ads": "yes", "lantern-search": "yes",
            "corner-grocer": "nothing", "harvest-bank": "unreadable",
        }  # fmt: skip
        await desk.press("enter")
        assert desk.shown == "OrganisationScreen"


async def test_those_that_do_not_answer_are_counted(start, world, sites):
    del sites["harvest-bank.example"]
    async with start(seeded=True) as desk:
        world.settings(desk.app.ledger, desk.session.person.id)
        await desk.go("gpc")
        await desk.press("g", "1")
        await ended(desk)
        assert desk.message == "asked: 4 organisations answered; 1 organisation did not answer"


async def test_with_nobody_to_ask_it_says_so(start, world):
    async with start("US-TX") as desk:
        await desk.go("gpc")
        await desk.press("g")
        assert "There is nobody to ask" in desk.message
        assert world.asked == []


async def test_the_set_up_is_read_here_and_the_page_opened_only_by_a_key(start, monkeypatch):
    opened = []
    monkeypatch.setattr(PrivacyAudit, "open_url", lambda self, url, **_: opened.append(url))
    monkeypatch.setattr(outside, "_has_desktop", lambda: True)
    async with start(seeded=True, size=(120, 40)) as desk:
        await desk.go("gpc")
        await desk.press("s")
        for words in ("Lantern", "Open the settings, then Privacy.", "Harbour", "Add an extension that sends it."):
            assert words in desk.frame
        assert opened == []
        await desk.press("v")
        assert opened == ["https://signal.example/"]
