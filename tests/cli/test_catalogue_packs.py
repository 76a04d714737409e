"""Catalogue packs on the command line: keys, making one, taking one over, going back, and fetching with its faults."""

import os
import stat
import subprocess
import sys
from datetime import timedelta

import pytest
from catalog.conftest import ORGANISATION
from catalog.signing import MADE, Publisher, write_tree
from examples import HOSTILE

from privacy_audit.catalog import load as loading
from privacy_audit.catalog import shelf
from privacy_audit.ledger import requests
from privacy_audit.ledger.store import Ledger

SHOP = "organisations/points/corner-shop.toml"
CHANGED = {SHOP: ORGANISATION.replace("Corner Shop", "Corner Mall").replace("privacy@corner", "data@corner")}
ADDRESS = "https://catalogue.example/latest.pack"


@pytest.fixture(autouse=True)
def own_catalogue(tmp_path, monkeypatch):
    """The small catalogue in the place of the program's own."""
    root = write_tree(tmp_path / "checklists")
    monkeypatch.setattr(loading, "CHECKOUT", root)
    return root


@pytest.fixture
def publisher(tmp_path) -> Publisher:
    return Publisher(tmp_path).trusted()


@pytest.fixture
def pack(publisher, tmp_path):
    path = tmp_path / "latest.pack"
    path.write_bytes(publisher.pack(CHANGED))
    return path


@pytest.fixture
def somebody(cli):
    cli("person", "add", "me", "--region", "US-CA")
    cli("answer", "corner-shop", "yes")
    cli("record", "corner-shop/access", "asked")


@pytest.fixture
def pipe():
    """Give an open file's descriptor with lines in it."""

    def make(text: str) -> int:
        reading, writing = os.pipe()
        os.write(writing, text.encode())
        os.close(writing)
        return reading

    return make


class TestFromKeyToUse:
    def test_a_publisher_and_somebody_who_trusts_them(self, cli, tmp_path, own_catalogue):
        key, pack = tmp_path / "publisher.pem", tmp_path / "latest.pack"
        made = cli("catalog", "keys", "new", key, "--name", "Example Publisher").out
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
        fingerprint = made.partition("Fingerprint: ")[2].splitlines()[0]
        (own_catalogue / SHOP).write_text(CHANGED[SHOP], "utf-8")
        written = cli("catalog", "pack", own_catalogue, "--key", key, "--output", pack, "--made", "2026-11-23").out
        assert "made 2026-11-23T00:00:00Z" in written
        (own_catalogue / SHOP).write_text(ORGANISATION, "utf-8")

        trusted = cli("catalog", "trust", f"{key}.pub", "--yes")
        assert fingerprint in trusted.err
        assert cli("catalog", "keys", "list", "--json").json[0]["key"] == fingerprint.replace(" ", "")
        assert "taken over: the pack of 23 November 2026" in cli("catalog", "update", "--from", pack, "--yes").out
        assert cli("show", "corner-shop", "--json").json["name"] == "Corner Mall"
        assert cli("catalog", "which", "--json").json["in_use"]["signer"] == "Example Publisher"
        cli("catalog", "back")
        assert cli("show", "corner-shop", "--json").json["name"] == "Corner Shop"
        cli("catalog", "back")
        assert cli("show", "corner-shop", "--json").json["name"] == "Corner Mall"
        assert "no longer trusted" in cli("catalog", "keys", "remove", fingerprint[:9]).out
        assert cli("show", "corner-shop", "--json").json["name"] == "Corner Mall", "what is in use stays"

    def test_a_key_with_a_passphrase(self, cli, fails, tmp_path, own_catalogue, pipe):
        key, pack = tmp_path / "locked.pem", tmp_path / "x.pack"
        words = "five or six odd words"
        cli("--passphrase-fd", pipe(words), "catalog", "keys", "new", key, "--passphrase")
        assert "has a passphrase, and none came" in fails("catalog", "pack", "--key", key, "--output", pack)
        wrong = fails("--passphrase-fd", pipe("something else"), "catalog", "pack", "--key", key, "--output", pack)
        assert "does not open" in wrong
        assert not pack.exists()
        cli("--passphrase-fd", pipe(words), "catalog", "pack", "--key", key, "--output", pack)
        assert pack.stat().st_size > 1000

    def test_a_catalogue_with_a_mistake_is_not_packed(self, cli, fails, tmp_path, own_catalogue):
        cli("catalog", "keys", "new", tmp_path / "k")
        (own_catalogue / "walks.toml").write_text('US = ["nobody"]\n', "utf-8")
        message = fails("catalog", "pack", own_catalogue, "--key", tmp_path / "k", "--output", tmp_path / "x.pack")
        assert "Nothing was written: 1 mistake in the checklists" in message
        assert not (tmp_path / "x.pack").exists()

    @pytest.mark.skipif(os.name == "nt", reason="rights are others there")
    def test_a_private_key_that_others_can_read_is_told_of(self, cli, tmp_path):
        key = tmp_path / "k"
        cli("catalog", "keys", "new", key)
        key.chmod(0o644)
        assert "can be read by others" in cli("catalog", "pack", "--key", key, "--output", tmp_path / "x.pack").err

    def test_a_moment_that_is_none(self, fails, tmp_path):
        arguments = ("--key", tmp_path / "k", "--output", tmp_path / "x.pack", "--made", "soon")
        assert "'soon' is no date" in fails("catalog", "pack", *arguments, code=2)


