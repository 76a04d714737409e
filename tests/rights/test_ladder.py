"""The ladder: which letter comes next, after silence and after each refusal, with and without a law."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy_audit.catalog.law import Law, LawRight, Office
from privacy_audit.ledger.moves import MOVES, WAITING
from privacy_audit.rights.applicable import Right
from privacy_audit.rights.ladder import REFUSALS, ladder, nothing_left, own_words, refusal_of, said
from privacy_audit.rights.letters.kinds import KINDS

OFFICE = Office(
    "Example Attorney General", complaint_url="https://office.example/", within=30, within_from="from the refusal"
)
LAW = Law("us-xx-act", "Example Privacy Act", "s. 1", "US-TX", regulator=OFFICE)
#: A law with an appeal and an office, one without the appeal, one without either.
APPEAL = Right(LAW, LawRight("delete", respond_days=45, appeal_days=60), "probably", "It binds.", True)
OFFICE_ONLY = Right(LAW, LawRight("delete", respond_days=30), "yes", "It binds.", True)
BARE = Right(Law("us-yy-act", "Bare Act", "s. 2", "US-TX"), LawRight("delete"), "yes", "It binds.", True)
LATE, IN_TIME = True, False


def kinds(status, late=IN_TIME, refusal="", taken=(), right=APPEAL) -> list[str]:
    return [rung.kind for rung in ladder(status, late, refusal, taken, right, {"request", *KINDS})]


@pytest.mark.parametrize("status", ["open", "started", "relisted"])
def test_before_anything_was_asked_the_request_comes_first(status):
    assert kinds(status) == ["request"]


@pytest.mark.parametrize("status", WAITING)
def test_silence_first_waits_then_reminds_then_appeals_then_complains(status):
    (wait,) = ladder(status, IN_TIME, "", (), APPEAL, KINDS)
    assert "better wait" in wait.why
    assert kinds(status, LATE) == ["follow-up", "appeal", "complaint"]
    assert kinds(status, LATE, taken=["follow-up"]) == ["appeal", "complaint"]
    assert kinds(status, LATE, taken=["follow-up"], right=OFFICE_ONLY) == ["complaint"]
    assert kinds(status, LATE, taken=["follow-up", "appeal", "complaint"]) == []


@pytest.mark.parametrize("refusal", [kind for kind in REFUSALS if kind in KINDS])
def test_a_refusal_is_answered_then_appealed_then_complained_of(refusal):
    assert kinds("refused", refusal=refusal) == [refusal, "appeal", "complaint"]
    assert kinds("refused", refusal=refusal, taken=[refusal]) == ["appeal", "complaint"]
    assert kinds("refused", refusal=refusal, taken=[refusal, "appeal"]) == ["complaint"]
    assert kinds("refused", refusal=refusal, right=OFFICE_ONLY) == [refusal, "complaint"]


def test_a_refusal_without_a_known_reason_goes_to_the_appeal():
    assert kinds("refused") == ["appeal", "complaint"]


def test_without_a_law_a_reminder_or_an_answer_is_all():
    assert kinds("asked", LATE, right=None) == ["follow-up"]
    assert kinds("refused", refusal="answer-id", right=None) == ["answer-id"]
    assert kinds("refused", right=None) == []
    assert "No law gives a further step" in nothing_left("refused", None)


def test_a_law_without_appeal_or_office_offers_neither():
    assert kinds("asked", LATE, right=BARE) == ["follow-up"]


@pytest.mark.parametrize("status", ["confirmed", "verified", "not-found", "set-aside"])
def test_where_nothing_is_open_nothing_comes(status):
    assert kinds(status, LATE) == []
    assert "Nothing is open" in nothing_left(status, APPEAL)


def test_at_the_end_it_is_said():
    assert "All steps are written" in nothing_left("refused", APPEAL)


def test_each_step_says_why_and_by_when():
    answer, appeal, complaint = ladder("refused", IN_TIME, "answer-id", (), APPEAL, KINDS)
    assert "answers what they said" in answer.why
    assert "look again within 60 days" in appeal.why
    assert complaint.why == "Complaints go to: Example Attorney General, within 30 days from the refusal."


def test_a_kind_that_does_not_exist_is_not_offered():
    assert [rung.kind for rung in ladder("refused", IN_TIME, "answer-id", (), APPEAL, {"complaint"})] == ["complaint"]


@given(
    status=st.sampled_from(sorted(MOVES)),
    late=st.booleans(),
    refusal=st.sampled_from(["", *REFUSALS]),
    taken=st.sets(st.sampled_from(sorted(KINDS))),
    right=st.sampled_from([None, APPEAL, OFFICE_ONLY, BARE]),
)
def test_no_step_comes_twice_or_again_and_each_has_one_line(status, late, refusal, taken, right):
    found = ladder(status, late, refusal, taken, right, {"request", *KINDS})
    names = [rung.kind for rung in found]
    assert len(names) == len(set(names))
    assert not taken & set(names)
    assert all(rung.why and "\n" not in rung.why for rung in found)
    assert right is not None or not {"appeal", "complaint"} & set(names)


@pytest.mark.parametrize("kind", REFUSALS)
def test_a_typical_reason_is_known_again_and_never_quoted(kind):
    note = said(REFUSALS[kind])
    assert refusal_of(note) == kind
    assert own_words(note) == ""


def test_their_own_words_are_kept_and_a_private_note_is_not_theirs():
    assert own_words(said("We  only\x1b[2J serve members")) == "We only serve members"
    assert refusal_of(said("We only serve members")) == ""
    assert own_words("call Bo about this") == refusal_of("call Bo about this") == ""


def test_every_typical_refusal_has_its_letter():
    assert set(REFUSALS) == {kind for kind in KINDS if kind.startswith("answer-")}
