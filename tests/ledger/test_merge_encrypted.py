"""Merging where a passphrase is set: with the same one nobody is asked, with another one it has to come."""

import shutil
from pathlib import Path

import pytest
from examples import TODAY

pytest.importorskip("sqlcipher3")

from privacy_audit.ledger import backup, cipher, copies, encrypting
from privacy_audit.ledger.errors import Locked
from privacy_audit.ledger.merge import merge
from privacy_audit.ledger.store import Ledger

from .sealing import OTHER, SECRET, cheap, keys, path  # noqa: F401

# ruff: noqa: F811
pytestmark = pytest.mark.usefixtures("cheap", "keys")


@pytest.fixture
def sealed(path) -> Path:
    """An encrypted ledger whose key is known."""
    with Ledger(path) as ledger:
        ledger.add_person("me", "US-TX")
    encrypting.encrypt(path, SECRET)
    return path


def went_on(copy: Path) -> Path:
    """Let another device write into a copy."""
    with Ledger(copy) as ledger:
        ledger.answer(ledger.people()[0].id, "mirror-people", "yes", TODAY)
    return copy


def test_a_conflict_copy_with_the_same_passphrase_comes_in_and_stays_sealed(sealed):
    copy = went_on(Path(shutil.copy(sealed, sealed.with_name(f"{sealed.stem} (conflicted copy){sealed.suffix}"))))
    with Ledger(sealed) as ledger:
        assert copies.beside(ledger) == [copies.Copy(copy, 1)]
        assert merge(ledger, copy).events == 1
        assert copies.beside(ledger) == []
    for file in (sealed, *backup.backups(sealed)):
        assert cipher.is_encrypted(file)
        assert b"mirror-people" not in file.read_bytes()


def test_one_with_another_passphrase_is_named_without_asking_and_needs_it_for_merging(sealed, monkeypatch):
    with Ledger(sealed.parent / "apart" / "ledger.db") as other:
        other.add_person("you", "CA-QC")
    place = sealed.with_name(f"{sealed.stem} 2{sealed.suffix}")
    encrypting.encrypt(sealed.parent / "apart" / "ledger.db", OTHER)
    (sealed.parent / "apart" / "ledger.db").rename(place)
    cipher.lock()
    cipher.unlock(sealed, SECRET)
    asked = []
    monkeypatch.setattr(cipher, "source", lambda path: asked.append(path) or iter(()))
    with Ledger(sealed) as ledger:
        assert copies.beside(ledger) == [copies.Copy(place, None)]
        assert asked == []
        with pytest.raises(Locked):
            merge(ledger, place)
        assert asked == [place]
        monkeypatch.setattr(cipher, "source", lambda path: iter((OTHER,)))
        assert merge(ledger, place).people == ("you",)


def test_a_plain_one_comes_into_an_encrypted_one(sealed):
    plain = sealed.parent / "plain.db"
    with Ledger(plain) as other:
        other.add_person("you", "CA-QC")
    with Ledger(sealed) as ledger:
        assert merge(ledger, plain).people == ("you",)
    assert cipher.is_encrypted(sealed)


def test_a_backup_comes_in_like_any_ledger(sealed):
    with Ledger(sealed) as ledger:
        me = ledger.people()[0].id
        ledger.answer(me, "mirror-people", "yes", TODAY)
    made = backup.make(sealed)
    with Ledger(sealed.parent / "new" / "ledger.db") as new:
        assert merge(new, made.path).events == 2
        assert new.answers(me) == {"mirror-people": "yes"}
