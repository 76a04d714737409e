"""The two ways from a screen to the rest of the machine: the browser and the clipboard. Both only on a key press."""

import os
import sys

from textual.app import App

from ..text import safe_url


def open_page(app: App, address: str | None) -> str:
    """Open an address in the browser and return what to tell the person.

    Without a graphical desktop (over ssh, on a console) a browser would draw over the terminal, so the
    address is copied instead.
    """
    url = safe_url(address)
    if url is None:
        return "There is no page to open here."
    if _has_desktop():
        app.open_url(url)
        return f"opened: {url}"
    app.copy_to_clipboard(url)
    return f"No desktop here, so the address was copied: {url}"


def copy(app: App, text: str, what: str) -> str:
    """Copy a text to the clipboard and return what to tell the person."""
    app.copy_to_clipboard(text)
    return f"copied: {what}"


def _has_desktop() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("BROWSER"))
