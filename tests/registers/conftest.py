"""A checkout of its own, with a small register."""

from pathlib import Path

import pytest

from privacy_audit.catalog import load

from . import shelf


@pytest.fixture
def checkout(tmp_path, monkeypatch) -> Path:
    """The small checklists folder, which stands for the checkout's; its cache is its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = shelf.write(tmp_path / "checklists")
    monkeypatch.setattr(load, "CHECKOUT", root)
    return root
