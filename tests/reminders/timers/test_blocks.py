"""A marked block in somebody else's file: every other byte stays, whatever the file is like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy_audit.reminders.timers import blocks
from privacy_audit.reminders.timers.errors import TimerError

W = "the file"
#: Any bytes that a text file may hold, in any encoding and with any line ends, but no zero byte.
CONTENTS = st.binary(max_size=200).filter(lambda data: b"\0" not in data and blocks.BEGIN not in data)
LINES = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF), min_size=1, max_size=60)


@given(CONTENTS, LINES)
def test_taking_out_gives_back_what_was_there(content, lines):
    inside = blocks.insert(content, lines, where=W)
    assert inside.startswith(content)
    assert blocks.find(inside, where=W) == lines + "\n"
    assert blocks.remove(inside, where=W) == content


@given(CONTENTS, LINES)
def test_putting_in_twice_is_putting_in_once(content, lines):
    once = blocks.insert(content, lines, where=W)
    assert blocks.insert(once, lines, where=W) == once


@given(CONTENTS, CONTENTS, LINES, LINES)
def test_a_new_block_stands_where_the_old_one_stood(before, after, old, new):
    before = before + b"\n" if before else before
    content = before + blocks.insert(b"", old, where=W) + after
    assert blocks.insert(content, new, where=W) == before + blocks.insert(b"", new, where=W) + after
    assert blocks.remove(content, where=W) == before + after


@given(LINES)
def test_a_file_made_for_the_block_goes_with_it(lines):
    made = blocks.insert(None, lines, where=W)
    assert made.endswith(b"\n")
    assert blocks.remove(made, where=W) is None
    assert blocks.remove(made + b"more\n", where=W) == b"more\n"
    assert blocks.remove(blocks.insert(made, lines + "!", where=W), where=W) is None


@pytest.mark.parametrize(
    "content",
    [
        b"", b"alias a=b\n", b"alias a=b", b"a\r\nb\r\n", b"a\r\nb", b"caf\xe9 \xff\n",
        "# ñ 日本\n".encode("utf-8-sig"), b"\n\n\n", b"a \\\n",
    ],
    ids=repr,
)  # fmt: skip
def test_line_ends_and_encodings_stay(content):
    inside = blocks.insert(content, "line", where=W)
    assert inside.endswith(b"\n") == (content.endswith(b"\n") or not content)
    assert b"\r" not in inside[len(content) :], "a shell reads no carriage return"
    assert blocks.remove(inside, where=W) == content


def test_what_was_written_after_the_block_stays():
    inside = blocks.insert(b"a", "line", where=W) + b"\nb"
    assert blocks.remove(inside, where=W) == b"a\nb"


def test_an_editor_that_changed_line_ends_does_no_harm():
    inside = blocks.insert(b"a\n", "line", where=W).replace(b"\n", b"\r\n")
    assert blocks.remove(inside, where=W) == b"a\r\n"


def test_a_block_that_was_copied_is_one_again():
    twice = blocks.insert(b"a\n", "old", where=W) + b"b\n" + blocks.insert(b"", "old", where=W)
    assert blocks.insert(twice, "new", where=W) == blocks.insert(b"a\n", "new", where=W) + b"b\n"
    assert blocks.remove(twice, where=W) == b"a\nb\n"


@pytest.mark.parametrize(
    "content",
    [
        blocks.BEGIN + b"\nline\nmine\n",
        blocks.BEGIN + b"\nmine\n" + blocks.BEGIN + b"\nline\n" + blocks.END + b"\n",
        blocks.BEGIN,
    ],
)
def test_a_block_without_an_end_takes_nothing_with_it(content):
    for act in (lambda: blocks.insert(content, "x", where=W), lambda: blocks.remove(content, where=W)):
        with pytest.raises(TimerError, match=r"not its last\. It was left as it is; remove that line by hand"):
            act()


def test_a_file_that_is_no_text_is_left_alone():
    with pytest.raises(TimerError, match=r"is no plain text\. It was left as it is"):
        blocks.insert("a\n".encode("utf-16"), "x", where=W)


def test_without_a_block_nothing_is_found_or_removed():
    assert blocks.find(b"a\n", where=W) is None
    assert blocks.find(None, where=W) is None
    assert blocks.remove(b"a\n", where=W) == b"a\n"
