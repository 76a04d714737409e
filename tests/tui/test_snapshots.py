"""Every screen as a picture, so that a change in what people see is seen.

After a wanted change: ``pytest tests/tui/test_snapshots.py --snapshot-update``, then look at what changed.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.screen import Screen
from textual.widgets import Input

from privacy_audit import folders
from privacy_audit.ledger.store import Ledger
from privacy_audit.tui.app import PrivacyAudit
from privacy_audit.tui.screens import help
from privacy_audit.tui.screens.action import ActionScreen
from privacy_audit.tui.screens.organisation import OrganisationScreen
from privacy_audit.tui.screens.walk import WalkScreen

from . import invented
from .conftest import Desk
from .invented import TODAY

NEW, SEEDED, TWO = "new", "seeded", "two people"
Opened = Callable[[PrivacyAudit], Screen] | None


def at_theme(app: PrivacyAudit) -> Screen:
    return WalkScreen.at_theme(app.session, "brokers")


def filled(app: PrivacyAudit) -> Screen:
    """Searching oneself, with some details typed before."""
    app.details |= {"first": "Ann", "last": "Example", "city": "Springfield", "state": "California"}
    app.details |= {"phone": "555-0100", "email": "ann@mail.example", "street": "Example Street"}
    app.details |= {"employer": "Northstar", "school": "Hill School", "username": "annex"}
    return _route("yourself", app)


#: For each picture: whose ledger, a screen to open, the keys to press there.
SCREENS: dict[str, tuple[str, Opened, tuple[str, ...]]] = {
    "welcome": (NEW, None, tuple("calif")),
    "scope": (NEW, None, (*"calif", "enter")),
    "home": (SEEDED, None, ()),
    "home_of_somebody_new": (NEW, None, (*"calif", "enter", "end", "enter")),
    "walk_story": (SEEDED, at_theme, ()),
    "walk_question": (SEEDED, at_theme, ("right", "down", "y")),
    "walk_doing": (SEEDED, at_theme, ("right", "right")),
    "walk_filter": (SEEDED, at_theme, ("right", "f", *"data")),
    "organisation": (SEEDED, lambda app: OrganisationScreen("corner-grocer"), ()),
    "action_open": (SEEDED, lambda app: ActionScreen("northstar-credit/freeze"), ()),
    "action_asked": (SEEDED, lambda app: ActionScreen("northstar-credit/access"), ()),
    "action_recorded": (SEEDED, lambda app: ActionScreen("northstar-credit/freeze"), ("a",)),
    "letter": (SEEDED, lambda app: ActionScreen("northstar-credit/access"), ("l",)),
    "refused": (SEEDED, lambda app: ActionScreen("northstar-credit/access"), ("x",)),
    "rights": (SEEDED, lambda app: OrganisationScreen("northstar-credit"), ("r",)),
    "prompt": (SEEDED, lambda app: ActionScreen("northstar-credit/access"), ("r",)),
    "todo": (SEEDED, None, ("t",)),
    "todo_grouped": (SEEDED, None, ("t", "g")),
    "due": (SEEDED, None, ("d", "space")),
    "history": (SEEDED, None, ("h",)),
    "packs": (SEEDED, None, ("p",)),
    "pack_story": (SEEDED, None, ("p", "enter")),
    "yourself": (SEEDED, filled, ()),
    "leave": (SEEDED, filled, ("enter",)),
    "own": (SEEDED, None, ("slash", *"Dr Example", "ctrl+n")),
    "organisation_closed": (SEEDED, lambda app: OrganisationScreen("bygone-list"), ()),
    "find": (SEEDED, None, ("slash", *"data")),
    "export": (SEEDED, None, ("e",)),
    "help": (SEEDED, None, ("question_mark",)),
    "place": (SEEDED, lambda app: _route("place", app), ()),
    "people": (TWO, None, ()),
    "too_small": (SEEDED, None, ()),
}


def _route(name: str, app: PrivacyAudit) -> Screen:
    from privacy_audit.tui import routes

    return routes.screen(name, app.session)


@pytest.fixture
def picture(snap_compare, places, ledger_path, monkeypatch):
    """Compare a screen with its picture. Paths, version and the cursor's blinking are held still."""
    monkeypatch.setattr(folders, "documents", lambda: Path("/home/me"))
    monkeypatch.setattr(help, "__version__", "0.0.0")

    def compare(name: str, size: tuple[int, int]) -> bool:
        whose, opened, keys = SCREENS[name]
        ledger = None
        if whose == SEEDED:
            ledger = Ledger(ledger_path)
            invented.seed(ledger, places)
        elif whose == TWO:
            ledger = Ledger(ledger_path)
            ledger.add_person("ann", "US-TX")
            ledger.add_person("bo", "CA-QC")
        app = PrivacyAudit(places, ledger_path, TODAY, ledger=ledger)

        async def come_there(pilot) -> None:
            desk = Desk(app, pilot)
            await desk.settle()
            if opened:
                await desk.open(opened(app))
            if ledger:
                app.ledger_path = Path("/home/me/ledger.db")
            await desk.press(*("space" if key == " " else key for key in keys))
            for field in app.screen.query(Input):
                field.cursor_blink = False
            await desk.settle()

        try:
            return snap_compare(app, terminal_size=size, run_before=come_there)
        finally:
            if app.ledger:
                app.ledger.close()

    return compare


@pytest.mark.parametrize("name", SCREENS)
def test_at_eighty_by_twenty_four(picture, name):
    assert picture(name, (79, 24) if name == "too_small" else (80, 24))


@pytest.mark.parametrize("name", [name for name in SCREENS if name != "too_small"])
def test_at_a_hundred_and_twenty_by_forty(picture, name):
    assert picture(name, (120, 40))
