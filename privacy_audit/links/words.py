"""What is said of an address: to a person beside it, and to a maintainer who is to mend it."""

from datetime import date

from ..dates import short
from ..text import clean, cut
from . import store
from .addresses import host_of, plain_address
from .outcomes import DEAD, DUE_AFTER, FAILED, History, dead_since, outcome

_SUGGESTIONS = {
    DEAD: "look for their new page in a browser; take the address out where there is none",
    "moved": "open it in a browser, and write the new address where it is the same page",
    "missing": "look again on another day; open it in a browser",
    "silent": "look again on another day: one failure says little",
    "certificate": "open it in a browser; do not send people there while it warns",
    "server": "look again on another day",
    "slow": "look again on another day",
    "http": "find a page of theirs with https, or say in the steps that it has none",
    "blocked": "open it in a browser: it refuses programs, so that nothing is known of it",
}


def beside(url: str | None, today: date, results: store.Results | None = None) -> str:
    """Return what a person should know of an address as it was last seen; empty where nothing is amiss or known.

    `results` are the person's looks (`store.of`), else those at the whole catalogue.
    """
    address = plain_address(url or "")
    looks = store.read() if results is None else results
    return of_history(looks.get(address, ()), today) if address else ""


def of_history(history: History, today: date) -> str:
    """Return in words what is amiss with an address, with the day on which that was seen."""
    if not history:
        return ""
    last = history[-1]
    on = short(last.on, today)
    if first := dead_since(history):
        return f"dead since {short(first, today)}: search for their privacy page instead"
    if last.kind in FAILED:
        return f"{'was not there' if last.kind == 'missing' else 'did not answer'} on {on}"
    if last.kind == "moved":
        return f"led to {cut(clean(host_of(last.to)), 60)} on {on}" if last.to else f"had moved on {on}"
    words = {
        "certificate": f"could not prove who it is on {on}: type nothing about yourself there while the browser warns",
        "server": f"had trouble answering on {on}",
    }
    return words.get(last.kind, "")


def suggestion(history: History) -> str:
    """Return what a maintainer can do about an address; empty where nothing is amiss."""
    said = _SUGGESTIONS.get(outcome(history), "")
    last = history[-1]
    if last.kind == "moved" and last.to:
        return f"open it in a browser; if it is the same page, write {last.to}"
    if outcome(history) in FAILED:
        return f"{said} ({short(last.on + DUE_AFTER)} or later)"
    return said
