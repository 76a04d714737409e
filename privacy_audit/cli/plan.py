"""What to do, the report of it, and what is due."""

from datetime import date
from pathlib import Path

import click

from ..audit.plan import PlanItem, within
from ..catalog.model import VIA_WORDS
from ..dates import relative, short
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
@pass_state
def report(state: State, form: str | None, output: Path | None) -> None:
    """Write the to-do report: what to do next, how, by when and why, and what was done."""
    from ..exports import files

    session = state.session()
    form = form or (files.format_of(output) if output else "md")
    data = files.render(session.report(), form)
    if output:
        files.write(output.expanduser(), data)
        warn(f"written: {output}")
    else:
        click.echo(data, nl=False)


@click.command(epilog="Example, for a login shell: privacy-audit remind --brief")
@click.option("--brief", is_flag=True, help="One line, or nothing when nothing is due.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 when something is due.")
@click.option(
    "--within",
    "days",
    type=click.IntRange(0, 3660),
    default=0,
    metavar="DAYS",
    help="Also what is due so many days ahead.",
)
@json_option
@pass_state
def remind(state: State, brief: bool, exit_code: bool, days: int, as_json: bool) -> None:
    """Show what is due, each date with the rule that gave it. Dates are estimates, not legal advice."""
    session = state.session()
    session.freshen_due()
    due = session.due(days)
    if as_json:
        entries = [{"key": e.key, "on": e.on, "kind": e.kind, "text": e.text, "rule": e.rule} for e in due]
        print_json({"today": session.today, "person": session.person.label, "due": entries})
    elif brief:
        _brief([entry.on for entry in due], session.today)
    elif due:
        for entry in due:
            say(f"{_day(entry.on, session.today):<12} {entry.text}")
            say(f"{'':<12} {entry.rule}")
    else:
        later = next((entry for entry in session.due_entries if entry.on > session.today), None)
        say("Nothing is due." + (f" Next: {short(later.on, session.today)}, {later.text}." if later else ""))
    if exit_code and due:
        raise click.exceptions.Exit(1)


def _brief(days: list[date], today: date) -> None:
    from ..reminders.brief import sentence

    line = sentence(days, today)
    if line:
        say(line)


def _day(on: date, today: date) -> str:
    return relative(on, today) if on >= today else short(on, today)


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
