"""Every screen as a picture, so that a change in what people see is seen.

After a wanted change: ``pytest tests/tui/test_snapshots.py --snapshot-update``, then look at what changed.
"""

import copy
import hashlib
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from breaches.invented import body, entry
from textual.screen import Screen
from textual.widgets import Input

from privacy_audit import folders, updating
from privacy_audit.breaches.kept import keep
from privacy_audit.breaches.reading import read
from privacy_audit.catalog.catalog import Catalog
from privacy_audit.catalog.signed import Head
from privacy_audit.catalog.signed_check import Examined
from privacy_audit.catalog.signed_keys import Key
from privacy_audit.exports import todos
from privacy_audit.ledger import backup, doctor, seen
from privacy_audit.ledger.evidence import File
from privacy_audit.ledger.findings import Check
from privacy_audit.ledger.store import Ledger
from privacy_audit.links import store
from privacy_audit.links.addresses import gather
from privacy_audit.links.outcomes import Look
from privacy_audit.network.purposes import ACCOUNT, PASSWORDS
from privacy_audit.pushing import account, push, ticks
from privacy_audit.pushing.plan import Found, as_written, plan
from privacy_audit.reminders import desktop
from privacy_audit.reminders.timers import shell, systemd
from privacy_audit.reminders.timers.job import Job
from privacy_audit.tui.app import PrivacyAudit
from privacy_audit.tui.screens import help, reminders
from privacy_audit.tui.screens.action import ActionScreen
from privacy_audit.tui.screens.consent import ConsentScreen
from privacy_audit.tui.screens.evidence import EvidenceScreen
from privacy_audit.tui.screens.organisation import OrganisationScreen
from privacy_audit.tui.screens.walk import WalkScreen

from . import invented
from .conftest import Desk
from .invented import TODAY

NEW, SEEDED, TWO = "new", "seeded", "two people"
Opened = Callable[[PrivacyAudit], Screen] | None


def at_theme(app: PrivacyAudit) -> Screen:
    return WalkScreen.at_theme(app.session, "brokers")


def with_evidence(app: PrivacyAudit) -> Screen:
    """The evidence of an action, two files kept before."""
    for name, content in (("listing.png", b"x" * 345_678), ("their reply.pdf", b"y" * 2_345_678)):
        file = File(name, "", hashlib.sha256(content).hexdigest(), content)
        app.session.attach("northstar-credit/access", file)
    return EvidenceScreen("northstar-credit/access")


def with_requests(app: PrivacyAudit) -> Screen:
    """What left this machine: five requests."""
    invented.seed_requests(app.ledger, app.session.person.id)
    return _route("receipts", app)


def with_links(app: PrivacyAudit) -> Screen:
    """The addresses of the catalogue, some of which were looked at."""
    kinds = ["fine", "moved", "fine", "certificate", "fine", "blocked", "server", "fine", "silent"]
    for place, address in enumerate(gather(app.catalog)):
        if place % 11 == 10:
            for days in (0, 4, 9):
                store.add({address.url: Look(date(2026, 11, 3 + days), "missing", 404)})
        elif place % 11 < 9:
            kind = kinds[place % 11]
            to = "https://new-owner.example/privacy" if kind == "moved" else ""
            store.add({address.url: Look(date(2026, 11, 20), kind, 301 if to else 0, to)})
    return _route("links", app)


def with_statements(app: PrivacyAudit) -> Screen:
    """What three of those that hold the person state."""
    said = {"northstar-credit": ("yes", "2021-05-27"), "corner-grocer": ("nothing", ""), "harvest-bank": ("no", "")}
    for id, (says, updated) in said.items():
        found = {"says": says, "updated": updated, "domain": f"{id}.example"}
        seen.see(app.ledger, app.session.person.id, "gpc", id, date(2026, 11, 3), found)
    return _route("gpc", app)


def filled(app: PrivacyAudit) -> Screen:
    """Searching oneself, with some details typed before."""
    app.details |= {"first": "Ann", "last": "Example", "city": "Springfield", "state": "California"}
    app.details |= {"phone": "555-0100", "email": "ann@mail.example", "street": "Example Street"}
    app.details |= {"employer": "Northstar", "school": "Hill School", "username": "annex"}
    return _route("yourself", app)


