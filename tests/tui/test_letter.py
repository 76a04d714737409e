"""Letters and rights on the screen, with the shipped catalogue: nothing is sent, and what left is kept."""

from datetime import date
from email import message_from_bytes

import pytest

from privacy_audit.rights.ladder import REFUSALS
from privacy_audit.tui import outside
from privacy_audit.tui.app import PrivacyAudit
from privacy_audit.tui.screens.action import ActionScreen
from privacy_audit.tui.screens.letter import LetterScreen
from privacy_audit.tui.screens.organisation import OrganisationScreen
from privacy_audit.tui.screens.rights import RightsScreen

KEY = "acxiom/opt-out"
LONG_AGO = date(2026, 9, 1)


def _letters(desk):
    return [event.data for event in desk.app.ledger.events(desk.session.person.id) if event.kind == "letter"]


async def test_the_rights_of_a_person_stand_with_their_reasons(start, catalog):
    async with start("US-TX", catalog=catalog) as desk:
        await desk.open(OrganisationScreen("acxiom"))
        await desk.press("r")
        assert desk.shown == "RightsScreen"
        whole = desk.text("#rights")
        assert "You may probably use: Texas Data Privacy and Security Act" in whole
        assert "[541.051]: 45 days" in whole
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
        assert "Discloses  your name, an e-mail address" in desk.text("#beside-words")
        assert "Gaps" not in desk.text("#beside-words")
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


@pytest.fixture
def opened(monkeypatch) -> list[str]:
    """The pages that were opened in the browser."""
    pages: list[str] = []
    monkeypatch.setattr(PrivacyAudit, "open_url", lambda self, url, **_: pages.append(url))
    monkeypatch.setattr(outside, "_has_desktop", lambda: True)
    return pages


def _beside(desk) -> str:
    return " ".join(desk.text("#beside-words").split())


async def test_law_days_and_letter_stand_side_by_side(start, catalog):
    async with start("US-TX", catalog=catalog, size=(120, 40)) as desk:
        await desk.open(LetterScreen(KEY))
        letter, panel = desk.app.screen.query_one("#text").region, desk.app.screen.query_one("#beside").region
        assert letter.right <= panel.x
        assert letter.y == panel.y
        assert "Texas Data Privacy and Security Act (541.051" in _beside(desk)
        assert "probably yours here" in _beside(desk)
        assert "by 8 January 2027 (45 days from 24 November 2026" in _beside(desk)
        assert "if you send it today" in _beside(desk)
        assert "Texas Attorney General" in _beside(desk)
        assert "j writes the complaint" in _beside(desk)


async def test_in_a_narrow_window_law_and_days_are_a_few_lines_and_w_reads_all(start, catalog):
    async with start("US-TX", catalog=catalog) as desk:
        await desk.open(LetterScreen(KEY))
        lines = desk.text("#beside-words").splitlines()
        assert 3 <= len(lines) <= 6
        assert "if sent today: an answer by 8 Jan 2027" in lines[1]
        assert desk.app.screen.query_one("#text").region.height >= 12
        await desk.press("w")
        assert "whether this one is among them cannot be known here" in _beside(desk)
        assert not desk.app.screen.query_one("#text").display
        await desk.press("w")
        assert desk.text("#beside-words").splitlines() == lines
        await desk.press("w")
        await desk.resize(120, 40)
        assert desk.app.screen.query_one("#text").display
        assert "Estimates" in _beside(desk)
        await desk.resize(80, 24)
        assert desk.text("#beside-words").splitlines() == lines


@pytest.mark.parametrize(
    ("region", "key", "law"),
    [
        ("US-CA", "acxiom/opt-out", "California Consumer Privacy Act"),
        ("CA-QC", "equifax-ca/access", "Quebec Act"),
        ("MX-JAL", "myheritage/delete", "Ley Federal de Protección de Datos"),
    ],
)
async def test_the_law_beside_the_letter_is_the_one_it_rests_on(start, catalog, region, key, law):
    async with start(region, catalog=catalog, size=(120, 40)) as desk:
        await desk.open(LetterScreen(key))
        assert f"Law {law}" in _beside(desk)
        await desk.press("i", "escape")
        assert desk.shown == "LetterScreen"


