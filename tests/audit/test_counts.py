"""Counting organisations, never the person."""

from examples import TODAY, told

from privacy_audit.audit.counts import by_theme, they_did, total


def _theme(small, standing, theme):
    return next(row for row in by_theme(small, standing) if row.theme == theme)


def test_there_is_one_row_for_each_theme_in_the_order_of_the_walk(small):
    assert [row.theme for row in by_theme(small, told())] == list(small.theme_titles)


def test_only_those_who_may_hold_somebody_there_are_possible(small):
    assert _theme(small, told("MX-JAL"), "brokers").possible == 0
    assert _theme(small, told("CA-ON"), "credit").possible == 1
    assert _theme(small, told("US-CA"), "brokers").possible == _theme(small, told("US-TX"), "brokers").possible + 1


def test_presumed_holders_are_counted_apart_from_known_ones(small):
    row = _theme(small, told(), "credit")
    assert (row.presumed, row.known, row.answered) == (2, 0, 0)
    row = _theme(small, told(answers={"north-bureau": "yes", "prescreen-list": "no"}), "credit")
    assert (row.presumed, row.known, row.answered) == (0, 1, 2)


def test_asked_done_and_gone_count_organisations_and_not_acts(small):
    acts = {
        "north-bureau/freeze": "asked 2026-11-01, confirmed 2026-11-02",
        "north-bureau/access": "asked 2026-11-01, verified 2026-11-02",
        "prescreen-list/opt-out": "asked 2026-11-01",
    }
    row = _theme(small, told(acts=acts), "credit")
    assert (row.asked, row.done, row.gone) == (2, 1, 1)


def test_who_was_asked_is_known_without_an_answer(small):
    row = _theme(small, told(acts={"mirror-people/opt-out": "asked 2026-11-01"}), "brokers")
    assert (row.known, row.asked) == (1, 1)


def test_started_set_aside_and_reopened_ask_nobody(small):
    acts = {
        "mirror-people/opt-out": "started 2026-11-01",
        "first-broker/opt-out": "set-aside 2026-11-01",
        "second-broker/delete": "asked 2026-11-01, reopen 2026-11-02",
    }
    row = _theme(small, told(acts=acts), "brokers")
    assert (row.known, row.asked, row.done) == (0, 0, 0)


def test_an_answer_about_an_organisation_elsewhere_is_counted_but_is_not_possible_here(small):
    row = _theme(small, told("US-TX", {"maple-bureau": "yes"}), "credit")
    assert (row.possible, row.known) == (2, 1)


def test_the_total_is_the_sum(small):
    counts = by_theme(small, told("US-CA", {"mirror-people": "yes"}))
    whole = total(counts)
    assert whole.possible == sum(row.possible for row in counts)
    assert whole.known == 1
    assert whole.title == "3 themes"


def test_they_are_late_refuse_and_come_back(small):
    acts = {
        "mirror-people/opt-out": "asked 2026-11-01",
        "north-bureau/access": "asked 2026-11-01, refused 2026-11-09",
        "first-broker/opt-out": "confirmed 2026-01-01, relisted 2026-02-01, confirmed 2026-03-01, relisted 2026-04-01",
    }
    did = they_did(small, told(acts=acts), TODAY)
    assert (did.late, did.refused, did.came_back) == (1, 1, 2)


def test_nobody_is_late_before_anything_was_asked(small):
    did = they_did(small, told(), TODAY)
    assert (did.late, did.refused, did.came_back) == (0, 0, 0)
