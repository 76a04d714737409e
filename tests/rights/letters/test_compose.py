"""What a letter says, to whom, under which law: every kind, language and law, and what is never in it."""

import re
from datetime import date
from pathlib import Path

import pytest
from examples import HOSTILE, unprintable

from privacy_audit.catalog.law import Law
from privacy_audit.rights.binding import in_force
from privacy_audit.rights.letters.compose import LANGUAGES, templates
from privacy_audit.rights.letters.grounds import law_name
from privacy_audit.rights.letters.kinds import KINDS
from privacy_audit.rights.letters.letter import History, LetterError

from .conftest import ANA, TODAY

HISTORY = History(sent=date(2026, 7, 1), reference="R-77")
REFUSED = History(sent=date(2026, 7, 1), refused=date(2026, 8, 3), reason="We are exempt.")
#: Rights of Canada's laws that a letter may rest on.
_CARRIED = {
    "access", "correct", "delete", "portability", "withdraw-consent", "opt-out-targeted-ads", "list-of-recipients",
    "freeze", "unsubscribe", "do-not-call", "de-index", "question-profiling",
}  # fmt: skip
HOMES = {"US": "US-NY", "CA": "CA-ON", "MX": "MX-JAL"}
FOLDER = Path(__file__).parents[3] / "checklists/laws"
#: Kinds of letter that no law of Canada knows: its firms hear no appeals, its registers and thefts go other ways.
ONLY_IN_THE_US = {
    "appeal", "block", "confidential-messages", "drop-follow-up", "parent-access", "parent-delete", "takedown",
    "theft-records",
}  # fmt: skip
ALL_LAWS = sorted(path.stem for path in FOLDER.glob("*/*.toml"))


def _home(law: Law) -> str:
    return law.jurisdiction if "-" in law.jurisdiction else HOMES[law.jurisdiction]


def _sorts(law: Law | None) -> list[str]:
    """Return kinds of organisation under a law: a few that it binds, and a few others."""
    bound = [kind for kind in (law.binds or () if law else ()) if kind != "any-business"][:2]
    return list(dict.fromkeys([*bound, "data-broker", "credit-bureau", "bank"]))


def _all(write, law: Law | None):
    """Yield every letter that one law has, in every language, for several kinds of organisation."""
    region = _home(law) if law else "US-WY"
    for language in LANGUAGES[region[:2]]:
        for kind in KINDS:
            for do in ("access", "opt-out", "dispute") if not KINDS[kind].request else ("access",):
                for org in _sorts(law):
                    history = HISTORY if kind in ("follow-up", "complaint") else REFUSED
                    more = {"kind": kind, "language": language, "history": history, "org": org}
                    try:
                        yield write(region, do, *([law.id] if law else []), **more)
                    except LetterError:
                        continue


@pytest.mark.parametrize("id", [*ALL_LAWS, ""])
def test_every_letter_is_whole_and_names_only_laws_of_that_place(write, id):
    laws = write.catalog.laws
    law = laws[id] if id else None
    region = _home(law) if law else "US-WY"
    foreign = {
        law_name(one, language).partition(" ")[2]: one
        for language in ("en", "fr", "es")
        for one in laws.values()
        if one.jurisdiction not in (region, region[:2]) and one.id != "us-nv-sb220"
    }
    here = {law_name(one, language).partition(" ")[2] for one in laws.values() for language in ("en", "fr", "es")
            if one.jurisdiction in (region, region[:2])}  # fmt: skip
    letters = list(_all(write, law))
    assert letters
    for letter in letters:
        text = "\n".join((letter.subject, *letter.body))
        assert not re.search(r"[{}]|None|\[\]|  |undefined", text), text
        assert not letter.law or laws[letter.law].jurisdiction in (region, region[:2])
        gaps = re.findall(r"\[[^\]]+\]", text.replace("[write it by hand on the printed letter]", ""))
        gaps = [gap for gap in gaps if "a mano" not in gap]
        assert bool(gaps) <= bool(letter.missing), text
        assert [name for name in foreign if name in text and not any(name in own for own in here)] == [], text


