"""A real calendar server, Radicale, started on the loopback with TLS and passwords; and a way in front that can fail.

Every request of the program is kept byte by byte, passed on to Radicale, and what that answers is passed back; a test
may put a fault in between.
"""

import base64
import contextlib
import http.client
import json
import re
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import trustme
from network.world import Received, Reply, World

HOST = "cloud.example"
USER, PASSWORD = "ann", "s3cret app pässword"
_CONFIG = """
[server]
hosts = localhost:{port}
ssl = True
certificate = {folder}/certificate.pem
key = {folder}/key.pem
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
delay = 0
[storage]
filesystem_folder = {folder}/kept
[web]
type = none
"""
_PASSED = ("authorization", "content-type", "depth", "if-match", "if-none-match")
_HOP = ("connection", "transfer-encoding", "content-length", "server", "date")


class Radicale:
    """One server for the whole run; each test makes a calendar of its own in it."""

    def __init__(self, folder: Path):
        authority = trustme.CA()
        leaf = authority.issue_cert("localhost")
        leaf.private_key_pem.write_to_path(folder / "key.pem")
        for number, blob in enumerate(leaf.cert_chain_pems):
            blob.write_to_path(folder / "certificate.pem", append=number > 0)
        self.ca = folder / "authority.pem"
        authority.cert_pem.write_to_path(self.ca)
        (folder / "users").write_text(f"{USER}:{PASSWORD}\nbo:another\n", "utf-8")
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        (folder / "config").write_text(_CONFIG.format(port=self.port, folder=folder))
        self.url = f"https://localhost:{self.port}/"
        self._tls = ssl.create_default_context(cafile=str(self.ca))
        self._log = (folder / "log").open("wb")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "radicale", "--config", str(folder / "config")],
            stdout=self._log, stderr=self._log, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until and self._process.poll() is None:
            with contextlib.suppress(OSError):
                self.ask("OPTIONS", "/")
                return
            time.sleep(0.05)
        raise AssertionError("Radicale did not start")

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=20)
        self._log.close()

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Ask as another program of the person would; header names with _ for -."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPSConnection("localhost", self.port, context=self._tls, timeout=30)
        try:
            connection.request(method, path, body, {"Authorization": basic(USER, PASSWORD)} | told)
            answer = connection.getresponse()
            content = answer.read()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, content
        finally:
            connection.close()

    def calendar(self, name: str, *components: str) -> "Kept":
        """Make a calendar; without components it takes all."""
        takes = "".join(f'<C:comp name="{one}"/>' for one in components)
        only = f"<C:supported-calendar-component-set>{takes}</C:supported-calendar-component-set>" if components else ""
        body = (
            '<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop>'
            f"<D:displayname>{name}</D:displayname>{only}</D:prop></D:set></C:mkcalendar>"
        )
        path = f"/{USER}/{name}/"
        assert self.ask("MKCALENDAR", path, body.encode())[0] == 201
        return Kept(self, path)


class Kept:
    """One calendar, as another program of the person sees it."""

    def __init__(self, server: Radicale, path: str):
        self.server, self.path = server, path

    def items(self) -> dict[str, str]:
        """The entries by their paths."""
        body = (
            '<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/>'
            '</D:prop><C:filter><C:comp-filter name="VCALENDAR"/></C:filter></C:calendar-query>'
        )
        _, _, told = self.server.ask("REPORT", self.path, body.encode(), Depth="1")
        paths = re.findall(r"<href>([^<]+\.ics)</href>", told.decode())
        return {path: self.server.ask("GET", path)[2].decode() for path in paths}

    def put(self, name: str, text: str) -> None:
        path = name if name.startswith("/") else self.path + name
        status, _, told = self.server.ask("PUT", path, text.encode(), Content_Type="text/calendar")
        assert status in (201, 204), told

    def find(self, words: str) -> tuple[str, str]:
        """The one entry that says something, with its path."""
        (found,) = [item for item in self.items().items() if words in item[1].replace("\r\n ", "")]
        return found

    def edit(self, words: str, change: Callable[[str], str]) -> str:
        """Change the one entry that says something."""
        path, text = self.find(words)
        self.put(path, change(text))
        return path

    def tick(self, words: str, moment: str = "20261120T101500Z") -> str:
        """Tick an entry as programs do."""
        return self.edit(words, lambda text: ticked(text, moment))

    def remove(self, words: str) -> None:
        assert self.server.ask("DELETE", self.find(words)[0])[0] in (200, 204)

    def remove_all(self) -> None:
        assert self.server.ask("DELETE", self.path)[0] in (200, 204)


def ticked(text: str, moment: str = "20261120T101500Z") -> str:
    done = f"STATUS:COMPLETED\r\nPERCENT-COMPLETE:100\r\nCOMPLETED:{moment}\r\nX-OTHER-PROGRAM:1"
    return text.replace("STATUS:NEEDS-ACTION", done)


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


class Cloud:
    """Radicale under a name of its own, behind a site of the tests' world that keeps all it gets and may fail."""

    def __init__(self, server: Radicale, world: World, name: str, *components: str):
        self.server, self.world = server, world
        self.site = world.site(HOST)
        self.site.answer("*", self._pass_on)
        self.kept = server.calendar(name, *components)
        self.url = f"https://{HOST}{self.kept.path}"
        #: Called with each request before it is passed on: what it returns is answered in place of Radicale.
        self.fault: Callable[[Received], Reply | None] = lambda request: None

    def _pass_on(self, request: Received) -> Reply:
        if reply := self.fault(request):
            return reply
        told = {name: value for name, value in request.headers.items() if name in _PASSED}
        headers = {"Authorization": ""} | {name.title(): value for name, value in told.items()}
        status, answered, body = self.server.ask(request.method, request.target, request.body, **headers)
        return Reply(status, body, {name.title(): value for name, value in answered.items() if name not in _HOP})

    @property
    def methods(self) -> list[str]:
        """The methods of all requests that came."""
        return [request.method for request in self.site.received]

    def forget(self) -> None:
        """Forget what came so far."""
        self.site.received.clear()

    def fail(self, method: str, status: int, after: int = 0, body: bytes = b"", **headers: str) -> None:
        """Answer so to every request of a method but the first few."""
        left = [after]

        def fault(request: Received) -> Reply | None:
            if request.method != method:
                return None
            left[0] -= 1
            return Reply(status, body, headers) if left[0] < 0 else None

        self.fault = fault

    def works(self) -> None:
        """Fail no more."""
        self.fault = lambda request: None


def settings(events: list) -> str:
    """Return all that a ledger holds, as text."""
    return json.dumps([[event.kind, event.data] for event in events], ensure_ascii=False)
