"""The list widget: its cursor, marks, pages and mouse, and that it draws no more than what is in view."""

from contextlib import asynccontextmanager

from rich.cells import cell_len
from textual.app import App

from privacy_audit.tui.rows import Column, Row, Rows

from .conftest import Desk

COLUMNS = [Column("name"), Column("number", 6, right=True)]


class Shelf(App):
    """A list and nothing else."""

    CSS = "Screen { overflow: hidden; } Rows { height: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; }"

    def __init__(self, rows: Rows):
        super().__init__()
        self.list = rows
        self.heard: list[str] = []

    def compose(self):
        yield self.list

    def on_rows_highlighted(self, event: Rows.Highlighted) -> None:
        assert event.control is self.list
        self.heard.append(f"at {event.row.id}")

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        self.heard.append(f"opened {event.row.id}")


def numbered(count: int) -> list[Row]:
    return [Row(f"r{number}", (f"row {number}", str(number))) for number in range(count)]


@asynccontextmanager
async def shelf(rows, columns=COLUMNS, size=(40, 11), empty="Nothing here."):
    app = Shelf(Rows(columns, rows, empty=empty))
    async with app.run_test(size=size) as pilot:
        app.list.focus()
        desk = Desk(app, pilot)
        await desk.settle()
        yield desk


async def test_the_cursor_moves(monkeypatch):
    async with shelf(numbered(30)) as desk:
        rows = desk.app.list
        assert rows.current.id == "r0"
        assert desk.frame.splitlines()[0].split() == ["name", "number"]
        assert desk.frame.splitlines()[1].startswith("› row 0")
        for keys, place in (
            (("down", "j"), 2),
            (("up", "k", "k"), 0),
            (("end",), 29),
            (("down",), 29),
            (("home",), 0),
            (("pagedown",), 9),
            (("pagedown", "pagedown", "pagedown", "pagedown"), 29),
            (("pageup",), 20),
            (("home", "pageup"), 0),
        ):
            await desk.press(*keys)
            assert rows.cursor == place, keys
            assert f"› row {place} " in desk.frame
        await desk.press("down", "enter")
        assert desk.app.heard[-2:] == ["at r1", "opened r1"]


async def test_headings_are_passed_over():
    headed = [
        Row("h0", ("FIRST",), heading=True),
        *numbered(2),
        Row("h1", ("SECOND",), heading=True),
        Row("h2", ("THIRD",), heading=True),
        Row("last", ("the last", "9")),
        Row("h3", ("END",), heading=True),
    ]
    async with shelf(headed) as desk:
        rows = desk.app.list
        assert rows.current.id == "r0"
        seen = ["r0"]
        for _ in range(4):
            await desk.press("down")
            seen.append(rows.current.id)
        assert seen == ["r0", "r1", "last", "last", "last"]
        await desk.press("home")
        assert rows.current.id == "r0"
        await desk.press("up", "pageup")
        assert rows.current.id == "r0"
        assert "FIRST" in desk.frame
        await desk.press("end", "pagedown")
        assert rows.current.id == "last"
        await desk.pilot.click(offset=(3, 4))
        assert rows.current.id == "last"
        assert not [heard for heard in desk.app.heard if heard.startswith("opened") or " h" in heard]

        rows.set_rows([Row("h", ("ALONE",), heading=True)])
        await desk.settle()
        assert rows.current is None
        await desk.press("enter", "down", "up", "home", "end", "pagedown")
        assert rows.current is None
        assert not [heard for heard in desk.app.heard if heard.startswith("opened")]


async def test_marks():
    async with shelf(numbered(4)) as desk:
        rows = desk.app.list
        rows.toggle_mark()
        rows.toggle_mark()
        await desk.settle()
        assert rows.marked == {"r0", "r1"}
        assert rows.current.id == "r2"
        assert [line[:2] for line in desk.frame.splitlines()[1:4]] == [" ●", " ●", "› "]
        await desk.press("home")
        rows.toggle_mark()
        assert rows.marked == {"r1"}
        rows.set_rows([row for row in numbered(4) if row.id != "r1"])
        assert rows.marked == set()


