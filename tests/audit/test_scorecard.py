"""How organisations behaved: requests, days against days allowed, late, refused, came back."""

from datetime import date, timedelta

import pytest
from examples import TODAY
from hypothesis import given
from hypothesis import strategies as st

from privacy_audit.audit import scorecard
from privacy_audit.audit.returns import Return
from privacy_audit.audit.scorecard import (
    Card,
    Request,
    by_theme,
    card_of,
    in_words,
    name_of,
    ordered,
    scorecards,
    span,
)  # fmt: skip
from privacy_audit.ledger.events import Event
from privacy_audit.ledger.moves import MOVES
from privacy_audit.rights.ladder import REFUSALS, said

START = date(2026, 8, 1)
#: Ten days allowed by the catalogue's term; `first-broker/opt-out` has no term at all.
KEY, TERMLESS = "mirror-people/opt-out", "first-broker/opt-out"


def day(number: int) -> date:
    return START + timedelta(days=number)


def log(told: str, key: str = KEY) -> list[Event]:
    """Read "asked 0, confirmed 12": states or letters (kind:number) with days from the first of August."""
    id, _, action = key.partition("/")
    events = []
    for words in filter(None, told.split(", ")):
        state, number, *refusal = words.split()
        kind, data = ("letter", {"kind": state[7:]}) if state.startswith("letter:") else ("record", {"state": state})
        note = {"note": said(REFUSALS[refusal[0]])} if refusal else {}
        events.append(Event("", "", "p", kind, id, action, data | note | {"on": day(int(number)).isoformat()}))
    return events


def one(small, told: str, key: str = KEY, today: date = TODAY) -> Card:
    return card_of(small, "US-TX", log(told, key), today, key.partition("/")[0])


@pytest.mark.parametrize(
    ("told", "answer", "days", "late"),
    [
        ("asked 0, confirmed 9", "confirmed", 9, False),
        ("asked 0, confirmed 10", "confirmed", 10, False),
        ("asked 0, confirmed 11", "confirmed", 11, True),
        ("asked 0, acknowledged 2, confirmed 4, verified 60", "confirmed", 4, False),
        ("asked 0, verified 7", "verified", 7, False),
        ("asked 0, refused 3", "refused", 3, False),
        ("asked 0, confirmed 5, refused 50", "refused", 5, False),
        ("asked 0, asked 8, confirmed 15", "confirmed", 15, True),
        ("asked 0, extended 9, confirmed 18", "confirmed", 18, False),
        ("asked 0, extended 9, acknowledged 10, confirmed 21", "confirmed", 21, True),
        ("asked 0, set-aside 6", "withdrawn", 6, False),
        ("asked 0, reopen 30", "withdrawn", 30, True),
        ("started 0, asked 2, confirmed 4", "confirmed", 2, False),
        ("not-found 0, asked 2, confirmed 4", "confirmed", 2, False),
        ("asked 0, refused 3, confirmed 20", "refused", 3, False),
        ("asked 4, confirmed 4", "confirmed", 0, False),
        ("asked 0, acknowledged 5", "", (TODAY - START).days, True),
    ],
)
def test_one_request(small, told, answer, days, late):
    (request,) = one(small, told).requests
    assert (request.answer, request.days, request.late) == (answer, days, late)
    assert request.allowed == (20 if "extended" in told else 10)
    assert request.answered == (answer in ("confirmed", "verified", "refused"))
    assert request.waiting == (answer == "")


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ("", 0),
        ("started 0, set-aside 1", 0),
        ("confirmed 0, verified 3", 0),
        ("not-found 0, not-found 90", 0),
        ("asked 0, refused 4, asked 6", 2),
        ("asked 0, confirmed 4, reopen 20, asked 21", 2),
        ("asked 0, confirmed 4, relisted 100, asked 101", 2),
        ("asked 0, set-aside 4, reopen 5, asked 9", 2),
    ],
)
def test_asking_again_after_an_answer_is_a_new_request(small, told, asked):
    assert one(small, told).asked == asked


def test_a_request_that_waits_is_late_once_its_days_are_over(small):
    assert [one(small, "asked 0", today=day(n)).late for n in (9, 10, 11)] == [0, 0, 1]
    assert [request.days for request in one(small, "asked 0", today=day(11)).waiting] == [11]


def test_a_clock_set_back_gives_no_negative_days(small):
    assert one(small, "asked 0", today=day(-20)).requests[0].days == 0


