"""The screen of the network: settings, an answer for each purpose, and the ways to the screens that send."""

import pytest
import trustme

from privacy_audit.network import choices, consent
from privacy_audit.network.purposes import ACCOUNT, BREACHES
from privacy_audit.tui import routes

from .test_hostile import HOSTILE


@pytest.fixture
async def desk(start):
    async with start(region="US-CA") as desk:
        await desk.go("network")
        yield desk


async def _choose(desk, row: str) -> None:
    desk.rows("network").go_to(row)
    await desk.settle()
    await desk.press("enter")


def _kept(desk, name: str) -> str:
    return desk.session.ledger.setting(desk.session.person.id, name)


async def test_at_first_every_purpose_asks(desk):
    assert "nothing is sent without your yes" in desk.frame
    answers = {row.id: row.cells[1] for row in desk.rows("network").rows if row.id.startswith("purpose ")}
    assert set(answers.values()) == {"asks", "asks each time"}
    assert answers["purpose breached-account"] == "asks each time"
    await desk.press("end")
    assert BREACHES.title in desk.frame


async def test_offline_and_online_by_enter(desk):
    await _choose(desk, "offline")
    assert desk.message == "kept: offline: nothing is sent"
    assert "offline: nothing is sent" in desk.frame.splitlines()[0]
    assert choices.is_offline(desk.session.ledger, desk.session.person.id)
    await _choose(desk, "offline")
    assert not choices.is_offline(desk.session.ledger, desk.session.person.id)


async def test_a_run_that_was_started_offline_says_so(desk):
    desk.app.offline = True
    await desk.go("network")
    assert "in this run" in desk.frame
    desk.rows("network").go_to("offline")
    await desk.settle()
    assert "started with --offline" in desk.frame
    await _choose(desk, "offline")
    await _choose(desk, "offline")
    assert "from the next start on" in desk.message


async def test_a_proxy_is_chosen_or_typed(desk):
    await _choose(desk, "proxy")
    desk.rows().go_to("tor")
    await desk.press("enter")
    assert _kept(desk, choices.PROXY) == "tor"
    await _choose(desk, "proxy")
    desk.rows().go_to("address")
    await desk.press("enter")
    await desk.fill_in("socks5h://127.0.0.1:1080")
    await desk.press("enter")
    assert _kept(desk, choices.PROXY) == "socks5h://127.0.0.1:1080"
    assert "Now" in desk.frame
    assert "socks5h://127.0.0.1:1080" in desk.frame
    await _choose(desk, "proxy")
    await desk.press("escape")
    assert _kept(desk, choices.PROXY) == "socks5h://127.0.0.1:1080"


@pytest.mark.parametrize(
    ("typed", "said"), [("nonsense", "is no proxy"), ("http://me:secret@p.example:1", "HTTPS_PROXY")]
)
async def test_a_proxy_that_cannot_be_is_refused(desk, typed, said):
    await _choose(desk, "proxy")
    desk.rows().go_to("address")
    await desk.press("enter")
    await desk.fill_in(typed)
    await desk.press("enter")
    assert said in desk.message
    assert "Nothing was changed" in " ".join(desk.frame.split())
    assert _kept(desk, choices.PROXY) == ""


async def test_certificates_are_trusted_and_no_longer(desk, tmp_path):
    file = tmp_path / "own.pem"
    trustme.CA().cert_pem.write_to_path(file)
    for typed, kept in ((str(tmp_path / "missing"), ""), (str(file), str(file)), ("", "")):
        await _choose(desk, "trust")
        await desk.fill_in(typed)
        await desk.press("enter")
        assert _kept(desk, choices.CA_FILE) == kept
    assert desk.message == "kept: none but the usual certificates"


async def test_a_purpose_is_answered_beforehand(desk):
    await _choose(desk, "purpose breaches")
    desk.rows().go_to("always")
    await desk.press("enter")
    assert consent.standing(desk.session.ledger, desk.session.person.id, BREACHES) == "always"
    assert "always" in desk.frame
    await _choose(desk, "purpose breaches")
    await desk.press("escape")
    assert consent.standing(desk.session.ledger, desk.session.person.id, BREACHES) == "always"


async def test_no_standing_yes_is_offered_for_what_sends_something_of_the_person(desk):
    await _choose(desk, "purpose breached-account")
    assert desk.ids() == ["ask", "never"]
    desk.rows().go_to("never")
    await desk.press("enter")
    assert consent.standing(desk.session.ledger, desk.session.person.id, ACCOUNT) == "never"


async def test_under_a_purpose_stands_what_it_sends_and_reveals(desk):
    desk.rows("network").go_to("purpose breached-account")
    await desk.settle()
    shown = " ".join(desk.frame.split())
    assert ACCOUNT.sends in shown
    assert "Can reveal" in shown


async def test_it_leads_to_every_screen_that_there_is_and_to_no_other(desk):
    uses = [id.removeprefix("use ") for id in desk.ids("network") if id.startswith("use ")]
    assert uses
    assert set(uses) <= set(routes.TITLES)
    for name in uses:
        await _choose(desk, f"use {name}")
        assert desk.shown != "NetworkScreen", name
        await desk.press("escape")
        assert desk.shown == "NetworkScreen", name


async def test_a_ledger_that_takes_no_writing_says_so(desk, monkeypatch):
    from privacy_audit.ledger.errors import LedgerError

    def full(*_, **__):
        raise LedgerError("The disk is full. Nothing was recorded.")

    monkeypatch.setattr(desk.session.ledger, "set", full)
    await _choose(desk, "offline")
    assert desk.message == "The disk is full. Nothing was recorded."
    assert not choices.is_offline(desk.session.ledger, desk.session.person.id)


async def test_settings_from_elsewhere_are_shown_literally(desk):
    """Settings come along when ledgers are merged, so that they are foreign text."""
    ledger, me = desk.session.ledger, desk.session.person.id
    for name in (choices.PROXY, choices.CA_FILE, f"{consent.CONSENT}breaches", consent.OFFLINE):
        ledger.set(me, name, HOSTILE)
    await desk.go("network")
    for row in desk.ids("network"):
        desk.rows("network").go_to(row)
        await desk.settle()
        assert "\x1b" not in desk.frame
        assert not desk.app._exit
    desk.rows("network").go_to("proxy")
    await desk.settle()
    assert "[@click=app.quit]quit[/]" in desk.frame
    assert consent.standing(ledger, me, BREACHES) == "ask"
