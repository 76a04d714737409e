"""Who is in the ledger, and where they live."""

import click

from ..text import clean
from .context import State, json_option, pass_state, region_code
from .output import as_json, say, table


@click.group()
def person() -> None:
    """Who is in the ledger and where they live. A name is never needed: any label will do."""


@person.command("add", epilog="Example: privacy-audit person add me --region CA-QC")
@click.argument("label")
@click.option(
    "--region",
    required=True,
    metavar="CODE",
    help="Where they live: US-CA, CA-QC, MX-JAL, or US, CA, MX alone.",
)
@click.option(
    "--born",
    type=click.IntRange(1900, 2100),
    metavar="YEAR",
    help="Year of birth, where it matters for rights.",
)
@pass_state
def add(state: State, label: str, region: str, born: int | None) -> None:
    """Add somebody, with the region they live in."""
    code, shown = region_code(state.catalog, region), _label(label)
    with state.ledger(create=True) as ledger:
        added = ledger.add_person(shown, code, born)
    say(f"Added {added.label} in {state.catalog.regions.name(code)}. Next: privacy-audit todo")


@person.command("list", epilog="Example: privacy-audit person list --json")
@json_option
@pass_state
def list_people(state: State, as_json: bool) -> None:
    """List everyone in the ledger."""
    with state.ledger() as ledger:
        people = ledger.people()
    if as_json:
        _json([{"label": p.label, "region": p.region, "born": p.born, "audit_days": p.audit_days} for p in people])
    else:
        rows = [(p.label, p.region, state.catalog.regions.name(p.region), p.born or "") for p in people]
        table(rows, ("label", "region", "", "born"))


@person.command("edit", epilog="Example: privacy-audit person edit me --region US-TX")
@click.argument("label")
@click.option("--label", "new_label", metavar="TEXT", help="A new label.")
@click.option("--region", metavar="CODE", help="Where they live now.")
@click.option("--born", type=click.IntRange(1900, 2100), metavar="YEAR", help="Year of birth.")
@click.option(
    "--audit-days", type=click.IntRange(7, 1000), metavar="DAYS", help="Days from one audit to the next (90)."
)
@pass_state
def edit(
    state: State,
    label: str,
    new_label: str | None,
    region: str | None,
    born: int | None,
    audit_days: int | None,
) -> None:
    """Change what the ledger knows of somebody."""
    changes = {
        "label": _label(new_label) if new_label is not None else None,
        "region": region_code(state.catalog, region) if region else None,
        "born": born,
        "audit_days": audit_days,
    }
    changes = {name: value for name, value in changes.items() if value is not None}
    if not changes:
        raise click.UsageError("Say what to change: --label, --region, --born or --audit-days.")
    state.person_label = label
    session = state.session()
    session.edit_person(**changes)
    who = session.person
    say(f"Changed: {who.label} in {session.catalog.regions.name(who.region)}, an audit every {who.audit_days} days.")


@person.command("forget", epilog="Example: privacy-audit person forget ann --yes")
@click.argument("label")
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_state
def forget_person(state: State, label: str, yes: bool) -> None:
    """Remove somebody for good: from the ledger, its backups and what is kept beside it. First shows what goes.

    Nothing brings them back but an export or a copy of your own. Others in the ledger keep all of theirs.
    """
    from .forget import forget_somebody

    forget_somebody(state, label, yes)


def _label(typed: str) -> str:
    label = clean(typed, 60)
    if not label:
        raise click.BadParameter("A label needs at least one sign that can be seen.", param_hint="LABEL")
    return label


_json = as_json
