"""Every state, province, territory and country, against one organisation of each kind: no law from elsewhere."""

from functools import cache

import pytest
from examples import TODAY

from privacy_audit.rights.applicable import applicable
from privacy_audit.rights.binding import in_force
from privacy_audit.rights.local import laws_of


@cache
def one_of_each_kind(catalog) -> tuple:
    """The first organisation of each kind in each country."""
    found = {}
    for id in catalog:
        one = catalog.get(id)
        for country in one.countries if not one.closed else ():
            found.setdefault((one.kind, country), one)
    return tuple(dict.fromkeys(found.values()))


def test_every_region_of_the_program_is_looked_at(catalog):
    assert len(list(catalog.regions)) == 3 + 56 + 13 + 32


@pytest.mark.parametrize("country", ["US", "CA", "MX"])
def test_only_laws_of_the_place_that_are_in_force_can_be_used(catalog, country):
    for region in (code for code in catalog.regions if code[:2] == country):
        for one in one_of_each_kind(catalog):
            for right in applicable(catalog, region, one, TODAY):
                assert right.why, (region, one.id, right.law.id)
                if right.applies != "no":
                    assert right.law.jurisdiction in (region, country), (region, one.id, right.law.id)
                    assert in_force(right.law, TODAY), (region, one.id, right.law.id)


@pytest.mark.parametrize("country", ["US", "CA", "MX"])
def test_the_laws_named_on_an_action_are_of_the_place_and_in_force(catalog, country):
    for region in (code for code in catalog.regions if code[:2] == country):
        for action in (action for one in one_of_each_kind(catalog) for action in one.actions):
            for law in laws_of(catalog, action, region, TODAY):
                assert law.jurisdiction in (region, country), (region, action.key, law.id)
                assert in_force(law, TODAY), (region, action.key, law.id)
