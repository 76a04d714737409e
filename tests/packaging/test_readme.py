"""README.md: what it says stands, works, and is the same elsewhere."""

import re
import shlex
from pathlib import Path

import click
import pytest

from privacy_audit import folders
from privacy_audit.cli.main import cli, run
from privacy_audit.ledger.store import Ledger

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
RUN = "python3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/privacy-audit"
TEST = "python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]' && .venv/bin/pytest"
DOCUMENTS = (
    "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/ledger.md", "docs/export.md", "docs/reminders.md",
    "docs/calendar.md", "docs/encryption.md", "docs/reliability.md", "SECURITY.md", "docs/catalogue-packs.md",
    "checklists/README.md",
)  # fmt: skip


def lines(name: str) -> list[str]:
    return [line.strip() for line in (ROOT / name).read_text("utf-8").splitlines()]


def commands(text: str) -> list[list[str]]:
    """Return every command of the program that is named in code, as its arguments."""
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    blocks = [line for block in re.findall(r"```\w*\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    found = []
    for line in (*spans, *blocks):
        match = re.search(r"(?:^|[/ ])privacy-audit( [a-z].*)$", line)
        if match and "|" not in line and "pip install" not in line:
            found.append(shlex.split(match[1]))
    return found


def test_the_two_commands_stand_at_the_top():
    top = lines("README.md")[:20]
    assert RUN in top
    assert TEST in top
    assert top.index(RUN) < top.index(TEST)


def test_the_test_command_is_the_same_in_ci_and_for_contributors():
    assert lines(".ci/run").count(TEST) == 1
    assert lines("CONTRIBUTING.md").count(TEST) == 1


def test_ci_can_be_run():
    assert (ROOT / ".ci/run").stat().st_mode & 0o100


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_and_option_that_is_named_exists(name):
    for arguments in commands((ROOT / name).read_text("utf-8")):
        with click.Context(cli, info_name="privacy-audit", **cli.context_settings) as ctx:
            command, rest = cli, list(arguments)
            while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
                inner = command.get_command(ctx, rest.pop(0))
                assert inner is not None, arguments
                command = inner
            known = {option for parameter in command.get_params(ctx) for option in parameter.opts}
        assert {word for word in rest if word.startswith("--")} <= known, arguments


def test_the_commands_of_the_table_work_in_their_order(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "listing.png").write_bytes(b"a picture")
    table = README.partition("## The command line")[2].partition("## The report")[0]
    # The checklists themselves are checked by tests/catalog and .ci/run.
    rows = [row for row in commands(table) if "--help" not in row and row[0] != "catalog"]
    assert len(rows) >= 12
    for arguments in rows:
        if arguments[0] == "compare":
            begin_audits()
        assert run(arguments) == 0, (arguments, capsys.readouterr())
        if arguments[0] == "undo":
            assert "taken back" in capsys.readouterr().out
    assert (tmp_path / "todo.html").stat().st_size > 1000


def begin_audits() -> None:
    from datetime import date

    with Ledger(folders.ledger()) as ledger:
        for month in (1, 4):
            ledger.begin_audit(ledger.person().id, "quick", date(2026, month, 1))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_to_a_file_leads_somewhere(name):
    text = (ROOT / name).read_text("utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", text):
        if not target.startswith(("https://", "#")):
            path, _, anchor = target.partition("#")
            linked = ((ROOT / name).parent / path).resolve()
            assert linked.is_file(), target
            heading = "## " + anchor.replace("-", " ")
            assert not anchor or heading in linked.read_text("utf-8").lower(), target


def test_the_screenshots_are_shown_and_fetch_nothing():
    shown = re.findall(r"\]\((docs/screenshots/[^)]+)\)", README)
    assert sorted(shown) == [f"docs/screenshots/{name}.svg" for name in ("action", "due", "home", "walk")]
    for name in shown:
        svg = (ROOT / name).read_text("utf-8")
        assert svg.startswith("<svg")
        assert len(svg) < 120_000
        assert not re.findall(r"url\(\s*['\"]?https?:|@import|<image|<script", svg)


def test_every_variable_that_is_named_is_read_by_the_program():
    code = "".join(path.read_text("utf-8") for path in (ROOT / "privacy_audit").rglob("*.py"))
    named = set(re.findall(r"`(PRIVACY_AUDIT_[A-Z]+)`", README))
    assert len(named) >= 5
    for name in named:
        assert f'"{name}"' in code, name
