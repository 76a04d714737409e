"""Stand-ins for the system's own commands: small programs that really keep files, and fail or hang when told to."""

import sys
from pathlib import Path

_HEAD = """#!{python}
import os, pathlib, sys
home = pathlib.Path({home!r})
home.mkdir(exist_ok=True)
arguments = sys.argv[1:]
with (home / "calls").open("a") as log:
    log.write(" ".join([{name!r}, *arguments]) + "\\n")
mode = (home / "mode").read_text() if (home / "mode").exists() else ""
if mode == "hang":
    import time
    time.sleep(60)
def fail(words, code=1):
    print(words, file=sys.stderr)
    sys.exit(code)
"""

_SYSTEMCTL = """
if arguments[:1] != ["--user"]:
    fail("not for this account")
verb = arguments[1]
if mode == "unreachable" or mode == "fails at " + verb:
    fail("Failed to connect to bus: No medium found")
config = pathlib.Path(os.environ["XDG_CONFIG_HOME"]) / "systemd" / "user"
if verb in ("enable", "disable"):
    unit = arguments[-1]
    link = config / "timers.target.wants" / unit
    if verb == "enable":
        if not (config / unit).exists():
            fail("Failed to enable unit: Unit file does not exist")
        link.parent.mkdir(exist_ok=True)
        link.unlink(missing_ok=True)
        link.symlink_to(config / unit)
        stamps = pathlib.Path(os.environ["XDG_DATA_HOME"]) / "systemd" / "timers"
        stamps.mkdir(parents=True, exist_ok=True)
        (stamps / ("stamp-" + unit)).touch()
    elif link.is_symlink():
        link.unlink()
    else:
        fail("Failed to disable unit: Unit file does not exist")
"""

_CRONTAB = """
table = home / "table"
if mode == "denied":
    fail("You (me) are not allowed to use this program (crontab)")
if arguments == ["-l"]:
    if not table.exists():
        fail("no crontab for me")
    sys.stdout.buffer.write(table.read_bytes())
elif arguments == ["-r"]:
    if mode == "takes nothing":
        fail("crontab: cannot remove")
    table.unlink()
elif arguments == ["-"]:
    given = sys.stdin.buffer.read()
    if mode == "takes nothing":
        fail('"-":0: bad minute')
    if given and not given.endswith(b"\\n"):
        fail("new crontab file is missing newline before EOF, can't install.")
    if mode != "lies":
        table.write_bytes(given)
else:
    fail("usage: crontab")
"""

_LAUNCHCTL = """
import plistlib
loaded = home / "loaded"
verb, target = arguments[:2]
if verb == "bootstrap":
    agent = plistlib.loads(pathlib.Path(arguments[2]).read_bytes())
    if mode == "takes nothing":
        fail("Bootstrap failed: 5: Input/output error", 5)
    if loaded.exists():
        fail("Bootstrap failed: 37: Operation already in progress", 37)
    loaded.write_text(target + "/" + agent["Label"])
elif not (loaded.exists() and loaded.read_text() == target):
    fail("Could not find service", 113)
elif verb == "bootout":
    loaded.unlink()
"""

_SCHTASKS = """
import xml.etree.ElementTree as tree
kept = home / "job.xml"
if arguments[0] == "/Create":
    if mode == "takes nothing":
        fail("ERROR: Access is denied.")
    raw = pathlib.Path(arguments[arguments.index("/XML") + 1]).read_bytes()
    if raw[:2] not in (b"\\xff\\xfe", b"\\xfe\\xff"):
        fail("ERROR: The task XML is malformed.")
    tree.fromstring(raw)
    kept.write_bytes(raw)
elif not kept.exists():
    fail("ERROR: The system cannot find the file specified.")
elif arguments[0] == "/Query":
    sys.stdout.buffer.write(kept.read_bytes().decode("utf-16").replace("UTF-16", "UTF-8").encode())
elif arguments[0] == "/Delete":
    if mode == "takes nothing":
        fail("ERROR: Access is denied.")
    kept.unlink()
"""

_BODIES = {"systemctl": _SYSTEMCTL, "crontab": _CRONTAB, "launchctl": _LAUNCHCTL, "schtasks": _SCHTASKS}


class System:
    """A system whose only commands are those that were put there."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.bin = folder / "bin"
        self.bin.mkdir(parents=True)

    def give(self, *names: str) -> "System":
        """Put commands there."""
        for name in names:
            path = self.bin / name
            head = _HEAD.format(python=sys.executable, home=str(self._home(name)), name=name)
            path.write_text(head + _BODIES[name])
            path.chmod(0o755)
        return self

    def take(self, name: str) -> None:
        """Remove a command."""
        (self.bin / name).unlink()

    def mode(self, name: str, words: str) -> None:
        """Tell a command how to behave: nothing for well."""
        self._home(name).mkdir(exist_ok=True)
        (self._home(name) / "mode").write_text(words)

    def calls(self, name: str) -> list[str]:
        """Return with what a command was called."""
        path = self._home(name) / "calls"
        return path.read_text().splitlines() if path.exists() else []

    @property
    def crontab(self) -> bytes | None:
        """The crontab, or None when there is none."""
        path = self._home("crontab") / "table"
        return path.read_bytes() if path.exists() else None

    @crontab.setter
    def crontab(self, content: bytes) -> None:
        self._home("crontab").mkdir(exist_ok=True)
        (self._home("crontab") / "table").write_bytes(content)

    @property
    def job(self) -> str | None:
        """The definition that the Task Scheduler holds, or None."""
        path = self._home("schtasks") / "job.xml"
        return path.read_bytes().decode("utf-16") if path.exists() else None

    @property
    def loaded(self) -> str | None:
        """The agent that launchd has loaded, or None."""
        path = self._home("launchctl") / "loaded"
        return path.read_text() if path.exists() else None

    def _home(self, name: str) -> Path:
        return self.folder / f"of-{name}"


def tree(folder: Path) -> dict[str, bytes | str | None]:
    """Return everything below a folder: bytes of files, targets of links, None for folders."""
    found: dict[str, bytes | str | None] = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_symlink():
            found[name] = str(path.readlink())
        else:
            found[name] = path.read_bytes() if path.is_file() else None
    return found
