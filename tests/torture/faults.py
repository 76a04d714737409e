"""Rounds in which the disk is the culprit: full, read-only, or failing at reads, writes and when it is waited for."""

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from . import acts, checks, child, shim
from .rounds import Torturer
from .tally import Kind

#: What a refused record may be: the disk was full or failed, the file took no writing, or the move was wrong.
ALLOWED = ("CannotWrite", "IllegalMove", "NothingToUndo", "WrongDate")
_NOBODY = 65534
FAILING, LIMITED = "reads, writes and syncs that fail", "a limit to the size of files"
FULL, READ_ONLY = "a full disk", "a file or folder becomes read-only"


class Faults:
    """Does rounds with faulty disks, on the ledgers of a Torturer, and counts with it."""

    def __init__(self, torturer: Torturer):
        self.torturer, self.chance, self.catalog = torturer, torturer.chance, torturer.catalog

    def failing(self) -> None:
        """Let operations of the disk fail at random beneath SQLite; half of the programs are killed too."""
        path, before = self._ledger()
        seed, share = self.chance.getrandbits(32), self.chance.choice([0.003, 0.02, 0.1])

        def task(voice: child.Voice) -> None:
            disk = shim.Disk(seed, share)
            disk.install()
            acts.while_it_fails(self.catalog, path, seed, disk.switch)(voice)

        self._hear(FAILING, task, path, before)

    def limited(self) -> None:
        """Take the right to let a file grow away from a program and give it back (writes then fail, RLIMIT_FSIZE)."""
        import resource

        path, before = self._ledger()
        seed = self.chance.getrandbits(32)
        one = child.start(acts.go_on(self.catalog, path, seed))
        one.wait_until_ready()
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        time.sleep(self.chance.uniform(0, 0.03))
        resource.prlimit(one.pid, resource.RLIMIT_FSIZE, (self.chance.randrange(4096, path.stat().st_size * 2), most))
        time.sleep(self.chance.uniform(0, 0.06))
        resource.prlimit(one.pid, resource.RLIMIT_FSIZE, (most, most))
        self._judge(LIMITED, path, before, one.kill_after(self.chance.uniform(0, 0.03)))

    def full(self) -> None:
        """Fill a small disk with records until it takes no more, then make room."""
        with _disk(self.torturer.folder / "disk", self.chance.randrange(2000, 3500)) as folder:
            path, before = self._ledger(folder)
            filler = folder.parent / "filler"
            filler.write_bytes(bytes(800_000))
            seed = self.chance.getrandbits(32)

            def make_room(on: bool) -> None:
                if not on:
                    filler.unlink(missing_ok=True)

            task = acts.while_it_fails(self.catalog, path, seed, make_room)
            heard = self._hear(FULL, task, path, before, lambda: make_room(False))
            assert heard.refusals or heard.done < 300, "the disk was never full"

    def read_only(self) -> None:
        """Make file or folder read-only while a program opens the ledger for each record."""
        path, before = self._ledger()
        seed = self.chance.getrandbits(32)
        task = acts.open_each_time(self.catalog, path, seed, most=10)
        if os.geteuid() == 0:
            for one in (path.parent, *path.parent.iterdir()):
                os.chown(one, _NOBODY, _NOBODY)
            self.torturer.folder.chmod(0o755)
            task = _as_nobody(task)
        one = child.start(task)
        one.wait_until_ready()
        for _ in range(4):
            time.sleep(self.chance.uniform(0, 0.02))
            what, closed, opened = self.chance.choice([(path, 0o400, 0o600), (path.parent, 0o500, 0o700)])
            what.chmod(closed)
            time.sleep(self.chance.uniform(0, 0.02))
            what.chmod(opened)
        self._judge(READ_ONLY, path, before, one.end())

    def _hear(
        self, kind: str, task: acts.Task, path: Path, before: checks.Content, mend: Callable[[], object] = lambda: None
    ) -> child.Heard:
        one = child.start(task)
        one.wait_until_ready()
        heard = one.kill_after(self.chance.uniform(0, 0.15)) if self.chance.random() < 0.5 else one.end()
        mend()
        return self._judge(kind, path, before, heard)

    def _judge(self, kind: str, path: Path, before: checks.Content, heard: child.Heard) -> child.Heard:
        assert not heard.faults, heard.faults[0]
        wrong = [why for why in heard.refusals if not why.startswith(ALLOWED)]
        assert not wrong, wrong[0]
        found = checks.nothing_lost(before, checks.content(path), heard, waited=kind != FAILING)
        checks.whole(self.catalog, path)
        self.torturer.tally(kind).add(found, heard)
        self.torturer.tally(kind).more.update(why.partition(":")[0] for why in heard.refusals)
        return heard

    def _ledger(self, where: Path | None = None) -> tuple[Path, checks.Content]:
        folder = where or self.torturer.folder / "faulty"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        path = folder / "ledger.db"
        shutil.copy(self.torturer.first, path)
        path.chmod(0o600)
        return path, checks.content(path)


def kinds(faults: Faults) -> Iterator[Kind]:
    """Yield the kinds of rounds with a faulty disk that are possible here."""
    yield Kind(LIMITED, 6, faults.limited)
    yield Kind(READ_ONLY, 4, faults.read_only)
    if shim.is_possible():
        yield Kind(FAILING, 8, faults.failing)
    if _may_mount(faults.torturer.folder / "disk"):
        yield Kind(FULL, 3, faults.full)


def _as_nobody(task: Callable) -> Callable:
    def as_nobody(voice: child.Voice) -> None:
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)
        task(voice)

    return as_nobody


@contextlib.contextmanager
def _disk(place: Path, kilobytes: int) -> Iterator[Path]:
    """Mount a disk of so many kilobytes; yields a folder on it."""
    place.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(place)], check=True)
    try:
        yield place / "data"
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False)


def _may_mount(place: Path) -> bool:
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    try:
        with _disk(place, 64):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False
