"""What another edition of the catalogue changes for one person: what they answered or did first, and never silently."""

import copy

import pytest
from examples import act, organisation, told
from hypothesis import given
from hypothesis import strategies as st

from privacy_audit.audit.news import FIRST, elsewhere_in_words, news
from privacy_audit.catalog.catalog import Catalog


@pytest.fixture(scope="module")
def edition(small):
    """Return a function that gives the small catalogue after a change to its compiled form."""

    def make(change=lambda organisations: None, whole=lambda compiled: None) -> Catalog:
        compiled = copy.deepcopy(small._compiled)
        compiled.pop("index", None)
        change(compiled["organisations"])
        all = compiled["organisations"].values()
        compiled["formerly"] = {old: raw["id"] for raw in all for old in raw.get("formerly", ())}
        whole(compiled)
        return Catalog(compiled)

    return make


def lines(found) -> list[tuple[str, str, str]]:
    return [(change.kind, change.near, change.key) for change in found.changes]


def test_the_same_catalogue_changes_nothing(small, edition):
    found = news(small, edition(), told(answers={"mirror-people": "yes"}))
    assert (found.changes, found.elsewhere) == ((), {})


class TestNothingIsLostSilently:
    def test_an_organisation_that_was_answered_or_acted_on_and_is_gone_is_named_first(self, small, edition):
        def change(all):
            del all["mirror-people"], all["corner-shop"], all["second-broker"]
            all["north-bureau"]["actions"][1]["url"] = "https://north.example/new"

        standing = told(answers={"mirror-people": "yes"}, acts={"corner-shop/access": "asked 2026-10-01"})
        found = news(small, edition(change), standing)
        assert lines(found)[:2] == [("gone", "yours", "corner-shop"), ("gone", "yours", "mirror-people")]
        assert "ask what they hold: asked; that stays in your history" in found.changes[0].text
        assert "you answered yes; that stays in your history" in found.changes[1].text
        assert ("gone", "here", "second-broker") in lines(found)

    def test_an_action_that_was_begun_and_is_gone_counts_as_gone(self, small, edition):
        def change(all):
            del all["first-broker"]["actions"][1]

        found = news(small, edition(change), told(acts={"first-broker/access": "asked 2026-10-01"}))
        assert lines(found) == [("gone", "yours", "first-broker")]
        assert "no longer in it: ask what they hold (yours: asked; it stays in your history)" in found.changes[0].text
        assert "without" not in found.changes[0].text

    def test_a_renamed_one_is_followed(self, small, edition):
        def change(all):
            raw = all.pop("mirror-people")
            all["looking-glass"] = raw | {"id": "looking-glass", "name": "Looking Glass", "formerly": ["mirror-people"]}

        found = news(small, edition(change), told(answers={"mirror-people": "yes"}))
        assert lines(found) == [("renamed", "yours", "mirror-people")]
        assert found.changes[0].text == "now Looking Glass"

    def test_going_back_to_an_older_one_follows_it_the_other_way(self, small, edition):
        def change(all):
            raw = all.pop("new-name")
            all["old-name"] = raw | {"id": "old-name", "formerly": []}

        found = news(small, edition(change), told(answers={"new-name": "yes"}))
        assert lines(found) == [("renamed", "yours", "new-name")]
        assert found.changes[0].text == "its id is now old-name"

    @given(st.data())
    def test_whatever_goes_each_record_that_points_to_it_is_named(self, small, edition, data):
        ids = sorted(small)
        gone = data.draw(st.sets(st.sampled_from(ids)))
        keys = [f"{id}/{action.id}" for id in ids for action in small.get(id).actions]
        acted = data.draw(st.lists(st.sampled_from(keys), unique=True))
        answered = data.draw(st.sets(st.sampled_from(ids)))

        def change(all):
            for id in gone:
                del all[id]

        standing = told(answers=dict.fromkeys(answered, "no"), acts=dict.fromkeys(acted, "asked 2026-10-01"))
        found = news(small, edition(change), standing)
        mine = {key.partition("/")[0] for key in acted} | answered
        named = {change.key for change in found.changes if (change.kind, change.near) == ("gone", "yours")}
        assert named == gone & mine
        numbers = [change.near == "yours" for change in found.changes]
        assert numbers == sorted(numbers, reverse=True), "what is theirs stands first"


