"""One test for each mistake that a person may make in a checklist file: the line and the mend are named."""

import os
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privacy_audit.catalog import check_files, load
from privacy_audit.catalog.check import Mistake, check_paths

from .conftest import FILES, ORGANISATION, line_of
from .mistakes import MISTAKES


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_with_line_field_and_mend(name, shop, only):
    old, new, start, field, wrong, mend = MISTAKES[name]
    assert ORGANISATION.count(old) >= 1
    text = _replaced(ORGANISATION, old, new, last=field.startswith(("actions[2]", "sources")))
    shop.write_text(text, "utf-8")
    mistake = only(shop)
    assert mistake.field == field
    assert wrong in mistake.text
    assert mend in mistake.mend
    assert mistake.line == _line(text, start, field)


def _replaced(text: str, old: str, new: str, last: bool) -> str:
    return new.join(text.rsplit(old, 1)) if last else text.replace(old, new, 1)


def _line(text: str, start: str | None, field: str) -> int:
    """Find the line with other means than the program: by its start, within the right block."""
    block = re.match(r"(\w+)\[(\d+)\]", field)
    if not block or block[1] not in ("actions", "sources"):
        return line_of(text, start)
    headers = [n for n, line in enumerate(text.splitlines(), 1) if line == f"[[{block[1]}]]"]
    first = headers[int(block[2]) - 1]
    below = "\n".join(text.splitlines()[first - 1 :])
    return first - 1 + line_of(below, start or "id")


def test_the_small_folder_has_no_mistake(tree):
    assert check_paths(tree) == ([], len(FILES))


def test_a_mistake_is_one_line_and_a_dictionary():
    mistake = Mistake("a.toml", 7, "kind", "it is missing", 'add kind = "…"')
    assert str(mistake) == 'a.toml:7: kind: it is missing; add kind = "…"'
    assert mistake.as_dict() == {
        "file": "a.toml", "line": 7, "field": "kind", "text": "it is missing", "mend": 'add kind = "…"',
    }  # fmt: skip
    assert str(Mistake("a.toml", None, "", "this is a folder", "rename it")) == "a.toml: this is a folder; rename it"


def test_several_mistakes_come_in_the_order_of_their_lines(shop):
    shop.write_text(ORGANISATION.replace("minutes = 15", "minutes = 0").replace('"high"', '"hgih"'), "utf-8")
    assert [mistake.field for mistake in check_paths(shop)[0]] == ["impact", "actions[1].minutes"]


def test_every_action_of_a_circle_through_after_is_named(shop):
    text = ORGANISATION.replace('do = "access"', 'do = "access"\nafter = ["corner-shop/delete"]')
    shop.write_text(text, "utf-8")
    mistakes, _ = check_paths(shop)
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.startswith("after")]
    assert [(one.line, one.field) for one in mistakes] == list(
        zip(lines, ("actions[1].after", "actions[2].after"), strict=True)
    )
    assert all("has to wait for this action itself" in one.text and "take one" in one.mend for one in mistakes)


def test_acts_that_cover_each_other_are_named_since_both_would_vanish(tree, only):
    path = tree / "organisations/points/corner-shop.toml"
    path.write_text(_replaced(ORGANISATION, 'when = "you no longer want the card"', 'covers = ["corner-bank"]', True))
    bank = tree / "organisations/credit/corner-bank.toml"
    bank.write_text(
        bank.read_text("utf-8").replace("minutes = 5", 'minutes = 5, covers = ["corner-shop/delete"]'), "utf-8"
    )
    mistake = only(path)
    assert mistake.line == line_of(path.read_text("utf-8"), "covers")
    assert '"corner-bank/opt-out" covers this action too' in mistake.text
    assert "on one side only" in mistake.mend


def test_the_line_of_a_key_in_one_line_tables_is_that_of_the_list(tree, only):
    bank = tree / "organisations/credit/corner-bank.toml"
    bank.write_text(bank.read_text("utf-8").replace('"phone",', '"fone",'), "utf-8")
    mistake = only(bank)
    assert (mistake.line, mistake.field) == (line_of(bank.read_text("utf-8"), "actions"), "actions[1].via")


def test_a_multi_line_text_does_not_confuse_the_lines(shop, only):
    text = ORGANISATION.replace('"Sign in."', '"""\n[[actions]]\nid = "x"\n"""').replace("minutes = 10", "minutes = 0")
    shop.write_text(text, "utf-8")
    assert only(shop).line == text.splitlines().index("minutes = 0") + 1