def test_a_letter_names_the_law_of_the_state_where_the_person_lives(write):
    states = [
        law for law in write.catalog.laws.values() if law.stands_for == "us-state-privacy" and in_force(law, TODAY)
    ]
    assert len(states) >= 20
    for law in states:
        letter = write(law.jurisdiction, "delete", law.id, org="platform")
        right = next(one for one in law.rights if one.right == "delete")
        assert letter.law == law.id
        assert (right.cite or f"{law.letters.code} {right.section}") in letter.body[0]
        assert write.catalog.regions.name(law.jurisdiction).partition(",")[0] in letter.body[0]


@pytest.mark.parametrize("region", ["US-TX", "CA-ON", "MX-JAL", "US"])
def test_the_law_of_california_is_only_for_californians(write, region):
    letter = write(region, "access", "us-ca-ccpa")
    assert letter.law != "us-ca-ccpa"
    assert "California" not in "\n".join(letter.body)


def test_a_dispute_is_a_correction_where_the_law_calls_it_so(write):
    letter = write("US-NY", "dispute", "us-hipaa", org="health")
    assert (letter.kind, letter.law) == ("correct", "us-hipaa")
    assert write("US-WY", "dispute").kind == "dispute"


def test_without_a_law_the_letter_claims_nothing(write):
    for language in ("en", "es"):
        for kind in ("access", "delete", "opt-out", "correct", "recipients"):
            letter = write("US-WY", "access", kind=kind, language=language)
            text = "\n".join(letter.body)
            assert not re.search(r"§|U\.S\.C|\bAct\b|the law|la ley|right to", text, re.I), text
            assert re.search("courtesy|cortesía", text)


def test_a_bank_in_quebec_is_written_to_under_the_federal_act(write):
    assert write("CA-QC", "access", "ca-qc-law25", "ca-pipeda").law == "ca-qc-law25"
    assert write("CA-QC", "access", "ca-qc-law25", "ca-pipeda", org="bank").law == "ca-pipeda"


def test_sector_laws_come_first_where_they_belong(write):
    assert write("US-CA", "opt-out", "us-ca-ccpa", "us-glba", org="bank").law == "us-glba"
    assert write("US-CA", "opt-out", "us-ca-ccpa", "us-glba", org="platform").law == "us-ca-ccpa"
    assert "623" not in write("US-NY", "dispute", "us-fcra", org="tenant").body[0]
    assert "1681s-2(a)(8)" in write("US-NY", "dispute", "us-fcra", org="bank").body[0]
    assert "affiliates" in write("US-NY", "opt-out", "us-fcra", org="bank").body[0]


@pytest.mark.parametrize(
    ("region", "language", "opening"),
    [
        ("US-TX", "en", "Dear Sir or Madam:"),
        ("CA-QC", "fr", "Madame, Monsieur,"),
        ("CA-ON", "en", "Dear Sir or Madam:"),
        ("MX-JAL", "es", "A quien corresponda:"),
    ],
)
def test_the_language_is_that_of_the_region(write, region, language, opening):
    letter = write(region, "access")
    assert (letter.language, letter.salutation) == (language, opening)


@pytest.mark.parametrize(("region", "language"), [("US-TX", "fr"), ("CA-QC", "es"), ("MX-JAL", "en")])
def test_a_language_that_is_not_in_use_is_refused(write, region, language):
    with pytest.raises(LetterError, match="written in"):
        write(region, "access", language=language)


def test_spanish_in_the_us_is_for_reading(write):
    assert any("need not answer in Spanish" in note for note in write("US-TX", "access", language="es").notes)


