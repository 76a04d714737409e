"""What happened, and what changed between two audits."""

from datetime import date

import click

from ..audit import progress as over_time
from ..audit.compare import HEADINGS, counted, parts, returned, snapshot
from ..audit.compare import compare as difference_of
from ..audit.life import lives, sentence
from ..audit.report import names
from ..catalog.catalog import CatalogError
from ..dates import long
from ..ledger.moves import SHORT
from ..text import count
from .context import OrganisationId, State, json_option, pass_state
from .output import as_json as print_json
from .output import say, table, width


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
        if event.kind in ("answer", "record", "evidence", "life")
        and wanted in (None, session.catalog.current_id(event.organisation))
    ]
    if as_json:
        print_json(
            [{"at": e.at, "kind": e.kind, "organisation": e.organisation, "action": e.action} | e.data for e in events]
        )
        return
    if not events:
        say("Nothing was recorded yet. Record what you did with: privacy-audit record ORGANISATION/ACTION asked")
        return
    away = {(one.key, one.back.isoformat()): one for one in session.returns}
    table(
        [_line(session, event, away) for event in events],
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
    """Show what changed between two audits: who stopped, who came back, who is new. The earlier one counts first."""
    session = state.session()
    earlier, later = sorted((earlier, later))
    known = {audit.number for audit in session.standing.audits}
    missing = [number for number in (earlier, later) if number not in known]
    if missing:
        have = f"There are {len(known)}, numbered from 1." if known else "There is none yet."
        raise CatalogError(f"There is no audit {missing[0]}. {have}")
    events = session.ledger.standing_events(session.person.id)
    snapshots = [snapshot(events, number) for number in (earlier, later)]
    difference, back = difference_of(*snapshots), returned(events, earlier, later)
    counts = [counted(session.catalog, session.person.region, one) for one in snapshots]
    if as_json:
        found = {name: list(getattr(difference, name)) for name in difference.__dataclass_fields__}
        numbers = [{name: getattr(one, name) for name in over_time.SERIES} for one in counts]
        days = {key: one.days for key, one in back.items()}
        print_json(found | {"stayed_away_days": days, "counts": dict(zip(("earlier", "later"), numbers, strict=True))})
        return
    for name, words in over_time.SERIES.items():
        before, after = (getattr(one, name) for one in counts)
        say(f"Organisations {words}: {before} then {after}")
    for name, keys in parts(difference).items():
        say(f"{HEADINGS[name]}: {len(keys)}")
        for key in keys:
            away = f", after {count(back[key].days, 'day')} away" if name == "came_back" and key in back else ""
            say(f"  {_name(session, key)}{away}")


@click.command(epilog="Example: privacy-audit progress --plot")
@click.option("--daily", is_flag=True, help="Each day that changed a count, not only each month's end.")
@click.option("--plot", is_flag=True, help="Draw it as well.")
@json_option
@pass_state
def progress(state: State, daily: bool, plot: bool, as_json: bool) -> None:
    """Show over time how many organisations you know of, asked, that say it is done, and that you saw gone.

    Organisations are counted, never you.
    """
    session = state.session()
    events = session.ledger.standing_events(session.person.id)
    points = over_time.series(session.catalog, session.person.region, events)
    if as_json:
        print_json([{name: getattr(point, name) for name in ("on", *over_time.SERIES)} for point in points])
        return
    if not points:
        say("Nothing was recorded yet. The counts begin with the first answer: privacy-audit answer ORGANISATION yes")
        return
    if plot:
        _plot(points, session.today)
    rows = [
        (long(point.on), *(getattr(point, name) for name in over_time.SERIES))
        for point in (points if daily else over_time.monthly(points))
    ]
    table(rows, ("since", *over_time.SERIES.values()), right=(1, 2, 3, 4))


def _plot(points: list[over_time.Point], today: date) -> None:
    """Print the plot and what its signs mean."""
    from ..exports.plot import draw, legend

    for line in (legend(points), *draw(points, today, width(), 16).splitlines(), ""):
        say(line)


def _name(session, key: str) -> str:
    name, title = names(session.catalog, key)
    return f"{name}, {title}" if "/" in key else name


def _line(session, event, away: dict) -> tuple:
    data = event.data
    if event.kind == "life":
        return data["on"], "", sentence(session.catalog, *lives([event])), "", data.get("note", "")
    if event.kind == "answer":
        name, title = names(session.catalog, event.organisation)[0], "does it hold you?"
        return data["on"], name, title, data["answer"], ""
    name, title = names(session.catalog, f"{event.organisation}/{event.action}")
    if event.kind == "evidence":
        return data["on"], name, title, "evidence", data["name"]
    key = f"{session.catalog.current_id(event.organisation)}/{event.action}"
    back = away.get((key, data["on"])) if data["state"] == "relisted" else None
    gone = f"after {count(back.days, 'day')} away" if back else ""
    more = " · ".join(filter(None, (gone, data.get("reference", ""), data.get("note", ""))))
    return data["on"], name, title, SHORT[data["state"]], more
