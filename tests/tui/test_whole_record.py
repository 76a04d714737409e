"""The whole record as a file, and removing for good, on the screens."""

import pytest

from privacy_audit.ledger import backup
from privacy_audit.ledger.store import Ledger
from privacy_audit.tui.screens.forget import _WORD


@pytest.fixture
def own(isolated, monkeypatch):
    folder = isolated / "own"
    monkeypatch.setenv("PRIVACY_AUDIT_CHECKLISTS", str(folder))
    return folder


async def answer(desk, row: str, text: str) -> None:
    """Choose a row, type a text at its question, and press enter."""
    desk.rows().go_to(row)
    await desk.press("enter")
    await desk.fill_in(text)
    await desk.press("enter")


async def test_it_is_written_out_and_read_back(start, documents, own, tmp_path, places):
    async with start(seeded=True) as desk:
        events = len(desk.app.ledger.events(desk.session.person.id))
        await desk.go("transfer")
        await answer(desk, "export", str(documents / "all.jsonl"))
        assert desk.message == f"written: {documents / 'all.jsonl'}"
        await answer(desk, "import", str(documents / "all.jsonl"))
        assert "0 events" in desk.message
        assert "known already" in desk.message
        assert len(desk.app.ledger.events(desk.session.person.id)) == events
    with Ledger(tmp_path / "other.db") as other:
        from privacy_audit.ledger.transfer import check

        assert check(documents / "all.jsonl").add(other, None).events >= events


async def test_what_cannot_be_read_or_written_is_said(start, documents, own):
    async with start("US-TX") as desk:
        await desk.go("transfer")
        await answer(desk, "export", str(documents / "nowhere" / "all.jsonl"))
        assert "There is no folder" in desk.message
        (documents / "bad.jsonl").write_text("hello\n")
        await answer(desk, "import", str(documents / "bad.jsonl"))
        assert desk.message == "Line 1 is no JSON. Nothing was imported."
        await desk.press("enter", "escape")
        assert desk.shown == "TransferScreen"


async def test_own_organisations_that_come_are_there_at_once(start, documents, own):
    async with start("US-TX") as desk:
        await desk.go("transfer")
        await answer(desk, "export", str(documents / "all.jsonl"))
        before = desk.session
        await answer(desk, "import", str(documents / "all.jsonl"))
        assert desk.session is not before
        assert desk.session.person == before.person


async def test_somebody_is_forgotten_after_typing_the_label(start, ledger_path, own, documents):
    async with start(seeded=True) as desk:
        desk.app.ledger.add_person("ann", "US-CA")
        label = desk.session.person.label
        await desk.go("forget")
        assert f"Of “{label}” goes:" in desk.frame.replace("\n", " ")
        assert "ann" not in desk.frame
        await answer(desk, "forget", "somebody else")
        assert desk.message == "That was another word. Nothing was removed."
        await desk.press("enter", "escape")
        assert len(desk.app.ledger.people()) == 2
        await answer(desk, "forget", label)
        assert desk.app._exit
    with Ledger(ledger_path) as ledger:
        assert [person.label for person in ledger.people()] == ["ann"]


async def test_everything_goes_after_typing_the_words(start, ledger_path, own):
    async with start(seeded=True) as desk:
        backup.make(ledger_path)
        await desk.go("forget")
        await desk.press("down")
        assert "its backups: 1 file" in desk.frame
        await answer(desk, "wipe", "yes")
        assert ledger_path.exists()
        await answer(desk, "wipe", _WORD)
        assert desk.app._exit
        assert desk.app.ledger is None
    assert not [path for path in ledger_path.parent.rglob("*") if path.is_file()]
