"""The person's calendar server: which calendar, as whom, how much it is told; the password in the keyring or nowhere.

The ledger keeps the address and the user name as settings. A password is never in it.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from ..exports.calendar import TELLS
from ..ledger.store import Ledger
from ..network import consent, purposes
from ..network.caldav import Calendar, authority
from ..network.errors import NetworkError
from ..network.purpose import Purpose
from ..session import Session
from ..text import clean, fold

URL, USER, NAME, TELLING, IN_KEYRING = (f"calendar/{name}" for name in ("url", "user", "name", "tells", "keyring"))
_SERVICE = "privacy-audit calendar"
#: More is no password: somebody gave the wrong file (characters).
LONGEST = 1000
PURPOSE = "calendar"


class CalendarError(NetworkError):
    """The calendar is not set up, or what was given for it cannot be used; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Account:
    """One calendar on one server. `tells` is one of `exports.calendar.TELLS`."""

    url: str
    user: str
    name: str = ""
    tells: str = TELLS[0]
    in_keyring: bool = False

    @property
    def host(self) -> str:
        """The server, with the port where it is not 443."""
        return authority(self.url)

    @property
    def purpose(self) -> Purpose:
        """What the person is asked about before anything leaves."""
        return purposes.calendar(self.host, self.tells)


def address(typed: str) -> str:
    """Return an address as typed, with https where nothing was said. Raises CalendarError."""
    text = clean(typed, 2000)
    text = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(text)
        known = bool(authority(text)) and " " not in text
    except ValueError:
        known = False
    if not known:
        raise CalendarError(
            f"{clean(typed, 200)!r} is no address. Give one such as https://cloud.example/remote.php/dav"
        )
    if parts.scheme != "https":
        raise CalendarError("Only https is used: a password would be readable on the way. Nothing was sent.")
    if parts.username or parts.password:
        raise CalendarError(
            "Leave user name and password out of the address: give the name with --user. Nothing was sent."
        )
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", parts.query, ""))


def user_name(typed: str) -> str:
    """Return a user name. Raises CalendarError for what HTTP cannot carry as one (RFC 7617, 2)."""
    name = clean(typed, 200)
    if not name or ":" in name:
        raise CalendarError("A user name is not empty and has no colon. Nothing was sent.")
    return name


def password(typed: str) -> str:
    """Return a password. Raises CalendarError for what is none."""
    if not typed or len(typed) > LONGEST or any(ord(sign) < 32 or ord(sign) == 127 for sign in typed):
        raise CalendarError("No password came, or something that is none. Nothing was sent.")
    return typed


def account(session: Session) -> Account | None:
    """Return the person's calendar, or None where none was set up."""
    return _of(session.ledger, session.person.id)


def _of(ledger: Ledger, person: str) -> Account | None:
    said = ledger.settings(person, "calendar/")
    if not said.get("url") or not said.get("user"):
        return None
    tells = said.get("tells", TELLS[0])
    return Account(
        said["url"], said["user"], said.get("name", ""), tells if tells in TELLS else TELLS[0],
        said.get("keyring") == "yes",
    )  # fmt: skip


def demanded(session: Session) -> Account:
    """Return the person's calendar. Raises CalendarError where none was set up."""
    found = account(session)
    if found is None:
        raise CalendarError("No calendar is set up. To do so: privacy-audit calendar set URL --user NAME")
    return found


def fitting(found: list[Calendar]) -> list[Calendar]:
    """Return the calendars that take to-dos and that the person may write to. Raises CalendarError for none."""
    good = [one for one in found if one.todos and one.writable]
    if not good:
        names = ", ".join(one.name for one in found)
        raise CalendarError(
            f"None of the calendars there takes to-dos from you: {clean(names, 300)}. Nothing was changed. Make a list "
            "for tasks there, and try again."
        )
    return good


def named(found: list[Calendar], wanted: str) -> Calendar:
    """Return the calendar with a name or an address. Raises CalendarError."""
    text = clean(wanted, 2000)
    meant = [one for one in found if one.url.rstrip("/") == text.rstrip("/")] or [
        one for one in found if fold(one.name) == fold(text)
    ]
    if len(meant) != 1:
        names = ", ".join(one.name for one in found)
        raise CalendarError(
            f"{clean(text, 200)!r} is {'several' if meant else 'none'} of the calendars there: {clean(names, 300)}. "
            "Nothing was changed."
        )
    return meant[0]


def agree_anew(session: Session, chosen: Account) -> None:
    """End a standing consent where it was given for another server, or for less to be told."""
    before, person = account(session), session.person.id
    name = f"{consent.CONSENT}{PURPOSE}"
    same = before is not None and (before.host, before.tells) == (chosen.host, chosen.tells)
    if not same and session.ledger.setting(person, name, consent.ASK) == "always":
        consent.keep(session.ledger, person, PURPOSE, consent.ASK)


def keep(session: Session, chosen: Account) -> None:
    """Keep a calendar."""
    agree_anew(session, chosen)
    for name, value in (
        (URL, chosen.url), (USER, chosen.user), (NAME, chosen.name), (TELLING, chosen.tells),
        (IN_KEYRING, "yes" if chosen.in_keyring else ""),
    ):  # fmt: skip
        session.ledger.set(session.person.id, name, value)


def forget(session: Session) -> str:
    """Forget the calendar and its password. Return what could not be removed from the keyring, or nothing."""
    problem = let_go(session.ledger, session.person.id)
    for name in (URL, USER, NAME, TELLING, IN_KEYRING):
        session.ledger.set(session.person.id, name, "")
    return problem


def let_go(ledger: Ledger, person: str) -> str:
    """Take the password of somebody out of the keyring; return why that failed, or nothing."""
    found = _of(ledger, person)
    return _drop(found) if found and found.in_keyring else ""


# The keyring


def from_keyring(one: Account) -> str | None:
    """Return the password that this system's keyring has, or None; a keyring that does not answer has none."""
    if not one.in_keyring:
        return None
    try:
        import keyring

        return keyring.get_password(_SERVICE, _key(one))
    except Exception:
        # A keyring is a program of its own, with errors of its own: then the password is asked for.
        return None


def into_keyring(one: Account, secret: str) -> str:
    """Give the password to this system's keyring. Return why it was not taken, in words, or nothing."""
    try:
        import keyring
    except ImportError:
        return "the keyring needs a library that is not there: pip install 'privacy-audit[encrypt]'"
    try:
        backend = type(keyring.get_keyring())
        if backend.__module__.startswith("keyrings.alt") or "Plaintext" in backend.__name__:
            return "this system's keyring keeps passwords readable for others"
        keyring.set_password(_SERVICE, _key(one), secret)
        kept = keyring.get_password(_SERVICE, _key(one))
    except Exception as error:
        return f"this system's keyring did not take it ({type(error).__name__})"
    return "" if kept == secret else "this system's keyring did not give it back"


def _drop(one: Account) -> str:
    try:
        import keyring

        if keyring.get_password(_SERVICE, _key(one)) is not None:
            keyring.delete_password(_SERVICE, _key(one))
    except Exception as error:
        return f"The keyring did not answer ({type(error).__name__}): remove the entry {_SERVICE!r} there yourself."
    return ""


def _key(one: Account) -> str:
    return f"{one.user}@{one.host}"
