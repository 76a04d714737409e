"""The letters command: who would get one, the warning before strangers are told, files that are noted and kept."""

import io
from email import message_from_bytes

import pytest
from examples import HOSTILE, act, organisation, unprintable, write_organisations

ANA = ("--name", "Ana Ruiz", "--email", "ana@example.org")
LAWS = ["us-state-privacy", "us-ca-ccpa"]


@pytest.fixture
def brokers(own):
    """Three brokers of the person's own folder, beside the shipped ones."""
    mail = {"law": LAWS, "takes_days": 45}
    write_organisations(
        own,
        (
            organisation("acme-data", act("opt-out", email="privacy@acme-data.example", **mail)),
            organisation("bond-data", act("delete", email="privacy@bond-data.example", **mail)),
            organisation("form-data", act("opt-out", url="https://form-data.example/optout", law=LAWS)),
        ),
    )


@pytest.fixture
def person(cli, brokers):
    cli("person", "add", "me", "--region", "US-TX")
    for id in ("acme-data", "bond-data", "form-data"):
        cli("answer", id, "yes")


def names(folder) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_dry_run_says_who_learns_what_under_which_law_and_writes_nothing(cli, person, tmp_path):
    done = cli("letters", "--list", *ANA)
    acme = next(line for line in done.out.splitlines() if line.startswith("Acme Data"))
    assert "you said that it holds you" in acme
    assert "your name, an e-mail address" in acme
    assert "Texas Data Privacy" in acme
    assert "Texas Data Privacy and Security Act can be used with 3 of these" in done.err
    assert "privacy@acme-data.example" in acme
    assert "no letter: Form Data: no e-mail address is known; its page: https://form-data.example/optout" in done.out
    assert "2 letters would be written, 1 not. Nothing was written." in done.err
    assert cli("disclosures", "--json").json == []


def test_the_dry_run_for_other_programs(cli, person):
    entries = {entry["organisation"]: entry for entry in cli("letters", "--list", "--json").json}
    assert entries["acme-data"]["key"] == "acme-data/opt-out"
    assert entries["acme-data"]["letter"] is True
    assert entries["acme-data"]["discloses"] == ["name", "email"]
    assert entries["acme-data"]["law"] == "us-tx-tdpsa"
    assert (entries["form-data"]["letter"], bool(entries["form-data"]["why"])) == (False, True)


def test_one_file_each_is_written_and_stands_under_disclosures(cli, person, tmp_path):
    done = cli("letters", "--output", tmp_path / "out", *ANA)
    assert names(tmp_path / "out") == ["acme-data-opt-out.eml", "bond-data-delete.eml"]
    draft = message_from_bytes((tmp_path / "out" / "bond-data-delete.eml").read_bytes())
    assert draft["To"] == "privacy@bond-data.example"
    assert "2 letters written" in done.err
    assert "Nothing was sent" in done.err
    assert "no letter: Form Data" in done.err
    told = cli("disclosures", "--json").json
    assert [entry["key"] for entry in told] == ["acme-data/opt-out", "bond-data/delete"]
    assert all(entry["discloses"] == ["name", "email"] for entry in told)
    assert cli("history", "--json").out.count('"asked"') == 0


def test_another_run_writes_the_rest_only(cli, person, tmp_path):
    cli("letters", "--output", tmp_path / "out", *ANA)
    again = cli("letters", "--output", tmp_path / "out", *ANA)
    assert "no letter: Acme Data: a letter was written on 24 November 2026 (--again" in again.err
    assert "No letter is left to write." in again.err
    assert len(cli("disclosures", "--json").json) == 2
    cli("letters", "--output", tmp_path / "new", "--again", *ANA)
    assert len(names(tmp_path / "new")) == 2


def test_a_full_disk_keeps_what_was_written_and_says_how_to_go_on(cli, person, tmp_path, monkeypatch):
    from privacy_audit.exports import files

    write = files.write

    def full(path, data) -> None:
        if "bond" in str(path):
            raise files.ExportError("The disk is full.")
        write(path, data)

    monkeypatch.setattr(files, "write", full)
    done = cli("letters", "--output", tmp_path / "out", *ANA, code=1)
    assert "1 letter of 2 written and noted. Run it again to go on with the rest." in done.err
    assert [entry["key"] for entry in cli("disclosures", "--json").json] == ["acme-data/opt-out"]
    monkeypatch.setattr(files, "write", write)
    assert "bond-data-delete.eml" in cli("letters", "--output", tmp_path / "out", *ANA).out


def test_a_file_that_stands_there_stays(cli, person, tmp_path):
    (tmp_path / "acme-data-opt-out.eml").write_text("my own")
    done = cli("letters", "--output", tmp_path, *ANA)
    assert "left as it is" in done.err
    assert (tmp_path / "acme-data-opt-out.eml").read_text() == "my own"
    assert len(cli("disclosures", "--json").json) == 1


def test_missing_fields_are_asked_for_and_those_only(cli, person, tmp_path):
    done = cli("letters", "--output", tmp_path / "out", "--name", "Ana", code=1)
    assert "The letters still need your e-mail address (--email)." in done.err
    assert not (tmp_path / "out").exists()
    cli("letters", "--output", tmp_path / "out", "--name", "Ana", "--gaps")
    assert b"[your e-mail address]" in (tmp_path / "out" / "acme-data-opt-out.eml").read_bytes()


