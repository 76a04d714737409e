"""Receipts: what is kept of a request before it leaves and when it has ended."""

from typing import Protocol


class Keeper(Protocol):
    """Who writes receipts; the ledger does so by way of `opening.LedgerKeeper`."""

    def leaving(self, purpose: str, how: str, host: str, method: str, out: int) -> str:
        """Keep that a request of `out` bytes leaves for a host now; return the receipt's id."""

    def ended(self, receipt: str, status: int, received: int, failure: str) -> None:
        """Keep how it ended: the status of HTTP or 0, bytes received, and what went wrong in words or nothing."""
