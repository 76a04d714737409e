"""Pushing to a real calendar server: there and back, and nothing of the person's is overwritten or brought back."""

import re
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import icalendar
import pytest

from privacy_audit.ledger import seen
from privacy_audit.network.caldav import NoCalendar
from privacy_audit.network.errors import Broken, CertificateTrouble, Elsewhere, NetworkError, NotThere
from privacy_audit.pushing import account, ticks
from privacy_audit.session import Session
from pushing.conftest import Desk
from pushing.radicale import HOST, PASSWORD, USER, basic, settings

OPT_OUT, ACCESS = "mirror-people/opt-out", "north-bureau/access"


@pytest.fixture
def asked(desk):
    """Two dates: an answer is expected, and something begun was not sent."""
    desk.session.record(OPT_OUT, "asked", date(2026, 11, 10))
    desk.session.record(ACCESS, "started", date(2026, 11, 12))
    return desk


class Quick(account.Account):
    """A calendar on a server that gets half a second for an answer."""

    @property
    def purpose(self):
        return replace(super().purpose, seconds=0.3)


def whats(outcome) -> list[str]:
    return sorted(step.what for step in outcome.done)


def entries(cloud) -> list:
    return [todo for text in cloud.kept.items().values() for todo in icalendar.Calendar.from_ical(text).walk("VTODO")]


async def test_what_is_due_stands_on_the_server_one_to_do_each(asked):
    assert whats(await asked.push()) == ["create"] * len(asked.session.due_entries)
    found = entries(asked.cloud)
    assert sorted(str(todo["SUMMARY"]) for todo in found) == sorted(one.text for one in asked.session.due_entries)
    assert {todo["STATUS"] for todo in found} == {"NEEDS-ACTION"}
    assert sorted(todo.decoded("DUE") for todo in found) == sorted(one.on for one in asked.session.due_entries)


async def test_a_second_push_with_nothing_new_changes_nothing(asked):
    await asked.push()
    known = seen.seen(asked.session.ledger, asked.session.person.id, "calendar")
    before = asked.cloud.kept.items()
    asked.cloud.forget()
    assert set(whats(await asked.push())) == {"same"}
    assert asked.cloud.methods == ["REPORT"]
    assert asked.cloud.kept.items() == before
    assert seen.seen(asked.session.ledger, asked.session.person.id, "calendar") == known


async def test_no_password_and_no_other_word_of_the_person_is_in_what_leaves_or_stays(desk):
    session, planted = desk.session, "planted@mail.example"
    session.ledger.edit_person(session.person, label="Ann Planted")
    session.record(OPT_OUT, "asked", date(2026, 11, 10), note=f"write to {planted}", reference="REF-PLANTED")
    session.annotate(OPT_OUT, note="12 Planted Street")
    session.life("moved", date(2026, 11, 1), note="to 12 Planted Street")
    await desk.push()
    sent = desk.cloud.world.bytes_received().replace(b"\r\n ", b"")
    assert b"an answer is expected" in sent
    assert b"planted" not in sent.lower()
    told = settings(session.ledger.events(session.person.id)) + str(
        seen.seen(session.ledger, session.person.id, "calendar")
    )
    for secret in (PASSWORD, basic(USER, PASSWORD), basic(USER, PASSWORD).split()[1]):
        assert secret not in told
        assert secret.encode() not in session.ledger.path.read_bytes()


async def test_what_only_counts_names_nobody(session, cloud):
    desk = Desk(session, cloud, "count")
    session.record(OPT_OUT, "asked", date(2026, 11, 10))
    await desk.push()
    assert [str(todo["SUMMARY"]) for todo in entries(cloud)] == ["privacy audit: 1 thing due"]
    assert b"Mirror" not in cloud.world.bytes_received()


async def test_what_changed_here_is_changed_there_and_what_is_done_is_completed(asked):
    await asked.push()
    asked.session.record(OPT_OUT, "asked", date(2026, 11, 20))
    asked.session.record(ACCESS, "asked", date(2026, 11, 20))
    outcome = await asked.push()
    assert "update" in whats(outcome)
    expected = {str(todo["SUMMARY"]): todo for todo in entries(asked.cloud)}
    (due,) = [one for one in asked.session.due_entries if one.key == OPT_OUT and one.kind == "answer-expected"]
    assert expected[due.text].decoded("DUE") == due.on
    (done,) = [todo for text, todo in expected.items() if "not sent yet" in text]
    assert done["STATUS"] == "COMPLETED"
    assert set(whats(await asked.push())) == {"same"}


