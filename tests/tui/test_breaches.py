"""Breaches on the screen: the list, what is said of each, recording, and asking about a password or an address."""

import gc
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date

import keyring
import pytest
from breaches.invented import KEY, body, entry
from rings import Ring
from textual.widgets import Input

from privacy_audit import folders
from privacy_audit.breaches.kept import FILE, keep
from privacy_audit.breaches.reading import read
from privacy_audit.ledger import requests
from privacy_audit.network.purposes import ACCOUNT
from privacy_audit.tui.screens import breaches

from . import invented
from .test_hostile import HOSTILE, unclean

HOST, RANGE = "haveibeenpwned.com", "api.pwnedpasswords.com"
PATH = "/api/v3/breaches"
PASSWORD, SENT, REST = "P@ssw0rd", "21BD1", "2DC183F740EE76F27B78EB39C8AD972A757"
ADDRESS = "ann+shop@mail.example.com"

#: The invented breaches of invented organisations.
LIST = (
    entry("CornerGrocer", "corner-grocer.example", Title="Corner Grocer"),
    entry(
        "HarvestForum", "forum.harvest-bank.example", on="2026-09-12", Title="Harvest Forum", IsVerified=False,
        PwnCount=420,
    ),
    entry("LanternSpam", "lantern-search.example", on="2021-02-03", Title="Lantern List", IsSpamList=True),
    entry("Elsewhere", "elsewhere.example", on="2020-01-01"),
)  # fmt: skip
_BREACH = """
[breach]
order = 3
title = "Your data got out"
said = "your data got out"
about = "The account itself comes first."
asks = "Who lost them?"
advice = ["Change the password there."]
[[breach.rules]]
why = "take out what need not be there"
do = ["delete", "opt-out"]
named = true
"""


