"""Export and import: what goes out comes back equal, and what is wrong changes nothing."""

import json
import os
import random
import re
import tempfile
import tracemalloc
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from examples import HOSTILE, TODAY
from hypothesis import example, given, settings
from hypothesis import strategies as st

from privacy_audit.ledger import evidence, lines, transfer
from privacy_audit.ledger.errors import CannotWrite, LedgerError
from privacy_audit.ledger.forget import forget
from privacy_audit.ledger.lines import ImportFault
from privacy_audit.ledger.moves import MOVES
from privacy_audit.ledger.store import ANSWERS, Ledger

TABLES = ("events", "people", "answers", "actions", "settings", "due", "evidence")
OWN = 'id = "my-dentist"\nname = "Dr Example"\n'


def content(ledger: Ledger) -> dict[str, list[tuple]]:
    """Return all that a ledger holds, table by table."""
    return {table: sorted(map(tuple, ledger._read(f"SELECT * FROM {table}"))) for table in TABLES}


def exported(ledger: Ledger, path: Path, own: Path | None = None) -> Path:
    path.write_bytes(b"".join(transfer.export(ledger, own, "0.1.0")))
    return path


def imported(path: Path, ledger: Ledger, own: Path | None = None) -> transfer.Imported:
    return transfer.check(path).add(ledger, own)


@pytest.fixture
def filled(session, tmp_path):
    """A ledger in which every kind of event was written."""
    picture = tmp_path / "listing.png"
    picture.write_bytes(random.Random(3).randbytes(1_000_000))
    session.begin_audit("quick")
    session.answer("mirror-people", "yes")
    session.record("mirror-people/opt-out", "asked", files=[evidence.read(picture)], note=HOSTILE)
    session.annotate("mirror-people/opt-out", reference="4711")
    session.life("denied", organisation="north-bureau")
    session.note_letter("mirror-people/opt-out", kind="appeal", to="them", channel="copied", discloses=["name"])
    session.answer("first-broker", "no")
    session.undo()
    session.set_rhythm("brokers", 60)
    gone = session.ledger.add_person("gone", "MX")
    forget(session.ledger, gone)
    session.ledger.add_person("ann", "CA-QC", 1980)
    return session.ledger


@pytest.fixture
def other(tmp_path):
    with Ledger(tmp_path / "other" / "ledger.db") as ledger:
        yield ledger


@pytest.fixture
def own(tmp_path) -> Path:
    folder = tmp_path / "own-here"
    (folder / "records").mkdir(parents=True)
    (folder / "records" / "my-dentist.toml").write_text(OWN)
    (folder / "notes.txt").write_text("no organisation")
    return folder


