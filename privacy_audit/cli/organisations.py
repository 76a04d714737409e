"""The catalogue on the command line: showing, searching, listing and checking it."""

from datetime import date
from pathlib import Path

import click

from .. import folders
from ..audit.official import facts
from ..audit.returns import back_in_words
from ..breaches.beside import leaked
from ..catalog.catalog import Catalog, CatalogError
from ..catalog.model import VIA_WORDS, Action, Organisation
from ..catalog.regions import may_reach
from ..dates import as_known, first_day
from ..links.store import Results
from ..links.words import beside
from . import catalogue_keys, catalogue_packs
from .context import OrganisationId, State, json_option, looks_for, pass_state, region_code
from .output import as_json as print_json
from .output import paragraph, say, table, warn


@click.command(epilog="Example: privacy-audit show equifax-us")
@click.argument("organisation", type=OrganisationId())
@json_option
@pass_state
def show(state: State, organisation: str, as_json: bool) -> None:
    """Show one organisation whole: what it holds, what you can do, and where that is known from."""
    catalog = state.catalog
    known = catalog.get(organisation)
    if as_json:
        print_json(_whole(catalog, known))
    else:
        _show(state, known)
        _show_returns(state, known.id)


def _show_returns(state: State, id: str) -> None:
    """Say what came back there, where there is a ledger that can be read as it is."""
    from ..ledger.errors import LedgerError

    if not state.ledger_path.is_file():
        return
    try:
        found = [one for one in state.session().returns if one.organisation == id]
    except LedgerError:
        return
    for one in found:
        say(f"Came back: {back_in_words(one)} ({one.key})")


