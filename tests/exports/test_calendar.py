"""The calendar export, read back by icalendar."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy_audit.exports.agenda import AgendaEntry
from privacy_audit.exports.calendar import FORMS, TELLS, render
from privacy_audit.ledger.store import DueEntry
from privacy_audit.text import clean

MADE, CHANGED = datetime(2026, 10, 1, 8, 0, 5, tzinfo=UTC), datetime(2026, 11, 9, 20, 30, 1, tzinfo=UTC)


def entry(key="c/delete", on=date(2026, 12, 24), kind="answer-expected", text="Gamma: an answer is expected", **more):
    """Return one date, with changes."""
    rule = more.pop("rule", "45 days")
    values = {
        "thing": ("01936f", key, kind), "due": DueEntry(on, kind, key, text, rule), "sequence": 3, "made": MADE,
        "changed": CHANGED, "days": frozenset({on}),
    }  # fmt: skip
    return AgendaEntry(**values | more)


LATE = entry("a/access", date(2026, 11, 20), text="Alpha, ask: an answer is expected")
DONE = entry("b/opt-out", date(2026, 12, 24), "look-again", "Beta: look again", ended=date(2026, 11, 9), done=True)
DROPPED = entry("d/delete", date(2026, 12, 30), text="Delta: an answer is expected", ended=date(2026, 11, 9))
ENTRIES = (LATE, entry(), DONE, DROPPED)


def read(data, name="VEVENT"):
    return icalendar.Calendar.from_ical(data).walk(name)


def todos(data):
    return read(data, "VTODO")


def test_calendar_says_what_it_is():
    calendar = icalendar.Calendar.from_ical(render(ENTRIES))
    assert calendar["VERSION"] == "2.0"
    assert calendar["CALSCALE"] == "GREGORIAN"
    assert "privacy-audit" in calendar["PRODID"]
    assert "METHOD" not in calendar  # it is no invitation


def test_an_event_is_a_whole_day_that_blocks_nothing():
    (event,) = read(render([entry()]))
    assert event["SUMMARY"] == "Gamma: an answer is expected"
    assert event.decoded("DTSTART") == date(2026, 12, 24)
    assert event.decoded("DTEND") == date(2026, 12, 25)
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["STATUS"] == "CONFIRMED"
    assert event["CLASS"] == "PRIVATE"
    assert event["DESCRIPTION"] == "Rule: 45 days. Dates are estimates."
    assert event["SEQUENCE"] == 3


def test_a_to_do_is_due_on_its_day():
    (todo,) = todos(render([entry()], "todo"))
    assert todo["SUMMARY"] == "Gamma: an answer is expected"
    assert todo.decoded("DUE") == date(2026, 12, 24)
    assert todo["STATUS"] == "NEEDS-ACTION"
    assert "DTSTART" not in todo
    assert not {"COMPLETED", "PERCENT-COMPLETE"} & set(todo)


def test_days_have_no_time_and_no_zone():
    data = render(ENTRIES, "both").decode()
    assert "DTSTART;VALUE=DATE:20261224\r\n" in data
    assert "DUE;VALUE=DATE:20261224\r\n" in data
    assert "TZID" not in data
    assert "VTIMEZONE" not in data


def test_the_moments_are_those_of_the_ledger():
    for component in (*read(render(ENTRIES)), *todos(render(ENTRIES, "todo"))):
        assert component.decoded("DTSTAMP") == component.decoded("LAST-MODIFIED") == CHANGED
        assert component.decoded("CREATED") == MADE


def test_the_alarm_sounds_on_the_morning_of_the_day_wherever_one_is():
    (event,), (todo,) = read(render([entry()])), todos(render([entry()], "todo"))
    for component in (event, todo):
        (alarm,) = component.walk("VALARM")
        assert alarm["ACTION"] == "DISPLAY"
        assert alarm.decoded("TRIGGER") == timedelta(hours=9)
        assert alarm["DESCRIPTION"] == component["SUMMARY"]
    assert "RELATED" not in event.walk("VALARM")[0]["TRIGGER"].params
    assert todo.walk("VALARM")[0]["TRIGGER"].params["RELATED"] == "END"


def test_what_is_done_is_completed_and_what_fell_away_cancelled():
    done, dropped = todos(render([DONE, DROPPED], "todo"))
    assert (done["STATUS"], done["PERCENT-COMPLETE"]) == ("COMPLETED", 100)
    assert done.decoded("COMPLETED") == datetime(2026, 11, 9, 12, tzinfo=UTC)
    assert done["DESCRIPTION"].startswith("Done on 9 November 2026. Rule: ")
    assert dropped["STATUS"] == "CANCELLED"
    assert "COMPLETED" not in dropped
    assert dropped["DESCRIPTION"].startswith("No longer due since 9 November 2026. ")
    for event in read(render([DONE, DROPPED])):
        assert event["STATUS"] == "CANCELLED"
    for name in ("VEVENT", "VTODO"):
        assert not [part for one in read(render([DONE, DROPPED], "both"), name) for part in one.walk("VALARM")]


def test_a_rule_that_says_estimate_says_it_once():
    (event,) = read(render([entry(rule="45 days; an estimate")]))
    assert event["DESCRIPTION"] == "Rule: 45 days; an estimate."


@pytest.mark.parametrize(("form", "events", "tasks"), [("event", 4, 0), ("todo", 0, 4), ("both", 4, 4)])
def test_the_form_is_chosen(form, events, tasks):
    data = render(ENTRIES, form)
    assert (len(read(data)), len(todos(data))) == (events, tasks)
    ids = [str(one["UID"]) for one in (*read(data), *todos(data))]
    assert len(set(ids)) == events + tasks


def test_another_choice_is_refused():
    for choices in (("week", "names"), ("event", "all")):
        with pytest.raises(ValueError, match="one of event, todo, both and tells one of names, count"):
            render(ENTRIES, *choices)


def test_ids_name_nobody_and_stay():
    ids = [str(one["UID"]) for one in read(render(ENTRIES))]
    later = [
        replace(one, due=replace(one.due, on=date(2027, 5, 5), text="x", rule="y"), sequence=9, ended=None)
        for one in ENTRIES
    ]
    assert [str(one["UID"]) for one in read(render(later))] == ids
    assert len(set(ids)) == 4
    for id in ids:
        left, _, right = id.partition("@")
        assert len(left) == 32
        assert not set(left) - set("0123456789abcdef")
        assert right == "privacy-audit"
    other = [replace(one, thing=("other", *one.thing[1:])) for one in ENTRIES]
    assert not set(ids) & {str(one["UID"]) for one in read(render(other))}


@pytest.mark.parametrize("tells", TELLS)
@pytest.mark.parametrize("form", FORMS)
def test_the_same_entries_give_the_same_bytes(form, tells):
    assert render(ENTRIES, form, tells) == render(list(ENTRIES), form, tells)


class TestWithoutNames:
    def test_each_day_has_one_entry_that_names_nobody(self):
        data = render((*ENTRIES, entry("e/delete")), "both", "count")
        assert [(one.decoded("DTSTART"), str(one["SUMMARY"]), str(one["STATUS"])) for one in read(data)] == [
            (date(2026, 11, 20), "privacy audit: 1 thing due", "CONFIRMED"),
            (date(2026, 12, 24), "privacy audit: 2 things due", "CONFIRMED"),
            (date(2026, 12, 30), "privacy audit: nothing due", "CANCELLED"),
        ]
        assert [one.decoded("DUE") for one in todos(data)] == [one.decoded("DTSTART") for one in read(data)]
        for name in (b"Alpha", b"Beta", b"Gamma", b"Delta", b"access", b"opt-out", b"look", b"answer", b"45 days"):
            assert name not in data.replace(b"\r\n ", b"")

    def test_a_day_that_was_done_is_completed(self):
        (todo,) = todos(render([DONE], "todo", "count"))
        assert todo["STATUS"] == "COMPLETED"
        assert todo.decoded("COMPLETED").date() == date(2026, 11, 9)

    def test_a_day_from_which_all_has_moved_is_cancelled_and_its_sequence_rises(self):
        before = read(render([entry()], tells="count"))
        moved = entry(on=date(2027, 2, 7), days=frozenset({date(2026, 12, 24), date(2027, 2, 7)}), sequence=4)
        after = read(render([moved], tells="count"))
        assert [(str(one["STATUS"]), one["SEQUENCE"]) for one in after] == [("CANCELLED", 4), ("CONFIRMED", 4)]
        assert after[0]["UID"] == before[0]["UID"]
        assert after[1]["UID"] != before[0]["UID"]


def test_nothing_due_is_an_empty_calendar():
    for tells in TELLS:
        assert icalendar.Calendar.from_ical(render([], "both", tells)).subcomponents == []


def test_a_kind_that_nobody_foresaw_and_that_has_no_words_is_named_by_its_kind():
    (event,) = read(render([entry(kind="complain-by", text="\u202e")]))
    assert event["SUMMARY"] == "privacy audit: complain by"


def test_hostile_text_stays_text(hostile):
    hostile_entries = [
        replace(one, due=replace(one.due, text=hostile, rule=hostile, kind=hostile, key=hostile)) for one in ENTRIES
    ]
    data = render(hostile_entries, "both")
    for name in ("VEVENT", "VTODO"):
        found, tame = read(data, name), read(render(ENTRIES, "both"), name)
        assert [sorted(one) for one in found] == [sorted(one) for one in tame]
        assert [[part.name for part in one.walk()] for one in found] == [[part.name for part in o.walk()] for o in tame]
        assert {str(one["SUMMARY"]) for one in found} == {clean(hostile)}
    lines = data.replace(b"\r\n ", b"").decode().split("\r\n")
    assert sum(line.startswith("BEGIN:") for line in lines) == 1 + 8 + 4
    assert not [line for line in lines if line.startswith(("ATTACH", "SUMMARY:injected"))]
    assert not set(data.decode()) & {chr(code) for code in (*range(10), 11, 12, *range(14, 32), *range(127, 160))}
    assert read(render(hostile_entries, tells="count"))[0]["SUMMARY"] == "privacy audit: 1 thing due"


TEXTS = st.one_of(st.text(), st.text(alphabet="\\n;,:\"'N \t\r\né😀^=-", max_size=200))


@given(TEXTS, TEXTS)
def test_any_text_comes_back_as_it_was_cleaned(text, rule):
    data = render([entry(text=text, rule=rule)], "both")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        assert not line.count(b"\n") + line.count(b"\r")
        line.decode()  # a sign is never cut in two
    assert data.endswith(b"END:VCALENDAR\r\n")
    for component in (*read(data), *todos(data)):
        assert component["SUMMARY"] == (clean(text) or "privacy audit: answer expected")
        assert clean(rule, 20_000)[:19_000] in component["DESCRIPTION"]
