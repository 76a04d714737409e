"""Starting the interactive program."""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ..care import back_up_today
from ..catalog.load import load
from ..ledger import cipher
from ..ledger.errors import Locked
from ..ledger.store import Ledger
from ..text import clean
from .app import PrivacyAudit


def run_program(ledger_path: Path, person: str | None, today: date, *, offline: bool = False) -> int:
    """Open catalogue and ledger, show the screens until the person leaves, and return the exit code.

    `offline` lets nothing be sent, whatever the person agreed to.
    Raises CatalogError or LedgerError before anything is drawn.
    """
    catalog = load()
    ledger, locked = _open(ledger_path)
    app = PrivacyAudit(catalog, ledger_path, today, ledger=ledger, person=person, locked=locked)
    app.offline = offline
    app.run()
    if app.ledger:
        app.ledger.close()
        if problem := back_up_today(ledger_path):
            print(clean(problem), file=sys.stderr)
    return app.return_code or 0


def _open(path: Path) -> tuple[Ledger | None, bool]:
    """Return the ledger, and whether it is locked: encrypted, and no passphrase came that opens it."""
    if not path.exists():
        return None, False
    cipher.source = cipher.source or _from_keyring
    try:
        return Ledger(path, create=False), False
    except Locked:
        return None, True


def _from_keyring(path: Path) -> Iterator[str]:
    from ..ledger import passphrases

    kept = passphrases.from_keyring(path)
    if kept:
        yield kept
