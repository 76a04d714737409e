"""Keys for catalogue packs: whose packs the person trusts, and the key with which a publisher signs.

A public key is a file of one line, ``privacy-audit-key``, the 32 bytes of an Ed25519 key (RFC 8032) in base64, and a
name. A private key is a PEM file (PKCS #8, RFC 5958), with a passphrase where its owner wants one.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from .. import folders
from ..text import clean, cut
from .catalog import CatalogError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_WORD = "privacy-audit-key"
_FILE_LIMIT = 10_000
_NAME_LIMIT = 80
#: Keys that come with the program, where there are any.
SHIPPED = Path(__file__).parent / "keys"


class KeyTrouble(CatalogError):
    """A key cannot be read, written or used; the message says what to do."""


class NeedsPassphrase(KeyTrouble):
    """The private key has a passphrase, and none or a wrong one came."""


@dataclass(frozen=True, slots=True)
class Key:
    """A public key: its 32 bytes, the name its owner gave it, and whether it came with the program."""

    raw: bytes
    name: str = ""
    shipped: bool = False

    @property
    def id(self) -> str:
        """The fingerprint: the first 32 hexadecimal digits of the SHA-256 of its bytes."""
        return sha256(self.raw).hexdigest()[:32]

    @property
    def fingerprint(self) -> str:
        """The fingerprint in groups of four, for people to compare."""
        return " ".join(self.id[place : place + 4] for place in range(0, 32, 4))

    @property
    def line(self) -> str:
        """The one line of its file, without a line break."""
        return " ".join(filter(None, (_WORD, base64.b64encode(self.raw).decode(), self.name)))

    @property
    def shown(self) -> str:
        """Its name, or the beginning of its fingerprint where it has none."""
        return self.name or self.fingerprint[:19]


def parse(text: str, shipped: bool = False) -> Key:
    """Read a public key from the text of its file, or its base64 alone. Raises KeyTrouble."""
    words = clean(text).split()
    words = words[1:] if words[:1] == [_WORD] else words
    try:
        raw = base64.b64decode(words[0] if words else "", validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != 32:
        raise KeyTrouble(f"This is no public key of a publisher: it has to be {_WORD}, then 44 signs. Nothing changed.")
    return Key(raw, cut(" ".join(words[1:]), _NAME_LIMIT), shipped)


def read(source: str) -> Key:
    """Read a public key from a file, or from its text itself. Raises KeyTrouble."""
    if source.startswith(_WORD) or (len(source) == 44 and source.endswith("=")):
        return parse(source)
    return parse(_text(Path(source).expanduser()))


def trusted() -> list[Key]:
    """Return the keys whose packs may be used: those shipped with the program, then the person's own, by file name.

    A file that holds no key is passed over.
    """
    found: dict[str, Key] = {}
    for folder in (SHIPPED, folders.keys()):
        for path in sorted(folder.glob("*.pub")) if folder.is_dir() else ():
            with contextlib.suppress(KeyTrouble):
                key = parse(_text(path), shipped=folder == SHIPPED)
                found.setdefault(key.id, key)
    return list(found.values())


def trust(key: Key) -> None:
    """Keep a key among the trusted ones. Raises KeyTrouble."""
    path = folders.keys() / f"{key.id}.pub"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.unlink(missing_ok=True)
        _create(path, f"{key.line}\n".encode())
    except OSError as error:
        raise KeyTrouble(f"{clean(path)} could not be written ({error.strerror}). Nothing changed.") from None


def distrust(beginning: str) -> Key:
    """Remove the one key of the person's own whose fingerprint begins so. Raises KeyTrouble."""
    wanted = "".join(beginning.lower().split())
    found = [key for key in trusted() if key.id.startswith(wanted) and not key.shipped] if len(wanted) >= 4 else []
    if len(found) != 1:
        much = "No key" if not found else "More than one key"
        raise KeyTrouble(f"{much} of yours begins so. See: privacy-audit catalog keys list. Nothing changed.")
    try:
        for path in folders.keys().glob("*.pub"):
            with contextlib.suppress(KeyTrouble):
                if parse(_text(path)).id == found[0].id:
                    path.unlink()
    except OSError as error:
        raise KeyTrouble(f"The key could not be removed ({error.strerror}). It is still trusted.") from None
    return found[0]


def make(path: Path, name: str = "", passphrase: str = "") -> Key:
    """Make a new key: the private one in `path` (mode 0600), the public one beside it with ``.pub`` at the end.

    Nothing is overwritten. Raises KeyTrouble.
    """
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    lock = form.BestAvailableEncryption(passphrase.encode()) if passphrase else form.NoEncryption()
    pem = private.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, lock)
    key = Key(public_of(private).raw, cut(clean(name), _NAME_LIMIT))
    beside = path.with_name(f"{path.name}.pub")
    done: list[Path] = []
    try:
        for file, data, mode in ((path, pem, 0o600), (beside, f"{key.line}\n".encode(), 0o644)):
            _create(file, data, mode)
            done.append(file)
    except OSError as error:
        for file in done:
            file.unlink(missing_ok=True)
        raise KeyTrouble(f"No key was made: {_why(error)}. Choose another place or name.") from None
    return key


def private(path: Path, passphrase: str = "") -> Ed25519PrivateKey:
    """Read a private key. Raises NeedsPassphrase, KeyTrouble."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    pem = _text(path).encode()
    locked = b"ENCRYPTED" in pem
    if locked and not passphrase:
        raise NeedsPassphrase(f"{clean(path)} has a passphrase, and none came. Nothing was written.")
    try:
        key = form.load_pem_private_key(pem, passphrase.encode() if locked else None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        if locked:
            raise NeedsPassphrase(f"That passphrase does not open {clean(path)}. Nothing was written.") from None
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyTrouble(f"{clean(path)} holds no private key of a publisher. Make one: privacy-audit catalog keys new")
    return key


def public_of(private: Ed25519PrivateKey) -> Key:
    """Return the public key that belongs to a private one."""
    return Key(private.public_key().public_bytes_raw())


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_FILE_LIMIT).decode("utf-8-sig", "replace")
    except OSError as error:
        raise KeyTrouble(f"The key cannot be read: {_why(error)}. Nothing changed.") from None
    except ValueError:
        raise KeyTrouble("The key cannot be read: that is no name of a file. Nothing changed.") from None


def _why(error: OSError) -> str:
    return f"{clean(error.filename or '')} ({(error.strerror or 'it failed').lower()})"


def _create(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Write a new file and wait for the disk; a half one is taken away again. Raises OSError."""
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink()
        raise
