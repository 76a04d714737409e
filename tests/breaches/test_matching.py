"""Which breaches concern a person: by domain, with what they had told, and what they recorded."""

from datetime import date, timedelta

import pytest
from examples import TODAY, act, organisation, write_tree
from hypothesis import given
from hypothesis import strategies as st

from privacy_audit.breaches import matching, wording
from privacy_audit.breaches.errors import NoSuchBreach
from privacy_audit.breaches.matching import Domains
from privacy_audit.breaches.reading import breach_of
from privacy_audit.catalog.catalog import Catalog
from privacy_audit.catalog.compiler import compile_tree
from privacy_audit.ledger.store import Ledger
from privacy_audit.session import Session

from .invented import LIST, entry

_BREACH = """
[breach]
order = 7
title = "Your data got out"
said = "your data got out"
about = "Words."
asks = "Who lost them?"
advice = ["Change the password there."]
[[breach.rules]]
why = "take out what need not be there"
do = ["delete", "opt-out"]
named = true
"""
_MORE = (
    organisation("twin-mail", domains=["twin.example"], name="Twin Mail"),
    organisation("twin", domains=["twin.example", "www.twin-shop.example"], name="Twin", brands=["Twin Card"]),
    organisation("twin-lab", domains=["lab.twin.example"], parent="Twin", formerly=["twin-old"]),
    organisation("shut-shop", act("close-account"), theme="points"),
)


@pytest.fixture(scope="module")
def places(tmp_path_factory) -> Catalog:
    """The small catalogue, some organisations with one site, and what to do after a breach."""
    from examples import ORGANISATIONS, write_organisations

    root = write_tree(tmp_path_factory.mktemp("checklists"))
    write_organisations(root / "organisations", (*ORGANISATIONS, *_MORE))
    with (root / "events.toml").open("a", encoding="utf-8") as file:
        file.write(_BREACH)
    return Catalog(compile_tree(root))


@pytest.fixture
def told(places, ledger) -> Session:
    return Session(places, ledger, ledger.add_person("me", "US-TX"), TODAY)


def found(session: Session, *entries: dict) -> matching.Found:
    events = session.ledger.standing_events(session.person.id)
    return matching.found(session.catalog, session.standing, events, [breach_of(one) for one in entries])


def names(matches) -> list[str]:
    return [match.breach.name for match in matches]


def on(session: Session, day: str) -> None:
    session.today = date.fromisoformat(day)


class TestWhoseItIs:
    def test_only_of_those_that_the_person_said_hold_them(self, told):
        assert found(told, *LIST) == matching.Found()
        told.answer("mirror-people", "yes")
        told.answer("corner-shop", "past")
        seen = found(told, *LIST)
        assert names(seen.matches) == ["MirrorForum", "MirrorPeople"]
        assert names(seen.apart) == ["CornerShopSpam"]

    @pytest.mark.parametrize("answer", ["no", "unsure"])
    def test_not_of_those_that_they_denied_or_doubt(self, told, answer):
        told.answer("mirror-people", answer)
        assert found(told, *LIST).matches == ()

    def test_not_of_those_that_are_presumed_only(self, told):
        assert found(told, entry("North", "north-bureau.example")).matches == ()

    def test_those_with_whom_something_was_begun(self, told):
        told.record("mirror-people/opt-out", "asked")
        told.answer("mirror-people", "unsure")
        assert [match.telling.how for match in found(told, LIST[0]).matches] == ["begun"]
        told.answer("mirror-people", "no")
        assert found(told, LIST[0]).matches == ()

    @pytest.mark.parametrize("state", ["not-found", "set-aside"])
    def test_finding_nothing_or_setting_aside_begins_nothing(self, told, state):
        told.record("mirror-people/opt-out", state)
        assert found(told, LIST[0]).matches == ()

    def test_under_a_former_id_too(self, told):
        told.ledger.answer(told.person.id, "old-name", "yes", TODAY)
        (match,) = found(told, entry("New", "new-name.example")).matches
        assert (match.organisation, match.telling.since) == ("new-name", TODAY)


