"""What to do with each entry of a calendar: pure, from what was last written, what the server has, and what is due.

What a person changed on the server is never overwritten, whatever is due here. What they ticked is not opened again
for the date that they ticked, and what they removed is not written again for the date that they removed: a later date,
after something was recorded here, is a new one. Only entries that this ledger wrote, or would write, are looked at.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ..exports.calendar import Todo
from ..exports.todos import ReadTodo, read

#: How an entry was last known: as written, ticked by the person, removed by the person, removed by this program.
THERE, TICKED, REMOVED, GONE = "there", "ticked", "removed", "gone"
#: Steps that write to the server.
WRITES = ("create", "update", "delete")


@dataclass(frozen=True, slots=True)
class Sent:
    """An entry as it was last known. `base` and `words` are the fingerprints of what was written last.

    `theirs` is that of the version which the person ticked. `day` and `sequence` tell for which date that holds.
    """

    state: str
    etag: str = ""
    base: str = ""
    words: str = ""
    theirs: str = ""
    day: str = ""
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """An entry as it should be. `ended` is whether it is no longer due, `done` whether by a deed."""

    uid: str
    day: date
    sequence: int
    ended: bool
    done: bool
    base: str
    words: str
    todo: Todo | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """An entry as the server has it; `todo` is None where it cannot be read."""

    url: str
    etag: str
    todo: ReadTodo | None


@dataclass(frozen=True, slots=True)
class Step:
    """What to do with one entry.

    `what` is "create", "update" or "delete" (written to the server), "tick" (the person ticked it), "kept" (it stays as
    the person changed it), "away" (the person removed it), "known" (only what is known of it changes) or "same".
    `note` is what is to be kept of it here; for what is written, once it is written, with the new tag.
    """

    what: str
    uid: str
    wanted: Wanted | None = None
    found: Found | None = None
    note: Sent | None = None
    why: str = ""


def wanted_of(todo: Todo) -> Wanted:
    """Return an entry as it should be, read back from what would be written."""
    said = read(todo.data)
    return Wanted(
        todo.uid, todo.day, todo.sequence, todo.ended is not None, todo.done, said.print, said.words, todo
    )  # fmt: skip


def plan(
    sent: Mapping[str, Sent], found: Mapping[str, Found], wanted: Iterable[Wanted], again: bool = False
) -> list[Step]:
    """Return a step for each entry that is or was this ledger's, by its id; what is due first, in its order.

    `again` writes anew what the person removed.
    """
    due = {one.uid: one for one in wanted}
    uids = dict.fromkeys([*due, *sorted(sent)])
    return [
        step for uid in uids if (step := _decide(uid, sent.get(uid), found.get(uid), due.get(uid), again)) is not None
    ]


def _decide(uid: str, sent: Sent | None, found: Found | None, wanted: Wanted | None, again: bool) -> Step | None:
    if found is None:
        return _absent(uid, sent, wanted, again)
    if found.todo is None:
        return Step("kept", uid, wanted, found, why="what is there cannot be read")
    if wanted and found.todo.print == wanted.base and (not wanted.ended or wanted.done):
        note = as_written(wanted, found.etag)
        return Step("same", uid, wanted, found) if note == sent else Step("known", uid, wanted, found, note)
    if sent and found.todo.print == sent.base:
        return _untouched(uid, found, wanted)
    if found.todo.ticked:
        return _ticked(uid, sent, found, wanted)
    return Step("kept", uid, wanted, found, why=_why(sent, wanted))


def as_written(wanted: Wanted, etag: str) -> Sent:
    """Return what is kept of an entry that stands on the server as it should."""
    return Sent(THERE, etag, wanted.base, wanted.words, "", wanted.day.isoformat(), wanted.sequence)


def _stands(wanted: Wanted | None) -> bool:
    return wanted is not None and not wanted.ended


def _is_another_date(sent: Sent, wanted: Wanted) -> bool:
    """Whether something was recorded since, by which another date came."""
    return wanted.day.isoformat() != sent.day and wanted.sequence > sent.sequence


def _absent(uid: str, sent: Sent | None, wanted: Wanted | None, again: bool) -> Step | None:
    """The server has it not: it is new, or the person removed it."""
    if sent is None or sent.state == GONE:
        return Step("create", uid, wanted) if _stands(wanted) else None
    if wanted is not None and not wanted.ended:
        if again or _is_another_date(sent, wanted):
            return Step("create", uid, wanted)
        note = None if sent.state == REMOVED else _note(REMOVED, sent, wanted)
        return Step("away", uid, wanted, None, note, "you removed it there")
    return (
        Step("same", uid, wanted) if sent.state == REMOVED else Step("known", uid, wanted, None, _note(REMOVED, sent))
    )


def _untouched(uid: str, found: Found, wanted: Wanted | None) -> Step:
    """It stands there as it was written last."""
    if wanted and (not wanted.ended or wanted.done):
        return Step("update", uid, wanted, found)
    return Step("delete", uid, wanted, found)


def _ticked(uid: str, sent: Sent | None, found: Found, wanted: Wanted | None) -> Step:
    """The person ticked it, or said there that it is not needed."""
    assert found.todo is not None
    known = sent is not None and sent.state == TICKED and sent.theirs == found.todo.print
    if wanted is None or wanted.ended:
        note = None if known else _note(TICKED, sent, wanted, found)
        return Step("known" if note else "same", uid, wanted, found, note)
    if sent is not None and known and _is_another_date(sent, wanted):
        if found.todo.words in (sent.words, wanted.words):
            return Step("update", uid, wanted, found)
        return Step("kept", uid, wanted, found, why=_why(sent, wanted))
    return Step(
        "tick", uid, wanted, found, None if known else _note(TICKED, sent, wanted, found), "you ticked it there"
    )


def _note(state: str, sent: Sent | None, wanted: Wanted | None = None, found: Found | None = None) -> Sent:
    """Return what is kept of an entry that the person ticked or removed: for the date that stood there, as of now."""
    before = sent or Sent(state)
    theirs = found.todo.print if found and found.todo else ""
    day = before.day or (wanted.day.isoformat() if wanted else "")
    sequence = wanted.sequence if wanted else before.sequence
    return Sent(state, found.etag if found else "", before.base, before.words, theirs, day, sequence)


def _why(sent: Sent | None, wanted: Wanted | None) -> str:
    if not _stands(wanted):
        return "you changed it there; here it is no longer due"
    if sent is None:
        return "it is there already, and says something else"
    return "you changed it there" + ("; here it changed too" if wanted and wanted.base != sent.base else "")
