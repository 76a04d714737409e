"""Texts laid out: pieces that flow into lines, and the line of keys."""

from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Input

from privacy_audit.tui.keys import Keys, _types
from privacy_audit.tui.words import flow, plain

PIECES = ["a asked", "f said done", "g seen gone", "x refused", "m came back"]


def lines(pieces, width, gap="   ") -> list[str]:
    return flow([plain(piece) for piece in pieces], width, gap).plain.split("\n")


def keys(desk) -> str:
    """The line of keys, with plain spaces."""
    return str(desk.app.screen.query_one(Keys).content).replace("\N{NO-BREAK SPACE}", " ")


def test_pieces_flow_into_lines():
    assert lines(PIECES, 80) == ["a asked   f said done   g seen gone   x refused   m came back"]
    assert lines(PIECES, 34) == ["a asked   f said done", "g seen gone   x refused", "m came back"]
    assert lines(PIECES, 35) == ["a asked   f said done   g seen gone", "x refused   m came back"]
    assert lines(PIECES, 5) == PIECES
    assert lines(PIECES[:2], 20, gap=" ") == ["a asked f said done"]
    assert lines(["漢字漢字", "漢字"], 14) == ["漢字漢字", "漢字"]
    assert lines(["漢字漢字", "漢字"], 15) == ["漢字漢字   漢字"]


def test_nothing_flows_into_nothing():
    assert flow([], 80).plain == ""
    assert flow([plain("")], 80).plain == ""


@given(st.lists(st.text("abc 漢", min_size=1, max_size=20), min_size=1, max_size=12), st.integers(-5, 60))
def test_no_piece_is_broken_or_lost(pieces, width):
    out = lines(pieces, width)
    assert "   ".join(line for line in out) == "   ".join(pieces)
    for line in out:
        if plain(line).cell_length > width:
            assert line in pieces


def test_styles_and_acts_stay_with_their_piece():
    out = flow([plain("one", "bold"), plain("two"), plain("three", "bold")], 6)
    assert out.plain == "one\ntwo\nthree"
    assert [(span.start, span.end) for span in out.spans if "bold" in str(span.style)] == [(0, 3), (8, 13)]


def test_keys_that_are_typed():
    assert all(_types(key) for key in ("q", "b", "7", "slash", "question_mark", "space", "greater_than_sign"))
    assert not any(_types(key) for key in ("escape", "f1", "ctrl+n", "down", "enter"))


async def test_while_typing_only_keys_that_do_something_are_named(start):
    async with start(seeded=True) as desk:
        home = keys(desk)
        assert "? Keys" in home
        assert "/ Find" in home
        await desk.press("slash")
        assert isinstance(desk.app.focused, Input)
        typing = keys(desk)
        assert "Back" in typing
        assert "^n Add your own" in typing
        for key in ("?", "/", "q"):
            assert f"{key} " not in typing, typing
        await desk.press("escape")
        assert keys(desk) == home


async def test_the_line_follows_the_field_and_the_list(start):
    async with start(seeded=True) as desk:
        await desk.press("s")
        assert "Leave" not in keys(desk)
        assert "Other engine" in keys(desk)
        desk.rows().focus()
        await desk.settle()
        assert "q Leave" in keys(desk)
        assert "? Keys" in keys(desk)
        await desk.press("shift+tab")
        assert "Leave" not in keys(desk)


async def test_help_is_named_by_the_key_that_works_while_typing(start):
    async with start(seeded=True) as desk:
        await desk.press("slash")
        assert "f1 Keys" in keys(desk)
        await desk.press("f1")
        assert desk.shown == "HelpScreen"
        await desk.press("escape")
        assert desk.shown == "FindScreen"
