"""Where a passphrase may come from: an open file, or the system's keyring if the person wants that.

Never from an argument or an environment variable, which other programs can read.
"""

import os
from pathlib import Path

from .errors import LedgerError, Locked

#: More is no passphrase: somebody gave the wrong file.
LONGEST = 4096
SHORT = 15
HINT = (
    "Longer is safer: whoever gets the file can try millions of passphrases. Five or six words that have nothing to do "
    "with one another are hard to guess and easy to keep."
)
SHORT_HINT = "That one is short. It is taken; a longer one can be chosen at any time with: privacy-audit rekey"
CANNOT_BE_FOUND = (
    "Nobody can open the ledger without it, and nobody can give it back to you: keep it where you will find it."
)

_SERVICE = "privacy-audit"


class PassphraseError(LedgerError):
    """A passphrase could not be read or kept; nothing was changed."""


def read_lines(handle: int) -> list[str]:
    """Return the lines of an open file, each a passphrase. Raises Locked where none can be read.

    The line's end is no part of a passphrase; spaces are.
    """
    try:
        with os.fdopen(handle, "rb") as file:
            content = file.read(2 * LONGEST)
    except (OSError, ValueError):
        raise Locked(f"--passphrase-fd {handle} is no open file to read from. Nothing was changed.") from None
    try:
        lines = content.decode("utf-8").replace("\r\n", "\n").removesuffix("\n").split("\n")
    except UnicodeDecodeError:
        raise Locked("What came from --passphrase-fd is not UTF-8 text. Nothing was changed.") from None
    if not lines[0]:
        raise Locked(f"No passphrase came from --passphrase-fd {handle}. Nothing was changed.")
    return lines


def check(passphrase: str) -> None:
    """Raise PassphraseError for what is no passphrase: nothing, or a whole file."""
    if not passphrase:
        raise PassphraseError("The passphrase is empty. Nothing was changed; give one.")
    if len(passphrase) > LONGEST:
        raise PassphraseError(f"The passphrase has more than {LONGEST} signs. Nothing was changed; give a shorter one.")


def is_short(passphrase: str) -> bool:
    """Whether to say once more that longer is safer."""
    return len(passphrase) < SHORT


# The keyring


def in_keyring(path: Path) -> bool:
    """Whether the person wanted this ledger's passphrase in the system's keyring: an empty file says so."""
    return _marker(path).exists()


def from_keyring(path: Path) -> str | None:
    """Return the passphrase that the keyring has for a ledger, or None; a keyring that does not answer has none."""
    if not in_keyring(path):
        return None
    try:
        import keyring

        return keyring.get_password(_SERVICE, _account(path))
    except Exception:
        # A keyring is a program of its own, with errors of its own: then the passphrase is asked for.
        return None


def keep_in_keyring(path: Path, passphrase: str) -> None:
    """Keep a ledger's passphrase in the keyring from now on. Raises PassphraseError."""
    try:
        import keyring
    except ImportError:
        raise PassphraseError(
            "The keyring needs a library that is not there; install it with: pip install 'privacy-audit[encrypt]'"
        ) from None
    backend = type(keyring.get_keyring())
    if backend.__module__.startswith("keyrings.alt") or "Plaintext" in backend.__name__:
        raise PassphraseError("This system's keyring keeps passphrases readable for others. It was not given there.")
    try:
        keyring.set_password(_SERVICE, _account(path), passphrase)
        kept = keyring.get_password(_SERVICE, _account(path))
    except Exception as error:
        raise PassphraseError(_no_keyring(type(error).__name__)) from None
    if kept != passphrase:
        raise PassphraseError(_no_keyring("it did not give it back"))
    os.close(os.open(_marker(path), os.O_CREAT | os.O_WRONLY, 0o600))


def forget_in_keyring(path: Path) -> None:
    """Take a ledger's passphrase out of the keyring. Raises PassphraseError when it may still be there."""
    if not in_keyring(path):
        return
    try:
        import keyring

        if keyring.get_password(_SERVICE, _account(path)) is not None:
            keyring.delete_password(_SERVICE, _account(path))
    except Exception as error:
        raise PassphraseError(
            f"The keyring did not answer ({type(error).__name__}): remove the entry {_SERVICE} there yourself."
        ) from None
    _marker(path).unlink(missing_ok=True)


def _no_keyring(why: str) -> str:
    return f"This system's keyring did not take the passphrase ({why}). It will be asked for as before."


def _account(path: Path) -> str:
    return os.path.realpath(path)


def _marker(path: Path) -> Path:
    return Path(f"{os.path.realpath(path)}.keyring")
