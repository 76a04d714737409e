"""docs/ledger.md: its tables are the ledger's, its states the program's, its questions run."""

import re
import sqlite3
from pathlib import Path

import pytest

from privacy_audit.audit.due import KINDS as DUE_KINDS
from privacy_audit.ledger import evidence, files, requests, seen
from privacy_audit.ledger.events import KINDS
from privacy_audit.ledger.forget import forget
from privacy_audit.ledger.moves import MOVES

PAGE = (Path(__file__).parents[2] / "docs/ledger.md").read_text("utf-8")


def section(title: str) -> str:
    return PAGE.partition(f"## {title}\n")[2].partition("\n## ")[0]


def first_cells(text: str) -> list[str]:
    """Return what stands in code in the first cells of a text's tables."""
    return [
        name for row in re.findall(r"^\| (`[^|]+) \|", text, re.MULTILINE) for name in re.findall(r"`([^`]+)`", row)
    ]


@pytest.fixture
def used(session):
    """The file of a ledger in which every kind of row was written."""
    session.begin_audit("quick")
    session.answer("mirror-people", "yes")
    session.record("mirror-people/opt-out", "asked")
    session.annotate("mirror-people/opt-out", note="by phone")
    session.life("denied", organisation="north-bureau", note="by letter")
    session.begin_again()
    told = {"kind": "opt-out", "to": "privacy@mirror-people.example", "channel": "eml", "discloses": ["name"]}
    session.ledger.note_letter(session.person.id, "mirror-people/opt-out", session.today, **told)
    session.undo()
    session.ledger.set(session.person.id, "walk", "quick:1")
    session.record("north-bureau/freeze", "asked", files=[evidence.File("a.png", "image/png", "0" * 64, b"a")])
    receipt = requests.leaving(
        session.ledger, session.person.id, session.today, "breaches", "once", "breaches.example", "GET", 200
    )
    requests.ended(session.ledger, session.person.id, receipt, 200, 50_000)
    seen.see(session.ledger, session.person.id, "gpc", "mirror-people.example", session.today, {"gpc": True})
    forget(session.ledger, session.ledger.add_person("gone", "MX"))
    return session.ledger.path


@pytest.fixture
def connection(used):
    opened = sqlite3.connect(used)
    yield opened
    opened.close()


def test_every_table_is_told_with_its_columns(connection):
    log, now = section("The log"), section("What stands now")
    told = {"events": first_cells(log.partition("| kind |")[0])}
    for name, text in re.findall(r"^`(\w+)`[^|\n]*\n\n((?:\|.*\n)+)", now, re.MULTILINE):
        told[name] = first_cells(text)
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'"
    tables = {name for (name,) in connection.execute(sql)}
    assert set(told) == tables
    for name in tables:
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
        assert sorted(told[name]) == sorted(columns), name


def test_every_kind_of_row_is_told_with_what_it_carries(connection):
    kinds = section("The log").partition("| kind |")[2]
    assert set(first_cells("| kind |" + kinds)) == set(KINDS)
    rows = {re.findall(r"`(\w+)`", line)[0]: line for line in kinds.splitlines() if line.startswith("| `")}
    found = list(connection.execute("SELECT DISTINCT kind, key FROM events, json_each(data)"))
    assert {kind for kind, _ in found} == set(KINDS)
    for kind, name in found:
        assert f"`{name}`" in rows[kind], (kind, name)


def test_the_kinds_of_dates_are_told():
    (line,) = [line for line in section("What stands now").splitlines() if "`lapses`" in line]
    assert set(re.findall(r"`([a-z-]+)`", line)) - {"kind"} == set(DUE_KINDS) - {"late"}


def test_the_states_and_moves_are_the_programs():
    states, moves = section("States and moves").split("| from | to |")
    assert first_cells(states) == list(MOVES)
    told = {}
    for line in moves.splitlines():
        words = re.findall(r"`([a-z-]+)`", line)
        if line.startswith("| `"):
            told[words[0]] = tuple(words[1:])
    assert told == MOVES


def test_the_questions_run(connection):
    questions = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
    assert len(questions) >= 4
    for question in questions:
        connection.execute(question).fetchall()
    assert connection.execute(questions[0]).fetchall()[0][0] == "mirror-people"


def test_the_log_takes_no_change_from_any_tool(connection):
    for sql in ("UPDATE events SET at = ''", "DELETE FROM events"):
        with pytest.raises(sqlite3.IntegrityError, match="the log is append-only"):
            connection.execute(sql)


def test_the_marks_of_the_file(connection):
    assert f"`PRAGMA application_id` is {files.APPLICATION_ID} " in PAGE
    assert connection.execute("PRAGMA application_id").fetchone()[0] == files.APPLICATION_ID


def test_a_copy_made_as_told_is_whole(connection, tmp_path):
    (statement,) = re.findall(r'"(VACUUM INTO .*)"', PAGE)
    copy = tmp_path / "copy.db"
    connection.execute(statement.replace("copy.db", str(copy)))
    again = sqlite3.connect(copy)
    same = [one.execute("SELECT * FROM events ORDER BY id").fetchall() for one in (connection, again)]
    again.close()
    assert same[0] == same[1]
