"""Known breaches on the command line: which concern organisations that hold you, a password, an address."""

from collections.abc import Coroutine, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

import click

from .. import folders
from ..audit.life import sentence, tasks_of
from ..audit.report import names
from ..breaches import accounts, asking, kept, keys, matching, passwords, wording
from ..breaches.breach import Breach
from ..breaches.errors import NotTheList
from ..breaches.kept import Kept
from ..breaches.matching import Domains, Found, Match
from ..breaches.reading import newest_first
from ..network.consent import Permit
from ..network.purposes import ACCOUNT, BREACHES, PASSWORDS
from ..session import Session
from ..text import clean, fold
from . import hidden
from .asking import network_options, permit
from .context import State, day_option, json_option, pass_state
from .output import as_json as print_json
from .output import paragraph, say, table, warn

Result = TypeVar("Result")


@click.group(
    invoke_without_command=True, epilog="Example: privacy-audit breaches, then privacy-audit breaches --record NAME"
)
@click.option("--fetch", is_flag=True, help="Download the list anew, though one is kept.")
@click.option("--all", "whole", is_flag=True, help="The whole list, not only who holds you.")
@click.option("--find", "words", metavar="TEXT", help="Only those with this in their name or site.")
@click.option(
    "--since", callback=day_option, metavar="DATE", help="Only those that happened or became known since: YYYY-MM-DD."
)
@click.option("--record", "name", metavar="NAME", help="Record one as a change in your life, and show what to do.")
@network_options
@json_option
@pass_state
@click.pass_context
def breaches(
    ctx: click.Context,
    state: State,
    fetch: bool,
    whole: bool,
    words: str | None,
    since: date | None,
    name: str | None,
    yes: bool,
    as_json: bool,
) -> None:
    """Show which known breaches were at organisations that you said hold you, and when you had said so.

    The list of Have I Been Pwned is downloaded whole and compared on this machine: nothing about you is sent. It says
    who leaked, not whose data were in it. It is kept; --fetch downloads it anew.
    """
    if ctx.invoked_subcommand:
        return
    session = state.session()
    known = _list(state, session, fetch, yes)
    if name is not None:
        _record(session, _found(session, known.breaches), name, as_json)
        return
    chosen = [one for one in newest_first(known.breaches) if _wanted(one, words, since)]
    found = _found(session, chosen)
    if whole:
        _show_all(session, known, chosen, found, as_json)
    else:
        _show(session, known, found, as_json)


@breaches.command(epilog="Example: privacy-audit breaches password")
@click.option(
    "--password-fd", type=click.IntRange(0), metavar="N", help="Read the password from this open file descriptor."
)
@network_options
@json_option
@pass_state
def password(state: State, password_fd: int | None, yes: bool, as_json: bool) -> None:
    """Ask whether a password is among those known from breaches.

    It is typed without being shown and never leaves: of its SHA-1 hash the first 5 of 40 characters do, and the rest is
    compared here. Nothing of it is kept.
    """
    session = state.session()
    found = passwords.digest(hidden.secret(password_fd, "--password-fd", "password"))
    allowed = permit(state, session, replace(PASSWORDS, sends=passwords.leaving(found)), yes)
    seen = _run(_times_seen(session, allowed, found))
    if as_json:
        print_json({"sent": found.sent, "known": seen > 0, "seen": seen})
    else:
        say(passwords.verdict(seen))


@breaches.command(epilog="Example: privacy-audit breaches account")
@click.argument("address", required=False)
@click.option("--key-fd", type=click.IntRange(0), metavar="N", help="Read your key from this open file descriptor.")
@network_options
@json_option
@pass_state
def account(state: State, address: str | None, key_fd: int | None, yes: bool, as_json: bool) -> None:
    """Ask in which breaches an e-mail address was found, with your own key to Have I Been Pwned.

    The address leaves, so you are asked each time. Without ADDRESS you are asked for it, which keeps it out of your
    shell's history. A key costs money (https://haveibeenpwned.com/API/Key); it is asked for, or taken from the keyring.
    """
    session = state.session()
    about = accounts.address_of(address if address is not None else _typed_address())
    key = accounts.key_of(_key(session, key_fd))
    allowed = permit(state, session, replace(ACCOUNT, sends=accounts.leaving(about)), yes)
    answer = _run(_of_address(session, allowed, about, key))
    found = newest_first(answer.breaches)
    ours = {match.breach.name: match for match in _all_of(_found(session, found))}
    if as_json:
        listed = [_breach_row(session, one, ours.get(one.name)) for one in found]
        print_json({"address": about, "breaches": listed, "skipped": answer.skipped, "not_shown": wording.NOT_SHOWN})
        return
    say(f"{accounts.verdict(answer)} {wording.NOT_SHOWN}")
    for one in found:
        _say_breach(session, one, ours.get(one.name))
    _say_skipped(answer.skipped)


