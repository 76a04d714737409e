"""Whole letters that a person has read, one or more for each country and language.

After a change of words: read what the test shows, then write it with
``PRIVACY_AUDIT_GOLDEN=write pytest tests/rights/letters/test_golden.py`` (the name is read before the test isolates
the environment).
"""

import os
from datetime import date
from pathlib import Path

import pytest

from privacy_audit.exports.letters import as_text
from privacy_audit.rights.letters.letter import History

FOLDER = Path(__file__).parent / "golden"
WRITE = os.environ.get("PRIVACY_AUDIT_GOLDEN") == "write"

POST = "Acme Data, Inc., Attn: Privacy, P.O. Box 390, Woodlyn, PA 19094"
QUEBEC = "Acme Données inc., 10-123 rue Principale, Québec, QC G1R 5S9"
MEXICO = "Acme Datos, S.A. de C.V., Av. Patriotismo 635, Col. Ciudad de los Deportes, 03710 Ciudad de México"
ANA = {"name": "Ana Ruiz", "email": "ana@example.org"}
AT_HOME = ANA | {"address": "1 Main St, Apt 4, Fresno, CA 93650"}
GDL = ANA | {"place": "Guadalajara", "phone": "33 5555 0100"}
LUC = {"name": "Luc Côté", "email": "luc@example.org", "place": "Montréal"}
FAUX = {"wrong": "Un solde de 200 $ au 1er mai 2026", "right": "Le solde a été payé le 28 avril 2026"}
PAGE = {"listing-url": "https://example.com/ancienne-page", "reason": "La page relate une accusation retirée en 2014"}
VISITE = {"date-of-birth": "3 mai 1980", "limit": "La visite du 12 mars 2026, à toute personne autre que la Dre Roy"}
SPOT = {"wrong": "Account ending 1234 is shown as 90 days late in May 2026", "right": "It was paid on May 3, 2026"}
REFUSED = History(date(2026, 7, 1), date(2026, 7, 3), "R-77", refused=date(2026, 8, 3), reason="We are exempt.")
REFUS = History(date(2026, 7, 1), date(2026, 7, 3), "R-77", refused=date(2026, 8, 3), reason="Dossier confidentiel.")
LATE = History(date(2026, 7, 1), date(2026, 7, 3), "R-77")