class TestThereAndBack:
    def test_all_kinds_of_events_come_back_equal(self, filled, other, session, tmp_path):
        path = exported(filled, tmp_path / "all.jsonl")
        done = imported(path, other)
        other.derive_due = session.ledger.derive_due
        replace(session, ledger=other)  # derives what is due of the other ledger
        for person in other.people():
            other.refresh_due(person.id)
        assert content(other) == content(filled)
        assert (done.people, done.evidence, done.known) == (2, 1, 0)
        assert done.events == len(content(filled)["events"])

    def test_own_organisations_come_back(self, filled, other, own, tmp_path):
        path = exported(filled, tmp_path / "all.jsonl", own)
        there = tmp_path / "own-there"
        done = imported(path, other, there)
        assert (there / "records" / "my-dentist.toml").read_text() == OWN
        assert [one.name for one in there.rglob("*") if one.is_file()] == ["my-dentist.toml"]
        assert done.organisations == 1
        assert imported(path, other, there).organisations == 0
        if os.name != "nt":
            assert (there / "records" / "my-dentist.toml").stat().st_mode & 0o077 == 0

    def test_reading_it_twice_changes_nothing(self, filled, other, tmp_path):
        path = exported(filled, tmp_path / "all.jsonl")
        imported(path, other)
        before = content(other)
        again = imported(path, other)
        assert content(other) == before
        assert (again.events, again.people, again.evidence) == (0, 0, 0)
        assert again.known == len(before["events"]) + len(before["evidence"])

    def test_two_ledgers_read_into_each_other_hold_the_same(self, filled, other, tmp_path):
        ann = other.add_person("bo", "US-CA")
        other.answer(ann.id, "mirror-people", "past", TODAY)
        one, two = exported(filled, tmp_path / "1"), exported(other, tmp_path / "2")
        imported(one, other)
        imported(two, filled)
        both = content(filled), content(other)
        for table in ("events", "people", "answers", "actions", "settings", "evidence"):
            assert both[0][table] == both[1][table], table

    def test_the_export_is_plain_ascii_of_short_lines_with_a_head_that_counts(self, filled, tmp_path):
        raw = exported(filled, tmp_path / "all.jsonl").read_bytes()
        assert raw.isascii()
        assert b"\x1b" not in raw
        every = raw.splitlines()
        assert max(map(len, every)) < lines.LINE_LIMIT
        head = json.loads(every[0])["ledger"]
        assert (head["format"], head["version"], head["program"]) == ("privacy-audit-ledger", 1, "0.1.0")
        kinds = [next(iter(json.loads(line))) for line in every]
        assert head["counts"] == {
            "people": kinds.count("person"), "events": kinds.count("event"), "evidence": 1, "organisations": 0,
        }  # fmt: skip

    def test_data_that_another_program_spelled_come_back_to_the_letter(self, filled, other, tmp_path):
        odd = '{"on":"2026-11-01",  "note":"\\u00e9", "x":1.50}'
        columns = "id, at, person, data, kind, organisation, action"
        row = ("01a00000-0000-7000-8000-000000000001", "2026-11-01T10:00:00Z", filled.people()[0].id, odd)
        filled._connection.execute(f"INSERT INTO events ({columns}) VALUES (?, ?, ?, ?, 'note', 'a', 'b')", row)
        imported(exported(filled, tmp_path / "all.jsonl"), other)
        assert content(other)["events"] == content(filled)["events"]

    def test_an_empty_ledger_goes_there_and_back(self, ledger, other, tmp_path):
        assert imported(exported(ledger, tmp_path / "none.jsonl"), other) == transfer.Imported()

    def test_what_is_recorded_while_it_is_written_is_not_in_it(self, filled, tmp_path):
        pieces = transfer.export(filled, None, "0.1.0")
        first = next(pieces)
        filled.answer(filled.people()[0].id, "second-broker", "yes", TODAY)
        (tmp_path / "all.jsonl").write_bytes(first + b"".join(pieces))
        assert transfer.check(tmp_path / "all.jsonl").counts["events"] == len(content(filled)["events"]) - 1

    def test_an_export_given_up_halfway_leaves_the_ledger_usable(self, filled):
        next(transfer.export(filled, None, "0.1.0"))
        before = len(content(filled)["events"])
        filled.answer(filled.people()[0].id, "second-broker", "yes", TODAY)
        with Ledger(filled.path, create=False) as again:
            assert len(content(again)["events"]) == before + 1


_DAYS = st.dates(date(1900, 1, 1), TODAY)
_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_THINGS = st.sampled_from(["a", "b", "my-own"])
_ACTS = st.one_of(
    st.tuples(st.just("answer"), _THINGS, st.sampled_from(ANSWERS), _DAYS),
    st.tuples(st.just("record"), _THINGS, st.sampled_from([*MOVES, "reopen"]), _DAYS, _TEXTS),
    st.tuples(st.just("note"), _THINGS, _TEXTS, _DAYS),
    st.tuples(st.just("evidence"), _THINGS, st.binary(min_size=1, max_size=40), _TEXTS),
    st.tuples(st.just("set"), _TEXTS, _TEXTS),
    st.tuples(st.just("edit"), st.sampled_from(["US", "CA-QC", "MX-JAL"])),
    st.tuples(st.just("undo")),
)


