"""Texts on screens: every datum is cleaned and shown literally, never as markup."""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from textual import events
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from ..text import clean, clean_lines

MUTED = "$foreground-muted"


def plain(text: object, style: str = "") -> Content:
    """Return a text that is shown literally."""
    cleaned = clean_lines(text)
    return Content.styled(cleaned, style) if style else Content(cleaned)


def joined(parts: Iterable[Content], separator: str = "\n") -> Content:
    """Join pieces of content."""
    return Content(separator).join(list(parts))


def key_words(key: str, words: str, act: str) -> Content:
    """Return a key with what it does, which a click does too. `act` is an action of the screen, never data."""
    content = Content.assemble((key, "bold $accent"), "\u00a0", words.replace(" ", "\u00a0"))
    return content.stylize(Style.from_meta({"@click": act}))


def flow(parts: Iterable[Content], width: int, gap: str = "   ") -> Content:
    """Lay pieces out in lines of at most `width` cells; a piece is never broken."""
    lines: list[list[Content]] = [[]]
    for part in parts:
        line = joined([*lines[-1], part], gap)
        if lines[-1] and line.cell_length > width:
            lines.append([])
        lines[-1].append(part)
    return joined(joined(line, gap) for line in lines)


class Words(Static):
    """A block of literal text."""

    def __init__(self, content: Content | str = "", *, id: str | None = None, classes: str | None = None):
        super().__init__(plain(content) if isinstance(content, str) else content, id=id, classes=classes, markup=False)

    def show(self, content: Content | str) -> None:
        """Show another text."""
        self.update(plain(content) if isinstance(content, str) else content)


class TitleLine(Words):
    """The title on the left, which gives way, and where one is on the right."""

    def __init__(self) -> None:
        super().__init__(id="title")
        self._left = self._right = ""

    def show_title(self, left: str, right: str) -> None:
        """Show this title."""
        self._left, self._right = clean(left), clean(right)
        self._lay_out()

    def on_resize(self, event: events.Resize) -> None:
        """Fit the title into the new width."""
        self._lay_out()

    def _lay_out(self) -> None:
        room = max(0, self.size.width - cell_len(self._right) - 2)
        left = self._left if cell_len(self._left) <= room else set_cell_size(self._left, max(0, room - 1)) + "…"
        gap = " " * max(1, self.size.width - cell_len(left) - cell_len(self._right))
        self.show(Content.assemble((left, "bold"), gap, (self._right, MUTED)))


@dataclass(frozen=True, slots=True)
class Fact:
    """One named fact. An empty name goes on from the fact before."""

    name: str
    value: str
    style: str = ""


class Facts(Words):
    """Named facts in two columns, the second wrapped within itself."""

    NAME = 15

    def __init__(self, *, id: str | None = None):
        super().__init__(id=id)
        self._facts: Sequence[Fact] = ()

    @property
    def text(self) -> str:
        """All facts as plain text, for the clipboard."""
        return "\n".join(f"{fact.name + ': ' if fact.name else ''}{clean(fact.value, 4000)}" for fact in self._facts)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show these facts; those without a value are left out."""
        self._facts = [fact for fact in facts if fact.value]
        self._lay_out()

    def on_resize(self, event: events.Resize) -> None:
        """Wrap for the new width."""
        self._lay_out()

    def _lay_out(self) -> None:
        width = max(20, self.size.width - self.NAME)
        self.show(joined(self._lines(fact, width) for fact in self._facts))

    def _lines(self, fact: Fact, width: int) -> Content:
        lines = textwrap.wrap(clean(fact.value, 4000), width, break_on_hyphens=False) or [""]
        value = ("\n" + " " * self.NAME).join(lines)
        return Content.assemble((f"{fact.name:<{self.NAME}}", MUTED), plain(value, fact.style))
