"""The counts over time as shapes: every line lies within the picture and labels do not cover each other."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from privacy_audit.audit.progress import Point
from privacy_audit.exports.chart import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, chart

START = date(2026, 8, 1)


@st.composite
def courses(draw) -> list[Point]:
    days = sorted(draw(st.sets(st.integers(0, 900), min_size=1, max_size=12)))
    counts = st.tuples(*[st.integers(0, 300)] * 4)
    return [Point(START + timedelta(days=day), *draw(counts)) for day in days]


def test_a_line_stays_level_until_the_day_of_a_change():
    drawn = chart([Point(START, 2, 0, 0, 0), Point(START + timedelta(days=10), 4, 0, 0, 0)], date(2026, 8, 21))
    first, middle, last = LEFT, LEFT + (WIDTH - LEFT - RIGHT) / 2, WIDTH - RIGHT
    half = TOP + (HEIGHT - TOP - BOTTOM) / 2
    assert drawn.lines[0].corners == f"M{first:.1f},{half:.1f}H{middle:.1f}V{TOP:.1f}H{last:.1f}"
    assert [tick.words for tick in drawn.days] == ["1 Aug 2026", "11 Aug 2026", "21 Aug 2026"]
    assert [tick.words for tick in drawn.counts] == ["0", "2", "4"]


def test_nothing_is_drawn_before_there_is_a_course():
    assert chart([], START) is None
    assert chart([Point(START, 1, 0, 0, 0)], START) is None


@given(courses(), st.integers(1, 500))
def test_all_lies_within_the_picture_and_no_label_covers_another(points, later):
    drawn = chart(points, points[-1].on + timedelta(days=later))
    for line in drawn.lines:
        numbers = [float(n) for n in line.corners[1:].replace("H", ",").replace("V", ",").split(",")]
        assert all(0 <= number <= WIDTH for number in numbers)
    labels = sorted(line.label_at for line in drawn.lines)
    assert all(after - before >= 14.9 for before, after in pairwise(labels))
    assert labels[-1] <= HEIGHT