def act(ledger: Ledger, person, what: tuple) -> None:
    """Do one thing, where the rules allow it."""
    name, *rest = what
    if name == "answer":
        ledger.answer(person.id, rest[0], rest[1], rest[2])
    elif name == "record":
        ledger.record(person.id, f"{rest[0]}/x", rest[1], rest[2], TODAY, note=rest[3])
    elif name == "note":
        ledger.annotate(person.id, f"{rest[0]}/x", rest[2], note=rest[1])
    elif name == "evidence":
        file = evidence.File(rest[2], "text/plain", evidence.hashlib.sha256(rest[1]).hexdigest(), rest[1])
        evidence.attach(ledger, person.id, f"{rest[0]}/x", file, TODAY, TODAY)
    elif name == "set":
        ledger.set(person.id, *rest)
    elif name == "edit":
        ledger.edit_person(person, region=rest[0])
    else:
        ledger.undo(person.id)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 1), _ACTS), max_size=12), st.dictionaries(_THINGS, st.binary(max_size=50)))
@example([(0, ("set", "\x00\x1b[2J", "\ud7ff\U0010ffff"))], {"a": b"\xff\x00"})
def test_every_history_comes_back_equal(acts, texts):
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "own").mkdir()
        for id, data in texts.items():
            (root / "own" / f"{id}.toml").write_bytes(data)
        with Ledger(root / "1" / "l.db") as one, Ledger(root / "2" / "l.db") as two:
            people = [one.add_person("me", "US-TX"), one.add_person("ann\x85", "CA")]
            for whose, what in acts:
                try:
                    act(one, people[whose], what)
                except LedgerError:
                    continue
            imported(exported(one, root / "all.jsonl", root / "own"), two, root / "own2")
            assert content(two) == content(one)
        back = {path.stem: path.read_bytes() for path in (root / "own2").glob("*")}
        assert back == texts


