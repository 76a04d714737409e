"""What the catalogue costs: compiling 2,000 organisations, and loading it against loading none (time and memory)."""

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from common import line

from privacy_audit.catalog.compiler import compile_tree
from privacy_audit.catalog.load import CHECKOUT

_NONE = "import json, zlib; import privacy_audit.catalog.load"
_WHOLE = f"{_NONE}; catalog = privacy_audit.catalog.load.load()"
_MEMORY = "; print(next(line for line in open('/proc/self/status') if line.startswith('VmRSS')).split()[1])"


def doubled(folder: Path) -> Path:
    """Copy the checklists and give half as many organisations again, so that there are at least 2,000."""
    tree = Path(shutil.copytree(CHECKOUT, folder / "checklists"))
    for path in list(tree.glob("organisations/*/*.toml")):
        text = path.read_text("utf-8").replace(f'id = "{path.stem}"', f'id = "{path.stem}-x"', 1)
        path.with_name(f"{path.stem}-x.toml").write_text(text, "utf-8")
    return tree


def seconds(code: str) -> float:
    """Return the processor time of one Python process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def megabytes(code: str) -> float:
    """Return the memory that one Python process holds at its end (read from /proc, so on Linux)."""
    done = subprocess.run([sys.executable, "-c", code + _MEMORY], check=True, capture_output=True, text=True)
    return int(done.stdout) / 1024


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        tree = doubled(Path(folder))
        start = time.perf_counter()
        compiled = compile_tree(tree)
        took = time.perf_counter() - start
    line(f"compiling {len(compiled['organisations']):,} organisations", f"{took:.2f} s", "<= 5 s")
    seconds(_WHOLE)
    pairs = [(seconds(_NONE), seconds(_WHOLE)) for _ in range(15)]
    line("loading the catalogue over loading none", f"{1000 * median(b - a for a, b in pairs):.1f} ms", "<= 30 ms")
    line("memory over loading none", f"{megabytes(_WHOLE) - megabytes(_NONE):.1f} MB", "<= 25 MB")


if __name__ == "__main__":
    main()
