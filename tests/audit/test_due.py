"""What is due, when, and by which rule."""

import gc
import subprocess
import sys
import weakref
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from examples import TODAY, small_catalog, told
from hypothesis import given
from hypothesis import strategies as some

from privacy_audit.audit.due import KINDS, as_of, beside_the_answer, derive, expected, term_behind
from privacy_audit.audit.standing import Audit
from privacy_audit.dates import long


def _only(small, key: str, records: str, today: date = TODAY):
    (entry,) = derive(small, told(acts={key: records}))
    return entry


def test_an_answer_is_expected_after_the_days_that_the_catalogue_knows(small):
    entry = _only(small, "mirror-people/opt-out", "asked 2026-11-20")
    assert (entry.kind, entry.on) == ("answer-expected", date(2026, 11, 30))
    assert entry.text == "Mirror People, opt out: an answer is expected"
    assert entry.rule == "10 days from 20 November 2026, when you asked; an estimate"


def test_where_no_term_is_known_a_rule_of_thumb_is_named_as_one(small):
    entry = _only(small, "first-broker/opt-out", "asked 2026-10-01")
    assert entry.on == date(2026, 11, 15)
    assert "45 days" in entry.rule
    assert "rule of thumb" in entry.rule


def test_an_extension_gives_as_long_again_from_the_day_of_asking(small):
    entry = _only(small, "mirror-people/opt-out", "asked 2026-11-01, extended 2026-11-09")
    assert entry.on == date(2026, 11, 21)
    assert "as long again, because they took an extension" in entry.rule


def test_a_receipt_does_not_stop_the_clock(small):
    entry = _only(small, "mirror-people/opt-out", "asked 2026-11-01, acknowledged 2026-11-09")
    assert entry.on == date(2026, 11, 11)


def test_asking_again_starts_the_clock_again(small):
    assert _only(small, "mirror-people/opt-out", "asked 2026-10-01, asked 2026-11-20").on == date(2026, 11, 30)


def test_an_answer_is_not_late_on_its_day_and_late_on_the_next(small):
    entries = derive(small, told(acts={"mirror-people/opt-out": "asked 2026-11-14"}))
    assert [entry.kind for entry in as_of(entries, date(2026, 11, 24))] == ["answer-expected"]
    (late,) = as_of(entries, date(2026, 11, 25))
    assert late.kind == "late"
    assert late.text == "Mirror People, opt out: the answer is 1 day late"


def test_an_answer_that_is_still_awaited_is_named_only_within_the_days_asked_for(small):
    entries = derive(small, told(acts={"mirror-people/opt-out": "asked 2026-11-20"}))
    assert as_of(entries, TODAY) == []
    assert as_of(entries, TODAY, within=5) == []
    assert [entry.kind for entry in as_of(entries, TODAY, within=6)] == ["answer-expected"]


@pytest.mark.parametrize("state", ["confirmed", "verified"])
def test_a_listing_is_looked_at_again_after_its_months(small, state):
    entry = _only(small, "mirror-people/opt-out", f"asked 2026-08-01, {state} 2026-08-24")
    assert (entry.kind, entry.on) == ("look-again", TODAY)
    assert entry.text == "Mirror People, opt out: look again"
    assert entry.rule == "3 months after 24 August 2026, when you last recorded how it stands"


def test_who_was_not_found_is_looked_for_again(small):
    assert _only(small, "mirror-people/opt-out", "not-found 2026-08-24").kind == "look-again"


def test_looking_again_counts_from_the_last_look(small):
    records = "asked 2026-01-01, verified 2026-02-01, verified 2026-09-10"
    assert _only(small, "mirror-people/opt-out", records).on == date(2026, 12, 10)


@pytest.mark.parametrize(
    ("on", "again"),
    [
        ("2026-11-30", "2027-02-28"),
        ("2027-11-30", "2028-02-29"),
        ("2026-08-31", "2026-11-30"),
        ("2026-10-31", "2027-01-31"),
    ],
)
def test_a_month_without_such_a_day_gives_its_last_day(small, on, again):
    assert _only(small, "mirror-people/opt-out", f"confirmed {on}").on.isoformat() == again


def test_a_term_lapses_after_its_months_even_from_29_february(small):
    entry = _only(small, "prescreen-list/opt-out", "confirmed 2024-02-29")
    assert (entry.kind, entry.on) == ("lapses", date(2029, 2, 28))
    assert entry.text == "Prescreen List, opt out: its term ends, renew it"
    assert entry.rule == "it holds 60 months, counted from 29 February 2024; an estimate"


def test_a_term_counts_from_the_confirmation_and_not_from_a_later_look(small):
    records = "asked 2026-01-01, confirmed 2026-02-01, verified 2026-06-01"
    assert _only(small, "prescreen-list/opt-out", records).on == date(2031, 2, 1)


