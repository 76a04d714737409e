"""Laws and complaint offices as texts: what the check finds in them, and what the program makes of them."""

import pytest

from privacy_audit.catalog.catalog import Catalog
from privacy_audit.catalog.check import INNER, ROLES, check_paths
from privacy_audit.catalog.compiler import compile_tree

from .conftest import line_of

_LAW = """\
id = "us-tx-act"
name = "Texas Act"
citation = "Tex. Code 1"
jurisdiction = "US-TX"
effective = "2024-07-01"
binds = ["any-business"]
probably = "its size is not known"

[[exemptions]]
kinds = ["bank"]
also_named = ["us-file-act"]
regions = ["US-TX"]
whole = true
why = "banks are exempt"

[[rights]]
right = "access"
section = "1.1"
respond_days = 45
day_kind = "calendar"
extension_days = 45
acknowledge_days = 10
ack_kind = "business"

[regulator]
name = "Texas Attorney General"
complaint_url = "https://tx.example/complain"
within = 30
within_kind = "business"

[[sources]]
note = "general knowledge"
"""

_OFFICES = """\
id = "us-tx"
jurisdiction = "US-TX"

[[offices]]
name = "Texas Attorney General"
covers = "consumer complaints"
complaint_url = "https://tx.example/complain"

[[offices.sources]]
note = "general knowledge"
"""


@pytest.fixture
def law(tree):
    path = tree / "laws/us-tx/us-tx-act.toml"
    path.parent.mkdir()
    path.write_text(_LAW, "utf-8")
    return path


@pytest.fixture
def offices(tree):
    path = tree / "offices/us-tx.toml"
    path.parent.mkdir()
    path.write_text(_OFFICES, "utf-8")
    return path


def test_a_good_law_and_good_offices_have_no_mistake(tree, law, offices):
    assert check_paths(tree)[0] == []


_MISTAKES = {
    "unknown right": ('"access"', '"acces"', "right", "rights[1].right", "not in the list", '"access"'),
    "unknown kind of days": ('= "calendar"', '= "working"', "day_kind", "rights[1].day_kind", "not in the list",
        "calendar, business, month"),
    "unknown start of the days": ('day_kind = "calendar"', 'day_kind = "calendar"\nstarts = "birth"', "starts",
        "rights[1].starts", "not in the list", "receipt, verification, mailing, sending"),
    "unknown kind": ('["any-business"]', '["any-busines"]', "binds", "binds[1]", "not in the list", '"any-business"'),
    "days without a kind": ('day_kind = "calendar"\n', "", "[[rights]]", "rights[1].day_kind", "need each other",
        "add day_kind"),
    "a kind without days": ("acknowledge_days = 10\n", "", "[[rights]]", "rights[1].acknowledge_days",
        "need each other", "add acknowledge_days"),
    "an extension of nothing": ('respond_days = 45\nday_kind = "calendar"\n', "", "extension_days",
        "rights[1].extension_days", "no days that it changes", "add respond_days"),
    "no days": ("respond_days = 45", "respond_days = 0", "respond_days", "rights[1].respond_days", "it is 0",
        "from 1 to 1000"),
    "an exemption of nobody": ('kinds = ["bank"]\n', "", "[[exemptions]]", "exemptions[1]", "neither kinds nor laws",
        "whom it leaves out"),
    "an exemption without a reason": ('why = "banks are exempt"\n', "", "[[exemptions]]", "exemptions[1].why",
        "missing", "below [[exemptions]] number 1"),
    "an unknown law": ('"us-file-act"', '"us-fil-act"', "[[exemptions]]", "exemptions[1]", "no law", "us-file-act"),
    "an unknown region": ('["US-TX"]', '["US-TXX"]', "regions", "exemptions[1].regions", "no region", "US-TX"),
    "an open address": ("https://tx", "http://tx", "complaint_url", "regulator.complaint_url", "http:// is open",
        "write https://"),
    "a law to come without its day": ('effective = "2024-07-01"', 'in_force = "from its date"', "in_force", "in_force",
        "no date", "add effective"),
    "an unknown key": ('section = "1.1"', 'article = "1.1"', "article", "rights[1].article", "no key", "keys are"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "field", "words", "mend"), _MISTAKES.values(), ids=_MISTAKES)
