"""The counts over time as the shapes of a picture: what the HTML report draws as SVG, without script or style."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..audit.progress import SERIES, Point
from ..dates import short

#: The picture's size, and the room left, above, right of and below the lines, in its own units.
WIDTH, HEIGHT = 640, 240
LEFT, TOP, RIGHT, BOTTOM = 36, 12, 92, 28


@dataclass(frozen=True, slots=True)
class Line:
    """One count: its name, its words with the newest count, its corners as SVG has them, and where the words go."""

    name: str
    words: str
    corners: str
    label_at: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: where, and its words."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything to be drawn."""

    lines: tuple[Line, ...]
    days: tuple[Tick, ...]
    counts: tuple[Tick, ...]


def chart(points: Sequence[Point], today: date) -> Chart | None:
    """Return the picture of the counts until today, or None where there is no course to show yet."""
    if not points or today <= points[0].on:
        return None
    first, last = points[0].on, max(today, points[-1].on)
    most = max(max(getattr(point, name) for name in SERIES) for point in points) or 1

    def x(day: date) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (day - first).days / (last - first).days, 1)

    def y(count: int) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * count / most, 1)

    lines = []
    labels = _apart([y(getattr(points[-1], name)) for name in SERIES])
    for (name, words), label in zip(SERIES.items(), labels, strict=True):
        corners = [f"{x(first)},{y(getattr(points[0], name))}"]
        for point in points[1:]:
            corners.append(f"H{x(point.on)}V{y(getattr(point, name))}")
        corners.append(f"H{x(last)}")
        lines.append(Line(name, f"{words} {getattr(points[-1], name)}", "M" + "".join(corners), label))
    middle = first + (last - first) // 2
    days = dict.fromkeys((first, middle, last))
    return Chart(
        tuple(lines),
        tuple(Tick(x(day), short(day)) for day in days),
        tuple(Tick(y(count), f"{count:,}") for count in dict.fromkeys((0, most // 2, most))),
    )


def _apart(places: Sequence[float], least: float = 15) -> list[float]:
    """Return the places of labels, moved upwards so that none covers another and their order stays."""
    order = sorted(range(len(places)), key=lambda one: (-places[one], -one))
    moved = list(places)
    free = float(HEIGHT)
    for one in order:
        moved[one] = free = round(min(places[one], free - least), 1)
    return moved