class TestDomains:
    @pytest.mark.parametrize(
        ("site", "ids"),
        [
            ("twin.example", ["twin", "twin-mail"]),
            ("www.twin.example", ["twin", "twin-mail"]),
            ("forum.old.twin.example", ["twin", "twin-mail"]),
            ("twin-shop.example", ["twin"]),
            ("lab.twin.example", ["twin-lab"]),
            ("new.lab.twin.example", ["twin-lab"]),
            ("nottwin.example", []),
            ("twin.example.net", []),
            ("example", []),
            ("", []),
        ],
    )
    def test_the_nearest_site_at_or_above_it(self, places, site, ids):
        assert sorted(Domains(places).of(site)) == ids

    def test_of_several_with_one_site_the_one_with_its_name_comes_first(self, told):
        told.answer("twin-mail", "yes")
        told.answer("twin", "yes")
        (match,) = found(told, entry("Twin", "twin.example")).matches
        assert (match.organisation, match.also) == ("twin", ("twin-mail",))
        (match,) = found(told, entry("Other", "twin.example", Title="Twin Mail")).matches
        assert match.organisation == "twin-mail"

    def test_a_leak_of_the_owner_is_none_of_the_sister(self, told):
        told.answer("twin-lab", "yes")
        assert found(told, entry("Twin", "twin.example")).matches == ()

    def test_a_breach_without_a_site_is_matched_by_its_exact_name_and_says_so(self, told):
        told.answer("twin", "yes")
        assert names(found(told, entry("TwinCard", Title="TWIN card")).matches) == ["TwinCard"]
        assert found(told, entry("TwinCards", Title="Twin Cards")).matches == ()
        assert found(told, entry("TwinCard", "elsewhere.example", Title="Twin Card")).matches == ()
        (match,) = found(told, entry("TwinCard", Title="Twin Card")).matches
        assert match.by == "name"
        assert "may be another of the same name" in wording.remarks(match.breach, match.by)[-1]

    @given(
        st.from_regex(r"[a-z]{1,6}(\.[a-z]{1,6}){0,3}", fullmatch=True),
        st.lists(st.from_regex(r"[a-z]{1,6}", fullmatch=True), max_size=3),
    )
    def test_a_site_below_belongs_to_whom_it_stands_below(self, places, site, below):
        domains = Domains(places)
        ids = domains.of(f"{'.'.join([*below, site])}.mirror-people.example")
        assert ids == ["mirror-people"]
        assert domains.of(f"{site}-mirror-people.example") == []


class TestWhen:
    def test_told_after_the_leak(self, told):
        told.answer("mirror-people", "yes")
        (match,) = found(told, LIST[0]).matches
        assert not match.told_before
        assert wording.when(match) == (
            "They leaked in May 2019; you said on 24 November 2026 that they hold you. "
            "Whether you were there already, you know best."
        )

    def test_told_before_it(self, told):
        told.answer("mirror-people", "yes")
        (match,) = found(told, LIST[1]).matches
        assert match.told_before
        assert wording.when(match) == (
            "They leaked in December 2026; they held you then: you had said so on 24 November 2026."
        )

    def test_the_first_telling_counts_not_the_newest(self, told):
        for day in ("2026-01-10", "2026-11-20"):
            on(told, day)
            told.answer("mirror-people", "yes")
        (match,) = found(told, entry("Mid", "mirror-people.example", on="2026-06-01")).matches
        assert match.telling.since == date(2026, 1, 10)
        assert match.told_before

    @pytest.mark.parametrize("between", ["no", "unsure", "past"])
    def test_a_telling_that_was_taken_back_in_between_does_not(self, told, between):
        for day, answer in (("2026-01-10", "yes"), ("2026-03-01", between), ("2026-11-20", "yes")):
            on(told, day)
            told.answer("mirror-people", answer)
        (match,) = found(told, entry("Mid", "mirror-people.example", on="2026-06-01")).matches
        assert match.telling.since == date(2026, 11, 20)

    def test_an_undone_telling_does_not(self, told):
        on(told, "2026-01-10")
        told.answer("mirror-people", "yes")
        told.undo()
        on(told, "2026-11-20")
        told.answer("mirror-people", "yes")
        (match,) = found(told, LIST[0]).matches
        assert match.telling.since == date(2026, 11, 20)

    def test_one_that_held_them_once(self, told):
        told.answer("mirror-people", "past")
        after, before = reversed(found(told, *LIST[:2]).matches)
        assert "you said on 24 November 2026 that they held you once. Whether" in wording.when(after)
        assert wording.when(before).endswith("you had said on 24 November 2026 that they held you once.")

    def test_what_was_closed_before_it_leaked_is_said(self, told):
        on(told, "2026-01-10")
        told.answer("shut-shop", "past")
        told.record("shut-shop/close-account", "confirmed", date(2026, 1, 9))
        before = found(told, entry("Shut", "shut-shop.example", on="2026-05-01")).matches[0]
        assert wording.when(before) == (
            "They leaked in May 2026; you said on 10 January 2026 that they held you once. "
            "You had recorded on 9 January 2026 that yours was deleted or the account closed."
        )
        after = found(told, entry("Shut", "shut-shop.example", on="2025-05-01")).matches[0]
        assert "deleted" not in wording.when(after)

    def test_on_the_very_day_nothing_is_claimed(self, told):
        told.answer("mirror-people", "yes")
        (match,) = found(told, entry("Now", "mirror-people.example", on=TODAY.isoformat())).matches
        assert not match.told_before

    @given(st.dates(date(1990, 1, 1), date(2099, 12, 31)), st.sampled_from(["yes", "past"]))
    def test_they_are_never_said_to_be_in_it(self, places, day, answer):
        from privacy_audit.breaches.told import Telling

        match = matching.Match(breach_of(entry("x", on=day.isoformat())), "twin", Telling(answer, TODAY))
        text = wording.when(match).lower()
        assert match.told_before == (day > TODAY)
        assert "your data" not in text
        assert "you were in" not in text


