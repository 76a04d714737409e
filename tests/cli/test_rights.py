"""The command `rights`: the contract's JSON, and the plain words beside it."""

import pytest
from examples import HOSTILE, act, organisation, write_organisations

#: CLI.md: what each entry has, at least.
_KEYS = {"law", "right", "applies", "why", "respond_days", "day_kind", "extension_days", "complaint_url"}


@pytest.fixture
def living(cli):
    """Let somebody live in a region."""

    def live(region: str) -> None:
        cli("person", "add", "me", "--region", region)

    return live


def test_the_json_has_the_shape_of_the_contract(cli, living):
    living("US-TX")
    got = cli("rights", "spokeo", "--json").json
    assert (got["organisation"], got["region"]) == ("spokeo", "US-TX")
    assert all(set(one) >= _KEYS for one in got["rights"])
    assert all(isinstance(one["applies"], bool) and one["why"] for one in got["rights"])
    first = got["rights"][0]
    assert (first["law"], first["applies"], first["respond_days"], first["day_kind"]) == (
        "us-tx-tdpsa",
        True,
        45,
        "calendar",
    )
    assert first["complaint_url"].startswith("https://")


def test_what_does_not_apply_comes_last_and_says_why(cli, living):
    living("US-TX")
    rights = cli("rights", "spokeo", "--json").json["rights"]
    applies = [one["applies"] for one in rights]
    assert applies == sorted(applies, reverse=True)
    assert {one["applies"] for one in rights if one["law"] == "us-ca-ccpa"} == {False}


def test_the_words_name_laws_days_sections_and_offices(cli, living):
    living("US-CA")
    out = cli("rights", "spokeo").out
    assert "You may use: California Delete Act" in out
    assert "You may probably use: California Consumer Privacy Act" in out
    assert "[1798.120; 11 CCR 7026]: 15 business days" in out
    assert "45 days, a receipt in 10 business days, 45 more if they say so in time" in out
    assert "\n    https://cppa.ca.gov/webapplications/complaint\n" in out
    assert "What does not apply, and why:" in out
    assert "This is no legal advice." in out


def test_a_freeze_by_post_and_the_extension_of_a_dispute_have_their_own_words(cli, living):
    living("US-PA")
    out = cli("rights", "equifax-us").out
    assert "1 business day (3 business days by post)" in out
    assert "15 more if you send new facts in that time" in out


def test_where_no_law_helps_the_voluntary_path_and_the_office_of_the_state_are_named(cli, living):
    living("US-PA")
    out = cli("rights", "spokeo").out
    assert "Pennsylvania has no general privacy law" in out
    assert "Ask all the same" in out
    assert "Pennsylvania Attorney General" in out
    assert cli("rights", "spokeo", "--json").json["notes"]


def test_a_habit_needs_no_law(cli, living):
    living("US-PA")
    out = cli("rights", "firefox").out
    assert "nobody has to be asked" in out
    assert "Where people complain" not in out


@pytest.mark.parametrize(
    ("region", "id", "law", "until"),
    [
        ("CA-QC", "equifax-ca", "Quebec Act respecting the protection", "within 30 days from the refusal"),
        ("CA-ON", "equifax-ca", "Personal Information Protection and Electronic", "within 6 months from the refusal"),
        ("MX-JAL", "buro-de-credito", "Ley para Regular las Sociedades", "Condusef"),
    ],
)
def test_canada_and_mexico(cli, living, region, id, law, until):
    living(region)
    out = cli("rights", id).out
    assert law in out
    assert until in out


def test_every_day_of_the_future_is_a_day_like_today(cli, living):
    living("US-OK")
    assert not cli("rights", "spokeo", "--json").json["rights"][0]["law"].startswith("us-ok")
    assert cli("--today", "2027-01-01", "rights", "spokeo", "--json").json["rights"][0]["law"] == "us-ok-ocdpa"


def test_wrong_names_and_no_ledger_are_one_clear_line(fails, living):
    assert "privacy-audit person add" in fails("rights", "spokeo")
    living("US-TX")
    assert "Did you mean" in fails("rights", "spokeoo")
    assert "ORGANISATION" in fails("rights", code=2)


def test_hostile_names_stay_text(cli, living, tmp_path, monkeypatch):
    folder = tmp_path / "mine"
    write_organisations(folder, [organisation("evil", act("delete", law=["us-fcra"]), name=HOSTILE)])
    monkeypatch.setenv("PRIVACY_AUDIT_CHECKLISTS", str(folder))
    living("US-TX")
    assert "Ann" in cli("rights", "evil").out
    cli("rights", "evil", "--json")