#: name → region, action, laws, and the rest.
LETTERS = {
    "us-ca-delete": ("US-CA", "delete", ["us-ca-ccpa"], {"post": POST, "fields": ANA}),
    "us-ca-access-es": ("US-CA", "access", ["us-ca-ccpa"], {"post": POST, "fields": ANA, "language": "es"}),
    "us-ca-opt-out-answer-id": (
        "US-CA", "opt-out", ["us-ca-ccpa"], {"post": POST, "fields": ANA, "kind": "answer-id", "history": REFUSED},
    ),
    "us-or-access": ("US-OR", "access", ["us-or-ocpa"], {"post": POST, "fields": ANA}),
    "us-tx-opt-out": ("US-TX", "opt-out", ["us-tx-tdpsa"], {"post": POST, "fields": ANA}),
    "us-tx-opt-out-appeal": (
        "US-TX", "opt-out", ["us-tx-tdpsa"], {"post": POST, "fields": ANA, "kind": "appeal", "history": REFUSED},
    ),
    "us-tx-opt-out-complaint": (
        "US-TX", "opt-out", ["us-tx-tdpsa"], {"fields": AT_HOME, "kind": "complaint", "history": REFUSED},
    ),
    "us-wy-delete": ("US-WY", "delete", [], {"post": POST, "fields": ANA}),
    "us-bureau-freeze": ("US-NY", "freeze", ["us-fcra"], {"post": POST, "fields": {}, "org": "credit-bureau"}),
    "us-bureau-dispute": (
        "US-NY", "dispute", ["us-fcra"], {"post": POST, "fields": AT_HOME | SPOT, "org": "credit-bureau"},
    ),
    "us-bank-opt-out": ("US-CA", "opt-out", ["us-glba"], {"post": POST, "fields": ANA, "org": "bank"}),
    "us-bank-dispute": ("US-NY", "dispute", ["us-fcra"], {"post": POST, "fields": AT_HOME | SPOT, "org": "bank"}),
    "us-bureau-prescreen": (
        "US-NY", "opt-out", ["us-fcra"], {"post": POST, "fields": AT_HOME, "org": "credit-bureau"},
    ),
    "us-theft-records": (
        "US-NY", "access", [], {"post": POST, "fields": AT_HOME | SPOT, "org": "bank", "kind": "theft-records"},
    ),
    "us-specialty-freeze": (
        "US-NY", "freeze", ["us-fcra"], {"post": POST, "fields": AT_HOME, "org": "specialty-cra"},
    ),
    "us-school-access": (
        "US-NY", "access", ["us-ferpa"], {"post": POST, "fields": ANA | {"student-number": "1234"}, "org": "education"},
    ),
    "us-agency-correct": (
        "US-NY", "correct", ["us-privacy-act"], {"post": POST, "fields": AT_HOME | SPOT, "org": "government"},
    ),
    "us-hospital-restrict": ("US-NY", "opt-out", ["us-hipaa"], {"post": POST, "fields": ANA, "org": "health"}),
    "us-hospital-messages": (
        "US-NY", "access", ["us-hipaa"],
        {"post": POST, "fields": ANA, "org": "health", "kind": "confidential-messages"},
    ),
    "us-mn-question-profiling": ("US-MN", "access", [], {"post": POST, "fields": ANA, "kind": "question-profiling"}),
    "us-nj-takedown": ("US-NJ", "opt-out", [], {"post": POST, "fields": ANA, "kind": "takedown"}),
    "us-picture-takedown": ("US-WY", "delete", [], {"fields": ANA, "org": "platform", "kind": "takedown"}),
    "us-parent-delete": ("US-WY", "delete", ["us-coppa"], {"post": POST, "fields": ANA, "org": "platform"}),
    "us-wy-complaint": (
        "US-WY", "opt-out", [], {"fields": AT_HOME, "kind": "complaint", "history": REFUSED, "office": True},
    ),
    "us-hospital-access": ("US-NY", "access", ["us-hipaa"], {"post": POST, "fields": ANA, "org": "health"}),
    "ca-on-access": ("CA-ON", "access", ["ca-pipeda"], {"post": POST, "fields": ANA}),
    "ca-bc-correct": ("CA-BC", "correct", ["ca-bc-pipa"], {"post": POST, "fields": ANA | SPOT}),
    "ca-qc-access": ("CA-QC", "access", ["ca-qc-law25"], {"post": QUEBEC, "fields": LUC}),
    "ca-qc-access-follow-up": (
        "CA-QC", "access", ["ca-qc-law25"], {"post": QUEBEC, "fields": LUC, "kind": "follow-up", "history": LATE},
    ),
    "ca-qc-access-complaint": (
        "CA-QC", "access", ["ca-qc-law25"], {"fields": LUC, "kind": "complaint", "history": LATE},
    ),
    "ca-qc-desindexation": (
        "CA-QC", "delete", ["ca-qc-law25"],
        {"post": QUEBEC, "fields": LUC | PAGE, "kind": "de-index", "org": "platform"},
    ),
    "ca-qc-retrait": ("CA-QC", "opt-out", ["ca-qc-law25"], {"post": QUEBEC, "fields": LUC, "kind": "withdraw-consent"}),
    "ca-qc-rectification": ("CA-QC", "correct", ["ca-qc-law25"], {"post": QUEBEC, "fields": LUC | FAUX}),
    "ca-qc-organisme-revision": (
        "CA-QC", "access", ["ca-qc-access"],
        {"fields": LUC, "kind": "complaint", "org": "government", "history": REFUS},
    ),
    "ca-qc-bureau-gel": (
        "CA-QC", "freeze", ["ca-qc-credit-agents"], {"post": QUEBEC, "fields": LUC, "org": "credit-bureau"},
    ),
    "ca-qc-acces-frais": (
        "CA-QC", "access", ["ca-qc-law25"],
        {"post": QUEBEC, "fields": LUC, "kind": "answer-fee", "history": REFUS},
    ),
    "ca-nb-acces-sante": (
        "CA-NB", "access", ["ca-nb-phipaa"], {"post": QUEBEC, "fields": LUC, "org": "health", "language": "fr"},
    ),
    "ca-on-verrouillage": (
        "CA-ON", "opt-out", ["ca-on-phipa"],
        {"post": QUEBEC, "fields": LUC | VISITE, "org": "health", "language": "fr"},
    ),
    "ca-on-plainte": (
        "CA-ON", "access", ["ca-pipeda"], {"fields": LUC, "kind": "complaint", "language": "fr", "history": LATE},
    ),
    "ca-on-bureau-access": ("CA-ON", "access", ["ca-on-cra"], {"post": POST, "fields": ANA, "org": "credit-bureau"}),
    "ca-ab-review": ("CA-AB", "access", ["ca-ab-pipa"], {"fields": ANA, "kind": "complaint", "history": LATE}),
    "ca-dncl": (
        "CA-ON", "opt-out", ["ca-dncl"],
        {"post": POST, "fields": ANA | {"phone": "416 555-0100"}, "kind": "do-not-call"},
    ),
    "mx-cancelacion": (
        "MX-JAL", "delete", ["mx-lfpdppp"], {"post": MEXICO, "fields": ANA | {"place": "Guadalajara"}},
    ),
    "mx-oposicion": ("MX-JAL", "opt-out", ["mx-lfpdppp"], {"post": MEXICO, "fields": ANA}),
    "mx-acceso-solicitud-de-proteccion": (
        "MX-JAL", "access", ["mx-lfpdppp"],
        {"fields": ANA | {"place": "Guadalajara"}, "kind": "complaint", "history": LATE},
    ),
    "mx-limitacion-de-uso": ("MX-JAL", "opt-out", ["mx-lfpdppp"], {"post": MEXICO, "fields": GDL, "kind": "restrict"}),
    "mx-revocacion": ("MX-JAL", "delete", ["mx-lfpdppp"], {"post": MEXICO, "fields": GDL, "kind": "withdraw-consent"}),
    "mx-repep": (
        "MX-JAL", "opt-out", ["mx-repep"], {"post": MEXICO, "fields": GDL, "kind": "do-not-call", "org": "retail"},
    ),
    "mx-reus": (
        "MX-JAL", "opt-out", ["mx-reus"], {"post": MEXICO, "fields": GDL, "kind": "do-not-call", "org": "bank"},
    ),
    "mx-autoridad-oposicion": (
        "MX-JAL", "opt-out", ["mx-lgpdppso"], {"post": MEXICO, "fields": GDL, "org": "government"},
    ),
    "mx-autoridad-recurso-de-revision": (
        "MX-JAL", "access", ["mx-lgpdppso"],
        {"fields": GDL, "kind": "complaint", "org": "government", "history": REFUSED},
    ),
    "mx-acceso-respuesta-costo": (
        "MX-JAL", "access", ["mx-lfpdppp"], {"post": MEXICO, "fields": GDL, "kind": "answer-fee", "history": REFUSED},
    ),
    "mx-buro-reporte": (
        "MX-JAL", "access", ["mx-lrsic"], {"post": MEXICO, "fields": GDL, "org": "credit-bureau"},
    ),
    "mx-buro-queja": (
        "MX-JAL", "dispute", ["mx-lrsic"],
        {"fields": GDL, "kind": "complaint", "org": "credit-bureau", "history": REFUSED},
    ),
    "mx-denuncia-profeco": (
        "MX-JAL", "opt-out", ["mx-repep"],
        {"fields": GDL | {"calls": "3 de octubre de 2026, 10:15 h, desde el 55 5555 0199"}, "kind": "complaint",
         "org": "credit-bureau", "history": LATE},
    ),
    "us-bureau-block-es": (
        "US-NY", "dispute", ["us-fcra"],
        {"post": POST, "fields": AT_HOME | SPOT, "org": "credit-bureau", "kind": "block", "language": "es"},
    ),
    "mx-buro-reclamacion": (
        "MX-JAL", "dispute", ["mx-lrsic"], {"post": MEXICO, "fields": ANA | SPOT, "org": "credit-bureau"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_reads_as_it_was_read(write, name):
    region, do, laws, more = LETTERS[name]
    text = as_text(write(region, do, *laws, **more))
    path = FOLDER / f"{name}.txt"
    if WRITE:
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


def test_no_letter_is_left_over():
    assert {path.stem for path in FOLDER.iterdir()} == set(LETTERS)
