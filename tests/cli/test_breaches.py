"""Known breaches on the command line, against real servers on the loopback, and exactly what each of them receives."""

import io
import json
import os
import sys
from dataclasses import replace
from datetime import date

import keyring
import pytest
from breaches.invented import KEY, LIST, body, entry
from examples import HOSTILE
from network.world import Reply
from rings import Ring

from privacy_audit.ledger import requests
from privacy_audit.ledger.store import Ledger
from privacy_audit.network.purposes import ACCOUNT

HOST, RANGE = "haveibeenpwned.com", "api.pwnedpasswords.com"
PATH = "/api/v3/breaches"
PASSWORD, SENT, REST = "P@ssw0rd", "21BD1", "2DC183F740EE76F27B78EB39C8AD972A757"
ADDRESS = "ann.example+shop@mail.example.com"


@pytest.fixture
def online(world, me, usual_ledger, cli):
    """Somebody whom mirror-people and corner-shop hold, and whose requests go by way of the world."""
    with Ledger(usual_ledger) as ledger:
        world.settings(ledger, ledger.person().id)
    cli("answer", "mirror-people", "yes")
    cli("answer", "corner-shop", "past")
    return world


@pytest.fixture
def site(online):
    made = online.site(HOST)
    made.answer(PATH, body=body(*LIST), type="application/json; charset=utf-8")
    return made


@pytest.fixture
def ranges(online):
    made = online.site(RANGE)
    lines = f"{'0' * 35}:12\r\n{REST}:83129\r\n{'F' * 35}:0"
    made.answer("*", body=lines, type="text/plain; charset=utf-8")
    return made


@pytest.fixture
def public(isolated):
    return isolated / "data" / "privacy-audit" / "public"


@pytest.fixture
def file_with(tmp_path):
    """Give an open file's descriptor with a line in it."""

    def make(text: str | bytes) -> int:
        path = tmp_path / "secret"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return os.open(path, os.O_RDONLY)

    return make


@pytest.fixture
def terminal(monkeypatch):
    """Answer questions as on a terminal: hidden ones with `typed`, others from `said`."""

    def use(typed: str = "", *said: str):
        import click

        answers = iter(said)
        monkeypatch.setattr("privacy_audit.cli.hidden.is_terminal", lambda: True)
        monkeypatch.setattr("privacy_audit.cli.asking._is_terminal", lambda: True)
        monkeypatch.setattr("getpass.getpass", lambda question: typed)
        monkeypatch.setattr(click, "prompt", lambda *_, **__: next(answers))

    return use


def receipts(path) -> list:
    with Ledger(path, create=False) as ledger:
        return requests.requests(ledger, ledger.person().id)


