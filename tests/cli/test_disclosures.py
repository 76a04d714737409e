"""Who was told what: letters that left the program, and records that say what they disclosed."""


def test_nothing_was_disclosed_yet(cli, me):
    assert "will stand here" in cli("disclosures").out
    assert cli("disclosures", "--json").json == []


def test_letters_and_records_are_listed_with_what_they_told(cli, me):
    cli("letter", "spokeo/opt-out", "--name", "Ann Example", "--email", "ann@example.com", "--format", "txt")
    cli("record", "whitepages/opt-out", "asked", "--discloses", "name,phone")
    letter, record = cli("disclosures", "--json").json
    assert letter["key"] == "spokeo/opt-out"
    assert letter["by"] == "letter, txt"
    assert {"name", "email"} <= set(letter["discloses"])
    assert (record["key"], record["by"], record["discloses"]) == ("whitepages/opt-out", "asked", ["name", "phone"])
    shown = cli("disclosures").out
    assert "Spokeo" in shown
    assert "your name" in shown
    assert "Ann Example" not in shown


def test_a_letter_moves_no_action(cli, me):
    cli("letter", "spokeo/opt-out", "--format", "txt")
    item = next(item for item in cli("todo", "--json").json["items"] if item["key"] == "spokeo/opt-out")
    assert item["status"] == "open"
