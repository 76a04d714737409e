"""Letters to many: who gets one, who does not and why, and that nothing is written twice, over, or unnoted."""

import shutil
from dataclasses import replace

import pytest
from examples import TODAY, act, organisation, write_organisations, write_tree

from privacy_audit import mailing
from privacy_audit.catalog.catalog import Catalog
from privacy_audit.catalog.compiler import compile_tree
from privacy_audit.catalog.load import CHECKOUT
from privacy_audit.exports.files import ExportError
from privacy_audit.ledger.errors import LedgerError
from privacy_audit.mailing import NO_LAW, ONE_REQUEST, WRITTEN, Wish
from privacy_audit.rights.letters.letter import LetterError
from privacy_audit.session import Session

LAWS = ["us-state-privacy", "us-ca-ccpa", "ca-pipeda"]
FIELDS = {"name": "Ana Ruiz", "email": "ana@example.org"}


def broker(id: str, **more) -> dict:
    actions = more.pop("actions", (act("opt-out", law=LAWS, email=f"privacy@{id}.example"),))
    return organisation(id, *actions, countries=["US", "CA"], **more)


BROKERS = (
    broker("alpha-data", drop_reaches="yes", drop_why="register"),
    broker("beta-data", drop_reaches="unknown", drop_why="older file"),
    broker("gamma-people", kind="people-search"),
    broker("form-only", actions=(act("opt-out", law=LAWS, url="https://form-only.example/optout"),)),
    broker("switch-only", actions=(act("setting"),)),
    broker("parent-data", actions=(
        act("opt-out", law=LAWS, email="privacy@parent-data.example", covers=["daughter-data"]),)),
    broker("daughter-data"),
    broker("two-ways", actions=(
        act("access", law=LAWS, email="privacy@two-ways.example"),
        act("delete", law=LAWS, url="https://two-ways.example/delete", post="Two Ways, 1 Oak St, Reno, NV 89501"),
        act("opt-out", law=LAWS, email="privacy@two-ways.example"))),
    organisation("golden-request", act("delete", covers_registered=True, needs=["name", "ssn"], only_in=["US-CA"]),
                 kind="registry", regions=["US-CA"], presumed=["US-CA"], caution="It reaches no others."),
    organisation("paper-shop", act("delete", law=LAWS, email="privacy@paper-shop.example"), kind="loyalty"),
)  # fmt: skip


@pytest.fixture(scope="module")
def brokers(tmp_path_factory) -> Catalog:
    """These brokers under the shipped laws."""
    root = write_tree(tmp_path_factory.mktemp("checklists"))
    write_organisations(root / "organisations", BROKERS)
    for name in ("laws", "offices"):
        shutil.rmtree(root / name, ignore_errors=True)
        shutil.copytree(CHECKOUT / name, root / name)
    for name in ("regions.toml", "fields.toml"):
        shutil.copy(CHECKOUT / name, root / name)
    return Catalog(compile_tree(root))


@pytest.fixture
def me(brokers, ledger):
    def live_in(region: str = "US-TX", *yes: str) -> Session:
        session = Session(brokers, ledger, ledger.add_person(region, region), TODAY)
        for id in yes:
            session.answer(id, "yes")
        return session

    return live_in


def survey(session: Session, **wish) -> dict[str, mailing.Recipient]:
    found = mailing.survey(session, Wish(**{"fields": FIELDS} | wish))
    return {one.organisation.id: one for one in found}


class TestWho:
    def test_nobody_who_showed_nothing(self, me):
        assert survey(me()) == {}

    def test_those_of_whom_it_was_said_or_shown(self, me):
        session = me("US-TX", "alpha-data")
        session.answer("beta-data", "past")
        session.answer("gamma-people", "unsure")
        session.record("two-ways/access", "asked")
        session.record("two-ways/access", "confirmed")
        found = survey(session)
        assert set(found) == {"alpha-data", "beta-data", "two-ways"}
        assert "they said it was done on 24 November 2026" in found["two-ways"].holds
        assert found["alpha-data"].holds == "you said that it holds you"

    def test_only_brokers(self, me):
        assert set(survey(me("US-TX", "paper-shop", "north-bureau", "alpha-data"))) == {"alpha-data"}

    def test_with_the_registered_those_that_showed_something_still_come_first(self, me):
        found = survey(me("US-TX", "gamma-people"), registered=True)
        assert list(found) == ["gamma-people", "alpha-data"]
        assert found["alpha-data"].holds == ""

    def test_those_of_the_register_file_are_registered(self, catalog, ledger):
        session = Session(catalog, ledger, ledger.add_person("me", "US-TX"), TODAY)
        found = survey(session, registered=True, form="txt")
        registered = [id for id in catalog if catalog.tier_of(id) == "registry"]
        assert len(registered) > 400
        assert set(registered) <= set(found)
        assert all(found[id].where.startswith("http") for id in registered)


