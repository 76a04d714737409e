"""The screen of everything that ever left this machine."""

import csv
import json
from datetime import date

from privacy_audit.ledger import requests
from privacy_audit.ledger.events import Event
from privacy_audit.tui.screens.receipts import ReceiptsScreen

from .invented import TODAY, seed_requests


async def test_nothing_left_yet(start):
    async with start("US-CA") as desk:
        await desk.go("receipts")
        assert desk.shown == "ReceiptsScreen"
        assert "Nothing has left this machine by this program." in desk.frame
        await desk.press("e")
        assert desk.message == "Nothing has left this machine by this program."
        await desk.press("h")
        assert "no request" in desk.message


async def test_newest_first_with_the_one_under_the_cursor_whole(start):
    async with start(seeded=True) as desk:
        seed_requests(desk.app.ledger, desk.session.person.id)
        await desk.go("receipts")
        assert "5 requests" in desk.frame
        assert "5 requests to 4 hosts, 954 bytes out, 50 kB in" in desk.frame
        lines = [line for line in desk.frame.splitlines() if " Nov " in line and "UTC" not in line]
        assert "no answer was seen" in lines[0]
        assert "answered (200)" in lines[-1]
        assert "no answer was seen" in desk.text("#request")
        assert "--yes on the command line" in desk.text("#request")
        await desk.press("end")
        assert "haveibeenpwned.com (GET), 212 bytes sent, 50 kB came back" in desk.text("#request")
        assert "Download the public list of known breaches" in desk.text("#request")
        assert "you said yes to this once" in desk.text("#request")


async def test_one_host_and_all_again(start):
    async with start(seeded=True) as desk:
        seed_requests(desk.app.ledger, desk.session.person.id)
        await desk.go("receipts")
        await desk.press("h")
        await desk.fill_in("data-well.example")
        await desk.press("enter")
        assert len(desk.ids("requests")) == 2
        assert "only data-well.example" in desk.frame
        await desk.press("h")
        assert len(desk.ids("requests")) == 5
        await desk.press("h")
        await desk.fill_in("nobody.example")
        await desk.press("enter")
        assert desk.message == "No request went to nobody.example."
        assert len(desk.ids("requests")) == 5


async def test_what_is_listed_is_written(start, documents):
    async with start(seeded=True) as desk:
        seed_requests(desk.app.ledger, desk.session.person.id)
        await desk.go("receipts")
        await desk.press("e", "enter")
        path = documents / "privacy-audit-receipts-2026-11-24.csv"
        assert desk.message == f"written: {path}"
        assert len(list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))) == 5
        await desk.press("e")
        await desk.fill_in(str(documents / "all.json"))
        await desk.press("enter")
        assert len(json.loads((documents / "all.json").read_text())) == 5
        await desk.press("e")
        await desk.fill_in(str(documents / "nowhere" / "all.csv"))
        await desk.press("enter")
        assert "nowhere" in desk.message


async def test_another_year_is_named(start):
    async with start(seeded=True) as desk:
        ledger, person = desk.app.ledger, desk.session.person.id
        told = {"on": "2024-02-29", "purpose": "links", "how": "yes", "host": "old.example", "method": "HEAD", "out": 1}
        ledger._project(
            Event("0190a000-0000-7000-8000-000000000000", "2024-02-29T23:59:00Z", person, "request", data=told)
        )
        await desk.go("receipts")
        assert "29 Feb 2024" in desk.frame


async def test_thousands_of_requests_are_one_list(start):
    async with start(seeded=True, size=(120, 40)) as desk:
        ledger, person = desk.app.ledger, desk.session.person.id
        with ledger._write():
            for number in range(3000):
                host = f"host-{number}.example"
                receipt = requests.leaving(ledger, person, date(2026, 11, 24), "links", "yes", host, "HEAD", 100)
                requests.ended(ledger, person, receipt, 200, 10)
        await desk.open(ReceiptsScreen())
        assert "3,000 requests to 3,000 hosts" in desk.frame
        assert "host-2999.example" in desk.frame
        await desk.press("end")
        assert "host-0.example" in desk.frame
        assert desk.session.today == TODAY