def test_wipe_leaves_neither_packs_nor_keys(cli, pack, isolated):
    cli("catalog", "update", "--from", pack, "--yes")
    done = cli("wipe", "--yes")
    assert "the keys of publishers that you trust" in done.err + done.out
    left = [path.name for path in isolated.rglob("*") if path.suffix in (".pub", ".pack", ".jsonl")]
    assert left == []
    assert cli("show", "corner-shop", "--json").json["name"] == "Corner Shop"


class TestTrusting:
    def test_without_a_terminal_nothing_is_trusted_unless_it_was_said_beforehand(self, fails, cli, tmp_path):
        line = Publisher(tmp_path).key.line
        done = cli("catalog", "trust", line, code=1)
        assert "there is no terminal to ask on" in done.err
        assert "Fingerprint: " in done.err
        assert cli("catalog", "keys", "list", "--json").json == []
        assert "none comes with the program" in cli("catalog", "keys", "list").out

    def test_twice_is_once(self, cli, publisher):
        assert "trusted already" in cli("catalog", "trust", publisher.key.line).out

    @pytest.mark.parametrize("key", ["nothing.pub", HOSTILE, "privacy-audit-key AAAA"])
    def test_what_is_no_key(self, fails, key):
        fails("catalog", "trust", key, "--yes")

    def test_a_hostile_name_is_shown_without_its_tricks(self, cli, tmp_path):
        cli("catalog", "trust", f"{Publisher(tmp_path, '').key.line} {HOSTILE}", "--yes")
        assert "<script>" in cli("catalog", "keys", "list").out


class TestWhatChanges:
    def test_it_is_shown_first_and_nothing_is_taken_over_unasked(self, cli, somebody, pack):
        done = cli("catalog", "update", "--from", pack, "--look")
        assert "In use: the one that came with the program, newest source July 2026" in done.out
        assert "renamed: Corner Shop (you answered or acted there): now Corner Mall; ask what they hold" in done.out
        asked = cli("catalog", "update", "--from", pack, code=1)
        assert "Nothing was taken over: there is no terminal to ask on" in asked.err
        assert shelf.look() == shelf.Shelf()

    def test_as_json_it_only_looks_unless_agreed_beforehand(self, cli, somebody, pack):
        found = cli("catalog", "update", "--from", pack, "--json").json
        assert [(one["kind"], one["near"], one["key"]) for one in found["changes"]] == [
            ("renamed", "yours", "corner-shop")
        ]
        assert (found["taken"], found["pack"]["made"]) == (False, "2026-11-20T10:00:00Z")
        assert cli("catalog", "update", "--from", pack, "--json", "--yes").json["taken"] is True
        again = cli("catalog", "update", "--from", pack, "--json").json
        assert (again["pack"], again["taken"]) == (None, False)

    def test_what_is_recorded_stays_and_what_is_due_follows_the_new_terms(self, cli, somebody, publisher, tmp_path):
        longer = ORGANISATION.replace('id = "access"\n', 'id = "access"\ntakes_days = 5\n')
        (tmp_path / "days.pack").write_bytes(publisher.pack({SHOP: longer}))
        before = cli("remind", "--within", "400", "--json").json["due"]
        cli("catalog", "update", "--from", tmp_path / "days.pack", "--yes")
        after = cli("remind", "--within", "400", "--json").json["due"]
        assert before != after
        assert next(one["on"] for one in after if one["key"] == "corner-shop/access") == "2026-11-29"
        assert cli("history", "--json").json[0]["action"] == "access"

    def test_an_organisation_that_goes_is_named_and_the_record_stays(self, cli, somebody, publisher, tmp_path):
        (tmp_path / "gone.pack").write_bytes(publisher.pack({SHOP: None, "walks.toml": 'US = ["corner-bank"]\n'}))
        done = cli("catalog", "update", "--from", tmp_path / "gone.pack", "--yes")
        assert "no longer in it: Corner Shop (you answered or acted there): ask what they hold: asked" in done.out
        assert "corner-shop" in cli("history").out
        for command in (("todo",), ("remind",), ("audits",), ("scorecard",), ("report", "--format", "md"), ("again",)):
            cli(*command)
        found = cli("doctor", "--json", code=1).json["checks"]
        assert [one["name"] for one in found if not one["ok"]] == ["organisations"], "the doctor goes on naming it"

    def test_without_a_ledger_a_file_can_be_taken_over_too(self, cli, pack):
        assert "renamed: Corner Shop" in cli("catalog", "update", "--from", pack, "--yes").out

    def test_a_refused_one_changes_nothing(self, fails, cli, somebody, pack):
        pack.write_bytes(pack.read_bytes()[:-5])
        message = cli("catalog", "update", "--from", pack, "--yes", code=1).err
        assert "The catalogue pack was refused: it has" in message
        assert shelf.look() == shelf.Shelf()

    def test_without_a_source_it_says_what_to_do(self, fails, somebody):
        message = fails("catalog", "update")
        assert "No address is set" in message
        assert "--from FILE" in message

    def test_there_is_nothing_to_go_back_to_at_first(self, fails, cli):
        assert "none was ever taken over" in fails("catalog", "back")
        assert "There is no other" in cli("catalog", "which").out


