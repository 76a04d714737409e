"""Which law carries a letter: the strongest right that fits the request, from `rights.applicable`, in citable words.

A law's file says how letters speak of it (`[letters]`) and where a right stands (`section`, `cite`). A section that
was not read in the law itself is marked there, and the person is told so.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ...catalog.law import ANY_BUSINESS, Law, LawRight, Office
from ...catalog.model import Action
from ..applicable import Right
from ..binding import is_named, named_by, protects_only

#: The rights that a request may rest on, the nearest first.
WANTS: dict[str, tuple[str, ...]] = {
    "access": ("access",),
    "delete": ("delete",),
    "opt-out": ("opt-out-sale", "opt-out-targeted-ads", "opt-out-sharing", "opt-out-prescreen", "opt-out-affiliate"),
    "correct": ("correct",),
    "dispute": ("correct",),
    "block": ("correct",),
    "limit-sensitive": ("limit-sensitive", "withdraw-consent"),
    "portability": ("portability",),
    "recipients": ("list-of-recipients", "accounting"),
    "freeze": ("freeze",),
    "withdraw-consent": ("withdraw-consent", "consent-first"),
    "unsubscribe": ("unsubscribe",),
    "do-not-call": ("do-not-call",),
    "restrict": ("restrict",),
    "de-index": ("de-index",),
    "drop-follow-up": ("delete",),
    "takedown": ("takedown",),
    "question-profiling": ("question-profiling",),
    "confidential-messages": ("confidential-messages",),
    "theft-records": ("access",),
    "parent-access": ("access",),
    "parent-delete": ("delete",),
}
#: What an opt-out is outside the United States.
_OPT_OUT_IN = {"CA": ("opt-out-targeted-ads", "withdraw-consent"), "MX": ("object", "withdraw-consent")}
#: Rights that carry a request only where the action itself names their law: they end calls, mail or a listing.
_IF_NAMED = {
    "opt-out": ("withdraw-consent", "do-not-call", "unsubscribe", "restrict", "opt-out-directory", "object",
                "consent-first"),
    "unsubscribe": ("withdraw-consent", "opt-out-targeted-ads"),
    "delete": ("takedown",),
    "de-index": ("takedown",),
}  # fmt: skip
#: Laws whose corrections are called disputes.
_DISPUTED = ("fcra", "oncra", "ca-credit", "qccredit", "sic")
#: Those who keep files for others: what they have wrong is disputed under any law.
FILE_KINDS = ("credit-bureau", "specialty-cra", "tenant", "employment")
#: Requests that are about calls and mail alone.
_ABOUT_CONTACT = ("unsubscribe", "do-not-call")
#: Requests that only somebody whom the law protects makes, by asking for them by name.
_BY_THE_PROTECTED = ("takedown", "parent-access", "parent-delete")
#: Laws with a count of days in their file that is no term for an answer: "as soon as practicable" is all they say.
_NO_TERM = ("glba", "cpni")
#: Where the sign of the section is missing: "47 U.S.C. 551".
_SECTION_SIGN = re.compile(r"(?<=U\.S\.C\. )(?=\d)")
_ARTICLE = {"en": "the", "es": "la", "fr": "la"}


@dataclass(frozen=True, slots=True)
class Ground:
    """The law behind one request, or none: then `law` and `cite` are empty and the letter asks for a courtesy.

    `family` says which paragraphs speak for it: a law's `speech`, else "law" for any other law, else "none".
    """

    law: str = ""
    family: str = "none"
    cite: str = ""
    days: int | None = None
    day_kind: str = "calendar"
    extension: int | None = None
    sure: bool = True
    probably: bool = False
    appeal_days: int | None = None
    appeal_kind: str = "calendar"
    recipients: str = ""
    proofless: bool = False
    given_only: bool = False
    profiling: bool = False
    agency: bool = True
    office: Office | None = None
    right: Right | None = None


NONE = Ground()


def ground_for(
    request: str, rights: Iterable[Right], action: Action, region: str, language: str, kind: str = ""
) -> Ground:
    """Return the strongest ground for a request among the rights that apply here; NONE when none fits.

    `kind` is that of the organisation: a law that binds other kinds counts only where the action itself names it.
    """
    asked = named_by((action,))
    wanted = _wanted(request, region)
    fitting = [one for one in rights if _fits(one, request, wanted, asked, kind)]
    if not fitting:
        return NONE
    order = (*wanted, *_IF_NAMED.get(request, ()))
    best = min(fitting, key=lambda one: _place(one, order, asked))
    return _spoken(best, language)


def called(request: str, ground: Ground, kind: str) -> str:
    """Return the request by the name that its law has for it: a dispute is a correction outside credit files."""
    if request == "dispute" and ground.law and ground.family not in _DISPUTED and kind not in FILE_KINDS:
        return "correct"
    if request in ("access", "delete") and ground.family == "coppa":
        return f"parent-{request}"
    if request in ("delete", "de-index") and ground.right and ground.right.right == "takedown":
        return "takedown"
    if request == "opt-out" and ground.family == "hipaa":
        return "restrict"
    if request == "withdraw-consent" and ground.family == "tcpa":
        return "do-not-call"
    if request == "opt-out" and ground.right and ground.right.right == "unsubscribe":
        return "unsubscribe"
    if request == "opt-out" and ground.right and ground.right.right == "do-not-call" and ground.family != "tcpa":
        return "do-not-call"
    return request


def _wanted(request: str, region: str) -> tuple[str, ...]:
    if request == "opt-out":
        return _OPT_OUT_IN.get(region[:2], WANTS["opt-out"])
    return WANTS.get(request, ())


def _fits(one: Right, request: str, wanted: tuple[str, ...], asked: frozenset[str], kind: str) -> bool:
    terms, named = one.terms, is_named(one.law, asked)
    if request in _BY_THE_PROTECTED:
        return terms.right in wanted and _protects(one, request)
    if one.applies == "no" or terms.duty:
        return False
    if request in ("block", "theft-records"):
        return terms.right == ("correct" if request == "block" else "access") and terms.only_after == "identity theft"
    if request == "drop-follow-up":
        return one.law.by_register and terms.right == "delete"
    if (not named and not _of_its_trade(one.law, kind)) or not _reaches(one, request):
        return False
    if terms.only_after or terms.before_days or (one.law.unless_named and not one.named):
        return False
    if (one.law.only_for or (one.aside and request not in _ABOUT_CONTACT)) and not named:
        return False
    return terms.right in wanted or (named and terms.right in _IF_NAMED.get(request, ()))


def _protects(one: Right, request: str) -> bool:
    """Whether a law may carry a request of those whom it protects, when the person says to be one of them."""
    if request.startswith("parent-") and one.law.letters.speech != "coppa":
        return False
    return one.applies != "no" or (one.law.only_for is not None and one.why == protects_only(one.law))


def _reaches(one: Right, request: str) -> bool:
    """Whether a right goes as far as the request: a consent to calls or film titles is none to sensitive data."""
    speech, right = one.law.letters.speech, one.terms.right
    if speech == "coppa":
        return request in ("access", "delete")
    if request == "limit-sensitive" and right == "withdraw-consent":
        return not one.law.jurisdiction.startswith("US") or speech in ("state", "wa")
    if request == "unsubscribe" and speech == "phipa":
        return False
    return request != "unsubscribe" or right == "unsubscribe" or not one.law.jurisdiction.startswith("US")


def _of_its_trade(law: Law, kind: str) -> bool:
    """Whether a law binds this kind of organisation by its own words, not only because a checklist names it."""
    return not kind or law.binds is None or law.by_register or ANY_BUSINESS in law.binds or kind in law.binds


def _place(one: Right, order: tuple[str, ...], asked: frozenset[str]) -> tuple:
    """A child's law that the action names; sure before probable; named first; the nearer right; the nearer law."""
    named = is_named(one.law, asked)
    near = -len(one.law.jurisdiction)
    terms = one.terms
    child = one.law.letters.speech == "coppa" and "us-ferpa" not in asked
    calls = named and terms.right in ("do-not-call", "unsubscribe")  # whoever names it says that they call or write
    sure = one.applies == "yes" or calls
    return not child, not sure, not named, order.index(terms.right), near, not terms.respond_days, one.law.id


