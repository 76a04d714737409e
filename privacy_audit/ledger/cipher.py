"""Encryption at rest: a SQLCipher file under a key that Argon2id makes of the person's passphrase.

Nothing is needed beside the file. Its first sixteen bytes, which SQLCipher leaves to be a salt, are ``PAe``, the
version of the derivation and twelve random bytes: by them an encrypted ledger is known from a damaged one, and a later
version may derive with other costs. How to open such a file without this program is told in docs/encryption.md.

Keys are in memory only, from the first opening until `lock`. sqlcipher3 and argon2 (extra ``encrypt``) are imported
with the first encrypted file.
"""

import os
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from . import heads
from .errors import Locked, NewerLedger, NoCipher, NotALedger, WrongPassphrase

MARK = b"PAe"
VERSION = 1
KEY_BYTES = 32
PAGE_BYTES = 4096  # SQLCipher's usual size, which is kept

#: The setting that says after how many minutes without a key the screens lock, and what holds until one is chosen.
LOCK_SETTING = "lock-after-minutes"
USUAL_MINUTES = 15

HOW_TO_GET = "install it with: pip install 'privacy-audit[encrypt]'"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one derivation takes: passes over the memory, its size in KiB, and lanes side by side."""

    passes: int
    memory: int
    lanes: int


#: By version. The first is RFC 9106's second recommended option (section 4): Argon2id, t=3, p=4, 64 MiB.
COSTS = {1: Cost(3, 64 * 1024, 4)}


@dataclass(frozen=True, slots=True)
class Key:
    """The key of files that begin with `salt`."""

    salt: bytes
    secret: bytes = field(repr=False)

    @property
    def literal(self) -> str:
        """The key as SQLCipher takes it in SQL: raw, so that it derives nothing itself, and with the file's salt."""
        return f"\"x'{self.secret.hex()}{self.salt.hex()}'\""


#: Where passphrases come from when one is needed: given a file, tries until one opens it. Set by a door of the program.
source: Callable[[Path], Iterator[str]] | None = None

_keys: dict[bytes, Key] = {}


def is_encrypted(path: Path) -> bool:
    """Whether a file is an encrypted ledger, by its mark. Raises OSError."""
    return heads.read(path).startswith(MARK)


def derive(passphrase: str, salt: bytes) -> Key:
    """Return the key for a passphrase and the salt of a file. Raises NoCipher, or NewerLedger for a later version.

    The passphrase counts in Unicode's composed form (NFC, as RFC 8265), so that every keyboard gives the same key.
    """
    cost = COSTS.get(salt[len(MARK)])
    if cost is None:
        raise NewerLedger(
            "The ledger was encrypted by a newer version of privacy-audit. It was left as it is; "
            "update the program to open it."
        )
    try:
        from argon2.exceptions import HashingError
        from argon2.low_level import Type, hash_secret_raw
    except ImportError:
        raise _no_cipher("The passphrase") from None
    typed = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    try:
        secret = hash_secret_raw(typed, salt, cost.passes, cost.memory, cost.lanes, KEY_BYTES, Type.ID)
    except HashingError as error:
        raise Locked(f"The key could not be derived ({error}); it takes {cost.memory // 1024} MiB of memory.") from None
    return Key(salt, secret)


def new_key(passphrase: str) -> Key:
    """Return a key with a salt of its own, for a file to be made. Raises NoCipher."""
    return derive(passphrase, MARK + bytes([VERSION]) + os.urandom(heads.SIZE - len(MARK) - 1))


def key_of(path: Path, head: bytes) -> Key:
    """Return the key of an encrypted file: known already, or by asking the door for a passphrase.

    Raises Locked when none came and WrongPassphrase when the last that came was wrong.
    """
    _check_size(path)
    if head in _keys:
        return _keys[head]
    wrong = None
    for passphrase in source(path) if source else ():
        try:
            return unlock(path, passphrase)
        except WrongPassphrase as error:
            wrong = error
    raise wrong or Locked(none_came(path))


def none_came(path: Path) -> str:
    """Return in words that an encrypted file stays closed."""
    return f"{path} is encrypted, and no passphrase came. Run this on a terminal, or give it with --passphrase-fd N."


def unlock(path: Path, passphrase: str) -> Key:
    """Derive the key of an encrypted file, try it, and keep it in memory. Raises LedgerError's children."""
    from . import files

    head = heads.read(path)
    if not head.startswith(MARK):
        raise NotALedger(f"{path} is not encrypted; nothing has to be unlocked.")
    _check_size(path)
    key = derive(passphrase, head)
    with files.translated(path), files.private_files():
        open_file(path, key).close()
    _keys[head] = key
    return key


def keep(key: Key) -> None:
    """Keep the key of a file just made in memory."""
    _keys[key.salt] = key


def lock() -> None:
    """Forget every key. Connections that are open stay so: close them first."""
    _keys.clear()


def unlocked() -> bool:
    """Whether a key is in memory."""
    return bool(_keys)


def open_file(path: Path, key: Key | None) -> sqlite3.Connection:
    """Open a file by SQLCipher, with a key or a plain one without; the key is tried.

    Raises WrongPassphrase, NoCipher, or SQLite's errors.
    """
    from . import files

    try:
        from . import sqlcipher
    except ImportError:
        raise _no_cipher(str(path)) from None
    head = key.salt if key else heads.read(path)
    connection = sqlcipher.open_file(path, files.BUSY_SECONDS)
    try:
        if key:
            connection.execute(f"PRAGMA key = {key.literal}")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        heads.hold(connection, path, head)
    except BaseException as error:
        connection.close()
        if key and getattr(error, "sqlite_errorname", "") == "SQLITE_NOTADB":
            raise _does_not_open(path, key) from None
        raise
    return connection


def _check_size(path: Path) -> None:
    if path.stat().st_size < PAGE_BYTES:
        raise NotALedger(f"{path} is damaged: it ends in its first page. Put a backup in its place.")


def _does_not_open(path: Path, key: Key) -> Exception:
    if _keys.get(key.salt) == key:
        return NotALedger(f"{path} is damaged: its first page is not what was written. Put a backup in its place.")
    return WrongPassphrase(
        f"The passphrase does not open {path}: it is another one, or the file's first page is damaged. "
        "Nothing was changed."
    )


def _no_cipher(what: str) -> NoCipher:
    return NoCipher(
        f"{what} needs SQLCipher and Argon2, which this installation has not: {HOW_TO_GET}. Nothing was changed."
    )
