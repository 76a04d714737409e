"""The second visit on the command line: looking again, rhythms, and what changed in a life."""

import pytest


@pytest.fixture
def visited(cli, me):
    """An audit of January with two opt-outs, one answered and one not."""
    cli("--today", "2026-01-05", "answer", "mirror-people", "yes")
    cli("--today", "2026-01-05", "again", "--begin")
    for day, state in (("06", "asked"), ("16", "confirmed")):
        cli("--today", f"2026-01-{day}", "record", "mirror-people/opt-out", state)
    cli("--today", "2026-01-06", "record", "first-broker/opt-out", "asked")


class TestAgain:
    def test_nothing_to_look_at_says_when_the_next_time_is(self, cli, me):
        assert "Nothing has to be looked at again." in cli("again").out
        cli("again", "--begin")
        done = cli("again")
        assert "Next: " in done.out
        assert "when your last audit began" in done.out

    def test_what_may_have_changed_with_reason_and_key(self, cli, visited):
        out = cli("again").out
        assert "Mirror People  mirror-people/opt-out\n" in out
        assert "  they said done on 16 January 2026; you have not looked since\n" in out
        assert "  you asked on 6 January 2026; the answer was due on 20 February 2026\n" in out

    def test_looking_writes_nothing_and_beginning_writes_once(self, cli, visited):
        cli("again")
        assert len(cli("audits", "--json").json) == 1
        assert "begun: audit 2" in cli("again", "--begin").err
        assert "gone on with" in cli("again", "--begin").err
        assert [audit["scope"] for audit in cli("audits", "--json").json] == ["again", "again"]
        cli("compare", "1", "2")

    def test_what_was_looked_at_is_asked_no_more(self, cli, visited):
        cli("again", "--begin")
        cli("record", "mirror-people/opt-out", "relisted")
        cli("record", "first-broker/opt-out", "verified")
        (question,) = cli("again", "--json").json["questions"]
        assert (question["organisation"], question["kind"]) == ("mirror-people", "back")

    def test_json(self, cli, visited):
        found = cli("again", "--json").json
        assert found["since"] == "2026-01-05"
        assert found["today"] == "2026-11-24"
        assert "brokers" in found["themes"]
        assert found["all"] == len(found["questions"]) == 2
        assert found["folded"] == {}
        first = found["questions"][0]
        assert set(first) == {"organisation", "name", "theme", "kind", "reasons"}
        assert set(first["reasons"][0]) == {"kind", "text", "key", "since"}

    def test_ten_first_the_rest_folded_all_on_demand(self, cli, me):
        brokers = [one["id"] for one in cli("list", "--theme", "brokers", "--region", "US-TX", "--json").json]
        asked = 0
        for id in brokers:
            actions = [one["id"] for one in cli("show", id, "--json").json.get("actions", []) if one["do"] == "opt-out"]
            if actions and asked < 14:
                cli("--today", "2026-01-06", "record", f"{id}/{actions[0]}", "asked")
                asked += 1
        found, whole = cli("again", "--json").json, cli("again", "--all", "--json").json
        assert (len(found["questions"]), found["folded"], found["all"]) == (10, {"unanswered": 4}, 14)
        assert (len(whole["questions"]), whole["folded"]) == (14, {})
        assert "and 4 more: 4 asked, the answer is late. All of them: privacy-audit again --all" in cli("again").out
        assert cli("again", "--all").out.count("the answer was due on") == 14

    def test_a_clock_set_back_is_one_line_and_records_nothing(self, cli, fails, visited):
        line = fails("--today", "2025-12-24", "again", "--begin")
        assert "2026-01-05, after 2025-12-24" in line
        assert "--today" in line
        assert len(cli("audits", "--json").json) == 1


class TestRhythm:
    def test_each_theme_has_its_own_until_one_is_set(self, cli, visited):
        before = {one["theme"]: one for one in cli("rhythm", "--json").json}
        assert len(before) == 14
        assert (before["brokers"]["days"], before["brokers"]["whose"]) == (90, "standard")
        assert before["brokers"]["next"] == "2026-04-05"
        assert before["credit"]["days"] == 365
        assert " 60  yours" in cli("rhythm", "brokers", "60").out
        after = {one["theme"]: one for one in cli("rhythm", "--json").json}
        assert (after["brokers"]["days"], after["brokers"]["next"]) == (60, "2026-03-06")
        assert "60 days after 5 January 2026" in cli("remind").out
        assert "standard" in cli("rhythm", "brokers", "--default").out

    def test_all_are_given_back_at_once(self, cli, me):
        cli("rhythm", "brokers", "60")
        cli("rhythm", "credit", "60")
        assert {one["whose"] for one in cli("rhythm", "--default", "--json").json} == {"standard"}

    def test_days_for_all_stay_the_overall_default(self, cli, me):
        cli("person", "edit", "me", "--audit-days", "30")
        assert {(one["days"], one["whose"]) for one in cli("rhythm", "--json").json} == {(30, "overall")}

    @pytest.mark.parametrize(
        ("arguments", "code", "words"),
        [
            (("brokrs", "60"), 1, "There is no theme 'brokrs'"),
            (("brokers", "6"), 2, "7"),
            (("brokers", "1001"), 2, "1000"),
            (("brokers",), 2, "Say how many days"),
            (("brokers", "60", "--default"), 2, "not both"),
        ],
    )
    def test_what_cannot_be_is_one_line(self, fails, me, arguments, code, words):
        assert words in fails("rhythm", *arguments, code=code)


