"""How often to look again: the person's rhythm, or the theme's own, and the day that follows."""

from dataclasses import replace
from datetime import date

import pytest
from examples import TODAY, told, write_tree

from privacy_audit.audit.due import derive
from privacy_audit.audit.rhythm import concerned, due_themes, look_again_on, next_audit, rhythm
from privacy_audit.audit.standing import Audit
from privacy_audit.catalog.catalog import Catalog, CatalogError
from privacy_audit.catalog.compiler import compile_tree

FIRST = Audit(1, date(2026, 8, 1), "whole")


@pytest.fixture(scope="module")
def paced(tmp_path_factory) -> Catalog:
    """The small catalogue with 90 days for brokers and a year for credit; points say nothing."""
    tree = write_tree(tmp_path_factory.mktemp("paced"))
    for theme, days in (("brokers", 90), ("credit", 365)):
        path = tree / "themes" / f"{theme}.toml"
        path.write_text(path.read_text("utf-8") + f"rhythm_days = {days}\n", "utf-8")
    return Catalog(compile_tree(tree))


@pytest.mark.parametrize(
    ("audit_days", "rhythms", "theme", "days", "whose"),
    [
        (90, {}, "brokers", 90, "standard"),
        (90, {}, "credit", 365, "standard"),
        (90, {}, "points", 90, "overall"),
        (30, {}, "credit", 30, "overall"),
        (30, {"credit": 200}, "credit", 200, "yours"),
        (90, {"brokers": 45}, "brokers", 45, "yours"),
    ],
)
def test_yours_outranks_yours_for_all_which_outranks_the_themes_own(paced, audit_days, rhythms, theme, days, whose):
    standing = replace(told(), audit_days=audit_days, rhythms=rhythms)
    found = rhythm(paced, standing, theme)
    assert (found.days, found.whose) == (days, whose)


def test_only_themes_in_which_somebody_holds_the_person_concern_them(paced):
    assert concerned(paced, told()) == ["credit"]
    assert concerned(paced, told(answers={"mirror-people": "yes"})) == ["credit", "brokers"]
    assert concerned(paced, told(answers={"mirror-people": "no"})) == ["credit"]
    assert concerned(paced, told(acts={"corner-shop/access": "asked 2026-08-01"})) == ["credit", "points"]


def test_each_theme_has_its_day_and_the_earliest_is_the_next_audit(paced):
    standing = told(answers={"mirror-people": "yes"}, audits=(FIRST,))
    assert look_again_on(paced, standing, "brokers")[0] == date(2026, 10, 30)
    assert look_again_on(paced, standing, "credit")[0] == date(2027, 8, 1)
    assert due_themes(paced, standing, TODAY) == ["brokers", "points"]
    assert due_themes(paced, told(audits=(FIRST,)), TODAY) == [], "only credit concerns this person"
    on, rule = next_audit(paced, standing)
    assert on == date(2026, 10, 30)
    assert rule == "90 days after 1 August 2026, when your last audit began; the rhythm of “Data brokers”"
    (entry,) = [one for one in derive(paced, standing) if one.kind == "re-audit"]
    assert (entry.on, entry.key, entry.rule) == (on, "audit", rule)


def test_themes_whose_day_comes_soon_are_taken_along_but_begin_nothing(paced):
    standing = told(answers={"mirror-people": "yes"}, audits=(FIRST,))
    for days, themes in ((105, []), (104, ["brokers"]), (100, ["brokers"])):
        paced_so = replace(standing, rhythms={"credit": 90, "points": 300, "brokers": days})
        found = due_themes(paced, paced_so, date(2026, 10, 30))
        assert found == (["credit", *themes]), days
    assert due_themes(paced, replace(standing, rhythms={"credit": 91, "brokers": 91}), date(2026, 10, 30)) == []


def test_a_look_again_moves_only_the_themes_that_it_went_through(paced):
    again = Audit(2, date(2026, 11, 1), "again", ("brokers",))
    standing = told(answers={"mirror-people": "yes"}, audits=(FIRST, again))
    assert look_again_on(paced, standing, "brokers")[0] == date(2027, 1, 30)
    assert look_again_on(paced, standing, "credit")[0] == date(2027, 8, 1)


def test_without_an_audit_there_is_no_next_one(paced):
    assert next_audit(paced, told()) is None
    assert look_again_on(paced, told(), "credit") is None


def test_where_nobody_holds_the_person_the_days_for_all_count(paced):
    standing = replace(told("CA-ON", {"maple-bureau": "no"}, audits=(FIRST,)), audit_days=50)
    assert next_audit(paced, standing) == (
        date(2026, 9, 20),
        "50 days after 1 August 2026, when your last audit began",
    )


def test_a_rhythm_is_kept_and_moves_what_is_due_at_once(session):
    session.answer("mirror-people", "yes")
    session.begin_audit("whole")
    session.set_rhythm("brokers", 30)
    session.set_rhythm("credit", 400)
    kept = [entry for entry in session.ledger.due(session.person.id) if entry.kind == "re-audit"]
    assert [entry.on for entry in kept] == [date(2026, 12, 24)]
    assert "your rhythm for “Data brokers”" in kept[0].rule
    written = len(session.ledger.events(session.person.id))
    session.set_rhythm("brokers", 30)
    assert len(session.ledger.events(session.person.id)) == written
    session.set_rhythm("brokers", None)
    session.set_rhythm("credit", None)
    assert session.standing.rhythms == {}
    assert session.due_entries[-1].on == date(2027, 2, 22)


def test_a_theme_that_there_is_not_is_named(session):
    with pytest.raises(CatalogError, match="There is no theme 'brokrs'"):
        session.set_rhythm("brokrs", 30)
