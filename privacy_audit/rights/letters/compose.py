"""Writing one letter: pure, from what is known to a value. Nothing is guessed: what is not known stays a gap."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from ...catalog.law import Office
from ...catalog.model import Action, Organisation
from ...text import clean
from ..applicable import Right
from ..clock import late_after
from . import places
from .fields import Fields, gap
from .grounds import NONE, Ground, called, ground_for
from .kinds import KINDS, PLAIN, Kind, arco, for_law, kind, request_kind
from .letter import History, Letter, LetterError
from .notes import notes_for
from .words import CLOSINGS, ENCLOSURES, ENCLOSURES_LABEL, REQUESTS, SALUTATIONS, SUBJECT, days_in_words

if TYPE_CHECKING:
    from jinja2 import Environment

#: The languages of letters in each country; the first is the default, but in Quebec French.
LANGUAGES = {"US": ("en", "es"), "CA": ("en", "fr"), "MX": ("es",)}


@dataclass(frozen=True, slots=True)
class Ask:
    """All that a letter is made of. `kind` "request" means: what the action does.

    `rights` are this person's against the organisation, from `rights.applicable`.
    """

    organisation: Organisation
    action: Action
    region: str
    region_name: str
    rights: tuple[Right, ...]
    today: date
    kind: str = "request"
    language: str | None = None
    fields: dict[str, str] = field(default_factory=dict)
    history: History = field(default_factory=History)


def language_for(region: str, wished: str | None) -> str:
    """Return the language of a letter: as wished, else French in Quebec, Spanish in Mexico, English elsewhere."""
    country = region[:2]
    possible = LANGUAGES.get(country, ("en",))
    if wished is None:
        return "fr" if region == "CA-QC" else possible[0]
    if wished not in possible:
        raise LetterError(f"Letters there are written in {' or '.join(possible)}: {wished} is not in use.")
    return wished


def compose(ask: Ask) -> Letter:
    """Write a letter. Raises LetterError where there is none to write, saying what to do instead."""
    language = language_for(ask.region, ask.language)
    chosen, request, ground = _chosen(ask, language)
    fields = Fields(ask.fields, chosen, language)
    office = ground.office if chosen.id == "complaint" else None
    subject, body = _render(chosen, language, _context(ask, request, ground, fields, language))
    country = ask.region[:2]
    to, email = _to(ask, office, country, language)
    place = fields["place"] if country == "MX" or fields.has("place") else ""
    sender = _sender(fields, country)
    return Letter(
        kind=chosen.id, language=language, country=country, law=ground.law, sender=sender,
        date_line=places.date_line(ask.today, language, country, place), to=to, email=email,
        subject_label=SUBJECT[language], subject=subject, salutation=SALUTATIONS[language], body=body,
        closing=CLOSINGS[language], signature=fields["name"], enclosures_label=ENCLOSURES_LABEL[language],
        enclosures=_enclosures(chosen, request, ground, language), disclosed=fields.disclosed,
        missing=_missing(fields, body, language), withheld=fields.withheld,
        notes=notes_for(chosen.id, request, ground, country, language),
        office_url=ground.office.complaint_url or "" if ground.office else "",
    )  # fmt: skip


def _chosen(ask: Ask, language: str) -> tuple[Kind, str, Ground]:
    """Return the kind of letter, the request it is about, and the ground of that request."""
    asked = "complaint" if ask.kind == "request" and ask.action.do == "complain" else ask.kind
    if asked not in ("request", *KINDS):
        kind(asked)
    by_name = asked if asked in KINDS and KINDS[asked].request else None
    request = by_name or request_kind("access" if ask.action.do == "complain" else ask.action.do)
    request, ground = _grounded(ask, request, language)
    if request.startswith("arco-") and not ground.law:
        raise LetterError("The ARCO rights are Mexico's: no law of yours gives them against this organisation.")
    chosen = kind(request if asked == "request" or by_name else asked)
    _check(chosen, ground, language)
    return for_law(chosen, ground.family, ask.organisation.kind), request, ground


def _grounded(ask: Ask, request: str, language: str) -> tuple[str, Ground]:
    """Return the request under the name that a law of this person's has for it, with its ground, or without one."""
    plain = PLAIN.get(request, request)
    ground = ground_for(plain, ask.rights, ask.action, ask.region, language)
    if ground.family == "mx":
        return arco(plain), ground
    if plain != request:
        return request, NONE
    return called(request, ground, ask.organisation.kind), ground


def _check(chosen: Kind, ground: Ground, language: str) -> None:
    if ground.family == "ca-form" and chosen.request:
        raise LetterError(
            "Federal institutions want their own request form: https://atip-aiprp.tbs-sct.gc.ca, "
            "or TBS form 350-58 by post. A letter does not do."
        )
    if chosen.needs_law and not ground.law:
        raise LetterError(f"No law of yours gives this against them: {chosen.needs_law}.")
    if chosen.id == "complaint" and not ground.office:
        raise LetterError(
            "No law of yours with an office to complain to was found here. "
            "privacy-audit rights ORGANISATION says what applies."
        )
    if chosen.id == "appeal" and not ground.appeal_days:
        raise LetterError("This law knows no appeal to the firm itself: use --kind complaint.")
    if chosen.id == "answer-resident" and not ground.law:
        raise LetterError("No law that turns on residence is behind this request: there is nothing to answer.")
    if chosen.id not in templates(language):
        raise LetterError(f"There is no letter of the kind {chosen.id!r} in this language ({language}).")