async def test_without_a_law_it_is_said_plainly(start, catalog):
    async with start("US-LA", catalog=catalog, size=(120, 40)) as desk:
        await desk.open(LetterScreen("acxiom/opt-out"))
        assert "Law none" in _beside(desk)
        assert "asks politely and claims nothing" in _beside(desk)
        assert "no law sets days" in _beside(desk)
        await desk.press("j")
        assert "Louisiana Attorney General" in desk.text("#letter")
        assert "Its privacy notice promises" in desk.text("#letter")


async def test_no_reply_waits_and_then_reminds_and_then_complains(start, catalog):
    async with start("US-TX", catalog=catalog) as desk:
        await desk.open(ActionScreen(KEY))
        await desk.press("y")
        assert "Nothing of yours waits" in desk.message
        desk.session.record(KEY, "asked")
        await desk.press("y")
        assert "Their days run until" in desk.message
        assert desk.shown == "ActionScreen"
    async with start(catalog=catalog) as desk:
        await desk.press("ctrl+z")
        desk.session.record(KEY, "asked", LONG_AGO)
        await desk.open(ActionScreen(KEY))
        assert "y writes the reminder" in " ".join(desk.text("#text-words").split())
        await desk.press("y")
        assert desk.shown == "LetterScreen"
        assert "Follow-up" in desk.frame.splitlines()[0]
        await desk.press("a")
        assert "kept: sent on 24 November 2026" in desk.message
        assert desk.session.standing.state(KEY).asked_on == LONG_AGO
        await desk.press("y")
        assert "Appeal" in desk.frame.splitlines()[0]
        await desk.press("y")
        assert "Complaint" in desk.frame.splitlines()[0]
        assert "November 24, 2026: I wrote again." in desk.text("#letter")
        await desk.press("escape", "y")
        assert "Appeal" in desk.frame.splitlines()[0]


async def test_a_refusal_is_recorded_with_its_reason_and_opens_the_answer(start, catalog):
    async with start("US-TX", catalog=catalog) as desk:
        desk.session.record(KEY, "asked", LONG_AGO)
        await desk.open(ActionScreen(KEY))
        await desk.press("x")
        assert desk.shown == "RefusalScreen"
        assert len([id for id in desk.ids() if id in REFUSALS]) >= 7
        await desk.press("escape")
        assert "Nothing was recorded" in desk.message
        assert desk.state(KEY) == "asked"
        await desk.press("x", "down", "down", "enter")
        assert desk.state(KEY) == "refused"
        assert desk.shown == "LetterScreen"
        assert "use our form" in desk.frame.splitlines()[0]
        assert "recorded: refused" in desk.message
        await desk.press("c", "escape")
        assert "They said: use our form" in desk.text("#text-words")
        await desk.press("y")
        assert "Appeal" in desk.frame.splitlines()[0]
        assert "use our form" not in desk.text("#letter")
        await desk.press("escape", "u")
        assert desk.state(KEY) == "asked"


async def test_an_answer_may_be_written_without_recording_a_refusal(start, catalog):
    async with start("US-TX", catalog=catalog) as desk:
        desk.session.record(KEY, "asked", LONG_AGO)
        await desk.open(ActionScreen(KEY))
        await desk.press("x", "w")
        assert desk.shown == "LetterScreen"
        assert desk.state(KEY) == "asked"


async def test_their_own_words_stand_in_the_appeal(start, catalog):
    async with start("US-TX", catalog=catalog) as desk:
        desk.session.record(KEY, "asked", LONG_AGO)
        await desk.open(ActionScreen(KEY))
        await desk.press("x", "end", "up", "enter")
        assert desk.shown == "Prompt"
        await desk.fill_in("We only do this for members")
        await desk.press("enter")
        assert "Appeal" in desk.frame.splitlines()[0]
        assert "because: “We only do this for members”" in desk.text("#letter")
        await desk.press("escape", "j")
        assert "it refused: “We only do this for members”" in desk.text("#letter")


