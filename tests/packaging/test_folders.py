"""folders.py knows two of the platform's rules by itself, for speed: they must stay those of platformdirs."""

from pathlib import Path

import platformdirs
import pytest

from privacy_audit import folders

CASES = {
    "both": {"HOME": "/home/ann", "XDG_DATA_HOME": "/data"},
    "home alone": {"HOME": "/home/ann"},
    "an empty variable": {"HOME": "/home/ann", "XDG_DATA_HOME": ""},
    "a relative variable": {"HOME": "/home/ann", "XDG_DATA_HOME": "data"},
    "slashes at the end": {"HOME": "/home/ann/", "XDG_DATA_HOME": "/data/"},
    "the root as home": {"HOME": "/"},
    "no home": {},
    "a relative home": {"HOME": "ann"},
}


@pytest.mark.parametrize("case", CASES)
def test_the_ledger_lies_where_platformdirs_says(monkeypatch, case):
    for name in ("HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in CASES[case].items():
        monkeypatch.setenv(name, value)
    expected = Path(platformdirs.user_data_dir("privacy-audit", appauthor=False)) / "ledger.db"
    assert folders.ledger() == expected
    assert Path(folders.ledger_file()) == expected


def test_variables_of_the_program_come_first(monkeypatch, isolated):
    monkeypatch.setenv("PRIVACY_AUDIT_LEDGER", "~/mine.db")
    monkeypatch.setenv("PRIVACY_AUDIT_CHECKLISTS", "~/own")
    assert folders.ledger() == Path(folders.ledger_file()) == isolated / "mine.db"
    assert folders.own_checklists() == isolated / "own"


def test_every_folder_lies_below_the_persons_own(isolated, cache_folder, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert folders.own_checklists() == isolated / "config" / "privacy-audit" / "checklists"
    assert folders.cache() == cache_folder / "privacy-audit"
    assert folders.documents() == tmp_path
