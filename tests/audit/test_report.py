"""The report as a value."""

from datetime import date

import pytest
from examples import HOSTILE, TODAY, unprintable

from privacy_audit.ledger.store import Ledger
from privacy_audit.session import Session


@pytest.fixture
def in_region(small, tmp_path):
    """Make a session for somebody of a region, in a ledger of their own."""
    opened = []

    def make(region: str, label: str = "me") -> Session:
        ledger = Ledger(tmp_path / region / "ledger.db")
        opened.append(ledger)
        return Session(small, ledger, ledger.add_person(label, region), TODAY)

    yield make
    for ledger in opened:
        ledger.close()


def test_a_new_persons_report_is_what_the_region_alone_gives(session):
    report = session.report()
    assert (report.person, report.region, report.region_name) == ("me", "US-TX", "Texas, United States")
    assert {action.key for action in report.todo} == {item.key for item in session.plan}
    assert report.minutes_in_all == sum(action.minutes for action in report.todo)
    assert report.due == report.upcoming == report.waiting == report.done == ()


def test_an_action_in_the_report_holds_what_is_needed_to_do_it(session):
    freeze = next(action for action in session.report().todo if action.key == "north-bureau/freeze")
    assert (freeze.organisation, freeze.title, freeze.theme) == ("North Bureau", "Freeze your file", "Credit bureaus")
    assert freeze.via == "web page"
    assert freeze.steps == ("Open the page.", "Send it.")
    assert freeze.gives_away == ("your name", "your Social Security number")
    assert freeze.gives_away_much
    assert freeze.cost == "not known"
    assert freeze.checked == "2026-07"


def test_an_action_that_gives_little_away_says_so(session):
    access = next(action for action in session.report().todo if action.key == "north-bureau/access")
    assert access.gives_away == ()
    assert not access.gives_away_much


def test_due_waiting_upcoming_and_done_each_have_their_place(session):
    session.record("north-bureau/access", "asked", date(2026, 11, 1), reference="4711")
    session.record("prescreen-list/opt-out", "confirmed", date(2026, 11, 2))
    session.record("north-bureau/freeze", "started", date(2026, 11, 10))
    report = session.report()
    assert [(entry.kind, entry.key) for entry in report.due] == [
        ("late", "north-bureau/access"),
        ("unfinished", "north-bureau/freeze"),
    ]
    assert [entry.kind for entry in report.upcoming] == ["lapses"]
    (waiting,) = report.waiting
    assert (waiting.key, waiting.since, waiting.expected) == (
        "north-bureau/access",
        date(2026, 11, 1),
        date(2026, 11, 16),
    )
    assert [(line.on.day, line.state, line.reference) for line in report.done] == [
        (10, "started", ""),
        (2, "said done", ""),
        (1, "asked", "4711"),
    ]
    assert report.they_did.late == 1


def test_what_was_taken_back_is_not_in_the_report(session):
    session.record("north-bureau/access", "asked", TODAY)
    session.undo()
    report = session.report()
    assert report.done == report.waiting == ()


def test_the_names_of_the_covered_are_told(in_region):
    session = in_region("US-CA")
    register = next(action for action in session.report().todo if action.key == "golden-register/delete")
    assert register.covers == ("First Broker", "Second Broker")


@pytest.mark.parametrize("region", ["US-TX", "CA-ON", "MX-JAL", "US", "CA", "MX"])
def test_no_californian_law_is_named_to_somebody_elsewhere(in_region, region):
    assert "CCPA" not in {law for action in in_region(region).report().todo for law in action.law}


def test_the_californian_law_is_named_to_a_californian_and_custom_in_words_to_all(in_region):
    freeze = next(action for action in in_region("US-CA").report().todo if action.key == "north-bureau/freeze")
    assert freeze.law == ("Federal File Act", "CCPA", "an old custom")


def test_a_law_with_a_future_date_is_named_from_its_day(in_region):
    session = in_region("US-LA")

    def laws():
        return next(action for action in session.report().todo if action.key == "north-bureau/freeze").law

    assert "Louisiana Privacy Act" not in laws()
    session.today = date(2027, 1, 1)
    assert "Louisiana Privacy Act" in laws()


def test_a_hostile_label_comes_out_clean(in_region):
    report = in_region("US-TX", HOSTILE).report()
    assert report.person.startswith("Ann")
    assert not unprintable(report.person)


@pytest.mark.parametrize("region", ["US-CA", "US-TX", "CA-ON", "CA-QC", "MX-JAL", "US"])
def test_the_shipped_catalogue_gives_a_useful_report_from_the_region_alone(catalog, ledger, region):
    report = Session(catalog, ledger, ledger.add_person("me", region), TODAY).report()
    assert len(report.todo) >= 3
    assert len(report.counts) == 14
    assert all(action.steps and action.because for action in report.todo)
    assert report.total.presumed >= 2
