"""What stands on each screen, and the ways between them."""

import json
import pkgutil
from importlib import import_module

import pytest
from textual.command import CommandPalette
from textual.events import Key
from textual.filter import Monochrome
from textual.widgets import Input

from privacy_audit.catalog.catalog import Catalog
from privacy_audit.exports.files import FORMATS
from privacy_audit.tui import outside, routes, screens
from privacy_audit.tui.app import CALM, PrivacyAudit
from privacy_audit.tui.page import Page
from privacy_audit.tui.screens.action import ActionScreen
from privacy_audit.tui.screens.help import HelpScreen
from privacy_audit.tui.screens.organisation import OrganisationScreen
from privacy_audit.tui.screens.place import PlacePage
from privacy_audit.tui.screens.prompt import Prompt
from privacy_audit.tui.screens.yourself import LeaveScreen

from .conftest import frame

#: The screens that home and the command palette lead to.
ROUTES = (
    "walk", "todo", "due", "packs", "yourself", "own", "history", "audits", "record", "export", "letters", "reminders",
    "again", "rhythm", "life", "find", "place", "encryption", "care", "people", "merge",
    "transfer", "forget", "receipts", "network", "links", "gpc", "update", "registers", "breaches", "calendar",
)  # fmt: skip


def pages() -> list[type[Page]]:
    """Every screen of the program that is a page."""
    for module in pkgutil.iter_modules(screens.__path__):
        import_module(f"{screens.__name__}.{module.name}")

    def below(cls: type) -> list[type]:
        return [one for child in cls.__subclasses__() for one in (child, *below(child))]

    return [cls for cls in below(Page) if cls is not PlacePage and cls.__module__.startswith(screens.__name__)]


# Rules for all


def test_all_screens_are_known():
    assert len(pages()) >= 16
    assert set(ROUTES) == set(routes.TITLES)


@pytest.mark.parametrize("page", [*pages(), HelpScreen, Prompt, LeaveScreen], ids=lambda page: page.__name__)
def test_every_screen_has_help_and_ids_for_its_keys(page):
    if issubclass(page, Page):
        assert page.HELP.strip().endswith(".")
    ids: dict[str, str] = {}
    acts: dict[str, str] = {}
    for cls in reversed([cls for cls in page.__mro__ if issubclass(cls, Page) or cls is page]):
        for binding in cls.__dict__.get("BINDINGS", ()):
            if not binding.show and not binding.id:
                assert binding.action.startswith("rows("), binding
                continue
            assert binding.id, binding
            own = f"{cls.__name__}.{binding.id}"
            assert ids.setdefault(own, binding.action) == binding.action
            assert acts.setdefault(f"{cls.__name__}.{binding.action}", binding.id) == binding.id
    keys = [key for binding in page.__dict__.get("BINDINGS", ()) for key in binding.key.split(",")]
    assert len(keys) == len(set(keys))


def test_every_action_of_a_key_exists():
    for page in pages():
        for binding in page.BINDINGS:
            name = binding.action.partition("(")[0]
            owner = PrivacyAudit if name.startswith("app.") else page
            assert hasattr(owner, f"action_{name.removeprefix('app.')}"), (page, binding)


# Home


