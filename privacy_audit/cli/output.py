"""Writing to the terminal: data on stdout, narration on stderr, every text cleaned, no colour."""

import json
import shutil
import sys
from collections.abc import Sequence
from datetime import date

import click

from ..text import clean, clean_lines, cut


def say(text: object = "") -> None:
    """Print one line of data; its spaces stay, so that it can be indented and aligned."""
    click.echo(clean_lines(text, 4000).replace("\n", " ").replace("\t", " ").rstrip())


def warn(text: object) -> None:
    """Print one line of narration on stderr."""
    click.echo(clean(text, 2000), err=True)


def paragraph(text: object, indent: str = "") -> None:
    """Print a text wrapped to the terminal."""
    click.echo(click.wrap_text(clean(text, 8000), width=width(), initial_indent=indent, subsequent_indent=indent))


def as_json(value: object) -> None:
    """Print a value as JSON; dates as YYYY-MM-DD, and signs that cannot be seen as escapes."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=_plain)
    click.echo("\n".join(line if _can_show(line) else _escaped(line) for line in text.split("\n")))


def table(rows: Sequence[Sequence[object]], header: Sequence[str], right: Sequence[int] = (), stretch: int = 0) -> None:
    """Print rows under a header; columns in `right` are aligned right, column `stretch` is cut to fit the terminal."""
    texts = [[clean(cell) for cell in row] for row in (header, *rows)]
    widths = [max(len(row[column]) for row in texts) for column in range(len(header))]
    spare = width() - sum(widths) - 2 * (len(widths) - 1)
    if spare < 0:
        widths[stretch] = max(12, widths[stretch] + spare)
    for row in texts:
        cells = [
            cut(cell, widths[i]).rjust(widths[i]) if i in right else cut(cell, widths[i]).ljust(widths[i])
            for i, cell in enumerate(row)
        ]
        click.echo("  ".join(cells).rstrip())


def width() -> int:
    """Return the columns of the terminal, at most 120."""
    return min(shutil.get_terminal_size((100, 24)).columns, 120)


def _can_show(line: str) -> bool:
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return line.isprintable() and line.encode(encoding, "replace").decode(encoding) == line


def _escaped(line: str) -> str:
    return "".join(sign if sign.isascii() else json.dumps(sign)[1:-1] for sign in line).replace("\x7f", "\\u007f")


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"cannot write {type(value).__name__} as JSON")
