"""What happened, and what changed between two audits."""

import click

from ..audit.compare import compare as difference_of
from ..audit.compare import snapshot
from ..audit.report import names
from ..catalog.catalog import CatalogError
from ..dates import long
from ..ledger.moves import SHORT
from .context import OrganisationId, State, json_option, pass_state
from .output import as_json as print_json
from .output import say, table


@click.command(epilog="Example: privacy-audit history equifax-us")
@click.argument("organisation", type=OrganisationId(), required=False)
@json_option
@pass_state
def history(state: State, organisation: str | None, as_json: bool) -> None:
    """Show what you answered and did, newest first. Records taken back are left out."""
    session = state.session()
    wanted = session.catalog.get(organisation).id if organisation else None
    events = [
        event
        for event in reversed(session.ledger.standing_events(session.person.id))
        if event.kind in ("answer", "record") and wanted in (None, session.catalog.current_id(event.organisation))
    ]
    if as_json:
        print_json(
            [{"at": e.at, "kind": e.kind, "organisation": e.organisation, "action": e.action} | e.data for e in events]
        )
        return
    if not events:
        say("Nothing was recorded yet. Record what you did with: privacy-audit record ORGANISATION/ACTION asked")
        return
    table(
        [_line(session, event) for event in events],
        ("day", "organisation", "what", "state", "reference, note"),
        stretch=4,
    )


@click.command(epilog="Example: privacy-audit audits")
@json_option
@pass_state
def audits(state: State, as_json: bool) -> None:
    """List your audits."""
    found = state.session().standing.audits
    if as_json:
        print_json([{"number": audit.number, "on": audit.on, "scope": audit.scope} for audit in found])
    elif found:
        table(
            [(audit.number, long(audit.on), audit.scope) for audit in found],
            ("audit", "begun", "walk"),
            right=(0,),
        )
    else:
        say("No audit yet. The first begins with the walk: privacy-audit")


@click.command(epilog="Example: privacy-audit compare 1 2")
@click.argument("earlier", type=click.IntRange(min=1), metavar="AUDIT")
@click.argument("later", type=click.IntRange(min=1), metavar="AUDIT")
@json_option
@pass_state
def compare(state: State, earlier: int, later: int, as_json: bool) -> None:
    """Show what changed between two audits: who is new, who was asked, who stopped, who came back."""
    session = state.session()
    known = {audit.number for audit in session.standing.audits}
    missing = [number for number in (earlier, later) if number not in known]
    if missing:
        have = f"There are {len(known)}, numbered from 1." if known else "There is none yet."
        raise CatalogError(f"There is no audit {missing[0]}. {have}")
    events = session.ledger.standing_events(session.person.id)
    difference = difference_of(snapshot(events, earlier), snapshot(events, later))
    if as_json:
        print_json({name: list(getattr(difference, name)) for name in difference.__dataclass_fields__})
        return
    for name in difference.__dataclass_fields__:
        found = getattr(difference, name)
        say(f"{_HEADINGS[name]}: {len(found)}")
        for key in found:
            say("  " + _name(session, key))


_HEADINGS = {
    "new_holders": "Newly known to hold you",
    "gone_holders": "No longer said to hold you",
    "newly_asked": "Asked",
    "newly_stopped": "Say that it is done, or seen gone",
    "came_back": "Came back",
    "refused": "Refused",
}


def _name(session, key: str) -> str:
    name, title = names(session.catalog, key)
    return f"{name}, {title}" if "/" in key else name


def _line(session, event) -> tuple:
    data = event.data
    if event.kind == "answer":
        name, title = names(session.catalog, event.organisation)[0], "does it hold you?"
        return data["on"], name, title, data["answer"], ""
    name, title = names(session.catalog, f"{event.organisation}/{event.action}")
    more = " · ".join(filter(None, (data.get("reference", ""), data.get("note", ""))))
    return data["on"], name, title, SHORT[data["state"]], more
