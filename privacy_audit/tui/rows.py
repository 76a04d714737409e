"""A list that draws only the rows in view, so that a thousand organisations cost as little as ten."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ..text import clean

Cell = str | tuple[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, its width in cells (0 takes what is left), and whether it is aligned right."""

    heading: str
    width: int = 0
    right: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row. A cell is a text, or a text with a style's name (dim, good, warn, accent). Headings are passed over."""

    id: str
    cells: tuple[Cell, ...]
    heading: bool = False


class Rows(ScrollView, can_focus=True):
    """Rows under a line of headings, with a cursor and marks."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rows--row", "rows--cursor", "rows--header", "rows--dim", "rows--good", "rows--warn", "rows--accent",
    }  # fmt: skip

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home", "edge(-1)", "First", show=False),
        Binding("end", "edge(1)", "Last", show=False),
        Binding("enter", "choose", "Open", show=False),
    ]

    class Highlighted(Message):
        """The cursor came to a row."""

        def __init__(self, rows: "Rows", row: Row):
            super().__init__()
            self.rows, self.row = rows, row

        @property
        def control(self) -> "Rows":
            """The list."""
            return self.rows

    class Chosen(Highlighted):
        """A row was opened, with enter or a click on the cursor."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[Row] = (), *, empty: str = "", id: str | None = None):
        super().__init__(id=id)
        self.columns = tuple(columns)
        self.rows: tuple[Row, ...] = ()
        self.cursor = 0
        self.marked: set[str] = set()
        self.empty = empty
        self._header = any(column.heading for column in columns)
        self.set_rows(rows)

    @property
    def current(self) -> Row | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) and not self.rows[self.cursor].heading else None

    def set_rows(self, rows: Sequence[Row], keep: str | None = None) -> None:
        """Show other rows; the cursor goes to the row with id `keep`, or stays near where it was."""
        self.rows = tuple(rows)
        self.marked &= {row.id for row in self.rows}
        found = next((place for place, row in enumerate(self.rows) if keep and row.id == keep), None)
        self.cursor = self._selectable(self.cursor if found is None else found, 1)
        self.virtual_size = Size(0, len(self.rows) + self._header)
        if self.is_mounted:
            self._show_cursor()
            self.refresh()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns."""
        self.columns = tuple(columns)
        self.refresh()

    def go_to(self, id: str) -> None:
        """Put the cursor on a row."""
        for place, row in enumerate(self.rows):
            if row.id == id:
                self._move_to(place)

    def toggle_mark(self) -> None:
        """Mark the row under the cursor, or unmark it, and go on."""
        if self.current:
            self.marked ^= {self.current.id}
            self.action_move(1)
            self.refresh()

    # Moving

    def action_move(self, step: int) -> None:
        """Move the cursor by one row."""
        self._move_to(self._selectable(self.cursor + step, step))

    def action_page(self, direction: int) -> None:
        """Move the cursor by a page."""
        step = max(1, self.size.height - 1 - self._header) * direction
        self._move_to(self._selectable(min(max(self.cursor + step, 0), len(self.rows) - 1), direction))

    def action_edge(self, direction: int) -> None:
        """Move the cursor to the first or the last row."""
        self._move_to(self._selectable(0 if direction < 0 else len(self.rows) - 1, -direction))

    def action_choose(self) -> None:
        """Open the row under the cursor."""
        if self.current:
            self.post_message(self.Chosen(self, self.current))

    def _selectable(self, place: int, step: int) -> int:
        """Return the nearest place that is no heading, looking onward first; the present one when there is none."""
        count = len(self.rows)
        for onward in (
            (range(place, count), range(place, -1, -1)) if step >= 0 else (range(place, -1, -1), range(place, count))
        ):
            for at in onward:
                if 0 <= at < count and not self.rows[at].heading:
                    return at
        return min(max(self.cursor, 0), max(count - 1, 0))

    def _move_to(self, place: int) -> None:
        if place == self.cursor or not self.rows:
            return
        self.cursor = place
        self._show_cursor()
        self.refresh()
        if self.current:
            self.post_message(self.Highlighted(self, self.current))

    def _show_cursor(self) -> None:
        height = 1 + self._header
        above = self.cursor > 0 and all(row.heading for row in self.rows[: self.cursor])
        line = 0 if above else self.cursor
        self.scroll_to_region(Region(0, line, 1, height), animate=False, force=True)

    # Mouse

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to a clicked row; a click on the cursor opens it."""
        place = event.y + self.scroll_offset.y - self._header
        if event.y < self._header or not 0 <= place < len(self.rows) or self.rows[place].heading:
            return
        if place == self.cursor:
            self.action_choose()
        else:
            self._move_to(place)

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Draw one line of the view."""
        width = self.size.width
        base = self.get_component_rich_style("rows--row")
        if self._header and y == 0:
            style = self.get_component_rich_style("rows--header")
            return self._strip("  ", [column.heading for column in self.columns], style, width)
        place = y + self.scroll_offset.y - self._header
        if not self.rows and place == 0:
            return Strip([Segment(set_cell_size("  " + clean(self.empty), width), base + self._style("dim"))], width)
        if not 0 <= place < len(self.rows):
            return Strip.blank(width, base)
        row = self.rows[place]
        if row.heading:
            style = self.get_component_rich_style("rows--header")
            return self._strip("  ", row.cells, style, width)
        at = place == self.cursor
        mark = "●" if row.id in self.marked else " "
        lead = ("›" if at else " ") + mark
        if at:
            base = base + self.get_component_rich_style("rows--cursor") if self.has_focus else base + Style(bold=True)
        cells = [_text(cell) for cell in row.cells] if at and self.has_focus else row.cells
        return self._strip(lead, cells, base, width)

    def _strip(self, lead: str, cells: Sequence[Cell], base: Style, width: int) -> Strip:
        widths = self._widths(width - cell_len(lead))
        segments = [Segment(lead, base)]
        for column, size, cell in zip(self.columns, widths, cells, strict=False):
            text, name = cell if isinstance(cell, tuple) else (cell, "")
            style = base + self._style(name) if name else base
            segments.append(Segment(_fitted(clean(text), size, column.right) + " ", style))
        return Strip(segments).adjust_cell_length(width, base).crop(0, width)

    def _style(self, name: str) -> Style:
        return Style(color=self.get_component_rich_style(f"rows--{name}").color)

    def _widths(self, width: int) -> list[int]:
        fixed = sum(column.width for column in self.columns) + len(self.columns)
        stretch = [column for column in self.columns if not column.width]
        share = max(4, (width - fixed) // len(stretch)) if stretch else 0
        return [column.width or share for column in self.columns]


def _fitted(text: str, size: int, right: bool) -> str:
    length = cell_len(text)
    if length > size:
        return set_cell_size(text, max(0, size - 1)) + "…"
    pad = " " * (size - length)
    return pad + text if right else text + pad


def _text(cell: Cell) -> str:
    return cell[0] if isinstance(cell, tuple) else cell
