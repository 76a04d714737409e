"""Packs, searches and what became of the closed ones: compiled, chosen by region, checked."""

import tomllib

import pytest

from privacy_audit.catalog.catalog import UnknownPack
from privacy_audit.catalog.check import INNER, ROLES, check_paths
from privacy_audit.catalog.load import load

from .conftest import ORGANISATION, line_of

_PACK = """\
id = "first-steps"
order = 1
title = "First steps"
about = "For everybody: begin at the bank."
countries = ["US"]
organisations = [
  "old-bank",
  "corner-shop",
  "kiosk",
  "market",
  "mall",
]
note = "A limit."
"""
_SEARCHES = """\
[engines]
Example = "https://search.example/?q={query}"

[[searches]]
id = "name"
title = "Your name"
query = '"{first} {last}"'
why = "It is read first."
needs = ["name"]
"""


@pytest.fixture
def pack(tree, shop):
    """A pack of four shops and a bank, in the small folder."""
    for id in ("kiosk", "market", "mall"):
        text = ORGANISATION.replace("corner-shop", id).replace("corner.example", f"{id}.example")
        (shop.parent / f"{id}.toml").write_text(text, "utf-8")
    path = tree / "packs" / "first-steps.toml"
    path.parent.mkdir()
    path.write_text(_PACK.replace("old-bank", "corner-bank"), "utf-8")
    return path


@pytest.fixture
def searches(tree):
    """The file of searches of the small folder."""
    path = tree / "searches.toml"
    path.write_text(_SEARCHES, "utf-8")
    return path


def test_a_folder_with_packs_and_searches_has_no_mistake(tree, pack, searches):
    assert check_paths(tree)[0] == []


def test_a_pack_keeps_its_order_and_leaves_out_who_holds_nobody_there(pack):
    few = load()
    (here,) = few.packs("US-CA")
    assert here.organisations == ("corner-bank", "corner-shop", "kiosk", "market", "mall")
    assert (here.title, here.note) == ("First steps", "A limit.")
    assert few.packs("US-TX") == ()  # the shops are Californian: one is left, too few
    assert few.packs("CA-ON") == ()  # another country
    assert few.pack("first-steps").organisations[0] == "corner-bank"
    with pytest.raises(UnknownPack, match="The packs are: first-steps"):
        few.pack("last-steps")


def test_a_pack_follows_renamed_organisations_and_forgets_closed_ones(pack):
    pack.write_text(_PACK, "utf-8")
    (here,) = load().packs("US-CA")
    assert here.organisations[0] == "corner-bank"
    mall = pack.parents[1] / "organisations/points/mall.toml"
    mall.write_text(mall.read_text("utf-8").replace("[find]", 'closed = "2024"\nnow = "Gone."\n[find]'), "utf-8")
    assert "mall" not in load().packs("US-CA")[0].organisations


def test_a_pack_of_one_state_is_for_that_state(pack):
    pack.write_text(_PACK.replace('countries = ["US"]', 'regions = ["US-CA"]'), "utf-8")
    few = load()
    assert few.packs("US-CA")
    assert few.packs("US")
    assert not few.packs("US-TX")


def test_searches_and_engines_are_loaded(searches):
    few = load()
    assert few.engines == {"Example": "https://search.example/?q={query}"}
    assert [(one.id, one.needs) for one in few.searches] == [("name", ("name",))]


@pytest.mark.parametrize("text", ["engines = 1", "searches = 1", "[engines]\nA = 1", "[[searches]]\nid = 1", "x"])
def test_broken_searches_are_named_and_left_out(text, searches):
    searches.write_text(text, "utf-8")
    few = load()
    assert few.searches == ()
    assert "searches.toml" in few.problems[0]


def test_a_broken_pack_is_named_and_left_out(pack):
    pack.write_text(_PACK.replace("order = 1", 'order = "1"'), "utf-8")
    few = load()
    assert few.packs("US-CA") == ()
    assert "order is no number" in few.problems[0]


