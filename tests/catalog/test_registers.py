"""The tier "registry": brokers that a public register names and no file describes."""

import csv
import re

import pytest

from privacy_audit.catalog.catalog import Catalog
from privacy_audit.catalog.check import check_paths
from privacy_audit.catalog.compiler import compile_tree
from privacy_audit.catalog.load import CHECKOUT, load
from privacy_audit.catalog.packed import brief, pack, unpack

from .conftest import ORGANISATION

_REGISTRY = """\
id = "us-ca"
name = "A register"
jurisdiction = "US-CA"
dated = "2026-08"
about = "Whole as of its date."
licence = "A public record."
hint = "on the register"
minutes = 10
takes_days = 45
law = ["us-file-act"]
routine = "ask"

[[editions]]
dated = "2025-08"
url = "https://register.example/2025"
note = "opened"
drop_reaches = "yes"
drop_why = "register 2025"

[[editions]]
dated = "2026-08"
url = "https://register.example/"
drop_reaches = "unknown"
drop_why = "older filings"
unchecked = true
"""
_ROWS = """\
id,name,also,domain,url,dated,curated
reg-alpha,"Alpha, Inc.",Beta; Gamma,alpha.example,https://alpha.example/ask,2025-08,
reg-corner,Corner Shop LLC,,corner.example,,2025-08,corner-shop
reg-delta,Delta,,delta.example,,2026-08,
reg-echo,Echo,,,https://forms.example/echo,2025-08,
"""
_ROUTINES = '[ask]\nsteps = ["Ask {name}.", "Wait {days} days."]\n'


@pytest.fixture
def rows(tree):
    """A register of four brokers in the small folder; one of them is described by a file."""
    folder = tree / "registries"
    folder.mkdir()
    routines = tree / "routines.toml"
    routines.write_text(routines.read_text("utf-8") + "\n" + _ROUTINES, "utf-8")
    themes = tree / "themes"
    text = (themes / "points.toml").read_text("utf-8")
    (themes / "brokers.toml").write_text(text.replace("points", "brokers").replace("order = 2", "order = 3"), "utf-8")
    (folder / "us-ca.toml").write_text(_REGISTRY, "utf-8")
    path = folder / "us-ca.csv"
    path.write_text(_ROWS, "utf-8")
    return path


def test_a_register_without_mistake(tree, rows):
    assert check_paths(tree)[0] == []
    assert check_paths(rows) == ([], 1)


def test_every_row_that_no_file_describes_becomes_an_organisation(rows):
    few = load()
    assert few.problems == []
    assert [id for id in few if few.tier_of(id) == "registry"] == ["reg-alpha", "reg-delta", "reg-echo"]
    one = few.get("reg-alpha")
    assert (one.name, one.kind, one.theme, one.tier) == ("Alpha, Inc.", "data-broker", "brokers", "registry")
    assert (one.impact, one.confidence, one.countries) == ("low", "medium", ("US",))
    assert (one.brands, one.domains, one.checked) == (("Beta", "Gamma"), ("alpha.example",), "2025-08")
    assert (one.drop_reaches, one.drop_why) == ("yes", "register 2025: Alpha, Inc.")
    assert one.sources[0].url == "https://register.example/2025"
    assert few.get("corner-shop").tier == "curated"


def test_the_one_action_says_where_and_how(rows):
    few = load()
    action = few.action("reg-alpha/opt-out")
    assert (action.do, action.via, action.minutes, action.takes_days) == ("opt-out", "web", 10, 45)
    assert (action.url, action.unchecked, action.law) == ("https://alpha.example/ask", False, ("us-file-act",))
    assert action.steps == ("Ask Alpha, Inc..", "Wait 45 days.")
    home = few.action("reg-delta/opt-out")
    assert (home.url, home.unchecked) == ("https://delta.example/", True)
    assert few.get("reg-delta").drop_reaches == "unknown"


def test_a_row_that_a_file_describes_leads_to_that_file(rows):
    few = load()
    assert few.get("reg-corner").id == "corner-shop"
    assert few.action("reg-corner/delete").key == "corner-shop/delete"


