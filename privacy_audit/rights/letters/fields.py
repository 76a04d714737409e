"""The person's fields in a letter: given ones are noted as disclosed, missing ones stand as marked gaps."""

from ...text import clean
from .kinds import Kind

#: For each field its label in a list, and what a gap says, in the three languages.
WORDS = {
    "name": (("Name", "your name"), ("Nom", "votre nom"), ("Nombre", "su nombre completo")),
    "email": (("E-mail", "your e-mail address"), ("Courriel", "votre adresse courriel"),
              ("Correo electrónico", "su correo electrónico")),
    "address": (("Address", "your postal address"), ("Adresse", "votre adresse postale"),
                ("Domicilio", "su domicilio")),
    "phone": (("Phone", "your phone number"), ("Téléphone", "votre numéro de téléphone"),
              ("Teléfono", "su teléfono")),
    "account": (("Customer number", "your customer number"), ("Numéro de client", "votre numéro de client"),
                ("Número de cliente", "su número de cliente")),
    "username": (("User name", "your user name"), ("Nom d'utilisateur", "votre nom d'utilisateur"),
                 ("Nombre de usuario", "su nombre de usuario")),
    "listing-url": (("Address of the listing", "the web address of your listing"),
                    ("Adresse de la fiche", "l'adresse web de votre fiche"),
                    ("Dirección de la ficha", "la dirección web de su ficha")),
    "date-of-birth": (("Date of birth", "your date of birth"), ("Date de naissance", "votre date de naissance"),
                      ("Fecha de nacimiento", "su fecha de nacimiento")),
    "former-address": (("Earlier address", "your address of the last two years"),
                       ("Adresse précédente", "votre adresse des deux dernières années"),
                       ("Domicilio anterior", "su domicilio de los últimos dos años")),
    "former-name": (("Earlier name", "your earlier name"), ("Nom antérieur", "votre nom antérieur"),
                    ("Nombre anterior", "su nombre anterior")),
    "report-number": (("Report number", "the number of the report"), ("Numéro du rapport", "le numéro du rapport"),
                      ("Folio del reporte", "el folio del reporte")),
    "place": (("Place", "your city"), ("Lieu", "votre ville"), ("Lugar", "su ciudad")),
    "wrong": (("What is wrong", "what is wrong"), ("Ce qui est faux", "ce qui est faux"),
              ("Lo incorrecto", "el dato incorrecto")),
    "right": (("What is right", "what is right"), ("Ce qui est exact", "ce qui est exact"),
              ("Lo correcto", "el dato correcto")),
    "reason": (("Reason", "your reason, in one sentence"), ("Motif", "votre motif, en une phrase"),
               ("Causa", "la causa, en una frase")),
    "calls": (("Calls", "the day, the hour and the number of each call"),
              ("Appels", "la date, l'heure et le numéro de chaque appel"),
              ("Llamadas", "la fecha, la hora y el número de cada llamada")),
    "promise": (("What they promise", "what their privacy notice promises, word for word"),
                ("Ce qu'ils promettent", "ce que promet leur avis de confidentialité, mot à mot"),
                ("Lo que prometen", "lo que promete su aviso de privacidad, palabra por palabra")),
    "limit": (("What should stay with you", "what should not be passed on, of which day, and to whom"),
              ("Ce qui doit rester chez vous", "ce qui ne doit pas être transmis, de quel jour, et à qui"),
              ("Lo que no debe transmitirse", "lo que no debe transmitirse, de qué día y a quién")),
    "reach": (("How to reach me", "where and how they may reach you"),
              ("Comment me joindre", "où et comment vous joindre"),
              ("Cómo comunicarse conmigo", "dónde y cómo pueden comunicarse con usted")),
    "decision": (("The decision", "which decision, and of which day"),
                 ("La décision", "quelle décision, et de quel jour"),
                 ("La decisión", "qué decisión y de qué día")),
    "child-account": (("Child's account", "the child's user name or e-mail address"),
                      ("Compte de l'enfant", "le nom d'utilisateur ou le courriel de l'enfant"),
                      ("Cuenta del menor", "el nombre de usuario o correo del menor")),
    "birth-place": (("Place of birth", "your place of birth"), ("Lieu de naissance", "votre lieu de naissance"),
                    ("Lugar de nacimiento", "su lugar de nacimiento")),
    "student-number": (("Student number", "the student's number"), ("Numéro d'étudiant", "le numéro d'étudiant"),
                       ("Número de estudiante", "su número de estudiante")),
    "org-name": (("Who they are", "the name of the office or firm"),
                 ("Qui ils sont", "le nom du bureau ou de l'entreprise"),
                 ("Quiénes son", "el nombre de la oficina o empresa")),
    "org-address": (("Their address", "their postal address"), ("Leur adresse", "leur adresse postale"),
                    ("Su domicilio", "el domicilio del responsable")),
    "sent": (("Sent", "the day you sent it"), ("Envoyée", "la date d'envoi"), ("Enviada", "la fecha de envío")),
}  # fmt: skip
_COLUMN = {"en": 0, "fr": 1, "es": 2}
#: These stand in sentences of their own, not in the list by which a record is found.
_IN_SENTENCES = ("wrong", "right", "reason", "calls", "promise", "limit", "reach", "decision")
#: Under which name of checklists/fields.toml a field is told; what only this letter is about is told under none.
_TOLD_AS = {
    "account": "account-number", "former-address": "address", "former-name": "name", "place": "city",
    "child-account": "username", "student-number": "student-id", "wrong": "", "right": "", "reason": "", "calls": "",
    "promise": "", "limit": "", "reach": "", "decision": "", "org-name": "",
}  # fmt: skip


def label(field: str, language: str) -> str:
    """Return the label of a field in a list."""
    return WORDS[field][_COLUMN[language]][0]


def gap(field: str, language: str) -> str:
    """Return the marked gap for a field: "[your name]"."""
    return f"[{WORDS[field][_COLUMN[language]][1]}]"


class Fields:
    """What a template asks the person's fields for; it remembers what was shown and what was missing."""

    def __init__(self, given: dict[str, str], kind: Kind, language: str):
        clean_given = {name: clean(value, 300) for name, value in given.items()}
        allowed = {*kind.needs, *kind.may, "place", "reason", "org-name"}
        self._given = {name: text for name, text in clean_given.items() if text and name in allowed}
        self.withheld = tuple(name for name, text in clean_given.items() if text and name not in allowed)
        self._kind, self._language = kind, language
        self._shown: list[str] = []
        self.missing: list[str] = []

    def __getitem__(self, field: str) -> str:
        value = self._given.get(field, "")
        noted = self._shown if value else self.missing
        if field not in noted:
            noted.append(field)
        return value or gap(field, self._language)

    @property
    def disclosed(self) -> tuple[str, ...]:
        """What the letter gives away, by the catalogue's names of fields."""
        told = (_TOLD_AS.get(field, field) for field in self._shown)
        return tuple(dict.fromkeys(field for field in told if field))

    def has(self, field: str) -> bool:
        """Whether a field was given and belongs in this letter."""
        return field in self._given

    def label(self, field: str) -> str:
        """Return the label of a field in the letter's language."""
        return label(field, self._language)

    def rows(self) -> list[tuple[str, str]]:
        """Return (label, value or gap) for all by which the record is found."""
        names = [name for name in self._kind.needs if name not in _IN_SENTENCES]
        names += [name for name in self._kind.may if self.has(name) and name not in names]
        return [(label(name, self._language), self[name]) for name in names]
