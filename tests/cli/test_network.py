"""The command `network`: what is set, what was said beforehand, and every refusal in one line."""

import os
import sys

import pytest
import trustme

from privacy_audit.network.purposes import BREACHES

pytestmark = pytest.mark.usefixtures("me")


def test_at_first_nothing_is_set_and_every_purpose_asks(cli):
    out = cli("network").out
    assert out.startswith("Online: nothing is sent before you agreed to it\nProxy: what this system says")
    assert "it names none" in out
    assert "Further trusted certificates: none" in out
    assert "breaches" in out
    assert BREACHES.title in out
    found = cli("network", "--json").json
    assert (found["offline"], found["proxy"], found["trusted"]) == (False, "system", None)
    assert {one["answer"] for one in found["purposes"]} == {"ask"}
    assert [one["id"] for one in found["purposes"] if one["each_time"]] == ["breached-account"]


def test_the_json_says_of_each_purpose_what_goes_where(cli):
    found = {one["id"]: one for one in cli("network", "--json").json["purposes"]}
    assert found["breaches"] == {
        "id": "breaches", "title": BREACHES.title, "answer": "ask", "each_time": False,
        "hosts": ["haveibeenpwned.com"], "methods": ["GET"], "sends": BREACHES.sends,
        "can_reveal": BREACHES.reveals, "for": BREACHES.why,
    }  # fmt: skip


def test_a_proxy_of_the_system_is_named_without_its_password(cli, monkeypatch):
    monkeypatch.setenv("https_proxy", "http://me:secret@proxy.example:3128")
    out = cli("network").out
    assert "http://proxy.example:3128 (from this system's settings)" in out
    assert "secret" not in out


def test_offline_and_online(cli):
    assert "network online" in cli("network", "offline").out
    assert cli("network").out.startswith("Offline: nothing is sent\n")
    assert cli("network", "--json").json["offline"] is True
    cli("network", "online")
    assert cli("network").out.startswith("Online")


@pytest.mark.parametrize("way", ["option", "variable"])
def test_one_run_can_be_offline_by_itself(cli, monkeypatch, way):
    if way == "variable":
        monkeypatch.setenv("PRIVACY_AUDIT_OFFLINE", "1")
    before = ["--offline"] if way == "option" else []
    assert cli(*before, "network").out.startswith("Offline: nothing is sent in this run (--offline)\n")
    assert cli(*before, "network", "--json").json["offline"] is True
    monkeypatch.delenv("PRIVACY_AUDIT_OFFLINE", raising=False)
    assert cli("network", "--json").json["offline"] is False


def test_a_proxy_is_chosen_and_taken_back(cli, fails):
    assert "Tor on this machine" in cli("network", "proxy", "tor").out
    assert cli("network", "--json").json["proxy"] == "tor"
    assert cli("network", "proxy", "socks5h://127.0.0.1:1080").out == "kept: socks5h://127.0.0.1:1080\n"
    assert "is no proxy" in fails("network", "proxy", "nonsense")
    refused = fails("network", "proxy", "http://me:secret@proxy.example:3128")
    assert "HTTPS_PROXY" in refused
    assert "secret" not in refused
    assert cli("network", "--json").json["proxy"] == "socks5h://127.0.0.1:1080"
    cli("network", "proxy", "system")
    assert cli("network", "--json").json["proxy"] == "system"


def test_further_certificates_are_trusted_and_no_longer(cli, fails, tmp_path):
    file = tmp_path / "own.pem"
    trustme.CA().cert_pem.write_to_path(file)
    assert cli("network", "trust", file).out == f"kept: 1 certificate from {file}\n"
    (tmp_path / "other").write_text("hello")
    assert "no file of certificates" in fails("network", "trust", tmp_path / "other")
    assert "cannot be read" in fails("network", "trust", tmp_path / "missing")
    assert cli("network", "--json").json["trusted"] == str(file)
    assert cli("network", "trust", "none").out == "kept: none but the usual ones\n"
    assert cli("network", "--json").json["trusted"] is None


def test_an_answer_beforehand_is_kept_for_its_purpose(cli, fails):
    cli("network", "consent", "breaches", "always")
    cli("network", "consent", "breached-account", "never")
    cli("network", "consent", "registry-us-ca", "never")
    answers = {one["id"]: one["answer"] for one in cli("network", "--json").json["purposes"] if one["answer"] != "ask"}
    assert answers == {"breaches": "always", "breached-account": "never", "registry-us-ca": "never"}
    assert "asked each time" in fails("network", "consent", "breached-account", "always")
    cli("network", "consent", "breached-account", "ask")
    cli("network", "consent", "breaches", "ask")
    found = {one["id"]: one["answer"] for one in cli("network", "--json").json["purposes"]}
    assert (found["breaches"], found["breached-account"]) == ("ask", "ask")


def test_a_purpose_that_is_none_is_wrong_usage_and_names_them_all(fails):
    line = fails("network", "consent", "braeches", "always", code=2)
    assert "breaches, passwords, breached-account" in line
    assert "'perhaps'" in fails("network", "consent", "breaches", "perhaps", code=2)


def test_json_belongs_to_the_list_alone(fails):
    assert "--json" in fails("network", "--json", "offline", code=2)


def test_the_settings_are_each_persons_own(cli):
    cli("person", "add", "other", "--region", "CA-ON")
    cli("--person", "me", "network", "offline")
    assert cli("--person", "me", "network", "--json").json["offline"] is True
    assert cli("--person", "other", "network", "--json").json["offline"] is False


@pytest.mark.parametrize("way", ["option", "variable"])
def test_the_screens_of_an_offline_run_say_so(way, monkeypatch):
    pexpect = pytest.importorskip("pexpect")
    monkeypatch.delenv("PRIVACY_AUDIT_TODAY")
    if way == "variable":
        monkeypatch.setenv("PRIVACY_AUDIT_OFFLINE", "1")
    arguments = ["-m", "privacy_audit", *(["--offline"] if way == "option" else [])]
    child = pexpect.spawn(sys.executable, arguments, env=os.environ, encoding="utf-8", dimensions=(24, 80), timeout=30)
    child.expect_exact("WHO HOLDS YOU")
    child.send("n")
    child.expect_exact("in this run")
    child.send("qq")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
