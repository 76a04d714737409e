"""Several people in one ledger, on the screens: apart, and quickly chosen, be they two or a hundred."""

import hashlib
from contextlib import suppress
from datetime import date

import pytest
from textual.worker import WorkerCancelled

from privacy_audit.ledger import evidence
from privacy_audit.ledger.store import Ledger
from privacy_audit.session import Session
from privacy_audit.tui import routes
from privacy_audit.tui.app import PrivacyAudit
from privacy_audit.tui.screens.action import ActionScreen
from privacy_audit.tui.screens.evidence import EvidenceScreen
from privacy_audit.tui.screens.letter import LetterScreen
from privacy_audit.tui.screens.organisation import OrganisationScreen
from privacy_audit.tui.screens.people import PeopleScreen
from privacy_audit.tui.screens.record import RecordOfScreen
from privacy_audit.tui.screens.rights import RightsScreen

from . import invented
from .conftest import Desk
from .invented import TODAY

#: What only the other one's records hold.
THEIRS = ("Bee", "REF-BEE", "bee wrote", "bee-proof", "bee@example.com", "17 Jan", "2026-01-17", "1955")
#: An action that only the other one has to do with.
KEY = "lantern-search/opt-out"
DAY = date(2026, 1, 17)


@pytest.fixture
async def desk(places, ledger_path):
    """Ann's audit, in a ledger that somebody else keeps theirs in too."""
    with Ledger(ledger_path) as ledger:
        bee = ledger.add_person("Bee", "MX-JAL", 1955)
        session = Session(places, ledger, bee, DAY)
        session.begin_audit("whole")
        session.answer("lantern-search", "yes")
        file = evidence.File("bee-proof.png", "image/png", hashlib.sha256(b"bee").hexdigest(), b"bee")
        session.record(KEY, "asked", files=[file], reference="REF-BEE", note="bee wrote this")
        session.annotate(KEY, note="bee wrote this too")
        session.note_letter(KEY, kind="opt-out", to="bee@example.com", channel="email", discloses=["email"])
        session.life("moved", note="bee wrote this as well")
        ann = ledger.add_person("Ann", "US-CA")
        mine = Session(places, ledger, ann, TODAY)
        mine.begin_audit("quick")
        mine.record("northstar-credit/access", "asked", date(2026, 11, 2))
        app = PrivacyAudit(places, ledger_path, TODAY, ledger=ledger, person="Ann")
        async with app.run_test(size=(120, 40)) as pilot:
            desk = Desk(app, pilot)
            await desk.settle()
            yield desk


def check(desk: Desk, where: str) -> None:
    assert not [word for word in THEIRS if word in desk.frame], f"{where}\n{desk.frame}"


async def test_no_screen_of_one_shows_anything_of_another(desk):
    check(desk, "home")
    for name in routes.TITLES:
        if name != "people":
            await desk.go(name)
            with suppress(WorkerCancelled):
                await desk.app.workers.wait_for_complete()
            await desk.settle()
            check(desk, name)
            await desk.press("end")
            check(desk, name)
            while desk.shown != "HomeScreen":
                desk.app.pop_screen()
                await desk.settle()
    assert not desk.app._exit
    opened = (
        ActionScreen(KEY), OrganisationScreen("lantern-search"), RightsScreen("lantern-search"),
        RecordOfScreen("lantern-search"), LetterScreen(KEY), EvidenceScreen(KEY),
    )  # fmt: skip
    for screen in opened:
        await desk.open(screen)
        check(desk, type(screen).__name__)
        await desk.press("end")
        check(desk, type(screen).__name__)
        await desk.press("escape")


async def test_every_screen_says_whose_audit_is_open(desk):
    for name in ("todo", "history", "due", "export"):
        await desk.go(name)
        assert "Ann" in desk.frame.splitlines()[0]
        await desk.press("escape")
    assert "Ann · California" in desk.frame.splitlines()[0]


async def test_alone_nobody_is_named(start):
    async with start(seeded=True) as desk:
        assert "me ·" not in desk.frame.splitlines()[0]


async def test_the_planted_words_come_up_for_whom_they_belong_to(desk):
    desk.app.open_session(desk.app.ledger.person("Bee"))
    desk.app.show_home()
    await desk.settle()
    seen = desk.frame
    for name in ("history", "life", "audits"):
        await desk.go(name)
        seen += desk.frame
        await desk.press("escape")
    for screen in (ActionScreen(KEY), EvidenceScreen(KEY)):
        await desk.open(screen)
        seen += desk.frame
        await desk.press("escape")
    assert not [word for word in ("REF-BEE", "bee wrote", "bee-proof", "17 Jan", "Jalisco") if word not in seen]


