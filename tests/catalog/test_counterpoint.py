"""Each system that the 2016 essay on Sesame Credit sets beside it is answered by something a person finds."""

import pytest

#: theme → system → the ids that answer it there.
ANSWERS = {
    "credit": {
        "credit bureaus of the United States": ["equifax-us", "experian-us", "transunion-us", "innovis"],
        "credit bureaus of Canada": ["equifax-ca", "transunion-ca"],
        "credit bureaus of Mexico": ["buro-de-credito", "circulo-de-credito"],
        "banks sharing with each other": ["chexsystems", "early-warning"],
        "lists for offers of credit": ["optoutprescreen"],
    },
    "tracking": {
        "web tracking": ["google-account", "criteo", "the-trade-desk", "global-privacy-control"],
        "app tracking": ["ios-app-tracking", "android-advertising-id", "appsflyer"],
        "attention measuring": ["samba-tv", "ispot-tv", "vizio"],
        "ISPs": ["comcast-xfinity-us", "att-us", "verizon-us", "bell-ca", "rogers-ca", "telcel-mx", "telmex-mx"],
        "government interception": ["nsa-us", "cse-ca", "mx-mobile-line-registry"],
    },
    "points": {
        "Air Miles": ["air-miles-blue-rewards-ca"],
        "Shoppers Drug Mart's card": ["pc-optimum-ca"],
        "Safeway's card": ["albertsons-safeway-us", "scene-plus-ca"],
        "any store's points": ["kroger-us", "triangle-rewards-ca", "oxxo-spin-premia-mx"],
        "the phone number at the till": ["phone-number-at-the-till"],
    },
    "spending": {
        "card data": ["visa", "mastercard", "american-express-us"],
        "banks' data sales": ["chase-us", "bank-of-america-us", "wells-fargo-us", "rbc-ca", "td-ca", "bbva-mx"],
        "buyers of bank and card data": ["cardlytics-us", "affinity-solutions-us", "yodlee"],
        "offers of more credit": ["credit-offers"],
    },
    "perks": {
        "deposits for hotel, car and rented home": ["deposits"],
        "hotels": ["hotel-guest-blacklists", "booking-com"],
        "rental": ["realpage-leasingdesk", "saferent", "rentgrow", "landlord-credit-bureau-ca"],
        "VIP lists": ["vip-preferred", "caesars", "mgm", "ticketmaster"],
        "dating": ["tinder", "hinge", "match-group", "bumble-badoo"],
        "travel permits": ["trusted-traveler", "clear-secure"],
        "travel": ["iata-airline-profiles", "gds-amadeus-sabre", "airbnb"],
    },
    "records": {
        "tax": ["irs-transcript", "irs-ip-pin", "cra-my-account", "revenu-quebec", "sat-mx"],
        "driving": ["state-dmv-dppa", "on-driver-record", "icbc", "mx-repuve"],
        "school": ["national-student-clearinghouse", "parchment", "mycreds-ca"],
        "court": ["us-court-redaction", "canlii", "mx-boletin-laboral"],
        "medical": ["hipaa-rights-us", "ontario-health-ehr", "mx-expediente-clinico", "mib"],
        "prescription monitoring": ["pdmp-states", "bamboo-narxcare", "bc-pharmanet"],
    },
    "threat": {
        "Beware": ["beware-intrado"],
        "police threat scores": ["chicago-ssl", "predpol-geolitica", "soundthinking"],
        "data fusion": ["fusion-centers", "palantir", "axon-fusus"],
        "arrest data": [
            "state-criminal-history",
            "fbi-identity-history",
            "rcmp-criminal-record",
            "mx-registro-detenciones",
        ],
        "property data": ["mx-datos-registrales"],
        "social media data": ["social-monitoring-vendors", "babel-street", "rcmp-open-source"],
    },
    "brokers": {
        "data brokers": [
            "acxiom",
            "epsilon",
            "liveramp",
            "thomson-reuters-clear",
            "environics-analytics",
            "mx-arco-request",
        ],
        "people-search sites": ["spokeo", "whitepages", "peopleconnect", "canada411", "radaris"],
        "one request to all": ["ca-drop"],
    },
    "professions": {
        "doctors": ["ratemds", "healthgrades", "webmd-vitals", "doctoralia-mx"],
        "professors": ["ratemyprofessors", "mx-misprofesores"],
        "landlords": ["ratethelandlord", "landlord-rating-sites"],
        "agencies and funeral homes": ["funeral-and-niche-ratings", "bbb", "google-business-reviews"],
        "employers and bosses": ["glassdoor", "indeed", "blind-app"],
        "sellers": ["ebay-feedback", "etsy"],
        "LinkedIn": ["linkedin"],
        "Salesforce employee reviews": ["trailhead-salesforce"],
        "Facebook and one's name as read by an employer": ["own-name-search", "fama", "ferretly"],
        "employers reading everything": ["workplace-monitoring-us", "bossware-vendors"],
        "lists of workers": ["buro-laboral-mx", "the-work-number"],
    },
    "payment": {
        "Alipay and its peers": ["alipay", "wechat-pay"],
        "wallets": ["apple-pay", "google-pay-wallet", "samsung-wallet"],
        "payment apps": ["paypal", "venmo-us", "cash-app-us", "interac-ca", "mercado-pago-mx"],
        "bank-data connectors": ["plaid"],
    },
    "speech": {
        "social platforms": ["facebook", "x-twitter", "instagram", "tiktok-us", "reddit"],
        "voter files": ["l2-data", "targetsmart", "voteref", "elections-canada"],
        "party lists": ["liberal-party-ca", "conservative-party-ca", "partidos-mx", "data-trust"],
        "government files on a person": ["fbi-us", "dhs-us", "csis-ca", "rcmp-ca"],
    },
    "associations": {
        "contact uploads": ["meta-contact-removal", "whatsapp-non-users", "truecaller", "linkedin-contacts"],
        "friend lists and removed friends": ["friend-lists"],
        "family trees": ["geni", "familysearch", "myheritage"],
        "DNA relatives": ["23andme", "ancestrydna", "gedmatch", "familytreedna"],
    },
    "game": {
        "credit-score apps": ["credit-karma-us", "credit-karma-ca", "borrowell-ca", "experian-boost"],
        "driving scores": ["progressive-snapshot", "arity", "gm-onstar", "desjardins-ajusto-ca", "connected-cars-mx"],
        "fitness scores": ["fitbit", "strava", "vitality-group"],
        "rider scores": ["uber-rider-rating", "lyft-rider-rating"],
    },
    "family": {
        "pregnancy and period apps": ["flo", "clue", "ovia", "local-cycle-trackers"],
        "baby registries": ["babylist", "amazon-baby-registry", "target-baby-registry"],
        "children's records": ["powerschool", "ferpa-directory-information", "newborn-screening-us", "coppa-us"],
        "children's credit": [
            "equifax-minor-us",
            "experian-minor-us",
            "transunion-minor-us",
            "child-identity-check-ca",
        ],
    },
}

