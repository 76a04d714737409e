"""What the tests of an encrypted ledger share."""

import pytest

from privacy_audit.ledger import cipher

SECRET = "seven quiet herons wade"
OTHER = "north of the old ferry"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ledger" / "ledger.db"


@pytest.fixture
def cheap(monkeypatch):
    """A derivation that costs a test nothing."""
    monkeypatch.setattr(cipher, "COSTS", {cipher.VERSION: cipher.Cost(1, 64, 1)})


@pytest.fixture(autouse=True)
def keys(monkeypatch):
    """No key and nobody to ask left from one test to the next."""
    monkeypatch.setattr(cipher, "source", None)
    cipher.lock()
    yield
    cipher.lock()
