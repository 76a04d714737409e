"""Text is hostile: a string that tries to steer the terminal, reorder text or become an action, on every screen."""

import copy
import unicodedata

import pytest
from examples import unprintable
from textual.events import Paste
from textual.widgets import Input

from privacy_audit import folders
from privacy_audit.catalog.catalog import Catalog
from privacy_audit.catalog.check import check_paths
from privacy_audit.ledger import requests
from privacy_audit.ledger.store import Ledger
from privacy_audit.links import store
from privacy_audit.links.addresses import gather
from privacy_audit.links.outcomes import Look
from privacy_audit.tui import outside
from privacy_audit.tui.app import PrivacyAudit
from privacy_audit.tui.screens.action import ActionScreen
from privacy_audit.tui.screens.letter import LetterScreen
from privacy_audit.tui.screens.organisation import OrganisationScreen
from privacy_audit.tui.screens.walk import WalkScreen

from .conftest import Desk
from .invented import TODAY

#: What is seen of it when it is shown literally.
LITERAL = "[@click=app.quit]quit[/][bold]x<script>=1+1"
HOSTILE = f"\x1b]52;c;aGk=\x07\x1b[2J\x9b31m\u202e\u2066\u200f{LITERAL}\x00\x08\x7f\x85\u2028"
KEY = "hostile/opt-out"
SIZE = (200, 60)