def _spoken(best: Right, language: str) -> Ground:
    law, terms, words = best.law, best.terms, best.law.letters
    return Ground(
        law=law.id, family=words.speech or "law", cite=cited(law, terms, language), days=_days(law, terms),
        day_kind=terms.day_kind or "calendar", extension=terms.extension_days,
        sure=not terms.unread and law.confidence == "high" and bool(terms.section),
        probably=best.applies == "probably", appeal_days=terms.appeal_days, appeal_kind=terms.appeal_kind,
        recipients=words.recipients, proofless=words.no_proof, given_only=words.given_only,
        profiling=any(one.right == "opt-out-profiling" and one.since is None for one in law.rights),
        agency=not (terms.section or "").startswith(("623", "624")), office=best.office, right=best,
    )  # fmt: skip


def _days(law: Law, terms: LawRight) -> int | None:
    """Return the days for the answer to a letter, which may come by post; None where the law counts none."""
    return None if law.letters.speech in _NO_TERM else terms.post_days or terms.respond_days


def cited(law: Law, terms: LawRight, language: str) -> str:
    """Return a law with its section as a sentence of that language has it: "the Texas … Act (Tex. … § 541.051)"."""
    code = law.letters.code
    section = f"{code} {terms.section}" if code and terms.section else terms.section
    where = getattr(terms, f"cite_{language}", None) or terms.cite or section or law.citation
    if language == "es":
        where = where.replace(" and ", " y ").replace(" to ", " a ")
    return f"{law_name(law, language)} ({_SECTION_SIGN.sub('§ ', where)})"


def law_name(law: Law, language: str) -> str:
    """Return a law with its article in a language."""
    words = law.letters
    own = {"es": words.name_es, "fr": words.name_fr}.get(language)
    if own or (language == "en" and words.name) or law.jurisdiction[:2] == "MX":
        return own or words.name or f"la {law.name}"
    return f"{_ARTICLE[language]} {law.name.partition(' (')[0]}"