class TestTheList:
    def test_it_is_downloaded_once_and_compared_here(self, cli, site, public):
        done = cli("breaches", "--yes")
        assert "2 known breaches at 1 organisation of yours." in done.out
        assert "They leaked in May 2019; you said on 24 November 2026 that they hold you." in done.out
        assert "Leaked: email addresses, IP addresses, passwords; 1,234,567 accounts." in done.out
        assert "held you then" in done.out
        assert "Apart: these name a site of theirs, but are no leak of them" in done.out
        assert "a list that spam was sent with" in done.out
        assert "Elsewhere" not in done.out
        assert "5 known breaches, as downloaded on 24 November 2026" in done.err
        assert "not whose data were in it" in done.err
        again = cli("breaches")
        assert again.out == done.out
        assert len(site.received) == 1
        assert (public / "breaches.json").stat().st_mode & 0o777 == 0o600

    def test_what_leaves_has_nothing_of_the_person(self, cli, site, online, usual_ledger):
        cli("breaches", "--yes")
        (request,) = site.received
        assert (request.method, request.target, request.body) == ("GET", PATH, b"")
        assert set(request.headers) == {"host", "user-agent", "accept", "accept-encoding", "connection"}
        raw = online.bytes_received().lower()
        for personal in (b"mirror", b"corner", b"us-tx", b"me\r\n", b"texas"):
            assert personal not in raw
        (receipt,) = receipts(usual_ledger)
        assert (receipt.purpose, receipt.host, receipt.status, receipt.how) == ("breaches", HOST, 200, "yes")
        assert receipt.out == len(request.raw)

    def test_without_a_yes_nothing_is_sent(self, cli, fails, site, online):
        assert "Nothing was sent: there is no terminal to ask on" in fails("breaches")
        assert "Nothing was sent" in fails("--offline", "breaches", "--yes")
        assert site.received == []
        assert online.asked == []

    def test_asking_on_a_terminal(self, cli, site, terminal):
        terminal("", "no")
        assert "Nothing was sent" in cli("breaches", code=1).err
        assert site.received == []
        terminal("", "once")
        done = cli("breaches")
        assert "Goes to: haveibeenpwned.com" in done.err
        assert "nothing about you" in done.err
        assert len(site.received) == 1

    def test_as_json(self, cli, site):
        found = cli("breaches", "--yes", "--json").json
        assert (found["downloaded"], found["old"], found["known"], found["skipped"]) == ("2026-11-24", False, 5, 0)
        newest, oldest = found["matches"]
        assert newest["breach"] == "MirrorForum"
        assert newest["told_before"]
        assert oldest["organisation"] == "mirror-people"
        assert (oldest["on"], oldest["accounts"], oldest["verified"]) == ("2019-05-14", 1234567, True)
        assert (oldest["told"], oldest["told_since"], oldest["recorded"]) == ("yes", "2026-11-24", False)
        assert oldest["leaked"] == ["Email addresses", "IP addresses", "Passwords"]
        assert [one["breach"] for one in found["apart"]] == ["CornerShopSpam"]

    def test_the_whole_list_and_a_part_of_it(self, cli, site):
        cli("breaches", "--yes")
        out = cli("breaches", "--all").out
        assert all(one["Name"] in out for one in LIST)
        assert [one["breach"] for one in cli("breaches", "--all", "--find", "else", "--json").json["breaches"]] == [
            "Elsewhere"
        ]
        listed = cli("breaches", "--all", "--json").json["breaches"]
        assert {one["breach"]: one["catalogue"] for one in listed}["CornerShopSpam"] == ["corner-shop"]
        assert cli("breaches", "--all", "--find", "zzz").out == "Nothing of the list is like that.\n"
        assert [one["breach"] for one in cli("breaches", "--since", "2026-01-01", "--json").json["matches"]] == [
            "MirrorForum"
        ]

    def test_an_old_list_says_so_and_a_new_one_takes_its_place(self, cli, site):
        cli("--today", "2026-10-01", "breaches", "--yes")
        assert "as downloaded on 1 October 2026, 54 days ago: newer ones are not in it" in cli("breaches").err
        site.answer(PATH, body=body(LIST[0]), type="application/json")
        assert "1 known breach, as downloaded on 24 November 2026" in cli("breaches", "--fetch", "--yes").err
        assert cli("breaches", "--json").json["known"] == 1

    def test_show_says_that_they_leaked(self, cli, site):
        assert "Leaked" not in cli("show", "mirror-people").out
        cli("breaches", "--yes")
        out = " ".join(cli("show", "mirror-people").out.split())
        assert "Leaked: December 2026 (email addresses, IP addresses, passwords); May 2019" in out
        assert "As downloaded on 24 November 2026" in out

    def test_entries_that_cannot_be_read_are_counted(self, cli, site):
        site.answer(PATH, body=body(*LIST, {"Name": "Broken"}), type="application/json")
        assert "1 of its entries could not be read and were left out" in cli("breaches", "--yes").err

    def test_hostile_text_is_only_text(self, cli, site):
        bad = entry("Bad", "mirror-people.example", Name=HOSTILE, Title=HOSTILE, DataClasses=[HOSTILE])
        site.answer(PATH, body=body(bad), type="application/json")
        cli("breaches", "--yes")
        cli("breaches", "--all")
        cli("breaches", "--json")

    @pytest.mark.parametrize(
        ("how", "words"),
        [
            (dict(body="<html>Sign in</html>", type="text/html"), "A web page came instead of the file"),
            (dict(body="[]", type="text/plain"), "text/plain instead of application/json"),
            (dict(body=body(*LIST)[:-30], type="application/json"), "no list of breaches: it is no JSON, or it ends"),
            (dict(body="[]", type="application/json"), "it is empty"),
            (dict(body='{"Message": "no"}', type="application/json"), "it is not a list"),
            (dict(status=404), "404"),
            (dict(status=429, headers={"Retry-After": "3600"}), "haveibeenpwned.com"),
            (dict(status=500), "500"),
            (dict(status=302, headers={"Location": "https://elsewhere.example/"}), "leads to another address"),
            (dict(status=302, headers={"Location": "http://haveibeenpwned.com/"}), "leads to another address"),
            ("truncated", "haveibeenpwned.com"),
            ("bomb", "more than the 20 MB"),
            ("half-gzip", "stopped early"),
            ("garbage", "haveibeenpwned.com"),
            ("reset", "haveibeenpwned.com"),
            ("endless", "more than the 20 MB"),
        ],
        ids=str,
    )
    def test_a_fault_is_one_line_and_the_kept_list_stays(self, cli, site, public, how, words):
        cli("--today", "2026-11-20", "breaches", "--yes")
        before = (public / "breaches.json").read_bytes()
        site.fault(PATH, how) if isinstance(how, str) else site.answer(PATH, **how)
        done = cli("breaches", "--fetch", "--yes", code=1)
        assert done.out == ""
        lines = [line for line in done.err.splitlines() if line.startswith("Error: ")]
        assert len(lines) == 1
        assert words in lines[0]
        assert done.err.endswith(lines[0] + "\n")
        assert (public / "breaches.json").read_bytes() == before
        assert [path.name for path in public.iterdir()] == ["breaches.json"]
        assert "as downloaded on 20 November 2026" in cli("breaches").err

    def test_a_fault_at_first_keeps_nothing(self, cli, online, public):
        online.site(HOST).answer(PATH, status=500)
        cli("breaches", "--yes", code=1)
        assert not public.exists()

    def test_a_damaged_file_is_downloaded_again(self, cli, site, public):
        public.mkdir(parents=True)
        (public / "breaches.json").write_text("{")
        done = cli("breaches", "--yes")
        assert "cannot be used: it is no JSON" in done.err
        assert "2 known breaches" in done.out


