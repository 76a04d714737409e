"""What left this machine, in words and as CSV, for both doors."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

from .dates import short
from .ledger.requests import Request, Sum
from .text import clean, count, csv_cell, size_in_words

NOTHING = "Nothing has left this machine by this program."
NONE_SUCH = "No request fits that. privacy-audit receipts shows all."
#: Said by the program of itself, where a request has no end.
NO_ANSWER = "no answer was seen"
COLUMNS = (
    "at", "on", "purpose", "what_for", "host", "method", "bytes_out", "bytes_in", "status", "outcome", "agreed",
)  # fmt: skip

_HOW = {"once": "once", "always": "always", "yes": "--yes"}
_HOW_LONG = {
    "once": "you said yes to this once",
    "always": "you said yes to this purpose for good",
    "yes": "--yes on the command line",
}
#: What statuses of HTTP mean (RFC 9110; 429 is of RFC 6585), and their hundreds for the rest.
_STATUS = {
    304: "unchanged since the last time", 401: "not let in", 403: "refused", 404: "not there", 410: "gone for good",
    412: "changed there meanwhile", 429: "asked to wait",
}  # fmt: skip
_HUNDREDS = {2: "answered", 3: "led elsewhere", 4: "refused", 5: "trouble on their side"}


@cache
def _titles() -> dict[str, str]:
    from .network.choices import all_purposes
    from .registers.states import STATES

    return {one.id: one.title for one in all_purposes((state.id, state.name) for state in STATES.values())}


def title(purpose: str) -> str:
    """Return what a request was for, in words; of a purpose that this version does not know, its id."""
    register = purpose.removeprefix("registry-")
    if purpose not in _titles() and register and register != purpose:
        return f"Download a state's register of data brokers ({clean(register, 60)})"
    return _titles().get(purpose, clean(purpose, 60))


def outcome(request: Request) -> str:
    """Return how a request ended, in a few words."""
    if request.status is None:
        return NO_ANSWER
    status = f" ({request.status})" if request.status else ""
    if request.failure:
        return f"{clean(request.failure, 200)}{status}"
    words = _STATUS.get(request.status) or _HUNDREDS.get(request.status // 100, "ended")
    return f"{words}{status}"


def went_well(request: Request) -> bool:
    """Whether an answer came that says neither no nor trouble."""
    return 0 < (request.status or 0) < 400 and not request.failure


def agreed(request: Request, long: bool = False) -> str:
    """Return how a request was agreed to, in a word or a few."""
    return (_HOW_LONG if long else _HOW).get(request.how) or clean(request.how, 12)


def in_all(found: Sum) -> str:
    """Return requests, hosts and bytes in a line."""
    hosts = f"{count(found.requests, 'request')} to {count(found.hosts, 'host')}"
    return f"{hosts}, {size_in_words(found.out)} out, {size_in_words(found.received)} in"


def when(request: Request, today: date) -> str:
    """Return the moment of a request to the minute, in UTC; of another year only the day."""
    day = request.at.date()
    return f"{short(day, today)} {request.at:%H:%M}" if day.year == today.year else short(day)


def as_data(request: Request) -> dict:
    """Return a request as other programs read it; the moment is in UTC."""
    return {
        "at": _moment(request), "on": request.on, "purpose": request.purpose, "title": title(request.purpose),
        "host": request.host, "method": request.method, "out": request.sent, "received": request.received,
        "status": request.status, "failure": request.failure, "outcome": outcome(request), "how": request.how,
    }  # fmt: skip


def as_csv(found: Sequence[Request]) -> str:
    """Return a head row and one row for each request (RFC 4180), all fields quoted, lines ended by CR LF."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in found:
        told = (_moment(one), one.on.isoformat(), one.purpose, title(one.purpose), one.host, one.method, one.sent)
        ended = (one.received, "" if one.status is None else one.status, outcome(one), one.how)
        writer.writerow(csv_cell(field) for field in (*told, *ended))
    return out.getvalue()


def as_file(found: Sequence[Request], path: Path) -> bytes:
    """Return the bytes of a file of CSV (UTF-8, with the mark that Excel needs) or JSON, as its ending says.

    Raises ExportError for another ending.
    """
    from .exports.files import ExportError

    form = path.suffix.lower()
    if form == ".csv":
        return as_csv(found).encode("utf-8-sig")
    if form == ".json":
        return json.dumps([as_data(one) for one in found], indent=2, default=str).encode("ascii") + b"\n"
    raise ExportError(f"The ending of {clean(path)} names no format of receipts: use .csv or .json.")


def _moment(request: Request) -> str:
    return request.at.strftime("%Y-%m-%dT%H:%M:%SZ")
