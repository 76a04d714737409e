"""Recording with one key: every move, its undoing, and what is said when it cannot be."""

from datetime import date

import pytest
from textual.widgets import Input

from privacy_audit.ledger.errors import Busy, CannotWrite
from privacy_audit.ledger.moves import MOVES, SHORT, STATES
from privacy_audit.tui.screens.action import RECORDS, ActionScreen

KEY = "northstar-credit/freeze"
#: How to come to each state from the beginning.
WAYS = {
    "open": (),
    "started": ("started",),
    "asked": ("asked",),
    "acknowledged": ("asked", "acknowledged"),
    "extended": ("asked", "extended"),
    "confirmed": ("confirmed",),
    "verified": ("asked", "verified"),
    "refused": ("asked", "refused"),
    "relisted": ("confirmed", "relisted"),
    "not-found": ("not-found",),
    "set-aside": ("set-aside",),
}


def test_every_move_has_a_key():
    assert {state for _, state, _ in RECORDS} == set(STATES)
    assert len({key for key, _, _ in RECORDS}) == len(RECORDS)
    assert set(WAYS) == set(MOVES)


@pytest.mark.parametrize("status", MOVES)
async def test_every_key_from_every_state(start, status):
    """A legal key records and u takes it back; an illegal one says a sentence and writes nothing."""
    async with start("US-TX") as desk:
        for state in WAYS[status]:
            desk.session.record(KEY, state)
        await desk.open(ActionScreen(KEY))
        assert SHORT[status] in desk.frame.splitlines()[0]
        events = len(desk.app.ledger.events(desk.session.person.id))
        for key, state, _ in RECORDS:
            offered = f" {key} " in f" {' '.join(desk.text('#records').split())} "
            await desk.press(key)
            if state == "set-aside" and desk.shown == "Prompt":
                await desk.press("enter")
            if desk.shown == "RefusalScreen":  # what did they say? no reason, and the letter that comes next
                await desk.press("end", "enter")
            if desk.shown == "LetterScreen":
                await desk.press("escape")
            if state in MOVES[status]:
                events += 2
                assert offered, (status, state)
                assert desk.state(KEY) == ("open" if state == "reopen" else state)
                assert f"recorded: {SHORT[state]}" in desk.message
                assert "Northstar Credit" in desk.message
                assert "24 Nov" in desk.message
                await desk.press("u")
                assert "taken back" in desk.message
            else:
                assert not offered, (status, state)
                assert desk.message
                assert "recorded" not in desk.message.lower() or "nothing" in desk.message.lower()
                assert "Traceback" not in desk.message
            assert desk.state(KEY) == status
            assert len(desk.app.ledger.events(desk.session.person.id)) == events
        assert desk.shown == "ActionScreen"


@pytest.mark.parametrize(
    ("status", "key", "sentence"),
    [
        ("open", "g", "Not after “open”. Possible now: started, asked, said done, not there, set aside."),
        ("asked", "s", "asked, receipt, extended, said done, seen gone, refused, set aside."),
        ("confirmed", "a", "Not after “said done”. Possible now: seen gone, came back, refused."),
        ("verified", "x", "Not after “seen gone”. Possible now: seen gone, came back."),
        ("set-aside", "a", "Not after “set aside”. Possible now: opening it again."),
    ],
)
async def test_an_illegal_move_says_which_ones_are_legal(start, status, key, sentence):
    async with start("US-TX") as desk:
        for state in WAYS[status]:
            desk.session.record(KEY, state)
        await desk.open(ActionScreen(KEY))
        await desk.press(key)
        assert desk.message.endswith(sentence)
        assert not {"'", '"', "/"} & set(desk.message)
        assert desk.state(KEY) == status


async def test_nothing_is_left_to_undo(start):
    async with start("US-TX") as desk:
        await desk.open(ActionScreen(KEY))
        await desk.press("u")
        assert "no record that could be taken back" in desk.message
        await desk.press("a", "ctrl+z", "ctrl+z")
        assert "no record that could be taken back" in desk.message
        assert desk.state(KEY) == "open"


