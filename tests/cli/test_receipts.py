"""Every request that ever left this machine, as the command line lists it."""

import csv
import io
import json
import subprocess
import sys
from datetime import date

import pytest
from examples import HOSTILE, TODAY, unprintable

from privacy_audit import receipts
from privacy_audit.ledger import requests
from privacy_audit.ledger.store import Ledger

NOTHING = "Nothing has left this machine by this program."


def sender(ledger):
    """Return a way to write receipts as the network room does; what follows the bytes out is the end."""
    person = ledger.person("me").id

    def send(day: date, purpose: str, how: str, host: str, out: int, *end: object) -> None:
        receipt = requests.leaving(ledger, person, day, purpose, how, host, "GET", out)
        if end:
            requests.ended(ledger, person, receipt, *end)

    return send


@pytest.fixture
def sent(me, usual_ledger):
    """Four requests: answered, refused, cut off, never ended."""
    with Ledger(usual_ledger) as ledger:
        send = sender(ledger)
        send(date(2026, 11, 3), "breaches", "once", "haveibeenpwned.com", 212, 200, 51_000)
        send(date(2026, 11, 10), "gpc", "always", "www.broker.example", 180, 403, 900)
        send(date(2026, 11, 10), "links", "yes", "broker.example", 150, 0, 17, "the answer broke off")
        send(TODAY, "registry-us-ca", "yes", "cppa.ca.gov", 200)


class TestNothingYet:
    def test_it_says_so(self, cli, me):
        assert cli("receipts").out.strip() == NOTHING
        assert cli("receipts", "--json").json == []

    def test_csv_has_its_head(self, cli, me):
        assert cli("receipts", "--csv").out.startswith('"at","on","purpose"')

    def test_another_word_where_only_the_filter_finds_nothing(self, cli, sent):
        done = cli("receipts", "--host", "nobody.example")
        assert NOTHING not in done.out
        assert "No request fits that" in done.out


class TestListed:
    def test_newest_first_with_what_came_of_each(self, cli, sent):
        done = cli("receipts")
        lines = done.out.splitlines()
        assert len(lines) == 5
        assert "cppa.ca.gov" in lines[1]
        assert "no answer was seen" in lines[1]
        assert "Download California's" in lines[1]
        assert "the answer broke off" in lines[2]
        assert "--yes" in lines[2]
        assert "refused (403)" in lines[3]
        assert "always" in lines[3]
        assert "haveibeenpwned.com" in lines[4]
        assert "answered (200)" in lines[4]
        assert "212 bytes" in lines[4]
        assert "50 kB" in lines[4]
        assert "Download the public list" in lines[4]
        assert done.err.strip() == "4 requests to 4 hosts, 742 bytes out, 51 kB in"

    def test_in_a_narrow_terminal_the_purpose_is_its_id(self, cli, sent, monkeypatch):
        monkeypatch.setenv("COLUMNS", "80")
        assert cli("receipts").out.splitlines()[4].endswith("breaches")

    def test_hostile_text_is_shown_literally(self, cli, sent, usual_ledger):
        with Ledger(usual_ledger) as ledger:
            sender(ledger)(TODAY, HOSTILE, HOSTILE, HOSTILE, 1, 999, 1, HOSTILE)
        for form in ((), ("--csv",), ("--json",)):
            out = cli("receipts", *form).out
            assert not unprintable(out)
            assert "Ann" in out

    @pytest.mark.parametrize(
        ("options", "hosts"),
        [
            (("--host", "broker.example"), ["broker.example", "www.broker.example"]),
            (("--purpose", "gpc"), ["www.broker.example"]),
            (("--since", "2026-11-10", "--host", "https://broker.example/"), ["broker.example", "www.broker.example"]),
            (("--since", "2026-11-04", "--purpose", "breaches"), []),
        ],
    )
    def test_only_what_is_wanted(self, cli, sent, options, hosts):
        assert [one["host"] for one in cli("receipts", "--json", *options).json] == hosts

    def test_json_tells_all_of_it(self, cli, sent):
        one = cli("receipts", "--json").json[-1]
        assert one.pop("at").startswith("20")
        assert one == {
            "on": "2026-11-03", "purpose": "breaches", "title": "Download the public list of known breaches",
            "host": "haveibeenpwned.com", "method": "GET", "out": 212, "received": 51_000, "status": 200,
            "failure": "", "outcome": "answered (200)", "how": "once",
        }  # fmt: skip
        assert cli("receipts", "--json").json[0]["status"] is None

    def test_csv_has_a_row_for_each(self, cli, sent):
        rows = list(csv.DictReader(io.StringIO(cli("receipts", "--csv").out)))
        assert len(rows) == 4
        assert (rows[-1]["host"], rows[-1]["bytes_in"], rows[-1]["status"]) == ("haveibeenpwned.com", "51000", "200")
        assert rows[0]["status"] == ""
        assert not [cell for row in rows for cell in row.values() if cell[:1] in ("=", "+", "@")]


