"""Finding calendars from any address, and the conditions under which a resource is written: with real servers."""

import pytest
from pushing.radicale import HOST, PASSWORD, USER

from network.world import Reply
from privacy_audit.network import caldav
from privacy_audit.network.caldav import Changed, Client, NoCalendar, authority, name_of, place_for, tag
from privacy_audit.network.consent import Permit
from privacy_audit.network.errors import Broken, Elsewhere, NetworkError, Refused
from privacy_audit.network.opening import open_gate
from privacy_audit.network.purposes import calendar

DAV = 'xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"'
TODO = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VTODO\r\nUID:%s\r\nDTSTAMP:20261101T000000Z\r\n"
    b"SUMMARY:x\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture
async def client(session, world):
    world.settings(session.ledger, session.person.id)
    permit = Permit(calendar(HOST), "yes")
    async with open_gate(session.ledger, session.person.id, permit, session.today) as gate:
        yield Client(gate, USER, PASSWORD)


def response(href: str, *props: str, status: str = "HTTP/1.1 200 OK") -> str:
    stat = f"<propstat><prop>{''.join(props)}</prop><status>{status}</status></propstat>"
    return f"<response><href>{href}</href>{stat}</response>"


def multistatus(*responses: str) -> bytes:
    return f"<multistatus {DAV}>{''.join(responses)}</multistatus>".encode()


def kind(components: str = '<C:comp name="VTODO"/>', name: str = "Tasks", more: str = "") -> str:
    return (
        f"<resourcetype><collection/><C:calendar/></resourcetype><displayname>{name}</displayname>"
        f"<C:supported-calendar-component-set>{components}</C:supported-calendar-component-set>{more}"
    )


@pytest.mark.parametrize("path", ["/", f"/{USER}/", f"/{USER}", "", ".well-known/caldav"])
async def test_any_address_of_a_real_server_leads_to_the_calendars(client, cloud, path):
    found = await client.calendars(f"https://{HOST}/{path.lstrip('/')}")
    assert cloud.url in [one.url for one in found]
    assert all(one.todos and one.writable for one in found if one.url == cloud.url)


async def test_the_address_of_a_calendar_is_that_one(client, cloud):
    (found,) = await client.calendars(cloud.url)
    assert (found.url, found.name) == (cloud.url, cloud.kept.path.split("/")[2])


