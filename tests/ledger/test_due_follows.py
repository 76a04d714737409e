"""What is due follows each record by that record's own dates alone; it must be what a whole derivation gives."""

import tempfile
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from examples import TODAY
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from privacy_audit.audit import due
from privacy_audit.audit.rhythm import LONGEST, SHORTEST
from privacy_audit.catalog.catalog import Catalog
from privacy_audit.ledger.errors import IllegalMove, LedgerError, NothingToUndo, WrongDate
from privacy_audit.ledger.moves import STATES
from privacy_audit.ledger.projections import RARE
from privacy_audit.ledger.store import ANSWERS, Ledger
from privacy_audit.session import Session
from privacy_audit.told import Told

_REGIONS = ("US-CA", "US-TX", "CA-QC", "MX-JAL")
_LETTERS = ("request", "follow-up", "appeal", "complaint")


def acts(catalog: Catalog, keys: list[str]) -> some.SearchStrategy:
    """Return lists of acts of a person on a few actions of a catalogue: (method of the session, arguments)."""
    key = some.sampled_from(keys)
    organisation = some.sampled_from(sorted({one.partition("/")[0] for one in keys}))
    day = some.integers(0, 200).map(lambda days: TODAY - timedelta(days=days))
    theme = some.sampled_from(list(catalog.theme_titles))
    plain = {
        "answer": some.tuples(organisation, some.sampled_from(ANSWERS)),
        "record": some.tuples(key, some.sampled_from(STATES), day),
        "undo": some.just(()),
        "life": some.tuples(some.sampled_from(list(catalog.life_changes)), day, organisation | some.just("")),
        "begin_audit": some.tuples(some.sampled_from(["quick", "whole"])),
        "set_rhythm": some.tuples(theme, some.none() | some.integers(SHORTEST, LONGEST)),
    }
    named = {
        "annotate": some.tuples(key, some.fixed_dictionaries({"note": some.just("called")})),
        "note_letter": some.tuples(key, some.fixed_dictionaries({"kind": some.sampled_from(_LETTERS)})),
        "edit_person": some.tuples(
            some.fixed_dictionaries({}, optional={"region": some.sampled_from(_REGIONS), "audit_days": day.map(_days)})
        ),
    }
    one = [arguments.map(lambda them, name=name: (name, them, {})) for name, arguments in plain.items()]
    one += [arguments.map(lambda them, name=name: (name, them[:-1], them[-1])) for name, arguments in named.items()]
    often = [one[1]] * 4
    return some.lists(some.tuples(some.booleans(), some.one_of(*often, *one)), min_size=1, max_size=20)


def _days(day: date) -> int:
    return 7 + (TODAY - day).days


