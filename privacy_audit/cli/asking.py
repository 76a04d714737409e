"""Asking before anything leaves: what goes where is said on stderr, and one word of the person decides."""

import sys
from collections.abc import Callable
from typing import Any

import click

from ..network import consent
from ..network.consent import Permit
from ..network.errors import NotAllowed
from ..network.purpose import Purpose
from ..session import Session
from .context import State
from .output import warn

_NOBODY = (
    "Nothing was sent: there is no terminal to ask on. To agree beforehand, add --yes{standing}. "
    "What would be sent: {what}"
)
_STANDING = ", or keep a standing consent: privacy-audit network consent {id} always"
_NOT_NOW = "Nothing was sent: you were asked and did not agree."
_TRIES = 3
#: What may be typed, by its first letters; enter alone is no.
_WORDS = {"once": "once", "yes": "once", "always": "always", "never": "never"}
_WORDS_EACH_TIME = {"yes": "once", "once": "once"}


def network_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command of the network its ``--yes``, received as `yes`."""
    words = "Agree beforehand to what would be sent; it is named on stderr all the same."
    return click.option("--yes", is_flag=True, help=words)(command)


def permit(state: State, session: Session, purpose: Purpose, yes: bool) -> Permit:
    """Return the permit for a purpose: say what goes where, and ask where the person has not agreed beforehand.

    Call it before `asyncio.run`: so nothing of the network is loaded or opened before the person agreed. Raises
    Offline, NotAllowed, LedgerError; click.ClickException where there is nobody to ask.
    """
    kept, person = session.ledger, session.person.id
    found = consent.permit(kept, person, purpose, "yes" if yes else "", offline=state.offline)
    if found and found.how == "always":
        warn(_in_a_line(purpose))
        return found
    if not found and not _is_terminal():
        raise click.ClickException(_nobody(purpose))
    _show(session, purpose)
    if found:
        return found
    answer = _ask(purpose)
    agreed = consent.permit(kept, person, purpose, answer) if answer else None
    if agreed is None:
        raise NotAllowed(_NOT_NOW)
    return agreed


def _show(session: Session, purpose: Purpose) -> None:
    from ..network.opening import way

    warn(f"{purpose.title}.")
    for name, text in consent.shown(purpose, way(session.ledger, session.person.id)):
        warn(f"{name}: {text}")


def _in_a_line(purpose: Purpose) -> str:
    facts = dict(consent.shown(purpose))
    return f"{purpose.title} (you agreed to always): to {facts['Goes to']}; sends {purpose.sends}."


def _nobody(purpose: Purpose) -> str:
    standing = "" if purpose.each_time else _STANDING.format(id=purpose.id)
    facts = dict(consent.shown(purpose))
    return _NOBODY.format(standing=standing, what=f"{purpose.sends}; to {facts['Goes to']}.")


def _ask(purpose: Purpose) -> str:
    """Return "once", "always", "never", or nothing for not now."""
    words = _WORDS_EACH_TIME if purpose.each_time else _WORDS
    choice = "Send it? yes, or enter for no" if purpose.each_time else "Send it? once, always, never, or enter for no"
    for _ in range(_TRIES):
        try:
            typed = click.prompt(choice, default="", show_default=False, err=True).strip().lower()
        except click.Abort:
            return ""
        if typed in ("", "no"):
            return ""
        if purpose.each_time and typed == "n":
            return ""
        for word, answer in words.items():
            if word.startswith(typed):
                return answer
        warn("Please type one of these words, or its first letter.")
    return ""


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()
