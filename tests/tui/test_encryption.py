"""The lock, the passphrase and the screen about both, as a person uses them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.widgets import Input

pytest.importorskip("sqlcipher3")

from privacy_audit.ledger import cipher, encrypting, passphrases
from privacy_audit.ledger.cipher import Cost
from privacy_audit.ledger.store import Ledger
from privacy_audit.tui.app import PrivacyAudit
from privacy_audit.tui.screens.passphrase import AskPassphrase

from . import invented
from .conftest import Desk
from .invented import TODAY
from .test_consent import Asking, Slow

SECRET = "seven quiet herons wade"
OTHER = "north of the old ferry"


@pytest.fixture(autouse=True)
def keys(monkeypatch):
    """Cheap derivations, and no key left from one test to the next."""
    monkeypatch.setattr(cipher, "COSTS", {cipher.VERSION: Cost(1, 64, 1)})
    monkeypatch.setattr(cipher, "source", None)
    cipher.lock()
    yield
    cipher.lock()


@pytest.fixture
def sealed(places, ledger_path):
    """The invented history in an encrypted, locked ledger."""
    with Ledger(ledger_path) as ledger:
        invented.seed(ledger, places, "US-CA")
    encrypting.encrypt(ledger_path, SECRET)
    cipher.lock()
    return ledger_path


@pytest.fixture
def locked(places, sealed):
    """Start the program with the locked ledger."""

    @asynccontextmanager
    async def run() -> AsyncIterator[Desk]:
        app = PrivacyAudit(places, sealed, TODAY, locked=True)
        async with app.run_test(size=(80, 24)) as pilot:
            yield Desk(app, pilot)
        if app.ledger:
            app.ledger.close()

    return run


async def working(desk: Desk) -> None:
    """Wait for what runs beside the screen."""
    while any(not worker.is_finished for worker in desk.app.workers):
        await asyncio.sleep(0.01)
    await desk.settle()


async def unlock(desk: Desk, passphrase: str = SECRET) -> None:
    await working(desk)
    await desk.type(passphrase)
    await desk.press("enter")
    await working(desk)


async def give(desk: Desk, *passphrases: str) -> None:
    """Answer the dialogs that ask for a passphrase, field by field."""
    for one in passphrases:
        assert isinstance(desk.app.screen, AskPassphrase)
        await desk.fill_in(one)
        await desk.press("enter")


async def choose(desk: Desk, row: str) -> None:
    await desk.go("encryption")
    desk.rows("encryption").go_to(row)
    await desk.press("enter")


class TestTheLock:
    async def test_the_start_shows_nothing_but_the_question(self, locked):
        async with locked() as desk:
            assert desk.shown == "LockScreen"
            assert "The ledger is encrypted and locked." in desk.frame
            assert "California" not in desk.frame
            await desk.type("abc")
            assert "abc" not in desk.frame
            await desk.press("ctrl+p")
            assert "Lock now" not in desk.frame

    async def test_a_wrong_passphrase_then_the_right_one(self, locked):
        async with locked() as desk:
            await unlock(desk, "wrong")
            assert desk.message == "That passphrase does not open it. Try again."
            assert desk.app.screen.query_one(Input).value == ""
            await unlock(desk)
            assert desk.shown == "HomeScreen"
            assert "California, United States" in desk.frame
            await desk.press("t", "escape", "escape")
            assert desk.shown == "HomeScreen"

    async def test_leaving_without_it(self, locked):
        async with locked() as desk:
            await desk.press("escape")
        assert desk.app.return_code == 0

    async def test_a_key_locks_from_any_screen_and_nothing_stays(self, locked):
        async with locked() as desk:
            await unlock(desk)
            desk.app.details["name"] = "Ada Example"
            for screen in ("todo", "history", "again", "letters"):
                await desk.go(screen)
            await desk.press("ctrl+l")
            await working(desk)
            assert desk.shown == "LockScreen"
            assert len(desk.app.screen_stack) == 1
            assert not cipher.unlocked()
            assert not hasattr(desk.app, "session")
            assert (desk.app.ledger, desk.app.details, desk.app._people) == (None, {}, [])
            await desk.press("ctrl+l")
            await unlock(desk)
            assert desk.shown == "HomeScreen"
            await desk.press("t", "escape")
            assert desk.shown == "HomeScreen"

    async def test_it_locks_when_nobody_touches_it_for_the_minutes_chosen(self, locked, monkeypatch):
        now = 1000.0
        monkeypatch.setattr("privacy_audit.tui.locking._now", lambda: (now, now))
        async with locked() as desk:
            await unlock(desk)
            now += 60 * cipher.USUAL_MINUTES - 1
            desk.app.lock_if_idle()
            assert not desk.app.locked
            await desk.press("down")
            now += 60 * cipher.USUAL_MINUTES - 1
            desk.app.lock_if_idle()
            assert not desk.app.locked
            now += 1
            desk.app.lock_if_idle()
            await working(desk)
            assert desk.shown == "LockScreen"

    async def test_a_request_under_way_is_stopped_first_and_its_last_writing_is_kept(self, locked, sealed):
        async with locked() as desk:
            await unlock(desk)
            slow = Slow()
            slow.page = Asking(slow)
            await desk.open(slow.page)
            slow.page.ask()
            await desk.settle()
            await desk.press("1")
            assert slow.begun
            await desk.press("ctrl+l")
            await working(desk)
            assert slow.stopped
            assert desk.shown == "LockScreen"
            assert desk.notices == []
            await unlock(desk)
            assert desk.session.ledger.setting(desk.session.person.id, "network/test") == "written"

    async def test_zero_minutes_never_lock(self, locked, monkeypatch):
        now = 1000.0
        monkeypatch.setattr("privacy_audit.tui.locking._now", lambda: (now, now))
        async with locked() as desk:
            await unlock(desk)
            await choose(desk, "minutes")
            await desk.fill_in("0")
            await desk.press("enter")
            assert "never by itself" in desk.frame
            now += 10_000_000
            desk.app.lock_if_idle()
            assert not desk.app.locked

    async def test_several_people_are_asked_whose_audit_it_is_only_once(self, locked, sealed):
        cipher.unlock(sealed, SECRET)
        with Ledger(sealed) as ledger:
            ledger.add_person("other", "CA-QC")
        cipher.lock()
        async with locked() as desk:
            await unlock(desk)
            assert desk.shown == "PeopleScreen"
            desk.rows().go_to("other")
            await desk.press("enter")
            assert desk.session.person.label == "other"
            await desk.press("ctrl+l")
            await unlock(desk)
            assert desk.shown == "HomeScreen"
            assert desk.session.person.label == "other"

    async def test_a_plain_ledger_has_no_lock(self, start):
        async with start(seeded=True) as desk:
            await desk.press("ctrl+l")
            assert desk.shown == "HomeScreen"
            await desk.press("question_mark")
            assert "Lock now" not in desk.frame


class TestTheScreen:
    async def test_encrypting_asks_twice_and_goes_on(self, start, ledger_path):
        async with start(seeded=True) as desk:
            await choose(desk, "encrypt")
            assert "nobody can give it back" in " ".join(desk.frame.split())
            await give(desk, SECRET, "another")
            assert "The two are not the same." in desk.frame
            await give(desk, SECRET)
            await working(desk)
            assert desk.shown == "EncryptionScreen"
            assert desk.message.startswith("encrypted")
            assert cipher.is_encrypted(ledger_path)
            await desk.press("escape", "t")
            assert desk.shown == "TodoScreen"
            await desk.press("ctrl+l")
            await unlock(desk)
            assert desk.shown == "HomeScreen"

    async def test_an_empty_passphrase_is_none(self, start, ledger_path):
        async with start(seeded=True) as desk:
            await choose(desk, "encrypt")
            await desk.press("enter")
            assert "Give a passphrase, or press escape." in desk.frame
            await desk.press("escape")
            assert desk.shown == "EncryptionScreen"
            assert not cipher.is_encrypted(ledger_path)

    async def test_changing_and_removing_the_passphrase(self, locked, sealed):
        async with locked() as desk:
            await unlock(desk)
            await choose(desk, "rekey")
            await give(desk, "wrong", OTHER, OTHER)
            await working(desk)
            assert desk.message.startswith("The passphrase does not open")
            await choose(desk, "rekey")
            await give(desk, SECRET, OTHER, OTHER)
            await working(desk)
            assert desk.message.startswith("the passphrase is changed")
            await choose(desk, "decrypt")
            await give(desk, OTHER)
            await working(desk)
            assert desk.message.startswith("decrypted")
            assert not cipher.is_encrypted(sealed)
            assert desk.ids("encryption") == ["encrypt"]

    @pytest.mark.parametrize("typed", ["ten", "-1", "1441", "1.5"])
    async def test_minutes_that_are_none(self, locked, typed):
        async with locked() as desk:
            await unlock(desk)
            await choose(desk, "minutes")
            await desk.fill_in(typed)
            await desk.press("enter")
            assert desk.message == "Give a whole number of minutes from 0 to 1440."

    async def test_the_keyring_is_the_persons_choice(self, locked, sealed, monkeypatch):
        kept: dict[str, str] = {}
        monkeypatch.setattr(passphrases, "keep_in_keyring", lambda path, secret: kept.update({str(path): secret}))
        async with locked() as desk:
            await unlock(desk)
            await choose(desk, "keyring")
            await give(desk, "wrong")
            await working(desk)
            assert kept == {}
            await choose(desk, "keyring")
            await give(desk, SECRET)
            await working(desk)
            assert kept == {str(sealed): SECRET}
