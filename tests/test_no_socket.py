"""The whole command line runs through without a single attempt to reach a network.

Only the commands of `NETWORK` may use one; with ``--offline`` they reach for none either.
"""

import os
import subprocess
import sys
from collections.abc import Iterator

import click
from test_walls import REPOSITORY

from privacy_audit import folders
from privacy_audit.cli.main import cli
from privacy_audit.ledger.store import Ledger

#: Every command that uses no network, in an order in which each does its work. A line that begins with "?" may end
#: with 1 as well: a library, a system's timer or a terminal may be missing. FOLDER is the test's own.
LOCAL = """
person add me --region US-CA
person list --json
person edit me --born 1980
show equifax-us
show equifax-us --json
search experian
list --theme credit --json
catalog stats
catalog new Dr-Example --theme records
catalog check FOLDER/own
catalog which
catalog source https://catalogue.example/latest.pack
catalog keys new FOLDER/publisher.pem
catalog keys list
catalog trust FOLDER/publisher.pem.pub --yes
? catalog pack FOLDER/own --key FOLDER/publisher.pem --output FOLDER/own.pack
? catalog keys remove 0000
? catalog back
answer spokeo yes
record spokeo/opt-out asked --on 2026-11-01 --note hello
record equifax-us/freeze started
evidence add spokeo/opt-out FOLDER/secret
evidence list
? evidence save 0000 FOLDER/out
rights spokeo
letter spokeo/opt-out
letters --list
packs
yourself --first Ann --last Example
todo
todo --json --minutes 30
remind --json --within 60
remind --brief
? remind install --show
? remind status
? remind uninstall
remind shows --notification count
again
rhythm brokers 60
event moved
report --output FOLDER/report.md
report --output FOLDER/report.html
report --output FOLDER/report.csv
report --output FOLDER/report.json
report --output FOLDER/report.ics
? report --output FOLDER/report.pdf
history --json
disclosures
receipts
audits
? compare 1 2
progress
scorecard
undo
network
network --json
network proxy tor
network proxy system
? network trust FOLDER/secret
network consent breaches always
network consent breaches ask
network offline
network online
links report
gpc
gpc setup
registry list
? registry import FOLDER/secret
? registry back us-ca
? calendar status
? breaches key set --key-fd KEY
? breaches key forget
export FOLDER/all.jsonl
import FOLDER/all.jsonl
backup FOLDER/backups
restore
? merge FOLDER/none.db
doctor
? --passphrase-fd FD encrypt
? --passphrase-fd FD rekey
? --passphrase-fd NEW decrypt
person add other --region US-TX
person forget other --yes
wipe --yes
--help
"""

#: Every command that uses a network once it was agreed to, run with ``--offline`` and ``--yes``.
NETWORK = """
breaches --fetch --yes
breaches password --password-fd FD --yes
breaches account somebody@mail.example --key-fd KEY --yes
links check --yes --limit 3
gpc check --yes
catalog update --yes
registry fetch us-ca --yes
calendar set https://calendar.example --user me --password-fd FD --yes
calendar push --yes
calendar forget --remove-entries --yes
"""

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

_RUN = """
import contextlib, io, os, pathlib, sys
from privacy_audit.cli.main import run
folder = pathlib.Path(sys.argv[1])
before, lines = sys.argv[2].split(), sys.argv[3].strip().splitlines()
(folder / "own").mkdir(exist_ok=True)
(folder / "key").write_text("0" * 32)
(folder / "new").write_text("north of the old ferry\\n")
(folder / "secret").write_text("seven quiet herons wade\\nnorth of the old ferry\\n")
os.chdir(folder)
os.environ["PATH"] = str(folder / "no programs")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # the keyring is another program's
sys.stdin = open(os.devnull)
for line in lines:
    out = io.TextIOWrapper(io.BytesIO(), 'utf-8', write_through=True)
    allowed = (0, 1) if line.startswith("?") else (0,)
    line = line.removeprefix("? ").replace("FOLDER", str(folder))
    for name, file in ((" FD", "secret"), (" KEY", "key"), (" NEW", "new")):
        if name in line:
            line = line.replace(name, f" {os.open(folder / file, os.O_RDONLY)}")
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        code = run(["--today", "2026-11-24", *before, *line.split()])
    said = out.buffer.getvalue().decode()
    assert code in allowed, (line, code, said[-500:])
    assert "the program failed" not in said, (line, said[-500:])
    assert not tried, (line, tried, said[-500:])
    if before:
        assert code == 1 and "Nothing was sent" in said and "offline" in said, (line, code, said[-500:])
print(len(lines), "commands, no socket")
"""

_RUN_BRIEF = """
from privacy_audit.__main__ import main
sys.argv[1:] = ["remind", "--brief"]
try:
    main()
except SystemExit as ended:
    assert ended.code == 0
assert not tried, tried
"""


def _lines(text: str) -> list[str]:
    return text.strip().splitlines()


def _commands(command: click.Command, ctx: click.Context, path: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield every command that does something by itself."""
    if not isinstance(command, click.Group):
        yield " ".join(path)
        return
    for name in command.list_commands(ctx):
        yield from _commands(command.get_command(ctx, name), ctx, (*path, name))
    if path and command.invoke_without_command:
        yield " ".join(path)


def _covered(lines: str, known: set[str]) -> set[str]:
    """Return the commands that lines run: of each the longest that it begins with."""
    found = set()
    for line in _lines(lines):
        words = line.removeprefix("? ").split()
        words = words[2:] if words[0] == "--passphrase-fd" else words
        named = [" ".join(words[:length]) for length in range(len(words), 0, -1)]
        found |= set([name for name in named if name in known][:1])
    return found


def _python(program: str, *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", _GUARD + program, *arguments],
        capture_output=True, text=True, check=False, timeout=120, env=os.environ, cwd=REPOSITORY,
    )  # fmt: skip


def test_the_guard_notices_every_way_to_a_network():
    done = _python(_THE_GUARD_WORKS)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 3


def test_every_command_stands_in_one_of_the_two_lists():
    known = set(_commands(cli, click.Context(cli)))
    missing = known - _covered(LOCAL, known) - _covered(NETWORK, known)
    assert not missing, f"say of these whether they use a network: {sorted(missing)}"


def test_no_command_opens_a_socket(tmp_path):
    done = _python(_RUN, str(tmp_path), "", LOCAL)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith(f"{len(_lines(LOCAL))} commands, no socket\n")


def test_the_line_for_login_shells_opens_none_either():
    done = _python(_RUN_BRIEF)
    assert done.returncode == 0, done.stderr


def test_offline_the_commands_of_the_network_open_no_socket_and_say_so(tmp_path):
    begin = "person add me --region US-CA\nanswer spokeo yes\ncatalog source https://catalogue.example/latest.pack"
    assert _python(_RUN, str(tmp_path), "", begin).returncode == 0
    with Ledger(folders.ledger()) as ledger:
        me = ledger.person("me").id
        ledger.set(me, "calendar/url", "https://calendar.example/mine/")
        ledger.set(me, "calendar/user", "me")
    done = _python(_RUN, str(tmp_path), "--offline", "\n".join(f"? {line}" for line in _lines(NETWORK)))
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{len(_lines(NETWORK))} commands, no socket\n"
