"""A calendar server of the person's: set up, push what is due, take ticks back."""

from collections.abc import Coroutine
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..dates import short
from ..exports.calendar import TELLS
from ..ledger.errors import LedgerError
from ..network.caldav import Calendar, Client
from ..network.consent import Permit
from ..network.purposes import calendars
from ..pushing import account as accounts
from ..pushing import push as pushing
from ..pushing import ticks, wording
from ..pushing.account import Account, CalendarError
from ..pushing.plan import Step
from ..pushing.ticks import Tick
from ..session import Session
from ..text import clean, count
from . import hidden
from .asking import network_options, permit
from .context import State, json_option, pass_state
from .output import as_json as print_json
from .output import say, warn

if TYPE_CHECKING:
    from ..network.gate import Gate

T = TypeVar("T")

_password_option = click.option(
    "--password-fd", type=click.IntRange(0), metavar="N", help="Read the app password from this open file descriptor."
)


@click.group(epilog="Example: privacy-audit calendar set https://cloud.example/remote.php/dav --user ann")
def calendar() -> None:
    """Keep what is due in a calendar of yours on a CalDAV server (Nextcloud, Radicale), and see what you ticked there.

    Only entries that this program wrote are touched. What you change there is never overwritten.
    """


def _run(work: Coroutine[Any, Any, T]) -> T:
    import asyncio

    return asyncio.run(work)


def _gate(session: Session, allowed: Permit) -> "Gate":
    from ..network.opening import open_gate

    return open_gate(session.ledger, session.person.id, allowed, session.today)


@calendar.command("set", epilog="Example: privacy-audit calendar set cloud.example/remote.php/dav --user ann")
@click.argument("url")
@click.option("--user", required=True, metavar="NAME", help="Your user name there.")
@click.option("--collection", metavar="NAME", help="Which calendar, by its name or address, where there are several.")
@click.option(
    "--tells", type=click.Choice(TELLS), help='What entries say: names organisations, or only "3 things due".'
)
@click.option("--keyring/--no-keyring", default=True, help="Keep the password in this system's keyring, or nowhere.")
@_password_option
@network_options
@pass_state
def set_up(
    state: State,
    url: str,
    user: str,
    collection: str | None,
    tells: str | None,
    keyring: bool,
    password_fd: int | None,
    yes: bool,
) -> None:
    """Choose a calendar: asks the server which ones take to-dos. URL is the address of the server or of a calendar.

    Make an app password in your account's settings there. It is asked for, and kept in this system's keyring or
    nowhere; never in the ledger.
    """
    session = state.session()
    before = accounts.account(session)
    chosen = Account(
        accounts.address(url), accounts.user_name(user), "", tells or (before.tells if before else TELLS[0])
    )
    accounts.agree_anew(session, chosen)
    allowed = permit(state, session, calendars(chosen.host), yes)
    secret = accounts.password(hidden.secret(password_fd, "--password-fd", "app password"))
    found = _run(_find(session, allowed, chosen, secret))
    one = _choose(found, collection)
    chosen = replace(chosen, url=one.url, name=one.name)
    problem = accounts.into_keyring(chosen, secret) if keyring else "as you wished"
    accounts.keep(session, replace(chosen, in_keyring=not problem))
    say(f"Calendar: {one.name}, {one.url}")
    say("The password is in this system's keyring." if not problem else f"The password is kept nowhere: {problem}.")
    say("Next: privacy-audit calendar push --dry-run")


async def _find(session: Session, allowed: Permit, chosen: Account, secret: str) -> list[Calendar]:
    async with _gate(session, allowed) as gate:
        return await Client(gate, chosen.user, secret).calendars(chosen.url)


def _choose(found: list[Calendar], wanted: str | None) -> Calendar:
    """Return the calendar meant; asks where several take to-dos."""
    fitting = accounts.fitting(found)
    if wanted is not None:
        return accounts.named(fitting, wanted)
    if len(fitting) == 1:
        return fitting[0]
    if not hidden.is_terminal():
        names = ", ".join(one.name for one in fitting)
        raise CalendarError(f"Several calendars there take to-dos: {clean(names, 300)}. Say which: --collection NAME")
    for number, one in enumerate(fitting, 1):
        say(f"{number:>3}  {one.name}  {one.url}")
    return fitting[click.prompt("Which one?", type=click.IntRange(1, len(fitting)), err=True) - 1]


@calendar.command(epilog="Example: privacy-audit calendar push --dry-run, then privacy-audit calendar push")
@click.option("--dry-run", is_flag=True, help="Look what the server has, and say what would be done. Writes nothing.")
@click.option("--again", is_flag=True, help="Also write anew what you removed there.")
@_password_option
@network_options
@json_option
@pass_state
def push(state: State, dry_run: bool, again: bool, password_fd: int | None, yes: bool, as_json: bool) -> None:
    """Bring the calendar into step with what is due, and show what you ticked there.

    A tick says that something was done, not what: what it may mean is shown with the command that records it. Only
    where there is one meaning, that something begun was sent, it is recorded: after a question, or with --yes.
    What you changed or removed there stays so.
    """
    session = state.session()
    session.freshen_due()
    account = accounts.demanded(session)
    allowed = permit(state, session, account.purpose, yes)
    secret = _secret(account, password_fd)
    steps, met, recorded = _run(_push(session, allowed, account, secret, dry_run, again, yes))
    ticked = ticks.of(session, steps)
    if as_json:
        print_json(wording.as_json(session, steps, met, ticked, recorded, dry_run))
    else:
        _tell(session, steps, met, ticked, recorded, dry_run)


