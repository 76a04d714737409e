"""The registers on the command line: fetched over the loopback, imported, shown first, taken over, taken back."""

import os
import sys
from datetime import datetime

import pytest
from registers import layouts, shelf
from registers.layouts import ALPHA, BARE, CORNER, NAME, PAGE, SITE, california, table

from privacy_audit.catalog import load
from privacy_audit.ledger.store import Ledger
from privacy_audit.network import gate
from privacy_audit.registers import keeping

FOXTROT = {NAME: "Foxtrot Data LLC", SITE: "foxtrot.example", PAGE: "https://foxtrot.example/out"}
FILE = california(ALPHA, BARE, CORNER, FOXTROT)
TARGET = "/data_broker_registry/registry.csv"


@pytest.fixture(autouse=True)
def checkout(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(load, "CHECKOUT", shelf.write(tmp_path / "checklists"))


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "registry.csv"
    path.write_bytes(FILE)
    saved = datetime(2026, 11, 3, 12).timestamp()
    os.utime(path, (saved, saved))
    return path


@pytest.fixture
def online(cli, world, tmp_path):
    """Somebody whose requests go by way of the world; the site of California's agency."""
    path = tmp_path / "ledger.db"
    cli("--ledger", path, "person", "add", "me", "--region", "US-CA")
    with Ledger(path) as ledger:
        world.settings(ledger, ledger.people()[0].id)
    return world.site("cppa.ca.gov"), path


def test_what_would_change_is_shown_and_nothing_done(cli, file):
    done = cli("registry", "import", file, "--dry-run")
    assert "California's data broker register as of 3 November 2026: 4 brokers." in done.out
    assert "1 new, 2 no longer on it, 3 changed, 0 as before." in done.out
    assert "New:\n  Foxtrot Data LLC (foxtrot.example)" in done.out
    assert "No longer on it:\n  Delta Lists LLC (delta.example)" in done.out
    assert keeping.in_use("us-ca").shipped


def test_without_a_terminal_and_without_yes_nothing_is_changed(cli, file):
    done = cli("registry", "import", file, code=1)
    assert done.err == "Error: Nothing was changed: there is no terminal to ask on. To take it over, add --yes.\n"
    assert keeping.in_use("us-ca").shipped


@pytest.mark.parametrize(("typed", "taken"), [("y\n", True), ("\n", False)])
def test_on_a_terminal_one_is_asked(cli, file, monkeypatch, typed, taken):
    import io

    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    done = cli("registry", "import", file)
    assert ("Taken over: 4 brokers" in done.out) is taken
    assert ("the register in use stays" in done.err) is not taken
    assert keeping.in_use("us-ca").shipped is not taken


def test_taken_over_it_is_shown_listed_and_taken_back(cli, file):
    cli("registry", "import", file, "--yes")
    listed = {one["state"]: one for one in cli("registry", "list", "--json").json}
    assert (listed["us-ca"]["brokers"], listed["us-ca"]["gone"], listed["us-ca"]["as_of"]) == (4, 2, "2026-11-03")
    assert (listed["us-ca"]["figures_of"], listed["us-ca"]["shipped"], listed["us-tx"]["as_of"]) == (2024, False, None)
    shown = cli("show", "reg-alpha-data").out
    assert "Told California: that it collects: precise location" in shown
    assert "as they reported to California for 2024: 1,200 requests to delete" in " ".join(shown.split())
    assert cli("show", "reg-foxtrot-data", "--json").json["registered"][0]["state"] == "us-ca"
    assert "4 brokers as of 3 November 2026" in cli("registry", "list").out
    assert "again 5 brokers as of August 2025 (came with the program)" in cli("registry", "back").out
    assert "nothing to go back to" in cli("registry", "back", code=1).err


def test_the_difference_as_json(cli, file):
    told = cli("registry", "import", file, "--json").json
    assert (told["state"], told["as_of"], told["brokers"], told["taken_over"]) == ("us-ca", "2026-11-03", 4, False)
    assert told["new"] == [
        {"id": "reg-foxtrot-data", "name": "Foxtrot Data LLC", "domains": ["foxtrot.example"], "url": FOXTROT[PAGE]}
    ]
    assert {one["id"] for one in told["gone"]} == {"reg-delta-lists", "reg-echo"}
    assert {one["id"] for one in told["changed"]} == {"reg-alpha-data", "reg-bare-domain", "reg-corner-shop"}
    assert cli("registry", "import", file, "--yes", "--json").json["taken_over"] is True
    assert cli("registry", "import", file, "--yes", "--json").json["taken_over"] is False  # nothing differs


def test_the_scorecard_has_the_brokers_own_report(cli, file, tmp_path):
    ledger = tmp_path / "ledger.db"
    cli("--ledger", ledger, "person", "add", "me", "--region", "US-CA")
    cli("registry", "import", file, "--yes")
    (told,) = cli("--ledger", ledger, "scorecard", "reg-alpha-data", "--json").json
    assert told["official"]["kinds"]["delete"]["median_days"] == 5
    assert (
        "Their own report: as they reported to California" in cli("--ledger", ledger, "scorecard", "reg-alpha-data").out
    )


def test_records_keep_their_organisation_when_it_leaves_the_register(cli, file, tmp_path):
    ledger = tmp_path / "ledger.db"
    cli("--ledger", ledger, "person", "add", "me", "--region", "US-TX")
    cli("--ledger", ledger, "answer", "reg-echo", "yes")
    cli("--ledger", ledger, "record", "reg-echo/opt-out", "asked")
    cli("registry", "import", file, "--yes")
    assert "Echo Ltd" in cli("--ledger", ledger, "history").out
    assert cli("--ledger", ledger, "doctor", "--json").json["ok"]
    assert "Echo Ltd" in cli("--ledger", ledger, "scorecard").out


def test_the_day_of_a_file_can_be_said(cli, file):
    assert cli("registry", "import", file, "--dated", "2026-10-01", "--json").json["as_of"] == "2026-10-01"
    late = cli("registry", "import", file, "--dated", "2027-10-01", "--json").json
    assert late["as_of"] == "2026-11-24"


def test_an_archive_is_known_by_its_name(cli, file):
    archive = file.with_name("registry2024.csv")
    archive.write_bytes(california(ALPHA))
    done = cli("registry", "import", archive, "--dry-run")
    assert "as of 2024" in done.out
    assert "older than the register in use" in done.out


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"<!doctype html><html>sign in</html>", "web page"),
        (b"PK\x03\x04", "Excel workbook"),
        (b"a,b\r\n1,2\r\n", "no register of data brokers"),
        (FILE[:-50], "middle of a line"),
    ],
)
def test_a_file_that_is_no_register_changes_nothing(fails, file, data, said):
    file.write_bytes(data)
    line = fails("registry", "import", file, "--yes")
    assert said in line
    assert "othing was changed" in line
    assert keeping.in_use("us-ca").shipped


