"""An encrypted ledger: which passphrase opens it, what is said when none does, and that all else is as ever."""

import os
import sqlite3
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("sqlcipher3")

from privacy_audit.ledger import cipher, encrypting, files, heads, passphrases
from privacy_audit.ledger.errors import (
    IllegalMove,
    LedgerError,
    Locked,
    NewerLedger,
    NoCipher,
    NotALedger,
    WrongPassphrase,
)
from privacy_audit.ledger.store import Ledger

from .sealing import SECRET, cheap, keys, path  # noqa: F401

TODAY = date(2026, 11, 24)

# ruff: noqa: F811


@pytest.fixture
def sealed(path, cheap) -> Path:
    """An encrypted ledger with one person and one record, locked."""
    with Ledger(path) as ledger:
        me = ledger.add_person("me", "US-TX")
        ledger.record(me.id, "acme/opt-out", "asked", TODAY, TODAY, note="a note")
    encrypting.encrypt(path, SECRET)
    cipher.lock()
    return path


class TestTheKey:
    def test_it_is_argon2id_with_the_recommended_cost(self):
        """RFC 9106, section 4, second option: t=3, p=4, 64 MiB. The key is what OpenSSL's Argon2id gives too."""
        assert cipher.VERSION == 1
        key = cipher.derive("passphrase", cipher.MARK + b"\x01" + bytes(range(12)))
        assert key.secret.hex() == "8ca385fa13be4f8771bb98ddd458c883792c07a1ef57f4fc2b268299bd300e00"

    def test_the_composed_and_the_decomposed_letter_are_one(self, cheap):
        salt = cipher.MARK + b"\x01" + b"s" * 12
        assert cipher.derive("caf\u00e9", salt) == cipher.derive("cafe\u0301", salt)
        assert cipher.derive("cafe", salt) != cipher.derive("caf\u00e9", salt)

    def test_each_file_has_a_salt_of_its_own(self, cheap):
        one, other = cipher.new_key(SECRET), cipher.new_key(SECRET)
        assert one.salt[:4] == other.salt[:4] == b"PAe\x01"
        assert len(one.salt) == 16
        assert one.secret != other.secret

    def test_it_is_in_no_text_about_it(self, cheap):
        key = cipher.new_key(SECRET)
        assert key.secret.hex() not in repr(key)
        assert str(key.secret) not in repr(key)

    @given(st.text(max_size=50))
    def test_any_text_is_a_passphrase(self, text):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(cipher, "COSTS", {1: cipher.Cost(1, 8, 1)})
            salt = cipher.MARK + b"\x01" + b"s" * 12
            assert len(cipher.derive(text, salt).secret) == cipher.KEY_BYTES


@pytest.mark.usefixtures("cheap")
class TestOpening:
    def test_without_a_passphrase_it_stays_closed(self, sealed):
        with pytest.raises(Locked, match="is encrypted, and no passphrase came") as caught:
            Ledger(sealed)
        assert caught.value.exit_code == 4

    def test_a_wrong_passphrase_changes_nothing(self, sealed):
        before = sealed.read_bytes(), sealed.stat().st_mtime_ns
        with pytest.raises(WrongPassphrase, match="does not open") as caught:
            cipher.unlock(sealed, "wrong")
        assert caught.value.exit_code == 4
        assert (sealed.read_bytes(), sealed.stat().st_mtime_ns) == before
        assert [one.name for one in sealed.parent.iterdir()] == [sealed.name]
        assert not cipher.unlocked()

    def test_the_source_is_asked_until_one_opens_it_and_then_no_more(self, sealed, monkeypatch):
        asked = []

        def source(path):
            asked.append(path)
            yield from ("wrong", SECRET, "not asked for")

        monkeypatch.setattr(cipher, "source", source)
        for _ in range(3):
            with Ledger(sealed) as ledger:
                assert [person.label for person in ledger.people()] == ["me"]
        assert asked == [sealed]

    def test_locking_forgets(self, sealed):
        cipher.unlock(sealed, SECRET)
        Ledger(sealed).close()
        cipher.lock()
        with pytest.raises(Locked):
            Ledger(sealed)

    def test_without_the_extra_it_says_how_to_get_it(self, sealed, monkeypatch):
        monkeypatch.setitem(sys.modules, "argon2.low_level", None)
        with pytest.raises(NoCipher, match=r"pip install 'privacy-audit\[encrypt\]'") as caught:
            cipher.unlock(sealed, SECRET)
        assert caught.value.exit_code == 4

    def test_a_later_derivation_is_refused(self, sealed):
        data = bytearray(sealed.read_bytes())
        data[3] = 2
        sealed.write_bytes(data)
        with pytest.raises(NewerLedger, match="newer version"):
            cipher.unlock(sealed, SECRET)

    def test_truncated_anywhere_it_is_one_clear_line(self, sealed):
        cipher.unlock(sealed, SECRET)
        data = sealed.read_bytes()
        for size in (3, 15, 16, 17, 4095, *range(4096, len(data), 4096), len(data) - 1):
            sealed.write_bytes(data[:size])
            with pytest.raises(NotALedger, match=r"damaged"), Ledger(sealed, create=False) as ledger:
                ledger.people()
            assert sealed.read_bytes() == data[:size]

    def test_a_flipped_bit_is_found_or_nothing_wrong_is_read(self, sealed):
        cipher.unlock(sealed, SECRET)
        data = sealed.read_bytes()
        with Ledger(sealed) as ledger:
            whole = [ledger.events(person.id) for person in ledger.people()]
        for place in range(16, len(data), 997):
            damaged = bytearray(data)
            damaged[place] ^= 1 << place % 8
            sealed.write_bytes(damaged)
            try:
                with Ledger(sealed, create=False) as ledger:
                    assert [ledger.events(person.id) for person in ledger.people()] == whole
            except NotALedger:
                pass
            assert sealed.read_bytes() == damaged