#: What a person types who has read the essay, and what has to be among the first that they see.
TYPED = {
    "air miles": "air-miles-blue-rewards-ca",
    "shoppers optimum": "pc-optimum-ca",
    "safeway": "albertsons-safeway-us",
    "scene+": "scene-plus-ca",
    "phone number": "phone-number-at-the-till",
    "beware": "beware-intrado",
    "ebay": "ebay-feedback",
    "linkedin": "linkedin",
    "salesforce": "trailhead-salesforce",
    "facebook": "facebook",
    "own name": "own-name-search",
    "alipay": "alipay",
    "funeral": "funeral-and-niche-ratings",
    "agencies": "funeral-and-niche-ratings",
    "landlord": "landlord-rating-sites",
    "professors": "ratemyprofessors",
    "deposits": "deposits",
    "more credit": "credit-offers",
    "friend": "friend-lists",
    "prescription": "pdmp-states",
    "buró laboral": "buro-laboral-mx",
    "equifax canada": "equifax-ca",
}

_SYSTEMS = [(theme, system) for theme, systems in ANSWERS.items() for system in systems]


@pytest.mark.parametrize(("theme", "system"), _SYSTEMS, ids=[system for _, system in _SYSTEMS])
def test_a_system_of_the_essay_is_answered_in_its_theme(theme, system, catalog):
    for id in ANSWERS[theme][system]:
        assert id in list(catalog), id
        assert catalog.theme_of(id) == theme, id
    assert any(catalog.get(id).actions for id in ANSWERS[theme][system])


def test_every_theme_is_answered(catalog):
    assert list(ANSWERS) == list(catalog.theme_titles)


@pytest.mark.parametrize(("words", "id"), TYPED.items())
def test_what_the_essay_names_is_found_by_its_name(words, id, catalog):
    assert id in catalog.search(words)[:8]


def test_it_is_said_what_became_of_beware(catalog):
    beware = catalog.get("beware-intrado")
    assert "no longer" in (beware.hint or "")
    assert "Fresno" in (beware.caution or "")
