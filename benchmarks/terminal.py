"""A program in a pseudo-terminal, and when its screen first showed something.

What the program writes is only kept with its moment while the clock runs; the screen is worked out afterwards.
"""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pyte

COLUMNS, LINES = 120, 40
Test = Callable[[pyte.Screen], bool]


class Terminal:
    """One run of a program. Times are milliseconds."""

    def __init__(self, command: list[str], env: dict[str, str], folder: Path):
        self._began = time.perf_counter()
        self._process, self._file = pty.fork()
        if not self._process:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
            os.chdir(folder)
            os.execve(command[0], command, env)
        self._screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self._screen)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_) -> None:
        os.kill(self._process, signal.SIGKILL)
        os.close(self._file)
        os.waitpid(self._process, 0)

    def until(self, test: Test, patience: float = 20) -> float:
        """Return how long after the start the screen first passed the test."""
        return self._first(self._began, test, patience)

    def press(self, key: bytes, patience: float = 5) -> float:
        """Press a key and return how long the screen took to change."""
        before = _content(self._screen)
        began = time.perf_counter()
        os.write(self._file, key)
        return self._first(began, lambda screen: _content(screen) != before, patience)

    def settle(self, quiet: float = 0.4) -> None:
        """Take in what comes until nothing has come for so many seconds."""
        self._feed(self._collect(quiet), lambda screen: False)

    def _first(self, began: float, test: Test, patience: float) -> float:
        while time.perf_counter() - began < patience:
            at = self._feed(self._collect(0.1), test)
            if at is not None:
                return (at - began) * 1000
        raise SystemExit("The screen waited for did not come:\n" + "\n".join(self._screen.display))

    def _collect(self, quiet: float) -> list[tuple[float, bytes]]:
        """Return what was written, piece by piece with its moment, until a pause of so many seconds."""
        pieces = []
        while select.select([self._file], [], [], quiet)[0]:
            try:
                data = os.read(self._file, 1 << 20)
            except OSError:
                break
            pieces.append((time.perf_counter(), data))
        return pieces

    def _feed(self, pieces: list[tuple[float, bytes]], test: Test) -> float | None:
        """Show the pieces on the screen and return the moment at which it first passed the test."""
        first = None
        for at, data in pieces:
            self._stream.feed(data)
            if first is None and test(self._screen):
                first = at
        return first


def shows(*texts: str) -> Test:
    """Return a test for a screen on which all these texts stand."""
    return lambda screen: all(text in "\n".join(screen.display) for text in texts)


def _content(screen: pyte.Screen) -> list:
    return [tuple(screen.buffer[y][x] for x in range(COLUMNS)) for y in range(LINES)]
