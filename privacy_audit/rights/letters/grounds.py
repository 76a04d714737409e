"""Which law carries which request, in which section, with which term.

Sources: letters.json (sections, clocks) and rights.json of the facts, gathered 2026-11-23. `sure` says whether
the section was read; where it was not, the person is told that it stands there as far as known.
"""

from dataclasses import dataclass, replace

from .statutes import STATES, STATUTES, Statute


@dataclass(frozen=True, slots=True)
class Ground:
    """The law behind one request, or none: then `law` and `cite` are empty and the letter asks for a courtesy."""

    law: str = ""
    family: str = "none"
    cite: str = ""
    days: int | None = None
    day_kind: str = "calendar"
    extension: int | None = None
    sure: bool = True
    appeal_days: int | None = None
    recipients: str = ""
    proofless: bool = False
    given_only: bool = False
    profiling: bool = False
    agency: bool = True


NONE = Ground()

#: Those whose files fall under the sector's own laws: there these come before a general privacy law.
_SECTOR_KINDS = {
    "bank", "insurance", "payments", "card-network", "credit-bureau", "specialty-cra", "tenant", "employment",
    "health", "education", "telecom", "government", "score-app", "registry",
}  # fmt: skip
#: What the FCRA gives against those who are no agency: a direct dispute (s. 623), the affiliates' opt-out (s. 624).
_NO_AGENCY = {
    "dispute": ("dispute-furnisher", {"bank", "card-network", "telecom", "government", "education", "loyalty"}),
    "opt-out": ("opt-out-affiliates", {"bank", "card-network", "insurance", "payments", "auto"}),
}
#: PIPEDA s. 2(1), "federal work, undertaking or business": it binds these inside Quebec, BC and Alberta too.
_FEDERAL_KINDS = {"bank", "telecom"}
_PROVINCIAL = {"qc", "bc", "ab"}
#: Laws whose opt-out is for some kinds of organisation only.
_ONLY_KINDS = {
    ("us-fcra", "opt-out"): {"credit-bureau", "specialty-cra", "registry", *_NO_AGENCY["opt-out"][1]},
    ("us-fcra", "freeze"): {"credit-bureau", "specialty-cra", "employment", "tenant"},
}


def ground_for(request: str, laws: list, kind: str, region: str, language: str) -> Ground:
    """Return the strongest ground for a request among `laws`, which are this person's; NONE when none fits.

    `laws` are catalogue laws (`rights.local.laws_of`); `kind` is that of the organisation.
    """
    fitting = [law for law in laws if _fits(law, request, kind, region)]
    if not fitting:
        return NONE
    best = min(fitting, key=lambda law: (_rank(law, kind), law.id))
    if law_statute := STATUTES.get(best.id):
        instead, kinds = _NO_AGENCY.get(request, ("", ()))
        if best.id == "us-fcra" and kind in kinds:
            return replace(_from_statute(best.id, law_statute, instead, language), agency=False)
        return _from_statute(best.id, law_statute, request, language)
    return _from_state(best, language)


def _fits(law, request: str, kind: str, region: str) -> bool:
    if law.jurisdiction not in (region, region[:2]):
        return False
    only = _ONLY_KINDS.get((law.id, request))
    if only is not None and kind not in only:
        return False
    if statute := STATUTES.get(law.id):
        if statute.family in _PROVINCIAL and kind in _FEDERAL_KINDS:
            return False
        return request in statute.sections
    return law.stands_for == "us-state-privacy" and request in _state_requests(law.id)


def _state_requests(law: str) -> set[str]:
    state = STATES.get(law)
    known = {"access", "delete", "opt-out", "portability"}
    if state is None:
        return known
    if state.correct:
        known.add("correct")
    if state.withdraw:
        known |= {"withdraw-consent", "limit-sensitive"}
    if state.recipients:
        known.add("recipients")
    return known


def _rank(law, kind: str) -> int:
    """Lower is stronger: a sector's own law for that sector, else the nearest jurisdiction's."""
    statute = STATUTES.get(law.id)
    sector = statute is not None and statute.sector
    if sector:
        return 0 if kind in _SECTOR_KINDS else 3
    return 1 if law.jurisdiction.count("-") else 2


def _from_statute(id: str, statute: Statute, request: str, language: str) -> Ground:
    section = statute.sections[request]
    words = section.where.get(language) or section.where["en"]
    name = statute.names.get(language) or statute.names["en"]
    return Ground(
        law=id, family=statute.family, cite=f"{name} ({words})" if words else name,
        days=section.days, day_kind=section.day_kind, extension=section.extension, sure=section.sure,
        proofless=id == "us-ca-ccpa", recipients="categories" if id == "us-ca-ccpa" else "names",
    )  # fmt: skip


def _from_state(law, language: str) -> Ground:
    article = {"en": "the", "es": "la", "fr": "la"}[language]
    state = STATES.get(law.id)
    if state is None:
        return Ground(law=law.id, family="state", cite=f"{article} {law.name}")
    return Ground(
        law=law.id, family="state", cite=f"{article} {law.name} ({state.section})", days=state.days,
        extension=state.extension, appeal_days=state.appeal, recipients=state.recipients,
        proofless=state.proofless, given_only=state.given_only, profiling=state.profiling,
    )  # fmt: skip
