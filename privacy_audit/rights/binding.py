"""Whether a law binds an organisation towards a person of a region: yes, probably or no, and why, in words."""

from dataclasses import dataclass
from datetime import date

from ..catalog.catalog import Catalog
from ..catalog.law import ANY_BUSINESS, Exemption, Law
from ..catalog.model import Action, Organisation
from ..dates import long

#: In a file these two stand for the privacy law of the person's own state, if it has one.
STATE_PRIVACY = "us-state-privacy"
CALIFORNIA = "us-ca-ccpa"
#: Kinds that are no business: public bodies, registers and lists (public or charitable), habits.
NO_BUSINESS = ("government", "registry", "habit")


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a law applies ("yes", "probably", "no") and why."""

    applies: str
    why: str


def named_by(actions: tuple[Action, ...]) -> frozenset[str]:
    """Return the ids of the laws that actions name; the law of California stands for that of any state."""
    ids = {law for action in actions for law in action.law}
    return frozenset(ids | {STATE_PRIVACY} if CALIFORNIA in ids else ids)


def is_named(law: Law, named: frozenset[str]) -> bool:
    """Whether a law is named, or stands for one that is."""
    return law.id in named or law.stands_for in named


def protects_only(law: Law) -> str:
    """Say whom a law protects that is not for everybody."""
    return f"It protects {law.only_for} only."


def in_force(law: Law, today: date) -> bool:
    """Whether a law is in force: one with a future date switches on by itself."""
    if law.in_force == "no":
        return False
    return law.effective is None or law.effective <= today.isoformat()


def answer_for(
    catalog: Catalog, law: Law, organisation: Organisation, named: frozenset[str], region: str, today: date
) -> Answer | None:
    """Return whether a law binds an organisation, or None where nothing suggests it.

    `named` are the laws that the organisation's file names, from `named_by`.
    """
    if law.jurisdiction not in (region, region[:2]):
        return _elsewhere(catalog, law, region) if law.id in named else None
    fits = is_named(law, named) if law.binds is None else _binds_kind(law, organisation)
    if not fits and not is_named(law, named):
        return None
    if not in_force(law, today):
        return Answer("no", _not_yet(law))
    if organisation.body_of not in (None, region[:2]):
        return Answer("no", "It is a public body of another country.")
    if law.by_register and fits:
        return _by_register(law, organisation)
    return _exempt(law, organisation, named, region, whole=True) or _bound(law, organisation, named, region, fits)


def _bound(law: Law, organisation: Organisation, named: frozenset[str], region: str, fits: bool) -> Answer:
    """Return the answer for a law of this place that is in force and exempts nobody of this sort as a whole."""
    if law.only_for:
        applies = "probably" if law.id in named else "no"
        return Answer(applies, protects_only(law))
    if not fits and organisation.kind in ("registry", "habit"):
        return Answer("probably", f"It binds those whom this reaches: {law.applies_to or 'others'}")
    if not fits and law.id not in named:
        return Answer("no", f"It does not bind this sort of organisation. It binds: {law.applies_to or 'others'}")
    if part := _exempt(law, organisation, named, region, whole=False):
        return Answer("probably", f"{part.why} {_sentence(law.probably)}" if law.probably else part.why)
    if law.probably:
        return Answer("probably", _sentence(law.probably))
    if law.unless_named and law.id not in named:
        return Answer("probably", _sentence(law.unless_named))
    if not fits and law.binds:
        return Answer("probably", "The checklist names it for this organisation, which is of another sort.")
    return Answer("yes", f"It binds: {law.applies_to}" if law.applies_to else "The checklist names it here.")


def _binds_kind(law: Law, one: Organisation) -> bool:
    """Whether a law binds this kind; one that binds those in a register binds whoever is in it, of any kind."""
    binds = law.binds or ()
    if law.by_register and one.drop_reaches == "yes":
        return True
    return one.kind in binds or (ANY_BUSINESS in binds and one.kind not in NO_BUSINESS)


def _elsewhere(catalog: Catalog, law: Law, region: str) -> Answer | None:
    """A law of another state is worth a word; one of another country is not."""
    if law.jurisdiction[:2] != region[:2]:
        return None
    place = catalog.regions.inside(law.jurisdiction)
    if len(region) == 2:
        return Answer("no", f"It protects people who live in {place}, and your own state or province is not told.")
    return Answer("no", f"It protects people who live in {place}, not those in {catalog.regions.inside(region)}.")


def _not_yet(law: Law) -> str:
    if law.bill:
        return "It is a bill, not law."
    if law.in_force != "no" and law.effective:
        return f"It is not in force before {long(date.fromisoformat(law.effective))}."
    return "It is not in force."


def _by_register(law: Law, organisation: Organisation) -> Answer:
    """Whether a law that binds those in a public register binds this one."""
    if organisation.drop_reaches == "yes":
        return Answer("yes", f"It is in the state's register ({organisation.drop_why or 'as last read'}).")
    if organisation.drop_reaches == "no":
        return Answer("no", f"It was not found in the state's register ({organisation.drop_why or 'as last read'}).")
    return Answer("probably", _sentence(law.probably or "whether it is in the state's register is not known"))


def _exempt(law: Law, one: Organisation, named: frozenset[str], region: str, whole: bool) -> Answer | None:
    found = next((e for e in law.exemptions if e.whole == whole and _leaves_out(e, one, named, region)), None)
    return Answer("no" if whole else "probably", _sentence(found.why)) if found else None


def _leaves_out(exemption: Exemption, one: Organisation, named: frozenset[str], region: str) -> bool:
    if exemption.regions and region not in exemption.regions:
        return False
    if exemption.also_named and not named.intersection(exemption.also_named):
        return False
    return one.kind in exemption.kinds or bool(named.intersection(exemption.laws))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")
