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
LUC = {"name": "Luc Côté", "email": "luc@example.org", "place": "Montréal"}
SPOT = {"wrong": "Account ending 1234 is shown as 90 days late in May 2026", "right": "It was paid on May 3, 2026"}
REFUSED = History(date(2026, 7, 1), date(2026, 7, 3), "R-77", refused=date(2026, 8, 3), reason="We are exempt.")
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
    "mx-cancelacion": (
        "MX-JAL", "delete", ["mx-lfpdppp"], {"post": MEXICO, "fields": ANA | {"place": "Guadalajara"}},
    ),
    "mx-oposicion": ("MX-JAL", "opt-out", ["mx-lfpdppp"], {"post": MEXICO, "fields": ANA}),
    "mx-acceso-solicitud-de-proteccion": (
        "MX-JAL", "access", ["mx-lfpdppp"],
        {"fields": ANA | {"place": "Guadalajara"}, "kind": "complaint", "history": LATE},
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
