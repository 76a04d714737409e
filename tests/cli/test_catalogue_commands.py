"""``show``, ``search``, ``list`` and ``catalog``: reading and caring for the catalogue."""

import re

import pytest
from examples import HOSTILE, unprintable

LIST_KEYS = {
    "id", "name", "kind", "theme", "countries", "regions", "parent", "domains", "tier", "checked", "closed", "actions",
}  # fmt: skip
ACTION_KEYS = {"id", "do", "via", "minutes", "impact"}


def _has_the_shape_of_a_row(row: dict) -> None:
    assert set(row) >= LIST_KEYS
    assert row["tier"] in ("curated", "registry")
    for name in ("countries", "regions", "domains", "actions"):
        assert isinstance(row[name], list)
    for name in ("checked", "closed"):
        assert row[name] is None or re.fullmatch(r"\d{4}-\d\d-\d\d", row[name])
    for action in row["actions"]:
        assert set(action) >= ACTION_KEYS


class TestList:
    def test_it_has_the_shape_of_the_contract(self, cli, own):
        rows = cli("list", "--json").json
        assert len(rows) > 150
        for row in rows:
            _has_the_shape_of_a_row(row)
        mine = next(row for row in rows if row["id"] == "gone-broker")
        assert (mine["closed"], mine["checked"], mine["domains"]) == (
            "2025-03-01",
            "2026-07-01",
            ["gone-broker.example"],
        )

    def test_a_theme_a_country_a_region_and_a_kind_narrow_it(self, cli, own):
        assert {row["theme"] for row in cli("list", "--theme", "points", "--json").json} == {"points"}
        assert all("CA" in row["countries"] for row in cli("list", "--country", "ca", "--json").json)
        assert {row["kind"] for row in cli("list", "--kind", "people-search", "--json").json} == {"people-search"}
        texas = {row["id"] for row in cli("list", "--region", "US-TX", "--json").json}
        california = {row["id"] for row in cli("list", "--region", "US-CA", "--json").json}
        assert "golden-register" in california - texas
        assert "maple-bureau" not in california
        both = cli("list", "--region", "US-CA", "--theme", "credit", "--json").json
        assert {row["id"] for row in both} <= california

    def test_the_table_counts_on_stderr(self, cli, own):
        done = cli("list", "--theme", "points", "--country", "US")
        lines = done.out.splitlines()
        assert lines[0].split()[:3] == ["id", "name", "where"]
        assert done.err == f"{len(lines) - 1} organisations\n"

    @pytest.mark.parametrize(
        ("option", "value", "code", "words"),
        [
            ("--theme", "cats", 1, "brokers"),
            ("--kind", "cats", 1, "people-search"),
            ("--country", "FR", 2, "is no region"),
            ("--region", "US-ZZ", 2, "is no region"),
        ],
    )
    def test_what_is_unknown_is_refused_with_what_is_known(self, fails, own, option, value, code, words):
        assert words in fails("list", option, value, code=code)

    def test_each_says_of_which_tier_it_is(self, cli, own, catalog):
        rows = {row["id"]: row for row in cli("list", "--json").json}
        assert set(catalog) < set(rows)
        assert {id: rows[id]["tier"] for id in catalog} == {id: catalog.tier_of(id) for id in catalog}
        assert rows["first-broker"]["tier"] == "curated"
        registered = [row for row in rows.values() if row["tier"] == "registry"]
        assert len(registered) > 300
        for row in registered:
            assert (row["kind"], row["theme"], row["countries"]) == ("data-broker", "brokers", ["US"])
            assert row["checked"]
            assert len(row["actions"]) == 1
        one = registered[0]["id"]
        assert cli("show", one, "--json").json["tier"] == "registry"
        assert next(row for row in cli("search", one, "--json").json if row["id"] == one)["tier"] == "registry"

    def test_it_needs_no_ledger(self, cli, usual_ledger):
        cli("list", "--json")
        assert not usual_ledger.exists()