async def test_the_numbers_of_home(start):
    async with start(seeded=True) as desk:
        rows = {
            row.id: [cell[0] if isinstance(cell, tuple) else cell for cell in row.cells]
            for row in desk.rows("themes").rows
        }
        assert rows["credit"] == ["Credit bureaus", "1", "1", "2", "1", "·"]
        assert rows["brokers"] == ["Data brokers", "3", "1", "3", "1", "1"]
        assert rows["total"] == ["14 themes", "7", "2", "7", "3", "1"]
        assert len(rows) == 15
        assert "California, United States · second audit, day 3" in desk.frame
        assert "DUE  Harvest Bank: answer 24 days late   and 3 more: d" in desk.frame
        assert "NEXT, about 16 minutes   7 things to do in all" in desk.frame
        assert desk.ids("next") == [item.key for item in desk.session.plan]
        assert "THEY DID" not in desk.frame

        await desk.resize(120, 40)
        assert "THEY DID" in desk.frame
        assert "1 late now · 1 refused · 1 came back" in desk.frame
        assert "now         Eyeball Ads: its term ends" in desk.frame
        assert "5 Dec       Northstar Credit: an answer" in desk.frame
        await desk.resize(80, 24)
        assert "THEY DID" not in desk.frame

        await desk.press("tab")
        desk.rows("themes").go_to("points")
        await desk.press("enter")
        assert desk.shown == "WalkScreen"
        assert "theme 3 of 14" in desk.frame
        await desk.press("escape", "escape", "b")
        assert desk.shown == "HomeScreen"


async def test_home_of_somebody_new(start):
    async with start("MX-JAL") as desk:
        assert "nothing yet; dates come with what you record" in desk.frame
        assert desk.ids("next") == ["agave-buro/access"]
        await desk.press("enter", "a", "q")
        assert desk.ids("next") == []
        assert "Nothing to do now. Press w" in desk.frame
        assert "29 Nov" in desk.frame


# To do, due, history


async def test_to_do_by_minutes_and_groups(start):
    async with start(seeded=True) as desk:
        await desk.press("t")
        every = desk.ids("todo")
        assert every == [item.key for item in desk.session.plan]
        assert "7 things, 52 minutes" in desk.frame
        assert "everything · the most helpful first" in desk.frame
        row = next(line for line in desk.frame.splitlines() if "Eyeball Ads" in line)
        assert row.split()[-3:] == ["since", "20", "Nov"]
        for minutes in (10, 20, 30, 60):
            await desk.press("m")
            assert f"what fits into {minutes} minutes" in desk.frame
            actions = [desk.session.catalog.action(key) for key in desk.ids("todo")]
            assert 0 < sum(action.minutes for action in actions) <= minutes
        await desk.press("m")
        assert desk.ids("todo") == every

        await desk.press("g")
        assert "by theme" in desk.frame
        headings = [row.cells[0] for row in desk.rows("todo").rows if row.heading]
        assert headings[:2] == ["Credit bureaus · 5 minutes", "Tracking · 3 minutes"]
        assert "Loyalty and points · 26 minutes" in headings
        assert sorted(row.id for row in desk.rows("todo").rows if not row.heading) == sorted(every)
        await desk.press("g")
        headings = [row.cells[0] for row in desk.rows("todo").rows if row.heading]
        assert "e-mail · 25 minutes" in headings
        assert "by channel" in desk.frame
        await desk.press("home", "enter")
        assert desk.shown == "ActionScreen"
        await desk.press("escape", "g")
        assert desk.ids("todo") == every
        await desk.resize(120, 40)
        assert "you said that it holds you" in desk.frame


async def test_due_in_order_with_rules(start):
    async with start(seeded=True) as desk:
        await desk.press("d")
        assert desk.ids("dates") == [
            "harvest-bank/opt-out late",
            "corner-grocer/access unfinished",
            "eyeball-ads/setting lapses",
            "lantern-search/opt-out look-again",
            "northstar-credit/access answer-expected",
            "audit re-audit",
            "prairie-offers/opt-out lapses",
        ]
        assert "4 things now, 3 later" in desk.frame
        rules = (
            "31 October 2026: 30 days from 1 October 2026, when you asked; an estimate",
            "19 November 2026: 7 days after 12 November 2026, when you started",
            "20 November 2026: it holds 12 months, counted from 20 November 2025; an estimate",
            "20 November 2026: 3 months after 20 August 2026, when you last recorded how it stands",
            "5 December 2026: 15 days from 20 November 2026, when you asked; an estimate",
            "20 February 2027: 90 days after 22 November 2026, when your last audit began",
        )
        for rule in rules:
            assert desk.text("#rule") == rule
            assert rule[:60] in " ".join(desk.frame.split())
            await desk.press("down")
        await desk.press("home", "enter")
        assert desk.shown == "ActionScreen"
        assert "Harvest Bank" in desk.frame
        await desk.press("f", "escape")
        assert "harvest-bank/opt-out late" not in desk.ids("dates")
        desk.rows("dates").go_to("audit re-audit")
        await desk.press("enter")
        assert desk.shown == "WalkScreen"
        assert len(desk.session.standing.audits) == 2


