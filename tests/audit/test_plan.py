"""What to do next, and in which order."""

from datetime import date

import pytest
from examples import TODAY, told

from privacy_audit.audit.plan import plan, within


def _keys(small, standing, today=TODAY) -> list[str]:
    return [item.key for item in plan(small, standing, today)]


def _item(small, standing, key, today=TODAY):
    return next(item for item in plan(small, standing, today) if item.key == key)


_CALIFORNIA = {"first-broker": "yes", "second-broker": "yes"}


def test_the_region_alone_gives_a_first_plan(small):
    assert set(_keys(small, told())) == {"north-bureau/freeze", "north-bureau/access", "prescreen-list/opt-out"}
    assert _keys(small, told("MX-JAL")) == ["agave-bureau/access"]


def test_what_matters_more_for_each_minute_comes_first(small):
    keys = _keys(small, told())
    assert keys[0] == "north-bureau/freeze"
    assert keys.index("prescreen-list/opt-out") < keys.index("north-bureau/access")


def test_the_order_is_that_of_the_value(small):
    answers = {"mirror-people": "yes", "first-broker": "past", "second-broker": "unsure", "left-twin": "yes"}
    values = [item.value for item in plan(small, told("US-CA", answers), TODAY)]
    assert values == sorted(values, reverse=True)
    assert min(values) > 0


def test_one_act_that_covers_many_replaces_the_same_acts_of_the_many(small):
    keys = _keys(small, told("US-CA", _CALIFORNIA))
    assert "golden-register/delete" in keys
    assert "first-broker/opt-out" not in keys
    assert "second-broker/delete" not in keys
    assert "first-broker/access" in keys, "asking what they hold is another thing than deletion"


def test_the_covering_act_says_how_many_it_reaches_without_those_answered_no(small):
    item = _item(small, told("US-CA", _CALIFORNIA), "golden-register/delete")
    assert item.because == "one request reaches 2 organisations"
    item = _item(small, told("US-CA", {"second-broker": "no"}), "golden-register/delete")
    assert item.because == "it concerns nearly everyone in California"


def test_the_covered_acts_stay_away_once_the_covering_one_was_sent(small):
    acts = {"golden-register/delete": "asked 2026-11-01"}
    assert not {"first-broker/opt-out", "second-broker/delete"} & set(_keys(small, told("US-CA", _CALIFORNIA, acts)))


@pytest.mark.parametrize("state", ["set-aside", "refused", "not-found"])
def test_the_covered_acts_come_back_when_the_covering_one_will_not_reach_them(small, state):
    records = f"asked 2026-11-01, {state} 2026-11-02" if state == "refused" else f"{state} 2026-11-02"
    keys = _keys(small, told("US-CA", _CALIFORNIA, {"golden-register/delete": records}))
    assert "golden-register/delete" not in keys
    assert {"first-broker/opt-out", "second-broker/delete"} <= set(keys)


def test_the_covered_acts_stand_by_themselves_where_the_covering_one_is_closed_to_the_person(small):
    assert {"first-broker/opt-out", "second-broker/delete"} <= set(_keys(small, told("US-TX", _CALIFORNIA)))


def test_of_two_acts_that_reach_each_other_one_stays(small):
    keys = _keys(small, told(answers={"left-twin": "yes", "right-twin": "yes"}))
    assert len({"left-twin/freeze", "right-twin/freeze"} & set(keys)) == 1


def test_of_two_acts_that_reach_each_other_the_one_that_was_started_stays(small):
    answers = {"left-twin": "yes", "right-twin": "yes"}
    keys = _keys(small, told(answers=answers, acts={"right-twin/freeze": "started 2026-11-20"}))
    assert {"left-twin/freeze", "right-twin/freeze"} & set(keys) == {"right-twin/freeze"}


def test_every_shipped_act_that_leaves_the_plan_is_reached_by_one_that_is_in_it(catalog):
    answers = {id: "yes" for id in catalog if catalog.may_hold(id, "US-CA")}
    items = plan(catalog, told("US-CA", answers), TODAY)
    there = {item.key for item in items}
    reached = {other for item in items for other in item.action.covers}
    for id in answers:
        for action in catalog.get(id).actions:
            wanted = action.when is None and (not action.only_in or {"US", "US-CA"} & set(action.only_in))
            assert not wanted or action.key in there or {id, action.key} & reached, action.key


def test_what_only_helps_under_a_condition_waits_until_it_was_started(small):
    assert "north-bureau/dispute" not in _keys(small, told())
    assert "north-bureau/dispute" in _keys(small, told(acts={"north-bureau/dispute": "started 2026-11-20"}))


def test_an_act_for_one_state_is_offered_there_only(small):
    answers = {"lone-star-shop": "yes"}
    assert "lone-star-shop/opt-out" in _keys(small, told("US-TX", answers))
    assert "lone-star-shop/opt-out" not in _keys(small, told("US-CA", answers))


def test_what_must_be_done_first_comes_first_although_it_takes_long(small):
    keys = _keys(small, told(answers={"corner-shop": "yes"}))
    assert keys.index("corner-shop/access") < keys.index("corner-shop/delete")


def test_what_must_be_done_first_is_no_hindrance_once_it_is_done(small):
    acts = {"corner-shop/access": "asked 2026-10-01, confirmed 2026-10-20"}
    keys = _keys(small, told(answers={"corner-shop": "yes"}, acts=acts))
    assert "corner-shop/delete" in keys
    assert "corner-shop/access" not in keys


