"""Write docs/screenshots/*.svg: the real program and catalogue, an invented person, a fixed day.

For maintainers: python scripts/screenshots.py. The same catalogue gives the same files.
"""

import asyncio
import re
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from privacy_audit.catalog.catalog import Catalog
from privacy_audit.catalog.load import load
from privacy_audit.ledger.store import Ledger
from privacy_audit.session import Session
from privacy_audit.tui.app import PrivacyAudit

TARGET = Path(__file__).parents[1] / "docs" / "screenshots"
TODAY = date(2026, 11, 24)
REGION = "US-CA"
WIDE, USUAL = (120, 40), (80, 24)
ANSWERS = {
    "yes": ("equifax-us", "experian-us", "spokeo", "peopleconnect", "google-account", "chase-us", "facebook"),
    "past": ("whitepages",),
    "unsure": ("albertsons-safeway-us",),
    "no": ("chexsystems",),
}
#: What the invented person did: the action, the state, the day, their reference.
RECORDS = (
    ("optoutprescreen/opt-out", "asked", date(2026, 9, 1), ""),
    ("optoutprescreen/opt-out", "confirmed", date(2026, 9, 6), ""),
    ("spokeo/opt-out", "asked", date(2026, 8, 1), ""),
    ("spokeo/opt-out", "confirmed", date(2026, 8, 4), ""),
    ("spokeo/opt-out", "verified", date(2026, 8, 20), ""),
    ("whitepages/opt-out", "asked", date(2026, 7, 1), ""),
    ("whitepages/opt-out", "confirmed", date(2026, 7, 4), ""),
    ("whitepages/opt-out", "relisted", date(2026, 11, 2), ""),
    ("peopleconnect/opt-out", "asked", date(2026, 10, 1), ""),
    ("the-work-number/freeze", "started", date(2026, 11, 12), ""),
    ("equifax-us/freeze", "asked", date(2026, 11, 20), "EFX-0147"),
)


@dataclass(frozen=True)
class Shot:
    """One picture: its name, the size of the terminal and the keys that lead there from home."""

    name: str
    size: tuple[int, int]
    keys: tuple[str, ...]


SHOTS = (
    Shot("home", WIDE, ()),
    Shot("walk", USUAL, ("w", "right")),
    Shot("action", USUAL, ("slash", *"equifax", "enter", "enter")),
    Shot("due", USUAL, ("d",)),
)


def history(session: Session) -> None:
    """Give the invented person two audits, answers and records."""
    session.ledger.begin_audit(session.person.id, "quick", date(2026, 7, 1))
    session.begin_audit("whole")
    for said, ids in ANSWERS.items():
        for id in ids:
            session.answer(id, said)
    for key, state, day, reference in RECORDS:
        session.record(key, state, day, reference=reference)


async def take(shot: Shot, catalog: Catalog, folder: Path) -> str:
    """Play one shot on a fresh ledger and return the picture."""
    with Ledger(folder / f"{shot.name}.db") as ledger:
        person = ledger.add_person("me", REGION)
        history(Session(catalog, ledger, person, TODAY))
        app = PrivacyAudit(catalog, ledger.path, TODAY, ledger=ledger)
        async with app.run_test(size=shot.size) as pilot:
            await pilot.pause()
            for key in shot.keys:
                await pilot.press("space" if key == " " else key)
            await app.workers.wait_for_complete()
            await pilot.pause()
            return app.export_screenshot(title="privacy-audit")


def without_fonts(svg: str) -> str:
    """Return the picture without the fonts that it would fetch from elsewhere."""
    svg = re.sub(r"\s*@font-face\s*\{[^}]*\}", "", svg)
    return re.sub(r"[ \t]+(?=\n)", "", svg).replace("Fira Code", "ui-monospace, Menlo, Consolas")


def main() -> None:
    """Write every picture."""
    catalog = load(own=Path(tempfile.gettempdir()) / "no-such-checklists")
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for shot in SHOTS:
            svg = without_fonts(asyncio.run(take(shot, catalog, Path(folder))))
            (TARGET / f"{shot.name}.svg").write_text(svg + "\n", "utf-8")
            print(f"{shot.name}.svg  {len(svg) // 1024} KiB")


if __name__ == "__main__":
    main()
