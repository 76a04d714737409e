"""What a wheel must carry and must not: python tests/packaging/contents.py WHEEL."""

import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: Files that are no Python and without which an installed program would not run: the compiled catalogue, which only a
#: wheel has, and the data files of the package.
NEEDED = (
    "privacy_audit/catalog/catalogue.jsonl",
    *sorted(
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "privacy_audit").rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc")
    ),
)
#: Where a wheel's files may lie: the package and what describes it.
ROOMS = ("privacy_audit/", "privacy_audit-")


def complaints(names: list[str]) -> list[str]:
    """Return what is wrong with a wheel that carries these files, a line for each."""
    missing = [f"the wheel lacks {name}" for name in NEEDED if name not in names]
    foreign = [f"the wheel carries {name}" for name in names if not name.startswith(ROOMS) or name.endswith(".toml")]
    return missing + foreign


def main() -> None:
    """Check the wheel named on the command line."""
    with zipfile.ZipFile(sys.argv[1]) as wheel:
        wrong = complaints(wheel.namelist())
        empty = [
            f"{name} is empty" for name in NEEDED if name in wheel.namelist() and not wheel.getinfo(name).file_size
        ]
    if wrong or empty:
        raise SystemExit("\n".join(wrong + empty))
    print(f"the wheel carries what it should: {len(NEEDED)} data files, no checklists, no tests")


if __name__ == "__main__":
    main()
