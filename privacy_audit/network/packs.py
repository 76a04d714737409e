"""Fetching a catalogue pack from the address that the person named."""

from urllib.parse import urlsplit

from . import wire
from .errors import Elsewhere
from .gate import Gate, Progress
from .purpose import Purpose
from .purposes import catalogue

_PAGES = ("text/html", "application/xhtml+xml")
_BEGINS = b'{"privacy-audit-pack"'


def purpose_of(address: str) -> Purpose:
    """Return the purpose of fetching from an address, whose host it names. Raises Elsewhere for what is no https."""
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError:
        host, port = "", None
    if not host or parts.scheme != "https":
        raise Elsewhere("A catalogue comes from an address that begins with https:// and a host. Nothing was sent.")
    host = f"[{host}]" if ":" in host else host
    return catalogue(host if port in (None, 443) else f"{host}:{port}")


async def fetch(gate: Gate, address: str, progress: Progress | None = None) -> bytes:
    """Return the bytes of a pack, not looked at yet. Raises NetworkError's children."""
    answer = await gate.get(address, progress=progress)
    if answer.type in _PAGES and not answer.body.startswith(_BEGINS):
        raise wire.page_instead(urlsplit(answer.url).hostname or "")
    return answer.body
