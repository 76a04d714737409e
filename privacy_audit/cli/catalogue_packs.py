"""Another catalogue on the command line: fetching or reading a pack, what it changes, taking it over, going back."""

import asyncio
import sys
from pathlib import Path

import click

from .. import updating
from ..audit.news import FIRST, KINDS, NEAR, Change
from ..catalog import shelf
from ..catalog.shelf import Taken
from ..dates import long
from ..session import Session
from ..text import clean, count
from ..updating import Update
from .asking import network_options, permit
from .context import State, json_option, pass_state
from .output import as_json as print_json
from .output import paragraph, say, warn

_NOBODY_TO_ASK = "Nothing was taken over: there is no terminal to ask on. Add --yes to agree beforehand."


@click.command("update", epilog="Example: privacy-audit catalog update --from catalogue.pack")
@click.option("--from", "source", metavar="ADDRESS|FILE", help="From here, in place of the address that is set.")
@click.option("--look", is_flag=True, help="Only show what would change.")
@click.option("--all", "whole", is_flag=True, help=f"Show every change, not the first {FIRST} only.")
@json_option
@network_options
@pass_state
def update(state: State, source: str | None, look: bool, whole: bool, as_json: bool, yes: bool) -> None:
    """Bring the catalogue up to date with a signed pack, from an address or a file.

    First the pack is looked through: its signature by a key that you trust (see `catalog trust`), its date, and each
    of its texts. Then it shows what changes for you, and asks. The catalogue in use is kept; `catalog back` brings it
    back. A file needs no network. With --json nothing is asked, and nothing taken over without --yes.
    """
    from ..catalog.signed_check import AlreadyInUse

    session = _session(state, source)
    try:
        found = _look_through(state, session, source, yes)
    except AlreadyInUse as error:
        if as_json:
            print_json({"in_use": _taken(shelf.look().in_use), "pack": None, "changes": [], "taken": False})
        else:
            say(error)
        return
    taking = not look and (yes or (not as_json and _agreed(found, whole)))
    if as_json:
        before = _taken(shelf.look().in_use)
    elif look or yes:
        _show(found, whole)
    if taking:
        updating.take(found)
        if session:
            updating.refresh(session.ledger, state.today)
    if as_json:
        print_json(_update(found) | {"in_use_before": before, "taken": taking})
    elif taking:
        say(f"taken over: {updating.in_words(shelf.look().in_use)}. To go back: privacy-audit catalog back")
    elif not look:
        say("Nothing was taken over. The catalogue in use stays as it is.")


def _session(state: State, source: str | None) -> Session | None:
    """Open the audit of the person; a file can be looked at without one."""
    if source and not updating.is_address(source) and not state.ledger_path.is_file():
        return None
    return state.session()


def _look_through(state: State, session: Session | None, source: str | None, yes: bool) -> Update:
    if source is None and session:
        source = updating.source_of(session.ledger, session.person.id)
    if not source:
        raise click.ClickException(updating.NO_SOURCE)
    if session and updating.is_address(source):
        data = _fetch(state, session, source, yes)
    else:
        data = updating.read_file(Path(source))
    warn("Looking through it …")
    examined, after = updating.examine(data, state.today)
    return updating.compared(examined, after, state.catalog, session.standing if session else None, source)


def _fetch(state: State, session: Session, address: str, yes: bool) -> bytes:
    agreed = permit(state, session, updating.purpose(session.ledger, session.person.id, address), yes)
    return asyncio.run(updating.fetch(session, agreed, address))


def _agreed(found: Update, whole: bool) -> bool:
    _show(found, whole)
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise click.ClickException(_NOBODY_TO_ASK)
    return click.confirm("Take it over?", default=False, err=True)


def _show(found: Update, whole: bool) -> None:
    head, key = found.examined.head, found.examined.key
    say(f"In use: {updating.in_use_in_words()}")
    say(f"Looked through: the pack of {long(head.day)}, signed by {key.shown} ({key.fingerprint})")
    changes = found.news.changes if whole else found.news.first
    say("What changes for you:" if changes else "Nothing changes for you.")
    for change in changes:
        _show_change(change)
    if left := len(found.news.changes) - len(changes):
        say(f"  and {count(left, 'change')} more: add --all")
    if elsewhere := updating.elsewhere_in_words(found.news):
        say(elsewhere)


def _show_change(change: Change) -> None:
    near = "" if change.kind == "law" else f" ({NEAR[change.near]})"
    paragraph(f"{KINDS[change.kind]}: {change.name}{near}: {change.text}", "  ")


def _update(found: Update) -> dict:
    head, key = found.examined.head, found.examined.key
    pack = {"made": head.made, "files": head.files, "key": key.id, "signer": key.name, "source": found.source}
    changes = [change.as_dict() for change in found.news.changes]
    return {"pack": pack, "changes": changes, "elsewhere": found.news.elsewhere}


def _taken(taken: Taken | None) -> dict | None:
    return {"made": taken.made, "key": taken.key, "signer": taken.signer, "source": taken.source} if taken else None


@click.command("back", epilog="Example: privacy-audit catalog back")
@pass_state
def back(state: State) -> None:
    """Use the catalogue that was in use before the last update; once more, and the later one is in use again."""
    turned = shelf.back()
    if state.ledger_path.is_file():
        updating.refresh(state.ledger(), state.today)
    say(updating.turned_in_words(turned))


@click.command("which", epilog="Example: privacy-audit catalog which --json")
@json_option
@pass_state
def which(state: State, as_json: bool) -> None:
    """Say which catalogue is in use, who signed it, and what can be gone back to."""
    kept = shelf.look()
    dated = state.catalog.dated
    if as_json:
        print_json(
            {"in_use": _taken(kept.in_use), "other": _taken(kept.other), "can_go_back": kept.kept, "dated": dated}
        )
        return
    say(f"In use: {updating.in_use_in_words()}")
    if kept.in_use:
        say(f"It came from: {clean(kept.in_use.source) or 'not known'}. Key: {kept.in_use.key}")
    say(f"Before it: {updating.in_words(kept.other)}" if kept.kept else "There is no other to go back to.")


@click.command("source", epilog="Example: privacy-audit catalog source https://catalogue.example/latest.pack")
@click.argument("address", required=False)
@pass_state
def source(state: State, address: str | None) -> None:
    """Say, or set, the address from which `catalog update` fetches; `none` removes it. Nothing is sent by this."""
    session = state.session()
    if address is not None:
        updating.set_source(session.ledger, session.person.id, "" if address == "none" else address)
    said = updating.source_of(session.ledger, session.person.id)
    say(f"Catalogues come from: {said}" if said else "No address is set, and none comes with the program.")


#: What belongs to the group `catalog`.
COMMANDS = (update, back, which, source)
