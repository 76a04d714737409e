"""A calendar on the command line, against a real calendar server: set up, push, ticks, forgetting."""

import os

import click
import pytest
from pushing.radicale import HOST, PASSWORD, USER, Cloud, basic

from privacy_audit.cli import hidden
from privacy_audit.ledger.store import Ledger
from privacy_audit.network import consent

OPT_OUT, ACCESS = "mirror-people/opt-out", "north-bureau/access"


@pytest.fixture
def secret(tmp_path):
    """Options that give a password by an open file."""

    def give(text: str = PASSWORD) -> tuple[str, str]:
        path = tmp_path / "secret"
        path.write_text(text + "\n", "utf-8")
        return "--password-fd", str(os.open(path, os.O_RDONLY))

    return give


@pytest.fixture
def online(cloud, me, usual_ledger, ring) -> Cloud:
    """Somebody whose requests go by way of the world, in which their calendar server is."""
    with Ledger(usual_ledger) as ledger:
        cloud.world.settings(ledger, ledger.person().id)
    return cloud


@pytest.fixture
def there(online, cli, secret) -> Cloud:
    """A calendar that is set up, with two dates to come."""
    cli("calendar", "set", online.url, "--user", USER, *secret(), "--yes")
    cli("record", OPT_OUT, "asked", "--on", "2026-11-10")
    cli("record", ACCESS, "started", "--on", "2026-11-12")
    return online


@pytest.fixture
def answering(monkeypatch):
    """Let somebody sit at a terminal who answers each question so."""

    def answer(*answers: str) -> list[str]:
        left, asked = list(answers), []

        def prompt(text, *_, **more):
            asked.append(text)
            return more["type"].convert(left.pop(0), None, None) if more.get("type") else left.pop(0)

        monkeypatch.setattr(hidden, "is_terminal", lambda: True)
        monkeypatch.setattr(hidden, "_asked", lambda question: (asked.append(question), PASSWORD)[1])
        monkeypatch.setattr("privacy_audit.cli.asking._is_terminal", lambda: True)
        monkeypatch.setattr(click, "prompt", prompt)
        monkeypatch.setattr(click, "confirm", lambda text, **_: (asked.append(text), left.pop(0) == "y")[1])
        return asked

    return answer


