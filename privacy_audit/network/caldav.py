"""A small client for calendar servers: find the calendars of a person, read, write and remove to-dos in one of them.

WebDAV (RFC 4918), CalDAV (RFC 4791) and how a client finds its way from a bare address (RFC 6764). Everything goes
through the gate. A resource is only ever changed with If-Match or If-None-Match, so that what somebody else changed
in between is never overwritten.
"""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin, urlsplit

from ..text import clean
from . import davxml
from .davxml import Element, cal, dav, document, escaped, written
from .errors import Broken, Elsewhere, NetworkError, Refused

if TYPE_CHECKING:
    from .gate import Answer, Gate

_WELL_KNOWN = "/.well-known/caldav"
_XML = "application/xml; charset=utf-8"
_WRITING = {dav("all"), dav("write"), dav("bind"), dav("write-content")}
_NOTHING = "Nothing was changed there or here"
_LONGEST_TAG = 1000
#: How servers answer that they cannot filter by a text (RFC 4791, 7.8, CALDAV:supported-filter, and what is seen).
_NO_SUCH_FILTER = (400, 403, 409, 422, 501)


class Changed(NetworkError):
    """Somebody changed or removed the resource in between, or one is there already: it was left as it is."""


class NoRoom(Refused):
    """The server has no room left, or takes no more."""


