"""How long a login shell waits for ``privacy-audit remind --brief``, against Python starting and doing nothing."""

import subprocess
import tempfile
import time
from pathlib import Path

import common

ROUNDS = 40
TARGET = "<= 3"


def timed(command: list[str], env: dict[str, str]) -> float:
    """Run a command to its end and return the milliseconds it took."""
    began = time.perf_counter()
    subprocess.run(command, env=env, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - began) * 1000


def main() -> None:
    """Print medians and ratios for an empty and a well-used ledger."""
    program = common.Program.chosen(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        env = common.environment(home)
        catalog = common.catalogue(home)
        for events in (0, 5_000):
            ledger = home / f"{events}.db"
            common.invented(ledger, catalog, events)
            own = env | {"PRIVACY_AUDIT_LEDGER": str(ledger)}
            bare, brief = common.interleaved(
                ROUNDS,
                lambda env=own: timed([str(program.python), "-c", "pass"], env),
                lambda env=own: timed([str(program.script), "remind", "--brief"], env),
            )
            common.line(f"remind --brief, {events:,} events / python -c pass", f"{brief / bare:.2f} x", TARGET)
            common.line("", f"{brief:.1f}/{bare:.1f} ms")


if __name__ == "__main__":
    main()
