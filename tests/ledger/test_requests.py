"""Receipts in the ledger: kept before a request leaves, ended afterwards, and never lost on any way a ledger goes."""

import json
import sqlite3
from datetime import UTC, date, datetime, timedelta

import pytest
from examples import TODAY
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from privacy_audit.care import surroundings
from privacy_audit.ledger import backup, doctor, files, forget, mending, merge, requests, seen, transfer
from privacy_audit.ledger.errors import NotALedger
from privacy_audit.ledger.store import Ledger

HOST = "haveibeenpwned.com"
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


@pytest.fixture
def me(session) -> str:
    return session.person.id


def leave(ledger, person, host=HOST, purpose="breaches", day=TODAY, out=212) -> str:
    return requests.leaving(ledger, person, day, purpose, "once", host, "GET", out)


def rows(ledger) -> list[tuple]:
    """All rows of both tables."""
    return [
        *(tuple(row) for row in ledger._read("SELECT * FROM requests ORDER BY id")),
        *(tuple(row) for row in ledger._read("SELECT * FROM seen ORDER BY person, what, key")),
    ]


def use(ledger, person) -> None:
    """Two requests, one without an end, and two findings."""
    requests.ended(ledger, person, leave(ledger, person), 200, 51_000)
    leave(ledger, person, "www.broker.example", "links")
    seen.see_all(ledger, person, "gpc", TODAY, {"a.example": {"gpc": True}, "b.example": {"gpc": False}})


class TestKeeping:
    def test_nothing_left_yet(self, ledger, me):
        assert requests.requests(ledger, me) == []
        assert requests.summed([]) == requests.Sum(0, 0, 0, 0)

    def test_what_leaves_is_kept_before_it_has_an_end(self, ledger, me):
        receipt = leave(ledger, me)
        (one,) = requests.requests(ledger, me)
        assert (one.id, one.on, one.purpose, one.how) == (receipt, TODAY, "breaches", "once")
        assert (one.host, one.method, one.out) == (HOST, "GET", 212)
        assert (one.status, one.received, one.failure) == (None, 0, "")
        assert abs(one.at - datetime.now(UTC)) < timedelta(minutes=5)

    def test_and_its_end_afterwards(self, ledger, me):
        requests.ended(ledger, me, leave(ledger, me), 200, 51_000)
        requests.ended(ledger, me, leave(ledger, me, "gone.example"), 0, 17, "the connection was cut")
        failed, answered = requests.requests(ledger, me)
        assert (answered.status, answered.received, answered.failure) == (200, 51_000, "")
        assert (failed.status, failed.received, failed.failure) == (0, 17, "the connection was cut")

    def test_ends_may_come_in_another_order_than_the_requests(self, ledger, me):
        first, second = leave(ledger, me, "one.example"), leave(ledger, me, "two.example")
        requests.ended(ledger, me, second, 404, 2)
        requests.ended(ledger, me, first, 200, 1)
        assert {one.host: one.status for one in requests.requests(ledger, me)} == {
            "one.example": 200,
            "two.example": 404,
        }

    def test_another_program_sees_it_before_the_request_leaves(self, ledger, me):
        leave(ledger, me)
        other = sqlite3.connect(ledger.path)
        assert other.execute("SELECT count(*) FROM requests").fetchone() == (1,)
        other.close()

    def test_it_is_the_persons_own(self, ledger, me):
        other = ledger.add_person("other", "CA-QC").id
        receipt = leave(ledger, me)
        requests.ended(ledger, other, receipt, 500, 1)
        assert requests.requests(ledger, other) == []
        assert requests.requests(ledger, me)[0].status is None

    def test_it_derives_no_dates_and_is_no_act_of_the_person(self, ledger, session, me):
        session.record("mirror-people/opt-out", "asked")
        before = (ledger.actions(me), ledger.answers(me), ledger.events(me), ledger.standing_events(me))
        ledger.derive_due = lambda *_: pytest.fail("dates were derived")
        use(ledger, me)
        assert (ledger.actions(me), ledger.answers(me), ledger.events(me), ledger.standing_events(me)) == before

    def test_undo_takes_back_what_the_person_did_and_leaves_receipts(self, ledger, session, me):
        session.answer("mirror-people", "yes")
        use(ledger, me)
        before = rows(ledger)
        assert session.undo().kind == "answer"
        assert rows(ledger) == before


