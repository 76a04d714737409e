"""The list as a file: the day it is from, old ones, damage."""

import json
import stat
from datetime import date, timedelta

import pytest
from examples import TODAY

from privacy_audit.breaches.breach import Breach
from privacy_audit.breaches.errors import NotTheList
from privacy_audit.breaches.kept import FILE, OLD_DAYS, Kept, from_when, keep, load
from privacy_audit.breaches.reading import Listed, read
from privacy_audit.exports.files import ExportError

from .invented import LIST, body


def test_nothing_is_kept_at_first(tmp_path):
    assert load(tmp_path / "public") is None


def test_it_comes_back_as_it_was_read(tmp_path):
    found = read(body(*LIST, {"Name": 1}))
    kept = keep(tmp_path / "public", found, TODAY)
    assert kept == Kept(TODAY, found.breaches, 1)
    assert load(tmp_path / "public") == kept


def test_it_is_for_its_owner_only_and_nothing_lies_beside_it(tmp_path):
    keep(tmp_path / "public", read(body(*LIST)), TODAY)
    (path,) = (tmp_path / "public").iterdir()
    assert path.name == FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_list_that_cannot_be_written_leaves_the_one_before(tmp_path):
    folder = tmp_path / "public"
    keep(folder, read(body(LIST[0])), TODAY - timedelta(days=3))
    (folder / FILE).unlink()
    (folder / FILE).mkdir()
    with pytest.raises(ExportError, match="is a folder"):
        keep(folder, read(body(*LIST)), TODAY)
    assert [path.name for path in folder.iterdir()] == [FILE]


def test_a_place_that_is_no_folder_is_a_line(tmp_path):
    (tmp_path / "public").touch()
    with pytest.raises(ExportError, match="nothing was written"):
        keep(tmp_path / "public", read(body(*LIST)), TODAY)
    with pytest.raises(NotTheList, match="cannot be used"):
        load(tmp_path / "public")


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[]", b"{}", b'{"format": 2}', b"\x00" * 100,
        b'{"format": 1, "downloaded": "2026-11-24", "skipped": 0, "breaches": 3}',
        b'{"format": 1, "downloaded": "someday", "skipped": 0, "breaches": []}',
        b'{"format": 1, "downloaded": null, "skipped": 0, "breaches": []}',
        b'{"format": 1, "downloaded": "2026-11-24", "skipped": "x", "breaches": []}',
        b'{"format": 1, "downloaded": "2026-11-24", "skipped": 0, "breaches": [{}, 1, {"name": "x", "marks": [[]]}]}',
    ],
    ids=range(10),
)  # fmt: skip
def test_a_damaged_file_is_named_with_what_to_do(tmp_path, content):
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(NotTheList, match=r"breaches\.json\) cannot be used: .*privacy-audit breaches --fetch"):
        load(tmp_path)


def test_what_another_program_wrote_into_it_is_cleaned(tmp_path):
    keep(tmp_path, read(body(LIST[0])), TODAY)
    raw = json.loads((tmp_path / FILE).read_text("utf-8"))
    raw["breaches"][0] |= {"title": "\x1b[2Jred", "leaked": ["\u202ered"], "marks": ["verified", "worst", {}]}
    (tmp_path / FILE).write_text(json.dumps(raw), "utf-8")
    (breach,) = load(tmp_path).breaches
    assert (breach.title, breach.leaked, breach.marks) == ("red", ("red",), {"verified"})


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "1 known breach, as downloaded on 24 November 2026"),
        (OLD_DAYS, "1 known breach, as downloaded on 25 October 2026"),
        (OLD_DAYS + 1, "1 known breach, as downloaded on 24 October 2026, 31 days ago: newer ones are not in it"),
        (-2, "1 known breach, as downloaded on 26 November 2026, which is later than today by this machine's clock"),
    ],
)
def test_it_says_when_it_is_from(days, words):
    kept = Kept(TODAY - timedelta(days=days), (Breach("One", "One", "", date(2020, 1, 1)),))
    assert from_when(kept, TODAY) == words
    assert kept.is_old(TODAY) == (days > OLD_DAYS)


def test_a_breach_is_found_by_its_name_however_written():
    kept = Kept(TODAY, read(body(*LIST)).breaches)
    assert kept.find("mirrorpeople") == kept.breaches[0]
    assert kept.find("Mirror") is None


def test_an_empty_list_is_kept_too(tmp_path):
    keep(tmp_path, Listed(()), TODAY)
    assert load(tmp_path) == Kept(TODAY, ())
