"""Updating the catalogue on the screens: looked through, shown as what changes for one, taken over, gone back from."""

import pytest
from catalog.conftest import ORGANISATION
from catalog.signing import Publisher, write_tree

from privacy_audit.catalog import load as loading
from privacy_audit.catalog import shelf, signed_keys
from privacy_audit.network import consent
from privacy_audit.tui.screens.update import UpdateScreen

SHOP = "organisations/points/corner-shop.toml"
ADDRESS = "https://catalogue.example/latest.pack"
KIOSK = ORGANISATION.replace("corner-shop", "kiosk").replace("Corner Shop", "Kiosk")
CHANGED = {
    SHOP: ORGANISATION.replace("Corner Shop", "Corner Mall").replace("privacy@corner.example", "data@corner.example"),
    "organisations/points/kiosk.toml": KIOSK,
}


@pytest.fixture
def own_catalogue(tmp_path, monkeypatch):
    """The small catalogue in the place of the program's own."""
    monkeypatch.setattr(loading, "CHECKOUT", write_tree(tmp_path / "checklists"))
    return loading.load()


@pytest.fixture
def publisher(tmp_path) -> Publisher:
    return Publisher(tmp_path)


@pytest.fixture
def pack(publisher, tmp_path):
    """A signed pack in a file."""
    path = tmp_path / "latest.pack"
    path.write_bytes(publisher.pack(CHANGED))
    return path


async def rest(desk) -> None:
    """Wait until what was set going is done."""
    for worker in list(desk.app.workers):
        if worker.name != "warm-up":
            await worker.wait()
    await desk.settle()


async def open_file(desk, path) -> None:
    await desk.press("o")
    await desk.fill_in(str(path))
    await desk.press("enter")
    await rest(desk)


async def test_a_file_is_looked_through_taken_over_and_gone_back_from(start, own_catalogue, publisher, pack):
    publisher.trusted()
    async with start("US-CA", catalog=own_catalogue, size=(120, 40)) as desk:
        desk.session.answer("corner-shop", "yes")
        desk.session.record("corner-shop/access", "asked")
        await desk.go("update")
        assert "the one that came with the program" in desk.frame
        await open_file(desk, pack)
        assert desk.message == "It may be taken over: 2 changes for you. t takes it over."
        assert desk.ids("changes") == ["renamed corner-shop", "new kiosk"]
        assert "now Corner Mall; ask what they hold: other address" in desk.text("#about")
        await desk.press("t")
        assert "Example Publisher" in desk.frame
        assert publisher.key.fingerprint in desk.frame
        await desk.press("enter")
        assert desk.shown == "UpdateScreen"
        assert desk.message.startswith("Taken over: the pack of 20 November 2026")
        assert desk.session.catalog.get("corner-shop").name == "Corner Mall"
        assert desk.session.standing.state("corner-shop/access").status == "asked"
        await desk.press("r")
        assert desk.session.catalog.get("corner-shop").name == "Corner Shop"
        assert "In use now: the one that came with the program" in desk.message
        await desk.press("r")
        assert desk.session.catalog.get("corner-shop").name == "Corner Mall"
        await desk.press("escape")
        assert desk.shown == "HomeScreen"


async def test_saying_no_leaves_all_as_it_is(start, own_catalogue, publisher, pack):
    publisher.trusted()
    async with start("US-CA", catalog=own_catalogue) as desk:
        await desk.go("update")
        await open_file(desk, pack)
        await desk.press("t", "escape")
        assert shelf.look() == shelf.Shelf()
        assert desk.session.catalog.get("corner-shop").name == "Corner Shop"


async def test_an_organisation_that_was_acted_on_and_goes_is_named_before_it_goes(
    start, own_catalogue, publisher, tmp_path
):
    publisher.trusted()
    gone = {SHOP: None, "walks.toml": 'US = ["corner-bank"]\n'}
    (tmp_path / "gone.pack").write_bytes(publisher.pack(gone))
    async with start("US-CA", catalog=own_catalogue, size=(120, 40)) as desk:
        desk.session.record("corner-shop/access", "asked")
        await desk.go("update")
        await open_file(desk, tmp_path / "gone.pack")
        assert desk.ids("changes")[0] == "gone corner-shop"
        assert "it stays in your history" in desk.text("#about") or "that stays in your history" in desk.text("#about")
        await desk.press("t")
        assert "1 thing that you recorded something about would no longer be in it." in desk.frame
        await desk.press("enter")
        await desk.go("history")
        assert "corner-shop" in desk.frame


async def test_a_pack_by_somebody_unknown_is_refused_until_their_key_is_trusted(
    start, own_catalogue, publisher, pack, tmp_path
):
    (tmp_path / "theirs.pub").write_text(publisher.key.line, "utf-8")
    async with start("US-CA", catalog=own_catalogue, size=(120, 40)) as desk:
        await desk.go("update")
        await open_file(desk, pack)
        assert "a key signed it which you do not trust" in desk.message
        await desk.press("t")
        assert desk.shown == "UpdateScreen"
        await desk.press("p")
        await desk.fill_in(str(tmp_path / "theirs.pub"))
        await desk.press("enter")
        assert publisher.key.fingerprint in desk.frame
        await desk.press("escape")
        assert signed_keys.trusted() == []
        await desk.press("p")
        await desk.fill_in(publisher.key.line)
        await desk.press("enter", "enter")
        assert [key.id for key in signed_keys.trusted()] == [publisher.key.id]
        await open_file(desk, pack)
        assert "It may be taken over" in desk.message


