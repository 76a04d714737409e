"""One person's audit: catalogue, ledger and reasoning together."""

from datetime import date

import pytest
from examples import TODAY, act, organisation, small_catalog, write_organisations, write_tree

from privacy_audit.catalog.catalog import Catalog, UnknownAction, UnknownOrganisation
from privacy_audit.catalog.compiler import compile_tree
from privacy_audit.exports.wording import facts
from privacy_audit.ledger.errors import IllegalMove, NothingToUndo, UnknownPerson, WrongDate
from privacy_audit.ledger.forget import forget
from privacy_audit.ledger.store import Ledger
from privacy_audit.links import store
from privacy_audit.links.outcomes import Look
from privacy_audit.session import Session


def test_each_writing_is_seen_by_the_next_reading(session):
    assert session.standing.answers == {}
    first = len(session.plan)
    session.answer("mirror-people", "yes")
    assert session.standing.answers == {"mirror-people": "yes"}
    assert len(session.plan) == first + 1
    session.record("mirror-people/opt-out", "asked")
    assert len(session.plan) == first
    assert [entry.kind for entry in session.due_entries] == ["answer-expected"]
    session.undo()
    assert len(session.plan) == first + 1
    assert session.due_entries == []
    session.edit_person(region="MX-JAL")
    assert session.standing.region == "MX-JAL"
    assert "agave-bureau/access" in [item.key for item in session.plan]


def test_counts_and_behaviour_follow_the_records(session):
    session.record("mirror-people/opt-out", "asked", date(2026, 11, 1))
    assert sum(row.asked for row in session.counts) == 1
    assert session.they_did.late == 1
    session.record("mirror-people/opt-out", "refused")
    assert (session.they_did.late, session.they_did.refused) == (0, 1)


def test_a_record_without_a_day_is_of_today(session):
    assert session.record("mirror-people/opt-out", "asked").data["on"] == "2026-11-24"


@pytest.mark.parametrize(
    ("write", "error", "words"),
    [
        (lambda s: s.answer("mirror-peopel", "yes"), UnknownOrganisation, "mirror-people"),
        (lambda s: s.record("mirror-people/delete", "asked"), UnknownAction, "mirror-people/opt-out"),
        (lambda s: s.record("nobody-at-all-here/delete", "asked"), UnknownOrganisation, "search"),
        (lambda s: s.answer("mirror-people", "maybe"), IllegalMove, "unsure"),
        (lambda s: s.record("mirror-people/opt-out", "relisted"), IllegalMove, "asked"),
        (lambda s: s.record("mirror-people/opt-out", "asked", date(2026, 11, 25)), WrongDate, "future"),
        (lambda s: s.undo(), NothingToUndo, "no record"),
    ],
)
def test_what_cannot_be_says_what_can_and_writes_nothing(session, write, error, words):
    with pytest.raises(error, match=words):
        write(session)
    assert [event.kind for event in session.ledger.events(session.person.id)] == ["person"]


def test_due_looks_as_far_ahead_as_asked(session):
    session.record("first-broker/opt-out", "started")
    assert session.due() == session.due(6) == []
    assert [entry.kind for entry in session.due(7)] == ["unfinished"]


def test_what_is_due_is_kept_in_the_ledger_after_a_change_of_the_person(session):
    session.begin_audit("quick")
    session.edit_person(audit_days=30)
    (entry,) = session.ledger.due(session.person.id)
    assert entry.on == date(2026, 12, 24)
    assert session.due_entries == [entry]


def test_laws_are_those_of_the_person_and_words_without_a_law_are_kept(session):
    action = session.action_of("north-bureau/freeze")
    assert session.law_names(action) == ("Federal File Act", "Texas Privacy Act", "an old custom")


def test_an_action_that_has_gone_is_none(session):
    assert session.action_of("mirror-people/vanished") is None
    assert session.action_of("vanished/opt-out") is None


