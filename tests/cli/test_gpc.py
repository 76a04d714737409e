"""The commands `gpc`, `gpc check` and `gpc setup`, over the loopback."""

import json
from dataclasses import replace

import pytest
from examples import TODAY

from privacy_audit import gpc
from privacy_audit.ledger import seen
from privacy_audit.ledger.store import Ledger
from privacy_audit.network import gpcask, purposes

PATH = "/.well-known/gpc.json"
YES = json.dumps({"gpc": True, "lastUpdate": "2021-01-01"})


def asked_within(monkeypatch, seconds: float) -> None:
    """Let one request take so long at most, with no waiting between two."""
    monkeypatch.setattr(gpcask, "gpc_purpose", lambda *told: replace(purposes.gpc(*told), gap=0.0, seconds=seconds))


@pytest.fixture
def held(cli, me, world, usual_ledger, monkeypatch):
    """Somebody in Texas whom three invented organisations hold; requests go to the loopback."""
    for id in ("mirror-people", "first-broker", "second-broker"):
        cli("answer", id, "yes")
    cli("answer", "corner-shop", "past")
    with Ledger(usual_ledger) as ledger:
        world.settings(ledger, ledger.person().id)
    asked_within(monkeypatch, 0.5)
    ids = ("mirror-people", "first-broker", "second-broker", "corner-shop")
    sites = {id: world.site(f"{id}.example") for id in ids}
    sites["mirror-people"].answer(PATH, body=YES, type="application/json")
    sites["first-broker"].answer(PATH, body='{"gpc": false}', type="application/json")
    return sites


def kept(usual_ledger) -> dict:
    with Ledger(usual_ledger) as ledger:
        return {id: one.data for id, one in seen.seen(ledger, ledger.person().id, gpc.WHAT).items()}


def test_those_that_hold_the_person_are_asked_for_one_file_each(cli, held, usual_ledger):
    done = cli("gpc", "check", "--yes")
    assert [len(site.received) for site in held.values()] == [1, 1, 1, 0]
    assert {one.target for site in held.values() for one in site.received} == {PATH}
    assert "Goes to: first-broker.example, mirror-people.example, second-broker.example" in done.err
    shown = " ".join(done.out.split())
    assert "Mirror People states that it honours the signal, as of 1 January 2021 (seen 24 Nov)" in shown
    assert "First Broker states that it does not honour the signal (seen 24 Nov)" in shown
    assert "Second Broker states nothing (seen 24 Nov)" in shown
    assert "Where you live (Texas, United States) businesses that the law binds must obey the signal" in shown
    assert "whether they do it, this cannot tell" in shown
    domain = "mirror-people.example"
    assert kept(usual_ledger)["mirror-people"] == {"says": "yes", "updated": "2021-01-01", "domain": domain}


def test_what_was_found_is_shown_again_without_any_request(cli, held, world):
    before = cli("gpc").out
    assert before.count("not asked yet") == 3
    assert not world.asked
    cli("gpc", "check", "--yes")
    asked = len(world.asked)
    told = cli("gpc", "--json").json
    assert {one["id"]: one["says"] for one in told["organisations"]} == {
        "mirror-people": "yes", "first-broker": "no", "second-broker": "nothing",
    }  # fmt: skip
    assert told["organisations"][1]["seen"] == TODAY.isoformat()
    assert told["laws"] == ["us-tx-tdpsa"]
    assert len(world.asked) == asked


def test_one_organisation_alone(cli, held):
    cli("gpc", "check", "--organisation", "first-broker", "--yes", "--json")
    assert [len(site.received) for site in held.values()] == [0, 1, 0, 0]


def test_www_is_the_same_site_and_another_host_is_not_asked(cli, held, world, usual_ledger):
    www, other = world.site("www.mirror-people.example"), world.site("other.example")
    www.answer(PATH, body=YES, type="application/json")
    other.answer(PATH, body=YES, type="application/json")
    held["mirror-people"].answer(PATH, status=301, headers={"Location": f"https://www.mirror-people.example{PATH}"})
    held["first-broker"].answer(PATH, status=301, headers={"Location": f"https://other.example{PATH}"})
    cli("gpc", "check", "--yes")
    assert kept(usual_ledger)["mirror-people"]["says"] == "yes"
    assert kept(usual_ledger)["first-broker"]["says"] == "nothing"
    assert other.received == []


@pytest.mark.parametrize("fault", ["slow", "silent", "truncated", "reset", "garbage", "half-gzip"])
def test_a_fault_keeps_what_was_seen_before(cli, held, usual_ledger, fault):
    cli("gpc", "check", "--yes")
    held["mirror-people"].fault(PATH, fault)
    done = cli("gpc", "check", "--yes")
    assert "1 organisation did not answer, what was seen before is kept: Mirror People" in done.err
    assert kept(usual_ledger)["mirror-people"]["says"] == "yes"


@pytest.mark.parametrize("fault", ["bomb", "endless"])
def test_what_is_far_too_large_cannot_be_read(cli, held, usual_ledger, monkeypatch, fault):
    asked_within(monkeypatch, 30)
    held["mirror-people"].fault(PATH, fault)
    cli("gpc", "check", "--yes")
    assert kept(usual_ledger)["mirror-people"]["says"] == "unreadable"


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_a_wall_or_trouble_says_nothing_of_what_they_state(cli, held, usual_ledger, status):
    held["mirror-people"].answer(PATH, status=status, body="no")
    cli("gpc", "check", "--yes")
    assert "mirror-people" not in kept(usual_ledger)


def test_when_nobody_answers_it_is_said_and_nothing_is_kept(cli, held, world, usual_ledger):
    world.sites.clear()
    done = cli("gpc", "check", "--yes", code=1)
    assert done.err.splitlines()[-1].startswith("Error: Not one of them answered: this machine seems to be offline")
    assert kept(usual_ledger) == {}


def test_without_agreement_nothing_is_sent(fails, held, world):
    assert "Nothing was sent" in fails("gpc", "check")
    assert "offline" in fails("--offline", "gpc", "check", "--yes")
    assert world.asked == []


def test_with_nobody_to_ask_it_says_how_to_go_on(cli, fails, me, world):
    assert "privacy-audit answer ORGANISATION yes" in fails("gpc", "check", "--yes")
    assert "You have not said yet" in cli("gpc").out
    assert "There is no organisation" in fails("gpc", "check", "--organisation", "nobody", "--yes")


def test_the_set_up_names_browsers_steps_sources_and_how_to_see_that_it_works(cli):
    out = cli("gpc", "setup").out
    for words in ("Firefox: sends it once you turn it on", "Brave: sends it by itself", "Safari", "Chrome", "Edge"):
        assert words in out
    assert "https://globalprivacycontrol.org/" in out
    told = cli("gpc", "setup", "--json").json
    assert all(one["steps"] and one["signal"] in ("on", "off", "none") for one in told["browsers"])
    assert all(one["dated"] for one in told["browsers"])


def test_json_belongs_to_one_command(fails, me):
    assert "--json" in fails("gpc", "--json", "setup", code=2)
