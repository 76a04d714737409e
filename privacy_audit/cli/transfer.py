"""The whole ledger as one file, and back."""

from pathlib import Path

import click

from .. import __version__, care, folders
from ..text import clean, count
from .context import State, pass_state
from .output import say, warn


@click.command(epilog="Example: privacy-audit export audit.jsonl")
@click.argument("path", required=False, type=click.Path(path_type=Path), metavar="[FILE]")
@pass_state
def export(state: State, path: Path | None) -> None:
    """Write the whole ledger as JSON Lines: everybody in it, every event, evidence, your own organisations.

    Without FILE it goes to stdout. The file is not encrypted; docs/export.md tells its form. The to-do report is
    another thing: privacy-audit report.
    """
    from ..ledger.transfer import export as lines

    pieces = lines(state.ledger(), folders.own_checklists(), __version__)
    if path is None:
        with click.open_file("-", "wb") as out:
            for piece in pieces:
                out.write(piece)
        return
    from ..exports import files

    files.write(path.expanduser(), pieces)
    say(f"written: {path}")
    warn("It holds everything that the ledger holds, and is not encrypted. To read it back: privacy-audit import FILE")


@click.command("import", epilog="Example: privacy-audit import audit.jsonl")
@click.argument("path", type=click.Path(path_type=Path), metavar="FILE")
@pass_state
def import_file(state: State, path: Path) -> None:
    """Read an export back into the ledger, making one where there is none. Nothing that is there is changed.

    Every line is checked first; all of it is added, or nothing. What is there already is left out.
    """
    from ..catalog.load import load
    from ..ledger.transfer import check, in_words

    found = check(path.expanduser())
    ledger = state.ledger(create=True)
    say(in_words(found.add(ledger, folders.own_checklists())))
    care.derive(load(), ledger, state.today)
    people = [person.label for person in ledger.people()]
    if len(people) > 1:
        say(f"In the ledger: {count(len(people), 'person', 'people')}. Say whom you mean with --person LABEL.")
    elif people:
        say(f"In the ledger: {clean(people[0])}. Next: privacy-audit todo")
