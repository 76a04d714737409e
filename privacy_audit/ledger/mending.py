"""Mending what the doctor found: after a backup, and without a change to the log."""

from pathlib import Path

from ..text import count
from . import backup, doctor, doctor_file, files
from .errors import Busy, CannotWrite
from .findings import Check, Surroundings
from .forget import scrub
from .store import Ledger


def mend(path: Path, checks: list[Check], about: Surroundings, own: Path | None = None) -> list[str]:
    """Mend what can be mended of what the doctor found and return in words what was done.

    First a backup is made; of a damaged file a copy byte by byte. Whatever was found, the log is then taken into the
    file and the file is packed, so that nothing deleted stays in it. Raises LedgerError's children.
    """
    found = {check.name for check in checks if not check.ok and check.can_be_mended}
    done = _permissions(path) if "permissions" in found else []
    if doctor.damaged(checks):
        done.append(f"kept as it is: {backup.keep_as_it_is(path, about.now).name}")
    else:
        done.append(f"backup: {backup.make(path, 'mend', own=own, now=about.now).path.name}")
    if "backups" in found:
        done.append("the newest backup is whole again")
    with files.private_files(), files.translated(path):
        if doctor.damaged(checks):
            return [*done, *(_indexes(path) if "integrity" in found else [])]
        done += _guards(path) if "guards" in found else []
    if "tables" in found:
        with Ledger(path, create=False) as ledger:
            ledger.rebuild()
            if about.derive:
                about.derive(ledger)
        done.append("the readable tables are written anew from the log")
    return done + _pack(path)


def _permissions(path: Path) -> list[str]:
    others = doctor_file.open_to_others(path)
    for one in others:
        try:
            one.path.chmod(one.wanted)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise CannotWrite(f"The mode of {one.path} could not be set ({reason}). Nothing else was mended.") from None
    return [f"for its owner only again: {count(len(others), 'file')}"]


def _indexes(path: Path) -> list[str]:
    connection = files.connect(path, must_exist=True)
    try:
        connection.execute("REINDEX")
        whole = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")] == ["ok"]
    finally:
        connection.close()
    return ["the indexes are written anew, and the file is whole"] if whole else ["the indexes could not be mended"]


def _guards(path: Path) -> list[str]:
    connection = files.connect(path, must_exist=True)
    try:
        missing, _ = doctor.guards(connection)
        connection.execute("BEGIN IMMEDIATE")
        for statement in missing.values():
            connection.execute(statement)
        connection.execute("COMMIT")
    finally:
        connection.close()
    return [f"put back: {', '.join(missing)}"]


def _pack(path: Path) -> list[str]:
    """Write the log into the file and pack it."""
    with files.private_files(), files.translated(path):
        connection = files.connect(path, must_exist=True)
        try:
            files.begin(connection)
            scrub(connection, path)
        except Busy:
            return ["the file could not be packed, for another program uses it: close it and run the same again"]
        finally:
            connection.close()
    return ["the file is packed"]