def with_breaches(app: PrivacyAudit) -> Screen:
    """The breaches of a list of 3 November, of which four name organisations that hold or held the person."""
    listed = (
        entry("HarvestForum", "forum.harvest-bank.example", "2026-12-12", Title="Harvest Bank Forum", IsVerified=False),
        entry("CornerGrocer", "corner-grocer.example", Title="Corner Grocer"),
        entry("Mirror", "mirror-people.example", "2022-07-01", Title="Mirror People", PwnCount=420),
        entry("LanternSpam", "lantern-search.example", "2021-02-03", Title="Lantern Spam List", IsSpamList=True),
        entry("Elsewhere", "elsewhere.example", "2020-01-01"),
    )
    for id, answer in (("harvest-bank", "yes"), ("corner-grocer", "yes"), ("lantern-search", "past")):
        app.session.answer(id, answer)
    keep(folders.public(), read(body(*listed)), date(2026, 11, 3))
    return _route("breaches", app)


def looked_through(app: PrivacyAudit) -> Screen:
    """Updating the catalogue, after a pack with some changes was looked through."""
    compiled = copy.deepcopy(app.catalog._compiled)
    del compiled["organisations"]["corner-grocer"]
    compiled["organisations"]["northstar-credit"]["actions"][0]["url"] = "https://www.northstar.example/other"
    key = Key(bytes(32), "Example Publisher")
    examined = Examined(b"", Head("2026-11-20T10:00:00Z", key.id, "", 0, 0), key, compiled)
    screen = _route("update", app)
    screen._found = updating.compared(examined, Catalog(compiled), app.catalog, app.session.standing, "a")
    return screen


def with_calendar(app: PrivacyAudit) -> Screen:
    """The calendar after a push: an entry was ticked there and another changed, the others stand as they should."""
    session = app.session
    chosen = account.Account("https://cloud.example/dav/ann/tasks/", "ann", "Tasks", in_keyring=True)
    account.keep(session, chosen)
    due = [one for one in push.wanted(session, chosen.tells) if not one.ended]
    known = {one.uid: as_written(one, '"1"') for one in due[:-1]}
    found = {one.uid: Found("", '"1"', todos.read(one.todo.data)) for one in due[:-1]}
    for one, change in ((due[0], b"STATUS:COMPLETED"), (due[1], b"PRIORITY:1\r\nSTATUS:NEEDS-ACTION")):
        found[one.uid] = Found("", '"2"', todos.read(one.todo.data.replace(b"STATUS:NEEDS-ACTION", change)))
    for uid, note in known.items():
        push._keep(session, chosen, uid, note)
    screen = _route("calendar", app)
    screen._steps = tuple(plan(known, found, due))
    screen._ticks = tuple(ticks.of(session, list(screen._steps)))
    return screen


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
    "evidence": (SEEDED, with_evidence, ()),
    "letter": (SEEDED, lambda app: ActionScreen("northstar-credit/access"), ("l",)),
    "refused": (SEEDED, lambda app: ActionScreen("northstar-credit/access"), ("x",)),
    "rights": (SEEDED, lambda app: OrganisationScreen("northstar-credit"), ("r",)),
    "prompt": (SEEDED, lambda app: ActionScreen("northstar-credit/access"), ("r",)),
    "todo": (SEEDED, None, ("t",)),
    "todo_grouped": (SEEDED, None, ("t", "g")),
    "letters": (SEEDED, None, ("t", "l")),
    "letters_registered": (SEEDED, None, ("t", "l", "r")),
    "due": (SEEDED, None, ("d", "space")),
    "reminders": (SEEDED, None, ("d", "r")),
    "reminders_asked": (SEEDED, None, ("d", "r", "enter")),
    "history": (SEEDED, None, ("h",)),
    "audits": (SEEDED, None, ("h", "a")),
    "audits_table": (SEEDED, None, ("h", "a", "t")),
    "compare": (SEEDED, None, ("h", "a", "enter")),
    "record": (SEEDED, None, ("r",)),
    "record_of_one": (SEEDED, None, ("r", "enter")),
    "again_story": (SEEDED, lambda app: _route("again", app), ()),
    "again_question": (SEEDED, lambda app: _route("again", app), ("right",)),
    "again_doing": (SEEDED, lambda app: _route("again", app), ("right", "right")),
    "rhythm": (SEEDED, None, ("d", "h")),
    "life": (SEEDED, None, ("c",)),
    "life_tasks": (SEEDED, None, ("c", "enter", "enter")),
    "packs": (SEEDED, None, ("p",)),
    "pack_story": (SEEDED, None, ("p", "enter")),
    "yourself": (SEEDED, filled, ()),
    "leave": (SEEDED, filled, ("enter",)),
    "own": (SEEDED, None, ("slash", *"Dr Example", "ctrl+n")),
    "organisation_closed": (SEEDED, lambda app: OrganisationScreen("bygone-list"), ()),
    "find": (SEEDED, None, ("slash", *"data")),
    "export": (SEEDED, None, ("e",)),
    "export_calendar": (SEEDED, None, ("e", "end", "c", "c", "n")),
    "transfer": (SEEDED, lambda app: _route("transfer", app), ()),
    "forget": (SEEDED, lambda app: _route("forget", app), ()),
    "receipts": (SEEDED, with_requests, ("down",)),
    "receipts_none": (SEEDED, lambda app: _route("receipts", app), ()),
    "breaches": (SEEDED, with_breaches, ()),
    "breaches_all": (SEEDED, with_breaches, ("t", "end", "up")),
    "breaches_none": (SEEDED, lambda app: _route("breaches", app), ()),
    "breaches_password": (SEEDED, with_breaches, ("p", *"secret")),
    "breaches_password_consent": (SEEDED, with_breaches, ("p", *"secret", "enter")),
    "network": (SEEDED, lambda app: _route("network", app), ("down",)),
    "links": (SEEDED, with_links, ("down",)),
    "links_none": (SEEDED, lambda app: _route("links", app), ()),
    "links_asked": (SEEDED, with_links, ("m",)),
    "gpc": (SEEDED, with_statements, ()),
    "gpc_setup": (SEEDED, lambda app: _route("gpc", app), ("s",)),
    "consent": (SEEDED, lambda app: ConsentScreen(PASSWORDS, "Tor"), ()),
    "consent_each_time": (SEEDED, lambda app: ConsentScreen(ACCOUNT), ()),
    "calendar": (SEEDED, with_calendar, ()),
    "calendar_meaning": (SEEDED, with_calendar, ("enter",)),
    "calendar_none": (SEEDED, lambda app: _route("calendar", app), ()),
    "help": (SEEDED, None, ("question_mark",)),
    "care": (SEEDED, None, ("m",)),
    "care_mend": (SEEDED, None, ("m", "m")),
    "restore": (SEEDED, None, ("m", "r")),
    "place": (SEEDED, lambda app: _route("place", app), ()),
    "people": (TWO, None, ()),
    "update": (SEEDED, lambda app: _route("update", app), ()),
    "update_looked_through": (SEEDED, looked_through, ()),
    "merge": (SEEDED, lambda app: _route("merge", app), ()),
    "too_small": (SEEDED, None, ()),
}


