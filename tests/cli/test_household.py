"""Several people in one ledger: whatever is run for one never shows anything of another."""

import json

import pytest
from examples import TODAY, act, organisation, write_organisations

from privacy_audit import folders
from privacy_audit.breaches import kept, reading
from privacy_audit.cli.main import _COMMANDS
from privacy_audit.ledger import requests, seen
from privacy_audit.ledger.store import Ledger

#: What only the other one's records hold; each must come up for them and never for anybody else.
THEIRS = (
    "Bee-Label", "REF-BEE-77", "bee wrote this", "bee-proof.png", "bee@example.com", "17 January", "2026-01-17",
    "bee.example",
)  # fmt: skip
#: Organisations that only the other one has to do with, whose names the catalogue may show but no list of one's own.
THEIR_FIRM = "bee-only-firm"

#: For every command what to run for Ann; {out} is a folder of hers. None: it is about the whole ledger by its nature.
FOR_ANN: dict[str, list[str] | None] = {
    "person": ["person edit Ann --born 1980"],
    "answer": ["answer mirror-people yes"],
    "record": ["record mirror-people/opt-out asked --on 2026-11-02 --reference R-ANN"],
    "undo": ["answer first-broker yes", "undo"],
    "evidence": ["evidence list", "evidence list --json"],
    "show": ["show bee-only-firm", "show bee-only-firm --json", "show mirror-people"],
    "search": ["search bee"],
    "list": ["list --json"],
    "catalog": ["catalog stats"],
    "packs": ["packs"],
    "yourself": ["yourself --first Ann --last Example"],
    "rights": ["rights mirror-people", "rights bee-only-firm --json"],
    "todo": ["todo", "todo --json --limit 500"],
    "report": [f"report --format {form}" for form in ("md", "html", "json")]
    + ["report --output {out}/all.ics --calendar both", "report --output {out}/all.csv"],
    "letter": [
        "letter mirror-people/opt-out",
        "letter bee-only-firm/opt-out",
        "letter bee-only-firm/opt-out --ladder",
        "letter bee-only-firm/opt-out --ladder --json",
    ],
    "letters": ["letters --list", "letters --list --json", "letters --output {out}/letters --format txt --gaps"],
    "remind": ["remind --within 3000", "remind --json --within 3000", "remind --brief --within 3000"],
    "again": ["again --all", "again --json", "again --begin"],
    "rhythm": ["rhythm", "rhythm --json"],
    "event": ["event", "event --json"],
    "history": ["history", "history --json", "history bee-only-firm"],
    "disclosures": ["disclosures", "disclosures --json"],
    "receipts": ["receipts", "receipts --json", "receipts --csv", "receipts --output {out}/receipts.csv"],
    "network": ["network", "network --json"],
    "breaches": ["breaches", "breaches --json"],
    "registry": ["registry list", "registry list --json"],
    "links": ["links report", "links report --format json"],
    "gpc": ["gpc", "gpc --json"],
    "calendar": ["calendar status", "calendar status --json"],
    "audits": ["audits", "audits --json"],
    "compare": ["compare 1 2", "compare 1 2 --json"],
    "progress": ["progress --daily", "progress --json", "progress --plot"],
    "scorecard": [
        "scorecard",
        "scorecard --json",
        "scorecard bee-only-firm",
        "scorecard --by-theme",
        "scorecard --csv",
    ],
    "doctor": ["doctor", "doctor --json"],
    "backup": ["backup"],
    "restore": ["restore", "restore --json"],
    "merge": ["merge {ledger}"],
    "export": None,
    "import": None,
    "wipe": None,
    "encrypt": None,
    "decrypt": None,
    "rekey": None,
}
#: Codes with which a command may end: nothing of Ann's there, or a finding of the doctor.
_MAY_END = {
    "history bee-only-firm": (0, 1),
    "calendar status": (0, 1),
    "calendar status --json": (0, 1),
    "scorecard bee-only-firm": (0, 1),
    "doctor": (0, 1),
    "doctor --json": (0, 1),
}


@pytest.fixture
def household(cli, own, tmp_path, usual_ledger, monkeypatch):
    """Ann and somebody else, each with records; the other's are planted with words of their own."""
    write_organisations(own, (organisation(THEIR_FIRM, act("opt-out", takes_days=10, law=["us-state-privacy"])),))
    (tmp_path / "bee-proof.png").write_bytes(b"\x89PNG bee-proof")
    monkeypatch.setenv("PRIVACY_AUDIT_TODAY", "2026-01-17")
    cli("person", "add", "Bee-Label", "--region", "US-LA", "--born", "1955")
    bee = ("--person", "Bee-Label")
    cli(*bee, "again", "--begin")
    cli(*bee, "answer", THEIR_FIRM, "yes")
    cli(*bee, "record", f"{THEIR_FIRM}/opt-out", "asked", "--reference", "REF-BEE-77", "--note", "bee wrote this",
        "--evidence", tmp_path / "bee-proof.png", "--discloses", "bee@example.com")  # fmt: skip
    cli(*bee, "event", "moved", "--note", "bee wrote this")
    cli(*bee, "letter", f"{THEIR_FIRM}/opt-out", "--email", "bee@example.com", "--output", tmp_path / "bee.txt")
    cli(*bee, "rhythm", "brokers", "61")
    with Ledger(usual_ledger) as ledger:
        told = ("breaches", "once", f"{THEIR_FIRM}.example", "GET", 200)
        her = ledger.person("Bee-Label").id
        requests.leaving(ledger, her, TODAY, *told)
        for name, value in (("calendar/url", "https://bee.example/"), ("network/proxy", "http://bee.example:3128")):
            ledger.set(her, name, value)
        seen.see(ledger, her, "gpc", THEIR_FIRM, TODAY, {"says": "yes", "updated": "2026-01-17"})
    breach = {"Name": "Leak", "Title": "Leak", "Domain": f"{THEIR_FIRM}.example", "BreachDate": "2026-01-17"}
    kept.keep(folders.public(), reading.read(json.dumps([breach]).encode()), TODAY)
    monkeypatch.setenv("PRIVACY_AUDIT_TODAY", TODAY.isoformat())
    cli("person", "add", "Ann", "--region", "US-TX")
    cli("--person", "Ann", "--today", "2026-08-01", "again", "--begin")
    for line in (
        "answer first-broker yes",
        "answer north-bureau yes",
        "record north-bureau/freeze asked",
        "again --begin",
    ):
        cli("--person", "Ann", *line.split())
    monkeypatch.setenv("PRIVACY_AUDIT_PERSON", "Ann")