@pytest.mark.parametrize(("form", "count"), [("txt", 3), ("md", 3)])
def test_a_text_goes_to_a_form_too(cli, person, tmp_path, form, count):
    done = cli("letters", "--output", tmp_path / "out", "--format", form, *ANA)
    assert len(names(tmp_path / "out")) == count
    assert "to https://form-data.example/optout" in done.out


def test_paper_wants_a_postal_address(cli, person, tmp_path):
    done = cli("letters", "--output", tmp_path / "out", "--format", "pdf", *ANA, code=1)
    assert "no postal address is known" in done.err
    assert "Error: No letter was written: the reasons stand above." in done.err
    assert not (tmp_path / "out").exists()


class TestStrangers:
    def test_without_a_terminal_nothing_is_written_without_yes(self, cli, person, tmp_path, monkeypatch):
        monkeypatch.setattr("sys.stdin", io.StringIO("yes\n"))
        done = cli("letters", "--all-registered", "--output", tmp_path / "out", *ANA, code=1)
        assert "firms who you are: each would learn your name, an e-mail address" in done.err
        assert "Error: Nothing was written: without a terminal, --yes says" in done.err
        assert not (tmp_path / "out").exists()

    @pytest.mark.parametrize(("typed", "code"), [("yes", 0), ("y", 1), ("", 1), ("no", 1)])
    def test_on_a_terminal_the_word_is_typed(self, cli, person, tmp_path, monkeypatch, typed, code):
        class Terminal(io.StringIO):
            def isatty(self) -> bool:
                return True

        monkeypatch.setattr("sys.stdin", Terminal(f"{typed}\n"))
        done = cli("letters", "--all-registered", "--output", tmp_path / "out", *ANA, code=code)
        assert "Type yes to go on" in done.err
        assert (tmp_path / "out").exists() is (code == 0)

    def test_with_yes_those_that_hold_somebody_come_first(self, cli, person, tmp_path):
        done = cli("letters", "--all-registered", "--yes", "--output", tmp_path / "out", *ANA)
        assert "acme-data-opt-out.eml" in done.out.splitlines()[0]
        assert len(names(tmp_path / "out")) > 20
        assert len(cli("disclosures", "--json").json) == len(names(tmp_path / "out"))

    def test_only_some_of_those_left_out_are_named(self, cli, person):
        done = cli("letters", "--all-registered", "--list", *ANA)
        assert done.out.count("\nno letter: ") > 100

    def test_a_californian_is_led_to_the_one_request(self, cli, brokers, tmp_path):
        cli("person", "add", "me", "--region", "US-CA")
        done = cli("letters", "--all-registered", "--list", *ANA)
        assert "California DROP comes first: one request reaches" in done.err.splitlines()[0]
        assert "privacy-audit record ca-drop/delete asked" in done.err
        assert "California DROP reaches it" in done.out
        more = cli("letters", "--all-registered", "--despite-drop", "--list", *ANA)
        assert "California DROP reaches it" not in more.out

    def test_nobody_else_hears_of_it(self, cli, person):
        assert "DROP" not in cli("letters", "--all-registered", "--list").err


def test_where_no_law_binds_only_a_courtesy_is_written(cli, brokers, tmp_path):
    cli("person", "add", "me", "--region", "US-AL")
    cli("answer", "acme-data", "yes")
    done = cli("letters", "--output", tmp_path / "out", *ANA, code=1)
    assert "No law of yours obliges them to answer." in done.err
    assert "no letter: Acme Data: no law of yours obliges it to answer (--courtesy" in done.err
    cli("letters", "--output", tmp_path / "out", "--courtesy", *ANA)
    assert names(tmp_path / "out") == ["acme-data-opt-out.eml"]


def test_nobody_to_write_to(cli, fails, brokers, tmp_path):
    cli("person", "add", "me", "--region", "US-TX")
    assert "say it with privacy-audit answer ORGANISATION yes" in fails("letters", "--output", tmp_path / "out")
    assert "0 letters would be written" in cli("letters", "--list").err


def test_wrong_usage(fails, person, tmp_path):
    assert "--list" in fails("letters", code=2)
    assert "--json goes with --list" in fails("letters", "--json", "--output", tmp_path, code=2)
    assert "not in use" in fails("letters", "--list", "--language", "fr")


def test_what_is_no_folder(cli, person, tmp_path):
    (tmp_path / "file").touch()
    assert "is a file: nothing was written" in cli("letters", "--output", tmp_path / "file", *ANA, code=1).err
    assert cli("disclosures", "--json").json == []


def test_hostile_names_and_fields_steer_nothing(cli, own, tmp_path):
    law = {"law": LAWS, "email": "privacy@evil-data.example"}
    write_organisations(own, (organisation("evil-data", act("opt-out", **law), name=HOSTILE, legal_name=HOSTILE),))
    cli("person", "add", "me", "--region", "US-TX")
    cli("answer", "evil-data", "yes")
    name = HOSTILE.replace("\x00", "")
    cli("letters", "--list", "--name", name, "--email", "a@b.example")
    cli("letters", "--output", tmp_path / "out", "--format", "txt", "--name", name, "--email", "a@b.example")
    text = (tmp_path / "out" / "evil-data-opt-out.txt").read_text("utf-8")
    assert not unprintable(text)
