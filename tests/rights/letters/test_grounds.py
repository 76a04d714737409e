"""Which law the letters of the shipped catalogue rest on, for people of several places."""

from datetime import date

import pytest

from privacy_audit.rights.applicable import applicable
from privacy_audit.rights.letters.compose import Ask, compose
from privacy_audit.rights.letters.letter import Letter, LetterError

TODAY = date(2026, 11, 24)


def letter(catalog, region: str, key: str, kind: str = "request") -> Letter:
    action = catalog.action(key)
    one = catalog.get(action.organisation)
    rights = tuple(applicable(catalog, region, one, TODAY))
    return compose(Ask(one, action, region, catalog.regions.name(region), rights, TODAY, kind))


@pytest.mark.parametrize(
    ("region", "key", "law"),
    [
        # a general law of the state carries what the file names no law for
        ("US-TX", "beenverified/opt-out", "us-tx-tdpsa"),
        ("US-CA", "beenverified/opt-out", "us-ca-ccpa"),
        ("US-WY", "beenverified/opt-out", ""),
        # the law of the trade comes first
        ("US-CA", "credit-unions-us/opt-out", "us-glba"),
        ("US-WY", "mib/access", "us-fcra"),
        ("US-NY", "equifax-us/freeze", "us-fcra"),
        # a law that the file names for another of its actions binds not the firm itself
        ("US-WY", "affinity-solutions-us/opt-out", ""),
        ("US-WY", "affinity-solutions-us/opt-out-at-bank", ""),
        ("US-WY", "palantir/access", ""),
        ("US-WY", "palantir/access-agency", "us-privacy-act"),
        ("US-WY", "zocdoc/dispute", ""),
        ("US-WY", "airbnb/access", ""),
        # a child's law carries a parent's letter, never the holder's own
        ("US-WY", "roblox/delete", "us-coppa"),
        ("US-WY", "epic-games/close-account", ""),
        ("US-WY", "powerschool/access", "us-ferpa"),
        # the federal freeze is for the nationwide bureaus only; others freeze by their own rule
        ("US-WY", "chexsystems/freeze", ""),
        # a takedown of intimate pictures is no deletion of an account
        ("US-WY", "google-account/delete", ""),
        # the Privacy Act binds federal agencies; a county's office is none
        ("US-WY", "county-assessor/opt-out", ""),
        ("US-WY", "trusted-traveler/dispute", "us-privacy-act"),
        # a body of one country is not bound by another's law
        ("MX-JAL", "trusted-traveler/access", ""),
        ("MX-JAL", "mx-curp-renapo/correct", "mx-lgpdppso"),
        # Canada: the province's law where it has one, the federal one for banks, carriers and other provinces
        ("CA-QC", "fitbit/close-account", "ca-qc-law25"),
        ("CA-ON", "fitbit/close-account", "ca-pipeda"),
        ("CA-QC", "bmo-ca/access", "ca-pipeda"),
        ("CA-BC", "visa/access", "ca-bc-pipa"),
        ("CA-ON", "equifax-ca/access", "ca-on-cra"),
        ("MX-JAL", "bbva-mx/access", "mx-lfpdppp"),
        ("MX-JAL", "buro-de-credito/dispute", "mx-lrsic"),
    ],
)
def test_a_letter_rests_on_the_strongest_law_that_gives_the_right(catalog, region, key, law):
    assert letter(catalog, region, key).law == law


def test_a_complaint_action_writes_the_complaint(catalog):
    written = letter(catalog, "CA-ON", "clearview-ai-ca/complain")
    assert (written.kind, written.to[0]) == ("complaint", "Office of the Privacy Commissioner of Canada")


@pytest.mark.parametrize("key", ["hipaa-rights-us/opt-out", "surescripts/opt-out", "epic-care-everywhere/opt-out"])
def test_to_keep_health_data_from_others_is_to_restrict_them(catalog, key):
    assert letter(catalog, "US-WY", key).kind == "restrict"


@pytest.mark.parametrize(
    "key", ["global-privacy-control/opt-out", "us-do-not-call/opt-out", "ca-drop/delete", "irs-ip-pin/freeze-by-form",
            "caesars/freeze", "deposits/access"],
)  # fmt: skip
def test_no_letter_goes_to_a_switch_a_register_or_a_habit(catalog, key):
    with pytest.raises(LetterError, match="something you do yourself"):
        letter(catalog, "US-CA", key)


def test_a_guide_of_the_catalogue_names_nobody(catalog):
    for key in ("coppa-us/delete", "palantir/access-agency", "student-threat-tools/access"):
        assert letter(catalog, "US-WY", key).to == ("[the name of the office or firm]",)


def test_a_block_is_for_files_and_only_after_identity_theft(catalog):
    assert letter(catalog, "US-WY", "equifax-us/dispute", "block").law == "us-fcra"
    with pytest.raises(LetterError, match="credit and screening files"):
        letter(catalog, "US-WY", "beenverified/opt-out", "block")


def test_the_follow_up_to_the_one_request_is_for_registered_brokers_of_californians(catalog):
    registered = next(
        id for id in catalog if catalog.tier_of(id) == "registry" and catalog.get(id).drop_reaches == "yes"
    )
    key = catalog.get(registered).actions[0].key
    assert letter(catalog, "US-CA", key, "drop-follow-up").law == "us-ca-delete-act"
    with pytest.raises(LetterError, match="California"):
        letter(catalog, "US-TX", key, "drop-follow-up")


@pytest.mark.parametrize("region", ["US-CA", "US-TX", "US-NV", "US-WA", "CA-QC", "CA-AB", "MX-CMX", "US", "CA"])
def test_no_letter_names_a_law_from_elsewhere_or_one_that_stands_aside(catalog, region):
    written = 0
    for id in catalog.in_region(region):
        one = catalog.get(id)
        rights = tuple(applicable(catalog, region, one, TODAY))
        usable = {right.law.id for right in rights if right.applies != "no"}
        for action in one.actions:
            try:
                made = compose(Ask(one, action, region, catalog.regions.name(region), rights, TODAY))
            except LetterError:
                continue
            written += 1
            assert made.law in usable | {""}, action.key
            assert made.law not in ("us-take-it-down", "us-vppa") or made.law in action.law, action.key
    assert written > 200
