"""Encryption: whether the ledger is encrypted, its passphrase, and when the program locks."""

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.worker import Worker

from ... import folders
from ...ledger import cipher, passphrases
from ...ledger.errors import LedgerError
from ...text import clean, count
from ..page import Page
from ..rows import Column, Row, Rows
from ..words import Words
from .passphrase import AskPassphrase
from .prompt import Prompt

_LONGEST_MINUTES = 1440
_ABOUT = {
    "encrypt": "With a passphrase nobody else can read who holds you and what you did: not in the ledger, not in its "
    "backups. You are asked for it at every start. Reports and letters that you write out stay readable.",
    "lock": "Closes the ledger and asks for the passphrase again. ctrl+l does it from every screen.",
    "minutes": "When no key was pressed for so long, the program locks by itself. What you recorded is kept; what you "
    "were still typing is not. 0 is never.",
    "rekey": "The ledger and its backups get a new passphrase; the old one opens none of them any more.",
    "keyring": "This system's keyring can keep the passphrase and give it to the program. Whoever uses your account "
    "while it is open then needs none.",
    "decrypt": "The ledger and its backups become readable for any program, and for whoever gets the files.",
}


class EncryptionScreen(Page):
    """One row for each thing that can be done."""

    HELP = (
        "An encrypted ledger opens with your passphrase only (SQLCipher with AES-256; Argon2id makes the key). "
        "Nobody can open it without, and nobody can give the passphrase back to you."
    )
    BINDINGS: ClassVar[list[BindingType]] = []

    def body(self) -> ComposeResult:
        """Yield the list and what there is to say of the row under the cursor."""
        yield Rows([Column("", 26), Column("")], id="encryption")
        yield Words(id="about", classes="section")

    def on_mount(self) -> None:
        """Start in the list."""
        super().on_mount()
        self.query_one(Rows).focus()

    @property
    def _path(self) -> Path:
        return self.app.ledger_path

    def fill(self) -> None:
        """Show how it stands."""
        encrypted = cipher.is_encrypted(self._path)
        self.title_line("Encryption", "encrypted" if encrypted else "not encrypted")
        rows = self.query_one(Rows)
        keep = rows.current.id if rows.current else None
        rows.set_rows(self._encrypted() if encrypted else _PLAIN, keep=keep)
        self._show_about(rows.current)

    def _encrypted(self) -> list[Row]:
        minutes = self.app.lock_after()
        after = f"{count(minutes, 'minute')} without a key" if minutes else "never by itself"
        kept = "kept there" if passphrases.in_keyring(self._path) else "not used"
        return [
            Row("lock", ("Lock now", "")),
            Row("minutes", ("Lock after", (after, "dim"))),
            Row("rekey", ("Change the passphrase", "")),
            Row("keyring", ("This system's keyring", (kept, "dim"))),
            Row("decrypt", ("Decrypt", "")),
        ]

    def _show_about(self, row: Row | None) -> None:
        self.query_one("#about", Words).show(_ABOUT[row.id] if row else "")

    def on_rows_highlighted(self, event: Rows.Highlighted) -> None:
        """Say more on this row."""
        self._show_about(event.row)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Do it, after asking for what it needs."""
        {
            "encrypt": self._encrypt, "lock": self.app.action_lock, "minutes": self._ask_minutes,
            "rekey": self._rekey, "keyring": self._choose_keyring, "decrypt": self._decrypt,
        }[event.row.id]()  # fmt: skip

    def _ask(self, question: str, then: Callable[[str], None], new: bool = False) -> None:
        self.app.push_screen(AskPassphrase(question, new), lambda typed: then(typed) if typed else None)

    def _encrypt(self) -> None:
        self._ask("A new passphrase for the ledger:", lambda new: self._work(_encrypt, new), new=True)

    def _decrypt(self) -> None:
        self._ask("The passphrase, to decrypt the ledger and its backups:", lambda old: self._work(_decrypt, old))

    def _rekey(self) -> None:
        self._ask(
            "The present passphrase:",
            lambda old: self._ask("The new passphrase:", lambda new: self._work(_rekey, old, new), new=True),
        )

    def _choose_keyring(self) -> None:
        if passphrases.in_keyring(self._path):
            self._beside(lambda: _out_of_keyring(self._path))
            return
        self._ask(
            "The passphrase, to be kept in the keyring:", lambda typed: self._beside(lambda: _keep(self._path, typed))
        )

    def _ask_minutes(self) -> None:
        now = str(self.app.lock_after())
        self.app.push_screen(
            Prompt("Lock after how many minutes without a key?", "0 for never", now), self._keep_minutes
        )

    def _keep_minutes(self, typed: str | None) -> None:
        if typed is None:
            return
        if not typed.isdecimal() or int(typed[:6]) > _LONGEST_MINUTES:
            self.say(f"Give a whole number of minutes from 0 to {_LONGEST_MINUTES}.", bad=True)
            return
        try:
            self.session.choose(cipher.LOCK_SETTING, str(int(typed)))
        except LedgerError as error:
            self.say(str(error), bad=True)
            return
        self.fill()
        self.say("kept")

    def _work(self, act: Callable[..., str], *given: str) -> None:
        """Close the ledger, let it be written anew beside the screen, and open it again."""
        path = self._path
        self.app.close_for_work()
        self.app.push_screen(Working())
        self.run_worker(
            lambda: act(path, *given), name="anew", group="anew", thread=True, exclusive=True, exit_on_error=False
        )

    def _beside(self, act: Callable[[], str]) -> None:
        """Let a keyring, which may ask the person itself, work beside the screen."""
        self.run_worker(act, name="keyring", group="keyring", thread=True, exit_on_error=False)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Answer what was done."""
        if not event.worker.is_finished:
            return
        error, said = event.worker.error, str(event.worker.result or "")
        page = self
        if event.worker.name == "anew":
            # Every screen that is open read from the ledger as it was.
            self.app.reopen()
            page = EncryptionScreen()
            self.app.push_screen(page)
        else:
            self.fill()
        page.call_after_refresh(page.say, str(error) if error else said, bool(error))


