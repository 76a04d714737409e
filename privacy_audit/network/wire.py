"""The client below the gate: trust, proxy, unpacking, and failures turned into lines for people."""

import http.cookiejar
import random
import socket
import ssl
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.request import getproxies

import httpx

from . import errors

#: Sent with every request: the program's name and nothing that tells one copy of it from another.
USER_AGENT = "privacy-audit"
#: Tor's usual port on this machine (torproject.org, torrc SocksPort).
TOR = "socks5h://127.0.0.1:9050"
#: The longest that a server may ask to wait before the next try, in seconds; more is left to the person.
PATIENCE = 60.0
_CONNECT, _SILENCE = 15.0, 20.0
_SIGN_IN = "If you are in a hotel, a train or an airport, its network may want a sign-in first: do that and try again."
_KEPT = "Nothing was changed here."
#: X509_V_ERR_* of OpenSSL (openssl-verification-options(1)).
_CERTIFICATE = {
    9: "it is not valid yet. Look whether this machine's clock is right",
    10: "it has run out. Look whether this machine's clock is right; else they have to renew it",
    18: "it is signed by nobody but itself",
    19: "it is signed by somebody whom this machine does not know",
    20: "it is signed by somebody whom this machine does not know",
    62: "it is for another name",
    64: "it is for another address",
}


def new_client(proxy: str, ca_file: str) -> httpx.AsyncClient:
    """Return a client that keeps no cookie, follows nothing by itself and checks certificates.

    `proxy` is "" for what the environment says, "none", "tor" or an address. Raises NotThere for one that is no proxy,
    CertificateTrouble for a file of certificates that cannot be read.
    """
    address = None if proxy in ("", "none") else TOR if proxy == "tor" else proxy
    nothing = http.cookiejar.CookieJar(http.cookiejar.DefaultCookiePolicy(allowed_domains=[]))
    try:
        return httpx.AsyncClient(
            verify=_trust(ca_file),
            proxy=address and _proxy(address),
            trust_env=proxy == "",
            timeout=httpx.Timeout(_SILENCE, connect=_CONNECT),
            headers={"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "gzip"},
            cookies=nothing,
        )
    except (ValueError, ImportError, httpx.InvalidURL):
        raise errors.NotThere(f"{proxy!r} is no proxy. To set one: privacy-audit network proxy URL") from None


def _proxy(address: str) -> httpx.Proxy:
    """Return a proxy. Raises ValueError or httpx.InvalidURL for an address that is none."""
    if not httpx.URL(address).host:
        raise ValueError(address)
    return httpx.Proxy(address)


def way(proxy: str) -> str:
    """Return by which way a request leaves, in words; nothing where it leaves straight."""
    if proxy == "none":
        return ""
    if proxy:
        return "Tor" if proxy in ("tor", TOR) else _without_password(proxy)
    said = getproxies()
    found = said.get("https") or said.get("all") or ""
    return f"{_without_password(found)} (from this system's settings)" if found else ""


def _without_password(proxy: str) -> str:
    scheme, _, rest = proxy.rpartition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}" if scheme else rest.rpartition("@")[2]


def _trust(ca_file: str) -> ssl.SSLContext:
    """Return the certificates trusted: those of certifi or of SSL_CERT_FILE, and the person's own beside them."""
    context = httpx.create_ssl_context()
    if ca_file:
        try:
            context.load_verify_locations(Path(ca_file).expanduser())
        except (OSError, ssl.SSLError):
            raise errors.CertificateTrouble(
                f"The certificates that you trust cannot be read from {ca_file}. Nothing was sent. "
                "To choose another file or none: privacy-audit network trust FILE|none"
            ) from None
    return context


