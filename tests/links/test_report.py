"""The report for maintainers: each place that is to be mended, in three formats, and nothing hostile comes of it."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from examples import unprintable

from privacy_audit.links import report
from privacy_audit.links.addresses import Address, Place
from privacy_audit.links.outcomes import Look

TODAY = date(2026, 11, 24)
DAY = date(2026, 11, 3)
FILE = "organisations/brokers/example.toml"
GONE, MOVED, FINE, NEW = (f"https://{name}.example/" for name in ("gone", "moved", "fine", "new"))


def addresses(*urls: str) -> list[Address]:
    return [
        Address(url, (Place(FILE, f"actions[{number}].url", "example"), Place("laws/us/x.toml", "sources[1].url")))
        for number, url in enumerate(urls, 1)
    ]


RESULTS = {
    GONE: tuple(Look(DAY + timedelta(days=days), "missing", 404) for days in (0, 4, 9)),
    MOVED: (Look(DAY, "moved", 301, "https://new-owner.example/=cmd"),),
    FINE: (Look(DAY, "fine", 200),),
}


def test_each_place_of_each_address_that_is_amiss_the_dead_first():
    found = report.lines(addresses(FINE, MOVED, GONE, NEW), RESULTS)
    assert [(one.outcome, one.address) for one in found] == [("dead", GONE)] * 2 + [("moved", MOVED)] * 2
    dead = next(one for one in found if one.file == FILE)
    assert (dead.key, dead.organisation, dead.since, dead.seen, dead.status) == (
        "actions[3].url", "example", "2026-11-03", "2026-11-12", 404,
    )  # fmt: skip
    assert "write https://new-owner.example/=cmd" in found[-1].suggestion


def test_the_fine_ones_come_when_they_are_wanted():
    assert [one.outcome for one in report.lines(addresses(FINE), RESULTS, with_fine=True)] == ["fine"] * 2


def test_the_counts_name_those_that_nobody_looked_at():
    assert report.counts(addresses(FINE, MOVED, GONE, NEW), RESULTS) == {
        "dead": 1, "moved": 1, "fine": 1, report.NEVER: 1,
    }  # fmt: skip


def rendered(format: str, results=None) -> bytes:
    results = results or RESULTS
    every = addresses(*results)
    return report.render(format, report.lines(every, results), report.counts(every, results), TODAY)


def test_json():
    told = json.loads(rendered("json"))
    assert told["counts"] == {"dead": 1, "moved": 1, "fine": 1}
    assert {one["outcome"] for one in told["links"]} == {"dead", "moved"}


def test_csv_opens_in_a_spreadsheet_and_holds_no_formula():
    rows = list(csv.DictReader(io.StringIO(rendered("csv").decode("utf-8-sig"))))
    assert len(rows) == 4
    assert rows[0]["address"] == GONE
    assert not [cell for row in rows for cell in row.values() if cell[:1] in "=+-@" and cell]


def test_markdown_names_file_key_address_day_and_what_to_do():
    text = rendered("md").decode()
    assert "# Links of the catalogue, 24 November 2026" in text
    assert "## Dead (2 places)" in text
    assert "actions\\[1\\].url: <https://gone.example/> (since 2026-11-03, seen 2026-11-12, HTTP 404)" in text
    assert "three failures on three days" in text


def test_before_anybody_looked_it_says_so():
    assert b"Nobody looked yet" in report.render("md", [], {}, TODAY)
    assert json.loads(report.render("json", [], {}, TODAY)) == {"today": "2026-11-24", "counts": {}, "links": []}


@pytest.mark.parametrize("format", report.FORMATS)
def test_a_hostile_target_steers_nothing(format):
    text = rendered(format, {MOVED: (Look(DAY, "moved", 301, "https://evil.example/[x](javascript:alert(1))<b>"),)})
    assert not unprintable(text.decode("utf-8-sig").replace("\r\n", "\n"))
    if format == "md":
        assert "[x](javascript" not in text.decode()