def test_wrong_usage_is_said(fails, file, tmp_path):
    assert "cannot be read" in fails("registry", "import", tmp_path / "none.csv")
    assert "cannot be read" in fails("registry", "import", tmp_path)
    assert "There are: us-ca (California)" in fails("registry", "import", file, "--state", "nevada")
    assert "not of Texas" in fails("registry", "import", file, "--state", "us-tx")


def test_fetching_says_what_leaves_and_takes_over_with_yes(cli, online):
    site, ledger = online
    site.answer(TARGET, body=FILE, type="text/csv", headers={"Last-Modified": "Tue, 03 Nov 2026 08:00:00 GMT"})
    done = cli("--ledger", ledger, "registry", "fetch", "--yes")
    assert "cppa.ca.gov" in done.err
    assert "nothing about you" in done.err
    assert "Taken over: 4 brokers as of 3 November 2026" in done.out
    (request,) = site.received
    assert (request.method, request.target, request.body) == ("GET", TARGET, b"")
    (receipt,) = cli("--ledger", ledger, "receipts", "--json").json
    assert (receipt["purpose"], receipt["host"], receipt["status"]) == ("registry-us-ca", "cppa.ca.gov", 200)


def test_an_earlier_year_is_fetched_from_its_own_address(cli, online):
    site, ledger = online
    site.answer("/data_broker_registry/registry2025.csv", body=california(ALPHA, year=2023), type="text/csv")
    told = cli("--ledger", ledger, "registry", "fetch", "us-ca", "--year", "2025", "--yes", "--dry-run", "--json").json
    assert (told["as_of"], told["older"], told["taken_over"]) == ("2025", False, False)