class Unpacked:
    """The body of an answer as it comes in, never larger than `limit` bytes unpacked."""

    def __init__(self, host: str, packing: str, limit: int):
        """Raises Broken for a packing that was not offered."""
        if packing not in ("", "identity", "gzip", "x-gzip"):
            raise errors.Broken(f"{host} answered in a packing that was not asked for. {_KEPT}")
        self._unzip = zlib.decompressobj(31) if "gzip" in packing else None
        self._host, self._limit, self._size = host, limit, 0
        self._parts: list[bytes] = []

    def add(self, chunk: bytes) -> None:
        """Take some bytes as they came. Raises TooLarge or Broken."""
        while chunk:
            room = self._limit - self._size + 1
            try:
                part = self._unzip.decompress(chunk, room) if self._unzip else chunk[:room]
            except zlib.error:
                raise errors.Broken(f"{self._host} sent something damaged. {_KEPT}") from None
            self._parts.append(part)
            self._size += len(part)
            if self._size > self._limit:
                raise too_large(self._host, self._limit)
            chunk = self._unzip.unconsumed_tail if self._unzip else b""

    def whole(self) -> bytes:
        """Return the body. Raises Broken where it stopped early."""
        if self._unzip and self._parts and not self._unzip.eof:
            raise errors.Broken(f"What {self._host} sent stopped early. {_KEPT} Try again.")
        return b"".join(self._parts)


def too_large(host: str, limit: int) -> errors.TooLarge:
    """Return the failure of an answer larger than `limit` bytes."""
    return errors.TooLarge(
        f"{host} sends more than the {limit / 1_000_000:g} MB that this may have: it is not what was asked for. {_KEPT}"
    )


def too_slow(host: str, seconds: float) -> errors.TooSlow:
    """Return the failure of an answer that took longer than `seconds`."""
    return errors.TooSlow(f"{host} had not answered in full after {seconds:g} seconds. {_KEPT} Try again later.")


def page_instead(host: str) -> errors.Broken:
    """Return the failure of a web page in the place of a file."""
    return errors.Broken(f"A web page came instead of the file from {host}. {_SIGN_IN} {_KEPT}")


def translated(error: Exception, host: str) -> errors.NetworkError:
    """Return what went wrong on the way to a host as a line for the person."""
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            why = _CERTIFICATE.get(cause.verify_code, "it does not hold")
            return errors.CertificateTrouble(
                f"{host} could not prove who it is: its certificate does not count, for {why}. "
                f"Nothing was sent. {_SIGN_IN}"
            )
        if isinstance(cause, socket.gaierror):
            return errors.NotThere(
                f"There is no way to {host}: its name was not found. Look whether this machine is online. {_KEPT}"
            )
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return errors.CertificateTrouble(
            f"{host} could not be spoken to in private (TLS). Nothing was sent. {_SIGN_IN}"
        )
    if isinstance(error, httpx.ProxyError):
        return errors.NotThere(f"The proxy did not let this through to {host}. {_KEPT} See: privacy-audit network")
    if isinstance(error, httpx.ConnectTimeout | httpx.ConnectError):
        return errors.NotThere(f"Nobody answers at {host}. {_KEPT} Try again later.")
    if isinstance(error, httpx.TimeoutException):
        return errors.TooSlow(f"{host} fell silent. {_KEPT} Try again later.")
    return errors.Broken(f"The answer of {host} broke off or cannot be read. {_KEPT} Try again later.")


def refused(host: str, status: int, headers: httpx.Headers | dict) -> errors.Refused:
    """Return the failure of a status that is no success, in words."""
    wait = wait_of(headers.get("retry-after", ""))
    said = {
        401: "does not accept the name or the password",
        403: "refuses it, as some do to all programs",
        404: "has nothing at this address any more",
        407: "was not reached: the proxy wants a password",
        410: "has nothing at this address any more",
        429: f"asks to wait {_in_words(wait)}: too much was asked of it",
        507: "has no room left",
    }.get(status, "has trouble of its own" if status >= 500 else "did not accept it")
    return errors.Refused(f"{host} {said} (status {status}). {_KEPT}", status)


def wait_of(header: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> float | None:
    """Return the seconds that a Retry-After header asks for (RFC 9110, 10.2.3), or None where it says none."""
    if header.strip().isdigit():
        return float(header.strip()[:9])
    try:
        return max(0.0, (parsedate_to_datetime(header) - now()).total_seconds())
    except (ValueError, TypeError):
        return None


def backoff(attempt: int, base: float) -> float:
    """Return the seconds to wait before try number `attempt` + 1: twice as long each time, with jitter of a half."""
    return base * 2 ** (attempt - 1) * random.uniform(0.5, 1.5)


def _in_words(seconds: float | None) -> str:
    if seconds is None:
        return "a while"
    return f"{seconds:.0f} seconds" if seconds < 120 else f"{seconds / 60:.0f} minutes"


def _causes(error: BaseException | None):
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
