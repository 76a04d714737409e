"""One line for a login shell, or nothing: read from the ledger's ``due`` table with nothing slow imported.

The line names no organisation, since a screen can be seen by others. A shell waits for it, so that even
dataclasses, pathlib and the program's own dates come in only where they are needed (benchmarks/brief.py).
"""

import os
import sqlite3
import sys
from datetime import date, timedelta


class Request:
    """What was asked for on the command line."""

    def __init__(self, ledger: str | None, person: str | None, today: date, within: int, exit_code: bool):
        self.ledger, self.person, self.today = ledger, person, today
        self.within, self.exit_code = within, exit_code


_VALUES = {"--ledger", "--person", "--today", "--within"}


def parse(arguments: list[str]) -> Request | None:
    """Return the request, or None when the arguments hold anything else: then the full command line answers."""
    values: dict[str, str] = {}
    flags: set[str] = set()
    rest = iter(arguments)
    for argument in rest:
        name, has_value, value = argument.partition("=")
        if name in _VALUES:
            values[name] = value if has_value else next(rest, "")
        elif argument in ("remind", "--brief", "--exit-code"):
            flags.add(argument)
        else:
            return None
    if not {"remind", "--brief"} <= flags:
        return None
    try:
        typed = values.get("--today") or os.environ.get("PRIVACY_AUDIT_TODAY")
        today = date.fromisoformat(typed) if typed else date.today()
        within = int(values.get("--within", "0"))
    except ValueError:
        return None
    if not (0 <= within <= 3660 and 1900 <= today.year <= 2200):
        return None
    person = values.get("--person") or os.environ.get("PRIVACY_AUDIT_PERSON") or None
    return Request(values.get("--ledger"), person, today, within, "--exit-code" in flags)


def run(request: Request) -> int:
    """Print the line and return the exit code: 0, or 1 when something is due and ``--exit-code`` was given.

    A ledger that is absent or empty says nothing; one that cannot be read says so in one line and gives 4.
    """
    from .. import folders
    from . import digest

    path = folders.ledger_file() if request.ledger is None else os.path.expanduser(request.ledger)
    try:
        if not os.stat(path).st_size:
            return 0
        if digest.is_locked(path):
            return _locked(path, request)
        days = _due_days(path, request)
    except (FileNotFoundError, NotADirectoryError):
        return 0
    except LookupError:
        return _complain(f"nobody is called {request.person!r} in the ledger; run: privacy-audit person list", 1)
    except (sqlite3.Error, OSError, ValueError) as error:
        return _complain(f"{path} could not be read ({error}); run: privacy-audit remind", 4)
    return _tell(sentence(days, request.today), request)


def _tell(line: str, request: Request) -> int:
    if line:
        _print(line)
    return 1 if line and request.exit_code else 0


def _locked(path: str, request: Request) -> int:
    """Tell of an encrypted ledger what the person chose to be told; SQLite never opens it.

    Where they chose nothing, only the exit code tells that it is locked: a shell starts too often for a complaint.
    """
    from . import digest

    if not os.path.exists(digest.file_of(path)):
        return 4
    return _tell(digest.tell(path, request.today, request.within), request)


def sentence(days: list[date], today: date) -> str:
    """Return the line for these due days, or an empty text for none."""
    return f"privacy-audit: {due_words(days, today)}. See: privacy-audit remind" if days else ""


def due_words(days: list[date], today: date) -> str:
    """Return how many things are due, and since when; `days` must not be empty."""
    first, number = min(days), len(days)
    what, since = "1 thing is due" if number == 1 else f"{number} things are due", ""
    if first < today:
        from ..dates import short

        since = f", {'' if number == 1 else 'the oldest '}since {short(first, today)}"
    return what + since


def _print(line: str) -> None:
    """Print the line; a reader that has gone is no failure."""
    try:
        print(line, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(text: str, code: int) -> int:
    from ..text import clean

    print(f"privacy-audit: {clean(text, 2000)}", file=sys.stderr)
    return code


def _due_days(path: str, request: Request) -> list[date]:
    until = (request.today + timedelta(days=request.within)).isoformat()
    connection = sqlite3.connect(f"file:{_quoted(path)}?mode=ro", uri=True, timeout=2)
    try:
        known = "SELECT count(*) FROM people WHERE label = ?"
        if request.person and not connection.execute(known, (request.person,)).fetchone()[0]:
            raise LookupError(request.person)
        sql = 'SELECT "on" FROM due JOIN people ON people.id = due.person WHERE "on" <= ?'
        rows = connection.execute(sql + " AND label = ?" if request.person else sql, _given(until, request.person))
        return [date.fromisoformat(on) for (on,) in rows]
    finally:
        connection.close()


def _given(until: str, person: str | None) -> tuple:
    return (until, person) if person else (until,)


def _quoted(path: str) -> str:
    """Escape what a file: address gives a meaning to."""
    return path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
