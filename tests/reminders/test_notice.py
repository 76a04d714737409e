"""What a notification says: no organisation's name unless it is allowed."""

from datetime import date

import pytest
from examples import HOSTILE, TODAY, unprintable
from hypothesis import given
from hypothesis import strategies as st

from privacy_audit.reminders import notice
from privacy_audit.reminders.notice import Notice

OLD = date(2026, 11, 8)
NAMES = ["Lantern Search", "AT&T", "Mirror People", "<b>Eyeball</b> Ads", "Data Well"]


def test_nothing_due_is_no_notification():
    for shows in notice.SHOWS:
        assert notice.notice([], NAMES, TODAY, shows) is None


def test_nothing_allowed_is_no_notification():
    assert notice.notice([TODAY], NAMES, TODAY, "nothing") is None


def test_a_count():
    assert notice.notice([TODAY], NAMES, TODAY, "count") == Notice(
        "privacy-audit", "1 thing is due. See: privacy-audit remind"
    )
    assert notice.notice([TODAY, OLD], [], TODAY, "count").body.startswith("2 things are due, the oldest since 8 Nov. ")


def test_names_stand_in_the_title_where_no_server_reads_markup():
    said = notice.notice([TODAY] * 5, NAMES, TODAY, "names")
    assert said.title == "Due: Lantern Search, AT&T, Mirror People and 2 more"
    assert said.body == "privacy-audit: 5 things are due. See: privacy-audit remind"


def test_a_name_is_told_once_and_without_names_it_is_a_count():
    assert notice.notice([TODAY] * 2, ["A", "A"], TODAY, "names").title == "Due: A"
    assert notice.notice([TODAY], [""], TODAY, "names") == notice.notice([TODAY], [], TODAY, "count")


def test_hostile_and_endless_names_are_clean_and_short():
    said = notice.notice([TODAY] * 3, [HOSTILE, "x" * 5000, "\n\n"], TODAY, "names")
    assert not unprintable(said.title + said.body)
    assert "\n" not in said.title
    assert len(said.title) <= 120


@given(st.lists(st.dates(), max_size=8), st.lists(st.text(min_size=6), max_size=5), st.text())
def test_no_name_is_ever_shown_unless_the_setting_says_names(days, names, shows):
    if shows != "names":
        said = notice.notice(days, [f"zq{name}zq" for name in names], TODAY, shows)
        assert said is None or "zq" not in said.title + said.body


@pytest.mark.parametrize(
    ("chosen", "least"),
    [
        ((), "count"), (("names",), "names"), (("names", "count"), "count"), (("names", "nothing"), "nothing"),
        (("names", "whatever"), "count"),
    ],
)  # fmt: skip
def test_of_several_people_the_most_reserved_counts(chosen, least):
    assert notice.most_reserved(chosen) == least


def test_the_words_of_a_locked_ledger():
    assert notice.locked("") is None
    assert notice.locked("privacy-audit: 1 thing is due.") == Notice("privacy-audit", "1 thing is due.")