class Working(ModalScreen[None]):
    """Stands while the ledger is closed: no key leads anywhere that would read it."""

    def compose(self) -> ComposeResult:
        """Yield the sentence."""
        with Vertical(classes="dialog"):
            yield Words("Writing the ledger anew. This takes a moment; nothing is lost if it is stopped.")


_PLAIN = [Row("encrypt", ("Encrypt", ("off: whoever gets the file can read it", "dim")))]


def _backups(path: Path) -> list[Path]:
    from ...ledger.forget import backups

    return list(backups(path))


def _encrypt(path: Path, passphrase: str) -> str:
    from ...ledger.encrypting import encrypt

    return "encrypted" + _beside_it(encrypt(path, passphrase, _backups(path), (folders.cache(), folders.documents())))


def _decrypt(path: Path, passphrase: str) -> str:
    from ...ledger.encrypting import decrypt

    done = decrypt(path, passphrase, _backups(path))
    passphrases.forget_in_keyring(path)
    return "decrypted" + _beside_it(done)


def _rekey(path: Path, old: str, new: str) -> str:
    from ...ledger.encrypting import rekey

    done = rekey(path, old, new, _backups(path))
    if passphrases.in_keyring(path):
        passphrases.keep_in_keyring(path, new)
    return "the passphrase is changed" + _beside_it(done)


def _keep(path: Path, passphrase: str) -> str:
    cipher.unlock(path, passphrase)
    passphrases.keep_in_keyring(path, passphrase)
    return "kept in the keyring"


def _out_of_keyring(path: Path) -> str:
    passphrases.forget_in_keyring(path)
    return "taken out of the keyring"


def _beside_it(outcome) -> str:
    """Return what became of the backups, and what can still be read."""
    said = f", {count(outcome.backups, 'backup')} too" if outcome.backups else ""
    if outcome.closed:
        said += f"; with another passphrase: {_names(outcome.closed)}"
    if outcome.readable:
        said += f"; still readable: {_names(outcome.readable)}"
    return said


def _names(paths: tuple[Path, ...]) -> str:
    return ", ".join(clean(one.name, 60) for one in paths)
