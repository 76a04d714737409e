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
HOMES = {"US": "US-NY", "CA": "CA-ON", "MX": "MX-JAL"}
FOLDER = Path(__file__).parents[3] / "checklists/laws"
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
        section = next(one.section for one in law.rights if one.right == "delete")
        assert letter.law == law.id
        assert f"{law.letters.code} {section}" in letter.body[0]
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


def test_an_unknown_kind_is_answered_with_those_there_are(write):
    with pytest.raises(LetterError, match="follow-up"):
        write("US-TX", "access", kind="poem")


def test_the_federal_privacy_act_of_canada_wants_its_form(write):
    with pytest.raises(LetterError, match="form"):
        write("CA-ON", "access", "ca-privacy-act", org="government")


def test_every_kind_is_written_in_english_but_for_mexicos_own():
    assert templates("en") == {kind for kind in KINDS if not kind.startswith("arco-")}
    assert templates("es") <= set(KINDS)
    assert templates("fr") <= templates("en")