async def test_a_refusal_recorded_elsewhere_is_asked_about(start, catalog):
    async with start("US-TX", catalog=catalog) as desk:
        desk.session.record(KEY, "asked", LONG_AGO)
        desk.session.record(KEY, "refused", note="a note of my own")
        await desk.open(ActionScreen(KEY))
        await desk.press("y")
        assert desk.shown == "RefusalScreen"
        await desk.press("enter")
        assert "copy of an ID" in desk.frame.splitlines()[0]
        assert "a note of my own" not in desk.text("#letter")
        await desk.press("escape")
        assert "kept: They said: send a copy of an ID" in desk.message
        await desk.press("u")
        assert desk.state(KEY) == "refused"


async def test_the_office_is_one_key_away(start, catalog, opened):
    async with start("US-TX", catalog=catalog) as desk:
        desk.session.record(KEY, "asked", LONG_AGO)
        await desk.open(ActionScreen(KEY))
        await desk.press("h")
        await desk.press("l", "o", "v", "o", "j")
        assert desk.shown == "LetterScreen"
        assert "Complaint about Acxiom LLC" in desk.text("#letter")
        assert len(opened) == 3
        assert len(set(opened)) == 1
        assert "texasattorneygeneral.gov" in opened[0]


async def test_from_an_organisation_the_complaint_is_about_what_was_asked(start, catalog, opened):
    async with start("US-TX", catalog=catalog) as desk:
        await desk.open(RightsScreen("acxiom"))
        await desk.press("j")
        assert "No request of yours" in desk.message
        desk.session.record(KEY, "asked", LONG_AGO)
        await desk.press("j")
        assert desk.shown == "LetterScreen"
        await desk.press("escape", "h")
        assert len(opened) == 1


async def test_where_no_law_helps_the_offices_are_named(start, catalog):
    async with start("US-LA", catalog=catalog) as desk:
        await desk.open(RightsScreen("acxiom"))
        assert "Where people complain" in desk.text("#rights")
        assert "Louisiana" in desk.text("#rights").partition("Where people complain")[2]


async def test_a_letter_without_an_address_offers_other_ways(start, catalog, opened):
    key = "23andme/access"
    async with start("US-CA", catalog=catalog) as desk:
        await desk.open(LetterScreen(key))
        assert "no e-mail or postal address is known: n" in desk.text("#beside-words")
        await desk.press("m")
        assert "n shows other ways" in desk.message
        await desk.press("n")
        assert desk.shown == "Choose"
        await desk.press("enter")
        assert opened == ["https://www.23andme.com/"]
        await desk.press("n", "down", "enter")
        assert "privacy@23andme.com" in desk.message
        assert "no e-mail or postal address" not in desk.text("#beside-words")
        await desk.press("c")
        (kept,) = _letters(desk)
        assert kept["to"] == "privacy@23andme.com"


async def test_the_day_of_sending_and_their_address_are_gaps_that_fill(start, catalog):
    async with start("MX-JAL", catalog=catalog) as desk:
        await desk.open(LetterScreen("myheritage/delete", "complaint"))
        await desk.press("i")
        for typed in ("Ana Pérez", "ana@example.com", "Zapopan", "no day", "2026-09-01"):
            if desk.shown != "Prompt":
                assert "is no date" in desk.message
                await desk.press("i")
            await desk.fill_in(typed)
            await desk.press("enter")
        await desk.fill_in("MyHeritage, Example Street 1, Austin, TX 78701")
        await desk.press("enter")
        assert desk.shown == "LetterScreen"
        assert "1 de septiembre de 2026: le envié" in desk.text("#letter")
        assert "domicilio en Example Street 1" in desk.text("#letter")
        assert "Gaps" not in desk.text("#beside-words")


async def test_every_answer_to_a_refusal_is_a_letter_or_a_plain_sentence(start, catalog):
    async with start("US-CA", catalog=catalog) as desk:
        desk.session.record(KEY, "asked")
        desk.session.record(KEY, "refused")
        for kind in (*REFUSALS, "appeal", "complaint"):
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