async def test_what_is_exported_is_of_one_alone(desk, documents):
    await desk.go("export")
    await desk.press("enter")
    await desk.settle()
    (written,) = documents.iterdir()
    text = written.read_text("utf-8")
    assert "Northstar" in text
    assert not [word for word in THEIRS if word in text]


async def test_files_of_two_people_have_names_of_their_own(desk):
    names = []
    for label in ("Ann", "Bee"):
        desk.app.open_session(desk.app.ledger.person(label))
        names.append(desk.app.screen.proposed("letters"))
    assert [name.rpartition("/")[2] for name in names] == ["letters-ann-2026-11-24", "letters-bee-2026-11-24"]


async def test_going_over_to_another_leaves_nothing_of_what_was_typed_or_said(desk):
    desk.app.details["name"] = "Ann Example"
    desk.app.notify("Ann was told something")
    desk.app.copy_to_clipboard("Ann's letter")
    await desk.press("o")
    assert desk.shown == "PeopleScreen"
    desk.rows().go_to("Bee")
    await desk.press("enter")
    assert desk.shown == "HomeScreen"
    assert desk.session.person.label == "Bee"
    assert "Jalisco" in desk.frame
    assert desk.app.details == {}
    assert desk.notices == []
    assert desk.app.clipboard == ""
    await desk.press("u")
    assert desk.app.ledger.action(desk.app.ledger.person("Ann").id, "northstar-credit/access").status == "asked"


async def test_the_same_person_again_keeps_what_was_typed(desk):
    desk.app.details["name"] = "Ann Example"
    await desk.press("o", "enter")
    assert desk.session.person.label == "Ann"
    assert desk.app.details == {"name": "Ann Example"}


async def test_escape_leaves_the_audit_that_is_open(desk):
    await desk.press("o", "escape")
    assert desk.shown == "HomeScreen"
    assert desk.session.person.label == "Ann"


async def test_adding_somebody(desk):
    await desk.press("o", "ctrl+n")
    await desk.fill_in("Cee")
    await desk.press("enter")
    assert "Where do they live?" in desk.frame
    await desk.fill_in("jalisco")
    await desk.press("enter")
    assert desk.shown == "HomeScreen"
    assert (desk.session.person.label, desk.session.person.region) == ("Cee", "MX-JAL")
    await desk.press("o", "ctrl+n")
    await desk.fill_in("Ann")
    await desk.press("enter")
    await desk.fill_in("texas")
    await desk.press("enter")
    assert "is in the ledger already" in desk.message


async def test_one_of_a_hundred_is_found_by_some_letters(places, ledger_path):
    with Ledger(ledger_path) as ledger:
        ledger._connection.execute("PRAGMA synchronous = OFF")
        for number in range(100):
            ledger.add_person(f"client {number:03}", "CA-QC" if number == 42 else "US-TX")
        app = PrivacyAudit(places, ledger_path, TODAY, ledger=ledger)
        async with app.run_test(size=(80, 24)) as pilot:
            desk = Desk(app, pilot)
            await desk.settle()
            assert desk.shown == "PeopleScreen"
            assert len(desk.ids()) == 100
            assert "100 people" in desk.frame
            await desk.type("que")
            assert desk.ids() == ["client 042"]
            await desk.fill_in("07")
            assert desk.ids() == ["client 007", *(f"client 07{digit}" for digit in range(10))]
            await desk.press("down", "down", "enter")
            assert app.session.person.label == "client 071"
            await desk.press("o")
            assert desk.rows().current.id == "client 071"
            await desk.fill_in("nobody at all")
            assert "Nobody matches" in desk.frame
            await desk.press("enter", "escape")
            assert desk.shown == "HomeScreen"


async def test_somebody_who_went_meanwhile_is_not_opened(places, ledger_path):
    with Ledger(ledger_path) as ledger:
        invented.seed(ledger, places)
        ledger.add_person("you", "US-TX")
        app = PrivacyAudit(places, ledger_path, TODAY, ledger=ledger)
        async with app.run_test(size=(80, 24)) as pilot:
            desk = Desk(app, pilot)
            await desk.settle()
            ledger.edit_person(ledger.person("you"), label="somebody")
            desk.rows().go_to("you")
            await desk.press("enter")
            assert isinstance(app.screen, PeopleScreen)
            assert "Nobody is called 'you'" in desk.message
