"""A small checklists folder of its own for the catalogue's tests, and a home in which nothing is real."""

from pathlib import Path

import pytest

from privacy_audit.catalog import load
from privacy_audit.catalog.check import Mistake, check_paths

_CHECKOUT = load.CHECKOUT

ORGANISATION = """\
id = "corner-shop"
name = "Corner Shop"
kind = "loyalty"
theme = "points"
countries = ["US", "CA"]
regions = ["US-CA", "CA-ON"]
domains = ["corner-shop.example"]
hint = "the shop at the corner"
holds = ["name", "every purchase"]
impact = "high"
confidence = "low"

[find]
how = "Sign in."
url = "https://corner.example/me"

[[actions]]
id = "access"
do = "access"
via = "email"
email = "privacy@corner.example"
needs = ["name", "email"]
minutes = 15
law = ["us-file-act"]
steps = [
  "Write to them.",
  "Wait.",
]

[[actions]]
id = "delete"
do = "delete"
when = "you no longer want the card"
after = ["corner-shop/access"]
via = "web"
url = "https://corner.example/delete"
minutes = 10
steps = ["Ask for deletion."]

[[sources]]
url = "https://corner.example/privacy"
dated = "2026-07"
"""

_BANK = """\
id = "corner-bank"
name = "Corner Bank"
kind = "bank"
theme = "credit"
countries = ["US"]
presumed = ["US"]
formerly = ["old-bank"]
impact = "medium"
confidence = "high"
actions = [
  { id = "opt-out", do = "opt-out", via = "phone", phone = "1-800-555-0100", minutes = 5, routine = "call" },
]
sources = [{ url = "https://bank.example/privacy" }]
"""

_THEME = """\
id = "{id}"
order = {order}
title = "{title}"
short = "{title}"
essay = "What the essay says."
counterpart = "What is at home."
what_helps = ["One thing."]
honest_limit = "A limit."
people_at_risk = "Some people."

[[now]]
text = "It is so."
countries = ["US", "CN"]
url = "https://theme.example/"
dated = "2026"
"""

_LAW = """\
id = "us-file-act"
name = "File Act"
citation = "1 U.S.C. 1"
jurisdiction = "US"
stands_for = "us-any-act"

[[sources]]
note = "general knowledge"
"""

FILES = {
    "organisations/points/corner-shop.toml": ORGANISATION,
    "organisations/credit/corner-bank.toml": _BANK,
    "themes/points.toml": _THEME.format(id="points", order=2, title="Points cards"),
    "themes/credit.toml": _THEME.format(id="credit", order=1, title="Credit bureaus"),
    "laws/us/us-file-act.toml": _LAW,
    "regions.toml": '[countries]\nUS = "United States"\nCA = "Canada"\n\n[US]\nCA = "California"\nTX = "Texas"\n'
    '\n[CA]\nON = "Ontario"\nQC = "Quebec"\n',
    "fields.toml": 'name = { label = "your name", weight = 1 }\nemail = { label = "an e-mail address", weight = 1 }\n',
    "routines.toml": '[call]\nsteps = ["Call {name}.", "Ask to be taken off their lists."]\n',
    "walks.toml": 'US = ["corner-bank", "corner-shop"]\nCA = ["corner-shop"]\n',
}


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path_factory) -> Path:
    """Every folder of the person lies in a temporary one."""
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(home))
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    monkeypatch.setenv("PRIVACY_AUDIT_CHECKLISTS", str(home / "own"))
    return home


@pytest.fixture
def own(home) -> Path:
    """The person's own folder of organisations."""
    folder = home / "own"
    folder.mkdir()
    return folder


@pytest.fixture
def tree(tmp_path, monkeypatch) -> Path:
    """A small checklists folder without a mistake, which stands for the checkout's."""
    root = tmp_path / "checklists"
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    monkeypatch.setattr(load, "CHECKOUT", root)
    return root


@pytest.fixture
def shop(tree) -> Path:
    """The file of one organisation of the small folder."""
    return tree / "organisations/points/corner-shop.toml"


@pytest.fixture
def only():
    """Check a path and return its one mistake."""

    def check(path: Path) -> Mistake:
        mistakes, _ = check_paths(path)
        assert len(mistakes) == 1, [str(mistake) for mistake in mistakes]
        return mistakes[0]

    return check


def line_of(text: str, start: str) -> int:
    """Return the number of the first line that starts with `start`."""
    return next(number for number, line in enumerate(text.splitlines(), 1) if line.startswith(start))


@pytest.fixture(scope="session")
def readme() -> str:
    """The README of the checklists."""
    return (_CHECKOUT / "README.md").read_text("utf-8")
