"""The look again asks only what may have changed since the last audit, the ten that matter first."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from examples import ORGANISATIONS, TODAY, act, organisation, told, write_organisations, write_tree

from privacy_audit.audit import again as looks
from privacy_audit.audit.again import FIRST, KINDS, OPEN_DAYS, again, counted, known, running, summary
from privacy_audit.audit.standing import Audit, Life
from privacy_audit.audit.walk import again_stops
from privacy_audit.catalog.catalog import Catalog
from privacy_audit.catalog.compiler import compile_tree
from privacy_audit.ledger.errors import WrongDate

LONG_AGO = date(2026, 6, 1)


def reasons(small, standing, today: date = TODAY) -> dict[str, list[str]]:
    return {one.id: [reason.kind for reason in one.reasons] for one in again(small, standing, today).questions}


def audited(small, **more):
    """Somebody in Texas whose audit began on 1 June 2026, with the catalogue as it is."""
    return told(audits=(Audit(1, LONG_AGO, "whole", (), known(small, "US-TX")),), **more)


@pytest.mark.parametrize(
    ("key", "records", "kinds"),
    [
        ("mirror-people/opt-out", "asked 2026-06-02", ["unanswered"]),
        ("mirror-people/opt-out", "asked 2026-11-13", ["unanswered"]),
        ("mirror-people/opt-out", "asked 2026-11-14", []),
        ("mirror-people/opt-out", "asked 2026-06-02, acknowledged 2026-06-03", ["unanswered"]),
        ("mirror-people/opt-out", "asked 2026-06-02, confirmed 2026-06-10", ["unseen"]),
        ("mirror-people/opt-out", "asked 2026-06-02, confirmed 2026-06-10, verified 2026-07-01", ["look"]),
        ("mirror-people/opt-out", "asked 2026-06-02, confirmed 2026-06-10, verified 2026-09-01", []),
        ("mirror-people/opt-out", "not-found 2026-06-02", ["look"]),
        ("mirror-people/opt-out", "confirmed 2026-06-10, relisted 2026-10-01", ["back"]),
        ("mirror-people/opt-out", "asked 2026-06-02, refused 2026-06-10", []),
        ("mirror-people/opt-out", "set-aside 2026-06-02", []),
        ("mirror-people/opt-out", "started 2026-06-02", []),
        ("prescreen-list/opt-out", "confirmed 2021-01-10", ["lapsed"]),
        ("north-bureau/freeze", "confirmed 2026-06-10", []),
        ("north-bureau/access", "asked 2026-06-02, confirmed 2026-06-10", []),
        ("gone-broker/opt-out", "asked 2026-06-02", []),
        ("nobody-here/opt-out", "asked 2026-06-02", []),
    ],
)
def test_what_was_done_is_asked_about_only_while_it_was_not_seen(small, key, records, kinds):
    found = reasons(small, audited(small, acts={key: records}))
    assert found == ({key.partition("/")[0]: kinds} if kinds else {})


def test_presumed_and_unanswered_organisations_are_not_asked_again(small):
    assert reasons(small, audited(small)) == {}
    assert summary(again(small, audited(small), TODAY)) == "nothing has to be looked at again"


def test_who_does_not_hold_the_person_is_not_asked_about(small):
    standing = audited(small, answers={"mirror-people": "no"}, acts={"mirror-people/opt-out": "asked 2026-06-02"})
    assert reasons(small, standing) == {}


def test_each_reason_says_why_in_words_and_since_when(small):
    standing = audited(small, acts={"mirror-people/opt-out": "asked 2026-06-02, confirmed 2026-06-10"})
    (question,) = again(small, standing, TODAY).questions
    (reason,) = question.reasons
    assert reason.text == "they said done on 10 June 2026; you have not looked since"
    assert (reason.since, reason.key, question.keys) == (date(2026, 6, 10), reason.key, (reason.key,))


def test_themes_that_it_is_not_time_for_are_left_out_but_what_lapsed_is_not(small):
    acts = {"mirror-people/opt-out": "confirmed 2026-06-10", "prescreen-list/opt-out": "confirmed 2021-01-10"}
    standing = replace(audited(small, acts=acts), rhythms={"brokers": 300, "credit": 30})
    found = again(small, standing, TODAY)
    assert found.themes == ("credit", "points")
    assert [one.id for one in found.questions] == ["prescreen-list"]
    other = replace(standing, rhythms={"brokers": 30, "credit": 300})
    assert {one.id for one in again(small, other, TODAY).questions} == {"mirror-people", "prescreen-list"}


def test_before_its_time_all_themes_that_concern_the_person_may_be_looked_at(small):
    standing = audited(small, acts={"mirror-people/opt-out": "confirmed 2026-06-10"})
    assert reasons(small, standing, date(2026, 6, 20)) == {"mirror-people": ["unseen"]}


def test_a_change_in_the_persons_life_is_a_reason_whatever_the_theme(small):
    standing = audited(small, acts={"mirror-people/opt-out": "confirmed 2026-06-10, verified 2026-11-01"})
    standing = replace(standing, life=(Life("moved", date(2026, 11, 3), event="m"),))
    assert reasons(small, standing) == {"mirror-people": ["life"], "prescreen-list": ["life"]}


# New and changed in the catalogue


def changed_catalog(tmp_path, *more: dict, without: tuple[str, ...] = ()) -> Catalog:
    """The small catalogue at a later time."""
    tree = write_tree(tmp_path / "later")
    gone = {raw["id"] for raw in more} | set(without)
    for path in (tree / "organisations").glob("*/*.toml"):
        if path.stem in gone:
            path.unlink()
    write_organisations(tree / "organisations", more)
    return Catalog(compile_tree(tree))


def test_who_came_into_the_catalogue_is_asked_about_and_answered_no_more(small, tmp_path):
    later = changed_catalog(
        tmp_path, organisation("brand-new", act("opt-out")), organisation("elsewhere", country="CA")
    )
    standing = audited(small)
    assert reasons(later, standing) == {"brand-new": ["new"]}
    (question,) = again(later, standing, TODAY).questions
    assert question.reasons[0].text == "it came into the catalogue after your audit of 1 June 2026"
    for said in ("yes", "no", "unsure", "past"):
        assert reasons(later, audited(small, answers={"brand-new": said})) == {}


def test_a_renamed_organisation_is_not_new(small, tmp_path):
    renamed = organisation("newest-name", act("opt-out", takes_days=10), formerly=["old-name", "new-name"])
    assert reasons(changed_catalog(tmp_path, renamed, without=("new-name",)), audited(small)) == {}


@pytest.mark.parametrize(
    "change",
    [
        {"sources": [{"url": "https://mirror-people.example/privacy", "dated": "2026-10"}]},
        {"actions": [act("opt-out", takes_days=10, recheck_months=3), act("delete")]},
    ],
)
def test_what_the_catalogue_says_anew_is_asked_of_those_who_hold_the_person(small, tmp_path, change):
    (raw,) = [one for one in ORGANISATIONS if one["id"] == "mirror-people"]
    later = changed_catalog(tmp_path, raw | change)
    assert reasons(later, audited(small)) == {}
    assert reasons(later, audited(small, answers={"mirror-people": "no"})) == {}
    assert reasons(later, audited(small, answers={"mirror-people": "yes"})) == {"mirror-people": ["changed"]}


def test_an_audit_that_kept_nothing_of_the_catalogue_goes_by_the_dates_of_the_sources(small):
    for kept in ("", "~~~~not base 85~~~~"):
        early = told(answers={"mirror-people": "yes"}, audits=(Audit(1, LONG_AGO, "whole", (), kept),))
        assert reasons(small, early) == {"mirror-people": ["changed"]}
        late = replace(early, audits=(Audit(1, date(2026, 8, 1), "whole", (), kept),))
        assert reasons(small, late) == {}


def test_own_organisations_are_never_news(small, tmp_path):
    from privacy_audit.catalog.load import _add_own

    compiled = compile_tree(write_tree(tmp_path / "tree"))
    write_organisations(tmp_path / "own", (organisation("my-dentist", act("access")),))
    _add_own(compiled, compile_tree(tmp_path / "own", own=True))
    assert reasons(Catalog(compiled), audited(small)) == {}


# Ten first, the rest folded


def many(number: int) -> dict[str, str]:
    return {f"broker-{n:02}/opt-out": f"asked 2026-06-02, confirmed 2026-06-{n % 28 + 3:02}" for n in range(number)}


@pytest.fixture(scope="module")
def crowd(tmp_path_factory) -> Catalog:
    """Forty brokers, every fourth of high impact, beside the small catalogue."""
    brokers = [organisation(f"broker-{n:02}", act("opt-out"), impact="low" if n % 4 else "high") for n in range(40)]
    return changed_catalog(tmp_path_factory.mktemp("crowd"), *brokers)


def test_after_months_away_the_ten_that_matter_come_first_and_the_rest_is_counted(crowd):
    standing = audited(crowd, acts=many(40) | {"prescreen-list/opt-out": "confirmed 2021-01-10"})
    found = again(crowd, standing, TODAY)
    assert (len(found.questions), len(found.first), len(found.folded)) == (41, FIRST, 31)
    assert found.first[0].id == "prescreen-list"
    assert all(crowd.get(one.id).impact == "high" for one in found.first[1:])
    assert counted(found.folded) == {"unseen": 31}
    assert summary(found) == "41 organisations, the ten that matter first"
    stops = again_stops(crowd, found)
    assert [(stop.title, len(stop.ids)) for stop in stops] == [
        ("What matters most", 10),
        ("Data brokers: the rest", 31),
    ]


def test_with_nothing_to_ask_there_is_one_stop_all_the_same(small):
    (stop,) = again_stops(small, again(small, audited(small), TODAY))
    assert stop.ids == ()


def test_each_organisation_is_asked_about_once_with_all_its_reasons(small):
    acts = {"first-broker/opt-out": "confirmed 2026-06-03", "first-broker/access": "asked 2026-06-02"}
    found = again(small, audited(small, acts=acts), TODAY)
    assert [[reason.kind for reason in one.reasons] for one in found.questions] == [["unanswered", "unseen"]]
    assert list(KINDS).index("unanswered") < list(KINDS).index("unseen")


# Beginning, going on, and clocks


def test_beginning_records_an_audit_with_its_themes_and_what_the_catalogue_is(session):
    session.today = LONG_AGO
    session.begin_audit("whole")
    session.record("mirror-people/opt-out", "confirmed")
    session.today = TODAY
    session._forget_derived()
    assert session.begin_again()
    audit = session.standing.audits[-1]
    assert (audit.number, audit.scope, audit.on, audit.themes) == (2, "again", TODAY, ("credit", "brokers", "points"))
    assert audit.known == known(session.catalog, "US-TX")
    assert not session.begin_again(), "a second time it is gone on with"
    assert len(session.standing.audits) == 2


def test_it_is_gone_on_with_and_what_was_looked_at_is_asked_no_more(session):
    session.today = LONG_AGO
    session.begin_audit("whole")
    for key in ("mirror-people/opt-out", "first-broker/opt-out"):
        session.record(key, "confirmed")
    session.today = TODAY
    session._forget_derived()
    session.begin_again()
    assert {one.id for one in session.again.questions} == {"mirror-people", "first-broker"}
    session.record("first-broker/opt-out", "verified")
    assert {one.id for one in session.again.questions} == {"mirror-people"}
    assert session.again.since.on == LONG_AGO
    session.today = TODAY + timedelta(days=OPEN_DAYS)
    session._forget_derived()
    assert running(session.standing, session.today) == []
    assert session.again.since.on == TODAY


def test_what_is_new_is_asked_no_more_once_it_was_answered_in_the_look_again(small, tmp_path, ledger):
    from privacy_audit.session import Session

    person = ledger.add_person("me", "US-TX")
    Session(small, ledger, person, LONG_AGO).begin_audit("whole")
    (raw,) = [one for one in ORGANISATIONS if one["id"] == "mirror-people"]
    later = changed_catalog(tmp_path, raw | {"actions": [act("delete")]}, organisation("brand-new", act("opt-out")))
    Session(later, ledger, person, date(2026, 6, 2)).answer("mirror-people", "yes")
    session = Session(later, ledger, person, TODAY)
    session.begin_again()
    assert {one.id: one.kind for one in session.again.questions} == {"brand-new": "new", "mirror-people": "changed"}
    session.answer("mirror-people", "yes")
    session.answer("brand-new", "no")
    assert session.again.questions == ()


def test_a_clock_that_was_set_back_is_said_and_nothing_is_recorded(session):
    session.begin_audit("whole")
    session.today = date(2026, 1, 1)
    session._forget_derived()
    assert session.again.questions == ()
    with pytest.raises(WrongDate, match="2026-11-24, after 2026-01-01") as caught:
        session.begin_again()
    assert "\n" not in str(caught.value)
    assert len(session.standing.audits) == 1


def test_a_first_audit_may_be_a_look_again(session):
    assert session.again.since is None
    assert session.begin_again()
    assert [audit.scope for audit in session.standing.audits] == [looks.AGAIN]


def test_a_theme_that_becomes_due_meanwhile_begins_a_look_of_its_own_and_both_are_gone_on_with(session):
    session.today = LONG_AGO
    session.set_rhythm("brokers", 40)
    session.set_rhythm("points", 60)
    session.begin_audit("whole")
    for key in ("mirror-people/opt-out", "first-broker/opt-out", "corner-shop/delete"):
        session.record(key, "confirmed")
    session.today = LONG_AGO + timedelta(days=40)
    session._forget_derived()
    assert session.begin_again()
    session.record("mirror-people/opt-out", "verified")
    session.today = LONG_AGO + timedelta(days=60)
    session._forget_derived()
    assert session.begin_again()
    assert [audit.themes for audit in session.standing.audits] == [(), ("brokers",), ("points",)]
    assert {one.id for one in session.again.questions} == {"first-broker", "corner-shop"}
    assert not session.begin_again()
