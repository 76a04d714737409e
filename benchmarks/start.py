"""From the start of the program to its first full screen, against an empty Textual program; and from a key to a change.

The person has a ledger of 200 records, so that the first screen is home with all its numbers.
"""

import statistics
import tempfile
from pathlib import Path

import common
from terminal import Terminal, shows

ROUNDS = 15
KEYS = 20
DOWN, UP = b"\x1b[B", b"\x1b[A"
HOME = shows("WHO HOLDS YOU", "NEXT, about", "Leave")
START_TARGET, KEY_TARGET = "<= 1.5", "<= 50 ms"


def main() -> None:
    """Print medians and the ratio."""
    program = common.Program.chosen(__doc__)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ledger = folder / "ledger.db"
        common.invented(ledger, common.catalogue(folder), 200)
        env = common.environment(folder) | {"PRIVACY_AUDIT_LEDGER": str(ledger)}
        empty_app = str(Path(__file__).with_name("empty_app.py").absolute())

        def first_screen(command: list[str], test) -> float:
            with Terminal(command, env, folder) as terminal:
                return terminal.until(test)

        empty, ours = common.interleaved(
            ROUNDS,
            lambda: first_screen([str(program.python), empty_app], shows("ready")),
            lambda: first_screen([str(program.script)], HOME),
        )
        common.line(
            "first full screen / first screen of an empty Textual program", f"{ours / empty:.2f} x", START_TARGET
        )
        common.line("", f"{ours:.0f}/{empty:.0f} ms")
        with Terminal([str(program.script)], env, folder) as terminal:
            terminal.until(HOME)
            terminal.settle(1.5)
            moves = [terminal.press(DOWN if number % 2 else UP) for number in range(1, KEYS + 1)]
            common.line("a key to the changed screen (arrow)", f"{statistics.median(moves):.1f} ms", KEY_TARGET)
            opened = terminal.press(b"t")
            common.line("a key to another screen (to do, once)", f"{opened:.1f} ms")


if __name__ == "__main__":
    main()
