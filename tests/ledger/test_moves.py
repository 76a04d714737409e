"""The life of an action: CLI.md's table of legal moves, both ways, and the fold from records to a state."""

from datetime import date, timedelta

import pytest

from privacy_audit.ledger import moves
from privacy_audit.ledger.errors import IllegalMove, WrongDate
from privacy_audit.ledger.moves import OPEN, STATES, ActionState, check, fold, follow

_TODAY = date(2026, 11, 24)
_KEY = "mirror-people/opt-out"

#: CLI.md, "Legal moves of an action", word for word.
_TABLE = """
open | started, asked, confirmed, not-found, set-aside
started | asked, confirmed, not-found, set-aside, reopen
asked | asked, acknowledged, extended, confirmed, verified, refused, set-aside, reopen
acknowledged | extended, confirmed, verified, refused, set-aside, reopen
extended | acknowledged, confirmed, verified, refused, set-aside, reopen
confirmed | verified, relisted, refused, reopen
verified | verified, relisted, reopen
refused | asked, confirmed, set-aside, reopen
relisted | started, asked, confirmed, set-aside, reopen
not-found | not-found, started, asked, relisted, reopen
set-aside | reopen
"""
CONTRACT = {
    before: tuple(after.split(", "))
    for before, _, after in (line.partition(" | ") for line in _TABLE.split("\n") if line)
}
_ALL = [(before, after) for before in CONTRACT for after in STATES]
_LEGAL = [(before, after) for before, after in _ALL if after in CONTRACT[before]]
_ILLEGAL = [pair for pair in _ALL if pair not in _LEGAL]


def _fold(text: str) -> ActionState:
    words = [record.split() for record in text.split(", ")]
    return fold((f"{place:03}", {"state": state, "on": on}) for place, (state, on) in enumerate(words))


def test_the_table_names_every_state_and_no_other():
    assert set(CONTRACT) == {"open", *STATES} - {"reopen"}
    assert {after for many in CONTRACT.values() for after in many} == set(STATES)
    assert len(_LEGAL) == 52
    assert len(_ILLEGAL) == 69


def test_every_state_has_its_meaning_and_its_short_word():
    assert set(moves.SHORT) == {"open", *STATES}
    assert all(moves.MEANINGS[state] and moves.SHORT[state] for state in STATES)


@pytest.mark.parametrize(("before", "after"), _LEGAL)
def test_every_legal_move_is_accepted_and_leads_where_it_says(before, after):
    state = ActionState(status=before, day=_TODAY)
    check(_KEY, state, after, _TODAY, _TODAY)
    assert follow(state, after, _TODAY).status == ("open" if after == "reopen" else after)


@pytest.mark.parametrize(("before", "after"), _ILLEGAL)
def test_every_other_move_is_refused_with_the_words_to_use_instead(before, after):
    with pytest.raises(IllegalMove) as refusal:
        check(_KEY, ActionState(status=before, day=_TODAY), after, _TODAY, _TODAY)
    message = str(refusal.value)
    assert f"{_KEY} is {before!r} and cannot become {after!r}" in message
    assert f"it can become: {', '.join(CONTRACT[before])}." in message


@pytest.mark.parametrize("word", ["done", "late", "lapsed", "open", "Asked", ""])
def test_a_word_that_is_no_state_is_refused_with_all_that_are(word):
    with pytest.raises(IllegalMove) as refusal:
        check(_KEY, OPEN, word, _TODAY, _TODAY)
    assert all(state in str(refusal.value) for state in STATES)


def test_a_day_in_the_future_is_refused():
    check(_KEY, OPEN, "asked", _TODAY, _TODAY)
    with pytest.raises(WrongDate, match="2026-11-25 is in the future"):
        check(_KEY, OPEN, "asked", _TODAY + timedelta(days=1), _TODAY)


def test_a_day_before_the_record_that_it_follows_is_refused_and_the_same_day_is_not():
    state = _fold("asked 2026-11-10")
    check(_KEY, state, "confirmed", date(2026, 11, 10), _TODAY)
    with pytest.raises(WrongDate, match="2026-11-09 is before 2026-11-10, when mirror-people/opt-out became 'asked'"):
        check(_KEY, state, "confirmed", date(2026, 11, 9), _TODAY)


def test_after_reopening_the_day_of_reopening_still_counts():
    state = _fold("asked 2026-11-01, reopen 2026-11-10")
    with pytest.raises(WrongDate):
        check(_KEY, state, "asked", date(2026, 11, 9), _TODAY)


def test_nothing_recorded_is_open():
    assert fold([]) == OPEN


def test_asking_twice_remembers_the_first_and_the_last_day():
    state = _fold("asked 2026-09-01, asked 2026-11-01")
    assert (state.first_asked_on, state.asked_on, state.times_asked) == (date(2026, 9, 1), date(2026, 11, 1), 2)


def test_a_receipt_and_an_extension_leave_the_day_of_asking():
    state = _fold("asked 2026-09-01, acknowledged 2026-09-03, extended 2026-09-20")
    assert (state.status, state.asked_on, state.day) == ("extended", date(2026, 9, 1), date(2026, 9, 20))


def test_seen_gone_without_their_word_counts_as_confirmed_that_day():
    assert _fold("asked 2026-09-01, verified 2026-09-20").confirmed_on == date(2026, 9, 20)
    assert _fold("confirmed 2026-09-10, verified 2026-09-20").confirmed_on == date(2026, 9, 10)


@pytest.mark.parametrize(
    "records", ["confirmed 2026-09-01, relisted 2026-10-01", "confirmed 2026-09-01, refused 2026-10-01"]
)
def test_what_came_back_or_was_refused_after_all_is_no_longer_confirmed(records):
    assert _fold(records).confirmed_on is None


def test_reopening_begins_again_but_counts_on():
    state = _fold("asked 2026-08-01, verified 2026-09-01, relisted 2026-10-01, reopen 2026-10-02")
    assert (state.status, state.asked_on, state.confirmed_on, state.first_asked_on) == ("open", None, None, None)
    assert (state.times_asked, state.relisted) == (1, 1)


def test_a_reference_and_a_note_stay_until_others_come():
    state = follow(follow(OPEN, "asked", _TODAY, reference="4711", note="by web"), "acknowledged", _TODAY)
    assert (state.reference, state.note) == ("4711", "by web")
    assert follow(state, "refused", _TODAY, reference="4712").reference == "4712"