async def test_due_with_nothing(start):
    async with start("US-TX") as desk:
        await desk.press("d")
        assert "Nothing is due." in desk.frame
        await desk.press("g", "enter", "space")
        assert desk.shown == "DueScreen"
        assert "nothing to record here" in desk.message


async def test_history_newest_first(start):
    async with start(seeded=True) as desk:
        await desk.press("h")
        cells = [row.cells for row in desk.rows("past").rows]
        assert "23 entries" in desk.frame
        assert cells[0] == (
            "24 Nov",
            ("note", "accent"),
            "Northstar Credit: Ask what they hold",
            ("sent with the form", "dim"),
        )
        assert cells[1][2] == "Tenant File does not hold you"
        assert cells[8][0] == "22 Nov" or cells[9][0] == "20 Nov"
        asked = next(row for row in cells if row[1][0] == "asked")
        assert asked[3][0] == "NS-4711"
        assert cells[-1][0] == "20 Nov 2025"
        await desk.press("down", "enter")
        assert desk.shown == "OrganisationScreen"
        assert "Tenant File" in desk.frame
        await desk.press("escape", "u")
        assert "taken back: Northstar Credit, ask what they hold: note" in desk.message
        assert len(desk.ids("past")) == 22


async def test_an_empty_history(start):
    async with start("US-TX") as desk:
        await desk.press("h")
        assert "Nothing yet. What you answer" in desk.frame
        await desk.press("enter")
        assert desk.shown == "HistoryScreen"


# One organisation


async def test_the_facts_of_an_organisation(start):
    async with start(seeded=True, size=(100, 40)) as desk:
        await desk.open(OrganisationScreen("corner-grocer"))
        for fact in (
            "Corner Grocer",
            "holds you: yes",
            "every purchase",
            "They are slow to answer.",
            "Big Basket Group",
            "Basket Card, Fresh Corner",
            "Harvest Bank, unlisted-sister (each needs its own request)",
            "12 November 2026: Ask what they hold, started",
            "https://corner-grocer.example/privacy · last checked March 2026 · confidence high",
        ):
            assert fact in desk.frame, fact
        assert desk.ids("actions") == ["corner-grocer/access", "corner-grocer/delete"]
        await desk.press("n")
        assert desk.session.standing.answers["corner-grocer"] == "no"
        assert "holds you: no" in desk.frame
        await desk.press("ctrl+z")
        assert "holds you: yes" in desk.frame
        await desk.press("down", "enter")
        assert desk.shown == "ActionScreen"
        assert "Have your data deleted" in desk.frame

        await desk.press("q")
        await desk.open(OrganisationScreen("data-well"))
        assert "the one request (DROP) reaches it" in desk.frame
        assert "Golden Request" in desk.frame
        assert "not answered yet" in desk.frame
        await desk.open(OrganisationScreen("tenant-file"))
        assert "only when something in the file" in desk.frame


async def test_reading_on_in_long_facts(start):
    async with start(seeded=True) as desk:
        await desk.open(OrganisationScreen("corner-grocer"))
        facts = desk.app.screen.query_one("#facts")
        for _ in range(2):
            await desk.press("space")
        assert facts.scroll_y in (0, facts.max_scroll_y)
        await desk.press("enter")
        assert desk.shown == "ActionScreen"