class TestMexico:
    @pytest.mark.parametrize(
        ("do", "right"),
        [
            ("access", "acceso"), ("delete", "cancelación"), ("opt-out", "oposición"), ("correct", "rectificación"),
            ("dispute", "rectificación"),
        ],
    )  # fmt: skip
    def test_a_request_becomes_the_arco_right(self, write, do, right):
        letter = write("MX-JAL", do, "mx-lfpdppp")
        assert right in letter.subject
        assert any("identificación" in one for one in letter.enclosures)

    def test_the_same_when_it_was_asked_for_by_name(self, write):
        assert write("MX-JAL", "delete", "mx-lfpdppp", kind="access").kind == "arco-acceso"

    def test_a_credit_file_stands_outside(self, write):
        letter = write("MX-JAL", "dispute", "mx-lfpdppp", "mx-lrsic", org="credit-bureau")
        assert letter.law == "mx-lrsic"
        assert letter.subject.startswith("Reclamación")

    def test_a_public_body_is_asked_at_its_transparency_unit_under_its_own_law(self, write):
        letter = write("MX-JAL", "delete", org="government")
        text = "\n".join(letter.body)
        assert (letter.kind, letter.law) == ("arco-cancelacion", "mx-lgpdppso")
        assert "Unidad de Transparencia" in text
        assert "consentimiento" not in text
        assert not re.search(r"artículos? \d", text)

    def test_limiting_the_use_needs_no_copy_of_an_id(self, write):
        letter = write("MX-JAL", "opt-out", kind="restrict", fields=ANA | {"phone": "33 5555 0100"})
        assert (letter.law, letter.enclosures, letter.missing) == ("mx-lfpdppp", (), ("place",))
        assert "(artículo 15)" in letter.body[0]
        assert not any("copy of an ID with the request" in note for note in letter.notes)

    @pytest.mark.parametrize(
        ("org", "law", "section"), [("retail", "mx-repep", "artículos 17 y 18 Bis"), ("bank", "mx-reus", "artículo 8")]
    )
    def test_calls_are_stopped_under_the_law_of_the_trade(self, write, org, law, section):
        letter = write("MX-JAL", "opt-out", kind="do-not-call", org=org, fields=ANA | {"phone": "33 5555 0100"})
        assert (letter.law, letter.disclosed) == (law, ("name", "phone", "email"))
        assert f"({section})" in letter.body[0]

    def test_the_days_of_a_register_are_no_term_for_an_answer(self, write):
        history = History(sent=date(2025, 1, 1))
        letter = write("MX-JAL", "opt-out", "mx-reus", org="credit-bureau", kind="follow-up", history=history)
        assert letter.law == "mx-reus"
        assert "días" not in "\n".join(letter.body)

    def test_profeco_is_told_the_calls(self, write):
        more = {"org": "credit-bureau", "kind": "complaint", "history": HISTORY}
        letter = write("MX-JAL", "opt-out", "mx-repep", **more)
        assert letter.to == ("Procuraduría Federal del Consumidor (Profeco)",)
        assert letter.subject.startswith("Denuncia")
        assert "calls" in letter.missing
        calls = "3 de octubre de 2026, 10:15 h, 55 5555 0199"
        letter = write("MX-JAL", "opt-out", "mx-repep", fields=ANA | {"calls": calls}, **more)
        assert calls in "\n".join(letter.body)

    def test_the_request_for_protection_names_the_firm_and_where_it_is(self, write):
        post = "Acme Data, Av. Uno 1, Col. Dos, 03710 Ciudad de México"
        letter = write("MX-JAL", "access", "mx-lfpdppp", kind="complaint", history=HISTORY, post=post)
        assert letter.to[0] == "Secretaría Anticorrupción y Buen Gobierno"
        assert "Responsable: Acme Data, con domicilio en Av. Uno 1, Col. Dos, 03710 Ciudad de México." in letter.body
        assert "address" not in letter.missing
        assert any("identificación" in one for one in letter.enclosures)

    def test_a_refusal_by_a_public_body_is_taken_to_review(self, write):
        letter = write("MX-JAL", "access", org="government", kind="complaint", history=REFUSED)
        assert letter.subject.startswith("Recurso de revisión")
        assert "Acto que se recurre: la respuesta del 3 de agosto de 2026, que niega mi solicitud." in letter.body

    def test_only_an_arco_request_is_held_to_the_list_of_article_28(self, write):
        asked = write("MX-JAL", "access", kind="answer-account", history=REFUSED)
        assert "artículo 28" in "\n".join(asked.body)
        elsewhere = write("MX-JAL", "access", "mx-lrsic", org="credit-bureau", kind="answer-account", history=REFUSED)
        assert "artículo 28" not in "\n".join(elsewhere.body)

    def test_the_consent_to_look_is_not_the_bureaus_to_take_back(self, write):
        assert write("MX-JAL", "access", "mx-lrsic", org="credit-bureau", kind="withdraw-consent").law == ""

    def test_arco_elsewhere_is_refused(self, write):
        with pytest.raises(LetterError, match="Mexico's"):
            write("US-TX", "access", "us-tx-tdpsa", kind="arco-acceso")

    def test_the_date_line_has_the_place(self, write):
        letter = write("MX-JAL", "access", "mx-lfpdppp", fields=ANA | {"place": "Guadalajara"})
        assert letter.date_line == "Guadalajara, a 24 de noviembre de 2026"
        assert write("MX-JAL", "access", "mx-lfpdppp").date_line.startswith("[su ciudad], a ")


