"""The person's own organisations: an id, a file that passes the check, and a place in the open catalogue."""

import os
import tomllib
from datetime import date

import pytest
from examples import HOSTILE, unprintable

from privacy_audit.catalog import own
from privacy_audit.catalog.catalog import Catalog, CatalogError
from privacy_audit.catalog.check import check_paths
from privacy_audit.catalog.load import load
from privacy_audit.text import clean

TODAY = date(2026, 11, 24)
NAMES = (
    "Dr Example, dentist",
    'The "Corner" Shop',
    "O'Brien \\ Sons",
    "Points Érable",
    "a\nb\tc",
    HOSTILE,
    "x" * 400,
    "\ud800surrogate",
    "🦷 tooth",
    "con",
    "=1+1",
    "{first} [[actions]]",
    "李医生",
)
WEB = {
    "https://dentist.example/privacy": "https://dentist.example/privacy",
    "http://dentist.example/privacy": "https://dentist.example/privacy",
    "HTTPS://Dentist.example": "https://Dentist.example",
    "HTTP://dentist.example/a?b=c": "https://dentist.example/a?b=c",
    "dentist.example/privacy": "https://dentist.example/privacy",
    "www.dentist.example": "https://www.dentist.example",
    "https://dentist.example/" + "a" * 400: "https://dentist.example/" + "a" * 400,
}
EMAIL = {
    "ann@dentist.example": "ann@dentist.example",
    "mailto:ann@dentist.example": "ann@dentist.example",
    "MAILTO:ann@dentist.example": "ann@dentist.example",
    "mailto:ann@dentist.example?subject=x": "ann@dentist.example",
}
NEITHER = (
    "", "javascript:alert(1)", "javascript:alert('ann@dentist.example')", "data:text/html,<a@b.example>", "a@b",
    "file:///etc/passwd", "https://", "https://[::1", "+1 555-0100", "ask at the desk", "@", "a@b@c.example",
    'https://dentist.example/"x', "ssh://ann@dentist.example", "3.50", "e.g.",
    "Ann Example <ann@dentist.example>", "ann@dentist.example, bo@dentist.example",
)  # fmt: skip


@pytest.fixture
def few(tree) -> Catalog:
    """The small folder's catalogue, open."""
    return load()


def written(few, folder, name="Dr Example", contact="", theme="points"):
    """Write a new organisation and return its id and its file."""
    id = own.new_id(few, name)
    return id, own.add(few, folder, id, own.skeleton(id, name, theme, "US", contact, TODAY))


def faults(path) -> list[str]:
    return [str(mistake) for mistake in check_paths(path, TODAY)[0]]


class TestId:
    @pytest.mark.parametrize(
        ("name", "id"),
        [
            ("Dr Example, dentist", "my-dr-example-dentist"),
            ("  Points ÉRABLE! ", "my-points-erable"),
            ('The "Corner" Shop', "my-the-corner-shop"),
            ("3M", "my-3m"),
            ("\x1b[31mRed\x1b[0m", "my-red"),
            ("../../etc/passwd", "my-etc-passwd"),
            ("x" * 400, "my-" + "x" * 48),
            ("a" * 47 + " b", "my-" + "a" * 47),
        ],
    )
    def test_it_is_made_of_the_name(self, few, name, id):
        assert own.new_id(few, name) == id

    def test_a_name_in_other_letters_has_an_id_too(self, few):
        assert own.new_id(few, "李医生") == "my-own"
        assert own.new_id(few, "Стоматолог") == "my-own"

    @pytest.mark.parametrize("name", ["", "   ", "!!! --- ???", "\x1b[2J\u202e\x00", "🦷", "\u200b"])
    def test_a_name_of_signs_only_is_refused(self, few, name):
        with pytest.raises(CatalogError, match="at least one letter or digit"):
            own.new_id(few, name)

    def test_a_taken_one_gets_a_number(self, few, own):
        ids = [written(few, own)[0] for _ in range(3)]
        assert ids == ["my-dr-example", "my-dr-example-2", "my-dr-example-3"]
        assert sorted(path.stem for path in own.iterdir()) == sorted(ids)

    def test_a_former_one_is_taken_too(self, few):
        few._formerly["my-dr-example"] = "corner-bank"
        assert own.new_id(few, "Dr Example") == "my-dr-example-2"