class TestWhatIsWrong:
    """Each fault names its line, and ledger and folder stay as they were."""

    @pytest.fixture
    def path(self, filled, own, tmp_path) -> Path:
        return exported(filled, tmp_path / "all.jsonl", own)

    @pytest.fixture
    def refused(self, path, other, tmp_path):
        """Import a file that is wrong; return the one line that says why."""
        somebody = other.add_person("bo", "US")
        other.answer(somebody.id, "mirror-people", "yes", TODAY)
        before = content(other)
        there = tmp_path / "own-there"

        def call(raw: bytes | str | None = None) -> str:
            if raw is not None:
                path.write_bytes(raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else raw)
            with pytest.raises(ImportFault) as caught:
                imported(path, other, there)
            assert content(other) == before
            assert not there.exists() or not list(there.rglob("*.toml"))
            words = str(caught.value)
            assert "\n" not in words
            assert "Nothing was imported" in words
            assert words.isprintable()
            return words

        return call

    def changed(self, path: Path, what: str, /, **fields: object) -> str:
        """Return the file with the first line of a kind changed; None takes a field away."""
        every = path.read_text().splitlines()
        place = next(place for place, line in enumerate(every) if line.startswith(f'{{"{what}"'))
        held = json.loads(every[place])
        held[what] |= fields
        held[what] = {name: value for name, value in held[what].items() if value is not None}
        every[place] = json.dumps(held)
        return "\n".join(every) + "\n"

    def event(self, path: Path, kind: str, /, **data: object) -> str:
        """Return the file with the data of the first event of a kind changed."""
        every = path.read_text().splitlines()
        place = next(place for place, line in enumerate(every) if f'"kind":"{kind}"' in line)
        held = json.loads(every[place])
        held["event"]["data"] |= data
        every[place] = json.dumps(held)
        return "\n".join(every) + "\n"

    def test_no_export_at_all(self, refused):
        assert "is empty" in refused(b"")
        assert "Line 1 is no JSON" in refused("id,name\n")
        assert "Line 1 is no object with one key" in refused("[]\n")
        assert "Line 1 is no object with one key" in refused('"ledger"\n')
        assert "Line 1 is of a kind that is not known" in refused('{"recipes": {}}\n')

    def test_another_format_and_a_newer_version(self, refused, path):
        assert "is no export of a ledger" in refused(self.changed(path, "ledger", format="recipes"))
        assert "newer version" in refused(self.changed(path, "ledger", format=lines.FORMAT, version=2))

    def test_invalid_utf8(self, refused, path):
        raw = path.read_bytes().replace(b'"label":"me"', b'"label":"m\xff"')
        assert "Line 2 is not UTF-8" in refused(raw)

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ("[" * 100_000, "nested too deep"),
            ('{"event":' * 100_000, "nested too deep"),
            ('{"event": {"data": ' + "[" * 40 + "]" * 40 + "}}", "nested too deep"),
            ('{"event": {"id": ' + "9" * 5000 + "}}", "no JSON"),
            ('{"event": {"id": 1e999}}', "number that is too large"),
            ('{"event": {"id": 99999999999999999999}}', "number that is too large"),
            ('{"event": {"id": NaN}}', "NaN, which is no number"),
            ('{"event": {"id": -Infinity}}', "-Infinity, which is no number"),
            ('{"event": {"id": "a", "id": "b"}}', "a key twice"),
            ('{"event": {"id": "\\ud800"}}', "lone surrogate"),
            ('{"event": []}', "not known"),
            ('{"event": {}}', "lacks 'id'"),
            ('{"event": {}, "person": {}}', "no object with one key"),
            ('{"\\u001b[2J": {}}', "not known"),
        ],
    )
    def test_a_line_made_to_hurt(self, refused, path, line, said):
        head, *rest = path.read_text().splitlines()
        words = refused("\n".join([head, line, *rest]))
        assert words.startswith("Line 2 ")
        assert said in words

    def test_a_line_without_end(self, refused, path):
        head = path.read_bytes().splitlines()[0]
        assert "longer than 1 MB" in refused(head + b"\n" + b" " * (lines.LINE_LIMIT + 10))

    def test_more_lines_than_any_ledger_has(self, refused, monkeypatch):
        monkeypatch.setattr(lines, "LINES_LIMIT", 5)
        assert "more than 5 lines" in refused()

    def test_a_larger_file_than_any_ledger_is(self, refused, monkeypatch):
        monkeypatch.setattr(lines, "FILE_LIMIT", 5)
        assert "no export" in refused()

    @pytest.mark.parametrize(
        ("what", "field", "value"),
        [
            ("event", "id", "1"),
            ("event", "id", "ffffffff-ffff-7fff-bfff-ffffffffffff"),
            ("event", "id", 7),
            ("event", "at", "2026-13-01T00:00:00Z"),
            ("event", "at", "yesterday"),
            ("event", "person", "somebody"),
            ("event", "person", ["x"]),
            ("event", "kind", "payment"),
            ("event", "kind", 3),
            ("event", "organisation", "x" * 201),
            ("event", "action", True),
            ("event", "data", []),
            ("event", "data", "not JSON"),
            ("event", "data", "[1]"),
            ("event", "data", '{"a": NaN}'),
            ("event", "data", '{"a": ' + "[" * 5000 + "]" * 5000 + "}"),
            ("event", "device", {}),
            ("person", "region", "Texas"),
            ("person", "region", "FR-75"),
            ("person", "label", 5),
            ("person", "born", "1980"),
            ("person", "born", 10**9),
            ("person", "audit_days", 10**9),
            ("person", "audit_days", True),
            ("evidence", "hash", "0" * 64),
            ("evidence", "hash", "../../etc/passwd"),
            ("evidence", "size", 999),
            ("evidence", "size", 26 * 1024 * 1024),
            ("evidence", "parts", 1),
            ("part", "number", 2),
            ("part", "data", "@@@@"),
            ("part", "data", "aGVsbG8="),
            ("organisation", "path", "../outside.toml"),
            ("organisation", "path", "/etc/passwd.toml"),
            ("organisation", "path", "a/../../b.toml"),
            ("organisation", "path", "C:\\x.toml"),
            ("organisation", "path", "a\\b.toml"),
            ("organisation", "path", "./a.toml"),
            ("organisation", "path", "~/a.toml"),
            ("organisation", "path", "program.py"),
            ("organisation", "path", "a\u202eb.toml"),
            ("organisation", "path", ".toml/"),
            ("organisation", "hash", "0" * 64),
            ("ledger", "counts", {"people": 1}),
            ("ledger", "counts", None),
            ("ledger", "version", "1"),
        ],
    )
    def test_a_field_of_a_wrong_type_or_out_of_bounds(self, refused, path, what, field, value):
        words = refused(self.changed(path, what, **{field: value}))
        assert re.match(r"Line [\d,]+ ", words)

    @pytest.mark.parametrize(
        ("kind", "data"),
        [
            ("person", {"region": "ZZ"}),
            ("person", {"audit_days": -1}),
            ("setting", {"value": 5}),
            ("audit", {"on": "soon"}),
            ("audit", {"themes": "brokers"}),
            ("answer", {"answer": "perhaps"}),
            ("answer", {"on": "2026-02-30"}),
            ("answer", {"on": "0001-01-01"}),
            ("record", {"state": "open"}),
            ("record", {"state": ["asked"]}),
            ("record", {"note": {"a": 1}}),
            ("record", {"discloses": "name"}),
            ("note", {"on": None}),
            ("evidence", {"hash": "x"}),
            ("evidence", {"record": 5}),
            ("life", {"change": None}),
            ("letter", {"kind": 1}),
            ("undo", {"event": "last"}),
            ("forgotten", {"person": "Ann Example"}),
        ],
    )
    def test_data_that_the_program_could_not_live_with(self, refused, path, kind, data):
        assert re.match(r"Line [\d,]+ has a wrong '", refused(self.event(path, kind, **data)))

    def test_a_record_about_nothing(self, refused, path):
        raw = path.read_text().replace(
            '"organisation":"mirror-people","action":"opt-out"', '"organisation":"","action":""'
        )
        assert "without an action" in refused(raw)

    def test_an_event_of_nobody(self, refused, path):
        person = json.loads(path.read_text().splitlines()[1])["person"]["id"]
        raw = path.read_text()
        assert "without a person" in refused(raw.replace(f'"person":"{person}"', '"person":""'))
        stranger = "01a00000-0000-7000-8000-00000000000a"
        assert "whom no line before it names" in refused(raw.replace(f'"person":"{person}"', f'"person":"{stranger}"'))

    def test_somebody_of_whom_no_event_says_who_they_are(self, refused, path):
        raw = self.event(path, "person", label="me")
        held = [line for line in raw.splitlines() if '"kind": "person"' not in line]
        held[0] = held[0].replace('"events":', '"events":-1,"x":')
        words = refused(re.sub(r'"events":-1,"x":(\d+)', lambda m: f'"events":{int(m[1]) - 1}', "\n".join(held) + "\n"))
        assert "'me' do not say who that is" in words

    def test_two_events_with_one_id(self, refused, path):
        every = path.read_text().splitlines()
        place = next(place for place, line in enumerate(every) if '"kind":"answer"' in line)
        twin = every[place].replace('"answer":"yes"', '"answer":"no"')
        assert twin != every[place]
        every.insert(place + 1, twin)
        held = json.loads(every[0])
        held["ledger"]["counts"]["events"] += 1
        words = refused("\n".join([json.dumps(held), *every[1:]]))
        assert words.startswith(f"Line {place + 2} has another event under the id")

    def test_the_same_event_twice_is_one(self, path, other):
        every = path.read_text().splitlines()
        place = next(place for place, line in enumerate(every) if '"kind":"answer"' in line)
        held = json.loads(every[0])
        held["ledger"]["counts"]["events"] += 1
        path.write_text("\n".join([json.dumps(held), *every[1 : place + 1], *every[place:]]))
        assert imported(path, other).known == 1

    def test_an_event_that_the_ledger_has_in_another_way(self, path, other):
        imported(path, other)
        before = content(other)
        path.write_text(self.event(path, "answer", answer="past"))
        with pytest.raises(ImportFault, match="has another event under the id"):
            imported(path, other)
        assert content(other) == before

    def test_a_file_that_was_cut_short_anywhere(self, refused, path):
        whole = path.read_bytes()
        breaks = [place for place, sign in enumerate(whole) if sign == 10][:-1]
        for place in random.Random(7).sample(breaks, 8):
            refused(whole[: place + 1])
        for share in (0.2, 0.5, 0.9):
            refused(whole[: int(len(whole) * share)])

    def test_lines_in_another_order(self, refused, path):
        every = path.read_text().splitlines()
        assert "Line 1 is in the wrong place" in refused("\n".join(every[1:]))
        assert "Line 2 is in the wrong place" in refused("\n".join([every[0], *every]))
        assert "in the wrong place" in refused("\n".join([every[0], *every[:0:-1]]))

    def test_an_organisation_twice(self, refused, path):
        every = path.read_text().splitlines()
        assert "names a wrong file" in refused("\n".join([*every, *every[-2:]]))

    def test_flipped_bits_never_end_in_a_failure_of_the_program(self, path, other):
        whole, dice = path.read_bytes(), random.Random(11)
        before = content(other)
        for _ in range(60):
            raw = bytearray(whole)
            raw[dice.randrange(len(raw))] ^= 1 << dice.randrange(8)
            path.write_bytes(raw)
            try:
                transfer.check(path)
            except ImportFault:
                continue
        assert content(other) == before

    def test_a_file_that_changes_between_the_two_readings(self, path, other):
        found = transfer.check(path)
        path.write_bytes(path.read_bytes() + b" ")
        with pytest.raises(ImportFault, match="changed while it was read"):
            found.add(other, None)

    def test_what_is_no_file(self, refused, path, tmp_path):
        path.unlink()
        assert "no such file" in refused()
        path.mkdir()
        refused()

    @pytest.mark.skipif(os.name == "nt", reason="pipes are a matter of POSIX systems")
    def test_a_pipe(self, refused, path):
        path.unlink()
        os.mkfifo(path)
        assert "a pipe or a device" in refused()

    def test_an_own_organisation_that_is_there_in_another_way(self, path, other, tmp_path):
        there = tmp_path / "own-there"
        (there / "records").mkdir(parents=True)
        (there / "records" / "my-dentist.toml").write_text("id = 'another'")
        with pytest.raises(ImportFault, match="where another file stands"):
            imported(path, other, there)
        assert content(other)["events"] == []

    def test_a_folder_that_takes_no_writing_leaves_the_ledger_as_it_was(self, path, other, tmp_path):
        there = tmp_path / "own-there"
        there.write_text("a file where the folder should be")
        with pytest.raises(CannotWrite, match="Nothing was imported"):
            imported(path, other, there)
        assert content(other)["events"] == []

    def test_a_ledger_that_takes_no_writing_leaves_the_folder_as_it_was(self, path, other, tmp_path, monkeypatch):
        there = tmp_path / "own-there"
        other._connection.execute("PRAGMA query_only = ON")
        with pytest.raises(LedgerError):
            imported(path, other, there)
        assert not list(there.rglob("*.toml"))


