"""Packs, and searching oneself, on the command line."""

import click

from ..audit.standing import holding
from ..catalog.catalog import CatalogError
from ..catalog.filling import fill_address, search_address
from .context import State, json_option, pass_state
from .output import as_json as print_json
from .output import paragraph, say, table


@click.command(epilog="Example: privacy-audit packs identity-stolen")
@click.argument("pack", required=False)
@json_option
@pass_state
def packs(state: State, pack: str | None, as_json: bool) -> None:
    """List the sets for a situation (moved house, identity stolen, stalked, job hunt), or show one."""
    session = state.session()
    catalog = session.catalog
    known = {one.id: one for one in catalog.packs(session.person.region)}
    if pack and pack not in known:
        raise CatalogError(f"There is no pack {pack!r} for where you live. There are: {', '.join(known)}.")
    if as_json:
        print_json([_pack(one) for one in known.values() if pack in (None, one.id)])
    elif pack:
        _show(session, known[pack])
    else:
        table([(one.id, one.title, len(one.organisations)) for one in known.values()], ("pack", "for", ""), right=(2,))


def _pack(one) -> dict:
    return {"id": one.id, "title": one.title, "about": one.about, "organisations": list(one.organisations)}


def _show(session, pack) -> None:
    paragraph(f"{pack.title}. {pack.about}")
    if pack.note:
        paragraph(pack.note)
    rows = []
    for one in map(session.catalog.get, pack.organisations):
        rows.append((one.id, one.name, holding(session.catalog, session.standing, one.id) or "?", one.recognise))
    table(rows, ("id", "name", "holds you", ""), stretch=3)


@click.command(epilog="Example: privacy-audit yourself --first Ann --last Example --city Springfield")
@click.option("--first", metavar="NAME", help="First name.")
@click.option("--last", metavar="NAME", help="Last name.")
@click.option("--city", metavar="NAME")
@click.option("--state", "state_name", metavar="NAME", help="State or province, written out.")
@click.option("--phone", metavar="NUMBER")
@click.option("--email", metavar="ADDRESS")
@click.option("--employer", metavar="NAME")
@click.option("--street", metavar="NAME", help="A street where you live or lived, without the number.")
@click.option("--school", metavar="NAME")
@click.option("--username", metavar="NAME", help="A name that you use on sites.")
@click.option("--engine", default="DuckDuckGo", show_default=True, metavar="NAME", help="The search engine.")
@json_option
@pass_state
def yourself(state: State, state_name: str | None, engine: str, as_json: bool, **details: str | None) -> None:
    """Print addresses at which you can see what a stranger finds. Nothing is opened, sent or kept.

    Whoever runs an address sees what it holds when you open it.
    """
    catalog = state.catalog
    values = {name: value for name, value in (details | {"state": state_name}).items() if value}
    engines = {name.casefold(): (name, template) for name, template in catalog.engines.items()}
    if engine.casefold() not in engines:
        raise CatalogError(f"There is no engine {engine!r}. There are: {', '.join(catalog.engines)}.")
    name, template = engines[engine.casefold()]
    found = [(name, one.title, search_address(template, one.query, values)) for one in catalog.searches]
    for one in map(catalog.get, catalog):
        if one.find.template:
            found.append((one.name, "your listing there", fill_address(one.find.template, values)))
    found = [row for row in found if row[2]]
    if as_json:
        print_json([{"seen_by": who, "title": title, "url": url} for who, title, url in found])
        return
    if not found:
        raise CatalogError("Give at least --first and --last.")
    for who, title, url in found:
        say(f"{title} (seen by {who})")
        say(f"  {url}")