class TestRecording:
    def test_it_becomes_a_change_in_the_persons_life(self, cli, site):
        cli("breaches", "--yes")
        done = cli("breaches", "--record", "mirrorpeople")
        assert "recorded: Your data may have got out on 14 May 2019 (Mirror People) · undo takes it back" in done.out
        assert "mirror-people/opt-out" in done.out
        assert cli("breaches", "--json").json["matches"][1]["recorded"]
        assert "May 2019 · recorded" in cli("breaches").out
        (life,) = cli("event", "--json").json
        assert (life["event"], life["on"], life["organisation"]) == ("breach", "2019-05-14", "mirror-people")
        cli("undo")
        assert not cli("breaches", "--json").json["matches"][1]["recorded"]

    def test_as_json(self, cli, site):
        cli("breaches", "--yes")
        done = cli("breaches", "--record", "MirrorPeople", "--since", "2026-01-01", "--json").json
        assert (done["organisation"], done["on"]) == ("mirror-people", "2019-05-14")
        assert "mirror-people/opt-out" in [task["key"] for task in done["todo"]]

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("MirorPeople", "Did you mean MirrorPeople"),
            ("Elsewhere", "among those of organisations that hold you"),
            ("CornerShopSpam", "is no leak of theirs"),
            ("MirrorForum", "2026-12-01 is in the future"),
            (HOSTILE, "No breach called"),
        ],
        ids=range(5),
    )
    def test_what_cannot_be_recorded_is_a_line(self, cli, fails, site, name, words):
        cli("breaches", "--yes")
        assert words in fails("breaches", "--record", name)
        assert cli("event", "--json").json == []