async def _push(
    session: Session, allowed: Permit, account: Account, secret: str, dry: bool, again: bool, yes: bool
) -> tuple[list[Step], list[Step], list[Tick]]:
    """Look, take what was ticked, write; return the steps, those that met somebody else's change, what was recorded."""
    async with _gate(session, allowed) as gate:
        client = Client(gate, account.user, secret)
        steps = await pushing.compare(session, client, account, again)
        if dry:
            return steps, [], []
        recorded = [tick for tick in ticks.of(session, steps) if tick.sure and _record(session, tick, yes)]
        if recorded:
            steps = await pushing.compare(session, client, account, again)
        outcome = await pushing.carry_out(session, client, account, steps, _progress)
        return outcome.done, outcome.met, recorded


def _record(session: Session, tick: Tick, yes: bool) -> bool:
    """Record what a tick means, where the person agrees; one that cannot be recorded is left."""
    asked = f"{wording.tick_line(tick, session.today)}. Record {tick.key} {tick.sure}?"
    if not yes and not (hidden.is_terminal() and click.confirm(clean(asked, 400), err=True)):
        return False
    try:
        session.record(tick.key, tick.sure, tick.on)
    except LedgerError as error:
        warn(f"Not recorded: {error}")
        return False
    return True


def _progress(done: int, total: int) -> None:
    if done and done % 25 == 0:
        warn(f"{done} of {total} entries …")


def _secret(account: Account, handle: int | None) -> str:
    kept = accounts.from_keyring(account) if handle is None else None
    return accounts.password(kept or hidden.secret(handle, "--password-fd", "app password"))


def _tell(
    session: Session, steps: list[Step], met: list[Step], ticked: list[Tick], recorded: list[Tick], dry: bool
) -> None:
    for tick in recorded:
        say(f"Recorded: {tick.key} {tick.sure}, {short(tick.on, session.today)}, as you ticked it · undo takes it back")
    if dry:
        for step in steps:
            if step.what in ("create", "update", "delete"):
                on = step.wanted.day.isoformat() if step.wanted else ""
                say(f"{step.what:<8} {on:<12} {wording.text_of(step)}")
    say(wording.summary(steps, met, dry))
    for tick in ticked:
        say(wording.tick_line(tick, session.today))
        for words, command in wording.meaning_lines(tick):
            say(f"    {words}: {command}")
    for step in steps:
        if step.what == "kept":
            say(wording.kept_line(step))
    away = [step for step in steps if step.what == "away"]
    if away:
        say(f"{count(len(away), 'entry', 'entries')} that you removed there: not written again. With --again they are.")


@calendar.command(epilog="Example: privacy-audit calendar status")
@json_option
@pass_state
def status(state: State, as_json: bool) -> None:
    """Show which calendar is set up and what the next push would send, as far as is known here. Sends nothing."""
    session = state.session()
    session.freshen_due()
    account = accounts.demanded(session)
    lines = wording.beforehand(pushing.wanted(session, account.tells), pushing.known(session, account))
    if as_json:
        entries = [{"uid": one.uid, "on": one.on, "text": one.text, "state": one.state} for one in lines]
        print_json(
            {
                "url": account.url, "name": account.name, "user": account.user, "tells": account.tells,
                "keyring": account.in_keyring, "entries": entries,
            }
        )  # fmt: skip
        return
    say(f"Calendar: {account.name}, {account.url}, as {account.user}")
    say(f"Tells: {wording.TELLS_WORDS[account.tells]}")
    say("Password: in this system's keyring" if account.in_keyring else "Password: asked for each time")
    for one in lines:
        say(f"{short(one.on, session.today):<12} {one.text} ({one.state})")


@calendar.command(epilog="Example: privacy-audit calendar forget --remove-entries")
@click.option(
    "--remove-entries", is_flag=True, help="First remove from the server every entry that you did not change."
)
@_password_option
@network_options
@pass_state
def forget(state: State, remove_entries: bool, password_fd: int | None, yes: bool) -> None:
    """Forget the calendar and its password; the entries stay there unless you have them removed."""
    session = state.session()
    account = accounts.demanded(session)
    if remove_entries:
        allowed = permit(state, session, account.purpose, yes)
        removed, stay = _run(_remove(session, allowed, account, _secret(account, password_fd)))
        say(wording.removed(removed, stay))
    if problem := accounts.forget(session):
        warn(problem)
    say("The calendar is forgotten." + ("" if remove_entries else " What was written there stays there."))


async def _remove(session: Session, allowed: Permit, account: Account, secret: str) -> tuple[int, int]:
    async with _gate(session, allowed) as gate:
        return await pushing.remove(session, Client(gate, account.user, secret), account, _progress)