class TestFields:
    def test_what_is_not_given_stays_a_gap_and_is_named(self, write):
        letter = write("US-TX", "access", "us-tx-tdpsa", fields={})
        assert letter.signature == "[your name]"
        assert set(letter.missing) == {"name", "email"}
        assert letter.disclosed == ()

    def test_only_what_stands_there_counts_as_disclosed(self, write):
        letter = write("US-TX", "access", "us-tx-tdpsa", fields=ANA | {"account": "12", "phone": ""})
        assert letter.disclosed == ("name", "email", "account-number")

    @pytest.mark.parametrize("field", ["ssn", "passport", "date-of-birth"])
    def test_what_does_not_belong_there_is_left_out(self, write, field):
        letter = write("US-CA", "opt-out", "us-ca-ccpa", fields=ANA | {field: "SECRET"})
        assert letter.withheld == (field,)
        assert "SECRET" not in repr(letter).replace(repr(letter.withheld), "")

    def test_no_kind_takes_what_an_identity_thief_wants(self):
        never = {"ssn", "sin", "government-id", "passport", "password", "driver-licence-number", "health-card", "curp"}
        for kind in KINDS.values():
            assert not never & {*kind.needs, *kind.may}, kind.id

    def test_a_number_of_the_state_is_written_by_hand(self, write):
        letter = write("US-NY", "freeze", "us-fcra", org="credit-bureau", fields={"ssn": "078-05-1120"})
        assert "078" not in repr(letter)
        assert any("by hand" in block for block in letter.body)

    def test_hostile_text_stays_on_its_line(self, write):
        fields = {name: HOSTILE for name in ("name", "email", "address", "wrong", "right", "place", "account")}
        history = History(sent=date(2026, 7, 1), refused=date(2026, 8, 1), reason=HOSTILE, reference=HOSTILE)
        for kind in ("correct", "follow-up", "complaint", "appeal"):
            letter = write("US-TX", "correct", "us-tx-tdpsa", kind=kind, fields=fields, history=history)
            text = "\n".join((*letter.sender, letter.date_line, letter.subject, *letter.body, letter.signature))
            assert not unprintable(text)
            assert not any(line.startswith("BEGIN") for line in text.split("\n"))

    def test_braces_in_a_name_are_no_template(self, write):
        assert write("US-TX", "access", fields={"name": "{{ g.law }}", "email": "a@b.c"}).signature == "{{ g.law }}"


