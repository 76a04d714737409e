"""The gate: the one place where a request leaves this machine, with a permit only, and never without a receipt."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import TracebackType
from urllib.parse import urljoin

import httpx

from ..text import clean
from . import errors, wire
from .consent import Permit
from .receipts import Keeper

#: Called with the bytes received so far and, where the server says it, of how many.
Progress = Callable[[int, int | None], None]

#: The first wait before another try, in seconds.
BACKOFF = 1.0
_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 5
_BUSY = (429, 502, 503, 504)
#: Methods that change nothing, so that they may be sent again and led elsewhere (RFC 9110, 9.2.1; RFC 4918; RFC 3253).
_READING = ("GET", "HEAD", "OPTIONS", "PROPFIND", "REPORT")
_BROKEN = "the answer broke off or made no sense"
#: What a receipt says of an end without a whole answer.
_FAILURES = {
    errors.NotThere: "nobody was reached, so nothing was sent",
    errors.CertificateTrouble: "no certificate that counts, so nothing was sent",
    errors.TooLarge: "the answer was too large",
    errors.TooSlow: "no whole answer in time",
}
_STOPPED = "stopped by you"


@dataclass(frozen=True, slots=True)
class Route:
    """How requests leave: `proxy` is "" (what the environment says), "none", "tor" or an address; `ca_file` a file of
    certificates to trust besides the usual ones."""

    proxy: str = ""
    ca_file: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered, unpacked. Header names are in lower case; `url` is where it came from in the end.

    `led` are the statuses of the redirects that led there, in order.
    """

    status: int
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    led: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """The body as UTF-8, a byte order mark left out; what is no UTF-8 becomes U+FFFD."""
        return self.body.decode("utf-8-sig", "replace")

    @property
    def type(self) -> str:
        """The media type without parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Gate:
    """Requests for one purpose that the person agreed to. Use as an asynchronous context manager."""

    def __init__(self, permit: Permit, route: Route, keeper: Keeper):
        """Raises NotThere or CertificateTrouble where the route cannot be taken."""
        self.purpose = permit.purpose
        self._how = permit.how
        self._keeper = keeper
        self._client = wire.new_client(route.proxy, route.ca_file)
        self._places = asyncio.Semaphore(self.purpose.at_once)
        self._turns: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(self.purpose.per_host))
        self._free_at: dict[str, float] = {}

    async def __aenter__(self) -> "Gate":
        return self

    async def __aexit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._client.aclose()

    async def get(
        self,
        url: str,
        *,
        types: tuple[str, ...] = (),
        headers: Mapping[str, str] | None = None,
        progress: Progress | None = None,
    ) -> Answer:
        """Return the answer to a GET that must succeed. Raises NetworkError's children.

        `types` are the media types that are what was asked for; a page (text/html) in their place is most often a
        network that wants a sign-in, and is said so.
        """
        answer = await self.request("GET", url, headers=headers, progress=progress)
        host = _authority(httpx.URL(answer.url))
        if answer.status != 200:
            raise wire.refused(host, answer.status, dict(answer.headers))
        if types and answer.type not in types:
            if answer.type in ("text/html", "application/xhtml+xml"):
                raise wire.page_instead(host)
            said = clean(answer.type, 60) or "something without a type"
            raise errors.Broken(f"{host} sent {said} instead of {' or '.join(types)}. Nothing was changed here.")
        return answer

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes = b"",
        tries: int = 3,
        progress: Progress | None = None,
    ) -> Answer:
        """Send one request and return the answer, whatever its status.

        Redirects are followed within the declared hosts, for methods that change nothing. 429, 502, 503, 504 and, for
        the same methods, failures on the way are tried again up to `tries` in all, after the time that the server asks
        for or a growing one. Each of them leaves a receipt. Raises NetworkError's children: NotThere,
        CertificateTrouble, Elsewhere, NotAllowed, TooLarge, TooSlow, Broken; and LedgerError where no receipt can be
        written, in which case nothing leaves.
        """
        if method not in self.purpose.methods:
            raise errors.NotAllowed(f"{method} is no part of what you were asked about. Nothing was sent.")
        led: list[int] = []
        for _ in range(_MOST_REDIRECTS + 1):
            answer = await self._patiently(method, url, dict(headers or {}), content, tries, progress)
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                return replace(answer, led=tuple(led))
            led.append(answer.status)
            url, headers = self._led(method, answer, headers)
            method = "GET" if answer.status == 303 and method != "HEAD" else method
        raise errors.Broken(f"{self._checked(url).host} leads from one address to the next without end.")

    async def _patiently(
        self, method: str, url: str, headers: dict, content: bytes, tries: int, progress: Progress | None
    ) -> Answer:
        """Send a request, again where that may help."""
        for attempt in range(1, tries + 1):
            last = attempt == tries
            try:
                answer = await self._in_turn(method, url, headers, content, progress)
            except (errors.NotThere, errors.TooSlow, errors.Broken):
                if last or method not in _READING:
                    raise
                wait = None
            else:
                if answer.status not in _BUSY or last:
                    return answer
                wait = wire.wait_of(answer.headers.get("retry-after", ""))
                if wait is not None and wait > wire.PATIENCE:
                    return answer
            await asyncio.sleep(wire.backoff(attempt, BACKOFF) if wait is None else wait)
        raise AssertionError("unreachable")

    async def _in_turn(self, method: str, url: str, headers: dict, content: bytes, progress: Progress | None) -> Answer:
        """Send one request when it is its host's turn: few at a time, and not too soon after the last."""
        checked = self._checked(url)
        host = _authority(checked)
        now = asyncio.get_running_loop().time
        async with self._turns[host]:
            await asyncio.sleep(max(0.0, self._free_at.get(host, 0.0) - now()))
            try:
                async with self._places:
                    request = self._client.build_request(method, checked, headers=headers, content=content)
                    return await self._send(request, progress)
            finally:
                self._free_at[host] = now() + self.purpose.gap

    async def _send(self, request: httpx.Request, progress: Progress | None = None) -> Answer:
        """Send exactly one request, with a receipt before it leaves and another entry when it has ended."""
        host = _authority(request.url)
        receipt = self._keeper.leaving(self.purpose.id, self._how, host, request.method, _size(request))
        received = Received()
        try:
            async with asyncio.timeout(self.purpose.seconds):
                answer = await self._receive(request, host, received, progress)
        except TimeoutError:
            failure: errors.NetworkError = wire.too_slow(host, self.purpose.seconds)
        except errors.NetworkError as error:
            failure = error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            failure = wire.translated(error, host)
        except BaseException:
            self._keeper.ended(receipt, received.status, received.size, _STOPPED)
            raise
        else:
            self._keeper.ended(receipt, received.status, received.size, "")
            return answer
        self._keeper.ended(receipt, received.status, received.size, _FAILURES.get(type(failure), _BROKEN))
        raise failure from None

    async def _receive(
        self, request: httpx.Request, host: str, received: "Received", progress: Progress | None
    ) -> Answer:
        response = await self._client.send(request, stream=True)
        try:
            received.begin(response)
            limit, expected = self.purpose.limit, _number(response.headers.get("content-length", ""))
            if expected is not None and expected > limit and request.method != "HEAD":
                raise wire.too_large(host, limit)
            body = wire.Unpacked(host, response.headers.get("content-encoding", "").strip().lower(), limit)
            async for chunk in response.aiter_raw():
                received.size += len(chunk)
                body.add(chunk)
                if progress:
                    progress(response.num_bytes_downloaded, expected)
            return Answer(response.status_code, str(request.url), dict(response.headers), body.whole())
        finally:
            await response.aclose()

    def _led(self, method: str, answer: Answer, headers: Mapping[str, str] | None) -> tuple[str, dict]:
        """Return where an answer leads, and the headers to take along. Raises Elsewhere."""
        location = answer.headers["location"]
        target = urljoin(answer.url, location)
        try:
            there = self._checked(target)
        except errors.Elsewhere:
            there = None
        if there is None or method not in _READING:
            host = _authority(httpx.URL(answer.url))
            raise errors.Elsewhere(
                f"{host} leads to another address, {clean(target, 200)}, which you were not asked about. "
                "Nothing was sent there, and nothing was changed here.",
                clean(target, 2000),
                answer.status,
            )
        same = _authority(there) == _authority(httpx.URL(answer.url))
        kept = {name: value for name, value in (headers or {}).items() if same or name.lower() not in _SECRET}
        return str(there), kept

    def _checked(self, url: str) -> httpx.URL:
        """Return an address that may be asked. Raises Elsewhere."""
        try:
            parsed = httpx.URL(url)
            host = _authority(parsed)
        except (httpx.InvalidURL, ValueError, TypeError):
            raise errors.Elsewhere(f"{clean(url, 200)} is no address. Nothing was sent.") from None
        if parsed.scheme != "https":
            raise errors.Elsewhere(f"{clean(url, 200)} is not https. Nothing was sent there.", clean(url, 2000))
        if parsed.userinfo:
            raise errors.Elsewhere(f"An address with a password in it is not asked: {host}. Nothing was sent there.")
        if not self.purpose.allows(host):
            raise errors.Elsewhere(
                f"{clean(host, 200)} is not among those you were asked about. Nothing was sent there.", clean(url, 2000)
            )
        return parsed.copy_with(fragment=None)


