"""Who may use what: profiles of people × kinds of organisation, each answer with the section that decides it.

Sections of exemptions that the facts do not give are from general knowledge of the statutes and marked (gk).
"""

from datetime import date

import pytest
from examples import TODAY, act, organisation

from privacy_audit.catalog.catalog import Catalog
from privacy_audit.catalog.model import organisation_from
from privacy_audit.rights.applicable import FITS, applicable, helps, notes, term

from .kinds import ALL

ORGANISATIONS = {one.id: one for one in ALL}
_2027 = date(2027, 1, 1)

# What is strongest, for each profile: a law, "?law" where it is only probable, "-" where nothing reaches the data.
# The federal laws of the US answer alike in every state:
_US = {
    "us-fcra": "bureau specialty tenant-check job-check claims-file",  # 15 U.S.C. 1681a(d)-(f): who sells reports
    "us-glba": "insurer bank lender",  # 15 U.S.C. 6809(3): financial institutions
    "us-cpni": "carrier",  # 47 U.S.C. 222(h): telecommunications carriers
    "us-hipaa": "clinic",  # 45 CFR 160.103: covered entities
    "us-ferpa": "school",  # 34 CFR 99.1: schools with federal money
    "us-privacy-act": "agency",  # 5 U.S.C. 552a(a)(1), (d): federal agencies
    "-": "habit",
}
# A general state law has thresholds that nobody can see from outside, so it is "probably" where it is strongest.
_GENERAL = (
    "hiring-game broker registered people-site ad-tech platform wallet card-network points shop airline dating "
    "health-app gene-test face-search ratings score-app car family-app"
)
# Where no general law is in force, only these have one at all, and it may not fit:
_NONE = {
    "?us-fcra": "hiring-game",  # 1681a(d): only if its report decides on a job
    "?us-glba": "wallet card-network score-app",  # 6809(3): only if it is significantly engaged in finance
    "?us-take-it-down": "platform dating",  # 47 U.S.C. 223a: intimate images only
    "?us-hipaa": "health-app",  # 160.103: only on behalf of a provider or plan
}
_NOBODY = "broker registered people-site ad-tech points shop airline gene-test face-search ratings car family-app"

