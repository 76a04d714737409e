"""``export`` and ``import``: the whole ledger as a file, and what comes of a file that somebody else wrote."""

import json

import pytest
from examples import HOSTILE


@pytest.fixture
def told(cli, me, tmp_path):
    """Somebody with a few records, a note that tries everything, and a file of evidence."""
    (tmp_path / "a.png").write_bytes(b"a picture")
    cli("answer", "mirror-people", "yes")
    cli("record", "mirror-people/opt-out", "asked", "--note", "by web", "--evidence", tmp_path / "a.png")


def test_it_goes_out_and_comes_back(cli, told, tmp_path):
    done = cli("export", tmp_path / "all.jsonl")
    assert done.out == f"written: {tmp_path / 'all.jsonl'}\n"
    assert "not encrypted" in done.err
    other = ("--ledger", tmp_path / "other.db")
    assert cli(*other, "import", tmp_path / "all.jsonl").out.splitlines() == [
        "imported: 1 person, 4 events, 1 file of evidence, 0 organisations of your own",
        "In the ledger: me. Next: privacy-audit todo",
    ]
    for arguments in (("todo", "--json"), ("remind", "--within", "999", "--json"), ("evidence", "list", "--json")):
        assert cli(*other, *arguments).out == cli(*arguments).out
    again = cli(*other, "import", tmp_path / "all.jsonl").out
    assert "imported: 0 people, 0 events, 0 files of evidence, 0 organisations of your own · 5 known already" in again


def test_without_a_file_it_goes_to_stdout(cli, told):
    lines = cli("export").out.splitlines()
    assert json.loads(lines[0])["ledger"]["counts"]["events"] == 4
    assert len(lines) > 6


def test_own_organisations_come_along(cli, told, tmp_path, monkeypatch):
    cli("export", tmp_path / "all.jsonl")
    there = tmp_path / "elsewhere"
    monkeypatch.setenv("PRIVACY_AUDIT_CHECKLISTS", str(there))
    done = cli("--ledger", tmp_path / "other.db", "import", tmp_path / "all.jsonl")
    assert "14 organisations of your own" in done.out
    assert len(list(there.rglob("*.toml"))) == 14
    items = cli("--ledger", tmp_path / "other.db", "todo", "--json").json["items"]
    assert "lone-star-shop/opt-out" in [item["key"] for item in items] or items


def test_two_people_of_one_label_stay_two(cli, told, tmp_path):
    cli("export", tmp_path / "all.jsonl")
    other = ("--ledger", tmp_path / "other.db")
    cli(*other, "person", "add", "me", "--region", "CA-QC")
    assert "In the ledger: 2 people." in cli(*other, "import", tmp_path / "all.jsonl").out
    labels = [person["label"] for person in cli(*other, "person", "list", "--json").json]
    assert len(set(labels)) == 2


def test_a_file_that_is_none_makes_no_ledger(fails, own, tmp_path):
    (tmp_path / "bad.jsonl").write_text("hello\n")
    assert "Line 1 is no JSON. Nothing was imported." in fails(
        "--ledger", tmp_path / "new" / "ledger.db", "import", tmp_path / "bad.jsonl"
    )
    assert not (tmp_path / "new").exists()
    assert "no such file" in fails("import", tmp_path / "gone.jsonl")


def test_an_export_that_cannot_be_written_says_so(fails, told, tmp_path):
    assert "no folder" in fails("export", tmp_path / "nowhere" / "all.jsonl")