#: Headers that are for one host only.
_SECRET = ("authorization", "hibp-api-key", "cookie")


@dataclass(slots=True)
class Received:
    """What came in so far: the status, and the bytes of head and body as sent, without TLS and chunk marks."""

    status: int = 0
    size: int = 0

    def begin(self, response: httpx.Response) -> None:
        """Count the head of an answer."""
        self.status = response.status_code
        reason = response.extensions.get("reason_phrase", b"")
        head = len(b"HTTP/1.1 200 ") + len(reason) + 2
        self.size = head + sum(len(name) + len(value) + 4 for name, value in response.headers.raw) + 2


def _size(request: httpx.Request) -> int:
    """Return the bytes of a request as they leave, before TLS."""
    line = len(request.method) + len(request.url.raw_path) + len("  HTTP/1.1\r\n")
    head = sum(len(name) + len(value) + 4 for name, value in request.headers.raw)
    return line + head + 2 + len(request.content)


def _authority(url: httpx.URL) -> str:
    """Return the name of a host as it is asked for, with the port where it is not 443."""
    host = url.raw_host.decode("ascii").lower().rstrip(".")
    if ":" in host:
        host = f"[{host}]"
    return host if url.port in (None, 443) else f"{host}:{url.port}"


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() and len(text) < 19 else None
