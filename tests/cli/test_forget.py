"""``person forget`` and ``wipe``: shown first, asked, and then gone."""

import io
import re
from pathlib import Path

import pytest

PLANTED = b"planted words"


@pytest.fixture
def two(cli, me, tmp_path):
    """Two people; the first one has told something."""
    (tmp_path / "kept").mkdir()
    cli("person", "add", "ann", "--region", "US-CA")
    cli("--person", "me", "record", "mirror-people/opt-out", "asked", "--note", "planted words")
    cli("--person", "me", "remind", "shows", "--locked", "dates")
    cli("--person", "ann", "answer", "mirror-people", "yes")


def holding(root: Path, words: bytes = PLANTED) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file() and words in path.read_bytes()]


def test_somebody_is_gone_from_every_file_and_the_other_is_not(cli, fails, two, isolated, usual_ledger):
    cli("backup")
    assert len(holding(isolated)) >= 2
    done = cli("person", "forget", "me", "--yes")
    assert done.out.startswith("Of “me” goes for good: 3 entries of the log, 0 answers, the state of 1 action, 0 files")
    assert re.search(r"their part of \d backup", done.out)
    assert done.out.endswith("forgotten: me. 1 person is left in the ledger.\n")
    assert "Not touched: reports, letters, calendars" in done.err
    assert holding(isolated) == []
    assert not Path(f"{usual_ledger}.reminder").exists()
    assert cli("todo", "--json").json["person"] == "ann"
    assert "Nobody is called 'me'" in fails("person", "forget", "me", "--yes")


@pytest.fixture
def silence(monkeypatch):
    """Nobody answers."""
    monkeypatch.setattr("sys.stdin", io.StringIO(""))


def test_without_yes_it_asks_and_takes_silence_for_no(cli, two, isolated, silence):
    done = cli("person", "forget", "me", code=1)
    assert "Of “me” goes for good" in done.out
    assert "Stopped" in done.err
    assert len(holding(isolated)) >= 1


def test_the_last_one_leaves_an_empty_ledger_and_a_word_on_wipe(cli, me):
    assert "privacy-audit wipe removes the file itself" in cli("person", "forget", "me", "--yes").out


def test_everything_is_gone(cli, fails, two, own, isolated, cache_folder, tmp_path):
    cli("backup")
    done = cli("wipe", "--yes")
    for what in ("the ledger: ", "its backups: ", "your own organisations: 14 files"):
        assert f"  {what}" in done.out
    assert holding(tmp_path) == []
    assert not list(own.rglob("*.toml"))
    assert "There is no ledger" in fails("todo")
    assert cli("wipe").out.startswith("There is nothing to remove")


def test_wiping_asks_too(cli, two, isolated, silence):
    assert "Stopped" in cli("wipe", code=1).err
    assert holding(isolated)


def test_a_damaged_ledger_can_be_wiped(cli, me, usual_ledger):
    usual_ledger.write_bytes(b"damaged" * 1000)
    cli("wipe", "--yes")
    assert not usual_ledger.exists()
