"""The plot for the terminal: plain signs only, within its size."""

from datetime import date, timedelta

import pytest
from examples import unprintable
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from privacy_audit.audit.progress import Point
from privacy_audit.exports.plot import LEAST, MARKS, draw, legend

START, TODAY = date(2026, 8, 1), date(2026, 11, 24)
COURSE = [
    Point(START, 4, 0, 0, 0), Point(date(2026, 8, 20), 5, 3, 1, 0), Point(date(2026, 9, 20), 9, 4, 2, 1),
]  # fmt: skip


def test_it_shows_all_four_counts_the_first_day_today_and_the_highest_count():
    drawn = draw(COURSE, TODAY, 78, 12)
    lines = drawn.splitlines()
    assert all(mark in drawn for mark in MARKS.values())
    assert lines[1].startswith("9┤")
    assert lines[1].rstrip("│").endswith("○")
    assert lines[-1].split()[:2] == ["1", "Aug"]
    assert lines[-1].split()[-2:] == ["24", "Nov"]


def test_the_legend_says_each_sign_with_the_newest_count():
    assert legend(COURSE) == "○ known 9   ◐ asked 4   ◕ said done 2   ● seen gone 1"
    assert legend([]).startswith("○ known 0")


@pytest.mark.parametrize("size", [(LEAST[0] - 1, 12), (78, LEAST[1] - 1), (0, 0), (-4, 9)])
def test_without_room_nothing_is_drawn(size):
    assert draw(COURSE, TODAY, *size) == ""


def test_without_a_point_nothing_is_drawn():
    assert draw([], TODAY, 78, 12) == ""


@given(
    st.lists(st.tuples(*[st.integers(0, 2000)] * 4), min_size=1, max_size=20), st.integers(30, 140), st.integers(5, 40)
)
def test_it_keeps_to_its_size_and_steers_no_terminal(counts, width, height):
    points = [Point(START + timedelta(days=place * 3), *four) for place, four in enumerate(counts)]
    drawn = draw(points, TODAY, width, height)
    assert len(drawn.splitlines()) <= height
    assert all(cell_len(line) <= width for line in drawn.splitlines())
    assert not unprintable(drawn)


def test_the_same_points_give_the_same_plot_whatever_was_drawn_before():
    first = draw(COURSE, TODAY, 60, 10)
    draw(COURSE[:1], TODAY, 100, 20)
    assert draw(COURSE, TODAY, 60, 10) == first