_THING = {"organisation": HOSTILE, "action": HOSTILE}
_LETTER = dict.fromkeys(("kind", "to", "channel"), HOSTILE) | {"discloses": [HOSTILE], "on": "1900-01-01"}
_NO_EVENT = "01a00000-0000-7000-8000-000000000001"
HURTFUL = [
    ("label", {"kind": "person", "data": {"label": HOSTILE, "region": "US-TX"}}),
    ("rhythm", {"kind": "setting", "data": {"name": "rhythm:brokers", "value": "9" * 400}}),
    ("no rhythm", {"kind": "setting", "data": {"name": "rhythm:brokers", "value": "0"}}),
    ("walk", {"kind": "setting", "data": {"name": "walk", "value": "quick:99999999999"}}),
    ("reminders", {"kind": "setting", "data": {"name": "reminder-shows", "value": HOSTILE}}),
    ("days", {"kind": "person", "data": {"audit_days": 10_000}}),
    ("scope", {"kind": "audit", "data": {"scope": HOSTILE, "on": "2200-01-01", "known": 5, "themes": [HOSTILE]}}),
    ("known", {"kind": "audit", "data": {"scope": "quick", "on": "2026-01-01", "known": "<>" * 40}}),
    ("change", {"kind": "life", "data": {"change": HOSTILE, "on": "2026-11-01", "note": HOSTILE}}),
    ("breach", {"kind": "life", "organisation": HOSTILE, "data": {"change": "breach", "on": "2026-11-01"}}),
    ("letter", _THING | {"kind": "letter", "data": _LETTER}),
    ("answer", {"kind": "answer", "organisation": HOSTILE, "data": {"answer": "yes", "on": "2200-12-31"}}),
    ("id", _THING | {"kind": "record", "data": {"state": "asked", "on": "2026-11-01"}}),
    ("order", {"kind": "record", "organisation": "mirror-people", "action": "opt-out",
               "data": {"state": "relisted", "on": "1900-01-01", "note": HOSTILE, "discloses": [HOSTILE]}}),
    ("late", {"kind": "record", "organisation": "mirror-people", "action": "opt-out",
              "data": {"state": "verified", "on": "2200-12-31"}}),
    ("note", {"kind": "note", "organisation": "mirror-people", "action": "gone", "data": {"on": "2200-12-31"}}),
    ("file", {"kind": "evidence", "organisation": "mirror-people", "action": "opt-out",
              "data": {"hash": "0" * 64, "name": HOSTILE, "size": 1, "on": "2200-12-31"}}),
    ("undo", {"kind": "undo", "organisation": "mirror-people", "data": {"event": _NO_EVENT}}),
]  # fmt: skip


@pytest.mark.parametrize("event", [event for _, event in HURTFUL], ids=[name for name, _ in HURTFUL])
def test_what_another_program_wrote_is_kept_and_shown_clean(cli, me, tmp_path, event):
    """Data within the format's bounds that this program would not have written: no command fails on them."""
    person = "01900000-0000-7000-8000-000000000000"
    usual = {"at": "2026-01-01T00:00:00Z", "person": person, "organisation": "", "action": "", "device": HOSTILE[:200]}
    first = {"id": person, "kind": "person", "data": {"label": "other", "region": "US-TX"}}
    second = {"id": "01a00000-0000-7000-8000-000000000000"}
    head = {"format": "privacy-audit-ledger", "version": 1}
    lines = [
        {"ledger": head | {"counts": {"people": 1, "events": 2, "evidence": 0, "organisations": 0}}},
        {"person": {"id": person, "label": "other", "region": "US-TX"}},
        {"event": usual | first},
        {"event": usual | second | event},
    ]
    (tmp_path / "all.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    other = ("--ledger", tmp_path / "other.db")
    assert "2 events" in cli(*other, "import", tmp_path / "all.jsonl").out
    for arguments in (
        ["todo"], ["remind", "--within", "3660"], ["history"], ["history", "--json"], ["audits"], ["progress"],
        ["report", "--format", "md"], ["report", "--format", "html"], ["report", "--format", "json"],
        ["scorecard"], ["again"], ["rhythm"], ["disclosures"], ["evidence", "list"],
        ["person", "list"], ["export"], ["todo", "--json"],
    ):  # fmt: skip
        cli(*other, *arguments)
    cli(*other, "answer", "first-broker", "yes")
    cli(*other, "undo")