STRONGEST: dict[tuple[str, date], dict[str, str]] = {
    # Cal. Civ. Code 1798.140(d): thresholds; 1798.99.80(c): brokers must register; 56.18: gene tests sold to consumers.
    ("US-CA", TODAY): _US
    | {
        "?us-ca-ccpa": _GENERAL.replace(" registered", "").replace(" gene-test", ""),
        "us-ca-delete-act": "registered",
        "us-ca-gipa": "gene-test",
    },
    ("US-TX", TODAY): _US | {"?us-tx-tdpsa": _GENERAL},  # 541.002(a)(3): all but small businesses
    ("US-CO", TODAY): _US | {"?us-co-cpa": _GENERAL},  # 6-1-1304(1): 100,000 or 25,000 and sales
    ("US-VA", TODAY): _US | {"?us-va-cdpa": _GENERAL},  # 59.1-576(A): 100,000, or 25,000 and half of revenue
    ("US-CT", TODAY): _US | {"?us-ct-ctdpa": _GENERAL},  # 42-516: 35,000 or sensitive data, since 1 July 2026
    ("US-OR", TODAY): _US | {"?us-or-ocpa": _GENERAL},  # 646A.572(1): 100,000 or 25,000 and a quarter of revenue
    # Fla. Stat. 501.702(9) (gk): above USD 1 billion and ads, speaker or app store: nobody else is a controller.
    ("US-FL", TODAY): _US
    | _NONE
    | {
        "?us-fl-fdbr": "ad-tech platform",
        "?us-take-it-down": "dating",
        "-": _NOBODY.replace(" ad-tech", "") + " habit",
    },
    ("US-PA", TODAY): _US | _NONE | {"-": f"{_NOBODY} habit"},  # no general law
    # RCW 19.373.010: consumer health data, any size; HIPAA data are out (19.373.100).
    ("US-WA", TODAY): _US
    | _NONE
    | {
        "us-wa-mhmda": "health-app family-app",
        "?us-hipaa": "",
        "?us-wa-mhmda": "gene-test",
        "-": _NOBODY.replace(" gene-test", "").replace(" family-app", "") + " habit",
    },
    ("US-OK", TODAY): _US | _NONE | {"-": f"{_NOBODY} habit"},  # SB 546 begins on 1 January 2027
    ("US-OK", _2027): _US | {"?us-ok-ocdpa": _GENERAL},  # and switches on by itself
    # 740 ILCS 14/10: private bodies that take prints; 410 ILCS 513: gene tests, also of employers and insurers.
    ("US-IL", TODAY): _US
    | _NONE
    | {
        "us-il-bipa": "face-search",
        "?us-il-gipa": "hiring-game health-app gene-test",
        "?us-fcra": "",
        "?us-hipaa": "",
        "-": _NOBODY.replace(" gene-test", "").replace(" face-search", "") + " habit",
    },
    # NRS 603A.345: any site operator or data broker may be told not to sell, if it sells for money.
    ("US-NV", TODAY): _US | {"?us-nv-sb220": _GENERAL.replace(" score-app", ""), "?us-glba": "score-app"},
    ("US", TODAY): _US | _NONE | {"-": f"{_NOBODY} habit"},  # a state that is not told gives no state law
    # PIPEDA s. 4(1)(a): commercial activity, all sizes; R.S.O. c. C.33 s. 1: agencies; PHIPA s. 3: custodians.
    ("CA-ON", TODAY): {
        "ca-on-cra": "bureau",
        "ca-pipeda": f"specialty tenant-check job-check claims-file insurer carrier bank lender {_GENERAL}".replace(
            " health-app", ""
        ),
        "ca-on-phipa": "clinic",
        "?ca-pipeda": "health-app school",
        "ca-privacy-act": "agency",  # R.S.C. c. P-21 s. 3: federal institutions
        "-": "habit",
    },
    # CQLR c. P-39.1 s. 1: every enterprise; PIPEDA s. 2(1), 26(2)(b): federal works stay, the province's firms do not.
    ("CA-QC", TODAY): {
        "ca-qc-credit-agents": "bureau",  # CQLR c. s. 1
        "ca-qc-law25": f"specialty tenant-check job-check claims-file insurer lender {_GENERAL}".replace(
            " health-app", ""
        ),
        "ca-pipeda": "carrier bank",
        "?ca-qc-law25": "health-app school",
        "?ca-qc-health": "clinic",
        "ca-privacy-act": "agency",
        "-": "habit",
    },
    # S.B.C. 2003 c. 63 s. 3(2)(c) (gk): not where PIPEDA applies: federal works, data that cross the border.
    ("CA-BC", TODAY): {
        "ca-bc-bpcpa": "bureau",
        "ca-bc-pipa": "specialty tenant-check job-check hiring-game claims-file insurer wallet lender card-network "
        "points shop dating gene-test face-search ratings score-app car family-app",
        "?ca-bc-pipa": "broker registered people-site ad-tech platform clinic health-app school",
        "ca-pipeda": "carrier bank airline",
        "ca-privacy-act": "agency",
        "-": "habit",
    },
    # S.A. 2003 c. P-6.5 s. 4(3) (gk): not health records, not public bodies, not where PIPEDA applies.
    ("CA-AB", TODAY): {
        "ca-ab-credit": "bureau",
        "ca-ab-pipa": "specialty tenant-check job-check hiring-game claims-file insurer wallet lender card-network "
        "points shop dating gene-test face-search ratings score-app car family-app",
        "?ca-ab-pipa": "broker registered people-site ad-tech platform health-app school",
        "?ca-ab-hia": "clinic",
        "ca-pipeda": "carrier bank airline",
        "ca-privacy-act": "agency",
        "-": "habit",
    },
    # LFPDPPP art. 2: every private person; not the credit information companies, which have their own (LRSIC 40 ff.).
    ("MX-JAL", TODAY): {
        "mx-lrsic": "bureau",
        "mx-lfpdppp": f"specialty tenant-check job-check claims-file insurer carrier bank lender {_GENERAL}".replace(
            " health-app", ""
        ),
        "?mx-lfpdppp": "clinic health-app school",
        "mx-lgpdppso": "agency",  # LGPDPPSO art. 1: every public body
        "-": "habit",
    },
}

