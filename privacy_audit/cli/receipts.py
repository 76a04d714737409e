"""Every request that ever left this machine."""

from datetime import date
from pathlib import Path

import click

from .context import State, day_option, json_option, pass_state
from .output import as_json as print_json
from .output import say, table, warn, width

#: Columns of a terminal from which a purpose is told in words instead of by its id.
_WIDE = 110


@click.command(epilog="Example: privacy-audit receipts --host haveibeenpwned.com --since 2026-11-01")
@click.option("--purpose", default="", metavar="P", help="Only one purpose, for example breaches.")
@click.option("--host", default="", metavar="H", help="Only one host, with those below it.")
@click.option("--since", callback=day_option, metavar="DAY", help="Only of this day and later: YYYY-MM-DD.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV for a spreadsheet.")
@click.option(
    "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write a .csv or .json file instead of printing."
)
@json_option
@pass_state
def receipts(
    state: State, purpose: str, host: str, since: date | None, as_csv: bool, output: Path | None, as_json: bool
) -> None:
    """List every request that left this machine by this program: when, for what, to whom, and what came of it.

    Newest first. Moments are in UTC. Each is written into the ledger before it leaves.
    """
    from .. import receipts as words
    from ..ledger import requests

    if as_csv and as_json:
        raise click.UsageError("Choose one of --json and --csv.")
    session = state.session()
    found = requests.requests(session.ledger, session.person.id, purpose, host, since)
    if output:
        _write(output.expanduser(), found)
    elif as_json:
        print_json([words.as_data(one) for one in found])
    elif as_csv:
        click.echo(words.as_csv(found).replace("\r\n", "\n"), nl=False)
    elif found:
        _show(found, session.today)
    else:
        say(words.NONE_SUCH if purpose or host or since else words.NOTHING)


def _show(found: list, today: date) -> None:
    from .. import receipts as words
    from ..ledger.requests import summed
    from ..text import clean, cut, size_in_words

    rows = [
        (
            words.when(one, today), cut(clean(one.host), 30), clean(one.method, 8), size_in_words(one.sent),
            size_in_words(one.received), cut(words.outcome(one), 30), words.agreed(one),
            words.title(one.purpose) if width() >= _WIDE else one.purpose,
        )
        for one in found
    ]  # fmt: skip
    table(rows, ("when", "host", "method", "out", "in", "outcome", "agreed", "for what"), right=(3, 4), stretch=7)
    warn(words.in_all(summed(found)))


def _write(path: Path, found: list) -> None:
    from .. import receipts as words
    from ..exports import files

    files.write(path, words.as_file(found, path))
    warn(f"written: {path}")
