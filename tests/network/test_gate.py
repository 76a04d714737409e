"""The gate against real servers on the loopback: what leaves, what is refused, what each fault is told as."""

import asyncio
import resource
import socket
import time
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from network.world import Reply, World
from privacy_audit.network import errors
from privacy_audit.network.consent import Permit
from privacy_audit.network.gate import Gate, Route
from privacy_audit.network.purpose import Purpose

HOST = "files.example"
URL = f"https://{HOST}/list.json"


@dataclass
class Notes:
    """Receipts in memory; `full` is a disk on which none can be written."""

    left: list[tuple] = field(default_factory=list)
    ends: dict[str, tuple] = field(default_factory=dict)
    full: bool = False

    def leaving(self, *what) -> str:
        if self.full:
            raise OSError("the disk is full")
        self.left.append(what)
        return str(len(self.left))

    def ended(self, receipt: str, *how) -> None:
        self.ends[receipt] = how


def purpose(**more) -> Purpose:
    told = {"id": "trial", "title": "Try", "hosts": frozenset({HOST}), "methods": ("GET", "PUT"), "sends": "nothing",
            "reveals": "nothing", "why": "to try", "seconds": 5.0, "limit": 1_000_000}  # fmt: skip
    return Purpose(**(told | more))


@pytest.fixture
def notes() -> Notes:
    return Notes()


def run(world: World, notes: Notes, work, *, proxy: str = "", ca_file: str | None = None, **more):
    """Run `work(gate)` with a gate for the trial purpose."""

    async def whole():
        route = Route(proxy or world.proxy, str(world.ca) if ca_file is None else ca_file)
        async with Gate(Permit(purpose(**more), "once"), route, notes) as gate:
            return await work(gate)

    return asyncio.run(whole())


def fetch(world: World, notes: Notes, url: str = URL, types: tuple[str, ...] = ("application/json",), **more):
    return run(world, notes, lambda gate: gate.get(url, types=types), **more)


class TestWhatLeaves:
    def test_exactly_what_is_needed_and_nothing_that_tells_one_machine_from_another(self, world, notes):
        site = world.site(HOST)
        site.answer("/list.json", body="[]", type="application/json")
        assert fetch(world, notes).body == b"[]"
        request = site.received[0]
        assert request.raw == (
            b"GET /list.json HTTP/1.1\r\nHost: files.example\r\nConnection: keep-alive\r\n"
            b"User-Agent: privacy-audit\r\nAccept: */*\r\nAccept-Encoding: gzip\r\n\r\n"
        )

    def test_a_receipt_is_written_before_it_leaves_and_counts_the_bytes_of_both_ways(self, world, notes):
        site = world.site(HOST)
        written_before = []

        def answer(_) -> Reply:
            written_before.extend(notes.left)
            return Reply(200, b"[1]", {"Content-Type": "application/json"})

        site.answer("/list.json", answer)
        fetch(world, notes)
        assert written_before == [("trial", "once", HOST, "GET", len(site.received[0].raw))]
        head = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Type: application/json\r\n\r\n"
        assert notes.ends == {"1": (200, len(head) + 3, "")}

    def test_nothing_leaves_when_no_receipt_can_be_written(self, world, notes):
        site = world.site(HOST)
        site.answer("/list.json", body="[]", type="application/json")
        notes.full = True
        with pytest.raises(OSError, match="full"):
            fetch(world, notes)
        assert site.received == []

    def test_a_cookie_is_neither_kept_nor_sent_back(self, world, notes):
        site = world.site(HOST)
        site.answer("/list.json", body="[]", type="application/json", headers={"Set-Cookie": "who=you; Path=/"})

        async def twice(gate):
            await gate.get(URL)
            await gate.get(URL)

        run(world, notes, twice)
        assert [request.headers.get("cookie") for request in site.received] == [None, None]

    def test_a_body_is_sent_whole_and_counted(self, world, notes):
        site = world.site(HOST)
        site.answer("/list.json", status=201)
        run(world, notes, lambda gate: gate.request("PUT", URL, content=b"x" * 3000, headers={"If-None-Match": "*"}))
        assert site.received[0].body == b"x" * 3000
        assert site.received[0].headers["if-none-match"] == "*"
        assert notes.left[0][-1] == len(site.received[0].raw)

    def test_a_packed_answer_is_unpacked(self, world, notes):
        import gzip

        world.site(HOST).answer(
            "/list.json", body=gzip.compress(b"[1, 2]"), type="application/json", headers={"Content-Encoding": "gzip"}
        )
        assert fetch(world, notes).text == "[1, 2]"


