"""Writing one letter: pure, from what is known to a value. Nothing is guessed: what is not known stays a gap."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from ...catalog.law import Office
from ...catalog.model import Action, Organisation
from ...text import clean
from ..applicable import Right
from ..binding import NO_BUSINESS
from ..clock import late_after
from . import places
from .fields import Fields, gap
from .grounds import FILE_KINDS, NONE, Ground, called, ground_for
from .kinds import KINDS, NOBODY, PLAIN, Kind, arco, for_law, kind, request_kind
from .letter import History, Letter, LetterError
from .notes import notes_for
from .words import CLOSINGS, ENCLOSURES, ENCLOSURES_LABEL, REQUESTS, SALUTATIONS, SUBJECT, days_in_words, spaced

if TYPE_CHECKING:
    from jinja2 import Environment

#: The languages of letters in each country; the first is the default, but in Quebec French.
LANGUAGES = {"US": ("en", "es"), "CA": ("en", "fr"), "MX": ("es",)}
#: The tag of a file that stands for many at once, "every doctor and hospital": whom it goes to the person knows.
GUIDE = "guide"


@dataclass(frozen=True, slots=True)
class Ask:
    """All that a letter is made of. `kind` "request" means: what the action does.

    `rights` are this person's against the organisation, from `rights.applicable`. `consumer_office` hears a complaint
    where no law's own office does: about a promise that a firm did not keep.
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
    consumer_office: Office | None = None


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
    office = _office(ask, ground) if chosen.id == "complaint" else None
    subject, body = _render(chosen, language, _context(ask, request, ground, fields, language))
    country = ask.region[:2]
    org = _org(ask, ground, fields)
    to, email = _to(ask, ground, office, org, country, language)
    place = fields["place"] if country == "MX" or fields.has("place") else ""
    sender = _sender(fields, country)
    return Letter(
        kind=chosen.id, language=language, country=country, law=ground.law, sender=sender,
        date_line=places.date_line(ask.today, language, country, place), to=to, email=email,
        subject_label=SUBJECT[language], subject=subject, salutation=SALUTATIONS[language], body=body,
        closing=CLOSINGS[language], signature=fields["name"], enclosures_label=ENCLOSURES_LABEL[language],
        enclosures=(*_enclosures(chosen, request, ground, country, language), *_proofs(ask, chosen, language)),
        disclosed=fields.disclosed,
        missing=_missing(fields, body, language), withheld=fields.withheld,
        notes=notes_for(chosen.id, request, ground, country, language),
        office_url=_url(office or ground.office),
    )  # fmt: skip


def _chosen(ask: Ask, language: str) -> tuple[Kind, str, Ground]:
    """Return the kind of letter, the request it is about, and the ground of that request."""
    asked = "complaint" if ask.kind == "request" and ask.action.do == "complain" else ask.kind
    if asked not in ("request", *KINDS):
        kind(asked)
    by_name = asked if asked in KINDS and KINDS[asked].request else None
    request = by_name or request_kind("access" if ask.action.do == "complain" else ask.action.do)
    if request == "freeze" and ask.organisation.kind == "health":
        request = "restrict"
    request, ground = _grounded(ask, request, language)
    if request.startswith("arco-") and not ground.law:
        raise LetterError("The ARCO rights are Mexico's: no law of yours gives them against this organisation.")
    chosen = kind(request if asked == "request" or by_name else asked)
    _check(ask, chosen, request, ground, language)
    return for_law(chosen, ground.family, ask.organisation.kind, ground.agency), request, ground


def _grounded(ask: Ask, request: str, language: str) -> tuple[str, Ground]:
    """Return the request under the name that a law of this person's has for it, with its ground, or without one."""
    plain = PLAIN.get(request, request)
    ground = ground_for(plain, ask.rights, ask.action, ask.region, language, ask.organisation.kind)
    if ground.family in ("mx", "mx-public"):
        return arco(plain), ground
    if plain != request:
        return request, NONE
    return called(request, ground, ask.organisation.kind), ground


def _office(ask: Ask, ground: Ground) -> Office | None:
    """Return who hears the complaint: the law's own office, else that for consumers, for firms alone."""
    firm = ask.organisation.kind not in NO_BUSINESS and ground.family != "usgov"
    return ground.office or (ask.consumer_office if firm else None)


def _url(office: Office | None) -> str:
    return office.complaint_url or "" if office else ""


def _check(ask: Ask, chosen: Kind, request: str, ground: Ground, language: str) -> None:
    if chosen.id != "complaint" and _reads_no_letters(ask, request, ground):
        raise LetterError(NOBODY)
    if ground.family == "ca-form" and chosen.request:
        raise LetterError(
            "Federal institutions want their own request form: https://atip-aiprp.tbs-sct.gc.ca, "
            "or TBS form 350-58 by post. A letter does not do."
        )
    if chosen.needs_law and not ground.law:
        raise LetterError(f"No law of yours gives this against them: {chosen.needs_law}.")
    if chosen.id == "complaint" and not _office(ask, ground):
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


