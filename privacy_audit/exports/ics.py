"""Writing iCalendar (RFC 5545): components of properties, escaped, folded at 75 octets, ended with CR LF."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from ..text import TEXT_LIMIT, clean

#: A line may have so many octets before it is folded (RFC 5545, 3.1).
FOLD = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def text(value: object) -> str:
    """Return a text on one clean line, escaped as a value (RFC 5545, 3.3.11)."""
    return clean(value, TEXT_LIMIT).translate(_ESCAPED)


def day(value: date) -> str:
    """Return a day as a DATE (3.3.4), which belongs to no time zone."""
    return f"{value:%Y%m%d}" if value.year > 999 else f"{value.year:04}{value:%m%d}"


def moment(value: datetime) -> str:
    """Return a moment as a DATE-TIME in UTC (3.3.5)."""
    value = value.astimezone(UTC)
    return f"{day(value)}T{value:%H%M%S}Z"


def component(name: str, *parts: str | Iterable[str]) -> list[str]:
    """Return the lines of a component; a part is one property as "NAME:value", or the lines of a component in it."""
    inner = [line for part in parts for line in ([part] if isinstance(part, str) else part)]
    return [f"BEGIN:{name}", *inner, f"END:{name}"]


def written(lines: Iterable[str]) -> bytes:
    """Return lines as the bytes of a file: UTF-8, folded between signs and never within one."""
    return b"".join(piece + b"\r\n" for line in lines for piece in _folded(line))


def _folded(line: str) -> list[bytes]:
    pieces = [b""]
    for sign in line:
        octets = sign.encode()
        if len(pieces[-1]) + len(octets) > FOLD:
            pieces.append(b" ")
        pieces[-1] += octets
    return pieces