async def test_an_action_says_all_that_is_needed(start):
    async with start(seeded=True, size=(100, 40)) as desk:
        await desk.open(ActionScreen("northstar-credit/access"))
        for fact in (
            "Northstar Credit · Ask what they hold",
            "asked, 20 Nov",
            "15 minutes · web page · free",
            "answer by 5 December 2026 (15 days from 20 November 2026",
            "your name, your Social Security number",
            "1 Open the page.",
            "3 Keep the file.",
            "https://northstar-credit.example/report",
            "Federal File Act",
            "20 November 2026: asked · NS-4711",
            "24 November 2026: note · sent with the form",
            "confidence high",
        ):
            assert fact in " ".join(desk.frame.split()), fact


async def test_one_that_closed_says_what_became_of_it(start):
    async with start(seeded=True) as desk:
        await desk.open(OrganisationScreen("bygone-list"))
        facts = desk.text("#facts-words")
        assert facts.splitlines()[0].split() == ["Closed", "March", "2025"]
        assert "It closed in March 2025; its files were sold. See Lantern Search." in " ".join(facts.split())
        assert "There is nothing to do here." in desk.frame
        await desk.press("escape", "slash")
        await desk.type("bygone")
        assert desk.ids() == ["organisation:bygone-list"]
        await desk.press("escape")
        await desk.open(OrganisationScreen("northstar-credit"))
        assert not {"Closed", "Now"} & {line.split()[0] for line in desk.text("#facts-words").splitlines()}


async def test_a_successor_that_is_not_there_is_not_named(start, places):
    organisations = dict(places._compiled["organisations"])
    organisations["bygone-list"] = organisations["bygone-list"] | {"now_at": "nobody-known"}
    async with start("US-CA", catalog=Catalog(places._compiled | {"organisations": organisations})) as desk:
        await desk.open(OrganisationScreen("bygone-list"))
        assert "its files were sold." in " ".join(desk.frame.split())
        assert "See " not in desk.text("#facts-words")


async def test_what_was_asked_elsewhere_is_said_at_each_that_it_reaches(start):
    async with start("US-CA") as desk:
        for state, words in (("asked", "asked through Golden Request"), ("confirmed", "said done through Golden Requ")):
            desk.session.record("golden-request/delete", state)
            for id in ("data-well", "pebble-data"):
                await desk.open(OrganisationScreen(id))
                row = next(line for line in desk.frame.splitlines() if "min" in line and "deleted" in line)
                assert " open " in row
                assert words in row
                await desk.press("escape")
        await desk.open(OrganisationScreen("mirror-people"))
        assert "through" not in desk.frame
        await desk.press("escape")
        desk.session.record("golden-request/delete", "verified")
        await desk.open(OrganisationScreen("data-well"))
        assert "said done through" in desk.frame  # seen gone there shows nothing about this one
        await desk.press("enter", "a", "escape")
        assert "through" not in desk.text("#facts-words")
        row = next(line for line in desk.frame.splitlines() if "12 min" in line)
        assert "asked" in row
        assert "through" not in row


async def test_the_browser_and_the_clipboard_only_on_a_key(start, monkeypatch):
    opened, copied = [], []
    monkeypatch.setattr(PrivacyAudit, "open_url", lambda self, url, **_: opened.append(url))
    monkeypatch.setattr(PrivacyAudit, "copy_to_clipboard", lambda self, text: copied.append(text))
    desktop = True
    monkeypatch.setattr(outside, "_has_desktop", lambda: desktop)
    async with start("US-TX") as desk:
        await desk.open(ActionScreen("northstar-credit/freeze"))
        assert (opened, copied) == ([], [])
        await desk.press("o")
        assert opened == ["https://northstar-credit.example/freeze"]
        assert "opened: https://northstar-credit.example/freeze" in desk.message
        await desk.press("c")
        assert copied == ["https://northstar-credit.example/freeze"]
        await desk.press("t")
        assert "Choose the freeze and keep the number." in copied[-1]
        assert "\x1b" not in copied[-1]
        desktop = False
        await desk.press("o")
        assert len(opened) == 1
        assert copied[-1] == "https://northstar-credit.example/freeze"
        await desk.press("escape")
        await desk.open(ActionScreen("eyeball-ads/setting"))
        await desk.press("o", "c")
        assert len(opened) == 1
        assert len(copied) == 3
        assert "no address" in desk.message
        await desk.press("escape")
        await desk.open(OrganisationScreen("eyeball-ads"))
        await desk.press("p")
        assert copied[-1] == "https://eyeball-ads.example/"


