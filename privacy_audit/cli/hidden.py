"""Secrets on the command line: from an open file or a hidden question, never from an argument or a variable."""

import os
import sys

import click

from ..text import clean

#: More than this is no line with a secret (bytes).
_LONGEST = 8_192


def secret(handle: int | None, option: str, what: str) -> str:
    """Return a secret: the first line of the open file `handle`, or typed without being shown.

    `what` names it, "password" for example. Raises click.ClickException where none came.
    """
    if handle is not None:
        return _line(handle, option, what)
    if not is_terminal():
        raise click.ClickException(
            f"No {what} came: nothing was sent. Run this on a terminal, or give it with {option} N."
        )
    return _asked(f"{what[:1].upper()}{what[1:]} (not shown): ")


def is_terminal() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _asked(question: str) -> str:
    import getpass

    try:
        return getpass.getpass(question)
    except EOFError:
        raise click.Abort() from None


def _line(handle: int, option: str, what: str) -> str:
    """Return the first line of an open file without its end; spaces are part of it."""
    try:
        with os.fdopen(handle, "rb") as file:
            content = file.read(_LONGEST)
    except (OSError, ValueError):
        raise click.ClickException(f"{option} {handle} is no open file to read from. Nothing was sent.") from None
    try:
        line = content.decode("utf-8").replace("\r\n", "\n").partition("\n")[0]
    except UnicodeDecodeError:
        raise click.ClickException(f"What came from {clean(option)} is not UTF-8 text. Nothing was sent.") from None
    if not line:
        raise click.ClickException(f"No {what} came from {option} {handle}. Nothing was sent.")
    return line
