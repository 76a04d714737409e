"""A publisher of invented catalogues: small trees, a key, and the packs made of them."""

from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from privacy_audit.catalog import signed_check, signed_keys
from privacy_audit.catalog.signed_keys import Key

from .conftest import FILES

MADE = datetime(2026, 11, 20, 10, tzinfo=UTC)


def write_tree(root: Path, changes: dict[str, str | None] | None = None) -> Path:
    """Write the small catalogue below `root`; `changes` has other texts for its files, or None for none at all."""
    for name, text in (FILES | (changes or {})).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink(missing_ok=True)
        else:
            path.write_text(text, "utf-8")
    return root


class Publisher:
    """Somebody who signs catalogues. `trusted` says whether the person trusts them already."""

    def __init__(self, folder: Path, name: str = "Example Publisher"):
        self.folder = folder
        self.private = Ed25519PrivateKey.generate()
        self.key = Key(signed_keys.public_of(self.private).raw, name)

    def trusted(self) -> "Publisher":
        """Have the person trust this publisher."""
        signed_keys.trust(self.key)
        return self

    def pack(self, changes: dict[str, str | None] | None = None, made: datetime = MADE) -> bytes:
        """Return a pack of the small catalogue with changes."""
        number = len(list(self.folder.glob("edition-*")))
        root = write_tree(self.folder / f"edition-{number}", changes)
        return signed_check.pack(root, self.private, made)[0]
