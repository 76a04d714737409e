"""The ledger's tables, as migrations of sqlite-utils. A migration that has landed is never changed."""

import sqlite3

from sqlite_utils import Database, Migrations

migrations = Migrations("privacy-audit")

#: What each table and column means; the same words stand in docs/ledger.md.
_FIRST = """
CREATE TABLE events (
  id TEXT PRIMARY KEY,            -- UUID version 7: sorts by time
  at TEXT NOT NULL,               -- moment of recording, UTC
  person TEXT NOT NULL,
  kind TEXT NOT NULL,
  organisation TEXT NOT NULL DEFAULT '',
  action TEXT NOT NULL DEFAULT '',
  data TEXT NOT NULL DEFAULT '{}',
  device TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX events_of_one_thing ON events (person, organisation, action);
CREATE TRIGGER events_never_change BEFORE UPDATE ON events
  BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER events_never_go BEFORE DELETE ON events
  BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER events_are_never_replaced BEFORE INSERT ON events
  WHEN EXISTS (
    SELECT 1 FROM events AS old WHERE old.id = NEW.id
    AND (old.at, old.person, old.kind, old.organisation, old.action, old.data, old.device)
      IS NOT (NEW.at, NEW.person, NEW.kind, NEW.organisation, NEW.action, NEW.data, NEW.device)
  )
  BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TABLE people (
  id TEXT PRIMARY KEY, label TEXT NOT NULL, region TEXT NOT NULL, born INTEGER,
  audit_days INTEGER NOT NULL DEFAULT 90
) STRICT;
CREATE TABLE answers (
  person TEXT NOT NULL, organisation TEXT NOT NULL, answer TEXT NOT NULL, day TEXT NOT NULL, event TEXT NOT NULL,
  PRIMARY KEY (person, organisation)
) STRICT;
CREATE TABLE actions (
  person TEXT NOT NULL, organisation TEXT NOT NULL, action TEXT NOT NULL, status TEXT NOT NULL, day TEXT,
  asked_on TEXT, confirmed_on TEXT, first_asked_on TEXT, times_asked INTEGER NOT NULL, relisted INTEGER NOT NULL,
  reference TEXT NOT NULL, note TEXT NOT NULL, event TEXT NOT NULL,
  PRIMARY KEY (person, organisation, action)
) STRICT;
CREATE TABLE settings (
  person TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (person, name)
) STRICT;
CREATE TABLE due (
  person TEXT NOT NULL, "on" TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, text TEXT NOT NULL,
  rule TEXT NOT NULL,
  PRIMARY KEY (person, key, kind)
) STRICT;
CREATE INDEX due_by_day ON due ("on");
PRAGMA user_version = 1;
"""


@migrations()
def first_tables(db: Database) -> None:
    """The log and the tables that are written with it."""
    if db.execute("PRAGMA user_version").fetchone()[0]:  # it had them: what is left is no ledger to go on with
        raise sqlite3.DatabaseError("no such table: events")
    for statement in _statements(_FIRST):
        db.execute(statement)


#: Files that prove something; the log says to what they belong. A content that is there already is not added again.
_EVIDENCE = """
CREATE TABLE evidence (
  hash TEXT PRIMARY KEY,          -- SHA-256 of the content, hexadecimal
  name TEXT NOT NULL, type TEXT NOT NULL, size INTEGER NOT NULL, content BLOB NOT NULL
) STRICT;
CREATE TRIGGER evidence_never_changes BEFORE UPDATE ON evidence
  BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END;
CREATE TRIGGER evidence_never_goes BEFORE DELETE ON evidence
  BEGIN SELECT RAISE(ABORT, 'evidence is never removed'); END;
CREATE TRIGGER evidence_is_never_replaced BEFORE INSERT ON evidence
  WHEN EXISTS (SELECT 1 FROM evidence AS old WHERE old.hash = NEW.hash)
  BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END;
CREATE INDEX events_of_a_kind ON events (person, kind)
  WHERE kind IN ('audit', 'evidence', 'letter', 'life', 'undo');
PRAGMA user_version = 2;
"""


@migrations()
def evidence(db: Database) -> None:
    """Evidence: files kept with the actions that they prove something about."""
    for statement in _statements(_EVIDENCE):
        db.execute(statement)


#: What left this machine, and what was last seen outside. The index's columns let the replies after a request be found.
_OUTSIDE = """
CREATE TABLE requests (
  id TEXT PRIMARY KEY,            -- the row of the log that said so
  person TEXT NOT NULL, at TEXT NOT NULL, "on" TEXT NOT NULL, purpose TEXT NOT NULL, how TEXT NOT NULL,
  host TEXT NOT NULL, method TEXT NOT NULL, out INTEGER NOT NULL, status INTEGER, received INTEGER, failure TEXT
) STRICT;
CREATE INDEX requests_of_a_person ON requests (person, id);
CREATE TABLE seen (
  person TEXT NOT NULL, what TEXT NOT NULL, key TEXT NOT NULL, "on" TEXT NOT NULL, data TEXT NOT NULL,
  PRIMARY KEY (person, what, key)
) STRICT;
CREATE INDEX events_of_outside ON events (person, kind, id)
  WHERE kind IN ('request', 'reply', 'seen');
PRAGMA user_version = 3;
"""


@migrations()
def outside(db: Database) -> None:
    """Receipts of what left this machine, and what was last seen outside."""
    for statement in _statements(_OUTSIDE):
        db.execute(statement)


def _statements(script: str) -> list[str]:
    """Split a script at its statements' ends (a trigger's body holds a semicolon of its own)."""
    found, rest = [], ""
    for line in script.splitlines(keepends=True):
        rest += line
        if sqlite3.complete_statement(rest):
            found.append(rest.strip())
            rest = ""
    return found