@pytest.mark.parametrize(
    ("old", "new", "field", "wrong", "mend"),
    [
        ('"kiosk"', '"kiosc"', "organisations[3]", 'no organisation "kiosc"', '"kiosk"'),
        ('"kiosk"', '"corner-shop"', "organisations", "stands there twice", "delete one"),
        ('title = "First steps"', f'title = "{"x" * 57}"', "title", "57 signs", "shorten it to 56"),
        ('countries = ["US"]', 'countries = ["USA"]', "countries", '"USA" is no region', "US"),
        ('countries = ["US"]', 'regions = ["US-XX"]', "regions", "is no region", "US-TX"),
        ('about = "For', 'abuot = "For', "abuot", "no key", "did you mean about?"),
        ('id = "first-steps"', 'id = "steps"', "id", "the file is called", 'write id = "first-steps"'),
        ("order = 1", "order = 0", "order", "it is 0", "from 1 to 600"),
    ],
)
def test_a_mistake_in_a_pack_is_named(old, new, field, wrong, mend, pack):
    text = _PACK.replace("old-bank", "corner-bank").replace(old, new, 1)
    pack.write_text(text, "utf-8")
    mistake = next(one for one in check_paths(pack)[0] if one.field == field)
    assert wrong in mistake.text
    assert mend in mistake.mend
    assert mistake.line == line_of(text, new.split(" ")[0] if " = " in new else "organisations")


def test_a_closed_organisation_in_a_pack_is_named(pack, only):
    kiosk = pack.parents[1] / "organisations/points/kiosk.toml"
    kiosk.write_text(kiosk.read_text("utf-8").replace("[find]", 'closed = "2024"\nnow = "Gone."\n[find]'), "utf-8")
    assert '"kiosk" is closed' in only(pack).text


@pytest.mark.parametrize(
    ("old", "new", "field", "wrong"),
    [
        ("{query}", "{words}", "engines.Example", "not filled with {query} alone"),
        ("search.example", "{query}.example", "engines.Example", "not filled with {query} alone"),
        ("https://", "http://", "engines.Example", "http:// is open"),
        ("{last}", "{lsat}", "searches[1].query", '"lsat" cannot be filled in'),
        ("{first} {last}", "me", "searches[1].query", "nothing is filled in"),
        ('["name"]', '["naem"]', "searches[1].needs", 'fields.toml has no "naem"'),
        ('title = "Your name"\n', "", "searches[1].title", "it is missing"),
        ("[[searches]]", '[[searches]]\nid = "name"\n[[searches]]', "searches[2].id", "two searches"),
    ],
)
def test_a_mistake_in_the_searches_is_named(old, new, field, wrong, searches):
    searches.write_text(_SEARCHES.replace(old, new, 1), "utf-8")
    mistake = next(one for one in check_paths(searches)[0] if one.field == field)
    assert wrong in mistake.text
    assert mistake.mend


@pytest.mark.parametrize(
    ("new", "field", "wrong"),
    [
        ('closed = "2024"\n', "now", "nothing says what became of it"),
        ('now_at = "corner-bank"\n', "now_at", "now is missing"),
        ('now = "Bought."\nnow_at = "corner-bnak"\n', "now_at", 'no organisation "corner-bnak"'),
        ('now = "Bought."\nnow_at = "corner-shop"\n', "now_at", "the organisation itself"),
        ('tags = ["Grocery shop"]\n', "tags", "has capitals"),
        ('tags = ["a tag that is far too long"]\n', "tags[1]", "2 too many"),
        ('tags = ["a", "b", "c", "d", "e", "f", "g"]\n', "tags", "there are 7"),
        ('tags = ["a", "a"]\n', "tags", "twice"),
    ],
)
def test_what_became_of_it_and_the_tags_are_checked(new, field, wrong, shop, only):
    shop.write_text(ORGANISATION.replace("[find]", f"{new}\n[find]"), "utf-8")
    mistake = only(shop)
    assert (mistake.field, wrong in mistake.text) == (field, True), mistake


