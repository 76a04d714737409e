"""Finding the line of a key."""

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from privacy_audit.catalog.check_lines import lines, locate

from .conftest import FILES, ORGANISATION

_TEXT = '''\
a = 1
b = """
c = 2
[x]
""" # d = 3
"e f" = [ # [[y]]
  "]", '[',
]

[t.u]
g = { h = 1 }

[[y]]
k = 1
[[y.z]]
k = 2
[[y]]
[[y.z]]
k = 3
'''


def test_keys_in_strings_comments_and_lists_are_no_keys():
    assert lines(_TEXT) == {
        ("a",): 1, ("b",): 2, ("e f",): 6, ("t", "u"): 10, ("t", "u", "g"): 11,
        ("y", 0): 13, ("y", 0, "k"): 14, ("y", 0, "z", 0): 15, ("y", 0, "z", 0, "k"): 16,
        ("y", 1): 17, ("y", 1, "z", 0): 18, ("y", 1, "z", 0, "k"): 19,
    }  # fmt: skip


def test_what_is_missing_is_looked_for_where_it_should_be():
    assert locate(_TEXT, ("y", 1, "k")) == 17
    assert locate(_TEXT, ("e f", 1)) == 6
    assert locate(_TEXT, ("t", "u", "g", "h")) == 11
    assert locate(_TEXT, ("nothing",)) == 1
    assert locate(_TEXT, ()) == 1


def test_every_key_of_a_real_file_is_found():
    for text in FILES.values():
        found = lines(text)
        for key, value in tomllib.loads(text).items():
            assert (key,) in found or (key, 0) in found or isinstance(value, dict)


@given(st.lists(st.sampled_from(['"', "'", '"""', "[", "]", "#", "\n", "=", "a", "\\", "{", "}", " "])).map("".join))
def test_any_text_comes_to_an_end(text):
    assert all(1 <= line <= text.count("\n") + 1 for line in lines(text).values())
    assert lines(ORGANISATION + text)