@breaches.group(epilog="Example: privacy-audit breaches key set")
def key() -> None:
    """Keep your key to Have I Been Pwned in the system's keyring, or take it out."""


@key.command("set", epilog="Example: privacy-audit breaches key set")
@click.option("--key-fd", type=click.IntRange(0), metavar="N", help="Read your key from this open file descriptor.")
@pass_state
def set_key(state: State, key_fd: int | None) -> None:
    """Give your key to the system's keyring; the ledger only keeps that it is there."""
    session = state.session()
    given = accounts.key_of(hidden.secret(key_fd, "--key-fd", "key"))
    keys.keep(session.ledger, session.person.id, given)
    say("kept: your key, in the system's keyring")


@key.command("forget", epilog="Example: privacy-audit breaches key forget")
@pass_state
def forget_key(state: State) -> None:
    """Take your key out of the system's keyring."""
    session = state.session()
    gone = keys.forget(session.ledger, session.person.id)
    say("taken out: your key, of the system's keyring" if gone else "No key of yours is in the keyring.")


# Asking


def _list(state: State, session: Session, fetch: bool, yes: bool) -> Kept:
    """Return the list that is kept, or a new one where there is none or it is wanted."""
    try:
        known = kept.load(folders.public())
    except NotTheList as error:
        warn(error)
        known = None
    if known and not fetch:
        return known
    allowed = permit(state, session, BREACHES, yes)
    known = _run(_download(session, allowed))
    warn(f"downloaded: {kept.from_when(known, session.today)}")
    return known


async def _download(session: Session, allowed: Permit) -> Kept:
    async with _gate(session, allowed) as gate:
        return await asking.download(gate, folders.public(), session.today)


async def _times_seen(session: Session, allowed: Permit, found: passwords.Digest) -> int:
    async with _gate(session, allowed) as gate:
        return await asking.times_seen(gate, found)


async def _of_address(session: Session, allowed: Permit, about: str, key: str):
    async with _gate(session, allowed) as gate:
        return await asking.of_address(gate, about, key)


def _gate(session: Session, allowed: Permit):
    from ..network.opening import open_gate

    return open_gate(session.ledger, session.person.id, allowed, session.today)


def _run(asking: "Coroutine[object, object, Result]") -> "Result":
    """Ask, once the person agreed; asyncio brings ssl along, which a list that is kept does without."""
    import asyncio

    return asyncio.run(asking)


def _typed_address() -> str:
    if not hidden.is_terminal():
        raise click.ClickException("No address came: nothing was sent. Run this on a terminal, or give ADDRESS.")
    return click.prompt("E-mail address", err=True)


def _key(session: Session, handle: int | None) -> str:
    given = "" if handle is not None else keys.kept(session.ledger, session.person.id)
    return given or hidden.secret(handle, "--key-fd", "key to Have I Been Pwned")


# Choosing and showing


def _wanted(breach: Breach, words: str | None, since: date | None) -> bool:
    text = fold(f"{breach.name} {breach.title} {breach.domain}")
    late = since is None or max(breach.on, breach.added or breach.on) >= since
    return late and (words is None or fold(clean(words)) in text)


def _found(session: Session, chosen: Sequence[Breach]) -> Found:
    events = session.ledger.standing_events(session.person.id)
    return matching.found(session.catalog, session.standing, events, chosen)


def _all_of(found: Found) -> tuple[Match, ...]:
    return (*found.matches, *found.apart)


def _show(session: Session, known: Kept, found: Found, as_json: bool) -> None:
    if as_json:
        more = {
            "matches": [_match_row(session, one) for one in found.matches],
            "apart": [_match_row(session, one) for one in found.apart],
        }
        print_json(_about_list(session, known) | more)
        return
    say(wording.summary(found.matches))
    for match in found.matches:
        _say_breach(session, match.breach, match)
    if found.apart:
        say("Apart: these name a site of theirs, but are no leak of them:")
        for match in found.apart:
            _say_breach(session, match.breach, match)
    warn(f"{kept.from_when(known, session.today)}. {wording.NOT_WHOSE}")
    _say_skipped(known.skipped)