@click.command(epilog="Example: privacy-audit search shoppers optimum")
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@json_option
@pass_state
def search(state: State, words: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Find organisations by name, brand, owner or domain."""
    catalog = state.catalog
    ids = catalog.search(" ".join(words), limit)
    if as_json:
        print_json([_row(catalog, catalog.get(id)) for id in ids])
    elif ids:
        _table(catalog, ids)
    else:
        raise CatalogError("Nothing was found. Try fewer or other words, or: privacy-audit list --theme brokers")


@click.command("list", epilog="Example: privacy-audit list --theme points --country CA")
@click.option("--theme", metavar="T", help="One theme, for example brokers.")
@click.option("--country", metavar="C", help="US, CA or MX.")
@click.option("--region", metavar="R", help="Only those that may hold somebody there, for example US-CA.")
@click.option("--kind", metavar="K", help="One kind, for example people-search.")
@click.option("--tier", type=click.Choice(["curated", "registry"]), help="Written by people, or from a register only.")
@json_option
@pass_state
def list_organisations(
    state: State,
    theme: str | None,
    country: str | None,
    region: str | None,
    kind: str | None,
    tier: str | None,
    as_json: bool,
) -> None:
    """List organisations."""
    catalog = state.catalog
    found = [catalog.get(id) for id in catalog if tier in (None, catalog.tier_of(id))]
    if theme:
        found = [one for one in found if one.theme == catalog.theme(theme).id]
    if country:
        code = region_code(catalog, country, "'--country'")[:2]
        found = [one for one in found if code in one.countries]
    if region:
        code = region_code(catalog, region)
        found = [
            one for one in found if code[:2] in one.countries and (not one.regions or may_reach(one.regions, code))
        ]
    if kind:
        found = [one for one in found if one.kind == _kind(catalog, kind)]
    found.sort(key=lambda one: (list(catalog.theme_titles).index(one.theme), one.name.casefold()))
    if as_json:
        print_json([_row(catalog, one) for one in found])
    else:
        _table(catalog, [one.id for one in found])
        warn(f"{len(found)} organisations")


@click.group()
def catalog() -> None:
    """Care of the catalogue: bringing it up to date, checking it, adding to it."""


@catalog.command("check", epilog="Example: privacy-audit catalog check checklists/organisations/points")
@click.argument("path", required=False, type=click.Path(exists=True, path_type=Path))
@json_option
@pass_state
def check(state: State, path: Path | None, as_json: bool) -> None:
    """Check checklist files: each mistake is named with file, line, field and how to mend it.

    Without PATH the catalogue of this checkout and your own organisations are checked.
    """
    from ..catalog.check import check_paths

    mistakes, files = check_paths(path, state.today)
    if as_json:
        print_json({"ok": not mistakes, "files": files, "mistakes": [mistake.as_dict() for mistake in mistakes]})
    else:
        for mistake in mistakes:
            say(mistake)
        warn(f"{files} files checked, {len(mistakes) or 'no'} mistake{'' if len(mistakes) == 1 else 's'}")
    if mistakes:
        raise click.exceptions.Exit(1)


@catalog.command("new", epilog='Example: privacy-audit catalog new "Dr Example, dentist" --theme records')
@click.argument("name")
@click.option("--theme", required=True, metavar="T", help="The theme it belongs to, for example records.")
@click.option("--country", default="US", show_default=True, metavar="C", help="US, CA or MX.")
@click.option("--contact", default="", metavar="ADDRESS", help="Its privacy page or e-mail address, if known.")
@pass_state
def new(state: State, name: str, theme: str, country: str, contact: str) -> None:
    """Write a file for an organisation of your own into your configuration folder, ready to be edited."""
    from ..catalog import own

    catalog = state.catalog
    code = region_code(catalog, country, "'--country'")[:2]
    id = own.new_id(catalog, name)
    text = own.skeleton(id, name, catalog.theme(theme).id, code, contact, state.today)
    path = own.add(catalog, folders.own_checklists(), id, text)
    say(f"written: {path}")
    say(f"Edit it, check it with: privacy-audit catalog check {path}, then: privacy-audit answer {id} yes")


@catalog.command("stats", epilog="Example: privacy-audit catalog stats --json")
@json_option
@pass_state
def stats(state: State, as_json: bool) -> None:
    """Count the curated organisations by theme, country, kind, confidence and age of the newest source."""
    from ..catalog.stats import statistics

    numbers = statistics(state.catalog, state.today)
    if as_json:
        print_json(numbers)
        return
    for name, value in numbers.items():
        if isinstance(value, dict):
            say(f"{name.replace('_', ' ')}:")
            table([(f"  {key}", number) for key, number in value.items()], ("", ""), right=(1,))
        else:
            say(f"{name.replace('_', ' ')}: {value}")


for command in (*catalogue_packs.COMMANDS, *catalogue_keys.COMMANDS):
    catalog.add_command(command)


def _kind(catalog: Catalog, kind: str) -> str:
    kinds = sorted({catalog.get(id).kind for id in catalog})
    if kind not in kinds:
        raise CatalogError(f"There is no kind {kind!r}. The kinds are: {', '.join(kinds)}.")
    return kind


def _row(catalog: Catalog, one: Organisation) -> dict:
    return {
        "id": one.id, "name": one.name, "kind": one.kind, "theme": one.theme, "countries": list(one.countries),
        "regions": list(one.regions), "parent": one.parent, "domains": list(one.domains), "tier": one.tier,
        "checked": first_day(one.checked), "closed": first_day(one.closed),
        "actions": [
            {"id": a.id, "do": a.do, "via": a.via, "minutes": a.minutes, "impact": one.impact} for a in one.actions
        ],
    }  # fmt: skip


def _whole(catalog: Catalog, one: Organisation) -> dict:
    covers = dict.fromkeys(id for action in one.actions for id in action.covered)
    return catalog.raw(one.id) | _dates(one) | {"covered_by": catalog.covered_by(one.id), "covers": list(covers)}


def _dates(one: Organisation) -> dict:
    return {"checked": first_day(one.checked), "closed": first_day(one.closed), "tier": one.tier}


def _table(catalog: Catalog, ids: list[str]) -> None:
    rows = [(one.id, one.name, "/".join(one.countries), one.recognise) for one in map(catalog.get, ids)]
    table(rows, ("id", "name", "where", "what it is"), stretch=3)


def _show(state: State, one: Organisation) -> None:
    catalog, today, looks = state.catalog, state.today, looks_for(state)
    say(f"{one.name} ({one.id})")
    say(f"{catalog.theme_titles[one.theme]} · {one.kind} · {', '.join(one.countries)} · impact {one.impact}")
    _fact("Run by", one.legal_name)
    _fact("Part of", one.parent)
    _fact("Closed", as_known(one.closed) if one.closed else None)
    _fact("One request reaches", ", ".join(one.brands))
    _fact("Same owner, own request", ", ".join(one.family))
    _fact("Holds", ", ".join(one.holds))
    _fact("Scores", one.scores)
    _fact("Careful", one.caution)
    _fact("See what they hold", " ".join(filter(None, (one.find.how, one.find.url))))
    _fact("That page", beside(one.find.url, today, looks))
    _fact("Leaked", leaked(catalog, one.id, folders.public()))
    for name, told in facts(catalog, one.id):
        _fact(name, told)
    for action in one.actions:
        say()
        _show_action(catalog, action, today, looks)
    say()
    _fact("Reached by", ", ".join(catalog.covered_by(one.id)))
    say(f"Confidence {one.confidence}, last checked {as_known(one.checked)}. Sources:")
    for source in one.sources:
        say("  " + " · ".join(filter(None, (source.url, as_known(source.dated), source.note))))


def _fact(name: str, value: str | None) -> None:
    if value:
        paragraph(f"{name}: {value}")


def _show_action(catalog: Catalog, action: Action, today: date, looks: Results) -> None:
    say(f"{action.title}  [{action.key}]")
    terms = (
        VIA_WORDS.get(action.via, action.via),
        f"{action.minutes} minutes",
        action.cost or "cost not known",
    )
    paragraph(" · ".join(terms), "  ")
    if action.when:
        paragraph(f"Only when {action.when}.", "  ")
    if action.only_in:
        paragraph(f"Only for people in {'; '.join(catalog.regions.name(code) for code in action.only_in)}.", "  ")
    for number, step in enumerate(action.steps, 1):
        paragraph(f"{number}. {step}", "  ")
    for contact in (action.url, action.email, action.phone, action.post):
        if contact:
            paragraph(contact + (" (unchecked)" if action.unchecked else ""), "  ")
        if amiss := beside(contact, today, looks):
            paragraph(f"The page {amiss}.", "  ")
    if action.needs:
        paragraph("They will see: " + ", ".join(catalog.label(need) for need in action.needs), "  ")
    if action.lasts:
        paragraph(f"Lasts: {action.lasts}", "  ")
