"""``answer``, ``record`` and ``undo``: what the person told."""

import pytest

KEY = "mirror-people/opt-out"


def _item(cli, key):
    return next((item for item in cli("todo", "--json").json["items"] if item["key"] == key), None)


@pytest.mark.parametrize(
    ("answer", "words"),
    [("yes", "holds you"), ("no", "does not hold you"), ("unsure", "may hold you"), ("past", "held you once")],
)
def test_an_answer_is_recorded_and_says_so(cli, me, answer, words):
    done = cli("answer", "mirror-people", answer)
    assert done.out == f"recorded: Mirror People {words} · undo takes it back\n"
    assert (_item(cli, KEY) is not None) == (answer != "no")


def test_an_answer_that_is_none_is_wrong_usage(fails, me):
    message = fails("answer", "mirror-people", "maybe", code=2)
    assert all(word in message for word in ("yes", "no", "unsure", "past"))


def test_an_unknown_organisation_is_refused_with_the_nearest(fails, me):
    assert "Did you mean mirror-people" in fails("answer", "miror-people", "yes")
    assert "privacy-audit search" in fails("answer", "zzzzzzzzzzzzzz", "yes")


def test_a_record_says_what_it_means_and_what_comes_next(cli, me):
    done = cli(
        "record",
        KEY,
        "asked",
        "--on",
        "2026-11-20",
        "--reference",
        "4711",
        "--note",
        "by web",
        "--discloses",
        "name, email",
    )
    first, second = done.out.splitlines()
    assert first == "recorded: Mirror People, Opt out: asked: you sent it, 20 November 2026 · undo takes it back"
    assert second.startswith("next: 30 Nov 2026, Mirror People, opt out: an answer is expected (10 days from")
    (event,) = cli("history", "--json").json
    assert (event["state"], event["on"], event["reference"], event["note"]) == ("asked", "2026-11-20", "4711", "by web")
    assert event["discloses"] == ["name", "email"]


@pytest.mark.parametrize(
    ("typed", "day"),
    [("today", "2026-11-24"), ("yesterday", "2026-11-23"), ("3 days ago", "2026-11-21"), ("2026-01-31", "2026-01-31")],
)
def test_a_day_is_typed_as_people_say_it(cli, me, typed, day):
    cli("record", KEY, "asked", "--on", typed)
    assert cli("history", "--json").json[0]["on"] == day


@pytest.mark.parametrize(
    "typed", ["24.11.2026", "2026-02-30", "soon", "2026", "99999999 days ago", "0001-01-01", "9999-12-31"]
)
def test_a_day_that_is_none_is_wrong_usage(fails, me, typed):
    assert "--on" in fails("record", KEY, "asked", "--on", typed, code=2)


def test_a_day_in_the_future_is_refused(cli, fails, me):
    assert "2026-11-25 is in the future" in fails("record", KEY, "asked", "--on", "2026-11-25")
    assert cli("history", "--json").json == []


def test_a_day_before_the_record_it_follows_is_refused(cli, fails, me):
    cli("record", KEY, "asked", "--on", "2026-11-10")
    assert "2026-11-09 is before 2026-11-10" in fails("record", KEY, "confirmed", "--on", "2026-11-09")


def test_a_move_that_is_not_allowed_names_those_that_are(cli, fails, me):
    assert "it can become: started, asked, confirmed, not-found, set-aside" in fails("record", KEY, "verified")
    cli("record", KEY, "set-aside")
    assert "it can become: reopen" in fails("record", KEY, "asked")


def test_a_word_that_is_no_state_is_wrong_usage_and_all_are_named(fails, me):
    message = fails("record", KEY, "done", code=2)
    states = "started asked acknowledged extended confirmed verified refused relisted not-found set-aside reopen"
    assert all(state in message for state in states.split())


@pytest.mark.parametrize(
    ("key", "words"),
    [("mirror-people/delete", "Its actions are: mirror-people/opt-out"), ("mirror-people", "mirror-people/opt-out"),
     ("miror-people/opt-out", "Did you mean mirror-people"), ("/", "no organisation"), ("", "no organisation")],
)  # fmt: skip
def test_an_unknown_action_is_refused_with_those_there_are(fails, me, key, words):
    assert words in fails("record", key, "asked")


def test_a_whole_life_of_an_action(cli, me):
    for state, day in (
        ("started", 1),
        ("asked", 2),
        ("acknowledged", 3),
        ("extended", 4),
        ("confirmed", 5),
        ("verified", 6),
    ):
        cli("record", KEY, state, "--on", f"2026-11-0{day}")
    cli("record", KEY, "relisted", "--on", "2026-11-20")
    item = _item(cli, KEY)
    assert (item["status"], item["because"]) == ("relisted", "it came back on 20 November 2026")
    assert len(cli("history", "mirror-people", "--json").json) == 7


def test_undo_takes_the_last_back_and_says_what_it_was(cli, fails, me):
    cli("answer", "mirror-people", "yes")
    cli("record", KEY, "asked", "--on", "2026-11-20")
    assert cli("undo").out == "taken back: Mirror People, Opt out: asked, 2026-11-20\n"
    assert cli("undo").out == "taken back: Mirror People: yes\n"
    assert "no record that could be taken back" in fails("undo")
    assert cli("history", "--json").json == []
