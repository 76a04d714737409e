"""Packs: the sets for a situation, and the walk of one."""

import pytest
from textual.widgets import ContentSwitcher

from privacy_audit.catalog.catalog import Catalog
from privacy_audit.tui.screens.walk import WalkScreen

from . import invented

IDS = ["lantern-search", "mirror-people", "northstar-credit", "eyeball-ads", "phone-at-till"]


def pane(desk) -> str:
    return desk.app.screen.query_one(ContentSwitcher).current


async def test_the_list_says_what_each_is_for(start):
    async with start("US-TX") as desk:
        await desk.press("p")
        assert desk.shown == "PacksScreen"
        assert desk.ids() == ["found-online", "new-home"]
        title = desk.frame.splitlines()[0]
        assert title.startswith(" Packs")
        assert title.endswith("Texas, United States")
        row = next(line for line in desk.frame.splitlines() if "Somebody looks for you" in line)
        assert row.split()[-2:] == ["5", "1"]  # one of the five is presumed
        assert "what shows where you live comes first." in " ".join(desk.frame.split())
        await desk.press("down")
        assert "what need not." in " ".join(desk.frame.split())
        assert "comes first" not in desk.frame
        await desk.press("escape")
        assert desk.shown == "HomeScreen"


async def test_it_counts_those_who_hold(start):
    async with start(seeded=True) as desk:
        await desk.press("p")
        held = {row.id: row.cells[2] for row in desk.rows("packs").rows}
        assert held == {"found-online": "5", "new-home": "3"}


async def test_where_no_pack_fits(start):
    async with start("MX-JAL") as desk:
        await desk.press("p")
        assert desk.ids() == []
        assert "There is no pack for where you live." in desk.frame
        await desk.press("enter", "down", "up")
        assert desk.shown == "PacksScreen"


async def test_story_question_and_doing(start):
    async with start("US-TX") as desk:
        await desk.press("p", "enter")
        assert (desk.shown, pane(desk)) == ("WalkScreen", "story")
        text = " ".join(desk.text("#story-words").split())
        assert "For anybody whom somebody looks for" in text
        assert "Never give a removal form an address that they do not know." in text
        assert text.endswith("Press → to begin.")
        title = desk.frame.splitlines()[0]
        assert title.startswith(" Somebody looks for you")
        assert title.endswith("Texas, United States")
        await desk.press("right")
        assert desk.ids("holders") == IDS
        assert "Who holds you?   0 of 5 answered" in desk.frame
        await desk.press("y", "o", "n", "u")
        assert "Who holds you?   4 of 5 answered" in desk.frame
        assert desk.session.standing.answers == dict(zip(IDS, ("yes", "past", "no", "unsure"), strict=False))
        await desk.press("right")
        assert pane(desk) == "doing"
        keys = desk.ids("actions")
        assert "lantern-search/opt-out" in keys
        assert {key.partition("/")[0] for key in keys} <= set(IDS)
        desk.rows("actions").go_to("lantern-search/opt-out")
        await desk.press("enter")
        assert desk.shown == "ActionScreen"
        await desk.press("a", "escape")
        assert desk.state("lantern-search/opt-out") == "asked"
        assert "lantern-search/opt-out" not in desk.ids("actions")
        await desk.press("right")
        assert desk.shown == "HomeScreen"


async def test_a_pack_without_a_note_has_no_gap(start):
    async with start("US-TX") as desk:
        await desk.press("p", "down", "enter")
        assert desk.text("#story-words").count("\n\n") == 1


@pytest.mark.parametrize("leave", [("q",), ("escape", "escape"), ("right", "right", "right")])
async def test_leaving_keeps_the_place_of_the_whole_walk(start, leave):
    async with start("US-CA") as desk:
        await desk.press("w", *["right"] * 6, "q")
        audits = desk.session.standing.audits
        kept = desk.app.ledger.setting(desk.session.person.id, "walk")
        assert kept == "whole:3"
        await desk.press("p", "enter", *leave)
        assert desk.shown == "HomeScreen"
        assert desk.app.ledger.setting(desk.session.person.id, "walk") == kept
        assert desk.session.standing.audits == audits
        await desk.press("w")
        assert "theme 3 of 14" in desk.frame


async def test_a_pack_begins_no_audit_and_no_walk(start):
    async with start("US-CA") as desk:
        await desk.press("p", "enter", "right", "y", "q")
        assert desk.session.standing.audits == ()
        assert desk.app.ledger.setting(desk.session.person.id, "walk") == ""
        assert "no walk yet" in desk.frame


async def test_from_the_first_pane_there_is_nothing_before(start):
    async with start("US-CA") as desk:
        await desk.press("p", "enter", "left", "left")
        assert (desk.shown, pane(desk)) == ("WalkScreen", "story")


async def test_moving_away_in_the_middle_of_a_pack(start):
    async with start("US-CA") as desk:
        await desk.press("p", "enter", "right")
        await desk.go("place")
        await desk.type("jalisco")
        await desk.press("enter")
        assert desk.shown == "WalkScreen"
        assert set(desk.ids("holders")) == {"eyeball-ads", "phone-at-till"}
        await desk.press("y", "escape")
        assert desk.shown == "PacksScreen"
        assert desk.ids() == []


@pytest.fixture
def changed(places) -> Catalog:
    """The invented catalogue, of which one organisation has another id now and another could not be read."""
    compiled = dict(places._compiled)
    organisations = {id: dict(raw) for id, raw in compiled["organisations"].items() if id != "northstar-credit"}
    organisations["lamp-search"] = organisations.pop("lantern-search") | {"id": "lamp-search"}
    walks = {"US": ["lamp-search", "prairie-offers"]}
    return Catalog(
        compiled | {"organisations": organisations, "formerly": {"lantern-search": "lamp-search"}, "walks": walks}
    )


async def test_renamed_and_missing_organisations(start, changed):
    async with start("US-TX", catalog=changed) as desk:
        await desk.press("p", "enter", "right")
        assert desk.ids("holders") == ["lamp-search", "mirror-people", "eyeball-ads", "phone-at-till"]
        await desk.press("y")
        assert "1 of 4 answered" in desk.frame
        await desk.press("right")
        assert "lamp-search/opt-out" in desk.ids("actions")


async def test_every_pack_of_the_catalogue_opens(start, catalog):
    for region in ("US-CA", "CA-QC", "MX-JAL"):
        for pack in catalog.packs(region):
            assert pack.title
    async with start("US-CA", catalog=catalog) as desk:
        for pack in catalog.packs("US-CA"):
            await desk.open(WalkScreen(desk.session, f"pack:{pack.id}", 1))
            assert pack.title in desk.frame
            await desk.press("right")
            assert tuple(desk.ids("holders")) == pack.organisations
            await desk.press("right")
            assert pane(desk) == "doing"
            await desk.press("escape")


def test_the_invented_packs_have_no_mistake(tmp_path):
    from privacy_audit.catalog.check import check_paths

    invented.catalog(tmp_path)
    assert len(list((tmp_path / "packs").iterdir())) == 3
    found = [str(one) for one in check_paths(tmp_path, invented.TODAY)[0]]
    found = [line for line in found if "/packs/" in line or "searches.toml" in line]
    assert [line for line in found if "is closed" not in line] == []
