"""Starting the interactive program."""

from datetime import date
from pathlib import Path

from ..catalog.load import load
from ..ledger.store import Ledger
from .app import PrivacyAudit


def run_program(ledger_path: Path, person: str | None, today: date) -> int:
    """Open catalogue and ledger, show the screens until the person leaves, and return the exit code.

    Raises CatalogError or LedgerError before anything is drawn.
    """
    catalog = load()
    ledger = Ledger(ledger_path, create=False) if ledger_path.exists() else None
    app = PrivacyAudit(catalog, ledger_path, today, ledger=ledger, person=person)
    app.run()
    if app.ledger:
        app.ledger.close()
    return app.return_code or 0
