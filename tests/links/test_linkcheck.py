"""Looking at addresses on real servers: each answer and each fault as what it is."""

import asyncio
from datetime import timedelta

import pytest
from examples import HOSTILE
from network.world import Reply

from privacy_audit.links import store
from privacy_audit.links.outcomes import outcome
from privacy_audit.network import linkcheck
from privacy_audit.network.errors import NetworkError, Offline

from .conftest import DAY

ALIVE = "https://alive.example/"
URL = "https://broker.example/privacy"


@pytest.fixture(autouse=True)
def alive(world):
    """A site that answers, so that this machine is not offline."""
    site = world.site("alive.example")
    site.answer("*", body="hello")
    return site


@pytest.fixture
def broker(world):
    return world.site("broker.example")


def kind(url: str = URL) -> str:
    return outcome(store.read().get(url, ()))


def test_a_page_that_is_there_is_fine_and_asked_with_head_alone(check, broker):
    broker.answer("/privacy", body="the policy")
    result = check(URL, ALIVE)
    assert kind() == "fine"
    assert result.counts == {"fine": 2}
    assert [one.method for one in broker.received] == ["HEAD"]


@pytest.mark.parametrize("status", [403, 404, 405, 501, 503])
def test_a_head_that_is_refused_is_followed_by_a_get(check, broker, status):
    broker.answer("/privacy", lambda asked: Reply(status if asked.method == "HEAD" else 200, b"the policy"))
    check(URL, ALIVE)
    assert kind() == "fine"
    assert [one.method for one in broker.received] == ["HEAD", "GET"]


@pytest.mark.parametrize(
    ("status", "headers", "body", "said"),
    [
        (404, {}, b"gone", "missing"),
        (410, {}, b"gone", "missing"),
        (403, {}, b"no", "blocked"),
        (429, {"Retry-After": "3600"}, b"later", "blocked"),
        (503, {"cf-mitigated": "challenge"}, b"", "blocked"),
        (503, {}, b"<title>Just a moment...</title>", "blocked"),
        (500, {}, b"oops", "server"),
        (503, {}, b"back soon", "server"),
        (302, {}, b"to nowhere", "server"),
    ],
)
def test_each_answer(check, broker, status, headers, body, said):
    broker.answer("/privacy", body=body, status=status, headers=headers)
    check(URL, ALIVE)
    assert kind() == said
    assert store.read()[URL][-1].status == status


@pytest.mark.parametrize(
    ("fault", "said"),
    [("reset", "server"), ("garbage", "server"), ("endless-headers", "server"), ("silent", "slow"),
     ("truncated", "fine"), ("bomb", "fine"), ("endless", "fine"), ("slow", "fine")],
)  # fmt: skip
def test_each_fault_before_the_body_is_told_and_the_body_does_not_matter(check, broker, fault, said):
    broker.fault("/privacy", fault)
    check(URL, ALIVE, seconds=0.5 if fault == "silent" else 10.0)
    assert kind() == said


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nonly this"), "server"),
        (Reply(200, b"x" * 60_000), "fine"),  # larger than is looked at
        (Reply(200, b"x", {"Content-Encoding": "gzip"}), "server"),
        (Reply(raw=b""), "server"),
    ],
)
def test_each_fault_of_a_page_that_refuses_head(check, broker, answer, said):
    broker.answer("/privacy", lambda asked: Reply(405) if asked.method == "HEAD" else answer)
    check(URL, ALIVE)
    assert kind() == said


@pytest.mark.parametrize("certificate", ["expired", "stranger", "other-name", "future"])
def test_certificate_trouble(check, world, certificate):
    world.site("broker.example", certificate).answer("*", body="hello")
    check(URL, ALIVE)
    assert kind() == "certificate"


def test_a_name_that_is_not_there_did_not_answer(check):
    check(URL, ALIVE)
    assert kind() == "silent"


@pytest.mark.parametrize(
    ("status", "said", "to"),
    [(301, "moved", "https://new-owner.example/privacy"), (308, "moved", "https://new-owner.example/privacy"),
     (302, "fine", ""), (307, "fine", "")],
)  # fmt: skip
def test_another_host_is_never_followed(check, world, broker, status, said, to):
    other = world.site("new-owner.example")
    broker.answer("/privacy", status=status, headers={"Location": "https://new-owner.example/privacy"})
    check(URL, ALIVE)
    assert kind() == said
    assert store.read()[URL][-1].to == to
    assert other.received == []


def test_a_way_back_to_http_is_not_taken(check, broker):
    broker.answer("/privacy", status=301, headers={"Location": "http://broker.example/privacy"})
    check(URL, ALIVE)
    assert kind() == "moved"
    assert store.read()[URL][-1].to == "http://broker.example/privacy"


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("/legal/privacy-policy", "moved"),
        ("/", "moved"),  # the page is gone, and everything leads to the front
        ("/privacy/", "fine"),
        ("/Privacy?lang=en", "fine"),
        ("/en-us/privacy", "fine"),
        ("/login?next=/privacy", "fine"),
        ("https://www.broker.example/privacy", "fine"),
    ],
)
def test_another_page_of_the_same_site(check, world, broker, target, said):
    world.site("www.broker.example").answer("*", body="hello")
    broker.answer("*", body="hello")
    broker.answer("/privacy", status=301, headers={"Location": target})
    check(URL, ALIVE)
    assert kind() == said