def test_a_renamed_one_and_plain_tags_are_no_mistake(shop):
    more = (
        'now = "The bank bought it in 2024."\nnow_at = "corner-bank"\ntags = ["e-mail", "DNA", "Shop at the corner"]\n'
    )
    shop.write_text(ORGANISATION.replace("[find]", f"{more}\n[find]"), "utf-8")
    assert check_paths(shop) == ([], 1)
    one = load().get("corner-shop")
    assert (one.now, one.now_at, one.tags[1]) == ("The bank bought it in 2024.", "corner-bank", "DNA")
    assert load().search("dna") == ["corner-shop"]


def test_a_successor_that_is_closed_itself_is_named(tree, shop, only):
    bank = tree / "organisations/credit/corner-bank.toml"
    bank.write_text('closed = "2024"\nnow = "Gone."\n' + bank.read_text("utf-8"), "utf-8")
    shop.write_text(ORGANISATION.replace("[find]", 'now = "Sold."\nnow_at = "corner-bank"\n[find]'), "utf-8")
    assert '"corner-bank" is closed itself' in only(shop).text


NAMED = {
    "Everyone in the US": "US-TX", "Everyone in Canada": "CA-QC", "Everyone in Mexico": "MX-JAL",
    "Canadian newcomer": "CA-ON", "Moved house": "US-CA", "Identity stolen": "CA-BC", "Job hunt": "MX-JAL",
    "Stalked or harassed: start here": "US-NY", "New parent": "US-CA", "Student": "US-FL",
    "Teacher, doctor, journalist": "CA-ON", "Travelling to China or paying with Alipay": "CA-ON",
    "Quit loyalty cards": "MX-JAL",
}  # fmt: skip


@pytest.mark.parametrize(("title", "region"), NAMED.items())
def test_a_shipped_pack_is_of_use_where_it_is_meant_for(title, region, catalog):
    pack = next(pack for pack in catalog.packs(region) if pack.title == title)
    assert 4 <= len(pack.organisations) <= 30
    assert 8 <= len(catalog.pack(pack.id).organisations) <= 30
    assert all(catalog.may_hold(id, region) for id in pack.organisations)
    assert pack.about


def test_the_packs_of_a_country_are_shown_there_only(catalog):
    titles = {region: {pack.title for pack in catalog.packs(region)} for region in ("US-CA", "CA-ON", "MX-JAL")}
    assert "Everyone in Canada" not in titles["US-CA"] | titles["MX-JAL"]
    assert all(len(found) >= 8 for found in titles.values())


def test_whoever_is_stalked_begins_with_the_address(catalog):
    (pack,) = (pack for pack in catalog.packs("US-CA") if pack.id == "stalked")
    assert pack.organisations[0] == "us-address-confidentiality"
    places = {id: number for number, id in enumerate(pack.organisations)}
    assert places["whitepages"] < places["apple-find-my"] < places["gm-onstar"] < places["equifax-us"]


def test_every_closed_organisation_says_what_became_of_it(catalog):
    for one in map(catalog.get, catalog):
        assert one.now or not one.closed, one.id
        assert not one.now_at or not catalog.get(one.now_at).closed, one.id
    assert catalog.get("discover-us").now_at == "capital-one-us"
    assert "Bank of Montreal" in catalog.get("air-miles-blue-rewards-ca").now


def test_plain_words_find_organisations_by_their_tags(catalog):
    assert sum(bool(catalog.get(id).tags) for id in catalog) >= 300
    for words, id in {
        "payday loan": "clarity-services", "gas station": "petro-points-ca", "baby": "babylist",
        "groceries": "kroger-us", "car insurance": "lexisnexis-clue",
    }.items():  # fmt: skip
        assert id in catalog.search(words), words


@pytest.mark.parametrize(
    ("heading", "role"), [("One pack", "pack"), ("Searches", "searches"), ("Public registers", "registry")]
)
def test_the_readme_shows_every_key(heading, role, readme):
    section = readme.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    shown = tomllib.loads(section.rpartition("```toml\n")[2].partition("```")[0])
    assert set(shown) == set(ROLES[role].model_fields)
    for key, model in INNER.get(role, {}).items():
        assert set(shown[key][0]) == set(model.model_fields)
