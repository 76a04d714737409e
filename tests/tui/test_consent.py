"""A page that uses the network: asking first, progress, stopping, and every way in which it can end."""

import asyncio

import pytest

from privacy_audit.ledger import requests
from privacy_audit.ledger.errors import LedgerError
from privacy_audit.ledger.store import Ledger
from privacy_audit.network import consent
from privacy_audit.network.errors import NotThere
from privacy_audit.network.opening import open_gate
from privacy_audit.network.purpose import Purpose
from privacy_audit.network.purposes import ACCOUNT, BREACHES
from privacy_audit.tui.online import OnlinePage, in_words
from privacy_audit.tui.words import Words

from .test_hostile import HOSTILE


class Asking(OnlinePage):
    """A page whose work is given by the test."""

    STOPPED = "Stopped. The list kept before stays."

    def __init__(self, work, purpose: Purpose = BREACHES):
        super().__init__()
        self.work, self.purpose, self.results, self.fills = work, purpose, [], 0

    def body(self):
        yield Words("Something to ask for.")

    def fill(self):
        self.fills += 1
        self.title_line("Asking")

    def on_done(self, result):
        self.results.append(result)
        self.say(f"came: {result}")

    def ask(self):
        self.ask_then(self.purpose, self.work)


async def at_once(permit):
    return permit.how


class Slow:
    """Work that goes on until it is stopped, and then writes once more, as a receipt is written."""

    def __init__(self):
        self.begun = self.stopped = False
        self.page: Asking | None = None

    async def __call__(self, permit):
        session = self.page.session
        self.begun = True
        self.page.progress(3, 10, "Looking at")
        try:
            await asyncio.Event().wait()
        finally:
            session.ledger.set(session.person.id, "network/test", "written")
            self.stopped = True


@pytest.fixture
async def desk(start):
    async with start(region="US-TX") as desk:
        yield desk


async def _open(desk, work=at_once, purpose=BREACHES) -> Asking:
    page = Asking(work, purpose)
    if isinstance(work, Slow):
        work.page = page
    await desk.open(page)
    return page


async def _ask(desk, page) -> None:
    page.ask()
    await desk.settle()


def _standing(desk, purpose=BREACHES) -> str:
    return consent.standing(desk.session.ledger, desk.session.person.id, purpose)


async def _under_way(desk) -> tuple[Asking, Slow]:
    slow = Slow()
    page = await _open(desk, slow)
    await _ask(desk, page)
    await desk.press("1")
    assert slow.begun
    return page, slow


# Asking


async def test_before_anything_is_sent_it_says_what_goes_where(desk):
    page = await _open(desk)
    await _ask(desk, page)
    assert desk.shown == "ConsentScreen"
    for words in ("haveibeenpwned.com", "nothing about you", "uses privacy-audit", "on this machine", "a receipt"):
        assert words in desk.frame
    assert page.results == []


async def test_the_way_stands_there_too(desk):
    desk.session.ledger.set(desk.session.person.id, "network/proxy", "tor")
    await _ask(desk, await _open(desk))
    assert "By way of" in desk.frame
    assert "Tor" in desk.frame


@pytest.mark.parametrize("key", ["1", "o"])
async def test_once_holds_for_this_time(desk, key):
    page = await _open(desk)
    await _ask(desk, page)
    await desk.press(key)
    assert page.results == ["once"]
    assert desk.message == "came: once"
    await _ask(desk, page)
    assert desk.shown == "ConsentScreen"


async def test_always_is_not_asked_again(desk):
    page = await _open(desk)
    await _ask(desk, page)
    await desk.press("a")
    await _ask(desk, page)
    assert page.results == ["always", "always"]
    assert _standing(desk) == "always"


async def test_never_is_kept_and_said(desk):
    page = await _open(desk)
    await _ask(desk, page)
    await desk.press("n")
    assert "will not be asked for this again" in desk.message
    await _ask(desk, page)
    assert desk.shown == "Asking"
    assert "you said never" in desk.message
    assert page.results == []


async def test_not_now_sends_nothing_and_keeps_nothing(desk):
    page = await _open(desk)
    await _ask(desk, page)
    await desk.press("escape")
    assert desk.message == "Nothing was sent."
    assert (page.results, _standing(desk)) == ([], "ask")


async def test_an_answer_can_be_clicked(desk):
    page = await _open(desk)
    await _ask(desk, page)
    await desk.click("always for this")
    assert page.results == ["always"]