# Find


async def test_finding(start):
    async with start(seeded=True) as desk:
        await desk.press("slash")
        assert "stand here as you type." in desk.frame
        await desk.type("basket")
        assert desk.ids() == ["organisation:corner-grocer"]
        await desk.fill_in("erable")
        assert desk.ids() == ["organisation:points-erable"]
        assert "Points Érable" in desk.frame
        await desk.fill_in("ÉRABLE")
        assert desk.ids() == ["organisation:points-erable"]
        await desk.fill_in("mirror-people.example")
        assert desk.ids() == ["organisation:mirror-people"]
        await desk.fill_in("broker")
        assert desk.ids()[0] == "theme:brokers"
        await desk.fill_in("one request golden")
        assert desk.ids() == ["action:golden-request/delete"]
        await desk.fill_in("zzzzzz")
        assert desk.ids() == []
        await desk.press("enter", "down", "up")
        assert desk.shown == "FindScreen"

        await desk.fill_in("credit")
        ids = desk.ids()
        assert ids[0] == "theme:credit"
        await desk.press("down", "enter")
        assert desk.shown == "OrganisationScreen"
        assert ids[1] == "organisation:northstar-credit"
        await desk.press("escape")
        assert desk.shown == "HomeScreen"

        for words, shown in (("broker", "WalkScreen"), ("one request golden", "ActionScreen")):
            await desk.press("slash")
            await desk.fill_in(words)
            await desk.press("enter")
            assert desk.shown == shown
            await desk.press("slash", "escape")
            assert desk.shown == shown
            await desk.press("escape")
        assert desk.shown == "HomeScreen"


async def test_results_stand_there_before_enter_and_enter_takes_the_first(start):
    async with start(seeded=True) as desk:
        await desk.press("slash")
        for place, typed in enumerate("lantern", 1):
            await desk.press(typed)
            assert "organisation:lantern-search" in desk.ids(), "lantern"[:place]
        assert desk.shown == "FindScreen"
        assert "Lantern Search" in desk.frame
        await desk.press("enter")
        assert desk.shown == "OrganisationScreen"
        assert "Lantern Search" in desk.frame.splitlines()[0]


async def test_enter_pressed_at_once_takes_what_was_typed_last(start):
    """The keys come faster than anything is drawn: the results are still those of the whole word."""
    async with start(seeded=True) as desk:
        await desk.press("slash")
        for key in (*"mirror", "enter"):
            desk.app.post_message(Key(key, key if len(key) == 1 else None))
        await desk.settle()
        assert desk.shown == "OrganisationScreen"
        assert "Mirror People" in desk.frame.splitlines()[0]


async def test_a_slip_of_the_finger_is_forgiven(start):
    async with start(seeded=True) as desk:
        await desk.press("slash")
        await desk.type("lantren serach")
        assert desk.ids() == ["organisation:lantern-search"]


# Export


