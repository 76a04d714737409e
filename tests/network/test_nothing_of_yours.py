"""What the person told stays here: planted in every place of a ledger, it is in no byte that any server received."""

import contextlib
import io
import os
from dataclasses import replace
from datetime import date

import pytest

from privacy_audit.cli.main import run
from privacy_audit.ledger.store import Ledger
from privacy_audit.network import linkcheck
from privacy_audit.network.consent import OFFLINE

TODAY = "2026-11-24"
#: One word for each place where a person may write something of theirs.
PLANTED = {
    "label": "Xanthippe", "reference": "REF-4471-QUOKKA", "note": "wombatnote", "move": "numbatmove",
    "evidence": "bandicootproof", "organisation": "Doctor Potoroo", "disclosed": "bilbymail@mail.example",
    "password": "correct horse cassowary", "file": "wallabyfile.txt",
}  # fmt: skip


def command(*arguments: str, code: int | None = 0) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        ended = run(["--today", TODAY, *arguments])
    assert code is None or ended == code, (arguments, ended, out.getvalue()[-2000:])
    assert "Traceback" not in out.getvalue()
    return out.getvalue()


@pytest.fixture
def planted(tmp_path, monkeypatch, world) -> Ledger:
    """A ledger with something of the person in every place, whose requests reach the world."""
    links = linkcheck.links
    monkeypatch.setattr(linkcheck, "links", lambda *told: replace(links(*told), gap=0.0))
    path = tmp_path / "told" / "ledger.db"
    monkeypatch.setenv("PRIVACY_AUDIT_LEDGER", str(path))
    proof = tmp_path / PLANTED["file"]
    proof.write_text(PLANTED["evidence"])
    command("person", "add", PLANTED["label"], "--region", "US-CA", "--born", "1981")
    for id in ("spokeo", "equifax-us", "whitepages"):
        command("answer", id, "yes")
    command(
        "record", "spokeo/opt-out", "asked", "--on", "2026-11-01", "--reference", PLANTED["reference"],
        "--note", PLANTED["note"], "--evidence", str(proof), "--discloses", "email",
    )  # fmt: skip
    command("event", "moved", "--on", "2026-10-01", "--note", PLANTED["move"])
    command("catalog", "new", PLANTED["organisation"], "--theme", "records")
    with Ledger(path) as ledger:
        world.settings(ledger, ledger.person().id)
        yield ledger


def _password(text: str) -> str:
    """Return the number of an open file that gives a password."""
    read, write = os.pipe()
    os.write(write, text.encode() + b"\n")
    os.close(write)
    return str(read)


#: Each command that uses the network, but for the calendar (tests/pushing), which sends names by agreement.
COMMANDS = [
    ("breaches", "--fetch"),
    ("breaches", "password", "--password-fd", "FD"),
    ("registry", "fetch", "us-ca"),
    ("catalog", "update", "--from", "https://packs.example/latest.pack"),
    ("gpc", "check"),
    ("links", "check", "--organisation", "spokeo"),
    ("links", "check", "--mine", "--limit", "5"),
]


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_no_server_ever_receives_what_was_planted(planted, world, arguments):
    world.everywhere = True
    given = [_password(PLANTED["password"]) if one == "FD" else one for one in arguments]
    command(*given, "--yes", code=None)
    received = world.bytes_received()
    assert received, "it asked somebody"
    for place, word in PLANTED.items():
        assert word.encode() not in received, place
        assert word.lower().encode() not in received.lower(), place
    assert b"1981" not in received
    assert planted.path.name.encode() not in received
    for site in world.sites.values():
        for request in site.received:
            assert request.headers.get("user-agent") == "privacy-audit"
            assert not {"cookie", "referer", "authorization"} & set(request.headers)


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_each_request_received_has_a_receipt_and_each_receipt_was_shown_first(planted, world, arguments):
    world.everywhere = True
    given = [_password(PLANTED["password"]) if one == "FD" else one for one in arguments]
    said = command(*given, "--yes", code=None)
    hosts = sorted(host for host, site in world.sites.items() for _ in site.received)
    told = sorted(row["host"] for row in planted._read("SELECT host FROM requests WHERE status > 0"))
    assert told == hosts
    assert "Goes to:" in said
    assert "Can reveal:" in said


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("how", ["no agreement", "--offline", "setting"])
def test_without_agreement_or_offline_nothing_is_asked_of_anybody(planted, world, arguments, how):
    world.everywhere = True
    given = [_password(PLANTED["password"]) if one == "FD" else one for one in arguments]
    if how == "setting":
        planted.set(planted.person().id, OFFLINE, "yes")
    before = ["--offline"] if how == "--offline" else []
    after = [] if how == "no agreement" else ["--yes"]
    said = command(*before, *given, *after, code=1)
    assert "Nothing was sent" in said
    assert (world.asked, world.bytes_received()) == ([], b"")
    assert planted._read("SELECT count(*) FROM requests")[0][0] == 0


def test_of_a_password_five_signs_of_its_hash_leave(planted, world):
    import hashlib

    site = world.site("api.pwnedpasswords.com")
    site.answer("*", body="0" * 35 + ":3\r\n", type="text/plain")
    command("breaches", "password", "--password-fd", _password(PLANTED["password"]), "--yes")
    hashed = hashlib.sha1(PLANTED["password"].encode()).hexdigest().upper()
    (request,) = site.received
    assert request.target == f"/range/{hashed[:5]}"
    assert hashed[5:].encode() not in request.raw.upper()
    assert request.body == b""
    row = planted._read("SELECT * FROM requests")[0]
    assert hashed[:5] not in str(tuple(row))
    assert date.fromisoformat(row["on"]) == date(2026, 11, 24)