async def test_what_sends_something_of_the_person_is_agreed_to_each_time(desk):
    page = await _open(desk, purpose=ACCOUNT)
    await _ask(desk, page)
    assert "always" not in desk.frame
    await desk.press("a", "n")
    assert desk.shown == "ConsentScreen"
    await desk.press("1")
    assert page.results == ["once"]
    await _ask(desk, page)
    assert desk.shown == "ConsentScreen"


async def test_offline_nothing_is_asked_and_nothing_sent(desk):
    page = await _open(desk)
    desk.app.offline = True
    await _ask(desk, page)
    assert desk.shown == "Asking"
    assert "--offline" in desk.message
    desk.app.offline = False
    desk.session.ledger.set(desk.session.person.id, consent.OFFLINE, "yes")
    await _ask(desk, page)
    assert "network online" in desk.message
    assert page.results == []


async def test_an_answer_that_cannot_be_kept_sends_nothing(desk, monkeypatch):
    def full(*_):
        raise LedgerError("The disk is full. Nothing was recorded.")

    page = await _open(desk)
    await _ask(desk, page)
    monkeypatch.setattr(desk.session.ledger, "set", full)
    await desk.press("a")
    assert desk.message == "The disk is full. Nothing was recorded."
    assert page.results == []


async def test_foreign_text_is_shown_literally(desk):
    hostile = Purpose(HOSTILE, HOSTILE, frozenset({HOSTILE}), ("GET",), HOSTILE, HOSTILE, HOSTILE)
    page = await _open(desk, purpose=hostile)
    await _ask(desk, page)
    assert "[@click=app.quit]quit[/]" in desk.frame
    assert "\x1b" not in desk.frame
    await desk.press("1")
    assert not desk.app._exit


