"""Reading to-dos back: what a person changed is noticed, what programs leave behind is not, and nothing is trusted."""

import contextlib
from datetime import UTC, date, datetime

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy_audit.exports import agenda, calendar
from privacy_audit.exports.todos import LONGEST, Unreadable, read
from privacy_audit.ledger.store import DueEntry

MADE = datetime(2026, 10, 1, 8, 0, 5, tzinfo=UTC)
TEXT = "Gamma, ask; what they hold: an answer is expected, at last " + "and so on " * 12


def written(**more) -> bytes:
    """Return one to-do as this program writes it."""
    on = date(2026, 12, 24)
    due = DueEntry(on, "answer-expected", "c/delete", TEXT, "45 days, of the Act; an estimate")
    values = {
        "thing": ("01936f", "c/delete", "answer-expected"), "due": due, "sequence": 3, "made": MADE, "changed": MADE,
        "days": frozenset({on}),
    }  # fmt: skip
    (todo,) = calendar.todos([agenda.AgendaEntry(**values | more)])
    return todo.data


PLAIN = written().decode()


def test_what_is_written_is_read_back():
    found = read(written())
    assert found.summary == TEXT.strip()
    assert found.day == date(2026, 12, 24)
    assert found.uid.endswith("@privacy-audit")
    assert not found.ticked


def test_what_is_done_is_ticked_and_its_words_are_those_of_before_but_for_the_rule():
    done = read(written(ended=date(2026, 11, 9), done=True))
    assert done.ticked
    assert done.print != read(written()).print


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\r\n", "\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\r\n ", ""),
        lambda text: text.replace("SEQUENCE:3", "SEQUENCE:9"),
        lambda text: text.replace("CLASS:PRIVATE", "X-MOZ-GENERATION:2\r\nCLASS:PRIVATE\r\nPRIORITY:0"),
        lambda text: text.replace("STATUS:NEEDS-ACTION", "STATUS:NEEDS-ACTION\r\nPERCENT-COMPLETE:0"),
        lambda text: text.replace("STATUS:NEEDS-ACTION\r\n", ""),
        lambda text: text.replace("DUE;VALUE=DATE:20261224", "DUE;TZID=America/Chicago:20261224T000000"),
        lambda text: text.replace("DUE;VALUE=DATE:20261224", "DTSTART;VALUE=DATE:20261224\r\nDUE;VALUE=DATE:20261224"),
        lambda text: text.replace("PRODID:", "PRODID:-//Another//"),
        lambda text: text.replace("BEGIN:VTODO", "BEGIN:VTIMEZONE\r\nTZID:x\r\nEND:VTIMEZONE\r\nBEGIN:VTODO"),
        lambda text: icalendar.Calendar.from_ical(text).to_ical().decode(),
    ],
    ids=range(12),
)
def test_what_programs_leave_behind_is_no_edit(change):
    assert read(change(PLAIN)).print == read(PLAIN).print


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("SUMMARY:", "SUMMARY:mine "),
        lambda text: text.replace("DESCRIPTION:", "DESCRIPTION:mine ", 1),
        lambda text: text.replace("20261224", "20261225"),
        lambda text: text.replace("DUE;VALUE=DATE:20261224", "DUE:20261224T150000"),
        lambda text: text.replace("CLASS:PRIVATE", "PRIORITY:1"),
        lambda text: text.replace("CLASS:PRIVATE", "COMMENT:called them"),
        lambda text: text.replace("CLASS:PRIVATE", "ATTACH:https://files.example/x"),
        lambda text: text.replace("PT9H", "PT7H"),
        lambda text: text.replace("STATUS:NEEDS-ACTION", "STATUS:IN-PROCESS"),
    ],
    ids=range(9),
)
def test_what_a_person_changes_is_noticed(change):
    assert change(PLAIN) != PLAIN
    assert read(change(PLAIN)).print != read(PLAIN).print


@pytest.mark.parametrize(
    ("lines", "on"),
    [
        ("STATUS:COMPLETED\r\nCOMPLETED:20261120T120000Z\r\nPERCENT-COMPLETE:100", date(2026, 11, 20)),
        ("STATUS:completed", None),
        ("PERCENT-COMPLETE:100", None),
        ("COMPLETED;VALUE=DATE:20261120", date(2026, 11, 20)),
        ("COMPLETED:nonsense", None),
        ("STATUS:CANCELLED", None),
    ],
)
def test_every_way_to_tick_is_a_tick_and_leaves_the_words(lines, on):
    found = read(PLAIN.replace("STATUS:NEEDS-ACTION", lines))
    assert found.ticked
    assert found.ticked_on == on
    assert found.words == read(PLAIN).words
    assert found.print != read(PLAIN).print


@pytest.mark.parametrize(
    "text",
    [
        "", "no calendar", "BEGIN:VCALENDAR\r\nEND:VCALENDAR", PLAIN.replace("END:VTODO\r\n", ""), PLAIN[:200],
        PLAIN.replace("UID:", "URL:"), PLAIN.replace("VTODO", "VEVENT"), "BEGIN:X\r\n" * 50,
        PLAIN.replace("END:VTODO\r\n", "END:VTODO\r\nBEGIN:VTODO\r\nUID:b\r\nEND:VTODO\r\n"),
        PLAIN.replace("SUMMARY:", "SUMMARY:" + "x" * 60_000), "x" * (LONGEST + 1),
    ],
    ids=range(11),
)  # fmt: skip
def test_what_is_no_single_to_do_is_refused(text):
    with pytest.raises(Unreadable):
        read(text)


@given(st.binary(max_size=400) | st.text(max_size=400))
def test_anything_is_read_or_refused(data):
    with contextlib.suppress(Unreadable):
        assert read(data).uid


@given(st.lists(st.sampled_from(PLAIN.split("\r\n")), max_size=30), st.text(max_size=30))
def test_lines_in_any_order_are_read_or_refused(lines, junk):
    try:
        found = read("\n".join([*lines, junk]))
    except Unreadable:
        return
    assert found.uid
