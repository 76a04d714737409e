"""The results on the disk: private, whole, and never believed when they are something else."""

import json
import os
from datetime import date, timedelta

import pytest

from privacy_audit.links import store
from privacy_audit.links.outcomes import Look

DAY = date(2026, 11, 3)
URL = "https://a.example/privacy"


def test_what_was_added_is_read_again():
    look = Look(DAY, "moved", 301, "https://b.example/new")
    store.add({URL: look})
    store.add({"https://c.example/": Look(DAY, "fine", 200)})
    assert store.read()[URL] == (look,)
    store.add({URL: Look(DAY + timedelta(days=1), "missing", 404)})
    assert [one.kind for one in store.read()[URL]] == ["moved", "missing"]
    assert set(store.read()) == {URL, "https://c.example/"}


def test_without_a_file_there_is_nothing():
    assert store.read() == {}


@pytest.mark.skipif(os.name == "nt", reason="modes of Unix")
def test_the_file_is_the_persons_alone():
    store.add({URL: Look(DAY, "fine", 200)})
    assert store.path().stat().st_mode & 0o777 == 0o600
    assert store.path().parent.stat().st_mode & 0o777 == 0o700


def test_a_disk_that_is_full_leaves_the_file_as_it_was(monkeypatch):
    store.add({URL: Look(DAY, "fine", 200)})
    before = store.path().read_bytes()

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.add({URL: Look(DAY + timedelta(days=1), "missing", 404)})
    assert store.path().read_bytes() == before
    assert [path.name for path in store.path().parent.iterdir()] == ["links.json"]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'{"format":2,"addresses":{}}', b'{"format":1}', b"\xff\xfe", b"[" * 100_000,
     b'{"format":1,"addresses":{"https://a.example/":[{"kind":"fine"}]}}',
     b'{"format":1,"addresses":{"https://a.example/":[{"kind":"fine","on":"soon"}]}}',
     b'{"format":1,"addresses":{"https://a.example/":5}}'],
    ids=repr,
)  # fmt: skip
def test_a_damaged_file_is_none_and_can_be_written_anew(content):
    store.path().parent.mkdir(parents=True)
    store.path().write_bytes(content)
    assert store.read() == {}
    store.add({URL: Look(DAY, "fine", 200)})
    assert set(store.read()) == {URL}


def test_what_is_hostile_in_the_file_is_left_out():
    told = {
        "https://a.example/\x1b[2J": [{"on": "2026-11-03", "kind": "fine"}],
        "javascript:alert(1)": [{"on": "2026-11-03", "kind": "fine"}],
        URL: [{"on": "2026-11-03", "kind": "moved", "to": "javascript:alert(1)", "status": "x\x1b"}],
        "https://b.example/": [{"on": "2026-11-03", "kind": "\x1b[31m"}],
    }
    store.path().parent.mkdir(parents=True)
    store.path().write_text(json.dumps({"format": 1, "addresses": told}), "utf-8")
    assert store.read() == {URL: (Look(DAY, "moved"),)}