def test_a_page_that_is_elsewhere_for_now_only_has_not_moved(check, broker):
    broker.answer("*", body="hello")
    broker.answer("/privacy", status=302, headers={"Location": "/legal/privacy-policy"})
    check(URL, ALIVE)
    assert kind() == "fine"


def test_a_hostile_location_is_not_kept(check, broker):
    hostile = "https://evil.example/\x1b]52;c;aGk=\x07\x9b31m" + HOSTILE.replace("\r\n", "").replace("\x00", "")
    head = f"HTTP/1.1 301 Moved\r\nContent-Length: 0\r\nLocation: {hostile}\r\n\r\n"
    broker.answer("/privacy", lambda _: Reply(raw=head.encode("utf-8")))
    check(URL, ALIVE)
    assert kind() in ("moved", "server")
    assert b"\x1b" not in store.path().read_bytes()
    assert "\\u" not in store.path().read_text("utf-8")


def test_an_address_written_with_http_is_asked_with_https(check, world):
    site = world.site("old.example")
    site.answer("*", body="hello")
    check("http://old.example/page", "http://only-http.example/", ALIVE)
    assert kind("http://old.example/page") == "moved"
    assert store.read()["http://old.example/page"][-1].to == "https://old.example/page"
    assert kind("http://only-http.example/") == "http"


class TestThisMachineIsOffline:
    def test_when_nothing_answers_nothing_is_kept(self, check):
        with pytest.raises(Offline, match="seems to be offline") as said:
            check("https://one.example/", "https://two.example/")
        assert "None of 2 sites" in str(said.value)
        assert store.read() == {}

    def test_one_site_alone_that_does_not_answer_says_nothing_of_it(self, check):
        with pytest.raises(Offline, match="The only site asked"):
            check(URL)
        assert store.read() == {}

    def test_a_network_that_wants_a_sign_in_is_no_trouble_of_the_sites(self, check, world):
        for name in ("one.example", "two.example"):
            world.site(name, "stranger").answer("*", body="sign in")
        with pytest.raises(Offline):
            check("https://one.example/", "https://two.example/")
        assert store.read() == {}

    def test_when_it_goes_away_in_between_it_stops_and_keeps_what_came_before(self, check, world, monkeypatch):
        monkeypatch.setattr(linkcheck, "LOST_AFTER", 4)
        gone = [f"https://gone-{number}.example/" for number in range(40)]
        pages = [f"{ALIVE}{number}" for number in range(9)]  # the largest site comes first
        with pytest.raises(Offline, match="in a row"):
            check(*pages, *gone, at_once=1)
        kept = store.read()
        assert len([url for url in kept if url.startswith(ALIVE)]) == 9
        assert len(kept) == 9
        assert len({name for name in world.asked if "gone-" in name}) == 4


def test_failures_between_answers_are_kept(check, world):
    world.site("beta.example").answer("*", body="hello")
    result = check(ALIVE, "https://gone.example/", "https://beta.example/")
    assert result.counts == {"fine": 2, "silent": 1}


def test_only_on_the_third_day_over_a_week_it_is_dead(check, broker):
    broker.answer("/privacy", body="gone", status=404)
    said = []
    for days in (0, 3, 6, 9):
        check(URL, ALIVE, day=DAY + timedelta(days=days))
        said.append(kind())
    assert said == ["missing", "missing", "missing", "dead"]
    broker.answer("/privacy", body="the policy")
    check(URL, ALIVE, day=DAY + timedelta(days=10))
    assert kind() == "fine"


def test_what_came_is_kept_when_it_is_stopped(check, alive, monkeypatch):
    monkeypatch.setattr(linkcheck, "EACH", 5)
    pages = [f"{ALIVE}{number}" for number in range(40)]

    with pytest.raises(asyncio.CancelledError):
        check(*pages, stop_at=23)
    assert len(store.read()) == 23
    assert len(alive.received) < 40


def test_results_that_cannot_be_written_are_one_clear_line(check, monkeypatch):
    def full(looks) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "add", full)
    with pytest.raises(NetworkError, match=r"cannot be written \(No space left on device\).*written before are kept"):
        check(ALIVE)


def test_few_at_a_time_for_each_site(check, alive):
    assert linkcheck.purpose_for([]).per_host == 1
    check(*[f"{ALIVE}{number}" for number in range(5)])
    assert [one.target for one in alive.received] == [f"/{number}" for number in range(5)]


def test_nothing_of_the_person_is_in_a_request(check, broker):
    broker.answer("*", body="hello")
    check(URL, ALIVE)
    raw = broker.received[0].raw.lower()
    assert b"cookie" not in raw
    assert b"referer" not in raw
    assert b"user-agent: privacy-audit\r\n" in raw
