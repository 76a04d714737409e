"""A small world on the loopback: TLS servers under any host name, reached through a real proxy (CONNECT and SOCKS 5).

Nothing here leaves the machine: whatever name is asked for, the proxy itself answers for it with a certificate of the
tests' own authority. Each site keeps every request that it received, byte by byte.
"""

import contextlib
import gzip
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import trustme

_REASONS = {200: "OK", 207: "Multi-Status", 301: "Moved Permanently", 304: "Not Modified", 404: "Not Found"}


@dataclass(frozen=True)
class Received:
    """One request as it came: `raw` is all of it."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    raw: bytes


@dataclass(frozen=True)
class Reply:
    """What a site answers. `raw` in the place of all else is sent as it is, and then the connection ends."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None


Handler = Callable[[Received], Reply | None]


class Site:
    """One server by its name. `certificate` is "good", "expired", "future", "stranger" (unknown) or "other-name"."""

    def __init__(self, host: str, context: ssl.SSLContext, stopped: threading.Event):
        self.host = host
        self.context = context
        self.received: list[Received] = []
        self._answers: dict[str, Handler] = {}
        self._faults: dict[str, str] = {}
        self._stopped = stopped

    def answer(
        self,
        target: str,
        handler: Handler | None = None,
        *,
        body: bytes | str = b"",
        status: int = 200,
        headers: dict[str, str] | None = None,
        type: str = "",
    ) -> None:
        """Answer requests for a target ("/path" with or without its query; "*" for all others)."""
        content = body.encode() if isinstance(body, str) else body
        heads = dict(headers or {}) | ({"Content-Type": type} if type else {})
        self._faults.pop(target, None)
        self._answers[target] = handler or (lambda _: Reply(status, content, heads))

    def fault(self, target: str, kind: str) -> None:
        """Behave badly there: slow, silent, endless, bomb, truncated, half-gzip, reset, garbage, endless-headers."""
        self._answers.pop(target, None)
        self._faults[target] = kind

    def serve(self, stream: socket.socket) -> None:
        """Answer what comes in over one connection. Raises OSError where nobody is there any more."""
        stream.getpeername()
        with self.context.wrap_socket(stream, server_side=True) as secure, secure.makefile("rb") as file:
            while (request := _read(file)) and not self._stopped.is_set():
                self.received.append(request)
                if not self._respond(request, secure):
                    break

    def _respond(self, request: Received, stream: socket.socket) -> bool:
        """Answer one request; return whether the connection goes on."""
        for target in (request.target, request.target.partition("?")[0], "*"):
            if kind := self._faults.get(target):
                _FAULTS[kind](stream, self._stopped)
                return False
            if handler := self._answers.get(target):
                return _send(stream, request, handler(request) or Reply(404))
        return _send(stream, request, Reply(404, b"nothing here"))


