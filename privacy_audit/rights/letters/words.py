"""Words that all letters of a language share. No-break spaces stand where French typography has them."""

SUBJECT = {"en": "Re:", "fr": "Objet\N{NO-BREAK SPACE}:", "es": "Asunto:"}
SALUTATIONS = {"en": "Dear Sir or Madam:", "fr": "Madame, Monsieur,", "es": "A quien corresponda:"}
CLOSINGS = {
    "en": "Sincerely,",
    "fr": "Veuillez agréer, Madame, Monsieur, mes salutations distinguées.",
    "es": "Atentamente,",
}
ENCLOSURES_LABEL = {"en": "Enclosures:", "fr": "p.\N{NO-BREAK SPACE}j.\N{NO-BREAK SPACE}:", "es": "Anexos:"}
ENCLOSURES = {
    "en": {
        "proof": "copies of what proves it",
        "id-covered": "copy of an ID, numbers covered",
        "proof-of-address": "copy of a bill with my address",
        "theft-report": "copy of the identity theft report",
        "first-letter": "copy of my request",
        "id-marked": "copy of an ID, marked for this request",
    },
    "fr": {
        "proof": "copies des pièces justificatives",
        "id-covered": "copie d'une pièce d'identité, numéros masqués",
        "proof-of-address": "copie d'une facture portant mon adresse",
        "theft-report": "copie du rapport de vol d'identité",
        "first-letter": "copie de ma demande",
        "id-marked": "copie d'une pièce d'identité, marquée pour cette demande",
    },
    "es": {
        "proof": "copias de los documentos que lo acreditan",
        "id-covered": "copia de una identificación, con los números cubiertos",
        "proof-of-address": "copia de un recibo con mi domicilio",
        "theft-report": "copia del reporte de robo de identidad",
        "first-letter": "copia de mi solicitud",
        "id-marked": "copia de identificación, marcada solo para esta solicitud",
        "report": "copia de mi Reporte de Crédito",
    },
}
#: How a later letter names the first one: "my request for …", « ma demande … », "mi solicitud de …".
REQUESTS = {
    "en": {
        "access": "request for access to my personal information", "delete": "request for deletion of my data",
        "opt-out": "opt-out request", "correct": "request for correction", "dispute": "dispute",
        "freeze": "request for a security freeze", "recipients": "request for the recipients of my data",
        "limit-sensitive": "request to limit the use of my sensitive data",
        "portability": "request for a portable copy",
        "withdraw-consent": "withdrawal of consent", "unsubscribe": "unsubscribe request",
        "do-not-call": "request to stop sales calls", "restrict": "request to restrict a use",
        "de-index": "request for removal from search results", "block": "request to block what an identity thief left",
        "drop-follow-up": "request through California's DROP",
        "confidential-messages": "request for messages at another address",
        "question-profiling": "question about a decision made by profiling",
        "theft-records": "request for the records of an identity theft", "takedown": "takedown request",
        "parent-access": "request for access to my child's data",
        "parent-delete": "request for deletion of my child's data", "other": "request",
    },
    "fr": {
        "access": "demande d'accès à mes renseignements personnels", "delete": "demande de suppression",
        "opt-out": "demande de retrait", "correct": "demande de rectification", "dispute": "contestation",
        "freeze": "demande de gel de sécurité", "recipients": "demande sur les destinataires de mes renseignements",
        "portability": "demande de portabilité", "withdraw-consent": "demande de retrait du consentement",
        "unsubscribe": "demande de désabonnement", "limit-sensitive": "demande sur mes renseignements sensibles",
        "do-not-call": "demande de cesser les appels de vente", "restrict": "demande de restriction",
        "de-index": "demande de désindexation",
        "question-profiling": "demande d'explication sur une décision", "other": "demande",
    },
    "es": {
        "access": "solicitud de acceso a mis datos", "delete": "solicitud de eliminación de mis datos",
        "opt-out": "solicitud de exclusión", "correct": "solicitud de corrección", "dispute": "reclamación",
        "freeze": "solicitud de congelamiento de seguridad",
        "recipients": "solicitud sobre los destinatarios de mis datos",
        "limit-sensitive": "solicitud sobre mis datos sensibles", "portability": "solicitud de copia portátil",
        "withdraw-consent": "revocación del consentimiento", "unsubscribe": "solicitud de baja",
        "arco-acceso": "solicitud ARCO de acceso",
        "arco-rectificacion": "solicitud ARCO de rectificación",
        "arco-cancelacion": "solicitud ARCO de cancelación",
        "arco-oposicion": "solicitud ARCO de oposición",
        "do-not-call": "solicitud de no recibir llamadas", "restrict": "solicitud de restricción",
        "de-index": "solicitud de exclusión de los resultados de búsqueda",
        "block": "solicitud de bloqueo por robo de identidad", "drop-follow-up": "solicitud por DROP de California",
        "confidential-messages": "solicitud de comunicaciones confidenciales",
        "question-profiling": "solicitud sobre una decisión automatizada",
        "theft-records": "solicitud de registros por robo de identidad", "takedown": "solicitud de retiro",
        "parent-access": "solicitud de acceso a los datos de una persona menor de edad",
        "parent-delete": "solicitud de eliminación de los datos de una persona menor de edad",
        "other": "solicitud",
    },
}  # fmt: skip
_DAYS = {
    "en": {"calendar": "{} days", "business": "{} business days"},
    "fr": {"calendar": "{} jours", "business": "{} jours ouvrables"},
    "es": {"calendar": "{} días", "business": "{} días hábiles"},
}


def days_in_words(days: int | None, kind: str, language: str) -> str:
    """Return "45 days", "15 business days", or nothing where the law names no term."""
    return _DAYS[language][kind].format(days) if days else ""


def spaced(text: str, language: str) -> str:
    """Return a text with the no-break spaces inside guillemets that French has, also around a law's English name."""
    if language != "fr":
        return text
    return text.replace("« ", "«\N{NO-BREAK SPACE}").replace(" »", "\N{NO-BREAK SPACE}»")
