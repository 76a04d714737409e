"""The kinds of letter: what each needs of the person, what may be added, and what never belongs in it.

Source: letters.json of the facts (must_contain, must_not_contain), gathered 2026-11-23.
"""

from dataclasses import dataclass, replace

from .letter import LetterError


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of letter. `needs` are shown as marked gaps when they are missing, `may` only when given.

    `needs_law` says what is missing where no law carries it: then there is no letter, not even a polite one.
    """

    id: str
    title: str
    needs: tuple[str, ...] = ("name", "email")
    may: tuple[str, ...] = ("address", "phone", "account", "username", "listing-url")
    enclosures: tuple[str, ...] = ()
    request: bool = True
    needs_law: str = ""


_ARCO = ("name", "email", "account")
_FILE = ("name", "date-of-birth", "address")
_FILE_MAY = ("former-address", "report-number", "email", "phone", "former-name")
_SPOT = ("wrong", "right")

KINDS = {
    kind.id: kind
    for kind in (
        Kind("access", "Access to what they hold"),
        Kind("delete", "Deletion"),
        Kind("opt-out", "Opt-out of sale, sharing and targeted advertising"),
        Kind("correct", "Correction", ("name", "email", *_SPOT), enclosures=("proof",)),
        Kind("limit-sensitive", "Limiting the use of sensitive data"),
        Kind("portability", "A portable copy"),
        Kind("freeze", "Security freeze", _FILE, _FILE_MAY, ("id-covered", "proof-of-address")),
        Kind("dispute", "Dispute", ("name", "address", *_SPOT), ("report-number", "account", "email"), ("proof",)),
        Kind("withdraw-consent", "Withdrawal of consent"),
        Kind("recipients", "Who received the data"),
        Kind("unsubscribe", "No more advertising", ("email",), ("phone", "address", "name")),
        Kind("do-not-call", "No more sales calls", ("name", "phone"), ("email", "account")),
        Kind(
            "restrict", "Restriction of a use", ("name", "date-of-birth", "email", "limit"),
            ("address", "phone", "account"),
        ),
        Kind(
            "confidential-messages", "Messages to another address", ("name", "date-of-birth", "reach"),
            ("email", "account"),
        ),
        Kind("question-profiling", "An automated decision questioned", ("name", "email", "decision"),
             ("address", "phone", "account", "username")),
        Kind("de-index", "Removal from search results", ("name", "email", "listing-url", "reason"), ("address",)),
        Kind(
            "block", "Block of what an identity thief left", (*_FILE, "wrong"), ("report-number", "email", "phone"),
            ("theft-report", "id-covered"), needs_law="a block after identity theft is for credit and screening files",
        ),
        Kind(
            "theft-records", "Identity theft: to the firm where a thief used your name", ("name", "address", "wrong"),
            ("account", "phone", "email"), ("theft-report", "id-covered"),
            needs_law="these records are for victims of identity theft, from a firm that dealt with the thief",
        ),
        Kind(
            "takedown", "Takedown", ("name", "email", "listing-url"), ("address", "phone"),
            needs_law="a takedown is for judges, police and others whom a law protects, and for intimate pictures",
        ),
        Kind(
            "parent-access", "A parent's request: what they have of a child", ("name", "email", "child-account"),
            ("address", "phone"), needs_law="it is for parents of children under 13, to a site or app",
        ),
        Kind(
            "parent-delete", "A parent's request: deletion of a child's data", ("name", "email", "child-account"),
            ("address", "phone"), needs_law="it is for parents of children under 13, to a site or app",
        ),
        Kind(
            "drop-follow-up", "After California's one request (DROP)", 
            needs_law="it is for data brokers in California's register",
        ),
        Kind("arco-acceso", "ARCO: acceso", _ARCO[:2], ("address", "phone", "account"), ("id-marked",)),
        Kind(
            "arco-rectificacion", "ARCO: rectificación", (*_ARCO[:2], *_SPOT), ("address", "phone", "account"),
            ("id-marked", "proof"),
        ),
        Kind("arco-cancelacion", "ARCO: cancelación", _ARCO[:2], ("address", "phone", "account"), ("id-marked",)),
        Kind("arco-oposicion", "ARCO: oposición", (*_ARCO[:2], "reason"), ("address", "phone", "account"),
             ("id-marked",)),
        Kind("follow-up", "Follow-up: no answer", enclosures=("first-letter",), request=False),
        Kind("appeal", "Appeal against a refusal", enclosures=("first-letter",), request=False),
        Kind("answer-id", "Answer: they want a copy of an ID", request=False),
        Kind("answer-more-data", "Answer: they want more data", request=False),
        Kind("answer-form", 'Answer: "use our form"', request=False),
        Kind("answer-channel", "Answer: wrong channel", request=False),
        Kind("answer-resident", 'Answer: "you are not a resident"', request=False),
        Kind("answer-nothing", 'Answer: "we hold nothing"', request=False),
        Kind("answer-exempt", 'Answer: "we are exempt"', request=False),
        Kind("answer-agent", 'Answer: "we accept no agent"', request=False),
        Kind("answer-account", 'Answer: "you must open an account"', request=False),
        Kind("answer-fee", "Answer: they ask for a fee", request=False),
        Kind("answer-public", 'Answer: "it is public information"', request=False),
        Kind("answer-deidentified", 'Answer: "it is de-identified"', request=False),
        Kind(
            "complaint", "Complaint to the office", ("name", "email", "address"), ("phone",), ("first-letter",),
            request=False,
        ),
    )
}  # fmt: skip

_REQUEST_FOR = {
    "access": "access", "delete": "delete", "opt-out": "opt-out", "correct": "correct", "dispute": "dispute",
    "freeze": "freeze", "close-account": "delete",
}  # fmt: skip
#: Mexico's names for requests, and the plain ones.
_ARCO_FOR = {
    "access": "arco-acceso", "delete": "arco-cancelacion", "opt-out": "arco-oposicion",
    "correct": "arco-rectificacion", "dispute": "arco-rectificacion",
}  # fmt: skip
PLAIN = {name: request for request, name in reversed(_ARCO_FOR.items())}


def kind(id: str) -> Kind:
    """Return a kind by its id; raises LetterError naming those there are."""
    if id not in KINDS:
        raise LetterError(f"There is no kind of letter {id!r}. The kinds are: {', '.join(KINDS)}.")
    return KINDS[id]


#: What a file is found by under the laws of one trade, instead of name and e-mail address.
_FOR_FAMILY = {
    ("access", "fcra"): (_FILE, _FILE_MAY),
    ("access", "oncra"): (_FILE, _FILE_MAY),
    ("access", "qccredit"): (_FILE, _FILE_MAY),
    ("access", "sic"): ((*_FILE, "email"), _FILE_MAY),
    ("access", "usgov"): ((*_FILE, "birth-place"), ("email", "account", "former-name")),
    ("recipients", "usgov"): ((*_FILE, "birth-place"), ("email", "account", "former-name")),
    ("recipients", "fcra"): (_FILE, _FILE_MAY),
    ("correct", "usgov"): ((*_FILE, "birth-place", *_SPOT), ("email", "account", "former-name")),
    ("access", "ferpa"): (("name", "student-number", "date-of-birth"), ("email", "address", "former-name")),
    ("correct", "ferpa"): (("name", "student-number", "date-of-birth", *_SPOT), ("email", "address")),
    ("access", "hipaa"): (("name", "date-of-birth", "email"), ("address", "phone", "account")),
    ("access", "phipa"): (("name", "date-of-birth", "email"), ("address", "phone", "account")),
    ("correct", "hipaa"): (("name", "date-of-birth", "email", *_SPOT), ("address", "phone", "account")),
    ("opt-out", "phipa"): (("name", "date-of-birth", "limit"), ("address", "email", "phone", "account")),
    ("withdraw-consent", "phipa"): (("name", "date-of-birth", "limit"), ("address", "email", "phone", "account")),
    ("limit-sensitive", "phipa"): (("name", "date-of-birth", "limit"), ("address", "email", "phone", "account")),
    ("correct", "phipa"): (("name", "date-of-birth", "email", *_SPOT), ("address", "phone", "account")),
    ("opt-out", "fcra"): (_FILE, ("former-address", "former-name", "phone", "email")),
    ("opt-out", "glba"): (("name", "account"), ("address", "email")),
    ("opt-out", "fipa"): (("name", "account"), ("address", "email")),
    ("access", "ca-credit"): (_FILE, _FILE_MAY),
    ("access", "ca-public"): (("name", "date-of-birth", "address"), ("email", "phone", "account", "former-name")),
    ("correct", "ca-public"): (("name", "date-of-birth", "address", *_SPOT), ("email", "phone", "account")),
    ("complaint", "dncl"): (("name", "email", "phone", "calls"), ("address",)),
    ("complaint", "tcpa"): (("name", "email", "address", "phone", "calls"), ()),
    ("opt-out", "dppa"): (("name", "address"), ("email", "account")),
    ("opt-out", "tcpa"): (("name", "phone"), ("email",)),
    ("opt-out", "ferpa"): (("name", "student-number"), ("email", "date-of-birth")),
    ("opt-out", "cpni"): (("name", "phone"), ("account", "email")),
    ("dispute", "fcra"): ((*_FILE, "report-number", *_SPOT), ("account", "email")),
    ("dispute", "oncra"): (("name", "address", "report-number", *_SPOT), ("date-of-birth", "account", "email")),
    ("dispute", "sic"): (("name", "email", "report-number", *_SPOT), ("address", "account")),
    ("correct", "sic"): (("name", "email", "report-number", *_SPOT), ("address", "account")),
    ("recipients", "sic"): ((*_FILE, "email"), _FILE_MAY),
    ("restrict", "mx"): (("name", "email"), ("phone", "account")),
    ("restrict", "none"): (("name", "email"), ("phone", "account")),
    ("complaint", "none"): (("name", "email", "address", "promise"), ("phone",)),
    ("complaint", "mx"): (("name", "email"), ("address", "phone")),
    ("complaint", "mx-public"): (("name", "email"), ("address", "phone")),
    ("complaint", "transparencia"): (("name", "email"), ("address", "phone")),
    ("complaint", "repep"): (("name", "email", "phone", "calls"), ("address",)),
    ("complaint", "reus"): (("name", "email", "phone", "calls"), ("address",)),
}
_FILES = ("access", "dispute")
#: What a bank or shop is told under the credit law: it finds an account, not a file.
_FOR_ACCOUNT = {
    "opt-out": (("name", "address", "account"), ("email", "former-name")),
    "dispute": (("name", "address", "phone", "account", *_SPOT), ("report-number", "email")),
}


def for_law(chosen: Kind, family: str, organisation: str, agency: bool = True) -> Kind:
    """Return a kind with what a record is found by under one law; a credit file is found alike under all of them.

    `agency` is false where the credit law binds the firm that has the account, not the agency that has the file.
    """
    own: tuple[tuple[str, ...], tuple[str, ...]] | None = _FOR_FAMILY.get((chosen.id, family))
    if family == "fcra" and not agency:
        own = _FOR_ACCOUNT.get(chosen.id, own)
    usual = _FOR_FAMILY.get((chosen.id, "fcra")) if organisation == "credit-bureau" and chosen.id in _FILES else None
    needs, may = own or usual or (chosen.needs, chosen.may)
    return replace(chosen, needs=needs, may=may)


#: Why there is no letter where the person does it alone, or where nobody reads one.
NOBODY = (
    "Nobody has to be written to for this: it is something you do yourself. "
    "privacy-audit show ORGANISATION lists the steps; --kind complaint writes to the office."
)


def request_kind(do: str) -> str:
    """Return the kind of letter that asks for what an action does; raises LetterError where nobody has to be asked."""
    if do not in _REQUEST_FOR:
        raise LetterError(NOBODY)
    return _REQUEST_FOR[do]


def arco(request: str) -> str:
    """Return the ARCO right of Mexico's law that a request stands for, or the request itself."""
    return _ARCO_FOR.get(request, request)