def _show_all(session: Session, known: Kept, chosen: Sequence[Breach], found: Found, as_json: bool) -> None:
    ours = {match.breach.name: match for match in _all_of(found)}
    domains = Domains(session.catalog)
    if as_json:
        said = [_breach_row(session, one, ours.get(one.name)) | {"catalogue": domains.of(one.domain)} for one in chosen]
        print_json(_about_list(session, known) | {"breaches": said})
        return
    rows = []
    for one in chosen:
        whose = "holds you" if one.name in ours else ", ".join(domains.of(one.domain)[:1])
        rows.append((one.on, one.title, one.domain, f"{one.accounts:,}", wording.what(one, 3), whose))
    if rows:
        table(rows, ("leaked", "name", "site", "accounts", "what", "in the catalogue"), right=(3,), stretch=4)
    else:
        say("Nothing of the list is like that.")
    warn(kept.from_when(known, session.today))


def _say_breach(session: Session, breach: Breach, match: Match | None) -> None:
    """Print one breach: its name, when and what, and what has to be known of it."""
    whose = f"{session.catalog.get(match.organisation).name}: " if match else ""
    say(f"{whose}{breach.title} ({breach.name}), {wording.month(breach.on)}{_recorded_words(match)}")
    if match:
        paragraph(wording.when(match), "  ")
    paragraph(f"Leaked: {wording.what(breach)}; {wording.size(breach)}.", "  ")
    if match and match.also:
        paragraph(f"Same site: {', '.join(session.catalog.get(id).name for id in match.also)}.", "  ")
    for remark in wording.remarks(breach, match.by if match else "domain"):
        paragraph(remark, "  ")


def _recorded_words(match: Match | None) -> str:
    return " · recorded" if match and match.recorded else ""


def _say_skipped(number: int) -> None:
    if number:
        warn(f"{number:,} of its entries could not be read and were left out.")


def _about_list(session: Session, known: Kept) -> dict:
    return {
        "today": session.today, "person": session.person.label, "downloaded": known.on,
        "old": known.is_old(session.today), "known": len(known.breaches), "skipped": known.skipped,
    }  # fmt: skip


def _facts(breach: Breach) -> dict:
    return {
        "breach": breach.name, "title": breach.title, "domain": breach.domain or None, "on": breach.on,
        "added": breach.added, "accounts": breach.accounts, "leaked": list(breach.leaked),
        "verified": breach.verified, "sensitive": breach.sensitive, "retired": breach.retired,
        "apart": breach.apart or None,
    }  # fmt: skip


def _breach_row(session: Session, breach: Breach, match: Match | None) -> dict:
    return _facts(breach) | {"about": breach.about, "yours": _match_row(session, match) if match else None}


def _match_row(session: Session, match: Match) -> dict:
    told = match.telling
    return _facts(match.breach) | {
        "organisation": match.organisation, "name": session.catalog.get(match.organisation).name,
        "also": list(match.also), "matched_by": match.by, "told": told.how, "told_since": told.since,
        "told_before": match.told_before, "ended": told.ended, "recorded": match.recorded,
        "text": wording.when(match), "remarks": wording.remarks(match.breach, match.by),
    }  # fmt: skip


# Recording


def _record(session: Session, found: Found, name: str, as_json: bool) -> None:
    match = found.find(clean(name))
    written = matching.record(session, match)
    life = next(one for one in session.standing.life if one.event == written.id)
    left = tasks_of(session.catalog, session.standing, life)
    if as_json:
        todo = [{"key": task.key, "because": task.because, "redo": task.redo, "by": task.by} for task in left]
        print_json({"breach": match.breach.name, "organisation": match.organisation, "on": life.on, "todo": todo})
        return
    say(f"recorded: {sentence(session.catalog, life)} · undo takes it back")
    for task in left:
        who, title = names(session.catalog, task.key)
        say(f"- {who}: {title} ({task.key})")
    for line in session.catalog.life_change(matching.CHANGE).advice:
        say(f"- {line}")
