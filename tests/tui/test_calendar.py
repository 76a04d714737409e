"""The screen of the calendar, against a real calendar server: setting up, pushing, ticks, what was changed there."""

import asyncio
from datetime import date

import keyring
import pytest
from pushing.radicale import HOST, PASSWORD, USER, basic
from textual.widgets import Input

from privacy_audit.network import consent
from privacy_audit.pushing import account
from privacy_audit.tui.words import Facts

from .test_hostile import HOSTILE, LITERAL, unclean

ASKED, BEGUN = "northstar-credit/access", "northstar-credit/freeze"


class NoRing(keyring.backend.KeyringBackend):
    """A keyring that takes nothing."""

    priority = 1

    def get_password(self, service, username):
        return None

    def set_password(self, service, username, password):
        raise RuntimeError("locked")


@pytest.fixture(autouse=True)
def ring():
    before = keyring.get_keyring()
    keyring.set_keyring(NoRing())
    yield
    keyring.set_keyring(before)


@pytest.fixture
async def desk(start, cloud):
    async with start(region="US-CA") as desk:
        session = desk.session
        cloud.world.settings(session.ledger, session.person.id)
        session.record(ASKED, "asked", date(2026, 11, 10))
        session.record(BEGUN, "started", date(2026, 11, 12))
        await desk.go("calendar")
        yield desk


async def done(desk) -> None:
    """Wait for what is under way."""
    while any(getattr(screen, "is_under_way", False) for screen in desk.app.screen_stack):
        await asyncio.sleep(0.005)
    await desk.settle()


async def give(desk, text: str) -> None:
    """Fill the field of a question in, and answer it."""
    desk.app.screen.query_one(Input).value = text
    await desk.press("enter")


async def set_up(desk, url: str, password: str = PASSWORD) -> None:
    await desk.press("s")
    await give(desk, url)
    await give(desk, USER)
    await give(desk, password)
    if desk.shown == "ConsentScreen":
        await desk.press("1")
    await done(desk)


async def push(desk) -> None:
    await desk.press("p")
    if desk.shown == "ConsentScreen":
        await desk.press("1")
    await done(desk)


@pytest.fixture
async def there(desk, cloud):
    """The same with a calendar that is set up."""
    await set_up(desk, cloud.url)
    return desk


def texts(desk) -> list[str]:
    return [
        " ".join(str(cell[0] if isinstance(cell, tuple) else cell) for cell in row.cells) for row in desk.rows().rows
    ]


async def test_before_it_is_set_up_it_says_what_it_is_for(desk, cloud):
    assert "nothing is sent before you agree" in " ".join(desk.frame.split())
    await desk.press("p", "n", "x")
    assert desk.shown == "CalendarScreen"
    assert cloud.site.received == []


async def test_setting_up_asks_before_anything_is_sent(desk, cloud):
    await desk.press("s")
    await give(desk, HOST)
    await give(desk, USER)
    assert PASSWORD not in desk.frame
    await give(desk, PASSWORD)
    assert desk.shown == "ConsentScreen"
    shown = " ".join(desk.frame.split())
    assert "nothing of your audit" in shown
    assert HOST in shown
    assert cloud.site.received == []
    await desk.press("escape")
    assert desk.message == "Nothing was sent."
    assert cloud.site.received == []


async def test_of_several_calendars_one_is_chosen(desk, cloud):
    cloud.server.calendar(f"second-{cloud.kept.path.split('-')[1].strip('/')}", "VTODO")
    await set_up(desk, HOST)
    assert desk.shown == "Choose"
    desk.rows().go_to(cloud.url)
    await desk.press("enter")
    assert account.account(desk.session).url == cloud.url
    assert desk.message.startswith("set up: ")
    assert "in memory only" in desk.message


@pytest.mark.parametrize(
    ("typed", "words"),
    [("http://cloud.example", "Only https is used"), ("https://a:b@cloud.example", "Leave user name and password out")],
)
async def test_an_address_that_cannot_be_used_is_refused_at_once(desk, typed, words):
    await desk.press("s")
    await give(desk, typed)
    assert words in desk.message


async def test_a_wrong_password_is_said(desk, cloud):
    await set_up(desk, cloud.url, "wrong")
    assert "does not accept the user name 'ann' with this password" in " ".join(desk.message.split())
    assert account.account(desk.session) is None


async def test_what_would_be_sent_is_listed_before_and_how_it_stands_after(there, cloud):
    assert [text.split()[-1] for text in texts(there)] == ["new"] * len(there.session.due_entries)
    cloud.forget()
    await there.press("p")
    assert there.shown == "ConsentScreen"
    assert "each date with the name of the organisation" in there.app.screen.query_one("#consent-facts", Facts).text
    assert cloud.site.received == []
    await there.press("1")
    await done(there)
    assert there.message == f"Sent: {len(there.session.due_entries)} new."
    assert [text.split()[-1] for text in texts(there)] == ["there"] * len(there.session.due_entries)
    assert len(cloud.kept.items()) == len(there.session.due_entries)
    await push(there)
    assert there.message == "Nothing had to be changed there."


