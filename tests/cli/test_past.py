"""``history``, ``audits`` and ``compare``: what happened and what changed."""

import pytest

from privacy_audit.catalog.load import load
from privacy_audit.ledger.store import Ledger
from privacy_audit.session import Session


class TestHistory:
    def test_the_newest_stands_first_with_all_that_was_told(self, cli, me):
        cli("answer", "mirror-people", "yes")
        cli("record", "mirror-people/opt-out", "asked", "--on", "2026-11-20", "--reference", "4711", "--note", "by web")
        first, second = cli("history", "--json").json
        assert (first["kind"], first["organisation"], first["action"], first["state"]) == (
            "record",
            "mirror-people",
            "opt-out",
            "asked",
        )
        assert (second["kind"], second["organisation"], second["answer"]) == ("answer", "mirror-people", "yes")
        lines = cli("history").out.splitlines()
        assert lines[0].split() == ["day", "organisation", "what", "state", "reference,", "note"]
        assert "4711 · by web" in lines[1]
        assert "does it hold you?" in lines[2]

    def test_it_can_be_of_one_organisation(self, cli, fails, me):
        cli("answer", "mirror-people", "yes")
        cli("answer", "first-broker", "no")
        assert [event["organisation"] for event in cli("history", "first-broker", "--json").json] == ["first-broker"]
        assert cli("history", "second-broker", "--json").json == []
        assert "Did you mean" in fails("history", "frist-broker")

    def test_what_was_taken_back_is_left_out(self, cli, me):
        cli("answer", "mirror-people", "yes")
        cli("undo")
        assert cli("history").out.startswith("Nothing was recorded yet.")


class TestAudits:
    @pytest.fixture
    def two_audits(self, cli, me, usual_ledger):
        """Two audits: before the second one broker came in, after it one was asked and another refused."""
        with Ledger(usual_ledger, create=False) as ledger:
            from examples import TODAY

            session = Session(load(), ledger, ledger.person(), TODAY)
            session.begin_audit("quick")
            session.answer("mirror-people", "yes")
            session.begin_audit("whole")
            session.answer("first-broker", "yes")
            session.record("first-broker/opt-out", "asked")
            session.record("first-broker/opt-out", "refused")

    def test_they_are_listed_with_number_day_and_walk(self, cli, two_audits):
        assert cli("audits", "--json").json == [
            {"number": 1, "on": "2026-11-24", "scope": "quick"},
            {"number": 2, "on": "2026-11-24", "scope": "whole"},
        ]
        assert cli("audits").out.splitlines()[2].split() == ["2", "24", "November", "2026", "whole"]

    def test_none_yet_is_said_in_words(self, cli, me):
        assert cli("audits").out.startswith("No audit yet.")
        assert cli("audits", "--json").json == []

    def test_two_are_compared(self, cli, two_audits):
        found = cli("compare", 1, 2, "--json").json
        assert found["new_holders"] == ["first-broker"]
        assert found["newly_asked"] == found["refused"] == ["first-broker/opt-out"]
        assert found["gone_holders"] == found["newly_stopped"] == found["came_back"] == []
        out = cli("compare", 1, 2).out
        assert "Newly known to hold you: 1\n  First Broker\n" in out
        assert "Refused: 1\n  First Broker, Opt out\n" in out

    def test_an_audit_that_is_not_there_is_refused(self, fails, two_audits):
        assert "There is no audit 3. There are 2, numbered from 1." in fails("compare", 1, 3)

    def test_without_any_audit_there_is_nothing_to_compare(self, fails, me):
        assert "There is none yet" in fails("compare", 1, 2)

    @pytest.mark.parametrize("number", ["0", "-1", "first"])
    def test_a_number_that_cannot_be_is_wrong_usage(self, fails, me, number):
        fails("compare", "1", number, code=2)