class TestWhyNot:
    def test_what_was_asked_already(self, me):
        session = me("US-TX", "alpha-data", "beta-data", "gamma-people")
        session.record("alpha-data/opt-out", "asked")
        session.record("beta-data/opt-out", "asked")
        session.record("beta-data/opt-out", "refused")
        found = survey(session)
        assert found["alpha-data"].why == "asked on 24 November 2026"
        assert "answer it: privacy-audit letter beta-data/opt-out" in found["beta-data"].why
        assert [one.organisation.id for one in mailing.ready(found.values())] == ["gamma-people"]

    def test_who_listed_somebody_again_is_asked_again(self, me):
        session = me("US-TX", "alpha-data")
        for state in ("asked", "confirmed", "relisted"):
            session.record("alpha-data/opt-out", state)
        assert not survey(session)["alpha-data"].obstacle

    @pytest.mark.parametrize(("form", "words"), [("eml", "no e-mail address is known"), ("pdf", "no postal address")])
    def test_without_an_address_for_the_form_its_page_is_named(self, me, form, words):
        one = survey(me("US-TX", "form-only"), form=form)["form-only"]
        assert words in one.why
        assert "https://form-only.example/optout" in one.why
        assert not one.possible

    def test_a_text_can_be_pasted_into_a_form(self, me):
        one = survey(me("US-TX", "form-only"), form="txt")["form-only"]
        assert (one.obstacle, one.where) == ("", "https://form-only.example/optout")

    def test_which_law_binds_how_many_is_said(self, me):
        session = me("US-TX", "alpha-data", "beta-data")
        words = mailing.law_words(session, survey(session).values())
        assert words == "Texas Data Privacy and Security Act can be used with 2 of these, as far as known."

    def test_where_no_law_binds_it_is_said_and_a_courtesy_on_demand(self, me):
        session = me("US-AL", "alpha-data")
        found = survey(session)
        assert (found["alpha-data"].obstacle, found["alpha-data"].possible) == (NO_LAW, True)
        assert mailing.law_words(session, found.values()) == "No law of yours obliges them to answer."
        asked = survey(session, despite=frozenset({NO_LAW}))["alpha-data"]
        assert not asked.obstacle
        assert not asked.letter.law

    def test_a_state_that_is_not_told_is_said(self, me):
        session = me("US", "alpha-data")
        assert "your state or province is not told" in mailing.law_words(session, survey(session).values())

    def test_what_nobody_is_asked_for(self, me):
        assert survey(me("US-TX", "switch-only"))["switch-only"].letter is None

    def test_a_letter_to_the_parent_reaches_the_daughter(self, me):
        found = survey(me("US-TX", "parent-data", "daughter-data"))
        assert found["daughter-data"].why == "the letter to Parent Data reaches it"
        assert not found["parent-data"].obstacle

    def test_a_request_to_the_parent_that_was_sent_reaches_the_daughter(self, me):
        session = me("US-TX", "daughter-data")
        session.record("parent-data/opt-out", "asked")
        assert survey(session)["daughter-data"].why == "asked through Parent Data on 24 November 2026"

    def test_a_language_of_elsewhere_is_refused_at_once(self, me):
        with pytest.raises(LetterError, match="not in use"):
            survey(me("US-TX"), language="fr")


class TestCalifornia:
    def test_the_one_request_stands_before_letters_to_those_it_reaches(self, me):
        session = me("US-CA", "alpha-data", "beta-data")
        found = survey(session)
        assert found["alpha-data"].obstacle == ONE_REQUEST
        assert not found["beta-data"].obstacle
        words = mailing.one_request_words(session, found.values())
        assert "Golden Request comes first: one request reaches 1 registered broker, 1 of those here" in words
        assert "your name, your Social Security number" in words
        assert "It reaches no others." in words
        assert not survey(session, despite=frozenset({ONE_REQUEST}))["alpha-data"].obstacle

    def test_once_it_was_sent_it_has_done_its_part(self, me):
        session = me("US-CA", "alpha-data")
        session.record("golden-request/delete", "asked")
        assert survey(session)["alpha-data"].why == "asked through Golden Request on 24 November 2026"

    def test_it_is_no_answer_to_the_question_what_they_hold(self, me):
        assert not survey(me("US-CA", "alpha-data"), kind="access")["alpha-data"].obstacle

    @pytest.mark.parametrize("region", ["US-TX", "CA-ON", "MX-JAL", "US"])
    def test_nobody_else_is_led_there(self, me, region):
        session = me(region, "alpha-data")
        assert mailing.one_request(session) is None
        assert mailing.one_request_words(session, []) == ""


class TestWhichAction:
    @pytest.mark.parametrize(
        ("wish", "key"),
        [
            ({}, "two-ways/opt-out"),
            ({"form": "pdf"}, "two-ways/delete"),
            ({"form": "txt"}, "two-ways/delete"),
            ({"kind": "access"}, "two-ways/access"),
            ({"kind": "delete", "form": "txt"}, "two-ways/delete"),
        ],
    )
    def test_the_one_with_an_address_for_the_form(self, me, wish, key):
        one = survey(me("US-TX", "two-ways"), **wish)["two-ways"]
        assert one.action.key == key
        assert one.letter

    def test_asking_what_they_hold_does_not_stop_asking_to_delete(self, me):
        session = me("US-TX", "two-ways")
        session.record("two-ways/access", "asked")
        assert not survey(session)["two-ways"].obstacle
        assert survey(session, kind="access")["two-ways"].obstacle == "asked"


