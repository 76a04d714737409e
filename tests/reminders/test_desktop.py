"""Showing a notification: what the library does, and does not do, never fails a reminder."""

import asyncio
import sys
from types import ModuleType

import pytest

from privacy_audit.reminders import desktop
from privacy_audit.reminders.notice import Notice

NOTE = Notice("privacy-audit", "3 things are due.")


@pytest.fixture
def library(monkeypatch):
    """A stand-in for the library that behaves as it is told."""
    module = ModuleType("desktop_notifier")
    module.__spec__ = ModuleType("spec")  # so that it counts as installed
    module.sent, module.how = [], "well"

    class DesktopNotifier:
        def __init__(self, app_name, app_icon):
            assert app_name == "privacy-audit"

        async def send(self, title, body, on_dispatched):
            if module.how == "hangs":
                await asyncio.sleep(60)
            if module.how == "fails":
                raise RuntimeError("no\nbus \x1b[2J")
            if module.how != "in vain":
                module.sent.append((title, body))
                on_dispatched()

        async def get_capabilities(self):
            return frozenset() if module.how == "into the void" else frozenset({"title"})

    module.DesktopNotifier = DesktopNotifier
    monkeypatch.setitem(sys.modules, "desktop_notifier", module)
    monkeypatch.setattr(desktop, "find_spec", lambda name: module.__spec__)
    return module


def test_it_is_shown(library):
    assert desktop.show(NOTE) == ""
    assert library.sent == [("privacy-audit", "3 things are due.")]


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ("fails", "the desktop took no notification (no bus)"),
        ("in vain", "there is no desktop here that shows notifications"),
        ("into the void", "there is no desktop here that shows notifications"),
    ],
)
def test_what_went_wrong_is_said_in_words(library, how, why):
    library.how = how
    assert desktop.show(NOTE) == why


def test_a_desktop_that_hangs_is_given_up(library, monkeypatch):
    monkeypatch.setattr(desktop, "PATIENCE", 0.05)
    library.how = "hangs"
    assert desktop.show(NOTE) == "the desktop did not answer"


def test_without_the_library_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(desktop, "find_spec", lambda name: None)
    assert desktop.show(NOTE) == desktop.missing() == "notifications need an extra: pip install 'privacy-audit[notify]'"


def test_the_real_library_without_a_desktop_fails_nothing(monkeypatch, isolated):
    pytest.importorskip("desktop_notifier")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={isolated}/nothing")
    assert desktop.show(NOTE)


def test_a_program_that_cron_started_finds_the_bus(monkeypatch, tmp_path):
    import socket

    if not sys.platform.startswith("linux"):
        pytest.skip("the bus of a Linux desktop")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    desktop._find_session()
    assert "DBUS_SESSION_BUS_ADDRESS" not in desktop.os.environ
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as bus:
        bus.bind("bus")
        desktop._find_session()
    assert desktop.os.environ["DBUS_SESSION_BUS_ADDRESS"] == f"unix:path={tmp_path}/bus"
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