def test_nothing_is_fetched_offline_or_without_a_yes(fails, online):
    site, ledger = online
    assert "offline" in fails("--offline", "--ledger", ledger, "registry", "fetch", "--yes")
    assert "Nothing was sent" in fails("--ledger", ledger, "registry", "fetch")
    assert "in a browser only" in fails("--ledger", ledger, "registry", "fetch", "us-vt", "--yes")
    assert "begin with 2024" in fails("--ledger", ledger, "registry", "fetch", "--year", "2020", "--yes")
    assert site.received == []


UNCLOSED = FILE.replace(b"bare.example", b'"bare.example', 1)
MAPLE = table(layouts.VERMONT, [{"Data Broker Name:": "Maple"}]).encode()
FAULTS = {
    "page": ({"body": b"<html>sign in</html>", "type": "text/html"}, "page"),
    "page called csv": ({"body": b"<!doctype html><html>no</html>", "type": "text/csv"}, "web page"),
    "missing": ({"status": 404, "body": b"gone"}, "404"),
    "broken": ({"status": 500, "body": b"oh"}, "500"),
    "other type": ({"body": FILE, "type": "application/json"}, "instead of"),
    "malformed": ({"body": UNCLOSED, "type": "text/csv"}, "othing was changed"),
    "cut": ({"body": FILE[:-40], "type": "text/csv"}, "middle of a line"),
    "another state's": ({"body": MAPLE, "type": "text/csv"}, "not of California"),
    "empty": ({"body": b"", "type": "text/csv"}, "empty"),
}  # fmt: skip


@pytest.mark.parametrize(("answer", "said"), FAULTS.values(), ids=FAULTS)
def test_whatever_comes_instead_the_kept_register_stays(cli, online, file, answer, said):
    site, ledger = online
    cli("registry", "import", file, "--yes")
    kept = (keeping.folder() / "us-ca.jsonl").read_bytes()
    site.answer(TARGET, **answer)
    done = cli("--ledger", ledger, "registry", "fetch", "--yes", code=1)
    assert done.out == ""
    line = done.err.splitlines()[-1]
    assert line.startswith("Error: ")
    assert said in line
    assert (keeping.folder() / "us-ca.jsonl").read_bytes() == kept


@pytest.mark.parametrize("fault", ["truncated", "reset", "bomb"])
def test_whatever_goes_wrong_on_the_way_the_kept_register_stays(cli, online, file, fault, monkeypatch):
    monkeypatch.setattr(gate, "BACKOFF", 0.001)
    site, ledger = online
    cli("registry", "import", file, "--yes")
    kept = (keeping.folder() / "us-ca.jsonl").read_bytes()
    site.fault(TARGET, fault)
    done = cli("--ledger", ledger, "registry", "fetch", "--yes", code=1)
    assert done.err.splitlines()[-1].startswith("Error: ")
    assert (keeping.folder() / "us-ca.jsonl").read_bytes() == kept


def test_a_server_that_turns_programs_away_leads_to_the_browser(cli, online, world):
    _, ledger = online
    world.site("www.sos.state.tx.us").answer("*", status=403, body=b"no")
    line = cli("--ledger", ledger, "registry", "fetch", "us-tx", "--yes", code=1).err.splitlines()[-1]
    assert "turns programs away; the register in use stays" in line
    assert "registry import FILE" in line


def test_nothing_of_the_person_is_in_what_the_server_received(cli, online, world):
    site, ledger = online
    site.answer(TARGET, body=FILE, type="text/csv")
    cli("--ledger", ledger, "answer", "reg-echo", "yes")
    cli("--ledger", ledger, "registry", "fetch", "--yes")
    received = world.bytes_received()
    assert b"reg-echo" not in received
    assert b"Echo" not in received


def test_help_has_an_example(cli):
    for command in ("list", "import", "fetch", "back"):
        assert "Example: privacy-audit registry" in cli("registry", command, "--help").out
