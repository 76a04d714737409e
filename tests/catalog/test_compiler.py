"""Compiling a folder of texts: everything that is well, without what is not, which is named."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privacy_audit.catalog.catalog import Catalog
from privacy_audit.catalog.compiler import SIZE_LIMIT, compile_tree, newest_date
from privacy_audit.catalog.load import fingerprint

from .conftest import ORGANISATION


def test_the_whole_folder_becomes_one_dictionary(tree):
    compiled = compile_tree(tree)
    assert compiled["problems"] == []
    assert list(compiled["organisations"]) == ["corner-bank", "corner-shop"]
    assert [theme["id"] for theme in compiled["themes"]] == ["credit", "points"]
    assert list(compiled["laws"]) == ["us-file-act"]
    assert compiled["formerly"] == {"old-bank": "corner-bank"}
    assert compiled["walks"]["CA"] == ["corner-shop"]
    assert compiled["fields"]["name"]["weight"] == 1
    assert compiled["organisations"]["corner-shop"]["checked"] == "2026-07"
    assert compiled["organisations"]["corner-bank"]["checked"] is None
    assert json.loads(json.dumps(compiled)) == compiled


def test_an_own_folder_needs_organisations_only_in_any_subfolder(own):
    (own / "a" / "b").mkdir(parents=True)
    (own / "a" / "b" / "dentist.toml").write_text(ORGANISATION.replace("corner-shop", "dentist"), "utf-8")
    compiled = compile_tree(own, own=True)
    assert compiled["problems"] == []
    assert compiled["organisations"]["dentist"]["own"] is True


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "corner-shop"', 'id = "shop"', "the file is called corner-shop.toml"),
        ('kind = "loyalty"\n', "", "kind is missing"),
        ('["US", "CA"]', '"US"', "countries is no texts"),
        ('["US", "CA"]', "[1]", "countries is no texts"),
        ("[[actions]]", "[[actions]]\nurl = 5", "url is no text"),
        ("minutes = 15", "minutes = 10001", "minutes is no number"),
        ("minutes = 15\n", "", "minutes is missing"),
        ('dated = "2026-07"', 'dated = "2026-13"', "dated is no date"),
        ("[find]", 'closed = "soon"\n[find]', "closed is no date"),
        ("[find]\nhow", "find = 1\n[x]\nhow", "find is no table"),
        ("[[sources]]\nurl", "[sources]\nurl", "sources is no tables"),
        ('name = "Corner Shop"', "name = ", "Invalid value"),
        ('name = "Corner Shop"', "name = " + "[" * 9000, "too deeply"),
        ('name = "Corner Shop"', "name = " + "9" * 9000, "Exceeds the limit"),
        ('name = "Corner Shop"', f'name = "{"x" * SIZE_LIMIT}"', "too large"),
    ],
)
def test_a_broken_file_is_left_out_and_named(old, new, said, tree, shop):
    shop.write_text(ORGANISATION.replace(old, new, 1), "utf-8")
    compiled = compile_tree(tree)
    assert list(compiled["organisations"]) == ["corner-bank"]
    assert len(compiled["problems"]) == 1
    assert compiled["problems"][0].startswith(str(shop))
    assert said in compiled["problems"][0]


def test_what_is_no_readable_file_is_named(own):
    (own / "folder.toml").mkdir()
    (own / "gone.toml").symlink_to(own / "nothing")
    (own / "loop.toml").symlink_to(own / "loop.toml")
    (own / "latin.toml").write_bytes(b'name = "\xe9"')
    (own / "dentist.toml").write_text(ORGANISATION.replace("corner-shop", "dentist"), "utf-8")
    compiled = compile_tree(own, own=True)
    assert list(compiled["organisations"]) == ["dentist"]
    named = {problem.rpartition(".toml: ")[0].rpartition("/")[2] for problem in compiled["problems"]}
    assert named == {"folder", "gone", "latin", "loop"}


def test_the_second_file_of_an_id_is_left_out_and_named(own):
    for folder, name in (("a", "First"), ("b", "Second")):
        (own / folder).mkdir()
        text = ORGANISATION.replace("corner-shop", "twin").replace("Corner Shop", name)
        (own / folder / "twin.toml").write_text(text, "utf-8")
    compiled = compile_tree(own, own=True)
    assert compiled["organisations"]["twin"]["name"] == "First"
    assert "another file has the id 'twin' too" in compiled["problems"][0]


def test_control_and_direction_signs_are_taken_out(shop, tree):
    hostile = ORGANISATION.replace("Corner Shop", "Cor\\u001b[2Jner\\u202e\\u200b Shop\\U000E0041")
    shop.write_text(hostile.replace('"Wait."', '"Wa\\u009bit."'), "utf-8")
    raw = compile_tree(tree)["organisations"]["corner-shop"]
    assert raw["name"] == "Cor[2Jner Shop"
    assert raw["actions"][0]["steps"] == ["Write to them.", "Wait."]


def test_a_byte_order_mark_does_no_harm(shop, tree):
    shop.write_bytes(b"\xef\xbb\xbf" + ORGANISATION.encode())
    assert "corner-shop" in compile_tree(tree)["organisations"]


def test_covers_registered_reaches_whom_the_register_names_without_itself(shop, tree):
    for id, reaches in (("one", "yes"), ("two", "no"), ("three", "yes")):
        text = ORGANISATION.replace("corner-shop", id).replace("[find]", f'drop_reaches = "{reaches}"\n[find]')
        (shop.parent / f"{id}.toml").write_text(text, "utf-8")
    one = shop.parent / "one.toml"
    one.write_text(one.read_text("utf-8").replace('do = "delete"', 'do = "delete"\ncovers_registered = true'), "utf-8")
    actions = compile_tree(tree)["organisations"]["one"]["actions"]
    assert actions[1]["covers"] == ["three"]
    assert actions[1]["covers_registered"] is True
    assert "covers" not in actions[0]


def test_the_fingerprint_changes_with_every_change(tree, shop):
    seen = {fingerprint(tree), fingerprint(tree)}
    assert len(seen) == 1
    shop.write_text(ORGANISATION + "# more\n", "utf-8")
    seen.add(fingerprint(tree))
    shop.rename(shop.with_name("renamed.toml"))
    seen.add(fingerprint(tree))
    shop.with_name("renamed.toml").unlink()
    seen.add(fingerprint(tree))
    (shop.parent / "loop.toml").symlink_to(shop.parent / "loop.toml")
    seen.add(fingerprint(tree))
    assert len(seen) == 5
    assert fingerprint(tree / "nothing") == ""


def test_the_newest_date_is_as_exact_as_known():
    assert newest_date([{"dated": "2025-12-31"}, {"dated": "2026"}, {"note": "x"}]) == "2026"
    assert newest_date([{"dated": "2026-07"}, {"dated": "2026-07-02"}]) == "2026-07-02"
    assert newest_date([{"note": "general knowledge"}]) is None


_EDITS = st.tuples(st.integers(0, len(ORGANISATION)), st.integers(0, 60), st.text(max_size=8) | st.sampled_from(
    ["[[actions]]\n", "1", "[]", "{}", '"x"', "true", "x = 1\n", "1979-05-27", "nan"]
))  # fmt: skip


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(_EDITS, min_size=1, max_size=3))
def test_whatever_stands_in_a_file_the_catalogue_works(edits, tree, shop):
    text = ORGANISATION
    for place, length, new in edits:
        text = text[:place] + new + text[place + length :]
    shop.write_bytes(text.encode("utf-8", "surrogatepass"))
    compiled = compile_tree(tree)
    catalog = Catalog(compiled)
    assert len(catalog) + len(compiled["problems"]) == 2
    for id in catalog:
        assert catalog.get(id).recognise is not None
    assert set(catalog.in_region("US")) | set(catalog.in_region("CA")) <= set(catalog)
    catalog.search("corner")
