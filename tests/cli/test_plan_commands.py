"""``todo``, ``remind`` and ``report``: what to do, what is due, and taking it elsewhere."""

import csv
import re

import pytest

TODO_KEYS = {
    "key", "organisation", "name", "theme", "do", "via", "status", "on", "because", "presumed", "minutes", "impact",
    "needs", "law", "covers",
}  # fmt: skip


class TestTodo:
    def test_it_has_the_shape_of_the_contract(self, cli, me):
        plan = cli("todo", "--json").json
        assert {"today", "person", "region", "items", "minutes_in_all"} <= set(plan)
        assert (plan["today"], plan["person"], plan["region"]) == ("2026-11-24", "me", "US-TX")
        assert plan["minutes_in_all"] == sum(item["minutes"] for item in plan["items"])
        for item in plan["items"]:
            assert set(item) >= TODO_KEYS
            assert item["key"].startswith(item["organisation"] + "/")
            assert item["impact"] in ("high", "medium", "low")
            assert type(item["presumed"]) is bool
            assert type(item["minutes"]) is int
            assert item["on"] is None or re.fullmatch(r"\d{4}-\d\d-\d\d", item["on"])
            assert all(isinstance(item[name], list) for name in ("needs", "law", "covers"))

    def test_an_item_says_what_its_file_says(self, cli, me):
        items = {item["key"]: item for item in cli("todo", "--json").json["items"]}
        freeze = items["north-bureau/freeze"]
        assert (freeze["do"], freeze["via"], freeze["theme"], freeze["status"]) == ("freeze", "web", "credit", "open")
        assert freeze["needs"] == ["name", "ssn"]
        assert freeze["presumed"] is True
        assert "north-bureau/dispute" not in items

    def test_a_started_item_has_its_day(self, cli, me):
        cli("record", "north-bureau/freeze", "started", "--on", "2026-11-20")
        item = next(item for item in cli("todo", "--json").json["items"] if item["key"] == "north-bureau/freeze")
        assert (item["status"], item["on"]) == ("started", "2026-11-27")

    def test_theme_minutes_and_limit_narrow_it(self, cli, me):
        cli("answer", "lone-star-shop", "yes")
        points = cli("todo", "--theme", "points", "--json").json["items"]
        assert {item["theme"] for item in points} == {"points"}
        assert "lone-star-shop/opt-out" in [item["key"] for item in points]
        assert cli("todo", "--minutes", 20, "--json").json["minutes_in_all"] <= 20
        assert len(cli("todo", "--limit", 2, "--json").json["items"]) == 2

    def test_the_table_and_the_json_agree(self, cli, me):
        keys = [item["key"] for item in cli("todo", "--limit", 5, "--json").json["items"]]
        done = cli("todo", "--limit", 5)
        assert [line.split()[-1] for line in done.out.splitlines()[1:]] == keys
        assert re.fullmatch(r"5 to do, \d+ minutes in all\n", done.err)

    def test_an_unknown_theme_names_those_there_are(self, fails, me):
        message = fails("todo", "--theme", "cats")
        assert "There is no theme 'cats'" in message
        assert "brokers" in message

    @pytest.mark.parametrize("wrong", [("--minutes", "0"), ("--minutes", "x"), ("--limit", "-1"), ("--limit", "0")])
    def test_a_number_that_cannot_be_is_wrong_usage(self, fails, me, wrong):
        assert wrong[0] in fails("todo", *wrong, code=2)

    def test_nothing_to_do_is_said_in_words_and_is_no_failure(self, cli, me):
        cli("person", "edit", "me", "--region", "MX")
        for item in cli("todo", "--json").json["items"]:
            cli("answer", item["organisation"], "no")
        assert cli("todo").out.startswith("Nothing to do now.")
        assert cli("todo", "--json").json["items"] == []