class TestFinding:
    @pytest.fixture(autouse=True)
    def several(self, ledger, me):
        leave(ledger, me, "www.broker.example", "links", date(2026, 11, 1))
        leave(ledger, me, "broker.example", "links", date(2026, 11, 10), out=100)
        leave(ledger, me, "other-broker.example", "gpc", date(2026, 11, 20))

    @pytest.mark.parametrize(
        ("more", "hosts"),
        [
            ({}, ["other-broker.example", "broker.example", "www.broker.example"]),
            ({"purpose": "links"}, ["broker.example", "www.broker.example"]),
            ({"host": "broker.example"}, ["broker.example", "www.broker.example"]),
            ({"host": "https://Broker.example/page"}, ["broker.example", "www.broker.example"]),
            ({"host": "www.broker.example."}, ["www.broker.example"]),
            ({"since": date(2026, 11, 10)}, ["other-broker.example", "broker.example"]),
            ({"purpose": "links", "host": "broker.example", "since": date(2026, 11, 5)}, ["broker.example"]),
            ({"host": "nobody.example"}, []),
            ({"purpose": "' OR 1=1 --"}, []),
        ],
    )
    def test_newest_first_and_only_what_is_wanted(self, ledger, me, more, hosts):
        assert [one.host for one in requests.requests(ledger, me, **more)] == hosts

    def test_what_never_left_counts_no_bytes(self, ledger, me):
        one = requests.requests(ledger, me)[0]
        requests.ended(ledger, me, one.id, 0, 0, "nobody was reached, so nothing was sent")
        assert (requests.requests(ledger, me)[0].sent, requests.requests(ledger, me)[0].out) == (0, 212)
        assert requests.summed(requests.requests(ledger, me)).out == 312

    def test_in_all(self, ledger, me):
        requests.ended(ledger, me, requests.requests(ledger, me)[0].id, 200, 1000)
        assert requests.summed(requests.requests(ledger, me)) == requests.Sum(3, 3, 524, 1000)


