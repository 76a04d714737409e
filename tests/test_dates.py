"""Days and months: what people type, what people read, and adding months."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy_audit import dates

TODAY = date(2026, 11, 24)
_DAYS = st.dates(date(1900, 1, 1), date(2900, 1, 1))


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-11-03", date(2026, 11, 3)), (" 2026-11-03 ", date(2026, 11, 3)), ("today", TODAY), ("", TODAY),
        ("TODAY", TODAY), ("Yesterday", date(2026, 11, 23)), ("1 day ago", date(2026, 11, 23)),
        ("3  days  ago", date(2026, 11, 21)), ("0 days ago", TODAY), ("2028-02-29", date(2028, 2, 29)),
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_type_it(typed, day):
    assert dates.parse(typed, TODAY) == day


@pytest.mark.parametrize(
    "typed",
    [
        "2026-02-30",
        "24/11/2026",
        "soon",
        "3 weeks ago",
        "-3 days ago",
        "³ days ago",
        "999999 days ago",
        "2026-11",
        "\x1b[2J",
    ],
)
def test_what_is_no_day_is_answered_with_how_to_write_one(typed):
    with pytest.raises(ValueError, match=r"is no date\. Write it as 2026-11-24 \(year, month, day\)\."):
        dates.parse(typed, TODAY)


@given(st.text(max_size=20))
def test_anything_typed_is_a_day_or_a_message(typed):
    message = ""
    try:
        assert isinstance(dates.parse(typed, TODAY), date)
    except ValueError as error:
        message = str(error)
    assert message == "" or "Write it as 2026-11-24" in message


@given(_DAYS)
def test_a_day_as_the_program_writes_it_is_read_back(day):
    assert dates.parse(day.isoformat(), TODAY) == day


def test_days_in_words():
    assert dates.long(date(2026, 11, 2)) == "2 November 2026"
    assert dates.short(date(2026, 11, 2)) == "2 Nov 2026"
    assert dates.short(date(2026, 11, 2), TODAY) == "2 Nov"
    assert dates.short(date(2027, 1, 2), TODAY) == "2 Jan 2027"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-07-31", "31 July 2026"),
        ("2026-07", "July 2026"),
        ("2026", "2026"),
        ("", "date unknown"),
        (None, "date unknown"),
    ],
)
def test_a_date_of_the_catalogue_is_as_exact_as_it_is_known(text, words):
    assert dates.as_known(text) == words


@pytest.mark.parametrize(
    ("text", "day"),
    [("2026-07-31", "2026-07-31"), ("2026-07", "2026-07-01"), ("2026", "2026-01-01"), ("", None), (None, None)],
)
def test_the_first_day_that_a_date_may_stand_for(text, day):
    assert dates.first_day(text) == day


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)), (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 24), 2, date(2027, 1, 24)), (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)), (date(2026, 11, 24), 0, date(2026, 11, 24)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)), (date(2026, 11, 24), -11, date(2025, 12, 24)),
    ],
)  # fmt: skip
def test_adding_months_ends_in_the_month_that_is_meant(day, months, later):
    assert dates.add_months(day, months) == later


@given(_DAYS, st.integers(0, 600))
def test_adding_months_lands_that_many_months_later(day, months):
    later = dates.add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (TODAY, "today"), (date(2026, 11, 25), "tomorrow"), (date(2026, 11, 23), "since 23 Nov"),
        (date(2026, 11, 20), "since 20 Nov"), (date(2026, 12, 1), "1 Dec"), (date(2027, 12, 1), "1 Dec 2027"),
    ],
)  # fmt: skip
def test_a_day_seen_from_today(day, words):
    assert dates.relative(day, TODAY) == words
