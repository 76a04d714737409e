"""Updating the catalogue: what both doors build on."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from catalog.conftest import ORGANISATION
from catalog.signing import Publisher, write_tree
from registers import shelf as registers
from registers.layouts import ALPHA, BARE, CORNER, NAME, PAGE, SITE, california

from privacy_audit import updating
from privacy_audit.audit.standing import Standing
from privacy_audit.catalog import load, signed_check
from privacy_audit.catalog.catalog import CatalogError
from privacy_audit.network import consent
from privacy_audit.network.errors import Elsewhere
from privacy_audit.network.packs import purpose_of

TODAY = date(2026, 11, 24)
FOXTROT = {NAME: "Foxtrot Data LLC", SITE: "foxtrot.example", PAGE: "https://foxtrot.example/out"}


@pytest.fixture
def publisher(tmp_path) -> Publisher:
    return Publisher(tmp_path).trusted()


def test_brokers_of_a_register_that_was_fetched_are_not_called_gone(tmp_path, monkeypatch, publisher):
    root = registers.write(tmp_path / "checklists")
    monkeypatch.setattr(load, "CHECKOUT", root)
    registers.take(california(ALPHA, BARE, CORNER, FOXTROT))
    monkeypatch.setattr("privacy_audit.catalog.check.check_paths", lambda path, today: ([], 0))
    data = signed_check.pack(root, publisher.private, datetime(2026, 11, 24, 9, tzinfo=UTC))[0]
    catalog = load.load()
    assert "reg-foxtrot-data" in catalog
    examined, after = updating.examine(data, TODAY)
    found = updating.compared(examined, after, catalog, Standing("US-CA", {"reg-foxtrot-data": "yes"}), "a file")
    assert (found.news.changes, found.news.elsewhere) == ((), {})
    assert "reg-foxtrot-data" not in examined.compiled["organisations"], "what is taken over is the pack alone"


def test_own_organisations_are_in_both(tmp_path, monkeypatch, publisher):
    monkeypatch.setattr(load, "CHECKOUT", write_tree(tmp_path / "checklists"))
    (tmp_path / "own").mkdir()
    (tmp_path / "own/my-dentist.toml").write_text(ORGANISATION.replace("corner-shop", "my-dentist"), "utf-8")
    monkeypatch.setenv("PRIVACY_AUDIT_CHECKLISTS", str(tmp_path / "own"))
    examined, after = updating.examine(publisher.pack(), TODAY)
    assert "my-dentist" in after
    assert updating.compared(examined, after, load.load(), Standing("US-CA"), "").news.changes == ()


class TestTheAddress:
    def test_it_is_kept_for_the_person_and_removed(self, ledger):
        me = ledger.add_person("me", "US-CA")
        assert updating.source_of(ledger, me.id) == ""
        updating.set_source(ledger, me.id, "https://catalogue.example/latest.pack")
        assert updating.source_of(ledger, me.id) == "https://catalogue.example/latest.pack"
        updating.set_source(ledger, me.id, "")
        assert updating.source_of(ledger, me.id) == ""

    def test_a_standing_consent_is_for_its_server_only(self, ledger):
        me = ledger.add_person("me", "US-CA")
        here, there = "https://catalogue.example/latest.pack", "https://other.example/latest.pack"
        updating.set_source(ledger, me.id, here)
        consent.keep(ledger, me.id, "catalogue", "always")
        assert consent.permit(ledger, me.id, updating.purpose(ledger, me.id, here)).how == "always"
        assert consent.permit(ledger, me.id, updating.purpose(ledger, me.id, there)) is None
        updating.set_source(ledger, me.id, f"{here}?newer")
        assert consent.permit(ledger, me.id, updating.purpose(ledger, me.id, here)).how == "always"
        updating.set_source(ledger, me.id, "")
        updating.set_source(ledger, me.id, there)
        assert consent.permit(ledger, me.id, updating.purpose(ledger, me.id, there)) is None

    @pytest.mark.parametrize(
        "address", ["http://a.example/x", "file:///etc/passwd", "https://", "https://[", "x", "https://a:b"]
    )
    def test_what_is_no_https_address_is_refused(self, ledger, address):
        me = ledger.add_person("me", "US-CA")
        with pytest.raises(Elsewhere, match=r"begins with https://.*Nothing was sent"):
            updating.set_source(ledger, me.id, address)

    @pytest.mark.parametrize(
        ("address", "host"),
        [
            ("https://Catalogue.Example/x", "catalogue.example"),
            ("https://catalogue.example:8443/x", "catalogue.example:8443"),
            ("https://catalogue.example:443/x", "catalogue.example"),
            ("https://bücher.example/x", "xn--bcher-kva.example"),
            ("https://[2001:db8::1]/x", "[2001:db8::1]"),
        ],
    )
    def test_the_host_is_the_one_that_is_asked(self, address, host):
        assert purpose_of(address).hosts == {host}


class TestFiles:
    def test_a_path_or_an_address(self):
        assert updating.is_address("https://x.example/a")
        assert not updating.is_address("C:\\a.pack")
        assert not updating.is_address("~/a.pack")

    @pytest.mark.parametrize("name", ["nothing.pack", ".", "a\0b", "~nobody-of-this-name/x"])
    def test_one_that_cannot_be_read(self, tmp_path, monkeypatch, name):
        monkeypatch.chdir(tmp_path)
        with pytest.raises(CatalogError, match=r"cannot be read.*stays as it is"):
            updating.read_file(Path(name))
