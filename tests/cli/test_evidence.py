"""``evidence`` and ``record --evidence``: files kept with records, in reports and in letters."""

import hashlib

import pytest
from examples import HOSTILE

KEY = "mirror-people/opt-out"


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "listing.png"
    path.write_bytes(b"a picture of a listing")
    return path


@pytest.fixture
def hash(picture):
    return hashlib.sha256(picture.read_bytes()).hexdigest()


def test_a_record_keeps_its_evidence_and_undo_takes_both(cli, me, picture, hash):
    done = cli("record", KEY, "asked", "--evidence", picture, "--on", "2026-11-20")
    assert f"kept as evidence: listing.png, SHA-256 {hash}" in done.out
    (one,) = cli("evidence", "list", "--json").json
    assert one == {
        "key": KEY, "on": "2026-11-20", "hash": hash, "name": "listing.png", "type": "image/png", "size": 22,
    }  # fmt: skip
    assert "taken back: Mirror People, Opt out: asked" in cli("undo").out
    assert cli("evidence", "list", "--json").json == []


def test_several_files_go_with_one_record(cli, me, picture, tmp_path):
    (tmp_path / "reply.eml").write_bytes(b"From: them")
    done = cli("record", KEY, "asked", "--evidence", picture, "--evidence", tmp_path / "reply.eml")
    assert done.out.count("kept as evidence") == 2
    assert len(cli("evidence", "list").out.splitlines()) == 3


def test_a_file_that_cannot_be_read_records_nothing(cli, fails, me, tmp_path):
    message = fails("record", KEY, "asked", "--evidence", tmp_path / "gone.png")
    assert "There is no file" in message
    assert cli("history", "--json").json == []


def test_a_file_is_kept_with_what_was_recorded_before(cli, me, picture, hash):
    cli("record", KEY, "asked")
    done = cli("evidence", "add", KEY, picture, "--on", "yesterday")
    assert done.out.splitlines() == [
        "kept: listing.png (22 bytes) with Mirror People, Opt out, 23 November 2026 · undo takes it back",
        f"SHA-256 {hash}",
    ]
    assert "evidence" in cli("history").out
    assert "taken back: Mirror People, Opt out: listing.png" in cli("undo").out
    assert cli("history", "--json").json[0]["state"] == "asked"


def test_the_list_is_of_one_organisation_or_action_or_of_all(cli, me, picture):
    cli("evidence", "add", KEY, picture)
    cli("evidence", "add", "north-bureau/freeze", picture)
    assert len(cli("evidence", "list", "--json").json) == 2
    assert len(cli("evidence", "list", "north-bureau", "--json").json) == 1
    assert len(cli("evidence", "list", "north-bureau/freeze", "--json").json) == 1
    assert cli("evidence", "list", "north-bureau/access", "--json").json == []
    assert cli("evidence", "list", "first-broker").out.startswith("Nothing is kept.")


def test_a_file_is_written_out_again_as_it_was(cli, fails, me, picture, hash, tmp_path):
    cli("evidence", "add", KEY, picture)
    raw = picture.read_bytes()
    picture.unlink()
    done = cli("evidence", "save", hash[:8], tmp_path / "again.png")
    assert (tmp_path / "again.png").read_bytes() == raw
    assert hash in done.out
    assert "See: privacy-audit evidence list" in fails("evidence", "save", "ffff", tmp_path / "x.png")
    assert "no folder" in fails("evidence", "save", hash, tmp_path / "nowhere" / "x.png")


def test_nobody_sees_the_evidence_of_somebody_else(cli, fails, me, picture, hash, tmp_path):
    cli("person", "add", "ann", "--region", "US-CA")
    cli("--person", "me", "evidence", "add", KEY, picture)
    assert cli("--person", "ann", "evidence", "list", "--json").json == []
    assert "No evidence has the hash" in fails("--person", "ann", "evidence", "save", hash, tmp_path / "x")
    assert "listing.png" not in cli("--person", "ann", "report", "--format", "md").out


@pytest.mark.parametrize("form", ["md", "html", "json"])
def test_reports_show_it_with_its_day_and_hash(cli, me, picture, hash, form):
    assert hash not in cli("report", "--format", form).out
    cli("evidence", "add", KEY, picture, "--on", "2026-11-20")
    out = cli("report", "--format", form).out
    assert hash in out
    assert "listing.png" in out
    assert "20 Nov" in out or "2026-11-20" in out


def test_a_hostile_name_is_shown_clean_everywhere(cli, me, tmp_path):
    path = tmp_path / HOSTILE.replace("/", "").replace("\x00", "")
    path.write_bytes(b"x")
    cli("evidence", "add", KEY, path)
    for arguments in (["evidence", "list"], ["history"], ["undo"]):
        assert "Ann" in cli(*arguments).out


def test_complaints_and_appeals_name_it_as_an_enclosure_and_requests_do_not(cli, isolated, tmp_path, picture, hash):
    cli("person", "add", "me", "--region", "US-CA")
    cli("record", "spokeo/opt-out", "asked", "--on", "2026-09-01", "--evidence", picture)
    for language, words in (("en", "listing.png, September 1, 2026, SHA-256"), ("es", "listing.png, 1 de septiembre")):
        complaint = cli("letter", "spokeo/opt-out", "--kind", "complaint", "--language", language).out
        assert words in complaint
        assert hash in complaint.replace("\n", "")
    assert "listing.png" not in cli("letter", "spokeo/opt-out").out
