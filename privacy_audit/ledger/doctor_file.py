"""What may be wrong around a ledger's file: who may read it, what a link does to it, who else keeps its folder."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from ..text import clean, count
from . import backup, synced
from .findings import Check

_SIDES = ("", "-wal", "-shm", ".reminder")
_OTHERS = 0o077


@dataclass(frozen=True, slots=True)
class Open:
    """A file or folder that others may read or write, and the mode that it should have."""

    path: Path
    mode: int
    wanted: int


def open_to_others(path: Path) -> list[Open]:
    """Return what of a ledger others may read: its files, its backups, their folder. Nothing on Windows.

    The folder of the ledger may be a folder of documents, whose mode is the person's choice.
    """
    if os.name == "nt":
        return []
    real = Path(os.path.realpath(path))
    folder = backup.folder_of(path)
    every = [(Path(f"{real}{side}"), 0o600) for side in _SIDES]
    every += [(one, 0o600) for one in backup.backups(path)] + [(folder, 0o700)]
    found = []
    for one, wanted in every:
        try:
            about = one.stat()
        except OSError:
            continue
        mode = stat.S_IMODE(about.st_mode)
        # Of a folder that the program did not make, its mode is somebody else's choice.
        if mode & _OTHERS and (one != folder or _is_ours(folder, path)):
            found.append(Open(one, mode, wanted))
    return found


def folder_open_to_others(path: Path) -> str:
    """Return in words that others may exchange the files of the ledger's folder, or nothing."""
    folder = Path(os.path.realpath(path)).parent
    about = folder.stat()
    mode = stat.S_IMODE(about.st_mode)
    others = mode & stat.S_IWOTH or (mode & stat.S_IWGRP and about.st_gid != os.getegid())
    return f"others may write in {clean(folder)} (mode {mode:04o})" if others and not mode & stat.S_ISVTX else ""


def _is_ours(folder: Path, path: Path) -> bool:
    """Whether there is nothing but backups of this ledger in a folder."""
    if not folder.is_dir():
        return False
    kept = {one.name for one in backup.backups(path)}
    names = [one.name.removesuffix("-wal") for one in folder.iterdir()]
    return all(name in kept or name.startswith(".privacy-audit-") for name in names)


def checks(path: Path) -> list[Check]:
    """Return the checks of permissions and of the folder."""
    return [_permissions(path), _links(path), _folder(path)]


def _permissions(path: Path) -> Check:
    if os.name == "nt":
        return Check("permissions", True, "this system keeps other people's files apart by itself")
    others = open_to_others(path)
    owner = path.stat().st_uid
    if owner != os.geteuid():
        return Check("permissions", False, f"the ledger belongs to another account of this machine (number {owner})")
    if others:
        first = others[0]
        more = f", and {count(len(others) - 1, 'file')} more" if len(others) > 1 else ""
        detail = f"others may reach {clean(first.path)} (mode {first.mode:04o}, should be {first.wanted:04o}){more}"
        return Check("permissions", False, detail, True)
    if said := folder_open_to_others(path):
        return Check("permissions", False, f"{said}: they could exchange the ledger; take that right away, or move it")
    return Check("permissions", True, "for its owner only, with its log, its index and its backups")


def _links(path: Path) -> Check:
    about = path.stat()
    if about.st_nlink > 1:
        detail = "the ledger has a second name on this disk (a hard link), which SQLite cannot keep in step: remove one"
        return Check("links", False, detail)
    if path.is_symlink():
        return Check("links", True, f"a link that leads to {clean(os.path.realpath(path))}")
    return Check("links", True, "one file with one name")


def _folder(path: Path) -> Check:
    tool = synced.keeper(Path(os.path.realpath(path)))
    if not tool:
        return Check("folder", True, "no sync tool seems to keep it")
    detail = (
        f"{tool} seems to keep this folder: copying the ledger while it is in use can damage it. Keep it elsewhere "
        "(--ledger), and put backups here: privacy-audit backup DIR"
    )
    return Check("folder", False, detail)
