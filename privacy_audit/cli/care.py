"""Care of the record: what may be wrong with it, backups, and putting one back."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import care, folders
from ..text import clean, count, size_in_words
from .context import State, json_option, pass_state
from .output import as_json as print_json
from .output import paragraph, say, warn

if TYPE_CHECKING:
    from ..ledger.findings import Check, Surroundings


@click.command(epilog="Example: privacy-audit doctor --mend")
@click.option("--mend", is_flag=True, help="Mend what can be mended, after a backup. The log is never changed.")
@json_option
@pass_state
@click.pass_context
def doctor(ctx: click.Context, state: State, mend: bool, as_json: bool) -> None:
    """Look through the ledger and say what is wrong with it. Nothing is changed without --mend.

    Ends with 0 when all is well, 1 when something was found, 4 when the ledger cannot be read or is damaged.
    """
    from ..ledger import doctor as doctors
    from ..ledger.errors import NotALedger

    about = care.surroundings(state.catalog, state.today)
    checks = _examine(state, about, as_json)
    if mend:
        for done in _mended(state, checks, about):
            warn(f"mended: {done}" if as_json else done)
        checks = _examine(state, about, as_json)
    _print(checks, as_json)
    if doctors.damaged(checks):
        raise NotALedger(f"{state.ledger_path} is damaged. {_how_to_restore(state.ledger_path)}")
    wrong = [check for check in checks if not check.ok]
    if wrong:
        mendable = sum(check.can_be_mended for check in wrong)
        if mendable and not as_json:
            say(f"{count(len(wrong), 'finding')}; privacy-audit doctor --mend mends {mendable}, after a backup.")
        ctx.exit(1)


def _examine(state: State, about: "Surroundings", as_json: bool) -> "list[Check]":
    """Return what the doctor found; of a ledger that cannot be read, say how to put a backup in its place."""
    from ..ledger import doctor as doctors
    from ..ledger.errors import NotALedger

    try:
        return doctors.examine(state.ledger_path, about)
    except NotALedger as error:
        if as_json:
            print_json({"ok": False, "checks": [{"name": "opens", "ok": False, "detail": clean(error, 2000)}]})
        raise NotALedger(f"{error} {_how_to_restore(state.ledger_path)}") from None


def _mended(state: State, checks: "list[Check]", about: "Surroundings") -> list[str]:
    from ..ledger.mending import mend

    return mend(state.ledger_path, checks, about, folders.own_checklists())


def _print(checks: "list[Check]", as_json: bool) -> None:
    if as_json:
        rows = [
            {"name": check.name, "ok": check.ok, "detail": check.detail, "can_be_mended": check.can_be_mended}
            for check in checks
        ]
        print_json({"ok": all(check.ok for check in checks), "checks": rows})
        return
    for check in checks:
        mark = "ok    " if check.ok else "wrong "
        say(f"{mark}{check.name:<17} {check.detail}") if check.ok else _wrong(mark, check)


def _wrong(mark: str, check: "Check") -> None:
    say(f"{mark}{check.name}")
    paragraph(check.detail, " " * len(mark))


def _how_to_restore(path: Path) -> str:
    from ..ledger.backup import known

    whole = [one for one in known(path) if one.why != "damaged"]
    if not whole:
        return "No backup lies beside it; privacy-audit restore FILE takes one from elsewhere."
    return f"The newest backup shows what it would bring with: privacy-audit restore {whole[0].path.name}"


@click.command(epilog="Example: privacy-audit backup /media/stick")
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[DIR]")
@pass_state
def backup(state: State, folder: Path | None) -> None:
    """Make a backup now, into DIR or into the folder "backups" beside the ledger.

    It is a whole ledger, checked by opening it, and encrypted if the ledger is. Your own organisations are in it.
    The program makes one a day by itself, and one before anything that changes much.
    """
    from ..ledger.backup import make

    done = make(state.ledger_path, folder=folder.expanduser() if folder else None, own=folders.own_checklists())
    say(f"written: {done.path} ({size_in_words(done.size)})")
    if done.left_out:
        warn(done.left_out)


@click.command(epilog="Example: privacy-audit restore, then privacy-audit restore ledger-20261123T081500Z-daily.db")
@click.argument("file", required=False, type=click.Path(path_type=Path), metavar="[FILE]")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
@pass_state
def restore(state: State, file: Path | None, yes: bool, as_json: bool) -> None:
    """Put a backup in the ledger's place. First shows what would change, and asks.

    FILE is a path, or the name of a backup; without it, the backups are listed. The ledger as it is now is kept as one
    more backup, so that this can be taken back in the same way.
    """
    if file is None:
        _list(state.ledger_path, as_json)
        return
    from ..ledger import restore as restoring

    path = state.ledger_path
    found = restoring.find(path, file)
    change = restoring.preview(path, found)
    say(f"Restoring {clean(found.name)}:")
    for line in restoring.in_words(change):
        say(f"  {line}")
    if not yes:
        click.confirm("Put it in the ledger's place?", abort=True, err=True)
    done = restoring.restore(path, found, folders.own_checklists())
    with state.ledger() as ledger:
        care.derive(state.catalog, ledger, state.today)
    say(f"restored: {count(change.events, 'event')}{_own_words(done.own)}")
    if done.kept:
        say(f"The ledger as it was: {done.kept}")


def _own_words(number: int) -> str:
    return f", {count(number, 'organisation of your own', 'organisations of your own')} back" if number else ""


def _list(path: Path, as_json: bool) -> None:
    from ..ledger.backup import WHY, known

    every = known(path)
    if as_json:
        print_json(
            [
                {"file": str(one.path), "made": f"{one.made:%Y-%m-%dT%H:%M:%SZ}", "why": one.why, "bytes": one.size}
                for one in every
            ]
        )
        return
    if not every:
        say("There is no backup yet. Make one: privacy-audit backup")
    for one in every:
        say(f"{one.path.name}  {size_in_words(one.size):>9}  {WHY[one.why]}")
