"""Files that prove something: kept with an action, listed, written out again."""

from datetime import date
from pathlib import Path

import click

from ..audit.report import names
from ..dates import long, short
from ..text import size_in_words
from .context import ActionKey, State, day_option, json_option, pass_state
from .output import as_json as print_json
from .output import say, table


@click.group(epilog="Example: privacy-audit evidence list")
def evidence() -> None:
    """Screenshots, PDFs and mails kept with your records: in the ledger, whole, with their SHA-256.

    Reports show them with date and hash; complaints and appeals name them as enclosures.
    """


@evidence.command("add", epilog="Example: privacy-audit evidence add spokeo/opt-out listing.png --on yesterday")
@click.argument("key", type=ActionKey(), metavar="ORGANISATION/ACTION")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option(
    "--on",
    "day",
    callback=day_option,
    metavar="DATE",
    help="The day it was made or came: YYYY-MM-DD, today, yesterday.",
)
@pass_state
def add(state: State, key: str, paths: tuple[Path, ...], day: date | None) -> None:
    """Keep files with an action, 25 MB each at most. The files themselves stay where they are."""
    from ..ledger.evidence import read_all

    session = state.session()
    for file in read_all(path.expanduser() for path in paths):
        event = session.attach(key, file, day)
        name, title = names(session.catalog, session.catalog.action(key).key)
        size = size_in_words(event.data["size"])
        on = long(date.fromisoformat(event.data["on"]))
        say(f"kept: {event.data['name']} ({size}) with {name}, {title}, {on} · undo takes it back")
        say(f"SHA-256 {event.data['hash']}")


@evidence.command("list", epilog="Example: privacy-audit evidence list spokeo")
@click.argument("key", type=ActionKey(), required=False, metavar="[ORGANISATION[/ACTION]]")
@json_option
@pass_state
def list_evidence(state: State, key: str | None, as_json: bool) -> None:
    """List what is kept, of one organisation or action or of all, the oldest first."""
    from ..ledger.evidence import short as short_hash

    session = state.session()
    found = session.evidence(_known(session, key) if key else "")
    if as_json:
        shown = ("key", "on", "hash", "name", "type", "size")
        print_json([{name: getattr(one, name) for name in shown} for one in found])
    elif found:
        rows = [
            (short(one.on, session.today), one.name, size_in_words(one.size), one.key, short_hash(one.hash))
            for one in found
        ]
        table(rows, ("day", "file", "size", "kept with", "SHA-256 begins"), right=(2,), stretch=1)
    else:
        say("Nothing is kept. Keep a file with: privacy-audit evidence add ORGANISATION/ACTION FILE")


@evidence.command("save", epilog="Example: privacy-audit evidence save 3f2a91 listing.png")
@click.argument("hash")
@click.argument("path", type=click.Path(path_type=Path), metavar="FILE")
@pass_state
def save(state: State, hash: str, path: Path) -> None:
    """Write a file out again as it was. HASH is its SHA-256 or the beginning of it."""
    from ..exports import files
    from ..ledger import evidence as proofs

    session = state.session()
    one = proofs.find(session.ledger, session.person.id, hash)
    files.write(path.expanduser(), proofs.content(session.ledger, one))
    say(f"written: {path} ({one.name}, {size_in_words(one.size)}), SHA-256 as kept: {one.hash}")


def _known(session, key: str) -> str:
    """Return the id or key as the catalogue has it; raises CatalogError for one that it does not know."""
    return session.catalog.action(key).key if "/" in key else session.catalog.get(key).id
