"""Run rounds and print what was seen: ``python -m tests.torture --rounds 1000``."""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))


def main() -> None:
    """Do as many rounds as wanted, in a home of their own, and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--rounds", type=int, default=100, help="how many rounds (100)")
    parser.add_argument("--seed", type=int, default=None, help="the seed of a run that is to be done again")
    parser.add_argument("--only", default="", help="rounds only whose kind begins so")
    parser.add_argument(
        "--folder", type=Path, default=None, help="where the ledgers lie (the system's temporary folder)"
    )
    wanted = parser.parse_args()
    seed = wanted.seed if wanted.seed is not None else int.from_bytes(os.urandom(4))
    with tempfile.TemporaryDirectory(dir=wanted.folder) as name:
        _live_in(Path(name) / "home")
        from . import run

        print(f"seed {seed}", flush=True)
        began = time.monotonic()
        for line in run.lines(run.tallies(Path(name), wanted.rounds, seed, wanted.only)):
            print(line)
        print(f"{time.monotonic() - began:.0f} s")


def _live_in(home: Path) -> None:
    """Let all folders of the program lie below a home of its own."""
    for name in list(os.environ):
        if name.startswith("PRIVACY_AUDIT_"):
            del os.environ[name]
    os.environ["HOME"] = str(home)
    for name in ("DATA", "CONFIG", "CACHE"):
        os.environ[f"XDG_{name}_HOME"] = str(home / name.lower())
    home.mkdir()


if __name__ == "__main__":
    main()