async def test_exporting_each_format(start, documents):
    async with start(seeded=True) as desk:
        await desk.press("e")
        assert desk.ids() == ["html", "md", "csv", "json", "ics"]
        assert set(desk.ids()) == set(FORMATS)
        for form in desk.ids():
            desk.rows().go_to(form)
            await desk.settle()
            path = documents / f"privacy-audit-2026-11-24.{form}"
            assert desk.app.screen.query_one(Input).value == str(path)
            await desk.press("enter")
            assert desk.message == f"written: {path}"
            assert "Northstar Credit" in path.read_text("utf-8").replace("\r\n ", "")
        assert len(json.loads((documents / "privacy-audit-2026-11-24.json").read_text("utf-8"))["todo"]) == 7


async def test_the_calendars_choices_are_offered_where_it_is_chosen(start, documents):
    path = documents / "privacy-audit-2026-11-24.ics"
    async with start(seeded=True) as desk:
        await desk.press("e")
        assert desk.text("#calendar") == ""
        assert "Events or to-dos" not in desk.frame
        await desk.press("c", "n", "end")
        assert desk.text("#calendar") == "Whole-day events that name the organisation"
        await desk.press("enter")
        assert b"BEGIN:VEVENT" in path.read_bytes()
        await desk.press("c")
        assert desk.text("#calendar") == "To-dos that name the organisation"
        await desk.click("Events or to-dos")
        await desk.click("Names or not")
        assert desk.text("#calendar") == 'Events and to-dos that name nobody: "privacy audit: 3 things due"'
        await desk.press("enter")
        data = path.read_bytes().replace(b"\r\n ", b"")
        assert data.count(b"BEGIN:VTODO") == data.count(b"BEGIN:VEVENT") > 0
        assert b"Northstar" not in data
        await desk.press("up")
        assert desk.text("#calendar") == ""
        await desk.press("down", "c", "n", "tab")
        assert desk.text("#calendar") == "Whole-day events that name the organisation"
        await desk.fill_in(str(documents / "can.ics"))
        await desk.press("c", "n")
        assert desk.text("#calendar") == "Whole-day events that name the organisation"


async def test_a_place_that_takes_no_file_is_said(start, documents):
    async with start(seeded=True) as desk:
        await desk.press("e", "tab")
        for place, sentence in (
            (documents / "no folder" / "report.html", "There is no folder"),
            (documents, "names no format"),
            (documents / "report.docx", "names no format"),
            ("", "names no format"),
            ("/", "names no format"),
            ("~nobody-of-this-name/report.html", "There is no folder"),
        ):
            await desk.fill_in(str(place))
            await desk.press("enter")
            assert sentence in desk.message, place
            assert "\n" not in desk.message
        assert list(documents.iterdir()) == []
        for place in ("/", "", ".", "..", "~"):
            await desk.fill_in(place)
            await desk.press("shift+tab", "down", "up", "tab")
            assert desk.shown == "ExportScreen"
        await desk.fill_in(str(documents / "mine.md"))
        await desk.press("enter")
        assert [path.name for path in documents.iterdir()] == ["mine.md"]


# Help, palette, place


async def test_help_lists_the_keys_of_each_screen(start, ledger_path):
    async with start(seeded=True, size=(80, 60)) as desk:
        for name, words in (
            ("walk", ("Once", "Filter", "Go on")),
            ("todo", ("Minutes", "Group")),
            ("due", ("Mark", "Came back")),
            ("packs", ("Back",)),
            ("yourself", ("Other engine",)),
            ("own", ("Back",)),
            ("find", ("Add your own",)),
            ("history", ("Undo",)),
            ("place", ()),
        ):
            await desk.go(name)
            page = desk.app.screen
            await desk.press("f1")
            assert desk.shown == "HelpScreen"
            text = " ".join(desk.text(".dialog Words").split())
            assert " ".join(page.HELP.split()) in text
            assert "Nothing about you leaves this machine unless you were just shown what" in text
            assert str(ledger_path) in text
            if name != "walk":
                for word in words:
                    assert word in text, (name, word)
            await desk.press("escape")
            assert desk.app.screen is page
            await desk.press("escape")
        await desk.press("question_mark")
        for word in ("Walk", "To do", "Due", "Packs", "Search yourself", "History", "Export", "Find"):
            assert word in desk.text(".dialog Words")
        await desk.press("question_mark")
        assert desk.shown == "HomeScreen"
        await desk.open(ActionScreen("northstar-credit/freeze"))
        await desk.press("question_mark")
        text = desk.text(".dialog Words")
        for word in ("Another day", "Copy all of this", "receipt came", "set aside"):
            assert word in text


