"""Audits, what changed between two, and the organisations' own record."""

import json
from datetime import date
from pathlib import Path

import pytest
from textual.widgets import ContentSwitcher, Input

from privacy_audit import folders
from privacy_audit.session import Session
from privacy_audit.tui.screens.organisation import OrganisationScreen


@pytest.fixture
def documents(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    monkeypatch.setattr(folders, "documents", lambda: folder)
    return folder


def third_audit(session: Session) -> None:
    """Begin one more audit, in which one that had come back says again that it is done."""
    session.begin_audit("whole")
    session.record("mirror-people/opt-out", "asked")
    session.record("mirror-people/opt-out", "confirmed")


# Audits


async def test_the_audits_stand_with_their_counts_above_the_plot(start):
    async with start(seeded=True) as desk:
        await desk.press("h", "a")
        assert desk.shown == "AuditsScreen"
        assert desk.ids("audits") == ["1", "2"]
        assert desk.rows("audits").current.id == "2"
        assert desk.rows("audits").rows[1].cells[3:] == ("7", "7", "3", "1")
        assert "○ known 7   ◐ asked 7   ◕ said done 3   ● seen gone 1" in desk.frame
        assert "●●●●" in desk.text("#plot")
        assert "24 Nov" in desk.text("#plot")


async def test_the_plot_has_a_table_that_says_the_same(start):
    async with start(seeded=True) as desk:
        await desk.press("h", "a", "t")
        assert desk.app.screen.query_one(ContentSwitcher).current == "months"
        months = desk.rows("months").rows
        assert months[0].cells == ("20 November 2025", "1", "1", "1", "0")
        assert months[-1].cells == ("24 November 2026", "7", "7", "3", "1")
        assert "20 November 2025" in desk.frame
        await desk.press("t")
        assert desk.app.screen.query_one(ContentSwitcher).current == "plot"


async def test_the_plot_follows_the_window(start):
    async with start(seeded=True) as desk:
        await desk.press("h", "a")
        low = len(desk.text("#plot").splitlines())
        await desk.resize(120, 40)
        drawn = desk.text("#plot").splitlines()
        assert len(drawn) > low
        assert max(map(len, drawn)) > 100


async def test_enter_compares_with_the_audit_before_and_marks_choose_any_two(start):
    async with start(seeded=True) as desk:
        third_audit(desk.session)
        await desk.press("h", "a", "enter")
        assert desk.shown == "CompareScreen"
        assert "Audit 3 against audit 2" in desk.frame
        await desk.press("escape", "home", "enter")
        assert "Audit 2 against audit 1" in desk.frame
        await desk.press("escape", "home", "space", "end", "space", "enter")
        assert "Audit 3 against audit 1" in desk.frame


async def test_a_third_mark_takes_the_place_of_the_first(start):
    async with start(seeded=True) as desk:
        third_audit(desk.session)
        await desk.press("h", "a", "home", "space", "space", "space")
        assert desk.rows("audits").marked == {"2", "3"}


async def test_one_audit_alone_cannot_be_compared(start):
    async with start("US-TX") as desk:
        await desk.press("h", "a")
        assert "No audit yet" in desk.frame
        desk.session.begin_audit("quick")
        await desk.press("escape", "a", "enter")
        assert desk.shown == "AuditsScreen"
        assert "comparing needs two" in desk.message


# What changed


async def test_what_changed_stands_by_kind_with_how_long_it_stayed_away(start):
    async with start(seeded=True, size=(100, 40)) as desk:
        await desk.press("h", "a", "enter")
        headings = [row.cells[0] for row in desk.rows("changes").rows if row.heading]
        assert headings == [
            "Say that it is done · 2", "Seen gone · 1", "Came back · 1", "Refused · 1", "Newly known to hold you · 6",
            "Asked · 6",
        ]  # fmt: skip
        assert "Mirror People: Opt out" in desk.frame
        assert "after 121 days away" in desk.frame
        assert "known 0 → 7" in desk.text("#counts")
        await desk.press("enter")
        assert desk.shown == "ActionScreen"
        await desk.press("escape", "end", "enter")
        assert desk.shown == "ActionScreen"


async def test_two_audits_that_are_alike_are_said_to_be(start):
    async with start(seeded=True) as desk:
        desk.session.begin_audit("quick")
        await desk.press("h", "a", "enter")
        assert "Nothing changed between the two." in desk.frame


# Their record


async def test_their_record_stands_by_organisation_with_words_below(start):
    async with start(seeded=True) as desk:
        await desk.press("r")
        assert desk.shown == "RecordScreen"
        assert desk.ids("record")[0] == "harvest-bank"
        assert "6 requests, 1 late" in desk.frame
        assert "Harvest Bank: one request so far · no answer for 54 days (30 allowed) · late" in desk.frame
        await desk.press("down", "down")
        assert "came back after 121 days" in desk.text("#in-words")


async def test_it_is_sorted_by_a_key_and_summed_by_theme(start):
    async with start(seeded=True) as desk:
        await desk.press("r", "s")
        assert "longest wait first" in desk.frame
        await desk.press("s")
        assert "most refused first" in desk.frame
        assert desk.ids("record")[0] == "pebble-data"
        await desk.press("g")
        assert set(desk.ids("record")) == {"credit", "spending", "brokers"}
        desk.rows("record").go_to("brokers")
        await desk.press("enter")
        assert set(desk.ids("record")) == {"lantern-search", "mirror-people", "pebble-data"}
        assert "Data brokers · most refused first" in desk.frame
        await desk.press("g")
        assert len(desk.ids("record")) == 6


async def test_enter_shows_each_request_with_its_rule_and_leads_to_the_action(start):
    async with start(seeded=True) as desk:
        third_audit(desk.session)
        await desk.press("r")
        desk.rows("record").go_to("mirror-people")
        await desk.press("enter")
        assert desk.shown == "RecordOfScreen"
        cells = [(row.cells[0], row.cells[2][0]) for row in desk.rows("requests").rows]
        assert cells == [
            ("1 Jul", "answered after 3 days (10 allowed)"),
            ("2 Nov", "came back after 121 days away"),
            ("24 Nov", "answered after 0 days (10 allowed)"),
        ]
        assert "10 days allowed: 10 days from 1 July 2026, when you asked" in desk.text("#rule")
        await desk.press("down")
        assert desk.text("#rule") == ""
        await desk.press("enter")
        assert desk.shown == "ActionScreen"


async def test_an_organisations_screen_says_its_record_and_a_key_leads_there(start):
    async with start(seeded=True, size=(100, 40)) as desk:
        await desk.open(OrganisationScreen("pebble-data"))
        assert "one request so far · refused after 5 days (45 allowed)" in desk.frame
        await desk.press("t")
        assert desk.shown == "RecordOfScreen"
        await desk.press("escape", "escape")
        await desk.open(OrganisationScreen("data-well"))
        assert "Their record" not in desk.frame
        await desk.press("t")
        assert desk.shown == "OrganisationScreen"


async def test_a_record_taken_back_is_gone_from_theirs(start):
    async with start("US-TX") as desk:
        desk.session.record("pebble-data/delete", "asked", date(2026, 10, 1))
        await desk.press("r")
        assert desk.ids("record") == ["pebble-data"]
        await desk.press("ctrl+z")
        assert desk.ids("record") == []
        assert "No record yet" in desk.frame


async def test_the_records_are_written_as_they_stand(start, documents):
    async with start(seeded=True) as desk:
        await desk.press("r", "s", "s", "e")
        field = desk.app.screen.query_one(Input)
        assert field.value == str(documents / "their-record-2026-11-24.csv")
        field.value = str(documents / "record.json")
        await desk.press("enter")
        assert desk.message.startswith("written: ")
        found = json.loads((documents / "record.json").read_text("utf-8"))
        assert [card["organisation"] for card in found] == desk.ids("record")


@pytest.mark.parametrize(
    ("name", "words"), [("record.txt", "use .csv or .json"), ("no/record.csv", "nothing was written")]
)
async def test_a_file_that_cannot_be_written_is_said(start, documents, name, words):
    async with start(seeded=True) as desk:
        await desk.press("r", "e")
        desk.app.screen.query_one(Input).value = str(documents / name)
        await desk.press("enter")
        assert words in desk.message
        assert not list(documents.iterdir())


async def test_nothing_to_write_is_said(start, documents):
    async with start("US-TX") as desk:
        await desk.press("r", "e")
        assert desk.shown == "RecordScreen"
        assert "no record yet" in desk.message
