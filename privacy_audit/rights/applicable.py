"""Which rights a person may use against an organisation, the strongest first, each with its reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..catalog.catalog import Catalog
from ..catalog.law import RIGHT_TITLES, Law, LawRight, Office
from ..catalog.model import Action, Organisation
from ..dates import long
from .binding import STATE_PRIVACY, Answer, answer_for, in_force, is_named, named_by

#: The rights that an action may rest on, by what it does; the nearest first.
FITS: dict[str, tuple[str, ...]] = {
    "access": ("access", "portability", "list-of-recipients", "accounting"),
    "delete": ("delete", "takedown", "de-index", "withdraw-consent"),
    "close-account": ("delete", "withdraw-consent"),
    "correct": ("correct",),
    "dispute": ("correct",),
    "freeze": ("freeze",),
    "alert": ("alert",),
    "opt-out": (
        "opt-out-sale", "opt-out-targeted-ads", "opt-out-sharing", "opt-out-prescreen", "opt-out-affiliate",
        "opt-out-directory", "do-not-call", "unsubscribe", "object", "withdraw-consent", "opt-out-profiling",
        "limit-sensitive", "restrict",
    ),
}  # fmt: skip
FITS["setting"] = FITS["opt-out"]
#: A law that gives one of these reaches the data themselves, not only calls and mail.
_ASKS = {right for do in ("access", "delete", "correct", "freeze") for right in FITS[do]} - {"withdraw-consent"}
_ASKS |= {"opt-out-sale", "opt-out-sharing", "opt-out-targeted-ads", "opt-out-prescreen", "object"}
_RANK = {"yes": 0, "probably": 1, "no": 2}


@dataclass(frozen=True, slots=True)
class Right:
    """One right of one law against one organisation. `applies` is "yes", "probably" or "no"."""

    law: Law
    terms: LawRight
    applies: str
    why: str
    named: bool

    @property
    def right(self) -> str:
        """The word for the right, as in the law's file."""
        return self.terms.right

    @property
    def title(self) -> str:
        """The right in plain words."""
        return RIGHT_TITLES.get(self.right, self.right)

    @property
    def office(self) -> Office | None:
        """Who hears a complaint about it, or None where only a court does."""
        office = self.law.regulator
        return office if office and office.takes_complaints else None

    @property
    def aside(self) -> bool:
        """Whether it stands aside where no action names the law: on calls, mail or notices only, or a special case."""
        reaches = not self.terms.only_after and _ASKS.intersection(terms.right for terms in self.law.rights)
        return not self.named and not reaches


def applicable(
    catalog: Catalog, region: str, organisation: Organisation, today: date, action: Action | None = None
) -> list[Right]:
    """Return the rights that matter here, those that do not apply last, each with the reason.

    A law matters when the organisation's actions name it, or when it binds this kind of organisation where the
    person lives. With `action` only the rights that it may rest on are returned.
    """
    if organisation.closed:
        return []
    found = _rights(catalog, region, organisation, today)
    return sorted(found, key=_place) if action is None else _fitting(found, action)


def _fitting(found: Iterator[Right], action: Action) -> list[Right]:
    """Return those rights that an action may rest on, the strongest and nearest first."""
    wanted = FITS.get(action.do, ())
    fitting = (one for one in found if one.right in wanted)
    return sorted(fitting, key=lambda one: (*_place(one), wanted.index(one.right)))


def term(catalog: Catalog, action: Action, region: str, day: date) -> Right | None:
    """Return the right with a day count that stands behind an action, or None where no law named gives one.

    A right that a law gives in a special case only (identity theft, a refusal) sets no clock, nor does one that is
    used through a register (its brokers fetch the requests), unless the action is the register's own.
    """
    if not action.law or action.organisation not in catalog:
        return None
    asked = named_by((action,))
    organisation = catalog.get(action.organisation)
    if organisation.closed:
        return None
    for one in _fitting(_rights(catalog, region, organisation, day, asked), action):
        if one.applies == "no":
            break
        if one.terms.before_days and organisation.kind != "registry":
            continue
        if one.terms.respond_days and not one.terms.only_after:
            return one
    return None


def helps(found: list[Right]) -> bool:
    """Whether any right reaches the data themselves, surely or probably."""
    return any(one.applies != "no" and not one.aside for one in found)


def notes(catalog: Catalog, region: str, organisation: Organisation, found: list[Right], today: date) -> list[str]:
    """Return what must be said beside the rights: a state without a general law, and the voluntary path."""
    if organisation.closed:
        return [f"{organisation.name} is closed: there is nobody to ask."]
    if organisation.kind == "habit":
        return ["This is a habit or a setting of your own: nobody has to be asked, and no law is needed."]
    said = [*_about_state(catalog, region, today)]
    if not helps(found):
        said.append(
            f"No law that the program knows obliges {organisation.name} to do what you ask. Ask all the same, politely "
            "and without naming a law: many do it for everybody. If it promises something in its privacy notice and "
            "does not keep it, complain to the consumer office below."
        )
    return said


def _about_state(catalog: Catalog, region: str, today: date) -> Iterator[str]:
    """Say plainly where a state of the US has no general privacy law in force."""
    if region in ("US", "CA"):
        place = "state" if region == "US" else "province"
        yield f"Your {place} is not told, so its laws are left out. Tell it with: privacy-audit person edit"
    if not region.startswith("US-"):
        return
    name = catalog.regions.inside(region)
    general = [law for law in catalog.laws_of_place(region) if law.stands_for == STATE_PRIVACY]
    coming = [law for law in general if not in_force(law, today) and law.in_force != "no" and law.effective]
    if coming:
        start = long(date.fromisoformat(coming[0].effective or ""))
        yield f"{name} has no general privacy law in force yet. The {coming[0].name} begins on {start}."
    elif not general:
        yield f"{name} has no general privacy law; only laws for single trades and federal laws help there."


def _rights(
    catalog: Catalog, region: str, organisation: Organisation, today: date, only: frozenset[str] | None = None
) -> Iterator[Right]:
    """Yield the rights that matter; with `only` those alone whose laws are named there."""
    named = named_by(organisation.actions)
    laws = catalog.laws_of_place(region)
    here = {law.id for law in laws}
    elsewhere = [catalog.laws[id] for id in sorted(named) if id in catalog.laws and id not in here]
    for law in (*laws, *elsewhere):
        if only is not None and not is_named(law, only):
            continue
        answer = answer_for(catalog, law, organisation, named, region, today)
        for terms in law.rights if answer else ():
            if answer and (not terms.kinds or organisation.kind in terms.kinds):
                applies, why = _of_right(terms, answer, today)
                yield Right(law, terms, applies, why, is_named(law, named))


def _of_right(terms: LawRight, answer: Answer, today: date) -> tuple[str, str]:
    """Return whether a single right of a law that may apply can be used today, and why."""
    if answer.applies == "no":
        return "no", answer.why
    if terms.in_force == "no":
        return "no", f"This right cannot be used yet. {terms.notes or ''}".strip()
    if terms.since and terms.since > today.isoformat():
        return "no", f"This right begins on {long(date.fromisoformat(terms.since))}."
    if terms.only_after:
        return "probably", f"Only after {terms.only_after}."
    return answer.applies, answer.why


def _place(one: Right) -> tuple:
    """Sure before probable; named in the file first; those that stand aside last; the nearer before the country's."""
    return _RANK[one.applies], not one.named, one.aside, -len(one.law.jurisdiction), one.law.id