def _to(
    ask: Ask, ground: Ground, office: Office | None, org: str, country: str, language: str
) -> tuple[tuple[str, ...], str]:
    if office:
        french = language == "fr"
        name = (office.addressee_fr if french else None) or office.addressee or office.name
        post = (office.post_fr if french else None) or office.post or ""
        name = name.replace(", consumer protection", ", Consumer Protection")
        return (*name.split(", "), *places.own_lines(post, country)), ""
    one, action = ask.organisation, ask.action
    email = clean(action.email or "", 254)
    if _unnamed(ask, ground):
        return tuple(places.own_lines(action.post, country)) if action.post else (org,), email
    lines = places.address_lines(action.post, one.legal_name or one.name, country) if action.post else (org,)
    return lines, email


def _unnamed(ask: Ask, ground: Ground) -> bool:
    """Whether the person alone knows whom the letter goes to: a file for many, or a firm's tool in an agency."""
    one, action = ask.organisation, ask.action
    elsewhere = ground.family in ("usgov", "ferpa") and one.kind not in ("government", "education")
    return GUIDE in one.tags or (elsewhere and not action.post and not action.email)


def _reads_no_letters(ask: Ask, request: str, ground: Ground) -> bool:
    """Whether nobody is there to read it: a habit, a lock that is no file's, a form that is a register's only door."""
    kind, action = ask.organisation.kind, ask.action
    if kind == "habit" or (request == "freeze" and not ground.law and kind not in FILE_KINDS):
        return True
    if kind != "registry" or action.post or action.email or action.via in ("post", "email"):
        return False
    return not ground.law or ask.region[:2] == "US"


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


def _enclosures(chosen: Kind, request: str, ground: Ground, country: str, language: str) -> tuple[str, ...]:
    names = chosen.enclosures
    copies = ground.family == "fcra" and request in ("access", "freeze")
    file = ground.family == "none" and country == "US"  # a screening agency freezes by its own rule, and wants both
    if ground.family in ("none", "pipeda", "qc", "bc", "ab") and chosen.id == "freeze" and not file:
        names = ()
    if _wants_id(chosen, request, ground):
        names = (*names, "id-marked")
    if ground.family == "sic" and chosen.id in ("dispute", "correct"):
        names = (*names, "report")
    if chosen.id == "answer-id" and (ground.family in ("oncra", "qccredit") or copies):
        names = (*names, "id-covered")
    return tuple(ENCLOSURES[language][name] for name in names)


def _proofs(ask: Ask, chosen: Kind, language: str) -> tuple[str, ...]:
    """Return the person's evidence as enclosures of a letter that says what went wrong."""
    if chosen.id not in ("complaint", "appeal"):
        return ()
    return tuple(
        f"{clean(one.name, 120)}, {places.day(one.on, language)}, SHA-256 {one.sha256}" for one in ask.history.evidence
    )


def _wants_id(chosen: Kind, request: str, ground: Ground) -> bool:
    """Whether a law of Mexico has a copy of an ID go with the letter; the ARCO kinds list it themselves."""
    if ground.family == "mx":
        return chosen.id == "complaint" or (chosen.id == "answer-id" and request.startswith("arco-"))
    asked = ("access", "dispute", "correct", "recipients", "portability", "answer-id", "complaint")
    return ground.family in ("sic", "mx-public") and chosen.id in asked


def _context(ask: Ask, request: str, ground: Ground, fields: Fields, language: str) -> dict[str, object]:
    start = ask.history.received or ask.history.sent
    over_on = None
    if start and ground.right and ground.days:
        known = ask.history.received is not None
        over_on = late_after(ground.right.terms, start, ground.right.law.jurisdiction, ask.history.extended, known)
    org = _org(ask, ground, fields)
    return {
        "f": fields, "g": ground, "org": org,
        "org_address": _without(org, clean(ask.action.post or "", 300)) or gap("org-address", language),
        "home": places.home(ask.region_name, language) if "-" in ask.region else "",
        "agency": ground.agency, "country": ask.region[:2], "public": ask.organisation.kind == "government",
        "closing_account": ask.action.do == "close-account",
        "request": request, "asked": REQUESTS[language].get(request, REQUESTS[language]["other"]),
        "days": days_in_words(ground.days, ground.day_kind, language),
        "appeal_days": days_in_words(ground.appeal_days, ground.appeal_kind, language),
        "over": over_on is not None and ask.today > over_on, "h": _told(ask.history, language),
        "today": places.day(ask.today, language),
    }  # fmt: skip


def _org(ask: Ask, ground: Ground, fields: Fields) -> str:
    return (
        fields["org-name"]
        if _unnamed(ask, ground)
        else clean(ask.organisation.legal_name or ask.organisation.name, 120)
    )


def _without(org: str, post: str) -> str:
    """Return a postal address without the name before it, for a sentence that has named it already."""
    return post.removeprefix(f"{org}, ")


def _told(history: History, language: str) -> dict[str, str]:
    days = {name: getattr(history, name) for name in ("sent", "received", "refused", "followed_up")}
    told = {name: places.day(when, language) if when else "" for name, when in days.items()}
    told["sent"] = told["sent"] or gap("sent", language)
    return told | {"reference": clean(history.reference, 80), "reason": clean(history.reason, 300).rstrip(".")}


def _render(chosen: Kind, language: str, context: dict) -> tuple[str, tuple[str, ...]]:
    text = spaced(_environment().get_template(f"{language}/{chosen.id}.md.j2").render(context), language)
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