class TestRecorded:
    def test_recording_uses_the_day_of_the_leak_and_marks_it(self, told):
        told.answer("mirror-people", "yes")
        (match,) = found(told, LIST[0]).matches
        event = matching.record(told, match)
        assert (event.data["on"], event.organisation, event.data["note"]) == (
            "2019-05-14", "mirror-people", "MirrorPeople",
        )  # fmt: skip
        assert found(told, LIST[0]).matches[0].recorded
        assert matching.record(told, match).id == event.id, "once only"
        told.undo()
        assert not found(told, LIST[0]).matches[0].recorded

    @pytest.mark.parametrize(
        ("day", "recorded"),
        [
            ("2019-04-12", False), ("2019-04-13", True), ("2019-05-14", True), ("2020-01-01", True),
            ("2020-05-09", True), ("2020-05-10", False),
        ],
    )  # fmt: skip
    def test_one_recorded_by_hand_about_then_counts(self, told, day, recorded):
        told.answer("mirror-people", "yes")
        told.life("breach", date.fromisoformat(day), "mirror-people")
        listed = entry("Late", "mirror-people.example", AddedDate="2020-03-10T00:00:00Z")
        assert found(told, listed).matches[0].recorded == recorded

    def test_another_firms_or_another_change_does_not(self, told):
        told.answer("mirror-people", "yes")
        told.life("breach", date(2019, 5, 14), "twin")
        told.life("moved", date(2019, 5, 14))
        assert not found(told, LIST[0]).matches[0].recorded

    def test_what_is_no_leak_of_theirs_is_not_recorded(self, told):
        told.answer("corner-shop", "yes")
        seen = found(told, LIST[2])
        with pytest.raises(NoSuchBreach, match=r"no leak of theirs .* nothing was recorded.*event breach"):
            matching.record(told, seen.apart[0])
        with pytest.raises(NoSuchBreach, match="no leak of theirs"):
            seen.find("cornershopspam")
        assert told.standing.life == ()

    def test_finding_one_by_name(self, told):
        told.answer("mirror-people", "yes")
        seen = found(told, *LIST)
        assert seen.find("MIRRORpeople").breach.name == "MirrorPeople"
        with pytest.raises(NoSuchBreach, match="Did you mean MirrorPeople"):
            seen.find("MirorPeople")
        with pytest.raises(NoSuchBreach, match="privacy-audit breaches lists"):
            seen.find("zzz")

    @given(st.dates(), st.none() | st.dates(), st.integers(-100, 100))
    def test_no_day_is_too_early_or_late(self, places, day, added, away):
        from privacy_audit.audit.standing import Life
        from privacy_audit.breaches.breach import Breach

        breach = Breach("x", "x", "", day, added)
        try:
            near = day + timedelta(days=away)
        except OverflowError:
            near = day
        seen = matching.is_recorded([Life("breach", near, "twin")], breach, ["twin"])
        assert seen or (near - day).days < -31 or (near - max(day, added or day)).days > 60


class TestWords:
    def test_what_leaked_in_words(self):
        breach = breach_of(entry("x"))
        assert wording.what(breach) == "email addresses, IP addresses, passwords"
        assert wording.what(breach, 2) == "email addresses, IP addresses, passwords", "one more is shorter said"
        assert wording.what(breach, 1) == "email addresses and 2 more"
        assert wording.what(breach_of(entry("x", DataClasses=[]))) == "not said"
        assert wording.size(breach_of(entry("x", PwnCount=0))) == "how many accounts is not known"

    def test_what_has_to_be_known(self):
        marked = entry("x", IsVerified=False, IsSensitive=True, IsRetired=True, IsMalware=True)
        text = " ".join(wording.remarks(breach_of(marked)))
        assert all(word in text for word in ("Apart", "Not verified", "Sensitive", "Retired"))
        assert wording.remarks(breach_of(entry("x"))) == []

    def test_how_many(self, told):
        assert (
            wording.summary(found(told, *LIST).matches) == "No known breach of an organisation that you said holds you."
        )
        told.answer("mirror-people", "yes")
        seen = found(told, *LIST)
        assert wording.summary(seen.matches) == "2 known breaches at 1 organisation of yours."
        matching.record(told, seen.matches[1])
        assert wording.summary(found(told, *LIST).matches).endswith("1 of them recorded.")


def test_it_takes_a_thousand_breaches_and_organisations(told):
    told.answer("mirror-people", "yes")
    many = [entry(f"B{number}", f"s{number}.mirror-people.example") for number in range(1000)]
    assert len(found(told, *many).matches) == 1000


def test_the_ledger_is_only_read(told):
    told.answer("mirror-people", "yes")
    before = len(told.ledger.events(told.person.id))
    found(told, *LIST)
    assert isinstance(told.ledger, Ledger)
    assert len(told.ledger.events(told.person.id)) == before
