"""Evidence on the screens: kept with `i` on an action, taken back with `u`, written out again."""

import pytest

from privacy_audit.tui.screens.action import ActionScreen
from privacy_audit.tui.screens.evidence import EvidenceScreen

KEY = "northstar-credit/freeze"


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "listing.png"
    path.write_bytes(b"a picture of a listing")
    return path


async def keep(desk, path) -> None:
    await desk.press("a")
    await desk.fill_in(str(path))
    await desk.press("enter")


async def test_a_file_is_kept_shown_and_taken_back(start, picture):
    async with start("US-TX") as desk:
        await desk.open(ActionScreen(KEY))
        await desk.press("i")
        assert desk.shown == "EvidenceScreen"
        assert "No file is kept here yet" in desk.frame
        await keep(desk, picture)
        assert desk.message == "kept: listing.png (22 bytes) · u takes it back"
        (one,) = desk.session.evidence(KEY)
        assert one.hash in desk.frame
        await desk.press("escape")
        assert "24 November 2026: listing.png (22 bytes)" in desk.frame
        await desk.press("i", "u")
        assert desk.message.endswith("freeze your file: listing.png") or "listing.png" in desk.message
        assert desk.session.evidence(KEY) == []
        assert "No file is kept here yet" in desk.frame


async def test_what_cannot_be_kept_is_said(start, picture, tmp_path):
    async with start("US-TX") as desk:
        await desk.open(EvidenceScreen(KEY))
        await keep(desk, tmp_path / "gone.png")
        assert "There is no file" in desk.message
        await keep(desk, tmp_path)
        assert "is a folder" in desk.message
        await desk.press("a", "escape", "w")
        assert desk.message == "There is no file to write out."
        assert desk.session.evidence() == []


async def test_a_file_is_written_out_again(start, picture, documents):
    async with start("US-TX") as desk:
        await desk.open(EvidenceScreen(KEY))
        await keep(desk, picture)
        await desk.press("enter", "enter")
        assert (documents / "listing.png").read_bytes() == picture.read_bytes()
        assert desk.message == f"written: {documents / 'listing.png'}"
        await desk.press("w")
        await desk.fill_in(str(documents / "nowhere" / "x.png"))
        await desk.press("enter")
        assert "There is no folder" in desk.message


async def test_it_stands_in_the_history(start, picture):
    async with start("US-TX") as desk:
        await desk.open(EvidenceScreen(KEY))
        await keep(desk, picture)
        await desk.go("history")
        assert "listing.png" in desk.frame
        await desk.press("u")
        assert "listing.png" in desk.message
        assert "listing.png" not in "\n".join(desk.frame.splitlines()[:-2])
