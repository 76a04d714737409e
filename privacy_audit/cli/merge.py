"""Bringing another ledger in: another device's, a backup's, a sync tool's conflict copy."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import folders
from ..session import Session
from ..text import clean
from .context import State, pass_state
from .output import say, warn

if TYPE_CHECKING:
    from ..ledger.merge import Coming
    from ..ledger.store import Ledger


@click.command(epilog="Example: privacy-audit merge 'ledger (conflicted copy 2026-11-24).db'")
@click.argument("other", type=click.Path(path_type=Path), metavar="OTHER")
@click.option("--yes", is_flag=True, help="Do not ask, should somebody go who was forgotten in the other ledger.")
@pass_state
def merge(state: State, other: Path, yes: bool) -> None:
    """Bring another ledger into this one: another device's, a backup's, a conflict copy of a sync tool.

    Nothing can conflict and nothing is asked: everything that either of the two holds is in this one afterwards, in
    whatever order ledgers are merged. A backup is made first; OTHER is only read. Who was forgotten for good in one of
    the two is in neither; before somebody goes from this one for that, it asks.
    """
    from ..ledger import cipher
    from ..ledger import merge as merging

    other = other.expanduser()
    merging.check(other)
    ledger = state.ledger(create=True)
    coming = merging.look(ledger, other)
    if coming.goes:
        _ask(coming, yes)
    somebody = (*ledger.people(), *coming.people)
    if somebody:
        Session(state.catalog, ledger, somebody[0], state.today)
    done = merging.merge(ledger, other, coming.goes, folders.own_checklists())
    _forget_beside(ledger, coming, state)
    if not (done.events or done.gone or done.left_out):
        say("nothing new: this ledger has all of it already")
        return
    say(f"merged: {done.words}")
    warn(f"{clean(other)} was left as it is; nothing of it is missing here now.")
    if cipher.is_encrypted(other) and not cipher.is_encrypted(ledger.path):
        warn("It is encrypted and this ledger is not: what it held is readable here. See: privacy-audit encrypt")


def _ask(coming: "Coming", yes: bool) -> None:
    labels = ", ".join(clean(person.label, 60) for person in coming.goes)
    warn(f"Forgotten for good in the other ledger: {labels}. Everything of theirs goes here and in the backups too.")
    if not yes:
        click.confirm("Merge?", abort=True, err=True)


def _forget_beside(ledger: "Ledger", coming: "Coming", state: State) -> None:
    from ..reminders import digest

    for person in coming.goes:
        digest.keep(str(ledger.path), person.id, digest.USUAL, [], state.today)
