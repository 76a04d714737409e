"""The organisations' records as files: read back whole, and safe whatever an organisation is called."""

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest
from examples import unprintable

from privacy_audit.audit.returns import Return
from privacy_audit.audit.scorecard import Card, Request
from privacy_audit.exports.scorecards import COLUMNS, as_csv, as_dicts, render

ASKED, ANSWERED = date(2026, 9, 1), date(2026, 10, 12)
CARD = Card(
    "mirror-people",
    (
        Request("mirror-people/opt-out", ASKED, ANSWERED, "confirmed", allowed=10, rule="10 days"),
        Request("mirror-people/opt-out", ASKED, ANSWERED, "refused", more_wanted=True),
        Request("mirror-people/opt-out", ASKED, ANSWERED),
    ),
    (Return("mirror-people/opt-out", ASKED, ANSWERED),),
)


def test_json_and_csv_say_the_same(small):
    (told,) = json.loads(render(small, [CARD], "json"))
    assert told == as_dicts(small, [CARD])[0]
    (row,) = csv.DictReader(io.StringIO(render(small, [CARD], "csv").decode("utf-8-sig")))
    assert tuple(row) == COLUMNS
    assert (row["name"], row["theme"], row["asked"], row["answered"]) == ("Mirror People", "brokers", "3", "2")
    assert (row["days"], row["allowed"], row["waiting_days"]) == ("41 41", "10 ?", "41")
    assert (told["days"], told["allowed"], told["late"], told["refused"]) == ([41, 41], [10, None], 1, 1)


def test_a_single_request_says_what_came_of_it_and_on_which_day(small):
    first, second, third = as_dicts(small, [CARD])[0]["requests"]
    assert (first["answer"], first["on"], first["late"]) == ("confirmed", "2026-10-12", True)
    assert (second["answer"], second["more_wanted"], second["rule"]) == ("refused", True, None)
    assert (third["answer"], third["on"]) == (None, None)


def test_a_theme_has_no_organisation(small):
    (told,) = as_dicts(small, [replace(CARD, id="brokers")])
    assert (told["organisation"], told["name"], told["theme"]) == (None, "Data brokers", "brokers")


def test_without_records_the_files_are_empty_but_whole(small):
    assert json.loads(render(small, [], "json")) == []
    assert as_csv(small, []).count("\r\n") == 1


@pytest.mark.parametrize("format", ["csv", "json"])
def test_a_hostile_id_from_another_ledger_stays_text(small, hostile, format):
    card = Card(hostile, (Request(f"{hostile}/x", ASKED, ANSWERED),))
    text = render(small, [card], format).decode("utf-8-sig")
    assert unprintable(text) <= {"\r"}
    if format == "csv":
        (row,) = csv.reader(io.StringIO(text.partition("\r\n")[2]))
        assert len(row) == len(COLUMNS)
        assert row[0].lstrip(" ")[:1] not in ("=", "+", "-", "@")
