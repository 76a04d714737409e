"""Reading a register's file: bytes in, the brokers that it names out.

The layouts are California's since 2020 (the complete file and the yearly ones), Texas's, Vermont's and Oregon's; see
`headings`. Nothing else than the errors of this room comes out of here, whatever the bytes are.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ..text import count, fold
from . import cells
from .broker import Broker, Edition, Metrics
from .errors import NotARegister, NotWhole
from .headings import Columns, columns_of
from .states import STATES, state_of

#: California's file of 600 brokers has 330 kB; nothing near these limits is a register.
SIZE_LIMIT = 30_000_000
ROW_LIMIT = 20_000
COLUMN_LIMIT = 300
CELL_LIMIT = 60_000
#: Lines above the headings: titles, notes for the form, the day of the export.
_ABOVE = 12
#: Put after the last line: it is read as a row of its own unless a quotation is still open there.
_END = "\ue000the end of the file\ue000"
_EXPORTED = re.compile(r"exported on", re.IGNORECASE)
_EXPECTED = (
    "Expected is the CSV file of California, Texas, Vermont or Oregon: a line of headings such as “Data broker name”, "
    "then one line for each broker."
)


def read(data: bytes, state: str = "") -> Edition:
    """Return the register that a file holds; `state` is the id of the state that it must be of, "" for any.

    Raises NotARegister or NotWhole, which say what was found instead.
    """
    text = _decoded(data)
    rows = _rows_of(text)
    place, columns = _headings(rows)
    if state and columns.state != state:
        raise NotARegister(
            f"This is the register of {STATES[columns.state].place}, not of {state_of(state).place}: nothing was "
            f"changed. To take it as what it is, leave --state out."
        )
    below = rows[place + 1 :]
    _check_whole(text, below, columns)
    brokers, left_out = _brokers(below, columns)
    if not brokers:
        raise NotARegister(
            f"The file has the headings of a register but names no broker: nothing was changed. {_EXPECTED}"
        )
    if left_out > len(brokers):
        raise NotWhole(
            f"Of {count(left_out + len(brokers), 'line')} {left_out:,} cannot be read: the file is damaged and nothing "
            "was changed. Download it again."
        )
    kind = "complete" if columns.complete else "current"
    year = columns.year + 2 if columns.year and columns.state == "us-ca" else None
    return Edition(columns.state, tuple(brokers), kind, year, _made_on(rows[:place]), left_out)


def _decoded(data: bytes) -> str:
    """Return the text of a file. Raises for what is no text."""
    if len(data) > SIZE_LIMIT:
        raise NotWhole(f"The file is larger than a register can be ({len(data):,} bytes): nothing was changed.")
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not data.strip(b"\xef\xbb\xbf\x00 \t\r\n"):
        raise NotARegister("The file is empty: nothing was changed. Download it again.")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise NotARegister(
            "This is an Excel workbook, which is not read here: nothing was changed. Open it, save it as CSV (UTF-8), "
            "and import that file."
        )
    if start.startswith(b"<") and (b"<html" in start or b"<!doctype" in start or b"<head" in start):
        raise NotARegister(
            "This is a web page, not the register's file: nothing was changed. Some networks answer with a page of "
            "their own until one signs in. Download the file again."
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if b"\x00" in data or start.startswith(b"%pdf"):
        raise NotARegister(f"This is no text file: nothing was changed. {_EXPECTED}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _rows_of(text: str) -> list[list[str]]:
    """Return the rows, parted by whatever sign gives headings of a register."""
    for delimiter in (",", ";", "\t", "|"):
        if any(columns_of(row).is_register for row in _parted(text[:200_000], delimiter, _ABOVE, whole=False)):
            return list(_parted(text, delimiter, ROW_LIMIT))
    raise NotARegister(f"This is no register of data brokers: nothing was changed. {_EXPECTED}")


def _parted(text: str, delimiter: str, limit: int, whole: bool = True) -> Iterator[list[str]]:
    """Yield the rows of a text; with `whole`, raise NotWhole where a quotation is open at its end."""
    reader = csv.reader(io.StringIO(f"{text}\n{_END}", newline=""), delimiter=delimiter)
    number, ended = 0, False
    try:
        for row in reader:
            ended = row == [_END]
            if ended or not any(cell.strip() for cell in row):
                continue
            number += 1
            if number > limit and not whole:
                return
            if number > limit:
                raise NotWhole(f"The file has more lines than a register can have ({limit:,}): nothing was changed.")
            if len(row) > COLUMN_LIMIT or any(len(cell) > CELL_LIMIT for cell in row):
                raise NotWhole("A line of the file is longer than one of a register can be: nothing was changed.")
            yield row
    except csv.Error:
        ended = False
    if whole and not ended:
        raise NotWhole(
            "A quotation in the file is opened and never closed: it was not downloaded whole, or is damaged. Nothing "
            "was changed. Download it again."
        )


def _headings(rows: Sequence[Sequence[str]]) -> tuple[int, Columns]:
    for place, row in enumerate(rows[:_ABOVE]):
        columns = columns_of(row)
        if columns.is_register:
            return place, columns
    raise NotARegister(f"This is no register of data brokers: nothing was changed. {_EXPECTED}")


def _check_whole(text: str, rows: Sequence[Sequence[str]], columns: Columns) -> None:
    """Raise NotWhole where the last line stops early while all the others have every column."""
    if not rows or text.endswith(("\n", "\r")):
        return
    if len(rows[-1]) < columns.width and all(len(row) >= columns.width for row in rows[:-1]):
        raise NotWhole(
            "The file stops in the middle of a line: it was not downloaded whole. Nothing was changed; get it again."
        )


def _brokers(rows: Iterable[Sequence[str]], columns: Columns) -> tuple[list[Broker], int]:
    """Return the brokers, each once, and how many lines name none."""
    found: dict[tuple[str, tuple[str, ...]], Broker] = {}
    left_out = 0
    for row in rows:
        broker = _broker(row, columns)
        if broker is None:
            left_out += not _is_note(row)
            continue
        key = (fold(broker.name), broker.domains[:1])
        known = found.get(key)
        found[key] = broker if known is None else _joined(known, broker)
    return list(found.values()), left_out


def _broker(row: Sequence[str], columns: Columns) -> Broker | None:
    """Return the broker of a row, or None where it names none or is a second row of headings."""

    def cell(place: int) -> str:
        return row[place] if 0 <= place < len(row) else ""

    called = cells.name(cell(columns.name))
    if not called or columns_of([called]).name >= 0:
        return None
    also = [one for place in columns.also for one in cells.names(cell(place)) if fold(one) != fold(called)]
    pages = [found for place in columns.pages if (found := cells.page(cell(place)))]
    sites = [one for place in columns.sites for one in cells.domains(cell(place))]
    answers = {id: said for id, place in columns.answers.items() if (said := cells.answer(cell(place))) is not None}
    laws = {
        id: cells.line(cell(columns.described.get(id, -1)), 300)
        for id, place in columns.laws.items()
        if cells.answer(cell(place))
    }
    return Broker(
        called,
        tuple(dict.fromkeys(also)),
        tuple(dict.fromkeys(sites)),
        pages[0] if pages else "",
        answers,
        laws,
        cells.day(cell(columns.added)),
        cells.line(cell(columns.number), 40),
        _metrics(row, columns),
    )


def _metrics(row: Sequence[str], columns: Columns) -> Metrics | None:
    """Return the figures of a row; None where it has none."""
    kinds: dict[str, dict[str, int | float | None]] = {}
    for (kind, measure), place in columns.metrics.items():
        text = row[place] if place < len(row) else ""
        value = cells.days(text) if measure.endswith("_days") else cells.whole(text)
        kinds.setdefault(kind, {})[measure] = value
    told = {kind: figures for kind, figures in kinds.items() if any(one is not None for one in figures.values())}
    return Metrics(columns.year, told) if told else None


def _is_note(row: Sequence[str]) -> bool:
    """Whether a row without a name is one of the form's own notes, in few cells, and not somebody's."""
    filled = [cell for cell in row if cell.strip()]
    return len(filled) <= 1 or any("do not surface" in cell.casefold() for cell in filled)


def _joined(one: Broker, other: Broker) -> Broker:
    """Return what two rows of the same broker say together; the one added later goes first."""
    new, old = (other, one) if other.added > one.added else (one, other)
    return replace(
        new,
        also=tuple(dict.fromkeys((*new.also, *old.also))),
        domains=tuple(dict.fromkeys((*new.domains, *old.domains))),
        opt_out=new.opt_out or old.opt_out,
        answers=old.answers | new.answers,
        laws=old.laws | new.laws,
        metrics=new.metrics or old.metrics,
    )


def _made_on(above: Sequence[Sequence[str]]) -> str:
    """Return the day on which a file says that it was exported; Texas writes it above the headings."""
    for row in above:
        text = " ".join(row)
        if _EXPORTED.search(text):
            return cells.day(_EXPORTED.split(text, maxsplit=1)[1].strip(" :,"))
    return ""
