"""What a person reads when something fails: one line, and the exit code of the command-line contract."""

import os

from .text import clean


def explain(error: Exception) -> tuple[str, int]:
    """Return the line and the exit code for an error; only what nobody foresaw is called a defect.

    With ``PRIVACY_AUDIT_DEBUG`` set, an unforeseen error is raised again.
    """
    from .breaches.errors import BreachError
    from .catalog.catalog import CatalogError
    from .exports.files import ExportError
    from .ledger.errors import LedgerError
    from .network.errors import NetworkError

    if isinstance(error, (LedgerError, CatalogError, ExportError, NetworkError, BreachError)):
        return f"Error: {clean(error, 2000)}", getattr(error, "exit_code", 1)
    if os.environ.get("PRIVACY_AUDIT_DEBUG"):
        raise error
    return (
        f"Error: the program failed ({type(error).__name__}: {clean(error)}). What was recorded before is kept. "
        "Please report it; PRIVACY_AUDIT_DEBUG=1 shows where it happened.",
        1,
    )
