"""The letter command: what it prints, what it says beside it, and that it records and sends nothing."""

import email
import json

import pytest
from examples import HOSTILE, act, organisation, write_organisations

ANA = ("--name", "Ana Ruiz", "--email", "ana@example.org")


@pytest.fixture
def acme(own):
    """An organisation of the person's own whose action names real laws."""
    laws = ["us-tx-tdpsa", "us-ca-ccpa", "ca-qc-law25", "mx-lfpdppp"]
    post = "Acme Data, P.O. Box 390, Woodlyn, PA 19094"
    write_organisations(
        own,
        (
            organisation(
                "acme-data",
                act("delete", law=laws, email="privacy@acme.example", post=post),
                act("setting", law=laws),
                act("access", law=laws),
                countries=["US", "CA", "MX"],
            ),
        ),
    )


@pytest.fixture
def person(cli, acme):
    cli("person", "add", "me", "--region", "US-TX")


def test_the_letter_is_data_and_the_rest_is_beside_it(cli, person):
    done = cli("letter", "acme-data/delete", *ANA)
    assert "Tex. Bus." in done.out
    assert "California" not in done.out
    assert "it discloses: your name, an e-mail address" in done.err
    assert "Nothing was sent" in done.err
    assert "privacy-audit record acme-data/delete asked --discloses name,email" in done.err


@pytest.mark.parametrize(("region", "word"), [("US-CA", "1798.105"), ("CA-QC", "En vertu"), ("MX-JAL", "artículos")])
def test_each_country_has_its_letter(cli, acme, region, word):
    cli("person", "add", "me", "--region", region)
    assert word in cli("letter", "acme-data/delete", *ANA, "--format", "txt").out


def test_gaps_are_named(cli, person):
    done = cli("letter", "acme-data/delete")
    assert "\\[your name\\]" in done.out
    assert "gaps to fill in: your name, your e-mail address" in done.err


def test_a_file_says_the_format(cli, person, tmp_path):
    path = tmp_path / "ask.eml"
    done = cli("letter", "acme-data/delete", *ANA, "--output", path)
    assert done.out == ""
    assert email.message_from_bytes(path.read_bytes())["To"] == "privacy@acme.example"
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_pdf_goes_to_a_file(cli, person, tmp_path):
    pytest.importorskip("typst")
    cli("letter", "acme-data/delete", *ANA, "--output", tmp_path / "ask.pdf")
    assert (tmp_path / "ask.pdf").read_bytes().startswith(b"%PDF")


def test_mailto(cli, person):
    assert cli("letter", "acme-data/delete", *ANA, "--format", "mailto").out.startswith("mailto:privacy@acme.example?")


def test_what_was_recorded_is_used_but_notes_stay_private(cli, person):
    cli("record", "acme-data/delete", "asked", "--on", "2026-08-01", "--reference", "R-9", "--note", "my secret")
    done = cli("letter", "acme-data/delete", "--kind", "follow-up", *ANA)
    assert "August 1, 2026" in done.out
    assert "R\\-9" in done.out or "R-9" in done.out
    assert "has passed" in done.out
    assert "secret" not in done.out


def test_nothing_is_recorded(cli, person):
    cli("letter", "acme-data/delete", *ANA)
    assert json.loads(cli("history", "--json").out) == []


def test_what_does_not_belong_is_left_out_and_said(cli, person):
    done = cli("letter", "acme-data/delete", *ANA, "--born", "1980-01-01")
    assert "1980" not in done.out
    assert "left out, it does not belong here: your date of birth" in done.err


def test_without_an_address_it_is_said(cli, person):
    assert "No e-mail or postal address of theirs is known" in cli("letter", "acme-data/access", *ANA).err


def test_an_unknown_day_is_a_gap_too(cli, person):
    done = cli("letter", "acme-data/delete", "--kind", "follow-up", *ANA, "--format", "txt")
    assert "On [the day you sent it] I sent you" in done.out
    assert "gaps to fill in: the day you sent it" in done.err


def test_a_complaint_names_the_office(cli, person):
    done = cli("letter", "acme-data/delete", "--kind", "complaint", *ANA)
    assert "Texas Attorney General" in done.out
    assert "https://www.texasattorneygeneral.gov" in done.err


def test_what_needs_no_letter_is_said_in_one_line(fails, person):
    assert "something you do yourself" in fails("letter", "acme-data/setting")


def test_a_wrong_ending_or_language(fails, person, tmp_path):
    fails("letter", "acme-data/delete", "--output", tmp_path / "ask.doc", code=2)
    assert "not in use" in fails("letter", "acme-data/delete", "--language", "fr")


def test_hostile_fields(cli, person):
    done = cli("letter", "acme-data/delete", "--name", HOSTILE.replace("\x00", ""), "--email", "a@b.example")
    assert "<script>" not in done.out.replace("\\<", "")
