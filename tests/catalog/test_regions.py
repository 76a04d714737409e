"""Where a person lives."""

import pytest

from privacy_audit.catalog.regions import Regions, may_reach, reaches

_RAW = {
    "countries": {"US": "United States", "CA": "Canada", "MX": "Mexico"},
    "US": {"CA": "California", "TX": "Texas"},
    "CA": {"QC": "Quebec"},
    "MX": {"NLE": "Nuevo León", "MEX": "Estado de México"},
}


@pytest.fixture
def regions() -> Regions:
    """Three countries with some of their parts."""
    return Regions(_RAW)


def test_names(regions):
    assert regions.name("US-CA") == "California, United States"
    assert regions.name("CA") == "Canada"
    assert regions.name("XX") == "XX"
    assert regions.name("US-XX") == "US-XX, United States"
    assert list(regions) == ["US", "CA", "MX", "US-CA", "US-TX", "CA-QC", "MX-NLE", "MX-MEX"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("US-CA", "US-CA"), ("us-ca", "US-CA"), ("us_ca", "US-CA"), (" California ", "US-CA"), ("ca", "CA"),
        ("canada", "CA"), ("nuevo leon", "MX-NLE"), ("Quebec, Canada", "CA-QC"), ("Ontario", None), ("", None),
    ],
)  # fmt: skip
def test_a_region_is_read_as_people_type_it(typed, code, regions):
    assert regions.parse(typed) == code


def test_searching(regions):
    assert regions.search("mexico")[:1] == ["MX"]
    assert set(regions.search("mexico")) == {"MX", "MX-NLE", "MX-MEX"}
    assert regions.search("cal")[0] == "US-CA"
    assert regions.search("LEÓN") == ["MX-NLE"]
    assert regions.search("") == list(regions)
    assert regions.search("atlantis") == []


def test_the_nearest_of_a_slip(regions):
    assert regions.nearest("Californa")[0] == "US-CA"
    assert regions.nearest("US-TXX")[0] == "US-TX"
    assert regions.nearest("zzzzzz") == []


def test_an_empty_file_knows_no_region():
    assert list(Regions({})) == []


def test_a_country_includes_its_regions_and_a_region_not_its_country():
    assert reaches(("US",), "US-CA")
    assert reaches(("US-CA",), "US-CA")
    assert not reaches(("US-CA",), "US")
    assert not reaches(("US-CA",), "US-TX")
    assert not reaches(("CA",), "US-CA")


def test_a_country_alone_may_be_any_of_its_regions():
    assert may_reach(("US-CA",), "US")
    assert not may_reach(("US-CA",), "US-TX")
    assert not may_reach(("CA-ON",), "US")


def test_the_shipped_regions(catalog):
    codes = list(catalog.regions)
    assert [sum(code.startswith(f"{country}-") for code in codes) for country in ("US", "CA", "MX")] == [56, 13, 32]
    assert all(catalog.regions.parse(catalog.regions.name(code)) == code for code in codes)