class TestOtherServers:
    """Servers that lead in other ways, such as Nextcloud below a folder, and what some of them answer."""

    @pytest.fixture
    def site(self, world):
        made = world.site(HOST)
        made.answer("/dav/principals/ann/", body=multistatus(response("/dav/principals/ann/",
            "<C:calendar-home-set><href>/dav/calendars/ann/</href></C:calendar-home-set>")), status=207)  # fmt: skip
        made.answer("/dav/calendars/ann/", status=207, body=multistatus(
            response("/dav/calendars/ann/", "<resourcetype><collection/></resourcetype>"),
            response("/dav/calendars/ann/tasks/", kind()),
            response("/dav/calendars/ann/days/", kind('<C:comp name="VEVENT"/>', "Days")),
            response("/dav/calendars/ann/shared/", kind(name="Shared", more="<current-user-privilege-set><privilege>"
                "<read/></privilege></current-user-privilege-set>")),
            response("/dav/calendars/ann/inbox/", "<resourcetype><collection/><C:schedule-inbox/></resourcetype>"),
        ))  # fmt: skip
        return made

    def _principal(self, site, path: str = "/dav/") -> None:
        principal = "<current-user-principal><href>/dav/principals/ann/</href></current-user-principal>"
        site.answer(path, body=multistatus(response(path, principal)), status=207)

    async def test_from_the_account_to_the_home_to_the_calendars(self, client, site):
        self._principal(site)
        found = await client.calendars(f"https://{HOST}/dav/")
        assert [(one.name, one.todos, one.writable) for one in found] == [
            ("Tasks", True, True), ("Days", False, True), ("Shared", True, False),
        ]  # fmt: skip

    async def test_by_the_well_known_address_and_its_redirect(self, client, site):
        self._principal(site)
        site.answer("/", body=b"<html>Welcome</html>", type="text/html")
        site.answer("/.well-known/caldav", status=301, headers={"Location": "/dav/"})
        assert [one.name for one in await client.calendars(f"https://{HOST}/")] == ["Tasks", "Days", "Shared"]

    @pytest.mark.parametrize("status", [404, 405, 500])
    async def test_where_the_address_itself_is_none(self, client, site, status):
        site.answer("/", status=status)
        with pytest.raises(Refused) as caught:
            await client.calendars(f"https://{HOST}/")
        assert caught.value.status == status

    async def test_a_home_on_another_server_is_named_and_not_asked(self, client, site, world):
        other = world.site("p34-caldav.example")
        home = "<C:calendar-home-set><href>https://p34-caldav.example/1/calendars/</href></C:calendar-home-set>"
        site.answer("/", body=multistatus(response("/", home)), status=207)
        with pytest.raises(Elsewhere, match=r"privacy-audit calendar set https://p34-caldav\.example/1/calendars/"):
            await client.calendars(f"https://{HOST}/")
        assert other.received == []

    async def test_a_redirect_to_another_server_is_not_followed(self, client, site, world):
        other = world.site("other.example")
        site.answer("/", status=302, headers={"Location": "https://other.example/"})
        with pytest.raises(Elsewhere):
            await client.calendars(f"https://{HOST}/")
        assert other.received == []

    async def test_an_account_without_calendars(self, client, site):
        site.answer("/dav/calendars/ann/", body=multistatus(), status=207)
        self._principal(site)
        with pytest.raises(NoCalendar, match="make a list for to-dos there first"):
            await client.calendars(f"https://{HOST}/dav/")

    @pytest.mark.parametrize("body", [b"", b"<html/>", b"{}", b"<multistatus/>", b"\x00"])
    async def test_what_is_no_answer_of_a_calendar_server(self, client, site, body):
        for path in ("/", "/.well-known/caldav"):
            site.answer(path, body=body, status=207)
        with pytest.raises(Broken, match="CalDAV"):
            await client.calendars(f"https://{HOST}/")

    async def test_properties_that_a_server_says_it_has_not_are_not_there(self, client, site):
        body = multistatus(response("/", "<C:calendar-home-set><href>/x/</href></C:calendar-home-set>",
                                    status="HTTP/1.1 404 Not Found"))  # fmt: skip
        site.answer("/", body=body, status=207)
        with pytest.raises(NoCalendar):
            await client.calendars(f"https://{HOST}/")

    async def test_a_server_that_cannot_filter_is_asked_for_all(self, client, site):
        data = "<C:calendar-data>BEGIN:VCALENDAR</C:calendar-data><getetag>W/&quot;1&quot;</getetag>"

        def answer(request):
            if b"text-match" in request.body:
                return Reply(403, b'<error xmlns="DAV:"><supported-filter/></error>')
            return Reply(207, multistatus(response("/dav/tasks/a.ics", data)))

        site.answer("/dav/tasks/", answer)
        (found,) = await client.todos(f"https://{HOST}/dav/tasks/", "@privacy-audit")
        assert (found.url, found.etag) == (f"https://{HOST}/dav/tasks/a.ics", '"1"')


class TestConditions:
    async def test_a_new_entry_replaces_none(self, client, cloud):
        url = f"{cloud.url}a.ics"
        first = await client.put(url, TODO % b"a")
        assert first
        with pytest.raises(Changed):
            await client.put(url, TODO % b"a")

    async def test_only_what_was_last_seen_is_replaced_or_removed(self, client, cloud):
        url = f"{cloud.url}a.ics"
        old = await client.put(url, TODO % b"a")
        new = await client.put(url, (TODO % b"a").replace(b"SUMMARY:x", b"SUMMARY:y"), old)
        assert new != old
        with pytest.raises(Changed):
            await client.put(url, TODO % b"a", old)
        with pytest.raises(Changed):
            await client.delete(url, old)
        await client.delete(url, new)
        assert cloud.kept.items() == {}

    async def test_what_is_gone_already_is_removed(self, client, cloud):
        await client.delete(f"{cloud.url}nothing.ics", '"1"')
        assert cloud.kept.items() == {}

    async def test_a_redirect_of_a_writing_is_not_followed(self, client, cloud):
        cloud.fail("PUT", 307, Location=f"https://{HOST}/elsewhere/a.ics")
        with pytest.raises(NetworkError):
            await client.put(f"{cloud.url}a.ics", TODO % b"a")
        assert cloud.kept.items() == {}


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Cloud.Example/x", "cloud.example"), ("https://cloud.example:443/", "cloud.example"),
        ("https://cloud.example:5232", "cloud.example:5232"), ("https://[::1]:5232/", "[::1]:5232"),
        ("https://käse.example/", "xn--kse-qla.example"), ("https://x:notaport/", ""), ("nonsense", ""), ("", ""),
    ],
)  # fmt: skip
def test_the_host_is_that_which_the_gate_knows(url, host):
    assert authority(url) == host


def test_tags_and_names():
    assert tag(' W/"a" ') == '"a"'
    assert tag('"a\r\nX: y"') == ""
    assert tag("x" * 5000) == ""
    assert place_for("https://c.example/tasks", "0a1b@privacy-audit") == "https://c.example/tasks/0a1b.ics"
    assert name_of("https://c.example/tasks/0a1b.ics") == "0a1b"
    assert caldav.authority("https://c.example") == "c.example"
