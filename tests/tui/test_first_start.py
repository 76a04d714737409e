"""The whole way of somebody new, by keys alone: from the first question to a report on the disk."""

import pytest
from textual.widgets import Input

from privacy_audit.ledger.store import Ledger


def log_of(path) -> list[tuple]:
    """What the ledger holds, read from the file alone, but for the marks of the catalogue that an audit keeps."""
    with Ledger(path, create=False) as ledger:
        (person,) = ledger.people()
        found = []
        for event in ledger.events(person.id):
            assert bool(event.data.pop("known", None)) == (event.kind == "audit")
            found.append((event.kind, event.organisation, event.action, event.data))
    return found


async def test_from_nothing_to_a_report(start, catalog, ledger_path, documents):
    walk = catalog.quick_walk("US-CA")
    async with start(catalog=catalog) as desk:
        assert desk.shown == "WelcomeScreen"
        assert "Where do you live?" in desk.frame
        await desk.type("calif")
        assert desk.ids()[0] == "US-CA"
        await desk.press("enter")
        assert desk.shown == "ScopeScreen"
        assert f"{len(walk)} organisations, about five minutes" in desk.frame
        assert not ledger_path.exists()

        await desk.press("enter")
        assert desk.shown == "WalkScreen"
        await desk.press("right")
        assert "Who holds you?" in desk.frame
        assert desk.ids("holders") == walk
        await desk.press("y", "n", "u", "o")
        assert f"4 of {len(walk)} answered" in desk.frame
        await desk.press("right")
        assert "What to do about" in desk.frame

        key = desk.ids("actions")[0]
        action, organisation = catalog.action(key), catalog.get(key.partition("/")[0])
        await desk.press("enter")
        assert desk.shown == "ActionScreen"
        assert organisation.name[:24] in desk.frame
        await desk.press("a")
        assert desk.state(key) == "asked"
        assert "recorded: asked" in desk.frame
        assert organisation.name[:12] in desk.message

        await desk.press("q")
        assert desk.shown == "HomeScreen"
        counts = next(row for row in desk.session.counts if row.theme == organisation.theme)
        assert counts.asked >= 1  # the first act may reach others too
        shown = desk.rows("themes").rows
        assert next(row for row in shown if row.id == organisation.theme).cells[3][0] == str(counts.asked)

        await desk.press("d")
        assert organisation.name[:24] in desk.frame
        assert "when you asked" in desk.text("#rule") or "when your last audit began" in desk.text("#rule")
        await desk.press("home")
        first = desk.session.due_entries[0]
        assert first.rule in " ".join(desk.text("#rule").split())
        await desk.press("escape", "e", "enter")
        assert "written: " in desk.message
        (report,) = documents.iterdir()
        assert report.suffix == ".html"
        assert organisation.name in report.read_text("utf-8").replace("&amp;", "&")
        await desk.press("q", "q")
        assert desk.app._exit
        assert desk.app.return_code == 0
    on = {"on": "2026-11-24"}
    assert log_of(ledger_path) == [
        ("person", "", "", {"label": "me", "region": "US-CA", "born": None, "audit_days": 90}),
        ("audit", "", "", {"scope": "quick"} | on),
        *(
            ("answer", id, "", {"answer": said} | on)
            for id, said in zip(walk, ("yes", "no", "unsure", "past"), strict=False)
        ),
        ("record", *key.split("/"), {"state": "asked"} | on),
    ]
    assert action.is_request


async def test_leaving_at_the_first_question_creates_nothing(start, ledger_path):
    async with start() as desk:
        await desk.press("escape")
        assert desk.shown == "WelcomeScreen"
        await desk.type("q")
        assert desk.app.focused.value == "q"
        await desk.press("enter")
        assert desk.shown == "ScopeScreen"
        await desk.press("escape")
        assert desk.shown == "WelcomeScreen"
        await desk.fill_in("nowhere at all")
        assert "Nothing matches" in desk.frame
        await desk.press("enter")
        assert desk.shown == "WelcomeScreen"
        await desk.press("ctrl+q")
        assert desk.app._exit
    assert not ledger_path.parent.exists()


@pytest.mark.parametrize(
    ("typed", "region", "name"),
    [("queb", "CA-QC", "Quebec, Canada"), ("jalis", "MX-JAL", "Jalisco, Mexico")],
)
async def test_just_show_me_what_to_do(start, catalog, ledger_path, typed, region, name):
    async with start(catalog=catalog) as desk:
        questions = list(desk.app.screen.query(Input))
        await desk.type(typed)
        await desk.press("enter")
        questions += desk.app.screen.query(Input)
        assert name in desk.frame
        assert len(questions) == 1
        await desk.press("end", "enter")
        assert desk.shown == "HomeScreen"
        assert name in desk.frame
        assert "no walk yet" in desk.frame
        assert desk.ids("next")
        assert all(region[:2] in catalog.get(key.partition("/")[0]).countries for key in desk.ids("next"))
        await desk.press("escape", "b")
        assert desk.shown == "HomeScreen"
        await desk.press("q")
        assert desk.app._exit
    assert log_of(ledger_path) == [
        ("person", "", "", {"label": "me", "region": region, "born": None, "audit_days": 90})
    ]


async def test_everything_in_sittings(start, ledger_path):
    async with start() as desk:
        await desk.type("ontario")
        await desk.press("enter", "down", "enter")
        assert desk.shown == "WalkScreen"
        assert "theme 1 of 14" in desk.frame
        await desk.press("escape")
        assert desk.shown == "HomeScreen"
        assert "first audit, day 1" in desk.frame
    assert log_of(ledger_path)[1] == ("audit", "", "", {"scope": "whole", "on": "2026-11-24"})


async def test_a_ledger_that_cannot_be_made_is_said(start, ledger_path):
    ledger_path.parent.write_text("a file stands where the folder should be")
    async with start() as desk:
        await desk.type("texas")
        await desk.press("enter", "enter")
        assert desk.shown == "ScopeScreen"
        assert "Nothing was recorded" in desk.message
        assert desk.app.return_code is None
