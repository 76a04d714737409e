"""Receipts: every request that left this machine, kept before it leaves, and how it ended, kept when it has.

A request whose end was not written, as when the program was killed meanwhile, stays with no status: no answer was seen.
"""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from .errors import NotALedger
from .projections import DAMAGED, day_of
from .store import Ledger

#: How the words for a failure end where the connection was not made, so that no byte of the request left.
NOTHING_SENT = "nothing was sent"


@dataclass(frozen=True, slots=True)
class Request:
    """One request that left this machine.

    `at` is the moment in UTC and `on` the person's day; `purpose` the id of what it was for, `how` the way it was
    agreed to ("once", "always", "yes"); `out` and `received` are bytes (see `sent`). `status` is that of HTTP (RFC
    9110), 0 where there was none, and None where no end of the request was written; `failure` says what went wrong.
    """

    id: str
    at: datetime
    on: date
    purpose: str
    how: str
    host: str
    method: str
    out: int
    status: int | None = None
    received: int = 0
    failure: str = ""

    @property
    def sent(self) -> int:
        """The bytes that left: none of them where the failure says so. Without an end, all may have left."""
        return 0 if self.failure.endswith(NOTHING_SENT) else self.out


@dataclass(frozen=True, slots=True)
class Sum:
    """Requests in all: how many, to how many hosts, bytes out and in."""

    requests: int
    hosts: int
    out: int
    received: int


def leaving(ledger: Ledger, person: str, day: date, purpose: str, how: str, host: str, method: str, out: int) -> str:
    """Keep, before it happens, that a request of `out` bytes leaves; return the receipt's id. Raises LedgerError."""
    data = {"on": day.isoformat(), "purpose": purpose, "how": how, "host": host, "method": method, "out": out}
    with ledger._write():
        return ledger._append(person, "request", data=data).id


def ended(ledger: Ledger, person: str, receipt: str, status: int, received: int, failure: str = "") -> None:
    """Keep how a request ended: its status or 0, the bytes received, what went wrong or nothing. Raises LedgerError."""
    data = {"request": receipt, "status": status, "received": received, "failure": failure}
    with ledger._write():
        ledger._append(person, "reply", data=data)


def requests(
    ledger: Ledger, person: str, purpose: str = "", host: str = "", since: date | None = None
) -> list[Request]:
    """Return the person's requests, newest first: all, or those for a purpose, to a host, of a day and later.

    A host's subdomains count as the host. Raises LedgerError.
    """
    sql = (
        'SELECT id, at, "on", purpose, how, host, method, out, status, received, failure FROM requests '
        "WHERE person = ? AND (? = '' OR purpose = ?) AND \"on\" >= ? ORDER BY id DESC"
    )
    rows = ledger._read(sql, person, purpose, purpose, since.isoformat() if since else "")
    return [_request(row) for row in rows if is_of(row["host"], host)]


def is_of(host: str, wanted: str) -> bool:
    """Whether a host is the one that is wanted, or below it; nothing wanted means all. An address may be given."""
    wanted = (urlsplit(wanted).hostname or "" if "://" in wanted else wanted).strip().strip(".").lower()
    return not wanted or host.lower() == wanted or host.lower().endswith(f".{wanted}")


def summed(found: list[Request]) -> Sum:
    """Return how much that is in all."""
    return Sum(
        len(found), len({one.host for one in found}), sum(one.sent for one in found), sum(one.received for one in found)
    )


def _request(row) -> Request:
    try:
        at = datetime.fromisoformat(row["at"])
    except ValueError:
        raise NotALedger(DAMAGED) from None
    purpose, how, host, method, out, status = row[3:9]
    ended = (status, row["received"] or 0, row["failure"] or "")
    return Request(row["id"], at, day_of(row["on"]), purpose, how, host, method, out, *ended)