def follow(catalog: Catalog, asked: list[str], told: list) -> None:
    """Let two programs with one ledger do these acts, after `asked` was, and compare what is due after each."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.db"
        with Ledger(path) as one, Ledger(path) as other:
            person = one.add_person("me", "US-CA")
            for key in asked:
                one.record(person.id, key, "asked", TODAY - timedelta(days=201), TODAY)
            programs = [Session(catalog, ledger, person, TODAY) for ledger in (one, other)]
            programs[0].freshen_due()
            for second, (name, arguments, more) in told:
                with suppress(IllegalMove, WrongDate, NothingToUndo):
                    getattr(programs[second], name)(*arguments, **more)
                assert one.due(person.id) == due.derive(catalog, Told(catalog, one).standing(one.person()))


_with_catalogue = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@_with_catalogue
@given(data=some.data())
def test_with_a_small_catalogue(small, data):
    keys = ["mirror-people/opt-out", "prescreen-list/opt-out", "north-bureau/freeze", "north-bureau/access"]
    told = data.draw(acts(small, [*keys, "gone-broker/opt-out", "new-name/opt-out"]))
    follow(small, ["old-name/opt-out"], told)


@_with_catalogue
@given(data=some.data())
def test_with_the_shipped_catalogue_and_its_laws(catalog, data):
    by_law = [one.key for id in catalog.quick_walk("US-CA") for one in catalog.get(id).actions if one.law]
    follow(catalog, by_law[:2], data.draw(acts(catalog, by_law[:8])))


class TestOnlyWhatTheRecordMoves:
    @pytest.fixture
    def derived(self, monkeypatch) -> list:
        """The keys of which each derivation was."""
        seen: list = []
        real = due.derive

        def derive(catalog, standing, keys=None):
            seen.append(keys)
            return real(catalog, standing, keys)

        monkeypatch.setattr(due, "derive", derive)
        return seen

    def test_the_first_writing_of_a_run_derives_all_and_the_next_one_their_own(self, session, derived):
        session.record("mirror-people/opt-out", "asked")
        session.record("first-broker/opt-out", "asked")
        session.answer("north-bureau", "yes")
        session.undo()
        session.undo()
        session.edit_person(region="US-CA")
        own = [frozenset({"first-broker/opt-out"}), frozenset(), frozenset(), frozenset({"first-broker/opt-out"})]
        assert derived == [None, *own, None]

    def test_dates_that_another_catalogue_gave_are_mended_by_the_first_writing(self, session, ledger):
        session.record("mirror-people/opt-out", "asked")
        right = ledger.due(session.person.id)
        ledger._connection.execute("UPDATE due SET rule = 'of an older catalogue'")
        later = Session(session.catalog, ledger, session.person, TODAY)
        later.answer("north-bureau", "yes")
        assert ledger.due(session.person.id) == right

    def test_deriving_again_derives_all(self, session, ledger):
        session.record("mirror-people/opt-out", "asked")
        right = ledger.due(session.person.id)
        ledger._connection.execute("DELETE FROM due")
        ledger.refresh_due(session.person.id)
        assert ledger.due(session.person.id) == right

    def test_what_comes_under_the_new_name_of_an_organisation_outranks_what_was_under_the_old_one(
        self, session, ledger
    ):
        session.answer("north-bureau", "yes")
        for name, day in (("old-name", date(2026, 11, 1)), ("new-name", TODAY)):
            ledger.record(session.person.id, f"{name}/opt-out", "asked", day, TODAY)
        (entry,) = ledger.due(session.person.id)
        assert (entry.key, entry.on) == ("new-name/opt-out", date(2026, 12, 4))
        ledger.undo(session.person.id)
        (entry,) = ledger.due(session.person.id)
        assert (entry.key, entry.on) == ("new-name/opt-out", date(2026, 11, 11))

    def test_a_writing_that_failed_is_no_proof_that_the_dates_are_right(self, session, ledger, derived):
        with pytest.raises(LedgerError):
            session.record("mirror-people/opt-out", "relisted")
        session.record("mirror-people/opt-out", "asked")
        assert derived == [None]


@pytest.mark.parametrize("kind", ["audit", "life", "letter", "undo"])
def test_the_rarer_kinds_are_found_without_reading_the_whole_log(ledger, kind):
    sql = f"EXPLAIN QUERY PLAN SELECT * FROM events WHERE person = ? AND {RARE} AND kind = ? ORDER BY id"
    (how, *_) = [row["detail"] for row in ledger._connection.execute(sql, ("me", kind))]
    assert how == "SEARCH events USING INDEX events_of_a_kind (person=? AND kind=?)"


def test_the_last_record_is_found_from_the_end_of_the_log(ledger):
    statements: list[str] = []
    me = ledger.add_person("me", "US").id
    for number in range(3):
        ledger.answer(me, f"organisation-{number}", "yes", TODAY)
    ledger._connection.set_trace_callback(statements.append)
    assert ledger.undo(me).organisation == "organisation-2"
    ledger._connection.set_trace_callback(None)
    (found,) = [one for one in statements if one.startswith("SELECT * FROM events WHERE +person")]
    (how, *_) = [row["detail"] for row in ledger._connection.execute(f"EXPLAIN QUERY PLAN {found}")]
    assert how == "SCAN events USING INDEX sqlite_autoindex_events_1", "the newest first, and nothing is sorted"
