"""`merge`: another ledger comes in without questions; a conflict copy beside the ledger is noticed."""

import sqlite3

import pytest

from privacy_audit.cli.main import run


@pytest.fixture
def phone(cli, me, usual_ledger, tmp_path):
    """The same ledger on another device, with an answer more; `me` is there too."""
    path = tmp_path / "phone.db"
    with sqlite3.connect(usual_ledger) as connection:
        connection.execute("VACUUM INTO ?", (str(path),))
    connection.close()
    cli("--ledger", path, "answer", "mirror-people", "yes")
    return path


def test_what_either_of_two_holds_is_in_both_after_merging_both_ways(cli, phone, usual_ledger):
    cli("record", "north-bureau/freeze", "asked", "--on", "2026-11-20")
    done = cli("merge", phone)
    assert done.out == "merged: 1 new entry of the log\n"
    assert done.err.startswith(f"{phone} was left as it is")
    cli("--ledger", phone, "merge", usual_ledger)
    here, there = (cli(*option, "history", "--json").json for option in ((), ("--ledger", phone)))
    assert here == there
    assert "north-bureau/freeze" in cli("--ledger", phone, "remind", "--within", "90", "--json").out


def test_a_second_time_brings_nothing_and_is_no_fault(cli, phone):
    cli("merge", phone)
    assert cli("merge", phone).out == "nothing new: this ledger has all of it already\n"


def test_where_there_is_no_ledger_yet_one_is_made(cli, phone, tmp_path):
    new = tmp_path / "new" / "ledger.db"
    assert "added: me" in cli("--ledger", new, "merge", phone).out
    assert cli("--ledger", new, "person", "list", "--json").json[0]["label"] == "me"
    assert new.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_none_makes_no_ledger_either(fails, tmp_path):
    (tmp_path / "photo.png").write_bytes(b"\x89PNG" * 4000)
    assert "Nothing was merged" in fails("merge", tmp_path / "none.db")
    assert "nothing was merged" in fails("merge", tmp_path / "photo.png")
    assert "There is no ledger" in fails("person", "list")


def test_two_called_alike_are_kept_apart(cli, me, tmp_path):
    cli("--ledger", tmp_path / "other.db", "person", "add", "me", "--region", "CA-QC")
    assert cli("merge", tmp_path / "other.db").out == "merged: 1 new entry of the log · added: me 2\n"
    people = cli("person", "list", "--json").json
    assert [(person["label"], person["region"]) for person in people] == [("me", "US-TX"), ("me 2", "CA-QC")]
    cli("--person", "me 2", "answer", "maple-bureau", "yes")


class TestForgottenElsewhere:
    @pytest.fixture
    def forgetful(self, cli, phone):
        """Another device on which somebody who is here too was forgotten."""
        cli("--ledger", phone, "person", "forget", "me", "--yes")
        return phone

    def test_it_asks_before_they_go_here_too(self, cli, forgetful, capsys):
        assert run(["merge", str(forgetful)]) == 1
        said = capsys.readouterr().err
        assert "Forgotten for good in the other ledger: me. Everything of theirs goes here" in said
        assert len(cli("person", "list", "--json").json) == 1

    def test_with_yes_they_go(self, cli, forgetful):
        assert "forgotten for good: me" in cli("merge", forgetful, "--yes").out
        assert cli("person", "list", "--json").json == []


class TestConflictCopies:
    @pytest.fixture
    def copy(self, phone, usual_ledger):
        return phone.rename(usual_ledger.with_name("ledger.sync-conflict-20261124-101500-ABCDEFG.db"))

    def test_a_command_names_it_in_a_line_on_stderr_until_it_is_merged(self, cli, copy):
        done = cli("todo", "--json")
        assert isinstance(done.json, dict)
        assert "A conflict copy lies beside the ledger, with 1 entry that this ledger lacks" in done.err
        assert f"privacy-audit merge {copy}" in done.err
        cli("merge", copy)
        assert "conflict copy" not in cli("todo").err

    def test_the_doctor_finds_it(self, cli, copy):
        done = cli("doctor", "--json", code=1).json
        (check,) = [check for check in done["checks"] if check["name"] == "conflict copies"]
        assert (check["ok"], copy.name in check["detail"]) == (False, True)
        cli("merge", copy)
        (check,) = [check for check in cli("doctor", "--json").json["checks"] if check["name"] == "conflict copies"]
        assert check["ok"]
