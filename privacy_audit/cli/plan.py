"""What to do, and the report of it."""

from datetime import date
from pathlib import Path

import click

from ..audit.plan import PlanItem, within
from ..catalog.model import VIA_WORDS
from ..dates import relative
from ..session import Session
from .context import State, json_option, pass_state
from .output import as_json as print_json
from .output import say, table, warn


@click.command(epilog="Example: privacy-audit todo --minutes 20")
@click.option("--theme", metavar="T", help="Only one theme, for example credit.")
@click.option("--minutes", type=click.IntRange(1, 100_000), metavar="N", help="Only what fits into so many minutes.")
@click.option("--limit", type=click.IntRange(1, 100_000), metavar="N", help="At most so many.")
@json_option
@pass_state
def todo(state: State, theme: str | None, minutes: int | None, limit: int | None, as_json: bool) -> None:
    """Show what to do, in the order that helps most."""
    session = state.session()
    items = session.plan
    if theme:
        wanted = session.catalog.theme(theme).id
        items = [item for item in items if item.organisation.theme == wanted]
    items = within(items, minutes)[:limit]
    if as_json:
        print_json(_todo(session, items))
        return
    if not items:
        say("Nothing to do now. Answer who holds you (privacy-audit answer, or the walk), or see: privacy-audit remind")
        return
    rows = [
        (
            item.action.minutes,
            f"{item.organisation.name}: {item.action.title}",
            item.action.via,
            _by(item, session.today),
            item.key,
        )
        for item in items
    ]
    table(rows, ("min", "what", "how", "by", "key"), right=(0,), stretch=1)
    warn(f"{len(items)} to do, {sum(item.action.minutes for item in items)} minutes in all")


@click.command(epilog="Example: privacy-audit report --output todo.html")
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "html", "csv", "json", "ics"]),
    help="Otherwise by the file's ending, or md.",
)
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Where to write it; otherwise stdout.")
@click.option(
    "--calendar",
    "holds",
    type=click.Choice(["event", "todo", "both"]),
    help="With ics: due dates as whole-day events, as to-dos, or both; otherwise event.",
)
@click.option(
    "--tells",
    type=click.Choice(["names", "count"]),
    help='With ics: names organisations, or only counts: "privacy audit: 3 things due"; otherwise names.',
)
@pass_state
def report(state: State, form: str | None, output: Path | None, holds: str | None, tells: str | None) -> None:
    """Write the to-do report: what to do next, how, by when and why, and what was done.

    As ics, it is a calendar of the due dates, made to be imported again after a while: what changed is updated, what
    is done ends, nothing doubles.

    Example of a calendar that names nobody: privacy-audit report --output due.ics --calendar both --tells count
    """
    from ..exports import files

    form = form or (files.format_of(output) if output else "md")
    if form != files.CALENDAR and (holds or tells):
        raise click.UsageError(
            "--calendar and --tells are for a calendar: add --format ics, or a FILE that ends in .ics."
        )
    session = state.session()
    data = _calendar(session, holds, tells) if form == files.CALENDAR else files.render(session.report(), form)
    if output:
        files.write(output.expanduser(), data)
        warn(f"written: {output}")
    else:
        click.echo(data, nl=False)


def _calendar(session: Session, holds: str | None, tells: str | None) -> bytes:
    from ..exports import agenda, calendar

    person = session.person.id
    entries = agenda.build(session.catalog, session.standing, session.ledger.events(person), person)
    return calendar.render(entries, holds or calendar.FORMS[0], tells or calendar.TELLS[0])


def _by(item: PlanItem, today: date) -> str:
    return relative(item.on, today) if item.on else ""


def _todo(session: Session, items: list[PlanItem]) -> dict:
    return {
        "today": session.today,
        "person": session.person.label,
        "region": session.person.region,
        "items": [_item(session, item) for item in items],
        "minutes_in_all": sum(item.action.minutes for item in items),
    }


def _item(session: Session, item: PlanItem) -> dict:
    from ..rights.local import laws_of

    action, one = item.action, item.organisation
    laws = laws_of(session.catalog, action, session.person.region, session.today)
    return {
        "key": item.key, "organisation": one.id, "name": one.name, "title": action.title, "theme": one.theme,
        "do": action.do, "via": action.via, "via_words": VIA_WORDS.get(action.via, action.via), "status": item.status,
        "on": item.on, "because": item.because, "presumed": item.presumed, "minutes": action.minutes,
        "impact": one.impact, "needs": list(action.needs), "law": [law.id for law in laws],
        "covers": list(action.covered), "url": action.url,
    }  # fmt: skip
