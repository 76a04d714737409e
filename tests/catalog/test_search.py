"""Finding organisations and actions by what people type."""

import pytest
from examples import HOSTILE
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy_audit.catalog.search import Search


def entry(id: str, name: str, **more) -> dict:
    return {"id": id, "name": name, "kind": "retail", "theme": "points"} | more


RAW = {
    one["id"]: one
    for one in (
        entry("points-erable", "Points Érable", domains=["erable.example"], legal_name="Société du Sirop inc."),
        entry("corner-grocer", "Corner Grocer", brands=["Basket Card", "Fresh Corner"], parent="Big Hamper Group"),
        entry("new-name", "Nouveau", formerly=["quondam-name"], tags=["fitness tracker"]),
        entry("truefolk", "TrueFolkSearch", kind="people-search", theme="brokers"),
        entry("folk-mirror", "Folk Mirror", kind="people-search", theme="brokers"),
        entry("mirror-registered", "Mirror", tier="registry", theme="brokers"),
        entry("mirrors-and-more", "Mirrors and More of Them"),
        entry("hidden-mirror", "Looking Glass", brands=["Mirror"]),
        entry("northstar", "Northstar Credit", theme="credit", actions=[
            {"id": "freeze", "do": "freeze", "title": "Freeze your file here"},
            {"id": "access", "do": "access"},
        ]),
        entry("southstar", "Southstar", theme="credit", actions=[{"id": "freeze", "do": "freeze"}]),
        entry("aq", "AQ"),
    )
}  # fmt: skip


@pytest.fixture(scope="module")
def few() -> Search:
    return Search(RAW)


@pytest.mark.parametrize(
    ("words", "id"),
    [
        ("erable", "points-erable"),
        ("ÉRABLE points", "points-erable"),
        ("e\u0301rable", "points-erable"),
        ("societe sirop", "points-erable"),
        ("erable.example", "points-erable"),
        ("basket", "corner-grocer"),
        ("hamper", "corner-grocer"),
        ("quondam-name", "new-name"),
        ("quondam", "new-name"),
        ("fitness", "new-name"),
        ("TRACKER fit", "new-name"),
        ("AQ", "aq"),
        ("  northstar   credit ", "northstar"),
    ],
)
def test_what_finds_it(few, words, id):
    assert few.organisations(words) == [id]


@pytest.mark.parametrize(
    ("words", "id"),
    [
        ("nrothstar", "northstar"),
        ("northsta", "northstar"),
        ("orthstar", "northstar"),
        ("northstarr", "northstar"),
        ("northster credit", "northstar"),
        ("gorcer", "corner-grocer"),
        ("érabel", "points-erable"),
        ("trcaker", "new-name"),
    ],
)
def test_a_slip_of_the_finger_is_forgiven(few, words, id):
    assert few.organisations(words)[0] == id


@pytest.mark.parametrize("words", ["true folk search", "truefolk search", "TrueFolkSearch", "true folksearch"])
def test_words_that_are_written_as_one(few, words):
    assert "truefolk" in few.organisations(words)


def test_words_that_occur_apart_only_are_tried_as_one_and_then_as_slips(few):
    assert few.organisations("north star") == ["northstar"]
    assert few.organisations("aqq northstar") == []
    assert few.organisations("corner grocre") == ["corner-grocer"]
    # Both words occur, but in no one together: "mirror" is no slip of anything else, "grocer" neither.
    assert few.organisations("mirror grocer") == []
    # "glas" occurs in nothing but "glass"; "look" in "looking".
    assert few.organisations("glas look") == ["hidden-mirror"]


@pytest.mark.parametrize("words", ["", "   ", "zzzzzz", "?!", "李医生", "\x1b[2J", "\x00", "q" * 5000, HOSTILE, "'%_*"])
def test_nothing_found(few, words):
    assert few.organisations(words) == []
    assert few.actions(words) == []


def test_names_come_first_then_the_registered_then_brands(few):
    ids = few.organisations("mirror")
    assert ids == ["mirrors-and-more", "mirror-registered", "folk-mirror", "hidden-mirror"]


def test_the_limit_holds(few):
    assert len(few.organisations("a")) > 3
    assert few.organisations("a", 3) == few.organisations("a")[:3]
    assert few.actions("freeze", 1) == few.actions("freeze")[:1]


def test_actions_need_a_word_of_their_title(few):
    assert few.actions("freeze") == ["northstar/freeze", "southstar/freeze"]
    assert few.actions("FREEZE northstar") == ["northstar/freeze"]
    assert few.actions("northstar") == []
    assert few.actions("access") == ["northstar/access"]
    assert few.actions("ask what they hold") == ["northstar/access"]
    assert few.actions("freeze basket") == []
    assert few.actions("freeze your file") == ["northstar/freeze", "southstar/freeze"]
    assert few.actions("here freeze") == ["northstar/freeze"]
    assert few.actions("") == []


def test_an_empty_catalogue_finds_nothing():
    nobody = Search({})
    nobody.prepare()
    assert nobody.organisations("anybody") == []
    assert nobody.actions("anything") == []


def test_every_organisation_is_found_by_its_whole_name(catalog):
    lost = [id for id in catalog if id not in catalog.search(catalog.get(id).name)]
    assert lost == []


def test_every_organisation_is_found_by_its_id(catalog):
    lost = [id for id in catalog if id not in catalog.search(id)]
    assert lost == []


def test_every_organisation_is_found_by_brand_and_former_name(catalog):
    lost = [
        (id, words)
        for id in catalog
        for words in (*catalog.get(id).brands, *catalog.get(id).formerly)
        if id not in catalog.search(words, 200)
    ]
    assert lost == []


@given(st.text())
@settings(deadline=None)
def test_whatever_is_typed_finds_known_ones_once(words):
    found = Search(RAW).organisations(words)
    assert len(found) == len(set(found))
    assert set(found) <= set(RAW)


@given(st.sampled_from(sorted(RAW)), st.data())
@settings(deadline=None)
def test_a_name_is_found_in_any_case_and_order(id, data):
    words = data.draw(st.permutations(RAW[id]["name"].split()))
    change = data.draw(st.sampled_from([str.upper, str.lower, str.title]))
    assert id in Search(RAW).organisations(change(" ".join(words)))
