"""The XML of calendar servers: read within limits, and without the parts of XML that harm."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy_audit.network import davxml
from privacy_audit.network.davxml import Element, NotXml, dav, document, escaped, read, written

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def test_what_is_written_is_read_back():
    root = read(document("D:propfind", written("D:prop", written("C:comp", name='a "b" & <c>'), escaped("x & <y>"))))
    assert root.name == dav("propfind")
    assert root.said(dav("prop")) == "x & <y>"
    assert root.first(dav("prop"), davxml.cal("comp")).attributes == {"name": 'a "b" & <c>'}
    assert root.first(dav("nothing")) is None
    assert root.said(dav("nothing")) == ""


def test_all_finds_every_way_to_a_name():
    root = read(b'<m xmlns="DAV:"><r><h>1</h></r><r><h>2</h><h>3</h></r></m>')
    assert [one.text for one in root.all(dav("r"), dav("h"))] == ["1", "2", "3"]


@pytest.mark.parametrize(
    "text",
    [
        f'<!DOCTYPE m [<!ENTITY l0 "ha">{LAUGHS}]><m>&l9;</m>',
        '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><m>&x;</m>',
        '<!DOCTYPE m SYSTEM "https://elsewhere.example/x.dtd"><m/>',
        "<!DOCTYPE m><m/>",
        "<m>&undefined;</m>",
        "<a>" * 100 + "</a>" * 100,
        "",
        "text",
        "<m>",
        "<m/><m/>",
        "<m a='1' a='2'/>",
        "<x:m/>",
        '<?xml version="1.0" encoding="no-such"?><m/>',
    ],
    ids=range(13),
)
def test_what_harms_or_is_none_is_refused(text):
    with pytest.raises(NotXml):
        read(text.encode())


def test_too_many_elements_are_refused(monkeypatch):
    monkeypatch.setattr(davxml, "MOST", 100)
    with pytest.raises(NotXml, match="too large"):
        read(b"<m>" + b"<r/>" * 200 + b"</m>")


@given(st.binary(max_size=300))
def test_anything_is_read_or_refused(data):
    with contextlib.suppress(NotXml):
        assert isinstance(read(data), Element)


@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=50
    )
)
def test_any_text_is_the_same_after_writing_and_reading(text):
    root = read(document("D:x", written("D:y", escaped(text), name=text)))
    found = root.first(dav("y"))
    assert found.text == text
    assert found.attributes["name"] == text