def test_the_walk_leaves_them_out_unless_asked(rows):
    few = load()
    assert not [id for id in few.in_region("US-CA") if id.startswith("reg-")]
    assert few.in_region("US-CA", registered=True)[-3:] == ["reg-alpha", "reg-delta", "reg-echo"]
    assert few.in_region("US-TX", "brokers", registered=True) == ["reg-alpha", "reg-delta", "reg-echo"]
    assert few.may_hold("reg-alpha", "US-TX")
    assert not few.may_hold("reg-alpha", "CA-ON")
    assert few.search("gamma") == ["reg-alpha"]


def test_a_quick_walk_leaves_them_out_unless_asked(tree, rows):
    (tree / "walks.toml").write_text('US = ["corner-bank", "reg-alpha"]\n', "utf-8")
    few = load()
    assert few.quick_walk("US-TX") == ["corner-bank"]
    assert few.quick_walk("US-TX", registered=True) == ["corner-bank", "reg-alpha"]


def test_the_one_request_reaches_those_of_the_register(rows, shop):
    shop.write_text(ORGANISATION.replace('do = "delete"', 'do = "delete"\ncovers_registered = true'), "utf-8")
    few = load()
    assert few.action("corner-shop/delete").covers == ("reg-alpha", "reg-echo")
    assert few.covered_by("reg-alpha") == ["corner-shop/delete"]
    assert few.covered_by("reg-delta") == []


def test_the_tier_stays_when_packed(tree, rows):
    compiled = compile_tree(tree)
    assert brief(compiled["organisations"]["reg-alpha"])["tier"] == "registry"
    few = Catalog(unpack(pack(compiled)))
    assert few.tier_of("reg-alpha") == "registry"
    assert few.tier_of("corner-shop") == few.tier_of("old-bank") == "curated"
    assert few.registries[0].editions[1].drop_reaches == "unknown"


def test_a_changed_row_makes_the_cache_stale(rows):
    assert load().get("reg-echo").name == "Echo"
    rows.write_text(_ROWS.replace(",Echo,", ",Echo Two,"), "utf-8")
    assert load().get("reg-echo").name == "Echo Two"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("reg-delta,Delta", "reg-alpha,Delta", "'reg-alpha' cannot be used"),
        ("reg-delta,Delta", ",Delta", "'' cannot be used"),
        ("2026-08", "2024-08", "'reg-delta' cannot be used"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_and_left_out(old, new, said, rows):
    rows.write_text(_ROWS.replace(old, new), "utf-8")
    few = load()
    assert said in few.problems[0]
    assert "reg-alpha" in few
    assert "reg-delta" not in few


def test_rows_that_cannot_be_read_are_named(tree, rows):
    for data in (b"\xff\xfe", b"id\n" + b"x" * 200_000):
        rows.write_bytes(data)
        assert "us-ca.csv" in compile_tree(tree)["problems"][0]
    rows.unlink()
    assert "us-ca.csv" in compile_tree(tree)["problems"][0]


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "wrong"),
    [
        ("id,name", "name,id", 1, "", "not those of a register"),
        ("reg-delta", "delta", 4, "rows[3].id", "does not begin with reg-"),
        ("reg-delta", "reg-alpha", 4, "rows[3].id", 'two "reg-alpha"'),
        (",Delta,", ",,", 4, "rows[3].name", "it is missing"),
        (",Delta,", ",me@delta.example,", 4, "rows[3].name", "an e-mail address"),
        ("https://alpha", "http://alpha", 2, "rows[1].url", "http:// is open"),
        ("delta.example", "https://delta.example", 4, "rows[3].domain", "is no domain"),
        ("delta.example", "", 4, "rows[3]", "neither url nor domain"),
        ("2026-08", "2024-08", 4, "rows[3].dated", "no edition of this date"),
        (",corner-shop", ",corner-shp", 3, "rows[2].curated", 'no organisation "corner-shp"'),
        (",Delta,", ',"Delta\n",', 1, "", "goes over several lines"),
        ("2026-08,", "2026-08,,more", 4, "rows[3].more", "no key"),
    ],
)
def test_a_mistake_in_a_row_is_named(old, new, line, field, wrong, rows, only):
    rows.write_text(_ROWS.replace(old, new), "utf-8")
    mistake = only(rows)
    assert (mistake.line, mistake.field) == (line, field)
    assert wrong in mistake.text
    assert mistake.mend


