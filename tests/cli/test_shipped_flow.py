"""The main path, with the catalogue as shipped, for people of every country."""

import pytest

REGIONS = ("US-CA", "US-TX", "CA-ON", "CA-QC", "MX-JAL", "US")


@pytest.fixture(params=REGIONS)
def somebody(cli, request) -> str:
    cli("person", "add", "me", "--region", request.param)
    return request.param


def test_from_the_region_to_the_first_deed_and_back(cli, somebody):
    items = cli("todo", "--json").json["items"]
    assert len(items) >= 3
    assert all(item["presumed"] for item in items)
    first = items[0]
    assert cli("show", first["organisation"], "--json").json["name"] == first["name"]
    cli("answer", first["organisation"], "yes")
    cli("record", first["key"], "started", "--on", "2026-11-10")
    assert first["key"] in [entry["key"] for entry in cli("remind", "--json").json["due"]]
    cli("record", first["key"], "confirmed")
    assert first["key"] not in [item["key"] for item in cli("todo", "--json").json["items"]]
    assert len(cli("history", "--json").json) == 3
    for _ in range(3):
        cli("undo")
    assert cli("todo", "--json").json["items"] == items


def test_nobody_is_offered_what_is_not_for_them(cli, catalog, somebody):
    for item in cli("todo", "--json").json["items"]:
        action = catalog.action(item["key"])
        assert somebody[:2] in catalog.get(item["organisation"]).countries
        assert not action.only_in or {somebody, somebody[:2]} & set(action.only_in)
        assert {catalog.laws[law].jurisdiction for law in item["law"]} <= {somebody, somebody[:2]}


def test_answering_yes_to_everything_still_gives_a_plan_in_order(cli, catalog, somebody):
    from datetime import date

    from privacy_audit import folders
    from privacy_audit.ledger.store import Ledger

    with Ledger(folders.ledger(), create=False) as ledger:
        me = ledger.person().id
        for id in catalog.in_region(somebody, "brokers")[:40]:
            ledger.answer(me, id, "yes", date(2026, 11, 24))
    items = cli("todo", "--json").json["items"]
    assert len({item["key"] for item in items}) == len(items)
    assert cli("todo", "--minutes", 30, "--json").json["minutes_in_all"] <= 30
