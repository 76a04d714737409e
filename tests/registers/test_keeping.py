"""An edition beside the register in use: who comes, goes and changes, taking it over, going back."""

import os
import stat

import pytest

from privacy_audit import folders
from privacy_audit.catalog.load import load
from privacy_audit.registers import keeping
from privacy_audit.registers.errors import NothingBefore, RegisterError, UnknownState
from privacy_audit.registers.states import STATES, state_of

from . import layouts
from .layouts import ALPHA, BARE, CORNER, DBA, NAME, PAGE, SITE, california, figure, table
from .shelf import differ, take

DELTA = {NAME: "Delta Lists LLC", SITE: "delta.example", PAGE: "https://delta.example/ask"}
ECHO = {NAME: "Echo Ltd", SITE: "shared.example", PAGE: "https://shared.example/echo"}
NEW = {NAME: "Foxtrot Data LLC", SITE: "https://foxtrot.example", PAGE: "https://foxtrot.example/out"}

pytestmark = pytest.mark.usefixtures("checkout")


def ids(found) -> dict[str, list[str]]:
    return {
        "new": [one.id for one in found.matched.new],
        "gone": [one.id for one in found.matched.gone],
        "changed": [one.known.id for one in found.changed],
    }


def test_what_came_with_the_program_is_in_use_at_first():
    using = keeping.in_use("us-ca")
    assert (using.as_of, using.brokers, using.shipped, using.before) == ("2025-08", 5, True, "")
    assert keeping.in_use("us-tx").as_of == ""


def test_new_gone_and_changed_are_shown_and_nothing_is_written():
    found = differ(california(ALPHA, BARE, CORNER, DELTA, NEW))
    assert ids(found) == {
        "new": ["reg-foxtrot-data"],
        "gone": ["reg-echo"],
        "changed": ["reg-alpha-data", "reg-bare-domain", "reg-corner-shop"],
    }
    alpha, bare, corner = found.changed
    assert set(alpha.fields) == {"also", "domains", "answers", "laws", "metrics"}  # "www." makes no other page
    assert bare.fields == {"url": (None, "https://bare.example/opt-out")}
    assert corner.fields == {"answers": (None, {"minors": True})}
    assert found.same == 1
    assert not folders.public().exists()


def test_a_broker_keeps_its_id_when_it_is_renamed():
    found = differ(california(ALPHA | {NAME: "Omega Intelligence Corp", DBA: ""}, BARE, CORNER, DELTA, ECHO))
    assert ids(found)["new"] == ids(found)["gone"] == []
    assert found.changed[0].fields["name"] == ("Alpha Data, Inc.", "Omega Intelligence Corp")
    keeping.take_over(found)
    assert load().get("reg-alpha-data").name == "Omega Intelligence Corp"


def test_a_broker_keeps_its_id_when_it_moves_to_another_site():
    found = differ(california(DELTA | {SITE: "delta-lists.example", NAME: "DELTA LISTS, L.L.C."}))
    assert found.changed[0].known.id == "reg-delta-lists"


def test_a_broker_that_goes_by_its_other_name_is_known():
    found = differ(california({NAME: "Alphabase", SITE: "alphabase.example"}))
    assert found.changed[0].known.id == "reg-alpha-data"


def test_two_that_share_a_site_are_told_apart_by_their_names():
    take(california(ECHO, {NAME: "Foreign Holdings", SITE: "shared.example"}))
    moved = [{NAME: "Echo Group Ltd", SITE: "shared.example"}, {NAME: "Foreign Holdings Two", SITE: "shared.example"}]
    found = differ(california(*moved))
    assert {one.known.id: one.broker.name for one in found.changed} == {
        "reg-echo": "Echo Group Ltd", "reg-foreign-holdings": "Foreign Holdings Two"
    }  # fmt: skip
    stranger = differ(california(ECHO, {NAME: "Quite Another Firm", SITE: "shared.example"}))
    assert ids(stranger)["new"] == ["reg-quite-another-firm"]


def test_who_is_new_gets_the_id_that_the_name_gives_and_no_id_twice():
    twins = [{NAME: "Twin & Sons, Inc.", SITE: f"{place}.example"} for place in ("one", "two")]
    assert ids(differ(california(*twins)))["new"] == ["reg-twin-and-sons", "reg-twin-and-sons-2"]


def test_a_new_registrant_whom_a_file_describes_is_that_organisation():
    stranger = differ(california({NAME: "Second Thoughts Inc", SITE: "first-broker.example"}))
    assert [one.curated for one in stranger.matched.new] == [""]
    found = take(california(CORNER, {NAME: "First Broker Holdings Inc", SITE: "https://first-broker.example"}))
    assert [one.curated for one in found.matched.new] == ["first-broker"]
    assert load().get("reg-first-broker-holdings").id == "first-broker"


def test_taken_over_it_is_in_use_and_the_same_again_changes_nothing():
    take(california(ALPHA, BARE, CORNER, NEW))
    using = keeping.in_use("us-ca")
    assert (using.as_of, using.brokers, using.gone, using.figures_of) == ("2026-11-24", 4, 2, 2024)
    assert (using.shipped, using.before, using.year) == (False, "shipped", 2026)
    again = differ(california(ALPHA, BARE, CORNER, NEW))
    assert again.is_empty
    assert again.same == 4


def test_a_file_taken_over_is_for_its_owner_only():
    take(california(ALPHA))
    path = keeping.folder() / "us-ca.jsonl"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in keeping.folder().iterdir()] == ["us-ca.jsonl"]