def test_without_a_known_term_nobody_is_late(small):
    (request,) = one(small, "asked 0, confirmed 90", TERMLESS).requests
    assert (request.allowed, request.late, request.rule) == (None, False, "")
    assert span(one(small, "asked 0, confirmed 90", TERMLESS)) == "90"


def test_the_days_allowed_come_with_their_rule(small):
    (request,) = one(small, "asked 0").requests
    assert request.rule.startswith("10 days from 1 August 2026, when you asked")


def test_the_days_of_a_law_go_before_those_of_the_catalogue(catalog):
    """California's law sets a term for an opt-out; in Alaska, without such a law, the catalogue's own counts."""
    key = "spokeo/opt-out"
    events = log("asked 0", key)
    california = card_of(catalog, "US-CA", events, TODAY, "spokeo").requests[0]
    elsewhere = card_of(catalog, "US-AK", events, TODAY, "spokeo").requests[0]
    assert "California Consumer Privacy Act" in california.rule
    assert "California" not in elsewhere.rule
    assert elsewhere.allowed == catalog.action(key).takes_days


def test_what_came_back_says_how_long_it_stayed_away(small):
    card = one(small, "asked 0, confirmed 4, verified 9, relisted 100, asked 101, confirmed 103, relisted 140")
    assert [(back.back, back.days) for back in card.came_back] == [(day(100), 96), (day(140), 37)]
    assert "came back twice, after 96 and 37 days" in in_words(card)


def test_what_was_never_asked_but_came_back_has_a_record_too(small):
    card = one(small, "confirmed 0, relisted 50")
    assert (card.asked, len(card.came_back)) == (0, 1)
    assert in_words(card) == "came back after 50 days"


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ("confirmed 0, refused 5", 0),
        ("asked 0, confirmed 2, reopen 3, confirmed 4, refused 5", 1),
        ("asked 0, verified 2, relisted 3, confirmed 4, refused 5", 1),
        ("asked 0, set-aside 2, reopen 3, confirmed 4, refused 5", 1),
    ],
)
def test_a_refusal_of_what_was_not_recorded_as_asked_counts_beside_the_requests(small, told, asked):
    card = one(small, told)
    assert (card.asked, card.refused, card.refused_unasked) == (asked, 1, 1)
    assert "refused once" in in_words(card)


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ("asked 0, refused 3, letter:answer-id 4", 1),
        ("asked 0, letter:answer-more-data 2, letter:answer-more-data 9, confirmed 12", 1),
        ("asked 0, refused 3, letter:answer-id 4, asked 5, letter:answer-id 9", 2),
        ("asked 0, refused 3 answer-more-data", 1),
        ("asked 0, refused 3 answer-id, letter:answer-id 4", 1),
        ("asked 0, refused 3 answer-form, letter:answer-form 4", 0),
        ("letter:request 0, asked 0, letter:follow-up 40", 0),
        ("letter:answer-id 0", 0),
    ],
)
def test_more_data_than_needed_counts_once_for_each_request(small, told, wanted):
    assert one(small, told).more_wanted == wanted


def test_all_organisations_with_a_record_have_a_card_and_no_others(small):
    events = log("asked 0", KEY) + log("confirmed 0", TERMLESS) + log("asked 3", "second-broker/delete")
    assert [card.id for card in scorecards(small, "US-TX", events, TODAY)] == ["mirror-people", "second-broker"]


def test_a_renamed_organisation_has_one_card(small):
    events = log("asked 0", "old-name/opt-out") + log("refused 4, asked 6", "new-name/opt-out")
    (card,) = scorecards(small, "US-TX", events, TODAY)
    assert (card.id, card.asked, card.refused) == ("new-name", 2, 1)


def test_who_left_the_catalogue_keeps_a_card_without_days_allowed(small):
    (card,) = scorecards(small, "US-TX", log("asked 0, refused 4", "nobody-knows/opt-out"), TODAY)
    assert (name_of(small, card), card.refused, card.requests[0].allowed) == ("nobody-knows", 1, None)
    assert by_theme(small, [card]) == []


def test_one_organisation_without_a_record_has_an_empty_card(small):
    assert card_of(small, "US-TX", [], TODAY, "first-broker") == Card("first-broker")
    assert in_words(Card("first-broker")) == "nothing asked yet"