@pytest.mark.parametrize("data", [b"", b"no pack", b"<html>"])
async def test_another_file_is_refused_with_a_line(start, own_catalogue, tmp_path, data):
    (tmp_path / "x.pack").write_bytes(data)
    async with start("US-CA", catalog=own_catalogue) as desk:
        await desk.go("update")
        await open_file(desk, tmp_path / "x.pack")
        assert "The catalogue pack was refused: it is something else than a catalogue pack" in desk.message
        await open_file(desk, tmp_path / "nothing.pack")
        assert "cannot be read" in desk.message
        await desk.press("p")
        await desk.fill_in(str(tmp_path / "x.pack"))
        await desk.press("enter")
        assert "no public key of a publisher" in desk.message


class TestFetching:
    @pytest.fixture
    def site(self, world, pack):
        site = world.site("catalogue.example")
        site.answer("/latest.pack", body=pack.read_bytes(), type="application/octet-stream")
        return site

    async def ready(self, desk, world) -> None:
        """Set the address, and lead requests to the sites of the test."""
        world.settings(desk.app.ledger, desk.session.person.id)
        await desk.go("update")
        await desk.press("s")
        await desk.fill_in(ADDRESS)
        await desk.press("enter")

    async def test_it_is_asked_first_and_shown_then(self, start, own_catalogue, publisher, world, site):
        publisher.trusted()
        async with start("US-CA", catalog=own_catalogue, size=(120, 40)) as desk:
            await self.ready(desk, world)
            await desk.press("f")
            assert "catalogue.example" in desk.frame
            assert site.received == []
            await desk.press("o")
            await rest(desk)
            assert "It may be taken over" in desk.message
            assert [one.method for one in site.received] == ["GET"]

    @pytest.mark.parametrize("fault", ["truncated", "bomb", "reset", "garbage"])
    async def test_a_fault_is_a_line_and_the_catalogue_stays(self, start, own_catalogue, publisher, world, site, fault):
        publisher.trusted()
        site.fault("/latest.pack", fault)
        async with start("US-CA", catalog=own_catalogue) as desk:
            await self.ready(desk, world)
            consent.keep(desk.app.ledger, desk.session.person.id, "catalogue", "always")
            await desk.press("f")
            await rest(desk)
            assert desk.message
            assert "failed (" not in desk.message
            assert "t" not in [binding.key for _, binding, on, _ in desk.app.screen.active_bindings.values() if on]
            assert shelf.look() == shelf.Shelf()

    async def test_it_can_be_stopped(self, start, own_catalogue, world, site):
        site.fault("/latest.pack", "slow")
        async with start("US-CA", catalog=own_catalogue) as desk:
            await self.ready(desk, world)
            consent.keep(desk.app.ledger, desk.session.person.id, "catalogue", "always")
            await desk.press("f")
            await desk.press("c")
            for _ in range(20):
                await desk.settle()
            assert desk.message == UpdateScreen.STOPPED

    async def test_without_an_address_it_says_what_to_do(self, start, own_catalogue):
        async with start("US-CA", catalog=own_catalogue) as desk:
            await desk.go("update")
            await desk.press("f")
            assert "No address is set: s sets one" in desk.message
            await desk.press("s")
            await desk.fill_in("http://catalogue.example/x")
            await desk.press("enter")
            assert "https://" in desk.message


async def test_all_changes_are_shown_on_request(start, own_catalogue, publisher, tmp_path):
    publisher.trusted()
    many = {f"organisations/points/k{n}.toml": KIOSK.replace("kiosk", f"k{n}") for n in range(15)}
    (tmp_path / "many.pack").write_bytes(publisher.pack(many))
    async with start("US-CA", catalog=own_catalogue) as desk:
        await desk.go("update")
        await open_file(desk, tmp_path / "many.pack")
        assert "15 changes for you, 10 shown; a shows all" in desk.message
        assert len(desk.ids("changes")) == 10
        await desk.press("a")
        assert len(desk.ids("changes")) == 15


async def test_a_publishers_texts_cannot_steer_the_screen(start, own_catalogue, publisher, tmp_path):
    bad = ORGANISATION.replace("Corner Shop", "[@click=app.quit]x[/]")
    (tmp_path / "bad.pack").write_bytes(publisher.trusted().pack({SHOP: bad}))
    async with start("US-CA", catalog=own_catalogue, size=(120, 40)) as desk:
        await desk.go("update")
        await open_file(desk, tmp_path / "bad.pack")
        assert "[@click=app.quit]x[/]" in desk.frame
