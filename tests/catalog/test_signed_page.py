"""docs/catalogue-packs.md: what it says of the form and the limits is so, and its little program makes a pack."""

import re
from datetime import date
from pathlib import Path

import privacy_audit
from privacy_audit.catalog import signed, signed_keys, signed_tree
from privacy_audit.catalog.check_files import SIZE_LIMIT
from privacy_audit.catalog.signed_check import examine

from .conftest import FILES
from .signing import write_tree

PAGE = (Path(privacy_audit.__file__).parents[1] / "docs/catalogue-packs.md").read_text("utf-8")


def test_the_program_on_the_page_makes_a_pack_that_is_taken(tmp_path, monkeypatch):
    (program,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    write_tree(tmp_path / "checklists")
    signed_keys.trust(signed_keys.make(tmp_path / "publisher.pem"))
    exec(compile(program, "catalogue-packs.md", "exec"), {})
    found = examine((tmp_path / "latest.pack").read_bytes(), "", date(2026, 11, 24))
    assert found.head.files == len(FILES)
    assert sorted(found.compiled["organisations"]) == ["corner-bank", "corner-shop"]


def test_the_limits_are_those_of_the_program():
    assert f"{signed.SIZE_LIMIT // 1_000_000} MB" in PAGE
    assert f"at most {signed.HEAD_LIMIT:,} bytes" in PAGE
    assert f"more than {signed_tree.FILE_LIMIT:,} files" in PAGE
    assert f"{signed_tree.UNPACKED_LIMIT // 1_000_000} MB in all" in PAGE
    assert SIZE_LIMIT == 1_000_000
    assert signed.DOMAIN.decode().strip() in PAGE


def test_every_key_of_the_head_is_on_the_page():
    named = re.findall(r"^   \| `([a-z0-9-]+)` \|", PAGE, re.MULTILINE)
    assert named == [signed.MARK, *signed.Head.__dataclass_fields__]
