"""The person's own key in the keyring: only if they want that, and gone when they say so."""

import pytest
from rings import Ring

from privacy_audit.breaches import keys
from privacy_audit.breaches.errors import BreachError

from .invented import KEY


@pytest.fixture
def person(session):
    return session.person.id


def test_it_is_kept_given_and_taken_out(ledger, person, ring):
    assert not keys.is_kept(ledger, person)
    keys.keep(ledger, person, KEY)
    assert keys.kept(ledger, person) == KEY
    assert KEY in ring.kept.values()
    assert keys.forget(ledger, person)
    assert ring.kept == {}
    assert keys.kept(ledger, person) == ""
    assert not keys.forget(ledger, person)


def test_the_ledger_never_has_it(ledger, person, ring):
    keys.keep(ledger, person, KEY)
    assert KEY not in str([event.data for event in ledger.events(person)])
    assert ledger.setting(person, keys.SETTING) == "keyring"


def test_one_persons_is_not_anothers(ledger, person, ring):
    other = ledger.add_person("you", "US-TX").id
    keys.keep(ledger, person, KEY)
    assert keys.kept(ledger, other) == ""


def test_a_keyring_is_not_asked_without_need(ledger, person, ring):
    ring.fails = True
    assert keys.kept(ledger, person) == ""


def test_one_that_does_not_answer_is_a_line(ledger, person, ring):
    keys.keep(ledger, person, KEY)
    ring.fails = True
    assert keys.kept(ledger, person) == "", "then the key is asked for"
    with pytest.raises(BreachError, match="remove the entry"):
        keys.forget(ledger, person)
    assert keys.is_kept(ledger, person), "it may still be there"
    with pytest.raises(BreachError, match="did not take the key"):
        keys.keep(ledger, person, KEY)


def test_one_that_keeps_nothing_is_noticed(ledger, person, ring):
    ring.deaf = True
    with pytest.raises(BreachError, match="did not give it back"):
        keys.keep(ledger, person, KEY)
    assert not keys.is_kept(ledger, person)


def test_one_readable_for_others_gets_nothing(ledger, person, ring, monkeypatch):
    monkeypatch.setattr(Ring, "__module__", "keyrings.alt.file")
    with pytest.raises(BreachError, match="readable for others"):
        keys.keep(ledger, person, KEY)
    assert ring.kept == {}


def test_a_missing_library_says_how_to_get_it(ledger, person, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "keyring", None)
    with pytest.raises(BreachError, match="pip install 'privacy-audit"):
        keys.keep(ledger, person, KEY)


def test_it_goes_with_somebody_who_is_forgotten(ledger, person, ring):
    keys.keep(ledger, person, KEY)
    assert keys.let_go(ledger, person) == ""
    assert ring.kept == {}
    keys.keep(ledger, person, KEY)
    ring.fails = True
    assert "remove the entry" in keys.let_go(ledger, person)
