"""Whether a request may leave: every combination of what was set, said before and answered now."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy_audit.network import consent
from privacy_audit.network.consent import Permit, permit, shown, standing
from privacy_audit.network.errors import NetworkError, NotAllowed, Offline
from privacy_audit.network.purpose import Purpose
from privacy_audit.network.purposes import ACCOUNT, BREACHES, links

ME = "somebody"


class Kept(dict):
    """Settings in memory, as the ledger keeps them."""

    def setting(self, person: str, name: str, usual: str = "") -> str:
        return self.get((person, name), usual)

    def set(self, person: str, name: str, value: str) -> None:
        self[person, name] = value


def kept(said: str = "", offline: bool = False, purpose: Purpose = BREACHES) -> Kept:
    found = Kept()
    if said:
        consent.keep(found, ME, purpose.id, said)
    if offline:
        found.set(ME, consent.OFFLINE, "yes")
    return found


def _outcome(found: Kept, purpose: Purpose, answer: str, offline: bool):
    try:
        return permit(found, ME, purpose, answer, offline=offline)
    except NetworkError as error:
        return type(error)


BEFORE = ("", "ask", "always", "never")
NOW = ("", "once", "always", "never", "yes")


@pytest.mark.parametrize("purpose", [BREACHES, ACCOUNT], ids=lambda purpose: purpose.id)
@pytest.mark.parametrize(("before", "now"), itertools.product(BEFORE, NOW))
def test_what_may_leave_follows_from_what_was_said_before_and_now(purpose, before, now):
    """The rules as a table of their own, beside the code's."""
    always = before == "always" and not purpose.each_time
    if before == "never" or now == "never":
        expected = NotAllowed
    elif now in ("once", "yes"):
        expected = Permit(purpose, now)
    elif now == "always":
        expected = Permit(purpose, "once" if purpose.each_time else "always")
    else:
        expected = Permit(purpose, "always") if always else None
    assert _outcome(kept(before, purpose=purpose), purpose, now, False) == expected


@pytest.mark.parametrize(("before", "now"), itertools.product(BEFORE, NOW))
@pytest.mark.parametrize(("option", "setting"), [(True, False), (False, True), (True, True)])
def test_offline_forbids_all_and_keeps_no_answer(before, now, option, setting):
    found = kept(before, setting)
    then = dict(found)
    assert _outcome(found, BREACHES, now, option) is Offline
    assert found == then


def test_always_and_never_are_kept_for_the_purpose_and_nothing_else():
    found = kept()
    permit(found, ME, BREACHES, "always")
    assert standing(found, ME, BREACHES) == "always"
    assert standing(found, ME, links(["a.example"])) == "ask"
    assert standing(found, "somebody-else", BREACHES) == "ask"
    with pytest.raises(NotAllowed, match="consent links ask"):
        permit(found, ME, links(["a.example"]), "never")
    assert standing(found, ME, links(["b.example"])) == "never"


def test_a_yes_for_this_time_is_asked_again_the_next_time():
    found = kept()
    for answer in ("once", "yes"):
        assert permit(found, ME, BREACHES, answer)
        assert permit(found, ME, BREACHES) is None


def test_no_standing_consent_holds_for_what_sends_something_of_the_person():
    found = kept("always", purpose=ACCOUNT)
    assert standing(found, ME, ACCOUNT) == "ask"
    assert permit(found, ME, ACCOUNT) is None
    assert standing(kept("never", purpose=ACCOUNT), ME, ACCOUNT) == "never"


def test_a_setting_that_nobody_knows_counts_as_not_agreed():
    assert permit(kept("yes please"), ME, BREACHES) is None


def test_what_is_shown_names_hosts_data_risk_reason_and_way():
    facts = dict(shown(BREACHES, "Tor"))
    assert facts["Goes to"] == "haveibeenpwned.com (GET, by https)"
    assert facts["Sends"] == BREACHES.sends
    assert facts["Can reveal"] == BREACHES.reveals
    assert facts["For"] == BREACHES.why
    assert facts["By way of"] == "Tor"
    assert "By way of" not in dict(shown(BREACHES))


def test_many_hosts_are_named_in_part_and_counted():
    hosts = [f"h{number:02}.example" for number in range(10)]
    assert (
        dict(shown(links(hosts)))["Goes to"] == "h00.example, h01.example, h02.example and 7 more (HEAD, GET, by https)"
    )


@given(st.lists(st.sampled_from(("once", "always", "never", "yes", "", "offline", "online", "ask")), max_size=12))
def test_never_and_offline_hold_until_they_are_taken_back(steps):
    """No row of answers leads around a no: only "ask" and "online" take one back."""
    found, said_never, offline = kept(), False, False
    for step in steps:
        if step in ("offline", "online"):
            offline = step == "offline"
            found.set(ME, consent.OFFLINE, "yes" if offline else "")
            continue
        if step == "ask":
            consent.keep(found, ME, BREACHES.id, "ask")
            said_never = False
            continue
        outcome = _outcome(found, BREACHES, step, False)
        said_never = said_never or (step == "never" and not offline)
        assert isinstance(outcome, Permit) <= (not offline and not said_never)
