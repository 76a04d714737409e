"""`encrypt`, `decrypt`, `rekey`, and every other command on an encrypted ledger."""

import os
from pathlib import Path

import pytest

pytest.importorskip("sqlcipher3")

from privacy_audit.ledger import cipher, passphrases
from privacy_audit.ledger.cipher import Cost
from privacy_audit.ledger.store import Ledger

SECRET = "seven quiet herons wade"
OTHER = "north of the old ferry"
#: Nothing of this may be found in any file once the ledger is encrypted.
PLANTED = ("Rosalind-Example-0142", "REF-PLANTED-77", "planted note of mine", "planted reason of mine", "planted proof")


@pytest.fixture(autouse=True)
def keys(monkeypatch):
    """Cheap derivations, and no key left from one test to the next."""
    monkeypatch.setattr(cipher, "COSTS", {cipher.VERSION: Cost(1, 64, 1)})
    monkeypatch.setattr(cipher, "source", None)
    cipher.lock()
    yield
    cipher.lock()


@pytest.fixture
def fd(tmp_path):
    """Give lines as an open file, and return its number."""

    def give(*lines: str) -> int:
        reading, writing = os.pipe()
        os.write(writing, "".join(f"{line}\n" for line in lines).encode())
        os.close(writing)
        return reading

    return give


@pytest.fixture
def terminal(monkeypatch):
    """Answer questions on a terminal; asking for more than is given fails."""

    def answer(*typed: str) -> list[str]:
        left, asked = list(typed), []

        def ask(question: str) -> str:
            asked.append(question)
            return left.pop(0)

        monkeypatch.setattr("privacy_audit.cli.passphrase._is_terminal", lambda: True)
        monkeypatch.setattr("getpass.getpass", ask)
        return asked

    return answer


@pytest.fixture
def sealed(cli, me, fd) -> None:
    """The ledger of "me", encrypted."""
    cli("encrypt", "--passphrase-fd", fd(SECRET))


class TestEncrypt:
    def test_asks_twice_and_says_what_cannot_be_undone(self, cli, me, terminal, usual_ledger):
        asked = terminal(SECRET, SECRET)
        done = cli("encrypt")
        assert f"Encrypted: {usual_ledger}" in done.out.splitlines()
        assert passphrases.HINT.split(".")[0] in " ".join(done.out.split())
        assert "nobody can give it back to you" in done.err
        assert asked == ["New passphrase: ", "The same again: "]
        assert cipher.is_encrypted(usual_ledger)

    def test_two_that_differ_change_nothing(self, cli, me, terminal, usual_ledger):
        terminal(SECRET, OTHER)
        assert "are not the same" in cli("encrypt", code=1).err
        assert not cipher.is_encrypted(usual_ledger)

    def test_a_short_one_is_taken_with_a_word(self, cli, me, terminal, usual_ledger):
        terminal("short", "short")
        assert "That one is short." in cli("encrypt").err
        assert cipher.is_encrypted(usual_ledger)

    def test_without_a_terminal_it_needs_an_open_file(self, fails, me, usual_ledger):
        assert "no passphrase came" in fails("encrypt", code=4).lower()
        assert not cipher.is_encrypted(usual_ledger)

    def test_without_a_ledger(self, fails, own, fd):
        assert "There is no ledger" in fails("encrypt", "--passphrase-fd", fd(SECRET))

    def test_the_passphrase_is_never_an_argument_or_a_variable(self, cli, me, sealed, monkeypatch):
        for name in ("PRIVACY_AUDIT_PASSPHRASE", "PRIVACY_AUDIT_PASSPHRASE_FD", "PASSPHRASE"):
            monkeypatch.setenv(name, SECRET)
        cli("todo", code=4)
        cli("--passphrase", SECRET, "todo", code=2)
        cli("encrypt", SECRET, code=2)

    def test_again_it_says_so_and_needs_the_passphrase(self, cli, fails, sealed, fd, usual_ledger):
        assert "does not open" in fails("encrypt", "--passphrase-fd", fd(OTHER), code=4)
        assert cli("encrypt", "--passphrase-fd", fd(SECRET)).out == f"Encrypted already: {usual_ledger}\n"

    def test_the_minutes_until_it_locks(self, cli, sealed, fd, usual_ledger):
        done = cli("encrypt", "--lock-after", 5, "--passphrase-fd", fd(SECRET))
        assert done.out == "The program locks after 5 minutes without a key.\n"
        cipher.unlock(usual_ledger, SECRET)
        with Ledger(usual_ledger) as ledger:
            assert ledger.setting(ledger.person().id, cipher.LOCK_SETTING) == "5"

    def test_without_the_extra_it_says_how_to_get_it(self, fails, me, fd, monkeypatch, usual_ledger):
        monkeypatch.setitem(__import__("sys").modules, "argon2.low_level", None)
        assert "pip install 'privacy-audit[encrypt]'" in fails("encrypt", "--passphrase-fd", fd(SECRET), code=4)
        assert not cipher.is_encrypted(usual_ledger)


