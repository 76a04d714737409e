"""The calendar export, read back by icalendar."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest

from privacy_audit.exports.calendar import render
from privacy_audit.ledger.store import DueEntry
from privacy_audit.text import clean


def events(data):
    return icalendar.Calendar.from_ical(data).walk("VEVENT")


def test_calendar_says_what_it_is(report):
    calendar = icalendar.Calendar.from_ical(render(report))
    assert calendar["VERSION"] == "2.0"
    assert calendar["CALSCALE"] == "GREGORIAN"
    assert "privacy-audit" in calendar["PRODID"]


def test_an_event_is_a_whole_day_that_blocks_nothing(report):
    event = events(render(report))[2]
    assert event["SUMMARY"] == "Gamma: an answer is expected"
    assert event.decoded("DTSTART") == date(2026, 12, 24)
    assert event.decoded("DTEND") == date(2026, 12, 25)
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["CLASS"] == "PRIVATE"
    assert event.decoded("DTSTAMP") == datetime(2026, 11, 24, tzinfo=UTC)
    assert event["DESCRIPTION"] == "Rule: 45 days. Dates are estimates."


def test_the_alarm_sounds_on_the_morning(report):
    for event in events(render(report)):
        (alarm,) = event.walk("VALARM")
        assert alarm["ACTION"] == "DISPLAY"
        assert alarm.decoded("TRIGGER") == timedelta(hours=9)
        assert alarm["DESCRIPTION"] == event["SUMMARY"]


def test_what_is_overdue_stands_on_the_reports_day(report):
    late, due_today, _ = events(render(report))
    assert late.decoded("DTSTART") == due_today.decoded("DTSTART") == report.today
    assert "Due since 20 November 2026." in late["DESCRIPTION"]
    assert "Due since" not in due_today["DESCRIPTION"]


@pytest.mark.parametrize("named", [True, False])
def test_the_same_report_gives_the_same_bytes(report, named):
    assert render(report, named=named) == render(report, named=named)
    assert render(report, named=named).isascii()


def test_ids_are_stable_and_differ(report):
    first = {str(event["UID"]) for event in events(render(report))}
    tomorrow = replace(report, today=report.today + timedelta(days=1))
    assert len(first) == 3
    assert {str(event["UID"]) for event in events(render(tomorrow))} == first
    assert all(uid.endswith("@privacy-audit") for uid in first)
    other = {str(event["UID"]) for event in events(render(replace(report, person="somebody else")))}
    assert not first & other


def test_an_expected_answer_keeps_its_event_when_it_is_late(make_report):
    entry = DueEntry(date(2026, 12, 24), "answer-expected", "c/delete", "Gamma", "45 days")
    before = events(render(make_report(due=(), upcoming=(entry,))))
    after = events(render(make_report(due=(replace(entry, kind="late"),), upcoming=(), today=date(2026, 12, 30))))
    assert before[0]["UID"] == after[0]["UID"]
    assert after[0].decoded("DTSTART") == date(2026, 12, 30)


def test_without_names_each_day_has_one_event(report):
    data = render(report, named=False)
    assert [(event.decoded("DTSTART"), str(event["SUMMARY"])) for event in events(data)] == [
        (date(2026, 11, 24), "privacy audit: 2 things due"),
        (date(2026, 12, 24), "privacy audit: 1 thing due"),
    ]
    for name in (b"Alpha", b"Beta", b"Gamma", b"a/access", b"Example"):
        assert name not in data.replace(b"\r\n ", b"")


def test_nothing_due_is_an_empty_calendar(empty):
    assert events(render(empty)) == []
    assert events(render(empty, named=False)) == []


def test_hostile_text_stays_text(hostile, hostile_report, tame_report):
    data = render(hostile_report)
    read, tame = events(data), events(render(tame_report))
    assert [sorted(event) for event in read] == [sorted(event) for event in tame]
    assert [[part.name for part in event.walk()] for event in read] == [["VEVENT", "VALARM"]] * 3
    assert {str(event["SUMMARY"]) for event in read} == {clean(hostile)}
    lines = data.replace(b"\r\n ", b"").decode().split("\r\n")
    assert sum(line.startswith(("BEGIN:", "ATTACH", "SUMMARY:injected")) for line in lines) == 1 + 2 * len(read)
    assert not set(data.decode()) & {chr(code) for code in (*range(10), 11, 12, *range(14, 32), *range(127, 160))}
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
    assert events(render(hostile_report, named=False))[0]["SUMMARY"] == "privacy audit: 2 things due"