async def test_what_fell_away_is_removed_and_comes_back_when_it_stands_again(asked):
    await asked.push()
    asked.session.record(ACCESS, "set-aside", date(2026, 11, 20))
    assert "delete" in whats(await asked.push())
    assert not [todo for todo in entries(asked.cloud) if "not sent yet" in todo["SUMMARY"]]
    assert set(whats(await asked.push())) == {"same"}
    asked.session.undo()
    assert "create" in whats(await asked.push())


async def test_a_tick_is_taken_and_not_opened_again(asked):
    await asked.push()
    path = asked.cloud.kept.tick("not sent yet", "20261120T101500Z")
    theirs = asked.cloud.kept.items()[path]
    steps = await asked.compare()
    (tick,) = ticks.of(asked.session, steps)
    assert (tick.key, tick.kind, tick.on, tick.sure) == (ACCESS, "unfinished", date(2026, 11, 20), "asked")
    for _ in range(3):
        outcome = await asked.push()
        assert not {"create", "update", "delete"} & set(whats(outcome))
        assert asked.cloud.kept.items()[path] == theirs
    asked.session.record(tick.key, tick.sure, tick.on)
    assert "create" in whats(await asked.push())  # the answer that is now expected
    assert asked.cloud.kept.items()[path] == theirs
    assert not ticks.of(asked.session, await asked.compare())


async def test_the_next_round_of_what_was_ticked_is_due_again(asked):
    """An answer came, was told here, and the same thing is asked once more: the entry is due on its new day."""
    await asked.push()
    path = asked.cloud.kept.tick("an answer is expected")
    await asked.push()
    asked.session.record(OPT_OUT, "confirmed", date(2026, 11, 20))
    await asked.push()
    asked.session.record(OPT_OUT, "relisted", date(2026, 11, 22))
    asked.session.record(OPT_OUT, "asked", date(2026, 11, 23))
    assert "update" in whats(await asked.push())
    assert "STATUS:NEEDS-ACTION" in asked.cloud.kept.items()[path]
    assert set(whats(await asked.push())) == {"same"}


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("SUMMARY:", "SUMMARY:mine: "),
        lambda text: re.sub(r"DUE;VALUE=DATE:\d+", "DUE;VALUE=DATE:20270101", text),
        lambda text: text.replace("CLASS:PRIVATE", "CLASS:PRIVATE\r\nCATEGORIES:paper"),
        lambda text: text.replace("DESCRIPTION:", "DESCRIPTION:my note. ", 1),
    ],
    ids=["words", "date", "category", "note"],
)
async def test_an_edit_is_kept_whatever_happens_here(asked, change):
    await asked.push()
    path = asked.cloud.kept.edit("an answer is expected", change)
    mine = asked.cloud.kept.items()[path]
    for act in (lambda: None, lambda: asked.session.record(OPT_OUT, "asked"), asked.session.undo):
        act()
        outcome = await asked.push()
        assert "kept" in whats(outcome)
        assert asked.cloud.kept.items()[path] == mine
    asked.session.record(OPT_OUT, "confirmed")
    outcome = await asked.push()
    assert [step.why for step in outcome.done if step.what == "kept"] == [
        "you changed it there; here it is no longer due"
    ]
    assert asked.cloud.kept.items()[path] == mine


async def test_the_traces_of_another_program_are_no_edit(asked):
    await asked.push()
    asked.cloud.kept.edit(
        "an answer is expected",
        lambda text: text.replace(
            "CLASS:PRIVATE", "CLASS:PRIVATE\r\nX-MOZ-LASTACK:20261124T090000Z\r\nX-MOZ-GENERATION:2"
        ),
    )
    asked.cloud.forget()
    assert set(whats(await asked.push())) == {"known", "same"}
    assert asked.cloud.methods == ["REPORT"]
    asked.session.record(OPT_OUT, "asked")
    assert "update" in whats(await asked.push())


async def test_what_the_person_removed_is_not_written_again_unless_asked_for(asked):
    await asked.push()
    asked.cloud.kept.remove("not sent yet")
    for _ in range(2):
        assert "away" in whats(await asked.push())
        assert len(entries(asked.cloud)) == len(asked.session.due_entries) - 1
    assert "create" in whats(await asked.push(again=True))
    assert set(whats(await asked.push())) == {"same"}


async def test_a_later_date_of_what_was_removed_is_written(asked):
    await asked.push()
    asked.cloud.kept.remove("an answer is expected")
    await asked.push()
    asked.session.record(OPT_OUT, "asked", date(2026, 11, 22))
    assert "create" in whats(await asked.push())


async def test_other_to_dos_of_the_calendar_are_neither_touched_nor_read(asked):
    lines = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VTODO", "UID:milk", "DTSTAMP:20261101T000000Z")
    other = "\r\n".join((*lines, "SUMMARY:Buy milk", "END:VTODO", "END:VCALENDAR", ""))
    asked.cloud.kept.put("milk.ics", other)
    before = asked.cloud.kept.find("Buy milk")
    steps = await asked.compare()
    assert "milk" not in {step.uid for step in steps}
    asked.cloud.forget()
    await asked.push()
    await asked.remove()
    assert asked.cloud.kept.items() == dict([before])
    assert "milk" not in " ".join(request.target for request in asked.cloud.site.received)


