"""Dates, addresses and terms as letters write them."""

from datetime import date

import pytest

from privacy_audit.rights.letters import places


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "December 1, 2026"), ("fr", "1er décembre 2026"), ("es", "1 de diciembre de 2026")],
)
def test_a_day_in_each_language(language, text):
    assert places.day(date(2026, 12, 1), language) == text


def test_date_lines():
    day = date(2026, 11, 24)
    assert places.date_line(day, "fr", "CA", "Montréal") == "Montréal, le 24 novembre 2026"
    assert places.date_line(day, "fr", "CA", "") == "Le 24 novembre 2026"
    assert places.date_line(day, "en", "US", "Austin") == "November 24, 2026"


@pytest.mark.parametrize(
    ("post", "country", "lines"),
    [
        (
            "Acme, Inc., Attn: Privacy, 5 Rockside Road, Suite 600, Independence, OH 44131", "US",
            ("Acme, Inc.", "Attn: Privacy", "5 Rockside Road, Suite 600", "Independence, OH 44131"),
        ),
        ("P.O. Box 390, Woodlyn, PA 19094, USA", "US", ("Acme Data", "P.O. Box 390", "Woodlyn, PA 19094")),
        ("P.O. Box 390, Woodlyn, PA 19094, USA", "CA", ("Acme Data", "P.O. Box 390", "Woodlyn, PA 19094", "USA")),
        ("Box 190, Montreal, Quebec H1S2Z2", "CA", ("Acme Data", "Box 190", "Montreal QC  H1S 2Z2")),
        (
            "Acme, S.A. de C.V., Av. Patriotismo 635, Col. Deportes, 03710 Ciudad de México", "MX",
            ("Acme, S.A. de C.V.", "Av. Patriotismo 635", "Col. Deportes", "03710 Ciudad de México"),
        ),
        ("somewhere", "US", ("Acme Data", "somewhere")),
    ],
)  # fmt: skip
def test_addresses(post, country, lines):
    assert places.address_lines(post, "Acme Data", country) == lines


def test_every_address_of_the_catalogue_fits_the_window(catalog):
    for id in catalog:
        one = catalog.get(id)
        for action in one.actions:
            if action.post:
                lines = places.address_lines(action.post, one.legal_name or one.name, one.countries[0])
                assert 2 <= len(lines) <= 6, lines
                assert all(lines), lines


def test_a_number_before_a_comma_stays_with_its_street():
    assert places.own_lines("1455, boul. de l'Exemple, Québec, QC G1R 5S9", "CA") == [
        "1455, boul. de l'Exemple", "Québec QC  G1R 5S9",
    ]  # fmt: skip
