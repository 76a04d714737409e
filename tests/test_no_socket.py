"""The whole command line runs through without a single attempt to reach a network."""

import os
import subprocess
import sys

from test_walls import REPOSITORY

_GUARD = """
import sys
tried = []

def guard(event, arguments):
    if event.startswith(("socket.", "urllib.Request", "ftplib.", "smtplib.", "http.client")):
        tried.append(event)
        raise RuntimeError(f"reached for the network: {event}")

sys.addaudithook(guard)
"""

_THE_GUARD_WORKS = """
import socket
for attempt in (
    lambda: socket.getaddrinfo("nowhere.example", 443),
    lambda: socket.socket().connect(("192.0.2.1", 443)),
    lambda: socket.socket().bind(("127.0.0.1", 0)),
):
    try:
        attempt()
    except RuntimeError as error:
        assert "reached for the network" in str(error)
    else:
        raise AssertionError("the guard slept")
print(len(tried))
"""

_RUN_EVERYTHING = """
import contextlib, io, pathlib, sys
from privacy_audit.cli.main import run
folder = pathlib.Path(sys.argv[1])
(folder / "own").mkdir()
lines = '''
person add me --region US-CA
person list --json
person edit me --born 1980
show equifax-us
show equifax-us --json
search experian
list --theme credit --json
catalog stats
answer spokeo yes
record spokeo/opt-out asked --on 2026-11-01 --note hello
record equifax-us/freeze started
todo
todo --json --minutes 30
remind --json --within 60
remind --brief
report --output FOLDER/report.md
report --output FOLDER/report.html
report --output FOLDER/report.csv
report --output FOLDER/report.json
report --output FOLDER/report.ics
history --json
audits
undo
catalog check FOLDER/own
--help
'''.strip().splitlines()
out = io.StringIO()
for line in lines:
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        code = run(["--today", "2026-11-24", *line.replace("FOLDER", str(folder)).split()])
    assert code == 0, (line, code, out.getvalue()[-500:])
    assert not tried, (line, tried)
from privacy_audit.__main__ import main
sys.argv[1:] = ["remind", "--brief"]
try:
    main()
except SystemExit as ended:
    assert ended.code == 0
assert not tried, tried
print(len(lines), "commands, no socket")
"""


def _python(program: str, *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", _GUARD + program, *arguments],
        capture_output=True, text=True, check=False, timeout=120, env=os.environ, cwd=REPOSITORY,
    )  # fmt: skip


def test_the_guard_notices_every_way_to_a_network():
    done = _python(_THE_GUARD_WORKS)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 3


def test_no_command_opens_a_socket(tmp_path):
    done = _python(_RUN_EVERYTHING, str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("25 commands, no socket\n")
