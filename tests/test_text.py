"""The one place where foreign text is cleaned and escaped."""

import csv
import io
import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from privacy_audit.text import (
    LINE_LIMIT,
    TEXT_LIMIT,
    clean,
    clean_lines,
    count,
    csv_cell,
    cut,
    fold,
    markdown,
    safe_url,
)

_TEXTS = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)
_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)


@pytest.mark.parametrize(
    ("foreign", "shown"),
    [
        ("a\x1b[31mred\x1b[0m", "ared"),
        ("a\x1b[2J\x1b[1;1Hb", "ab"),
        ("a\x1b]52;c;ZXZpbA==\x07b", "ab"),
        ("a\x1b]52;c;ZXZpbA==\x1b\\b", "ab"),
        ("a\x1b]0;title", "a"),
        ("a\x1bPq#1\x1b\\b", "ab"),
        ("a\x1b(0b", "ab"),
        ("a\x1bcb", "ab"),
        ("a\x1b", "a"),
        ("a\x1b\x1b[2Jb", "ab"),
        ("a\x9b31mb", "a31mb"),
        ("a\x9d52;c;x\x9cb", "a52;c;xb"),
        ("a\x00\x07\x08\x7fb", "ab"),
        ("photo_\u202egnp.exe", "photo_gnp.exe"),
        ("\u2066a\u2069\u200f\u200e\u061c", "a"),
        ("a\u200b\u2060\ufeffb\u206e", "ab"),
        ("a\U000e0041\U000e007fb", "ab"),
        ("a\ud800b", "a\N{REPLACEMENT CHARACTER}b"),
        ("one\u2028two\u2029three", "onetwothree"),
        (" two \t\n words \r\n", "two words"),
        ("caf\u00e9 \u4e2d\u6587 \U0001f469\u200d\U0001f52c", "caf\u00e9 \u4e2d\u6587 \U0001f469\u200d\U0001f52c"),
        (None, "None"),
        (12, "12"),
    ],
)
def test_clean_leaves_what_is_meant_and_takes_out_what_steers(foreign, shown):
    assert clean(foreign) == shown


def test_lines_and_tabs_stay_where_lines_are_wanted():
    assert clean_lines("a\r\nb\rc\n\td\x0b\x0c") == "a\nb\nc\n\td"


def test_the_limits_hold():
    assert len(clean("x" * 9_999)) == LINE_LIMIT
    assert len(clean_lines("x" * 99_999)) == TEXT_LIMIT
    assert clean("one two", 4) == "one"
    assert clean("abc", 0) == ""


@given(_TEXTS, st.integers(0, 80))
@example("a  b", 2)
@example("\x1b\x1b[31m[2J", 80)
@example("\x1b]\x1b]x\x07\x07", 80)
def test_cleaning_twice_is_cleaning_once(text, limit):
    once = clean(text, limit)
    assert clean(once, limit) == once
    lines = clean_lines(text, limit)
    assert clean_lines(lines, limit) == lines


@given(_TEXTS)
def test_nothing_that_steers_is_left(text):
    assert not _STEERING.search(clean_lines(text))
    assert not _STEERING.search(clean(text))
    assert "\n" not in clean(text)
    clean_lines(text).encode("utf-8")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("[x](javascript:alert(1))", r"\[x\](javascript:alert(1))"),
        ("<script>alert(1)</script>", r"\<script\>alert(1)\</script\>"),
        ("a|b", r"a\|b"),
        ("*bold* _it_ `code` ~~no~~", r"\*bold\* \_it\_ \`code\` \~\~no\~\~"),
        ("# title", r"\# title"),
        ("- item", r"\- item"),
        ("+ item", r"\+ item"),
        ("=====", r"\====="),
        ("1. item", r"1\. item"),
        ("12) item", r"12\) item"),
        ("2026-07 is fine", "2026-07 is fine"),
        ("&lt;", r"\&lt;"),
        ("![i](x)", r"\!\[i\](x)"),
        ("a\n\n# b", r"a \# b"),
        ("back\\slash", "back\\\\slash"),
        ("", ""),
    ],
)
def test_markdown_shows_literally(text, written):
    assert markdown(text) == written


