"""A marked block of lines in a file that is somebody else's: put in, found and taken out; all other bytes stay.

A file whose last line has no end keeps it so: the block then has none either, and the line break before it is the
block's own.
"""

import re

from .errors import TimerError

BEGIN = b"# >>> privacy-audit reminder >>>"
END = b"# <<< privacy-audit reminder <<<"
#: Follows BEGIN where there was no file before, so that none stays behind.
_MADE = b" this file was made for it"
_BLOCK = re.compile(
    rb"^" + re.escape(BEGIN) + rb"([^\n]*)\n(.*?)^" + re.escape(END) + rb"[ \t\r]*(\n|\Z)", re.MULTILINE | re.DOTALL
)


def insert(content: bytes | None, lines: str, *, where: str) -> bytes:
    """Return `content` with a block of these lines at its end, or in the place of the block that it has.

    `content` is None when there is no file. Raises TimerError when a block's end is missing, or the file is no text.
    """
    blocks = _blocks(content or b"", where)
    text = lines.encode()
    if content is None:
        return _block(_MADE, text) + b"\n"
    if not blocks:
        if not content or content.endswith(b"\n"):
            return content + _block(b"", text) + b"\n"
        return content + b"\n" + _block(b"", text)
    first = blocks[0]
    made = _MADE if _MADE in first[1] else b""
    before, after = content[: first.start()], content[first.end() :]
    return before + _block(made, text) + first[3] + _without(after, where)


def remove(content: bytes, *, where: str) -> bytes | None:
    """Return `content` without the block; None when the file was made for it and holds nothing else.

    Raises TimerError when a block's end is missing.
    """
    blocks = _blocks(content, where)
    rest = _without(content, where)
    return None if not rest and any(_MADE in block[1] for block in blocks) else rest


def find(content: bytes | None, *, where: str) -> str | None:
    """Return the lines of the block, or None when there is none."""
    blocks = _blocks(content or b"", where)
    return blocks[0][2].decode("utf-8", "replace") if blocks else None


def _block(made: bytes, text: bytes) -> bytes:
    return BEGIN + made + b"\n" + text.rstrip(b"\n") + b"\n" + END


def _without(content: bytes, where: str) -> bytes:
    for block in reversed(_blocks(content, where)):
        start = block.start()
        if not block[3] and content[:start].endswith(b"\n"):
            start -= 1
        content = content[:start] + content[block.end() :]
    return content


def _blocks(content: bytes, where: str) -> list[re.Match[bytes]]:
    if b"\0" in content:
        raise TimerError(f"{where} is no plain text. It was left as it is; add the line by hand.")
    found = list(_BLOCK.finditer(content))
    begins = len(re.findall(rb"^" + re.escape(BEGIN), content, re.MULTILINE))
    if begins != len(found) or any(BEGIN in block[2] for block in found):
        raise TimerError(
            f"{where} holds the first line of the reminder ({BEGIN.decode()}) but not its last. "
            "It was left as it is; remove that line by hand and try again."
        )
    return found