class TestEveryCommand:
    @pytest.mark.parametrize(
        "command", ["todo", "history", "person list", "remind", "report", "undo", "audits", "doctor"]
    )
    def test_is_refused_in_one_line_without_a_passphrase(self, cli, sealed, command):
        done = cli(*command.split(), code=4)
        assert "is encrypted, and no passphrase came" in done.err + done.out

    def test_takes_it_before_the_command(self, cli, sealed, fd):
        assert "me" in cli("--passphrase-fd", fd(SECRET), "person", "list").out
        cli("--passphrase-fd", fd(SECRET), "answer", "north-bureau", "yes")

    def test_a_wrong_one_is_one_line_and_changes_nothing(self, fails, sealed, fd, usual_ledger):
        before = usual_ledger.read_bytes()
        assert "does not open" in fails("--passphrase-fd", fd("wrong"), "todo", code=4)
        assert usual_ledger.read_bytes() == before

    def test_a_number_that_is_no_open_file(self, fails, sealed):
        assert "no open file" in fails("--passphrase-fd", 987, "todo", code=4)

    def test_asks_on_a_terminal_three_times_at_most(self, cli, sealed, terminal):
        terminal("wrong", SECRET)
        assert "me" in cli("person", "list").out
        asked = terminal("wrong", "wrong", "wrong", SECRET)
        cli("person", "list", code=4)
        assert len(asked) == 3

    def test_nothing_typed_is_no_passphrase(self, cli, sealed, terminal):
        terminal("")
        assert "no passphrase came" in cli("person", "list", code=4).err

    def test_one_run_leaves_no_key_for_the_next(self, cli, sealed, fd):
        cli("--passphrase-fd", fd(SECRET), "person", "list")
        cli("person", "list", code=4)

    def test_brief_never_asks(self, cli, sealed, terminal):
        terminal()
        cli("todo", "--help")
        from privacy_audit.reminders import brief

        assert brief.run(brief.parse(["remind", "--brief"])) == 4


class TestDecryptAndRekey:
    def test_decrypting(self, cli, sealed, fd, usual_ledger):
        assert cli("decrypt", "--passphrase-fd", fd(SECRET)).out.startswith(f"Decrypted: {usual_ledger}")
        assert "me" in cli("person", "list").out
        assert cli("decrypt").out == f"Not encrypted: {usual_ledger}. There was nothing to do.\n"

    def test_a_new_passphrase_from_two_lines(self, cli, fails, sealed, fd):
        done = cli("rekey", "--passphrase-fd", fd(SECRET, OTHER))
        assert "is changed" in done.out
        fails("--passphrase-fd", fd(SECRET), "person", "list", code=4)
        cli("--passphrase-fd", fd(OTHER), "person", "list")

    def test_a_new_passphrase_on_a_terminal(self, cli, sealed, terminal, fd):
        asked = terminal(SECRET, OTHER, OTHER)
        cli("rekey")
        assert len(asked) == 3
        cli("--passphrase-fd", fd(OTHER), "person", "list")

    def test_one_line_is_not_enough(self, fails, sealed, fd):
        assert "second line" in fails("rekey", "--passphrase-fd", fd(SECRET), code=4)

    @pytest.mark.parametrize("command", ["decrypt", "rekey"])
    def test_a_wrong_one(self, fails, sealed, fd, command, usual_ledger):
        before = usual_ledger.read_bytes()
        assert "does not open" in fails(command, "--passphrase-fd", fd("wrong", OTHER), code=4)
        assert usual_ledger.read_bytes() == before

    def test_a_plain_ledger_has_none_to_change(self, fails, me, fd):
        assert "is not encrypted" in fails("rekey", "--passphrase-fd", fd(SECRET, OTHER))


class TestNoPlainByteStays:
    """Strings of every kind that a person types are searched for in every file after `encrypt`."""

    @pytest.fixture
    def places(self, isolated, tmp_path, monkeypatch, cache_folder) -> list[Path]:
        """The home, the cache and the folder of temporary files; what the person wrote out lies elsewhere."""
        temporary = tmp_path / "temporary"
        temporary.mkdir()
        monkeypatch.setenv("TMPDIR", str(temporary))
        monkeypatch.setattr("tempfile.tempdir", None)
        return [isolated, cache_folder, temporary]

    @staticmethod
    def _found(places: list[Path]) -> list[tuple[Path, str]]:
        every = [one for place in places for one in place.rglob("*") if one.is_file()]
        assert every
        return [(one, words) for one in every for words in PLANTED if words.encode() in one.read_bytes()]

    def test_after_using_everything(self, cli, own, fd, places, usual_ledger, tmp_path):
        name, reference, note, reason, proof = PLANTED
        out = tmp_path / "written-out"
        out.mkdir()
        (out / "proof.txt").write_text(proof)
        cli("person", "add", name, "--region", "US-TX")
        cli("answer", "north-bureau", "yes")
        cli(
            "record", "north-bureau/freeze", "asked", "--reference", reference, "--note", note,
            "--evidence", out / "proof.txt",
        )  # fmt: skip
        cli("record", "north-bureau/dispute", "set-aside", "--note", reason)
        cli("event", "breach", "--organisation", "north-bureau", "--note", note)
        cli("remind", "shows", "--locked", "dates")
        cli("backup")
        for ending in ("md", "html", "csv", "json"):
            cli("report", "--output", out / f"report.{ending}")
        cli("export", out / "whole.jsonl")
        usual_ledger.with_name(".privacy-audit-draft.part").write_text(name)
        assert {words for _, words in self._found(places)} == set(PLANTED)

        cli("encrypt", "--passphrase-fd", fd(SECRET))
        assert self._found(places) == []
        cli("--passphrase-fd", fd(SECRET), "backup")
        cli("--passphrase-fd", fd(SECRET), "record", "north-bureau/freeze", "confirmed", "--note", note)
        cli("--passphrase-fd", fd(SECRET), "report", "--output", out / "after.html")
        assert self._found(places) == []
        assert note in cli("--passphrase-fd", fd(SECRET), "history").out
