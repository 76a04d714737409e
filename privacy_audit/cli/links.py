"""The catalogue's addresses on the command line: looking whether they still answer, and a report for maintainers."""

import asyncio
from functools import partial
from pathlib import Path

import click

from ..links import store
from ..links.addresses import Address, gather
from ..links.choosing import mine as of_mine
from ..links.choosing import waiting
from ..links.outcomes import OUTCOMES
from ..session import Session
from ..text import count
from .asking import network_options, permit
from .context import OrganisationId, State, json_option, looks_for, pass_state
from .output import as_json as print_json
from .output import say, warn

#: Progress is said each time that so many addresses were looked at.
_SAID_EACH = 100


@click.group(epilog="Example: privacy-audit links report --format md")
def links() -> None:
    """Look whether the addresses of the catalogue still answer."""


@links.command("check", epilog="Example: privacy-audit links check --theme brokers --limit 50")
@click.option("--mine", is_flag=True, help="Only of those in your plan or that hold you: your network then sees who.")
@click.option("--organisation", "organisations", multiple=True, type=OrganisationId(), help="Only of this one.")
@click.option("--theme", metavar="T", default="", help="Only of one theme, for example brokers.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most so many, those first that waited longest.")
@click.option("--again", is_flag=True, help="Also those looked at within 7 days; never one twice a day.")
@network_options
@json_option
@pass_state
def check(
    state: State,
    mine: bool,
    organisations: tuple[str, ...],
    theme: str,
    limit: int | None,
    again: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Look at the addresses of the whole catalogue, a few at a time, and keep what each gave.

    Looking at all of them tells nobody anything about you; looking at a few tells your network which. Stopped with
    ctrl-c it keeps what came, and goes on from there the next time. No address is called dead before it failed on
    three days spread over a week.
    """
    if sum((mine, bool(organisations), bool(theme))) > 1:
        raise click.UsageError("Give one of --mine, --organisation and --theme.")
    session = state.session()
    ids = of_mine(state.catalog, session.standing, session.plan) if mine else organisations or None
    everything = gather(state.catalog, ids, theme)
    wanted = waiting(everything, _known(session), state.today, again)[:limit]
    if not wanted:
        _say_nothing_due(everything, again, as_json)
        return
    result = _look(state, session, wanted, bool(mine or organisations), yes)
    left = len(waiting(everything, _known(session), state.today, again))
    if as_json:
        print_json({"looked": sum(result.values()), "left": left, "kinds": result})
        return
    said = ", ".join(f"{number:,} {OUTCOMES[kind]}" for kind, number in result.items())
    say(f"{count(sum(result.values()), 'address', 'addresses')} looked at: {said}.")
    if left:
        say(f"{left:,} wait still; the same command goes on.")
    say("What to mend: privacy-audit links report")


def _known(session: Session) -> store.Results:
    return store.of(session.ledger, session.person.id)


def _say_nothing_due(everything: list[Address], again: bool, as_json: bool) -> None:
    if as_json:
        print_json({"looked": 0, "left": 0, "kinds": {}})
        return
    if not everything:
        say("There is no address to look at.")
    elif again:
        say("They were all looked at today; twice a day would say nothing new.")
    else:
        say("They were all looked at within 7 days. To look all the same, tomorrow or later: add --again")


def _look(state: State, session: Session, wanted: list[Address], chosen: bool, yes: bool) -> dict[str, int]:
    from ..network import linkcheck
    from ..network.opening import open_gate

    agreed = permit(state, session, linkcheck.purpose_for(wanted, chosen), yes)

    def progress(done: int, total: int, url: str) -> None:
        if done % _SAID_EACH == 0:
            warn(f"{done:,} of {total:,} looked at")

    keep = partial(store.add_chosen, session.ledger, session.person.id, state.today) if chosen else store.add

    async def work() -> dict[str, int]:
        async with open_gate(session.ledger, session.person.id, agreed, state.today) as gate:
            result = await linkcheck.check(gate, wanted, state.today, progress, keep)
        return {kind: result.counts[kind] for kind in OUTCOMES if result.counts[kind]}

    warn(f"{count(len(wanted), 'address', 'addresses')} to look at, each site with a second between; ctrl-c stops.")
    return asyncio.run(work())


@links.command("report", epilog="Example: privacy-audit links report --output links.csv")
@click.option("--format", "form", type=click.Choice(["md", "csv", "json"]), help="The format, where no file says it.")
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write it to a file.")
@click.option("--all", "with_fine", is_flag=True, help="Also the addresses with which nothing is amiss.")
@json_option
@pass_state
def report(state: State, form: str | None, output: Path | None, with_fine: bool, as_json: bool) -> None:
    """Write for those who keep the checklists what is amiss: file, key, address, since when, what to do.

    It uses no network: it tells what was found by: privacy-audit links check
    """
    from ..exports import files
    from ..links import report as reports

    ending = output.suffix.lower().removeprefix(".") if output else ""
    chosen = "json" if as_json else form or (ending if ending in reports.FORMATS else "md")
    addresses, results = gather(state.catalog), looks_for(state)
    found = reports.lines(addresses, results, with_fine)
    data = reports.render(chosen, found, reports.counts(addresses, results), state.today)
    if output:
        files.write(output.expanduser(), data)
        warn(f"written: {output}")
    else:
        click.echo(data, nl=False)
