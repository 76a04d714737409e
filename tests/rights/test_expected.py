"""Who may use what, for every jurisdiction and every kind of organisation, against tables that a lawyer can read.

The tables in `expected/` were written from the statutes, not from the program; each row gives its section.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from examples import TODAY, act, organisation

from privacy_audit.catalog.check_models import KINDS
from privacy_audit.catalog.model import Organisation, organisation_from
from privacy_audit.rights.applicable import applicable

_COUNTRIES = ("us", "ca", "mx")
_NO_SECTION = ("kinds", "files", "groups", "only-the-country")


@dataclass(frozen=True)
class Table:
    """One country's table: its rows by section, and the invented organisations by their word in the table."""

    raw: dict

    @property
    def files(self) -> dict[str, dict]:
        """What each organisation is: its kind, the laws that its file names, and whether a register has it."""
        bare = [kind for kinds in self.raw["kinds"].values() for kind in kinds]
        return {kind: {"kind": kind} for kind in bare} | self.raw["files"]

    @property
    def sections(self) -> dict[str, dict]:
        """The country, its states or provinces, and whoever does not tell one."""
        return {key: rows for key, rows in self.raw.items() if key not in _NO_SECTION}

    @property
    def regions(self) -> list[str]:
        """Every region that the table speaks of."""
        told = [key for key in self.sections if len(key) > 2 and "not told" not in key]
        return told + self.raw["only-the-country"]["regions"]

    def rows(self, region: str) -> dict[str, dict]:
        """Return the rows for a region by law: the country's, unless the region has its own for that law."""
        own = self.sections.get(region if len(region) > 2 else f"{region} not told", {})
        return {law: row for law, row in (self.sections[region[:2]] | own).items() if law != "none"}

    def who(self, names: list[str]) -> set[str]:
        """Return the organisations that names stand for; a name may be a group of groups."""
        groups = self.raw["groups"] | self.raw["kinds"]
        return {one for name in names for one in (self.who(groups[name]) if name in groups else (name,))}

    def expected(self, region: str, today: date) -> dict[tuple[str, str], str]:
        """Return the answer for each law and organisation that is offered it."""
        cells: dict[tuple[str, str], str] = {}
        for law, row in self.rows(region).items():
            if row.get("from", "") > today.isoformat():
                continue
            never = self.who(row.get("never", []))
            for answer in ("yes", "probably"):
                cells |= dict.fromkeys(((law, one) for one in self.who(row.get(answer, [])) - never), answer)
        return cells


@cache
def _table(country: str) -> Table:
    path = Path(__file__).parent / "expected" / f"{country}.toml"
    return Table(tomllib.loads(path.read_text("utf-8")))


@cache
def _organisations(country: str) -> dict[str, Organisation]:
    return {one: _organisation(one, **about) for one, about in _table(country).files.items()}


def _organisation(id: str, kind: str, names: tuple = (), drop_reaches: str | None = None) -> Organisation:
    more = {"drop_reaches": drop_reaches, "drop_why": "register 2026"} if drop_reaches else {}
    acts = [act(do, law=list(names)) for do in ("access", "delete", "opt-out")]
    return organisation_from(organisation(id, *acts, kind=kind, countries=["US", "CA", "MX"], **more))


def _answers(catalog, region: str, today: date) -> dict[tuple[str, str], str]:
    """What the program answers: for each law and organisation the surest of the law's rights."""
    cells: dict[tuple[str, str], str] = {}
    for one, about in _organisations(region[:2].lower()).items():
        for right in applicable(catalog, region, about, today):
            if right.applies != "no":
                cells.setdefault((right.law.id, one), right.applies)
    return cells


def _differences(found: dict, expected: dict) -> str:
    """Name each cell that differs, so that a lawyer knows where to look."""
    return "\n".join(
        f"{law} × {one}: {expected.get((law, one), 'never')} expected, {found.get((law, one), 'never')} found"
        for law, one in sorted(found.keys() | expected.keys())
        if found.get((law, one)) != expected.get((law, one))
    )