class TestLater:
    def test_late_is_said_only_when_it_surely_is(self, write):
        for sent, late in ((date(2026, 10, 6), False), (date(2026, 10, 5), True)):
            letter = write("US-TX", "access", "us-tx-tdpsa", kind="follow-up", history=History(received=sent))
            assert ("has passed" in "\n".join(letter.body)) is late, sent

    def test_where_the_law_names_no_term_nothing_is_late(self, write):
        letter = write("CA-ON", "delete", "ca-pipeda", kind="follow-up", history=History(sent=date(2025, 1, 1)))
        assert "has passed" not in "\n".join(letter.body)

    def test_an_extension_gives_them_more_time(self, write):
        history = History(received=date(2026, 9, 20), extended=True)
        letter = write("US-TX", "access", "us-tx-tdpsa", kind="follow-up", history=history)
        assert "has passed" not in "\n".join(letter.body)

    def test_an_appeal_is_for_states_that_know_one(self, write):
        assert "60 days" in "\n".join(write("US-TX", "access", "us-tx-tdpsa", kind="appeal", history=REFUSED).body)
        for region, law in (("US-UT", "us-ut-ucpa"), ("US-CA", "us-ca-ccpa")):
            with pytest.raises(LetterError, match="no appeal"):
                write(region, "access", law, kind="appeal")

    def test_a_complaint_goes_to_the_office_with_the_history(self, write):
        letter = write("US-TX", "access", "us-tx-tdpsa", kind="complaint", history=REFUSED)
        assert letter.to == (
            "Texas Attorney General", "Consumer Protection", "300 West 15th Street", "Austin, TX 78701",
        )  # fmt: skip
        text = "\n".join(letter.body)
        assert "July 1, 2026" in text
        assert "August 3, 2026" in text
        assert "We are exempt" in text

    def test_without_a_law_there_is_no_office(self, write):
        with pytest.raises(LetterError, match="No law of yours"):
            write("US-WY", "access", kind="complaint")

    def test_without_a_law_the_consumer_office_hears_of_a_broken_promise(self, write):
        letter = write("US-WY", "access", kind="complaint", office=True, history=REFUSED)
        assert letter.to[:2] == ("Wyoming Attorney General", "Consumer Protection")
        assert letter.office_url.startswith("https://ag.wyo.gov")
        assert (letter.law, "promise" in letter.missing) == ("", True)
        told = write("US-WY", "access", kind="complaint", office=True, fields=ANA | {"promise": "We never sell data"})
        text = "\n".join(told.body)
        assert "“We never sell data”" in text
        assert not re.search(r"§|U\.S\.C|\bAct\b|the law|right to", text), text

    def test_courts_take_no_complaint_so_the_consumer_office_hears_it_under_the_law(self, write):
        letter = write("US-NJ", "delete", kind="complaint", office=True, org="platform", history=REFUSED)
        assert letter.to[0].startswith("New Jersey Division of Consumer Affairs")
        letter = write("US-IL", "opt-out", "us-il-bipa", kind="complaint", office=True, org="police-tech")
        assert letter.to[:2] == ("Illinois Attorney General", "Consumer Protection")
        assert "Illinois Biometric Information Privacy Act" in letter.body[0]

    @pytest.mark.parametrize("org", ["government", "registry"])
    def test_the_consumer_office_hears_nothing_about_public_bodies(self, write, org):
        with pytest.raises(LetterError, match="No law of yours"):
            write("US-WY", "access", kind="complaint", office=True, org=org)

    @pytest.mark.parametrize(
        ("region", "law", "org", "within"),
        [
            ("US-WY", "us-hipaa", "health", "Within 180 days"),
            ("US-WY", "us-ferpa", "education", "Within 180 days"),
            ("CA-ON", "ca-pipeda", "platform", "Within 6 months"),
            ("CA-BC", "ca-bc-pipa", "platform", "Within 30 business days"),
            ("MX-JAL", "mx-lfpdppp", "platform", "Within 15 business days"),
        ],
    )
    def test_the_office_s_term_is_that_of_its_file(self, write, region, law, org, within):
        letter = write(region, "access", law, kind="complaint", org=org, history=REFUSED)
        assert any(note.startswith(within) for note in letter.notes), letter.notes

    @pytest.mark.parametrize(("org", "law"), [("bank", "us-glba"), ("telecom", "us-cpni")])
    def test_as_soon_as_practicable_is_no_term(self, write, org, law):
        letter = write("US-WY", "opt-out", law, org=org, kind="follow-up", history=History(sent=date(2026, 1, 5)))
        assert (letter.law, letter.subject) == (law, "Reminder: my opt-out request")
        assert "days" not in "\n".join(letter.body)

    def test_an_agency_s_appeal_does_not_end_with_the_attorney_general(self, write):
        letter = write("US-WY", "access", "us-foia", org="government", kind="appeal", history=REFUSED)
        assert "Attorney General" not in "\n".join(letter.body)

    def test_the_commission_gets_a_request_for_examination(self, write):
        letter = write("CA-QC", "access", "ca-qc-law25", kind="complaint", history=HISTORY)
        assert letter.subject.startswith("Demande d'examen de mésentente")
        assert letter.to[-1] == "Québec QC  G1R 5S9"

    def test_an_opt_out_needs_no_id_where_the_law_says_so(self, write):
        letter = write("US-CA", "opt-out", "us-ca-ccpa", kind="answer-id", history=REFUSED)
        assert "no verification at all" in "\n".join(letter.body)
        letter = write("US-TX", "opt-out", "us-tx-tdpsa", kind="answer-id", history=REFUSED)
        assert "no authentication" not in "\n".join(letter.body)


@pytest.mark.parametrize("do", ["setting", "habit", "alert"])
def test_what_a_person_does_alone_needs_no_letter(write, do):
    with pytest.raises(LetterError, match="something you do yourself"):
        write("US-TX", do)


