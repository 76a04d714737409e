"""What a letter stands on, with the shipped catalogue: law, dates, office, ways, and the rungs that can be written."""

from datetime import date

import pytest
from examples import TODAY

from privacy_audit import footing
from privacy_audit.catalog.load import load
from privacy_audit.correspondence import note_written, write
from privacy_audit.ledger.store import Ledger
from privacy_audit.session import Session

KEY = "acxiom/opt-out"
LONG_AGO = date(2026, 9, 1)


@pytest.fixture(scope="module")
def shipped():
    return load()


@pytest.fixture
def live(shipped, tmp_path):
    """Return a function that gives the session of somebody who lives in a region."""
    with Ledger(tmp_path / "ledger.db") as ledger:
        yield lambda region: Session(shipped, ledger, ledger.add_person(region, region), TODAY)


def ground(session, key=KEY, kind="request"):
    action = session.catalog.action(key)
    return footing.footing(session, action, write(session, action, kind))


def rungs(session, key=KEY):
    return [rung.kind for rung in footing.rungs(session, session.catalog.action(key))]


@pytest.mark.parametrize(
    ("region", "key", "law", "days"),
    [
        ("US-CA", KEY, "us-ca-ccpa", "an answer by"),
        ("US-TX", KEY, "us-tx-tdpsa", "an answer by 8 Jan 2027, 22 Feb 2027 if they take longer"),
        ("CA-QC", "equifax-ca/access", "ca-qc-law25", "an answer by"),
        ("MX-JAL", "myheritage/delete", "mx-lfpdppp", "an answer by"),
    ],
)
def test_the_law_is_the_one_that_the_letter_names(live, region, key, law, days):
    session = live(region)
    found = ground(session, key)
    assert found.law.id == found.right.law.id == law
    assert found.right.applies != "no"
    assert found.why
    assert found.office.complaint_url
    assert found.days_in_brief().startswith("if sent today: ")
    assert days in found.days_in_brief()


def test_the_days_run_from_the_day_of_asking(live):
    session = live("US-TX")
    session.record(KEY, "asked", LONG_AGO)
    assert ground(session).days_in_brief() == "asked 1 Sep: an answer by 16 Oct (passed)"
    assert ("an appeal", "answered within 60 days") in ground(session).days()
    session.record(KEY, "extended", date(2026, 10, 1))
    assert "16 Oct" not in ground(session).days_in_brief()
    assert "30 Nov" in ground(session).days_in_brief()


def test_the_last_day_to_complain_counts_from_the_refusal_and_says_when_it_has_passed(live):
    session = live("CA-QC")
    session.record("equifax-ca/access", "asked", LONG_AGO)
    session.record("equifax-ca/access", "refused", date(2026, 9, 10))
    (line,) = [text for name, text in ground(session, "equifax-ca/access").days() if name == "a complaint"]
    assert "which has passed" in line
    assert "a new request starts new days" in line


def test_an_appeal_taken_out_starts_its_term(live):
    session = live("US-TX")
    session.record(KEY, "asked", LONG_AGO)
    session.record(KEY, "refused", date(2026, 9, 10))
    action = session.catalog.action(KEY)
    note_written(session, action, write(session, action, "appeal"), "clipboard")
    assert any(name == "your appeal answered" for name, _ in ground(session).days())


def test_no_law_is_said_plainly_and_the_consumer_office_named(live):
    found = ground(live("US-LA"))
    assert (found.law, found.right, found.cited) == (None, None, "")
    assert "claims nothing" in found.why
    assert "no law sets days" in found.days_in_brief()
    assert "Louisiana" in found.office.name


def test_the_rungs_follow_what_was_taken_out_since_the_last_asking(live):
    session = live("US-TX")
    action = session.catalog.action(KEY)
    assert rungs(session) == ["request"]
    session.record(KEY, "asked", LONG_AGO)
    assert rungs(session) == ["follow-up", "appeal", "complaint"]
    note_written(session, action, write(session, action, "follow-up"), footing.SENT)
    assert rungs(session) == ["appeal", "complaint"]
    assert footing.history(session, action).followed_up == TODAY
    session.record(KEY, "refused", note="They said: use our form")
    assert rungs(session) == ["answer-form", "appeal", "complaint"]
    session.record(KEY, "asked")
    assert footing.taken_out(session, action) == {}
    assert footing.reason_note(session, action) == ""


def test_a_law_without_appeal_goes_to_the_office(live):
    session = live("CA-QC")
    session.record("equifax-ca/access", "asked", LONG_AGO)
    assert rungs(session, "equifax-ca/access") == ["follow-up", "complaint"]


def test_undoing_a_refusal_undoes_its_reason(live):
    session = live("US-TX")
    session.record(KEY, "asked", LONG_AGO)
    session.record(KEY, "refused", note="They said: we serve members only")
    action = session.catalog.action(KEY)
    assert footing.history(session, action).reason == "we serve members only"
    session.undo()
    assert footing.history(session, action).reason == ""


def test_other_ways_to_reach_them_and_an_address_of_ones_own(live):
    session = live("US-CA")
    action = session.catalog.action("23andme/access")
    ways = footing.ways(session, action)
    assert ways[0].sort == "page"
    (mail,) = [way for way in ways if way.address == "privacy@23andme.com"]
    assert write(session, footing.sent_to(action, mail)).email == "privacy@23andme.com"
    assert write(session, footing.addressed(action, "ask@firm.example")).email == "ask@firm.example"
    posted = write(session, footing.addressed(action, "Firm, 1 Example Street, Austin, TX 78701"))
    assert posted.to[-1] == "Austin, TX 78701"
    assert footing.addressed(action, None) == action
