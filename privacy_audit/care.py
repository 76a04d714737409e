"""The care of the record as both doors need it: the doctor told of the catalogue, and the backup of the day."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from . import folders
from .catalog.catalog import Catalog
from .ledger.errors import LedgerError, Locked
from .ledger.store import Ledger
from .ledger.values import Person

if TYPE_CHECKING:
    from .ledger.findings import Surroundings


def surroundings(catalog: Catalog, today: date, now: datetime | None = None) -> "Surroundings":
    """Return what the doctor needs to know: the day, the moment (UTC), and what the catalogue has."""
    from .ledger.findings import Surroundings

    return Surroundings(
        today=today,
        now=now or datetime.now(UTC),
        knows=lambda id: id in catalog,
        current=catalog.current_id,
        derive=lambda ledger: derive(catalog, ledger, today),
    )


def derive(catalog: Catalog, ledger: Ledger, today: date) -> None:
    """Write the dates of everybody in a ledger anew, as the catalogue gives them. Raises LedgerError."""
    from .session import Session

    for person in ledger.people():
        Session(catalog, ledger, person, today)
        ledger.refresh_due(person.id)


def back_up_today(path: Path) -> str:
    """Make the backup of the day where one is due; returns in words why it could not be made, or nothing.

    A locked ledger is left for another time. Nothing that was recorded depends on this.
    """
    from .ledger.backup import daily

    try:
        done = daily(path, folders.own_checklists())
    except Locked:
        return ""
    except LedgerError as error:
        return f"The backup of the day was not made. {error}"
    return done.left_out if done else ""


def let_secrets_go(ledger: Ledger, people: Iterable[Person]) -> list[str]:
    """Take what people gave to the system's keyring out of it: their key to a service, their calendar's password.

    Returns in words what could not be taken out. Raises LedgerError.
    """
    from .breaches import keys
    from .pushing import account

    left = [let_go(ledger, one.id) for one in people for let_go in (keys.let_go, account.let_go)]
    return [words for words in left if words]