@pytest.mark.parametrize(
    ("data", "line", "wrong", "mend"),
    [
        (b'id = "corner-shop"\nname = "Corner\n', 2, "not TOML: Illegal character", "look at line 2, column"),
        (b'id = "corner-shop"\nholds = ["a"\n', 2, "not TOML", "a bracket"),
        (b'id = "a"\nid = "b"\n', 2, "not TOML", "a key stands there twice"),
        (b"id = " + b"[" * 9000, 1, "brackets", "brackets"),
        (b"id = " + b"9" * 9000 + b"\n", 1, "not TOML", "look at line 1"),
        (b'id = "a"\nname = "caf\xe9"\n', 2, "not UTF-8", "save it again as UTF-8"),
        (b'id = "a"\nname = "\0"\n', 2, "NUL bytes", "plain text in UTF-8"),
        ('id = "a"\n'.encode("utf-16"), 1, "NUL bytes", "UTF-8"),
        (b"", None, "the file is empty", "copy a file of the same theme"),
        (b"# nothing\n\n", None, "the file is empty", "copy a file"),
        (b"x" * (check_files.SIZE_LIMIT + 1), None, "1,000,001 bytes", "split it up"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(data, line, wrong, mend, shop, only):
    shop.write_bytes(data)
    mistake = only(shop)
    assert mistake.line == line
    assert wrong in mistake.text
    assert mend in mistake.mend


def test_a_byte_order_mark_is_no_mistake(shop):
    shop.write_bytes(b"\xef\xbb\xbf" + ORGANISATION.encode())
    assert check_paths(shop) == ([], 1)


def test_line_ends_of_windows_keep_the_lines(shop, only):
    text = ORGANISATION.replace("minutes = 10", "minutes = 0")
    shop.write_bytes(text.replace("\n", "\r\n").encode())
    assert only(shop).line == text.splitlines().index("minutes = 0") + 1


def test_a_folder_called_like_a_file_is_named(own, tree, only):
    (own / "x.toml").mkdir()
    (own / "x.toml" / "y.toml").write_text("", "utf-8")
    mistake = only(own)
    assert (mistake.file, mistake.text) == (str(own / "x.toml"), "this is a folder")
    assert "does not end in .toml" in mistake.mend


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs symbolic links")
def test_a_link_to_itself_or_to_nothing_is_named(own, tree):
    (own / "loop.toml").symlink_to(own / "loop.toml")
    (own / "none.toml").symlink_to(own / "gone")
    (own / "round").symlink_to(own)
    mistakes, files = check_paths(own)
    assert files == 2
    assert [Path(one.file).name for one in mistakes] == ["loop.toml", "none.toml"]
    assert all("cannot be read" in one.text and "the link" in one.mend for one in mistakes)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_named_and_not_waited_for(own, tree, only):
    os.mkfifo(own / "x.toml")
    assert "no ordinary file" in only(own).text


def test_a_file_without_rights_is_named(shop, only, monkeypatch):
    def refuse(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    mistake = only(shop)
    assert "Permission denied" in mistake.text
    assert "correct its rights" in mistake.mend


@pytest.mark.parametrize(
    ("name", "mend"), [("My Dentist.toml", "my-dentist.toml"), ("äß.toml", "ss.toml"), ("_.toml", "example.toml")]
)
def test_a_bad_file_name_is_named(name, mend, own, tree):
    (own / name).write_text(ORGANISATION.replace('"corner-shop"', f'"{name[:-5]}"'), "utf-8")
    mistakes, _ = check_paths(own)
    named = next(one for one in mistakes if "no good file name" in one.text)
    assert f"rename it to {mend}" in named.mend


def test_a_file_of_another_ending_is_named(tmp_path, tree):
    path = tmp_path / "dentist.txt"
    path.write_text(ORGANISATION, "utf-8")
    assert any("rename it to dentist-txt.toml" in one.mend for one in check_paths(path)[0])


def test_a_file_in_the_folder_of_another_theme_is_named(tree, only):
    (tree / "organisations/points/corner-shop.toml").rename(tree / "organisations/credit/corner-shop.toml")
    mistake = only(tree)
    assert (mistake.field, mistake.line) == ("theme", line_of(ORGANISATION, "theme"))
    assert "move it to organisations/points/" in mistake.mend


def test_two_files_of_one_id_are_named(tree):
    for folder in ("credit", "points"):
        (tree / "organisations" / folder / "twin.toml").write_text(
            ORGANISATION.replace("corner-shop", "twin").replace('"points"', f'"{folder}"'), "utf-8"
        )
    mistakes, _ = check_paths(tree)
    assert [(one.field, one.line) for one in mistakes] == [("id", 1), ("id", 1)]
    assert all("two files are called twin.toml" in one.text and "rename one" in one.mend for one in mistakes)


def test_a_path_with_dots_and_one_from_here_are_the_same_file(shop, tree, own, monkeypatch):
    assert check_paths(shop.parent / ".." / "points" / shop.name) == ([], 1)
    monkeypatch.chdir(tree / "organisations")
    assert check_paths(Path("points/../points/corner-shop.toml")) == ([], 1)
    assert check_paths(Path()) == ([], 2)
    shop.write_text(ORGANISATION.replace('"high"', '"top"'), "utf-8")
    assert check_paths(Path("../organisations"))[0][0].file == str(Path("points", "corner-shop.toml"))
    (own / "dentist.toml").write_text(ORGANISATION.replace("corner-shop", "dentist"), "utf-8")
    assert check_paths(own / ".." / own.name / "dentist.toml") == ([], 1)


def test_an_own_organisation_may_name_what_the_catalogue_has(own, tree):
    text = ORGANISATION.replace("corner-shop", "dentist").replace(
        'when = "you', 'covers = ["corner-bank"]\nwhen = "you'
    )
    (own / "mine").mkdir()
    (own / "mine" / "dentist.toml").write_text(text, "utf-8")
    (own / "baker.toml").write_text(
        text.replace('"dentist"', '"baker"')
        .replace("dentist.example", "baker.example")
        .replace("corner-bank", "dentist"),
        "utf-8",
    )
    assert check_paths(own) == ([], 2)
    assert check_paths(own / "baker.toml") == ([], 1)


def test_an_own_organisation_with_an_id_of_the_catalogue_is_named(own, tree, only):
    (own / "corner-shop.toml").write_text(ORGANISATION, "utf-8")
    mistake = only(own)
    assert (mistake.line, mistake.field) == (1, "id")
    assert 'the catalogue has "corner-shop" already' in mistake.text
    assert "another name" in mistake.mend


def test_without_a_path_the_checkout_and_the_own_folder_are_checked(own, tree):
    (own / "dentist.toml").write_text(
        ORGANISATION.replace("corner-shop", "dentist").replace('"high"', '"top"'), "utf-8"
    )
    mistakes, files = check_paths(None)
    assert files == len(FILES) + 1
    assert [(Path(one.file).name, one.field) for one in mistakes] == [("dentist.toml", "impact")]


def test_without_a_checkout_the_own_folder_is_checked_against_the_wheel(own, tree, monkeypatch, tmp_path):
    wheel = load.compiled()
    monkeypatch.setattr(load, "CHECKOUT", tmp_path / "nothing")
    monkeypatch.setattr(load, "compiled", lambda: wheel)
    (own / "dentist.toml").write_text(ORGANISATION.replace("corner-shop", "dentist"), "utf-8")
    assert check_paths(None) == ([], 1)


def test_the_future_begins_after_today(shop):
    shop.write_text(ORGANISATION.replace('"2026-07"', '"2026-11-24"'), "utf-8")
    assert check_paths(shop, date(2026, 11, 24))[0] == []
    assert check_paths(shop, date(2026, 11, 23))[0] != []


_LAW = "laws/us/us-file-act.toml"


@pytest.mark.parametrize(
    ("name", "old", "new", "field", "mend"),
    [
        ("themes/points.toml", "order = 2", "order = 0", "order", "from 1 to 600"),
        ("themes/points.toml", '"US", "CN"', '"US", "UK"', "now[1].countries", "US"),
        ("themes/points.toml", 'url = "https://theme.example/"\n', "", "now[1]", "add url"),
        ("themes/points.toml", "text =", "txt =", "now[1].txt", "did you mean text?"),
        ("themes/points.toml", 'id = "points"', 'id = "point"', "id", 'write id = "points"'),
        (_LAW, 'jurisdiction = "US"', 'jurisdiction = "UX"', "jurisdiction", "US"),
        (_LAW, 'jurisdiction = "US"', 'jurisdiction = "US-CA"', "jurisdiction", "move it to laws/us-ca/"),
        (_LAW, 'stands_for = "us-any-act"', 'in_force = "maybe"', "in_force", "yes, no"),
        (_LAW, 'stands_for = "us-any-act"', 'effective = "soon"', "effective", "YYYY"),
        ("walks.toml", '"corner-bank"', '"corner-bnk"', "US", 'did you mean "corner-bank"'),
        ("walks.toml", 'CA = ["corner-shop"]', 'CA = ["corner-bank"]', "CA", "take it out"),
        ("walks.toml", "CA =", "CX =", "CX", "CA"),
        ("fields.toml", "weight = 1", "weight = 4", "name.weight", "from 1 to 3"),
        ("fields.toml", "label", "lable", "name.lable", "did you mean label?"),
        ("regions.toml", "[CA]", "[CQ]", "CQ", "CA"),
        ("regions.toml", '"Canada"', "1", "countries.CA", "in quotes"),
    ],
)
def test_the_other_files_are_checked_too(name, old, new, field, mend, tree):
    path = tree / name
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    named = [one for one in check_paths(path)[0] if one.field == field]
    assert len(named) == 1
    assert mend in named[0].mend
    start = new.split(" ")[0] if new else "[[now]]"
    assert named[0].line == next(
        number for number, line in enumerate(path.read_text("utf-8").splitlines(), 1) if start in line
    )


def test_hostile_text_in_a_message_is_clean(own, tree):
    (own / "a.toml").write_text('id = "\\u001b]52;c;x\\u0007\\u202e"\n"\\u001b[2J" = 1\n', "utf-8")
    mistakes, _ = check_paths(own)
    assert mistakes
    assert not [one for one in mistakes if re.search(r"[\x00-\x1f\x7f-\x9f\u202e]", str(one))]


_BYTES = st.binary(max_size=300)
_PIECES = ['"', "[", "]", "=", "\n", "[[actions]]\n", "x = 1\n", "[[", "{}", "[]", "true", "1e999", "'"]
_PIECES += ["1979-05-27", "'''", '"""', "\\", "#"]
_NEW = st.text(max_size=12) | st.sampled_from(_PIECES)
_EDITS = st.tuples(st.integers(0, len(ORGANISATION)), st.integers(0, 40), _NEW)
_QUICK = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@_QUICK
@given(data=_BYTES)
def test_random_bytes_never_crash(data, shop):
    shop.write_bytes(data)
    mistakes, files = check_paths(shop)
    assert files == 1
    assert mistakes


@_QUICK
@given(edits=st.lists(_EDITS, min_size=1, max_size=4))
def test_random_edits_of_a_real_file_never_crash(edits, shop):
    text = ORGANISATION
    for place, length, new in edits:
        text = text[:place] + new + text[place + length :]
    shop.write_bytes(text.encode("utf-8", "surrogatepass"))
    for mistake in check_paths(shop)[0]:
        assert mistake.mend
        assert mistake.line is None or 1 <= mistake.line <= text.count("\n") + 1
        assert "\n" not in str(mistake)


@_QUICK
@given(name=st.sampled_from(sorted(FILES)), edits=st.lists(_EDITS, min_size=1, max_size=3))
def test_random_edits_of_any_file_never_crash(name, edits, tree):
    text = FILES[name]
    for place, length, new in edits:
        text = text[:place] + new + text[place + length :]
    (tree / name).write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        assert check_paths(tree)[1] == len(FILES)
    finally:
        (tree / name).write_text(FILES[name], "utf-8")


_PLAIN = ["true", "-1", "1.5", "99999", "1979-05-27", '""', '"x"', '"corner-shop"', '"corner-shop/delete"']


def _nested(inner: st.SearchStrategy) -> st.SearchStrategy:
    lists = st.lists(inner, max_size=3).map(lambda values: "[" + ", ".join(values) + "]")
    return lists | inner.map(lambda value: f"{{ id = {value} }}")


_VALUES = st.recursive(st.sampled_from(_PLAIN), _nested, max_leaves=5)
_KEYS = re.findall(r"^(\w+) = ", ORGANISATION, re.M)


@_QUICK
@given(number=st.integers(0, len(_KEYS) - 1), value=_VALUES)
def test_any_value_of_any_key_never_crashes(number, value, shop):
    places = list(re.finditer(r"^\w+ = (\[\n(?:.*\n)*?\]|.*)$", ORGANISATION, re.M))
    start, end = places[number].span(1)
    shop.write_text(ORGANISATION[:start] + value + ORGANISATION[end:], "utf-8")
    assert check_paths(shop)[1] == 1
    assert check_paths(shop.parents[2])[1] == len(FILES)
