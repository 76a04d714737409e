"""A password's question: five characters leave, the comparing is done here."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy_audit.breaches import passwords
from privacy_audit.breaches.errors import BreachError

PASSWORD = "P@ssw0rd"
#: SHA-1 of it, as the service's own page of examples has it.
REST = "2DC183F740EE76F27B78EB39C8AD972A757"


def test_the_hash_is_cut_after_five():
    found = passwords.digest(PASSWORD)
    assert (found.sent, found.rest) == ("21BD1", REST)
    assert passwords.address(found) == "https://api.pwnedpasswords.com/range/21BD1"
    assert "these 5 characters: 21BD1" in passwords.leaving(found)


def test_what_does_not_leave_is_in_no_text_about_it():
    found = passwords.digest(PASSWORD)
    shown = f"{found!r} {found} {passwords.address(found)} {passwords.leaving(found)} {passwords.PADDED}"
    assert REST not in shown
    assert PASSWORD not in shown


@pytest.mark.parametrize("wrong", ["", "x" * 1001])
def test_what_is_no_password_is_refused(wrong):
    with pytest.raises(BreachError, match="nothing was sent"):
        passwords.digest(wrong)


@pytest.mark.parametrize(
    ("lines", "seen"),
    [
        (f"{REST}:83129", 83129),
        (f"{'0' * 35}:4\r\n{REST}:1\r\n{'F' * 35}:0\r\n", 1),
        (f"{REST.lower()}:7", 7),
        (f"{'0' * 35}:4", 0),
        (f"{REST}:0", 0),
        (f"{REST}:0\n{REST}:5", 5),
    ],
    ids=range(6),
)
def test_how_often_it_was_seen(lines, seen):
    assert passwords.times_seen(lines, passwords.digest(PASSWORD)) == seen


@pytest.mark.parametrize(
    "answer",
    [
        "", "<html>Sign in</html>", REST, f"{REST}:", f"{REST}:many", f"{REST}:-1", f"{REST[:-1]}:3", f"{REST}0:3",
        f"{REST}:1\n{'0' * 35}", "\n".join(f"{number:035X}:1" for number in range(20_001)), f"{REST}:{'9' * 20}",
    ],
    ids=range(11),
)  # fmt: skip
def test_of_what_is_no_whole_list_nothing_is_said(answer):
    with pytest.raises(BreachError, match="nothing can be said of the password"):
        passwords.times_seen(answer, passwords.digest(PASSWORD))


def test_the_verdict_makes_no_promise():
    assert (
        passwords.verdict(0)
        == "Not among the known ones; that does not make it strong. Use another one for each account."
    )
    assert passwords.verdict(1).startswith("Seen once in breaches")
    assert "Seen 83,129 times" in passwords.verdict(83129)
    assert "Change it wherever you use it" in passwords.verdict(83129)


@given(st.text(min_size=1, max_size=60), st.integers(0, 10**9))
def test_any_password_is_found_again(text, times):
    found = passwords.digest(text)
    whole = hashlib.sha1(text.encode("utf-8", "surrogateescape")).hexdigest().upper()
    assert found.sent + found.rest == whole
    others = "\n".join(f"{number:035X}:{number}" for number in range(3))
    assert passwords.times_seen(f"{others}\n{found.rest}:{times}", found) == times
