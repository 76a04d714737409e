"""Addresses to look at, a keeper of receipts in memory, and a gate to the world on the loopback."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from privacy_audit.links.addresses import Address, Place
from privacy_audit.network import linkcheck
from privacy_audit.network.consent import Permit
from privacy_audit.network.gate import Gate, Route
from privacy_audit.network.linkcheck import Result

DAY = date(2026, 11, 3)


def address(url: str, *places: Place) -> Address:
    return Address(url, places or (Place("organisations/brokers/example.toml", "actions[1].url", "example"),))


class Receipts:
    """Receipts that nobody keeps."""

    def leaving(self, *what) -> str:
        return "1"

    def ended(self, receipt: str, *how) -> None: ...


@pytest.fixture
def check(world) -> Callable[..., Result]:
    """Look at addresses through the real gate; `more` goes into the purpose, `stop_at` stops after so many."""

    def run(*urls: str, day: date = DAY, stop_at: int = 0, **more) -> Result:
        addresses = [address(url) for url in urls]
        purpose = replace(linkcheck.purpose_for(addresses), **{"gap": 0.0, "seconds": 5.0, "limit": 50_000} | more)

        async def whole() -> Result:
            task = asyncio.current_task()

            def progress(done: int, total: int, url: str) -> None:
                assert total == len(addresses)
                assert url in urls
                if task and done == stop_at:
                    task.cancel()

            async with Gate(Permit(purpose, "once"), Route(world.proxy, str(world.ca)), Receipts()) as gate:
                return await linkcheck.check(gate, addresses, day, progress)

        return asyncio.run(whole())

    return run
