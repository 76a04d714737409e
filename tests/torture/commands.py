"""The commands that write a ledger or a copy of it: each is killed at random points, then run again to its end.

What a command may leave behind is told by the logs that it may have: the one before, or the one that it was to make.
A command that this program does not have (yet) is left out.
"""

import io
import os
import shutil
from collections.abc import Callable, Iterable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

from privacy_audit.cli import main
from privacy_audit.ledger.store import Ledger

from . import checks, child
from .acts import Task
from .child import Voice


@dataclass
class Place:
    """The folder of one round: the ledger, another ledger, and a plain copy of what was before."""

    folder: Path
    ledger: Path
    other: Path


@dataclass(frozen=True)
class Command:
    """One command: how it is prepared and called, and which logs the ledger may have after it was stopped or done."""

    name: str
    arguments: Callable[[Place], list[str]]
    #: Whether a log is what the command was to make: (the one before, the other ledger's, the one found).
    made: Callable[[set[str], set[str], set[str]], bool] = lambda before, _, found: found == before
    prepare: Callable[[Place], object] = lambda _: None
    passphrases: tuple[str, ...] = ()
    #: Whether the readable tables are wrong before, and right afterwards.
    mends: bool = False
    #: What it says when it is run again after it had been stopped at its very end.
    already: str = "(nothing)"
    also: Callable[[Place], None] = field(default=lambda _: None)

    @property
    def there(self) -> bool:
        """Whether this program has the command, and what the command needs."""
        return self.name.partition(" ")[0] in main._COMMANDS and (not self.passphrases or _can_encrypt())

    def task(self, place: Place) -> Task:
        """Return the command as a task for a child."""
        return _task(place.ledger, self.arguments(place), self.passphrases)


def call(ledger: Path, arguments: list[str], passphrases: tuple[str, ...] = ()) -> str:
    """Run a command to its end in a child of its own; return what it said where it could not be done, else nothing."""
    heard = child.start(_task(ledger, arguments, passphrases)).end()
    assert not heard.faults, heard.faults[0]
    return heard.refusals[0] if heard.refusals else ""


def _task(ledger: Path, arguments: list[str], passphrases: tuple[str, ...]) -> Task:
    def task(voice: Voice) -> None:
        read, write = os.pipe()
        os.write(write, "\n".join(passphrases).encode() + b"\n")
        os.close(write)
        given = ["--passphrase-fd", str(read)] if passphrases else []
        said = io.StringIO()
        voice.say("ready")
        voice.say("begin", size=0)
        with redirect_stdout(said), redirect_stderr(said):
            code = main.run(["--ledger", str(ledger), *given, *arguments])
        voice.say("done" if code == 0 else "refused", events=[], why=f"exit code {code}: {said.getvalue()}"[:2000])

    return task


def _can_encrypt() -> bool:
    try:
        import argon2  # noqa: F401
        import sqlcipher3  # noqa: F401
    except ImportError:
        return False
    return True


def _yes(name: str, *arguments: str) -> list[str]:
    """Return a command's arguments, with ``--yes`` where it has that option."""
    import click

    ctx = click.Context(main.cli)
    command = main.cli.get_command(ctx, name)
    known = {option for parameter in command.params for option in parameter.opts} if command else set()
    return [name, *arguments, *(["--yes"] if "--yes" in known else [])]


def _encrypted(place: Place) -> None:
    said = call(place.ledger, ["encrypt"], checks.PASSPHRASES[:1])
    assert not said, said


def _exported(place: Place) -> None:
    said = call(place.other, ["export", str(place.folder / "other.jsonl")])
    assert not said, said


def _second_person(place: Place) -> None:
    with Ledger(place.ledger, create=False) as ledger:
        if len(ledger.people()) == 1:
            ledger.add_person("other", "CA-QC")


def _muddled(place: Place) -> None:
    """Let another program have written into the readable tables."""
    with Ledger(place.ledger, create=False) as ledger:
        ledger._connection.execute("UPDATE actions SET status = 'refused'")
        ledger._connection.execute("DELETE FROM answers")


def _copies(folder: str) -> Callable[[Place], None]:
    """Return a check: every finished copy in a folder is a whole ledger."""

    def check(place: Place) -> None:
        here = place.folder / folder
        for path in sorted(here.rglob("*.db")) if here.is_dir() else ():
            spare = place.folder / "copy.db"
            shutil.copy(path, spare)
            checks.content(spare)
            remove(spare)

    return check


def _export_is_whole(place: Place) -> None:
    """Check that an export, if it is there, is all of it: it reads back as the same log."""
    path = place.folder / "export.jsonl"
    if path.exists():
        spare = place.folder / "read-back.db"
        said = call(spare, ["import", str(path)])
        assert not said, said
        assert set(checks.content(spare).events) == set(checks.content(place.ledger).events)
        remove(spare)


def _united(before: set[str], other: set[str], found: set[str]) -> bool:
    return found == before | other


def remove(path: Path) -> None:
    """Remove a ledger with the files that SQLite keeps beside it."""
    for one in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
        one.unlink(missing_ok=True)


COMMANDS = (
    Command("import", lambda at: ["import", str(at.folder / "other.jsonl")], _united, _exported),
    Command("export", lambda at: ["export", str(at.folder / "export.jsonl")], also=_export_is_whole),
    Command("merge", lambda at: _yes("merge", str(at.other)), _united),
    Command("backup", lambda at: _yes("backup", str(at.folder / "copies")), also=_copies("copies")),
    Command(
        "restore",
        lambda at: _yes("restore", str(at.other)),
        lambda _, other, found: found == other,
        also=_copies("backups"),
    ),
    Command("doctor", lambda at: _yes("doctor", "--mend"), prepare=_muddled, mends=True, also=_copies("backups")),
    Command("encrypt", lambda _: ["encrypt"], passphrases=checks.PASSPHRASES[:1]),
    Command("decrypt", lambda _: ["decrypt"], prepare=_encrypted, passphrases=checks.PASSPHRASES[:1]),
    Command("rekey", lambda _: ["rekey"], prepare=_encrypted, passphrases=checks.PASSPHRASES, already="does not open"),
    Command(
        "person forget",
        lambda _: ["person", "forget", "other", "--yes"],
        lambda before, _, found: len(before - found) == 1 >= len(found - before),
        prepare=_second_person,
        already="Nobody is called",
    ),
)


def here() -> Iterable[Command]:
    """Return the commands that this program has."""
    return [command for command in COMMANDS if command.there]