class TestByWhichWay:
    def test_a_name_is_resolved_by_the_socks_proxy_not_here(self, world, notes, monkeypatch):
        world.site(HOST).answer("/list.json", body="[]", type="application/json")
        real, asked = socket.getaddrinfo, []

        def watched(host, *rest, **more):
            asked.append(host)
            return real(host, *rest, **more)

        monkeypatch.setattr(socket, "getaddrinfo", watched)
        fetch(world, notes, proxy=world.socks)
        assert world.asked == [f"socks {HOST}:443"]
        assert HOST not in asked

    def test_the_environments_proxy_is_taken_unless_none_is_wanted(self, world, notes, monkeypatch):
        monkeypatch.setenv("HTTPS_PROXY", world.proxy)
        site, port = world.listen()
        site.answer("/list.json", body="[]", type="application/json")
        url, hosts = f"https://localhost:{port}/list.json", frozenset({f"localhost:{port}"})

        async def get(route: str):
            async with Gate(Permit(purpose(hosts=hosts), "yes"), Route(route, str(world.ca)), notes) as gate:
                await gate.get(url)

        asyncio.run(get(""))
        assert world.asked == [f"connect localhost:{port}"]
        asyncio.run(get("none"))
        assert len(world.asked) == 1
        assert len(site.received) == 2

    def test_a_proxy_that_does_not_answer_is_said(self, world, notes):
        with pytest.raises(errors.NotThere, match="Nobody answers"):
            fetch(world, notes, proxy="http://127.0.0.1:9")

    def test_a_proxy_that_lets_nothing_through_is_said(self, world, notes):
        with pytest.raises(errors.NotThere, match="proxy did not let this through"):
            fetch(world, notes)  # no such site

    @pytest.mark.parametrize("proxy", ["ftp://127.0.0.1:1", "http://", "nonsense", "http://[::1"])
    def test_what_is_no_proxy_is_said_before_anything_leaves(self, world, notes, proxy):
        with pytest.raises(errors.NotThere, match="no proxy"):
            fetch(world, notes, proxy=proxy)
        assert notes.left == []

    def test_certificates_that_cannot_be_read_are_said(self, world, notes, tmp_path):
        (tmp_path / "no.pem").write_text("nothing of the kind")
        for file in (tmp_path / "no.pem", tmp_path / "absent.pem"):
            with pytest.raises(errors.CertificateTrouble, match="cannot be read"):
                fetch(world, notes, ca_file=str(file))
        assert notes.left == []


class TestOnlyTheDeclaredHosts:
    @pytest.mark.parametrize(
        "url",
        [
            "http://files.example/list.json",
            "https://other.example/list.json",
            "https://files.example:8443/list.json",
            "https://me:secret@files.example/list.json",
            "https://files.example.other.example/",
            "file:///etc/passwd",
            "https://",
            "https://[::1",
            "",
        ],
    )
    def test_nothing_is_sent_elsewhere(self, world, notes, url):
        site = world.site(HOST)
        with pytest.raises(errors.Elsewhere) as told:
            fetch(world, notes, url)
        assert "Nothing was sent" in str(told.value)
        assert "secret" not in str(told.value)
        assert (site.received, notes.left, world.asked) == ([], [], [])

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    @pytest.mark.parametrize("target", ["https://other.example/list.json", "http://files.example/list.json"])
    def test_a_redirect_to_another_host_or_to_http_is_not_followed(self, world, notes, status, target):
        world.site(HOST).answer("/list.json", status=status, headers={"Location": target})
        other = world.site("other.example")
        with pytest.raises(errors.Elsewhere, match="leads to another address") as told:
            fetch(world, notes)
        assert (told.value.location, told.value.status) == (target, status)
        assert other.received == []
        assert len(notes.left) == 1

    def test_a_redirect_within_the_declared_hosts_is_followed_with_a_receipt_each(self, world, notes):
        world.site(HOST).answer("/list.json", status=302, headers={"Location": "https://www.files.example/new.json"})
        world.site("www.files.example").answer("/new.json", body="[]", type="application/json")
        answer = fetch(world, notes, redirects=frozenset({"www.files.example"}))
        assert (answer.url, answer.led) == ("https://www.files.example/new.json", (302,))
        assert [host for _, _, host, _, _ in notes.left] == [HOST, "www.files.example"]

    def test_a_password_is_not_taken_along_to_another_host(self, world, notes):
        world.site(HOST).answer("/list.json", status=302, headers={"Location": "https://www.files.example/new.json"})
        new = world.site("www.files.example")
        new.answer("/new.json", body="[]", type="application/json")
        secret = {"Authorization": "Basic c2VjcmV0", "hibp-api-key": "key", "X-Plain": "stays"}
        run(
            world, notes, lambda gate: gate.get(URL, headers=secret), redirects=frozenset({"www.files.example"})
        )  # fmt: skip
        assert "authorization" in world.site(HOST).received[0].headers
        assert not {"authorization", "hibp-api-key"} & set(new.received[0].headers)
        assert new.received[0].headers["x-plain"] == "stays"

    def test_redirects_without_end_end(self, world, notes):
        world.site(HOST).answer("/list.json", status=302, headers={"Location": "/list.json"})
        with pytest.raises(errors.Broken, match="without end"):
            fetch(world, notes)
        assert len(notes.left) == 6

    def test_what_changes_something_is_never_led_elsewhere(self, world, notes):
        world.site(HOST).answer("/list.json", status=307, headers={"Location": "/other"})
        with pytest.raises(errors.Elsewhere):
            run(world, notes, lambda gate: gate.request("PUT", URL, content=b"mine"))
        assert [request.target for request in world.site(HOST).received] == ["/list.json"]


