"""``scorecard``: how the organisations behaved, as text, JSON and CSV."""

import csv
import io
import json

import pytest


@pytest.fixture
def records(cli, me):
    """One answered late, one refused after asking for an ID, one waiting, one that came back."""
    for key, state, day in (
        ("mirror-people/opt-out", "asked", "2026-09-01"),
        ("mirror-people/opt-out", "confirmed", "2026-10-12"),
        ("mirror-people/opt-out", "relisted", "2026-11-01"),
        ("north-bureau/access", "asked", "2026-11-20"),
        ("first-broker/access", "asked", "2026-10-01"),
    ):
        cli("record", key, state, "--on", day)
    cli("record", "first-broker/access", "refused", "--on", "2026-10-05", "--note", "They said: send a copy of an ID")


class TestJson:
    def test_it_has_the_shape_that_scripts_rely_on(self, cli, records):
        found = cli("scorecard", "mirror-people", "--json").json
        assert isinstance(found, list)
        (card,) = found
        promised = ("organisation", "asked", "answered", "days", "allowed", "late", "refused", "official")
        assert {name: card[name] for name in promised} == {
            "organisation": "mirror-people", "asked": 1, "answered": 1, "days": [41], "allowed": [10], "late": 1,
            "refused": 0, "official": None,
        }  # fmt: skip
        (back,) = card["came_back"]
        assert (back["on"], back["stayed_away_days"]) == ("2026-11-01", 20)

    def test_all_stand_in_one_list_the_most_late_first(self, cli, records):
        found = cli("scorecard", "--json").json
        assert [card["organisation"] for card in found] == ["mirror-people", "first-broker", "north-bureau"]
        assert found[1]["more_wanted"] == 1
        assert found[2]["waiting"] == [{"days": 4, "allowed": 15}]
        assert found[2]["days"] == found[2]["allowed"] == []

    @pytest.mark.parametrize(
        ("sort", "first"), [("refused", "first-broker"), ("days", "mirror-people"), ("name", "first-broker")]
    )
    def test_another_can_stand_first(self, cli, records, sort, first):
        assert cli("scorecard", "--sort", sort, "--json").json[0]["organisation"] == first

    def test_one_without_a_record_has_zeros(self, cli, me):
        (card,) = cli("scorecard", "second-broker", "--json").json
        assert (card["asked"], card["answered"], card["late"], card["came_back"]) == (0, 0, 0, [])

    def test_undo_takes_it_back(self, cli, records):
        cli("undo")
        found = {card["organisation"]: card for card in cli("scorecard", "--json").json}
        assert (found["first-broker"]["refused"], found["first-broker"]["answered"]) == (0, 0)


class TestText:
    def test_each_organisation_has_a_line(self, cli, records):
        done = cli("scorecard")
        lines = done.out.splitlines()
        assert lines[1].split() == ["Mirror", "People", "1", "1", "41", "of", "10", "1", "0", "1", "0"]
        assert "few requests yet" in done.err

    def test_one_organisation_is_told_in_words_with_the_rule(self, cli, records):
        out = cli("scorecard", "mirror-people").out
        assert out.startswith("Mirror People: one request so far · answered after 41 days (10 allowed) · late")
        assert "10 days allowed: 10 days from 1 September 2026, when you asked" in out

    def test_themes_can_be_lines_too(self, cli, records):
        lines = cli("scorecard", "--by-theme").out.splitlines()
        assert lines[1].startswith("Data brokers")
        assert lines[2].startswith("Credit bureaus")
        assert [card["organisation"] for card in cli("scorecard", "--by-theme", "--json").json] == [None, None]

    def test_one_theme_alone(self, cli, records):
        found = cli("scorecard", "--theme", "credit", "--json").json
        assert [card["organisation"] for card in found] == ["north-bureau"]

    def test_nothing_yet_is_said_in_words(self, cli, me):
        assert cli("scorecard").out.startswith("No record yet.")
        assert cli("scorecard", "--json").json == []


class TestFiles:
    def test_csv_has_a_row_for_each(self, cli, records):
        rows = list(csv.DictReader(io.StringIO(cli("scorecard", "--csv").out)))
        assert [row["organisation"] for row in rows] == ["mirror-people", "first-broker", "north-bureau"]
        assert (rows[0]["days"], rows[0]["allowed"], rows[0]["stayed_away_days"]) == ("41", "10", "20")
        assert rows[2]["waiting_days"] == "4"

    def test_the_files_ending_decides_its_form(self, cli, records, tmp_path):
        assert cli("scorecard", "--output", tmp_path / "record.json").err == f"written: {tmp_path / 'record.json'}\n"
        assert len(json.loads((tmp_path / "record.json").read_text("utf-8"))) == 3
        cli("scorecard", "mirror-people", "--output", tmp_path / "record.csv")
        assert len((tmp_path / "record.csv").read_text("utf-8-sig").splitlines()) == 2

    def test_another_ending_and_a_place_that_is_not_there_are_refused(self, fails, records, tmp_path):
        assert "use .csv or .json" in fails("scorecard", "--output", tmp_path / "record.txt")
        assert "nothing was written" in fails("scorecard", "--output", tmp_path / "nowhere" / "record.csv")


class TestWrongUsage:
    def test_an_unknown_organisation_or_theme_is_one_line(self, fails, me):
        assert "Did you mean" in fails("scorecard", "miror-people")
        assert "There is no theme" in fails("scorecard", "--theme", "nothing")

    def test_two_forms_at_once_are_wrong_usage(self, fails, me):
        assert "Choose one" in fails("scorecard", "--json", "--csv", code=2)
        fails("scorecard", "--sort", "beauty", code=2)