async def test_every_command_of_the_palette_runs(start):
    async with start(seeded=True) as desk:
        commands = {one.title: one for one in desk.app.get_system_commands(desk.app.screen)}
        assert set(commands) >= {title for title, _ in routes.TITLES.values()} | {"Undo", "Keys", "Quit"}
        seen = set()
        for title, _ in (routes.TITLES[name] for name in ROUTES):
            commands[title].callback()
            await desk.settle()
            seen.add(desk.shown)
            assert desk.frame.strip()
            await desk.press("escape")
            assert desk.shown == "HomeScreen"
        assert len(seen) == len(ROUTES)
        commands["Undo"].callback()
        assert "taken back" in desk.message
        await desk.press("ctrl+p")
        assert isinstance(desk.app.screen, CommandPalette)
        await desk.press("escape")
        assert desk.shown == "HomeScreen"
        commands["Quit"].callback()
        await desk.settle()
        assert desk.app._exit


async def test_moving_to_another_place(start):
    async with start(seeded=True) as desk:
        await desk.go("place")
        assert "Where do you live now?" in desk.frame
        await desk.type("quebec")
        await desk.press("enter")
        assert desk.shown == "HomeScreen"
        assert "Quebec, Canada" in desk.frame
        assert desk.app.ledger.people()[0].region == "CA-QC"
        assert "points-erable/access" in desk.ids("next")
        assert desk.state("northstar-credit/access") == "asked"
        await desk.go("place")
        await desk.press("escape")
        assert "Quebec, Canada" in desk.frame


# Size, colour, mouse


@pytest.mark.parametrize("size", [(79, 24), (80, 23), (20, 5), (1, 1)])
async def test_a_window_that_is_too_small(start, size):
    async with start(seeded=True) as desk:
        await desk.press("t", "down")
        kept = desk.frame
        await desk.resize(*size)
        assert desk.shown == "TooSmall"
        if size[0] > 70:
            assert "This window is too small. Make it at least 80 columns by 24 lines" in desk.frame
        await desk.press("a", "y", "escape")
        assert desk.shown == "TooSmall"
        await desk.resize(max(1, size[0] - 1), size[1])
        await desk.resize(80, 24)
        assert desk.shown == "TodoScreen"
        assert desk.frame == kept
        assert len(desk.session.plan) == 7


async def test_keys_do_not_lead_out_of_a_window_that_is_too_small(start):
    async with start(seeded=True) as desk:
        await desk.press("t")
        await desk.resize(60, 20)
        for key in ("slash", "question_mark", "q", "ctrl+z"):
            await desk.press(key)
            assert desk.shown == "TooSmall", key
        await desk.resize(80, 24)
        assert desk.shown == "TodoScreen"
        await desk.press("a", "n")
        await desk.press("n")
        await desk.open(ActionScreen("northstar-credit/freeze"))
        await desk.press("n")
        await desk.type("half a no")
        await desk.resize(60, 20)
        await desk.resize(80, 24)
        assert desk.shown == "Prompt"
        await desk.type("te")
        await desk.press("enter")
        assert desk.app.ledger.action(desk.session.person.id, "northstar-credit/freeze").note == "half a note"


async def test_a_window_too_small_from_the_start(start):
    async with start(seeded=True, size=(60, 20)) as desk:
        assert desk.shown == "TooSmall"
        await desk.resize(80, 24)
        assert desk.shown == "HomeScreen"
        await desk.press("q")
        assert desk.app._exit