async def test_another_day(start):
    async with start("US-TX") as desk:
        await desk.open(ActionScreen(KEY))
        await desk.press("d")
        assert desk.shown == "Prompt"
        await desk.press("escape", "d")
        await desk.type("2026-11-20")
        await desk.press("enter")
        assert "20 November 2026" in desk.text("#records")
        await desk.press("a")
        assert desk.app.ledger.action(desk.session.person.id, KEY).day == date(2026, 11, 20)
        assert "20 Nov" in desk.message
        assert "on 20 November" not in desk.text("#records")

        for typed, sentence in (("the day before", "is no date"), ("2026-02-30", "is no date")):
            await desk.press("d")
            await desk.type(typed)
            await desk.press("enter")
            assert sentence in desk.message
            assert "on " not in desk.text("#records").replace("done", "")
        for typed, sentence in (("2027-01-01", "future"), ("3 weeks ago", "is no date"), ("30 days ago", "before")):
            await desk.press("d")
            await desk.type(typed)
            await desk.press("enter")
            if "no date" not in sentence:
                await desk.press("f")
            assert sentence in desk.message
            assert desk.state(KEY) == "asked"
        await desk.press("d")
        await desk.type("yesterday")
        await desk.press("enter", "f")
        assert desk.app.ledger.action(desk.session.person.id, KEY).day == date(2026, 11, 23)


async def test_reference_and_note(start):
    async with start("US-TX") as desk:
        await desk.open(ActionScreen(KEY))
        await desk.press("a")
        for key, what, text in (("r", "reference", "NS-4711"), ("n", "note", "a friendly voice")):
            await desk.press(key)
            assert desk.shown == "Prompt"
            await desk.type("thrown away")
            await desk.press("escape")
            assert getattr(desk.app.ledger.action(desk.session.person.id, KEY), what) == ""
            await desk.press(key)
            await desk.type(text)
            await desk.press("enter")
            assert f"kept: {what}" in desk.message
            assert getattr(desk.app.ledger.action(desk.session.person.id, KEY), what) == text
            assert text in " ".join(desk.text("#text-words").split())
        assert desk.state(KEY) == "asked"
        await desk.press("r")
        assert desk.app.screen.query_one(Input).value == "NS-4711"
        await desk.press("escape", "u")
        assert desk.app.ledger.action(desk.session.person.id, KEY).note == ""
        assert desk.app.ledger.action(desk.session.person.id, KEY).reference == "NS-4711"


async def test_setting_aside_with_and_without_a_reason(start):
    async with start("US-TX") as desk:
        await desk.open(ActionScreen(KEY))
        await desk.press("z")
        assert desk.shown == "Prompt"
        await desk.press("escape")
        assert desk.state(KEY) == "open"
        await desk.press("z", "enter")
        assert desk.state(KEY) == "set-aside"
        await desk.press("p", "z")
        await desk.type("too much to give away")
        await desk.press("enter")
        state = desk.app.ledger.action(desk.session.person.id, KEY)
        assert (state.status, state.note) == ("set-aside", "too much to give away")
        assert KEY not in [item.key for item in desk.session.plan]


async def test_home_to_record_is_two_keys(start):
    async with start("US-TX") as desk:
        first = desk.ids("next")[0]
        await desk.press("enter", "a")
        assert desk.state(first) == "asked"
        await desk.press("u")
        assert desk.state(first) == "open"
        await desk.press("q")
        second = desk.ids("next")[0]
        await desk.press("t", "f")
        assert desk.state(second) == "confirmed"
        assert desk.shown == "TodoScreen"


async def test_recording_from_to_do(start):
    async with start("US-TX") as desk:
        await desk.press("t")
        ids = desk.ids("todo")
        assert len(ids) == 3
        await desk.press("down", "a")
        assert desk.state(ids[1]) == "asked"
        assert "recorded: asked" in desk.message
        assert ids[1] not in desk.ids("todo")
        await desk.press("u")
        assert desk.ids("todo") == ids
        await desk.press("a", "a", "a", "a", "f")
        assert desk.ids("todo") == []
        assert "Nothing to do now." in desk.frame