async def test_what_was_written_but_not_noted_is_recognised(asked):
    """The answer to a request was lost, or the ledger was put back from a backup."""
    await asked.push()
    with asked.session.ledger._write():
        for uid in seen.seen(asked.session.ledger, asked.session.person.id, "calendar"):
            asked.session.ledger._append(
                asked.session.person.id,
                "seen",
                data={"what": "calendar", "key": uid, "on": "2026-11-24", "data": {"calendar": "elsewhere"}},
            )
    asked.cloud.forget()
    assert set(whats(await asked.push())) == {"known"}
    assert asked.cloud.methods == ["REPORT"]


async def test_notes_that_are_none_are_passed_over(asked):
    await asked.push()
    (uid, *_) = known = seen.seen(asked.session.ledger, asked.session.person.id, "calendar")
    for data in ({"state": 7}, {"sequence": "x", "state": "there"}, {}):
        told = {"calendar": asked.cloud.url} | data
        seen.see(asked.session.ledger, asked.session.person.id, "calendar", uid, asked.session.today, told)
        assert whats(await asked.push()) == ["known"] + ["same"] * (len(known) - 1)


async def test_somebody_who_is_faster_wins(asked):
    """The entry changes between the look and the writing."""
    await asked.push()
    asked.session.record(OPT_OUT, "asked", date(2026, 11, 20))

    def meanwhile(request):
        if request.method == "PUT":
            asked.cloud.works()
            asked.cloud.kept.edit("an answer is expected", lambda text: text.replace("SUMMARY:", "SUMMARY:mine: "))

    asked.cloud.fault = meanwhile
    outcome = await asked.push()
    assert [step.what for step in outcome.met] == ["update"]
    assert "SUMMARY:mine: " in asked.cloud.kept.find("mine: ")[1]
    assert "kept" in whats(await asked.push())


async def test_two_people_share_a_calendar_and_each_touches_only_their_own(asked, small):
    await asked.push()
    ledger = asked.session.ledger
    other = Desk(Session(small, ledger, ledger.add_person("bo", "US-TX"), asked.session.today), asked.cloud)
    other.session.record(OPT_OUT, "asked", date(2026, 11, 11))
    await other.push()
    number = len(entries(asked.cloud))
    assert number == len(asked.session.due_entries) + len(other.session.due_entries)
    assert set(whats(await asked.push())) == {"same"}
    await other.remove()
    assert len(entries(asked.cloud)) == len(asked.session.due_entries)


async def test_telling_less_takes_the_names_away(asked):
    await asked.push()
    asked.account = account.Account(asked.cloud.url, USER, "Tasks", "count")
    account.keep(asked.session, asked.account)
    await asked.push()
    assert {str(todo["SUMMARY"]) for todo in entries(asked.cloud)} <= {
        f"privacy audit: {number} thing{'s'[: number > 1]} due" for number in range(1, 9)
    }


async def test_removing_leaves_only_what_the_person_changed(asked):
    await asked.push()
    asked.cloud.kept.tick("not sent yet")
    asked.cloud.kept.edit("an answer is expected", lambda text: text.replace("SUMMARY:", "SUMMARY:mine: "))
    number = len(entries(asked.cloud))
    assert await asked.remove() == (number - 1, 1)
    assert [str(todo["SUMMARY"])[:5] for todo in entries(asked.cloud)] == ["mine:"]


