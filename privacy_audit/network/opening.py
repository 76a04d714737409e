"""A gate as the person's settings want it, with receipts in their ledger."""

from datetime import date

from ..ledger import requests
from ..ledger.store import Ledger
from . import wire
from .choices import CA_FILE, PROXY
from .consent import Permit
from .gate import Gate, Route


class LedgerKeeper:
    """Writes the receipts of one person's requests into their ledger."""

    def __init__(self, ledger: Ledger, person: str, today: date):
        self._ledger, self._person, self._today = ledger, person, today

    def leaving(self, purpose: str, how: str, host: str, method: str, out: int) -> str:
        """Keep that a request leaves now; return the receipt's id. Raises LedgerError."""
        return requests.leaving(self._ledger, self._person, self._today, purpose, how, host, method, out)

    def ended(self, receipt: str, status: int, received: int, failure: str) -> None:
        """Keep how it ended. Raises LedgerError."""
        requests.ended(self._ledger, self._person, receipt, status, received, failure)


def open_gate(ledger: Ledger, person: str, permit: Permit, today: date) -> Gate:
    """Return a gate for what the person agreed to. Raises NotThere or CertificateTrouble for settings that fail."""
    route = Route(ledger.setting(person, PROXY, ""), ledger.setting(person, CA_FILE, ""))
    return Gate(permit, route, LedgerKeeper(ledger, person, today))


def way(ledger: Ledger, person: str) -> str:
    """Return by which proxy the person's requests leave, in words, or nothing."""
    return wire.way(ledger.setting(person, PROXY, ""))
