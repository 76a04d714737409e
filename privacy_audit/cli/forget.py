"""Removing for good: somebody, or everything."""

import click

from .. import folders
from ..text import clean, count
from .context import State, pass_state
from .output import say, warn

STAYS = (
    "Not touched: reports, letters, calendars and exports that you wrote out, copies that you or a sync tool made, "
    "and the reminder timer (privacy-audit remind uninstall)."
)


def forget_somebody(state: State, label: str, yes: bool) -> None:
    """Show what goes with somebody, ask, and remove it."""
    from ..care import let_secrets_go
    from ..ledger.forget import backups, forget, what_goes
    from ..reminders import digest

    ledger = state.ledger()
    person = ledger.person(label)
    kept = backups(ledger.path)
    goes = what_goes(ledger, person, kept)
    say(f"Of “{clean(person.label)}” goes for good: {goes.words}.")
    warn(STAYS)
    if not yes:
        click.confirm(f"Forget {clean(person.label)}?", abort=True, err=True)
    for left in let_secrets_go(ledger, [person]):
        warn(left)
    forget(ledger, person, kept)
    try:
        digest.keep(str(ledger.path), person.id, digest.USUAL, [], state.today)
    except OSError as error:
        warn(f"{digest.file_of(str(ledger.path))} could not be changed ({error.strerror}). Remove it yourself.")
    say(f"forgotten: {clean(person.label)}. {_who_stays(ledger)}")


def _who_stays(ledger) -> str:
    people = ledger.people()
    if people:
        return f"{count(len(people), 'person is', 'people are')} left in the ledger."
    return "Nobody is left in the ledger. privacy-audit wipe removes the file itself, and your own organisations."


@click.command(epilog="Example: privacy-audit wipe --yes")
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_state
def wipe(state: State, yes: bool) -> None:
    """Remove everything for good: the ledger with everybody in it, backups, caches, downloads, your own organisations.

    First shows what goes. It needs no passphrase, and works on a damaged ledger too.
    """
    from ..care import let_secrets_go
    from ..ledger import forget
    from ..ledger.errors import LedgerError, NoLedger
    from ..ledger.store import Ledger

    path = state.ledger_path
    gone = forget.everything(path, folders.own_checklists(), folders.cache(), folders.public(), folders.keys())
    if not gone:
        say(f"There is nothing to remove: no ledger at {path}, no own organisations, no cache.")
        return
    say("This goes for good:")
    for what, paths in gone.items():
        say(f"  {what}: {count(len(paths), 'file')}, {paths[0]}{' …' if len(paths) > 1 else ''}")
    warn(STAYS)
    if not yes:
        click.confirm("Remove all of it?", abort=True, err=True)
    state.passphrases.asking = False
    try:
        with Ledger(path, create=False) as ledger:
            for left in let_secrets_go(ledger, ledger.people()):
                warn(left)
    except NoLedger:
        pass
    except LedgerError:
        warn("The ledger could not be read: a key or calendar password that you gave to the keyring is still there.")
    number = forget.wipe(path, [one for paths in gone.values() for one in paths])
    forget.drop_folders(folders.public())
    forget.drop_folders(folders.keys())
    say(f"removed: {count(number, 'file')}.")