def test_a_term_counts_from_the_new_confirmation_after_a_refusal(small):
    records = "confirmed 2026-01-01, refused 2026-02-01, asked 2026-03-01, verified 2026-04-01"
    assert _only(small, "prescreen-list/opt-out", records).on == date(2031, 4, 1)


def test_what_was_started_is_unfinished_a_week_later(small):
    entry = _only(small, "first-broker/opt-out", "started 2026-11-17")
    assert (entry.kind, entry.on) == ("unfinished", TODAY)
    assert entry.text == "First Broker, opt out: started, not sent yet"
    assert entry.rule == "7 days after 17 November 2026, when you started"


@pytest.mark.parametrize(
    "records",
    ["set-aside 2026-11-01", "asked 2026-11-01, refused 2026-11-02", "started 2026-11-01, reopen 2026-11-02",
     "confirmed 2026-11-01, relisted 2026-11-02"],
)  # fmt: skip
def test_nothing_is_due_where_nobody_is_waited_for(small, records):
    assert derive(small, told(acts={"mirror-people/opt-out": records})) == []


def test_an_action_that_the_catalogue_no_longer_has_keeps_its_dates_under_its_key(small):
    acts = {"vanished-broker/opt-out": "asked 2026-10-01", "first-broker/vanished": "started 2026-11-01"}
    first, second = derive(small, told(acts=acts))
    assert first.text == "first-broker/vanished: started, not sent yet"
    assert second.text == "vanished-broker/opt-out: an answer is expected"
    assert second.on == date(2026, 11, 15)


def test_the_next_audit_is_due_so_many_days_after_the_last_began(small):
    audits = (Audit(1, date(2026, 1, 1), "quick"), Audit(2, date(2026, 8, 26), "whole"))
    (entry,) = derive(small, told(audits=audits))
    assert (entry.kind, entry.on, entry.key) == ("re-audit", TODAY, "audit")
    assert entry.rule == "90 days after 26 August 2026, when your last audit began"


def test_entries_come_by_day(small):
    acts = {
        "mirror-people/opt-out": "confirmed 2026-11-01",
        "prescreen-list/opt-out": "confirmed 2026-11-01",
        "first-broker/opt-out": "started 2026-11-01",
        "north-bureau/access": "asked 2026-11-01",
    }
    days = [entry.on for entry in derive(small, told(acts=acts))]
    assert days == sorted(days)
    assert len(days) == 4


_STARTS = some.dates(date(2000, 1, 1), date(2100, 1, 1))
_WAITING = some.sampled_from(["started", "asked", "confirmed", "verified", "not-found"])
_KEYS = some.sampled_from(["mirror-people/opt-out", "prescreen-list/opt-out", "north-bureau/access", "gone/opt-out"])


@given(start=_STARTS, later=some.integers(0, 4000), state=_WAITING, key=_KEYS)
def test_nothing_is_due_before_its_record_and_a_later_record_is_never_due_earlier(small, start, later, state, key):
    record = f"asked {start}, {state} {start}" if state == "verified" else f"{state} {start}"
    moved = start + timedelta(days=later)
    first = derive(small, told(acts={key: record}))
    second = derive(small, told(acts={key: record.replace(start.isoformat(), moved.isoformat())}))
    assert [entry.kind for entry in first] == [entry.kind for entry in second]
    for one, other in zip(first, second, strict=True):
        assert start < one.on <= other.on
        assert one.kind in KINDS
        assert long(start) in one.rule


@given(start=_STARTS, within=some.integers(0, 3000), more=some.integers(0, 3000))
def test_looking_further_ahead_never_shows_less(small, start, within, more):
    entries = derive(
        small, told(acts={"mirror-people/opt-out": f"asked {start}", "first-broker/opt-out": f"started {start}"})
    )
    assert len(as_of(entries, TODAY, within)) <= len(as_of(entries, TODAY, within + more))


def test_a_closed_organisation_asks_for_nothing_more(small):
    assert derive(small, told(acts={"gone-broker/opt-out": "asked 2024-11-01"})) == []