# Whom a general state law leaves out as a whole ("no"), or for part of its data only ("probably").
OWN_LAW = {
    "us-ca-ccpa": {"probably": "bank lender insurer clinic bureau school"},  # 1798.145(c)-(e): data, not firms
    "us-tx-tdpsa": {"no": "bank lender insurer clinic", "probably": "wallet bureau health-app school"},  # 541.002(b)
    "us-co-cpa": {"no": "bank lender insurer", "probably": "clinic bureau"},  # 6-1-1304(2)(q), (e): firms; HIPAA data
    "us-va-cdpa": {"no": "bank lender insurer clinic", "probably": "bureau"},  # 59.1-576(B)
    "us-ct-ctdpa": {"no": "bank insurer clinic", "probably": "lender wallet bureau"},  # 42-517
    "us-or-ocpa": {"no": "bank insurer", "probably": "lender clinic bureau"},  # 646A.572(2)(l)
    "us-fl-fdbr": {"no": "bank shop broker clinic", "probably": "ad-tech platform"},  # 501.703, 501.702(9) (gk)
}
_PLACE = {law: f"US-{law[3:5].upper()}" for law in OWN_LAW}
_CASES = [
    (region, today, law, id)
    for (region, today), rows in STRONGEST.items()
    for law, ids in rows.items()
    for id in ids.split()
]


def _strongest(catalog, region: str, today: date, id: str) -> str:
    for one in applicable(catalog, region, ORGANISATIONS[id], today):
        if one.applies != "no" and not one.aside:
            return one.law.id if one.applies == "yes" else f"?{one.law.id}"
    return "-"


@pytest.mark.parametrize(("region", "today", "law", "id"), _CASES)
def test_the_strongest_law(catalog, region, today, law, id):
    assert _strongest(catalog, region, today, id) == law


def test_the_table_is_large_enough_and_no_organisation_is_forgotten():
    assert len(STRONGEST) >= 14
    assert len(ALL) >= 30
    for profile in STRONGEST:
        ids = [id for region, today, _, id in _CASES if (region, today) == profile]
        assert sorted(ids) == sorted(ORGANISATIONS), profile


@pytest.mark.parametrize(
    ("law", "applies", "id"),
    [(law, applies, id) for law, rows in OWN_LAW.items() for applies, ids in rows.items() for id in ids.split()],
)
def test_whom_a_general_state_law_leaves_out(catalog, law, applies, id):
    answers = {
        one.applies
        for one in applicable(catalog, _PLACE[law], ORGANISATIONS[id], TODAY)
        if one.law.id == law and not one.terms.since
    }
    assert answers <= {applies}
    assert answers or (law == "us-fl-fdbr" and id == "clinic")


REGIONS = sorted(
    {region for region, _ in STRONGEST} | {"US-NY", "US-DC", "US-LA", "US-NJ", "CA-NL", "CA-NU", "CA", "MX"}
)


@pytest.mark.parametrize("region", REGIONS)
def test_a_law_of_elsewhere_or_not_in_force_never_applies_and_every_answer_has_a_reason(catalog, region):
    for one in ALL:
        found = applicable(catalog, region, one, TODAY)
        ranks = [("yes", "probably", "no").index(right.applies) for right in found]
        assert ranks == sorted(ranks)
        for right in found:
            assert right.why.endswith((".", ")")), right
            if right.applies != "no":
                assert right.law.jurisdiction in (region, region[:2])
                assert right.law.in_force != "no"
                assert (right.law.effective or "") <= TODAY.isoformat()
                assert not right.law.bill


@pytest.mark.parametrize("region", ["US-TX", "CA-ON", "MX-JAL", "US", "CA-QC", "US-NY"])
def test_the_law_of_california_is_never_for_somebody_elsewhere(catalog, region):
    for id in catalog.in_region(region):
        found = applicable(catalog, region, catalog.get(id), TODAY)
        assert [one for one in found if one.law.jurisdiction == "US-CA" and one.applies != "no"] == []


def test_a_texan_is_told_why_the_law_of_california_is_not_theirs(catalog):
    found = applicable(catalog, "US-TX", ORGANISATIONS["shop"], TODAY)
    why = {one.why for one in found if one.law.id == "us-ca-ccpa"}
    assert why == {"It protects people who live in California, not those in Texas."}


def test_a_law_of_another_country_is_not_even_mentioned(catalog):
    found = applicable(catalog, "CA-ON", ORGANISATIONS["shop"], TODAY)
    assert {one.law.jurisdiction for one in found} <= {"CA", "CA-ON", "CA-QC", "CA-BC", "CA-AB"}


@pytest.mark.parametrize(
    ("region", "law", "eve", "day"),
    [
        ("US-OK", "us-ok-ocdpa", date(2026, 12, 31), date(2027, 1, 1)),
        ("US-LA", "us-la-ldpa", date(2026, 12, 31), date(2027, 1, 1)),
        ("US-AL", "us-al-apdpa", date(2027, 4, 30), date(2027, 5, 1)),
        ("US-VT", "us-vt-vdpa", date(2027, 12, 31), date(2028, 1, 1)),
    ],
)
def test_a_law_switches_on_by_its_date(catalog, region, law, eve, day):
    def answers(today: date) -> set[str]:
        return {one.applies for one in applicable(catalog, region, ORGANISATIONS["shop"], today) if one.law.id == law}

    assert answers(eve) == {"no"}
    assert answers(day) == {"probably"}


