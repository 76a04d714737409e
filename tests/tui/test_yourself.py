"""Searching oneself: what would leave is shown whole before it leaves, and what was typed is kept nowhere."""

import pytest
from textual.containers import VerticalScroll
from textual.widgets import Input

from privacy_audit.catalog.catalog import Catalog
from privacy_audit.catalog.filling import places as places_of
from privacy_audit.tui import outside
from privacy_audit.tui.app import PrivacyAudit
from privacy_audit.tui.screens.organisation import OrganisationScreen
from privacy_audit.tui.screens.yourself import FIELDS

from .conftest import frame

ANN = {"first": "Zebulon", "last": "Quagga"}
NAME = "https://seeker.example/?q=%22Zebulon%20Quagga%22"


@pytest.fixture(autouse=True)
def opened(monkeypatch) -> list[str]:
    """What the browser was given."""
    reached: list[str] = []
    monkeypatch.setattr(PrivacyAudit, "open_url", lambda self, url, **_: reached.append(url))
    monkeypatch.setattr(PrivacyAudit, "copy_to_clipboard", lambda self, text: reached.append(f"copied {text}"))
    monkeypatch.setattr(outside, "_has_desktop", lambda: True)
    return reached


async def fill(desk, **details: str) -> None:
    for id, value in details.items():
        desk.app.screen.query_one(f"#{id}", Input).value = value
    await desk.settle()


async def choose(desk, id: str) -> None:
    desk.rows("searches").focus()
    desk.rows("searches").go_to(id)
    await desk.settle()
    await desk.press("enter")


def dialog(desk) -> str:
    """The words of the dialog without its frame and its line breaks."""
    lines = [line[line.index("│") + 1 : line.rindex("│")].strip() for line in desk.frame.splitlines() if "│" in line]
    return " ".join(lines)


async def test_it_starts_empty_at_the_first_detail(start):
    async with start("US-TX") as desk:
        await desk.press("s")
        assert desk.shown == "YourselfScreen"
        assert desk.app.focused.id == "first"
        assert desk.ids() == []
        assert "Type your first and last name above." in desk.frame
        assert "kept in memory, never written down" in desk.frame
        for hint in FIELDS.values():
            assert hint in desk.frame
        assert "Search with Seeker (ctrl+e for another)" in desk.frame


async def test_each_detail_brings_what_it_makes_possible(start):
    async with start("US-TX") as desk:
        await desk.press("s")
        await desk.type("Zebulon")
        await desk.press("enter")
        assert desk.app.focused.id == "last"
        assert desk.ids() == []
        await desk.type("Quagga")
        assert desk.ids() == ["search name"]
        assert "An employer reads it first." in desk.frame
        await fill(desk, city="Springfield")
        assert desk.ids() == ["search name", "search name-city"]
        await fill(desk, state="Texas")
        assert desk.ids() == ["search name", "search name-city", "site lantern-search"]
        assert "Look for your name." in desk.frame
        await fill(desk, city="", email="z@mail.example")
        assert desk.ids() == ["search name", "search email"]


async def test_nothing_opens_before_the_second_enter(start, opened):
    async with start("US-TX") as desk:
        await desk.press("s")
        await fill(desk, **ANN)
        assert opened == []
        await choose(desk, "search name")
        assert desk.shown == "LeaveScreen"
        assert opened == []
        assert NAME in dialog(desk).split()
        assert "Seeker will see all of it" in dialog(desk)
        await desk.press("escape")
        assert (desk.shown, opened) == ("YourselfScreen", [])
        await desk.press("enter", "n")
        assert (desk.shown, opened) == ("YourselfScreen", [])
        for key in ("space", "a", "q", "tab", "question_mark", "slash"):
            await desk.press("enter", key)
            assert opened == []
            for _ in range(3):
                if desk.shown != "YourselfScreen":
                    await desk.press("escape")
            if desk.shown == "HomeScreen":
                await desk.press("s")
                desk.rows("searches").focus()
                await desk.settle()
        await desk.press("enter", "enter")
        assert opened == [NAME]
        assert desk.shown == "YourselfScreen"
        assert desk.message == f"opened: {NAME}"


async def test_without_a_desktop_it_is_copied_and_said(start, opened, monkeypatch):
    monkeypatch.setattr(outside, "_has_desktop", lambda: False)
    async with start("US-TX") as desk:
        await desk.press("s")
        await fill(desk, **ANN)
        await choose(desk, "search name")
        await desk.press("y")
        assert opened == [f"copied {NAME}"]
        assert "No desktop here" in desk.message


@pytest.mark.parametrize(
    "details",
    [
        ANN,
        ANN | {"city": "San José del Río", "state": "New Mexico"},
        {"first": "李" * 20, "last": "é" * 40, "city": "x" * 80, "state": "New Mexico"},
        {"first": "Ann", "last": "李" * 80, "city": "é" * 80, "state": "a b " * 20},
        {"first": "[@click=app.quit]", "last": 'a"b&c=d#e', "city": "../..", "state": "\\[/]%41"},
        {"first": "a\u0301", "last": "x\u202ey\u200b", "city": "\x1b[2Jc", "state": "s"},
    ],
)
async def test_what_is_shown_is_exactly_what_is_opened(start, opened, details):
    async with start("US-TX") as desk:
        await desk.press("s")
        await fill(desk, **details)
        ids = desk.ids("searches")
        assert "search name" in ids
        for id in ids:
            opened.clear()
            await choose(desk, id)
            assert "will see all of it" in dialog(desk)
            assert "escape goes back" in dialog(desk)
            seen = await read_whole(desk)
            await desk.press("enter")
            (address,) = opened
            assert address in seen
            assert address.isascii()