@pytest.mark.parametrize(
    ("do", "org", "via"),
    [("freeze", "loyalty", "web"), ("freeze", "government", "post"), ("access", "habit", "in-person"),
     ("opt-out", "registry", "web")],
)  # fmt: skip
def test_where_nobody_reads_letters_there_is_none(write, do, org, via):
    with pytest.raises(LetterError, match="something you do yourself"):
        write("US-TX", do, "us-tcpa", org=org, via=via)


def test_a_register_that_takes_post_gets_its_letter(write):
    assert write("US-TX", "access", "us-fcra", org="registry", via="web", post="Box 1, Atlanta, GA 30348").to


def test_a_file_that_stands_for_many_leaves_the_name_to_fill_in(write):
    letter = write("US-WY", "access", "us-hipaa", org="health", tags=("guide",))
    assert letter.to == ("[the name of the office or firm]",)
    assert "org-name" in letter.missing
    named = write("US-WY", "access", "us-hipaa", org="health", tags=("guide",), fields=ANA | {"org-name": "Dr. Lee"})
    assert (named.to, "org-name" in named.missing) == (("Dr. Lee",), False)
    assert "org-name" not in named.disclosed
    other = write("US-WY", "access", "us-hipaa", org="health", fields=ANA | {"org-name": "Dr. Lee"})
    assert (other.to, other.withheld) == (("Acme Data",), ())


@pytest.mark.parametrize(
    ("org", "do", "asked", "never"),
    [
        ("bank", "dispute", {"account", "phone"}, {"date-of-birth", "report-number"}),
        ("credit-bureau", "dispute", {"date-of-birth", "report-number"}, {"account"}),
        ("bank", "opt-out", {"account"}, {"date-of-birth"}),
        ("credit-bureau", "opt-out", {"date-of-birth"}, {"account"}),
    ],
)
def test_the_credit_law_finds_an_account_at_a_bank_and_a_file_at_a_bureau(write, org, do, asked, never):
    missing = set(write("US-NY", do, "us-fcra", org=org).missing)
    assert asked <= missing
    assert not never & missing


