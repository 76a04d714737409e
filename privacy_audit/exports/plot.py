"""The counts over time as a plot of plain signs for a terminal. Beside it always stands a table that says the same.

plotext draws it: pure Python, no dependencies, imported when the first plot is drawn.
"""

from collections.abc import Sequence
from datetime import date

from ..audit.progress import SERIES, Point
from ..dates import short

#: The signs of the four counts, those that an action shows at the same point of its way.
MARKS = {"known": "○", "asked": "◐", "done": "◕", "gone": "●"}
#: Below this size in cells a plot says nothing.
LEAST = (30, 5)


def legend(points: Sequence[Point]) -> str:
    """Return the signs with their words and the newest counts: "○ known 9   ◐ asked 7"."""
    last = points[-1] if points else None
    return "   ".join(f"{MARKS[name]} {words} {getattr(last, name, 0)}" for name, words in SERIES.items())


def draw(points: Sequence[Point], today: date, width: int, height: int) -> str:
    """Return the counts as lines of text, at most `width` by `height` cells; "" without points or room.

    A later step of the way is drawn over an earlier one where both counts are the same.
    """
    if not points or width < LEAST[0] or height < LEAST[1]:
        return ""
    import plotext

    end = max(today, points[-1].on)
    plotext.clear_figure()
    plotext.theme("clear")
    plotext.limit_size(False, False)
    plotext.plotsize(width, height)
    for name in SERIES:
        days, counts = _steps(points, name, end)
        plotext.plot(days, counts, marker=MARKS[name])
    days = _spread(points[0].on.toordinal(), end.toordinal(), max(2, width // 18))
    plotext.xticks(days, [short(date.fromordinal(day), today) for day in days])
    most = max(getattr(point, name) for point in points for name in SERIES)
    plotext.yticks(_round(max(1, most), max(2, height // 3)))
    return "\n".join(line.rstrip() for line in plotext.uncolorize(plotext.build()).splitlines()).rstrip("\n")


def _steps(points: Sequence[Point], name: str, end: date) -> tuple[list[int], list[int]]:
    """Return days and counts of a line that stays level until the day of a change."""
    days: list[int] = []
    counts: list[int] = []
    for place, point in enumerate(points):
        count = getattr(point, name)
        if place:
            days.append(point.on.toordinal())
            counts.append(counts[-1])
        days.append(point.on.toordinal())
        counts.append(count)
    return [*days, end.toordinal()], [*counts, counts[-1]]


def _spread(first: int, last: int, number: int) -> list[int]:
    """Return at most `number` whole numbers from first to last, evenly spread."""
    gaps = max(1, min(number - 1, last - first))
    return sorted({first + round((last - first) * place / gaps) for place in range(gaps + 1)})


def _round(most: int, number: int) -> list[int]:
    """Return about `number` round counts from 0, evenly spread, and the highest where there is room for it."""
    step = next(base * 10**power for power in range(10) for base in (1, 2, 5) if most <= base * 10**power * number)
    counts = list(range(0, most + 1, step))
    return counts if most - counts[-1] <= step / 2 else [*counts, most]