class TestEvent:
    def test_a_move_lists_what_to_do_again_with_the_reason_and_the_region(self, cli, visited):
        out = cli("event", "moved", "--on", "2026-11-03", "--note", "to the hill").out
        assert "recorded: You moved on 3 November 2026 · undo takes it back" in out
        assert "Mirror People: Opt out" in out
        assert "again" in out
        assert "a new address makes a new listing" in out
        assert "privacy-audit person edit me --region CODE" in out
        (item,) = [one for one in cli("todo", "--json").json["items"] if one["key"] == "mirror-people/opt-out"]
        assert (item["status"], "you moved on 3 November 2026" in item["because"]) == ("redo", True)
        assert "You moved on 3 November 2026" in cli("remind").out

    def test_twice_the_same_is_written_once_and_undo_takes_it_back(self, cli, visited):
        cli("event", "moved", "--on", "2026-11-03")
        assert "recorded before" in cli("event", "moved", "--on", "2026-11-03").out
        assert len(cli("event", "--json").json) == 1
        assert "You moved on 3 November 2026" in cli("history").out
        assert cli("undo").out == "taken back: You moved on 3 November 2026\n"
        assert cli("event", "--json").json == []
        assert "The events are: moved, renamed" in cli("event").out

    def test_done_things_leave_the_list(self, cli, visited):
        cli("event", "moved", "--on", "2026-11-03")
        before = cli("event", "--json").json[0]["todo"]
        cli("record", "mirror-people/opt-out", "verified")
        after = cli("event", "--json").json[0]["todo"]
        assert {one["key"] for one in before} - {one["key"] for one in after} == {"mirror-people/opt-out"}

    def test_a_refusal_names_the_agency_and_has_its_sixty_days(self, cli, me):
        found = cli("event", "denied", "--organisation", "chexsystems", "--on", "2026-11-10", "--json").json
        assert (found["event"], found["organisation"]) == ("denied", "chexsystems")
        access = next(one for one in found["todo"] if one["key"] == "chexsystems/access")
        assert (access["by"], access["redo"]) == ("2027-01-09", False)
        assert "1681j(b)" in access["rule"]
        assert "Which agency" not in cli("event", "denied", "--organisation", "chexsystems").out
        assert "Which agency does the notice name? Name it" in cli("event", "denied").out

    def test_one_of_the_three_bureaus_leads_to_the_one_place_for_their_reports(self, cli, me):
        found = cli("event", "denied", "--organisation", "equifax-us", "--json").json
        assert "annualcreditreport/access" in {one["key"] for one in found["todo"]}

    @pytest.mark.parametrize("event", ["renamed", "new-phone", "new-email", "married", "new-child", "breach"])
    def test_every_event_is_taken_and_says_something(self, cli, me, event):
        out = cli("event", event).out
        assert "recorded: " in out
        assert "\n- " in out

    @pytest.mark.parametrize(
        ("arguments", "code", "words"),
        [
            (("mvoed",), 1, "There is no event 'mvoed'. The events are: moved"),
            (("moved", "--on", "2026-11-25"), 1, "2026-11-25 is in the future"),
            (("moved", "--on", "soon"), 2, "no date"),
            (("breach", "--organisation", "mirror-peopel"), 1, "Did you mean"),
            (("moved", "--organisation", "mirror-people"), 1, "No organisation belongs to 'moved'"),
        ],
    )
    def test_what_cannot_be_is_one_line_and_writes_nothing(self, cli, fails, me, arguments, code, words):
        assert words in fails("event", *arguments, code=code)
        assert cli("event", "--json").json == []


class TestCameBack:
    def test_show_and_history_say_how_long_it_stayed_away(self, cli, visited):
        cli("record", "mirror-people/opt-out", "relisted", "--on", "2026-04-16")
        assert (
            "Came back: 16 April 2026, after 90 days away (mirror-people/opt-out)" in cli("show", "mirror-people").out
        )
        assert "after 90 days away" in cli("history").out

    def test_show_needs_no_ledger(self, cli, own):
        assert "Came back" not in cli("show", "mirror-people").out

    def test_undoing_a_note_says_what_it_was(self, cli, visited):
        cli("record", "mirror-people/opt-out", "verified", "--note", "by hand")
        assert "taken back: Mirror People, Opt out: verified" in cli("undo").out