class TestPassword:
    def test_five_characters_leave_and_nothing_else_of_it(self, cli, ranges, online, file_with, usual_ledger):
        done = cli("breaches", "password", "--password-fd", file_with(PASSWORD + "\n"), "--yes")
        assert "Seen 83,129 times in breaches" in done.out
        assert f"these 5 characters: {SENT}" in done.err
        (request,) = ranges.received
        assert (request.method, request.target, request.body) == ("GET", f"/range/{SENT}", b"")
        assert request.headers["add-padding"] == "true"
        assert set(request.headers) == {
            "host", "user-agent", "accept", "accept-encoding", "connection", "add-padding",
        }  # fmt: skip
        raw = online.bytes_received()
        assert raw.count(SENT.encode()) == 1
        assert PASSWORD.encode() not in raw
        assert not any(REST[at : at + 4].encode() in raw.upper() for at in range(len(REST) - 3))
        (receipt,) = receipts(usual_ledger)
        assert (receipt.purpose, receipt.host, receipt.status) == ("passwords", RANGE, 200)

    def test_nothing_of_it_is_kept(self, cli, ranges, file_with, isolated, usual_ledger):
        cli("breaches", "password", "--password-fd", file_with(PASSWORD), "--yes")
        kept = b"".join(path.read_bytes() for path in isolated.rglob("*") if path.is_file())
        assert b"P@ssw0rd" not in kept
        assert SENT.encode() not in kept
        assert REST.encode() not in kept

    def test_padding_and_absence_are_not_among_the_known(self, cli, ranges, file_with):
        ranges.answer("*", body=f"{REST}:0\r\n{'0' * 35}:3", type="text/plain")
        done = cli("breaches", "password", "--password-fd", file_with(PASSWORD), "--yes", "--json")
        assert done.json == {"sent": SENT, "known": False, "seen": 0}
        done = cli("breaches", "password", "--password-fd", file_with(PASSWORD), "--yes")
        assert "that does not make it strong" in done.out

    def test_typed_on_a_terminal_and_shown_before_it_is_asked(self, cli, ranges, terminal):
        terminal(PASSWORD, "no")
        done = cli("breaches", "password", code=1)
        assert f"Sends: these 5 characters: {SENT}" in done.err
        assert ranges.received == []
        terminal(PASSWORD, "always")
        assert "Seen 83,129 times" in cli("breaches", "password").out
        terminal(PASSWORD)
        done = cli("breaches", "password")
        assert f"these 5 characters: {SENT}" in done.err, "with a standing consent too"
        assert PASSWORD not in done.out + done.err

    def test_on_a_real_terminal_it_is_never_shown(self, ranges, online):
        pexpect = pytest.importorskip("pexpect")
        arguments = ["-m", "privacy_audit", "breaches", "password"]
        child = pexpect.spawn(sys.executable, arguments, env=os.environ, encoding="utf-8", timeout=30)
        child.logfile_read = shown = io.StringIO()
        child.expect_exact("Password (not shown): ")
        child.sendline(PASSWORD)
        child.expect_exact(f"these 5 characters: {SENT}")
        assert ranges.received == []
        child.expect_exact("once, always, never")
        child.sendline("once")
        child.expect_exact("Seen 83,129 times in breaches")
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 0
        assert "Seen 83,129" in shown.getvalue()
        assert PASSWORD not in shown.getvalue()
        assert len(ranges.received) == 1

    def test_never_as_an_argument(self, fails, online):
        assert "breaches password --help" in fails("breaches", "password", PASSWORD, code=2)
        assert online.asked == []

    @pytest.mark.parametrize(
        ("given", "words"),
        [("", "No password came from --password-fd"), ("\n" + PASSWORD, "No password came"),
         (b"\xff\xfe", "is not UTF-8 text"), ("x" * 2000, "more than 1,000 characters")],
    )  # fmt: skip
    def test_what_is_no_password_sends_nothing(self, fails, online, file_with, given, words):
        assert words in fails("breaches", "password", "--password-fd", file_with(given), "--yes")
        assert online.asked == []

    def test_without_a_terminal_or_an_open_file_it_says_how(self, fails, online):
        assert "give it with --password-fd N" in fails("breaches", "password", "--yes")
        assert "is no open file" in fails("breaches", "password", "--password-fd", "999", "--yes")

    @pytest.mark.parametrize(
        ("how", "words"),
        [
            (dict(body="<html>Sign in</html>", type="text/html"), "A web page came instead"),
            (dict(body="<html>Sign in</html>", type="text/plain"), "nothing can be said of the password"),
            (dict(body="", type="text/plain"), "nothing can be said of the password"),
            (dict(body=f"{REST}:83129\r\n{REST[:9]}", type="text/plain"), "nothing can be said"),
            (dict(status=429, headers={"Retry-After": "7200"}), RANGE),
            (dict(status=500), "500"),
            (dict(status=404), "404"),
            ("truncated", RANGE),
            ("bomb", "more than the 1 MB"),
        ],
        ids=str,
    )
    def test_after_a_fault_nothing_is_said_of_it(self, cli, ranges, file_with, how, words):
        ranges.fault("*", how) if isinstance(how, str) else ranges.answer("*", **how)
        done = cli("breaches", "password", "--password-fd", file_with(PASSWORD), "--yes", code=1)
        assert done.out == ""
        assert words in done.err.splitlines()[-1]
        assert PASSWORD not in done.err
        assert REST not in done.err

    def test_a_busy_server_is_asked_again(self, cli, ranges, file_with):
        answers = iter(
            [Reply(429, b"", {"Retry-After": "0"}), Reply(200, f"{REST}:2".encode(), {"Content-Type": "text/plain"})]
        )
        ranges.answer("*", lambda request: next(answers))
        done = cli("breaches", "password", "--password-fd", file_with(PASSWORD), "--yes")
        assert "Seen 2 times" in done.out
        assert len(ranges.received) == 2


