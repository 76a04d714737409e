"""What a person told, read for the reasoning: whole, or about a few actions with the rest read on demand."""

from datetime import date

from examples import TODAY

from privacy_audit.told import Told


def test_about_a_few_actions_all_else_is_the_same_as_whole(session, ledger):
    session.answer("mirror-people", "yes")
    session.record("mirror-people/opt-out", "asked", date(2026, 11, 1))
    session.record("north-bureau/freeze", "confirmed")
    session.life("moved")
    session.begin_audit("quick")
    told = Told(session.catalog, ledger)
    whole = told.standing(session.person)
    some = told.standing_about(session.person, {"mirror-people/opt-out"})
    assert (some.region, some.answers, some.audits, some.life) == (
        whole.region,
        whole.answers,
        whole.audits,
        whole.life,
    )
    assert dict(some.actions) == whole.actions
    assert some.state("first-broker/opt-out").status == "open"


def test_only_the_actions_that_are_asked_for_are_read(session, ledger):
    for key in ("mirror-people/opt-out", "north-bureau/freeze", "first-broker/opt-out"):
        session.record(key, "confirmed")
    some = Told(session.catalog, ledger).standing_about(session.person, {"mirror-people/opt-out"})
    statements: list[str] = []
    ledger._connection.set_trace_callback(statements.append)
    assert len(some.actions) == 3
    assert some.state("north-bureau/freeze").status == some.actions["north-bureau/freeze"].status == "confirmed"
    ledger._connection.set_trace_callback(None)
    assert len(statements) == 1


def test_an_organisation_that_was_renamed_has_everything_read(session, ledger):
    ledger.record(session.person.id, "old-name/opt-out", "asked", TODAY, TODAY)
    told = Told(session.catalog, ledger)
    for name in ("old-name", "new-name"):
        assert told.standing_about(session.person, {f"{name}/opt-out"}) is None
    assert list(told.standing_about(session.person, {"mirror-people/opt-out"}).actions) == ["new-name/opt-out"]


def test_the_key_that_the_ledger_has(session, ledger):
    told = Told(session.catalog, ledger)
    assert told.as_told("new-name/opt-out", ["old-name/opt-out"]) == "old-name/opt-out"
    assert told.as_told("new-name/opt-out", ["old-name/opt-out", "new-name/opt-out"]) == "new-name/opt-out"
    assert told.as_told("new-name", ["mirror-people"]) == "new-name"
    assert told.current("old-name/opt-out") == "new-name/opt-out"