class TestRemind:
    @pytest.fixture
    def late(self, cli, me):
        """One answer that is four days late, and one act that was started a week ago."""
        cli("record", "mirror-people/opt-out", "asked", "--on", "2026-11-10")
        cli("record", "first-broker/opt-out", "started", "--on", "2026-11-17")

    def test_it_has_the_shape_of_the_contract(self, cli, late):
        found = cli("remind", "--json").json
        assert {"today", "person", "due"} <= set(found)
        assert (found["today"], found["person"]) == ("2026-11-24", "me")
        assert [(entry["key"], entry["on"], entry["kind"]) for entry in found["due"]] == [
            ("mirror-people/opt-out", "2026-11-20", "late"),
            ("first-broker/opt-out", "2026-11-24", "unfinished"),
        ]
        assert found["due"][0]["text"] == "Mirror People, opt out: the answer is 4 days late"
        assert found["due"][0]["rule"] == "10 days from 10 November 2026, when you asked; an estimate"

    def test_in_words_each_day_stands_with_its_rule(self, cli, late):
        lines = cli("remind").out.splitlines()
        assert lines[0] == "20 Nov       Mirror People, opt out: the answer is 4 days late"
        assert lines[1] == " " * 13 + "10 days from 10 November 2026, when you asked; an estimate"
        assert lines[2].startswith("today")

    def test_looking_ahead_shows_more(self, cli, late):
        cli("record", "second-broker/delete", "started")
        assert len(cli("remind", "--json").json["due"]) == 2
        assert len(cli("remind", "--within", 7, "--json").json["due"]) == 3

    def test_the_exit_code_says_whether_something_is_due_only_when_asked_to(self, cli, me):
        assert cli("remind", "--exit-code").out == "Nothing is due.\n"
        cli("record", "first-broker/opt-out", "started", "--on", "2026-11-01")
        cli("remind")
        cli("remind", "--exit-code", code=1)
        cli("remind", "--exit-code", "--json", code=1)
        cli("remind", "--exit-code", "--brief", code=1)

    def test_brief_is_one_line_that_names_nobody(self, cli, late):
        assert (
            cli("remind", "--brief").out
            == "privacy-audit: 2 things are due, the oldest since 20 Nov. See: privacy-audit remind\n"
        )

    def test_brief_is_silent_when_nothing_is_due(self, cli, me):
        assert cli("remind", "--brief").out == ""

    def test_when_nothing_is_due_the_next_day_is_named(self, cli, me):
        cli("record", "mirror-people/opt-out", "asked")
        assert cli("remind").out.startswith(
            "Nothing is due. Next: 4 Dec, Mirror People, opt out: an answer is expected"
        )

    @pytest.mark.parametrize("days", ["-1", "x", "99999999999"])
    def test_days_that_cannot_be_are_wrong_usage(self, fails, me, days):
        assert "--within" in fails("remind", "--within", days, code=2)


class TestReport:
    @pytest.fixture(autouse=True)
    def _told(self, cli, me):
        cli("record", "mirror-people/opt-out", "asked", "--on", "2026-11-10", "--reference", "4711")

    def test_without_anything_it_is_markdown_on_stdout(self, cli):
        out = cli("report").out
        assert out.startswith("# ")
        assert "4711" in out

    @pytest.mark.parametrize("form", ["md", "html", "csv", "json", "ics"])
    def test_the_files_ending_chooses_the_format_and_both_ways_agree(self, cli, tmp_path, form):
        path = tmp_path / f"report.{form}"
        done = cli("report", "--output", path)
        assert done.out == ""
        assert done.err == f"written: {path}\n"
        assert path.stat().st_mode & 0o777 == 0o600
        beside = tmp_path / "report.other"
        cli("report", "--format", form, "--output", beside)
        assert beside.read_bytes() == path.read_bytes()

    def test_json_and_csv_can_be_read_by_others(self, cli, tmp_path):
        assert cli("report", "--format", "json").json["person"] == "me"
        path = tmp_path / "report.csv"
        cli("report", "--output", path)
        with path.open(encoding="utf-8-sig", newline="") as file:
            assert len({len(row) for row in csv.reader(file)}) == 1

    def test_an_unknown_ending_or_format_names_those_known(self, fails, tmp_path):
        assert ".html" in fails("report", "--output", tmp_path / "report.docx")
        message = fails("report", "--format", "docx", code=2)
        assert all(form in message for form in ("md", "html", "csv", "json", "ics"))
        assert list(tmp_path.glob("report.*")) == []

    def test_a_place_that_is_none_is_refused_and_changes_nothing(self, fails, tmp_path):
        assert "nothing was written" in fails("report", "--output", tmp_path / "nowhere" / "report.md")
        folder = tmp_path / "folder.md"
        folder.mkdir()
        assert "is a folder" in fails("report", "--output", folder)
