"""The installed program on a terminal of its own; .ci/run does the same to the wheel."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal on Windows")
def test_from_the_first_start_to_a_record_that_stands(isolated):
    program = Path(sys.executable).parent / "privacy-audit"
    script = Path(__file__).with_name("drive.py")
    env = os.environ | {"TERM": "xterm-256color"}
    done = subprocess.run([sys.executable, script, program], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("driven: first start")
    assert (isolated / "data" / "privacy-audit" / "ledger.db").is_file()