async def read_whole(desk) -> str:
    """Everything that the dialog shows, read with the arrow keys line by line, without line breaks."""
    assert desk.shown == "LeaveScreen"
    await desk.press("home")
    lines = visible(desk)
    for _ in range(40):
        await desk.press("down")
        now = visible(desk)
        if now != lines[-len(now) :]:
            assert now[:-1] == lines[-len(now) + 1 :]
            lines.append(now[-1])
    return "".join(lines)


def visible(desk) -> list[str]:
    """The lines of the address that are in view."""
    box = desk.app.screen.query_one(VerticalScroll).scrollable_content_region
    lines = desk.frame.splitlines()[box.y : box.bottom]
    return [line[box.x : box.right].strip() for line in lines]


async def test_other_engines_in_turn(start, opened):
    async with start("US-TX") as desk:
        await desk.press("s")
        await fill(desk, **ANN)
        await desk.press("ctrl+e")
        assert "Search with Other (ctrl+e for another)" in desk.frame
        assert desk.app.screen.query_one("#first", Input).value == "Zebulon"
        await choose(desk, "search name")
        assert "Other will see all of it" in dialog(desk)
        await desk.press("enter")
        assert opened == ["https://www.other.example/find?words=%22Zebulon%20Quagga%22&pictures=no"]
        await desk.press("ctrl+e")
        assert "Search with Seeker" in desk.frame
        await desk.press("enter", "enter")
        assert opened[-1] == NAME


async def test_an_organisations_own_listing(start, opened):
    async with start("US-TX") as desk:
        await desk.open(OrganisationScreen("mirror-people"))
        assert "See yourself" not in frame(desk.app)
        await desk.press("s")
        assert desk.shown == "OrganisationScreen"
        await desk.press("escape")
        await desk.open(OrganisationScreen("lantern-search"))
        await desk.press("question_mark")
        assert "See yourself there" in desk.frame
        await desk.press("escape")
        await desk.press("s")
        assert desk.shown == "YourselfScreen"
        await fill(desk, first="Mary Ann", last="O'Quagga", city="San José", state="New Mexico")
        await choose(desk, "site lantern-search")
        url = "https://lantern-search.example/Mary-Ann-O%27Quagga/New-Mexico?town=San%20Jos%C3%A9"
        assert url in await read_whole(desk)
        assert "Lantern Search will see all of it" in dialog(desk)
        assert opened == []
        await desk.press("enter")
        assert opened == [url]
        await desk.press("escape")
        assert desk.shown == "OrganisationScreen"


async def test_the_details_are_kept_in_memory_and_nowhere_else(start, isolated, tmp_path, cache_folder, ledger_path):
    secrets = {id: f"Zq{id}zQ" for id in FIELDS}
    async with start("US-TX") as desk:
        await desk.press("s")
        for id, value in secrets.items():
            assert desk.app.focused.id == id
            await desk.type(value)
            await desk.press("enter")
        await choose(desk, "search name")
        await desk.press("enter", "escape")
        await desk.press("w", "right", "y", "q")
        await desk.press("s")
        assert {field.id: field.value for field in desk.app.screen.query(Input)} == secrets
        assert desk.app.focused.id == "searches"
        await desk.press("q", "q")
        assert desk.app._exit
    files = [path for folder in (tmp_path, isolated, cache_folder) for path in folder.rglob("*") if path.is_file()]
    assert ledger_path in files
    for path in files:
        held = path.read_bytes()
        assert [value for value in secrets.values() if value.encode() in held] == [], path
    async with start() as desk:
        await desk.press("s")
        assert all(field.value == "" for field in desk.app.screen.query(Input))


def test_every_search_can_be_filled_in(catalog):
    asked = {place for one in catalog.searches for place in places_of(one.query)}
    asked |= {place for id in catalog for place in places_of(catalog.get(id).find.template or "")}
    assert asked <= set(FIELDS)


async def test_the_sites_are_those_that_may_hold_somebody_there(start, catalog):
    async with start("CA-QC", catalog=catalog) as desk:
        await desk.press("s")
        await fill(desk, first="Ann", last="Example", city="Laval", state="Quebec", phone="555-0100")
        sites = [id.removeprefix("site ") for id in desk.ids() if id.startswith("site ")]
        assert sites
        assert all(catalog.may_hold(id, "CA-QC") for id in sites)
        for id in desk.ids():
            assert desk.app.screen._addresses[id][0].startswith("https://")


@pytest.mark.parametrize("searches", [{}, {"engines": {}, "searches": []}])
async def test_a_catalogue_without_engines_still_shows_the_sites(start, places, searches, opened):
    """A searches.toml that could not be read is left out; the key must not end the program."""
    async with start("US-TX", catalog=Catalog(places._compiled | {"searches": searches})) as desk:
        await desk.press("s")
        assert desk.shown == "YourselfScreen"
        await desk.press("ctrl+e")
        await fill(desk, **ANN, city="Springfield", state="Texas")
        assert desk.ids() == ["site lantern-search"]
        assert "Search with" not in desk.frame
        await choose(desk, "site lantern-search")
        await desk.press("enter")
        assert opened == ["https://lantern-search.example/Zebulon-Quagga/Texas?town=Springfield"]


async def test_letters_are_typed_and_no_keys(start):
    async with start("US-TX") as desk:
        await desk.press("s")
        await desk.type("q/b?s u")
        assert desk.shown == "YourselfScreen"
        assert desk.app.focused.value == "q/b?s u"


async def test_from_the_list_one_comes_back_to_the_details(start):
    async with start("US-TX") as desk:
        await desk.press("s")
        await fill(desk, **ANN)
        desk.rows().focus()
        await desk.settle()
        await desk.press("shift+tab")
        assert isinstance(desk.app.focused, Input)