# Where the person's law sets the term, it counts instead of the catalogue's: (key, region, record) → day, words.
_BY_LAW = [
    ("equifax-us/freeze", "US-PA", "asked 2026-11-24", "2026-11-25", "1 business day"),
    ("equifax-us/dispute", "US-PA", "asked 2026-11-24", "2026-12-24", "Fair Credit Reporting Act, 611"),
    ("equifax-us/dispute", "US-PA", "asked 2026-11-24, extended 2026-12-01", "2027-01-08", "15 days more"),
    ("spokeo/opt-out", "US-CA", "asked 2026-11-24", "2026-12-17", "15 business days"),
    ("spokeo/opt-out", "US-TX", "asked 2026-11-24", "2027-01-08", "Texas Data Privacy and Security Act, 541.051"),
    ("spokeo/opt-out", "US-TX", "asked 2026-11-24, extended 2026-12-01", "2027-02-22", "45 days more"),
    ("spokeo/opt-out", "US-IA", "asked 2026-11-24", "2027-02-22", "90 days"),
    ("equifax-ca/access", "CA-QC", "asked 2026-11-24", "2026-12-24", "private sector"),
    ("equifax-ca/access", "CA-QC", "asked 2026-11-24, extended 2026-12-01", "2026-12-24", "no extension is known"),
    ("equifax-ca/access", "CA-ON", "asked 2026-11-24, extended 2026-12-01", "2027-01-23", "30 days more"),
    ("buro-de-credito/access", "MX-JAL", "asked 2026-11-13", "2026-11-24", "5 business days"),
]


@pytest.mark.parametrize(("key", "region", "records", "on", "words"), _BY_LAW)
def test_the_law_behind_an_action_sets_its_clock(catalog, key, region, records, on, words):
    standing = told(region, acts={key: records})
    day, rule = expected(catalog, standing, key)
    assert (day.isoformat(), rule.endswith("an estimate")) == (on, True)
    assert words in rule
    assert [entry.on for entry in derive(catalog, standing) if entry.kind == "answer-expected"] == [day]


def test_a_law_that_only_probably_applies_is_said_to(catalog):
    _, rule = expected(catalog, told("US-TX", acts={"spokeo/opt-out": "asked 2026-11-24"}), "spokeo/opt-out")
    assert "which probably applies" in rule


def test_without_a_law_of_this_person_the_term_of_the_catalogue_counts(catalog):
    day, rule = expected(catalog, told("US-PA", acts={"spokeo/opt-out": "asked 2026-11-24"}), "spokeo/opt-out")
    takes = catalog.action("spokeo/opt-out").takes_days
    assert day == date(2026, 11, 24) + timedelta(days=takes)
    assert "the term of the" not in rule


def test_the_law_of_the_day_of_asking_counts(catalog):
    key = "spokeo/opt-out"
    before, after = (told("US-OK", acts={key: f"asked {day}"}) for day in ("2026-12-31", "2027-01-01"))
    assert "Oklahoma" not in expected(catalog, before, key)[1]
    assert "Oklahoma Consumer Data Privacy Act" in expected(catalog, after, key)[1]


def test_no_holidays_are_read_before_a_day_has_to_be_counted_or_moved_by_them():
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, 'tests')\n"
        "from examples import told; from privacy_audit.audit.due import derive\n"
        "from privacy_audit.catalog.load import load\n"
        "catalog = load(own=Path('nowhere'))\n"
        "for key in ('equifax-us/dispute', 'equifax-us/freeze'):\n"
        "    derive(catalog, told('US-PA', acts={key: 'asked 2026-11-24'}))\n"
        "    print('holidays' in sys.modules)\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


def _of_kind(catalog, standing, kind: str):
    return [entry for entry in derive(catalog, standing) if entry.kind == kind]


def test_a_last_day_on_a_sunday_moves_and_the_rule_says_so(catalog):
    day, rule = expected(catalog, told("US-TX", acts={"spokeo/opt-out": "asked 2026-10-15"}), "spokeo/opt-out")
    assert day == date(2026, 11, 30)
    assert "moved to Monday 30 November 2026 because the last day is a Sunday (Tex. Gov't Code 311.014(b))" in rule


def _deletion(catalog) -> str:
    """Return a deletion under the law of California, which wants a receipt."""
    found = (action for id in catalog for action in catalog.get(id).actions if action.do == "delete")
    return next(
        action.key for action in found
        if _of_kind(catalog, told("US-CA", acts={action.key: "asked 2026-11-24"}), "receipt-expected")
    )  # fmt: skip


def test_a_receipt_is_expected_until_it_comes_or_the_answer_is_late(catalog):
    key = _deletion(catalog)
    entries = derive(catalog, told("US-CA", acts={key: "asked 2026-11-24"}))
    (receipt,) = [entry for entry in entries if entry.kind == "receipt-expected"]
    assert receipt.on == date(2026, 12, 10)  # 11 CCR 7021(a): 10 business days; 26 and 27 November are free
    assert receipt.text.endswith(": a receipt is expected")
    assert "10 business days from 24 November 2026, for a receipt" in receipt.rule
    (due,) = as_of(entries, date(2026, 12, 12))
    assert (due.kind, due.text.endswith("a receipt is 2 days late")) == ("receipt-expected", True)
    assert [entry.kind for entry in as_of(entries, date(2027, 3, 1))] == ["late"]
    for more in ("acknowledged 2026-11-25", "extended 2026-11-25", "refused 2026-11-25", "confirmed 2026-11-25"):
        standing = told("US-CA", acts={key: f"asked 2026-11-24, {more}"})
        assert _of_kind(catalog, standing, "receipt-expected") == []


