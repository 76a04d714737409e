"""The Markdown export, read back by a CommonMark parser with tables and raw HTML on."""

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from privacy_audit.exports import wording
from privacy_audit.exports.markdown import render
from privacy_audit.text import TEXT_LIMIT, clean
from privacy_audit.text import markdown as escape

SECTIONS = [
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


def parse(text):
    """Return all tokens, block and inline, with links of any scheme let through so that they would be seen."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.validateLink = lambda _: True
    tokens = []
    for token in parser.parse(text):
        tokens += [token, *(token.children or ())]
    return tokens


def structure(text):
    """Return the types of all tokens that are more than plain text, in order."""
    return [token.type for token in parse(text) if token.type not in ("text", "text_special")]


def links(text):
    return [token.attrs["href"] for token in parse(text) if token.type == "link_open"]


def shown(token):
    return "".join(child.content for child in token.children)


def headings(text, tag):
    tokens = parse(text)
    return [shown(tokens[i + 1]) for i, token in enumerate(tokens) if token.type == "heading_open" and token.tag == tag]


def test_says_everything_in_order(report):
    text = render(report)
    assert headings(text, "h1") == ["Privacy audit, 24 November 2026"]
    assert headings(text, "h2") == SECTIONS
    assert headings(text, "h3") == ["1. Example Bureau: Freeze your file"]
    assert text.endswith("\n")
    assert "For me · California, United States" in text
    assert "not legal advice" in text.split("## Due now")[0]


def test_an_action_is_told_whole_and_in_order(report):
    part = render(report).split("## What to do next")[1].split("## Waiting")[0]
    wanted = [
        "You said that it holds you.",
        "Credit bureaus · 10 minutes · free · web page · by 1 December 2026 (7 days after 24 November 2026)",
        "1. Open the page.",
        "2. Send the form.",
        "<https://bureau.example/freeze?a=1&b=2> (unchecked)",
        "<mailto:privacy@bureau.example> (unchecked)",
        "+1-800-555-0100 (unchecked)",
        "Box 1, Anytown (unchecked)",
        "your name, your date of birth. Some of this is sensitive",
        "An answer within about 30 days; lasts: until you lift it; look again 12 months after it is done.",
        "The paid lock is another thing.",
        "Example Act",
        "Example Files",
        "confidence high, last checked July 2026",
    ]
    places = [part.replace("\\", "").find(words) for words in wanted]
    assert -1 not in places
    assert places == sorted(places)


def test_what_was_done_stands_newest_first(report):
    part = render(report).split("## What you did")[1]
    assert part.index("9 Nov 2026") < part.index("1 Oct 2026")
    assert "REF-1" in part
    assert "sent by post" in part


def test_counts_are_of_organisations(report):
    part = render(report).split("## Who holds you")[1]
    assert "| Credit bureaus | 6 | 2 | 5 | 3 | 1 |" in part
    assert "2 late now · 1 refused · 3 came back" in part


def test_empty_sections_say_what_will_stand_there(empty):
    text = render(empty)
    assert headings(text, "h2") == SECTIONS
    for name in wording.EMPTY.keys() - {"unchanged"}:
        assert wording.EMPTY[name] in text
    assert "|" not in text


def test_many_actions_stay_usable(many):
    text = render(many)
    assert len(headings(text, "h3")) == wording.DETAILED + 1
    rows = [line for line in text.splitlines() if re.match(r"\| \d+ \| Org", line)]
    assert len(rows) == 300 - wording.DETAILED
    assert rows[-1].startswith("| 300 | Org 300: Freeze your file | 10 | ")
    assert "<https://org-300.example/out>" in rows[-1]


def test_only_safe_addresses_become_links(make_report, make_action):
    todo = (make_action(url="javascript:alert(1)", email="not a mailbox"), make_action(url="https://a.example/`|\\)"))
    assert links(render(make_report(todo=todo))) == [
        "https://a.example/%60%7C%5C)",
        "mailto:privacy@bureau.example",
    ]


def test_a_mail_link_sets_nothing_but_the_recipient(make_report, make_action):
    todo = (make_action(url=None, email="a@b.example?bcc=thief@evil.example"),)
    assert links(render(make_report(todo=todo))) == []
    todo = (make_action(url=None, email="a?bcc=x@b.example"),)
    assert links(render(make_report(todo=todo))) == ["mailto:a%3Fbcc%3Dx@b.example"]


def test_hostile_text_stays_text(hostile_report, tame_report):
    text = render(hostile_report)
    assert structure(text) == structure(render(tame_report))
    assert not links(text)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069]", text)


def test_hostile_text_is_shown_as_it_is(hostile, hostile_report):
    tokens = parse(render(hostile_report))
    cells = [shown(token) for token in tokens if token.type == "inline"]
    assert clean(hostile) in cells


@given(st.text())
def test_escaped_text_is_one_line_without_markup(text):
    assert "\n" not in escape(text)
    assert {token.type for token in parse("x " + escape(text)) if token.type != "text"} <= {
        "paragraph_open", "inline", "paragraph_close", "text_special",
    }  # fmt: skip


@given(st.text(alphabet=st.one_of(st.sampled_from("\\|`*_[]()<>!&;#~=-+. 1a\n\r\x1b"), st.characters())))
def test_an_escaped_cell_shows_the_cleaned_text(text):
    table = f"| a | b |\n| --- | --- |\n| x {escape(text)} | y |\n"
    cells = [shown(token) for token in parse(table) if token.type == "inline"]
    plain = re.sub(r"^x \\(?=\d+[.)])", "x ", cells[2])
    assert plain == f"x {clean(text, TEXT_LIMIT)}".strip()
    assert cells[3:] == ["y"]


def test_the_organisations_record_stands_in_a_table(report):
    text = render(report)
    assert "| Alpha | 3 | 2 | 3–41 of 30 | 1 | 1 | 1 (after 40 days) | 1 |" in text
    assert "few requests yet" in text
    assert "**Came back: 1**\n\n- Alpha: Ask what they hold, after 40 days away" in text


def test_the_counts_over_time_stand_once_a_month(report):
    rows = render(report).split("## Over time")[1].split()
    assert " ".join(rows).endswith("| 1 Aug 2026 | 4 | 0 | 0 | 0 | | 9 Oct 2026 | 6 | 5 | 3 | 1 |")


def test_two_audits_that_are_alike_are_said_to_be(report):
    assert wording.EMPTY["unchanged"] in render(replace(report, changes=replace(report.changes, parts=())))
