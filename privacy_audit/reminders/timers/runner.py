"""Running the system's own commands: bounded in time, without a shell, their words cleaned."""

import os
import shutil
import subprocess
from dataclasses import dataclass

from ...text import clean
from .errors import TimerError

#: Seconds after which a command of the system counts as stuck.
PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Done:
    """What a command gave back."""

    code: int
    out: bytes
    err: str

    @property
    def why(self) -> str:
        """The first line of what it complained about, or its exit code."""
        lines = (self.err or self.out.decode("utf-8", "replace")).strip().splitlines()
        return clean(lines[0], 300) if lines else f"exit code {self.code}"


def has(name: str) -> bool:
    """Whether the system has this command."""
    return shutil.which(name) is not None


def run(*command: str, given: bytes = b"") -> Done:
    """Run a command to its end and return what it gave, whatever its exit code.

    Raises TimerError when it is not there, cannot be run or does not end in time.
    """
    try:
        done = subprocess.run(
            command, input=given, capture_output=True, check=False, timeout=PATIENCE, env=os.environ | {"LC_ALL": "C"}
        )
    except subprocess.TimeoutExpired:
        raise TimerError(f"{command[0]} did not answer within {PATIENCE:g} seconds.") from None
    except OSError as error:
        raise TimerError(f"{command[0]} could not be run ({(error.strerror or str(error)).lower()}).") from None
    return Done(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))
