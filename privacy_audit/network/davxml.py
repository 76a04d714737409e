"""XML as calendar servers speak it: read without document types and entities, within limits.

What a server sends is foreign. A document type is where entities are defined that grow without bounds or fetch files
(XML 1.0, 4.2), and no answer of WebDAV has one: so it ends the reading.
"""

from dataclasses import dataclass, field
from xml.parsers import expat

#: More is no answer of a calendar server: elements in all, and levels of them.
MOST, DEEPEST = 200_000, 40
DAV, CALDAV = "DAV:", "urn:ietf:params:xml:ns:caldav"


class NotXml(ValueError):
    """This is not XML, or not such as a calendar server sends."""


@dataclass(slots=True)
class Element:
    """One element: its name as "namespace}name", its own text, its attributes and what it contains."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    def all(self, *path: str) -> list["Element"]:
        """Return every element at a path of names below this one."""
        found = [self]
        for name in path:
            found = [child for one in found for child in one.children if child.name == name]
        return found

    def first(self, *path: str) -> "Element | None":
        """Return the first element at a path of names, or None."""
        return next(iter(self.all(*path)), None)

    def said(self, *path: str) -> str:
        """Return the text of the first element at a path without the white space around it, or nothing."""
        found = self.first(*path)
        return found.text.strip() if found else ""


def dav(name: str) -> str:
    """Return a name of WebDAV (RFC 4918)."""
    return f"{DAV}}}{name}"


def cal(name: str) -> str:
    """Return a name of CalDAV (RFC 4791)."""
    return f"{CALDAV}}}{name}"


def read(data: bytes) -> Element:
    """Return the root of a document. Raises NotXml."""
    parser = expat.ParserCreate(namespace_separator="}")
    reading = _Reading()
    parser.buffer_text = True
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.characters
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, UnicodeError, LookupError, ValueError) as error:
        raise NotXml(str(error)) from None
    if reading.root is None:
        raise NotXml("it is empty")
    return reading.root


class _Reading:
    """The elements that are open, while a document is read."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._texts: list[list[str]] = []
        self._number = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        self._number += 1
        if self._number > MOST or len(self._open) >= DEEPEST:
            raise NotXml("it is too large")
        one = Element(name, attributes)
        if self._open:
            self._open[-1].children.append(one)
        else:
            self.root = one
        self._open.append(one)
        self._texts.append([])

    def end(self, _: str) -> None:
        """End an element."""
        self._open.pop().text = "".join(self._texts.pop())

    def characters(self, text: str) -> None:
        """Take text of the element that is open."""
        self._texts[-1].append(text)


def _refuse(*_: object) -> None:
    raise NotXml("it has a document type")


def escaped(text: str) -> str:
    """Return a text as it stands in XML, in an attribute too."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def written(name: str, /, *inner: str, **attributes: str) -> str:
    """Return an element as text; its name is "D:…" (WebDAV) or "C:…" (CalDAV), and `inner` is XML already."""
    said = "".join(f' {key}="{escaped(value)}"' for key, value in attributes.items())
    return f"<{name}{said}>{''.join(inner)}</{name}>" if inner else f"<{name}{said}/>"


def document(name: str, *inner: str) -> bytes:
    """Return a whole document with the two namespaces."""
    root = f'<{name} xmlns:D="{DAV}" xmlns:C="{CALDAV}">{"".join(inner)}</{name}>'
    return f'<?xml version="1.0" encoding="utf-8"?>\n{root}\n'.encode()