class TestARenamedOrganisation:
    """``new-name`` was ``old-name`` when the person answered and asked."""

    @pytest.fixture
    def renamed(self, tmp_path, small):
        """A ledger written when the file was still called old-name, read with today's catalogue."""
        write_organisations(tmp_path / "then", (organisation("old-name", act("opt-out", takes_days=10)),))
        then = Catalog(compile_tree(small_tree(tmp_path), own=False) | compiled(tmp_path / "then"))
        ledger = Ledger(tmp_path / "ledger.db")
        before = Session(then, ledger, ledger.add_person("me", "US-TX"), date(2026, 10, 1))
        before.answer("old-name", "yes")
        before.record("old-name/opt-out", "asked")
        yield Session(small, ledger, before.person, TODAY)
        ledger.close()

    def test_what_was_told_under_the_old_name_holds_under_the_new(self, renamed):
        assert renamed.standing.answers == {"new-name": "yes"}
        assert renamed.standing.state("new-name/opt-out").status == "asked"
        assert "new-name/opt-out" not in [item.key for item in renamed.plan]
        assert [entry.key for entry in renamed.due()] == ["new-name/opt-out"]

    @pytest.mark.parametrize("name", ["old-name", "new-name"])
    def test_its_life_goes_on_under_either_name(self, renamed, name):
        renamed.record(f"{name}/opt-out", "confirmed")
        assert renamed.standing.state("new-name/opt-out").status == "confirmed"
        with pytest.raises(IllegalMove, match="confirmed"):
            renamed.record(f"{name}/opt-out", "asked")
        renamed.undo()
        assert renamed.standing.state("new-name/opt-out").status == "asked"

    @pytest.mark.parametrize("name", ["old-name", "new-name"])
    def test_a_new_answer_replaces_the_old_one(self, renamed, name):
        renamed.answer(name, "no")
        assert renamed.standing.answers == {"new-name": "no"}
        renamed.undo()
        assert renamed.standing.answers == {"new-name": "yes"}

    def test_it_is_counted_once(self, renamed):
        assert sum(row.known for row in renamed.counts) == 1


def small_tree(tmp_path):
    """Write today's small checklists and return their folder."""
    small_catalog(tmp_path / "now")
    return tmp_path / "now"


def compiled(folder):
    """Return organisations and former names of a folder as they were then."""
    then = compile_tree(folder, own=True)
    return {"organisations": then["organisations"], "formerly": then["formerly"]}


def test_an_appeal_that_is_taken_out_sets_the_day_of_its_answer_at_once(catalog, ledger):
    person = ledger.add_person("me", "US-TX")
    session = Session(catalog, ledger, person, TODAY)
    key = "spokeo/opt-out"
    session.record(key, "asked", date(2026, 9, 1))
    session.record(key, "refused", date(2026, 10, 1))
    assert session.standing.letters == {}
    session.note_letter(key, kind="appeal", to="them", channel="copied", discloses=[])
    assert session.standing.letters == {key: {"appeal": TODAY}}
    (entry,) = [entry for entry in session.due_entries if entry.kind == "appeal-expected"]
    assert entry.on == date(2027, 1, 25)
    assert entry in ledger.due(person.id)


def test_dates_of_somebody_who_is_no_longer_in_the_ledger_are_left_alone(session):
    session.answer("mirror-people", "yes")
    session.record("mirror-people/opt-out", "asked")
    forget(session.ledger, session.person)
    session.freshen_due()
    with pytest.raises(UnknownPerson, match="no longer in the ledger"):
        session.answer("mirror-people", "no")
    assert session.ledger.people() == []


def test_the_report_says_what_was_amiss_with_a_page(ledger, tmp_path):
    root = write_tree(tmp_path / "checklists")
    page = "https://shy-broker.example/opt-out"
    write_organisations(root / "organisations", (organisation("shy-broker", act("opt-out", url=page)),))
    session = Session(Catalog(compile_tree(root)), ledger, ledger.add_person("me", "US-TX"), TODAY)
    session.answer("shy-broker", "yes")
    assert {one.page_amiss for one in session.report().todo} == {""}
    store.add_chosen(ledger, session.person.id, TODAY, {page: Look(date(2026, 11, 3), "silent")})
    (told,) = (one for one in session.report().todo if one.page_amiss)
    assert (told.url, told.page_amiss) == (page, "did not answer on 3 Nov")
    assert ("The page", "Did not answer on 3 Nov.") in [(one.label, one.text) for one in facts(told)]