class TestTables:
    def test_they_can_be_written_anew_from_the_log(self, ledger, me):
        use(ledger, me)
        seen.see(ledger, me, "gpc", "a.example", TODAY, {"gpc": False})
        before = rows(ledger)
        ledger._connection.execute("DELETE FROM requests")
        ledger._connection.execute("UPDATE seen SET data = '{}'")
        ledger.rebuild()
        assert rows(ledger) == before
        assert len(before) == 4

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
    @given(
        acts=some.lists(
            some.one_of(
                some.tuples(some.just("leave"), some.integers(0, 2)),
                some.tuples(some.just("end"), some.integers(0, 5)),
                some.tuples(some.just("see"), some.sampled_from("ab")),
            ),
            max_size=12,
        )
    )
    def test_whatever_happened_they_follow_from_the_log(self, tmp_path_factory, acts):
        with Ledger(tmp_path_factory.mktemp("acts") / "ledger.db") as ledger:
            person = ledger.add_person("me", "US-TX").id
            receipts: list[str] = []
            for number, (act, value) in enumerate(acts):
                if act == "leave":
                    receipts.append(leave(ledger, person, f"{value}.example"))
                elif act == "end" and receipts:
                    requests.ended(ledger, person, receipts[value % len(receipts)], 200, number)
                elif act == "see":
                    seen.see(ledger, person, "gpc", value, TODAY, {"number": number})
            before = rows(ledger)
            ledger.rebuild()
            assert rows(ledger) == before

    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE requests SET host = 'other.example'",
            "UPDATE requests SET status = 404 WHERE status IS NULL",
            "DELETE FROM requests",
            "DELETE FROM seen WHERE key = 'a.example'",
            "UPDATE seen SET data = '{\"gpc\": false}' WHERE key = 'a.example'",
        ],
    )
    def test_the_doctor_finds_a_changed_row_and_mends_it(self, small, ledger, me, change):
        use(ledger, me)
        before = rows(ledger)
        ledger._connection.execute(change)
        ledger.close()
        about = surroundings(small, TODAY, NOW)
        found = {check.name: check for check in doctor.examine(ledger.path, about)}["tables"]
        assert not found.ok
        assert ("seen (" if "seen" in change else "requests (") in found.detail
        mending.mend(ledger.path, [found], about)
        with Ledger(ledger.path) as again:
            assert rows(again) == before

    @pytest.mark.parametrize(
        ("kind", "data"),
        [
            ("request", {"on": "2026-11-24", "purpose": "p", "how": "once", "host": "h", "method": "GET"}),
            ("request", {"on": "2026-11-24", "purpose": "p", "how": "once", "host": "h", "method": "GET", "out": -1}),
            ("request", {"on": "2026-11-24", "purpose": "p", "how": "once", "host": 7, "method": "GET", "out": 1}),
            ("request", {"on": "no day", "purpose": "p", "how": "once", "host": "h", "method": "GET", "out": 1}),
            ("reply", {"request": "?", "status": True, "received": 1, "failure": ""}),
            ("reply", {"request": "?", "status": 200, "received": 2**63, "failure": ""}),
            ("reply", {"request": "nothing of the kind", "status": 200, "received": 1, "failure": ""}),
            ("seen", {"what": "gpc", "key": "k", "on": "2026-11-24", "data": "text"}),
            ("seen", {"what": "gpc", "key": "k", "on": "2026-11-24"}),
            ("seen", {"what": "gpc", "on": "2026-11-24", "data": {}}),
        ],
    )
    def test_an_entry_that_another_program_wrote_so_is_named(self, small, ledger, me, kind, data):
        receipt = leave(ledger, me)
        data = {name: receipt if value == "?" else value for name, value in data.items()}
        id = f"{receipt[:-4]}ffff"
        sql = "INSERT INTO events (id, at, person, kind, data) VALUES (?, '2026-11-24T08:00:00Z', ?, ?, ?)"
        ledger._connection.execute(sql, (id, me, kind, json.dumps(data)))
        ledger.close()
        log = {check.name: check for check in doctor.examine(ledger.path, surroundings(small, TODAY, NOW))}["log"]
        assert not log.ok
        assert id in log.detail

    def test_a_damaged_row_is_said_to_be_damage(self, ledger, me):
        leave(ledger, me)
        ledger._connection.execute("UPDATE requests SET at = 'yesterday'")
        with pytest.raises(NotALedger, match="privacy-audit doctor"):
            requests.requests(ledger, me)

    def test_the_log_finds_them_by_an_index(self, ledger, me):
        from privacy_audit.ledger.outside import OF_OUTSIDE

        plan = ledger._read(f"EXPLAIN QUERY PLAN SELECT * FROM events WHERE person = ? AND {OF_OUTSIDE}", me)
        assert "events_of_outside" in " ".join(row["detail"] for row in plan)


class TestOlderLedgers:
    @pytest.fixture
    def second_version(self, tmp_path, small):
        """The file of a ledger as version 2 of the tables had it, used."""
        from privacy_audit.ledger import schema

        path = tmp_path / "old" / "ledger.db"
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(schema.migrations, "_migrations", schema.migrations._migrations[:2])
            patch.setattr(files, "SCHEMA_VERSION", 2)
            with Ledger(path) as ledger:
                person = ledger.add_person("me", "US-TX").id
                ledger.answer(person, "mirror-people", "yes", TODAY)
                ledger.record(person, "mirror-people/opt-out", "asked", TODAY, TODAY)
                ledger.add_person("other", "CA-QC")
        return path

    def test_it_gets_the_tables_and_keeps_the_rest(self, second_version):
        with Ledger(second_version) as ledger:
            me = ledger.person("me").id
            assert ledger._read("PRAGMA user_version")[0][0] == files.SCHEMA_VERSION == 3
            assert ledger.answers(me) == {"mirror-people": "yes"}
            assert ledger.action(me, "mirror-people/opt-out").status == "asked"
            assert rows(ledger) == []
            use(ledger, me)
            assert len(rows(ledger)) == 4

    def test_a_backup_is_made_first(self, second_version):
        Ledger(second_version).close()
        assert [one.why for one in backup.known(second_version)] == ["migration"]

    def test_the_doctor_looks_at_it_as_it_is(self, second_version, small):
        checks = {check.name: check for check in doctor.examine(second_version, surroundings(small, TODAY, NOW))}
        assert "version 2" in checks["version"].detail
        assert checks["guards"].ok
        assert "requests" not in checks["tables"].detail

    def test_somebody_is_forgotten_in_a_backup_of_it(self, second_version):
        with Ledger(second_version) as ledger:
            (kept,) = backup.known(second_version)
            me = ledger.person("me")
            use(ledger, me.id)
            forget.forget(ledger, me, [kept.path])
            assert rows(ledger) == []
        connection = sqlite3.connect(kept.path)
        assert connection.execute("SELECT label FROM people").fetchall() == [("other",)]
        connection.close()


