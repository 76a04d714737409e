"""Which addresses are looked at: all that stand in the catalogue, none with a place for something personal."""

import pytest
from examples import act, organisation, small_catalog

from privacy_audit.catalog.catalog import CatalogError
from privacy_audit.links.addresses import Place, gather, host_of, plain_address, twin


def by_url(addresses) -> dict[str, tuple[Place, ...]]:
    return {one.url: one.places for one in addresses}


def test_every_place_of_an_address_is_named(small):
    found = by_url(gather(small))
    places = found["https://mirror-people.example/privacy"]
    assert places[0] == Place("organisations/brokers/mirror-people.toml", "sources[1].url", "mirror-people")


def test_the_shipped_catalogue_has_organisations_laws_offices_themes_and_registers(catalog):
    addresses = gather(catalog)
    files = {place.file.partition("/")[0] for one in addresses for place in one.places}
    assert files >= {"organisations", "laws", "offices", "themes", "registries", "events.toml", "gpc.toml"}
    assert len(addresses) > 2000
    assert len({one.url for one in addresses}) == len(addresses)


def test_no_address_has_a_place_to_fill_a_password_or_another_scheme(catalog):
    for one in gather(catalog):
        assert "{" not in one.url
        assert "#" not in one.url
        assert one.asked.startswith("https://")
        assert one.host
        assert "@" not in one.host


def test_every_action_of_the_catalogue_with_a_web_address_is_among_them(catalog):
    found = by_url(gather(catalog))
    for id in catalog:
        for number, action in enumerate(catalog.get(id).actions, 1):
            if action.url and plain_address(action.url):
                keys = {place.key for place in found[plain_address(action.url)] if place.organisation == id}
                assert keys & {f"actions[{number}].url", f"{id}: url"}, action.key


def test_a_theme_or_an_organisation_alone(small, catalog):
    assert set(by_url(gather(small, ["mirror-people"]))) < set(by_url(gather(small)))
    assert {place.organisation for one in gather(small, ["mirror-people"]) for place in one.places} == {"mirror-people"}
    files = {place.file for one in gather(catalog, theme="credit") for place in one.places}
    assert all(file.startswith("organisations/credit/") or file == "themes/credit.toml" for file in files)
    for unknown in ({"organisations": ["nobody"]}, {"theme": "nothing"}):
        with pytest.raises(CatalogError):
            gather(small, **unknown)


def test_the_persons_own_organisations_are_asked_only_when_named(tmp_path):
    catalog = small_catalog(tmp_path)
    catalog.add(organisation("my-dentist", act("access", url="https://dentist.example/privacy"), own=True))
    assert "https://dentist.example/privacy" not in by_url(gather(catalog))
    assert "https://dentist.example/privacy" in by_url(gather(catalog, ["my-dentist"]))


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://a.example/x?y=1", "https://a.example/x?y=1"),
        ("https://a.example/x#part", "https://a.example/x"),
        ("http://a.example/", "http://a.example/"),
        ("https://a.example/{first}", ""),
        ("mailto:a@b.example", ""),
        ("javascript:alert(1)", ""),
        ("https://me:secret@a.example/", ""),
        ("https://a.example/\x1b[2J", ""),
        ("https://a.example:x/", ""),
        ("see https://a.example/", ""),
    ],
)
def test_what_is_an_address(url, kept):
    assert plain_address(url) == kept


def test_hosts_as_they_are_asked():
    assert host_of("https://Example.COM:443/x") == "example.com"
    assert host_of("https://example.com:8443/x") == "example.com:8443"
    assert host_of("https://mañana.example/") == "xn--maana-pta.example"
    assert twin("example.com") == "www.example.com"
    assert twin("www.example.com") == "example.com"