def shown(cli, line: str, tmp_path, usual_ledger) -> str:
    """Return all that a command prints and all that it writes for a person to read."""
    out = tmp_path / "out"
    out.mkdir(exist_ok=True)
    arguments = [part.format(out=out, ledger=usual_ledger) for part in line.split()]
    for code in _MAY_END.get(line, (0,)):
        try:
            done = cli(*arguments, code=code)
        except AssertionError:
            if code == _MAY_END.get(line, (0,))[-1]:
                raise
            continue
        return done.out + done.err + "".join(f"{path.name} {path.read_text()}" for path in out.rglob("*.*"))
    raise AssertionError(line)


def test_every_command_is_tried():
    assert FOR_ANN.keys() == _COMMANDS.keys()


@pytest.mark.usefixtures("household")
def test_no_command_for_one_shows_anything_of_another(cli, tmp_path, usual_ledger):
    for line in (line for lines in FOR_ANN.values() if lines for line in lines):
        text = shown(cli, line, tmp_path, usual_ledger)
        assert not [word for word in THEIRS if word in text], line


_LISTS = (
    "history", "report --format md", "todo", "remind --within 3000", "scorecard", "disclosures", "audits",
    "letters --list", "evidence list", "report --output {out}/due.ics", "event", "again --all", "progress --daily",
    "receipts --csv", "gpc --json", "breaches --json", "calendar status --json",
)  # fmt: skip


@pytest.mark.usefixtures("household")
def test_lists_of_one_do_not_name_the_others_organisations(cli, tmp_path, usual_ledger):
    for line in _LISTS:
        text = shown(cli, line, tmp_path, usual_ledger)
        assert "Bee Only Firm" not in text, line
        assert THEIR_FIRM not in text, line


@pytest.mark.usefixtures("household")
def test_the_planted_words_come_up_for_whom_they_belong_to(cli, tmp_path, usual_ledger, monkeypatch):
    monkeypatch.setenv("PRIVACY_AUDIT_PERSON", "Bee-Label")
    lines = (
        "history",
        "report --format md",
        "evidence list",
        "disclosures",
        "remind --json --within 3000",
        "report --format json",
        "network",
    )
    text = "".join(shown(cli, line, tmp_path, usual_ledger) for line in lines)
    assert not [word for word in THEIRS if word not in text]
    assert THEIR_FIRM in text


@pytest.mark.usefixtures("household")
def test_nobody_s_evidence_is_given_to_another(fails, cli, monkeypatch, tmp_path):
    hash = cli("--person", "Bee-Label", "evidence", "list", "--json").json[0]["hash"]
    assert "No evidence has the hash" in fails("evidence", "save", hash, tmp_path / "stolen.png")
    assert not (tmp_path / "stolen.png").exists()


@pytest.mark.usefixtures("household")
def test_an_undo_takes_back_one_s_own_last_record_only(cli):
    assert "bee" not in cli("undo").out.lower()
    assert len(cli("--person", "Bee-Label", "history", "--json").json) >= 3


@pytest.mark.usefixtures("household")
def test_calendars_of_two_people_do_not_overwrite_each_other(cli, tmp_path):
    cli("record", f"{THEIR_FIRM}/opt-out", "asked", "--on", "2026-01-17")
    found = []
    for label in ("Ann", "Bee-Label"):
        path = tmp_path / f"{label}.ics"
        cli("--person", label, "report", "--output", path)
        found.append({line for line in path.read_text().splitlines() if line.startswith("UID")})
    mine, theirs = found
    assert mine
    assert theirs
    assert not mine & theirs


@pytest.mark.usefixtures("own")
def test_of_a_hundred_people_an_error_names_only_some(cli, fails):
    for number in range(100):
        cli("person", "add", f"client-{number:03}", "--region", "US-CA")
    words = fails("todo")
    assert "Several people are in the ledger" in words
    assert "client-099" not in words
    assert len(words) < 400
    assert len(fails("--person", "nobody", "todo")) < 400
    assert len(cli("person", "list", "--json").json) == 100