def test_a_single_right_may_begin_later_than_its_law(catalog):
    def answer(today: date) -> str:
        found = applicable(catalog, "US-CA", ORGANISATIONS["shop"], today)
        return next(one.applies for one in found if one.law.id == "us-ca-ccpa" and one.right == "opt-out-profiling")

    assert answer(date(2026, 12, 31)) == "no"
    assert answer(_2027) == "probably"


@pytest.mark.parametrize("do", FITS)
def test_with_an_action_only_the_rights_it_may_rest_on_are_returned(catalog, do):
    raw = organisation("shop", act(do, law=["us-state-privacy", "us-fcra"]), kind="credit-bureau")
    one = organisation_from(raw)
    found = applicable(catalog, "US-TX", one, TODAY, one.actions[0])
    assert {right.right for right in found} <= set(FITS[do])
    assert found or do in ("complain",)


def test_a_closed_organisation_has_nobody_to_ask(catalog):
    one = organisation_from(organisation("gone", act("delete", law=["us-fcra"]), closed="2025-01"))
    assert applicable(catalog, "US-TX", one, TODAY) == []
    assert "closed" in notes(catalog, "US-TX", one, [], TODAY)[0]


def _said(catalog, region: str, id: str, today: date = TODAY) -> str:
    found = applicable(catalog, region, ORGANISATIONS[id], today)
    return " ".join(notes(catalog, region, ORGANISATIONS[id], found, today))


def test_a_state_without_a_general_law_is_said_plainly_and_the_voluntary_path_is_named(catalog):
    said = _said(catalog, "US-PA", "shop")
    assert "Pennsylvania has no general privacy law" in said
    assert "Ask all the same" in said


def test_a_law_that_is_to_come_is_named_with_its_day(catalog):
    assert "begins on 1 January 2027" in _said(catalog, "US-OK", "shop")
    assert _said(catalog, "US-OK", "shop", _2027) == ""


@pytest.mark.parametrize(
    ("region", "id"), [("US-TX", "shop"), ("CA-ON", "shop"), ("CA-QC", "bank"), ("MX-JAL", "bureau")]
)
def test_where_a_law_helps_nothing_more_is_said(catalog, region, id):
    assert _said(catalog, region, id) == ""


def test_advertising_rules_alone_are_no_help_with_the_data(catalog):
    found = applicable(catalog, "US-PA", ORGANISATIONS["shop"], TODAY)
    assert "us-can-spam" in {one.law.id for one in found if one.applies != "no"}
    assert not helps(found)


def test_whose_state_is_not_told_is_asked_for_it(catalog):
    assert "Your state is not told" in _said(catalog, "US", "shop")
    assert "Your province is not told" in _said(catalog, "CA", "shop")


# The right that sets an action's clock: (what is done, laws named, kind, region) → (law, right, days) or None.
_TERMS = [
    ("opt-out", ["us-ca-ccpa"], "data-broker", "US-CA", ("us-ca-ccpa", "opt-out-sale", 15)),  # 11 CCR 7026(f)
    ("opt-out", ["us-ca-ccpa"], "data-broker", "US-TX", ("us-tx-tdpsa", "opt-out-sale", 45)),  # 541.052
    ("delete", ["us-state-privacy"], "data-broker", "US-IA", ("us-ia-icdpa", "delete", 90)),  # 715D.3(2)
    ("delete", ["us-state-privacy"], "data-broker", "US-PA", None),
    ("delete", ["us-state-privacy"], "bank", "US-TX", None),  # 541.002(b)(2)
    ("opt-out", ["us-glba", "us-fcra"], "bank", "US-TX", ("us-glba", "opt-out-sharing", 30)),  # 12 CFR 1016.10
    ("freeze", ["us-fcra"], "credit-bureau", "US-TX", ("us-fcra", "freeze", 1)),  # 605A(i)(1)
    ("freeze", ["us-fcra"], "specialty-cra", "US-TX", None),  # 605A(i) binds nationwide bureaus only
    ("dispute", ["us-fcra"], "tenant", "US-PA", ("us-fcra", "correct", 30)),  # 611(a)(1)
    ("access", ["us-fcra"], "specialty-cra", "US-PA", ("us-fcra", "access", 15)),  # 612(a)(2)
    ("access", ["ca-pipeda", "ca-qc-law25"], "retail", "CA-QC", ("ca-qc-law25", "access", 30)),  # s. 32
    ("access", ["ca-pipeda", "ca-qc-law25"], "retail", "CA-ON", ("ca-pipeda", "access", 30)),  # s. 8(3)
    ("delete", ["ca-pipeda"], "retail", "CA-ON", None),  # cl. 4.5.3 sets no days
    ("access", ["ca-bc-pipa"], "retail", "CA-BC", ("ca-bc-pipa", "access", 30)),  # s. 29, business days
    ("delete", ["mx-lfpdppp"], "retail", "MX-JAL", ("mx-lfpdppp", "delete", 20)),  # art. 31
    ("access", ["mx-lrsic"], "credit-bureau", "MX-JAL", ("mx-lrsic", "access", 5)),  # art. 40
    ("access", ["us-hipaa"], "health", "US-PA", ("us-hipaa", "access", 30)),  # 45 CFR 164.524(b)(2)
    ("access", [], "retail", "US-CA", None),
    ("habit", ["us-ca-ccpa"], "retail", "US-CA", None),
]


