"""Counting as the statutes count: cases with the statute's words beside them, and what must hold for every date."""

import re
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
    late_after,
    received,
    silence,
    steps,
)
from privacy_audit.rights.workdays import ROLLS, holidays_of, moved

from .deadlines import CASES, TERMS, Term

_DAYS = some.dates(date(1995, 1, 1), date(2095, 12, 31))
_REGIONS = some.sampled_from(
    ["US", "US-CA", "US-TX", "US-DC", "CA", "CA-QC", "CA-ON", "CA-BC", "CA-AB", "MX", "MX-JAL"]
)
_TERMS = some.integers(0, 120)


_NUMBERS = {
    "one": 1, "three": 3, "five": 5, "six": 6, "ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30, "forty-five": 45,
    "sixty": 60, "ninety": 90, "cinco": 5, "diez": 10, "quince": 15, "veinte": 20, "treinta": 30,
}  # fmt: skip
_TERM = re.compile(
    rf"\b(?P<number>\d+|{'|'.join(_NUMBERS)})(?:st|nd|rd|th)?(?: \(\d+\))?[- ]"
    r"(?:(?:additional|more|business|working|calendar) )*(?P<unit>days?|months?|hours?|jours|días)",
    re.IGNORECASE,
)
_BUSINESS = re.compile(
    r"(business|working) days?|(excepting|excluding) Saturdays|días hábiles|no se contarán los inhábiles", re.IGNORECASE
)


def read_term(words: str) -> tuple[int, str] | None:
    """Return how long a term is by its words: (45, "calendar"); None where they name no number of their own."""
    found = _TERM.search(words)
    if found is None:
        return None
    number, unit = found["number"].lower(), found["unit"].lower()
    length = int(number) if number.isdecimal() else _NUMBERS[number]
    if unit.startswith("hour"):
        assert length % 24 == 0
        return length // 24, "calendar"
    if unit.startswith("month"):
        return length, "month"
    return length, "business" if _BUSINESS.search(words) else "calendar"


def _length(term: Term, right: LawRight, office: Office) -> tuple[int | None, str]:
    """Return how long the catalogue has a part of a right's term."""
    kind = right.day_kind or "calendar"
    return {
        "answer": (right.respond_days, kind), "extension": (right.extension_days, kind),
        "by post": (right.post_days, kind), "fetched": (right.before_days, kind),
        "acknowledgement": (right.acknowledge_days, right.ack_kind or "business"),
        "appeal": (right.appeal_days, right.appeal_kind), "complaint": (office.within, office.within_kind),
    }[term.part]  # fmt: skip


def _right_of(catalog, term: Term) -> tuple[LawRight, Office, str]:
    """Return the right that a term belongs to: of several under one section the one with so many days."""
    law = catalog.laws[term.law]
    same = [one for one in law.rights if one.right == term.right and (one.section or "") == term.section]
    fitting = [one for one in same if _length(term, one, law.regulator) == read_term(term.said)]
    return (fitting or same)[0], law.regulator, law.jurisdiction


def _counted(part: str, right: LawRight, office: Office, start: date, place: str) -> date:
    steps_of = {
        "answer": lambda: answer(right, start, place), "extension": lambda: answer(right, start, place, extended=True),
        "by post": lambda: answer(right, start, place, "post"), "fetched": lambda: answer(right, start, place),
        "acknowledgement": lambda: acknowledgement(right, start, place), "appeal": lambda: appeal(right, start, place),
        "complaint": lambda: complaint(office, start, place),
    }  # fmt: skip
    return steps_of[part]().on


def test_there_are_enough_cases_and_a_hundred_of_them_have_the_words_of_the_law():
    assert len(CASES) >= 200
    assert sum(term.words is not None for term, _, _ in CASES) >= 100
    for term in TERMS:
        assert (term.words is None) == (term.cite == "") == (term.in_our_words != ""), term


def test_every_law_with_a_term_has_a_case(catalog):
    with_a_term = {law.id for law in catalog.laws.values() for one in law.rights if one.respond_days}
    assert with_a_term == {term.law for term in TERMS if term.part in ("answer", "fetched")}


@pytest.mark.parametrize("term", TERMS, ids=lambda term: f"{term.law} {term.right} {term.part}")
def test_the_words_of_a_law_back_the_days_of_the_catalogue(catalog, term):
    right, office, _ = _right_of(catalog, term)
    days, kind = _length(term, right, office)
    if read_term(term.said):
        assert read_term(term.said) == (days, kind)
    else:
        assert "un periodo igual" in term.said
        assert days == right.respond_days


@pytest.mark.parametrize(
    ("words", "length"),
    [
        ("within forty-five (45) days of receipt", (45, "calendar")),
        ("not later than the 45th day after the date of receipt", (45, "calendar")),
        ("the 30-day period beginning on the date", (30, "calendar")),
        ("by an additional forty-five days", (45, "calendar")),
        ("no later than 10 business days after", (10, "business")),
        ("within twenty days (excepting Saturdays, Sundays, and legal public holidays)", (20, "business")),
        ("not later than 48 hours after", (2, "calendar")),
        ("within six months", (6, "month")),
        ("dans les 30 jours", (30, "calendar")),
        ("en un plazo de cinco días hábiles", (5, "business")),
        ("en un plazo de quince días naturales", (15, "calendar")),
        ("without undue delay", None),
    ],
)
def test_the_length_of_a_term_is_read_from_its_words(words, length):
    assert read_term(words) == length