def test_going_back_step_by_step():
    take(california(ALPHA, NEW), "2026-11-01")
    take(california(ALPHA), "2026-11-24")
    assert keeping.in_use("us-ca").before == "2026-11-01"
    assert keeping.go_back("us-ca").brokers == 2
    assert "reg-foxtrot-data" in load()
    assert keeping.go_back("California").shipped
    assert "reg-foxtrot-data" not in load()
    with pytest.raises(NothingBefore, match="nothing to go back to"):
        keeping.go_back("us-ca")


def test_who_left_stays_gone_and_may_come_back():
    take(california(ALPHA, BARE), "2026-11-01")
    found = take(california(ALPHA, ECHO), "2026-11-24")
    assert ids(found)["gone"] == ["reg-bare-domain"]
    assert [(one.known.id, one.known.gone) for one in found.changed] == [("reg-echo", "2026-11-01")]
    assert "no longer" not in load().get("reg-echo").hint
    assert load().get("reg-delta-lists").hint == "no longer on California's register as of 1 November 2026"


def test_an_older_file_only_fills_in_what_is_not_known():
    take(california(ALPHA, BARE))
    late = {NAME: "Bare Domain Company", SITE: "bare.example", figure("delete", "received"): "7"}
    alpha = ALPHA | {figure("delete", "received"): "99", PAGE: "https://old.example"}
    found = take(california(alpha, late, NEW, year=2023), year=2025)
    assert (found.older, found.as_of) == (True, "2025")
    assert ids(found) == {"new": [], "gone": [], "changed": ["reg-bare-domain"]}
    catalog = load()
    assert catalog.get("reg-bare-domain").name == "Bare Domain Co"
    assert catalog.raw("reg-bare-domain")["registered"][0]["metrics"]["year"] == 2023
    assert catalog.raw("reg-alpha-data")["registered"][0]["metrics"]["kinds"]["delete"]["received"] == 1200
    assert keeping.in_use("us-ca").brokers == 2


def test_what_a_newer_edition_leaves_out_wholly_stays_with_its_year():
    take(california(ALPHA, BARE))
    older_layout = {"Data Broker Name": "Alpha Data, Inc.", "Website URL": "alpha.example", "Date Added": "01/30/2026"}
    found = take(table(layouts.OLDER, [older_layout]).encode())
    assert found.edition.kind == "complete"
    told = load().raw("reg-alpha-data")["registered"][0]
    assert (told["metrics"]["year"], told["answers"]["geolocation"]) == (2024, True)


def test_a_complete_file_says_nothing_of_the_one_request():
    old = {"Data Broker Name": "Golf Data", "Website URL": "golf.example", "Date Added": "01/30/2021"}
    take(table(layouts.OLDER, [old]).encode())
    catalog = load()
    assert catalog.get("reg-golf-data").drop_reaches is None
    assert "reg-golf-data" not in catalog.action("golden-register/everywhere").covers


def test_another_states_register_stands_beside_it():
    row = {"Registration Number": "1", "Full Legal Name": "Alpha Data Inc", "Website": "alpha.example"}
    row |= {"Data of a Known Child": "Yes"}
    other = {"Registration Number": "2", "Full Legal Name": "Lone Lists", "Website": "lone.example"}
    texas = table(layouts.TEXAS, [row, other]).encode()
    take(texas)
    catalog = load()
    assert catalog.get("reg-alpha-data").hint == "on California's register"
    assert [told["state"] for told in catalog.raw("reg-alpha-data")["registered"]] == ["us-tx"]
    assert catalog.get("reg-lone-lists").hint == "on Texas's register"
    assert catalog.get("reg-lone-lists").drop_reaches is None
    renamed = row | {"Full Legal Name": "Beta Holdings", "Website": "beta.example"}
    assert differ(table(layouts.TEXAS, [renamed]).encode()).changed[0].known.id == "reg-alpha-data"


def test_a_folder_that_takes_no_writing_leaves_the_register_in_use(monkeypatch):
    take(california(ALPHA), "2026-11-01")

    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RegisterError, match="no space left on device"):
        take(california(ALPHA, BARE))
    monkeypatch.undo()
    assert [path.name for path in folders.public().rglob("*.part")] == []


@pytest.mark.parametrize("damage", [lambda data: data[:-9], lambda data: b"{}\n", lambda data: b"\xff" + data[1:]])
def test_a_damaged_file_is_named_and_what_came_with_the_program_is_used(damage):
    take(california(ALPHA, NEW))
    path = keeping.folder() / "us-ca.jsonl"
    path.write_bytes(damage(path.read_bytes()))
    catalog = load()
    assert "us-ca.jsonl: the kept copy is damaged" in catalog.problems[0]
    assert "reg-foxtrot-data" not in catalog
    assert keeping.in_use("us-ca").shipped
    assert ids(differ(california(ALPHA)))["gone"]


def test_states_are_known_by_several_names():
    assert state_of("California") is state_of("us-ca") is state_of("CA") is STATES["us-ca"]
    with pytest.raises(UnknownState, match="us-vt \\(Vermont\\)"):
        state_of("Nevada")


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_an_address_is_the_states_own_or_the_person_is_told_how(state):
    if state.file:
        assert state.address().startswith(f"https://{state.hosts[0]}/")
        assert state.hosts[0].endswith((".gov", ".us"))
    else:
        with pytest.raises(RegisterError, match="in a browser only"):
            state.address()


def test_earlier_years_are_asked_for_where_there_are_some():
    assert state_of("us-ca").address(2025) == "https://cppa.ca.gov/data_broker_registry/registry2025.csv"
    with pytest.raises(RegisterError, match="begin with 2024"):
        state_of("us-ca").address(2021)
    with pytest.raises(RegisterError, match="no file of 2025"):
        state_of("us-tx").address(2025)
