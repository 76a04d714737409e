"""How the organisations behaved: the person rates the raters."""

from pathlib import Path

import click

from ..audit import scorecard as cards
from ..audit.official import official_in_words
from ..dates import long
from ..session import Session
from ..text import count
from .context import OrganisationId, State, json_option, pass_state
from .output import as_json as print_json
from .output import paragraph, say, table, warn


@click.command(epilog="Example: privacy-audit scorecard --sort days")
@click.argument("organisation", type=OrganisationId(), required=False)
@click.option("--theme", metavar="T", help="Only one theme, for example brokers.")
@click.option("--by-theme", is_flag=True, help="One line for each theme instead of each organisation.")
@click.option("--sort", type=click.Choice(list(cards.SORTS)), help="What stands first; otherwise late.")
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV for a spreadsheet.")
@click.option(
    "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write a .csv or .json file instead of printing."
)
@pass_state
def scorecard(
    state: State,
    organisation: str | None,
    theme: str | None,
    by_theme: bool,
    sort: str | None,
    as_json: bool,
    as_csv: bool,
    output: Path | None,
) -> None:
    """Show how they behaved: days against days allowed, late, refused, came back.

    Days run from asking to the first "said done", "seen gone" or refusal; a receipt is no answer. Allowed are the days
    that the law, or else the catalogue's term, gives. Organisations are rated here, never you.
    """
    from ..exports import scorecards

    if as_json and as_csv:
        raise click.UsageError("Choose one of --json and --csv.")
    session = state.session()
    found = _found(session, organisation, theme, by_theme, sort or "late")
    if output:
        _write(session, found, output.expanduser())
    elif as_json:
        print_json(scorecards.as_dicts(session.catalog, found))
    elif as_csv:
        click.echo(scorecards.as_csv(session.catalog, found).replace("\r\n", "\n"), nl=False)
    elif organisation:
        _show_one(session, found[0])
    else:
        _show(session, found)


def _found(
    session: Session, organisation: str | None, theme: str | None, by_theme: bool, sort: str
) -> list[cards.Card]:
    """Return the records asked for. Raises CatalogError for an unknown organisation or theme."""
    catalog, region = session.catalog, session.person.region
    events = session.ledger.standing_events(session.person.id)
    if organisation:
        id = catalog.get(organisation).id
        return [cards.card_of(catalog, region, events, session.today, id)]
    found = cards.scorecards(catalog, region, events, session.today)
    if theme:
        wanted = catalog.theme(theme).id
        found = [card for card in found if card.id in catalog and catalog.theme_of(card.id) == wanted]
    found = cards.by_theme(catalog, found) if by_theme else found
    return cards.ordered(found, sort, lambda card: cards.name_of(catalog, card))


def _write(session: Session, found: list[cards.Card], output: Path) -> None:
    from ..exports import files, scorecards

    form = output.suffix.removeprefix(".").lower()
    if form not in scorecards.FORMATS:
        raise files.ExportError(f"The ending of {output} names no format of a record: use .csv or .json.")
    files.write(output, scorecards.render(session.catalog, found, form))
    warn(f"written: {output}")


def _show(session: Session, found: list[cards.Card]) -> None:
    if not found:
        say("No record yet. It begins when you record what you asked: privacy-audit record ORGANISATION/ACTION asked")
        return
    rows = [
        (
            cards.name_of(session.catalog, card),
            card.asked,
            len(card.answered),
            cards.span(card) or "–",
            card.late,
            card.refused,
            len(card.came_back),
            card.more_wanted,
        )
        for card in found
    ]
    header = ("who", "asked", "answered", "days of allowed", "late", "refused", "came back", "wanted more")
    table(rows, header, right=(1, 2, 3, 4, 5, 6, 7))
    if sum(card.asked for card in found) < cards.FEW:
        warn("These are few requests yet: they say little about how anybody usually behaves.")


def _show_one(session: Session, card: cards.Card) -> None:
    say(f"{cards.name_of(session.catalog, card)}: {cards.in_words(card)}")
    for one in card.requests:
        action = session.action_of(one.key)
        say(f"  {long(one.asked)}: {action.title if action else one.key}, {cards.answer_in_words(one)}")
        if one.rule:
            say(f"    {count(one.allowed or 0, 'day')} allowed: {one.rule}")
    if told := official_in_words(session.catalog, card.id):
        paragraph(f"Their own report: {told}", "  ")