class NoCalendar(NetworkError):
    """There is no calendar at this address."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """One calendar of a person on a server. `todos` is whether it takes to-dos, `writable` whether this person may."""

    url: str
    name: str
    todos: bool = True
    writable: bool = True


@dataclass(frozen=True, slots=True)
class Resource:
    """One to-do as the server has it."""

    url: str
    etag: str
    data: str


class Client:
    """One person's account on one server."""

    def __init__(self, gate: "Gate", user: str, password: str):
        self._gate, self._user = gate, user
        token = b64encode(f"{user}:{password}".encode()).decode("ascii")
        self._headers = {"Authorization": f"Basic {token}"}

    # Finding

    async def calendars(self, url: str) -> list[Calendar]:
        """Return the calendars that an address leads to: that of a server, an account, a home or a calendar itself.

        Raises NoCalendar where none is found, and NetworkError's other children.
        """
        start, trouble = await self._start(url)
        found = _calendar(start) if start else None
        if found:
            return [found]
        home = await self._home(start) if start else None
        if home is None and (known := await self._well_known(url)):
            home = await self._home(known)
        if home is None and trouble:
            raise trouble
        listed = [one for one in await self._list(home or url) if one]
        if not listed:
            raise NoCalendar(
                f"No calendar was found at {clean(url, 200)}. {_NOTHING}. Give the address that your provider names "
                "for CalDAV, or make a list for to-dos there first."
            )
        return listed

    async def _start(self, url: str) -> "tuple[_Place | None, NetworkError | None]":
        """Return what is at the address itself, or what was wrong with it; a bad password ends it at once."""
        try:
            return next(iter(await self._propfind(url, 0)), None), None
        except Refused as error:
            if error.status in (401, 407):
                raise
            return None, error
        except Broken as error:  # a page for people: the calendars are elsewhere on this server
            return None, error

    async def _well_known(self, url: str) -> "_Place | None":
        try:
            return next(iter(await self._propfind(urljoin(url, _WELL_KNOWN), 0)), None)
        except (Refused, Broken):
            return None

    async def _home(self, place: "_Place") -> str | None:
        """Return the address under which the calendars lie, by way of the account where need be."""
        if home := place.href(cal("calendar-home-set")):
            return self._here(home)
        principal = place.href(dav("current-user-principal")) or place.href(dav("principal-URL"))
        if not principal or principal == place.url:
            return None
        account = next(iter(await self._propfind(self._here(principal), 0)), None)
        home = account.href(cal("calendar-home-set")) if account else ""
        return self._here(home) if home else None

    async def _list(self, home: str) -> list[Calendar | None]:
        return [_calendar(place) for place in await self._propfind(home, 1)]

    def _here(self, url: str) -> str:
        """Return an address on this server. Raises Elsewhere for another one, with what to do."""
        if not self._gate.purpose.allows(authority(url)):
            raise Elsewhere(
                f"Your calendars are on another server than you named: {clean(authority(url), 200)}. Nothing was sent "
                f"there. To use it: privacy-audit calendar set {clean(url, 300)} --user {clean(self._user, 100)}",
                url,
            )
        return url

    async def _propfind(self, url: str, depth: int) -> "list[_Place]":
        names = ("resourcetype", "displayname", "current-user-principal", "principal-URL", "current-user-privilege-set")
        wanted = [written(f"D:{name}") for name in names]
        wanted += [written("C:calendar-home-set"), written("C:supported-calendar-component-set")]
        body = document("D:propfind", written("D:prop", *wanted))
        return list(_places(await self._ask("PROPFIND", url, body, Depth=str(depth))))

    # Reading

    async def todos(self, calendar: str, containing: str) -> list[Resource]:
        """Return the to-dos of a calendar whose ids contain a text; others are not read where the server can tell.

        Raises NoCalendar where the calendar is there no more, Broken where the server did not give all of it.
        """
        try:
            answer = await self._query(calendar, containing)
        except Refused as error:
            if error.status in (404, 410):
                raise NoCalendar(
                    f"The calendar is not there any more: {clean(calendar, 200)}. {_NOTHING}. To choose another: "
                    "privacy-audit calendar set"
                ) from None
            if error.status not in _NO_SUCH_FILTER:
                raise
            answer = await self._query(calendar, "")
        return list(_resources(answer))

    async def _query(self, calendar: str, containing: str) -> "Answer":
        match = written("C:text-match", escaped(containing), collation="i;octet") if containing else ""
        only = written("C:prop-filter", match, name="UID") if match else ""
        todo = written("C:comp-filter", only, name="VTODO")
        body = document(
            "C:calendar-query",
            written("D:prop", written("D:getetag"), written("C:calendar-data")),
            written("C:filter", written("C:comp-filter", todo, name="VCALENDAR")),
        )
        return await self._ask("REPORT", calendar, body, Depth="1")

    # Writing

    async def put(self, url: str, data: bytes, etag: str = "") -> str:
        """Write a to-do: a new one, or in place of the one that has this tag. Return its new tag, or nothing.

        Raises Changed, NoRoom and NetworkError's other children.
        """
        condition = {"If-Match": etag} if etag else {"If-None-Match": "*"}
        headers = {"Content-Type": "text/calendar; charset=utf-8; component=VTODO"} | condition
        answer = await self._gate.request("PUT", url, headers=self._headers | headers, content=data)
        self._check(answer, url)
        return tag(answer.headers.get("etag", ""))

    async def delete(self, url: str, etag: str) -> None:
        """Remove the to-do that has this tag; one that is gone already is removed. Raises Changed."""
        answer = await self._gate.request("DELETE", url, headers=self._headers | {"If-Match": etag})
        if answer.status not in (404, 410):
            self._check(answer, url)

    async def _ask(self, method: str, url: str, body: bytes, **headers: str) -> "Answer":
        told = self._headers | {"Content-Type": _XML} | headers
        answer = await self._gate.request(method, url, headers=told, content=body)
        self._check(answer, url)
        if answer.status != 207:
            raise Broken(
                f"{clean(authority(url), 200)} did not answer as a calendar server does. {_NOTHING}. "
                "Look whether the address is the one for CalDAV."
            )
        return answer

    def _check(self, answer: "Answer", url: str) -> None:
        """Raise what a status that is no success means."""
        if 200 <= answer.status < 300:
            return
        host = clean(authority(url), 200)
        if answer.status == 412:
            raise Changed(f"{host} has another entry there than expected: it was left as it is.")
        if answer.status in (413, 507):
            raise NoRoom(f"{host} has no room left (status {answer.status}). What was there before is as it was.", 507)
        said = {
            401: f"does not accept the user name {clean(self._user, 100)!r} with this password; many want an app "
            "password, made in your account's settings there",
            403: f"does not let {clean(self._user, 100)!r} do this",
            404: "has nothing at this address",
            405: "takes no calendars at this address",
            409: "has no calendar to put this into",
            410: "has nothing at this address any more",
            429: "asks to wait: too much was asked of it",
        }.get(answer.status, "has trouble of its own" if answer.status >= 500 else "did not accept this")
        raise Refused(f"{host} {said} (status {answer.status}). What was there before is as it was.", answer.status)


