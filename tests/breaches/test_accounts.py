"""An address's question: what is an address and a key, and what each answer means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy_audit.breaches import accounts
from privacy_audit.breaches.errors import BreachError

from .invented import KEY, LIST, body


@pytest.mark.parametrize("typed", ["ann@example.com", " ann+shop@mail.example.com ", "änn@example.com"])
def test_an_address_is_taken_as_typed(typed):
    assert accounts.address_of(typed) == typed.strip()


@pytest.mark.parametrize(
    "typed",
    ["", "ann", "ann@", "@example.com", "ann@example", "a b@example.com", "a@b@example.com", "x" * 250 + "@e.com"],
)
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(BreachError, match="no e-mail address: nothing was sent"):
        accounts.address_of(typed)


def test_the_whole_address_is_one_part_of_the_path():
    page = accounts.page("ann+shop/x?y#z&é@example.com")
    assert page == (
        "https://haveibeenpwned.com/api/v3/breachedaccount/"
        "ann%2Bshop%2Fx%3Fy%23z%26%C3%A9%40example.com?truncateResponse=false"
    )
    assert "ann@example.com" in accounts.leaving("ann@example.com")


@pytest.mark.parametrize("typed", ["", "short", KEY + "\r\nX: y", "k" * 200, "é" * 32])
def test_what_is_no_key_is_refused_and_not_repeated(typed):
    with pytest.raises(BreachError) as failure:
        accounts.key_of(typed)
    assert "no key" in str(failure.value)
    assert typed == "" or typed not in str(failure.value)


def test_a_key_is_taken():
    assert accounts.key_of(f" {KEY}\n") == KEY


def test_none_is_no_promise():
    answer = accounts.answer_of(404, "", b"")
    assert answer.breaches == ()
    assert accounts.verdict(answer) == "In none of the public breaches known to them."


def test_some_are_named():
    answer = accounts.answer_of(200, "", body(*LIST[:2]))
    assert [one.name for one in answer.breaches] == ["MirrorPeople", "MirrorForum"]
    assert accounts.verdict(answer) == "Found in 2 known breaches."
    assert accounts.verdict(accounts.answer_of(200, "", body(LIST[0]))) == "Found in 1 known breach."


@pytest.mark.parametrize(
    ("status", "wait", "words"),
    [
        (401, "", "does not take this key"),
        (403, "", "refused to answer"),
        (400, "", "does not take this for an e-mail address"),
        (429, "120", "wait 120 seconds"),
        (429, "soon", "wait a minute"),
        (429, "9" * 30, "wait a minute"),
        (503, "", "the status 503: try again later"),
    ],
)
def test_each_refusal_is_a_line(status, wait, words):
    with pytest.raises(BreachError, match=words):
        accounts.answer_of(status, wait, b"<html>")


@pytest.mark.parametrize("content", [b"", b"<html>Sign in</html>", body(*LIST)[:-9], b'{"a": 1}'])
def test_half_an_answer_says_nothing_of_the_address(content):
    with pytest.raises(BreachError, match="nothing can be said of the address"):
        accounts.answer_of(200, "", content)


@given(st.text(max_size=40))
def test_no_text_leaves_its_place_in_the_address(text):
    try:
        address = accounts.address_of(text + "@example.com")
    except BreachError:
        return
    path = accounts.page(address).removeprefix("https://haveibeenpwned.com/api/v3/breachedaccount/")
    assert path.removesuffix("?truncateResponse=false").isascii()
    assert not set(path.removesuffix("?truncateResponse=false")) & set("/?#&@ ")