class TestOnEveryWayALedgerGoes:
    def test_forgetting_removes_theirs_and_leaves_anothers(self, ledger, session, me):
        other = ledger.add_person("other", "CA-QC").id
        use(ledger, me)
        leave(ledger, other, "planted-host.example")
        use(ledger, other)
        forget.forget(ledger, ledger.person("other"))
        assert {row[0 if len(row) == 5 else 1] for row in rows(ledger)} == {me}
        left = b"".join(one.read_bytes() for one in forget.beside(ledger.path))
        assert b"planted-host" not in left

    def test_merging_brings_them_either_way_and_twice(self, ledger, me, tmp_path):
        open_receipt = leave(ledger, me, "open.example")
        copy = tmp_path / "other" / "ledger.db"
        backup_of(ledger, copy)
        use(ledger, me)
        with Ledger(copy) as other:
            requests.ended(other, me, open_receipt, 200, 5)
            seen.see(other, me, "gpc", "a.example", TODAY, {"gpc": "elsewhere"})
            seen.see(other, me, "etag", "x", TODAY, {"etag": "1"})
        back = tmp_path / "back" / "ledger.db"
        backup_of(ledger, back)
        merge.merge(ledger, copy)
        with Ledger(back) as third, Ledger(copy) as other:
            merge.merge(other, third.path)
            assert rows(other) == rows(ledger)
        assert merge.merge(ledger, copy).events == 0
        found = {one.host: one.status for one in requests.requests(ledger, me)}
        assert found == {"open.example": 200, HOST: 200, "www.broker.example": None}
        assert set(seen.seen(ledger, me, "gpc")) == {"a.example", "b.example"}
        before = rows(ledger)
        ledger.rebuild()
        assert rows(ledger) == before

    def test_exporting_and_importing_gives_the_same(self, ledger, me, tmp_path):
        use(ledger, me)
        file = tmp_path / "all.jsonl"
        file.write_bytes(b"".join(transfer.export(ledger, None, "test")))
        with Ledger(tmp_path / "new" / "ledger.db") as new:
            transfer.check(file).add(new, None)
            assert rows(new) == rows(ledger)
            assert transfer.check(file).add(new, None).events == 0

    @pytest.mark.parametrize(
        "change",
        [
            ('"out":212', '"out":-1'),
            ('"out":212', '"out":"212"'),
            ('"status":200', '"status":null'),
            ('"kind":"request","organisation":""', '"kind":"request","organisation":"mirror-people"'),
            ('"data":{"gpc":true}', '"data":[]'),
        ],
    )
    def test_what_is_wrong_in_a_file_is_named_by_its_line(self, ledger, me, tmp_path, change):
        use(ledger, me)
        text = b"".join(transfer.export(ledger, None, "test")).decode()
        assert change[0] in text
        file = tmp_path / "all.jsonl"
        file.write_text(text.replace(*change, 1))
        with pytest.raises(transfer.ImportFault, match=r"Line \d+ has .*Nothing was imported"):
            transfer.check(file)

    def test_a_reply_that_comes_before_its_request_finds_it(self, ledger, me, tmp_path):
        """As when a file was cut into two by hand and the parts are read in the wrong order."""
        requests.ended(ledger, me, leave(ledger, me), 200, 51_000)
        head, *lines = b"".join(transfer.export(ledger, None, "test")).splitlines(keepends=True)
        parts = []
        for left_out in ("request", "nothing"):
            kept = [line for line in lines if b'"kind":"%s"' % left_out.encode() not in line]
            told = json.loads(head)
            told["ledger"]["counts"]["events"] = sum(line.startswith(b'{"event"') for line in kept)
            parts.append(tmp_path / f"without-{left_out}.jsonl")
            parts[-1].write_bytes(b"".join([json.dumps(told).encode() + b"\n", *kept]))
        with Ledger(tmp_path / "new" / "ledger.db") as new:
            for part in parts:
                transfer.check(part).add(new, None)
            assert rows(new) == rows(ledger)


def backup_of(ledger, path) -> None:
    path.parent.mkdir()
    ledger._connection.execute("VACUUM INTO ?", (str(path),))
