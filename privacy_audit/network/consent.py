"""Whether a request may leave: what the person is shown, what they answered, and the permit that a gate needs."""

from dataclasses import dataclass
from typing import Protocol

from .errors import NotAllowed, Offline
from .purpose import Purpose

#: Settings of the person: ``network/offline`` ("yes" forbids all), and a standing answer for each purpose.
OFFLINE = "network/offline"
CONSENT = "network/consent/"
#: What may be answered when asked; the first holds for this time only.
ANSWERS = ("once", "always", "never")
ASK = "ask"


class Settings(Protocol):
    """Where settings are kept: the ledger."""

    def setting(self, person: str, name: str, usual: str = "") -> str:
        """Return a setting of the person."""

    def set(self, person: str, name: str, value: str) -> None:
        """Keep a setting of the person."""


@dataclass(frozen=True, slots=True)
class Permit:
    """That the person agreed to this purpose, and how: "once", "always" (a standing consent) or "yes" (``--yes``)."""

    purpose: Purpose
    how: str


def standing(kept: Settings, person: str, purpose: Purpose) -> str:
    """Return what the person said for this purpose: "always", "never", or "ask"."""
    said = kept.setting(person, f"{CONSENT}{purpose.id}", ASK)
    if said == "always" and purpose.each_time:
        return ASK
    return said if said in ("always", "never") else ASK


def keep(kept: Settings, person: str, purpose_id: str, answer: str) -> None:
    """Keep a standing answer, or "ask" to be asked again."""
    kept.set(person, f"{CONSENT}{purpose_id}", answer)


def permit(kept: Settings, person: str, purpose: Purpose, answer: str = "", *, offline: bool = False) -> Permit | None:
    """Return the permit for a purpose, or None where the person has to be asked first.

    `answer` is what they answered when asked, or "yes" where they said so on the command line; a standing answer is
    kept. `offline` forbids all. Raises Offline or NotAllowed.
    """
    if offline:
        raise Offline("Nothing was sent: this run was started offline (--offline, or PRIVACY_AUDIT_OFFLINE).")
    if kept.setting(person, OFFLINE, "") == "yes":
        raise Offline(
            "Nothing was sent: the program is set to stay offline. To change that: privacy-audit network online"
        )
    said = standing(kept, person, purpose)
    if said == "never":
        raise NotAllowed(
            f"Nothing was sent: you said never to this ({purpose.id}). "
            f"To be asked again: privacy-audit network consent {purpose.id} ask"
        )
    if answer == "never":
        keep(kept, person, purpose.id, answer)
        raise NotAllowed(
            "Nothing was sent, and you will not be asked for this again. "
            f"To change that: privacy-audit network consent {purpose.id} ask"
        )
    if answer == "always" and not purpose.each_time:
        keep(kept, person, purpose.id, answer)
    if answer in ("once", "always", "yes"):
        return Permit(purpose, "once" if answer == "always" and purpose.each_time else answer)
    return Permit(purpose, "always") if said == "always" else None


def shown(purpose: Purpose, way: str = "") -> list[tuple[str, str]]:
    """Return what the person is shown before a request leaves: names and texts. `way` is the proxy in words."""
    hosts = sorted(purpose.hosts)
    few = ", ".join(hosts[:3]) + (f" and {len(hosts) - 3:,} more" if len(hosts) > 3 else "")
    lines = [
        ("Goes to", f"{few} ({', '.join(purpose.methods)}, by https)"),
        ("Sends", purpose.sends),
        ("Can reveal", purpose.reveals),
        ("For", purpose.why),
    ]
    return lines + ([("By way of", way)] if way else [])
