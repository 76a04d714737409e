"""A small invented catalogue, invented people, and hostile text: what the tests of several rooms share.

Nobody here exists; the domains are reserved examples.
"""

import unicodedata
from datetime import date
from pathlib import Path

from privacy_audit.audit.standing import Standing
from privacy_audit.catalog.catalog import Catalog
from privacy_audit.catalog.compiler import compile_tree
from privacy_audit.ledger.moves import fold

TODAY = date(2026, 11, 24)

#: Every trick that text may try on a terminal, a page, a spreadsheet or a calendar.
HOSTILE = (
    "Ann\x1b]52;c;ZXZpbA==\x07\x1b[2J\x1b[31m\x9b31m\u202egnp.exe\u2066\u200b\x00\x08\r\nBEGIN:VEVENT"
    "<script>alert(1)</script>[@click=app.quit]x[/]=HYPERLINK(1)\x7f\x85\u2028"
)

_REGIONS = """
[countries]
US = "United States"
CA = "Canada"
MX = "Mexico"
[US]
CA = "California"
TX = "Texas"
LA = "Louisiana"
[CA]
ON = "Ontario"
QC = "Quebec"
[MX]
JAL = "Jalisco"
"""

_FIELDS = """
name = { label = "your name", weight = 1 }
email = { label = "your e-mail address", weight = 1 }
ssn = { label = "your Social Security number", weight = 3 }
"""

_WALKS = 'US = ["north-bureau", "mirror-people"]\nCA = ["maple-bureau"]\nMX = ["agave-bureau"]\n'

_EVENTS = """
[moved]
order = 1
title = "You moved"
said = "you moved"
about = "What was bound to the old address does not follow."
advice = ["Tell each sender yourself."]
[[moved.rules]]
why = "a new address makes a new listing"
kinds = ["people-search"]
do = ["opt-out"]
only = "done"
[[moved.rules]]
why = "the refusal is bound to an address"
actions = ["prescreen-list/opt-out"]
[denied]
order = 2
title = "You were refused"
said = "you were refused"
about = "The notice names whose report was used."
asks = "Which agency does the notice name?"
advice = ["Keep the notice."]
[[denied.rules]]
why = "the file is free for you now"
named = true
do = ["access"]
countries = ["US"]
within_days = 60
within_why = "60 days from the notice, Federal File Act"
[[denied.rules]]
why = "freeze the file that nobody froze"
kinds = ["credit-bureau"]
do = ["freeze"]
only = "undone"
"""

_THEMES = {"credit": "Credit bureaus", "brokers": "Data brokers", "points": "Points and cards"}

_LAWS = {
    "us-file": {"name": "Federal File Act", "jurisdiction": "US"},
    "us-ca-ccpa": {"name": "CCPA", "jurisdiction": "US-CA", "stands_for": "us-state-privacy"},
    "us-tx-act": {"name": "Texas Privacy Act", "jurisdiction": "US-TX", "stands_for": "us-state-privacy"},
    "us-la-act": {
        "name": "Louisiana Privacy Act", "jurisdiction": "US-LA", "stands_for": "us-state-privacy",
        "effective": "2027-01-01", "in_force": "from its date",
    },
    "us-tx-dead": {"name": "Repealed Act", "jurisdiction": "US-TX", "stands_for": "us-state-privacy", "in_force": "no"},
    "ca-act": {"name": "Canadian Privacy Act", "jurisdiction": "CA"},
    "mx-ley": {"name": "Ley de Datos", "jurisdiction": "MX"},
}  # fmt: skip
_EVERYWHERE = ["us-file", "us-state-privacy", "us-ca-ccpa", "ca-act", "mx-ley"]


def act(do: str, id: str | None = None, **more) -> dict:
    """Return one action as a file says it."""
    return {"id": id or do, "do": do, "via": "web", "minutes": 10, "steps": ["Open the page.", "Send it."]} | more


def organisation(id: str, *actions: dict, theme: str = "brokers", country: str = "US", **more) -> dict:
    """Return one organisation as a file says it."""
    raw = {
        "id": id, "name": id.replace("-", " ").title(), "kind": "data-broker", "theme": theme,
        "countries": [country], "impact": "medium", "confidence": "high", "domains": [f"{id}.example"],
        "holds": ["names"], "actions": list(actions),
        "sources": [{"url": f"https://{id}.example/privacy", "dated": "2026-07"}],
    }  # fmt: skip
    return raw | more