class TestShow:
    def test_the_json_is_the_file_whole_and_who_reaches_whom(self, cli, own):
        shown = cli("show", "golden-register", "--json").json
        assert LIST_KEYS - {"parent", "actions"} <= set(shown)
        assert shown["covers"] == ["first-broker", "second-broker"]
        assert shown["covered_by"] == []
        assert shown["sources"] == [{"url": "https://golden-register.example/privacy", "dated": "2026-07"}]
        assert shown["actions"][0]["steps"] == ["Open the page.", "Send it."]
        assert {"id", "do"} <= set(shown["actions"][0])
        assert cli("show", "first-broker", "--json").json["covered_by"] == ["golden-register/delete"]

    def test_in_words_it_shows_all_a_person_needs(self, cli, own):
        out = cli("show", "north-bureau").out
        for words in (
            "North Bureau (north-bureau)", "Freeze your file  [north-bureau/freeze]", "1. Open the page.",
            "They will see: your name", "Only when something is wrong.", "last checked July 2026",
            "https://north-bureau.example/privacy · July 2026",
        ):  # fmt: skip
            assert words in out

    def test_an_act_for_one_place_names_the_place(self, cli, own):
        assert "Only for people in Texas, United States." in cli("show", "lone-star-shop").out

    def test_a_former_id_leads_to_the_new_one(self, cli, own):
        assert cli("show", "old-name", "--json").json["id"] == "new-name"

    def test_an_unknown_one_is_refused_with_the_nearest(self, fails, own):
        assert "Did you mean golden-register" in fails("show", "golden-registry")


class TestSearch:
    def test_it_finds_names_domains_and_words_without_accents(self, cli, own):
        assert cli("search", "GOLDEN", "regíster", "--json").json[0]["id"] == "golden-register"
        assert cli("search", "first-broker.example", "--json").json[0]["id"] == "first-broker"
        assert "golden-register" in cli("search", "golden").out

    def test_it_has_the_shape_of_a_list(self, cli, own):
        for row in cli("search", "broker", "--json").json:
            _has_the_shape_of_a_row(row)

    def test_the_limit_holds(self, cli, own):
        assert len(cli("search", "a", "--limit", 3, "--json").json) == 3

    def test_nothing_found_is_a_failure_in_words_and_an_empty_list_in_json(self, cli, fails, own):
        assert "Nothing was found" in fails("search", "qqqqqqqqqqqqqqqq")
        assert cli("search", "qqqqqqqqqqqqqqqq", "--json").json == []

    def test_words_are_needed(self, fails):
        assert "WORDS" in fails("search", code=2)


class TestCatalog:
    def test_stats_count_the_catalogue(self, cli, own):
        numbers = cli("catalog", "stats", "--json").json
        tiers = [one["tier"] for one in cli("list", "--json").json]
        assert numbers["organisations"] == sum(numbers["by_theme"].values()) == tiers.count("curated")
        assert numbers["registered_brokers_besides"] == tiers.count("registry") > 300
        assert set(numbers["by_country"]) == {"US", "CA", "MX"}
        assert f"organisations: {numbers['organisations']}" in cli("catalog", "stats").out

    def test_a_clean_file_passes_the_check(self, cli, tmp_path):
        path = _copy_of_a_shipped_file(tmp_path)
        done = cli("catalog", "check", path)
        assert (done.out, done.err) == ("", "1 files checked, no mistakes\n")
        assert cli("catalog", "check", path, "--json").json == {"ok": True, "files": 1, "mistakes": []}

    def test_a_mistake_is_named_with_file_line_field_and_mend(self, cli, tmp_path):
        path = _copy_of_a_shipped_file(tmp_path)
        path.write_text(path.read_text("utf-8").replace('\nimpact = "', '\nimpact = "x', 1), "utf-8")
        done = cli("catalog", "check", path, code=1)
        assert re.match(rf"{re.escape(str(path))}:\d+: impact: ", done.out)
        assert done.err == "1 files checked, 1 mistake\n"
        (mistake,) = cli("catalog", "check", path, "--json", code=1).json["mistakes"]
        assert {"file", "line", "field", "text", "mend"} <= set(mistake)

    def test_a_path_that_is_not_there_is_wrong_usage(self, fails, tmp_path):
        assert "does not exist" in fails("catalog", "check", tmp_path / "nowhere.toml", code=2)