class TestFile:
    @pytest.mark.parametrize("name", NAMES)
    def test_it_passes_the_check_whatever_the_name(self, few, own, name):
        id, path = written(few, own, name)
        assert faults(path) == []
        text = path.read_text("utf-8")
        assert not unprintable(text)
        raw = tomllib.loads(text)
        assert raw["name"] == clean(name, 120)
        assert raw["id"] == path.stem == id
        assert len(raw["actions"]) == 2

    @pytest.mark.parametrize("contact", [*WEB, *EMAIL, *NEITHER, HOSTILE])
    def test_it_passes_the_check_whatever_the_contact(self, few, own, contact):
        assert faults(written(few, own, contact=contact)[1]) == []

    @pytest.mark.parametrize(("contact", "url"), WEB.items())
    def test_a_web_address_is_kept_as_https(self, few, own, contact, url):
        for action in tomllib.loads(written(few, own, contact=contact)[1].read_text("utf-8"))["actions"]:
            assert (action["via"], action["url"]) == ("web", url)

    @pytest.mark.parametrize(("contact", "email"), EMAIL.items())
    def test_an_email_address_is_kept_bare(self, few, own, contact, email):
        for action in tomllib.loads(written(few, own, contact=contact)[1].read_text("utf-8"))["actions"]:
            assert (action["via"], action["email"]) == ("email", email)

    @pytest.mark.parametrize("contact", NEITHER)
    def test_anything_else_is_left_out(self, few, own, contact):
        path = written(few, own, contact=contact)[1]
        for action in tomllib.loads(path.read_text("utf-8"))["actions"]:
            assert action["via"] == "in-person"
            assert not {"url", "email"} & set(action)
        assert "javascript" not in path.read_text("utf-8")

    @pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
    def test_only_the_owner_may_read_it(self, few, home, umask):
        before = os.umask(umask)
        try:
            path = written(few, home / "own")[1]
        finally:
            os.umask(before)
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o077 == 0

    def test_it_fits_every_theme_of_the_catalogue(self, catalog, own):
        for theme in catalog.theme_titles:
            path = own / f"my-{theme}.toml"
            path.write_text(own_text(path.stem, theme), "utf-8")
            assert faults(path) == [], theme


def own_text(id: str, theme: str) -> str:
    return own.skeleton(id, "Mine", theme, "CA", "https://mine.example/", TODAY)


class TestAdding:
    def test_it_is_in_the_open_catalogue_and_in_the_next_one(self, few, own):
        few.search("warm")
        id, _ = written(few, own, "Érable Dental", "ann@dental.example")
        for catalog in (few, load()):
            one = catalog.get(id)
            assert (one.name, one.own, one.theme, one.checked) == ("Érable Dental", True, "points", "2026-11-24")
            assert catalog.search("erable dental") == [id]
            assert catalog.search_actions("erable ask") == [f"{id}/access"]
            assert catalog.may_hold(id, "US-TX")
            assert not catalog.may_hold(id, "CA-ON")
            assert id in catalog.in_region("US-TX", "points")
            assert catalog.tier_of(id) == "curated"
            assert catalog.action(f"{id}/access").email == "ann@dental.example"
            assert catalog.problems == []

    def test_a_file_that_stands_there_is_never_overwritten(self, few, own):
        (own / "my-dr-example.toml").write_text("mine, and not readable", "utf-8")
        with pytest.raises(CatalogError, match=r"could not be written \(File exists\). Nothing was added."):
            written(few, own)
        assert (own / "my-dr-example.toml").read_text("utf-8") == "mine, and not readable"
        assert "my-dr-example" not in few

    def test_a_link_that_stands_there_is_not_followed(self, few, own, tmp_path):
        (own / "my-dr-example.toml").symlink_to(tmp_path / "elsewhere")
        with pytest.raises(CatalogError, match="could not be written"):
            written(few, own)
        assert not (tmp_path / "elsewhere").exists()

    def test_a_folder_that_cannot_be_made_is_said(self, few, home):
        (home / "file").write_text("", "utf-8")
        for folder in (home / "file", home / "file" / "below"):
            with pytest.raises(CatalogError, match="Nothing was added"):
                written(few, folder)
        assert len(few) == 2

    @pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may write everywhere")
    def test_a_folder_that_cannot_be_written_is_said(self, few, own):
        own.chmod(0o500)
        with pytest.raises(CatalogError, match="Permission denied"):
            written(few, own)
        assert len(few) == 2

    def test_a_full_disk_leaves_no_half_file(self, few, own, monkeypatch):
        def full(_):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(CatalogError, match="No space left on device"):
            written(few, own)
        assert list(own.iterdir()) == []
        assert len(few) == 2
        monkeypatch.undo()

    def test_another_broken_file_beside_it_does_no_harm(self, few, own):
        (own / "broken.toml").write_text("id =", "utf-8")
        id, _ = written(few, own)
        assert few.get(id).name == "Dr Example"

    def test_another_file_with_its_id_in_a_folder_below_is_named(self, few, own):
        """A file that the catalogue left out, here for its theme, may have the id already."""
        (own / "a").mkdir()
        (own / "a" / "my-dr-example.toml").write_text(own_text("my-dr-example", "cats"), "utf-8")
        few = load()
        assert "my-dr-example" not in few
        with pytest.raises(CatalogError, match=r"a/my-dr-example.toml has this id already. .* Nothing was added."):
            written(few, own)
        assert [path.name for path in own.iterdir()] == ["a"]


class TestCatalogAdd:
    def test_what_was_made_of_the_former_ones_is_made_anew(self, few):
        assert few.search("new reach") == []
        assert few.covered_by("corner-bank") == []
        action = {"id": "delete", "do": "delete", "via": "web", "minutes": 1, "steps": ["x"], "covers": ["corner-bank"]}
        raw = {"id": "new-reach", "name": "New Reach", "kind": "retail", "theme": "credit", "countries": ["US"]}
        few.add(raw | {"impact": "low", "confidence": "low", "actions": [action]})
        assert few.search("new reach") == ["new-reach"]
        assert few.covered_by("corner-bank") == ["new-reach/delete"]
        assert len(few) == len(list(few)) == 3

    def test_one_with_a_known_id_takes_its_place(self, few):
        assert few.get("corner-bank").name == "Corner Bank"
        few.add(few.raw("corner-bank") | {"name": "Corner Trust"})
        assert few.get("corner-bank").name == "Corner Trust"
        assert few.search("trust") == ["corner-bank"]