class World:
    """All sites, and the proxy that leads to them."""

    def __init__(self, folder: Path):
        self._authority, self._stranger = trustme.CA(), trustme.CA()
        self.ca = folder / "tests-authority.pem"
        self._authority.cert_pem.write_to_path(self.ca)
        self.sites: dict[str, Site] = {}
        #: Whether every name has a site, made when it is first asked for; it answers 404 to all.
        self.everywhere = False
        #: What the proxy was asked for, as "connect host:port" or "socks host:port".
        self.asked: list[str] = []
        self._stopped = threading.Event()
        self._threads: list[threading.Thread] = []
        self._listening: list[socket.socket] = []
        self._open: set[socket.socket] = set()
        self.port = self._listen(self._proxy)
        self.proxy = f"http://127.0.0.1:{self.port}"
        self.socks = f"socks5h://127.0.0.1:{self.port}"

    def site(self, host: str, certificate: str = "good") -> Site:
        """Return the site of a name (with ":port" where it is not 443), made when it is first asked for."""
        if host not in self.sites:
            self.sites[host] = Site(host, self._context(host.partition(":")[0], certificate), self._stopped)
        return self.sites[host]

    def listen(self, certificate: str = "good") -> tuple[Site, int]:
        """Return a site that is reached without the proxy as localhost, and its port."""
        site = Site("localhost", self._context("localhost", certificate), self._stopped)
        port = self._listen(site.serve)
        self.sites[f"localhost:{port}"] = site
        return site, port

    def certificate(self, *hosts: str) -> trustme.LeafCert:
        """Return a certificate of the authority that the tests trust, for a server of another program."""
        return self._authority.issue_cert(*hosts)

    def settings(self, ledger, person: str, proxy: str = "") -> None:
        """Let somebody's requests go by way of this world."""
        ledger.set(person, "network/proxy", proxy or self.proxy)
        ledger.set(person, "network/ca-file", str(self.ca))

    def bytes_received(self) -> bytes:
        """Return everything that any site ever received."""
        return b"".join(request.raw for site in self.sites.values() for request in site.received)

    def close(self) -> None:
        """Close every connection and wait for the threads."""
        self._stopped.set()
        for one in self._listening:
            with contextlib.suppress(OSError), socket.socket() as knock:  # so that it stops waiting
                knock.connect(one.getsockname())
        for one in list(self._open):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(timeout=5)

    def _context(self, host: str, certificate: str) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        now = datetime.now(UTC)
        leaf = {
            "good": lambda: self._authority.issue_cert(host),
            "expired": lambda: self._authority.issue_cert(
                host, not_before=now - timedelta(days=20), not_after=now - timedelta(days=10)
            ),
            "future": lambda: self._authority.issue_cert(host, not_before=now + timedelta(days=10)),
            "stranger": lambda: self._stranger.issue_cert(host),
            "other-name": lambda: self._authority.issue_cert("other.example"),
        }[certificate]()
        leaf.configure_cert(context)
        return context

    def _listen(self, serve: Callable[[socket.socket], None]) -> int:
        listening = socket.create_server(("127.0.0.1", 0))
        self._listening.append(listening)
        self._start(self._accept, listening, serve)
        return listening.getsockname()[1]

    def _start(self, work: Callable, *arguments) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self, listening: socket.socket, serve: Callable[[socket.socket], None]) -> None:
        with listening:
            while not self._stopped.is_set():
                stream, _ = listening.accept()
                if self._stopped.is_set():
                    stream.close()
                    return
                self._start(self._serve, stream, serve)

    def _serve(self, stream: socket.socket, serve: Callable[[socket.socket], None]) -> None:
        self._open.add(stream)
        try:
            serve(stream)
        except (OSError, ValueError, ssl.SSLError):
            pass
        finally:
            self._open.discard(stream)
            stream.close()

    def _proxy(self, stream: socket.socket) -> None:
        """Take the name that is asked for, by CONNECT or SOCKS 5, and let its site answer."""
        if stream.recv(1, socket.MSG_PEEK) == b"\x05":
            host = _socks(stream)
            self.asked.append(f"socks {host}")
        else:
            host = _connect(stream)
            self.asked.append(f"connect {host}")
        name = host.removesuffix(":443")
        site = self.site(name) if self.everywhere else self.sites.get(name)
        if site is None:
            stream.sendall(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
            return
        if self.asked[-1].startswith("connect"):
            stream.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        site.serve(stream)


def _connect(stream: socket.socket) -> str:
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        piece = stream.recv(1)
        if not piece:
            raise OSError("gone")
        head += piece
    method, target, _ = head.split(b"\r\n")[0].decode().split(" ")
    if method != "CONNECT":
        raise OSError("a plain request came to the proxy")
    return target


def _socks(stream: socket.socket) -> str:
    """Take the greeting and a CONNECT by name (RFC 1928)."""

    def take(number: int) -> bytes:
        got = b""
        while len(got) < number:
            piece = stream.recv(number - len(got))
            if not piece:
                raise OSError("gone")
            got += piece
        return got

    take(take(2)[1])
    stream.sendall(b"\x05\x00")
    _, _, _, kind = take(4)
    name = take(take(1)[0]).decode() if kind == 3 else socket.inet_ntoa(take(4))
    port = int.from_bytes(take(2))
    stream.sendall(b"\x05\x00\x00\x01" + bytes(6))
    return f"{name}:{port}"


def _read(file) -> Received | None:
    raw = line = file.readline()
    if not line.strip():
        return None
    method, target, _ = line.decode("latin-1").split(" ", 2)
    headers = {}
    while (line := file.readline()) not in (b"\r\n", b""):
        raw += line
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
    raw += line
    body = file.read(int(headers.get("content-length", 0)))
    return Received(method, target, headers, body, raw + body)


def _send(stream: socket.socket, request: Received, reply: Reply) -> bool:
    if reply.raw is not None:
        stream.sendall(reply.raw)
        return False
    headers = {"Content-Length": str(len(reply.body))} | reply.headers
    head = f"HTTP/1.1 {reply.status} {_REASONS.get(reply.status, 'Said')}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    stream.sendall(head.encode("latin-1") + b"\r\n" + (b"" if request.method == "HEAD" else reply.body))
    return True


# Faults: each is given the stream and the event that ends the world.

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def _slow(stream: socket.socket, stopped: threading.Event) -> None:
    stream.sendall(_HEAD + b"Content-Length: 100000\r\n\r\n")
    while not stopped.wait(0.05):
        stream.sendall(b" ")


def _silent(stream: socket.socket, stopped: threading.Event) -> None:
    stopped.wait(60)


def _endless(stream: socket.socket, stopped: threading.Event) -> None:
    stream.sendall(_HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    while not stopped.is_set():
        stream.sendall(b"10000\r\n" + b" " * 0x10000 + b"\r\n")


def _endless_headers(stream: socket.socket, stopped: threading.Event) -> None:
    stream.sendall(b"HTTP/1.1 200 OK\r\n")
    while not stopped.is_set():
        stream.sendall(b"X-More: " + b"m" * 4000 + b"\r\n")


def _bomb(stream: socket.socket, stopped: threading.Event) -> None:
    body = _packed_bomb()
    stream.sendall(_HEAD + f"Content-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)


@cache
def _packed_bomb() -> bytes:
    """Return 100 MB of nothing, packed to a thousandth."""
    return gzip.compress(bytes(100_000_000), 6)


def _half_gzip(stream: socket.socket, stopped: threading.Event) -> None:
    body = gzip.compress(b"[" + b"1," * 5000)[:-20]
    stream.sendall(_HEAD + f"Content-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)


def _truncated(stream: socket.socket, stopped: threading.Event) -> None:
    stream.sendall(_HEAD + b'Content-Length: 5000\r\n\r\n[{"Name":')


def _reset(stream: socket.socket, stopped: threading.Event) -> None:
    return


def _garbage(stream: socket.socket, stopped: threading.Event) -> None:
    stream.sendall(b"\x00\x01\x02 this is no HTTP\r\n\r\n")


_FAULTS = {
    "slow": _slow, "silent": _silent, "endless": _endless, "endless-headers": _endless_headers, "bomb": _bomb,
    "half-gzip": _half_gzip, "truncated": _truncated, "reset": _reset, "garbage": _garbage,
}  # fmt: skip
