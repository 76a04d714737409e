"""Nothing of the person is written but where they are told: ledger, backups, and what they export themselves."""

import logging
import tempfile
from pathlib import Path

import pytest

from privacy_audit.cli.main import run
from privacy_audit.session import Session

#: Words that a person gives the program, each somewhere else.
PLANTED = (
    "Planted-Label", "PLANTED-REFERENCE", "planted note", "planted-proof.png", "planted content", "planted@example.com",
    "Planted Name", "planted change",
)  # fmt: skip


@pytest.fixture
def everywhere(isolated, tmp_path, cache_folder, monkeypatch) -> list[Path]:
    """All folders that the program could write to: home, data, settings, cache, temporary files, where it started."""
    temporary, started = tmp_path / "temporary", tmp_path / "started"
    for folder in (temporary, started):
        folder.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setenv("XDG_STATE_HOME", str(isolated / "state"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(isolated / "run"))
    monkeypatch.chdir(started)
    return [isolated, temporary, started, cache_folder]


def holding(folders: list[Path]) -> dict[str, list[str]]:
    """Return the files that hold a planted word, in their name or content, each with the words."""
    found: dict[str, list[str]] = {}
    for path in {path for folder in folders for path in folder.rglob("*") if path.is_file()}:
        content = path.read_bytes() + path.name.encode()
        words = [
            word
            for word in PLANTED
            if word.encode() in content or word.encode("utf-16-le") in content or word.lower().encode() in content
        ]
        if words:
            found[str(path)] = words
    return found


def is_of_the_ledger(path: str, ledger: Path) -> bool:
    """Whether a file is the ledger, one that SQLite keeps beside it, or one of its backups."""
    return Path(path).parent in (ledger.parent, ledger.parent / "backups") and "ledger" in Path(path).name


@pytest.fixture
def used(cli, own, everywhere, tmp_path, caplog):
    """A person who has used nearly everything, with files of theirs elsewhere."""
    caplog.set_level(logging.DEBUG)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "planted-proof.png").write_bytes(b"planted content")
    key = "mirror-people/opt-out"
    cli("person", "add", "Planted-Label", "--region", "US-TX")
    cli("again", "--begin")
    cli("answer", "mirror-people", "yes")
    cli("record", key, "asked", "--reference", "PLANTED-REFERENCE", "--note", "planted note",
        "--evidence", outside / "planted-proof.png", "--discloses", "planted@example.com")  # fmt: skip
    cli("event", "moved", "--note", "planted change")
    mine = ("--name", "Planted Name", "--email", "planted@example.com")
    cli("letter", key, *mine)
    cli("letter", key, *mine, "--output", outside / "letter.eml")
    cli("letters", "--list", *mine)
    cli("yourself", "--first", "Planted Name", "--last", "Example", "--email", "planted@example.com")
    for line in ("todo", "remind --within 900", "history", "disclosures", "scorecard", "evidence list", "audits",
                 "progress --plot", "search planted", "doctor --json", "backup"):  # fmt: skip
        cli(*line.split())
    for name in ("report.html", "report.md", "report.csv", "report.json", "due.ics"):
        cli("report", "--output", outside / name)
    cli("export", outside / "all.jsonl")
    cli("remind", "shows", "--locked", "dates")
    cli("record", key, "acknowledged", "--note", "planted note")
    cli("undo")
    return outside


def test_the_words_are_in_the_ledger_and_what_was_exported_and_nowhere_else(used, everywhere, usual_ledger, caplog):
    found = holding(everywhere)
    assert str(usual_ledger) in found or f"{usual_ledger}-wal" in found
    assert not {path: words for path, words in found.items() if not is_of_the_ledger(path, usual_ledger)}
    assert {word for words in holding([used]).values() for word in words} == set(PLANTED)
    assert not [record for record in caplog.records if record.name.startswith("privacy_audit")]


def test_no_log_of_any_kind_is_kept(used, everywhere):
    names = {path.name for folder in everywhere for path in folder.rglob("*") if path.is_file()}
    assert not [name for name in names if name.endswith((".log", ".log.1", ".trace", ".dmp", ".core", ".history"))]


def test_a_crash_is_one_line_and_writes_nothing(used, everywhere, usual_ledger, monkeypatch, capsys):
    def fails(self):
        raise ZeroDivisionError("nobody foresaw this")

    before = {path: path.read_bytes() for folder in everywhere for path in folder.rglob("*") if path.is_file()}
    monkeypatch.setattr(Session, "plan", property(fails))
    capsys.readouterr()
    assert run(["todo"]) == 1
    done = capsys.readouterr()
    assert done.out == ""
    assert done.err.count("\n") == 1
    assert "the program failed (ZeroDivisionError: nobody foresaw this)" in done.err
    assert not [word for word in PLANTED if word in done.err]
    after = {path: path.read_bytes() for folder in everywhere for path in folder.rglob("*") if path.is_file()}
    new = {path: content for path, content in after.items() if before.get(path) != content}
    assert not [path for path in new if not is_of_the_ledger(str(path), usual_ledger)]
