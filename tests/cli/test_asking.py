"""Before anything leaves, a command says what goes where and asks: on a terminal, without one, with --yes."""

import os
import sys

import pytest

from privacy_audit.cli import main
from privacy_audit.ledger.store import Ledger
from privacy_audit.network.purposes import ACCOUNT, BREACHES

from . import sending


@pytest.fixture(autouse=True)
def commands(monkeypatch, me):
    monkeypatch.setitem(sys.modules, sending.MODULE.__name__, sending.MODULE)
    for name, where in sending.COMMANDS.items():
        monkeypatch.setitem(main._COMMANDS, name, where)


def test_without_a_terminal_nothing_is_sent_and_the_line_says_how_to_agree(fails):
    line = fails("send-list")
    assert "Nothing was sent: there is no terminal to ask on" in line
    assert "--yes" in line
    assert "privacy-audit network consent breaches always" in line
    assert BREACHES.sends in line
    assert "haveibeenpwned.com" in line


def test_where_no_standing_consent_can_be_none_is_offered(fails):
    line = fails("send-address")
    assert "--yes" in line
    assert "always" not in line


def test_yes_agrees_beforehand_and_still_says_all_that_goes_where(cli):
    done = cli("send-list", "--yes")
    assert done.out == "agreed: yes\n"
    assert done.err.splitlines() == [
        f"{BREACHES.title}.",
        "Goes to: haveibeenpwned.com (GET, by https)",
        f"Sends: {BREACHES.sends}",
        f"Can reveal: {BREACHES.reveals}",
        f"For: {BREACHES.why}",
    ]
    assert cli("send-address", "--yes").out == "agreed: yes\n"


def test_the_way_is_said_where_there_is_a_proxy(cli):
    cli("network", "proxy", "tor")
    assert "By way of: Tor" in cli("send-list", "--yes").err


def test_a_standing_consent_is_said_in_one_line(cli):
    cli("network", "consent", "breaches", "always")
    done = cli("send-list")
    assert done.out == "agreed: always\n"
    assert done.err.count("\n") == 1
    assert "haveibeenpwned.com" in done.err
    assert BREACHES.sends in done.err


def test_a_never_outweighs_yes(cli, fails):
    cli("network", "consent", "breaches", "never")
    assert "you said never" in fails("send-list", "--yes")
    assert "you said never" in fails("send-list")


@pytest.mark.parametrize("how", ["option", "setting"])
def test_offline_outweighs_yes_and_always(cli, fails, how):
    cli("network", "consent", "breaches", "always")
    if how == "setting":
        cli("network", "offline")
    before = ["--offline"] if how == "option" else []
    for more in ([], ["--yes"]):
        line = fails(*before, "send-list", *more)
        assert "Nothing was sent" in line
        assert "offline" in line


def test_an_offline_variable_that_is_no_yes_or_no_stops_before_anything(fails, monkeypatch):
    monkeypatch.setenv("PRIVACY_AUDIT_OFFLINE", "perhaps")
    assert "perhaps" in fails("send-list", "--yes", code=2)


class Terminal:
    """The commands on a terminal of their own."""

    def __init__(self, usual_ledger):
        pexpect = pytest.importorskip("pexpect")
        self._spawn = pexpect.spawn
        self._end = pexpect.EOF
        self.ledger = usual_ledger

    def __call__(self, command: str, *typed: str) -> tuple[int, str]:
        """Run a command, type the answers, each when it is asked; return the exit code and all that was shown."""
        child = self._spawn(
            sys.executable,
            [sending.__file__, command],
            env=os.environ,
            encoding="utf-8",
            dimensions=(40, 200),
            timeout=30,
        )
        shown = ""
        for answer in typed:
            child.expect_exact("Send it?")
            shown += child.before
            child.send(answer if answer == "\x04" else f"{answer}\r")
        child.expect(self._end)
        child.close()
        return child.exitstatus, shown + child.before

    def standing(self, id: str) -> str:
        with Ledger(self.ledger) as ledger:
            return ledger.setting(ledger.person("me").id, f"network/consent/{id}", "ask")


@pytest.fixture
def terminal(usual_ledger) -> Terminal:
    return Terminal(usual_ledger)


@pytest.mark.parametrize(
    ("typed", "code", "ends", "standing"),
    [
        ("once", 0, "agreed: once", "ask"),
        ("o", 0, "agreed: once", "ask"),
        ("a", 0, "agreed: always", "always"),
        ("never", 1, "you will not be asked for this again", "never"),
        ("", 1, "Nothing was sent", "ask"),
        ("no", 1, "Nothing was sent", "ask"),
        ("\x04", 1, "Nothing was sent", "ask"),
    ],
    ids=["once", "o", "a", "never", "enter", "no", "end-of-file"],
)
def test_on_a_terminal_one_word_decides(terminal, typed, code, ends, standing):
    ended, shown = terminal("send-list", typed)
    assert ended == code, shown
    assert f"Sends: {BREACHES.sends}" in shown
    assert ends in shown
    assert "Traceback" not in shown
    assert terminal.standing("breaches") == standing


def test_another_word_is_asked_again_and_three_of_them_are_a_no(terminal):
    ended, shown = terminal("send-list", "perhaps", "well", "once")
    assert (ended, "agreed: once" in shown) == (0, True)
    ended, shown = terminal("send-list", "perhaps", "well", "hm")
    assert ended == 1
    assert "Nothing was sent" in shown


@pytest.mark.parametrize(("typed", "code"), [("yes", 0), ("n", 1), ("", 1), ("always", 1)])
def test_what_sends_something_of_yours_is_a_yes_or_a_no(terminal, typed, code):
    answers = (typed,) if typed != "always" else (typed, "")
    ended, shown = terminal("send-address", *answers)
    assert ended == code, shown
    assert f"Sends: {ACCOUNT.sends}" in shown
    assert terminal.standing("breached-account") == "ask"