class TestOnlyTheDeclaredMethods:
    def test_another_one_is_not_sent(self, world, notes):
        with pytest.raises(errors.NotAllowed, match="DELETE is no part"):
            run(world, notes, lambda gate: gate.request("DELETE", URL))
        assert (world.asked, notes.left) == ([], [])


class TestCertificates:
    @pytest.mark.parametrize(
        ("certificate", "said"),
        [
            ("expired", "it has run out. Look whether this machine's clock"),
            ("future", "it is not valid yet. Look whether this machine's clock"),
            ("stranger", "somebody whom this machine does not know"),
            ("other-name", "it is for another name"),
        ],
    )
    def test_a_server_that_cannot_prove_who_it_is_gets_nothing(self, world, notes, certificate, said):
        site = world.site(HOST, certificate)
        with pytest.raises(errors.CertificateTrouble) as told:
            fetch(world, notes)
        assert said in str(told.value)
        assert "Nothing was sent" in str(told.value)
        assert site.received == []
        assert notes.ends["1"] == (0, 0, "no certificate that counts, so nothing was sent")

    def test_the_tests_own_authority_is_not_trusted_without_the_setting(self, world, notes):
        site = world.site(HOST)
        with pytest.raises(errors.CertificateTrouble, match="does not know"):
            fetch(world, notes, ca_file="")
        assert site.received == []


class TestFaults:
    @pytest.mark.parametrize(
        ("fault", "kind", "said"),
        [
            ("slow", errors.TooSlow, "had not answered in full"),
            ("silent", errors.TooSlow, "had not answered in full"),
            ("endless", errors.TooLarge, "more than the 1 MB"),
            ("bomb", errors.TooLarge, "more than the 1 MB"),
            ("truncated", errors.Broken, "broke off"),
            ("half-gzip", errors.Broken, "stopped early"),
            ("reset", errors.Broken, "broke off"),
            ("garbage", errors.Broken, "cannot be read"),
            ("endless-headers", errors.Broken, "cannot be read"),
        ],
    )
    def test_each_is_one_clear_line_and_leaves_a_receipt(self, world, notes, fault, kind, said):
        world.site(HOST).fault("/list.json", fault)
        with pytest.raises(kind) as told:
            run(
                world,
                notes,
                lambda gate: gate.request("GET", URL, tries=1),
                seconds=0.5 if kind is errors.TooSlow else 20,
            )
        assert said in str(told.value)
        assert "\n" not in str(told.value)
        assert len(notes.ends) == 1
        assert notes.ends["1"][2] != ""

    def test_a_bomb_takes_no_memory_to_speak_of(self, world, notes):
        world.site(HOST).fault("/list.json", "bomb")
        with pytest.raises(errors.TooLarge):
            fetch(world, notes)  # what the server itself needs to make it is taken by now
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with pytest.raises(errors.TooLarge):
            fetch(world, notes)
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # KiB; unpacked it has 100 MB

    def test_an_answer_that_says_that_it_is_too_large_is_not_read(self, world, notes):
        world.site(HOST).answer("/list.json", body=b"x", headers={"Content-Length": "99999999"})
        with pytest.raises(errors.TooLarge):
            fetch(world, notes)
        assert notes.ends["1"][1] < 500

    def test_a_packing_that_nobody_offered_is_refused(self, world, notes):
        world.site(HOST).answer("/list.json", body=b"x", headers={"Content-Encoding": "br"})
        with pytest.raises(errors.Broken, match="packing"):
            fetch(world, notes)

    def test_a_sign_in_page_in_the_place_of_a_file_is_said(self, world, notes):
        world.site(HOST).answer("/list.json", body="<html>Welcome to the hotel", type="text/html; charset=utf-8")
        with pytest.raises(errors.Broken, match="web page came instead of the file") as told:
            fetch(world, notes)
        assert "sign-in" in str(told.value)

    def test_another_type_than_asked_for_is_said(self, world, notes):
        world.site(HOST).answer("/list.json", body=b"%PDF", type="application/pdf\x1b[2J")
        with pytest.raises(errors.NetworkError) as told:
            fetch(world, notes)
        assert "\x1b" not in str(told.value)

    @pytest.mark.parametrize(
        ("status", "said"),
        [
            (401, "name or the password"),
            (403, "refuses it"),
            (404, "nothing at this address"),
            (500, "trouble of its own"),
            (507, "no room"),
            (418, "did not accept"),
        ],
    )
    def test_a_status_that_is_no_success_is_said(self, world, notes, status, said):
        world.site(HOST).answer("/list.json", status=status)
        with pytest.raises(errors.Refused, match=said) as told:
            fetch(world, notes)
        assert told.value.status == status
        assert len(notes.left) == 1

    def test_a_name_that_is_not_found_is_said(self, world, notes, monkeypatch):
        def nowhere(*_, **__):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        monkeypatch.setattr(socket, "getaddrinfo", nowhere)
        with pytest.raises(errors.NotThere, match="name was not found"):
            fetch(world, notes, proxy="none")
        assert notes.ends["3"] == (0, 0, "nobody was reached, so nothing was sent")


