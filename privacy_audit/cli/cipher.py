"""Encrypting the ledger, decrypting it, changing its passphrase."""

from pathlib import Path

import click

from .. import folders
from ..ledger import cipher, passphrases
from ..ledger.errors import LedgerError, Locked, NoLedger, WrongPassphrase
from ..text import clean, count
from .context import State, pass_state
from .output import say, warn
from .passphrase import Passphrases


def _take(ctx: click.Context, parameter: click.Parameter, value: int | None) -> None:
    """Let the option after the command do the same as the one before it."""
    if value is not None:
        ctx.obj.use_passphrases(Passphrases(value))


def _passphrase_option(help: str):
    return click.option(
        "--passphrase-fd", type=click.IntRange(0), metavar="N", expose_value=False, callback=_take, help=help
    )


_keyring_option = click.option(
    "--keyring/--no-keyring",
    "keyring",
    default=None,
    help="Keep the passphrase in this system's keyring, or take it out of there.",
)
_minutes_option = click.option(
    "--lock-after",
    "minutes",
    type=click.IntRange(0, 1440),
    metavar="MINUTES",
    help="Lock the interactive program after so many minutes without a key (15; 0 for never).",
)


@click.command(
    epilog="Example: privacy-audit encrypt. Example without a terminal: privacy-audit encrypt --passphrase-fd 3 3<FILE"
)
@_passphrase_option("Read the passphrase from this open file instead of asking.")
@_keyring_option
@_minutes_option
@pass_state
def encrypt(state: State, keyring: bool | None, minutes: int | None) -> None:
    """Encrypt the ledger and its backups with a passphrase (SQLCipher, Argon2id).

    On a ledger that is encrypted already it finishes what was stopped, and changes the two choices below.
    """
    from ..ledger.encrypting import encrypt

    path = _there(state)
    already = cipher.is_encrypted(path)
    passphrase = _present(state, path) if already else state.passphrases.new(0)
    outcome = encrypt(path, passphrase, _backups(path), (folders.cache(), folders.documents()))
    if not already:
        say(f"Encrypted: {clean(path)}")
        warn(passphrases.CANNOT_BE_FOUND)
    elif outcome.backups or (keyring is None and minutes is None):
        say(f"Encrypted already: {clean(path)}")
    _tell(outcome, "are encrypted too")
    _choose_minutes(state, minutes)
    if keyring is not None:
        _choose_keyring(path, passphrase, keyring)


@click.command(epilog="Example: privacy-audit decrypt")
@_passphrase_option("Read the passphrase from this open file instead of asking.")
@pass_state
def decrypt(state: State) -> None:
    """Make the ledger and its backups readable for any program again."""
    from ..ledger.encrypting import decrypt

    path, backups = _there(state), _backups(_there(state))
    closed = [one for one in (path, *backups) if cipher.is_encrypted(one)]
    if not closed:
        say(f"Not encrypted: {clean(path)}. There was nothing to do.")
        return
    outcome = decrypt(path, _present(state, closed[0]), backups)
    say(f"Decrypted: {clean(path)}. Whoever gets the file can read it.")
    _tell(outcome, "are readable too")
    passphrases.forget_in_keyring(path)


@click.command(epilog="Example: privacy-audit rekey")
@_passphrase_option("Read both from this open file: the present passphrase, and on the next line the new one.")
@_keyring_option
@pass_state
def rekey(state: State, keyring: bool | None) -> None:
    """Change the passphrase of the ledger and its backups."""
    from ..ledger.encrypting import rekey

    path = _there(state)
    if not cipher.is_encrypted(path):
        raise LedgerError(f"{path} is not encrypted. Nothing was changed; encrypt it with: privacy-audit encrypt")
    old = _present(state, path)
    new = state.passphrases.new(1)
    outcome = rekey(path, old, new, _backups(path))
    say(f"The passphrase of {clean(path)} is changed.")
    _tell(outcome, "have the new one too")
    wanted = passphrases.in_keyring(path) if keyring is None else keyring
    _choose_keyring(path, new, wanted)


def _there(state: State) -> Path:
    """Return the ledger's path. Raises NoLedger."""
    path = state.ledger_path
    if not path.is_file():
        raise NoLedger(f"There is no ledger at {path} yet. Start with: privacy-audit person add me --region US-CA")
    return path


def _present(state: State, path: Path) -> str:
    """Return the passphrase that opens a file. Raises WrongPassphrase, or Locked where none came."""
    wrong: LedgerError | None = None
    for passphrase in state.passphrases(path):
        try:
            cipher.unlock(path, passphrase)
            return passphrase
        except WrongPassphrase as error:
            wrong = error
    raise wrong or Locked(cipher.none_came(path))


def _backups(path: Path) -> list[Path]:
    from ..ledger.forget import backups

    return list(backups(path))


def _tell(outcome, words: str) -> None:
    """Say what became of the backups, and name what can still be read."""
    if outcome.backups:
        are = words if outcome.backups > 1 else words.replace("are", "is").replace("have", "has")
        say(f"{count(outcome.backups, 'backup')} {are}.")
    for one in outcome.closed:
        warn(f"This one has another passphrase, and stays as it was: {clean(one)}")
    for one in outcome.readable:
        warn(f"Still readable for others, since this program did not make it or it is damaged: {clean(one)}")


def _choose_minutes(state: State, minutes: int | None) -> None:
    if minutes is None:
        return
    ledger = state.ledger()
    for person in ledger.people():
        ledger.set(person.id, cipher.LOCK_SETTING, str(minutes))
    when = f"after {count(minutes, 'minute')} without a key" if minutes else "never by itself"
    say(f"The program locks {when}.")


def _choose_keyring(path: Path, passphrase: str, wanted: bool) -> None:
    if wanted:
        passphrases.keep_in_keyring(path, passphrase)
        say("The passphrase is in this system's keyring: whoever uses your account while it is open needs none.")
    elif passphrases.in_keyring(path):
        passphrases.forget_in_keyring(path)
        say("The passphrase is taken out of the keyring.")