def test_what_came_back_comes_first_and_says_when(small):
    acts = {"mirror-people/opt-out": "asked 2026-08-01, verified 2026-08-20, relisted 2026-11-20"}
    first = plan(small, told(answers={"mirror-people": "yes"}, acts=acts), TODAY)[0]
    assert (first.key, first.status) == ("mirror-people/opt-out", "relisted")
    assert first.because == "it came back on 20 November 2026"


def test_what_lapsed_comes_first_with_the_day_its_term_ended(small):
    acts = {"prescreen-list/opt-out": "asked 2021-11-01, confirmed 2021-11-24"}
    item = plan(small, told(acts=acts), TODAY)[0]
    assert (item.key, item.status, item.on) == ("prescreen-list/opt-out", "lapsed", TODAY)
    assert item.because == "its term ended on 24 November 2026"
    assert "prescreen-list/opt-out" not in _keys(small, told(acts=acts), date(2026, 11, 23))


def test_what_was_recorded_is_in_the_plan_even_if_nobody_answered_who_holds_whom(small):
    acts = {
        "first-broker/opt-out": "started 2026-11-20",
        "mirror-people/opt-out": "asked 2026-08-01, verified 2026-08-20, relisted 2026-11-20",
    }
    keys = _keys(small, told(acts=acts))
    assert {"first-broker/opt-out", "mirror-people/opt-out"} <= set(keys)
    assert "first-broker/access" not in keys, "nobody said that it holds the person"


def test_what_was_started_stays_in_the_plan_after_a_move_to_another_country(small):
    standing = told("CA-ON", {"corner-shop": "yes"}, {"corner-shop/access": "started 2026-11-20"})
    assert "corner-shop/access" in _keys(small, standing)


def test_started_has_the_day_by_which_to_finish(small):
    item = _item(small, told(acts={"north-bureau/freeze": "started 2026-11-20"}), "north-bureau/freeze")
    assert (item.status, item.on) == ("started", date(2026, 11, 27))
    assert item.because == "you started it on 20 November 2026"


@pytest.mark.parametrize(
    "records",
    [
        "asked 2026-11-01",
        "asked 2026-11-01, acknowledged 2026-11-02",
        "asked 2026-11-01, extended 2026-11-02",
        "confirmed 2026-11-01",
        "asked 2026-11-01, verified 2026-11-02",
        "asked 2026-11-01, refused 2026-11-02",
        "not-found 2026-11-01",
        "set-aside 2026-11-01",
    ],
)
def test_what_was_asked_done_refused_or_set_aside_is_out_of_the_plan(small, records):
    assert "north-bureau/freeze" not in _keys(small, told(acts={"north-bureau/freeze": records}))


def test_reopening_brings_an_act_back(small):
    acts = {"north-bureau/freeze": "set-aside 2026-11-01, reopen 2026-11-10"}
    assert _item(small, told(acts=acts), "north-bureau/freeze").status == "open"


def test_answering_no_takes_everything_of_the_organisation_out(small):
    acts = {"north-bureau/freeze": "started 2026-11-01"}
    assert not [key for key in _keys(small, told(answers={"north-bureau": "no"}, acts=acts)) if key.startswith("north")]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("yes", "you said that it holds you"),
        ("unsure", "it may hold you"),
        ("past", "you had it once, and it may hold you still"),
    ],
)
def test_the_reason_says_what_the_person_answered(small, answer, words):
    item = _item(small, told(answers={"mirror-people": answer}), "mirror-people/opt-out")
    assert item.because == words
    assert not item.presumed


def test_a_presumed_holder_is_marked_as_presumed_and_an_answered_one_no_longer(small):
    item = _item(small, told(), "north-bureau/freeze")
    assert item.presumed
    assert item.because == "it holds nearly everyone in the United States"
    assert not _item(small, told(answers={"north-bureau": "yes"}), "north-bureau/freeze").presumed


def test_a_sure_holder_comes_before_an_unsure_one(small):
    sure = _item(small, told(answers={"mirror-people": "yes"}), "mirror-people/opt-out").value
    past = _item(small, told(answers={"mirror-people": "past"}), "mirror-people/opt-out").value
    unsure = _item(small, told(answers={"mirror-people": "unsure"}), "mirror-people/opt-out").value
    assert sure > past > unsure


def test_a_renamed_actions_former_key_is_no_stranger_to_the_plan(small):
    assert small.find_action("old-name/opt-out").key == "new-name/opt-out"


class TestWithinTheMinutesAtHand:
    def test_no_limit_gives_everything(self, small):
        items = plan(small, told(), TODAY)
        assert within(items, None) == items

    @pytest.mark.parametrize("minutes", [1, 5, 14, 15, 24, 25, 1000])
    def test_what_is_chosen_fits_and_keeps_its_order(self, small, minutes):
        items = plan(small, told(), TODAY)
        chosen = within(items, minutes)
        assert sum(item.action.minutes for item in chosen) <= minutes
        assert chosen == [item for item in items if item in chosen]

    def test_a_short_act_further_down_fills_the_minutes_that_are_left(self, small):
        chosen = within(plan(small, told(), TODAY), 16)
        assert [item.key for item in chosen] == ["north-bureau/freeze", "prescreen-list/opt-out"]