class TestSettingUp:
    @pytest.mark.parametrize("path", ["/", "/ann/", ""], ids=["server", "account", "calendar"])
    def test_any_address_of_the_server_leads_to_the_calendar(self, online, cli, secret, path, usual_ledger):
        url = f"https://{HOST}{path}" if path else online.url
        done = cli("calendar", "set", url, "--user", USER, "--collection", online.kept.path.split("/")[2],
                   *secret(), "--yes")  # fmt: skip
        assert online.url in done.out
        assert "app password" in done.err
        assert "nothing of your audit" in done.err
        assert cli("calendar", "status", "--json").json["url"] == online.url

    def test_the_password_is_in_the_keyring_and_nowhere_else(self, there, ring, usual_ledger):
        assert list(ring.kept.values()) == [PASSWORD]
        for kept in usual_ledger.parent.rglob("*"):
            if kept.is_file():
                assert PASSWORD.encode() not in kept.read_bytes()
                assert basic(USER, PASSWORD).split()[1].encode() not in kept.read_bytes()

    def test_without_a_keyring_it_is_kept_nowhere_and_asked_for(self, online, cli, secret, ring):
        ring.fails = True
        done = cli("calendar", "set", online.url, "--user", USER, *secret(), "--yes")
        assert "The password is kept nowhere: this system's keyring did not take it (RuntimeError)." in done.out
        assert "No app password came: nothing was sent." in cli("calendar", "push", "--yes", code=1).err
        assert not cli("calendar", "status", "--json").json["keyring"]
        cli("calendar", "push", "--yes", *secret())

    def test_several_calendars_are_offered(self, online, cli, secret, answering):
        other = Cloud(online.server, online.world, f"other-{online.kept.path.split('-')[1][:8]}", "VTODO")
        answering("once", "1")
        done = cli("calendar", "set", f"https://{HOST}/", "--user", USER)
        assert other.url in done.out
        assert "  1  " in done.out
        assert "Calendar: " in done.out

    def test_without_a_terminal_they_are_named(self, online, cli, secret):
        Cloud(online.server, online.world, f"third-{online.kept.path.split('-')[1][:8]}", "VTODO")
        done = cli("calendar", "set", f"https://{HOST}/", "--user", USER, *secret(), "--yes", code=1)
        assert "Say which: --collection NAME" in done.err

    def test_a_calendar_without_to_dos_is_not_taken(self, radicale, world, me, usual_ledger, cli, secret, ring):
        cloud = Cloud(radicale, world, f"events-{os.urandom(4).hex()}", "VEVENT")
        with Ledger(usual_ledger) as ledger:
            world.settings(ledger, ledger.person().id)
        done = cli("calendar", "set", cloud.url, "--user", USER, *secret(), "--yes", code=1)
        assert "None of the calendars there takes to-dos" in done.err

    @pytest.mark.parametrize(
        ("url", "words"),
        [
            ("http://cloud.example/", "Only https is used"),
            ("https://ann:secret@cloud.example/", "Leave user name and password out"),
            ("https://", "is no address"),
            ("cloud example", "is no address"),
        ],
    )
    def test_an_address_that_cannot_be_used(self, online, cli, secret, url, words):
        done = cli("calendar", "set", url, "--user", USER, *secret(), "--yes", code=1)
        assert words in done.err
        assert "secret" not in done.err
        assert online.site.received == []

    def test_a_wrong_password(self, online, cli, secret):
        done = cli("calendar", "set", online.url, "--user", USER, *secret("wrong"), "--yes", code=1)
        assert "does not accept the user name 'ann' with this password" in done.err
        assert "No calendar is set up" in cli("calendar", "status", code=1).err

    def test_an_answer_from_always_holds_for_one_server_only(self, there, cli, usual_ledger, secret):
        cli("network", "consent", "calendar", "always")
        assert "you agreed to always" in cli("calendar", "push").err
        cli("calendar", "set", there.url, "--user", USER, *secret(), code=1)  # what it sends is not what was agreed to
        cli("calendar", "set", "other.example", "--user", USER, *secret(), code=1)
        with Ledger(usual_ledger) as ledger:
            assert ledger.setting(ledger.person().id, f"{consent.CONSENT}calendar") == "ask"


