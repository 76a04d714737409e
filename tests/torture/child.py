"""Programs that are made to suffer: forked, so that each starts in a moment, and heard through a pipe.

A child says ``begin`` before an act and ``done`` after the call returned, which is when a person would read "recorded".
"""

import contextlib
import json
import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

#: Longest that a child is waited for, in seconds.
PATIENCE = 60


@dataclass
class Heard:
    """What a child said before it ended: which events it acknowledged, what it was at, what it was refused."""

    begun: int = 0
    done: int = 0
    events: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    #: How many events an act would have written that was stopped, and those that were refused.
    open: int = 0
    refused: int = 0
    faults: list[str] = field(default_factory=list)


class Voice:
    """A child's way to its parent. A line is written whole or not at all (it is shorter than PIPE_BUF)."""

    def __init__(self, handle: int):
        self._handle = handle
        #: How often the disk took no writing.
        self.unwritten = 0

    def say(self, word: str, **more: object) -> None:
        """Write one line at once."""
        os.write(self._handle, json.dumps({"word": word} | more).encode() + b"\n")

    @contextlib.contextmanager
    def act(self, size: int) -> Iterator[list[str]]:
        """Announce an act of at most `size` events, and afterwards acknowledge those that it put into the list."""
        from privacy_audit.ledger.errors import CannotWrite, LedgerError

        written: list[str] = []
        self.say("begin", size=size)
        try:
            yield written
        except LedgerError as error:
            self.unwritten += isinstance(error, CannotWrite)
            self.say("refused", why=f"{type(error).__name__}: {error}"[:1000])
        else:
            self.say("done", events=written)


@dataclass
class Child:
    """A running child: let it live for a while, kill it, and hear what it had said."""

    pid: int
    pipe: int

    def kill_after(self, seconds: float) -> Heard:
        """Kill with SIGKILL, the signal that no program can prepare for, after so long; return what was said."""
        return self.end(seconds, signal.SIGKILL)

    def end(self, seconds: float = PATIENCE, number: int | None = None) -> Heard:
        """Let a child go on for so long, then send a signal, if any, and hear it to its end."""
        until = time.monotonic() + seconds
        said = b""
        while (left := until - time.monotonic()) > 0 and select.select([self.pipe], [], [], left)[0]:
            piece = os.read(self.pipe, 1 << 16)
            said += piece
            if not piece:
                break
        if number is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)
        while select.select([self.pipe], [], [], PATIENCE)[0] and (piece := os.read(self.pipe, 1 << 16)):
            said += piece
        os.waitpid(self.pid, 0)
        os.close(self.pipe)
        return understood(said)

    def wait_until_ready(self) -> None:
        """Wait for the child's first line, which it writes when all is loaded and open."""
        assert select.select([self.pipe], [], [], PATIENCE)[0], "the child never began"
        assert os.read(self.pipe, 1) == b"{"


def start(task: Callable[[Voice], None]) -> Child:
    """Run a task in a child of its own, whose output is thrown away."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return Child(pid, reading)
    try:
        os.close(reading)
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):
                stream.flush()
        silent = os.open(os.devnull, os.O_RDWR)
        for handle in (0, 1, 2):
            os.dup2(silent, handle)
        sys.stdout, sys.stderr = open(1, "w", closefd=False), open(2, "w", closefd=False)  # noqa: SIM115
        voice = Voice(writing)
        try:
            task(voice)
        except BaseException:
            voice.say("fault", why=traceback.format_exc()[-3000:])
    finally:
        os._exit(0)


def understood(said: bytes) -> Heard:
    """Return what the lines tell; the last one may have been cut off."""
    heard, sizes = Heard(), []
    for line in said.removeprefix(b"{").split(b"\n"):
        with contextlib.suppress(ValueError):
            told = json.loads(line if line.startswith(b"{") else b"{" + line)
            word = told["word"]
            if word == "begin":
                heard.begun += 1
                sizes.append(told["size"])
            elif word == "done":
                heard.done += 1
                heard.events += told["events"]
                sizes.pop()
            elif word == "refused":
                heard.refusals.append(told["why"])
                heard.refused += sizes.pop()
            elif word == "fault":
                heard.faults.append(told["why"])
    heard.open = sum(sizes)
    return heard
