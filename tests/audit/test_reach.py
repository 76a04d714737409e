"""How far an act that covers many has come for each of them."""

from datetime import date

from examples import TODAY, act, organisation, told, write_organisations, write_tree

from privacy_audit.audit.counts import by_theme
from privacy_audit.audit.plan import plan
from privacy_audit.audit.reach import Reach, reach
from privacy_audit.catalog.catalog import Catalog
from privacy_audit.catalog.compiler import compile_tree

DROP = "golden-register/delete"


def _reach(small, key, acts, region="US-CA"):
    return reach(small, told(region, acts=acts), small.action(key))


def test_nothing_is_reached_before_it_was_sent(small):
    assert _reach(small, "first-broker/opt-out", {}) is None
    assert _reach(small, "first-broker/opt-out", {DROP: "started 2026-11-01"}) is None


def test_what_was_asked_elsewhere_is_asked_here(small):
    found = _reach(small, "first-broker/opt-out", {DROP: "asked 2026-11-01"})
    assert found == Reach(DROP, "Golden Register", "asked", date(2026, 11, 1))


def test_another_kind_of_request_is_not_reached(small):
    assert _reach(small, "first-broker/access", {DROP: "asked 2026-11-01"}) is None


def test_seen_gone_there_is_no_more_than_said_done_here(small):
    acts = {DROP: "asked 2026-11-01, confirmed 2026-11-02, verified 2026-11-03"}
    assert _reach(small, "second-broker/delete", acts).status == "confirmed"


def test_a_refusal_reaches_nobody(small):
    assert _reach(small, "first-broker/opt-out", {DROP: "asked 2026-11-01, refused 2026-11-05"}) is None


def test_the_counts_take_in_what_was_done_for_those_who_hold_the_person(small):
    acts = {DROP: "asked 2026-11-01, confirmed 2026-11-20"}
    standing = told("US-CA", answers={"first-broker": "yes", "second-broker": "unsure"}, acts=acts)
    row = next(row for row in by_theme(small, standing) if row.theme == "brokers")
    assert (row.asked, row.done, row.gone) == (2, 2, 0)  # the register itself, and the broker that holds them


def test_what_an_opt_out_elsewhere_suppressed_is_not_deleted(tmp_path):
    tree = write_tree(tmp_path)
    sites = (
        organisation("big-site", act("opt-out", covers=["small-site"])),
        organisation("small-site", act("opt-out"), act("delete")),
    )
    write_organisations(tree / "organisations", sites)
    catalog = Catalog(compile_tree(tree))
    standing = told(answers={"big-site": "yes", "small-site": "yes"}, acts={"big-site/opt-out": "asked 2026-11-01"})
    assert reach(catalog, standing, catalog.action("small-site/opt-out")).status == "asked"
    assert reach(catalog, standing, catalog.action("small-site/delete")) is None
    keys = [item.key for item in plan(catalog, standing, TODAY)]
    assert "small-site/delete" in keys
    assert "small-site/opt-out" not in keys
