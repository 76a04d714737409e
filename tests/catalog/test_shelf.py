"""The catalogue in use: taken over, gone back from and forth again; damage falls back to the program's own."""

import json
from datetime import date, timedelta

import pytest

from privacy_audit.catalog import load as loading
from privacy_audit.catalog import packed, shelf, signed_keys
from privacy_audit.catalog.catalog import CatalogError
from privacy_audit.catalog.load import load
from privacy_audit.catalog.signed_check import examine

from .conftest import ORGANISATION
from .signing import MADE, Publisher

TODAY = date(2026, 11, 24)
SHOP = "organisations/points/corner-shop.toml"


def named(name: str) -> dict[str, str]:
    """The corner shop under another name, so that one sees which catalogue is in use."""
    return {SHOP: ORGANISATION.replace("Corner Shop", name)}


@pytest.fixture
def publisher(tmp_path, tree) -> Publisher:
    return Publisher(tmp_path).trusted()


@pytest.fixture
def update(publisher):
    """Take a pack over in which the shop has this name, made some hours after the first."""

    def take(name: str, hours: int = 0) -> shelf.Taken:
        data = publisher.pack(named(name), MADE + timedelta(hours=hours))
        return shelf.take(examine(data, shelf.in_use_since(loading.compiled(), TODAY), TODAY), "a file")

    return take


def shown() -> str:
    """The name of the shop in the catalogue in use."""
    return load().get("corner-shop").name


class TestTakingOver:
    def test_the_pack_is_in_use_from_then_on(self, update):
        taken = update("Shop of the pack")
        assert shown() == "Shop of the pack"
        assert shown() == "Shop of the pack"
        assert shelf.look() == shelf.Shelf(taken, None, True)
        assert (taken.signer, taken.day, taken.source) == ("Example Publisher", date(2026, 11, 20), "a file")

    def test_everything_on_the_shelf_is_for_its_owner(self, update):
        update("A")
        shown()
        assert shelf.folder().stat().st_mode & 0o077 == 0
        assert all(path.stat().st_mode & 0o077 == 0 for path in shelf.folder().iterdir())

    def test_two_are_kept_and_no_third(self, update):
        update("A")
        b = update("B", 1)
        c = update("C", 2)
        assert {path.stem for path in shelf.folder().glob("*.pack")} == {b.file, c.file}
        assert (shown(), shelf.look().other) == ("C", b)

    def test_the_own_organisations_stay(self, update, own):
        (own / "my-dentist.toml").write_text(ORGANISATION.replace("corner-shop", "my-dentist"), "utf-8")
        update("A")
        assert "my-dentist" in load()
        assert load().problems == []

    def test_where_it_cannot_be_kept_the_one_in_use_stays(self, update, monkeypatch):
        update("A")

        def full(name, data):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(shelf, "_put", full)
        with pytest.raises(CatalogError, match=r"no space left.*The one in use stays as it is"):
            update("B", 1)
        monkeypatch.undo()

    @pytest.mark.parametrize("files_written", range(3))
    def test_a_power_cut_in_between_leaves_one_or_the_other_whole(self, update, monkeypatch, files_written):
        update("A")
        assert shown() == "A"
        left, real = [files_written], shelf._put

        def cut(name, data):
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
            real(name, data)

        with monkeypatch.context() as patch:
            patch.setattr(shelf, "_put", cut)
            with pytest.raises(KeyboardInterrupt):
                update("B", 1)
        assert shown() == "A"
        update("C", 2)
        assert shown() == "C"


class TestGoingBack:
    def test_back_to_the_programs_own_and_forth_again(self, update):
        update("A")
        shelf.back()
        assert shown() == "Corner Shop"
        shelf.back()
        assert shown() == "A"

    def test_back_to_the_pack_before_and_forth_again(self, update):
        update("A")
        update("B", 1)
        for name in ("A", "B", "A"):
            shelf.back()
            assert shown() == name

    def test_after_going_back_the_later_one_may_be_taken_over_anew(self, update):
        update("A")
        update("B", 1)
        shelf.back()
        update("B", 1)
        assert (shown(), shelf.look().other.made) == ("B", "2026-11-20T10:00:00Z")

    def test_where_nothing_was_taken_over_there_is_no_way_back(self, tree):
        with pytest.raises(CatalogError, match="no other catalogue to go back to"):
            shelf.back()


