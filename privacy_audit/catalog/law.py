"""Laws: whom they bind and leave out, which rights they give, and who hears complaints."""

from collections.abc import Iterable
from dataclasses import dataclass

from .parts import Source, tupled

#: The word for every kind of organisation but public bodies and habits, where a law says whom it binds.
ANY_BUSINESS = "any-business"

#: The rights that laws give, and the words for each.
RIGHT_TITLES = {
    "access": "see what they hold",
    "correct": "have it corrected",
    "delete": "have it deleted",
    "portability": "take your data with you",
    "withdraw-consent": "take back consent",
    "opt-out-sale": "stop the sale",
    "opt-out-targeted-ads": "stop targeted ads",
    "opt-out-profiling": "stop profiling",
    "opt-out-sharing": "stop the sharing",
    "opt-out-affiliate": "stop marketing by sister firms",
    "opt-out-prescreen": "stop prescreened offers",
    "opt-out-directory": "stay out of the directory",
    "do-not-call": "stop sales calls",
    "unsubscribe": "stop advertising mail",
    "limit-sensitive": "limit sensitive data",
    "list-of-recipients": "learn who got it",
    "accounting": "a list of disclosures",
    "freeze": "freeze the file",
    "alert": "set an alert",
    "takedown": "have it taken down",
    "de-index": "be taken out of search results",
    "object": "object to a use",
    "restrict": "restrict a use",
    "confidential-messages": "get messages elsewhere",
    "question-profiling": "question an automated decision",
    "consent-first": "be asked first",
    "notice": "be told",
}


@dataclass(frozen=True, slots=True)
class Exemption:
    """Whom a law leaves out, wholly or for part of their data: by kind, or by the laws that their file names."""

    whole: bool
    why: str
    kinds: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    also_named: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LawRight:
    """One right that a law gives, and how long an answer may take.

    `cite` is the section as a letter writes it, where that differs from the law's code and `section`; `unread`: the
    section was not read in the law itself; `duty`: they must do it by themselves, and no request for it is foreseen.
    `starts` is what its days count from: "receipt", "verification" of who the person is, "mailing" or "sending".
    """

    right: str
    section: str | None = None
    respond_days: int | None = None
    day_kind: str | None = None
    starts: str = "receipt"
    extension_days: int | None = None
    extension_when: str | None = None
    acknowledge_days: int | None = None
    ack_kind: str | None = None
    appeal_days: int | None = None
    appeal_kind: str = "calendar"
    post_days: int | None = None
    before_days: int | None = None
    free_per_year: int | None = None
    authorised_agent: bool | None = None
    must_honour_gpc: bool | None = None
    since: str | None = None
    in_force: str = "yes"
    kinds: tuple[str, ...] = ()
    only_after: str | None = None
    notes: str | None = None
    duty: bool = False
    unread: bool = False
    cite: str | None = None
    cite_es: str | None = None
    cite_fr: str | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """Where people complain. `within` counts in days or months of `within_kind`, from what `within_from` says.

    `addressee` is the name as it stands on an envelope, where `name` says more than that.
    """

    name: str
    covers: str | None = None
    complaint_url: str | None = None
    phone: str | None = None
    post: str | None = None
    addressee: str | None = None
    addressee_fr: str | None = None
    post_fr: str | None = None
    within: int | None = None
    within_kind: str = "calendar"
    within_from: str | None = None
    confidence: str = "medium"
    sources: tuple[Source, ...] = ()

    @property
    def takes_complaints(self) -> bool:
        """Whether a complaint can reach it; courts take none, and of some nothing is known but the name."""
        return bool(self.post or self.complaint_url or self.phone)


@dataclass(frozen=True, slots=True)
class LetterWords:
    """How letters speak of a law.

    `speech` says which paragraphs of the letters are written for it; `name`, `name_es` and `name_fr` are the law with
    its article, `code` what stands before a section ("Va. Code §"). `no_proof`: an opt-out needs no proof of identity;
    `given_only`: deletion reaches only what the person gave; `recipients`: "names" or "categories" of those who got it.
    """

    speech: str = ""
    name: str | None = None
    name_es: str | None = None
    name_fr: str | None = None
    code: str | None = None
    no_proof: bool = False
    given_only: bool = False
    recipients: str = ""


def office_from(raw: dict) -> Office:
    """Build a complaint office from its dictionary."""
    return Office(**tupled(raw, Office, sources=each_from(Source, raw.get("sources", ()))))


def each_from(cls: type, items: Iterable[dict]) -> tuple:
    """Build the parts of one sort from their dictionaries."""
    return tuple(cls(**tupled(item, cls)) for item in items)


@dataclass(frozen=True, slots=True)
class Law:
    """A law that actions refer to. `effective` is a date; `in_force` is "yes", "no" or "from its date".

    `binds` has kinds of organisations or "any-business"; None where nobody said. `probably` says what cannot be
    known of an organisation, `unless_named` the same where naming the law in its file settles it, `only_for` which
    people it protects when that is not everybody.
    """

    id: str
    name: str
    citation: str
    jurisdiction: str
    stands_for: str | None = None
    effective: str | None = None
    in_force: str = "yes"
    bill: bool = False
    confidence: str = "medium"
    applies_to: str | None = None
    exempt: str | None = None
    private_action: str | None = None
    fines: str | None = None
    binds: tuple[str, ...] | None = None
    by_register: bool = False
    only_for: str | None = None
    unless_named: str | None = None
    probably: str | None = None
    exemptions: tuple[Exemption, ...] = ()
    rights: tuple[LawRight, ...] = ()
    regulator: Office | None = None
    letters: LetterWords = LetterWords()
    sources: tuple[Source, ...] = ()


def law_from(raw: dict) -> Law:
    """Build a law from its dictionary."""
    return Law(
        **tupled(
            raw,
            Law,
            exemptions=each_from(Exemption, raw.get("exemptions", ())),
            rights=each_from(LawRight, raw.get("rights", ())),
            regulator=office_from(raw["regulator"]) if "regulator" in raw else None,
            letters=LetterWords(**tupled(raw.get("letters", {}), LetterWords)),
            sources=each_from(Source, raw.get("sources", ())),
        )
    )
