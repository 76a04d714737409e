"""Two organisations with one domain: named, unless one of them knows the other."""

import pytest

from privacy_audit.catalog.check import check_paths
from privacy_audit.catalog.check_domains import by_domain

from .conftest import ORGANISATION

_KIOSK = ORGANISATION.replace('id = "corner-shop"', 'id = "kiosk"').replace("Corner Shop", "Kiosk")


@pytest.fixture
def both(tree, shop):
    """Write a second organisation with the first one's domain, and both with further keys; check the folder."""

    def check(kiosk: str = "", first: str = "") -> list:
        (shop.parent / "kiosk.toml").write_text(_KIOSK.replace("hint =", f"{kiosk}\nhint ="), "utf-8")
        shop.write_text(ORGANISATION.replace("hint =", f"{first}\nhint ="), "utf-8")
        return check_paths(tree)[0]

    return check


def test_a_shared_domain_is_named_in_both_files(both):
    mistakes = both()
    assert [(one.field, one.line) for one in mistakes] == [("domains[1]", 7), ("domains[1]", 7)]
    assert '"kiosk" has the domain corner-shop.example too' in mistakes[0].text
    assert 'family = ["kiosk"]' in mistakes[0].mend


@pytest.mark.parametrize(
    ("kiosk", "first"),
    [
        ('family = ["corner-shop"]', ""),
        ('family = ["Corner Shop"]', ""),
        ("", 'family = ["kiosk"]'),
        ('parent = "Corner Shop"', ""),
        ('parent = "Corner Holding"', 'parent = "corner holding"'),
        ('parent = "Corner Inc."', 'legal_name = "Corner Inc."'),
    ],
)
def test_who_names_the_other_may_share_its_domain(both, kiosk, first):
    assert both(kiosk, first) == []


def test_who_covers_the_other_may_share_its_domain(tree, shop):
    text = _KIOSK.replace('do = "delete"', 'do = "delete"\ncovers = ["corner-shop"]')
    (shop.parent / "kiosk.toml").write_text(text, "utf-8")
    assert check_paths(tree)[0] == []


def test_an_own_file_may_have_a_domain_of_the_catalogue(tree, own):
    (own / "kiosk.toml").write_text(_KIOSK, "utf-8")
    assert check_paths(own) == ([], 1)


def test_other_owners_are_no_family(both):
    assert len(both('parent = "One"', 'parent = "Two"')) == 2


def test_whatever_stands_there_is_no_crash():
    odd = {"a": {"domains": 5}, "b": {"domains": ["x.example", "x.example", 7]}, "c": {}, "d": {"domains": "x.example"}}
    assert by_domain(odd) == {"x.example": ["b"]}
