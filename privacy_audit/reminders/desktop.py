"""Showing a notification on the desktop, by the library desktop-notifier (extra ``notify``); without it, nothing.

The library is imported only when there is something to show.
"""

import asyncio
import contextlib
import logging
import os
import sys
from importlib.util import find_spec
from pathlib import Path

from ..text import clean
from .notice import Notice

#: Seconds after which a desktop counts as not there.
PATIENCE = 10.0


def missing() -> str:
    """Return what has to be installed before notifications can be shown, or nothing."""
    if find_spec("desktop_notifier"):
        return ""
    return "notifications need an extra: pip install 'privacy-audit[notify]'"


def show(notice: Notice) -> str:
    """Show a notification and return nothing, or, when none could be shown, why."""
    if why := missing():
        return why
    _find_session()
    logger = logging.getLogger("desktop_notifier")
    logger.addHandler(logging.NullHandler())
    logger.propagate = False
    try:
        shown = asyncio.run(asyncio.wait_for(_send(notice), PATIENCE))
    except TimeoutError:
        return "the desktop did not answer"
    except Exception as error:  # the library's own and those of three systems' libraries below it
        return f"the desktop took no notification ({clean(error, 200)})"
    return "" if shown else "there is no desktop here that shows notifications"


async def _send(notice: Notice) -> bool:
    from desktop_notifier import DesktopNotifier

    dispatched: list[bool] = []
    notifier = DesktopNotifier(app_name="privacy-audit", app_icon=None)
    # Of a failure the library only writes a line to its log: it tells of success alone.
    await notifier.send(notice.title, notice.body, on_dispatched=lambda: dispatched.append(True))
    can = await notifier.get_capabilities() if dispatched else frozenset()
    return bool(can)


def _find_session() -> None:
    """Let a program that cron started find the bus of the person's session, where systemd puts it."""
    if not sys.platform.startswith("linux") or os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return
    runtime = os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}"
    with contextlib.suppress(OSError):
        if (Path(runtime) / "bus").is_socket():
            os.environ["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={runtime}/bus"
