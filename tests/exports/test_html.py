"""The HTML export, read back by html.parser: what stands there, and that nothing in it is live."""

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

from privacy_audit.exports import wording
from privacy_audit.exports.html import render
from privacy_audit.text import clean

VOID = {"meta", "link", "img", "br", "hr", "input", "base"}


class Page(HTMLParser):
    """Collects tags with their attributes, the text inside them, and checks that tags are nested rightly."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.texts, self.open = [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append((self.open[-1] if self.open else "", " ".join(data.split())))

    def named(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]

    def text_of(self, tag):
        return [text for name, text in self.texts if name == tag and text]


def test_is_whole_and_forbids_everything_remote(report):
    page = Page(render(report))
    policies = [meta["content"] for meta in page.named("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
    digest = base64.b64encode(
        hashlib.sha256(re.search(r"<style>(.*?)</style>", render(report), re.S)[1].encode()).digest()
    )
    assert policies == [
        f"default-src 'none'; style-src 'sha256-{digest.decode()}'; base-uri 'none'; form-action 'none'"
    ]
    assert not {"script", "link", "img", "iframe", "form", "object", "base"} & {tag for tag, _ in page.tags}
    assert not re.search(r"@import|url\(", render(report))
    assert not [attrs for _, attrs in page.tags if any(name.startswith("on") or name == "style" for name in attrs)]


def test_policy_stands_before_the_style_that_it_allows(report):
    text = render(report)
    assert text.index("Content-Security-Policy") < text.index("<style>")


def test_is_accessible(report, many):
    for value in (report, many):
        page = Page(render(value))
        assert page.named("html") == [{"lang": "en-GB"}]
        levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        assert all(attrs.get("scope") in ("col", "row") for attrs in page.named("th"))
        ids = {attrs["id"] for _, attrs in page.tags if "id" in attrs}
        assert {attrs["aria-labelledby"] for attrs in page.named("table")} <= ids
        assert {attrs["href"][1:] for attrs in page.named("a") if attrs["href"].startswith("#")} <= ids


def test_sections_stand_in_order(report):
    assert Page(render(report)).text_of("h2") == [
        "Due now",
        "What to do next",
        "Waiting for an answer",
        "Coming up",
        "What you did",
        "Their record",
        "What changed since the audit before",
        "Who holds you",
        "Over time",
    ]


def test_says_what_an_action_needs(report):
    page = Page(render(report))
    assert "1. Example Bureau: Freeze your file" in page.text_of("h3")
    assert page.text_of("li")[:2] == ["Open the page.", "Send the form."]
    assert page.text_of("dt") == [
        "Page", "E-mail", "Phone", "Post", "You disclose", "How long", "Careful", "Law", "Also reaches", "Source",
    ]  # fmt: skip
    assert "confidence high, last checked July 2026" in page.text_of("dd")
    assert page.text_of("em") == ["unchecked"] * 4
    assert wording.UNCHECKED_NOTE in " ".join(page.text_of("p"))


def test_links_lead_only_to_safe_addresses_and_tell_nothing(report):
    foreign = [attrs for attrs in Page(render(report)).named("a") if not attrs["href"].startswith("#")]
    assert [attrs["href"] for attrs in foreign] == [
        "https://bureau.example/freeze?a=1&b=2",
        "mailto:privacy@bureau.example",
    ]
    assert all(attrs["rel"] == "noreferrer" for attrs in foreign)


def test_addresses_are_on_the_paper(report):
    assert "https://bureau.example/freeze?a=1&b=2" in Page(render(report)).text_of("a")


def test_an_unsafe_address_is_left_out(make_report, make_action):
    text = render(make_report(todo=(make_action(url="javascript:alert(1)", email=None),)))
    assert "javascript" not in text
    assert "left out, because it is no web address" in text


def test_the_rest_names_the_contact_of_its_channel(make_report, make_action):
    todo = (make_action(),) * wording.DETAILED + (make_action(via="phone"), make_action(via="letter"))
    rows = render(make_report(todo=todo)).split('id="rest"')[1].split("</table>")[0]
    assert "+1-800-555-0100" in rows
    assert "Box 1, Anytown" in rows
    assert "href" not in rows


def test_empty_sections_say_what_will_stand_there(empty):
    page = Page(render(empty))
    told = page.text_of("p")
    for name in wording.EMPTY.keys() - {"unchanged"}:
        assert wording.EMPTY[name] in told
    assert not page.named("table")


def test_many_actions_stay_usable(many):
    page = Page(render(many))
    assert len(page.named("article")) == wording.DETAILED
    hrefs = [attrs["href"] for attrs in page.named("a")]
    assert [f"https://org-{place}.example/out" in hrefs for place in (1, 25, 26, 300)] == [True] * 4
    assert len(render(many)) < 250_000


def test_prints_without_cutting_an_action(report):
    paper = render(report).split("@media print")[1]
    assert re.search(r"article[^}]*break-inside: avoid", paper)
    assert "attr(href)" in paper


def test_hostile_text_stays_text(hostile, hostile_report, tame_report):
    page, tame = Page(render(hostile_report)), Page(render(tame_report))
    assert [(tag, sorted(attrs)) for tag, attrs in page.tags] == [(tag, sorted(attrs)) for tag, attrs in tame.tags]
    assert all(attrs["href"].startswith("#") for attrs in page.named("a"))
    assert clean(hostile) in page.text_of("li")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069]", render(hostile_report))


def test_the_organisations_record_and_what_changed_are_told(report):
    page = Page(render(report))
    assert "Alpha" in page.text_of("th")
    assert "Alpha: Ask what they hold, after 40 days away" in page.text_of("li")
    assert "Came back: 1" in page.text_of("h3")


def test_the_counts_over_time_are_drawn_without_script_style_or_anything_fetched(report):
    page = Page(render(report))
    (picture,) = page.named("svg")
    assert picture["role"] == "img"
    assert "the table below says the same" in picture["aria-label"]
    paths = page.named("path")
    assert [path["class"] for path in paths] == ["known", "asked", "done", "gone"]
    assert not any("style" in attrs or "href" in attrs for tag, attrs in page.tags if tag in ("svg", "path", "text"))
    assert {"known 6", "asked 5", "said done 3", "seen gone 1"} <= set(page.text_of("text"))


def test_a_single_day_is_no_course_to_draw(report):
    first = replace(report, progress=report.progress[:1], today=report.progress[0].on)
    assert not Page(render(first)).named("svg")
