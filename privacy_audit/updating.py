"""Another catalogue in the place of the one in use: looked through, shown as what it changes for one, taken over.

Both doors use this: the screen "Update the catalogue" and ``privacy-audit catalog update``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from .audit.news import News, news
from .catalog import load, shelf
from .catalog.catalog import Catalog, CatalogError
from .catalog.shelf import Shelf, Taken
from .dates import as_known, long
from .text import clean, count

if TYPE_CHECKING:
    from .audit.standing import Standing
    from .catalog.signed_check import Examined
    from .ledger.store import Ledger
    from .network.consent import Permit
    from .network.gate import Progress
    from .network.purpose import Purpose
    from .session import Session

#: The setting of the person from where catalogue packs are fetched.
SOURCE = "catalogue/source"
NO_SOURCE = (
    "No address is set from which a catalogue comes, and the program knows none. If somebody publishes one whom you "
    "trust: privacy-audit catalog source ADDRESS, or take a file: privacy-audit catalog update --from FILE"
)


@dataclass(frozen=True, slots=True)
class Update:
    """A pack that may be taken over, what it changes for the person, and where it came from."""

    examined: Examined
    news: News
    source: str


def is_address(source: str) -> bool:
    """Whether a source is an address rather than a file."""
    return "://" in source


def source_of(ledger: Ledger, person: str) -> str:
    """Return the address from which the person fetches catalogues, or nothing."""
    return ledger.setting(person, SOURCE, "")


def set_source(ledger: Ledger, person: str, address: str) -> None:
    """Keep the address from which catalogues come; nothing removes it. Raises NetworkError, LedgerError.

    A standing consent was for the server before, and ends with another.
    """
    from .network import consent
    from .network.packs import purpose_of

    fresh = purpose_of(address) if address else None
    before = source_of(ledger, person)
    other = fresh and (not before or purpose_of(before).hosts != fresh.hosts)
    if fresh and other and consent.standing(ledger, person, fresh) == "always":
        consent.keep(ledger, person, fresh.id, consent.ASK)
    ledger.set(person, SOURCE, address)


def purpose(ledger: Ledger, person: str, address: str) -> Purpose:
    """Return the purpose of fetching from an address. Raises NetworkError, LedgerError.

    A standing consent is for the server that is set: any other is asked about each time.
    """
    from .network.packs import purpose_of

    asked, kept = purpose_of(address), source_of(ledger, person)
    return replace(asked, each_time=not kept or purpose_of(kept).hosts != asked.hosts)


def read_file(path: Path) -> bytes:
    """Return the bytes of a pack in a file, not looked at yet. Raises CatalogError."""
    from .catalog.signed import SIZE_LIMIT

    try:
        with path.expanduser().open("rb") as file:
            return file.read(SIZE_LIMIT + 1)
    except (OSError, RuntimeError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise CatalogError(
            f"{clean(path)} cannot be read ({clean(why).lower()}). The catalogue in use stays as it is. Check the name."
        ) from None


async def fetch(session: Session, permit: Permit, address: str, progress: Progress | None = None) -> bytes:
    """Return the bytes of a pack from an address, not looked at yet. Raises NetworkError, LedgerError."""
    from .network import packs
    from .network.opening import open_gate

    async with open_gate(session.ledger, session.person.id, permit, session.today) as gate:
        return await packs.fetch(gate, address, progress)


def examine(data: bytes, today: date) -> tuple[Examined, Catalog]:
    """Look through a pack whole, against the catalogue in use; return it, and the catalogue that it would give.

    That has the person's own organisations and the registers they fetched too. Raises PackRefused, AlreadyInUse,
    CatalogError.
    """
    from .catalog.packed import pack, unpack
    from .catalog.signed_check import examine

    examined = examine(data, shelf.in_use_since(load.compiled(), today), today)
    return examined, load.load(found=unpack(pack(examined.compiled)))


def compared(examined: Examined, after: Catalog, catalog: Catalog, standing: Standing | None, source: str) -> Update:
    """Return what a pack changes for the person: the catalogue `after` it against the one that is open."""
    return Update(examined, news(catalog, after, standing), source)


def take(update: Update) -> Taken:
    """Use a pack from now on. Raises CatalogError; the catalogue in use then stays as it is."""
    return shelf.take(update.examined, update.source)


def refresh(ledger: Ledger, today: date) -> Catalog:
    """Return the catalogue in use now, and write everybody's dates in the ledger as it gives them.

    Raises CatalogError, LedgerError.
    """
    from .care import derive

    fresh = load.load()
    derive(fresh, ledger, today)
    return fresh


def in_words(taken: Taken | None) -> str:
    """Return which catalogue this is: of which day and whose, or the program's own."""
    if taken is None:
        return "the one that came with the program"
    return f"the pack of {long(taken.day)}, signed by {taken.signer or taken.key[:8]}"


def in_use_in_words() -> str:
    """Return which catalogue is in use, with the date of its newest source where it is the program's own."""
    taken = shelf.look().in_use
    if taken:
        return in_words(taken)
    dated = load.shipped().get("dated", "")
    return f"{in_words(None)}, newest source {as_known(dated)}" if dated else in_words(None)


def turned_in_words(turned: Shelf) -> str:
    """Return what going back or forth did."""
    return f"In use now: {in_words(turned.in_use)}. Once more, and it is {in_words(turned.other)} again."


def elsewhere_in_words(found: News) -> str:
    """Return how many organisations change that do not concern the person, or nothing."""
    from .audit.news import elsewhere_in_words

    number = sum(found.elsewhere.values())
    return f"{count(number, 'change')} elsewhere: {elsewhere_in_words(found)}" if number else ""
