"""What the person should know before sending; none of it stands in the letter. English, as the program is."""

from ...catalog.law import Office
from ..clock import in_words
from .grounds import Ground

_BY_GROUND = {
    ("fcra", "access"): "The three large bureaus give the free yearly copy through annualcreditreport.com or its "
    "form; a free letter to them may come back.",
    ("fcra", "freeze"): "By post a bureau needs your Social Security number to find the file: write it by hand on the "
    "printed letter. Web and phone are quicker and ask the same.",
    ("fcra", "opt-out"): "A bureau finds the file by your Social Security number: without it the letter may match "
    "nothing. The line 888-567-8688 asks for it too. Without the signed form the choice lasts five years.",
    ("fcra", "dispute"): "One letter for each bureau and few items at once; copies, never originals. To a bank or "
    "shop it must go to the address that the report or the firm names for disputes.",
    ("fcra", "block"): "Every item that was partly your own undoes the block: leave it out. The identity theft report "
    "comes from IdentityTheft.gov or the police.",
    ("fcra", "theft-records"): "The identity theft report comes from IdentityTheft.gov or the police. Send it to the "
    "address that the firm names for this, if it names one.",
    (
        "delete-act",
        "drop-follow-up",
    ): "They have up to 45 days to fetch the request and 45 to delete: write it after "
    "90 days. If you saw the data again, add a picture of it with its date.",
    ("ferpa", "access"): "From 18, or in college, the student asks; before that the parent.",
    ("hipaa", "restrict"): "Say it before the visit and pay for it yourself: other restrictions may be refused.",
    ("hipaa", "confidential-messages"): "A health plan may ask you to say that disclosure could endanger you.",
    (
        "cpni",
        "opt-out",
    ): "The ways in the carrier's CPNI notice are free, open day and night, and quicker.",
    ("dppa", "opt-out"): "The motor vehicle department has a form of its own in most states: use that first.",
    (
        "tcpa",
        "opt-out",
    ): "Keep a list of later calls: day, hour, number. The National Registry is joined at "
    "donotcall.gov, not by letter.",
    ("oncra", "freeze"): "The Social Insurance Number is optional: leave it out. Web or phone is quicker.",
    ("glba", "opt-out"): "A bank may insist on the form or phone line of its privacy notice: use that first where "
    "there is one. The last four digits of the account are enough.",
    ("qccredit", "freeze"): "The Social Insurance Number is not needed. Web or phone is quicker.",
    ("qccredit", "access"): "By post a bureau asks for two IDs: cover their numbers. The Social Insurance Number is "
    "not needed.",
    ("dncl", "do-not-call"): "Saying it in the call, or to the number or address that the caller must give, counts as "
    "much. The National List is joined at lnnte-dncl.gc.ca, not by letter.",
    ("qc", "de-index"): "Say in a sentence what harm it does, and no more of the painful facts than that needs. A "
    "search engine's own form goes well with it.",
    ("casl", "unsubscribe"): "Send it by the electronic way that the message names: a posted letter starts no term.",
    ("canspam", "unsubscribe"): "Answer to the reply address or the link in the message: post is a fallback.",
    ("usgov", "correct"): "Name the record and its system if you know them, and sign the declaration by hand.",
    ("usgov", "access"): "Name the system of records if you know it, and sign the declaration by hand.",
    ("ferpa", "opt-out"): "Send it at the start of the school year, within the time that the school's notice names.",
    ("mx", "restrict"): "No copy of an ID is needed for this one. Print it twice: one copy comes back stamped (acuse).",
    ("mx", "withdraw-consent"): "Send it by the way that the privacy notice names; it must be simple and free.",
    ("mx", "limit-sensitive"): "Send it by the way that the privacy notice names; it must be simple and free.",
    ("mx", "unsubscribe"): "Send it by the way that the privacy notice names; it must be simple and free.",
    ("sic", "access"): "The report is free once in twelve months only by e-mail or at the office.",
}
#: In Ontario a patient locks records; these three requests are then one and the same instruction.
_LOCKBOX = (
    "Any clear words bind, from now on and not backwards. Whoever treats you may then lack something, and may override "
    "the lock where life or safety is in danger."
)
_BY_GROUND |= {("phipa", request): _LOCKBOX for request in ("opt-out", "withdraw-consent", "limit-sensitive")}
_BY_REQUEST = {
    "takedown": "Send it only if the law protects you, or the picture is of you: you sign for that.",
    "parent-access": "Only for a child under 13, and only from a parent or guardian.",
    "parent-delete": "Only for a child under 13, and only from a parent or guardian.",
}
_BY_FAMILY = {
    "state": "Send it by the way that the privacy notice names: sent elsewhere, it may not start the term.",
    "wa": "Send it by the way that the consumer health data privacy policy names.",
    "hipaa": "No reason has to be given, and no number of an ID belongs in it.",
    "mx": "The law wants a copy of an ID with the request: cover all but name, picture and signature, and mark it "
    "for this request only. Print it twice: one copy comes back stamped (acuse).",
    "mx-public": "Hand it in at the transparency unit (Unidad de Transparencia) or send it through the Plataforma "
    "Nacional de Transparencia. Who you are must be shown before they answer: bring the original of your ID then.",
    "transparencia": "For data about yourself the ARCO request is the usual way; this one is for documents.",
    "repep": "Putting the number on REPEP goes well with it: free, repep.profeco.gob.mx, binding after 30 days.",
    "reus": "Signing up to REUS with Condusef goes well with it: free, binding after 45 days, to be renewed after two "
    "years.",
    "pipeda": "Address it to the privacy officer; any writing counts.",
    "qc": "Address it to the person in charge of the protection of personal information; an oral request cannot "
    "be taken to the Commission.",
    "bc": "Address it to the privacy officer; it has to be in writing.",
    "ab": "Address it to the organization in writing. A fee estimate stops the clock until you accept it.",
    "oncra": "By post a bureau asks for two IDs and a proof of address: cover the numbers. The Social Insurance "
    "Number is optional, and the health card may not be asked for.",
    "ca-credit": "By post a bureau asks for two IDs: cover the numbers. The Social Insurance Number is optional.",
    "phipa": "Leave out the health card number unless they find files by it. No reason has to be given.",
}
_COMPLAINTS = {
    "state": "The Attorney General expects the appeal first, where the law has one. Attach the request, the refusal "
    "(or say that there was none), the appeal with its answer, and a copy of their privacy notice.",
    "wa": "Attach the request, the answer, and the appeal with its answer.",
    "ccpa": "Complaints to CalPrivacy do not settle your own case; its form on the web takes them, without files.",
    "fcra": "For wrong data the CFPB wants the dispute with the bureau first: closed, or more than 45 days old. Attach "
    "your letter, the proof of delivery, their answer and the page of the report.",
    "glba": "Attach their privacy notice, your letter and the proof of delivery.",
    "fipa": "Attach their privacy notice, your letter and the proof of delivery.",
    "tcpa": "Name the day, the hour and the number of each call.",
    "canspam": "Attach the message with its full headers.",
    "cpni": "Attach the carrier's notice and your letter.",
    "shine": "Attach your request and the proof that it arrived.",
    "none": "This office hears it for consumers: it seldom settles a single case. Attach a copy of the privacy notice "
    "with its date. The promise has to stand there word for word.",
    "pipeda": "Write once to the privacy officer before. Attach the request, its date, and the answer or silence.",
    "qc": "For access, correction, deletion and search results it is a request for examination of a disagreement "
    "(demande d'examen de mésentente). Attach the request, the proof of its date, and the refusal.",
    "bc": "Attach the request, and the answer or the day on which it was due.",
    "ab": "Attach the request, and the answer or the day on which it was due: silence after the term is a refusal.",
    "phipa": "Attach the request, and the answer or the day on which it was due.",
    "ca-public": "Attach the request, and the answer or the day on which it was due. The office may want its own form.",
    "qccredit": "The Autorité des marchés financiers (1-877-525-0337) watches how the bureaus work: complain to the "
    "bureau first, then ask it to pass the file on.",
    "oncra": "Attach the request, the answer, and the list of IDs that they asked for.",
    "ca-credit": "Attach the request and the answer. The federal Privacy Commissioner takes it too, within six months.",
    "casl": "Its form on the web takes the message itself with full headers, and the day on which you unsubscribed.",
    "dncl": "Its form on the web and its phone take the day, hour and number of each call.",
    "mx": "Attach the request with its stamp or the proof of its date, the answer or a word that there was none, and "
    "the marked copy of your ID.",
    "mx-public": "The Plataforma Nacional de Transparencia takes it too. Bodies of a state have an authority of that "
    "state.",
    "transparencia": "The Plataforma Nacional de Transparencia takes it too.",
    "sic": "Add the report and what they answered. Where the lender is a shop or a phone firm, Profeco takes it too.",
    "repep": "Profeco wants the day, hour and number of each call, and the proof that your number is on REPEP.",
    "reus": "Condusef wants the day, hour and number of each call, and the number (folio) of your REUS entry.",
    "hipaa": "Attach the request and its date, and the answer, the demand for a fee or the silence.",
    "ferpa": "Attach the school's notice, your letter, and what shows the disclosure or the refusal.",
}


