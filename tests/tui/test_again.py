"""The second visit in the program: looking again, how often, and what changed in a life."""

from datetime import date

from privacy_audit.ledger.store import Ledger
from privacy_audit.session import Session

from . import invented
from .invented import TODAY

OPT_OUT = "mirror-people/opt-out"


def an_early_audit(ledger_path, places, *more: tuple[str, str, date]) -> None:
    """Somebody in Texas whose audit began in July, with what they recorded since."""
    with Ledger(ledger_path) as ledger:
        session = Session(places, ledger, ledger.add_person("me", "US-TX"), date(2026, 7, 1))
        session.begin_audit("whole")
        session.answer("mirror-people", "yes")
        for key, state, day in more or ((OPT_OUT, "confirmed", date(2026, 7, 9)),):
            session.today = day
            session.record(key, state, day)


async def test_home_leads_to_the_look_again_when_it_is_time(start, places, ledger_path):
    an_early_audit(ledger_path, places)
    async with start() as desk:
        assert "a Look again" in desk.frame
        await desk.press("a")
        assert desk.shown == "AgainScreen"
        words = " ".join(desk.frame.split())
        assert "Your last audit began on 1 July 2026. It is time for: Credit bureaus, Data brokers." in words
        assert "1 said done, never seen gone" in desk.frame
        assert "Press → and it is begun" in desk.frame
        assert len(desk.session.standing.audits) == 1, "opening it records nothing"
        await desk.press("right")
        assert [audit.scope for audit in desk.session.standing.audits] == ["whole", "again"]
        assert desk.ids("holders") == ["mirror-people"]
        assert "said done, never seen gone, 9 Jul" in desk.frame
        assert "they said done on 9 July 2026; you have not looked since" in desk.text("#reasons")
        await desk.press("right")
        assert OPT_OUT in desk.ids("actions")
        assert "m Came back" in desk.frame
        await desk.press("m")
        assert desk.state(OPT_OUT) == "relisted"
        assert "recorded: came back" in desk.message
        assert OPT_OUT in desk.ids("actions"), "the row stays where it was"
        await desk.press("right")
        assert desk.shown == "HomeScreen"
        assert "second audit, day 1" in desk.frame
        assert "a Look again" in desk.frame, "it is gone on with"
        await desk.press("a")
        assert "gone on with" in desk.frame
        assert "1 came back" in desk.frame


async def test_before_its_time_no_key_leads_there(start, places, ledger_path):
    with Ledger(ledger_path) as ledger:
        invented.seed(ledger, places)
    async with start() as desk:
        assert "Look again" not in desk.frame
        await desk.press("a")
        assert desk.shown == "HomeScreen"
        await desk.go("again")
        assert desk.shown == "AgainScreen"


async def test_answers_work_as_in_every_walk_and_enter_opens_what_is_asked_about(start, places, ledger_path):
    an_early_audit(ledger_path, places)
    async with start() as desk:
        await desk.press("a", "right", "n")
        assert desk.session.standing.answers["mirror-people"] == "no"
        assert desk.ids("holders") == ["mirror-people"], "the list stays as it was opened"
        await desk.press("ctrl+z", "enter")
        assert desk.shown == "OrganisationScreen"
        await desk.press("escape", "right", "enter")
        assert desk.shown == "ActionScreen"


async def test_with_nothing_to_look_at_it_says_so_and_can_still_be_begun(start, places, ledger_path):
    an_early_audit(ledger_path, places, (OPT_OUT, "set-aside", date(2026, 7, 2)))
    async with start() as desk:
        await desk.press("a")
        assert "Now: nothing has to be looked at again." in desk.frame
        await desk.press("right", "right", "right")
        assert desk.shown == "HomeScreen"
        assert len(desk.session.standing.audits) == 2


async def test_a_clock_set_back_is_said_in_the_line_at_the_bottom(start, places, ledger_path):
    with Ledger(ledger_path) as ledger:
        ledger.begin_audit(ledger.add_person("me", "US-TX").id, "whole", date(2027, 3, 1))
    async with start(size=(120, 40)) as desk:
        await desk.go("again")
        await desk.press("right")
        assert "2027-03-01, after 2026-11-24" in desk.message
        assert len(desk.session.standing.audits) == 1


async def test_a_rhythm_is_set_and_given_back(start, places, ledger_path):
    an_early_audit(ledger_path, places)
    async with start() as desk:
        await desk.press("d", "h")
        assert desk.shown == "RhythmScreen"
        desk.rows("rhythms").go_to("brokers")
        await desk.press("enter")
        await desk.fill_in("30")
        await desk.press("enter")
        assert desk.session.standing.rhythms == {"brokers": 30}
        assert desk.message == "kept: Data brokers, every 30 days"
        assert "30 days after 1 July 2026, when your last audit began; your rhythm" in " ".join(
            desk.text("#rule").split()
        )
        for wrong in ("6", "2000", "often", ""):
            await desk.press("enter")
            await desk.fill_in(wrong)
            await desk.press("enter")
            assert desk.message == "Give a whole number of days from 7 to 1000."
        await desk.press("d")
        assert desk.session.standing.rhythms == {}
        assert desk.message == "kept: Data brokers, its own rhythm"
        await desk.press("enter", "escape")
        assert desk.shown == "RhythmScreen"


