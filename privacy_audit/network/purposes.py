"""Everything for which a request may leave this machine, in one place."""

from collections.abc import Iterable

from .purpose import Purpose

BREACHES = Purpose(
    id="breaches",
    title="Download the public list of known breaches",
    hosts=frozenset({"haveibeenpwned.com"}),
    methods=("GET",),
    sends="a request for the whole list; nothing about you",
    reveals="that somebody at this internet address uses privacy-audit",
    why="to match it here, on this machine, with the organisations that hold you",
    limit=20_000_000,
)
PASSWORDS = Purpose(
    id="passwords",
    title="Ask whether a password is among those known from breaches",
    hosts=frozenset({"api.pwnedpasswords.com"}),
    methods=("GET",),
    sends="the first 5 of the 40 characters of the password's SHA-1 hash; about one in a million passwords begins so",
    reveals="nearly nothing: hundreds of passwords share these 5 characters, and the rest is compared here",
    why="a password that is known is tried on every account",
    limit=1_000_000,
    gap=0.2,
)
ACCOUNT = Purpose(
    id="breached-account",
    title="Ask in which breaches an e-mail address was found",
    hosts=frozenset({"haveibeenpwned.com"}),
    methods=("GET",),
    sends="the e-mail address, and your own key to the service",
    reveals="that this address is yours or matters to you, to Have I Been Pwned",
    why="the public list says which organisations leaked, not whose addresses were in it",
    each_time=True,
    limit=5_000_000,
    gap=6.0,
)


def registry(id: str, name: str, hosts: Iterable[str]) -> Purpose:
    """Return the purpose of fetching the file of one state's register of data brokers."""
    return Purpose(
        id=f"registry-{id}",
        title=f"Download {name}",
        hosts=frozenset(hosts),
        methods=("GET",),
        sends="a request for the whole file; nothing about you",
        reveals="that somebody at this internet address fetches the register",
        why="to see who registered, who left and what they report, before anything of it is taken over",
        limit=30_000_000,
    )


def links(hosts: Iterable[str], twins: Iterable[str] = (), chosen: bool = False) -> Purpose:
    """Return the purpose of looking at the addresses of the whole catalogue, or of those chosen for a person.

    `twins` are the same sites' other names, with "www." or without, to which a site may lead.
    """
    to_network = "; to your network: which organisations these are, so who may hold you" if chosen else ""
    return Purpose(
        id="links-chosen" if chosen else "links",
        title=f"Look whether {'some' if chosen else 'the'} addresses of the catalogue still answer",
        hosts=frozenset(hosts),
        redirects=frozenset(twins),
        methods=("HEAD", "GET"),
        sends="a request for each page; nothing about you",
        reveals=f"to each of them: that somebody at this internet address looked at the page{to_network}",
        why="a dead link costs whoever follows it time",
        limit=2_000_000,
        seconds=20.0,
        gap=1.0,
        at_once=8,
    )


def gpc(hosts: Iterable[str], twins: Iterable[str] = ()) -> Purpose:
    """Return the purpose of asking organisations that hold the person whether they honour Global Privacy Control.

    `twins` are the same sites' other names, with "www." or without, to which a site may lead.
    """
    return Purpose(
        id="gpc",
        title="Ask whether they state that they honour Global Privacy Control",
        hosts=frozenset(hosts),
        redirects=frozenset(twins),
        methods=("GET",),
        sends="a request for the file /.well-known/gpc.json of each; nothing about you",
        reveals="to each of them: that somebody at this internet address asked; to your network: the list of them",
        why="who states it can be held to it",
        limit=100_000,
        seconds=20.0,
        gap=0.5,
    )


def catalogue(host: str) -> Purpose:
    """Return the purpose of fetching a signed catalogue pack from the host that the person named."""
    return Purpose(
        id="catalogue",
        title="Download a newer catalogue",
        hosts=frozenset({host}),
        methods=("GET",),
        sends="a request for the file; nothing about you",
        reveals="that somebody at this internet address uses privacy-audit",
        why="organisations, laws and addresses change",
        limit=30_000_000,
    )


def calendar(host: str, tells: str = "names") -> Purpose:
    """Return the purpose of writing what is due to the calendar server that the person named.

    `tells` is how much the entries say: "names", or "count" for only how many things are due on a day.
    """
    named = tells == "names"
    return Purpose(
        id="calendar",
        title="Write what is due to your calendar server",
        hosts=frozenset({host}),
        methods=("PROPFIND", "REPORT", "PUT", "DELETE"),
        sends="your user name and app password, and "
        + (
            "each date with the name of the organisation it is about"
            if named
            else "for each day how many things are due; no organisation is named"
        ),
        reveals="to whoever runs the server: "
        + ("who holds you and what you asked of them" if named else "that you use privacy-audit, and on which days"),
        why="so that other devices remind you, and what you tick there is known here",
        limit=20_000_000,
    )


def calendars(host: str) -> Purpose:
    """Return the purpose of asking the server that the person named which calendars they have there.

    It is asked each time, so that an "always" can only be given where what is due is named among what leaves.
    """
    return Purpose(
        id="calendar",
        title="Ask your calendar server which calendars you have",
        hosts=frozenset({host}),
        methods=("PROPFIND",),
        sends="your user name and app password; nothing of your audit",
        reveals="to whoever runs the server: that you use privacy-audit",
        why="so that you can choose the one for what is due",
        each_time=True,
        limit=5_000_000,
    )
