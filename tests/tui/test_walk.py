"""The walk: story, question, doing; answering, filtering, leaving and going on."""

import pytest
from textual.widgets import ContentSwitcher

from privacy_audit.ledger.errors import CannotWrite
from privacy_audit.tui.screens.walk import WalkScreen


def pane(desk) -> str:
    return desk.app.screen.query_one(ContentSwitcher).current


async def test_the_three_panes(start):
    async with start("US-CA") as desk:
        await desk.press("w")
        assert desk.shown == "WalkScreen"
        assert pane(desk) == "story"
        assert "theme 1 of 14" in desk.frame
        assert "The essay says something about Credit bureaus" in desk.frame
        assert "An invented firm was fined in May. (news.example, May 2026)" in " ".join(desk.frame.split())
        assert "In China since" in desk.frame
        assert "Yes" not in desk.frame.splitlines()[-1]

        await desk.press("right")
        assert pane(desk) == "question"
        assert "Who holds you?   0 of 2 answered" in desk.frame
        assert "y Yes" in desk.frame.splitlines()[-1]
        assert desk.ids("holders") == ["northstar-credit", "prairie-offers"]

        await desk.press("right")
        assert pane(desk) == "doing"
        assert "What to do about the 2 organisations here: 3 things, 25 minutes" in desk.frame
        assert desk.ids("actions")[0] == "northstar-credit/freeze"

        await desk.press("y")
        assert desk.session.standing.answers == {}
        await desk.press("left")
        assert pane(desk) == "question"
        await desk.press("left", "left")
        assert pane(desk) == "story"
        assert "theme 1 of 14" in desk.frame


async def test_answering_moves_on_and_can_be_changed(start):
    async with start("US-CA") as desk:
        await desk.open(WalkScreen.at_theme(desk.session, "brokers"))
        assert "theme 8 of 14" in desk.frame
        await desk.press("right")
        ids = desk.ids("holders")
        assert len(ids) == 5
        await desk.press("y", "n", "u", "o", "n")
        assert desk.session.standing.answers == dict(zip(ids, ("yes", "no", "unsure", "past", "no"), strict=True))
        assert "5 of 5 answered" in desk.frame
        assert desk.rows("holders").cursor == 4
        assert desk.session.catalog.get(ids[4]).name in desk.message
        assert "does not hold you" in desk.message

        await desk.press("ctrl+z")
        assert "taken back" in desk.message
        assert ids[4] not in desk.session.standing.answers
        assert "4 of 5 answered" in desk.frame

        await desk.press("home", "n")
        assert desk.session.standing.answers[ids[0]] == "no"
        assert desk.rows("holders").cursor == 1
        await desk.press("ctrl+z")
        assert desk.session.standing.answers[ids[0]] == "yes"
        assert desk.rows("holders").rows[0].cells[1][0] == "yes"


async def test_enter_opens_what_is_under_the_cursor(start):
    async with start("US-CA") as desk:
        await desk.press("w", "right", "enter")
        assert desk.shown == "OrganisationScreen"
        assert "Northstar Credit" in desk.frame
        await desk.press("y", "escape")
        assert (desk.shown, pane(desk)) == ("WalkScreen", "question")
        assert "1 of 2 answered" in desk.frame
        await desk.press("right", "enter")
        assert desk.shown == "ActionScreen"
        await desk.press("a", "escape")
        assert (desk.shown, pane(desk)) == ("WalkScreen", "doing")
        assert "northstar-credit/freeze" not in desk.ids("actions")


async def test_the_doing_says_how_it_stands_in_words(start):
    async with start(seeded=True) as desk:
        await desk.open(WalkScreen.at_theme(desk.session, "brokers"))
        await desk.press("right", "right")
        row = next(line for line in desk.frame.splitlines() if "Mirror People" in line)
        assert "came back" in row
        assert row.endswith("8 min")


async def test_it_goes_on_where_it_stopped(start):
    async with start("US-CA") as desk:
        await desk.press("w", *["right"] * 6)
        assert "theme 3 of 14" in desk.frame
        await desk.press("right", "y", "escape")
        assert desk.shown == "HomeScreen"
        await desk.press("w")
        assert "theme 3 of 14" in desk.frame
        assert len(desk.session.standing.audits) == 1
        await desk.press("right", "q")
        assert desk.shown == "HomeScreen"
        await desk.press("q")
    async with start() as desk:
        await desk.press("w")
        assert "theme 3 of 14" in desk.frame
        assert "Points cards" in desk.frame
        await desk.press("right")
        assert "1 of 2 answered" in desk.frame
        assert len(desk.session.standing.audits) == 1


