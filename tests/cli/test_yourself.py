"""``packs`` and ``yourself``: sets for a situation, and the addresses at which one sees what a stranger finds."""

from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner
from examples import HOSTILE, unprintable

from privacy_audit.catalog.filling import SEARCH_PLACES, places
from privacy_audit.cli.yourself import yourself

ANN = ("--first", "Ann", "--last", "Example")


class TestPacks:
    def test_those_that_fit_where_the_person_lives_are_listed(self, cli, me, catalog):
        known = catalog.packs("US-TX")
        lines = cli("packs").out.splitlines()
        assert lines[0].split() == ["pack", "for"]
        assert len(lines) == 1 + len(known) > 4
        for line, pack in zip(lines[1:], known, strict=True):
            assert line.split()[0] == pack.id
            assert pack.title in line
            assert line.split()[-1] == str(len(pack.organisations))

    def test_the_json_is_the_same_whole(self, cli, me, catalog):
        assert cli("packs", "--json").json == [
            {"id": one.id, "title": one.title, "about": one.about, "organisations": list(one.organisations)}
            for one in catalog.packs("US-TX")
        ]
        (only,) = cli("packs", "stalked", "--json").json
        assert only["id"] == "stalked"

    def test_one_is_shown_with_its_limit_and_what_was_answered(self, cli, me, catalog):
        pack = next(one for one in catalog.packs("US-TX") if one.id == "stalked")
        first, second = pack.organisations[:2]
        cli("answer", first, "yes")
        cli("answer", second, "past")
        out = cli("packs", "stalked").out
        assert f"{pack.title}. {pack.about}"[:60] in out
        assert pack.note[:60] in out
        rows = {line.split()[0]: line for line in out.splitlines() if line.split()[0] in pack.organisations}
        assert list(rows) == list(pack.organisations)
        assert " yes " in rows[first]
        assert " past " in rows[second]
        assert any(" ? " in row for row in rows.values())

    def test_another_country_has_others(self, cli, own, fails):
        cli("person", "add", "me", "--region", "CA-QC")
        assert "newcomer-ca" in cli("packs").out
        assert "everyone-us" in fails("packs", "everyone-us")

    def test_an_unknown_one_is_refused_with_those_there_are(self, fails, me):
        line = fails("packs", "cats")
        assert "There is no pack 'cats' for where you live." in line
        assert "stalked" in line
        fails("packs", HOSTILE)

    def test_somebody_has_to_live_somewhere(self, fails, own):
        assert "person add" in fails("packs")


class TestYourself:
    def test_every_address_is_printed_with_who_sees_it(self, cli):
        done = cli("yourself", *ANN)
        titles, addresses = done.out.splitlines()[::2], done.out.splitlines()[1::2]
        assert titles[0] == "Your name in quotes (seen by DuckDuckGo)"
        assert addresses[0] == "  https://duckduckgo.com/?q=%22Ann%20Example%22"
        assert all(title.endswith(")") and " (seen by " in title for title in titles)
        assert all(address.startswith("  https://") for address in addresses)
        assert done.err == ""

    def test_the_json_is_the_same_whole(self, cli):
        found = cli("yourself", *ANN, "--json").json
        out = cli("yourself", *ANN).out.splitlines()
        assert [f"  {one['url']}" for one in found] == out[1::2]
        assert all(set(one) == {"seen_by", "title", "url"} for one in found)

    def test_more_details_make_more_addresses(self, cli):
        few = cli("yourself", *ANN, "--json").json
        more = cli("yourself", *ANN, "--city", "Springfield", "--state", "Illinois", "--json").json
        assert {one["url"] for one in few} < {one["url"] for one in more}
        sites = {urlsplit(one["url"]).netloc for one in more if one["title"] == "your listing there"}
        assert len(sites) > 20

    def test_nothing_that_was_not_given_is_needed(self, cli):
        (only,) = cli("yourself", "--email", "ann@mail.example", "--json").json
        assert parse_qs(urlsplit(only["url"]).query) == {"q": ['"ann@mail.example"']}

    def test_every_search_can_be_made(self, cli, catalog):
        details = [f"--{name}=Zebra {name}" for name in SEARCH_PLACES]
        titles = {one["title"] for one in cli("yourself", *details, "--json").json}
        assert titles >= {one.title for one in catalog.searches}

    def test_whatever_a_search_asks_for_can_be_given(self, catalog):
        options = {name.removeprefix("--") for option in yourself.params for name in option.opts}
        assert {place for one in catalog.searches for place in places(one.query)} <= options

    @pytest.mark.parametrize("engine", ["Bing", "bing", "BRAVE"])
    def test_another_engine(self, cli, catalog, engine):
        first = cli("yourself", *ANN, "--engine", engine, "--json").json[0]
        assert first["seen_by"].casefold() == engine.casefold()
        assert first["seen_by"] in catalog.engines
        assert engine.casefold() in first["url"]

    def test_an_unknown_engine_is_refused_with_those_there_are(self, fails):
        assert "DuckDuckGo" in fails("yourself", *ANN, "--engine", "AltaVista")

    @pytest.mark.parametrize("details", [(), ("--first", "Ann"), ("--first", "", "--last", ""), ("--first", "\x1b[2J")])
    def test_too_little_is_said(self, fails, details):
        assert "Give at least --first and --last." in fails("yourself", *details)

    def test_hostile_details_come_out_encoded(self, cli):
        for one in cli("yourself", "--first", HOSTILE, "--last", 'a"b&c=d#e/../f', "--json").json:
            assert not unprintable(one["url"])
            assert not set(one["url"]) & set('"<> \\')
            assert urlsplit(one["url"]).fragment == ""
            assert "/../" not in one["url"]

    def test_nothing_is_kept_and_no_ledger_is_made(self, cli, isolated, cache_folder, usual_ledger):
        cli("yourself", "--first", "Zebulon", "--last", "Quagga", "--phone", "555-0199")
        assert not usual_ledger.exists()
        for folder in (isolated, cache_folder):
            for path in folder.rglob("*"):
                if path.is_file():
                    assert not {b"Zebulon", b"Quagga", b"555-0199"} & set(path.read_bytes().split(b'"'))
                    assert b"Quagga" not in path.read_bytes()

    def test_the_help_says_who_sees_what(self):
        out = CliRunner().invoke(yourself, ["--help"]).output
        assert "Nothing is opened, sent or kept" in " ".join(out.split())
        assert "Whoever runs an address sees what it holds" in " ".join(out.split())
