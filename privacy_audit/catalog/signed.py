"""A catalogue pack as a file: a head, a signature over the head, and the checklists zipped.

Three parts: one line of JSON (the head), one line of base64 (an Ed25519 signature, RFC 8032, over `DOMAIN` and the head
without its line break), and to the end of the file a zip of checklists, whose SHA-256 and size the head says. So
nothing of the zip is read before it is known that somebody whom the person trusts made it. docs/catalogue-packs.md
describes it byte by byte.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from .catalog import CatalogError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from .signed_keys import Key

#: What is signed begins with this, so that a signature made for something else never fits a pack.
DOMAIN = b"privacy-audit-catalogue-pack 1\n"
MARK = "privacy-audit-pack"
VERSION = 1
#: The most bytes of a pack, and of its first line.
SIZE_LIMIT = 30_000_000
HEAD_LIMIT = 2_000
_SIGNATURE = 64
_MADE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_KEPT = "The catalogue in use stays as it is."


class PackRefused(CatalogError):
    """A catalogue pack is not taken over. The message says why, what was kept and what to do."""

    def __init__(self, why: str, then: str = ""):
        super().__init__(" ".join(part for part in (f"The catalogue pack was refused: {why}.", _KEPT, then) if part))


class NoPack(PackRefused):
    """It is something else than a catalogue pack, or only part of one."""


class Unsigned(PackRefused):
    """Nobody signed it."""


class UnknownKey(PackRefused):
    """It names a key that the person does not trust."""


class BrokenSignature(PackRefused):
    """It was changed after it was signed, or somebody else signed it than it says."""


class WrongTime(PackRefused):
    """It is not newer than what is in use, or comes from the future."""


class WrongContents(PackRefused):
    """It is signed, and yet no catalogue that this program can use."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a pack says of itself. `made` is in UTC, `key` the signer's fingerprint, `size` the bytes of the zip."""

    made: str
    key: str
    sha256: str
    size: int
    files: int

    @property
    def day(self) -> date:
        """The day on which it was made (UTC)."""
        return date.fromisoformat(self.made[:10])


def moment(made: datetime) -> str:
    """Return a moment as a head says it: "2026-11-24T10:00:00Z"."""
    return made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def write(payload: bytes, files: int, key: Ed25519PrivateKey, made: datetime) -> bytes:
    """Return a signed pack of a zip with so many files; the same arguments give the same bytes."""
    from .signed_keys import public_of

    head = Head(moment(made), public_of(key).id, sha256(payload).hexdigest(), len(payload), files)
    line = json.dumps({MARK: VERSION} | asdict(head), separators=(",", ":")).encode()
    return b"\n".join((line, base64.b64encode(key.sign(DOMAIN + line)), payload))


def read(data: bytes, keys: Iterable[Key]) -> tuple[Head, Key, bytes]:
    """Return the head, the key that signed it and the zip. Raises PackRefused's children.

    Looked at in this order: the size, the form of the head, the signature, then the rest against what is signed.
    """
    if len(data) > SIZE_LIMIT:
        raise NoPack(f"it is larger than {SIZE_LIMIT // 1_000_000} MB", "Ask whoever publishes it.")
    line, rest = _line(data)
    head = _head(line)
    signature, _, payload = rest.partition(b"\n")
    key = _signer(head, keys)
    _check_signature(key, _signature(signature), line)
    if len(payload) != head.size:
        raise NoPack(f"it has {len(payload):,} of {head.size:,} bytes", "Get it again.")
    if sha256(payload).hexdigest() != head.sha256:
        raise BrokenSignature("its contents are not those that were signed", "Get it again, from its publisher.")
    return head, key, payload


def _line(data: bytes) -> tuple[bytes, bytes]:
    line, end, rest = data[:HEAD_LIMIT].partition(b"\n")
    if not end or not line.startswith(b'{"' + MARK.encode() + b'":'):
        raise NoPack("it is something else than a catalogue pack", "Check the address or the file.")
    return line, rest + data[HEAD_LIMIT:]


def _head(line: bytes) -> Head:
    try:
        raw = json.loads(line)
        version = raw.pop(MARK)
        head = Head(**raw)
    except (ValueError, TypeError, RecursionError):
        raise NoPack("its first line cannot be read", "Get it again.") from None
    if version != VERSION:
        raise NoPack("it is of a form that this version of the program does not know", "Update the program.")
    texts = (head.made, head.key, head.sha256)
    numbers = (head.size, head.files)
    if not all(isinstance(one, str) for one in texts) or not all(type(one) is int and one >= 0 for one in numbers):
        raise NoPack("its first line cannot be read", "Get it again.")
    _check_moment(head.made)
    return head


def _check_moment(made: str) -> None:
    try:
        if _MADE.fullmatch(made):
            datetime.fromisoformat(made)
            return
    except ValueError:
        pass
    raise NoPack("its first line has no date", "Get it again.")


def _signature(line: bytes) -> bytes:
    """Read the signature; only the one way in which base64 writes it counts, so that no sign can be changed."""
    try:
        signature = base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError):
        signature = b""
    if len(signature) != _SIGNATURE or base64.b64encode(signature) != line:
        raise Unsigned("it is not signed", "Use one that its publisher signed.")
    return signature


def _signer(head: Head, keys: Iterable[Key]) -> Key:
    for key in keys:
        if key.id == head.key:
            return key
    raise UnknownKey(
        "it says that a key signed it which you do not trust",
        "If you know the publisher: compare the key with what they publish, then privacy-audit catalog trust FILE.",
    )


def _check_signature(key: Key, signature: bytes, line: bytes) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(key.raw).verify(signature, DOMAIN + line)
    except (InvalidSignature, ValueError):
        raise BrokenSignature(
            "the signature does not fit; it was changed on the way, or somebody else made it",
            "Do not use it; get it again, from its publisher.",
        ) from None
