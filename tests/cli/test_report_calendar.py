"""report --format ics: the choices of a calendar."""

import icalendar
import pytest


@pytest.fixture(autouse=True)
def _told(cli, me):
    cli("record", "mirror-people/opt-out", "asked", "--on", "2026-11-10")


@pytest.fixture
def export(cli, tmp_path):
    """Write the calendar and return its bytes."""
    path = tmp_path / "due.ics"

    def write(*options, before=()) -> bytes:
        cli(*before, "report", "--output", path, *options)
        return path.read_bytes()

    return write


def read(data, name):
    return icalendar.Calendar.from_ical(data).walk(name)


def test_events_that_name_the_organisation_are_usual(export):
    done = export()
    (event,) = read(done, "VEVENT")
    assert event["SUMMARY"] == "Mirror People, opt out: an answer is expected"
    assert read(done, "VTODO") == []


@pytest.mark.parametrize(("form", "events", "tasks"), [("event", 1, 0), ("todo", 0, 1), ("both", 1, 1)])
def test_the_form_is_chosen(export, form, events, tasks):
    done = export("--calendar", form)
    assert (len(read(done, "VEVENT")), len(read(done, "VTODO"))) == (events, tasks)


def test_only_a_count_is_told(export):
    data = export("--calendar", "both", "--tells", "count").replace(b"\r\n ", b"")
    assert data.count(b"SUMMARY:privacy audit: 1 thing due") == 2
    assert b"irror" not in data


def test_another_day_changes_nothing_and_another_record_does(cli, export):
    first = export()
    assert export(before=("--today", "2028-02-29")) == first
    cli("record", "mirror-people/opt-out", "confirmed", "--on", "2026-11-17")
    assert [str(todo["STATUS"]) for todo in read(export("--calendar", "todo"), "VTODO")] == [
        "COMPLETED",
        "NEEDS-ACTION",
    ]


def test_several_people_have_calendars_of_their_own_and_a_new_label_is_the_same_person(cli, export):
    cli("person", "add", "ann", "--region", "US-TX")
    cli("--person", "ann", "record", "mirror-people/opt-out", "asked", "--on", "2026-11-10")
    mine, hers = (read(export(before=("--person", who)), "VEVENT")[0]["UID"] for who in ("me", "ann"))
    assert mine != hers
    cli("person", "edit", "me", "--label", "you")
    assert read(export(before=("--person", "you")), "VEVENT")[0]["UID"] == mine


@pytest.mark.parametrize("options", [("--calendar", "todo"), ("--tells", "count")])
@pytest.mark.parametrize("form", ["md", "html", "csv", "json"])
def test_the_choices_are_for_calendars_only(fails, tmp_path, form, options):
    path = tmp_path / f"report.{form}"
    assert "for a calendar" in fails("report", "--output", path, *options, code=2)
    assert not path.exists()


@pytest.mark.parametrize("options", [("--calendar", "week"), ("--tells", "all")])
def test_another_choice_is_wrong_usage(fails, options):
    assert options[0] in fails("report", "--format", "ics", *options, code=2)


def test_the_help_says_both_with_an_example(cli):
    out = cli("report", "--help").out
    assert "--calendar both --tells count" in " ".join(out.split())
    assert "privacy audit: 3 things due" in " ".join(out.split())
