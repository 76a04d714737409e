"""The tables about what lies outside: requests that left this machine, and what was last seen there.

Written from the log as `projections` writes the others, inside the transaction of the caller. An event that was just
appended has the latest id of all, so that it alone decides; where events came in any other way (a merge, an import,
mending), a person's rows are written anew from all of theirs.
"""

import json
import sqlite3

from .events import Event

#: The kinds of `events.OUTSIDE`, as the index ``events_of_outside`` names them.
OF_OUTSIDE = "kind IN ('request', 'reply', 'seen')"
_ENDED = ("status", "received", "failure")


def there(connection: sqlite3.Connection) -> bool:
    """Whether the tables are there: an older ledger, such as a backup, has none until it is migrated."""
    sql = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('requests', 'seen')"
    return connection.execute(sql).fetchone()[0] == 2


def write(connection: sqlite3.Connection, event: Event) -> None:
    """Write the row that an event gives which is later than all others."""
    data = event.data
    if event.kind == "request":
        sql = (
            'INSERT OR REPLACE INTO requests (id, person, at, "on", purpose, how, host, method, out) '
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        )
        told = (data[name] for name in ("on", "purpose", "how", "host", "method", "out"))
        connection.execute(sql, (event.id, event.person, event.at, *told))
    elif event.kind == "reply":
        sql = "UPDATE requests SET status = ?, received = ?, failure = ? WHERE id = ? AND person = ?"
        connection.execute(sql, (*(data[name] for name in _ENDED), data["request"], event.person))
    else:
        sql = 'INSERT OR REPLACE INTO seen (person, what, key, "on", data) VALUES (?, ?, ?, ?, ?)'
        found = json.dumps(data["data"], ensure_ascii=False)
        connection.execute(sql, (event.person, data["what"], data["key"], data["on"], found))


def clear(connection: sqlite3.Connection, person: str | None = None) -> None:
    """Empty the tables, of one person or of everybody."""
    for table in ("requests", "seen"):
        connection.execute(f"DELETE FROM {table} WHERE person = coalesce(?, person)", (person,))
