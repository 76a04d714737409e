"""Writing iCalendar: escaping, folding, days and moments."""

from datetime import UTC, date, datetime, timedelta, timezone

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy_audit.exports import ics
from privacy_audit.text import clean


@pytest.mark.parametrize(
    ("given", "escaped"),
    [
        ("a, b; c", r"a\, b\; c"),
        (r"C:\New\names", r"C:\\New\\names"),
        ("two\nlines", "two lines"),
        ("a:b\"c'", "a:b\"c'"),
        ("\x1b]52;c;x\x07\u202eend", "end"),
    ],
)
def test_a_text_is_one_clean_escaped_line(given, escaped):
    assert ics.text(given) == escaped


def test_a_day_has_no_zone_and_a_moment_is_in_utc():
    assert ics.day(date(2026, 1, 5)) == "20260105"
    assert ics.day(date(1, 1, 5)) == "00010105"
    assert ics.moment(datetime(2026, 1, 5, 23, 30, tzinfo=UTC)) == "20260105T233000Z"
    assert ics.moment(datetime(2026, 1, 5, 23, 30, tzinfo=timezone(timedelta(hours=-8)))) == "20260106T073000Z"


def test_a_component_holds_properties_and_components():
    inner = ics.component("VALARM", "ACTION:DISPLAY")
    assert ics.component("VEVENT", "UID:1", [], inner) == [
        "BEGIN:VEVENT", "UID:1", "BEGIN:VALARM", "ACTION:DISPLAY", "END:VALARM", "END:VEVENT",
    ]  # fmt: skip


def test_a_long_line_is_folded_between_signs():
    assert ics.written(["X:" + "a" * 73]) == b"X:" + b"a" * 73 + b"\r\n"
    assert ics.written(["X:" + "a" * 74]) == b"X:" + b"a" * 73 + b"\r\n a\r\n"
    assert ics.written(["X:" + "a" * 71 + "😀"]) == b"X:" + b"a" * 71 + b"\r\n " + "😀".encode() + b"\r\n"


@given(st.text(max_size=300))
def test_what_is_written_is_read_as_it_was(text):
    data = ics.written(ics.component("VEVENT", f"SUMMARY:{ics.text(text)}"))
    assert all(len(line) <= ics.FOLD and line.decode() is not None for line in data.split(b"\r\n"))
    assert icalendar.Event.from_ical(data)["SUMMARY"] == clean(text, 20_000)