def _route(name: str, app: PrivacyAudit) -> Screen:
    from privacy_audit.tui import routes

    return routes.screen(name, app.session)


def a_system(at, ledger, person) -> reminders.Seen:
    """What is seen on an invented system with systemd and bash."""
    program = "/home/me/.local/bin/privacy-audit"
    job = Job((program,), (program, "/home/me/.local/venv/bin/python3"), at)
    return reminders.Seen((), {"systemd": systemd.proposal(job), "shell": shell.proposal(job, "bash")}, ())


def a_record_with_a_fault(path, about) -> list[Check]:
    """What the doctor found of an invented ledger."""
    return [
        Check("integrity", True, "every page of the file is as SQLite wrote it"),
        Check("permissions", False, f"others may reach {path} (mode 0644, should be 0600)", True),
        Check("backups", True, "2 backups, the newest of 2026-11-23 08:15 UTC, which opens and is whole"),
        Check("log", True, "212 entries, in the order of their ids"),
        Check("tables", True, "people, answers, actions, settings, due: row by row what the log gives"),
    ]


def two_backups(path) -> list[backup.Backup]:
    made = [datetime(2026, 11, day, 8, 15).astimezone(UTC) for day in (23, 20)]
    whys = zip(made, ("daily", "asked"), strict=True)
    return [backup.Backup(Path(f"/home/me/backups/ledger-{why}.db"), moment, why) for moment, why in whys]


async def press_all(desk: Desk, keys: tuple[str, ...]) -> None:
    """Press keys, each after what the one before it set going has come to rest."""
    for key in keys:
        await desk.press("space" if key == " " else key)
        for worker in [one for one in desk.app.workers if one.name == "look"]:
            await worker.wait()
        await desk.settle()


@pytest.fixture
def picture(snap_compare, places, ledger_path, monkeypatch):
    """Compare a screen with its picture. Paths, version and the cursor's blinking are held still."""
    monkeypatch.setattr(folders, "documents", lambda: Path("/home/me"))
    monkeypatch.setattr(help, "__version__", "0.0.0")
    monkeypatch.setattr(reminders, "look", a_system)
    monkeypatch.setattr(desktop, "find_spec", lambda name: None)
    monkeypatch.setattr(doctor, "examine", a_record_with_a_fault)
    monkeypatch.setattr(backup, "known", two_backups)
    monkeypatch.setattr(backup.Backup, "size", 98304)
    monkeypatch.setattr(sys, "platform", "linux")
    words = updating.in_words(None) + ", newest source October 2026"
    monkeypatch.setattr(updating, "in_use_in_words", lambda: words)

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
            await press_all(desk, keys)
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
