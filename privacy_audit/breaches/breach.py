"""One breach as Have I Been Pwned describes it."""

from dataclasses import dataclass
from datetime import date

#: Why an entry is no leak of the organisation whose domain it names, by its mark, the gravest first.
APART = {
    "fabricated": "thought to be made up",
    "stealer-log": "taken from infected devices, not from them",
    "malware": "gathered by malicious software, not taken from them",
    "spam-list": "a list that spam was sent with, not a leak of theirs",
}
#: Further marks that an entry may have.
VERIFIED, SENSITIVE, RETIRED = "verified", "sensitive", "retired"
MARKS = (VERIFIED, SENSITIVE, RETIRED, *APART)


@dataclass(frozen=True, slots=True)
class Breach:
    """One breach. `name` is stable; `on` is about when it happened, `added` when it became part of the list.

    `accounts` counts the addresses in it, `leaked` says what kinds of data. All texts are clean and plain.
    """

    name: str
    title: str
    domain: str
    on: date
    added: date | None = None
    accounts: int = 0
    about: str = ""
    leaked: tuple[str, ...] = ()
    marks: frozenset[str] = frozenset()

    @property
    def verified(self) -> bool:
        """Whether those who keep the list checked that it is genuine."""
        return VERIFIED in self.marks

    @property
    def sensitive(self) -> bool:
        """Whether it is left out when somebody asks about an address, since being in it says a lot."""
        return SENSITIVE in self.marks

    @property
    def retired(self) -> bool:
        """Whether those who keep the list took the data out for good; the leak happened all the same."""
        return RETIRED in self.marks

    @property
    def apart(self) -> str:
        """Why it is no leak of the organisation with this domain, in words; nothing for a breach proper."""
        return next((words for mark, words in APART.items() if mark in self.marks), "")