def test_a_theme_sums_its_organisations(small):
    events = log("asked 0, refused 4") + log("asked 0", "second-broker/delete")
    events += log("asked 1, confirmed 2", "north-bureau/access")
    themes = by_theme(small, scorecards(small, "US-TX", events, TODAY))
    assert [(card.id, card.asked, card.refused) for card in themes] == [("credit", 1, 0), ("brokers", 2, 1)]
    assert name_of(small, themes[1]) == "Data brokers"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("asked 0, confirmed 41", "one request so far · answered after 41 days (10 allowed) · late"),
        ("asked 0, refused 5", "one request so far · refused after 5 days (10 allowed)"),
        ("asked 113", "one request so far · no answer for 2 days (10 allowed)"),
        ("asked 0, set-aside 1", "one request so far · you gave it up after 1 day (10 allowed)"),
        ("asked 0, extended 3, confirmed 4",
         "one request so far · answered after 4 days (20 allowed, with the extension)"),
        ("asked 0, refused 5, asked 7, confirmed 30",
         "asked twice · answered twice after 5–23 days (10 allowed) · late once · refused once"),
        ("asked 0, refused 1, asked 2, refused 3, asked 113",
         "asked 3 times · answered twice after 1 day (10 allowed) · 1 request waiting · refused twice"),
        ("asked 0, refused 3, letter:answer-id 4",
         "one request so far · refused after 3 days (10 allowed) · wanted more data than needed"),
    ],
)  # fmt: skip
def test_a_record_in_words(small, told, words):
    assert in_words(one(small, told)) == words


def test_the_span_sets_days_beside_days_allowed(small):
    assert span(one(small, "asked 0, refused 5, asked 7, confirmed 30")) == "5–23 of 10"
    assert span(one(small, "asked 0")) == ""


def test_sorting_is_by_plain_counts_then_by_name():
    def card(id: str, *, late: int = 0, refused: int = 0, back: int = 0, asked: int = 0) -> Card:
        requests = [Request("k/a", START, day(20), "confirmed", allowed=10)] * late
        requests += [Request("k/a", START, day(3), "refused", allowed=10)] * refused
        requests += [Request("k/a", START, day(1), "confirmed")] * asked
        return Card(id, tuple(requests), (Return("k/a", START, TODAY),) * back)

    cards = [card("d", asked=4), card("c", back=2), card("b", refused=3), card("a", late=2), card("e")]

    def first(by: str) -> str:
        return "".join(card.id for card in ordered(cards, by, lambda card: card.id))

    assert first("late") == "abcde"
    assert first("refused") == "bacde"
    assert first("came-back") == "cabde"
    assert first("asked") == "dbace"
    assert first("days") == "abdce"
    assert first("name") == "abcde"
    assert set(scorecard.SORTS) == {"late", "days", "refused", "came-back", "asked", "name"}


@st.composite
def moves(draw) -> list[tuple[str, int]]:
    """A legal life of one action."""
    now, at, found = "open", 0, []
    for _ in range(draw(st.integers(0, 18))):
        state = draw(st.sampled_from(MOVES[now]))
        at += draw(st.integers(0, 30))
        found.append((state, at))
        now = "open" if state == "reopen" else state
    return found


@given(moves(), st.sampled_from([KEY, TERMLESS, "second-broker/delete"]), st.integers(0, 600))
def test_the_counts_never_exceed_what_was_asked(small, life, key, today):
    events = log(", ".join(f"{state} {number}" for state, number in life), key)
    card = card_of(small, "US-TX", events, day(today), key.partition("/")[0])
    states = [state for state, _ in life]
    assert len(card.answered) + len(card.waiting) <= card.asked <= states.count("asked")
    assert card.late <= card.asked
    assert card.more_wanted == 0
    assert len(card.waiting) <= 1
    assert len(card.came_back) == states.count("relisted")
    assert card.refused == states.count("refused")
    assert all(request.days >= 0 for request in card.requests)
    assert in_words(card)


def test_undo_in_the_ledger_restores_the_record(session):
    def now() -> list[Card]:
        events = session.ledger.standing_events(session.person.id)
        return scorecards(session.catalog, "US-TX", events, TODAY)

    records = []
    for state in ("asked", "extended", "refused", "asked", "confirmed", "relisted"):
        records.append(now())
        session.record(KEY, state)
    while records:
        session.undo()
        assert now() == records.pop()
