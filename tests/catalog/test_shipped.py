"""The catalogue that is shipped: clean, whole, sourced."""

import re
import tomllib
from pathlib import Path

import pytest

from privacy_audit.catalog.check import check_paths
from privacy_audit.catalog.check_actions import CHANNELS
from privacy_audit.catalog.load import CHECKOUT
from privacy_audit.text import clean, safe_url

_FREE_MAIL = {
    "gmail.com", "googlemail.com", "yahoo.com", "hotmail.com", "outlook.com", "live.com", "aol.com", "icloud.com",
    "gmx.com", "gmx.net", "mail.com", "proton.me", "protonmail.com", "yandex.com", "zoho.com", "prodigy.net.mx",
}  # fmt: skip
_ESSAY_THEMES = [
    "credit", "tracking", "points", "spending", "perks", "records", "threat", "brokers", "professions", "payment",
    "speech", "associations", "game", "family",
]  # fmt: skip


def _organisations(catalog):
    return [catalog.get(id) for id in catalog]


def _actions(catalog):
    return [action for one in _organisations(catalog) for action in one.actions]


def test_the_check_finds_no_mistake():
    mistakes, files = check_paths(CHECKOUT)
    assert [str(mistake) for mistake in mistakes] == []
    assert files > 1000


def test_nothing_was_left_out(catalog):
    assert catalog.problems == []
    curated = [id for id in catalog if catalog.tier_of(id) == "curated"]
    assert len(curated) == len(list(Path(CHECKOUT, "organisations").glob("*/*.toml")))


def test_the_fourteen_themes_are_there_each_with_organisations_of_all_countries(catalog):
    assert [theme.id for theme in catalog.themes] == _ESSAY_THEMES
    for theme in catalog.themes:
        found = [one for one in _organisations(catalog) if one.theme == theme.id]
        assert len(found) >= 20, theme.id
        assert {country for one in found for country in one.countries} == {"US", "CA", "MX"}, theme.id
        assert theme.now
        assert theme.corrections
        assert all(statement.url or statement.note for statement in theme.now + theme.corrections)


def test_it_is_large_enough(catalog):
    assert len(catalog) >= 150
    for country in ("US", "CA", "MX"):
        assert sum(country in one.countries for one in _organisations(catalog)) >= 150


def test_every_organisation_has_a_source_and_is_recognised(catalog):
    for one in _organisations(catalog):
        assert one.sources, one.id
        assert all(source.url or source.note for source in one.sources), one.id
        assert one.recognise, one.id
        assert one.actions or one.closed or one.caution, one.id


def test_every_address_is_safe(catalog):
    laws = [source.url for law in catalog.laws.values() for source in law.sources]
    themes = [statement.url for theme in catalog.themes for statement in theme.now + theme.corrections]
    finds = [one.find.url for one in _organisations(catalog)]
    sources = [source.url for one in _organisations(catalog) for source in one.sources]
    actions = [action.url for action in _actions(catalog)]
    addresses = [url for url in (*laws, *themes, *finds, *sources, *actions) if url]
    assert len(addresses) > 4000
    assert [url for url in addresses if safe_url(url) != url] == []


def test_no_action_is_without_a_channel(catalog):
    for action in _actions(catalog):
        needed = {} if action.do == "habit" else CHANNELS
        keys = needed.get(action.via, ())
        assert not keys or any(getattr(action, key) for key in keys), action.key


def test_what_nobody_confirmed_is_marked(catalog):
    for one in _organisations(catalog):
        if not any(source.url for source in one.sources):
            bare = [a.key for a in one.actions if (a.email or a.phone or a.post) and not a.unchecked]
            assert bare == []


def test_no_step_stands_word_for_word_in_many_files():
    files: dict[str, set[str]] = {}
    for path in CHECKOUT.glob("organisations/*/*.toml"):
        for action in tomllib.loads(path.read_text("utf-8")).get("actions", ()):
            for step in action.get("steps", ()):
                files.setdefault(step, set()).add(path.stem)
    assert {step: len(ids) for step, ids in files.items() if len(ids) > 8} == {}


def _routines() -> dict[str, list[dict]]:
    """The actions of the texts by the routine that they name."""
    found: dict[str, list[dict]] = {}
    for path in CHECKOUT.glob("organisations/*/*.toml"):
        for action in tomllib.loads(path.read_text("utf-8")).get("actions", ()):
            found.setdefault(action.get("routine"), []).append(action)
    return found


def test_every_routine_is_used_and_not_for_a_few_only():
    names = tomllib.loads((CHECKOUT / "routines.toml").read_text("utf-8"))
    used = _routines()
    assert {name for name in names if len(used.get(name, ())) < 4} == set()


