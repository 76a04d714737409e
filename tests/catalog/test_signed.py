"""Catalogue packs: signed by somebody trusted, whole, checked; anything else is refused with a line of its own."""

import base64
import contextlib
import io
import json
import stat
import zipfile
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from privacy_audit.catalog import signed, signed_check, signed_tree
from privacy_audit.catalog.catalog import CatalogError
from privacy_audit.catalog.signed import (
    BrokenSignature,
    NoPack,
    PackRefused,
    UnknownKey,
    Unsigned,
    WrongContents,
    WrongTime,
)
from privacy_audit.catalog.signed_check import AlreadyInUse, examine
from privacy_audit.catalog.signed_keys import public_of

from .conftest import FILES, ORGANISATION
from .signing import MADE, Publisher, write_tree

TODAY = date(2026, 11, 24)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = public_of(KEY)


def small_pack(payload: bytes = b"PK and so on", files: int = 1) -> bytes:
    """A signed pack whose contents nobody has looked at."""
    return signed.write(payload, files, KEY, MADE)


def zip_of(files: dict[str, str | bytes], change=None) -> tuple[bytes, int]:
    """A zip as another program might make it; `change` is applied to each member."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            if change:
                change(info)
            archive.writestr(info, text)
    return out.getvalue(), len(files)


@pytest.fixture
def publisher(tmp_path) -> Publisher:
    return Publisher(tmp_path).trusted()


class TestAWholePack:
    def test_it_gives_the_catalogue_that_was_packed(self, publisher):
        found = examine(publisher.pack(), "2026-10-31", TODAY)
        assert sorted(found.compiled["organisations"]) == ["corner-bank", "corner-shop"]
        assert found.compiled["problems"] == []
        assert (found.key.name, found.head.day) == ("Example Publisher", date(2026, 11, 20))
        assert found.head.files == len(FILES)

    def test_the_same_texts_key_and_moment_give_the_same_bytes(self, tmp_path):
        one = signed_check.pack(write_tree(tmp_path / "a"), KEY, MADE)[0]
        two = signed_check.pack(write_tree(tmp_path / "b"), KEY, MADE)[0]
        assert one == two
        assert signed_check.pack(tmp_path / "a", KEY, MADE + timedelta(seconds=1))[0] != one

    def test_what_lies_beside_the_checklists_stays_out(self, tmp_path):
        root = write_tree(tmp_path / "a")
        (root / "README.md").write_text("how to", "utf-8")
        (root / "organisations/points/notes.txt").write_text("mine", "utf-8")
        assert signed_check.pack(root, KEY, MADE)[1].files == len(FILES)


class TestWhatIsRefused:
    def test_one_that_is_not_signed(self):
        head, _, rest = small_pack().partition(b"\n")
        with pytest.raises(Unsigned, match=r"it is not signed.*stays as it is"):
            signed.read(head + b"\n" + rest.partition(b"\n")[2], [PUBLIC])

    def test_one_signed_by_a_key_that_is_not_trusted(self, publisher, tmp_path):
        stranger = Publisher(tmp_path / "stranger")
        with pytest.raises(UnknownKey, match=r"you do not trust.*catalog trust FILE"):
            examine(stranger.pack(), "", TODAY)

    def test_one_that_a_stranger_signed_in_the_name_of_a_trusted_key(self):
        line = small_pack().partition(b"\n")[0]
        forged = Ed25519PrivateKey.generate().sign(signed.DOMAIN + line)
        data = b"\n".join((line, base64.b64encode(forged), b"PK and so on"))
        with pytest.raises(BrokenSignature, match="the signature does not fit"):
            signed.read(data, [PUBLIC])

    def test_a_signature_made_for_something_else(self):
        line = small_pack().partition(b"\n")[0]
        data = b"\n".join((line, base64.b64encode(KEY.sign(line)), b"PK and so on"))
        with pytest.raises(BrokenSignature):
            signed.read(data, [PUBLIC])

    def test_other_contents_of_the_same_size(self):
        with pytest.raises(BrokenSignature, match="not those that were signed"):
            signed.read(small_pack()[:-1] + b"!", [PUBLIC])

    @pytest.mark.parametrize(
        "data", [b"", b"{", b"<html>Sign in</html>", b"PK\x03\x04", b"\n\n\n", b'{"privacy-audit-pack":1']
    )
    def test_something_else_than_a_pack(self, data):
        with pytest.raises(NoPack, match="something else than a catalogue pack"):
            signed.read(data, [PUBLIC])

    @pytest.mark.parametrize(
        "head",
        [
            {"privacy-audit-pack": 1},
            {"privacy-audit-pack": 1, "made": "soon", "key": "a", "sha256": "b", "size": 1, "files": 1},
            {"privacy-audit-pack": 1, "made": "2026-13-01T00:00:00Z", "key": "a", "sha256": "b", "size": 1, "files": 1},
            {"privacy-audit-pack": 1, "made": "2026-11-01T00:00:00Z", "key": 7, "sha256": "b", "size": 1, "files": 1},
            {"privacy-audit-pack": 1, "made": "2026-11-01T00:00:00Z", "key": "", "sha256": "", "size": -1, "files": 1},
            {
                "privacy-audit-pack": 1,
                "made": "2026-11-01T00:00:00Z",
                "key": "",
                "sha256": "",
                "size": True,
                "files": 1,
            },
        ],
    )
    def test_a_first_line_that_says_too_little_or_nonsense(self, head):
        with pytest.raises(NoPack, match="its first line"):
            signed.read(json.dumps(head, separators=(",", ":")).encode() + b"\nx\ny", [PUBLIC])

    def test_a_form_of_a_later_version(self):
        line = small_pack().partition(b"\n")[0].replace(b'"privacy-audit-pack":1', b'"privacy-audit-pack":2')
        with pytest.raises(NoPack, match="Update the program"):
            signed.read(line + b"\nx\ny", [PUBLIC])

    def test_a_larger_one_than_any_catalogue(self):
        with pytest.raises(NoPack, match="larger than 30 MB"):
            signed.read(b" " * (signed.SIZE_LIMIT + 1), [PUBLIC])

    @given(place=st.integers(0, len(small_pack()) - 1), flip=st.integers(1, 255))
    def test_one_of_which_any_byte_was_changed(self, place, flip):
        data = bytearray(small_pack())
        data[place] ^= flip
        with pytest.raises(PackRefused):
            signed.read(bytes(data), [PUBLIC])

    @given(size=st.integers(0, len(small_pack()) - 1))
    def test_one_that_was_cut_off_anywhere(self, size):
        with pytest.raises(PackRefused):
            signed.read(small_pack()[:size], [PUBLIC])

    @given(more=st.binary(min_size=1, max_size=50))
    def test_one_to_which_something_was_added(self, more):
        with pytest.raises(NoPack, match="bytes"):
            signed.read(small_pack() + more, [PUBLIC])

    @given(data=st.binary(max_size=300))
    def test_noise(self, data):
        with pytest.raises(PackRefused):
            signed.read(b'{"privacy-audit-pack":1' + data, [PUBLIC])


class TestTime:
    @pytest.mark.parametrize("after", ["2026-11-21", "2026-11-20T10:00:01Z", "2027-01-01"])
    def test_an_older_one_is_refused_though_properly_signed(self, publisher, after):
        with pytest.raises(WrongTime, match=r"of 20 November 2026, and the catalogue in use is newer.*catalog back"):
            examine(publisher.pack(), after, TODAY)

    @pytest.mark.parametrize("after", ["", "2026-11-20", "2026-10-31", "2026-11-20T09:59:59Z"])
    def test_a_newer_one_is_not(self, publisher, after):
        assert examine(publisher.pack(), after, TODAY).head.made == "2026-11-20T10:00:00Z"

    def test_the_very_one_in_use_needs_nothing(self, publisher):
        with pytest.raises(AlreadyInUse, match="it is in use"):
            examine(publisher.pack(), "2026-11-20T10:00:00Z", TODAY)

    def test_one_from_the_future_says_that_the_clock_may_be_wrong(self, publisher):
        data = publisher.pack(made=datetime(2026, 11, 26, tzinfo=UTC))
        with pytest.raises(WrongTime, match=r"of 26 November 2026.*today is 24 November 2026.*clock"):
            examine(data, "", TODAY)
        assert examine(data, "", date(2026, 11, 25)).head.day == date(2026, 11, 26), "a day is no mistake of a clock"


class TestContents:
    def refused(self, payload: bytes, files: int) -> str:
        with pytest.raises(WrongContents) as refused:
            examine(signed.write(payload, files, KEY, MADE), "", TODAY, [PUBLIC])
        return str(refused.value)

    @pytest.mark.parametrize(
        "name",
        [
            "../evil.toml", "/etc/evil.toml", "organisations/../../evil.toml", "a/b/c/d.toml", "C:/evil.toml",
            "organisations/points/evil.py", "organisations/points/.hidden.toml", "organisations\\evil.toml", "con.toml",
            "organisations/nul/x.toml", "organisations/points/Upper.toml", "organisations/points/evil.toml/",
            "x\u202ey.toml",
        ],
    )  # fmt: skip
    def test_a_name_that_no_checklist_has(self, name, tmp_path):
        assert "no checklist" in self.refused(*zip_of(FILES | {name: "x = 1"}))
        assert not list(tmp_path.rglob("evil*"))

    def test_a_link(self):
        def linked(info):
            info.external_attr = (stat.S_IFLNK | 0o777) << 16

        assert "no checklist" in self.refused(*zip_of({"themes/points.toml": "/etc/passwd"}, linked))

    def test_other_files_than_it_says(self):
        payload, files = zip_of(FILES)
        assert "other files than it says" in self.refused(payload, files + 1)

    @pytest.mark.filterwarnings("ignore:Duplicate name")
    def test_the_same_name_twice(self):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("walks.toml", "a = 1")
            archive.writestr("walks.toml", "b = 1")
        assert "other files than it says" in self.refused(out.getvalue(), 2)

    def test_a_bomb_that_says_how_large_it_is(self):
        files = {f"organisations/points/a{number}.toml": b" " * 999_999 for number in range(61)}
        assert "larger than any catalogue" in self.refused(*zip_of(files))

    def test_one_file_that_is_too_large(self):
        assert "no checklist" in self.refused(*zip_of(FILES | {"walks.toml": b" " * 1_000_001}))

    def test_a_bomb_that_says_that_it_is_small(self):
        payload, files = zip_of({"walks.toml": b" " * 900_000})
        size = (900_000).to_bytes(4, "little")
        assert payload.count(size) >= 2
        assert "it" in self.refused(payload.replace(size, (10).to_bytes(4, "little")), files)

    @pytest.mark.parametrize("payload", [b"", b"PK", b"no zip at all" * 100])
    def test_no_zip(self, payload):
        assert "cannot be unpacked" in self.refused(payload, 1)

    def test_an_empty_zip_and_one_without_a_catalogue(self):
        assert "carries no catalogue" in self.refused(*zip_of({}))
        assert "carries no catalogue" in self.refused(*zip_of({"walks.toml": "US = []"}))

    @given(place=st.integers(0, 10_000), flip=st.integers(1, 255))
    def test_a_damaged_zip_that_was_signed_all_the_same(self, place, flip, tmp_path_factory):
        payload, files = zip_of({"walks.toml": "US = []", "themes/a.toml": "x = 1"})
        damaged = bytearray(payload)
        damaged[place % len(damaged)] ^= flip
        folder = tmp_path_factory.mktemp("unzipped")
        with contextlib.suppress(WrongContents):
            signed_tree.unzip(bytes(damaged), files, folder)
        written = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
        assert all(signed_tree._allowed(name) for name in written)

    def test_a_text_with_a_mistake_is_named(self, publisher):
        wrong = ORGANISATION.replace('kind = "loyalty"', 'kind = "witchcraft"')
        root = write_tree(publisher.folder / "wrong", {"organisations/points/corner-shop.toml": wrong})
        message = self.refused(*signed_tree.zipped(root))
        assert "1 mistake in it, first: organisations/points/corner-shop.toml:3: kind" in message
        assert "newer version of the program" in message


class TestMakingOne:
    def test_with_a_mistake_nothing_is_made(self, tmp_path):
        root = write_tree(tmp_path / "a", {"walks.toml": 'US = ["nobody"]\n'})
        with pytest.raises(CatalogError, match=r"Nothing was written: 1 mistake.*nobody.*catalog check"):
            signed_check.pack(root, KEY, MADE)

    def test_a_folder_that_is_no_catalogue(self, tmp_path):
        with pytest.raises(CatalogError, match="no folder of checklists"):
            signed_check.pack(tmp_path, KEY, MADE)

    def test_a_link_among_the_texts(self, tmp_path):
        root = write_tree(tmp_path / "a")
        text = root / "laws/us/us-file-act.toml"
        elsewhere = tmp_path / "elsewhere.toml"
        text.rename(elsewhere)
        text.symlink_to(elsewhere)
        with pytest.raises(CatalogError, match=r"us-file-act\.toml cannot go into a pack"):
            signed_check.pack(root, KEY, MADE)


def test_the_head_says_what_the_page_about_packs_says():
    head = json.loads(small_pack().partition(b"\n")[0])
    assert head == {
        "privacy-audit-pack": 1,
        "made": "2026-11-20T10:00:00Z",
        "key": PUBLIC.id,
        "sha256": sha256(b"PK and so on").hexdigest(),
        "size": 12,
        "files": 1,
    }