@pytest.fixture(scope="module")
def with_breach(tmp_path_factory):
    """The invented catalogue, which also knows what to do after a breach."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(invented, "_EVENTS", invented._EVENTS + _BREACH)
        return invented.catalog(tmp_path_factory.mktemp("checklists"))


def kept_list(*entries: dict, on: date = date(2026, 11, 3)) -> None:
    keep(folders.public(), read(body(*entries or LIST)), on)


@pytest.fixture
def at(start, world, with_breach):
    """Open the screen for somebody whom three organisations hold or held, and whose requests reach the world."""

    @asynccontextmanager
    async def run(size=(80, 24)):
        async with start(region="US-TX", catalog=with_breach, size=size) as desk:
            world.settings(desk.app.ledger, desk.session.person.id)
            for id, answer in (("corner-grocer", "yes"), ("harvest-bank", "yes"), ("lantern-search", "past")):
                desk.session.answer(id, answer)
            await desk.go("breaches")
            yield desk

    return run


@pytest.fixture
def site(world):
    made = world.site(HOST)
    made.answer(PATH, body=body(*LIST), type="application/json")
    return made


@pytest.fixture
def ranges(world):
    made = world.site(RANGE)
    made.answer("*", body=f"{REST}:83129\r\n{'F' * 35}:0", type="text/plain")
    return made


async def asked(desk, *keys: str) -> None:
    """Press keys, and wait until what was asked for has come."""
    await desk.press(*keys)
    for worker in [one for one in desk.app.workers if one.group == "online"]:
        await worker.wait()
    await desk.settle()


def words(desk) -> str:
    return " ".join(desk.frame.split())


async def test_without_a_list_it_says_which_key_gets_it(at, world):
    async with at() as desk:
        assert "No list yet: f gets the public list of all known breaches. Nothing about you is sent." in words(desk)
        assert "no list yet" in desk.frame.splitlines()[0]
        await desk.press("r", "t", "enter")
        assert world.asked == []


async def test_getting_it_asks_first_and_shows_who_leaked(at, site):
    async with at() as desk:
        await desk.press("f")
        assert desk.shown == "ConsentScreen"
        assert "nothing about you" in desk.frame
        assert site.received == []
        await asked(desk, "1")
        assert desk.message == "downloaded: 4 known breaches"
        assert desk.ids("breaches") == ["HarvestForum", "CornerGrocer", "apart", "LanternSpam"]
        assert "2 of 4 known · as of 2026-11-24" in desk.frame
        assert "They leaked in September 2026; you said on 24 November 2026 that they hold you." in words(desk)
        assert "Not verified" in desk.frame
        await desk.press("down")
        assert "They leaked in May 2019" in words(desk)
        assert "email addresses, IP addresses, passwords; 1,234,567 accounts" in words(desk)
        await desk.press("down")
        assert "a list that spam was sent with" in words(desk)
        assert (folders.public() / FILE).exists()
        (receipt,) = requests.requests(desk.app.ledger, desk.session.person.id)
        assert (receipt.purpose, receipt.status, receipt.how) == ("breaches", 200, "once")


async def test_no_is_no(at, site, world):
    async with at() as desk:
        await desk.press("f", "escape")
        assert desk.message == "Nothing was sent."
        desk.app.offline = True
        await desk.press("f")
        assert "Nothing was sent" in desk.message
        assert world.asked == []
        assert not folders.public().exists()


@pytest.mark.parametrize("fault", ["truncated", "bomb", "reset", "html"])
async def test_a_fault_is_said_and_the_kept_list_stays(at, site, fault):
    kept_list()
    before = (folders.public() / FILE).read_bytes()
    if fault == "html":
        site.answer(PATH, body="<html>Sign in</html>", type="text/html")
    else:
        site.fault(PATH, fault)
    async with at() as desk:
        await asked(desk, "f", "1")
        assert "haveibeenpwned.com" in desk.message.lower()
        assert "as of 2026-11-03" in desk.frame
        assert desk.ids("breaches")[0] == "HarvestForum"
    assert (folders.public() / FILE).read_bytes() == before


async def test_it_can_be_stopped(at, site):
    kept_list()
    site.fault(PATH, "slow")
    async with at() as desk:
        await desk.press("f", "1")
        assert "c stops" in desk.frame
        await desk.press("c")
        assert desk.message == "Stopped. The list kept here before stays; nothing else is kept."
        assert "as of 2026-11-03" in desk.frame


async def test_an_old_or_a_damaged_list_says_so(at):
    kept_list(on=date(2026, 10, 1))
    async with at() as desk:
        assert "as of 2026-10-01 · old, f gets a newer" in desk.frame
        (folders.public() / FILE).write_text("{")
        await desk.press("escape")
        await desk.go("breaches")
        assert "cannot be used: it is no JSON" in words(desk)


async def test_the_whole_list_and_back(at):
    kept_list()
    async with at() as desk:
        await desk.press("t")
        assert desk.ids("breaches") == ["HarvestForum", "LanternSpam", "Elsewhere", "CornerGrocer"]
        assert "all 4" in desk.frame
        desk.rows("breaches").go_to("Elsewhere")
        await desk.press("enter")
        assert desk.message == "You did not say that they hold you."
        await desk.press("r")
        assert "Only breaches at organisations that you said hold you" in desk.message
        await desk.press("t")
        assert "Elsewhere" not in desk.ids("breaches")


async def test_nobody_who_holds_the_person_leaked(at):
    kept_list(entry("Elsewhere", "elsewhere.example"))
    async with at() as desk:
        assert "No known breach of an organisation that you said holds you." in words(desk)


async def test_one_key_records_it_and_shows_what_to_do(at):
    kept_list()
    async with at() as desk:
        await desk.press("down", "r")
        assert desk.shown == "TasksScreen"
        assert "Your data got out on 14 May 2019 (Corner Grocer)" in desk.frame
        assert desk.ids("tasks") == ["corner-grocer/delete"]
        assert "Change the password there." in desk.frame
        await desk.press("escape")
        assert "recorded" in desk.frame.splitlines()[4]
        (life,) = desk.session.standing.life
        assert (life.change, life.on, life.organisation, life.note) == (
            "breach", date(2019, 5, 14), "corner-grocer", "Corner Grocer",
        )  # fmt: skip
        await desk.press("ctrl+z")
        assert desk.session.standing.life == ()
        await desk.press("enter")
        assert desk.shown == "OrganisationScreen"
        assert "Leaked May 2019 (email addresses, IP addresses, passwords). As downloaded on 3 November" in words(desk)


async def test_what_is_no_leak_or_no_change_of_the_catalogue_is_not_recorded(at, start, places, world):
    kept_list()
    async with at() as desk:
        await desk.press("end", "r")
        assert "is no leak of theirs" in desk.message
        assert desk.session.standing.life == ()
        desk.session.catalog = places
        await desk.press("home", "r")
        assert "There is no event 'breach'" in desk.message


async def test_a_password_is_asked_about_by_five_characters(at, ranges, world):
    async with at() as desk:
        await desk.press("p")
        assert desk.shown == "AskSecret"
        await desk.type(PASSWORD)
        assert PASSWORD not in desk.frame
        field = desk.app.screen.query_one(Input)
        await desk.press("enter")
        assert field.value == ""
        assert f"these 5 characters: {SENT}" in words(desk)
        assert ranges.received == []
        await asked(desk, "a")
        assert desk.message.startswith("Seen 83,129 times in breaches")
        assert f"({SENT} was sent)" in desk.message
        assert [request.target for request in ranges.received] == [f"/range/{SENT}"]
        raw = world.bytes_received()
        assert PASSWORD.encode() not in raw
        assert REST[:6].encode() not in raw.upper()
        assert PASSWORD not in desk.frame
        ranges.answer("*", body=f"{REST}:0", type="text/plain")
        await desk.press("p")
        await desk.type(PASSWORD)
        await asked(desk, "enter")
        assert "Not among the known ones; that does not make it strong." in desk.message, "agreed to always"
        assert SENT in desk.message
    gc.collect()
    assert not [one for one in gc.get_objects() if isinstance(one, Input) and one.value == PASSWORD]


async def test_an_empty_password_or_going_back_asks_nothing(at, world):
    async with at() as desk:
        await desk.press("p", "enter")
        assert desk.shown == "AskSecret"
        await desk.type("secret")
        field = desk.app.screen.query_one(Input)
        await desk.press("escape")
        assert (desk.shown, field.value) == ("BreachesScreen", "")
        assert world.asked == []


async def test_an_address_leaves_only_after_a_yes_each_time(at, world, monkeypatch):
    monkeypatch.setattr(breaches, "ACCOUNT", replace(ACCOUNT, gap=0.0))
    site = world.site(HOST)
    site.answer("*", body=body(LIST[0], LIST[3]), type="application/json")
    kept_list()
    async with at() as desk:
        for _ in range(2):
            await desk.press("a")
            await desk.fill_in(ADDRESS)
            await desk.press("enter")
            assert desk.shown == "AskSecret"
            assert "costs money" in desk.frame
            await desk.fill_in(KEY)
            await desk.press("enter")
            assert desk.shown == "ConsentScreen"
            assert ADDRESS in words(desk)
            assert "always" not in desk.frame
            await asked(desk, "1")
        assert desk.message.startswith("Found in 2 known breaches. Sensitive ones are not shown")
        assert desk.ids("breaches") == ["Elsewhere", "CornerGrocer"]
        assert "2 for the address you gave; not kept" in desk.frame
        first = site.received[0]
        assert first.target.endswith("/breachedaccount/ann%2Bshop%40mail.example.com?truncateResponse=false")
        assert first.headers["hibp-api-key"] == KEY
        await desk.press("t")
        assert desk.ids("breaches")[0] == "HarvestForum"
        site.answer("*", status=404)
        await desk.press("a")
        await desk.fill_in(ADDRESS)
        await desk.press("enter")
        await desk.fill_in(KEY)
        await asked(desk, "enter", "1")
        assert "In none of the public breaches known to them." in words(desk)
    kept = b"".join(path.read_bytes() for path in folders.public().parent.rglob("*") if path.is_file())
    assert b"mail.example" not in kept


async def test_the_key_may_come_from_the_keyring(at, world):
    site = world.site(HOST)
    site.answer("*", body=body(LIST[0]), type="application/json")
    before, ring = keyring.get_keyring(), Ring()
    keyring.set_keyring(ring)
    try:
        async with at() as desk:
            from privacy_audit.breaches import keys

            keys.keep(desk.app.ledger, desk.session.person.id, KEY)
            await desk.press("a")
            await desk.fill_in(ADDRESS)
            await asked(desk, "enter", "1")
            assert "Found in 1 known breach." in desk.message
            ring.fails = True
            await desk.press("a")
            await desk.fill_in(ADDRESS)
            await asked(desk, "enter", "1")
            assert "The keyring did not give your key: nothing was sent." in desk.message
            assert len(site.received) == 1
    finally:
        keyring.set_keyring(before)


async def test_what_is_no_address_or_no_key_sends_nothing(at, world):
    async with at() as desk:
        await desk.press("a")
        await desk.fill_in("ann")
        await desk.press("enter")
        assert "no e-mail address" in desk.message
        await desk.press("a")
        await desk.fill_in(ADDRESS)
        await desk.press("enter")
        await desk.fill_in("short")
        await desk.press("enter")
        assert "no key" in desk.message
        await desk.press("a", "escape")
        assert world.asked == []


async def test_hostile_text_is_shown_literally(at):
    bad = entry("Bad", "corner-grocer.example", Name=HOSTILE, Title=HOSTILE, DataClasses=[HOSTILE], Description=HOSTILE)
    kept_list(bad, entry("Other", HOSTILE, Title=HOSTILE, Name=HOSTILE + "2"))
    async with at(size=(120, 40)) as desk:
        for key in ("t", "down", "t", "question_mark"):
            await desk.press(key)
            assert not unclean(desk.app)
            assert not desk.app._exit