async def test_an_empty_list_says_why():
    async with shelf([]) as desk:
        assert "Nothing here." in desk.frame
        assert desk.app.list.current is None
        await desk.press("down", "up", "pagedown", "pageup", "home", "end", "enter")
        desk.app.list.toggle_mark()
        await desk.pilot.click(offset=(3, 1))
        assert desk.app.heard == []
        desk.app.list.set_rows(numbered(2))
        await desk.settle()
        assert desk.app.list.current.id == "r0"
        assert "Nothing here." not in desk.frame


async def test_other_rows_keep_the_place():
    async with shelf(numbered(40)) as desk:
        rows = desk.app.list
        rows.go_to("r30")
        rows.set_rows(numbered(40)[10:], keep="r30")
        await desk.settle()
        assert rows.current.id == "r30"
        assert "› row 30 " in desk.frame
        rows.set_rows(numbered(40)[10:], keep="gone")
        assert rows.cursor == 20
        rows.set_rows(numbered(3))
        await desk.settle()
        assert rows.current.id == "r2"
        assert "› row 2 " in desk.frame
        rows.go_to("nowhere")
        assert rows.current.id == "r2"
        rows.set_rows([])
        assert rows.current is None


async def test_five_thousand_rows_cost_what_is_in_view(monkeypatch):
    drawn = []
    strip = Rows._strip
    monkeypatch.setattr(
        Rows, "_strip", lambda self, lead, cells, *more: drawn.append(cells) or strip(self, lead, cells, *more)
    )
    async with shelf(numbered(5000)) as desk:
        drawn.clear()
        await desk.press("end")
        assert "› row 4999 " in desk.frame
        assert 0 < len(drawn) < 100
        drawn.clear()
        await desk.press("pageup")
        assert 0 < len(drawn) < 100
        drawn.clear()
        desk.app.list.set_rows(numbered(5000), keep="r2500")
        await desk.settle()
        assert "› row 2500 " in desk.frame
        assert 0 < len(drawn) < 100


async def test_the_mouse():
    async with shelf(numbered(50)) as desk:
        rows = desk.app.list
        await desk.pilot.click(offset=(3, 5))
        assert rows.current.id == "r4"
        assert desk.app.heard == ["at r4"]
        await desk.pilot.click(offset=(3, 5))
        assert desk.app.heard == ["at r4", "opened r4"]
        await desk.pilot.click(offset=(3, 0))
        assert rows.current.id == "r4"
        await desk.press("end")
        await desk.pilot.click(offset=(3, 1))
        await desk.settle()
        assert rows.current.id == "r40"
        rows.set_rows(numbered(3))
        await desk.settle()
        heard = list(desk.app.heard)
        await desk.pilot.click(offset=(3, 8))
        assert desk.app.heard == heard


async def test_wide_and_hostile_signs_fit():
    cells = [
        "漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字",
        "e\u0301te\u0301 👩‍👩‍👧 family",
        "\x1b[31mred\x9b2J\u202e[bold]x[/]",
        "tab\there",
        "",
    ]
    rows = [Row(str(place), (cell, "漢字漢字漢")) for place, cell in enumerate(cells)]
    async with shelf(rows, size=(30, 8)) as desk:
        for width in (30, 14, 7, 3, 60):
            await desk.pilot.resize_terminal(width, 8)
            lines = [desk.app.list.render_line(y) for y in range(8)]
            assert {line.cell_length for line in lines} == {desk.app.list.size.width}
            for line in lines:
                assert cell_len(line.text) == line.cell_length
                assert not set(line.text) & {"\x1b", "\x9b", "\u202e", "\t", "\n"}
        assert "red2J[bold]x[/]" in desk.frame
        assert "漢字 …" in desk.frame


async def test_resizing_keeps_the_cursor_in_view():
    async with shelf(numbered(100), size=(40, 30)) as desk:
        desk.app.list.go_to("r25")
        await desk.pilot.resize_terminal(20, 6)
        await desk.press("up", "down")
        assert "› row 25" in desk.frame
        await desk.press("pagedown")
        assert "› row 29" in desk.frame
        desk.app.list.set_columns([Column("only")])
        await desk.settle()
        assert desk.frame.splitlines()[0].split() == ["only"]
        assert "› row 29" in desk.frame
