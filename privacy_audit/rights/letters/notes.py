"""What the person should know before sending; none of it stands in the letter. English, as the program is."""

from .grounds import Ground

_BY_GROUND = {
    ("fcra", "access"): "The three large bureaus give the free yearly copy through annualcreditreport.com or its "
    "form; a free letter to them may come back.",
    ("fcra", "freeze"): "By post a bureau needs your Social Security number to find the file: write it by hand on the "
    "printed letter. Web and phone are quicker and ask the same.",
    ("oncra", "freeze"): "The Social Insurance Number is optional: leave it out. Web or phone is quicker.",
    ("glba", "opt-out"): "A bank may insist on the form or phone line of its privacy notice: use that first where "
    "there is one.",
    ("casl", "unsubscribe"): "Send it by the electronic way that the message names: a posted letter starts no term.",
    ("canspam", "unsubscribe"): "Answer to the reply address or the link in the message: post is a fallback.",
    ("usgov", "access"): "Name the system of records if you know it, and sign the declaration by hand.",
    ("ferpa", "opt-out"): "Send it at the start of the school year, within the time that the school's notice names.",
    ("sic", "access"): "The report is free once in twelve months only by e-mail or at the office.",
}
_BY_FAMILY = {
    "state": "Send it by the way that the privacy notice names: sent elsewhere, it may not start the term.",
    "wa": "Send it by the way that the consumer health data privacy policy names.",
    "hipaa": "No reason has to be given, and no number of an ID belongs in it.",
    "mx": "The law wants a copy of an ID with the request: cover all but name, picture and signature, and mark it "
    "for this request only. Print it twice: one copy comes back stamped (acuse).",
    "pipeda": "Address it to the privacy officer; any writing counts.",
    "qc": "Address it to the person in charge of the protection of personal information; an oral request cannot "
    "be taken to the Commission.",
}
_COMPLAINTS = {
    "state": "The Attorney General expects the appeal first, where the law has one.",
    "ccpa": "Complaints to CalPrivacy do not settle your own case; its form on the web takes them.",
    "fcra": "For wrong data the CFPB wants the dispute with the bureau first: closed, or more than 45 days old.",
    "pipeda": "Within six months of the refusal or of the end of the term. Write once to the privacy officer before.",
    "qc": "Within 30 days of the refusal or of the end of the term: it is a request for examination of a "
    "disagreement (demande d'examen de mésentente).",
    "bc": "Within 30 business days.",
    "ab": "Within 30 days of the decision.",
    "mx": "Within 15 business days of the answer, or of the day on which it was due.",
    "hipaa": "Within 180 days of the day on which you knew.",
    "ferpa": "Within 180 days of the day on which you knew.",
}


def notes_for(kind: str, request: str, ground: Ground, country: str, language: str) -> tuple[str, ...]:
    """Return the notes on one letter: how sure its ground is, how to send it, and what else to know."""
    out = []
    if ground.law and not ground.sure:
        out.append("The section numbers stand there as far as known; they were not read in the law itself.")
    if ground.probably and ground.right:
        out.append(f"The law probably applies. {ground.right.why}")
    if not ground.law:
        out.append("No law of yours was found for this: the letter asks for a courtesy and claims nothing.")
    if kind == "complaint":
        out.append(_COMPLAINTS.get(ground.family, ""))
    else:
        out.append(_BY_GROUND.get((ground.family, request)) or _BY_FAMILY.get(ground.family, ""))
    if country == "US" and language == "es":
        out.append("Firms in the United States need not answer in Spanish: send the English letter, keep this one.")
    return tuple(note for note in out if note)