class TestWritten:
    def test_csv_and_json_by_the_files_ending(self, cli, sent, tmp_path):
        for name in ("sent.csv", "sent.json"):
            done = cli("receipts", "--host", "haveibeenpwned.com", "--output", tmp_path / name)
            assert done.out == ""
            assert f"written: {tmp_path / name}" in done.err
            assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
        assert (tmp_path / "sent.csv").read_bytes().startswith(b'\xef\xbb\xbf"at"')
        (one,) = json.loads((tmp_path / "sent.json").read_text())
        assert one["host"] == "haveibeenpwned.com"

    def test_where_it_cannot_be_written(self, fails, sent, tmp_path):
        assert "There is no folder" in fails("receipts", "--output", tmp_path / "nowhere" / "sent.csv")

    def test_another_ending_names_no_format(self, fails, sent, tmp_path):
        assert "use .csv or .json" in fails("receipts", "--output", tmp_path / "sent.pdf")
        assert not (tmp_path / "sent.pdf").exists()


def test_the_gate_says_of_what_never_left_that_nothing_was_sent():
    from privacy_audit.network import errors, gate

    ends = {kind for kind, words in gate._FAILURES.items() if words.endswith(requests.NOTHING_SENT)}
    assert ends == {errors.NotThere, errors.CertificateTrouble}


@pytest.mark.parametrize(
    ("purpose", "words"),
    [
        ("breaches", "Download the public list of known breaches"),
        ("registry-us-ca", "Download California's data broker register"),
        ("registry-xx", "Download a state's register of data brokers (xx)"),
        ("calendar", "Write what is due to your calendar server"),
        ("of a later version", "of a later version"),
    ],
)
def test_every_purpose_is_told_in_words(purpose, words):
    assert receipts.title(purpose) == words


def test_every_request_that_can_be_agreed_to_has_a_title_of_its_own():
    from privacy_audit.network.choices import all_purposes

    assert all(receipts.title(one.id) != one.id for one in all_purposes())


def test_two_forms_at_once_are_wrong_usage(fails, me):
    assert "Choose one of --json and --csv" in fails("receipts", "--json", "--csv", code=2)


def test_of_one_person_only(cli, sent):
    cli("person", "add", "other", "--region", "CA-QC")
    assert cli("--person", "other", "receipts").out.strip() == NOTHING


def test_listing_needs_nothing_of_the_network(sent, usual_ledger):
    program = (
        "import sys; from privacy_audit.cli.main import run; code = run(['--person', 'me', 'receipts']);"
        "print(sorted({'httpx', 'ssl', 'socket', 'textual'} & set(sys.modules)), code, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1] == "[] 0"


def test_wiping_takes_what_was_downloaded_with_it(cli, me, isolated):
    folder = isolated / "data" / "privacy-audit" / "public"
    (folder / "registers").mkdir(parents=True)
    (folder / "breaches.json").write_text("[]")
    (folder / "registers" / "california.csv").write_text("name")
    done = cli("wipe", "--yes")
    assert f"what was downloaded: 2 files, {folder / 'breaches.json'}" in done.out
    assert not folder.exists()
