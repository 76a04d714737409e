"""A small checklists folder with California's register in it: five brokers, of which a file describes one."""

from pathlib import Path

from examples import write_tree

from privacy_audit.catalog.load import load
from privacy_audit.registers import keeping
from privacy_audit.registers.keeping import Difference
from privacy_audit.registers.reading import read

_REGISTER = """\
id = "us-ca"
name = "California's data broker register"
jurisdiction = "US-CA"
dated = "2025-08"
about = "Whole as of its date."
licence = "A public record."
hint = "on California's register"
minutes = 10
takes_days = 45
law = ["us-state-privacy"]
routine = "broker-form-in-policy"

[[editions]]
dated = "2025-08"
url = "https://register.example/2025"
note = "each page was opened"
drop_reaches = "yes"
drop_why = "register 2025"
"""
_ROWS = """\
id,name,also,domain,url,dated,curated
reg-alpha-data,"Alpha Data, Inc.",Alphabase,alpha.example,https://alpha.example/privacy,2025-08,
reg-bare-domain,Bare Domain Co,,bare.example,,2025-08,
reg-corner-shop,Corner Shop LLC,,corner-shop.example,,2025-08,corner-shop
reg-delta-lists,Delta Lists LLC,,delta.example,https://delta.example/ask,2025-08,
reg-echo,Echo Ltd,,shared.example,https://shared.example/echo,2025-08,
"""
_ROUTINES = '[broker-form-in-policy]\nsteps = ["Ask {name}.", "Wait {days} days."]\n'
_ONE_REQUEST = """
[[actions]]
id = "everywhere"
do = "delete"
via = "web"
minutes = 15
takes_days = 45
covers_registered = true
steps = ["Ask the state once."]
"""


def write(root: Path) -> Path:
    """Write the folder below `root`."""
    write_tree(root)
    folder = root / "registries"
    folder.mkdir()
    (folder / "us-ca.toml").write_text(_REGISTER, "utf-8")
    (folder / "us-ca.csv").write_text(_ROWS, "utf-8")
    (root / "routines.toml").write_text(
        '[broker-form-in-policy]\nsteps = ["Ask {name}.", "Wait {days} days."]\n', "utf-8"
    )
    golden = root / "organisations/brokers/golden-register.toml"
    golden.write_text(golden.read_text("utf-8") + _ONE_REQUEST, "utf-8")
    return root


def differ(data: bytes, as_of: str = "2026-11-24", year: int | None = None, state: str = "") -> Difference:
    """Return what a file's bytes change."""
    return keeping.difference(read(data, state), load(), as_of, "registry.csv", year)


def take(data: bytes, as_of: str = "2026-11-24", year: int | None = None) -> Difference:
    """Take a file's bytes over."""
    found = differ(data, as_of, year)
    keeping.take_over(found)
    return found
