"""The ladder on the command line: the same steps as on the screen, and what was sent is kept."""

import pytest
from examples import act, organisation, write_organisations

KEY = "acme-data/delete"


@pytest.fixture
def person(cli, own):
    laws = ["us-tx-tdpsa", "us-ca-ccpa"]
    write_organisations(
        own,
        (
            organisation("acme-data", act("delete", law=laws), act("access", law=laws, email="privacy@acme.example")),
            organisation("mute-data", act("delete", law=laws)),
        ),
    )
    cli("person", "add", "me", "--region", "US-TX")
    cli("record", KEY, "asked", "--on", "2026-08-01")


def test_silence_and_what_follows(cli, person):
    done = cli("letter", KEY, "--ladder")
    assert done.err == ""
    first, second, third = (f"--kind {kind}" for kind in ("follow-up", "appeal", "complaint"))
    assert done.out.index(first) < done.out.index(second) < done.out.index(third)
    assert "late" in done.out.splitlines()[0]
    assert "“use our form”: --kind answer-form" in done.out


def test_a_refusal_with_its_reason(cli, person):
    cli("record", KEY, "refused", "--note", "They said: use our form")
    shown = cli("letter", KEY, "--ladder", "--json").json
    assert (shown["key"], shown["status"], shown["late"]) == (KEY, "refused", False)
    assert [rung["kind"] for rung in shown["next"]] == ["answer-form", "appeal", "complaint"]
    assert all(rung["title"] and rung["why"] for rung in shown["next"])


def test_their_own_words_are_quoted(cli, person):
    cli("record", KEY, "refused", "--note", "They said: we serve members only")
    assert "“we serve members only”" in cli("letter", KEY, "--kind", "appeal", "--format", "txt").out


def test_nothing_is_open(cli, person):
    cli("record", KEY, "confirmed")
    assert "Nothing is open here" in cli("letter", KEY, "--ladder").out


def test_a_later_letter_is_kept_as_sent_and_the_days_run_on(cli, fails, person):
    done = cli("letter", KEY, "--kind", "follow-up", "--was-sent")
    assert done.out == ""
    assert "kept: Follow-up: no answer, sent by you" in done.err
    assert "I wrote again" in cli("letter", KEY, "--kind", "complaint", "--format", "txt").out
    assert cli("disclosures", "--json").json[0]["by"] == "letter, sent by you"
    assert "record acme-data/delete asked" in fails("letter", KEY, "--was-sent", code=2)
    assert "add --ladder" in fails("letter", KEY, "--json", code=2)


def test_the_law_the_days_and_the_office_stand_beside_the_letter(cli, person):
    said = cli("letter", KEY).err
    assert "law: Texas Data Privacy and Security Act (541.051), probably yours here" in said
    assert "days: asked 1 Aug: an answer by 15 Sep (passed)" in said
    assert "who hears complaints: Texas Attorney General" in said


def test_without_an_address_the_other_ways_are_named(cli, person):
    assert "email privacy@acme.example; --to takes an address" in cli("letter", KEY).err
    assert "No e-mail or postal" not in cli("letter", KEY, "--to", "ask@acme.example").err
    assert "look in their privacy notice, then use --to" in cli("letter", "mute-data/delete").err