async def test_the_quick_walk_leads_home_and_then_to_the_whole(start):
    async with start() as desk:
        await desk.type("texas")
        await desk.press("enter", "enter")
        assert "The quick walk" in desk.frame
        await desk.press("right", "right", "right")
        assert desk.shown == "HomeScreen"
        await desk.press("w")
        assert "theme 1 of 14" in desk.frame


async def test_space_reads_on_and_then_goes_on(start):
    async with start("US-CA") as desk:
        await desk.press("w")
        text = desk.app.screen.query_one("#story")
        assert text.max_scroll_y > 0
        pressed = 0
        while pane(desk) == "story" and pressed < 20:
            await desk.press("space")
            pressed += 1
        assert pressed > 1
        assert pane(desk) == "question"
        await desk.press("space", "space")
        assert pane(desk) == "story"
        assert "theme 2 of 14" in desk.frame
        assert text.scroll_y == 0


async def test_the_last_theme_leads_home(start):
    async with start("CA-QC") as desk:
        await desk.press("w", *["right"] * (13 * 3))
        assert "theme 14 of 14" in desk.frame
        await desk.press("right", "right")
        assert pane(desk) == "doing"
        assert "Nothing to do here" in desk.frame
        await desk.press("right")
        assert desk.shown == "HomeScreen"
        await desk.press("w")
        assert "theme 1 of 14" in desk.frame


async def test_the_filter(start):
    async with start("US-CA") as desk:
        await desk.open(WalkScreen.at_theme(desk.session, "points"))
        await desk.press("right", "f")
        assert desk.app.focused.id == "filter"
        await desk.type("basket")
        assert desk.ids("holders") == ["corner-grocer"]
        assert desk.session.standing.answers == {}
        await desk.press("enter", "y")
        assert desk.session.standing.answers == {"corner-grocer": "yes"}
        assert desk.ids("holders") == ["corner-grocer"]

        await desk.press("escape")
        assert (desk.shown, pane(desk)) == ("WalkScreen", "question")
        assert len(desk.ids("holders")) == 2
        assert desk.app.focused.id == "holders"

        await desk.press("p")
        assert desk.app.focused.id == "filter"
        assert desk.app.focused.value == "p"
        await desk.type("hone nobody")
        assert desk.ids("holders") == []
        assert "Nobody here matches." in desk.frame
        await desk.press("enter", "y")
        assert len(desk.session.standing.answers) == 1
        await desk.press("escape")
        assert len(desk.ids("holders")) == 2
        await desk.press("f", "escape")
        assert desk.shown == "WalkScreen"
        await desk.press("escape")
        assert desk.shown == "HomeScreen"


async def test_a_filter_does_not_outlive_its_theme(start):
    async with start("US-CA") as desk:
        await desk.open(WalkScreen.at_theme(desk.session, "points"))
        await desk.press("right", "f")
        await desk.type("till")
        await desk.press("enter", "right", "right", "right")
        assert "Who holds you?   0 of 1 answered" in desk.frame
        assert desk.ids("holders") == ["harvest-bank"]


@pytest.mark.parametrize("region", ["US-CA", "CA-ON", "MX-JAL"])
async def test_every_theme_opens(start, catalog, region):
    async with start(region, catalog=catalog) as desk:
        await desk.press("w")
        for number, title in enumerate(catalog.theme_titles.values(), 1):
            assert f"theme {number} of {len(catalog.theme_titles)}" in desk.frame
            assert catalog.themes[number - 1].title in desk.frame
            assert title in catalog.theme_titles.values()
            await desk.press("right")
            assert pane(desk) == "question"
            assert f" of {len(desk.ids('holders'))} answered" in desk.frame
            await desk.press("right", "right")
        assert desk.shown == "HomeScreen"


async def test_a_place_that_cannot_be_kept_is_said(start, monkeypatch):
    def full(*_):
        raise CannotWrite("The disk is full. Nothing was recorded.")

    async with start("US-CA") as desk:
        await desk.press("w")
        monkeypatch.setattr(desk.app.ledger, "set", full)
        await desk.press("right", "right", "right")
        assert "theme 2 of 14" in desk.frame
        assert "The disk is full." in desk.message


async def test_a_walk_that_cannot_begin_is_said(start, monkeypatch):
    def full(*_, **__):
        raise CannotWrite("The disk is full. Nothing was recorded.")

    async with start("US-CA") as desk:
        monkeypatch.setattr(desk.app.ledger, "begin_audit", full)
        await desk.press("w")
        assert desk.shown == "HomeScreen"
        assert desk.notices == ["The disk is full. Nothing was recorded."]
        await desk.press("q")
        assert desk.app._exit
