"""Any sequence of answers, records and undoings: the ledger agrees with a simple model of itself."""

import tempfile
from datetime import date, timedelta
from pathlib import Path

import examples
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ledger.test_moves import CONTRACT
from ledger.test_store import tables
from privacy_audit.ledger.errors import IllegalMove, NothingToUndo, WrongDate
from privacy_audit.ledger.store import ANSWERS, Ledger
from privacy_audit.session import Session

_KEYS = ("mirror-people/opt-out", "prescreen-list/opt-out", "north-bureau/freeze", "north-bureau/access")
_ORGANISATIONS = ("mirror-people", "first-broker", "north-bureau")
_TODAY = examples.TODAY
_STATES = sorted({after for many in CONTRACT.values() for after in many})
_folder = tempfile.TemporaryDirectory()
_catalog = examples.small_catalog(Path(_folder.name))


class LedgerMachine(RuleBasedStateMachine):
    """The model is a stack: what was told and not taken back, in order."""

    @initialize()
    def open(self):
        self.folder = tempfile.TemporaryDirectory()
        self.ledger = Ledger(Path(self.folder.name) / "ledger.db")
        self.session = Session(_catalog, self.ledger, self.ledger.add_person("me", "US-TX"), _TODAY)
        self.stack: list[tuple[str, str, date]] = []
        self.written = 1

    def teardown(self):
        self.ledger.close()
        self.folder.cleanup()

    def _last(self, thing: str) -> tuple[str, date | None]:
        mine = [(word, day) for about, word, day in self.stack if about == thing]
        word, day = mine[-1] if mine else ("open", None)
        return ("open" if word == "reopen" else word), day

    @rule(organisation=some.sampled_from(_ORGANISATIONS), answer=some.sampled_from(ANSWERS))
    def answer(self, organisation, answer):
        self.session.answer(organisation, answer)
        self.stack.append((organisation, answer, _TODAY))
        self.written += 1

    @rule(key=some.sampled_from(_KEYS), to=some.sampled_from(_STATES), days=some.integers(-1, 3))
    def record(self, key, to, days):
        status, before = self._last(key)
        day = (before or _TODAY - timedelta(days=40)) + timedelta(days=days)
        if to not in CONTRACT[status]:
            with pytest.raises(IllegalMove):
                self.session.record(key, to, day)
        elif (before and day < before) or day > _TODAY:
            with pytest.raises(WrongDate):
                self.session.record(key, to, day)
        else:
            self.session.record(key, to, day)
            self.stack.append((key, to, day))
            self.written += 1

    @rule()
    def undo(self):
        if not self.stack:
            with pytest.raises(NothingToUndo):
                self.session.undo()
            return
        about, word, _ = self.stack.pop()
        event = self.session.undo()
        assert event.data.get("state", event.data.get("answer")) == word
        assert about in (event.organisation, f"{event.organisation}/{event.action}")
        self.written += 1

    @rule(region=some.sampled_from(["US-CA", "CA-ON"]))
    def move(self, region):
        self.session.edit_person(region=region)
        self.written += 1

    @precondition(lambda self: self.stack)
    @rule()
    def open_again(self):
        self.ledger.close()
        self.ledger = Ledger(self.ledger.path, create=False)
        self.session = Session(_catalog, self.ledger, self.ledger.person(), _TODAY)

    @invariant()
    def states_and_answers_are_those_of_the_model(self):
        me = self.session.person.id
        answers = {about: word for about, word, _ in self.stack if "/" not in about}
        assert self.ledger.answers(me) == answers
        keys = {about for about, _, _ in self.stack if "/" in about}
        actions = self.ledger.actions(me)
        assert set(actions) == keys
        for key in keys:
            assert (actions[key].status, actions[key].day) == self._last(key)
        assert len(self.ledger.events(me)) == self.written

    @invariant()
    def the_tables_are_what_the_log_says(self):
        before = tables(self.ledger.path)
        self.ledger.rebuild()
        assert tables(self.ledger.path) == before
        assert self.ledger.due(self.session.person.id) == self.session.due_entries


LedgerMachine.TestCase.settings = settings(
    max_examples=20, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
)
TestLedgerAgainstItsModel = LedgerMachine.TestCase
