"""Letters to many on the screen: who is marked, the warning before strangers are told, and what is written."""

import copy

import pytest
from examples import HOSTILE, unprintable
from rich.cells import cell_len

from privacy_audit.catalog.catalog import Catalog
from privacy_audit.exports import files
from privacy_audit.tui.screens.letter import LetterScreen

HOLDERS = ("acxiom", "thatsthem")
DETAILS = {"name": "Ann Example", "email": "ann@example.com"}


def _letters(desk):
    return [event.data for event in desk.app.ledger.events(desk.session.person.id) if event.kind == "letter"]


async def _open(desk, details=DETAILS, holders=HOLDERS) -> None:
    for id in holders:
        desk.session.answer(id, "yes")
    desk.app.details |= details
    await desk.go("letters")


async def _written(desk) -> None:
    await desk.app.workers.wait_for_complete()
    await desk.settle()


async def test_it_is_reached_from_the_to_do_list(start, catalog):
    async with start("US-TX", catalog=catalog) as desk:
        await desk.press("t", "l")
        assert desk.shown == "MailingScreen"
        assert "r says what that does" in " ".join(desk.text("#lead").split())
        await desk.press("escape")
        assert desk.shown == "TodoScreen"


async def test_those_that_hold_somebody_are_marked_and_nobody_else_is_there(start, catalog):
    async with start("US-TX", catalog=catalog) as desk:
        await _open(desk)
        assert set(desk.ids()) == set(HOLDERS) == desk.rows().marked
        assert desk.text("#marked") == "2 letters marked · each tells your name, an e-mail address"
        assert "Texas Data Privacy and Security Act" in desk.text("#lead")


async def test_one_file_each_is_written_and_noted(start, catalog, documents):
    async with start("US-TX", catalog=catalog) as desk:
        await _open(desk)
        await desk.press("w")
        assert desk.shown == "Prompt"
        await desk.press("enter")
        await _written(desk)
        folder = documents / "letters-2026-11-24"
        assert sorted(path.name.partition("-")[0] for path in folder.iterdir()) == sorted(HOLDERS)
        assert len(_letters(desk)) == 2
        assert "2 letters in" in desk.message
        assert "nothing was sent" in desk.message
        assert desk.rows().marked == set()
        assert desk.frame.count("a letter was written on 24 Nov") == 2
        await desk.press("space")
        assert desk.rows().marked == set()
        assert "a letter was written on 24 November 2026" in desk.message


async def test_what_every_letter_needs_is_asked_first_and_kept_in_memory_only(start, catalog, documents, isolated):
    async with start("US-TX", catalog=catalog) as desk:
        await _open(desk, {})
        await desk.press("w")
        assert desk.shown == "Prompt"
        await desk.fill_in("Ann Example")
        await desk.press("enter")
        await desk.press("escape")
        assert desk.shown == "MailingScreen"
        await desk.press("w")
        await desk.fill_in("ann@example.com")
        await desk.press("enter")
        assert desk.shown == "MailingScreen"
        assert list(documents.iterdir()) == []
        await desk.press("i")
        assert desk.message == "There is no gap left."
    written = [path.read_bytes() for path in isolated.parent.rglob("*") if path.is_file()]
    assert not any(b"Ann Example" in text for text in written)


async def test_strangers_stand_apart_unmarked_and_the_warning_stands_above(start, catalog, documents):
    async with start("US-TX", catalog=catalog) as desk:
        await _open(desk)
        await desk.press("r")
        assert "firms who you are" in " ".join(desk.text("#lead").split())
        assert desk.rows().marked == set(HOLDERS)
        assert set(desk.ids()[:2]) == set(HOLDERS)
        assert desk.rows().rows[2].heading
        await desk.press("a")
        assert len(desk.rows().marked) > 20
        assert "to firms that may not know you" in desk.text("#marked")
        await desk.press("w")
        assert desk.shown == "Prompt"
        assert "Type yes to go on" in desk.frame
        await desk.fill_in("y")
        await desk.press("enter")
        assert desk.message == "Nothing was written."
        await desk.press("a")
        assert desk.rows().marked == set()
        await desk.press("w")
        assert "Nobody is marked" in desk.message
        await desk.press("r")
        assert set(desk.ids()) == set(HOLDERS)
    assert list(documents.iterdir()) == []


async def test_after_a_yes_strangers_get_letters_too(start, catalog, documents):
    async with start("US-TX", catalog=catalog) as desk:
        await _open(desk, holders=("acxiom",))
        await desk.press("r")
        stranger = next(id for id, one in desk.app.screen._found.items() if one.possible and not one.holds)
        desk.rows().go_to(stranger)
        await desk.press("space", "w")
        assert "tell 1 firm who you are" in " ".join(desk.frame.split())
        await desk.fill_in("yes")
        await desk.press("enter", "enter")
        await _written(desk)
        assert len(list((documents / "letters-2026-11-24").iterdir())) == 2


async def test_a_californian_finds_the_one_request_on_top(start, catalog):
    async with start("US-CA", catalog=catalog) as desk:
        await _open(desk)
        assert desk.rows().current.id == "first"
        assert "California DROP first" in desk.frame
        assert "acxiom" not in desk.rows().marked
        await desk.press("enter")
        assert desk.shown == "ActionScreen"
        await desk.press("a", "escape")
        assert desk.state("ca-drop/delete") == "asked"
        assert "asked through California DROP" in desk.frame
        desk.rows().go_to("acxiom")
        await desk.press("space")
        assert "acxiom" not in desk.rows().marked
        assert "asked through California DROP" in desk.message