class TestWarning:
    def test_it_names_how_many_firms_learn_what(self, me):
        session = me("US-TX", "gamma-people")
        words = mailing.warning(session, survey(session, registered=True).values())
        assert "tell 1 firm who you are: each would learn your name, an e-mail address" in words
        known = mailing.warning(session, survey(session).values())
        assert known == "No letter of this form goes to a firm that may not know you."

    def test_what_is_still_missing_counts_too(self, me):
        session = me("US-TX", "alpha-data")
        found = survey(session, fields={})
        assert mailing.missing(found.values()) == ("name", "email")
        assert found["alpha-data"].tells == ("name", "email")


class TestWriting:
    def deliver(self, session: Session, folder, **wish) -> list[tuple]:
        going = mailing.ready(survey(session, **wish).values())
        return [mailing.deliver(session, one, folder, wish.get("form", "eml")) for one in going]

    def letters(self, session: Session) -> list[dict]:
        return [event.data for event in session.ledger.events(session.person.id) if event.kind == "letter"]

    def test_one_file_each_and_each_is_noted(self, me, tmp_path):
        session = me("US-TX", "alpha-data", "gamma-people")
        done = self.deliver(session, tmp_path)
        assert [path.name for path, _ in done] == ["alpha-data-opt-out.eml", "gamma-people-opt-out.eml"]
        assert all(path.stat().st_mode & 0o777 == 0o600 for path, _ in done)
        noted = self.letters(session)
        assert [note["to"] for note in noted] == ["privacy@alpha-data.example", "privacy@gamma-people.example"]
        assert all(note["discloses"] == ["name", "email"] and note["channel"] == "eml" for note in noted)
        assert session.standing.state("alpha-data/opt-out").status == "open", "a letter written is not a letter sent"

    def test_a_second_run_goes_on_with_the_rest(self, me, tmp_path):
        session = me("US-TX", "alpha-data")
        self.deliver(session, tmp_path)
        session.answer("gamma-people", "yes")
        assert survey(session)["alpha-data"].why == "a letter was written on 24 November 2026"
        assert [path.name for path, _ in self.deliver(session, tmp_path)] == ["gamma-people-opt-out.eml"]
        assert survey(session, despite=frozenset({WRITTEN}))["alpha-data"].obstacle == ""

    def test_a_letter_of_another_kind_was_not_written_yet(self, me, tmp_path):
        session = me("US-TX", "two-ways")
        self.deliver(session, tmp_path)
        assert not survey(session, kind="access")["two-ways"].obstacle

    def test_a_file_that_was_written_and_not_noted_is_noted_by_the_next_run(self, me, tmp_path, monkeypatch):
        session = me("US-TX", "alpha-data")

        def fail(*_) -> None:
            raise LedgerError("the disk went away")

        with monkeypatch.context() as broken:
            broken.setattr(mailing, "note_written", fail)
            with pytest.raises(LedgerError):
                self.deliver(session, tmp_path)
        before = (tmp_path / "alpha-data-opt-out.eml").stat().st_mtime_ns
        assert self.letters(session) == []
        assert [ours for _, ours in self.deliver(session, tmp_path)] == [True]
        assert len(self.letters(session)) == 1
        assert (tmp_path / "alpha-data-opt-out.eml").stat().st_mtime_ns == before

    def test_nothing_is_overwritten(self, me, tmp_path):
        session = me("US-TX", "alpha-data", "gamma-people", "beta-data")
        (tmp_path / "alpha-data-opt-out.eml").write_text("my own")
        (tmp_path / "beta-data-opt-out.eml").symlink_to(tmp_path / "elsewhere")
        (tmp_path / "gamma-people-opt-out.eml").mkdir()
        assert [ours for _, ours in self.deliver(session, tmp_path)] == [False] * 3
        assert (tmp_path / "alpha-data-opt-out.eml").read_text() == "my own"
        assert not (tmp_path / "elsewhere").exists()
        assert self.letters(session) == []

    def test_the_folder_is_the_persons_own(self, tmp_path):
        mailing.make_folder(tmp_path / "letters")
        assert (tmp_path / "letters").stat().st_mode & 0o777 == 0o700
        mailing.make_folder(tmp_path / "letters")

    def test_what_is_no_folder_is_said(self, tmp_path):
        (tmp_path / "file").touch()
        with pytest.raises(ExportError, match="is a file: nothing was written"):
            mailing.make_folder(tmp_path / "file")
        with pytest.raises(ExportError, match="could not be made"):
            mailing.make_folder(tmp_path / "nowhere" / "letters")
        with pytest.raises(ExportError, match="could not be made"):
            mailing.make_folder(tmp_path / "a\x00b")

    def test_a_key_that_is_no_file_name_leads_out_of_no_folder(self, me):
        action = me("US-TX").catalog.action("alpha-data/opt-out")
        assert mailing.file_name(replace(action, key="../../Éx/opt-out"), "eml") == "-x-opt-out.eml"
