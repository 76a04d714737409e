"""Bringing a calendar into step: see what the server has, plan, write one entry after the other, note what is known.

Each entry is noted in the ledger as soon as the server has it. So stopping at any moment loses nothing: what was
written but not noted is recognised the next time.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, fields

from ..exports import agenda, calendar
from ..exports.todos import Unreadable, read
from ..ledger import seen
from ..network.caldav import Changed, Client, Resource, name_of, place_for
from ..network.errors import NetworkError
from ..session import Session
from .account import Account
from .plan import GONE, WRITES, Found, Sent, Step, Wanted, as_written, plan, wanted_of

#: Under which what is known of entries is kept in the ledger.
WHAT = "calendar"
#: What the ids of all entries contain.
MARK = "@privacy-audit"

Progress = Callable[[int, int], None]


@dataclass
class Outcome:
    """What came of a push: the steps that were taken, and those that met somebody else's change in between."""

    done: list[Step] = field(default_factory=list)
    met: list[Step] = field(default_factory=list)


class CutShort(NetworkError):
    """The push stopped on the way; what was written before is noted."""


def wanted(session: Session, tells: str) -> list[Wanted]:
    """Return every entry as it should be, by day; those that have ended among them."""
    person = session.person.id
    entries = agenda.build(session.catalog, session.standing, session.ledger.events(person), person)
    return [wanted_of(todo) for todo in calendar.todos(entries, tells)]


def known(session: Session, account: Account) -> dict[str, Sent]:
    """Return what is known of the entries in this calendar; what is no such note is passed over."""
    found = seen.seen(session.ledger, session.person.id, WHAT)
    mine = {uid: one.data for uid, one in found.items() if one.data.get("calendar") == account.url}
    return {uid: sent for uid, data in mine.items() if (sent := _sent(data))}


def _sent(data: dict) -> Sent | None:
    """Return a note as it was kept; None for one that another program wrote otherwise."""
    kinds = {one.name: int if one.name == "sequence" else str for one in fields(Sent)}
    told = {name: data[name] for name in kinds if name in data}
    fits = "state" in told and all(isinstance(value, kinds[name]) for name, value in told.items())
    return Sent(**told) if fits else None


async def look(client: Client, account: Account, uids: Iterable[str]) -> dict[str, Found]:
    """Return what the server has of these entries, by their ids. Raises NetworkError."""
    return matched(await client.todos(account.url, MARK), set(uids))


def matched(resources: Iterable[Resource], uids: set[str]) -> dict[str, Found]:
    """Return the entries with these ids; one that cannot be read is known by its address."""
    found: dict[str, Found] = {}
    for one in resources:
        try:
            todo = read(one.data)
        except Unreadable:
            uid = name_of(one.url) + MARK
            if uid in uids:
                found.setdefault(uid, Found(one.url, one.etag, None))
            continue
        if todo.uid in uids:
            found[todo.uid] = Found(one.url, one.etag, todo)
    return found


async def compare(session: Session, client: Client, account: Account, again: bool = False) -> list[Step]:
    """Return what a push would do now. Raises NetworkError or LedgerError; writes nothing."""
    due, before = wanted(session, account.tells), known(session, account)
    found = await look(client, account, [*before, *(one.uid for one in due)])
    return plan(before, found, due, again)


async def carry_out(
    session: Session, client: Client, account: Account, steps: list[Step], progress: Progress = lambda done, of: None
) -> Outcome:
    """Take the steps, one after the other. Raises CutShort where some were taken before something went wrong."""
    outcome = Outcome()
    writes = sum(step.what in WRITES for step in steps)
    for step in steps:
        if step.what not in WRITES:
            _keep(session, account, step.uid, step.note)
            outcome.done.append(step)
            continue
        progress(sum(one.what in WRITES for one in outcome.done), writes)
        try:
            _keep(session, account, step.uid, await _write(client, account, step))
        except Changed:
            outcome.met.append(step)
            continue
        except NetworkError as error:
            raise _cut_short(outcome, writes, error) from None
        outcome.done.append(step)
    return outcome


async def _write(client: Client, account: Account, step: Step) -> Sent:
    """Write one entry to the server; return what is known of it then."""
    if step.what == "delete":
        assert step.found is not None
        await client.delete(step.found.url, step.found.etag)
        return Sent(GONE)
    assert step.wanted is not None
    assert step.wanted.todo is not None
    if step.what == "create":
        etag = await client.put(place_for(account.url, step.uid), step.wanted.todo.data)
    else:
        assert step.found is not None
        etag = await client.put(step.found.url, step.wanted.todo.data, step.found.etag)
    return as_written(step.wanted, etag)


def _keep(session: Session, account: Account, uid: str, note: Sent | None) -> None:
    if note is not None:
        data = {"calendar": account.url} | {name: value for name, value in asdict(note).items() if value}
        seen.see(session.ledger, session.person.id, WHAT, uid, session.today, data)


def _cut_short(outcome: Outcome, writes: int, error: NetworkError) -> NetworkError:
    done = sum(one.what in WRITES for one in outcome.done)
    if not done:
        return error
    return CutShort(f"{error} {done:,} of {writes:,} entries were written before and are noted; push again to go on.")


async def remove(
    session: Session, client: Client, account: Account, progress: Progress = lambda done, of: None
) -> tuple[int, int]:
    """Remove every entry that was written and that the person did not change, be it ticked.

    Return how many were removed, and how many stay because the person changed them. Raises NetworkError.
    """
    before = known(session, account)
    found = await look(client, account, before)
    removed = stay = 0
    for number, (uid, one) in enumerate(found.items()):
        progress(number, len(found))
        sent = before[uid]
        if one.todo is None or (one.todo.print != sent.base and one.todo.words != sent.words):
            stay += 1
            continue
        try:
            await client.delete(one.url, one.etag)
        except Changed:
            stay += 1
            continue
        _keep(session, account, uid, Sent(GONE))
        removed += 1
    return removed, stay
