"""What the person may choose about the network: proxies, further trust, answers beforehand."""

import re
from pathlib import Path

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from privacy_audit.network import choices, wire
from privacy_audit.network.choices import NoSuchChoice, proxy_of
from privacy_audit.network.purposes import ACCOUNT, BREACHES
from privacy_audit.registers.states import STATES


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("tor", "tor"), ("Tor ", "tor"), ("none", "none"), ("system", ""),
        ("http://proxy.example:3128", "http://proxy.example:3128"),
        ("HTTPS://Proxy.Example:443/", "https://proxy.example:443"),
        ("socks5://127.0.0.1:1080", "socks5://127.0.0.1:1080"),
        ("socks5h://[::1]:9050", "socks5h://[::1]:9050"),
    ],
)  # fmt: skip
def test_a_proxy_is_kept_in_one_spelling(typed, kept):
    assert proxy_of(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "proxy.example:3128", "ftp://proxy.example:21", "http://proxy.example", "http://:3128", "socks5h://x:99999",
     "http://proxy.example:3128/path", "http://proxy.example:3128?a=b", "http://[::1:80", "javascript:alert(1)"],
)  # fmt: skip
def test_what_is_no_proxy_is_refused_with_what_to_give(typed):
    with pytest.raises(NoSuchChoice, match=r"socks5h://127\.0\.0\.1:9050"):
        proxy_of(typed)


@pytest.mark.parametrize(
    "typed", ["http://me:secret@proxy.example:3128", "socks5://me@proxy.example:1", "http://:s@p.example:1"]
)
def test_a_proxy_with_a_password_is_refused_without_repeating_it(typed):
    with pytest.raises(NoSuchChoice, match="HTTPS_PROXY") as refused:
        proxy_of(typed)
    assert "secret" not in str(refused.value)


@given(st.text(max_size=60))
def test_whatever_is_typed_gives_a_proxy_or_the_one_refusal(typed):
    try:
        found = proxy_of(typed)
    except NoSuchChoice:
        return
    assert found in choices.PROXIES or proxy_of(found) == found


@pytest.mark.parametrize(
    "typed", ["tor", "none", "system", "socks5h://127.0.0.1:9050", "http://[::1]:3128", "https://p.example:1"]
)
def test_every_proxy_that_is_kept_is_one_for_the_client(typed):
    client = wire.new_client(proxy_of(typed), "")
    assert client.headers["user-agent"] == wire.USER_AGENT


def test_a_file_of_certificates_is_counted_and_its_whole_path_kept(ledger, tmp_path, monkeypatch):
    me = ledger.add_person("me", "US-TX")
    file = tmp_path / "own.pem"
    file.write_bytes(b"".join(trustme.CA().cert_pem.bytes() for _ in range(2)))
    monkeypatch.chdir(tmp_path)
    assert choices.trust(ledger, me.id, file.relative_to(tmp_path)) == 2
    assert choices.trusted(ledger, me.id) == str(file)
    assert choices.trust(ledger, me.id, None) == 0
    assert choices.trusted(ledger, me.id) == ""


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"\xff" * 99, b"-----BEGIN CERTIFICATE-----\nAAAA\n", b"x" * 1_000_001]
)
def test_a_file_that_is_none_changes_nothing(ledger, tmp_path, content):
    me = ledger.add_person("me", "US-TX")
    file = tmp_path / "own.pem"
    file.write_bytes(content)
    with pytest.raises(NoSuchChoice, match=r"Nothing was changed\."):
        choices.trust(ledger, me.id, file)
    with pytest.raises(NoSuchChoice, match="is no file"):
        choices.trust(ledger, me.id, tmp_path)
    with pytest.raises(NoSuchChoice, match="cannot be read"):
        choices.trust(ledger, me.id, tmp_path / "missing")
    assert choices.trusted(ledger, me.id) == ""


def test_a_file_cut_short_in_its_second_certificate_is_refused(ledger, tmp_path):
    me = ledger.add_person("me", "US-TX")
    file = tmp_path / "own.pem"
    whole = trustme.CA().cert_pem.bytes()
    file.write_bytes(whole + whole[: len(whole) // 2])
    with pytest.raises(NoSuchChoice):
        choices.trust(ledger, me.id, file)


def test_every_purpose_stands_in_the_list_once_with_its_answer(ledger):
    me = ledger.add_person("me", "US-TX")
    choices.choose(ledger, me.id, BREACHES, "always")
    found = choices.choices(ledger, me.id, [("us-zz", "a register")])
    ids = [one.purpose.id for one in found]
    assert len(ids) == len(set(ids))
    assert {"breaches", "passwords", "breached-account", "registry-us-zz", "links", "gpc", "calendar"} <= set(ids)
    assert {one.purpose.id: one.standing for one in found if one.standing != "ask"} == {"breaches": "always"}


def test_no_standing_yes_is_kept_for_what_is_asked_each_time(ledger):
    me = ledger.add_person("me", "US-TX")
    with pytest.raises(NoSuchChoice, match="each time"):
        choices.choose(ledger, me.id, ACCOUNT, "always")
    with pytest.raises(NoSuchChoice, match="no answer"):
        choices.choose(ledger, me.id, BREACHES, "perhaps")
    choices.choose(ledger, me.id, ACCOUNT, "never")
    assert {one.purpose.id: one.standing for one in choices.choices(ledger, me.id)}["breached-account"] == "never"


def test_offline_is_kept_until_it_is_taken_back(ledger):
    me = ledger.add_person("me", "US-TX")
    assert not choices.is_offline(ledger, me.id)
    choices.go_offline(ledger, me.id, True)
    assert choices.is_offline(ledger, me.id)
    choices.go_offline(ledger, me.id, False)
    assert not choices.is_offline(ledger, me.id)


def test_the_page_about_the_network_names_every_purpose():
    page = (Path(__file__).parents[2] / "docs" / "network.md").read_text("utf-8")
    registers = [(one.id, one.name) for one in STATES.values() if one.file]
    cells = [line.split(" | ")[0] for line in page.splitlines() if line.startswith("| `")]
    named = [id for cell in cells for id in re.findall("`([^`]+)`", cell)]
    assert sorted(named) == sorted(purpose.id for purpose in choices.all_purposes(registers))