class TestCanada:
    """Canada's letters, in French and in English."""

    @pytest.mark.parametrize("id", [id for id in ALL_LAWS if id.startswith("ca-")])
    def test_french_is_french_to_the_last_space(self, write, id):
        law = write.catalog.laws[id]
        for letter in _all(write, law):
            if letter.language != "fr":
                continue
            text = "\n".join((letter.subject_line, *letter.body, letter.closing, *letter.enclosures))
            assert not re.search(r"[^\u00a0\d/]:(?!//)|\s[;!?]|«[^\u00a0]|[^\u00a0]»|[“”]", text), text
            assert not re.search(r"\b[Qq]ue Acme|\b[Dd]e Acme|(?:vertu de|relativement à) les? ", text), text
            prose = re.sub(r"«[^»]*»|\b[SR]\.[A-Z.]+[^)]*", "", text)
            assert not re.search(r"\b(the|and|your|ss?\.|cl\.|Act|Schedule)(?=\s)", prose), text

    def test_every_law_has_its_french_name_and_every_section_a_french_one(self, write):
        for law in write.catalog.laws.values():
            if not law.jurisdiction.startswith("CA") or law.bill:
                continue
            assert law.letters.name_fr, law.id
            assert law_name(law, "fr").startswith("la "), law.id
            for right in law.rights:
                if right.section and right.right in _CARRIED and right.in_force == "yes" and law.in_force == "yes":
                    assert right.cite_fr, (law.id, right.right)

    def test_the_firm_hears_no_appeal(self, write):
        for law in ("ca-pipeda", "ca-qc-law25"):
            with pytest.raises(LetterError, match="no appeal"):
                write("CA-QC", "access", law, kind="appeal", history=REFUSED)

    def test_a_firm_has_fourteen_days_for_its_own_list(self, write):
        more = {"kind": "do-not-call", "language": "fr", "fields": ANA | {"phone": "514 555-0100"}}
        letter = write("CA-ON", "opt-out", "ca-dncl", **more)
        assert (letter.law, letter.disclosed) == ("ca-dncl", ("name", "phone", "email"))
        assert "14 jours" in letter.body[0]

    def test_the_calls_are_told_to_the_crtc(self, write):
        letter = write("CA-ON", "opt-out", "ca-dncl", kind="complaint", history=HISTORY)
        assert "calls" in letter.missing
        assert "giving effect to it" in "\n".join(letter.body)

    @pytest.mark.parametrize(("language", "plain"), [("fr", "n'utiliser"), ("en", "only for what I ask")])
    def test_restriction_is_a_courtesy(self, write, language, plain):
        letter = write("CA-QC", "access", "ca-qc-law25", kind="restrict", language=language)
        assert letter.law == ""
        assert plain in letter.body[0]

    def test_desindexation_rests_on_quebec_s_own_article(self, write):
        told = ANA | {"listing-url": "https://example.com/p", "reason": "On m'y nomme à tort."}
        letter = write("CA-QC", "delete", kind="de-index", org="platform", fields=told)
        assert "art. 28.1" in letter.body[0]
        assert "préjudice grave" in letter.body[0]
        assert not letter.missing
        elsewhere = write("CA-ON", "delete", kind="de-index", org="platform", fields=told)
        assert "s. 5(3)" in elsewhere.body[0]
        assert elsewhere.body[0].startswith("I am asking you")

    def test_a_decision_by_machine_is_questioned_in_quebec(self, write):
        assert write("CA-QC", "access", kind="question-profiling").law == "ca-qc-law25"
        assert write("CA-ON", "access", kind="question-profiling").law == ""

    def test_a_dispute_in_quebec_is_a_rectification_not_a_note(self, write):
        letter = write("CA-QC", "dispute", "ca-qc-credit-agents", org="credit-bureau")
        assert letter.law == "ca-qc-law25"
        assert "C.c.Q., art. 40" in "\n".join(letter.body)

    def test_a_refused_freeze_goes_to_the_commission(self, write):
        letter = write("CA-QC", "freeze", "ca-qc-credit-agents", org="credit-bureau", kind="complaint", history=REFUSED)
        assert letter.to[0].startswith("Commission d'accès")
        assert any("Autorité des marchés financiers" in note for note in letter.notes)

    @pytest.mark.parametrize("kind", ["opt-out", "withdraw-consent", "limit-sensitive"])
    @pytest.mark.parametrize("language", ["fr", "en"])
    def test_ontario_s_patients_lock_what_they_name(self, write, kind, language):
        told = ANA | {"date-of-birth": "1980-05-01", "limit": "la visite du 3 mai 2026, à toute personne"}
        more = {"kind": kind, "language": language, "org": "health", "fields": told}
        letter = write("CA-ON", "opt-out", "ca-on-phipa", **more)
        assert letter.law == "ca-on-phipa"
        assert letter.body[1] == "- la visite du 3 mai 2026, à toute personne"
        assert "20(3)" in letter.body[2]

    def test_a_lock_on_records_is_no_way_to_stop_advertising(self, write):
        assert write("CA-ON", "opt-out", "ca-on-phipa", org="health", kind="unsubscribe").law != "ca-on-phipa"

    def test_what_a_bureau_must_ask_first_is_no_consent_of_the_person_s(self, write):
        letter = write("CA-MB", "opt-out", "ca-mb-pia", org="credit-bureau", kind="withdraw-consent")
        assert letter.law == "ca-pipeda"

    @pytest.mark.parametrize(
        ("region", "law", "org", "language", "subject"),
        [
            ("CA-QC", "ca-qc-law25", "platform", "fr", "Demande d'examen de mésentente visant"),
            ("CA-QC", "ca-qc-law25", "platform", "en", "Request for examination of a disagreement with"),
            ("CA-QC", "ca-qc-access", "government", "fr", "Demande de révision visant"),
            ("CA-BC", "ca-bc-pipa", "platform", "en", "Request for review"),
            ("CA-AB", "ca-ab-pipa", "platform", "fr", "Demande de révision visant"),
            ("CA-ON", "ca-pipeda", "platform", "fr", "Plainte visant"),
            ("CA-NB", "ca-nb-phipaa", "health", "fr", "Plainte visant"),
        ],
    )
    def test_each_office_gets_what_it_hears(self, write, region, law, org, language, subject):
        letter = write(region, "access", law, org=org, kind="complaint", language=language, history=REFUSED)
        assert letter.law == law
        assert letter.subject.startswith(subject)

    @pytest.mark.parametrize(
        ("region", "law", "org", "office"),
        [
            ("CA-ON", "ca-pipeda", "platform", "Commissariat à la protection de la vie privée du Canada"),
            ("CA-ON", "ca-on-phipa", "health", "Commissaire à l'information et à la protection de la vie privée de"),
            ("CA-MB", "ca-mb-phia", "health", "Ombudsman du Manitoba"),
            ("CA-NB", "ca-nb-credit", "credit-bureau", "Commission des services financiers et des services aux"),
        ],
    )
    def test_an_office_is_addressed_by_its_french_name(self, write, region, law, org, office):
        letter = write(region, "access", law, org=org, kind="complaint", language="fr", history=REFUSED)
        assert letter.to[0].startswith(office)

    def test_the_federal_act_stands_beside_a_province_s_for_the_two_bureaus(self, write):
        bureau = "\n".join(write("CA-NS", "access", "ca-ns-cra", org="credit-bureau").body)
        tenants = "\n".join(write("CA-NS", "access", "ca-ns-cra", org="tenant").body)
        assert "the same information within 30 days" in bureau
        assert "the same information within 30 days" not in tenants

    def test_a_fee_for_anything_but_access_finds_no_provision(self, write):
        asked = write("CA-QC", "access", "ca-qc-law25", kind="answer-fee", history=REFUSED)
        assert "art. 33" in "\n".join(asked.body)
        erased = write("CA-QC", "delete", "ca-qc-law25", kind="answer-fee", history=REFUSED)
        assert "art. 33" not in "\n".join(erased.body)