def test_the_days_of_the_united_states_are_promised_only_under_its_law():
    routines = _routines()
    assert len(routines["dispute-us"]) > 60
    assert all("us-fcra" in action["law"] for action in routines["dispute-us"])
    others = [a for name, actions in routines.items() if name != "dispute-us" for a in actions]
    promised = [a for a in others if any("45 in some cases" in step for step in a.get("steps", ()))]
    assert all("us-fcra" in action["law"] for action in promised)


def test_an_address_of_a_free_mail_provider_is_marked_as_unchecked(catalog):
    free = [a for a in _actions(catalog) if a.email and a.email.rpartition("@")[2].casefold() in _FREE_MAIL]
    assert [action.key for action in free if not action.unchecked] == []


def test_no_mailbox_names_a_person(catalog):
    role = re.compile(
        r"privacy|compliance|support|legal|data|consumer|info|optout|opt-out|removal|contact|help|dp|customer"
    )
    named = [
        action.key
        for action in _actions(catalog)
        if action.email and re.match(r"[a-z]{3,}\.[a-z]{3,}@", action.email) and not role.search(action.email)
    ]
    assert named == []


def test_every_law_and_field_that_an_action_names_is_known(catalog):
    laws = {*catalog.laws, *(law.stands_for for law in catalog.laws.values())}
    fields = set(tomllib.loads((CHECKOUT / "fields.toml").read_text("utf-8")))
    for action in _actions(catalog):
        assert set(action.law) <= laws, action.key
        assert set(action.needs) <= fields, action.key


def test_every_action_named_elsewhere_exists(catalog):
    for action in _actions(catalog):
        for key in (*action.after, *(other for other in action.covers if "/" in other)):
            assert catalog.find_action(key), (action.key, key)
        assert all(id in catalog for id in action.covered), action.key
        assert action.organisation not in action.covered


def test_no_two_acts_take_each_other_out_of_the_plan(catalog):
    by_key = {action.key: action for action in _actions(catalog) if action.when is None}
    for action in by_key.values():
        for other in by_key.values() if action.covers else ():
            mutual = _reaches(action, other) and _reaches(other, action)
            assert not mutual, (action.key, other.key)


def _reaches(action, other) -> bool:
    removal = {"opt-out", "delete"}
    same = other.do == action.do or {other.do, action.do} <= removal
    return other.key in action.covers or (other.organisation in action.covers and same)


def test_a_prescreening_opt_out_leaves_the_marketing_of_the_bureaus_to_do(catalog):
    for action in ("opt-out", "opt-out-permanent"):
        covers = catalog.action(f"optoutprescreen/{action}").covers
        assert covers
        assert all(key.endswith("/opt-out-prescreen-post") for key in covers)


def test_an_alert_at_one_bureau_reaches_the_other_two(catalog):
    bureaus = ("equifax-us", "experian-us", "transunion-us")
    for bureau in bureaus:
        others = {f"{other}/alert" for other in bureaus if other != bureau}
        assert set(catalog.action(f"{bureau}/alert").covers) == others


def test_no_text_has_a_sign_that_steers_a_terminal():
    for path in CHECKOUT.rglob("*"):
        if path.is_file():
            text = path.read_text("utf-8")
            assert [line for line in text.splitlines() if clean(line, 20_000) != " ".join(line.split())] == [], path


def test_what_is_closed_says_so_by_its_date_and_not_in_its_name(catalog):
    closed = [one for one in _organisations(catalog) if one.closed]
    assert len(closed) >= 7
    assert [one.id for one in _organisations(catalog) if "(closed" in one.name.casefold()] == []
    assert [one.id for one in _organisations(catalog) if re.match("CLOSED|UNCERTAIN", one.caution or "")] == []


@pytest.fixture(scope="module")
def left_out() -> list[tuple[str, str]]:
    """The rows of left-out.md: an id and where it went."""
    text = (CHECKOUT / "left-out.md").read_text("utf-8")
    return re.findall(r"^\| `([^`]+)` \|.*\| `([^`]+)` \| [^|]+ \|$", text, re.M)


def test_what_was_left_out_went_into_something_that_is_there(catalog, left_out):
    assert len(left_out) >= 24
    for old, new in left_out:
        assert new in catalog, old
        assert old not in list(catalog), old


def test_the_merged_blacklists_keep_their_former_key(catalog):
    assert catalog.get("mx-buro-laboral").id == "buro-laboral-mx"
    assert catalog.action("mx-buro-laboral/access").key == "buro-laboral-mx/access"


def test_habits_are_of_the_kind_habit(catalog):
    habits = {one.id for one in _organisations(catalog) if one.kind == "habit"}
    assert {"firefox", "brave", "vpn-habit", "https-only", "phone-number-at-the-till", "own-name-search"} <= habits