def test_a_mistake_in_a_law_is_named_with_its_line(tree, law, only, old, new, line, field, words, mend):
    assert old in _LAW
    text = _LAW.replace(old, new, 1)
    law.write_text(text, "utf-8")
    mistake = only(law)
    assert (mistake.field, mistake.line) == (field, line_of(text, line))
    assert words in mistake.text
    assert mend in mistake.mend


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        ('jurisdiction = "US-TX"', 'jurisdiction = "US-CA"', "jurisdiction", "is called us-tx.toml"),
        ('jurisdiction = "US-TX"', 'jurisdiction = "US-TXX"', "jurisdiction", "is no region"),
        ('covers = "consumer complaints"\n', "", "offices[1].covers", "missing"),
        ('[[offices.sources]]\nnote = "general knowledge"\n', "", "offices[1]", "no source"),
        ("https://tx", "http://tx", "offices[1].complaint_url", "open to everybody"),
        ('id = "us-tx"', 'id = "texas"', "id", "the file is called"),
    ],
)
def test_a_mistake_in_the_offices_is_named(tree, offices, only, old, new, field, words):
    assert old in _OFFICES
    offices.write_text(_OFFICES.replace(old, new, 1), "utf-8")
    mistake = only(offices)
    assert mistake.field == field
    assert words in mistake.text


def test_the_program_reads_what_the_files_say(tree, law, offices):
    catalog = Catalog(compile_tree(tree))
    assert catalog.problems == []
    one = catalog.law("us-tx-act")
    assert catalog.laws["us-tx-act"] is one
    assert (one.rights[0].right, one.rights[0].respond_days, one.rights[0].ack_kind) == ("access", 45, "business")
    assert (one.exemptions[0].kinds, one.exemptions[0].whole) == (("bank",), True)
    assert (one.regulator.name, one.regulator.within) == ("Texas Attorney General", 30)
    assert [law.id for law in catalog.laws_of_place("US-TX")] == ["us-file-act", "us-tx-act"]
    assert [law.id for law in catalog.laws_of_place("US-CA")] == ["us-file-act"]
    assert [office.name for office in catalog.offices("US-TX")] == ["Texas Attorney General"]
    assert catalog.offices("US-CA") == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("respond_days = 45", 'respond_days = "45"'),
        ('right = "access"\n', ""),
        ('why = "banks are exempt"\n', ""),
        ('name = "Texas Attorney General"\n', ""),
        ('binds = ["any-business"]', 'binds = "any-business"'),
    ],
)
def test_a_law_that_the_program_could_not_live_with_is_left_out_and_named(tree, law, old, new):
    law.write_text(_LAW.replace(old, new, 1), "utf-8")
    compiled = compile_tree(tree)
    assert list(compiled["laws"]) == ["us-file-act"]
    assert "privacy-audit catalog check" in compiled["problems"][0]


@pytest.mark.parametrize(("heading", "role"), [("One law", "law"), ("Complaint offices", "offices")])
def test_the_readme_shows_every_key(heading, role, readme):
    section = readme.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    models = [ROLES[role], *INNER[role].values()]
    assert section
    assert [key for model in models for key in model.model_fields if key not in section] == []


def test_the_readme_lists_every_right(readme):
    from privacy_audit.catalog.law import RIGHT_TITLES

    listed = readme.partition("**right**:")[2].partition(".\n")[0].replace("\n", " ")
    assert sorted(listed.replace(" ", "").split(",")) == sorted(RIGHT_TITLES)
