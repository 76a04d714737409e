"""What the person may choose about the network: the proxy, further trust, and an answer for each purpose."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from . import consent, purposes
from .errors import NetworkError
from .purpose import Purpose

#: Settings of the person: the proxy, and a file of certificates to trust besides the usual ones.
PROXY = "network/proxy"
CA_FILE = "network/ca-file"

#: What `network/proxy` may be besides an address, in words.
PROXIES = {
    "": "what this system says (HTTPS_PROXY, ALL_PROXY)",
    "none": "none, even where this system names one",
    "tor": "Tor on this machine (socks5h://127.0.0.1:9050)",
}
#: What the person may answer beforehand for a purpose, in words.
STANDING = {
    consent.ASK: "ask me each time",
    "always": "always: say what goes where, do not ask",
    "never": "never",
}
_SCHEMES = ("http", "https", "socks5", "socks5h")
_LARGEST_FILE = 1_000_000  # bytes; a bundle of all usual authorities has a quarter of it
_BEGIN = "-----BEGIN CERTIFICATE-----"


class NoSuchChoice(NetworkError):
    """What was chosen cannot be; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One purpose, and what the person said of it beforehand: "ask", "always" or "never"."""

    purpose: Purpose
    standing: str


def all_purposes(registers: Iterable[tuple[str, str]] = ()) -> Iterator[Purpose]:
    """Yield every purpose, those with hosts that are known only later without any; `registers` are ids and names."""
    yield from (purposes.BREACHES, purposes.PASSWORDS, purposes.ACCOUNT)
    yield from (purposes.registry(id, name, ()) for id, name in registers)
    yield from (
        purposes.links(()),
        purposes.links((), chosen=True),
        purposes.gpc(()),
        purposes.catalogue(""),
        purposes.calendar(""),
    )


def choices(kept: consent.Settings, person: str, registers: Iterable[tuple[str, str]] = ()) -> list[Choice]:
    """Return every purpose with what the person said of it."""
    return [Choice(purpose, consent.standing(kept, person, purpose)) for purpose in all_purposes(registers)]


def choose(kept: consent.Settings, person: str, purpose: Purpose, answer: str) -> None:
    """Keep an answer beforehand: "ask", "always" or "never". Raises NoSuchChoice."""
    if answer not in STANDING:
        raise NoSuchChoice(f"{answer!r} is no answer. Say one of: {', '.join(STANDING)}. Nothing was changed.")
    if answer == "always" and purpose.each_time:
        raise NoSuchChoice(
            f"Something of yours leaves with {purpose.id!r}, so you are asked each time. Nothing was changed; "
            "never forbids it."
        )
    consent.keep(kept, person, purpose.id, answer)


def go_offline(kept: consent.Settings, person: str, offline: bool) -> None:
    """Let nothing be sent from now on, or let purposes ask again."""
    kept.set(person, consent.OFFLINE, "yes" if offline else "")


def is_offline(kept: consent.Settings, person: str) -> bool:
    """Whether the person lets nothing be sent."""
    return kept.setting(person, consent.OFFLINE, "") == "yes"


def proxy_of(typed: str) -> str:
    """Return what is kept for a proxy as typed: an address, or "tor", "none", "system". Raises NoSuchChoice.

    Names are looked up by the proxy for socks5 as for socks5h, so that they are not asked of anybody else.
    """
    word = typed.strip().lower()
    if word in ("tor", "none", "system"):
        return "" if word == "system" else word
    try:
        parts = urlsplit(typed.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        parts, host, port = SplitResult("", "", "", "", ""), None, None
    if parts.username is not None or parts.password is not None:
        raise NoSuchChoice(
            "A user name or password of a proxy is not kept here. Nothing was changed. Set the variable HTTPS_PROXY, "
            "and: privacy-audit network proxy system"
        )
    if parts.scheme not in _SCHEMES or not host or not port or parts.path not in ("", "/") or parts.query:
        raise NoSuchChoice(
            f"{typed.strip()!r} is no proxy. Nothing was changed. Give tor, system, none, or an address with its port "
            "such as socks5h://127.0.0.1:9050 or http://proxy.example:3128."
        )
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}:{port}"


def certificates(path: Path) -> int:
    """Return how many certificates a PEM file (RFC 7468) holds. Raises NoSuchChoice where it is none or unreadable."""
    import ssl

    if path.exists() and not path.is_file():
        raise NoSuchChoice(f"{path} is no file. Nothing was changed.")
    try:
        with path.open("rb") as file:
            text = file.read(_LARGEST_FILE + 1).decode("ascii", "replace")
    except OSError as error:
        raise NoSuchChoice(f"{path} cannot be read ({error.strerror}). Nothing was changed.") from None
    if len(text) > _LARGEST_FILE or _BEGIN not in text:
        raise NoSuchChoice(f"{path} is no file of certificates (PEM, with {_BEGIN}). Nothing was changed.")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_verify_locations(path)
    except (ssl.SSLError, OSError):
        raise NoSuchChoice(
            f"The certificates in {path} cannot be read: it may be cut short. Nothing was changed."
        ) from None
    return context.cert_store_stats()["x509"]


def trust(kept: consent.Settings, person: str, path: Path | None) -> int:
    """Trust the certificates of a file too, or of none; return how many. Raises NoSuchChoice."""
    if path is None:
        kept.set(person, CA_FILE, "")
        return 0
    whole = _whole(path)
    number = certificates(whole)
    kept.set(person, CA_FILE, str(whole))
    return number


def trusted(kept: consent.Settings, person: str) -> str:
    """Return the file of certificates that is trusted too, or nothing."""
    return kept.setting(person, CA_FILE, "")


def _whole(path: Path) -> Path:
    try:
        return path.expanduser().absolute()
    except RuntimeError:  # a home folder of nobody: then the file is not found
        return path.absolute()
