"""gpc.toml: read, left out when it is broken, and checked; what ships names its sources."""

from datetime import date

import pytest
from examples import write_tree

from privacy_audit.catalog.catalog import Catalog
from privacy_audit.catalog.check import check_paths
from privacy_audit.catalog.compiler import compile_tree

GOOD = """
verify = "The page says it."
verify_url = "https://signal.example/"
[[browsers]]
id = "fox"
name = "Fox"
signal = "off"
steps = ["Open the settings."]
[[browsers.sources]]
url = "https://fox.example/help"
dated = "2026-07"
"""


@pytest.fixture
def file(tmp_path):
    path = write_tree(tmp_path / "checklists") / "gpc.toml"
    path.write_text(GOOD, "utf-8")
    return path


def mistakes(file) -> list[str]:
    found, _ = check_paths(file.parent, date(2026, 11, 24))
    return [f"{one.field}: {one.text}" for one in found if one.file.endswith("gpc.toml")]


def test_it_is_read_and_has_no_mistake(file):
    setup = Catalog(compile_tree(file.parent)).signal_setup
    assert setup.verify_url == "https://signal.example/"
    (fox,) = setup.browsers
    assert (fox.name, fox.signal, fox.steps) == ("Fox", "off", ("Open the settings.",))
    assert fox.newest.dated == "2026-07"
    assert mistakes(file) == []


def test_a_folder_need_not_have_it(file):
    file.unlink()
    assert Catalog(compile_tree(file.parent)).signal_setup.browsers == ()


@pytest.mark.parametrize("text", ["x", "verify = 1", "browsers = 1", GOOD.replace('["Open the settings."]', "3")])
def test_a_broken_one_is_named_and_left_out(file, text):
    file.write_text(text, "utf-8")
    few = Catalog(compile_tree(file.parent))
    assert few.signal_setup.browsers == ()
    assert "gpc.toml" in few.problems[0]


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ('signal = "off"', 'signal = "maybe"', "browsers[1].signal"),
        ('id = "fox"\n', "", "browsers[1].id: it is missing"),
        ('"https://signal.example/"', '"http://signal.example/"', "verify_url"),
        ('[[browsers.sources]]\nurl = "https://fox.example/help"\ndated = "2026-07"\n', "", "browsers[1].sources"),
        ('dated = "2026-07"', 'dated = "2026-07"\nmore = 1', "more"),
        ('url = "https://fox.example/help"\n', "", "browsers[1].sources[1]: it has neither url nor note"),
    ],
)
def test_each_mistake_is_named(file, old, new, mistake):
    assert old in GOOD
    file.write_text(GOOD.replace(old, new), "utf-8")
    found = mistakes(file)
    assert any(mistake in one for one in found), found


def test_two_of_one_name(file):
    file.write_text(GOOD + GOOD[GOOD.index("[[browsers]]") :], "utf-8")
    assert any('there are two browsers "fox"' in one for one in mistakes(file))


def test_what_ships_has_six_browsers_each_with_a_dated_source(catalog):
    setup = catalog.signal_setup
    assert {one.id for one in setup.browsers} == {"firefox", "brave", "duckduckgo", "chrome", "edge", "safari"}
    assert all(one.newest.url and one.newest.dated for one in setup.browsers)
    assert {one.id for one in setup.browsers if one.signal == "on"} == {"brave", "duckduckgo"}
