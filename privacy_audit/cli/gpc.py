"""Global Privacy Control on the command line: what organisations state of it, and how a browser sends it."""

import asyncio

import click

from .. import gpc as rules
from ..dates import as_known
from ..gpc import Statement
from ..ledger import seen
from ..session import Session
from ..text import clean, count
from .asking import network_options, permit
from .context import OrganisationId, State, json_option, pass_state
from .output import as_json as print_json
from .output import paragraph, say, table, warn

_SIGNAL = {"on": "sends it by itself", "off": "sends it once you turn it on", "none": "sends it with an extension only"}


@click.group("gpc", invoke_without_command=True, epilog="Example: privacy-audit gpc, then privacy-audit gpc setup")
@json_option
@click.pass_context
def gpc(ctx: click.Context, as_json: bool) -> None:
    """Show who states that they honour Global Privacy Control, the do-not-sell signal of a browser.

    Looking here sends nothing; it tells what was found by: privacy-audit gpc check
    """
    if ctx.invoked_subcommand is not None:
        if as_json:
            raise click.UsageError("Put --json after the command.")
        return
    state = ctx.find_object(State)
    assert state is not None
    _show(state, state.session(), as_json)


def _show(state: State, session: Session, as_json: bool) -> None:
    kept = seen.seen(session.ledger, session.person.id, rules.WHAT)
    rows = rules.rows(state.catalog, session.standing, kept)
    region = session.person.region
    if as_json:
        print_json(
            {
                "laws": [law.id for law in rules.obliging(state.catalog, region, state.today)],
                "organisations": [
                    {"id": row.organisation, "name": row.name, "says": row.says or None, "updated": row.updated or None,
                     "domain": row.domain or None, "seen": row.on} for row in rows
                ],
            }
        )  # fmt: skip
        return
    if rows:
        table([(row.name, rules.seen_in_words(row, state.today)) for row in rows], ("organisation", "what it states"))
        say()
    else:
        say("You have not said yet of any organisation with a known domain that it holds you: privacy-audit answer")
    paragraph(rules.law_in_words(state.catalog, region, state.today))
    say("They state it; whether they do it, this cannot tell. To send the signal: privacy-audit gpc setup")


@gpc.command("check", epilog="Example: privacy-audit gpc check --yes")
@click.option(
    "--organisation", "organisations", multiple=True, type=OrganisationId(), help="Only this one; may be repeated."
)
@network_options
@json_option
@pass_state
def check(state: State, organisations: tuple[str, ...], yes: bool, as_json: bool) -> None:
    """Ask the organisations that you said hold you for their statement, one small file of each."""
    session = state.session()
    asked = rules.asked_of(state.catalog, session.standing, organisations)
    if not asked:
        which = "that" if organisations else "any organisation with a known domain"
        raise click.ClickException(
            f"There is nobody to ask: you have not said of {which} that it holds you. "
            "Nothing was sent. Say so with: privacy-audit answer ORGANISATION yes"
        )
    silent = _ask(state, session, asked, yes)
    _show(state, session, as_json)
    if silent:
        names = ", ".join(clean(name, 60) for name in silent[:5]) + (" …" if len(silent) > 5 else "")
        warn(f"{count(len(silent), 'organisation')} did not answer, what was seen before is kept: {names}")


def _ask(state: State, session: Session, asked: list, yes: bool) -> list[str]:
    from ..network import gpcask
    from ..network.opening import open_gate

    agreed = permit(state, session, gpcask.purpose_for(asked), yes)
    ledger, person = session.ledger, session.person.id

    def keep(id: str, found: Statement) -> None:
        seen.see(ledger, person, rules.WHAT, id, state.today, found.as_dict())

    def progress(done: int, total: int, name: str) -> None:
        if done % 20 == 0:
            warn(f"{done} of {total} asked")

    async def work() -> list[str]:
        async with open_gate(ledger, person, agreed, state.today) as gate:
            return (await gpcask.ask(gate, asked, keep, progress)).silent

    return asyncio.run(work())


@gpc.command("setup", epilog="Example: privacy-audit gpc setup")
@json_option
@pass_state
def setup(state: State, as_json: bool) -> None:
    """Show how each browser is made to send the signal, and how to see that it does. It uses no network."""
    found = state.catalog.signal_setup
    if as_json:
        print_json(
            {
                "verify": found.verify,
                "verify_url": found.verify_url,
                "browsers": [
                    {"id": one.id, "name": one.name, "signal": one.signal, "steps": list(one.steps), "note": one.note,
                     "dated": one.newest.dated if one.newest else None} for one in found.browsers
                ],
            }
        )  # fmt: skip
        return
    for one in found.browsers:
        say(f"{one.name}: {_SIGNAL.get(one.signal, '')}")
        for number, step in enumerate(one.steps, 1):
            paragraph(f"{number}. {step}", "  ")
        if one.note:
            paragraph(one.note, "  ")
        for source in one.sources:
            paragraph(f"Source: {source.url or source.note} ({as_known(source.dated)})", "  ")
        say()
    paragraph(f"{found.verify} {found.verify_url}")
