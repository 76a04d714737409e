"""The person's own organisations: files like the catalogue's, in their configuration folder."""

import json
import os
import re
from datetime import date
from pathlib import Path

from ..text import clean, fold, safe_url
from .catalog import Catalog, CatalogError

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_EMAIL = re.compile(r"(?:mailto:)?([\w.+%-]+@(?:[\w-]+\.)+[^\W\d_]{2,})(?:\?.*)?", re.IGNORECASE)
_SITE = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?:[/?#].*)?")
_SCHEME = re.compile(r"https?://", re.IGNORECASE)


def new_id(catalog: Catalog, name: str) -> str:
    """Return an id for a new organisation of this name that nobody has yet; raises CatalogError for an empty one."""
    slug = _NOT_WORD.sub("-", fold(clean(name))).strip("-")[:48].strip("-")
    if not slug and not any(sign.isalnum() for sign in clean(name)):
        raise CatalogError("The name needs at least one letter or digit.")
    base = f"my-{slug or 'own'}"
    number = 1
    while (id := base if number == 1 else f"{base}-{number}") in catalog:
        number += 1
    return id


def skeleton(id: str, name: str, theme: str, country: str, contact: str, today: date) -> str:
    """Return the text of a file for one organisation, with the requests that nearly every one must answer.

    `contact` is a web address, an e-mail address, or empty.
    """
    channel = _channel(clean(contact, 2000))
    head = {
        "id": id, "name": clean(name, 120), "kind": "retail", "theme": theme, "countries": [country],
        "holds": ["what you gave it"], "impact": "medium", "confidence": "high",
    }  # fmt: skip
    ask = {"id": "access", "do": "access", **channel, "needs": ["name", "email"], "cost": "free", "minutes": 15}
    ask["steps"] = ["Ask for everything it holds about you, where it came from and who received it.", _KEEP]
    gone = {"id": "delete", "do": "delete", "when": "you need nothing more of it", **channel}
    gone |= {"needs": ["name", "email"], "cost": "free", "minutes": 15}
    gone["steps"] = ["Ask for your data to be deleted and not passed on.", _KEEP]
    source = {"dated": today.isoformat(), "note": "added by you"}
    parts = [_table("", head), _table("[[actions]]", ask), _table("[[actions]]", gone), _table("[[sources]]", source)]
    return "\n".join(parts)


_KEEP = "Keep a copy, note the day, and record that you asked."


def add(catalog: Catalog, folder: Path, id: str, text: str) -> Path:
    """Write a new file into the person's own folder, for its owner only, and add it to the open catalogue.

    Raises CatalogError when the file cannot be written; nothing is changed then.
    """
    path = folder / f"{id}.toml"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if other := next((one for one in folder.rglob(path.name) if one != path), None):
            raise CatalogError(f"{other} has this id already. Choose another name. Nothing was added.")
        _write(path, text)
    except OSError as error:
        raise CatalogError(f"{path} could not be written ({error.strerror}). Nothing was added.") from None
    from .compiler import compile_tree

    catalog.add(compile_tree(folder, own=True)["organisations"][id])
    return path


def _write(path: Path, text: str) -> None:
    """Write a new file; a half one is taken away again."""
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink()
        raise


def _channel(contact: str) -> dict[str, str]:
    """Return how to reach it: by https or e-mail; what is neither is left out."""
    if email := _EMAIL.fullmatch(contact):
        return {"via": "email", "email": email[1]}
    site = _SCHEME.sub("", contact, count=1) if _SCHEME.match(contact) else _SITE.fullmatch(contact) and contact
    url = safe_url(f"https://{site}") if site else None
    return {"via": "web", "url": url} if url else {"via": "in-person"}


def _table(heading: str, values: dict) -> str:
    """Return one table as TOML; JSON's texts, numbers and lists are TOML's too."""
    lines = [heading] if heading else []
    return "\n".join(
        [*lines, *(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()), ""]
    )