class TestDamage:
    def test_a_damaged_compiled_file_is_made_again_from_the_pack(self, update):
        taken = update("A")
        path = shelf.folder() / f"{taken.file}.jsonl"
        for data in (b"", b"{", path.read_bytes()[:-9]):
            path.write_bytes(data)
            assert shown() == "A"
            assert load().problems == []

    def test_another_version_of_the_program_compiles_it_anew(self, update, monkeypatch):
        update("A")
        shown()
        monkeypatch.setattr(packed, "FORMAT", packed.FORMAT + 1)
        monkeypatch.setattr(loading, "FORMAT", packed.FORMAT)
        assert shown() == "A"
        assert load().problems == []

    def test_where_both_are_damaged_the_programs_own_is_used_and_it_is_said(self, update):
        taken = update("A")
        for ending in ("jsonl", "pack"):
            (shelf.folder() / f"{taken.file}.{ending}").write_bytes(b"nonsense")
        assert shown() == "Corner Shop"
        (problem,) = load().problems
        assert problem.startswith("the catalogue of 20 November 2026: it cannot be read")
        assert "catalog update" in problem

    def test_a_key_no_longer_trusted_counts_when_it_has_to_be_compiled_anew(self, update, publisher):
        taken = update("A")
        signed_keys.distrust(publisher.key.id)
        (shelf.folder() / f"{taken.file}.jsonl").unlink()
        assert shown() == "Corner Shop"
        assert "no longer trusted" in load().problems[0]

    @pytest.mark.parametrize(
        "data", [b"", b"[]", b"{}", b'{"in_use": 7, "other": null}', b'{"in_use": {"file": "x"}}', b"\xff"]
    )
    def test_a_damaged_note_of_what_is_in_use_means_the_programs_own(self, update, data):
        update("A")
        (shelf.folder() / "use.json").write_bytes(data)
        assert shown() == "Corner Shop"
        assert not shelf.look().kept

    @pytest.mark.parametrize("made", [7, None, "soon"])
    def test_a_note_with_a_date_that_is_none(self, update, made):
        update("A")
        note = json.loads((shelf.folder() / "use.json").read_bytes())
        note["in_use"]["made"] = made
        (shelf.folder() / "use.json").write_text(json.dumps(note), "utf-8")
        assert shown() == "Corner Shop"


class TestANewerProgram:
    def test_its_own_newer_catalogue_is_used_and_the_pack_can_be_gone_back_to(self, update, tree):
        update("A")
        shown()
        newer = ORGANISATION.replace("Corner Shop", "Newest Shop")
        (tree / SHOP).write_text(newer.replace('dated = "2026-07"', 'dated = "2026-11-21"'), "utf-8")
        assert shown() == "Newest Shop"
        assert shelf.look().in_use is None
        shelf.back()
        assert shown() == "A"
        assert shown() == "A"
        (tree / SHOP).write_text(newer.replace('dated = "2026-07"', 'dated = "2026-11-22"'), "utf-8")
        assert shown() == "Newest Shop", "an edition newer still is no longer what they chose against"

    def test_an_edition_no_newer_than_the_pack_leaves_it_in_use(self, update, tree):
        update("A")
        (tree / SHOP).write_text(ORGANISATION.replace("Corner Shop", "Same Age"), "utf-8")
        assert shown() == "A"
        assert shown() == "A"


@pytest.mark.parametrize(
    ("dated", "day"),
    [
        ("2026-10", "2026-10-31"),
        ("2026-02", "2026-02-28"),
        ("2026", "2026-01-01"),
        ("2026-10-05", "2026-10-05"),
        ("", ""),
    ],
)
def test_the_newest_source_of_the_programs_own_counts_to_the_end_of_its_month(dated, day):
    assert shelf.newest({"dated": dated}) == day


def test_the_month_that_still_runs_counts_until_today(tree):
    assert shelf.in_use_since({"dated": "2026-11"}, TODAY) == "2026-11-24"
