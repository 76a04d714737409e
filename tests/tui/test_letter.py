"""Letters and rights on the screen, with the shipped catalogue: nothing is sent, and what left is kept."""

from email import message_from_bytes

from privacy_audit.tui.screens.action import REFUSALS, ActionScreen
from privacy_audit.tui.screens.letter import LetterScreen
from privacy_audit.tui.screens.organisation import OrganisationScreen

KEY = "acxiom/opt-out"


def _letters(desk):
    return [event.data for event in desk.app.ledger.events(desk.session.person.id) if event.kind == "letter"]


async def test_the_rights_of_a_person_stand_with_their_reasons(start, catalog):
    async with start("US-TX", catalog=catalog) as desk:
        await desk.open(OrganisationScreen("acxiom"))
        await desk.press("r")
        assert desk.shown == "RightsScreen"
        whole = desk.text("#rights")
        assert "You may probably use: Texas Data Privacy and Security Act" in whole
        assert "answer within 45 days" in whole
        assert "Texas Attorney General" in whole
        usable = whole.partition("Not for you here")[0]
        assert "California" not in usable
        await desk.press("escape", "r", "escape")
        assert desk.shown == "OrganisationScreen"


async def test_the_same_organisation_may_be_open_twice(start, catalog):
    async with start("US-TX", catalog=catalog) as desk:
        await desk.open(OrganisationScreen("acxiom"))
        await desk.open(OrganisationScreen("acxiom"))
        await desk.press("r", "escape")
        assert desk.shown == "OrganisationScreen"


async def test_the_letter_asks_for_its_gaps_only_and_forgets_them(start, catalog, isolated):
    async with start("US-TX", catalog=catalog) as desk:
        await desk.open(ActionScreen(KEY))
        await desk.press("l")
        assert desk.shown == "LetterScreen"
        assert "[your name]" in desk.text("#letter")
        await desk.press("i")
        await desk.fill_in("Ann Example")
        await desk.press("enter")
        await desk.fill_in("ann@example.com")
        await desk.press("enter")
        assert desk.shown == "LetterScreen"
        assert "Ann Example" in desk.text("#letter")
        assert "[your" not in desk.text("#letter")
        assert "your name, an e-mail address" in desk.text("#tells")
        await desk.press("c")
        assert "copied: the letter" in desk.message
        assert "nothing was sent" in desk.message
        (kept,) = _letters(desk)
        assert (kept["channel"], kept["discloses"]) == ("clipboard", ["name", "email"])
        await desk.press("a")
        assert desk.state(KEY) == "asked"
    written = [path.read_bytes() for path in isolated.parent.rglob("*") if path.is_file()]
    assert not any(b"Ann Example" in text for text in written)


async def test_a_letter_is_saved_as_a_draft(start, catalog, documents):
    async with start("US-TX", catalog=catalog) as desk:
        await desk.open(LetterScreen(KEY))
        await desk.press("e")
        assert desk.shown == "Prompt"
        await desk.press("enter")
        (path,) = documents.glob("*.eml")
        draft = message_from_bytes(path.read_bytes())
        assert draft["X-Unsent"] == "1"
        assert draft["To"] == "consumeradvo@acxiom.com"
        assert f"written: {path}" in desk.message
        await desk.press("x")
        await desk.fill_in(str(documents / "nowhere" / "letter.txt"))
        await desk.press("enter")
        assert len(_letters(desk)) == 1


async def test_a_language_is_one_in_use_there(start, catalog):
    async with start("CA-QC", catalog=catalog) as desk:
        await desk.open(LetterScreen("equifax-ca/access"))
        assert "Madame, Monsieur," in desk.text("#letter")
        await desk.press("l")
        assert "Dear Sir or Madam:" in desk.text("#letter")
        await desk.press("l")
        assert "Madame, Monsieur," in desk.text("#letter")


async def test_a_refusal_opens_the_next_step(start, catalog):
    async with start("US-TX", catalog=catalog) as desk:
        desk.session.record(KEY, "asked")
        await desk.open(ActionScreen(KEY))
        await desk.press("x")
        assert desk.state(KEY) == "refused"
        assert desk.shown == "Choose"
        await desk.press("down", "down", "enter")
        assert desk.shown == "LetterScreen"
        assert list(REFUSALS)[2] in desk.frame.splitlines()[0]
        await desk.press("escape", "u")
        assert desk.state(KEY) == "asked"


async def test_every_answer_to_a_refusal_is_a_letter_or_a_plain_sentence(start, catalog):
    async with start("US-CA", catalog=catalog) as desk:
        desk.session.record(KEY, "asked")
        desk.session.record(KEY, "refused")
        for kind in REFUSALS:
            await desk.open(LetterScreen(KEY, kind))
            assert len(desk.text("#letter")) > 40
            await desk.press("k", "escape", "escape")


async def test_what_is_done_by_oneself_needs_no_letter(start, catalog):
    async with start("US-TX", catalog=catalog) as desk:
        await desk.open(LetterScreen("phone-number-at-the-till/habit-no-number"))
        assert "Nobody has to be written to" in desk.text("#letter")
        await desk.press("c", "m", "e")
        assert desk.shown == "LetterScreen"
        assert _letters(desk) == []
