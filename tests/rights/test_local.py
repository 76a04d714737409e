"""Which laws behind an action are a person's own."""

from datetime import date

import pytest
from examples import TODAY

from privacy_audit.rights.local import in_force, laws_of

_EVE, _DAY = date(2026, 12, 31), date(2027, 1, 1)


def _names(small, region: str, today: date = TODAY) -> list[str]:
    return [law.name for law in laws_of(small, small.action("north-bureau/freeze"), region, today)]


@pytest.mark.parametrize(
    ("region", "names"),
    [
        ("US-CA", ["Federal File Act", "CCPA"]),
        ("US-TX", ["Federal File Act", "Texas Privacy Act"]),
        ("US-LA", ["Federal File Act"]),
        ("US", ["Federal File Act"]),
        ("CA-ON", ["Canadian Privacy Act"]),
        ("CA", ["Canadian Privacy Act"]),
        ("MX-JAL", ["Ley de Datos"]),
    ],
)
def test_only_the_laws_of_the_persons_own_place_are_named_the_country_first(small, region, names):
    assert _names(small, region) == names


def test_the_law_of_the_own_state_stands_in_for_every_state_privacy_law(small):
    action = small.action("north-bureau/freeze")
    assert "us-tx-act" not in action.law
    assert "us-tx-act" in [law.id for law in laws_of(small, action, "US-TX", TODAY)]


def test_a_law_is_not_named_before_the_day_it_comes_into_force_and_named_from_that_day(small):
    assert "Louisiana Privacy Act" not in _names(small, "US-LA", _EVE)
    assert "Louisiana Privacy Act" in _names(small, "US-LA", _DAY)


def test_a_law_that_is_not_in_force_is_never_named(small):
    assert not in_force(small.laws["us-tx-dead"], date(2099, 1, 1))
    assert "Repealed Act" not in _names(small, "US-TX", date(2099, 1, 1))


def test_an_action_without_a_law_gives_none(small):
    assert laws_of(small, small.action("mirror-people/opt-out"), "US-CA", TODAY) == []


@pytest.mark.parametrize("region", ["US-TX", "CA-ON", "CA-QC", "MX-JAL", "US"])
def test_no_shipped_action_names_a_californian_law_to_somebody_elsewhere(catalog, region):
    for id in catalog.in_region(region):
        for action in catalog.get(id).actions:
            assert all(law.jurisdiction in (region, region[:2]) for law in laws_of(catalog, action, region, TODAY))


def test_every_shipped_law_with_a_future_date_is_silent_today_and_speaks_on_its_day(catalog):
    future = [law for law in catalog.laws.values() if law.effective and law.effective > TODAY.isoformat()]
    assert future
    for law in future:
        assert not in_force(law, TODAY)
        assert in_force(law, date(2030, 1, 1)) == (law.in_force != "no")


@pytest.mark.parametrize(
    ("key", "region", "ids"),
    [
        ("spokeo/opt-out", "US-TX", ["us-tx-tdpsa"]),  # the file names California's law only
        ("spokeo/opt-out", "US-CA", ["us-ca-ccpa"]),
        ("spokeo/opt-out", "US-PA", []),
        ("paypal/delete", "US-TX", []),  # a financial firm: exempt as a whole, 541.002(b)(2)
        ("paypal/delete", "US-CA", ["us-ca-ccpa"]),  # its data are exempt, not the firm: 1798.145(e)
        ("equifax-ca/access", "CA-QC", ["ca-pipeda", "ca-qc-law25"]),
        ("equifax-ca/access", "CA-ON", ["ca-pipeda", "ca-on-cra"]),
    ],
)
def test_the_law_of_the_own_place_is_named_where_it_binds_this_organisation(catalog, key, region, ids):
    assert [law.id for law in laws_of(catalog, catalog.action(key), region, TODAY)] == ids