_REGIONS = [region for country in _COUNTRIES for region in _table(country).regions]
_ROWS = [
    (region, law, row)
    for country in _COUNTRIES
    for region, rows in _table(country).sections.items()
    for law, row in rows.items()
    if law != "none"
]
_TO_COME = [(region, law, date.fromisoformat(row["from"])) for region, law, row in _ROWS if "from" in row]


@pytest.mark.parametrize("region", _REGIONS)
def test_every_kind_of_organisation_is_under_the_laws_expected_and_no_others(catalog, region):
    expected = _table(region[:2].lower()).expected(region, TODAY)
    assert _differences(_answers(catalog, region, TODAY), expected) == ""


@pytest.mark.parametrize(("region", "law", "day"), _TO_COME)
def test_a_law_to_come_is_offered_to_nobody_the_day_before_and_as_expected_on_its_day(catalog, region, law, day):
    table = _table("us")
    eve = {cell for cell in _answers(catalog, region, day - timedelta(days=1)) if cell[0] == law}
    found = {cell: answer for cell, answer in _answers(catalog, region, day).items() if cell[0] == law}
    expected = {cell: answer for cell, answer in table.expected(region, day).items() if cell[0] == law}
    assert eve == set()
    assert expected
    assert _differences(found, expected) == ""


def test_the_tables_speak_of_every_region_and_every_kind(catalog):
    assert sorted(_REGIONS) == sorted(catalog.regions)
    for country in _COUNTRIES:
        assert {about["kind"] for about in _table(country).files.values()} == set(KINDS)


def test_each_row_names_a_law_of_its_place_its_people_and_its_reason(catalog):
    for region, law, row in _ROWS:
        assert catalog.laws[law].jurisdiction in (region, region[:2]), (region, law)
        assert set(row) <= {"yes", "probably", "never", "from", "why"}, (region, law)
        assert row["why"], (region, law)
        table = _table(region[:2].lower())
        for answer in ("yes", "probably", "never"):
            assert table.who(row.get(answer, [])) <= table.files.keys(), (region, law)


def test_every_law_is_in_the_tables_or_can_be_used_by_nobody_by_kind_alone(catalog):
    told = {law for _, law, _ in _ROWS}
    for law in catalog.laws.values():
        if law.id not in told:
            assert law.only_for or law.in_force == "no" or not law.binds, law.id


@pytest.mark.parametrize(
    ("region", "law", "right", "only"),
    [
        ("US-TX", "us-facta", "alert", {"credit-bureau", "bureau"}),
        ("US-TX", "us-fcra", "freeze", {"credit-bureau", "bureau"}),  # 605A(i): the nationwide bureaus only
        ("US-TX", "us-fcra", "opt-out-affiliate", {"issuing-bank", "insurance", "insurer", "claims-exchange"}),
        ("CA-ON", "ca-on-cra", "freeze", {"credit-bureau"}),  # Reg. 177 s. 14: the two bureaus
        ("CA-ON", "ca-on-cra", "alert", {"credit-bureau"}),
    ],
)
def test_a_right_of_the_bureaus_alone_is_not_asked_of_who_only_shares_their_law(catalog, region, law, right, only):
    organisations = _organisations(region[:2].lower())
    bound = {
        one
        for one, about in organisations.items()
        for found in applicable(catalog, region, about, TODAY)
        if found.law.id == law and found.right == right and found.applies != "no"
    }
    assert bound == only


def test_the_thiefs_records_are_asked_of_the_business_that_dealt_with_him_never_of_a_bureau(catalog):
    # 15 U.S.C. 1681g(e): whoever gave credit or goods to the thief, or took payment.
    bureau = _organisations("us")["bureau"]
    sections = {one.terms.section for one in applicable(catalog, "US-TX", bureau, TODAY) if one.law.id == "us-facta"}
    assert sections == {"15 U.S.C. 1681j(a)", "15 U.S.C. 1681c-1"}
