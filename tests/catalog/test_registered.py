"""A register that was taken over, laid over the catalogue: organisations stay, get facts, come and go."""

import pytest
from registers import shelf
from registers.layouts import ALPHA, BARE, CORNER, NAME, PAGE, SITE, california

from privacy_audit.catalog import load, registered
from privacy_audit.catalog.compiler import compile_tree
from privacy_audit.catalog.load import load as loaded
from privacy_audit.catalog.packed import unpack
from privacy_audit.registers import keeping

FOXTROT = {NAME: "Foxtrot Data LLC", SITE: "foxtrot.example", PAGE: "https://foxtrot.example/out"}


@pytest.fixture(autouse=True)
def taken(tmp_path, monkeypatch):
    """The small checkout of the registers' tests, with an edition taken over: one new, two gone."""
    monkeypatch.setattr(load, "CHECKOUT", shelf.write(tmp_path / "checklists"))
    shelf.take(california(ALPHA, BARE, CORNER, FOXTROT))


def test_who_is_new_is_an_organisation_like_the_others():
    catalog = loaded()
    one = catalog.get("reg-foxtrot-data")
    assert (one.name, one.kind, one.theme, one.tier, one.countries) == (
        "Foxtrot Data LLC", "data-broker", "brokers", "registry", ("US",)
    )  # fmt: skip
    assert (one.checked, one.drop_reaches, one.recognise) == ("2026-11-24", "yes", "on California's register")
    action = catalog.action("reg-foxtrot-data/opt-out")
    assert (action.url, action.unchecked, action.takes_days) == ("https://foxtrot.example/out", True, 45)
    assert action.steps == ("Ask Foxtrot Data LLC.", "Wait 45 days.")
    assert one.newest_source.url == "https://cppa.ca.gov/data_broker_registry/"
    assert catalog.search("foxtrot") == ["reg-foxtrot-data"]
    assert "reg-foxtrot-data" in catalog.in_region("US-TX", "brokers", registered=True)
    assert "reg-foxtrot-data" not in catalog.in_region("US-TX", "brokers")


def test_who_left_stays_and_says_so():
    catalog = loaded()
    one = catalog.get("reg-echo")
    assert one.hint == "no longer on California's register as of 24 November 2026"
    assert (one.closed, one.drop_reaches) == (None, "unknown")
    assert catalog.find_action("reg-echo/opt-out").url == "https://shared.example/echo"


def test_who_stays_has_what_it_told_the_state():
    (told,) = loaded().raw("reg-alpha-data")["registered"]
    assert (told["place"], told["as_of"], told["gone"]) == ("California", "2026-11-24", None)
    assert told["answers"]["geolocation"]
    assert told["metrics"]["kinds"]["delete"]["denied"] == 40
    assert told["laws"] == {"fcra": "Tenant files. Ask"}
    one = loaded().get("reg-alpha-data")
    assert one.domains == ("alpha.example", "leads.example")
    assert (one.actions[0].url, one.actions[0].unchecked) == ("https://alpha.example/privacy", False)


def test_a_described_organisation_stays_as_its_file_says():
    catalog = loaded()
    one = catalog.get("reg-corner-shop")
    assert (one.id, one.name, one.tier, one.checked) == ("corner-shop", "Corner Shop", "curated", "2026-07")
    assert catalog.raw("corner-shop")["registered"][0]["name"] == "Corner Shop LLC"


def test_the_one_request_reaches_those_on_the_register_now():
    catalog = loaded()
    covers = catalog.action("golden-register/everywhere").covers
    assert set(covers) == {"reg-alpha-data", "reg-bare-domain", "reg-foxtrot-data", "corner-shop"}
    assert catalog.covered_by("reg-foxtrot-data") == ["golden-register/everywhere"]
    assert catalog.covered_by("reg-echo") == []
    assert catalog.action("golden-register/delete").covers == ("first-broker", "second-broker")


def test_without_a_cache_the_same_comes_of_it(monkeypatch):
    cached = loaded()
    monkeypatch.setattr(load, "_cached", compile_tree)
    plain = loaded()
    assert list(plain) == list(cached)
    assert [plain.raw(id) for id in plain] == [cached.raw(id) for id in cached]


def test_the_persons_own_organisations_go_before(tmp_path):
    laid = load.compiled()
    registered.lay_over(laid, keeping.folder())
    organisations = laid["organisations"]
    before = len(organisations)
    organisations["own"] = {"id": "own"}
    assert organisations["own"] == {"id": "own"}
    assert len(organisations) == before + 1
    del organisations["own"]
    assert "own" not in organisations
    with pytest.raises(KeyError):
        organisations["own"]


def test_a_folder_with_other_files_is_no_trouble(tmp_path):
    (keeping.folder() / "notes.txt").write_text("x")
    (keeping.folder() / "us-ca.jsonl.before").write_text("x")
    assert loaded().problems == []


@pytest.mark.parametrize("data", [b"", b"[]\n", b"null\n", b'{"format":1}\n', b'{"format":9,"size":0,"brokers":[]}\n'])
def test_anything_else_is_no_kept_register(data):
    with pytest.raises(ValueError, match="no register"):
        registered.unpack(data)


def test_packed_and_unpacked_it_is_the_same():
    data = registered.pack({"state": "us-ca"}, [({"id": "a", "name": "A"}, {"name": "A", "x": 1})])
    kept = registered.unpack(data)
    assert kept.broker(0) == {"name": "A", "x": 1}
    assert kept.head["brokers"][0]["id"] == "a"
    with pytest.raises(ValueError, match="no compiled catalogue"):
        unpack(data)