def test_a_long_file_is_read_in_little_memory(ledger, other, tmp_path, monkeypatch):
    monkeypatch.setattr(transfer, "_BATCH", 50)
    person = ledger.add_person("me", "US-TX")
    for number in range(800):
        ledger.annotate(person.id, f"organisation-{number % 50}/x", TODAY, note="n" * 2000)
    path = exported(ledger, tmp_path / "all.jsonl")
    tracemalloc.start()
    transfer.check(path)
    imported(path, other)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert path.stat().st_size > 1_700_000
    assert peak < path.stat().st_size / 2
    assert other.actions(person.id) == ledger.actions(person.id)


class TestPeopleWhoWereForgotten:
    def test_an_import_does_not_bring_them_back(self, filled, session, tmp_path):
        path = exported(filled, tmp_path / "all.jsonl")
        forget(filled, session.person)
        before = content(filled)
        done = imported(path, filled)
        assert done.forgotten > 5
        assert content(filled) == before

    def test_somebody_forgotten_elsewhere_is_not_removed_here_unasked(self, filled, session, other, tmp_path):
        imported(exported(filled, tmp_path / "all.jsonl"), other)
        forget(filled, session.person)
        with pytest.raises(ImportFault, match="'me' was forgotten for good elsewhere"):
            imported(exported(filled, tmp_path / "later.jsonl"), other)


def test_a_file_of_an_own_organisation_that_is_far_too_large_is_named(ledger, own):
    (own / "huge.toml").write_bytes(bytes(lines.OWN_LIMIT + 1))
    with pytest.raises(LedgerError, match=r"huge\.toml is too large"):
        list(transfer.export(ledger, own, "0.1.0"))