@pytest.mark.parametrize(
    ("term", "start", "on"),
    CASES,
    ids=[f"{term.law} {term.right} {term.part} {start}" for term, start, _ in CASES],
)
def test_a_case_of_the_statutes(catalog, term, start, on):
    right, office, place = _right_of(catalog, term)
    assert _counted(term.part, right, office, date.fromisoformat(start), place) == date.fromisoformat(on)


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
        # What art. 28 LFPA lists counts too: 5 February, 21 March, 5 May, 1 September, 20 November.
        ("2026-05-04", 1, "business", "MX", "2026-05-06"),
        ("2026-02-04", 1, "business", "MX", "2026-02-06"),
        ("2026-08-31", 1, "business", "MX", "2026-09-02"),
        ("2026-11-19", 1, "business", "MX", "2026-11-23"),
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


def test_days_for_the_post_are_called_our_own():
    step = answer(LawRight("access", respond_days=45, day_kind="calendar"), date(2026, 11, 2), "US-TX", "post")
    assert step.on == date(2026, 12, 22)
    assert step.rule == "45 days from 2 November 2026, when you asked, and 5 days we allow for the post"


@pytest.mark.parametrize(
    ("starts", "via", "on", "words"),
    [
        ("receipt", "web", "2026-12-17", "when you asked"),
        ("receipt", "post", "2026-12-22", "5 days we allow for the post"),
        ("sending", "post", "2026-12-17", "the law counts from sending"),
        ("mailing", "post", "2026-12-17", "the law counts from mailing"),
        ("verification", "web", "2026-12-28", "10 days we allow for checking who you are, from when the law counts"),
    ],
)
def test_a_clock_starts_as_its_law_says(starts, via, on, words):
    right = LawRight("access", respond_days=45, day_kind="calendar", starts=starts)
    step = answer(right, date(2026, 11, 2), "US-NV", via)
    assert step.on == date.fromisoformat(on)
    assert words in step.rule


def test_the_laws_that_do_not_count_from_receipt_say_so(catalog):
    other = {(law.id, one.starts) for law in catalog.laws.values() for one in law.rights if one.starts != "receipt"}
    assert other == {("ca-casl", "sending"), ("us-nv-sb370", "verification")}


@pytest.mark.parametrize(
    ("day", "region", "on", "words"),
    [
        ("2026-11-29", "US-TX", "2026-11-30", "a Sunday (Tex. Gov't Code 311.014(b))"),
        ("2026-11-28", "US-TX", "2026-11-30", "because the last day is a Saturday"),
        ("2026-11-26", "US-CA", "2026-11-30", "because the last day, Thursday 26 November 2026, is a holiday"),
        ("2026-11-29", "US-VT", "2026-11-30", "to be on the safe side"),
        ("2026-11-29", "CA", "2026-11-30", "c. I-21, s. 26"),
        ("2026-06-24", "CA-QC", "2026-06-25", "CQLR c. I-16, s. 52"),
        ("2026-11-28", "CA-BC", "2026-11-30", "to be on the safe side"),
        ("2026-09-16", "MX", "2026-09-17", "to be on the safe side"),
        ("2028-12-31", "CA-QC", "2029-01-02", "moved to Tuesday 2 January 2029"),
    ],
)
def test_a_last_day_moves_where_the_law_says_so(day, region, on, words):
    later, why = moved(date.fromisoformat(day), region)
    assert later == date.fromisoformat(on)
    assert words in why


@pytest.mark.parametrize(("day", "region"), [("2026-11-29", "US"), ("2026-11-28", "CA"), ("2026-11-30", "US-TX")])
def test_a_last_day_stays_where_no_rule_moves_it(day, region):
    assert moved(date.fromisoformat(day), region) == (date.fromisoformat(day), "")


def test_the_places_of_the_rules_are_places(catalog):
    assert set(ROLLS) <= set(catalog.regions)


@given(day=_DAYS, later=some.integers(0, 400), region=_REGIONS)
def test_moving_is_never_earlier_keeps_the_order_and_is_done_once(day, later, region):
    on, why = moved(day, region)
    assert day <= on <= day + timedelta(days=8)
    assert (why == "") == (on == day)
    assert moved(on, region) == (on, "")
    assert on <= moved(day + timedelta(days=later), region)[0]


@given(
    start=_DAYS, later=some.integers(0, 400), days=some.integers(1, 120), kind=some.sampled_from(KINDS),
    region=_REGIONS, starts=some.sampled_from(["receipt", "sending", "mailing", "verification"]),
    via=some.sampled_from(["web", "post"]),
)  # fmt: skip
def test_an_answer_is_never_due_too_early_whatever_its_law_counts_from(start, later, days, kind, region, starts, via):
    right = LawRight("access", respond_days=days, day_kind=kind, starts=starts)
    on = answer(right, start, region, via).on
    assert on >= deadline(start, days, kind, region)
    assert on <= answer(right, start + timedelta(days=later), region, via).on


@given(
    start=_DAYS, days=some.integers(1, 120), kind=some.sampled_from(KINDS), region=_REGIONS, extended=some.booleans()
)
def test_the_persons_own_day_is_counted_from_the_earliest_end(start, days, kind, region, extended):
    right = LawRight("access", respond_days=days, day_kind=kind, extension_days=10)
    ended = silence(right, start, region, extended)
    assert ended == deadline(start, days + (10 if extended else 0), kind, region)
    assert ended <= answer(right, start, region, "post", extended).on
    own = complaint(Office("Somebody", within=30), ended, region)
    assert own.on == ended + timedelta(days=30)


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
    assert appeal(texas, date(2026, 11, 24), "US-TX").on == date(2027, 1, 25)  # 541.053: 60 days, to a Saturday
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
