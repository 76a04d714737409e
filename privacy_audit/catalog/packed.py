"""The compiled catalogue as a file: a first line to start with, then each organisation and law on a line.

Most of the catalogue is not needed for a first screen. The first line holds what is (themes, and of each organisation
the few facts that decide who may hold whom); the line of an organisation or a law is read when it is asked for.
Only the standard library is used: the build hook loads this file by its path.
"""

import json
from collections.abc import Iterator, MutableMapping

FORMAT = 9
#: What stands on lines of its own.
LINED = ("organisations", "laws", "offices")


def brief(raw: dict) -> dict:
    """Return the facts of an organisation that deciding and sorting need."""
    keys = ("name", "theme", "kind", "impact", "countries", "regions", "presumed", "closed", "tier")
    covers = {action["id"]: action["covers"] for action in raw.get("actions", ()) if action.get("covers")}
    return {key: raw[key] for key in keys if raw.get(key)} | ({"covers": covers} if covers else {})


def pack(compiled: dict) -> bytes:
    """Return a compiled catalogue as the bytes of its file."""
    lines: list[bytes] = []
    spans: dict[str, dict[str, list[int]]] = {}
    size = 0
    for section in LINED:
        spans[section] = {}
        for id, raw in compiled.get(section, {}).items():
            lines.append(_line(raw))
            spans[section][id] = [size, size + len(lines[-1])]
            size += len(lines[-1])
    head = {key: value for key, value in compiled.items() if key not in LINED}
    index = {id: brief(raw) for id, raw in compiled["organisations"].items()}
    head |= {"format": FORMAT, "dated": dated(compiled), "index": index, "spans": spans, "size": size}
    return _line(head) + b"".join(lines)


def dated(compiled: dict) -> str:
    """Return the date of the newest source of a catalogue, as exactly as it is known, or "" where none has one."""
    laws = (source for law in compiled.get("laws", {}).values() for source in law.get("sources", ()))
    texts = [source.get("dated") for source in laws]
    texts += [raw.get("checked") for raw in compiled["organisations"].values()]
    return max((str(text) for text in texts if text), default="")


def unpack(data: bytes) -> dict:
    """Return the catalogue of a file's bytes; raises ValueError for anything else than a whole one."""
    first, _, body = data.partition(b"\n")
    compiled = json.loads(first)
    if not isinstance(compiled, dict) or compiled.get("format") != FORMAT or compiled.get("size") != len(body):
        raise ValueError("no compiled catalogue of this version")
    return compiled | {section: Lines(body, spans) for section, spans in compiled["spans"].items()}


class Lines(MutableMapping):
    """Dictionaries by id, each read from its line when first asked for."""

    def __init__(self, body: bytes, places: dict[str, list[int]]):
        self._body = body
        self._places: dict[str, list[int] | None] = dict(places)
        self._read: dict[str, dict] = {}

    def __getitem__(self, id: str) -> dict:
        if id not in self._read:
            place = self._places[id]
            assert place is not None
            self._read[id] = json.loads(self._body[slice(*place)])
        return self._read[id]

    def __setitem__(self, id: str, raw: dict) -> None:
        self._places.setdefault(id, None)
        self._read[id] = raw

    def __delitem__(self, id: str) -> None:
        del self._places[id]
        self._read.pop(id, None)

    def __contains__(self, id: object) -> bool:
        return id in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def _line(value: dict) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
