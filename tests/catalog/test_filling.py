"""Filling a person's own words into addresses: whatever is typed, the address stays that of the same site."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy_audit.catalog.filling import ADDRESS_PLACES, SEARCH_PLACES, fill, fill_address, places, search_address
from privacy_audit.text import safe_url

_ANA = {"first": "Ana María", "last": "O'Brien-Smith", "city": "San José", "state": "CA", "phone": "415 555 0100"}
_ENGINE = "https://search.example/?q={query}"


def test_values_are_encoded():
    assert fill("https://site.example/{first}/{last}", _ANA) == "https://site.example/Ana%20Mar%C3%ADa/O%27Brien-Smith"


def test_a_path_has_hyphens_and_a_query_has_none():
    address = fill_address("https://site.example/{first}-{last}/{city}?in={city}", _ANA)
    assert address == "https://site.example/Ana-Mar%C3%ADa-O%27Brien-Smith/San-Jos%C3%A9?in=San%20Jos%C3%A9"


def test_nothing_is_filled_where_a_value_is_missing():
    for values in ({}, {"first": "Ana"}, _ANA | {"last": " "}, _ANA | {"last": "\x1b[2J"}):
        assert fill("https://site.example/{first}/{last}", values) is None
        assert fill_address("https://site.example/{first}/{last}", values) is None
        assert search_address(_ENGINE, "{first} {last}", values) is None


def test_dots_lead_to_no_other_folder():
    assert fill_address("https://site.example/people/{first}/", {"first": ".."}) is None
    assert fill_address("https://site.example/people/{city}/", {"city": "../St. Louis/.."}) == (
        "https://site.example/people/St.-Louis/"
    )


def test_a_search_keeps_its_quotes_and_takes_none_from_a_value():
    address = search_address(_ENGINE, '"{first} {last}" {city}', _ANA | {"first": 'Ana" OR "Bea'})
    assert parse_qs(urlsplit(address).query)["q"] == ['"Ana OR Bea O\'Brien-Smith" San José']


def test_the_places_of_a_template_are_named_once():
    assert places("{first} {last} {first}") == ["first", "last"]
    assert places("nothing") == []


_TYPED = st.fixed_dictionaries({name: st.text(max_size=40) for name in SEARCH_PLACES})
_LONG = st.fixed_dictionaries({name: st.text(min_size=90) for name in SEARCH_PLACES})


@given(values=_TYPED | _LONG)
def test_whatever_is_typed_the_site_stays_the_same(values):
    template = "https://site.example/people/{first}-{last}/{city},{state}?tel={phone}#{first}"
    for address in (fill(template, values), fill_address(template, values)):
        assert address is None or (_host(address), safe_url(address)) == ("site.example", address)
    found = search_address(_ENGINE, '"{first} {last}" {username} {email}', values)
    assert found is None or (_host(found), safe_url(found)) == ("search.example", found)
    assert found is None or list(parse_qs(urlsplit(found).query)) == ["q"]


@given(values=_TYPED)
def test_no_shipped_template_and_search_leads_elsewhere(values, catalog):
    templates = [find.template for id in _WITH_TEMPLATE if (find := catalog.get(id).find)]
    for template in templates:
        address = fill_address(template, values)
        assert address is None or (_host(address), safe_url(address)) == (_host(template), address)
    for engine in catalog.engines.values():
        for search in catalog.searches:
            address = search_address(engine, search.query, values)
            assert address is None or (_host(address), safe_url(address)) == (_host(engine), address)


_WITH_TEMPLATE = ("spokeo", "whitepages", "canada411", "mylife", "truecaller", "peoplefinders", "zabasearch")


def test_every_shipped_template_is_filled_with_a_plain_name(catalog):
    filled = 0
    for one in map(catalog.get, catalog):
        if one.find.template:
            assert set(places(one.find.template)) <= set(ADDRESS_PLACES), one.id
            address = fill_address(one.find.template, _ANA)
            assert address, one.id
            assert safe_url(address) == address
            assert any(_host(address).endswith(domain) for domain in one.domains), one.id
            filled += 1
    assert filled >= 50


@pytest.mark.parametrize("search", ["name", "name-city", "phone", "email", "name-obituary", "name-pdf", "username"])
def test_the_searches_are_there(search, catalog):
    one = next(one for one in catalog.searches if one.id == search)
    assert set(places(one.query)) <= set(SEARCH_PLACES)
    assert one.why
    assert one.needs


def _host(address: str) -> str:
    return urlsplit(address).netloc
