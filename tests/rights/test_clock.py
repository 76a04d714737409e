"""Counting as the statutes count: cases with the statute's words beside them, and what must hold for every date."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from privacy_audit.catalog.law import LawRight, Office
from privacy_audit.dates import add_months, long
from privacy_audit.rights.clock import (
    GRACE,
    KINDS,
    POST_DAYS,
    acknowledgement,
    answer,
    appeal,
    complaint,
    deadline,
    holidays_of,
    late_after,
    received,
    steps,
)

from .deadlines import CASES

_DAYS = some.dates(date(1995, 1, 1), date(2095, 12, 31))
_REGIONS = some.sampled_from(
    ["US", "US-CA", "US-TX", "US-DC", "CA", "CA-QC", "CA-ON", "CA-BC", "CA-AB", "MX", "MX-JAL"]
)
_TERMS = some.integers(0, 120)


def test_there_are_enough_cases():
    assert len(CASES) >= 100


@pytest.mark.parametrize(("law", "right", "section", "start", "on", "extended"), CASES)
def test_a_case_of_the_statutes(catalog, law, right, section, start, on, extended):
    laws = catalog.laws[law]
    terms = next(
        one for one in laws.rights if one.right == right and (one.section or "") == section and one.respond_days
        and answer(one, date.fromisoformat(start), laws.jurisdiction).on == date.fromisoformat(on)
    )  # fmt: skip
    longer = answer(terms, date.fromisoformat(start), laws.jurisdiction, extended=True)
    assert longer.on == date.fromisoformat(extended or on)
    assert (extended is None) == ("no extension is known" in longer.rule)


@pytest.mark.parametrize(
    ("start", "days", "kind", "region", "on"),
    [
        # The day of receipt is not counted.
        ("2026-11-24", 1, "calendar", "US", "2026-11-25"),
        ("2026-11-24", 0, "calendar", "US", "2026-11-24"),
        # 45 days over the end of the year, and from and over 29 February.
        ("2026-12-01", 45, "calendar", "US", "2027-01-15"),
        ("2028-02-29", 365, "calendar", "US", "2029-02-28"),
        ("2028-01-31", 30, "calendar", "CA-QC", "2028-03-01"),
        ("2027-01-31", 30, "calendar", "CA-QC", "2027-03-02"),
        # One month: the same day, or the last one of a shorter month.
        ("2026-01-31", 1, "month", "CA", "2026-02-28"),
        ("2028-01-31", 1, "month", "CA", "2028-02-29"),
        ("2026-08-31", 6, "month", "CA", "2027-02-28"),
        ("2026-12-31", 1, "month", "CA", "2027-01-31"),
        # A Friday; Saturday and Sunday do not count, in the US neither does the fourth Thursday of November.
        ("2026-11-20", 1, "business", "US", "2026-11-23"),
        ("2026-11-25", 1, "business", "US", "2026-11-27"),
        ("2026-11-25", 1, "business", "US-CA", "2026-11-30"),  # California is closed on the Friday too
        ("2026-03-30", 1, "business", "US-CA", "2026-04-01"),  # Cesar Chavez Day
        ("2026-07-02", 1, "business", "US", "2026-07-06"),  # 4 July is a Saturday, kept on Friday
        # Quebec: Saint-Jean-Baptiste on 24 June, Patriots' Day in May; no Family Day in February; Easter Monday.
        ("2026-06-23", 1, "business", "CA-QC", "2026-06-25"),
        ("2026-05-15", 1, "business", "CA-QC", "2026-05-19"),
        ("2026-02-13", 1, "business", "CA-QC", "2026-02-16"),
        ("2026-02-13", 1, "business", "CA-ON", "2026-02-17"),
        ("2026-06-23", 1, "business", "CA-ON", "2026-06-24"),
        ("2026-04-02", 1, "business", "CA-QC", "2026-04-07"),
        ("2024-12-24", 1, "business", "CA-BC", "2024-12-27"),
        ("2024-12-24", 1, "business", "CA-QC", "2024-12-26"),
        # Mexico: first Monday of February, third Mondays of March and November, 16 September; Good Friday is none.
        ("2026-01-30", 1, "business", "MX", "2026-02-03"),
        ("2026-03-13", 1, "business", "MX", "2026-03-17"),
        ("2026-11-13", 1, "business", "MX-JAL", "2026-11-17"),
        ("2026-09-15", 1, "business", "MX", "2026-09-17"),
        ("2026-04-02", 1, "business", "MX", "2026-04-03"),
        ("2024-09-30", 1, "business", "MX", "2024-10-02"),  # the day on which the government changes
        # A clock change moves no date: days are days, not hours.
        ("2026-03-07", 2, "calendar", "US", "2026-03-09"),
        ("2026-10-31", 2, "calendar", "US", "2026-11-02"),
    ],
)
def test_a_day_on_the_calendar(start, days, kind, region, on):
    assert deadline(date.fromisoformat(start), days, kind, region) == date.fromisoformat(on)


def test_another_way_of_counting_is_a_mistake_of_the_program():
    with pytest.raises(ValueError, match="calendar, business, month"):
        deadline(date(2026, 1, 1), 1, "working")


@given(start=_DAYS, days=_TERMS, kind=some.sampled_from(KINDS[:2]), region=_REGIONS)
def test_a_term_never_ends_earlier_than_so_many_days_later(start, days, kind, region):
    assert deadline(start, days, kind, region) >= start + timedelta(days=days)


@given(start=_DAYS, later=some.integers(0, 400), days=_TERMS, kind=some.sampled_from(KINDS), region=_REGIONS)
def test_a_later_start_never_ends_earlier(start, later, days, kind, region):
    first = deadline(start, days, kind, region)
    assert first <= deadline(start + timedelta(days=later), days, kind, region)


@given(start=_DAYS, days=_TERMS, more=some.integers(0, 60), kind=some.sampled_from(KINDS), region=_REGIONS)
def test_a_longer_term_never_ends_earlier(start, days, more, kind, region):
    assert deadline(start, days, kind, region) <= deadline(start, days + more, kind, region)


@given(start=_DAYS, days=some.integers(1, 120), region=_REGIONS)
def test_business_days_are_exactly_so_many_and_end_on_one(start, days, region):
    end, free = deadline(start, days, "business", region), holidays_of(region)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    open_days = [day for day in between if day.weekday() < 5 and day not in free]
    assert len(open_days) == days
    assert open_days[-1] == end


@given(start=_DAYS, one=_TERMS, other=_TERMS, region=_REGIONS)
def test_two_terms_after_each_other_are_one_long_term(start, one, other, region):
    first = deadline(start, one, "business", region)
    assert deadline(first, other, "business", region) == deadline(start, one + other, "business", region)


@given(start=_DAYS, months=some.integers(0, 60))
def test_months_keep_the_day_or_take_the_last(start, months):
    end = deadline(start, months, "month", "CA")
    assert end.day == start.day or (end.day < start.day and (end + timedelta(days=1)).day == 1)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months


@given(
    start=_DAYS,
    via=some.sampled_from(["web", "email", "post"]),
    extended=some.booleans(),
    kind=some.sampled_from(KINDS),
)
def test_an_answer_is_never_due_before_the_law_allows_and_its_rule_names_the_day(start, via, extended, kind):
    right = LawRight("access", respond_days=20, day_kind=kind, extension_days=10)
    step = answer(right, start, "MX", via, extended)
    days = 30 if extended else 20
    assert step.on >= (add_months(start, days) if kind == "month" else start + timedelta(days=days))
    assert step.on >= deadline(received(start, via), days, kind, "MX")
    assert long(start) in step.rule
    assert ("extension" in step.rule) == extended


def test_a_letter_has_days_for_the_post_and_its_own_term_where_the_law_gives_one():
    right = LawRight("freeze", respond_days=1, day_kind="business", post_days=3)
    start = date(2026, 11, 2)
    assert answer(right, start, "US", "web").on == date(2026, 11, 3)
    by_post = answer(right, start, "US", "post")
    assert by_post.on == deadline(start + timedelta(days=POST_DAYS), 3, "business", "US") == date(2026, 11, 12)
    assert "3 business days" in by_post.rule
    assert "for the post" in by_post.rule


def test_a_clock_that_starts_later_says_so():
    right = LawRight("delete", respond_days=45, day_kind="calendar", before_days=45)
    step = answer(right, date(2026, 8, 1), "US-CA")
    assert step.on == date(2026, 10, 30)
    assert "up to 45 days before that" in step.rule


def test_where_a_law_names_no_days_there_is_no_date():
    assert answer(LawRight("delete"), date(2026, 1, 1), "CA") is None
    assert acknowledgement(LawRight("delete"), date(2026, 1, 1), "CA") is None
    assert appeal(LawRight("delete"), date(2026, 1, 1), "CA") is None
    assert complaint(Office("Somebody"), date(2026, 1, 1), "CA") is None
    assert steps(LawRight("delete"), None, date(2026, 1, 1), "CA") == []


def test_all_dates_of_a_request_under_the_law_of_california(catalog):
    law = catalog.laws["us-ca-ccpa"]
    right = next(one for one in law.rights if one.right == "access")
    found = steps(right, law.regulator, date(2026, 11, 24), law.jurisdiction)
    assert [(step.name, step.on) for step in found] == [
        ("acknowledgement", date(2026, 12, 10)),  # 11 CCR 7021(a): 10 business days; 26 and 27 November are free
        ("answer", date(2027, 1, 8)),  # 1798.130(a)(2): 45 days
        ("extension", date(2027, 2, 22)),  # 45 more
    ]


def test_all_dates_of_a_request_under_the_law_of_mexico(catalog):
    law = catalog.laws["mx-lfpdppp"]
    right = next(one for one in law.rights if one.right == "access")
    found = steps(right, law.regulator, date(2026, 11, 24), law.jurisdiction)
    assert [(step.name, step.on) for step in found] == [
        ("answer", date(2026, 12, 22)),  # art. 31: 20 business days
        ("extension", date(2027, 1, 21)),  # once, as long again: 25 December and 1 January are free
        ("complaint", date(2027, 1, 14)),  # art. 40: 15 business days from the day on which it was due
    ]


def test_an_appeal_and_a_complaint_have_their_own_terms(catalog):
    texas = next(one for one in catalog.laws["us-tx-tdpsa"].rights if one.right == "delete")
    assert appeal(texas, date(2026, 11, 24), "US-TX").on == date(2027, 1, 23)  # 541.053: 60 days
    foia = catalog.laws["us-foia"].rights[0]
    assert appeal(foia, date(2026, 11, 24), "US").on == date(2026, 12, 23)  # 552(a)(6)(A)(ii): 20 business days
    for law, on in {
        "ca-pipeda": date(2027, 5, 24),  # s. 11(3): six months
        "ca-qc-law25": date(2026, 12, 24),  # s. 43: 30 days
        "ca-bc-pipa": date(2027, 1, 7),  # s. 47: 30 business days; 25 December and 1 January are free
        "us-hipaa": date(2027, 5, 23),  # 45 CFR 160.306(b)(3): 180 days
    }.items():
        assert complaint(catalog.laws[law].regulator, date(2026, 11, 24), catalog.laws[law].jurisdiction).on == on, law


@given(_DAYS, some.integers(1, 90), some.sampled_from(["calendar", "business"]))
def test_nobody_is_called_late_too_soon(start, days, kind):
    right = LawRight("access", respond_days=days, day_kind=kind)
    end = late_after(right, start, "CA-QC", received=True)
    assert end >= deadline(start, days, kind, "CA-QC") + GRACE
    assert late_after(right, start, "CA-QC") > end
    assert late_after(LawRight("access"), start, "CA-QC") is None
