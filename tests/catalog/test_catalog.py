"""The catalogue in memory: finding, who may hold whom, walking, searching."""

import pytest

from privacy_audit.catalog.catalog import CatalogError, UnknownAction, UnknownOrganisation
from privacy_audit.catalog.load import load

from .conftest import ORGANISATION


@pytest.fixture
def few(tree):
    """The small catalogue, loaded."""
    return load()


def test_an_organisation_is_found_by_its_id_and_a_former_one(few):
    assert few.get("corner-bank").name == "Corner Bank"
    assert few.get("old-bank") is few.get("corner-bank")
    assert "old-bank" in few
    assert "no-bank" not in few
    assert few.raw("old-bank")["id"] == "corner-bank"
    assert few.theme_of("old-bank") == "credit"
    assert few.may_hold("old-bank", "US-TX")
    assert few.presumes("old-bank", "US-TX")


def test_an_unknown_organisation_is_answered_with_the_nearest(few):
    with pytest.raises(UnknownOrganisation, match="Did you mean corner-shop"):
        few.get("corner-shp")
    with pytest.raises(UnknownOrganisation, match="privacy-audit search"):
        few.get("zzzzzz")


def test_an_action_is_found_by_its_key(few):
    action = few.action("corner-shop/delete")
    assert (action.key, action.do, action.minutes) == ("corner-shop/delete", "delete", 10)
    assert action.title == "Have your data deleted"
    assert few.action("old-bank/opt-out").key == "corner-bank/opt-out"
    assert few.find_action("corner-shop/zzz") is None
    assert few.find_action("zzz/delete") is None


def test_an_unknown_action_is_answered_with_those_there_are(few):
    with pytest.raises(UnknownAction, match="corner-shop/access, corner-shop/delete"):
        few.action("corner-shop/freeze")
    with pytest.raises(UnknownOrganisation):
        few.action("zzz/freeze")


def test_themes_come_in_the_order_of_the_walk(few):
    assert [theme.id for theme in few.themes] == ["credit", "points"]
    assert few.theme("points").title == "Points cards"
    assert few.theme("points").now[0].countries == ("US", "CN")
    with pytest.raises(CatalogError, match="The themes are: credit, points"):
        few.theme("teeth")


def test_who_may_hold_whom(few):
    holds = {region for region in few.regions if few.may_hold("corner-shop", region)}
    assert holds == {"US", "US-CA", "CA", "CA-ON"}
    assert few.may_hold("corner-bank", "US-TX")
    assert not few.may_hold("corner-bank", "CA-QC")


def test_a_closed_organisation_holds_nobody(tree, shop):
    shop.write_text(ORGANISATION.replace("[find]", 'closed = "2024"\n[find]'), "utf-8")
    assert not load().may_hold("corner-shop", "US-CA")


def test_presumed_of_one_state_is_not_presumed_of_the_country(tree, shop):
    shop.write_text(ORGANISATION.replace("[find]", 'presumed = ["US-CA"]\n[find]'), "utf-8")
    few = load()
    assert few.presumes("corner-shop", "US-CA")
    assert not few.presumes("corner-shop", "US")
    assert few.presumes("corner-bank", "US")
    assert few.presumes("corner-bank", "US-TX")


def test_california_has_its_register_presumed_and_the_country_alone_has_not(catalog):
    assert catalog.presumes("ca-drop", "US-CA")
    assert not catalog.presumes("ca-drop", "US")
    assert not catalog.may_hold("ca-drop", "US-TX")


def test_in_a_region_the_likeliest_come_first_within_each_theme(catalog):
    for region in ("US", "US-CA", "CA-QC", "MX-JAL"):
        ids = catalog.in_region(region)
        themes = [catalog.theme_of(id) for id in ids]
        assert list(dict.fromkeys(themes)) == list(catalog.theme_titles)
        assert themes == sorted(themes, key=list(catalog.theme_titles).index)
        for theme in catalog.theme_titles:
            group = [id for id in ids if catalog.theme_of(id) == theme]
            assert group == catalog.in_region(region, theme)
            presumed = [catalog.presumes(id, region) for id in group]
            assert presumed == sorted(presumed, reverse=True)
            ranks = [
                ("high", "medium", "low").index(catalog.get(id).impact)
                for id in group
                if not catalog.presumes(id, region)
            ]
            assert ranks == sorted(ranks)


def test_the_quick_walk_of_every_region_is_short_and_possible(catalog):
    for region in catalog.regions:
        walk = catalog.quick_walk(region)
        assert 8 <= len(walk) <= 12, region
        assert len(set(walk)) == len(walk)
        assert all(id in catalog and catalog.may_hold(id, region) for id in walk), region


def test_the_region_alone_gives_a_useful_list_in_every_country(catalog):
    presumed = {region: [id for id in catalog if catalog.presumes(id, region)] for region in ("US", "CA", "MX")}
    assert all(len(ids) >= 5 for ids in presumed.values()), presumed
    assert {"mx-reus", "repep-profeco-mx", "buro-de-credito", "circulo-de-credito"} <= set(presumed["MX"])
    assert {"ca-dncl", "canada-post-addressed", "equifax-ca", "transunion-ca"} <= set(presumed["CA"])


def test_what_a_form_discloses_has_words_and_weight(few):
    assert few.label("name") == "your name"
    assert few.label("shoe-size") == "shoe size"
    assert (few.weight("name"), few.weight("shoe-size")) == (1, 1)


def test_covering_is_known_from_both_sides(tree, shop):
    shop.write_text(ORGANISATION.replace('do = "delete"', 'do = "delete"\ncovers = ["corner-bank/opt-out"]'), "utf-8")
    few = load()
    assert few.covered_by("corner-bank") == few.covered_by("old-bank") == ["corner-shop/delete"]
    assert few.covered_by("corner-shop") == []
    assert few.action("corner-shop/delete").covered == ("corner-bank",)


def test_searching_looks_at_names_owners_brands_and_domains(catalog):
    assert catalog.search("equifax")[0].startswith("equifax")
    assert "pc-optimum-ca" in catalog.search("shoppers")
    assert "experian-marketing" in catalog.search("mosaic")
    assert "optoutprescreen" in catalog.search("optoutprescreen.com")
    assert len(catalog.search("a", limit=7)) == 7
    assert catalog.search("  ") == []


def test_searching_does_not_mind_accents_and_capitals(catalog):
    plain = catalog.search("buro de credito")
    assert plain[0] == "buro-de-credito"
    assert plain == catalog.search("BURÓ de Crédito")


def test_searching_forgives_a_slip(catalog):
    assert "spokeo" in catalog.search("spokoe")
    assert catalog.search("qqqqqqqqqq") == []
