"""What the person answered and did."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..dates import long, short
from ..ledger.moves import MEANINGS, STATES
from ..ledger.store import ANSWERS
from ..text import clean
from .context import ActionKey, OrganisationId, State, day_option, pass_state
from .output import say

if TYPE_CHECKING:
    from ..ledger.evidence import File

_SAID = {"yes": "holds you", "no": "does not hold you", "unsure": "may hold you", "past": "held you once"}


@click.command(epilog="Example: privacy-audit answer pc-optimum-ca yes")
@click.argument("organisation", type=OrganisationId())
@click.argument("answer", type=click.Choice(ANSWERS))
@pass_state
def answer(state: State, organisation: str, answer: str) -> None:
    """Say whether an organisation holds you."""
    session = state.session()
    session.answer(organisation, answer)
    say(f"recorded: {session.catalog.get(organisation).name} {_SAID[answer]} · undo takes it back")


@click.command(epilog="Example: privacy-audit record spokeo/opt-out asked --on yesterday --reference 4711")
@click.argument("key", type=ActionKey(), metavar="ORGANISATION/ACTION")
@click.argument("to", type=click.Choice(STATES), metavar="STATE")
@click.option(
    "--on",
    "day",
    callback=day_option,
    metavar="DATE",
    help="The day it happened: YYYY-MM-DD, today, yesterday.",
)
@click.option("--reference", metavar="TEXT", help="Their reference or ticket number.")
@click.option("--note", metavar="TEXT", help="A note of your own.")
@click.option(
    "--evidence",
    "proofs",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A screenshot, PDF or mail that proves it, kept in the ledger (25 MB each); can be given several times.",
)
@click.option("--discloses", metavar="FIELD,…", help="What they were told, for example: name,email.")
@pass_state
def record(
    state: State,
    key: str,
    to: str,
    day: date | None,
    reference: str | None,
    note: str | None,
    proofs: tuple[Path, ...],
    discloses: str | None,
) -> None:
    """Record what you did or saw.

    STATE is one of: started, asked, acknowledged, extended, confirmed, verified, refused, relisted, not-found,
    set-aside, reopen. Each means one thing: "asked" that you sent it, "confirmed" that they say it is done,
    "verified" that you looked and it is so.
    """
    session = state.session()
    fields = [field.strip() for field in clean(discloses or "").split(",") if field.strip()]
    more = {"reference": clean(reference or ""), "note": clean(note or "", 2000), "discloses": fields}
    files = _read(proofs)
    event = session.record(key, to, day, files, **more)
    action = session.catalog.action(key)
    name = session.catalog.get(action.organisation).name
    on = date.fromisoformat(event.data["on"])
    say(f"recorded: {name}, {action.title}: {MEANINGS[to]}, {long(on)} · undo takes it back")
    for file in files:
        say(f"kept as evidence: {file.name}, SHA-256 {file.hash}")
    for entry in session.due_entries:
        if entry.key == action.key:
            say(f"next: {short(entry.on)}, {entry.text} ({entry.rule})")


def _read(paths: tuple[Path, ...]) -> "list[File]":
    """Read what is to be kept as evidence, before anything is recorded."""
    if not paths:
        return []
    from ..ledger.evidence import read_all

    return read_all(path.expanduser() for path in paths)


@click.command(epilog="Example: privacy-audit undo")
@pass_state
def undo(state: State) -> None:
    """Take the last answer, record or event back. The log keeps both."""
    from ..audit.life import lives, sentence
    from ..audit.report import names

    session = state.session()
    event = session.undo()
    if event.kind == "answer":
        name = (
            session.catalog.get(event.organisation).name
            if event.organisation in session.catalog
            else event.organisation
        )
        say(f"taken back: {name}: {event.data['answer']}")
    elif event.kind == "life":
        say(f"taken back: {sentence(session.catalog, *lives([event]))}")
    else:
        name, title = names(session.catalog, f"{event.organisation}/{event.action}")
        what = event.data.get("name", "evidence") if event.kind == "evidence" else event.data.get("state", "note")
        say(f"taken back: {name}, {title}: {what}, {event.data['on']}")