async def test_what_was_ticked_is_listed_and_the_person_says_what_it_means(there, cloud):
    await push(there)
    cloud.kept.tick("not sent yet", "20261120T101500Z")
    path = cloud.kept.tick("an answer is expected", "20261121T101500Z")
    await push(there)
    assert "You ticked 2 entries." in there.message
    assert there.state(BEGUN) == "started", "nothing is recorded by itself"
    (begun,) = [id for id in there.ids() if id.startswith("tick ") and "not sent yet" in _text(there, id)]
    there.rows().go_to(begun)
    await there.press("enter")
    assert there.ids()[:2] == ["asked", "confirmed"]
    await there.press("enter")
    assert there.state(BEGUN) == "asked"
    assert there.session.ledger.action(there.session.person.id, BEGUN).day == date(2026, 11, 20)
    assert there.message.startswith("recorded: asked")
    (asked,) = [id for id in there.ids() if id.startswith("tick ")]
    there.rows().go_to(asked)
    await there.press("enter")
    assert there.ids()[:2] == ["leave", "confirmed"], "what may mean several things is not one key away"
    await there.press("enter")
    assert there.state(ASKED) == "asked"
    await push(there)
    assert [id for id in there.ids() if id.startswith("tick ")] == [asked]
    assert "STATUS:COMPLETED" in cloud.kept.items()[path]


def _text(desk, id: str) -> str:
    return next(text for row, text in zip(desk.rows().rows, texts(desk), strict=True) if row.id == id)


async def test_what_was_changed_there_is_kept_and_shown(there, cloud):
    await push(there)
    path = cloud.kept.edit("an answer is expected", lambda text: text.replace("SUMMARY:", "SUMMARY:mine "))
    there.session.record(ASKED, "asked", date(2026, 11, 20))
    await push(there)
    assert "Kept as you changed them there" in there.frame
    (kept,) = [id for id in there.ids() if id.startswith("kept ")]
    there.rows().go_to(kept)
    await there.press("enter")
    assert "you changed it there; here it changed too" in " ".join(there.message.split())
    assert "SUMMARY:mine " in cloud.kept.items()[path]


async def test_what_was_removed_there_comes_back_only_with_its_key(there, cloud):
    await push(there)
    cloud.kept.remove("not sent yet")
    await push(there)
    assert "you removed it there" in there.frame
    number = len(cloud.kept.items())
    await there.press("a")
    await there.press("1")
    await done(there)
    assert len(cloud.kept.items()) == number + 1


async def test_telling_less_asks_anew_and_takes_the_names_away(there, cloud):
    await there.press("p", "a")
    await done(there)
    person = there.session.person.id
    assert there.session.ledger.setting(person, f"{consent.CONSENT}calendar") == "always"
    await there.press("n")
    assert "only count" in there.message
    assert there.session.ledger.setting(person, f"{consent.CONSENT}calendar") == "ask"
    await push(there)
    assert all("things due" in text or "thing due" in text for text in cloud.kept.items().values())


@pytest.mark.parametrize("status", [500, 507, 403])
async def test_a_fault_is_said_and_the_next_push_goes_on(there, cloud, status):
    cloud.fail("PUT", status, after=1)
    await push(there)
    message = " ".join(there.message.split())
    assert f"status {status}" in message
    assert "1 of 2 entries were written before" in message or len(there.session.due_entries) != 2
    cloud.works()
    await push(there)
    assert len(cloud.kept.items()) == len(there.session.due_entries)


async def test_stopping_keeps_what_was_written(there, cloud):
    cloud.site.fault("*", "silent")
    await there.press("p", "1")
    assert there.app.screen.is_under_way
    await there.press("c")
    await done(there)
    assert there.message == "Stopped. What was written by then is noted; p goes on with the rest."


async def test_forgetting_leaves_the_entries_or_removes_them(there, cloud):
    await push(there)
    await there.press("x")
    there.rows().go_to("remove")
    await there.press("enter", "1")
    await done(there)
    assert "Removed there: " in there.message
    assert cloud.kept.items() == {}
    assert account.account(there.session) is None
    await set_up(there, cloud.url)
    await there.press("x", "enter")
    assert "What was written there stays there." in there.message


async def test_hostile_words_of_a_server_steer_nothing(there, cloud):
    await push(there)
    cloud.kept.edit("an answer is expected", lambda text: text.replace("SUMMARY:", f"SUMMARY:{LITERAL}"))
    await push(there)
    assert not unclean(there.app)
    body = (
        '<multistatus xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><response><href>/ann/x/</href><propstat>'
        "<prop><displayname>{}</displayname><resourcetype><C:calendar/></resourcetype></prop>"
        "<status>HTTP/1.1 200 OK</status></propstat></response></multistatus>"
    )
    name = "".join(sign for sign in HOSTILE if sign.isprintable() or sign in "\u202e\u2066\u200f\x85\u2028\x7f\x9b")
    cloud.fail("PROPFIND", 207, body=body.format(name.replace("<", "&lt;")).encode())
    await set_up(there, cloud.url)
    assert not unclean(there.app)
    assert LITERAL in there.frame


async def test_the_password_is_in_memory_only(there, cloud):
    await push(there)
    held = b"".join(path.read_bytes() for path in there.app.ledger_path.parent.rglob("*") if path.is_file())
    assert PASSWORD.encode() not in held
    assert basic(USER, PASSWORD).split()[1].encode() not in held
    await there.press("escape")
    await there.go("calendar")
    await there.press("p")
    assert there.shown == "AskSecret"