ORGANISATIONS = (
    organisation(
        "north-bureau",
        act("freeze", takes_days=1, needs=["name", "ssn"], law=_EVERYWHERE, cites=["an old custom"]),
        act("access", takes_days=15),
        act("dispute", when="something is wrong", after=["north-bureau/access"], takes_days=30),
        theme="credit", kind="credit-bureau", impact="high", presumed=["US"],
    ),
    organisation("mirror-people", act("opt-out", takes_days=10, recheck_months=3), kind="people-search"),
    organisation("prescreen-list", act("opt-out", lasts_months=60, minutes=5), theme="credit", presumed=["US"]),
    organisation(
        "golden-register",
        act("delete", covers=["first-broker", "second-broker"], takes_days=45),
        regions=["US-CA"], presumed=["US-CA"], kind="registry",
    ),
    organisation("first-broker", act("opt-out"), act("access", takes_days=45)),
    organisation("second-broker", act("delete")),
    organisation("lone-star-shop", act("opt-out", only_in=["US-TX"]), theme="points"),
    organisation(
        "corner-shop",
        act("delete", minutes=1, after=["corner-shop/access"]),
        act("access", minutes=90),
        theme="points",
    ),
    organisation("gone-broker", act("opt-out"), closed="2025-03", presumed=["US"]),
    organisation("left-twin", act("freeze", covers=["right-twin"])),
    organisation("right-twin", act("freeze", covers=["left-twin"])),
    organisation("new-name", act("opt-out", takes_days=10), formerly=["old-name"]),
    organisation("maple-bureau", act("access", law=_EVERYWHERE), theme="credit", country="CA", presumed=["CA"]),
    organisation("agave-bureau", act("access", law=_EVERYWHERE), theme="credit", country="MX", presumed=["MX"]),
)  # fmt: skip


def small_catalog(root: Path) -> Catalog:
    """Write the small catalogue's texts below `root`, compile them, and return the catalogue."""
    return Catalog(compile_tree(write_tree(root)))


def write_tree(root: Path) -> Path:
    """Write a whole folder of checklists: organisations, themes, laws, regions, fields and walks."""
    write_organisations(root / "organisations")
    for order, (id, short) in enumerate(_THEMES.items(), 1):
        theme = {"id": id, "order": order, "title": short, "short": short, "what_helps": ["One thing."]}
        _write(root / "themes" / f"{id}.toml", theme | dict.fromkeys(_THEME_TEXTS, "Some words."))
    for id, law in _LAWS.items():
        _write(root / "laws" / "all" / f"{id}.toml", {"id": id, "citation": "s. 1"} | law)
    for name, text in {"regions": _REGIONS, "fields": _FIELDS, "walks": _WALKS, "events": _EVENTS}.items():
        (root / f"{name}.toml").write_text(text, "utf-8")
    return root


_THEME_TEXTS = ("essay", "counterpart", "honest_limit", "people_at_risk")


def write_organisations(folder: Path, organisations: tuple = ORGANISATIONS) -> None:
    """Write organisations, one file each, below `folder`: also the shape of a person's own folder."""
    for raw in organisations:
        _write(folder / raw["theme"] / f"{raw['id']}.toml", raw)


def _write(path: Path, raw: dict) -> None:
    plain = {name: value for name, value in raw.items() if name not in ("actions", "sources")}
    lines = [f"{name} = {_toml(value)}" for name, value in plain.items()]
    for name in ("actions", "sources"):
        for item in raw.get(name, ()):
            lines += [f"[[{name}]]", *(f"{key} = {_toml(value)}" for key, value in item.items())]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", "utf-8")


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    if isinstance(value, int):
        return str(value)
    return '"' + "".join(_toml_sign(sign) for sign in str(value)) + '"'


def _toml_sign(sign: str) -> str:
    return f"\\U{ord(sign):08x}" if sign in '"\\' or not sign.isprintable() else sign


def unprintable(text: str) -> set[str]:
    """Return the signs of `text` that could steer a terminal or reorder text; a line break is none of them."""
    return {sign for sign in text if sign != "\n" and unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp")}


def told(region: str = "US-TX", answers: dict | None = None, acts: dict | None = None, audits: tuple = ()) -> Standing:
    """Return a standing; `acts` gives for each key its records, as "asked 2026-10-01, confirmed 2026-10-09"."""
    states = {key: fold(_records(text)) for key, text in (acts or {}).items()}
    return Standing(region=region, answers=answers or {}, actions=states, audits=audits)


def _records(text: str) -> list[tuple[str, dict]]:
    pairs = [record.split() for record in text.split(", ")]
    return [(f"{place:03}", {"state": state, "on": on}) for place, (state, on) in enumerate(pairs)]
