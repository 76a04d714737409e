"""SECURITY.md: each test that it names is there, so that no promise stands without one."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "SECURITY.md").read_text("utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE)


def test_every_test_that_is_named_exists():
    assert len(NAMED) >= 20
    for file, name in NAMED:
        assert (ROOT / file).is_file(), file
        if name:
            tree = ast.parse((ROOT / file).read_text("utf-8"))
            assert name in {node.name for node in tree.body if hasattr(node, "name")}, f"{file}::{name}"


def test_every_promise_of_the_table_names_one():
    rows = [
        line for line in PAGE.partition("## What is protected")[2].partition("\n## ")[0].splitlines() if "|" in line
    ]
    assert len(rows) >= 12
    assert not [row for row in rows[2:] if "`tests/" not in row]


def test_every_page_that_it_leads_to_exists():
    for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", PAGE):
        assert (ROOT / link).is_file(), link
