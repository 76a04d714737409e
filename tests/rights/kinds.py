"""Thirty invented organisations, one or more of each kind, with the laws that such a file names in the catalogue."""

from examples import act, organisation

from privacy_audit.catalog.model import Organisation, organisation_from

#: What nearly every file names: the law of the person's own place, whichever that is.
_USUAL = ["us-ca-ccpa", "us-state-privacy", "ca-pipeda", "ca-qc-law25", "ca-bc-pipa", "ca-ab-pipa", "mx-lfpdppp"]
_BUREAU = ["us-fcra", "ca-pipeda", "ca-on-cra", "ca-qc-law25", "ca-qc-credit-agents", "mx-lrsic"]


def _one(id: str, kind: str, laws: list[str], **more) -> Organisation:
    acts = (act("access", law=laws), act("delete", law=laws), act("opt-out", law=laws))
    raw = organisation(id, *acts, kind=kind, countries=["US", "CA", "MX"], **more)
    return organisation_from(raw)


ALL = (
    _one("bureau", "credit-bureau", _BUREAU),
    _one("specialty", "specialty-cra", ["us-fcra"]),
    _one("tenant-check", "tenant", ["us-fcra", "ca-pipeda"]),
    _one("job-check", "employment", ["us-fcra", "ca-pipeda"]),
    _one("hiring-game", "employment", _USUAL),
    _one("claims-file", "insurance", ["us-fcra"]),
    _one("insurer", "insurance", ["us-glba", *_USUAL]),
    _one("broker", "data-broker", _USUAL, drop_reaches="unknown"),
    _one("registered", "data-broker", _USUAL, drop_reaches="yes", drop_why="register 2026"),
    _one("people-site", "people-search", _USUAL, drop_reaches="no", drop_why="not in two copies"),
    _one("ad-tech", "adtech", _USUAL),
    _one("platform", "platform", _USUAL),
    _one("carrier", "telecom", ["us-cpni", *_USUAL]),
    _one("bank", "bank", ["us-glba", *_USUAL]),
    _one("wallet", "payments", _USUAL),
    _one("lender", "payments", ["us-glba", *_USUAL]),
    _one("card-network", "card-network", _USUAL),
    _one("points", "loyalty", _USUAL),
    _one("shop", "retail", _USUAL),
    _one("airline", "travel", _USUAL),
    _one("dating", "dating", _USUAL),
    _one("clinic", "health", ["us-hipaa", "ca-on-phipa", "mx-lfpdppp"]),
    _one("health-app", "health", ["us-wa-mhmda", *_USUAL]),
    _one("gene-test", "genetics", ["us-ca-gipa", *_USUAL]),
    _one("school", "education", ["us-ferpa"]),
    _one("agency", "government", ["us-privacy-act", "ca-privacy-act", "mx-lgpdppso"]),
    _one("face-search", "police-tech", ["us-il-bipa", *_USUAL]),
    _one("ratings", "ratings", _USUAL),
    _one("score-app", "score-app", ["us-glba", *_USUAL]),
    _one("car", "auto", _USUAL),
    _one("family-app", "family", ["us-wa-mhmda", *_USUAL]),
    _one("habit", "habit", []),
)
