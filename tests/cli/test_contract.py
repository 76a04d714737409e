"""What holds for every command: help, exit codes, options and environment, hostile text."""

import json
import os
import sqlite3
from datetime import date

import click
import pytest
from examples import HOSTILE, TODAY, act, organisation, unprintable, write_organisations

from privacy_audit.cli.main import cli as group
from privacy_audit.cli.main import run
from privacy_audit.ledger.store import Ledger

#: Every command of CLI.md that exists today.
COMMANDS = (
    "person", "person add", "person list", "person edit", "answer", "record", "undo", "show", "search", "list",
    "catalog", "catalog check", "catalog new", "catalog stats", "packs", "yourself",
    "todo", "report", "remind", "history", "audits", "compare",
    "progress", "scorecard", "again", "rhythm", "event", "receipts",
    "calendar", "calendar set", "calendar push", "calendar status", "calendar forget",
    "breaches", "breaches password", "breaches account", "breaches key",
    "links", "links check", "links report", "gpc", "gpc check", "gpc setup",
    "evidence", "evidence add", "evidence list", "evidence save", "export", "import", "person forget", "wipe",
)  # fmt: skip
#: Commands that need a ledger, with arguments that are right.
WITH_LEDGER = (
    ("person", "list"), ("person", "edit", "me", "--region", "US"), ("answer", "mirror-people", "yes"),
    ("record", "mirror-people/opt-out", "asked"), ("undo",), ("todo",), ("todo", "--json"), ("report",), ("remind",),
    ("remind", "--json"), ("history",), ("audits",), ("compare", "1", "2"), ("packs",), ("packs", "stalked", "--json"),
    ("progress",), ("scorecard",), ("again",), ("again", "--json"), ("rhythm",), ("event", "moved"), ("event",),
    ("evidence", "list"), ("receipts",), ("breaches",), ("gpc",), ("export",), ("person", "forget", "me", "--yes"),
    ("calendar", "push", "--yes"), ("calendar", "status"),
)  # fmt: skip


def _all_commands() -> set[str]:
    found = set()
    with click.Context(group) as ctx:
        for name in group.list_commands(ctx):
            command = group.get_command(ctx, name)
            found.add(name)
            if isinstance(command, click.Group):
                found |= {f"{name} {sub}" for sub in command.list_commands(ctx)}
    return found


class TestHelp:
    def test_no_command_is_missing_from_these_tests(self):
        assert _all_commands() >= set(COMMANDS)

    @pytest.mark.parametrize("flag", ["--help", "-h"])
    def test_every_command_has_help_with_an_example(self, cli, flag):
        for command in sorted(_all_commands()):
            done = cli(*command.split(), flag)
            assert done.err == ""
            assert done.out.startswith(f"Usage: privacy-audit {command} ")
            assert command in ("person", "catalog") or "Example" in done.out, command

    @pytest.mark.parametrize("flag", ["--help", "-h"])
    def test_the_whole_has_help_that_names_every_command(self, cli, flag):
        out = cli(flag).out
        assert "Example" in out
        assert all(command.split()[0] in out for command in COMMANDS)

    def test_no_command_and_no_terminal_gives_help_and_wrong_usage(self, cli):
        done = cli(code=2)
        assert done.out.startswith("Usage: privacy-audit")

    def test_the_version_is_told(self, cli):
        assert cli("--version").out.startswith("privacy-audit ")


class TestWrongUsage:
    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (("dance",), "No such command 'dance'"),
            (("tood",), "tood"),
            (("todo", "--colour"), "--colour"),
            (("todo", "extra"), "extra"),
            (("--today", "soon", "todo"), "'soon' is no date. Write it as"),
            (("--today", "9999-12-31", "todo"), "between the years 1900 and 2200"),
            (("record", "a/b"), "STATE"),
            (("answer",), "ORGANISATION"),
            (("compare", "1"), "AUDIT"),
            (("catalog", "dance"), "dance"),
        ],
    )
    def test_it_is_one_line_that_says_what_and_where_help_is(self, fails, me, arguments, words):
        message = fails(*arguments, code=2)
        assert words in message
        assert "--help" in message

    def test_a_group_without_a_command_shows_its_help(self, cli):
        done = cli("person", code=2)
        shown = done.out + done.err
        assert shown.startswith("Usage: privacy-audit person")
        assert all(name in shown for name in ("add", "list", "edit"))