async def test_what_the_one_request_reaches_may_still_be_marked(start, catalog):
    async with start("US-CA", catalog=catalog) as desk:
        await _open(desk)
        desk.rows().go_to("acxiom")
        await desk.press("space")
        assert "acxiom" in desk.rows().marked
        assert desk.message == "Acxiom: California DROP reaches it"


async def test_another_form_keeps_only_marks_that_it_can_serve(start, catalog):
    async with start("US-TX", catalog=catalog) as desk:
        await _open(desk, holders=("thatsthem", "whitepages"))
        assert desk.rows().marked == {"thatsthem"}
        await desk.press("f", "f", "f")
        assert ".pdf" in desk.frame.splitlines()[0]
        assert desk.rows().marked == set()
        desk.rows().go_to("whitepages")
        await desk.press("space")
        assert "no postal address is known" in desk.message


async def test_enter_shows_the_letter_or_the_organisation(start, catalog):
    async with start("US-TX", catalog=catalog) as desk:
        await _open(desk)
        await desk.press("enter")
        assert desk.shown == "LetterScreen"
        await desk.press("escape")
        desk.session.record("acxiom/opt-out", "asked")
        await desk.press("f")
        desk.rows().go_to("acxiom")
        await desk.press("enter")
        assert desk.shown == "OrganisationScreen"


async def test_a_failure_keeps_what_was_written_and_goes_on_afterwards(start, catalog, documents, monkeypatch):
    write = files.write

    def full(path, data) -> None:
        if "thatsthem" in str(path):
            raise files.ExportError("The disk is full.")
        write(path, data)

    async with start("US-TX", catalog=catalog) as desk:
        await _open(desk)
        monkeypatch.setattr(files, "write", full)
        await desk.press("w", "enter")
        await _written(desk)
        assert "w goes on with the rest. The disk is full." in desk.message
        done = len(_letters(desk))
        assert done == len(list((documents / "letters-2026-11-24").iterdir()))
        monkeypatch.setattr(files, "write", write)
        await desk.press("w", "enter")
        await _written(desk)
        assert len(_letters(desk)) == 2


@pytest.mark.parametrize("folder", ["nowhere/deep/letters", "~nobody-of-that-name/x", "a file"])
async def test_a_folder_that_cannot_be_made_is_said(start, catalog, documents, folder):
    (documents / "a file").touch()
    async with start("US-TX", catalog=catalog) as desk:
        await _open(desk)
        await desk.press("w")
        await desk.fill_in(folder if folder.startswith("~") else str(documents / folder))
        await desk.press("enter")
        await _written(desk)
        assert desk.message.startswith("0 written and noted")
        assert _letters(desk) == []


async def test_hostile_names_steer_nothing(start, places):
    compiled = copy.deepcopy(places._compiled)
    evil = compiled["organisations"]["pebble-data"]
    compiled["organisations"]["evil"] = evil | {"id": "evil", "name": HOSTILE, "legal_name": HOSTILE}
    async with start("US-TX", catalog=Catalog(compiled)) as desk:
        await _open(desk, {name: HOSTILE for name in DETAILS}, holders=("evil",))
        await desk.press("r")
        assert "evil" in desk.ids()
        await desk.press("space", "a", "w")
        assert not unprintable(desk.frame)
        await desk.press("escape", "enter")
        assert not unprintable(desk.frame)
        assert desk.app.is_running


NAMES = (
    "محمد بن علي", "דוד כהן", "李小龍", "कृष्णा शर्मा", "Jose\u0301 N\u0303u\u0301n\u0303ez", "O’Brien D'Angelo",
    "Ana שרה علي Ruiz", "A" * 200, "李" * 200, "ن" * 200, "[bold]x[/] [@click=app.quit]y[/]",
    "\x1b[31mAna\x07\u202eziuR",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=lambda name: ascii(name)[:20])
async def test_a_name_of_any_script_stands_on_the_letter_screen(start, catalog, name):
    async with start("US-TX", catalog=catalog) as desk:
        await desk.open(LetterScreen("acxiom/opt-out"))
        await desk.press("i")
        await desk.fill_in(name)
        await desk.press("enter", "escape")
        lines = desk.frame.splitlines()
        assert desk.shown == "LetterScreen"
        assert len(lines) == 24
        assert all(cell_len(line) <= 80 for line in lines)
        shown = desk.text("#letter")
        assert "[your name]" not in shown
        assert not {"\x1b", "\x07", "\u202e"} & set(shown + desk.frame)
        if "\x1b" not in name:
            assert f"Name: {name}" in shown
            assert name[:20] in "".join(lines)


@pytest.mark.parametrize("name", ["", "   ", "\u202e\u200b"])
async def test_no_name_leaves_the_gap(start, catalog, name):
    async with start("US-TX", catalog=catalog) as desk:
        await desk.open(LetterScreen("acxiom/opt-out"))
        await desk.press("i")
        await desk.fill_in(name)
        await desk.press("enter")
        assert "[your name]" in desk.text("#letter")