def authority(url: str) -> str:
    """Return the host of an address, with the port where it is not 443; nothing where it is no address."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").encode("idna").decode("ascii") if parts.hostname else "", parts.port
    except (ValueError, UnicodeError):
        return ""
    host = f"[{host}]" if ":" in host else host.rstrip(".")
    return host if port in (None, 443) else f"{host}:{port}"


def tag(etag: str) -> str:
    """Return an entity tag as it is compared and sent back; servers in between mark it as weak when they pack."""
    told = etag.strip().removeprefix("W/")
    return told if len(told) < _LONGEST_TAG and told.isprintable() else ""


def place_for(calendar: str, uid: str) -> str:
    """Return the address for a new to-do in a calendar."""
    return f"{calendar.rstrip('/')}/{quote(uid.partition('@')[0], safe='')}.ics"


def name_of(url: str) -> str:
    """Return the last part of a resource's address without its ending."""
    return unquote(urlsplit(url).path.rpartition("/")[2]).removesuffix(".ics")


# Reading answers


@dataclass(frozen=True, slots=True)
class _Place:
    """One resource of an answer, with what is known of it."""

    url: str
    known: dict[str, Element]

    def href(self, name: str) -> str:
        """Return the address in a property, or nothing."""
        found = self.known.get(name)
        said = found.said(dav("href")) if found else ""
        return urljoin(self.url, said) if said else ""


def _places(answer: "Answer") -> Iterator[_Place]:
    """Yield what a multi-status answer holds (RFC 4918, 13). Raises Broken for what is none, or not whole."""
    host = clean(authority(answer.url), 200)
    try:
        root = davxml.read(answer.body)
    except davxml.NotXml:
        root = Element("")
    if root.name != dav("multistatus"):
        raise Broken(f"What {host} sent cannot be read. {_NOTHING}. Look whether the address is the one for CalDAV.")
    for response in root.all(dav("response")):
        status = _status(response.said(dav("status")))
        if status in (404, 410):
            continue
        if status is not None and status >= 300:
            raise Broken(f"{host} did not give all that was asked for (status {status}). {_NOTHING}. Try again later.")
        if href := response.said(dav("href")):
            yield _Place(urljoin(answer.url, href), _known(response))


def _known(response: Element) -> dict[str, Element]:
    """Return the properties that a response gives, by name; those that it says it has not are left out."""
    given = [stat for stat in response.all(dav("propstat")) if (_status(stat.said(dav("status"))) or 200) < 300]
    return {one.name: one for stat in given for prop in stat.all(dav("prop")) for one in prop.children}


def _status(line: str) -> int | None:
    parts = line.split()
    return int(parts[1]) if len(parts) > 1 and parts[1].isdecimal() and len(parts[1]) == 3 else None


def _calendar(place: _Place) -> Calendar | None:
    """Return a place as a calendar, or None where it is none."""
    kinds = place.known.get(dav("resourcetype"))
    if kinds is None or kinds.first(cal("calendar")) is None:
        return None
    parts = place.known.get(cal("supported-calendar-component-set"))
    takes = {one.attributes.get("name", "").upper() for one in parts.all(cal("comp"))} if parts else set()
    rights = place.known.get(dav("current-user-privilege-set"))
    mine = {inner.name for one in rights.all(dav("privilege")) for inner in one.children} if rights else set()
    name = place.known.get(dav("displayname"))
    return Calendar(
        url=place.url,
        name=clean(name.text if name else "", 100) or clean(name_of(place.url.rstrip("/")), 100),
        todos=not takes or "VTODO" in takes,
        writable=not mine or bool(mine & _WRITING),
    )


def _resources(answer: "Answer") -> Iterator[Resource]:
    for place in _places(answer):
        data, etag = place.known.get(cal("calendar-data")), place.known.get(dav("getetag"))
        if data is not None:
            yield Resource(place.url, tag(etag.text if etag else ""), data.text)