async def test_a_move_is_recorded_with_its_day_and_shows_what_to_do(start, places, ledger_path):
    an_early_audit(ledger_path, places)
    async with start() as desk:
        await desk.press("c")
        assert desk.shown == "LifeScreen"
        assert desk.ids("changes") == ["moved", "denied"]
        await desk.press("enter")
        await desk.fill_in("2026-11-03")
        await desk.press("enter")
        assert desk.shown == "TasksScreen"
        assert "You moved on 3 November 2026" in desk.frame
        assert desk.ids("tasks") == [OPT_OUT, "prairie-offers/opt-out"]
        assert "a new address makes a new listing" in desk.text("#reason")
        assert "Tell each sender yourself." in desk.frame
        await desk.press("r")
        assert desk.shown == "PlaceScreen"
        await desk.press("escape", "enter")
        assert desk.shown == "ActionScreen"
        await desk.press("g", "escape")
        assert desk.ids("tasks") == ["prairie-offers/opt-out"]
        await desk.press("escape")
        assert "3 Nov · 1 thing left" in desk.frame
        await desk.press("l")
        assert desk.shown == "TasksScreen"
        await desk.press("u", "u")
        assert "taken back" in desk.message
        assert desk.ids("tasks") == []
        await desk.press("escape", "l")
        assert "not recorded yet" in desk.message


async def test_a_day_that_cannot_be_is_said_and_nothing_is_recorded(start):
    async with start("US-TX") as desk:
        for wrong, words in (("2026-11-25", "in the future"), ("soon", "no date")):
            await desk.go("life")
            await desk.press("enter")
            await desk.fill_in(wrong)
            await desk.press("enter")
            assert words in desk.message
            assert desk.session.standing.life == ()
        await desk.press("enter", "escape")
        assert desk.shown == "LifeScreen"


async def test_a_refusal_asks_whom_the_notice_names(start):
    async with start("US-TX") as desk:
        await desk.go("life")
        await desk.press("down", "enter", "enter")
        assert "Which agency does the notice name?" in desk.frame
        await desk.fill_in("northstar")
        await desk.press("enter")
        assert "Which of them?" in desk.frame
        await desk.press("enter")
        assert desk.session.standing.life[0].organisation == "northstar-credit"
        assert desk.ids("tasks") == ["northstar-credit/access"]
        assert "60 days from the notice" in " ".join(desk.text("#reason").split())
        assert "23 Jan 2027" in desk.frame


async def test_a_refusal_without_a_known_name_is_recorded_all_the_same(start):
    async with start("US-TX") as desk:
        await desk.go("life")
        await desk.press("down", "enter", "enter")
        await desk.fill_in("zzqq")
        await desk.press("enter")
        assert desk.notices == ["Nobody here is called zzqq: recorded without a name."]
        assert desk.session.standing.life[0].organisation == ""
        await desk.press("escape", "u", "enter", "enter")
        await desk.fill_in("northstar")
        await desk.press("enter", "end", "enter")
        assert desk.session.standing.life[0].organisation == ""
        await desk.press("escape", "enter", "enter", "escape")
        assert len(desk.session.standing.life) == 1


async def test_due_names_what_changed_and_leads_there(start, places, ledger_path):
    with Ledger(ledger_path) as ledger:
        session = Session(places, ledger, ledger.add_person("me", "US-TX"), TODAY)
        session.life("moved", date(2026, 11, 3))
    async with start() as desk:
        assert "You moved on 3 November 2026: 1 thing to do" in desk.frame
        await desk.press("d")
        assert desk.ids("dates") == ["event/moved life"]
        await desk.press("g")
        assert "Press enter" in desk.message
        await desk.press("enter")
        assert desk.shown == "LifeScreen"


async def test_the_organisation_and_the_history_say_how_long_it_stayed_away(start, places, ledger_path):
    an_early_audit(
        ledger_path, places, (OPT_OUT, "confirmed", date(2026, 7, 9)), (OPT_OUT, "relisted", date(2026, 10, 7))
    )
    async with start(size=(120, 40)) as desk:
        await desk.press("h")
        assert "after 90 days" in desk.frame
        await desk.press("enter")
        assert "Came back" in desk.frame
        assert "7 October 2026, after 90 days away" in desk.frame


async def test_history_names_changes_too(start, places, ledger_path):
    with Ledger(ledger_path) as ledger:
        session = Session(places, ledger, ledger.add_person("me", "US-TX"), TODAY)
        session.life("moved", date(2026, 11, 3), note="to the hill")
    async with start(size=(120, 40)) as desk:
        await desk.press("h")
        assert "You moved on 3 November 2026" in desk.frame
        assert "to the hill" in desk.frame
        await desk.press("enter")
        assert desk.shown == "HistoryScreen"
        await desk.press("u")
        assert desk.message == "taken back: You moved on 3 November 2026"
