"""A letter as a value, and what is told to it: the person's fields, and what happened before."""

from dataclasses import dataclass
from datetime import date

from ...catalog.catalog import CatalogError


class LetterError(CatalogError):
    """A letter cannot be written; the message says why and what to do instead."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A file that the person keeps as evidence: its name, its day, its SHA-256."""

    name: str
    on: date
    sha256: str


@dataclass(frozen=True, slots=True)
class History:
    """What happened before: when it was sent and received, what they answered, what proves it."""

    sent: date | None = None
    received: date | None = None
    reference: str = ""
    extended: bool = False
    refused: date | None = None
    reason: str = ""
    followed_up: date | None = None
    evidence: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter, clean and complete but for the gaps named in `missing`. Nothing in it is markup.

    `body` are paragraphs; one whose lines begin with "- " is a list. `disclosed` are the person's fields that
    stand in it, `withheld` those that were given and do not belong there, `notes` are for the person alone.
    """

    kind: str
    language: str
    country: str
    law: str
    sender: tuple[str, ...]
    date_line: str
    to: tuple[str, ...]
    email: str
    subject_label: str
    subject: str
    salutation: str
    body: tuple[str, ...]
    closing: str
    signature: str
    enclosures_label: str
    enclosures: tuple[str, ...]
    disclosed: tuple[str, ...]
    missing: tuple[str, ...]
    withheld: tuple[str, ...]
    notes: tuple[str, ...]
    office_url: str = ""

    @property
    def subject_line(self) -> str:
        """The subject with its word before it, as the language has it: "Re: …", "Objet : …", "Asunto: …"."""
        return f"{self.subject_label} {self.subject}"
