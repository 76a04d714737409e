"""The counts over time, drawn as large as there is room for."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from textual import events
from textual.content import Content

from ..audit.progress import Point
from ..exports.plot import MARKS, draw
from .words import MUTED, Words

_STYLES = {"known": MUTED, "asked": "$foreground", "done": "$text-accent", "gone": "$text-success"}
_STYLE_OF = {mark: _STYLES[name] for name, mark in MARKS.items()}


class Plot(Words):
    """A plot of plain signs; each count has its own, so that it reads without colour too."""

    def __init__(self, *, id: str | None = None):
        super().__init__(id=id)
        self._points: Sequence[Point] = ()
        self._today = date.min

    def show_points(self, points: Sequence[Point], today: date) -> None:
        """Draw these counts until today."""
        self._points, self._today = points, today
        self._draw()

    def on_resize(self, event: events.Resize) -> None:
        """Draw for the new size."""
        self._draw()

    def _draw(self) -> None:
        drawn = draw(self._points, self._today, self.content_size.width, self.content_size.height)
        runs = ((style, "".join(signs)) for style, signs in groupby(drawn, lambda sign: _STYLE_OF.get(sign, MUTED)))
        self.show(Content.assemble(*((text, style) for style, text in runs)))