async def test_recording_several_from_due(start):
    async with start(seeded=True) as desk:
        await desk.press("d")
        ids = desk.ids("dates")
        wanted = ["harvest-bank/opt-out late", "northstar-credit/access answer-expected"]
        for id in wanted:
            desk.rows("dates").go_to(id)
            await desk.press("space")
        assert desk.rows("dates").marked == set(wanted)
        assert sum("●" in line for line in desk.frame.splitlines()) == 2
        await desk.press("x")
        assert [desk.state(id.partition(" ")[0]) for id in wanted] == ["refused", "refused"]
        assert "2 of 2" in desk.message
        assert desk.rows("dates").marked == set()
        await desk.press("u", "u")
        assert desk.ids("dates") == ids

        desk.rows("dates").go_to("lantern-search/opt-out look-again")
        await desk.press("m")
        assert desk.state("lantern-search/opt-out") == "relisted"
        await desk.press("u")
        desk.rows("dates").go_to("audit re-audit")
        await desk.press("g")
        assert "Press enter" in desk.message


async def test_a_marked_row_that_cannot_move_is_left(start):
    async with start(seeded=True) as desk:
        await desk.press("d")
        for id in (
            "harvest-bank/opt-out late",
            "corner-grocer/access unfinished",
            "northstar-credit/access answer-expected",
        ):
            desk.rows("dates").go_to(id)
            await desk.press("space")
        await desk.press("x")
        assert desk.state("corner-grocer/access") == "started"
        assert desk.state("harvest-bank/opt-out") == desk.state("northstar-credit/access") == "refused"
        assert "2 of 3" in desk.message


@pytest.mark.parametrize(
    "error",
    [CannotWrite("The disk is full. Nothing was recorded."), Busy("The file is in use. Nothing was recorded.")],
)
async def test_a_ledger_that_takes_no_record(start, error):
    """One line says so, on every screen that records; nothing is lost and the program goes on."""

    def refuse(*_, **__):
        raise error

    broken = pytest.MonkeyPatch()
    async with start(seeded=True) as desk:
        events = desk.app.ledger.events(desk.session.person.id)
        for name in ("record", "answer", "annotate", "undo", "edit_person", "begin_audit", "set"):
            broken.setattr(desk.app.ledger, name, refuse)
        await desk.open(ActionScreen(KEY))
        await desk.press("a")
        assert desk.message == str(error)
        await desk.press("r")
        await desk.type("NS-1")
        await desk.press("enter")
        assert desk.message == str(error)
        await desk.press("u")
        assert desk.message == str(error)
        for keys in (("t", "a"), ("d", "g"), ("w", "right", "y"), ("h", "u"), ("u",)):
            await desk.press("q", *keys)
            assert desk.message == str(error), keys
        await desk.go("place")
        await desk.type("texas")
        await desk.press("enter")
        assert desk.message == str(error)
        broken.undo()
        await desk.press("escape")
        assert desk.app.ledger.events(desk.session.person.id) == events
        await desk.open(ActionScreen(KEY))
        await desk.press("a")
        assert desk.state(KEY) == "asked"


async def test_the_next_audit_begins_from_due(start, monkeypatch, places, ledger_path):
    from privacy_audit.ledger.store import Ledger

    with Ledger(ledger_path) as ledger:
        ledger.begin_audit(ledger.add_person("me", "US-TX").id, "quick", date(2026, 7, 1))

    def refuse(*_, **__):
        raise CannotWrite("The disk is full.")

    async with start() as desk:
        await desk.press("d")
        assert desk.ids("dates") == ["audit re-audit"]
        assert "90 days after 1 July 2026" in desk.text("#rule")
        begin = desk.app.ledger.begin_audit
        monkeypatch.setattr(desk.app.ledger, "begin_audit", refuse)
        await desk.press("enter")
        assert desk.shown == "AgainScreen"
        assert len(desk.session.standing.audits) == 1
        await desk.press("right")
        assert desk.message == "The disk is full."
        monkeypatch.setattr(desk.app.ledger, "begin_audit", begin)
        await desk.press("right")
        assert desk.message == ""
        assert [audit.scope for audit in desk.session.standing.audits] == ["quick", "again"]
        await desk.press("escape", "escape")
        assert "second audit, day 1" in desk.frame