class TestNew:
    @pytest.fixture
    def mine(self, tmp_path, monkeypatch):
        """A folder for one's own that is not there yet."""
        monkeypatch.setenv("PRIVACY_AUDIT_CHECKLISTS", str(tmp_path / "mine"))
        return tmp_path / "mine"

    def test_it_is_written_and_passes_the_check_and_can_be_answered(self, cli, mine):
        done = cli("catalog", "new", "Dr Example, dentist", "--theme", "records", "--contact", "ann@dentist.example")
        path = mine / "my-dr-example-dentist.toml"
        first, second = done.out.splitlines()
        assert first == f"written: {path}"
        assert f"privacy-audit catalog check {path}" in second
        assert path.stat().st_mode & 0o777 == 0o600
        assert cli("catalog", "check", path).err == "1 files checked, no mistakes\n"
        cli("person", "add", "me", "--region", "US-TX")
        cli("answer", "my-dr-example-dentist", "yes")
        assert "my-dr-example-dentist/access" in {one["key"] for one in cli("todo", "--json").json["items"]}
        shown = cli("show", "my-dr-example-dentist", "--json").json
        assert (shown["theme"], shown["countries"], shown["checked"]) == ("records", ["US"], "2026-11-24")
        assert cli("search", "dentist", "--json").json[0]["id"] == "my-dr-example-dentist"

    def test_a_second_one_of_the_name_has_another_id(self, cli, mine):
        for _ in range(2):
            cli("catalog", "new", "Dr Example", "--theme", "records", "--country", "ca")
        assert sorted(path.name for path in mine.iterdir()) == ["my-dr-example-2.toml", "my-dr-example.toml"]
        assert cli("show", "my-dr-example-2", "--json").json["countries"] == ["CA"]

    @pytest.mark.parametrize("contact", ["javascript:alert(1)", "http://dentist.example/x", HOSTILE])
    @pytest.mark.parametrize("name", [HOSTILE, 'A "quoted" \\ name', "[[actions]]\nid = 1"])
    def test_hostile_words_do_no_harm(self, cli, mine, name, contact):
        cli("catalog", "new", name, "--theme", "records", "--contact", contact)
        (path,) = mine.iterdir()
        assert cli("catalog", "check", path, "--json").json == {"ok": True, "files": 1, "mistakes": []}
        assert not unprintable(path.read_text("utf-8"))
        assert "javascript" not in path.read_text("utf-8")
        cli("show", path.stem)

    def test_the_check_takes_the_same_day_for_today(self, cli, mine):
        cli("--today", "2031-05-01", "catalog", "new", "Dr Example", "--theme", "records")
        path = mine / "my-dr-example.toml"
        assert cli("--today", "2031-05-01", "catalog", "check", path).out == ""
        assert "in the future" in cli("--today", "2031-04-30", "catalog", "check", path, code=1).out

    @pytest.mark.parametrize(
        ("arguments", "code", "words"),
        [
            (("???", "--theme", "records"), 1, "at least one letter or digit"),
            (("", "--theme", "records"), 1, "at least one letter or digit"),
            (("Dr Example", "--theme", "teeth"), 1, "The themes are: credit"),
            (("Dr Example", "--theme", "records", "--country", "FR"), 2, "is no region"),
            (("Dr Example",), 2, "--theme"),
            ((), 2, "NAME"),
        ],
    )
    def test_what_cannot_be_is_refused_and_nothing_is_written(self, fails, mine, arguments, code, words):
        assert words in fails("catalog", "new", *arguments, code=code)
        assert not mine.exists()

    def test_a_folder_that_cannot_be_written_is_said(self, fails, mine):
        mine.write_text("a file stands where the folder should be", "utf-8")
        line = fails("catalog", "new", "Dr Example", "--theme", "records")
        assert "could not be written" in line
        assert "Nothing was added." in line


def _copy_of_a_shipped_file(tmp_path):
    from privacy_audit.catalog.load import CHECKOUT

    source = CHECKOUT / "organisations" / "brokers" / "spokeo.toml"
    path = tmp_path / "invented-broker.toml"
    path.write_text(source.read_text("utf-8").replace('id = "spokeo"', 'id = "invented-broker"', 1), "utf-8")
    return path


def test_an_own_organisation_that_cannot_be_read_is_named_and_the_others_stay(cli, own):
    (own / "broken.toml").write_text("id = ", "utf-8")
    done = cli("show", "first-broker")
    assert done.err.startswith("left out: ")
    assert "broken.toml" in done.err
    assert "First Broker" in done.out
