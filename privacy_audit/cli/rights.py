"""The rights on the command line: which laws this person may use against an organisation, and which not, and why."""

import click

from ..catalog.law import Office
from ..rights.applicable import Right
from ..rights.clock import in_words, term_in_words
from .context import OrganisationId, State, json_option, pass_state
from .output import as_json as print_json
from .output import paragraph, say

_SURE = {"yes": "You may use", "probably": "You may probably use"}


@click.command(epilog="Example: privacy-audit rights equifax-us")
@click.argument("organisation", type=OrganisationId())
@json_option
@pass_state
def rights(state: State, organisation: str, as_json: bool) -> None:
    """Say which laws you may use against an organisation: each with its reason, its days and where to complain.

    What does not apply to you is named too, with the reason. This is information, not legal advice.
    """
    from ..rights.applicable import applicable, helps, notes

    session = state.session()
    catalog, region = session.catalog, session.person.region
    one = catalog.get(organisation)
    found = applicable(catalog, region, one, session.today)
    said = notes(catalog, region, one, found, session.today)
    offices = catalog.offices(region)
    if as_json:
        print_json({
            "organisation": one.id, "region": region, "rights": [_as_dict(right) for right in found],
            "notes": said, "offices": [_office_dict(office) for office in offices],
        })  # fmt: skip
        return
    say(f"{one.name} and a person in {catalog.regions.name(region)}")
    for line in said:
        say()
        paragraph(line)
    groups = _groups(found)
    for group in groups:
        if group[0].applies != "no":
            say()
            _show_law(group)
    _show_others([group for group in groups if group[0].applies == "no"])
    if one.kind != "habit" and not helps(found):
        _show_offices(_nearest(offices, catalog.offices(region[:2])))
    say()
    paragraph("Days are estimates, counted from the day on which they receive the request. This is no legal advice.")


def _groups(found: list[Right]) -> list[list[Right]]:
    """Return the rights of one law that stand or fall for one reason, together, in their order."""
    groups: dict[tuple, list[Right]] = {}
    for right in found:
        groups.setdefault((right.law.id, right.applies, right.why), []).append(right)
    return list(groups.values())


def _show_law(group: list[Right]) -> None:
    law, office = group[0].law, group[0].office
    paragraph(f"{_SURE[group[0].applies]}: {law.name} ({law.citation})")
    paragraph(f"Why: {group[0].why}", "  ")
    for terms, titles in _by_terms(group).items():
        paragraph(f"- {', '.join(titles)}{terms}", "  ")
    if office:
        until = ""
        if office.within:
            until = f", within {in_words(office.within, office.within_kind)} {office.within_from or ''}".rstrip()
        paragraph(f"Complain to: {', '.join(filter(None, (office.name, office.phone)))}{until}", "  ")
        _show_address(office)


def _by_terms(group: list[Right]) -> dict[str, list[str]]:
    """Return the titles of the rights that have one section and one term, by these in words."""
    found: dict[str, list[str]] = {}
    for right in group:
        section = f" [{right.terms.section}]" if right.terms.section else ""
        titles = found.setdefault(f"{section}: {term_in_words(right.terms)}", [])
        titles += [right.title] if right.title not in titles else []
    return found


def _show_others(groups: list[list[Right]]) -> None:
    if groups:
        say()
        say("What does not apply, and why:")
    for group in groups:
        rights = "" if len(group) > 1 else f", {group[0].title}"
        paragraph(f"- {group[0].law.name}{rights}: {group[0].why}", "  ")


def _nearest(offices: tuple[Office, ...], national: tuple[Office, ...]) -> tuple[Office, ...]:
    """Return the offices of the state or province, where it has any, or else those of the country."""
    return tuple(office for office in offices if office not in national) or national


def _show_offices(offices: tuple[Office, ...]) -> None:
    if offices:
        say()
        say("Where people complain:")
    for office in offices:
        covers = f" ({office.covers})" if office.covers else ""
        paragraph(f"- {', '.join(filter(None, (office.name, office.phone)))}{covers}", "  ")
        _show_address(office)


def _show_address(office: Office) -> None:
    """Print an address on a line of its own, unbroken, so that it can be copied."""
    if office.complaint_url:
        say(f"    {office.complaint_url}")


def _as_dict(right: Right) -> dict:
    terms, office = right.terms, right.office
    return {
        "law": right.law.id, "name": right.law.name, "citation": right.law.citation, "right": right.right,
        "title": right.title, "section": terms.section, "applies": right.applies != "no",
        "probably": right.applies == "probably", "why": right.why, "respond_days": terms.respond_days,
        "day_kind": terms.day_kind, "extension_days": terms.extension_days,
        "acknowledge_days": terms.acknowledge_days, "ack_kind": terms.ack_kind, "appeal_days": terms.appeal_days,
        "free_per_year": terms.free_per_year, "notes": terms.notes,
        "complaint_url": office.complaint_url if office else None, "office": office.name if office else None,
        "confidence": right.law.confidence,
    }  # fmt: skip


def _office_dict(office: Office) -> dict:
    return {
        "name": office.name, "covers": office.covers, "complaint_url": office.complaint_url, "phone": office.phone,
        "post": office.post,
    }  # fmt: skip
