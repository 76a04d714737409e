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

    def test_their_order_does_not_matter_and_the_counts_of_both_are_told(self, cli, two_audits):
        found = cli("compare", 2, 1, "--json").json
        assert found == cli("compare", 1, 2, "--json").json
        assert found["counts"]["earlier"] == {"known": 1, "asked": 0, "done": 0, "gone": 0}
        assert found["counts"]["later"] == {"known": 2, "asked": 1, "done": 0, "gone": 0}
        assert "Organisations known: 1 then 2\n" in cli("compare", 2, 1).out

    def test_what_came_back_says_how_long_it_stayed_away(self, cli, two_audits):
        cli("record", "mirror-people/opt-out", "confirmed", "--on", "2026-11-04")
        cli("record", "mirror-people/opt-out", "relisted", "--on", "2026-11-16")
        assert cli("compare", 1, 2, "--json").json["stayed_away_days"] == {"mirror-people/opt-out": 12}
        assert "Came back: 1\n  Mirror People, Opt out, after 12 days away\n" in cli("compare", 1, 2).out

    def test_an_audit_that_is_not_there_is_refused(self, fails, two_audits):
        assert "There is no audit 3. There are 2, numbered from 1." in fails("compare", 1, 3)

    def test_without_any_audit_there_is_nothing_to_compare(self, fails, me):
        assert "There is none yet" in fails("compare", 1, 2)

    @pytest.mark.parametrize("number", ["0", "-1", "first"])
    def test_a_number_that_cannot_be_is_wrong_usage(self, fails, me, number):
        fails("compare", "1", number, code=2)


class TestProgress:
    @pytest.fixture
    def months(self, cli, me):
        """An answer of today, and a request of September that was done in October."""
        cli("answer", "mirror-people", "yes")
        cli("record", "first-broker/opt-out", "asked", "--on", "2026-09-01")
        cli("record", "first-broker/opt-out", "confirmed", "--on", "2026-10-02")
        cli("record", "first-broker/opt-out", "verified", "--on", "2026-10-20")

    def test_the_counts_stand_by_day_with_json_and_by_month_without(self, cli, months):
        assert cli("progress", "--json").json == [
            {"on": "2026-09-01", "known": 1, "asked": 1, "done": 0, "gone": 0},
            {"on": "2026-10-02", "known": 1, "asked": 1, "done": 1, "gone": 0},
            {"on": "2026-10-20", "known": 1, "asked": 1, "done": 1, "gone": 1},
            {"on": "2026-11-24", "known": 2, "asked": 1, "done": 1, "gone": 1},
        ]
        lines = cli("progress").out.splitlines()
        assert lines[0].split() == ["since", "known", "asked", "said", "done", "seen", "gone"]
        assert [line.split()[:2] for line in lines[1:]] == [["1", "September"], ["20", "October"], ["24", "November"]]
        assert len(cli("progress", "--daily").out.splitlines()) == 5

    def test_a_plot_stands_before_the_table_when_asked_for(self, cli, months):
        lines = cli("progress", "--plot").out.splitlines()
        assert lines[0] == "○ known 2   ◐ asked 1   ◕ said done 1   ● seen gone 1"
        assert any("●●●" in line for line in lines)
        assert lines[-1].split()[:2] == ["24", "November"]

    def test_nothing_yet_is_said_in_words(self, cli, me):
        assert cli("progress").out.startswith("Nothing was recorded yet.")
        assert cli("progress", "--json").json == []
