"""The descriptions of breaches are HTML: what they say, as plain text."""

import html
import re

from ..text import clean

#: More HTML than this is not read, and more text not kept (characters).
HTML_LIMIT = 50_000
TEXT_LIMIT = 4_000

_SILENT = {"script", "style", "template"}
_INLINE = {"a", "abbr", "b", "code", "em", "i", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "u"}
# Python's HTMLParser takes time with the square of what it is given; this reads each sign once.
_TAG = re.compile(r"<(/?)([A-Za-z]+|[!?])([^<>]*)>")


def from_html(text: str) -> str:
    """Return what an HTML text says as one clean line; tags, comments and scripts are left out."""
    text = text[:HTML_LIMIT]
    parts: list[str] = []
    silent, at = "", 0
    for tag in _TAG.finditer(text):
        name, ends = tag[2].lower(), bool(tag[1])
        if not silent:
            parts.append(text[at : tag.start()])
            if name not in _INLINE and name not in ("!", "?") and name not in _SILENT:
                parts.append(" ")
            if name in _SILENT and not ends:
                silent = name
        elif ends and name == silent:
            silent = ""
        at = tag.end()
    if not silent:
        parts.append(text[at:])
    return clean(html.unescape("".join(parts)), TEXT_LIMIT)