class TestWhatMatters:
    def test_changed_addresses_steps_and_terms_are_told_apart(self, small, edition):
        def change(all):
            freeze, access, dispute = all["north-bureau"]["actions"]
            freeze["url"] = "https://north.example/freeze"
            access["steps"] = ["Call them."]
            dispute["takes_days"] = 45

        (one,) = news(small, edition(change), told()).changes
        assert (one.kind, one.near) == ("changed", "presumed")
        assert (
            one.text
            == "freeze your file: other address; ask what they hold: other steps; dispute what is wrong: other terms"
        )

    def test_a_new_one_is_near_by_whom_it_holds(self, small, edition):
        def change(all):
            all["all-bureau"] = organisation("all-bureau", act("freeze"), theme="credit", presumed=["US"])
            all["some-broker"] = organisation("some-broker", act("delete"))
            all["far-bureau"] = organisation("far-bureau", act("access"), country="CA")

        found = news(small, edition(change), told())
        assert lines(found) == [("new", "presumed", "all-bureau"), ("new", "here", "some-broker")]
        assert found.elsewhere == {"new": 1}
        assert elsewhere_in_words(found) == "1 new"

    def test_one_that_closed_says_so(self, small, edition):
        found = news(small, edition(lambda all: all["mirror-people"].update(closed="2026-11")), told())
        assert lines(found) == [("closed", "here", "mirror-people")]
        assert "November 2026" in found.changes[0].text

    def test_one_that_comes_to_where_they_live_is_near(self, small, edition):
        found = news(small, edition(lambda all: all["maple-bureau"].update(countries=["CA", "US"])), told())
        assert lines(found) == [("changed", "here", "maple-bureau")]
        assert found.changes[0].text == "works in other places"

    def test_new_actions_and_those_that_nobody_began(self, small, edition):
        def change(all):
            all["mirror-people"]["actions"] = [act("delete")]

        (one,) = news(small, edition(change), told()).changes
        assert one.text == "new: have your data deleted; without: opt out"

    def test_the_own_organisations_are_in_neither(self, small, edition):
        mine = edition(lambda all: all.update({"my-dentist": organisation("my-dentist", act("access"), own=True)}))
        assert news(mine, small, told(answers={"my-dentist": "yes"})).changes == ()
        assert news(small, mine, told()).changes == ()

    def test_laws_of_the_place_only(self, small, edition):
        def change(compiled):
            compiled["laws"]["us-tx-act"]["rights"] = [{"right": "access", "respond_days": 45}]
            compiled["laws"]["us-ca-ccpa"]["name"] = "CCPA as amended"
            compiled["laws"]["us-new"] = compiled["laws"]["us-file"] | {"id": "us-new", "name": "New Act"}
            del compiled["laws"]["us-tx-dead"]

        found = news(small, edition(whole=change), told("US-TX"))
        assert {(change.key, change.text) for change in found.changes} == {
            ("us-tx-act", "changed: its rights or their days"),
            ("us-new", "new"),
            ("us-tx-dead", "no longer in it"),
        }
        assert {change.kind for change in found.changes} == {"law"}

    def test_without_a_person_everything_counts(self, small, edition):
        def change(all):
            del all["maple-bureau"]
            all["mirror-people"]["actions"][0]["url"] = "https://mirror.example/out"

        found = news(small, edition(change, lambda one: one["laws"]["mx-ley"].update(effective="2027-01-01")))
        assert {key for _, _, key in lines(found)} == {"maple-bureau", "mirror-people", "mx-ley"}
        assert found.elsewhere == {}

    def test_the_short_list_has_ten(self, small, edition):
        def change(all):
            all |= {f"b-{number}": organisation(f"b-{number}", act("delete")) for number in range(FIRST + 5)}

        found = news(small, edition(change), told())
        assert (len(found.first), len(found.changes)) == (FIRST, FIRST + 5)