def unclean(app) -> set[str]:
    """The signs on the screen that could steer a terminal or reorder text."""
    strips = app.screen._compositor.render_strips()
    assert all(part.control is None for strip in strips for part in strip)
    signs = {sign for strip in strips for sign in strip.text}
    return {sign for sign in signs if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp")}


@pytest.fixture
def hostile(places) -> Catalog:
    """The invented catalogue with an organisation whose every text is hostile and was not cleaned on the way in."""
    compiled = copy.deepcopy(places._compiled)
    texts = dict.fromkeys(("legal_name", "parent", "hint", "scores", "caution"), HOSTILE)
    action = dict.fromkeys(("title", "when", "email", "phone", "post", "cost", "lasts"), HOSTILE) | {
        "id": "opt-out",
        "do": "opt-out",
        "via": "web",
        "minutes": 10,
        "url": "javascript:alert(1)",
        "steps": [HOSTILE, HOSTILE],
        "needs": [HOSTILE],
        "cites": [HOSTILE],
        "covers": ["data-well"],
        "takes_days": 10,
        "recheck_months": 3,
    }
    del action["when"]
    compiled["organisations"]["hostile"] = texts | {
        "id": "hostile",
        "name": HOSTILE,
        "kind": "own",
        "theme": "points",
        "countries": ["US"],
        "presumed": ["US"],
        "impact": "high",
        "confidence": "low",
        "brands": [HOSTILE, HOSTILE],
        "family": [HOSTILE],
        "holds": [HOSTILE],
        "own": True,
        "find": {"how": HOSTILE, "url": "javascript:alert(1)", "template": "https://hostile.example/{first}/{city}"},
        "sources": [{"note": HOSTILE}],
        "actions": [action, action | {"id": "second", "when": HOSTILE}],
    }
    for theme in compiled["themes"]:
        if theme["id"] == "points":
            theme |= {"title": HOSTILE, "short": HOSTILE, "essay": HOSTILE, "counterpart": HOSTILE}
            theme["what_helps"] = [HOSTILE]
            theme["now"] = [{"text": HOSTILE, "url": f"https://{HOSTILE}/", "dated": "2026"}]
    compiled["walks"]["US"] = ["hostile", *compiled["walks"]["US"]]
    pack = {"id": "hostile-pack", "order": 1, "title": HOSTILE, "about": HOSTILE, "note": HOSTILE}
    compiled["packs"] = [pack | {"organisations": ["hostile", "closed", *compiled["walks"]["US"][1:]]}]
    compiled["organisations"]["closed"] = {
        "id": "closed", "name": HOSTILE, "kind": "own", "theme": "points", "countries": ["US"], "impact": "low",
        "confidence": "low", "closed": "2025-03", "now": HOSTILE, "now_at": "hostile", "actions": [],
    }  # fmt: skip
    search = {"id": "hostile", "title": HOSTILE, "query": '"{first}" ' + HOSTILE, "why": HOSTILE}
    compiled["searches"] = {
        "engines": {HOSTILE: "https://seeker.example/?q={query}", "bad": "javascript:{query}"},
        "searches": [search, search | {"id": "second", "query": "{email}"}],
    }
    rule = {"why": HOSTILE, "actions": ["hostile/opt-out"], "within_days": 60, "within_why": HOSTILE}
    change = dict.fromkeys(("title", "said", "about", "asks"), HOSTILE)
    compiled["events"] = {HOSTILE: change | {"order": 1, "advice": [HOSTILE], "rules": [rule]}}
    return Catalog(compiled)


@pytest.fixture
async def desk(hostile, ledger_path, monkeypatch):
    """The program for somebody whose label, notes and references are hostile. Nothing may be opened or copied."""
    reached = []
    monkeypatch.setattr(PrivacyAudit, "open_url", lambda self, url, **_: reached.append(url))
    monkeypatch.setattr(PrivacyAudit, "copy_to_clipboard", lambda self, text: reached.append(text))
    monkeypatch.setattr(outside, "_has_desktop", lambda: True)
    with Ledger(ledger_path) as ledger:
        me = ledger.add_person(HOSTILE, "US-TX")
        ledger.answer(me.id, "hostile", "yes", TODAY)
        ledger.record(me.id, KEY, "asked", TODAY, TODAY, reference=HOSTILE, note=HOSTILE)
        ledger.annotate(me.id, KEY, TODAY, note=HOSTILE)
        ledger.record(me.id, "hostile/second", "started", TODAY, TODAY)
        ledger.record(me.id, f"gone-{LITERAL}/{HOSTILE}", "asked", TODAY, TODAY)
        app = PrivacyAudit(hostile, ledger_path, TODAY, ledger=ledger)
        async with app.run_test(size=SIZE) as pilot:
            desk = Desk(app, pilot)
            await desk.settle()
            yield desk
            assert not unclean(app)
            assert not app._exit
            assert reached == []


def check(desk: Desk, literal: bool = True) -> None:
    assert not unclean(desk.app), desk.frame
    assert not desk.app._exit
    if literal:
        assert "[@click=app.quit]quit[/]" in desk.frame, desk.frame
        assert "<script>" in desk.frame


async def test_every_screen_shows_it_literally(desk):
    check(desk)
    for name in ("todo", "due", "history", "walk"):
        await desk.go(name)
        check(desk, literal=name != "walk")
        if name == "todo":
            for _ in range(2):
                await desk.press("g")
                check(desk)
        if name == "due":
            for _ in desk.ids():
                await desk.press("down")
                check(desk)
            await desk.press("home", "space", "x")
            check(desk)
            await desk.press("u")
            check(desk)
        await desk.press("escape")
    await desk.open(WalkScreen.at_theme(desk.session, "points"))
    check(desk)
    await desk.press("right")
    check(desk)
    desk.rows("holders").go_to("hostile")
    await desk.press("n")
    check(desk)
    await desk.press("ctrl+z", "right")
    check(desk)
    await desk.press("escape")
    await desk.open(WalkScreen(desk.session, "quick", 1, "question"))
    check(desk)


async def test_an_organisation_and_its_actions(desk):
    await desk.open(OrganisationScreen("hostile"))
    check(desk)
    await desk.press("y")
    check(desk)
    await desk.press("p")
    assert desk.message == "There is no page to open here."
    await desk.open(ActionScreen(KEY))
    check(desk)
    assert "javascript:alert(1)" in desk.frame
    for key in ("o", "k", "e", "f", "g", "m", "s", "a", "x", "z"):
        await desk.press(key)
        check(desk)
        if desk.shown in ("Prompt", "Choose"):
            await desk.press("escape")
    for key in ("l", "v"):
        await desk.press(key)
        check(desk)
        await desk.press("escape")
    await desk.press("o")
    assert "no page" in desk.message
    await desk.press("question_mark")
    check(desk, literal=False)


async def test_packs_and_the_walk_of_one(desk):
    await desk.press("p")
    check(desk)
    await desk.press("question_mark", "escape", "enter")
    assert desk.shown == "WalkScreen"
    check(desk)
    await desk.press("right")
    assert desk.ids("holders")[0] == "hostile"
    check(desk)
    await desk.press("y")
    check(desk)
    await desk.press("right")
    check(desk)


async def test_what_changed_and_the_look_again(desk):
    await desk.go("life")
    check(desk)
    await desk.press("enter")
    check(desk, literal=False)
    await desk.press("enter")
    check(desk)
    await desk.fill_in(HOSTILE)
    await desk.press("enter")
    if desk.shown == "Choose":
        check(desk)
        await desk.press("enter")
    assert desk.shown == "TasksScreen"
    check(desk)
    desk.app.ledger.life(desk.session.person.id, HOSTILE, TODAY, TODAY, "hostile", HOSTILE)
    for name in ("again", "rhythm", "history", "due", "todo"):
        desk.session._forget_derived()
        await desk.go(name)
        check(desk, literal=name not in ("again",))
        if name == "again":
            await desk.press("right")
            check(desk)
            await desk.press("right")
            check(desk)


async def test_what_left_this_machine(desk):
    ledger, person = desk.app.ledger, desk.session.person.id
    receipt = requests.leaving(ledger, person, TODAY, HOSTILE, HOSTILE, HOSTILE, HOSTILE, 1)
    requests.ended(ledger, person, receipt, 0, 0, HOSTILE)
    await desk.go("receipts")
    check(desk)
    await desk.press("h", "enter")
    check(desk)
    await desk.press("e")
    check(desk)


async def test_links_and_the_signal_of_a_browser(desk):
    browser = {"id": "x", "name": HOSTILE, "signal": HOSTILE, "steps": [HOSTILE], "note": HOSTILE}
    desk.session.catalog._compiled["gpc"] = {
        "verify": HOSTILE, "verify_url": "javascript:alert(1)",
        "browsers": [browser | {"sources": [{"url": f"https://{HOSTILE}/"}, {"note": HOSTILE, "dated": "2026"}]}],
    }  # fmt: skip
    address = gather(desk.session.catalog)[0].url
    store.add({address: Look(TODAY, "moved", 301, "https://evil.example/[@click=app.quit]")})
    await desk.go("links")
    check(desk, literal=False)
    assert "[@click=app.quit]" in desk.frame
    await desk.press("m")
    check(desk, literal=False)
    await desk.press("escape", "w", "escape", "escape")
    await desk.go("gpc")
    check(desk, literal=False)
    await desk.press("s", "v")
    check(desk)
    assert desk.message == "There is no page to open here."


async def test_one_that_closed(desk):
    await desk.open(OrganisationScreen("closed"))
    check(desk)
    assert desk.frame.count("[@click=app.quit]quit[/]") >= 3


async def test_searching_oneself(desk):
    """What is typed, the engine's name and the address are shown literally; nothing leaves without a yes."""
    await desk.press("s")
    for field in desk.app.screen.query(Input):
        field.focus()
        await desk.settle()
        await paste(desk)
    assert "Search with " in desk.frame
    assert len(desk.ids("searches")) == 4
    for id in desk.ids("searches"):
        desk.rows("searches").focus()
        desk.rows("searches").go_to(id)
        await desk.press("enter")
        assert desk.shown == "LeaveScreen"
        check(desk)
        for y, line in enumerate(desk.frame.splitlines()):
            if "]quit[" in line:
                await desk.pilot.click(offset=(line.index("]quit[") + 2, y))
        assert desk.shown == "LeaveScreen"
        check(desk)
        await desk.press("escape")
    await desk.press("ctrl+e")
    assert [id for id in desk.ids("searches") if id.startswith("search")] == []
    await desk.press("escape")
    await desk.open(OrganisationScreen("hostile"))
    await desk.press("s")
    check(desk)


async def test_an_organisation_of_ones_own(desk, tmp_path, monkeypatch):
    monkeypatch.setattr(folders, "own_checklists", lambda: tmp_path / "mine")
    await desk.go("own")
    check(desk, literal=False)
    await paste(desk)
    await desk.press("enter")
    await paste(desk)
    await desk.press("enter", "enter")
    assert desk.shown == "OrganisationScreen"
    check(desk)
    (path,) = (tmp_path / "mine").iterdir()
    assert check_paths(path, TODAY)[0] == []
    assert not unprintable(path.read_text("utf-8"))
    await desk.press("escape")
    (tmp_path / "\x1b[31mred").write_text("")
    monkeypatch.setattr(folders, "own_checklists", lambda: tmp_path / "\x1b[31mred")
    await desk.go("own")
    await desk.type("x")
    await desk.press("enter", "enter", "enter")
    assert "could not be written" in desk.message
    check(desk, literal=False)


async def test_clicking_on_it_does_nothing(desk):
    for screen in (OrganisationScreen("hostile"), ActionScreen(KEY)):
        await desk.open(screen)
        for y, line in enumerate(desk.frame.splitlines()):
            if "[@click=app.quit]quit[/]" in line:
                await desk.pilot.click(offset=(line.index("]quit[") + 2, y))
                assert not desk.app._exit
        await desk.settle()
        check(desk, literal=False)
        await desk.press("escape")


async def paste(desk) -> None:
    field = desk.app.focused
    assert isinstance(field, Input), desk.app.focused
    field.value = ""
    desk.app.post_message(Paste(HOSTILE))
    await desk.settle()
    assert LITERAL in field.value
    check(desk)


async def test_pasted_into_every_field(desk, documents):
    await desk.press("slash")
    await paste(desk)
    await desk.press("enter", "escape")
    await desk.go("place")
    await paste(desk)
    await desk.press("enter", "escape")
    await desk.press("w", "right", "f")
    await paste(desk)
    await desk.press("enter", "escape", "escape")
    await desk.press("e", "tab")
    await paste(desk)
    await desk.press("enter")
    check(desk)
    assert list(documents.iterdir()) == []
    await desk.press("q")
    await desk.open(ActionScreen(KEY))
    for key in ("d", "r", "n"):
        await desk.press(key)
        check(desk)
        await paste(desk)
        await desk.press("enter")
        assert desk.shown == "ActionScreen"
        check(desk)
    state = desk.app.ledger.action(desk.session.person.id, KEY)
    assert LITERAL in state.note
    assert not {sign for sign in state.note + state.reference if unicodedata.category(sign) in ("Cc", "Cf", "Zl")}


async def test_typed_into_every_field(desk):
    for name in ("find", "place", "yourself", "own"):
        await desk.go(name)
        await desk.type("[@click=app.quit]quit[/]")
        check(desk, literal=False)
        assert "[@click=app.quit]quit[/]" in desk.frame
        await desk.press("escape")


async def test_a_report_carries_it_without_harm(desk, documents):
    await desk.press("e")
    for form in desk.ids():
        desk.rows().go_to(form)
        await desk.settle()
        await desk.press("enter")
        assert "written:" in desk.message
    assert len(list(documents.iterdir())) == 5
    for path in documents.iterdir():
        text = path.read_text("utf-8-sig").replace("\r\n", "\n")
        assert not {sign for sign in text if unicodedata.category(sign) in ("Cc", "Cf") and sign != "\n"}, path.name


async def test_hostile_people_and_ledger_paths(hostile, tmp_path):
    path = tmp_path / "\x1b[31mred\u202e.db"
    with Ledger(path) as ledger:
        for label in (HOSTILE, HOSTILE + "2"):
            ledger.add_person(label, "US-TX")
        app = PrivacyAudit(hostile, path, TODAY, ledger=ledger)
        async with app.run_test(size=SIZE) as pilot:
            desk = Desk(app, pilot)
            await desk.settle()
            assert desk.shown == "PeopleScreen"
            check(desk)
            await desk.press("down", "enter")
            assert desk.shown == "HomeScreen"
            assert app.session.person.label == HOSTILE + "2"
            await desk.press("question_mark")
            check(desk, literal=False)


async def test_the_record_of_others_and_what_changed_show_it_literally(desk):
    desk.session.begin_audit("quick")
    desk.session.record("hostile/second", "asked")
    desk.session.begin_audit("quick")
    desk.session.record("hostile/second", "confirmed")
    await desk.go("record")
    for key in ("s", "g", "g", "end", "enter"):
        await desk.press(key)
        check(desk)
    await desk.press("escape", "escape")
    await desk.go("audits")
    check(desk, literal=False)
    await desk.press("enter")
    assert desk.shown == "CompareScreen"
    check(desk)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_letter_and_what_stands_beside_it(hostile, ledger_path, size):
    """The ways to reach them, the law and the letter itself come from the same texts."""
    with Ledger(ledger_path) as ledger:
        me = ledger.add_person("me", "US-TX")
        ledger.record(me.id, KEY, "asked", TODAY, TODAY, reference=HOSTILE)
        ledger.record(me.id, KEY, "refused", TODAY, TODAY, note=f"They said: {HOSTILE}")
        app = PrivacyAudit(hostile, ledger_path, TODAY, ledger=ledger)
        async with app.run_test(size=size) as pilot:
            desk = Desk(app, pilot)
            await desk.settle()
            await desk.open(LetterScreen(KEY))
            for key in ("w", "w", "v", "escape", "n", "escape", "k", "escape", "y", "j"):
                await desk.press(key)
                check(desk, literal=False)
            await desk.open(ActionScreen(KEY))
            await desk.press("y")
            check(desk, literal=False)
