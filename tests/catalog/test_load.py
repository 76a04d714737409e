"""Loading: from the wheel, from the texts by way of a cache, and with the person's own organisations."""

import pytest

from privacy_audit import folders
from privacy_audit.catalog import compiler
from privacy_audit.catalog import load as loading
from privacy_audit.catalog.catalog import CatalogError
from privacy_audit.catalog.load import load
from privacy_audit.catalog.packed import FORMAT, pack

from .conftest import ORGANISATION


@pytest.fixture
def no_compiling(monkeypatch):
    """Make compiling fail, so that only the cache can give a catalogue."""

    def switch_on():
        def refuse(root, own=False):
            raise AssertionError("compiled again")

        monkeypatch.setattr(compiler, "compile_tree", refuse)

    return switch_on


def _cache():
    return folders.cache() / "catalogue.jsonl"


def test_the_cache_is_written_and_used(tree, no_compiling):
    first = load()
    no_compiling()
    second = load()
    assert list(second) == list(first) == ["corner-bank", "corner-shop"]
    assert second.get("corner-shop") == first.get("corner-shop")


def test_the_cache_is_for_its_owner_only(tree):
    load()
    assert _cache().parent.stat().st_mode & 0o077 == 0


def test_a_changed_file_makes_the_cache_stale(tree, shop):
    load()
    shop.write_text(ORGANISATION.replace("Corner Shop", "Corner Mall"), "utf-8")
    assert load().get("corner-shop").name == "Corner Mall"


def test_a_renamed_file_makes_the_cache_stale(tree, shop):
    load()
    shop.rename(shop.with_name("other.toml"))
    assert "the file is called other.toml" in load().problems[0]


def test_a_new_and_a_removed_file_make_the_cache_stale(tree, shop):
    load()
    (shop.parent / "kiosk.toml").write_text(ORGANISATION.replace("corner-shop", "kiosk"), "utf-8")
    assert "kiosk" in load()
    shop.unlink()
    assert list(load()) == ["corner-bank", "kiosk"]


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b'{"state": 1}', b"\xff\xfe", b"[" * 100_000])
def test_a_broken_cache_is_made_again(data, tree):
    load()
    good = _cache().read_bytes()
    _cache().write_bytes(data)
    assert len(load()) == 2
    assert _cache().read_bytes() == good


def test_a_cut_off_cache_is_made_again(tree):
    load()
    good = _cache().read_bytes()
    _cache().write_bytes(good[:-9])
    assert load().get("corner-shop").name
    assert _cache().read_bytes() == good


def test_a_cache_of_another_format_is_made_again(tree):
    load()
    kept = _cache().read_bytes()
    _cache().write_bytes(kept.replace(b'"format":%d' % FORMAT, b'"format":0'))
    assert len(load()) == 2


def test_a_cache_that_cannot_be_written_only_costs_time(tree):
    folders.cache().parent.mkdir(parents=True, exist_ok=True)
    folders.cache().write_text("a file where the folder should be", "utf-8")
    assert len(load()) == 2
    assert folders.cache().read_text("utf-8") == "a file where the folder should be"


def test_a_full_disk_leaves_no_draft(tree, monkeypatch):
    def refuse(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(tree), "replace", refuse)
    assert len(load()) == 2
    assert list(folders.cache().iterdir()) == []


def test_a_folder_with_a_broken_file_is_not_kept(tree, shop):
    shop.write_text("x", "utf-8")
    assert list(load()) == ["corner-bank"]
    assert not _cache().exists()


def test_the_compiled_catalogue_of_a_wheel_comes_first(tree, tmp_path, monkeypatch):
    compiled = loading.compiled()
    compiled["organisations"].pop("corner-shop")
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "catalogue.jsonl").write_bytes(pack(compiled))
    monkeypatch.setattr(loading, "_PACKAGE", tmp_path / "package")
    assert list(load()) == ["corner-bank"]


def test_an_installation_without_checklists_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(loading, "CHECKOUT", tmp_path / "nothing")
    with pytest.raises(CatalogError, match="Install privacy-audit again"):
        load()


def test_own_organisations_are_added(tree, own):
    text = ORGANISATION.replace("corner-shop", "dentist").replace("[find]", 'formerly = ["old-dentist"]\n[find]')
    (own / "dentist.toml").write_text(text, "utf-8")
    catalog = load()
    assert catalog.get("dentist").own
    assert not catalog.get("corner-shop").own
    assert catalog.get("old-dentist").id == "dentist"
    assert catalog.problems == []


def test_another_folder_can_be_named(tree, own, tmp_path):
    (own / "dentist.toml").write_text(ORGANISATION.replace("corner-shop", "dentist"), "utf-8")
    assert "dentist" not in load(tmp_path / "elsewhere")


def test_an_own_organisation_cannot_take_an_id_of_the_catalogue(tree, own):
    (own / "corner-shop.toml").write_text(ORGANISATION.replace("Corner Shop", "Impostor"), "utf-8")
    catalog = load()
    assert catalog.get("corner-shop").name == "Corner Shop"
    assert "has an id of the catalogue" in catalog.problems[0]


def test_an_own_organisation_cannot_take_a_former_place_of_an_id(tree, own):
    text = ORGANISATION.replace("corner-shop", "dentist").replace("[find]", 'formerly = ["corner-bank"]\n[find]')
    (own / "dentist.toml").write_text(text, "utf-8")
    assert load().get("corner-bank").name == "Corner Bank"


def test_an_own_organisation_of_no_theme_is_left_out_and_named(tree, own):
    (own / "dentist.toml").write_text(
        ORGANISATION.replace("corner-shop", "dentist").replace('"points"', '"teeth"'), "utf-8"
    )
    catalog = load()
    assert "dentist" not in catalog
    assert "there is no theme 'teeth'; the themes are: credit, points" in catalog.problems[0]


def test_a_broken_own_file_is_named_and_the_others_load(tree, own):
    (own / "baker.toml").write_text('id = "baker', "utf-8")
    (own / "dentist.toml").write_text(ORGANISATION.replace("corner-shop", "dentist"), "utf-8")
    catalog = load()
    assert "dentist" in catalog
    assert "baker" not in catalog
    assert len(catalog.problems) == 1
    assert "baker.toml" in catalog.problems[0]
    assert "Unterminated string" in catalog.problems[0]
