"""Ledgers that were cut, whose bits fell over, or that are none: one clear line, exit code 4, not a byte changed."""

import random
import sqlite3
from pathlib import Path

import pytest
from examples import TODAY

from privacy_audit.cli import main
from privacy_audit.failures import explain
from privacy_audit.ledger import files, requests, seen
from privacy_audit.ledger.errors import LedgerError, NotALedger
from privacy_audit.ledger.store import Ledger
from privacy_audit.session import Session

_PAGE = 4096
#: Bits that are turned over, one at a time.
_FLIPS = 250
_COMMANDS = (["todo", "--json"], ["history"], ["record", "equifax/freeze", "started"], ["doctor"])


@pytest.fixture(scope="module")
def whole(tmp_path_factory, small) -> bytes:
    """The bytes of a ledger in which every table has rows."""
    path = tmp_path_factory.mktemp("whole") / "ledger.db"
    with Ledger(path) as ledger:
        session = Session(small, ledger, ledger.add_person("me", "US-TX"), TODAY)
        session.begin_audit("quick")
        for answer in ("yes", "no", "past") * 12:
            session.answer("mirror-people", answer)
        session.record("mirror-people/opt-out", "asked", reference="R-555-0123")
        session.record("north-bureau/freeze", "confirmed")
        session.undo()
        session.life("moved")
        session.note_letter("mirror-people/opt-out", kind="request", to="", channel="web", discloses=[])
        me = session.person.id
        for number in range(12):
            receipt = requests.leaving(ledger, me, TODAY, "breaches", "once", "breaches.example", "GET", 200 + number)
            requests.ended(ledger, me, receipt, 200, 50_000)
        seen.see_all(ledger, me, "gpc", TODAY, {f"{name}.example": {"gpc": True} for name in ("one", "two", "three")})
    return path.read_bytes()


@pytest.fixture
def path(tmp_path) -> Path:
    (tmp_path / "data").mkdir(mode=0o700)
    return tmp_path / "data" / "ledger.db"


def _put(path: Path, content: bytes) -> None:
    for beside in path.parent.iterdir():
        beside.unlink()
    path.write_bytes(content)
    path.chmod(0o600)


def _use(path: Path, catalog) -> None:
    """Read all that the screens read, then record, as a person would."""
    with Ledger(path, create=False) as ledger:
        session = Session(catalog, ledger, ledger.person(), TODAY)
        assert session.plan
        assert session.counts
        session.report()
        session.due()
        requests.requests(ledger, session.person.id)
        seen.seen(ledger, session.person.id, "gpc")
        session.record("first-broker/access", "started")
        session.undo()


def _one_line(error: LedgerError) -> tuple[str, int]:
    line, code = explain(error)
    assert "\n" not in line
    assert len(line) < 400
    return line, code


class TestWhatIsRefused:
    @pytest.mark.parametrize("command", _COMMANDS, ids=" ".join)
    def test_cut_at_every_page(self, whole, path, capsys, command):
        for length in range(_PAGE, len(whole), _PAGE):
            _put(path, whole[:length])
            assert main.run(["--ledger", str(path), *command]) == 4, length
            said = capsys.readouterr()
            (line,) = said.err.splitlines()
            assert line.startswith("Error: ") and "damaged" in line  # noqa: PT018
            assert path.read_bytes() == whole[:length], length

    @pytest.mark.parametrize("command", _COMMANDS, ids=" ".join)
    @pytest.mark.parametrize("content", [b"", b"\0" * _PAGE, b"a letter to my dentist\n" * 400])
    def test_nothing_zeros_or_another_file(self, path, capsys, content, command):
        _put(path, content)
        assert main.run(["--ledger", str(path), *command]) == 4
        (line,) = capsys.readouterr().err.splitlines()
        assert line.startswith("Error: ")
        assert path.read_bytes() == content
        assert [one.name for one in path.parent.iterdir()] == ["ledger.db"]

    def test_an_empty_file_says_what_to_do_and_a_new_person_may_begin_in_it(self, path, capsys):
        _put(path, b"")
        with pytest.raises(NotALedger, match=r"is empty, and was left as it is\. If it was your ledger, put a backup"):
            Ledger(path, create=False)
        assert main.run(["--ledger", str(path), "person", "add", "me", "--region", "US-TX"]) == 0

    @pytest.mark.parametrize("command", _COMMANDS, ids=" ".join)
    def test_another_application_or_a_newer_version(self, whole, path, capsys, command):
        for pragma, code in ((f"application_id = {0x0F055112}", 4), (f"user_version = {files.SCHEMA_VERSION + 1}", 1)):
            _put(path, whole)
            connection = sqlite3.connect(path)
            connection.execute(f"PRAGMA {pragma}")
            connection.close()
            before = path.read_bytes()
            assert main.run(["--ledger", str(path), *command]) == code
            (line,) = capsys.readouterr().err.splitlines()
            assert "left as it is" in line
            assert path.read_bytes() == before