class TestFaults:
    """Each is one clear line; nothing is lost, and what was written before stays noted."""

    @pytest.mark.parametrize(
        ("status", "words"),
        [
            (500, "has trouble of its own (status 500)"),
            (507, "has no room left"),
            (413, "has no room left"),
            (401, "does not accept the user name 'ann' with this password"),
            (403, "does not let 'ann' do this"),
            (409, "has no calendar to put this into"),
            (429, "asks to wait"),
        ],
    )
    @pytest.mark.parametrize("method", ["REPORT", "PUT"])
    async def test_a_refusal_is_said_and_the_next_push_goes_on(self, asked, method, status, words):
        asked.cloud.fail(method, status, after=1 if method == "PUT" else 0, Retry_After="3600")
        with pytest.raises(NetworkError) as caught:
            await asked.push()
        assert words in str(caught.value)
        assert "\n" not in str(caught.value)
        number = len(asked.session.due_entries)
        assert len(entries(asked.cloud)) == (1 if method == "PUT" else 0)
        if method == "PUT":
            assert f"1 of {number} entries were written before" in str(caught.value)
        asked.cloud.works()
        outcome = await asked.push()
        assert whats(outcome) == ["create"] * (number - (method == "PUT")) + ["same"] * (method == "PUT")

    async def test_a_wrong_password(self, asked):
        with pytest.raises(NetworkError, match="app password") as caught:
            await asked.push(password="wrong")
        assert "wrong" not in str(caught.value)

    @pytest.mark.parametrize("kind", ["reset", "garbage", "truncated", "endless", "bomb", "half-gzip"])
    async def test_what_comes_is_broken(self, asked, kind, monkeypatch):
        asked.cloud.site.fault("*", kind)
        with pytest.raises(NetworkError):
            await asked.push()
        assert not seen.seen(asked.session.ledger, asked.session.person.id, "calendar")

    @pytest.mark.parametrize(
        "body",
        [
            b"", b"<html><body>Sign in to the hotel</body></html>", b"<multistatus/>", b"\xff\xfe\x00",
            b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><x xmlns="DAV:">&b;</x>',
            b'<multistatus xmlns="DAV:"><response><href>/x</href><status>HTTP/1.1 507 Too many</status></response>'
            b"</multistatus>",
        ],
        ids=["empty", "page", "no-namespace", "bytes", "entities", "not-all"],
    )  # fmt: skip
    async def test_an_answer_that_is_none_is_not_taken_for_an_empty_calendar(self, asked, body):
        await asked.push()
        known = seen.seen(asked.session.ledger, asked.session.person.id, "calendar")
        asked.cloud.fail("REPORT", 207, body=body)
        with pytest.raises(Broken):
            await asked.push()
        assert seen.seen(asked.session.ledger, asked.session.person.id, "calendar") == known

    async def test_the_server_is_down(self, asked):
        del asked.cloud.world.sites[HOST]
        with pytest.raises(NotThere):
            await asked.push()

    async def test_a_slow_server_is_left(self, asked, monkeypatch):
        asked.account = Quick(**{name: getattr(asked.account, name) for name in ("url", "user", "name", "tells")})
        asked.cloud.site.fault("*", "slow")
        with pytest.raises(NetworkError, match="had not answered in full"):
            await asked.push()

    @pytest.mark.parametrize("certificate", ["expired", "future", "stranger", "other-name"])
    async def test_a_certificate_that_does_not_count(self, session, world, certificate):
        site = world.site("bad.example", certificate)
        desk = Desk(session, SimpleNamespace(url="https://bad.example/ann/tasks/", world=world))
        session.record(OPT_OUT, "asked", date(2026, 11, 10))
        with pytest.raises(CertificateTrouble, match="could not prove who it is"):
            await desk.push()
        assert site.received == []

    async def test_to_another_host_nothing_is_sent(self, asked):
        other = asked.cloud.world.site("other.example")
        asked.cloud.fail("REPORT", 302, Location="https://other.example/ann/")
        with pytest.raises(Elsewhere, match=r"other\.example"):
            await asked.push()
        assert other.received == []

    async def test_the_calendar_was_removed(self, asked):
        await asked.push()
        known = seen.seen(asked.session.ledger, asked.session.person.id, "calendar")
        asked.cloud.kept.remove_all()
        with pytest.raises(NoCalendar, match="not there any more"):
            await asked.push()
        assert seen.seen(asked.session.ledger, asked.session.person.id, "calendar") == known

    async def test_an_entry_that_cannot_be_read_stays(self, asked):
        await asked.push()
        path, _ = asked.cloud.kept.find("an answer is expected")
        body = (
            f'<multistatus xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><response><href>{path}</href><propstat>'
            "<prop><getetag>1</getetag><C:calendar-data>BEGIN:NONSENSE</C:calendar-data></prop>"
            "<status>HTTP/1.1 200 OK</status></propstat></response></multistatus>"
        )
        asked.cloud.fail("REPORT", 207, body=body.encode())
        steps = await asked.compare()
        assert [step.why for step in steps if step.what == "kept"] == ["what is there cannot be read"]


async def test_with_tls_straight_to_the_server(session, radicale):
    """No proxy in between: Radicale's own certificate, trusted by the person's choice, and its own port."""
    kept = radicale.calendar("straight", "VTODO")
    desk = Desk(
        session,
        SimpleNamespace(url=f"{radicale.url.rstrip('/')}{kept.path}", world=SimpleNamespace(settings=lambda *_: None)),
    )
    session.record(OPT_OUT, "asked", date(2026, 11, 10))
    session.ledger.set(session.person.id, "network/proxy", "none")
    with pytest.raises(CertificateTrouble):
        await desk.push()
    session.ledger.set(session.person.id, "network/ca-file", str(radicale.ca))
    await desk.push()
    assert len(kept.items()) == len(session.due_entries)