class TestAddress:
    @pytest.fixture
    def lookups(self, online, monkeypatch):
        monkeypatch.setattr("privacy_audit.cli.breaches.ACCOUNT", replace(ACCOUNT, gap=0.0))
        made = online.site(HOST)
        made.answer("*", body=body(LIST[0], LIST[3]), type="application/json")
        return made

    def test_the_address_and_the_key_leave_and_nothing_else(self, cli, lookups, file_with, usual_ledger):
        done = cli("breaches", "account", ADDRESS, "--key-fd", file_with(KEY), "--yes")
        assert done.out.startswith("Found in 2 known breaches. Sensitive ones are not shown")
        assert "Mirror People: MirrorPeople" in done.out
        assert "Not verified" in done.out
        assert f"Sends: the e-mail address {ADDRESS}, and your own key" in done.err
        (request,) = lookups.received
        assert request.target == (
            "/api/v3/breachedaccount/ann.example%2Bshop%40mail.example.com?truncateResponse=false"
        )
        assert request.headers["hibp-api-key"] == KEY
        assert set(request.headers) == {
            "host", "user-agent", "accept", "accept-encoding", "connection", "hibp-api-key",
        }  # fmt: skip
        assert KEY not in done.out + done.err
        (receipt,) = receipts(usual_ledger)
        assert (receipt.purpose, receipt.how) == ("breached-account", "yes")

    def test_neither_is_kept(self, cli, lookups, file_with, isolated):
        cli("breaches", "account", ADDRESS, "--key-fd", file_with(KEY), "--yes")
        kept = b"".join(path.read_bytes() for path in isolated.rglob("*") if path.is_file())
        assert b"mail.example.com" not in kept
        assert KEY.encode() not in kept

    def test_as_json(self, cli, lookups, file_with):
        found = cli("breaches", "account", ADDRESS, "--key-fd", file_with(KEY), "--yes", "--json").json
        assert found["address"] == ADDRESS
        assert [(one["breach"], one["yours"] and one["yours"]["organisation"]) for one in found["breaches"]] == [
            ("Elsewhere", None), ("MirrorPeople", "mirror-people"),
        ]  # fmt: skip

    def test_none_is_not_safe(self, cli, lookups, file_with):
        lookups.answer("*", status=404)
        done = cli("breaches", "account", ADDRESS, "--key-fd", file_with(KEY), "--yes")
        assert done.out.startswith("In none of the public breaches known to them. Sensitive ones are not shown")

    def test_a_standing_consent_is_not_taken(self, cli, fails, lookups, terminal, usual_ledger):
        with Ledger(usual_ledger) as ledger:
            ledger.set(ledger.person().id, "network/consent/breached-account", "always")
        terminal(KEY, ADDRESS, "no")
        assert ADDRESS in cli("breaches", "account", code=1).err
        assert lookups.received == []
        terminal(KEY, ADDRESS, "yes")
        assert "Found in 2" in cli("breaches", "account").out

    def test_the_key_from_the_keyring(self, cli, lookups, file_with, isolated):
        before = keyring.get_keyring()
        keyring.set_keyring(Ring())
        try:
            assert "kept: your key" in cli("breaches", "key", "set", "--key-fd", file_with(KEY)).out
            cli("breaches", "account", ADDRESS, "--yes")
            assert lookups.received[0].headers["hibp-api-key"] == KEY
            assert "taken out" in cli("breaches", "key", "forget").out
            assert "No key of yours" in cli("breaches", "key", "forget").out
        finally:
            keyring.set_keyring(before)
        kept = b"".join(path.read_bytes() for path in isolated.rglob("*") if path.is_file())
        assert KEY.encode() not in kept

    @pytest.mark.parametrize("going", [("person", "forget", "me", "--yes"), ("wipe", "--yes")])
    def test_forgetting_somebody_or_all_takes_their_key_along(self, cli, online, file_with, going):
        before, ring = keyring.get_keyring(), Ring()
        keyring.set_keyring(ring)
        try:
            cli("breaches", "key", "set", "--key-fd", file_with(KEY))
            cli(*going)
        finally:
            keyring.set_keyring(before)
        assert ring.kept == {}

    @pytest.mark.parametrize(
        ("how", "words"),
        [
            (dict(status=401, body="Access denied"), "does not take this key"),
            (dict(status=403), "refused to answer"),
            (dict(status=429, headers={"Retry-After": "120"}), "wait 120 seconds"),
            (dict(status=500), "the status 500"),
            (dict(body="<html>Sign in</html>", type="text/html"), "nothing can be said of the address"),
            (dict(body='[{"Name":', type="application/json"), "nothing can be said of the address"),
            ("truncated", HOST),
            ("bomb", "more than the 5 MB"),
        ],
        ids=str,
    )
    def test_a_fault_is_one_line(self, cli, lookups, file_with, how, words):
        lookups.fault("*", how) if isinstance(how, str) else lookups.answer("*", **how)
        done = cli("breaches", "account", ADDRESS, "--key-fd", file_with(KEY), "--yes", code=1)
        assert done.out == ""
        assert words in done.err.splitlines()[-1]
        assert KEY not in done.err

    @pytest.mark.parametrize(("address", "key"), [("ann", KEY), (ADDRESS, "short")])
    def test_wrong_ones_send_nothing(self, fails, lookups, online, file_with, address, key):
        assert "nothing was sent" in fails("breaches", "account", address, "--key-fd", file_with(key), "--yes")
        assert online.asked == []

    def test_without_a_terminal_it_says_how(self, fails, online):
        assert "give ADDRESS" in fails("breaches", "account", "--yes")
        assert "give it with --key-fd N" in fails("breaches", "account", ADDRESS, "--yes")


def test_nothing_of_the_network_is_loaded_for_a_list_that_is_kept(cli, site, usual_ledger):
    import subprocess

    cli("breaches", "--yes")
    program = (
        "import sys\nfrom privacy_audit.cli.main import run\nrun(['breaches', '--json'])\n"
        "print([n for n in ('httpx', 'ssl', 'sqlite_utils') if n in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, env=os.environ)
    assert json.loads(done.stdout)["known"] == 5
    assert date.fromisoformat(json.loads(done.stdout)["downloaded"])
    assert done.stderr.strip().endswith("[]")