class TestOnlyForSome:
    """Letters that only somebody writes whom the law protects, or to whom something happened."""

    def test_a_takedown_is_asked_for_by_name(self, write):
        for region, law in (("US-NJ", "us-nj-daniels-law"), ("US-WY", "us-anderl")):
            assert write(region, "opt-out", kind="takedown").law == law
            assert write(region, "delete").law not in ("us-nj-daniels-law", "us-anderl")
        assert write("US-WY", "delete", org="platform", kind="takedown").law == "us-take-it-down"
        with pytest.raises(LetterError, match="takedown"):
            write("US-WY", "delete", org="bank", kind="takedown")

    def test_a_parent_writes_for_a_child_and_nobody_else_does(self, write):
        assert write("US-WY", "delete", "us-coppa", org="platform").kind == "parent-delete"
        assert write("US-WY", "access", org="platform", kind="parent-access").law == "us-coppa"
        assert write("US-WY", "delete", org="platform").kind == "delete"
        assert write("US-WY", "opt-out", "us-coppa", org="platform").law == ""
        with pytest.raises(LetterError, match="parents"):
            write("CA-ON", "delete", org="platform", kind="parent-delete")

    def test_the_thief_s_records_come_from_the_firm_that_dealt_with_him(self, write):
        assert write("US-WY", "access", org="bank", kind="theft-records").law == "us-facta"
        with pytest.raises(LetterError, match="dealt with the thief"):
            write("US-WY", "access", org="people-search", kind="theft-records")

    def test_two_requests_to_a_doctor_are_two_letters(self, write):
        for kind, section in (("restrict", "164.522(a)"), ("confidential-messages", "164.522(b)")):
            assert f"({'45 CFR ' + section})" in write("US-WY", "access", "us-hipaa", org="health", kind=kind).body[0]

    @pytest.mark.parametrize("region", ["US-MN", "US-CT"])
    def test_a_decision_by_profiling_is_questioned_where_the_state_gives_it(self, write, region):
        assert write(region, "access", kind="question-profiling").law.startswith(region.lower())
        assert write("US-TX", "access", kind="question-profiling").law == ""


def test_a_consent_to_calls_is_none_to_sensitive_data(write):
    for law in ("us-tcpa", "us-vppa"):
        assert write("US-WY", "opt-out", law, org="platform", kind="limit-sensitive").law == ""
    assert write("US-WY", "opt-out", "us-tcpa", org="platform", kind="withdraw-consent").kind == "do-not-call"


def test_an_unknown_kind_is_answered_with_those_there_are(write):
    with pytest.raises(LetterError, match="follow-up"):
        write("US-TX", "access", kind="poem")


def test_the_federal_privacy_act_of_canada_wants_its_form(write):
    with pytest.raises(LetterError, match="form"):
        write("CA-ON", "access", "ca-privacy-act", org="government")


def test_every_kind_is_written_in_english_but_for_mexicos_own():
    assert templates("en") == {kind for kind in KINDS if not kind.startswith("arco-")}
    assert templates("es") == set(KINDS)
    assert templates("fr") == templates("en") - ONLY_IN_THE_US
