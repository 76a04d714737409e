"""What changed between two audits."""

from datetime import date

from examples import TODAY

from privacy_audit.audit.compare import HEADINGS, audits, compare, counted, parts, returned, snapshot
from privacy_audit.audit.counts import by_theme, total


def _on(session, day: int, month: int = 11) -> None:
    session.today = date(2026, month, day)


def _events(session):
    return session.ledger.standing_events(session.person.id)


def _difference(session):
    events = _events(session)
    return compare(snapshot(events, 1), snapshot(events, 2))


def test_audits_are_numbered_from_one_with_their_day_and_scope(session):
    _on(session, 1)
    session.begin_audit("quick")
    _on(session, 20)
    session.begin_audit("whole")
    first, second = audits(_events(session))
    assert (first.number, first.on, first.scope) == (1, date(2026, 11, 1), "quick")
    assert (second.number, second.on, second.scope) == (2, date(2026, 11, 20), "whole")


def test_a_snapshot_ends_where_the_next_audit_begins(session):
    session.begin_audit("quick")
    session.answer("mirror-people", "yes")
    session.begin_audit("whole")
    session.answer("first-broker", "yes")
    events = _events(session)
    assert snapshot(events, 1).answers == {"mirror-people": "yes"}
    assert snapshot(events, 2).answers == {"mirror-people": "yes", "first-broker": "yes"}


def test_new_and_gone_holders_are_told_apart(session):
    session.begin_audit("quick")
    session.answer("mirror-people", "yes")
    session.answer("second-broker", "unsure")
    session.begin_audit("quick")
    session.answer("mirror-people", "no")
    session.answer("first-broker", "past")
    found = _difference(session)
    assert found.new_holders == ("first-broker",)
    assert found.gone_holders == ("mirror-people",)


def test_newly_asked_stopped_refused_and_come_back(session):
    session.begin_audit("quick")
    session.record("mirror-people/opt-out", "asked", TODAY)
    session.record("first-broker/opt-out", "confirmed", TODAY)
    session.begin_audit("quick")
    session.record("mirror-people/opt-out", "confirmed", TODAY)
    session.record("first-broker/opt-out", "relisted", TODAY)
    session.record("second-broker/delete", "asked", TODAY)
    session.record("second-broker/delete", "refused", TODAY)
    found = _difference(session)
    assert found.newly_asked == ("second-broker/delete",)
    assert found.newly_stopped == ("mirror-people/opt-out",)
    assert found.came_back == ("first-broker/opt-out",)
    assert found.refused == ("second-broker/delete",)


def test_what_came_back_and_was_stopped_again_still_came_back(session):
    session.begin_audit("quick")
    session.record("first-broker/opt-out", "confirmed", TODAY)
    session.begin_audit("quick")
    session.record("first-broker/opt-out", "relisted", TODAY)
    session.record("first-broker/opt-out", "confirmed", TODAY)
    assert _difference(session).came_back == ("first-broker/opt-out",)


def test_what_was_asked_again_after_reopening_is_newly_asked(session):
    session.begin_audit("quick")
    session.record("first-broker/opt-out", "asked", TODAY)
    session.begin_audit("quick")
    session.record("first-broker/opt-out", "reopen", TODAY)
    session.record("first-broker/opt-out", "asked", TODAY)
    assert _difference(session).newly_asked == ("first-broker/opt-out",)


def test_what_was_taken_back_never_happened(session):
    session.begin_audit("quick")
    session.begin_audit("quick")
    session.record("first-broker/opt-out", "asked", TODAY)
    session.undo()
    found = _difference(session)
    assert found == compare(snapshot([], 1), snapshot([], 2))


def test_an_audit_compared_with_itself_shows_nothing(session):
    session.begin_audit("quick")
    session.answer("mirror-people", "yes")
    session.record("mirror-people/opt-out", "asked", TODAY)
    one = snapshot(_events(session), 1)
    found = compare(one, one)
    assert not any(getattr(found, name) for name in found.__dataclass_fields__)


def test_what_was_seen_gone_is_told_apart_from_what_they_only_say(session):
    session.begin_audit("quick")
    session.record("first-broker/opt-out", "confirmed", TODAY)
    session.begin_audit("quick")
    session.record("first-broker/opt-out", "verified", TODAY)
    session.record("mirror-people/opt-out", "asked", TODAY)
    session.record("mirror-people/opt-out", "verified", TODAY)
    session.record("second-broker/delete", "confirmed", TODAY)
    found = _difference(session)
    assert found.newly_stopped == ("mirror-people/opt-out", "second-broker/delete")
    assert found.seen_gone == ("first-broker/opt-out", "mirror-people/opt-out")
    shown = parts(found)
    assert list(shown) == list(HEADINGS)
    assert shown["newly_stopped"] == ("second-broker/delete",)


def test_what_came_back_between_two_audits_says_how_long_it_stayed_away(session):
    _on(session, 1, 3)
    session.begin_audit("quick")
    session.record("first-broker/opt-out", "confirmed", session.today)
    _on(session, 1, 5)
    session.record("first-broker/opt-out", "relisted", session.today)
    session.begin_audit("quick")
    session.record("first-broker/opt-out", "confirmed", session.today)
    _on(session, 11, 5)
    session.record("first-broker/opt-out", "relisted", session.today)
    events = _events(session)
    assert {key: one.days for key, one in returned(events, 1, 2).items()} == {"first-broker/opt-out": 10}
    assert returned(events, 2, 2) == returned(events, 1, 1) == {}


def test_the_counts_of_the_last_audit_are_those_of_home(session):
    session.begin_audit("quick")
    session.answer("mirror-people", "yes")
    session.begin_audit("quick")
    session.answer("new-name", "yes")
    session.record("mirror-people/opt-out", "asked", TODAY)
    events = _events(session)
    before, after = (counted(session.catalog, "US-TX", snapshot(events, number)) for number in (1, 2))
    assert (before.known, before.asked) == (1, 0)
    assert after == total(by_theme(session.catalog, session.standing))