def _to(ask: Ask, office: Office | None, country: str, language: str) -> tuple[tuple[str, ...], str]:
    if office:
        french = language == "fr"
        name = (office.addressee_fr if french else None) or office.addressee or office.name
        post = (office.post_fr if french else None) or office.post or ""
        return (*name.split(", "), *places.own_lines(post, country)), ""
    one, action = ask.organisation, ask.action
    name = one.legal_name or one.name
    email = clean(action.email or "", 254)
    lines = places.address_lines(action.post, name, country) if action.post else (clean(name, 120),)
    return lines, email


def _sender(fields: Fields, country: str) -> tuple[str, ...]:
    address = fields["address"] if fields.has("address") else ""
    lines = [fields["name"], *places.own_lines(address, country)]
    if fields.has("email"):
        lines.append(fields["email"])
    return tuple(lines)


def _missing(fields: Fields, body: tuple[str, ...], language: str) -> tuple[str, ...]:
    """Return the gaps that the letter has: the person's fields, and what else is not known."""
    text = "\n".join(body)
    return (*fields.missing, *(name for name in ("sent", "org-address") if gap(name, language) in text))


def _enclosures(chosen: Kind, request: str, ground: Ground, language: str) -> tuple[str, ...]:
    names = chosen.enclosures
    copies = ground.family == "fcra" and request in ("access", "freeze")
    if ground.family in ("none", "pipeda", "qc", "bc", "ab") and chosen.id == "freeze":
        names = ()
    if ground.family in ("sic", "mx") and chosen.id in ("access", "dispute", "answer-id", "complaint"):
        names = (*names, "id-marked")
    if chosen.id == "answer-id" and (ground.family in ("oncra", "qccredit") or copies):
        names = (*names, "id-covered")
    return tuple(ENCLOSURES[language][name] for name in names)


def _context(ask: Ask, request: str, ground: Ground, fields: Fields, language: str) -> dict[str, object]:
    start = ask.history.received or ask.history.sent
    over_on = None
    if start and ground.right:
        known = ask.history.received is not None
        over_on = late_after(ground.right.terms, start, ground.right.law.jurisdiction, ask.history.extended, known)
    return {
        "f": fields, "g": ground, "org": clean(ask.organisation.legal_name or ask.organisation.name, 120),
        "org_address": clean(ask.action.post or "", 300) or gap("org-address", language),
        "home": places.home(ask.region_name, language) if "-" in ask.region else "",
        "agency": ground.agency, "country": ask.region[:2],
        "closing_account": ask.action.do == "close-account",
        "request": request, "asked": REQUESTS[language].get(request, REQUESTS[language]["other"]),
        "days": days_in_words(ground.days, ground.day_kind, language),
        "appeal_days": days_in_words(ground.appeal_days, ground.appeal_kind, language),
        "over": over_on is not None and ask.today > over_on, "h": _told(ask.history, language),
        "today": places.day(ask.today, language),
    }  # fmt: skip


def _told(history: History, language: str) -> dict[str, str]:
    days = {name: getattr(history, name) for name in ("sent", "received", "refused", "followed_up")}
    told = {name: places.day(when, language) if when else "" for name, when in days.items()}
    told["sent"] = told["sent"] or gap("sent", language)
    return told | {"reference": clean(history.reference, 80), "reason": clean(history.reason, 300).rstrip(".")}


def _render(chosen: Kind, language: str, context: dict) -> tuple[str, tuple[str, ...]]:
    text = _environment().get_template(f"{language}/{chosen.id}.md.j2").render(context)
    blocks = [block.strip("\n") for block in text.split("\n\n") if block.strip()]
    return blocks[0].removeprefix("# ").strip(), tuple(_paragraph(block) for block in blocks[1:])


def _paragraph(block: str) -> str:
    """Fold a paragraph to one line; a list keeps a line for each point."""
    lines = [line.strip() for line in block.splitlines() if line.strip()]
    if lines[0].startswith("- "):
        return "\n".join(lines)
    return " ".join(lines)


@cache
def templates(language: str) -> frozenset[str]:
    """Return the kinds of letter that are written in a language."""
    names = _environment().list_templates(extensions=["j2"])
    here = (name.removeprefix(f"{language}/") for name in names if name.startswith(f"{language}/"))
    return frozenset(name.removesuffix(".md.j2") for name in here if not name.startswith("_"))


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("privacy_audit.rights.letters"), autoescape=False, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, finalize=lambda value: clean(value) if type(value) is str else value,
    )  # fmt: skip


__all__ = ["LANGUAGES", "Ask", "compose", "language_for", "templates"]
