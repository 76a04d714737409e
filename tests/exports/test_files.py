"""Choosing the format, and writing whole and private files."""

import errno
import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from privacy_audit.exports import files
from privacy_audit.exports.files import FORMATS, ExportError, format_of, render, write

posix = pytest.mark.skipif(os.name == "nt", reason="modes and links of POSIX")


def fails_with(code):
    def fail(*_, **__):
        raise OSError(code, os.strerror(code))

    return fail


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def folder(tmp_path):
    """An empty folder."""
    path = tmp_path / "reports"
    path.mkdir()
    return path


@pytest.fixture
def old(folder):
    """A file that was there before."""
    path = folder / "report.md"
    path.write_bytes(b"old")
    return path


@pytest.mark.parametrize("format", FORMATS)
def test_the_ending_names_the_format(format):
    assert format_of(f"a.b/report.{format}") == format
    assert format_of(Path(f"REPORT.{format.upper()}")) == format


@pytest.mark.parametrize("path", ["report", "report.docx", ".md", "x.html/report", ""])
def test_another_ending_is_refused_with_those_known(path):
    with pytest.raises(ExportError, match=r"use one of \.md, \.html, \.csv, \.json, \.ics\."):
        format_of(path)


@pytest.mark.parametrize("format", sorted(set(FORMATS) - {files.CALENDAR}))
def test_renders_every_format_as_utf8(report, empty, many, format):
    for value in (report, empty, many):
        data = render(value, format)
        assert isinstance(data, bytes)
        assert data.decode()
        assert data.startswith(b"\xef\xbb\xbf") == (format == "csv")
        assert data == render(value, format)


@pytest.mark.parametrize("format", ["docx", files.CALENDAR])
def test_what_is_no_report_is_refused(report, format):
    with pytest.raises(ExportError, match=f"'{format}' is no format of a report: use one of md, html, csv, json\\."):
        render(report, format)


def test_writes_a_new_file_and_replaces_an_old_one(folder, old):
    write(folder / "new.md", b"new")
    write(str(old), b"newer")
    assert (folder / "new.md").read_bytes() == b"new"
    assert old.read_bytes() == b"newer"
    assert names(folder) == ["new.md", "report.md"]


@posix
@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_the_file_is_private_whatever_the_umask(old, mask):
    old.chmod(0o644)
    before = os.umask(mask)
    try:
        write(old, b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE(old.stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["replace", "fsync"])
def test_a_full_disk_leaves_the_old_file_and_no_other(monkeypatch, old, name):
    monkeypatch.setattr(os, name, fails_with(errno.ENOSPC))
    with pytest.raises(ExportError, match=r"disk is full.*nothing was changed; make room and try again"):
        write(old, b"new")
    assert old.read_bytes() == b"old"
    assert names(old.parent) == ["report.md"]


def test_an_interrupt_leaves_the_old_file_and_no_other(monkeypatch, old):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write(old, b"new")
    assert old.read_bytes() == b"old"
    assert names(old.parent) == ["report.md"]


@pytest.mark.parametrize("code", [errno.EACCES, errno.EPERM, errno.EROFS])
def test_a_folder_of_somebody_else_is_said(monkeypatch, old, code):
    monkeypatch.setattr(tempfile, "mkstemp", fails_with(code))
    with pytest.raises(ExportError, match=r"may not be written \(.*\): nothing was changed; choose a folder"):
        write(old, b"new")
    assert old.read_bytes() == b"old"


def test_any_other_fault_is_said(monkeypatch, old):
    monkeypatch.setattr(tempfile, "mkstemp", fails_with(errno.EIO))
    with pytest.raises(ExportError, match=r"could not be written \(.*\): nothing was changed"):
        write(old, b"new")


def test_a_missing_folder_is_said_and_not_made(folder):
    with pytest.raises(ExportError, match=r"There is no folder .*missing: nothing was written; make it"):
        write(folder / "missing" / "report.md", b"x")
    assert names(folder) == []


def test_a_folder_is_no_file(folder, old):
    with pytest.raises(ExportError, match="is a folder: nothing was changed"):
        write(folder, b"x")
    with pytest.raises(ExportError, match="There is no folder"):
        write(old / "report.md", b"x")
    assert names(folder) == ["report.md"]


def test_a_name_that_no_system_takes_is_said(folder):
    for name in ("a\0b.md", "a" * 300 + ".md"):
        with pytest.raises(ExportError, match="could not be written") as caught:
            write(str(folder / name), b"x")
        assert "\0" not in str(caught.value)
    assert names(folder) == []


@posix
def test_a_pipe_or_device_is_never_replaced(folder):
    pipe = folder / "pipe.md"
    os.mkfifo(pipe)
    with pytest.raises(ExportError, match="a device or a pipe"):
        write(pipe, b"x")
    with pytest.raises(ExportError, match="a device or a pipe"):
        write("/dev/null", b"x")
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@posix
def test_a_link_leads_to_its_file(folder, old):
    link = folder / "link.md"
    link.symlink_to(old)
    write(link, b"new")
    assert link.is_symlink()
    assert old.read_bytes() == b"new"


@posix
def test_a_folder_that_cannot_sync_is_no_fault_but_a_failing_disk_is(monkeypatch, old):
    real = os.fsync

    def only_files(code):
        def fsync(handle):
            if stat.S_ISDIR(os.fstat(handle).st_mode):
                raise OSError(code, os.strerror(code))
            real(handle)

        return fsync

    monkeypatch.setattr(os, "fsync", only_files(errno.EINVAL))
    write(old, b"new")
    monkeypatch.setattr(os, "fsync", only_files(errno.EIO))
    with pytest.raises(ExportError, match="was written, but the disk did not confirm it"):
        write(old, b"newer")
    assert old.read_bytes() == b"newer"


@posix
def test_the_disk_has_the_file_before_its_name_and_then_the_folder(monkeypatch, old):
    order = []
    real_sync, real_replace = os.fsync, os.replace
    monkeypatch.setattr(
        os,
        "fsync",
        lambda handle: (
            order.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file") or real_sync(handle)
        ),
    )
    monkeypatch.setattr(os, "replace", lambda *paths: order.append("replace") or real_replace(*paths))
    write(old, b"new")
    assert order == ["file", "replace", "folder"]


def test_importing_is_quick_and_keeps_to_its_room():
    code = (
        "import sys, privacy_audit.exports.files as f, privacy_audit.exports.html, privacy_audit.exports.calendar;"
        "heavy = {'jinja2', 'icalendar', 'markupsafe', 'pydantic', 'textual', 'httpx', 'click', 'sqlite_utils'};"
        "rooms = {'privacy_audit.' + name for name in ('tui', 'cli', 'network')};"
        "print(sorted((heavy | rooms) & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_format_has_its_module():
    assert {*files._MODULES, files.CALENDAR} == set(FORMATS)
