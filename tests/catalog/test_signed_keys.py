"""Keys of publishers: made, read, trusted, no longer trusted; whatever else a file holds is a clear line."""

import stat

import pytest

from privacy_audit import folders
from privacy_audit.catalog import signed_keys
from privacy_audit.catalog.signed_keys import KeyTrouble, NeedsPassphrase

from .signing import Publisher


@pytest.fixture
def made(tmp_path):
    """A new key pair: the private file and the public key."""
    path = tmp_path / "publisher.pem"
    return path, signed_keys.make(path, "Example Publisher")


class TestMakingAPair:
    def test_the_private_one_is_for_its_owner_and_the_public_one_beside_it(self, made):
        path, key = made
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert signed_keys.read(f"{path}.pub") == key
        assert signed_keys.public_of(signed_keys.private(path)).raw == key.raw
        assert path.with_name("publisher.pem.pub").read_text("utf-8").startswith("privacy-audit-key ")

    def test_nothing_is_overwritten(self, made):
        path, _ = made
        before = path.read_bytes()
        with pytest.raises(KeyTrouble, match="No key was made"):
            signed_keys.make(path)
        assert path.read_bytes() == before

    def test_where_the_public_one_cannot_be_written_there_is_no_private_one_either(self, tmp_path):
        (tmp_path / "a.pem.pub").write_text("mine", "utf-8")
        with pytest.raises(KeyTrouble, match="No key was made"):
            signed_keys.make(tmp_path / "a.pem")
        assert not (tmp_path / "a.pem").exists()

    def test_a_passphrase_is_needed_afterwards(self, tmp_path):
        path = tmp_path / "locked.pem"
        key = signed_keys.make(path, passphrase="a long passphrase")
        assert signed_keys.public_of(signed_keys.private(path, "a long passphrase")) == key
        with pytest.raises(NeedsPassphrase, match="none came"):
            signed_keys.private(path)
        with pytest.raises(NeedsPassphrase, match="does not open"):
            signed_keys.private(path, "another")

    @pytest.mark.parametrize("text", ["", "no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
    def test_a_file_that_holds_no_private_key(self, tmp_path, text):
        (tmp_path / "x.pem").write_text(text, "utf-8")
        with pytest.raises(KeyTrouble, match=r"no private key of a publisher.*keys new"):
            signed_keys.private(tmp_path / "x.pem")

    def test_the_public_one_does_not_sign(self, made):
        with pytest.raises(KeyTrouble, match="no private key"):
            signed_keys.private(made[0].with_name("publisher.pem.pub"))

    def test_a_file_that_is_not_there(self, tmp_path):
        with pytest.raises(KeyTrouble, match="cannot be read"):
            signed_keys.private(tmp_path / "nothing.pem")


class TestReadingAPublicOne:
    def test_the_line_itself_does_as_well_as_a_file(self, made):
        _, key = made
        assert signed_keys.read(key.line) == key
        assert signed_keys.read(key.line.split()[1]).raw == key.raw

    @pytest.mark.parametrize(
        "text", ["", "privacy-audit-key", "privacy-audit-key AAAA x", "privacy-audit-key é", "x" * 44]
    )
    def test_what_is_no_key(self, tmp_path, text):
        (tmp_path / "x.pub").write_text(text, "utf-8")
        with pytest.raises(KeyTrouble, match="no public key of a publisher"):
            signed_keys.read(str(tmp_path / "x.pub"))

    def test_its_name_cannot_steer_a_terminal(self, made):
        _, key = made
        read = signed_keys.parse(f"{key.line}\x1b[2J\u202e and more\nlines")
        assert read.name == "Example Publisher and more lines"

    def test_the_fingerprint_is_in_groups(self, made):
        _, key = made
        assert key.fingerprint.replace(" ", "") == key.id
        assert len(key.fingerprint.split()) == 8


class TestTrusting:
    def test_nobody_is_trusted_at_first(self):
        assert signed_keys.trusted() == []

    def test_a_key_is_kept_for_its_owner_and_can_be_taken_back(self, tmp_path):
        one, two = (Publisher(tmp_path, name).trusted().key for name in ("One", "Two"))
        assert {key.name for key in signed_keys.trusted()} == {"One", "Two"}
        assert folders.keys().stat().st_mode & 0o077 == 0
        assert signed_keys.distrust(one.fingerprint[:9]) == one
        assert signed_keys.trusted() == [two]

    @pytest.mark.parametrize("beginning", ["", "a", "zzzz", "...."])
    def test_what_names_no_one_key_takes_none_back(self, tmp_path, beginning):
        key = Publisher(tmp_path).trusted().key
        with pytest.raises(KeyTrouble, match="No key of yours begins so"):
            signed_keys.distrust(beginning)
        assert signed_keys.trusted() == [key]

    def test_a_file_put_there_by_hand_counts_and_rubbish_is_passed_over(self, tmp_path):
        key = Publisher(tmp_path).key
        folders.keys().mkdir(parents=True)
        (folders.keys() / "theirs.pub").write_text(key.line, "utf-8")
        (folders.keys() / "rubbish.pub").write_bytes(b"\xff\x00")
        assert signed_keys.trusted() == [key]
        signed_keys.distrust(key.id)
        assert signed_keys.trusted() == []

    def test_keys_of_the_program_itself_come_first_and_stay(self, tmp_path, monkeypatch):
        key = Publisher(tmp_path).key
        (tmp_path / "shipped").mkdir()
        (tmp_path / "shipped/a.pub").write_text(key.line, "utf-8")
        monkeypatch.setattr(signed_keys, "SHIPPED", tmp_path / "shipped")
        assert [one.shipped for one in signed_keys.trusted()] == [True]
        with pytest.raises(KeyTrouble):
            signed_keys.distrust(key.id)

    def test_a_folder_that_cannot_be_written(self, tmp_path):
        folders.keys().parent.mkdir(parents=True)
        folders.keys().write_text("a file", "utf-8")
        with pytest.raises(KeyTrouble, match="could not be written"):
            signed_keys.trust(Publisher(tmp_path).key)