class TestFetching:
    @pytest.fixture
    def site(self, world, somebody, usual_ledger, pack, cli):
        with Ledger(usual_ledger) as ledger:
            world.settings(ledger, ledger.person().id)
        cli("catalog", "source", ADDRESS)
        made = world.site("catalogue.example")
        made.answer("/latest.pack", body=pack.read_bytes(), type="application/octet-stream")
        return made

    def test_the_address_is_kept_without_asking_anybody(self, cli, fails, site):
        assert ADDRESS in cli("catalog", "source").out
        assert site.received == []
        for bad in ("http://catalogue.example/x", "ftp://x", "catalogue.example", "https://", HOSTILE):
            assert "https://" in fails("catalog", "source", bad)
        assert "No address is set" in cli("catalog", "source", "none").out

    def test_it_is_fetched_taken_over_and_leaves_a_receipt(self, cli, site, usual_ledger):
        done = cli("catalog", "update", "--yes")
        assert "Goes to: catalogue.example" in done.err
        assert "taken over: the pack of 20 November 2026" in done.out
        assert cli("catalog", "which", "--json").json["in_use"]["source"] == ADDRESS
        (request,) = site.received
        assert (request.method, request.target, request.body) == ("GET", "/latest.pack", b"")
        assert b"corner" not in request.raw
        with Ledger(usual_ledger) as ledger:
            (receipt,) = requests.requests(ledger, ledger.person().id)
            assert (receipt.purpose, receipt.host) == ("catalogue", "catalogue.example")

    def test_without_agreeing_nothing_leaves(self, fails, cli, site):
        assert "Nothing was sent" in fails("catalog", "update")
        assert "offline" in fails("--offline", "catalog", "update", "--yes")
        assert site.received == []

    @pytest.mark.parametrize("kind", ["endless", "bomb", "truncated", "half-gzip", "reset", "garbage"])
    def test_a_fault_is_one_line_and_the_catalogue_stays(self, cli, site, kind):
        site.fault("/latest.pack", kind)
        done = cli("catalog", "update", "--yes", code=1)
        assert done.err.splitlines()[-1].startswith("Error: ")
        assert "the program failed" not in done.err
        assert shelf.look() == shelf.Shelf()

    @pytest.mark.parametrize("status", [403, 404, 500])
    def test_a_server_that_says_no(self, cli, site, status):
        site.answer("/latest.pack", status=status)
        assert str(status) in cli("catalog", "update", "--yes", code=1).err

    def test_a_page_to_sign_in_is_called_so(self, cli, site):
        site.answer("/latest.pack", body="<html>Sign in</html>", type="text/html")
        assert "A web page came instead of the file" in cli("catalog", "update", "--yes", code=1).err

    def test_a_pack_that_says_it_is_a_page_is_a_pack(self, cli, site, pack):
        site.answer("/latest.pack", body=pack.read_bytes(), type="text/html")
        cli("catalog", "update", "--yes")

    def test_another_host_is_not_followed(self, cli, site, world):
        other = world.site("elsewhere.example")
        site.answer("/latest.pack", status=302, headers={"Location": "https://elsewhere.example/latest.pack"})
        assert "elsewhere.example" in cli("catalog", "update", "--yes", code=1).err
        assert other.received == []

    def test_a_stale_copy_of_an_older_pack_is_refused(self, cli, site, publisher, tmp_path):
        newer = tmp_path / "newer.pack"
        newer.write_bytes(publisher.pack({}, MADE + timedelta(days=2)))
        cli("catalog", "update", "--from", newer, "--yes")
        message = cli("catalog", "update", "--yes", code=1).err
        assert "it is of 20 November 2026, and the catalogue in use is newer (22 November 2026)" in message


def test_the_key_library_is_not_loaded_by_other_commands(cli, pack):
    cli("catalog", "update", "--from", pack, "--yes")
    program = (
        "import sys; from privacy_audit.cli.main import run; run(['catalog', 'which']);"
        "heavy = ('cryptography', 'httpx', 'pydantic');"
        "print([name for name in sys.modules if name.startswith(heavy)], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"
