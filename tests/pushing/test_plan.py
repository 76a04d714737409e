"""The plan of a push: whatever happens here and there, in any order, nothing of the person's is overwritten."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy_audit.exports.todos import ReadTodo
from privacy_audit.pushing.plan import GONE, REMOVED, THERE, TICKED, Found, Sent, Wanted, as_written, plan

DAY = date(2026, 12, 24)
WRITES = {"create", "update", "delete"}


def wanted(day=DAY, sequence=1, ended=False, done=False, uid="a") -> Wanted:
    words = f"{uid} {day}"
    return Wanted(
        uid, day, sequence, ended, done, f"{words}{' done' * (ended and done)}{' off' * (ended - done)}", words
    )


def there(one: Wanted, *, words="", ticked=False, etag='"1"') -> Found:
    """Return an entry as the server has it, changed or ticked by the person."""
    said = words or one.words
    base = one.base if not (words or ticked) else f"{said}{' ticked' * ticked}"
    return Found("/a.ics", etag, ReadTodo(one.uid, "", one.day, ticked or one.done, None, base, said))


def step(sent, found, due, again=False):
    steps = plan({"a": sent} if sent else {}, {"a": found} if found else {}, [due] if due else [], again)
    return steps[0].what if steps else ""


SENT = as_written(wanted(), '"1"')
LATER = wanted(DAY + timedelta(days=30), 2)


@pytest.mark.parametrize(
    ("sent", "found", "due", "what"),
    [
        (None, None, wanted(), "create"),
        (None, None, wanted(ended=True, done=True), ""),
        (SENT, there(wanted()), wanted(), "same"),
        (SENT, there(wanted(), etag='"2"'), wanted(), "known"),
        (SENT, there(wanted()), LATER, "update"),
        (SENT, there(wanted()), wanted(sequence=2, ended=True, done=True), "update"),
        (SENT, there(wanted()), wanted(sequence=2, ended=True), "delete"),
        (SENT, there(wanted()), None, "delete"),
        (SENT, there(wanted(), words="mine"), wanted(), "kept"),
        (SENT, there(wanted(), words="mine"), LATER, "kept"),
        (SENT, there(wanted(), words="mine"), None, "kept"),
        (SENT, there(wanted(), ticked=True), wanted(), "tick"),
        (SENT, there(wanted(), ticked=True), LATER, "tick"),
        (SENT, there(wanted(), ticked=True), wanted(sequence=2, ended=True), "known"),
        (SENT, there(wanted(), words="mine", ticked=True), wanted(), "tick"),
        (SENT, None, wanted(), "away"),
        (SENT, None, LATER, "create"),
        (SENT, None, wanted(ended=True), "known"),
        (None, there(wanted()), wanted(), "known"),
        (None, there(wanted(), words="other"), wanted(), "kept"),
        (SENT, Found("/a.ics", "", None), wanted(), "kept"),
        (replace(SENT, state=GONE), None, wanted(), "create"),
        (replace(SENT, state=REMOVED), None, wanted(), "away"),
        (replace(SENT, state=REMOVED), None, wanted(DAY + timedelta(days=1)), "away"),
        (replace(SENT, state=REMOVED), None, LATER, "create"),
        (replace(SENT, state=TICKED, theirs=f"{wanted().words} ticked"), there(wanted(), ticked=True), LATER, "update"),
        (replace(SENT, state=TICKED, theirs=f"{wanted().words} ticked"), there(wanted(), ticked=True),
         wanted(DAY + timedelta(days=1)), "tick"),
    ],
)  # fmt: skip
def test_what_is_done_with_one_entry(sent, found, due, what):
    assert step(sent, found, due) == what


def test_what_was_removed_is_written_again_when_asked_for():
    assert step(SENT, None, wanted(), again=True) == "create"
    assert step(SENT, there(wanted(), words="mine"), wanted(), again=True) == "kept"
    assert step(SENT, there(wanted(), ticked=True), wanted(), again=True) == "tick"


def test_entries_that_are_neither_due_nor_known_are_left_alone():
    assert plan({}, {"x": there(wanted(uid="x"))}, []) == []


@dataclass
class Model:
    """The ledger and a server in memory. `mine` are the versions that the person made and that must never be lost."""

    sent: dict[str, Sent] = field(default_factory=dict)
    server: dict[str, Found] = field(default_factory=dict)
    due: dict[str, Wanted] = field(default_factory=dict)
    mine: set[str] = field(default_factory=set)
    removed: set[tuple[str, str]] = field(default_factory=set)
    tags: int = 0
    sequence: int = 0

    def tag(self) -> str:
        self.tags += 1
        return f'"{self.tags}"'

    # What the person does here and there

    def stand(self, uid: str, shift: int) -> None:
        self.sequence += 1
        self.due[uid] = wanted(DAY + timedelta(days=shift), self.sequence, uid=uid)

    def end(self, uid: str, done: bool) -> None:
        self.sequence += 1
        if uid in self.due:
            self.due[uid] = wanted(self.due[uid].day, self.sequence, True, done, uid)

    def vanish(self, uid: str) -> None:
        self.due.pop(uid, None)

    def edit(self, uid: str) -> None:
        if found := self.server.get(uid):
            words = f"{uid} mine {self.tags}"
            todo = replace(found.todo, words=words, print=f"{words}{' ticked' * found.todo.ticked}")
            self.server[uid] = Found(found.url, self.tag(), todo)
            self.mine.add(todo.print)

    def tick(self, uid: str) -> None:
        found = self.server.get(uid)
        if found and not found.todo.ticked:
            todo = replace(found.todo, ticked=True, print=f"{found.todo.words} ticked")
            self.server[uid] = Found(found.url, self.tag(), todo)

    def touch(self, uid: str) -> None:
        if found := self.server.get(uid):
            self.server[uid] = replace(found, etag=self.tag())

    def remove(self, uid: str) -> None:
        found = self.server.pop(uid, None)
        if found and uid in self.due and not self.due[uid].ended:
            self.removed.add((uid, f"{uid} {found.todo.day}"))

    # What the program does

    def push(self) -> list:
        steps = plan(self.sent, self.server, self.due.values())
        for one in steps:
            if one.what == "create":
                assert one.uid not in self.server
                assert (one.uid, one.wanted.base) not in self.removed, "what was removed came back"
                self.removed = {(uid, base) for uid, base in self.removed if uid != one.uid}  # a later round of it
            if one.what in ("update", "delete"):
                now = self.server[one.uid]
                assert one.found.etag == now.etag
                assert now.todo.print not in self.mine, "an edit was overwritten"
                if now.todo.print.endswith(" ticked") and one.what == "update" and not one.wanted.ended:
                    assert one.wanted.base != now.todo.words, "a tick was opened again for its own date"
            if one.what == "delete":
                del self.server[one.uid]
                self.sent[one.uid] = Sent(GONE)
            elif one.what in WRITES:
                self.server[one.uid] = there(one.wanted, etag=self.tag())
                self.sent[one.uid] = as_written(one.wanted, self.server[one.uid].etag)
            elif one.note:
                self.sent[one.uid] = one.note
        return steps


uids = st.sampled_from("ab")
acts = st.one_of(
    st.tuples(st.just("stand"), uids, st.integers(0, 3)),
    st.tuples(st.just("end"), uids, st.booleans()),
    *(st.tuples(st.just(name), uids) for name in ("vanish", "edit", "tick", "touch", "remove")),
    st.tuples(st.just("push")),
)


@settings(max_examples=500)
@given(st.lists(acts, max_size=40))
def test_whatever_happens_nothing_of_the_persons_is_lost_and_a_second_push_does_nothing(history):
    model = Model()
    for name, *arguments in history:
        getattr(model, name)(*arguments)
    model.push()
    sent, server = dict(model.sent), dict(model.server)
    again = model.push()
    assert not {one.what for one in again} & (WRITES | {"known"})
    assert (model.sent, model.server) == (sent, server)
    for uid, found in model.server.items():
        due = model.due.get(uid)
        if found.todo.print not in model.mine and not found.todo.ticked and (due is None or uid not in model.due):
            raise AssertionError("what is no longer due stands there still")


@settings(max_examples=300)
@given(st.lists(acts, max_size=25))
def test_what_stands_is_there_unless_the_person_ticked_removed_or_changed_it(history):
    model = Model()
    for name, *arguments in history:
        getattr(model, name)(*arguments)
    steps = {one.uid: one.what for one in model.push()}
    for uid, due in model.due.items():
        if not due.ended and steps[uid] not in ("kept", "tick", "away"):
            assert model.server[uid].todo.print == due.base
            assert model.sent[uid].state == THERE
