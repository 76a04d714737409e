"""What every test stands on: a home of its own, a fixed day, invented catalogues and people."""

import os
from pathlib import Path

import examples
import pytest
from hypothesis import HealthCheck, settings

from privacy_audit.catalog.catalog import Catalog
from privacy_audit.catalog.load import load
from privacy_audit.ledger.store import Ledger
from privacy_audit.session import Session

# A busy machine is no fault of the program: examples have no deadline, and CI tries the same ones each time.
settings.register_profile(
    "steady", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


#: Variables that would lead requests elsewhere or have other certificates trusted.
_WAYS_OUT = {"http_proxy", "https_proxy", "all_proxy", "no_proxy", "ssl_cert_file", "ssl_cert_dir"}


@pytest.fixture(scope="session")
def cache_folder(tmp_path_factory) -> Path:
    """One cache for the whole run, so that the catalogue is compiled once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def isolated(monkeypatch, tmp_path, cache_folder) -> Path:
    """Nothing of the real home is read or written: all folders lie below `tmp_path`."""
    for name in list(os.environ):
        if name.startswith(("PRIVACY_AUDIT_", "_PRIVACY_AUDIT_")) or name.lower() in _WAYS_OUT:
            monkeypatch.delenv(name)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_folder))
    return home


@pytest.fixture(scope="session")
def catalog(cache_folder) -> Catalog:
    """The shipped catalogue, without anybody's own organisations."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(cache_folder))
        return load(own=cache_folder / "nothing")


@pytest.fixture(scope="session")
def small(tmp_path_factory) -> Catalog:
    """The small invented catalogue of examples.py."""
    return examples.small_catalog(tmp_path_factory.mktemp("checklists"))


@pytest.fixture
def ledger(tmp_path):
    """An empty ledger in a file of its own."""
    with Ledger(tmp_path / "ledger" / "ledger.db") as opened:
        yield opened


@pytest.fixture
def session(small, ledger) -> Session:
    """Somebody in Texas, with the small catalogue, on 24 November 2026."""
    return Session(small, ledger, ledger.add_person("me", "US-TX"), examples.TODAY)


@pytest.fixture
def world(tmp_path, monkeypatch):
    """Real servers on the loopback under any name, behind a real proxy; a second try comes soon."""
    from network.world import World

    monkeypatch.setattr("privacy_audit.network.gate.BACKOFF", 0.01)
    made = World(tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="session")
def radicale(tmp_path_factory):
    """A real calendar server with TLS and passwords, for the whole run."""
    from pushing.radicale import Radicale

    server = Radicale(tmp_path_factory.mktemp("radicale"))
    yield server
    server.close()


@pytest.fixture
def cloud(radicale, world):
    """The calendar server under a name of its own, with an empty calendar in it; it can fail."""
    import uuid

    from pushing.radicale import Cloud

    return Cloud(radicale, world, f"tasks-{uuid.uuid4().hex[:12]}", "VTODO")


@pytest.fixture
def ring():
    """A system keyring in memory, in the place of the real one."""
    import keyring
    from rings import Ring

    before, made = keyring.get_keyring(), Ring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)