async def test_the_calm_colours_are_used(start):
    async with start(seeded=True) as desk:
        cursor = desk.rows("next").get_component_rich_style("rows--cursor").bgcolor
        assert cursor.triplet.hex == CALM.primary


@pytest.mark.parametrize("setting", [("NO_COLOR", "1"), ("TERM", "dumb")])
async def test_without_colour(start, monkeypatch, setting):
    async with start(seeded=True) as desk:
        colourful = desk.frame
        await desk.press("q")
    monkeypatch.setenv(*setting)
    async with start() as desk:
        assert desk.frame == colourful
        if setting[0] == "NO_COLOR":
            assert any(isinstance(one, Monochrome) for one in desk.app._filters)
            strips = desk.app.screen._compositor.render_strips()
            colours = {
                colour.triplet
                for strip in strips
                for part in strip
                for colour in (part.style.color, part.style.bgcolor)
                if colour
            }
            assert len(colours) > 1
            assert all(len(set(colour)) == 1 for colour in colours)
        for name in ROUTES:
            await desk.go(name)
            assert desk.frame.strip()
            await desk.press("escape")
        marked = [line for line in desk.frame.splitlines() if line.startswith("› ")]
        assert marked


async def test_with_the_mouse_alone(start, ledger_path):
    async with start() as desk:
        await desk.click("Alaska, United States")
        await desk.click("Alaska, United States")
        assert desk.shown == "ScopeScreen"
        await desk.click("Everything, in as many sittings")
        if desk.shown == "ScopeScreen":
            await desk.click("Everything, in as many sittings")
        assert desk.shown == "WalkScreen"
        await desk.click("→ Go on")
        await desk.click("Prairie Offers")
        await desk.click("y Yes")
        assert desk.session.standing.answers == {"prairie-offers": "yes"}
        await desk.click("→ Go on")
        await desk.click("Prairie Offers: Opt out")
        if desk.shown == "WalkScreen":
            await desk.click("Prairie Offers: Opt out")
        assert desk.shown == "ActionScreen"
        await desk.click("a asked")
        assert desk.state("prairie-offers/opt-out") == "asked"
        await desk.click("u Undo")
        assert desk.state("prairie-offers/opt-out") == "open"
        await desk.click("f said done")
        assert desk.state("prairie-offers/opt-out") == "confirmed"
        await desk.click("Leave")
        assert desk.shown == "HomeScreen"
        for words, shown in (("t To do", "TodoScreen"), ("d Due", "DueScreen"), ("h History", "HistoryScreen")):
            await desk.click(words)
            assert desk.shown == shown
            await desk.click("Back")
            assert desk.shown == "HomeScreen"
        await desk.click("q Leave")
        assert desk.app._exit


async def test_packs_with_the_mouse_alone(start):
    async with start("US-TX") as desk:
        await desk.click("p Packs")
        await desk.click("A new home")
        await desk.click("A new home  ")
        assert desk.shown == "WalkScreen"
        assert "What has to know your new address" in desk.frame


async def test_the_keys_line_fits_and_names_help(start):
    """At 80 columns the line of keys is whole on every screen: nothing cut off, help and leaving named."""
    async with start(seeded=True) as desk:
        cut = []
        for name in ROUTES:
            await desk.go(name)
            if "…" in frame(desk.app).splitlines()[-1]:
                cut.append(name)
            await desk.press("escape")
        for screen in (OrganisationScreen("northstar-credit"), ActionScreen("northstar-credit/freeze")):
            await desk.open(screen)
            if "…" in frame(desk.app).splitlines()[-1]:
                cut.append(type(screen).__name__)
            await desk.press("escape")
        assert cut == []


async def test_what_was_written_is_said_just_above_the_keys(start, documents):
    async with start(seeded=True) as desk:
        await desk.press("e", "enter")
        assert f"written: {documents}"[:60] in desk.frame.splitlines()[-2]
