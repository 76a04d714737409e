"""The command line's passphrases: an open file, the keyring, or a question on the terminal."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from ..ledger import passphrases
from ..ledger.errors import Locked
from .output import paragraph, warn

_TRIES = 3


class Passphrases:
    """Where this run of the program takes passphrases from; given to the ledger, which asks when it needs one.

    `asking` is false where nobody is to be asked on the terminal.
    """

    def __init__(self, handle: int | None = None, asking: bool = True):
        self._handle, self.asking = handle, asking
        self._lines: list[str] | None = None

    def __call__(self, path: Path) -> Iterator[str]:
        """Yield passphrases to try for a file, the next where the one before was wrong."""
        given = self.given
        if given:
            yield given[0]
            return
        kept = passphrases.from_keyring(path)
        if kept:
            yield kept
        if not (self.asking and _is_terminal()):
            return
        for number in range(_TRIES):
            if number:
                warn("That passphrase does not open it.")
            typed = _ask(f"Passphrase for {path.name}: ")
            if not typed:
                return
            yield typed

    @property
    def given(self) -> list[str]:
        """The lines of ``--passphrase-fd``, read once. Raises Locked."""
        if self._lines is None:
            self._lines = [] if self._handle is None else passphrases.read_lines(self._handle)
        return self._lines

    def new(self, line: int) -> str:
        """Return a passphrase to be set: a line of ``--passphrase-fd``, or typed twice. Raises Locked where none came.

        Raises PassphraseError for one that is none.
        """
        if self.given:
            if len(self.given) <= line:
                raise Locked("--passphrase-fd gave the present passphrase only: the new one is its second line.")
            passphrases.check(self.given[line])
            return self.given[line]
        if not _is_terminal():
            raise Locked("No passphrase came. Run this on a terminal, or give it with --passphrase-fd N.")
        for text in (passphrases.HINT, passphrases.CANNOT_BE_FOUND):
            paragraph(text)
        first = _ask("New passphrase: ")
        passphrases.check(first)
        if _ask("The same again: ") != first:
            raise passphrases.PassphraseError("The two are not the same. Nothing was changed; try again.")
        if passphrases.is_short(first):
            warn(passphrases.SHORT_HINT)
        return first


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _ask(question: str) -> str:
    """Ask without showing what is typed."""
    import getpass

    try:
        return getpass.getpass(question)
    except EOFError:
        raise click.Abort() from None