def test_an_appeal_that_was_taken_out_is_answered_by_the_day_of_its_law(catalog):
    standing = told("US-TX", acts={"spokeo/opt-out": "asked 2026-08-01, refused 2026-09-01"})
    assert _of_kind(catalog, standing, "appeal-expected") == []
    standing = replace(standing, letters={"spokeo/opt-out": {"appeal": date(2026, 9, 10)}})
    (entry,) = _of_kind(catalog, standing, "appeal-expected")
    assert entry.on == date(2026, 11, 9)  # 541.053: 60 days
    assert "60 days from 10 September 2026, when you appealed" in entry.rule
    (late,) = as_of([entry], date(2026, 11, 12))
    assert (late.kind, late.text.endswith("the answer to your appeal is 3 days late")) == ("appeal-expected", True)
    again = told("US-TX", acts={"spokeo/opt-out": "asked 2026-08-01, refused 2026-09-01, asked 2026-10-01"})
    assert _of_kind(catalog, replace(again, letters=standing.letters), "appeal-expected") == []


@pytest.mark.parametrize(
    ("key", "region", "records", "on"),
    [
        ("equifax-ca/access", "CA-QC", "asked 2026-09-01, refused 2026-10-02", "2026-11-01"),  # a Sunday: it stays
        ("equifax-ca/access", "CA-ON", "asked 2026-09-01, refused 2026-10-02", "2027-04-02"),
        ("equifax-ca/access", "CA-ON", "asked 2026-09-01", "2027-04-01"),  # from 1 October, the end of the 30 days
        (
            "equifax-ca/access",
            "CA-ON",
            "asked 2026-09-01, extended 2026-09-20",
            "2027-04-30",
        ),  # 31 October: no 31 April
    ],
)
def test_the_last_day_to_complain_counts_from_the_refusal_or_the_end_of_the_term(catalog, key, region, records, on):
    (entry,) = _of_kind(catalog, told(region, acts={key: records}), "complain-by")
    assert entry.on == date.fromisoformat(on)
    assert entry.text.endswith("the last day to complain") == ("refused" in records)
    assert "keep some days in hand" in entry.rule


def test_the_last_day_to_complain_is_named_while_there_is_time_and_not_after_it(catalog):
    key = "equifax-ca/access"
    standing = told("CA-QC", acts={key: "asked 2026-09-01, refused 2026-10-02"})
    entries = derive(catalog, standing)
    assert as_of(entries, date(2026, 10, 17)) == []
    for day in (date(2026, 10, 18), date(2026, 11, 1)):
        assert [entry.kind for entry in as_of(entries, day)] == ["complain-by"]
    assert as_of(entries, date(2026, 11, 2)) == []
    complained = replace(standing, letters={key: {"complaint": date(2026, 10, 20)}})
    assert _of_kind(catalog, complained, "complain-by") == []


def test_no_last_day_follows_where_each_call_counts_anew(catalog):
    law = catalog.laws["ca-dncl"]
    assert law.regulator.within
    for id in catalog:
        for action in catalog.get(id).actions:
            if law.id in action.law:
                standing = told("CA-ON", acts={action.key: "asked 2026-09-01, refused 2026-10-02"})
                assert _of_kind(catalog, standing, "complain-by") == []


def test_the_other_dates_of_an_action_stand_in_a_line(catalog):
    key = "equifax-ca/access"
    entries = derive(catalog, told("CA-QC", acts={key: "asked 2026-09-01, refused 2026-10-02"}))
    assert beside_the_answer(entries, key, TODAY) == "complain by 1 November 2026, which has passed"
    assert beside_the_answer(entries, key, date(2026, 11, 1)) == "complain by 1 November 2026"
    assert beside_the_answer(entries, "equifax-ca/dispute", TODAY) == ""
    asked = derive(catalog, told("US-CA", acts={_deletion(catalog): "asked 2026-11-24"}))
    assert beside_the_answer(asked, _deletion(catalog), TODAY) == "a receipt by 10 December 2026"


def test_a_catalogue_that_was_replaced_is_let_go(tmp_path):
    gone = small_catalog(tmp_path)
    action = next(one for id in gone for one in gone.get(id).actions if one.law)
    term_behind(gone, action, "US-TX", TODAY)
    watched = weakref.ref(gone)
    del gone, action
    gc.collect()
    assert watched() is None
