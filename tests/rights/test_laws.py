"""The shipped laws and offices as data: all there, each able to say whom it binds and how its days count."""

import pytest
from examples import TODAY

from privacy_audit.catalog.check_models import KINDS
from privacy_audit.catalog.law import ANY_BUSINESS
from privacy_audit.rights.binding import in_force
from privacy_audit.rights.clock import answer, in_words

#: Bills, and laws that no action can rest on yet.
NOT_IN_FORCE = {"us-cfpb-1033", "us-ma-pending", "ca-c36-pending", "ca-consumer-banking"}
TO_COME = {"us-ok-ocdpa", "us-la-ldpa", "us-al-apdpa", "us-vt-vdpa", "us-ca-opt-me-out", "us-ct-data-brokers"}
STATES_WITH_A_GENERAL_LAW = "AL CA CO CT DE FL IA IN KY LA MD MN MT NE NH NJ OK OR RI TN TX UT VA VT"


@pytest.fixture(scope="module")
def laws(catalog):
    return list(catalog.laws.values())


def test_all_of_them_are_there(laws):
    assert len(laws) == 108
    assert sum(len(law.rights) for law in laws) == 428


def test_each_says_whom_it_binds_and_where_it_is_known_from(laws):
    for law in laws:
        assert law.sources, law.id
        assert law.binds is not None, law.id
        assert set(law.binds) <= {*KINDS, ANY_BUSINESS}, law.id
        assert law.applies_to, law.id
        assert law.regulator, law.id


def test_what_is_not_in_force_today_is_exactly_what_is_known_not_to_be(laws):
    assert {law.id for law in laws if not in_force(law, TODAY)} == NOT_IN_FORCE | TO_COME
    assert {law.id for law in laws if law.bill} == {"us-ma-pending", "ca-c36-pending"}


def test_the_general_laws_of_the_states_stand_for_each_other(laws):
    general = {law.jurisdiction[3:] for law in laws if law.stands_for == "us-state-privacy"}
    assert " ".join(sorted(general)) == STATES_WITH_A_GENERAL_LAW
    assert all(law.probably for law in laws if law.stands_for == "us-state-privacy")


def test_every_term_can_be_counted_and_said(laws):
    for law in laws:
        for right in law.rights:
            if right.respond_days:
                step = answer(right, TODAY, law.jurisdiction, extended=True)
                assert step.on > TODAY
                assert in_words(right.respond_days, right.day_kind or "") in step.rule


@pytest.mark.parametrize("law", ["us-ca-ccpa", "us-tx-tdpsa", "ca-pipeda", "ca-qc-law25", "mx-lfpdppp", "us-fcra"])
def test_the_laws_people_use_most_name_a_section_for_every_right_with_days(catalog, law):
    assert [one for one in catalog.laws[law].rights if one.respond_days and not one.section] == []


def test_every_state_province_and_country_has_an_office(catalog):
    for region in catalog.regions:
        offices = catalog.offices(region)
        assert offices, region
        if region[:2] in ("US", "CA") and len(region) > 2 and region[3:] not in ("PR", "GU", "VI", "AS", "MP"):
            assert offices[0] not in catalog.offices(region[:2]), region


def test_every_office_can_be_reached_and_says_what_it_covers(catalog):
    seen = {office for region in catalog.regions for office in catalog.offices(region)}
    assert len(seen) == 98
    for office in seen:
        assert office.covers, office.name
        assert office.complaint_url or office.phone, office.name
        assert not office.complaint_url or office.complaint_url.startswith("https://"), office.name
