"""What is said beside an address: plain words with the day, nothing where nothing is amiss."""

from datetime import date, timedelta

import pytest
from examples import HOSTILE, unprintable

from privacy_audit.links import store, words
from privacy_audit.links.outcomes import Look, with_look

TODAY = date(2026, 11, 24)
DAY = date(2026, 11, 3)
URL = "https://a.example/privacy"


@pytest.mark.parametrize(
    ("look", "said"),
    [
        (Look(DAY, "silent"), "did not answer on 3 Nov"),
        (Look(DAY, "missing", 404), "was not there on 3 Nov"),
        (Look(date(2025, 12, 3), "silent"), "did not answer on 3 Dec 2025"),
        (Look(DAY, "server", 500), "had trouble answering on 3 Nov"),
        (Look(DAY, "moved", 301, "https://b.example/new?x=1"), "led to b.example on 3 Nov"),
        (Look(DAY, "moved", 301), "had moved on 3 Nov"),
        (Look(DAY, "fine", 200), ""),
        (Look(DAY, "blocked", 403), ""),
        (Look(DAY, "slow"), ""),
        (Look(DAY, "http"), ""),
    ],
)
def test_one_look_in_words(look, said):
    assert words.of_history((look,), TODAY) == said


def test_certificate_trouble_says_what_to_take_care_of():
    said = words.of_history((Look(DAY, "certificate"),), TODAY)
    assert said.startswith("could not prove who it is on 3 Nov: type nothing about yourself there")


def test_dead_says_since_when_and_what_to_do():
    history = ()
    for days in (0, 4, 9):
        history = with_look(history, Look(DAY + timedelta(days=days), "missing", 404))
    assert words.of_history(history, TODAY) == "dead since 3 Nov: search for their privacy page instead"
    assert "look for their new page" in words.suggestion(history)


def test_beside_an_address_of_the_catalogue():
    store.add({URL: Look(DAY, "silent")})
    assert words.beside(URL + "#form", TODAY) == "did not answer on 3 Nov"
    for other in ("https://b.example/", None, "", "mailto:a@b.example", "javascript:alert(1)"):
        assert words.beside(other, TODAY) == ""


def test_a_hostile_host_is_shown_literally_and_short():
    look = Look(DAY, "moved", 301, "https://" + "x" * 300 + HOSTILE)
    assert not unprintable(words.of_history((look,), TODAY))
    assert len(words.of_history((look,), TODAY)) < 100


@pytest.mark.parametrize("kind", ["missing", "silent", "moved", "certificate", "server", "slow", "http", "blocked"])
def test_a_maintainer_is_told_what_to_do_of_each(kind):
    assert words.suggestion((Look(DAY, kind),))
    assert words.suggestion((Look(DAY, "fine"),)) == ""
