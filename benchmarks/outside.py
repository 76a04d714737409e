"""What comes from outside: a register of 600 brokers, a list of 1,000 breaches, a catalogue pack, and receipts."""

import csv
import io
import json
import os
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import common

from privacy_audit.breaches import matching, reading
from privacy_audit.catalog import load
from privacy_audit.ledger import requests
from privacy_audit.ledger.store import Ledger
from privacy_audit.registers import keeping
from privacy_audit.registers.reading import read
from privacy_audit.session import Session

BROKERS, BREACHES, RECEIPTS = 600, 1_000, 10_000


def main() -> None:
    """Print the times of one run each, and medians where it is quick."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ |= {"HOME": name, "XDG_DATA_HOME": name, "XDG_CONFIG_HOME": f"{name}/config"}
        catalog = common.catalogue(folder)
        path = folder / "ledger.db"
        common.invented(path, catalog, 1_000)
        with Ledger(path) as ledger:
            session = Session(catalog, ledger, ledger.people()[0], common.TODAY)
            receipts(session)
            breaches(session)
        register(catalog)
        pack()


def receipts(session: Session) -> None:
    """Time receipts: one of a request and its end, with none and with many before, and the list of them."""
    common.line("a receipt and its end, none before", f"{_receipt(session, 50):.1f} ms", "<= 10 ms")
    _receipt(session, RECEIPTS)
    common.line(f"a receipt and its end, {RECEIPTS:,} before", f"{_receipt(session, 50):.1f} ms", "<= 10 ms")
    common.line(f"list {RECEIPTS:,} receipts", timed(lambda: requests.requests(session.ledger, session.person.id)))


def _receipt(session: Session, times: int) -> float:
    ledger, person, taken = session.ledger, session.person.id, []
    for _ in range(times):
        began = time.perf_counter()
        id = requests.leaving(ledger, person, common.TODAY, "links", "once", "broker.example", "GET", 180)
        requests.ended(ledger, person, id, 200, 5_000)
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def breaches(session: Session) -> None:
    """Time reading a list of breaches, and finding those of who holds the person."""
    sites = [domain for one in session.catalog for domain in session.catalog.get(one).domains][:BREACHES]
    body = json.dumps([_breach(number, site) for number, site in enumerate(sites)]).encode()
    common.line(f"read {len(sites):,} breaches ({len(body) / 1e6:.1f} MB)", timed(lambda: reading.read(body)))
    listed = reading.read(body).breaches
    events = session.ledger.standing_events(session.person.id)
    find = lambda: matching.found(session.catalog, session.standing, events, listed)  # noqa: E731
    common.line("match them with who holds you", timed(find))


def _breach(number: int, site: str) -> dict:
    text = "In an invented year something <b>leaked</b>. " * 20
    return {
        "Name": f"Leak{number}", "Title": f"Leak {number}", "Domain": site, "BreachDate": "2025-05-04",
        "AddedDate": "2025-06-01T00:00:00Z", "PwnCount": 1000, "Description": text,
        "DataClasses": ["Email addresses", "Passwords"], "IsVerified": True,
    }  # fmt: skip


def register(catalog) -> None:
    """Time reading a register, comparing it with the one in use, and taking it over; and loading afterwards."""
    before = timed(load.load, 9)
    data = _register(catalog)
    common.line(f"read a register of {BROKERS} brokers", timed(lambda: read(data)))
    edition = read(data)
    compare = lambda: keeping.difference(edition, catalog, "2026-11-24", "a file")  # noqa: E731
    common.line("compare it with the one in use", timed(compare))
    found = compare()
    common.line("take it over", timed(lambda: keeping.take_over(found), 1))
    common.line("load the catalogue, before and after", f"{before} / {timed(load.load, 9)}", "+10 ms")


def _register(catalog) -> bytes:
    known = [catalog.get(id) for id in catalog if id.startswith("reg-") and catalog.get(id).domains][:BROKERS]
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["Data broker name:", "Data broker primary website:", "Data broker collects precise geolocation:"])
    for one in known:
        writer.writerow([one.name, f"https://{one.domains[0]}", "Yes"])
    return out.getvalue().encode("utf-8-sig")


def pack() -> None:
    """Time making a pack of the whole catalogue, and looking through it as somebody would who takes it over."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from privacy_audit.catalog import signed_check
    from privacy_audit.catalog.signed_keys import public_of

    private, made = Ed25519PrivateKey.generate(), datetime(2026, 11, 24, tzinfo=UTC)
    root = Path(__file__).parents[1] / "checklists"
    data, _ = signed_check.pack(root, private, made)
    make = lambda: signed_check.pack(root, private, made)  # noqa: E731
    common.line(f"make a pack of all checklists ({len(data) / 1e6:.1f} MB)", timed(make, 1))
    keys = [public_of(private)]
    common.line("look through it", timed(lambda: signed_check.examine(data, "", common.TODAY, keys), 3))


def timed(work, rounds: int = 5) -> str:
    """Return the median milliseconds of some work, in words."""
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return f"{statistics.median(taken):.1f} ms"


if __name__ == "__main__":
    main()
