"""Run every benchmark and print the figures with their targets."""

import subprocess
import sys
from pathlib import Path

for name in ("start", "brief", "ledger", "catalogue", "record", "household", "outside"):
    more = sys.argv[1:] if name in ("start", "brief") else []
    print(f"{name}:", flush=True)
    subprocess.run([sys.executable, Path(__file__).with_name(f"{name}.py"), *more], check=True)
