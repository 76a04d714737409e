"""``person``: who is in the ledger, and where they live."""

import pytest


def test_somebody_is_added_by_label_and_region(cli, usual_ledger):
    done = cli("person", "add", "me", "--region", "US-CA", "--born", 1980)
    assert done.out == "Added me in California, United States. Next: privacy-audit todo\n"
    assert usual_ledger.is_file()
    assert cli("person", "list", "--json").json == [{"label": "me", "region": "US-CA", "born": 1980, "audit_days": 90}]


@pytest.mark.parametrize(
    ("typed", "code"),
    [("US", "US"), ("ca", "CA"), ("MX", "MX"), ("us-ca", "US-CA"), ("CA-QC", "CA-QC"), ("MX_JAL", "MX-JAL"),
     ("texas", "US-TX"), ("Québec", "CA-QC"), ("quebec", "CA-QC")],
)  # fmt: skip
def test_a_region_is_a_code_or_a_name_as_people_type_it(cli, typed, code):
    cli("person", "add", "me", "--region", typed)
    assert cli("person", "list", "--json").json[0]["region"] == code


@pytest.mark.parametrize(
    ("typed", "hint"), [("US-XX", "Did you mean"), ("Californa", "US-CA (California"), ("", "US-CA, CA-QC")]
)
def test_an_unknown_region_is_wrong_usage_and_makes_no_ledger(fails, usual_ledger, typed, hint):
    message = fails("person", "add", "me", "--region", typed, code=2)
    assert "is no region" in message
    assert hint in message
    assert not usual_ledger.exists()


def test_a_region_is_needed(fails):
    assert "'--region'" in fails("person", "add", "me", code=2)


def test_a_label_that_is_taken_is_refused(cli, fails):
    cli("person", "add", "me", "--region", "US")
    assert "'me' is in the ledger already" in fails("person", "add", "me", "--region", "CA")
    assert len(cli("person", "list", "--json").json) == 1


@pytest.mark.parametrize("label", ["", "   ", "\u200b\u202e", "\x07"])
def test_a_label_that_nobody_can_see_is_wrong_usage(fails, usual_ledger, label):
    assert "at least one sign" in fails("person", "add", label, "--region", "US", code=2)
    assert not usual_ledger.exists()


def test_the_list_shows_everyone_in_order(cli):
    cli("person", "add", "me", "--region", "US-CA")
    cli("person", "add", "Ma", "--region", "MX-JAL", "--born", 1950)
    lines = cli("person", "list").out.splitlines()
    assert lines[0].split() == ["label", "region", "born"]
    assert lines[1].split()[:2] == ["me", "US-CA"]
    assert lines[2].split()[-1] == "1950"


def test_what_is_known_of_somebody_can_be_changed(cli):
    cli("person", "add", "me", "--region", "US-CA")
    done = cli("person", "edit", "me", "--region", "CA-ON", "--label", "I", "--audit-days", 30, "--born", 1970)
    assert done.out == "Changed: I in Ontario, Canada, an audit every 30 days.\n"
    assert cli("person", "list", "--json").json == [{"label": "I", "region": "CA-ON", "born": 1970, "audit_days": 30}]


def test_a_change_that_changes_nothing_is_wrong_usage(cli, fails):
    cli("person", "add", "me", "--region", "US-CA")
    assert "Say what to change" in fails("person", "edit", "me", code=2)
    assert "is no region" in fails("person", "edit", "me", "--region", "Atlantis", code=2)


def test_a_label_that_another_has_cannot_be_taken_over(cli, fails):
    cli("person", "add", "me", "--region", "US-CA")
    cli("person", "add", "you", "--region", "US-CA")
    assert "'you' is in the ledger already" in fails("person", "edit", "me", "--label", "you")


def test_somebody_unknown_cannot_be_changed(cli, fails):
    cli("person", "add", "me", "--region", "US-CA")
    assert "Nobody is called 'you'" in fails("person", "edit", "you", "--region", "US")


@pytest.mark.parametrize("option", [("--born", "1899"), ("--born", "x")])
def test_an_impossible_year_of_birth_is_wrong_usage(fails, option):
    assert "--born" in fails("person", "add", "me", "--region", "US", *option, code=2)
