"""The JSON export, read back by the json module."""

import json
import re
from dataclasses import fields

from privacy_audit.audit.report import Report, ReportAction
from privacy_audit.exports.jsonfile import FORMAT, render


def strings(value):
    if isinstance(value, dict):
        return [text for inner in value.values() for text in strings(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in strings(inner)]
    return [value] if isinstance(value, str) else []


def test_has_every_field(report):
    read = json.loads(render(report))
    assert list(read)[:2] == ["format", "disclaimer"]
    assert read["format"] == FORMAT == 1
    assert {field.name for field in fields(Report)} <= set(read)
    assert set(read["todo"][0]) == {field.name for field in fields(ReportAction)}


def test_days_are_iso_and_values_keep_their_kind(report):
    read = json.loads(render(report))
    assert read["today"] == "2026-11-24"
    assert read["due"][0]["on"] == "2026-11-20"
    assert read["todo"][0]["by"] == "2026-12-01"
    assert read["todo"][0]["minutes"] == 10
    assert read["todo"][0]["presumed"] is False
    assert read["todo"][0]["sources"][0]["url"] == "https://bureau.example/notice"
    assert read["total"]["known"] == 6


def test_is_readable_text(make_report):
    text = render(make_report(person="Zoë"))
    assert '\n  "person": "Zoë",\n' in text
    assert text.endswith("}\n")


def test_empty_lists_stay(empty):
    read = json.loads(render(empty))
    assert read["due"] == read["todo"] == read["waiting"] == read["done"] == read["upcoming"] == []


def test_hostile_text_stays_text(hostile_report):
    text = render(hostile_report)
    read = json.loads(text)
    assert len(read["todo"]) == 27
    assert read["todo"][0]["url"] is None
    assert read["todo"][0]["sources"][0]["url"] is None
    bad = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069]")
    assert not [found for found in strings(read) if bad.search(found)]
    assert not bad.search(text)
