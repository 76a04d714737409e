"""What a person sees when something nobody foresaw goes wrong, and when several people share a ledger."""

import io

import pytest
from rich.console import Console
from textual.app import App

from privacy_audit.catalog.catalog import Catalog
from privacy_audit.ledger.store import Ledger
from privacy_audit.tui.app import PrivacyAudit

from .conftest import Desk
from .invented import TODAY


def printed(app: PrivacyAudit) -> str:
    """What is printed after the screens were taken away."""
    out = io.StringIO()
    app.error_console = Console(file=out, width=400, markup=False, highlight=False)
    app._print_error_renderables()
    return out.getvalue()


@pytest.fixture
def failing(places, ledger_path, monkeypatch):
    """A program that leaves as it does on a real terminal."""
    monkeypatch.setattr(App, "is_headless", False)
    app = PrivacyAudit(places, ledger_path, TODAY)
    app._exception = RuntimeError("a \x1b[31mred\x9b word\nand \u202e[bold]markup[/bold] [@click=app.quit]x[/]")
    return app


def test_one_clear_line_instead_of_a_traceback(failing):
    left = {}
    failing.exit = lambda **how: left.update(how)
    failing._fatal_error()
    assert left["return_code"] == 1
    line = left["message"]
    assert "\n" not in line
    assert "The program failed (RuntimeError: a red word and" in line
    assert "Everything recorded before is kept" in line
    assert "PRIVACY_AUDIT_DEBUG=1" in line
    assert not set(line) & set("\x1b\x9b\u202e")
    assert "Traceback" not in line


def test_the_line_is_printed_as_it_is(failing, monkeypatch):
    monkeypatch.setattr(failing, "post_message", lambda message: True)
    failing._fatal_error()
    text = printed(failing)
    assert failing._exit
    assert failing.return_code == 1
    assert text.count("\n") == 1
    assert "[bold]markup[/bold]" in text
    assert "Traceback" not in text


def test_a_message_that_is_no_markup_is_printed_too(failing, monkeypatch):
    monkeypatch.setattr(failing, "post_message", lambda message: True)
    failing._exception = KeyError("[/nothing opened]")
    failing._fatal_error()
    assert "[/nothing opened]" in printed(failing)


def test_debugging_shows_where(failing, monkeypatch):
    asked = []
    monkeypatch.setenv("PRIVACY_AUDIT_DEBUG", "1")
    monkeypatch.setattr(App, "_fatal_error", lambda self: asked.append(self))
    failing._fatal_error()
    assert asked == [failing]


async def test_a_handler_that_fails_ends_the_program_and_keeps_the_records(start, monkeypatch, ledger_path):
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 - raised where the program is left
        async with start("US-TX") as desk:
            await desk.press("enter", "a")
            monkeypatch.setattr(PrivacyAudit, "action_find", lambda self: 1 / 0)
            await desk.press("slash")
    with Ledger(ledger_path, create=False) as ledger:
        (person,) = ledger.people()
        assert [state.status for state in ledger.actions(person.id).values()] == ["asked"]


async def test_several_people(places, ledger_path):
    with Ledger(ledger_path) as ledger:
        for label, region in (("ann", "US-TX"), ("bo", "CA-QC")):
            ledger.add_person(label, region)
        app = PrivacyAudit(places, ledger_path, TODAY, ledger=ledger)
        async with app.run_test(size=(80, 24)) as pilot:
            desk = Desk(app, pilot)
            await desk.settle()
            assert desk.shown == "PeopleScreen"
            assert "Whose audit is it?" in desk.frame
            assert desk.ids() == ["ann", "bo"]
            assert "Quebec, Canada" in desk.frame
            await desk.press("escape", "b", "slash", "ctrl+z", "up")
            assert desk.shown == "PeopleScreen"
            await desk.press("question_mark")
            assert desk.shown == "HelpScreen"
            await desk.press("escape", "down", "enter")
            assert desk.shown == "HomeScreen"
            assert "Quebec, Canada" in desk.frame
            assert app.session.person.label == "bo"
            await desk.press("enter", "a", "q", "q")
            assert app._exit
        ann, bo = ledger.people()
        assert ledger.actions(ann.id) == {}
        assert len(ledger.actions(bo.id)) == 1


async def test_a_person_named_at_the_start(places, ledger_path):
    with Ledger(ledger_path) as ledger:
        for label, region in (("ann", "US-TX"), ("bo", "CA-QC")):
            ledger.add_person(label, region)
        app = PrivacyAudit(places, ledger_path, TODAY, ledger=ledger, person="ann")
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            assert "Texas, United States" in Desk(app, pilot).frame


async def test_a_checklist_file_that_was_left_out_is_named(start, places):
    problem = "own/x.toml: \x1b[31mthis is not TOML; run: privacy-audit catalog check"
    broken = Catalog(places._compiled | {"problems": [problem]})
    async with start("US-TX", catalog=broken) as desk:
        assert desk.notices == ["left out: own/x.toml: this is not TOML; run: privacy-audit catalog check"]
        assert desk.shown == "HomeScreen"