class TestBitsThatFellOver:
    def test_each_is_harmless_or_refused_in_words(self, whole, path, small):
        chance, refused = random.Random(20261124), 0
        for number in range(_FLIPS):
            at = chance.randrange(100 if number % 5 == 0 else len(whole))
            content = bytearray(whole)
            content[at] ^= 1 << chance.randrange(8)
            _put(path, bytes(content))
            try:
                _use(path, small)
            except LedgerError as error:
                refused += 1
                line, code = _one_line(error)
                assert code in (1, 4)
                assert code == 4 or "newer version" in line or "cannot be written" in line, line
        assert refused > 20

    def test_what_is_refused_when_read_is_not_changed(self, whole, path, small):
        for at in range(0, 16):
            content = bytearray(whole)
            content[at] ^= 0x10
            _put(path, bytes(content))
            with pytest.raises(NotALedger):
                _use(path, small)
            assert path.read_bytes() == bytes(content)

    @pytest.mark.parametrize(
        ("table", "change"),
        [
            ("events", "data = replace(data, '\"on\"', '\"os\"') WHERE kind = 'answer'"),
            ("events", "data = replace(data, '2026-', '2026!') WHERE kind = 'answer'"),
            ("events", "data = '{' WHERE kind = 'record'"),
            ("events", "data = '[]' WHERE kind = 'record'"),
            ("events", "data = replace(data, 'asked', 'asjed') WHERE kind = 'record'"),
            ("events", "data = replace(data, 'event', 'evemt') WHERE kind = 'undo'"),
            ("events", "data = CAST(x'7b22ff22' AS TEXT) WHERE kind = 'life'"),
            ("actions", "status = 'asjed'"),
            ("actions", "day = '2026-11-31'"),
            ("answers", "day = 'someday'"),
            ("due", "\"on\" = 'soon'"),
        ],
    )
    def test_a_row_that_no_program_wrote(self, whole, path, small, table, change):
        _put(path, whole)
        connection = sqlite3.connect(path)
        connection.execute("DROP TRIGGER events_never_change")
        connection.execute(f"UPDATE {table} SET {change}")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        before = path.read_bytes()
        with pytest.raises(NotALedger, match="damaged") as caught:
            self._read_all(path, small)
        assert _one_line(caught.value)[1] == 4
        assert "555" not in str(caught.value), "the line quotes nothing of what the person wrote"
        assert path.read_bytes() == before

    def _read_all(self, path: Path, catalog) -> None:
        with Ledger(path, create=False) as ledger:
            session = Session(catalog, ledger, ledger.person(), TODAY, trusting=True)
            session.due()
            session.report()
            ledger.events(session.person.id)

    def test_a_last_id_that_is_none_lets_nothing_be_recorded(self, whole, path, small):
        _put(path, whole)
        connection = sqlite3.connect(path)
        connection.execute("DROP TRIGGER events_never_change")
        connection.execute("UPDATE events SET id = 'zz' || substr(id, 3) WHERE kind = 'letter'")
        connection.commit()
        connection.close()
        with pytest.raises(NotALedger, match="damaged"):
            _use(path, small)