class TestTheLedgerIsMissingOrDamaged:
    @pytest.mark.parametrize("arguments", WITH_LEDGER, ids=" ".join)
    def test_without_a_ledger_every_command_says_how_to_start(self, fails, own, usual_ledger, arguments):
        message = fails(*arguments)
        assert f"There is no ledger at {usual_ledger} yet. Start with: privacy-audit person add me" in message
        assert not usual_ledger.exists()

    @pytest.mark.parametrize("arguments", WITH_LEDGER, ids=" ".join)
    def test_a_damaged_ledger_is_exit_code_four(self, fails, own, tmp_path, arguments):
        path = tmp_path / "damaged.db"
        path.write_bytes(b"no ledger at all" * 1000)
        assert "is no ledger" in fails("--ledger", path, *arguments, code=4)
        assert path.read_bytes() == b"no ledger at all" * 1000

    def test_a_ledger_that_is_locked_is_exit_code_four(self, fails, me, usual_ledger, monkeypatch):
        monkeypatch.setattr("privacy_audit.ledger.files.BUSY_SECONDS", 0.05)
        other = sqlite3.connect(usual_ledger, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        assert "in use by another program" in fails("answer", "mirror-people", "yes", code=4)
        other.close()

    def test_another_programs_database_and_a_folder_are_exit_code_four(self, fails, tmp_path):
        other = sqlite3.connect(tmp_path / "other.db")
        other.execute("CREATE TABLE recipes (name TEXT)")
        other.close()
        assert "another program" in fails("--ledger", tmp_path / "other.db", "todo", code=4)
        assert "is a folder" in fails("--ledger", tmp_path, "todo", code=4)

    def test_a_ledger_of_a_newer_version_is_not_touched(self, fails, me, usual_ledger):
        other = sqlite3.connect(usual_ledger)
        other.execute("PRAGMA user_version = 99")
        other.close()
        assert "update the program" in fails("todo")

    def test_a_ledger_without_anybody_says_how_to_start(self, fails, tmp_path):
        Ledger(tmp_path / "empty.db").close()
        assert "Nobody is in the ledger yet" in fails("--ledger", tmp_path / "empty.db", "todo")

    def test_a_ledger_that_cannot_be_made_says_why(self, fails, tmp_path):
        (tmp_path / "file").touch()
        message = fails("--ledger", tmp_path / "file" / "ledger.db", "person", "add", "me", "--region", "US")
        assert "cannot be" in message
        assert "choose another" in message


class TestWhoAndWhere:
    def test_with_several_people_one_has_to_be_named(self, cli, fails, me):
        cli("person", "add", "you", "--region", "CA-ON")
        for arguments in (("todo",), ("remind",), ("history",), ("undo",), ("answer", "mirror-people", "yes")):
            assert "Several people are in the ledger: me, you. Say whom you mean with --person" in fails(*arguments)
        assert cli("--person", "you", "todo", "--json").json["region"] == "CA-ON"
        assert "Nobody is called 'him'" in fails("--person", "him", "todo")

    def test_the_options_and_the_environment_do_the_same(self, cli, own, tmp_path, monkeypatch):
        path = tmp_path / "elsewhere" / "mine.db"
        cli("--ledger", path, "person", "add", "me", "--region", "US-TX")
        cli("--ledger", path, "person", "add", "you", "--region", "CA-ON")
        by_option = cli("--ledger", path, "--person", "you", "--today", "2026-12-01", "todo", "--json").json
        monkeypatch.setenv("PRIVACY_AUDIT_LEDGER", str(path))
        monkeypatch.setenv("PRIVACY_AUDIT_PERSON", "you")
        monkeypatch.setenv("PRIVACY_AUDIT_TODAY", "2026-12-01")
        assert cli("todo", "--json").json == by_option
        assert (by_option["person"], by_option["today"]) == ("you", "2026-12-01")
        assert cli("--person", "me", "--today", "2026-12-02", "todo", "--json").json["person"] == "me", (
            "options go first"
        )

    def test_an_empty_variable_is_none(self, cli, me, monkeypatch, usual_ledger):
        for name in ("LEDGER", "PERSON", "CHECKLISTS"):
            monkeypatch.setenv(f"PRIVACY_AUDIT_{name}", "")
        assert cli("todo", "--json").json["person"] == "me"

    def test_a_wrong_day_in_the_environment_is_wrong_usage(self, fails, me, monkeypatch):
        monkeypatch.setenv("PRIVACY_AUDIT_TODAY", "soon")
        assert "'soon' is no date" in fails("todo", code=2)

    def test_the_persons_own_organisations_come_from_the_configuration_too(self, cli, isolated, monkeypatch):
        write_organisations(
            isolated / "config" / "privacy-audit" / "checklists", (organisation("my-dentist", act("access")),)
        )
        assert cli("show", "my-dentist", "--json").json["id"] == "my-dentist"
        monkeypatch.setenv("PRIVACY_AUDIT_CHECKLISTS", str(isolated / "nothing"))
        assert run(["show", "my-dentist"]) == 1

    def test_a_home_sign_in_the_path_is_understood(self, cli, isolated):
        cli("--ledger", "~/mine.db", "person", "add", "me", "--region", "US")
        assert (isolated / "mine.db").is_file()


class TestHostileText:
    """The fixture ``cli`` asserts for every run that nothing printed could steer a terminal."""

    @pytest.fixture
    def hostile(self, cli, tmp_path, monkeypatch):
        """A label, a note, a reference, an organisation and an own folder full of tricks, told through the program."""
        raw = organisation(
            "bad-shop", act("opt-out", title=HOSTILE, steps=[HOSTILE], post=HOSTILE, lasts=HOSTILE, cites=[HOSTILE]),
            name=HOSTILE, legal_name=HOSTILE, parent=HOSTILE, caution=HOSTILE, scores=HOSTILE, hint=HOSTILE,
            brands=[HOSTILE],
        )  # fmt: skip
        write_organisations(tmp_path / "own", (raw,))
        monkeypatch.setenv("PRIVACY_AUDIT_CHECKLISTS", str(tmp_path / "own"))
        cli("person", "add", HOSTILE, "--region", "US-TX")
        cli("answer", "bad-shop", "yes")
        cli("record", "bad-shop/opt-out", "started", "--on", "2026-11-01", "--note", HOSTILE, "--reference", HOSTILE)

    @pytest.mark.parametrize(
        "arguments",
        [
            ("person", "list"), ("person", "list", "--json"), ("show", "bad-shop"), ("show", "bad-shop", "--json"),
            ("search", "ann"), ("list", "--theme", "brokers", "--json"), ("list", "--theme", "brokers"), ("todo",),
            ("todo", "--json"), ("remind",), ("remind", "--json"), ("remind", "--brief"), ("history",),
            ("history", "--json"), ("audits",), ("report", "--format", "md"), ("report", "--format", "html"),
            ("report", "--format", "json"), ("packs",), ("packs", "--json"),
            ("yourself", "--first", HOSTILE, "--last", "x"),
            ("undo",),
        ],
        ids=" ".join,
    )  # fmt: skip
    def test_no_command_lets_it_through(self, cli, hostile, arguments):
        out = cli(*arguments).out
        assert "\x1b" not in out
        assert "<script>" not in out or arguments[-1] != "html"

    def test_neither_does_a_ledger_into_which_another_program_wrote_it(self, cli, me, usual_ledger):
        with Ledger(usual_ledger, create=False) as ledger:
            person = ledger.edit_person(ledger.person(), label=HOSTILE)
            ledger.answer(person.id, HOSTILE, "yes", TODAY)
            ledger.record(
                person.id, f"{HOSTILE}/{HOSTILE}", "started", date(2026, 11, 1), TODAY, note=HOSTILE, reference=HOSTILE
            )
            ledger.begin_audit(person.id, HOSTILE, TODAY)
        for arguments in (("person", "list"), ("todo",), ("remind",), ("history",), ("audits",), ("undo",)):
            cli(*arguments)
            if arguments not in (("undo",),):
                cli(*arguments, "--json")
        assert json.loads(json.dumps(HOSTILE)) == cli("person", "list", "--json").json[0]["label"], (
            "JSON keeps it whole"
        )

    @pytest.mark.parametrize(
        "arguments",
        [
            (HOSTILE,), ("show", HOSTILE), ("answer", HOSTILE, "yes"), ("answer", "mirror-people", HOSTILE),
            ("record", HOSTILE, "asked"), ("record", "mirror-people/opt-out", HOSTILE),
            ("record", "mirror-people/opt-out", "asked", "--on", HOSTILE),
            ("todo", "--theme", HOSTILE), ("list", "--kind", HOSTILE), ("list", "--region", HOSTILE),
            ("search", HOSTILE), ("--person", HOSTILE, "todo"), ("--today", HOSTILE, "todo"), ("todo", f"--{HOSTILE}"),
            ("report", "--format", HOSTILE),
            ("person", "add", "x", "--region", HOSTILE), ("history", HOSTILE), ("compare", HOSTILE, "1"),
            ("packs", HOSTILE), ("yourself", "--engine", HOSTILE), ("catalog", "new", "x", "--theme", HOSTILE),
            ("catalog", "new", "x", "--theme", "records", "--country", HOSTILE),
        ],
        ids=range(22),
    )  # fmt: skip
    def test_no_complaint_about_it_repeats_it(self, capsys, me, arguments):
        capsys.readouterr()
        assert run(list(arguments)) in (1, 2)
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith("Error: ")
        assert err.count("\n") == 1
        assert not unprintable(err)

    def test_a_path_full_of_tricks_is_shown_clean(self, cli, fails, me, tmp_path):
        name = HOSTILE.replace("\x00", "").replace("/", "")
        fails("--ledger", tmp_path / name, "todo")
        done = cli("report", "--output", tmp_path / f"{name}.md")
        assert done.err.startswith("written: ")

    def test_bytes_that_are_no_text_do_no_harm(self, cli, me):
        cli("record", "mirror-people/opt-out", "asked", "--note", os.fsdecode(b"caf\xe9 \xff"))
        cli("history")
        assert "caf" in cli("history", "--json").json[0]["note"]
