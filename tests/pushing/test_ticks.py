"""What a tick may mean: only what the action's state allows, and sure only where there is one sensible meaning."""

from datetime import date

import pytest

from privacy_audit.exports.todos import read
from privacy_audit.ledger.moves import MOVES
from privacy_audit.pushing import push, ticks
from privacy_audit.pushing.plan import Found, Step

OPT_OUT, ACCESS = "mirror-people/opt-out", "north-bureau/access"


def ticked(session, kind: str, on: str = "20261120T120000Z", tells: str = "names") -> ticks.Tick:
    """Tick the one entry of a kind that stands."""
    (wanted,) = [
        one
        for one in push.wanted(session, tells)
        if not one.ended and (one.todo.entry is None or one.todo.entry.due.kind == kind)
    ]
    data = wanted.todo.data.replace(b"STATUS:NEEDS-ACTION", f"STATUS:COMPLETED\r\nCOMPLETED:{on}".encode())
    (tick,) = ticks.of(session, [Step("tick", wanted.uid, wanted, Found("", "", read(data)))])
    return tick


def legal(session, tick: ticks.Tick) -> bool:
    return set(tick.meanings) <= set(MOVES[session.standing.state(tick.key).status])


def test_something_begun_was_sent(session):
    session.record(OPT_OUT, "started", date(2026, 11, 12))
    tick = ticked(session, "unfinished")
    assert (tick.sure, tick.on) == ("asked", date(2026, 11, 20))
    assert legal(session, tick)
    session.record(tick.key, tick.sure, tick.on)


def test_a_tick_from_before_it_was_begun_is_not_sure(session):
    session.record(OPT_OUT, "started", date(2026, 11, 22))
    tick = ticked(session, "unfinished")
    assert (tick.sure, tick.on) == ("", date(2026, 11, 22))


def test_a_tick_from_tomorrow_counts_as_of_today(session):
    session.record(OPT_OUT, "started", date(2026, 11, 22))
    assert ticked(session, "unfinished", "20270101T120000Z").on == session.today


@pytest.mark.parametrize(
    ("records", "kind", "meanings"),
    [
        (("asked",), "answer-expected", ("confirmed", "refused", "acknowledged", "extended", "verified")),
        (("asked", "extended"), "answer-expected", ("confirmed", "refused", "acknowledged", "verified")),
        (("confirmed",), "look-again", ("verified", "relisted")),
        (("not-found",), "look-again", ("not-found", "relisted")),
    ],
)
def test_what_may_mean_several_things_is_never_sure(session, records, kind, meanings):
    for number, state in enumerate(records, 1):
        session.record(OPT_OUT, state, date(2026, 11, number))
    tick = ticked(session, kind)
    assert (tick.meanings, tick.sure) == (meanings, "")
    assert legal(session, tick)
    assert tick.commands[0] == f"privacy-audit record {OPT_OUT} {meanings[0]} --on 2026-11-20"


def test_no_tick_says_by_itself_that_data_are_gone(session):
    assert "verified" not in {to for kind in ("unfinished", "receipt-expected") for to in ticks._MEANINGS[kind]}
    assert set(ticks._SENT).isdisjoint(ticks._TURNED)


def test_a_switch_that_was_turned_is_done(session, monkeypatch):
    session.record(OPT_OUT, "started", date(2026, 11, 12))
    monkeypatch.setattr(ticks, "_TURNED", ("opt-out",))
    monkeypatch.setattr(ticks, "_SENT", ())
    assert ticked(session, "unfinished").sure == "confirmed"


def test_what_is_no_record_leads_to_its_command(session):
    session.begin_audit("quick")
    tick = ticked(session, "re-audit")
    assert (tick.meanings, tick.commands) == ((), ["privacy-audit again"])


def test_what_only_counts_means_nothing_by_itself(session):
    session.record(OPT_OUT, "started", date(2026, 11, 12))
    tick = ticked(session, "", tells="count")
    assert (tick.key, tick.meanings, tick.commands, tick.sure) == ("", (), [], "")
