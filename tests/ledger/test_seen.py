"""What was last seen outside: the newest of each thing, and nothing written where nothing is new."""

from datetime import date

import pytest
from examples import HOSTILE, TODAY

from privacy_audit.ledger import seen
from privacy_audit.ledger.errors import LedgerError
from privacy_audit.ledger.seen import Seen

EARLIER = date(2026, 11, 3)


@pytest.fixture
def me(session) -> str:
    return session.person.id


def entries(ledger) -> int:
    return ledger._read("SELECT count(*) FROM events WHERE kind = 'seen'")[0][0]


def test_nothing_was_seen_yet(ledger, me):
    assert seen.seen(ledger, me, "gpc") == {}


def test_the_newest_of_each_thing_stands(ledger, me):
    seen.see(ledger, me, "gpc", "a.example", EARLIER, {"gpc": False})
    seen.see(ledger, me, "gpc", "b.example", EARLIER, {"gpc": True, "last": ["x", 1, None]})
    seen.see(ledger, me, "gpc", "a.example", TODAY, {"gpc": True})
    assert seen.seen(ledger, me, "gpc") == {
        "a.example": Seen(TODAY, {"gpc": True}),
        "b.example": Seen(EARLIER, {"gpc": True, "last": ["x", 1, None]}),
    }


def test_kinds_and_people_are_kept_apart(ledger, me):
    other = ledger.add_person("other", "CA-QC").id
    seen.see(ledger, me, "gpc", "a.example", TODAY, {"gpc": True})
    assert seen.seen(ledger, me, "etag") == {}
    assert seen.seen(ledger, other, "gpc") == {}


@pytest.mark.parametrize("data", [{}, {"gpc": True}, {"tuple": (1, 2), "deep": {"er": [HOSTILE]}}])
def test_the_same_of_the_same_day_again_writes_nothing(ledger, me, data):
    seen.see(ledger, me, "gpc", "a.example", TODAY, data)
    seen.see(ledger, me, "gpc", "a.example", TODAY, data)
    assert entries(ledger) == 1
    seen.see(ledger, me, "gpc", "a.example", date(2026, 11, 25), data)
    assert entries(ledger) == 2


def test_several_are_kept_together_or_not_at_all(ledger, me):
    with pytest.raises(LedgerError):
        seen.see_all(ledger, me, "gpc", TODAY, {"a.example": {"gpc": True}, "b.example": {"big": "x" * 300_000}})
    assert entries(ledger) == 0
    seen.see_all(ledger, me, "gpc", TODAY, {f"{n}.example": {"n": n} for n in range(50)})
    seen.see_all(ledger, me, "gpc", TODAY, {f"{n}.example": {"n": n} for n in range(51)})
    assert entries(ledger) == 51


def test_what_is_seen_is_kept_as_it_was(ledger, me):
    seen.see(ledger, me, "gpc", HOSTILE, TODAY, {"text": HOSTILE})
    assert seen.seen(ledger, me, "gpc") == {HOSTILE: Seen(TODAY, {"text": HOSTILE})}


def test_a_damaged_row_is_said_to_be_damage(ledger, me):
    seen.see(ledger, me, "gpc", "a.example", TODAY, {"gpc": True})
    ledger._connection.execute("UPDATE seen SET data = '[]'")
    with pytest.raises(LedgerError, match="privacy-audit doctor"):
        seen.seen(ledger, me, "gpc")
