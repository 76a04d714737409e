"""What a statement about Global Privacy Control says, and which laws oblige: pure rules."""

import json
from datetime import date

import pytest
from examples import HOSTILE, TODAY, told, unprintable
from hypothesis import given
from hypothesis import strategies as st

from privacy_audit import gpc
from privacy_audit.gpc import SAYS, Statement
from privacy_audit.ledger.seen import Seen

JSON = "application/json"


@pytest.mark.parametrize(
    ("body", "says", "updated"),
    [
        ({"gpc": True, "lastUpdate": "2021-01-01"}, "yes", "2021-01-01"),
        ({"gpc": False, "lastUpdate": "2023-05-27"}, "no", "2023-05-27"),
        ({"gpc": True, "lastUpdate": "2024-07-01T12:00:00Z"}, "yes", "2024-07-01"),
        ({"gpc": True}, "yes", ""),
        ({"gpc": True, "version": 1}, "yes", ""),
        ({"gpc": True, "version": 99, "more": [1]}, "yes", ""),
        ({"gpc": True, "lastUpdate": "soon"}, "yes", ""),
        ({"gpc": True, "lastUpdate": 20210101}, "yes", ""),
        ({"gpc": True, "lastUpdate": "0001-01-01"}, "yes", ""),
        ({"gpc": "true", "lastUpdate": "2021-01-01"}, "unreadable", ""),
        ({"gpc": 1}, "unreadable", ""),
        ({"gpc": None}, "unreadable", ""),
        ({"GPC": True}, "unreadable", ""),
        ({}, "unreadable", ""),
        ([{"gpc": True}], "unreadable", ""),
        (True, "unreadable", ""),
    ],
)
def test_each_statement(body, says, updated):
    assert gpc.parse(200, JSON, json.dumps(body).encode(), "a.example") == Statement(says, updated, "a.example")


@pytest.mark.parametrize(
    ("status", "type", "body", "says"),
    [
        (404, JSON, b"", "nothing"),
        (410, "", b"", "nothing"),
        (204, "", b"", "nothing"),
        (200, "text/html", b'{"gpc": true}', "nothing"),
        (200, "text/plain", b"<!doctype html><title>Not found</title>", "nothing"),
        (200, JSON, b"", "nothing"),
        (200, JSON, b'{"gpc": tru', "unreadable"),
        (200, JSON, b"\xff\xfe\x00", "unreadable"),
        (200, JSON, b"[" * 100_000, "unreadable"),
        (200, "text/plain", b'{"gpc": true}', "yes"),
        (200, "", b'\xef\xbb\xbf{"gpc": true}', "yes"),
    ],
)
def test_pages_in_its_place_and_what_is_broken(status, type, body, says):
    assert gpc.parse(status, type, body).says == says


@given(st.integers(100, 599), st.sampled_from([JSON, "text/html", "", "x/y"]), st.binary(max_size=200))
def test_whatever_comes_is_one_of_the_four_and_yes_only_where_it_says_so(status, type, body):
    found = gpc.parse(status, type, body)
    assert found.says in SAYS
    if found.says == "yes":
        assert json.loads(body)["gpc"] is True


def test_the_strongest_of_several_domains_counts():
    nothing, no, yes = Statement("nothing"), Statement("no"), Statement("yes")
    assert gpc.strongest([nothing, no, yes]) == yes
    assert gpc.strongest([nothing, no]) == no
    assert gpc.strongest([]) is None


class TestWhoIsAsked:
    def test_those_that_the_person_said_hold_them(self, small):
        standing = told(answers={"mirror-people": "yes", "first-broker": "no", "second-broker": "past", "gone": "yes"})
        assert [one.id for one in gpc.asked_of(small, standing)] == ["mirror-people"]

    def test_some_of_them_by_name(self, small):
        standing = told(answers={"mirror-people": "yes", "first-broker": "yes"})
        assert [one.id for one in gpc.asked_of(small, standing, ["first-broker"])] == ["first-broker"]
        assert gpc.asked_of(small, standing, ["second-broker"]) == []

    def test_what_was_seen_stands_beside_them(self, small):
        standing = told(answers={"mirror-people": "yes", "new-name": "yes", "first-broker": "yes"})
        seen = {
            "mirror-people": Seen(date(2026, 11, 3), {"says": "yes", "updated": "2021-01-01", "domain": "a.example"}),
            "old-name": Seen(date(2025, 11, 3), {"says": "nothing"}),
            "first-broker": Seen(date(2026, 11, 3), {"says": HOSTILE}),
        }
        words = {row.organisation: gpc.seen_in_words(row, TODAY) for row in gpc.rows(small, standing, seen)}
        assert words == {
            "mirror-people": "states that it honours the signal, as of 1 January 2021 (seen 3 Nov)",
            "new-name": "states nothing (seen 3 Nov 2025)",
            "first-broker": "not asked yet",
        }

    def test_what_is_hostile_in_the_ledger_is_shown_clean(self, small):
        data = {"says": "yes", "updated": "", "domain": HOSTILE}
        (row,) = gpc.rows(small, told(answers={"mirror-people": "yes"}), {"mirror-people": Seen(TODAY, data)})
        assert not unprintable(row.domain)


class TestLaws:
    @pytest.mark.parametrize(
        ("region", "law"),
        [("US-CA", "us-ca-ccpa"), ("US-CO", "us-co-cpa"), ("US-TX", "us-tx-tdpsa"), ("US-NJ", "us-nj-njdpa")],
    )
    def test_the_states_that_oblige(self, catalog, region, law):
        assert [one.id for one in gpc.obliging(catalog, region, TODAY)] == [law]
        assert "must obey the signal" in gpc.law_in_words(catalog, region, TODAY)

    @pytest.mark.parametrize("region", ["US-VA", "US-UT", "US-NY", "US", "CA-QC", "MX-JAL"])
    def test_elsewhere_it_only_asks(self, catalog, region):
        assert gpc.obliging(catalog, region, TODAY) == []
        assert "No law that is known here obliges businesses where you live" in gpc.law_in_words(catalog, region, TODAY)

    def test_a_law_counts_from_its_date(self, catalog):
        later = [one.id for one in gpc.obliging(catalog, "US-CA", date(2027, 1, 1))]
        assert later == ["us-ca-ccpa", "us-ca-opt-me-out"]