@pytest.mark.usefixtures("cheap")
class TestALedgerLikeAnyOther:
    @pytest.fixture
    def ledger(self, sealed):
        cipher.unlock(sealed, SECRET)
        with Ledger(sealed) as opened:
            yield opened

    def test_it_records_and_undoes(self, ledger):
        me = ledger.person()
        ledger.record(me.id, "acme/opt-out", "confirmed", TODAY, TODAY)
        assert ledger.action(me.id, "acme/opt-out").status == "confirmed"
        ledger.undo(me.id)
        assert ledger.action(me.id, "acme/opt-out").status == "asked"
        ledger.rebuild()
        assert ledger.action(me.id, "acme/opt-out").note == "a note"

    def test_a_refused_move_writes_nothing(self, ledger):
        me = ledger.person()
        before = len(ledger.events(me.id))
        with pytest.raises(IllegalMove):
            ledger.record(me.id, "acme/opt-out", "relisted", TODAY, TODAY)
        with pytest.raises(LedgerError, match="append-only"), ledger._write():
            ledger._connection.execute("DELETE FROM events")
        assert len(ledger.events(me.id)) == before

    def test_its_log_is_encrypted_too(self, ledger, sealed):
        me = ledger.person()
        ledger.annotate(me.id, "acme/opt-out", TODAY, note="PLANTED" * 50)
        log = sealed.with_name(sealed.name + "-wal")
        assert log.stat().st_size > 0
        for one in sealed.parent.iterdir():
            assert b"PLANTED" not in one.read_bytes()
            assert one.stat().st_mode & 0o077 == 0

    def test_errors_are_those_of_sqlite(self, ledger):
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE") as caught:
            ledger._connection.execute("INSERT INTO people SELECT * FROM people")
        assert caught.value.sqlite_errorname.startswith("SQLITE_CONSTRAINT")
        with pytest.raises(sqlite3.OperationalError, match="no such table"):
            ledger._connection.execute("SELECT * FROM nowhere")

    def test_two_programs_share_it(self, ledger, sealed):
        with Ledger(sealed) as other:
            other.annotate(other.person().id, "acme/opt-out", TODAY, note="from the other")
        assert ledger.action(ledger.person().id, "acme/opt-out").note == "from the other"

    def test_a_new_file_like_it_has_the_same_protection(self, ledger, sealed, tmp_path):
        copy = tmp_path / "copy.db"
        files.create(copy)
        target = files.connect(copy, like=sealed)
        ledger._connection.backup(target)
        target.close()
        assert heads.read(copy) == heads.read(sealed)
        with Ledger(copy) as other:
            assert [person.label for person in other.people()] == ["me"]

    def test_settings_of_safety_hold(self, ledger):
        for name, value in {"synchronous": 2, "secure_delete": 1, "foreign_keys": 1, "temp_store": 2}.items():
            assert ledger._connection.execute(f"PRAGMA {name}").fetchone()[0] == value
        assert ledger._connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


class TestWithoutThisProgram:
    def test_what_the_docs_say_opens_it(self, path, monkeypatch, capsys):
        """With the real cost, as the text in docs/encryption.md has it."""
        with Ledger(path) as ledger:
            ledger.add_person("me", "US-TX")
        encrypting.encrypt(path, "caf\u00e9 and more")
        text = (Path(__file__).parents[2] / "docs" / "encryption.md").read_text()
        program = text.split("```python\n")[1].split("```")[0]
        monkeypatch.chdir(path.parent)
        monkeypatch.setattr("getpass.getpass", lambda: "cafe\u0301 and more")
        exec(compile(program, "docs/encryption.md", "exec"), {})
        assert capsys.readouterr().out == "[('me',)]\n"