def notes_for(kind: str, request: str, ground: Ground, country: str, language: str) -> tuple[str, ...]:
    """Return the notes on one letter: how sure its ground is, how to send it, and what else to know."""
    out = []
    if ground.law and not ground.sure:
        out.append("The section numbers stand there as far as known; they were not read in the law itself.")
    if ground.probably and ground.right:
        out.append(f"The law probably applies. {ground.right.why}")
    if not ground.law and kind != "complaint":
        out.append("No law of yours was found for this: the letter asks for a courtesy and claims nothing.")
    if kind == "complaint":
        out += [_within(ground.office), _COMPLAINTS.get(ground.family, "")]
    else:
        by_law = _BY_GROUND.get((ground.family, request)) or _BY_FAMILY.get(ground.family, "")
        out.append(_BY_REQUEST.get(request) or by_law)
    if country == "US" and language == "es":
        out.append("Firms in the United States need not answer in Spanish: send the English letter, keep this one.")
    return tuple(note for note in out if note)


def _within(office: Office | None) -> str:
    """Return by when an office takes a complaint: "Within 180 days from when you knew (45 CFR …)."."""
    if not office or not office.within:
        return ""
    return f"Within {in_words(office.within, office.within_kind)} {office.within_from or ''}".rstrip() + "."