# Ending


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            NotThere("Nobody answers at nowhere.example. Nothing was changed here."),
            "Nobody answers at nowhere.example.",
        ),
        (LedgerError("The ledger takes no writing."), "The ledger takes no writing."),
        (ValueError("unforeseen"), "the program failed (ValueError: unforeseen)."),
        (KeyError(HOSTILE), "the program failed (KeyError:"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
async def test_whatever_goes_wrong_is_a_line(desk, error, said):
    async def fail(permit):
        raise error

    page = await _open(desk, fail)
    await _ask(desk, page)
    await desk.press("1")
    assert desk.message.startswith(said)
    assert not page.is_under_way
    assert page.results == []


async def test_a_result_that_cannot_be_taken_over_is_a_line_too(desk, monkeypatch):
    def full(self, result):
        raise LedgerError("The disk is full. Nothing was recorded.")

    monkeypatch.setattr(Asking, "on_done", full)
    page = await _open(desk)
    await _ask(desk, page)
    await desk.press("1")
    assert desk.message == "The disk is full. Nothing was recorded."


async def test_a_long_line_is_readable_whole(desk):
    async def fail(permit):
        raise NotThere("Nobody answers at a-rather-long-name-of-a-server.example. " * 2 + "Nothing was changed here.")

    page = await _open(desk, fail)
    await _ask(desk, page)
    await desk.press("1")
    assert "Nothing was changed here." in " ".join(desk.frame.split())


# Under way


async def test_progress_is_shown_with_the_key_that_stops(desk):
    await _under_way(desk)
    assert "Looking at 3 of 10 · c stops" in desk.frame
    assert "c Stop" in desk.frame


async def test_c_stops_and_says_what_is_kept(desk):
    page, slow = await _under_way(desk)
    fills = page.fills
    await desk.press("c")
    assert slow.stopped
    assert desk.message == "Stopped. The list kept before stays."
    assert page.fills == fills + 1
    assert "c Stop" not in desk.frame
    assert "Looking at" not in desk.frame
    await _ask(desk, page)
    assert desk.shown == "ConsentScreen"


async def test_one_at_a_time(desk):
    page, slow = await _under_way(desk)
    await _ask(desk, page)
    assert "One at a time" in desk.message
    assert desk.shown == "Asking"
    assert not slow.stopped


async def test_leaving_is_said_once_and_then_stops_it(desk):
    _, slow = await _under_way(desk)
    await desk.press("escape")
    assert "going back stops it" in desk.message
    assert not slow.stopped
    await desk.press("escape")
    assert desk.shown == "HomeScreen"
    assert slow.stopped
    assert desk.notices == ["Stopped. The list kept before stays."]


async def test_without_work_back_is_back(desk):
    await _open(desk)
    await desk.press("escape")
    assert desk.shown == "HomeScreen"
    assert desk.notices == []


async def test_leaving_by_q_stops_it_too(desk):
    _, slow = await _under_way(desk)
    await desk.press("q")
    assert desk.shown == "HomeScreen"
    assert slow.stopped


async def test_ending_the_program_stops_it_with_the_ledger_still_open(start, ledger_path):
    async with start(region="US-TX") as desk:
        _, slow = await _under_way(desk)
        desk.app.exit()
    assert slow.stopped
    with Ledger(ledger_path) as ledger:
        assert ledger.setting(ledger.person("me").id, "network/test") == "written"


async def test_it_goes_on_while_another_screen_is_in_front(desk):
    page, slow = await _under_way(desk)
    await desk.press("question_mark")
    assert desk.shown == "HelpScreen"
    page.progress(4, 10, "Looking at")
    await desk.press("escape")
    assert "4 of 10" in desk.frame
    assert not slow.stopped


@pytest.mark.parametrize("name", ["encryption", "care", "forget"])
async def test_no_screen_that_may_close_the_ledger_opens_beside_it(desk, name):
    await _under_way(desk)
    await desk.go(name)
    assert desk.shown == "Asking"
    assert "A request is under way" in desk.notices[0]
    await desk.press("c")
    await desk.go(name)
    assert desk.shown != "Asking"


# The real gate


@pytest.fixture
def fetching(desk, world):
    """Work that fetches something by the real gate."""
    world.settings(desk.session.ledger, desk.session.person.id)

    async def work(permit):
        session = desk.session
        async with open_gate(session.ledger, session.person.id, permit, session.today) as gate:
            answer = await gate.get("https://haveibeenpwned.com/list", types=("application/json",))
            return answer.text

    return work


async def _until(desk, done) -> None:
    for _ in range(400):
        if done():
            break
        await asyncio.sleep(0.02)
    await desk.settle()


async def test_what_was_agreed_to_is_fetched_and_leaves_a_receipt(desk, world, fetching):
    site = world.site("haveibeenpwned.com")
    site.answer("/list", body="[]", type="application/json")
    page = await _open(desk, fetching)
    await _ask(desk, page)
    assert site.received == []
    await desk.press("1")
    await _until(desk, lambda: page.results)
    assert page.results == ["[]"]
    (receipt,) = requests.requests(desk.session.ledger, desk.session.person.id)
    assert (receipt.purpose, receipt.how, receipt.status) == ("breaches", "once", 200)


async def test_stopping_a_silent_server_keeps_the_receipt(desk, world, fetching):
    site = world.site("haveibeenpwned.com")
    site.fault("/list", "silent")
    page = await _open(desk, fetching)
    await _ask(desk, page)
    await desk.press("1")
    await _until(desk, lambda: site.received)
    await desk.press("c")
    await _until(desk, lambda: not page.is_under_way)
    assert desk.message == "Stopped. The list kept before stays."
    (receipt,) = requests.requests(desk.session.ledger, desk.session.person.id)
    assert receipt.failure == "stopped by you"


async def test_a_fault_of_the_server_is_a_line(desk, world, fetching):
    world.site("haveibeenpwned.com").answer("/list", body="<html>sign in</html>", type="text/html")
    page = await _open(desk, fetching)
    await _ask(desk, page)
    await desk.press("1")
    await _until(desk, lambda: not page.is_under_way)
    assert desk.message.startswith("A web page came instead of the file")


# The words


@pytest.mark.parametrize(
    ("done", "total", "seconds", "words"),
    [
        (0, None, 0, "Looking at …"),
        (1200, None, 9, "Looking at · 1,200"),
        (120, 1749, 1, "█░░░░░░░░░░░ Looking at 120 of 1,749"),
        (120, 1749, 10, "█░░░░░░░░░░░ Looking at 120 of 1,749 · 2 min left"),
        (600, 1749, 10, "████░░░░░░░░ Looking at 600 of 1,749 · less than a minute left"),
        (40, 1749, 600, "░░░░░░░░░░░░ Looking at 40 of 1,749 · 7 hours left"),
        (1749, 1749, 60, "████████████ Looking at 1,749 of 1,749"),
        (2000, 1749, 60, "████████████ Looking at 2,000 of 1,749"),
        (0, 0, 5, "Looking at …"),
    ],
)
def test_progress_in_words(done, total, seconds, words):
    assert in_words(done, total, "Looking at", seconds) == words