@pytest.mark.parametrize(("do", "laws", "kind", "region", "expected"), _TERMS)
def test_the_term_behind_an_action(catalog, do, laws, kind, region, expected):
    raw = organisation("shop", act(do, law=laws), kind=kind)
    alone = Catalog({key: catalog._compiled[key] for key in ("laws", "regions")} | {"organisations": {"shop": raw}})
    found = term(alone, alone.get("shop").actions[0], region, TODAY)
    assert (found and (found.law.id, found.right, found.terms.respond_days)) == expected


def _answers(catalog, region: str, law: str, raw: dict) -> set[str]:
    found = applicable(catalog, region, organisation_from(raw), TODAY)
    return {one.applies for one in found if one.law.id == law}


def test_a_shop_with_a_pharmacy_is_not_exempt_as_a_whole(catalog):
    raw = organisation("drugstore", act("delete", law=["us-state-privacy", "us-hipaa"]), kind="loyalty")
    assert _answers(catalog, "US-TX", "us-tx-tdpsa", raw) == {"probably"}


def test_a_signal_or_a_register_keeps_the_law_of_those_it_reaches(catalog):
    raw = organisation("signal", act("opt-out", law=["us-state-privacy"]), kind="registry")
    assert _answers(catalog, "US-TX", "us-tx-tdpsa", raw) == {"probably"}


def test_a_public_body_is_not_bound_by_a_law_on_business(catalog):
    raw = organisation("office", act("access", law=["us-state-privacy"]), kind="government")
    assert _answers(catalog, "US-TX", "us-tx-tdpsa", raw) == {"no"}
    assert _answers(catalog, "US-TX", "us-tx-tdpsa", organisation("office", kind="government")) == set()


@pytest.mark.parametrize(("law", "kind"), [("us-anderl", "people-search"), ("us-coppa", "platform")])
def test_a_law_for_some_people_only_is_not_offered_to_everybody(catalog, law, kind):
    assert _answers(catalog, "US-TX", law, organisation("one", act("delete"), kind=kind)) == {"no"}
    assert _answers(catalog, "US-TX", law, organisation("one", act("delete", law=[law]), kind=kind)) == {"probably"}


@pytest.mark.parametrize(("reaches", "applies"), [("yes", "yes"), ("no", "no"), ("unknown", "probably")])
def test_the_delete_act_binds_those_in_the_register(catalog, reaches, applies):
    raw = organisation("broker", act("delete"), drop_reaches=reaches, drop_why="register 2026")
    assert _answers(catalog, "US-CA", "us-ca-delete-act", raw) == {applies}


def test_a_right_used_through_a_register_sets_the_clock_of_the_register_only(catalog):
    # Cal. Civ. Code 1798.99.86: brokers fetch what was asked through DROP; a request to a broker itself is the CCPA's.
    drop = term(catalog, catalog.action("ca-drop/delete"), "US-CA", TODAY)
    broker = term(catalog, catalog.action("peopleconnect/opt-out"), "US-CA", TODAY)
    assert drop.law.id == "us-ca-delete-act"
    assert (broker.law.id, broker.terms.respond_days, broker.terms.day_kind) == ("us-ca-ccpa", 15, "business")