class TestAgain:
    def test_a_busy_server_is_asked_again_after_the_time_it_wants(self, world, notes):
        busy = iter([Reply(429, b"", {"Retry-After": "0"}), Reply(503)])
        site = world.site(HOST)
        site.answer("/list.json", lambda _: next(busy, Reply(200, b"[]", {"Content-Type": "application/json"})))
        assert fetch(world, notes).status == 200
        assert [end[0] for end in notes.ends.values()] == [429, 503, 200]

    def test_after_three_tries_it_is_enough(self, world, notes):
        world.site(HOST).answer("/list.json", status=503)
        with pytest.raises(errors.Refused, match="trouble of its own"):
            fetch(world, notes)
        assert len(notes.left) == 3

    def test_a_long_wait_is_left_to_the_person(self, world, notes):
        world.site(HOST).answer("/list.json", status=429, headers={"Retry-After": "3600"})
        with pytest.raises(errors.Refused, match="asks to wait 60 minutes"):
            fetch(world, notes)
        assert len(notes.left) == 1

    def test_what_broke_off_is_tried_again(self, world, notes):
        cut = iter([Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n[")])
        world.site(HOST).answer(
            "/list.json", lambda _: next(cut, Reply(200, b"[]", {"Content-Type": "application/json"}))
        )
        assert fetch(world, notes).body == b"[]"
        assert [bool(end[2]) for end in notes.ends.values()] == [True, False]

    def test_what_changes_something_is_not_sent_twice_when_its_end_is_unknown(self, world, notes):
        world.site(HOST).fault("/list.json", "reset")
        with pytest.raises(errors.Broken):
            run(world, notes, lambda gate: gate.request("PUT", URL, content=b"mine"))
        assert len(world.site(HOST).received) == 1


class TestPoliteness:
    def test_one_host_is_asked_one_at_a_time_with_a_pause(self, world, notes):
        running, most, starts = 0, 0, []
        site = world.site(HOST)

        def answer(_) -> Reply:
            nonlocal running, most
            running += 1
            most = max(most, running)
            time.sleep(0.01)
            running -= 1
            return Reply(200, b"[]")

        site.answer("*", answer)

        async def many(gate):
            loop = asyncio.get_running_loop()

            async def one(number: int):
                await gate.request("GET", f"https://{HOST}/{number}")
                starts.append(loop.time())

            await asyncio.gather(*(one(number) for number in range(4)))

        run(world, notes, many, gap=0.05)
        assert most == 1
        assert all(later - earlier >= 0.04 for earlier, later in pairwise(starts))

    def test_stopping_ends_it_at_once_and_the_receipt_says_so(self, world, notes):
        world.site(HOST).fault("/list.json", "slow")

        async def stopped(gate):
            task = asyncio.create_task(gate.get(URL))
            while not world.site(HOST).received:
                await asyncio.sleep(0.01)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

        run(world, notes, stopped, seconds=60.0)
        assert notes.ends["1"][2] == "stopped by you"

    def test_progress_is_told_in_bytes_of_how_many(self, world, notes):
        world.site(HOST).answer("/list.json", body=b"[" + b" " * 200_000 + b"]", type="application/json")
        told: list[tuple] = []
        run(world, notes, lambda gate: gate.get(URL, progress=lambda done, of: told.append((done, of))))
        assert told[-1] == (200_002, 200_002)
        assert [done for done, _ in told] == sorted(done for done, _ in told)
