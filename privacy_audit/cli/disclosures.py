"""Who was told what, when, by which act."""

import click

from ..audit.report import names
from .context import State, json_option, pass_state
from .output import as_json as print_json
from .output import say, table


@click.command(epilog="Example: privacy-audit disclosures --json")
@json_option
@pass_state
def disclosures(state: State, as_json: bool) -> None:
    """List who was told what, when, by which act: from the letters written and the records made.

    A letter stands here from the moment it left the program; whether it was sent only you know.
    """
    session = state.session()
    found = [_entry(event) for event in session.ledger.standing_events(session.person.id) if _tells(event)]
    if as_json:
        print_json(found)
    elif found:
        rows = [_row(session, entry) for entry in reversed(found)]
        table(rows, ("day", "to", "by", "what they see"), stretch=3)
    else:
        say("Nothing yet. Letters you write, and records with --discloses, will stand here.")


def _tells(event) -> bool:
    return event.kind == "letter" or (event.kind == "record" and bool(event.data.get("discloses")))


def _entry(event) -> dict:
    data = event.data
    return {
        "on": data["on"], "key": f"{event.organisation}/{event.action}", "discloses": data.get("discloses", []),
        "by": f"letter, {data['channel']}" if event.kind == "letter" else data["state"],
        "to": data.get("to", ""),
    }  # fmt: skip


def _row(session, entry: dict) -> tuple:
    name, title = names(session.catalog, entry["key"])
    told = ", ".join(session.catalog.label(field) for field in entry["discloses"]) or "nothing of yours"
    return entry["on"], name, f"{title}: {entry['by']}", told
