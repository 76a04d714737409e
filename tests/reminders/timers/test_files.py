"""Files are written whole or not at all, and everything can be taken back."""

import os
from pathlib import Path

import pytest

from privacy_audit.reminders.timers import files
from privacy_audit.reminders.timers.errors import TimerError

from .fakes import tree


@pytest.fixture
def empty(tmp_path) -> Path:
    """A folder with nothing in it, not even a home."""
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder


def test_new_files_and_folders(empty):
    undo = files.put({empty / "a" / "b" / "one": b"1", empty / "a" / "two": b"2"})
    assert tree(empty) == {"a": None, "a/b": None, "a/b/one": b"1", "a/two": b"2"}
    assert (empty / "a" / "two").stat().st_mode & 0o777 == 0o644
    undo()
    assert tree(empty) == {}


def test_a_file_keeps_its_mode_and_comes_back(empty):
    path = empty / "rc"
    path.write_bytes(b"old")
    path.chmod(0o600)
    undo = files.put({path: b"new"})
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o600)
    undo()
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"old", 0o600)


def test_a_link_is_written_through(empty):
    (empty / "dotfiles").mkdir()
    target, link = empty / "dotfiles" / "rc", empty / "rc"
    target.write_bytes(b"old")
    link.symlink_to("dotfiles/rc")
    files.put({link: b"new"})
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_the_same_again_touches_nothing(empty):
    path = empty / "rc"
    path.write_bytes(b"same")
    before = path.stat()
    files.put({path: b"same"})
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("failing", ["first", "second"])
@pytest.mark.parametrize("where", ["mkstemp", "fsync", "replace"])
def test_when_a_disk_takes_nothing_all_is_as_before(empty, monkeypatch, failing, where):
    (empty / "first").write_bytes(b"old")
    before, calls = tree(empty), []

    def refuse(*arguments, **more):
        calls.append(1)
        if len(calls) == (1 if failing == "first" else 2):
            raise OSError(30, "Read-only file system")
        return real(*arguments, **more)

    if where == "mkstemp":
        real, place = files.tempfile.mkstemp, (files.tempfile, "mkstemp")
    elif where == "fsync":
        monkeypatch.setattr(files, "sync_folder", lambda folder: None)
        real, place = os.fsync, (os, "fsync")
    else:
        real, place = Path.replace, (Path, "replace")
    monkeypatch.setattr(*place, refuse)
    with pytest.raises(TimerError, match=r"could not be written \(read-only file system\). Nothing was changed"):
        files.put({empty / "first": b"1", empty / "new" / "second": b"2"})
    monkeypatch.undo()
    assert tree(empty) == before


def test_a_file_where_a_folder_should_be(empty):
    (empty / ".config").write_bytes(b"")
    with pytest.raises(TimerError, match="Nothing was changed"):
        files.put({empty / ".config" / "systemd" / "one": b"1"})
    assert files.read(empty / ".config" / "systemd" / "one") is None
    assert files.remove(empty / ".config" / "systemd" / "one") is False


def test_a_folder_in_the_place_of_a_file(empty):
    (empty / "rc").mkdir()
    with pytest.raises(TimerError, match="could not be read"):
        files.put({empty / "rc": b"1"})
    with pytest.raises(TimerError, match="could not be removed"):
        files.remove(empty / "rc")


def test_removing_takes_only_empty_folders_along(empty):
    files.put({empty / "a" / "b" / "one": b"1", empty / "a" / "two": b"2"})
    assert files.remove(empty / "a" / "b" / "one", empty / "a" / "b", empty / "a") is True
    assert tree(empty) == {"a": None, "a/two": b"2"}
    assert files.remove(empty / "a" / "b" / "one") is False