@pytest.mark.parametrize(
    ("old", "new", "field", "wrong"),
    [
        ('"US-CA"', '"US-CL"', "jurisdiction", "is no region"),
        ('"us-file-act"', '"us-fil-act"', "law", "no law"),
        ('routine = "ask"', 'routine = "aks"', "routine", "no routine"),
        ('drop_reaches = "yes"', 'drop_reaches = "maybe"', "editions[1].drop_reaches", "not in the list"),
        ('hint = "on the register"\n', "", "hint", "it is missing"),
    ],
)
def test_a_mistake_in_a_register_is_named(old, new, field, wrong, rows):
    path = rows.with_suffix(".toml")
    path.write_text(_REGISTRY.replace(old, new), "utf-8")
    mistake = next(one for one in check_paths(path)[0] if one.field == field)
    assert wrong in mistake.text


def test_a_register_and_its_rows_belong_together(rows, only):
    toml = rows.with_suffix(".toml")
    text = toml.read_text("utf-8")
    toml.unlink()
    assert "nothing describes" in only(rows).text
    toml.write_text(text, "utf-8")
    rows.unlink()
    assert "the rows are missing" in only(toml).text


@pytest.fixture(scope="module")
def shipped() -> list[dict[str, str]]:
    """The rows of California's register as shipped."""
    with (CHECKOUT / "registries/us-ca.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_shipped_register_is_whole(shipped, catalog):
    assert len(shipped) >= 650
    assert len({row["id"] for row in shipped}) == len(shipped)
    described = [row for row in shipped if row["curated"]]
    assert len(described) >= 200
    for row in shipped:
        assert catalog.get(row["id"]).id == (row["curated"] or row["id"])
    assert not [row for row in shipped if any("@" in cell for cell in row.values())]


def test_the_shipped_register_gives_low_brokers_with_one_act_each(catalog):
    brokers = [catalog.get(id) for id in catalog if catalog.tier_of(id) == "registry"]
    assert len(brokers) >= 400
    for one in brokers:
        assert one.id.startswith("reg-")
        assert [(action.id, action.do) for action in one.actions] == [("opt-out", "opt-out")]
        assert one.actions[0].url.startswith("https://")
        assert one.actions[0].steps
        assert {"us-ca-ccpa", "us-state-privacy"} == set(one.actions[0].law)
        assert one.recognise == "on California's register"
        assert ("ca-drop/delete" in catalog.covered_by(one.id)) == (one.drop_reaches == "yes")


def test_the_shipped_register_says_how_whole_it_is(catalog):
    (register,) = (one for one in catalog.registries if one.id == "us-ca")
    assert "603" in register.about
    assert "Apache" in register.licence
    assert {edition.dated for edition in register.editions} == {"2025-08", "2026-08"}


def test_every_broker_says_whether_the_one_request_reaches_it(catalog):
    kinds, themes = {"data-broker", "people-search", "adtech"}, {"brokers", "tracking", "perks"}
    for one in map(catalog.get, catalog):
        if one.kind in kinds and one.theme in themes:
            assert one.drop_reaches in ("yes", "no", "unknown"), one.id
            assert one.drop_why, one.id


def test_a_curated_broker_of_the_register_is_reached(shipped, catalog):
    """Those that California's register of 2025 names under a described broker's own name are reached by its request."""
    for row in shipped:
        if row["curated"] and row["dated"] == "2025-08" and catalog.get(row["curated"]).theme == "brokers":
            assert catalog.get(row["curated"]).drop_reaches in ("yes", "unknown"), row


def test_no_row_names_a_mailbox_or_a_tracking_parameter(shipped):
    assert not [row["url"] for row in shipped if re.search(r"[?&]utm_", row["url"])]
