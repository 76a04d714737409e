"""Reading the list as it comes from outside: what counts, what is left out, what is refused."""

import contextlib
import json
from datetime import date

import pytest
from examples import HOSTILE, unprintable
from hypothesis import given
from hypothesis import strategies as st

from privacy_audit.breaches.errors import NotTheList
from privacy_audit.breaches.plain import from_html
from privacy_audit.breaches.reading import MOST, breach_of, read

from .invented import LIST, body, entry


def test_an_entry_is_read_with_all_that_it_says():
    (breach,) = read(body(entry("Mirror", "WWW.Mirror-People.Example.", Title="Mirror People"))).breaches
    assert (breach.name, breach.title, breach.domain) == ("Mirror", "Mirror People", "mirror-people.example")
    assert (breach.on, breach.added, breach.accounts) == (date(2019, 5, 14), date(2019, 5, 14), 1234567)
    assert breach.leaked == ("Email addresses", "IP addresses", "Passwords")
    assert breach.about == "In May, Mirror & others leaked."
    assert breach.verified
    assert not breach.sensitive
    assert breach.apart == ""


def test_what_is_no_leak_of_theirs_is_known_by_its_marks():
    words = {
        one["Name"]: breach_of(one).apart
        for one in (
            entry("a", IsFabricated=True, IsSpamList=True), entry("b", IsSpamList=True), entry("c", IsRetired=True),
            entry("d", IsStealerLog=True), entry("e", IsMalware=True), entry("f", IsVerified=False, IsSensitive=True),
        )
    }  # fmt: skip
    assert words["a"] == "thought to be made up", "the gravest is said"
    assert words["b"] == "a list that spam was sent with, not a leak of theirs"
    assert all(words[name] for name in "de")
    assert words["c"] == words["f"] == "", "it leaked, though nobody can ask for it any more"


def test_fields_that_are_unknown_or_missing_do_no_harm():
    least = {"Name": "Least", "BreachDate": "2020-02-29", "New": {"deep": [1, None]}, "PwnCount": None}
    (breach,) = read(body(least)).breaches
    assert (breach.title, breach.domain, breach.accounts, breach.leaked) == ("Least", "", 0, ())
    assert breach.added is None
    assert not breach.verified


@pytest.mark.parametrize(
    "more",
    [
        {"Name": ""}, {"Name": 7}, {"Name": None}, {"Title": ["x"]}, {"Domain": 4}, {"BreachDate": None},
        {"BreachDate": "May 2019"}, {"BreachDate": "2019-13-01"}, {"BreachDate": "20190501"}, {"BreachDate": 20190501},
        {"BreachDate": "2019-W01-1"}, {"BreachDate": "2019-05-01 and more"}, {"AddedDate": "soon"},
        {"PwnCount": -1}, {"PwnCount": "12"}, {"PwnCount": True}, {"PwnCount": 1.5}, {"PwnCount": 10**30},
        {"DataClasses": "Passwords"}, {"DataClasses": [1]}, {"DataClasses": ["x"] * 1000}, {"IsVerified": "true"},
        {"IsSpamList": 1}, {"Description": {"html": "x"}},
    ],
    ids=str,
)  # fmt: skip
def test_an_entry_with_a_fault_is_left_out_and_counted(more):
    found = read(body(entry("Right"), entry("Wrong") | more))
    assert [breach.name for breach in found.breaches] == ["Right"]
    assert found.skipped == 1


def test_the_second_of_a_name_is_left_out():
    found = read(body(entry("Twin", "one.example"), entry("Twin", "two.example")))
    assert [breach.domain for breach in found.breaches] == ["one.example"]
    assert found.skipped == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "it is no JSON, or it ends early"),
        (b"<!doctype html><title>Sign in</title>", "no JSON"),
        (body(*LIST)[:-20], "ends early"),
        (b"\xff\xfe[]", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"[1e400, NaN]", "no JSON"),
        (b'[{"PwnCount": ' + b"9" * 10_000 + b"}]", "no JSON"),
        (b'{"Message": "busy"}', "it is not a list"),
        (b"null", "it is not a list"),
        (b"[1, 2, 3]", "3 of its 3 entries cannot be read"),
        (json.dumps([0] * (MOST + 1)).encode(), f"more than {MOST:,} entries"),
    ],
    ids=range(11),
)
def test_what_is_no_list_is_refused(content, words):
    with pytest.raises(NotTheList, match=words):
        read(content)


def test_a_byte_order_mark_and_an_empty_list_are_read():
    assert read(b"\xef\xbb\xbf" + body(entry("One"))).breaches[0].name == "One"
    assert read(b"[]").breaches == ()


def test_every_text_is_clean():
    hostile = entry("x", Name=HOSTILE, Title=HOSTILE, Domain=HOSTILE, Description=HOSTILE, DataClasses=[HOSTILE, ""])
    (breach,) = read(body(hostile)).breaches
    texts = (breach.name, breach.title, breach.domain, breach.about, *breach.leaked)
    assert not any(unprintable(text) for text in texts)
    assert "alert(1)" not in breach.about
    assert len(breach.leaked) == 1


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("One &amp; <em>two</em>", "One & two"),
        ("<p>One</p><p>two</p>three<br/>four", "One two three four"),
        ("5 &lt; 6 and 7 < 8", "5 < 6 and 7 < 8"),
        ("a<script>alert('x')</script>b<style>p{}</style>c<!-- d -->e", "abce"),
        ('<a href="javascript:alert(1)">here</a>', "here"),
        ("&#27;[31mred&#x202e;", "[31mred"),
        ("<b>bold</b>er <i>x</i>", "bolder x"),
    ],
)
def test_a_description_becomes_plain_text(html, text):
    assert from_html(html) == text


def test_a_description_is_cut():
    assert len(from_html("word " * 100_000)) <= 4_000


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
fields = st.sampled_from(list(entry("x")))


@given(st.lists(st.dictionaries(fields, json_values, max_size=8), max_size=5), st.integers(0, 3))
def test_whatever_an_entry_holds_the_right_ones_are_read(wild, right):
    rights = [entry(f"Right{number}") for number in range(right + len(wild))]
    found = read(json.dumps([*wild, *rights]).encode())
    assert {one["Name"] for one in rights} <= {breach.name for breach in found.breaches}
    assert len(found.breaches) + found.skipped == len(wild) + len(rights)


@given(st.binary(max_size=200))
def test_no_bytes_do_harm(content):
    with contextlib.suppress(NotTheList):
        assert read(content).breaches is not None