class TestPushing:
    def test_without_a_calendar_it_says_how_to_begin(self, me, fails):
        assert "privacy-audit calendar set URL --user NAME" in fails("calendar", "push", "--yes")

    def test_nothing_leaves_without_a_yes(self, there, cli, answering):
        there.forget()
        done = cli("calendar", "push", code=1)
        assert "there is no terminal to ask on" in done.err
        answering("no")
        assert "you were asked and did not agree" in cli("calendar", "push", code=1).err
        cli("network", "offline")
        assert "stay offline" in cli("calendar", "push", "--yes", code=1).err
        assert there.site.received == []

    def test_what_goes_where_is_said_and_done(self, there, cli):
        done = cli("calendar", "push", "--yes")
        assert "each date with the name of the organisation" in done.err
        assert HOST in done.err
        assert done.out == "Sent: 2 new.\n"
        assert len(there.kept.items()) == 2
        assert cli("calendar", "push", "--yes").out == "Nothing had to be changed there.\n"

    def test_a_dry_run_reads_and_writes_nothing(self, there, cli):
        there.forget()
        done = cli("calendar", "push", "--dry-run", "--yes")
        assert set(there.methods) == {"REPORT"}
        assert done.out.splitlines()[-1] == "Would be sent: 2 new."
        assert len([line for line in done.out.splitlines() if line.startswith("create ")]) == 2
        assert there.kept.items() == {}
        assert {one["state"] for one in cli("calendar", "status", "--json").json["entries"]} == {"new"}

    def test_what_was_ticked_is_recorded_where_it_has_one_meaning(self, there, cli):
        cli("calendar", "push", "--yes")
        there.kept.tick("not sent yet", "20261120T101500Z")
        done = cli("calendar", "push", "--yes")
        assert done.out.startswith(f"Recorded: {ACCESS} asked, 20 Nov, as you ticked it · undo takes it back\n")
        assert cli("undo").out == "taken back: North Bureau, Ask what they hold: asked, 2026-11-20\n"

    def test_at_a_terminal_it_is_asked_first(self, there, cli, answering):
        cli("calendar", "push", "--yes")
        there.kept.tick("not sent yet")
        asked = answering("once", "n")
        done = cli("calendar", "push")
        assert asked[-1].endswith(f"Record {ACCESS} asked?")
        assert f"privacy-audit record {ACCESS} asked --on 2026-11-20" in done.out
        assert "Recorded" not in done.out
        answering("once", "y")
        assert "Recorded" in cli("calendar", "push").out

    def test_what_may_mean_several_things_is_shown_with_the_commands(self, there, cli):
        cli("calendar", "push", "--yes")
        there.kept.tick("an answer is expected")
        for _ in range(2):
            done = cli("calendar", "push", "--yes")
            assert "You ticked: Mirror People, " in done.out
            assert f"privacy-audit record {OPT_OUT} confirmed --on 2026-11-20" in done.out
            assert f"privacy-audit record {OPT_OUT} refused --on 2026-11-20" in done.out
        assert "confirmed" not in cli("history").out
        (tick,) = cli("calendar", "push", "--yes", "--json").json["ticked"]
        assert (tick["key"], tick["kind"], tick["sure"]) == (OPT_OUT, "answer-expected", None)
        command = next(one for one in tick["commands"] if " confirmed " in one)
        cli(*command.split()[1:])
        assert cli("calendar", "push", "--yes", "--json").json["ticked"] == []

    def test_what_was_changed_or_removed_there_is_named(self, there, cli):
        cli("calendar", "push", "--yes")
        there.kept.edit("an answer is expected", lambda text: text.replace("SUMMARY:", "SUMMARY:mine "))
        there.kept.remove("not sent yet")
        done = cli("calendar", "push", "--yes")
        assert ": you changed it there" in done.out
        assert "1 entry that you removed there: not written again. With --again they are." in done.out
        found = cli("calendar", "push", "--yes", "--json").json
        assert [one["why"] for one in found["kept"]] == ["you changed it there"]
        assert len(found["not_written_again"]) == 1
        assert cli("calendar", "push", "--again", "--yes", "--json").json["created"][0]["on"] == "2026-11-19"

    def test_what_another_program_wrote_steers_no_terminal(self, there, cli):
        cli("calendar", "push", "--yes")
        there.kept.edit("an answer is expected", lambda text: text.replace("SUMMARY:", "SUMMARY:\u202e\u200b[red]"))
        cli("calendar", "push", "--yes")  # the fixture looks at all that is printed

    @pytest.mark.parametrize("status", [401, 403, 404, 500, 507])
    def test_a_fault_is_one_line(self, there, cli, status):
        there.fail("REPORT", status)
        done = cli("calendar", "push", "--yes", code=1)
        (line,) = [line for line in done.err.splitlines() if line.startswith("Error: ")]
        assert done.out == ""
        assert HOST in line

    def test_the_receipts_name_the_server_and_no_secret(self, there, cli):
        cli("calendar", "push", "--yes")
        done = cli("receipts", "--json")
        assert HOST in done.out
        assert PASSWORD not in done.out
        assert basic(USER, PASSWORD).split()[1] not in done.out


class TestForgetting:
    def test_the_entries_stay_unless_they_are_removed(self, there, cli, ring):
        cli("calendar", "push", "--yes")
        done = cli("calendar", "forget")
        assert "What was written there stays there." in done.out
        assert len(there.kept.items()) == 2
        assert ring.kept == {}
        assert "No calendar is set up" in cli("calendar", "status", code=1).err

    def test_what_was_not_changed_is_removed(self, there, cli):
        cli("calendar", "push", "--yes")
        there.kept.edit("an answer is expected", lambda text: text.replace("SUMMARY:", "SUMMARY:mine "))
        done = cli("calendar", "forget", "--remove-entries", "--yes")
        assert "Removed there: 1 entry; 1 entry stays, for you changed it." in done.out
        assert len(there.kept.items()) == 1

    def test_nothing_is_forgotten_when_the_server_does_not_answer(self, there, cli, ring):
        cli("calendar", "push", "--yes")
        there.fail("REPORT", 500)
        cli("calendar", "forget", "--remove-entries", "--yes", code=1)
        assert ring.kept
        assert cli("calendar", "status", "--json").json["url"] == there.url

    def test_who_is_forgotten_leaves_no_password_behind(self, there, cli, ring):
        assert ring.kept
        cli("person", "forget", "me", "--yes")
        assert ring.kept == {}
