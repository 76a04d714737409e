"""Adding an organisation of one's own, and coming there from a search that found nothing."""

import tomllib

import pytest
from textual.widgets import Input

from privacy_audit import folders
from privacy_audit.catalog.catalog import Catalog
from privacy_audit.catalog.check import check_paths
from privacy_audit.ledger.errors import CannotWrite

from .invented import TODAY


@pytest.fixture
def mine(tmp_path, monkeypatch):
    folder = tmp_path / "mine"
    monkeypatch.setattr(folders, "own_checklists", lambda: folder)
    return folder


@pytest.fixture
def fresh(places) -> Catalog:
    """A catalogue to which organisations may be added: the shared one stays as it is."""
    return Catalog(places._compiled | {"organisations": dict(places._compiled["organisations"])})


async def test_name_contact_theme(start, fresh, mine):
    async with start("US-TX", catalog=fresh) as desk:
        await desk.go("own")
        assert desk.app.focused.id == "name"
        await desk.type("Dr Example, dentist")
        await desk.press("enter")
        assert desk.app.focused.id == "contact"
        await desk.type("ann@dentist.example")
        await desk.press("enter")
        assert desk.app.focused.id == "themes"
        assert len(desk.ids("themes")) == 14
        assert not mine.exists()
        desk.rows("themes").go_to("records")
        await desk.press("enter")

        assert desk.shown == "OrganisationScreen"
        title = desk.frame.splitlines()[0]
        assert title.startswith(" Dr Example, dentist")
        assert title.endswith("holds you: yes")
        assert "added by you" in desk.frame
        (path,) = mine.iterdir()
        assert path.stat().st_mode & 0o777 == 0o600
        assert tomllib.loads(path.read_text("utf-8"))["theme"] == "records"
        assert desk.session.standing.answers == {"my-dr-example-dentist": "yes"}
        assert "my-dr-example-dentist/access" in [item.key for item in desk.session.plan]

        await desk.press("enter", "a", "escape", "escape")
        assert desk.shown == "HomeScreen"
        assert desk.state("my-dr-example-dentist/access") == "asked"
        await desk.press("slash")
        await desk.type("dentist")
        assert desk.ids() == ["organisation:my-dr-example-dentist"]
        assert "15 organisations" not in desk.frame.splitlines()[0].replace(f"{len(fresh)}", "")


async def test_it_belongs_to_the_country_where_the_person_lives(start, fresh, mine):
    async with start("CA-QC", catalog=fresh) as desk:
        await desk.go("own")
        await desk.type("Clinique Érable")
        await desk.press("enter", "enter", "enter")
        assert fresh.get("my-clinique-erable").countries == ("CA",)
        assert fresh.theme_of("my-clinique-erable") == "credit"


async def test_a_search_that_found_nothing_leads_here(start, fresh, mine):
    async with start("US-TX", catalog=fresh) as desk:
        await desk.press("slash")
        assert "ctrl+n adds one of your own." in desk.frame
        await desk.type("Quiet dentist")
        await desk.press("ctrl+n")
        assert desk.shown == "OwnScreen"
        assert desk.app.screen.query_one("#name", Input).value == "Quiet dentist"
        await desk.press("escape")
        assert desk.shown == "HomeScreen"
        assert not mine.exists()
        await desk.press("slash", "ctrl+n", "escape")
        assert desk.shown == "HomeScreen"


@pytest.mark.parametrize("name", ["", "   ", "?!", "🦷"])
async def test_a_name_is_needed(start, fresh, mine, name):
    async with start("US-TX", catalog=fresh) as desk:
        await desk.go("own")
        await desk.fill_in(name)
        await desk.press("enter", "enter", "enter")
        assert desk.shown == "OwnScreen"
        assert desk.message == "The name needs at least one letter or digit."
        assert not mine.exists()
        assert desk.session.standing.answers == {}


async def test_a_folder_that_cannot_be_written_is_said(start, fresh, mine):
    mine.write_text("a file stands where the folder should be", "utf-8")
    async with start("US-TX", catalog=fresh) as desk:
        await desk.go("own")
        await desk.type("Dr Example")
        await desk.press("enter", "enter", "enter")
        assert desk.shown == "OwnScreen"
        assert "could not be written" in desk.message
        assert "my-dr-example" not in fresh
        mine.unlink()
        await desk.press("enter")
        assert desk.shown == "OrganisationScreen"
        assert "my-dr-example" in fresh


async def test_an_answer_that_cannot_be_kept_adds_it_once(start, fresh, mine, monkeypatch):
    def full(*_):
        raise CannotWrite("The disk is full. Nothing was recorded.")

    async with start("US-TX", catalog=fresh) as desk:
        await desk.go("own")
        await desk.type("Dr Example")
        monkeypatch.setattr(desk.app.ledger, "answer", full)
        await desk.press("enter", "enter", "enter")
        assert desk.shown == "OrganisationScreen"
        assert desk.notices == ["The disk is full. Nothing was recorded."]
        assert [path.name for path in mine.iterdir()] == ["my-dr-example.toml"]
        assert "not answered yet" in desk.frame.splitlines()[0]


@pytest.mark.parametrize(
    ("contact", "via"), [("javascript:alert(1)", "in-person"), ("http://dentist.example", "web"), ("???", "in-person")]
)
async def test_a_contact_of_any_sort_leaves_a_file_without_mistakes(start, catalog, mine, contact, via):
    catalog = Catalog(catalog._compiled | {"organisations": dict(catalog._compiled["organisations"])})
    async with start("US-TX", catalog=catalog) as desk:
        await desk.go("own")
        await desk.type("Dr Example")
        await desk.press("enter")
        await desk.fill_in(contact)
        await desk.press("enter", "enter")
        (path,) = mine.iterdir()
        assert [str(one) for one in check_paths(path, TODAY)[0]] == []
        assert catalog.action("my-dr-example/access").via == via


async def test_letters_are_typed_and_no_keys(start, fresh, mine):
    async with start("US-TX", catalog=fresh) as desk:
        await desk.go("own")
        await desk.type("q/b?u")
        assert desk.shown == "OwnScreen"
        assert desk.app.focused.value == "q/b?u"
