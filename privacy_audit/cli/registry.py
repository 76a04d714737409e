"""The states' registers of data brokers on the command line: fetching, importing, what changes, going back."""

import asyncio
import sys
from datetime import date
from pathlib import Path

import click

from ..registers import files, keeping, telling
from ..registers.errors import RegisterError
from ..registers.keeping import Difference
from ..registers.reading import read
from ..registers.states import state_of
from .asking import network_options, permit
from .context import State, day_option, json_option, pass_state
from .output import as_json as print_json
from .output import say, table, warn

#: How many changes are shown one by one; --json has all.
_SHOWN = 15
_STATE = "Whose register, for example us-ca; otherwise the file's headings say it."


@click.group(epilog="Example: privacy-audit registry fetch us-ca, then privacy-audit registry list")
def registry() -> None:
    """The states' registers of data brokers, from which many organisations here are known.

    A newer edition is compared with the one in use; you see who comes, goes and changes before it is taken over.
    """


@registry.command("list", epilog="Example: privacy-audit registry list --json")
@json_option
@pass_state
def list_registers(state: State, as_json: bool) -> None:
    """Show the register of each state as it is in use, and how a newer one is had. Sends nothing."""
    found = keeping.registers()
    if as_json:
        print_json([telling.register_as_json(one) for one in found])
        return
    ways = {one.state.id: "fetch" if one.state.file else "a browser" for one in found}
    table(
        [(one.state.id, telling.in_words(one), ways[one.state.id]) for one in found],
        ("register", "in use", "newer by"),
        stretch=1,
    )
    say()
    for one in found:
        if not one.state.file:
            say(f"{one.state.place}: {one.state.how}")


@registry.command("import", epilog="Example: privacy-audit registry import ~/Downloads/registry.csv")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--state", "of_state", metavar="STATE", help=_STATE)
@click.option("--dated", callback=day_option, metavar="DATE", help="The day of the file; otherwise when it was saved.")
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option("--yes", is_flag=True, help="Take it over without asking.")
@json_option
@pass_state
def import_register(
    state: State, file: Path, of_state: str | None, dated: date | None, dry_run: bool, yes: bool, as_json: bool
) -> None:
    """Read a register that you saved in your browser, and show what changes. Sends nothing.

    California's files of all years since 2020, and the lists of Texas, Vermont and Oregon as CSV.
    """
    wanted = state_of(of_state).id if of_state else ""
    found = files.difference(file, state.catalog, state.today, wanted, dated)
    _decide(found, dry_run, yes, as_json)


@registry.command(epilog="Example: privacy-audit registry fetch us-ca --dry-run")
@click.argument("of_state", metavar="[STATE]", default="us-ca", type=str)
@click.option("--year", type=click.IntRange(2018, 2200), metavar="YYYY", help="An earlier year's file.")
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@network_options
@json_option
@pass_state
def fetch(state: State, of_state: str, year: int | None, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Download a state's register from its official address, and show what changes.

    Nothing about you is sent. --yes agrees to the download and to taking the register over.
    """
    from ..network.opening import open_gate
    from ..network.registries import Fetched, purpose_of
    from ..network.registries import fetch as get

    chosen = state_of(of_state)
    address = chosen.address(year)
    session = state.session()
    allowed = permit(state, session, purpose_of(chosen), yes)

    async def work() -> Fetched:
        async with open_gate(session.ledger, session.person.id, allowed, session.today) as gate:
            return await get(gate, chosen, address, session.today)

    got = asyncio.run(work())
    found = keeping.difference(read(got.body, chosen.id), session.catalog, got.dated, address, year)
    _decide(found, dry_run, yes, as_json)


@registry.command(epilog="Example: privacy-audit registry back us-ca")
@click.argument("of_state", metavar="[STATE]", default="us-ca", type=str)
@json_option
@pass_state
def back(state: State, of_state: str, as_json: bool) -> None:
    """Go back to the register that was in use before the last one was taken over. Sends nothing."""
    one = keeping.go_back(of_state)
    if as_json:
        print_json(telling.register_as_json(one))
    else:
        say(f"{one.state.name}: again {telling.in_words(one)}.")


def _decide(found: Difference, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Show a difference and take it over where the person says so."""
    taking = yes and not dry_run
    if as_json:
        if taking and not found.is_empty:
            keeping.take_over(found)
        print_json(telling.as_json(found, taking and not found.is_empty))
        return
    _show(found)
    if found.is_empty or dry_run:
        return
    if not yes and not _asked():
        return
    one = keeping.take_over(found)
    say(f"Taken over: {telling.in_words(one)}. To go back: privacy-audit registry back {one.state.id}")


def _show(found: Difference) -> None:
    say(f"{telling.heading(found)}.")
    for line in telling.summary(found):
        say(line)
    rows = telling.rows(found)
    for sort, title in (("new", "New"), ("gone", "No longer on it"), ("changed", "Changed")):
        some = [words for _, kind, words in rows if kind == sort]
        if some:
            say()
            say(f"{title}:")
        for words in some[:_SHOWN]:
            say(f"  {words}")
        if len(some) > _SHOWN:
            say(f"  … and {len(some) - _SHOWN:,} more; --json has all")


def _asked() -> bool:
    """Ask whether to take it over; without a terminal nothing is changed."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise RegisterError("Nothing was changed: there is no terminal to ask on. To take it over, add --yes.")
    if click.confirm("Take this over?", default=False, err=True):
        return True
    warn("Nothing was changed: the register in use stays.")
    return False