class TestHeads:
    def test_a_file_held_open_is_not_opened_again(self, path, monkeypatch):
        with Ledger(path):
            monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("opened, which drops the locks"))
            heads.read(path)
            with Ledger(path):
                heads.read(path)
            heads.read(path)

    def test_a_closed_one_is_read_anew(self, path):
        Ledger(path).close()
        path.write_bytes(b"another file altogether")
        assert heads.read(path) == b"another file altogether"[: heads.SIZE]

    def test_nothing_is_the_head_of_no_file(self, tmp_path):
        assert heads.read(tmp_path / "nothing") == b""


class TestPassphrases:
    @pytest.fixture
    def given(self, tmp_path):
        def open_file(content: bytes) -> int:
            (tmp_path / "given").write_bytes(content)
            return os.open(tmp_path / "given", 0)

        return open_file

    @pytest.mark.parametrize(
        ("content", "lines"),
        [
            (b"one", ["one"]),
            (b"one\n", ["one"]),
            (b" one two \r\nthree\r\n", [" one two ", "three"]),
            ("caf\u00e9\u2028x\n".encode(), ["caf\u00e9\u2028x"]),
        ],
    )
    def test_lines_of_an_open_file(self, given, content, lines):
        assert passphrases.read_lines(given(content)) == lines

    @pytest.mark.parametrize("content", [b"", b"\n", b"\nsecond\n", b"\xff\xfe\n"])
    def test_what_is_no_passphrase(self, given, content):
        with pytest.raises(Locked):
            passphrases.read_lines(given(content))

    def test_a_number_that_is_no_open_file(self):
        with pytest.raises(Locked, match="no open file"):
            passphrases.read_lines(987)

    @pytest.mark.parametrize("typed", ["", "x" * (passphrases.LONGEST + 1)])
    def test_what_cannot_be_set(self, typed):
        with pytest.raises(passphrases.PassphraseError):
            passphrases.check(typed)


class TestTheKeyring:
    @pytest.fixture(autouse=True)
    def keyring(self, monkeypatch):
        """A keyring in memory."""
        keyring = pytest.importorskip("keyring")
        backend = pytest.importorskip("keyring.backend")

        class Memory(backend.KeyringBackend):
            priority = 1
            kept: dict = {}  # noqa: RUF012

            def get_password(self, service, username):
                return self.kept.get((service, username))

            def set_password(self, service, username, password):
                self.kept[service, username] = password

            def delete_password(self, service, username):
                del self.kept[service, username]

        Memory.kept = {}
        memory = Memory()
        before = keyring.get_keyring()
        keyring.set_keyring(memory)
        yield memory
        keyring.set_keyring(before)

    def test_it_is_not_asked_unless_wanted(self, path, keyring):
        keyring.kept["privacy-audit", str(path)] = SECRET
        assert passphrases.from_keyring(path) is None

    def test_keeping_and_forgetting(self, path, keyring):
        path.parent.mkdir(parents=True)
        passphrases.keep_in_keyring(path, SECRET)
        assert passphrases.in_keyring(path)
        assert passphrases.from_keyring(path) == SECRET
        marker = Path(f"{path}.keyring")
        assert marker.read_bytes() == b""
        assert marker.stat().st_mode & 0o777 == 0o600
        passphrases.forget_in_keyring(path)
        assert not passphrases.in_keyring(path)
        assert keyring.kept == {}
        passphrases.forget_in_keyring(path)

    def test_one_that_fails_is_one_line_and_none_is_kept(self, path, keyring, monkeypatch):
        path.parent.mkdir(parents=True)

        def fail(*_):
            raise RuntimeError("no D-Bus here")

        monkeypatch.setattr(type(keyring), "set_password", fail)
        with pytest.raises(passphrases.PassphraseError, match="did not take the passphrase"):
            passphrases.keep_in_keyring(path, SECRET)
        assert not passphrases.in_keyring(path)

    def test_one_that_does_not_answer_lets_the_passphrase_be_asked_for(self, path, keyring, monkeypatch):
        path.parent.mkdir(parents=True)
        passphrases.keep_in_keyring(path, SECRET)
        monkeypatch.setattr(type(keyring), "get_password", lambda *_: 1 / 0)
        assert passphrases.from_keyring(path) is None
        with pytest.raises(passphrases.PassphraseError, match="remove the entry"):
            passphrases.forget_in_keyring(path)
        assert passphrases.in_keyring(path)

    def test_one_that_writes_in_plain_gets_nothing(self, path, keyring):
        plaintext = type("PlaintextKeyring", (type(keyring),), {})
        sys.modules["keyring"].set_keyring(plaintext())
        with pytest.raises(passphrases.PassphraseError, match="readable for others"):
            passphrases.keep_in_keyring(path, SECRET)
        assert keyring.kept == {}
