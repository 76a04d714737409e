"""The CSV export, read back by the csv module."""

import csv
import io
import re

from hypothesis import given
from hypothesis import strategies as st

from privacy_audit.exports.csvfile import COLUMNS, render
from privacy_audit.text import clean_lines, csv_cell

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows(text):
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_one_row_for_each_thing_to_do(report):
    head, row = rows(render(report))
    assert tuple(head) == COLUMNS
    assert dict(zip(head, row, strict=True)) == {
        "key": "example-bureau/freeze",
        "organisation": "Example Bureau",
        "action": "Freeze your file",
        "theme": "Credit bureaus",
        "status": "open",
        "by": "2026-12-01",
        "because": "you said that it holds you",
        "minutes": "10",
        "cost": "free",
        "via": "web page",
        "address": "https://bureau.example/freeze?a=1&b=2",
        "email": "privacy@bureau.example",
        "phone": "'+1-800-555-0100",
        "post": "Example Bureau, Box 1, Anytown",
        "unchecked": "yes",
        "gives_away": "your name; your date of birth",
        "law": "Example Act",
        "steps": "1. Open the page. 2. Send the form.",
    }


def test_every_field_is_quoted_and_lines_end_in_crlf(make_report, make_action):
    bare = make_action(by=None, url=None, email=None, phone=None, post=None, unchecked=False, law=(), steps=())
    text = render(make_report(todo=(bare,)))
    assert text.endswith('"\r\n')
    assert text.count("\r\n") == text.count("\n") == 2
    assert all(re.fullmatch(r'"[^"]*"(,"[^"]*")*', line) for line in text.split("\r\n")[:-1])
    assert rows(text)[1].count("") == 8


def test_an_empty_list_has_its_head(empty):
    assert rows(render(empty)) == [list(COLUMNS)]


def test_an_unsafe_address_is_left_out(make_report, make_action):
    row = rows(render(make_report(todo=(make_action(url="javascript:alert(1)"),))))[1]
    assert row[COLUMNS.index("address")] == ""


def test_three_hundred_things_are_three_hundred_rows(many):
    assert len(rows(render(many))) == 301


def test_hostile_text_stays_text(hostile_report):
    text = render(hostile_report)
    read = rows(text)
    assert len(read) == 28
    assert {len(row) for row in read} == {len(COLUMNS)}
    assert not [field for row in read for field in row if field.lstrip().startswith(FORMULA)]
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069]", text)


@given(st.text())
def test_a_cell_is_never_a_formula_and_loses_nothing(text):
    cell = csv_cell(text)
    assert not cell.lstrip(" ").startswith(FORMULA)
    assert cell.removeprefix("'") == clean_lines(text).replace("\n", " ").removeprefix("'")
    assert rows(f'"{cell.replace(chr(34), chr(34) * 2)}"\r\n') == [[cell]]
