"""The one place where foreign text is cleaned and escaped.

Text from files, the keyboard, the clipboard or the network may carry terminal escapes, direction
overrides, markup, formulas or line breaks. Every string is cleaned where it enters (`clean`,
`clean_lines`) and escaped for the place it leaves to (`markdown`, `csv_cell`, `safe_url`).
This module imports nothing of the program.
"""

import re
import unicodedata
from urllib.parse import urlsplit

LINE_LIMIT = 500
TEXT_LIMIT = 20_000

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# Marks that reorder or hide text: bidi marks, embeddings, overrides and isolates; tags; zero-width signs.
_INVISIBLE = re.compile(r"[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_ESCAPES = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[PX^_][^\x1b]*(?:\x1b\\)?|[ -/]*[0-~])"
)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
_SCHEMES = {"http", "https", "mailto"}


def clean_lines(text: object, limit: int = TEXT_LIMIT) -> str:
    """Return `text` without control, escape and direction signs; line breaks and tabs stay.

    The result has at most `limit` characters.
    """
    out = str(text).replace("\r\n", "\n").replace("\r", "\n")
    out = _ESCAPES.sub("", out)
    out = _CONTROLS.sub("", out)
    out = _INVISIBLE.sub("", out)
    out = _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", out)
    return out[:limit]


def clean(text: object, limit: int = LINE_LIMIT) -> str:
    """Return `text` as one clean line: as `clean_lines`, with runs of white space folded to one space."""
    return " ".join(clean_lines(text, TEXT_LIMIT).split())[:limit].rstrip()


def markdown(text: object) -> str:
    """Return `text` as one line of Markdown that shows literally: no markup or HTML comes of it."""
    line = _MARKDOWN.sub(r"\\\1", clean(text, TEXT_LIMIT))
    return re.sub(r"^(\d+)(?=[.)])|^(?=[-+=])", r"\1\\", line)


def csv_cell(text: object) -> str:
    """Return `text` for a CSV field that no spreadsheet reads as a formula (OWASP, "CSV Injection").

    A field that starts with ``= + - @``, a tab or a carriage return gets a leading apostrophe.
    """
    raw = str(text)
    line = clean_lines(raw).replace("\n", " ")
    first = {raw.lstrip(" ")[:1], line.lstrip(" ")[:1]}
    return "'" + line if first & {"=", "+", "-", "@", "\t", "\r"} else line


def safe_url(address: object) -> str | None:
    """Return the address when it is http, https or mailto and on one line; otherwise None."""
    text = clean(address, 2000)
    if not text or " " in text or any(sign in text for sign in '"<>'):
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    if parts.scheme not in _SCHEMES or (parts.scheme != "mailto" and not parts.netloc):
        return None
    return text


def fold(text: str) -> str:
    """Return `text` in lower case without accents, for searching."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(c for c in parts if not unicodedata.combining(c)).casefold()


def cut(text: str, width: int) -> str:
    """Return `text` in at most `width` characters, with an ellipsis where it was cut."""
    return text if len(text) <= width else (text[: max(0, width - 1)].rstrip() + "…")[: max(0, width)]


def count(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun: ``count(1, "organisation")`` is "1 organisation"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def size_in_words(size: int) -> str:
    """Return a number of bytes as people read it: "812 bytes", "14 kB", "2.3 MB" (1 MB is 1,048,576 bytes)."""
    if size < 1024:
        return count(size, "byte")
    if size < 1024 * 1024:
        return f"{round(size / 1024)} kB"
    return f"{size / 1024 / 1024:.1f}".removesuffix(".0") + " MB"
