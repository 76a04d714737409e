"""The commands `links check` and `links report`, over the loopback."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from examples import TODAY, act, organisation, write_organisations
from network.world import Reply

from privacy_audit.ledger.store import Ledger
from privacy_audit.links import store
from privacy_audit.links.addresses import gather
from privacy_audit.links.outcomes import Look
from privacy_audit.network import linkcheck

FORM = "https://shy-broker.example/opt-out"
SOURCE = "https://shy-broker.example/privacy"


@pytest.fixture
def asking(cli, own, me, world, usual_ledger, monkeypatch):
    """Somebody whose requests go to the loopback, with a broker of their own; no waiting between two requests."""
    broker = organisation("shy-broker", act("opt-out", url=FORM), act("access", url=FORM + "#access"))
    write_organisations(own, (broker,))
    with Ledger(usual_ledger) as ledger:
        world.settings(ledger, ledger.person().id)
    monkeypatch.setattr(linkcheck, "links", _without_gap(linkcheck.links))
    return world.site("shy-broker.example")


def _without_gap(links):
    from dataclasses import replace

    return lambda *told: replace(links(*told), gap=0.0)


def check(cli, *more, **how):
    return cli("links", "check", "--organisation", "shy-broker", "--yes", *more, **how)


def test_what_goes_where_is_said_then_each_address_is_looked_at_once(cli, asking, usual_ledger):
    asking.answer("*", body="hello")
    done = check(cli)
    assert "Goes to: shy-broker.example" in done.err
    assert "to your network: which organisations these are" in done.err
    assert done.out.startswith("2 addresses looked at: 2 fine.")
    assert {one.target for one in asking.received} == {"/opt-out", "/privacy"}
    with Ledger(usual_ledger) as ledger:
        kept = store.of(ledger, ledger.person().id)
    assert {looks[-1].kind for looks in kept.values()} == {"fine"}
    assert store.read() == {}, "who was chosen is in the ledger only"


def test_each_request_leaves_a_receipt(cli, asking):
    asking.answer("*", body="hello")
    check(cli)
    kept = cli("receipts", "--json").json
    assert len(kept) == len(asking.received) == 2
    assert {one["purpose"] for one in kept} == {"links-chosen"}


def test_nothing_is_looked_at_twice_a_day_and_again_after_a_week(cli, asking):
    asking.answer("*", body="hello")
    check(cli)
    assert "all looked at within 7 days" in check(cli).out
    assert "all looked at today" in check(cli, "--again").out
    tomorrow = ("--today", TODAY + timedelta(days=1))
    assert "within 7 days" in cli(*tomorrow, "links", "check", "--organisation", "shy-broker", "--yes").out
    cli(*tomorrow, "links", "check", "--organisation", "shy-broker", "--yes", "--again")
    cli("--today", TODAY + timedelta(days=8), "links", "check", "--organisation", "shy-broker", "--yes")
    assert len(asking.received) == 6


def test_a_limit_leaves_the_rest_for_the_next_time(cli, asking):
    asking.answer("*", body="hello")
    done = check(cli, "--limit", "1")
    assert "1 address looked at" in done.out
    assert "1 wait still" in done.out
    assert check(cli, "--json").json == {"looked": 1, "left": 0, "kinds": {"fine": 1}}
    assert check(cli, "--json").json == {"looked": 0, "left": 0, "kinds": {}}
    assert len(asking.received) == 2


def test_the_whole_catalogue_without_the_persons_own(cli, asking, world, catalog):
    first = gather(catalog)[:3]
    for one in first:
        world.site(one.host).answer("*", body="hello")
    done = cli("links", "check", "--limit", "3", "--yes")
    assert "3 addresses looked at: 3 fine." in done.out
    assert "who may hold you" not in done.err
    assert asking.received == []
    assert set(store.read()) == {one.url for one in first}


def test_mine_are_those_in_the_plan_or_that_hold_the_person(cli, fails, asking, world, catalog):
    cli("answer", "shy-broker", "yes")
    asking.answer("*", body="hello")
    assert "no terminal to ask on" in fails("links", "check", "--mine")
    cli("network", "consent", "links-chosen", "always")
    cli("links", "check", "--mine", "--limit", "1", code=1)  # the first is a bureau's, which nobody plays here
    (bureau,) = {name.partition(" ")[2].partition(":")[0] for name in world.asked}
    assert bureau in {one.host for id in catalog.presumed_in("US-TX") for one in gather(catalog, [id])}
    assert asking.received == []  # it comes later, for those in the plan come in its order


def test_offline_nothing_is_kept_and_the_line_says_what_to_do(cli, asking, world):
    del world.sites["shy-broker.example"]
    done = check(cli, code=1)
    last = done.err.splitlines()[-1]
    assert last.startswith("Error: The only site asked did not answer: this machine seems to be offline")
    assert "privacy-audit links check" in last
    assert store.read() == {}


def test_a_failure_is_never_called_dead_before_a_week_of_them(cli, asking):
    asking.answer("/opt-out", status=404)
    asking.answer("/privacy", body="hello")
    for days, said in ((0, "missing"), (3, "missing"), (8, "dead")):
        day = ("--today", TODAY + timedelta(days=days))
        cli(*day, "links", "check", "--organisation", "shy-broker", "--yes", "--again")
        out = cli(*day, "show", "shy-broker").out
        assert ("dead since 24 Nov" in out) == (said == "dead")
        assert ("was not there on" in out) == (said == "missing")


def test_one_way_of_choosing_at_a_time(fails, asking):
    assert "Give one of" in fails("links", "check", "--mine", "--theme", "brokers", code=2)


@pytest.mark.parametrize("arguments", [("--theme", "nothing"), ("--organisation", "nobody")])
def test_what_is_not_known_is_said(fails, asking, arguments):
    assert "There is no" in fails("links", "check", *arguments, "--yes")
    assert asking.received == []


def test_never_is_kept(cli, fails, asking):
    cli("network", "consent", "links", "never")
    assert "you said never" in fails("links", "check", "--limit", "1", "--yes")


class TestReport:
    @pytest.fixture(autouse=True)
    def seen(self, catalog):
        """One address of the shipped catalogue that has been dead for a while."""
        self.address = next(one for one in gather(catalog) if one.places[0].organisation == "equifax-us")
        for days in (0, 4, 9):
            store.add({self.address.url: Look(date(2026, 11, 3) + timedelta(days=days), "missing", 404)})

    def test_a_maintainer_finds_file_key_and_address(self, cli):
        out = cli("links", "report").out
        assert "organisations/credit/equifax" in out.replace("\\", "")
        assert self.address.url in out
        assert "## Dead" in out

    def test_json_and_csv(self, cli, tmp_path):
        told = cli("links", "report", "--json").json
        assert told["counts"]["dead"] == 1
        assert told == json.loads(cli("links", "report", "--format", "json").out)
        assert {one["outcome"] for one in told["links"]} == {"dead"}
        file = tmp_path / "links.csv"
        assert "written:" in cli("links", "report", "--output", file).err
        rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"))))
        assert rows[0]["address"] == self.address.url
        assert rows[0]["since"] == "2026-11-03"

    def test_a_place_that_cannot_be_written_is_one_line(self, fails, tmp_path):
        assert "There is no folder" in fails("links", "report", "--output", tmp_path / "nowhere" / "links.md")

    def test_it_is_marked_where_the_address_is_shown(self, cli):
        assert "dead since 3 Nov: search for their privacy page instead" in cli("show", "equifax-us").out


def test_an_answer_that_is_hostile_steers_nothing(cli, asking):
    hostile = "https://evil.example/\x1b[2J\x9b31m"
    asking.answer(
        "*", lambda _: Reply(raw=f"HTTP/1.1 301 M\r\nContent-Length: 0\r\nLocation: {hostile}\r\n\r\n".encode())
    )
    check(cli)
    cli("links", "report", "--json")
    cli("links", "report")
    cli("show", "shy-broker")