@given(_TEXTS)
def test_markdown_unescapes_to_the_clean_text(text):
    assert re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown(text)) == clean(text, TEXT_LIMIT)


@pytest.mark.parametrize(
    "formula",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\x00=1", "\n=1", "\u200b=1", "\x1b[31m=1", "\u202e@x"],
)
def test_a_field_that_a_spreadsheet_would_compute_gets_an_apostrophe(formula):
    assert csv_cell(formula).startswith("'")


@pytest.mark.parametrize(("text", "cell"), [("plain", "plain"), ("a=b", "a=b"), ("a\nb", "a b"), ("", ""), (7, "7")])
def test_any_other_field_stays(text, cell):
    assert csv_cell(text) == cell


@given(_TEXTS)
def test_a_field_survives_a_csv_file_and_is_no_formula(text):
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerow([csv_cell(text)])
    row = next(csv.reader(io.StringIO(out.getvalue())))
    assert row == [csv_cell(text)]
    assert not row[0].lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/b?c=d#e",
        "http://a.example",
        "mailto:privacy@a.example",
        "HTTPS://A.example/",
        "https://a.example/{first}",
    ],
)
def test_an_address_of_the_web_or_of_a_mailbox_is_safe(address):
    assert safe_url(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "java\x00script:alert(1)", " JaVaScRiPt:alert(1)", "data:text/html,x", "file:///etc/passwd",
        "ftp://a.example", "//a.example", "a.example", "https://", "https:a.example", "https://a b.example",
        'https://a.example/"onload="x', "https://a.example/<x>", "https://[a", "", None, "\u202ehttps:",
    ],
)  # fmt: skip
def test_anything_else_is_no_address(address):
    assert safe_url(address) is None


def test_an_address_is_cleaned_of_what_steers():
    assert safe_url("https://a.example/\x1b[2J\u202e\nx") is None
    assert safe_url("\u200bhttps://a.example/\x1b[2J\n") == "https://a.example/"


@given(_TEXTS)
def test_whatever_is_safe_is_of_a_known_scheme_and_can_stand_in_quotes(text):
    for address in (safe_url(text), safe_url("https://" + text), safe_url("mailto:" + text)):
        if address is not None:
            assert address.casefold().startswith(("http://", "https://", "mailto:"))
            assert not re.search(r"[\s\"<>\x00-\x1f]", address)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Buró de Crédito", "buro de credito"),
        ("ÑANDÚ", "nandu"),
        ("Straße", "strasse"),
        ("ﬁn", "fin"),
        ("İ", "i"),
        ("", ""),
    ],
)
def test_folding_takes_accents_and_capitals_off(text, folded):
    assert fold(text) == folded


@given(st.text(max_size=30))
def test_folding_knows_no_accents(text):
    assert not [sign for sign in unicodedata.normalize("NFKD", fold(text)) if unicodedata.combining(sign)]
    assert fold(text.upper()) == fold(text.upper().lower()) or not text.isascii()


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdef", 5, "abcd…"),
        ("ab cdef", 4, "ab…"),
        ("abcdef", 1, "…"),
        ("abcdef", 0, ""),
        ("", 0, ""),
    ],
)
def test_a_text_is_cut_to_the_width(text, width, shown):
    assert cut(text, width) == shown


@given(st.text(max_size=30), st.integers(0, 40))
def test_a_cut_text_is_never_wider(text, width):
    assert len(cut(text, width)) <= width


def test_a_number_comes_with_its_noun():
    assert count(1, "organisation") == "1 organisation"
    assert count(0, "organisation") == "0 organisations"
    assert count(1234, "organisation") == "1,234 organisations"
    assert count(2, "reply", "replies") == "2 replies"
